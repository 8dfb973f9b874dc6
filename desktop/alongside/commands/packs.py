"""`pack check`, `pack build` and `pack verify`."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from alongside.bulk.exporting import note_packs
from alongside.bulk.opened import Libraries, library_of, open_pack, read_once
from alongside.bulk.rebuilt import look_at
from alongside.bulk.run import Stopped, run_many
from alongside.bulk.services import service_ids
from alongside.bulk.summary import summary_of
from alongside.bulk.tasks import Done, State, Task, tasks_for
from alongside.bulk.work import perform
from alongside.commands.outcome import (
    BLOCKED,
    DONE,
    REFUSED,
    Outcome,
    code_for,
    counts_line_of,
    day_in_words,
    finding_lines,
    findings_document,
)
from alongside.errors import AlongsideError
from alongside.findings import blocking
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.packs.pack import LimitKind, load_pack
from alongside.packs.plan import PlannedQuestion
from alongside.render.length import Length
from alongside.render.lengths import lengths_of_files, lengths_of_plan
from alongside.render.pdf_makers import PdfMaker, require
from alongside.synced import synced_by

TOLD_IN_FULL = 3  # packs; of more, only what blocks is listed


def check(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Findings, counts against limits and what each question draws on; exit code 1 where something blocks."""
    opened = open_pack(given.pack, today, job)
    plan = opened.plan
    words = sum(question.counts.words for question in plan.questions)
    head = _("{title}: {words:,} words in {n} parts, {sources} sources, looked at as on {day}.").format(
        title=plan.title, words=words, n=len(plan.questions), sources=len(plan.sources), day=day_in_words(today)
    )
    lengths: dict[str, Length] = {}
    trouble = ""
    if given.pages != "none":
        maker = PdfMaker(given.pages)
        require(maker)
        try:
            lengths = lengths_of_plan(plan, opened.recipe, opened.workspace.templates, job, maker)
        except AlongsideError as error:  # a fault of a template is no reason to keep the findings back
            trouble = error.sentence()
    documents = [*(f"    {name}: {length.text}" for name, length in lengths.items()), *([trouble] if trouble else [])]
    return Outcome(
        code_for(opened.findings),
        [
            head,
            "",
            *map(_question_line, plan.questions),
            "",
            *([_length_head(lengths), *documents, ""] if documents else []),
            *finding_lines(opened.findings),
        ],
        summary_of(plan, opened.path.name, today)
        | {"documents": documents_of(lengths)}
        | findings_document(opened.findings),
    )


def documents_of(lengths: Mapping[str, Length]) -> list[dict[str, Any]]:
    """How long each document is, for a program."""
    return [
        {
            "file": name,
            "pages": length.pages,
            "words": length.words,
            "laid_out_by": length.maker,
            "pages_are_estimates": length.estimate,
        }
        for name, length in lengths.items()
    ]


def _length_head(lengths: Mapping[str, Length]) -> str:
    first = next(iter(lengths.values()), None)
    if first is None:
        return _("The documents cannot be laid out:")
    maker = PdfMaker(first.maker).spoken
    estimated = _("The documents, pages estimated by {maker}:")
    return (estimated if first.estimate else _("The documents, laid out by {maker}:")).format(maker=maker)


def build(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Write each pack, for each service asked for, into a folder of its own.

    Exit code 1 where something blocks, and then nothing final of it; 2 where a pack could not be built, which stops
    no other.
    """
    if given.pdf:
        require(PdfMaker(given.pdf))
    services = _services(given, today, job)
    tasks = tasks_for(given.packs, given.out, today, services=services, final=given.final, pdf=given.pdf)
    done = _all_done(tasks, given.jobs, job)
    note_packs(done, given.at)
    failed = [item for item in done if item.state is State.FAILED]
    lines: list[str] = []
    for item in done:
        if item.state is not State.FAILED:
            lines += [*written_lines(item), *_finding_lines(item, in_full=len(done) <= TOLD_IN_FULL), ""]
    if failed:
        lines += [_("Not built:"), *(f"    {item.task.name}: {item.trouble}" for item in failed), ""]
    if len(done) > 1:
        lines += [_tally_line(done), ""]
    service = synced_by(given.out.resolve())
    if service:
        said = _("The folder is one of {service}, which copies what is in it to other computers.")
        lines += [said.format(service=service), ""]
    code = max((BLOCKED if item.blocks else DONE for item in done), default=DONE)
    return Outcome(
        REFUSED if failed else code,
        lines[:-1],
        {
            "today": today,
            "synced_by": service,
            "packs": [written_document(item, given.json) for item in done if item.state is not State.FAILED],
            "failed": [
                {"pack": item.task.pack.name, "service": item.task.service or None, "error": item.trouble}
                for item in failed
            ],
        },
        tuple(item.fault for item in failed if item.fault),
        _complaint(failed, len(done)),
    )


def _complaint(failed: Sequence[Done], total: int) -> str:
    """One sentence, however many failed: what became of each is in the report."""
    if not failed:
        return ""
    names = ", ".join(item.task.name for item in failed)
    if len(failed) == 1:
        return _("{n} of {total} was not built: {name}: {why}").format(
            n=1, total=total, name=names, why=failed[0].trouble
        )
    return _("{n} of {total} were not built: {names}.").format(n=len(failed), total=total, names=names)


def _services(given: Namespace, today: date, job: JobControl) -> dict[Path, Sequence[str]]:
    """The services to build each pack for, where they are not the pack's own."""
    if given.services:
        return dict.fromkeys(given.packs, tuple(dict.fromkeys(given.services)))
    libraries: Libraries = {}
    found: dict[Path, Sequence[str]] = {}
    for path in given.packs if given.every_service else ():
        try:
            found[path] = service_ids(read_once(library_of(load_pack(path), path), today, job, libraries))
        except AlongsideError:
            continue  # building the pack meets the same trouble, and tells it beside what became of the others
    return found


def _all_done(tasks: Sequence[Task], jobs: int, job: JobControl) -> tuple[Done, ...]:
    if len(tasks) == 1:
        return (perform(tasks[0], job),)
    try:
        return run_many(tasks, job, jobs)
    except Stopped as stop:
        raise AlongsideError(
            _("Stopped when {n} of {total} were done.").format(n=len(stop.done), total=stop.total),
            remedy=_("The same command goes on from there."),
        ) from stop


def verify(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Whether a built folder, or a zip of it, is as it was written, and is what its sources give."""
    looked = look_at(given.path, given.pack, job)
    found = looked.findings
    if looked.compared_in_full:
        good = _("{name}: every file is as it was built, and is what its sources give.")
    else:
        good = _("{name}: every file is as it was built.")
    name = looked.name
    lines = [] if blocking(found) else [good.format(name=name)]
    lines += finding_lines(found) if found else []
    return Outcome(code_for(found), lines, {"built": name, "today": today, **findings_document(found)})


def written_lines(item: Done) -> Sequence[str]:
    """Where a pack's documents are, or that there are none; and who laid out the pages of its PDFs."""
    title = f"{item.title} [{item.task.service}]" if item.task.service else item.title
    if item.state is State.BLOCKED:
        refused = ngettext(
            "{title}: not built, because {n} finding blocks a final pack.",
            "{title}: not built, because {n} findings block a final pack.",
            item.blocks,
        )
        return [refused.format(title=title, n=item.blocks)]
    states = [_("final") if item.task.final else _("draft")]
    states += [_("unchanged")] if item.state is State.UNCHANGED else []
    folder = item.task.target
    return [f"{title} ({', '.join(states)}):", *(f"    {folder / name}" for name in item.files), *_pdf_lines(item)]


def _pdf_lines(item: Done) -> list[str]:
    if item.pdf is None:
        return []
    pages = sum(item.pages.values())
    maker = " ".join(part for part in (PdfMaker(item.pdf.maker).spoken, item.pdf.version) if part)
    told = (
        ngettext("about {n} page, an estimate", "about {n} pages, an estimate", pages)
        if item.pdf.pages_are_estimates
        else ngettext("{n} page", "{n} pages", pages)
    )
    return ["    " + _("PDF by {maker}: {pages}").format(maker=maker, pages=told.format(n=pages))]


def _finding_lines(item: Done, *, in_full: bool) -> list[str]:
    if in_full and item.state is not State.UNCHANGED:  # then they were listed when it was built
        return finding_lines(item.findings)
    shown = () if item.state is State.UNCHANGED else blocking(item.findings)
    return [*finding_lines(shown)[:-1], counts_line_of(item.counts)]


def _tally_line(done: Sequence[Done]) -> str:
    words = {
        State.BUILT: _("{n} built"),
        State.UNCHANGED: _("{n} unchanged"),
        State.BLOCKED: _("{n} blocked"),
        State.FAILED: _("{n} not built"),
    }
    counts = {state: sum(1 for item in done if item.state is state) for state in words}
    return ", ".join(words[state].format(n=n) for state, n in counts.items() if n) + "."


def written_document(item: Done, measured: bool = False) -> dict[str, Any]:
    """What became of one pack, for a program; `measured`: with the length of each document."""
    folder = str(item.task.target) if item.files else None
    listed = findings_document(item.findings)
    return {
        **item.summary,
        "service": item.task.service or None,
        "state": item.state.value,
        "folder": folder,
        "files": item.files,
        "final": item.task.final and folder is not None,
        "pdf": item.pdf,
        "pages": item.pages,
        "documents": documents_of(_lengths(item)) if measured else [],
        **listed,
        "counts": item.counts,
    }


def _lengths(item: Done) -> dict[str, Length]:
    maker = PdfMaker(item.pdf.maker) if item.pdf else None
    return lengths_of_files(item.task.target, item.files, item.pages, maker)


def _question_line(question: PlannedQuestion) -> str:
    limit = question.limit
    counted = question.counts.against(limit)
    if limit.kind is LimitKind.PAGES:
        length = _("{words:,} words, limit {pages} pages").format(words=question.counts.words, pages=limit.value)
    elif counted is None:
        length = _("{words:,} words").format(words=question.counts.words)
    else:
        unit = _("words") if limit.kind is LimitKind.WORDS else _("characters")
        length = f"{counted:,}/{limit.value:,} {unit}"
    return f"{question.number:<5} {length:<24} {question.heading or question.text[:60]}".rstrip()
