"""`pack check`, `pack build` and `pack verify`."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from alongside.commands.opened import OpenedPack, open_pack
from alongside.commands.outcome import DONE, Outcome, code_for, day_in_words, finding_lines, findings_document
from alongside.errors import AlongsideError
from alongside.findings import Finding, blocking
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.packs.pack import SUFFIX, LimitKind
from alongside.packs.plan import PlannedQuestion
from alongside.render.build import build_pack
from alongside.render.manifest import Inputs, file_sha256
from alongside.render.verify import verify as verify_build


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one pack. `folder` None: it was to be final, and something blocks it."""

    opened: OpenedPack
    folder: Path | None
    files: tuple[str, ...]
    final: bool
    findings: tuple[Finding, ...]


def check(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Findings, counts against limits and what each question draws on; exit code 1 where something blocks."""
    opened = open_pack(given.pack, today, job)
    plan = opened.plan
    words = sum(question.counts.words for question in plan.questions)
    head = _("{title}: {words:,} words in {n} parts, {sources} sources, looked at as on {day}.").format(
        title=plan.title, words=words, n=len(plan.questions), sources=len(plan.sources), day=day_in_words(today)
    )
    return Outcome(
        code_for(opened.findings),
        [head, "", *map(_question_line, plan.questions), "", *finding_lines(opened.findings)],
        pack_document(opened, today) | findings_document(opened.findings),
    )


def build(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Write each pack into a folder of its own; exit code 1 where something blocks, and then nothing final of it."""
    names = [folder_name(path) for path in given.packs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise AlongsideError(
            _("Two of these packs would go into one folder."),
            where=twice,
            remedy=_("Build them one after another, each with another --out."),
        )
    libraries: dict[Path, Library] = {}
    opened = [open_pack(path, today, job, libraries) for path in given.packs]
    written = [
        write(item, given.out / name, final=given.final, pdf=given.pdf, job=job)
        for item, name in zip(opened, names, strict=True)
    ]
    lines: list[str] = []
    for item in written:
        lines += [*written_lines(item), *finding_lines(item.findings), ""]
    return Outcome(
        max((code_for(item.findings) for item in written), default=DONE),
        lines[:-1],
        {"today": today, "packs": [written_document(item, today) for item in written]},
    )


def verify(given: Namespace, today: date, _job: JobControl) -> Outcome:
    """Whether a built folder, or a zip of it, is as it was written."""
    found = verify_build(given.path)
    name = given.path.resolve().name
    lines = finding_lines(found) if found else [_("{name}: every file is as it was built.").format(name=name)]
    return Outcome(code_for(found), lines, {"built": name, "today": today, **findings_document(found)})


def folder_name(path: Path) -> str:
    """The name of the folder that a pack is built into: the pack file's own."""
    return path.name.removesuffix(SUFFIX) if path.name.endswith(SUFFIX) else path.stem


def write(opened: OpenedPack, target: Path, *, final: bool, pdf: bool, job: JobControl) -> Written:
    """Build one pack into `target`, unless it is to be final and something blocks it."""
    if final and blocking(opened.findings):
        return Written(opened, None, (), final, opened.findings)
    built = build_pack(
        opened.plan,
        opened.recipe,
        opened.workspace.templates,
        target,
        final=final,
        pdf=pdf,
        job=job,
        inputs=Inputs(opened.plan.library_digest, file_sha256(opened.path)),
        findings=opened.findings,
    )
    return Written(opened, built.folder, built.files, final, built.findings)


def written_lines(item: Written) -> Sequence[str]:
    """Where a pack's documents are, or that there are none."""
    title = item.opened.plan.title
    if item.folder is None:
        n = len(blocking(item.findings))
        refused = ngettext(
            "{title}: not built, because {n} finding blocks a final pack.",
            "{title}: not built, because {n} findings block a final pack.",
            n,
        )
        return [refused.format(title=title, n=n)]
    state = _("final") if item.final else _("draft")
    return [f"{title} ({state}):", *(f"    {item.folder / name}" for name in item.files)]


def written_document(item: Written, today: date) -> dict[str, Any]:
    """What became of one pack, for a program."""
    return {
        **pack_document(item.opened, today),
        "folder": str(item.folder) if item.folder else None,
        "files": item.files,
        "final": item.final and item.folder is not None,
        **findings_document(item.findings),
    }


def pack_document(opened: OpenedPack, today: date) -> dict[str, Any]:
    """What a pack is, how long each part is and what it covers, for a program."""
    plan = opened.plan
    covered = [line for line in plan.framework_lines if line.refs]
    return {
        "pack": opened.path.name,
        "title": plan.title,
        "kind": plan.kind.value,
        "today": today,
        "library": {"workbook": plan.library_name, "sha256": plan.library_digest},
        "words": sum(question.counts.words for question in plan.questions),
        "questions": [_question_document(question) for question in plan.questions],
        "coverage": {
            "framework": plan.framework.framework_id if plan.framework else None,
            "items": len(plan.framework_lines),
            "covered": len(covered),
            "not_covered": [line.item_id for line in plan.framework_lines if not line.refs],
        },
    }


def _question_document(question: PlannedQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "number": question.number,
        "heading": question.heading,
        "status": question.status.value,
        "limit": {"kind": question.limit.kind.value, "value": question.limit.value},
        "counts": question.counts,
        "refs": [block.source.ref for block in question.blocks if block.source],
    }


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
