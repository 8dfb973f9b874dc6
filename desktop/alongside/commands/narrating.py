"""`pack pir` and `pack actions`: further papers of an inspection pack."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date
from pathlib import Path

from alongside.bulk.exporting import note_export
from alongside.bulk.opened import library_of, open_pack
from alongside.commands.outcome import DONE, Outcome, code_for, finding_lines, findings_document
from alongside.commands.upkeep import written_to
from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, blocking, finding
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.names.kept import open_register
from alongside.library.workbook import read_library
from alongside.packs.action_plan import action_plan
from alongside.packs.pir import MOST_WORDS, as_report, as_text, boxes
from alongside.packs.plan import PackPlan
from alongside.render.private import looked_through
from alongside.render.report_file import write_report

TEXT, WORD = "provider-return.txt", "provider-return.docx"


def pir(given: Namespace, today: date, job: JobControl) -> Outcome:
    """The boxes as Word and as plain text; exit code 1, and nothing written, where one could tell who somebody is."""
    opened = open_pack(given.pack, today, job)
    found = boxes(opened.plan)
    text = as_text(found)
    findings = _told_of_people(opened.plan, text)
    lines = [
        _("{heading}: {words} of {limit} words, {left} left out.").format(
            heading=box.heading, words=box.words, limit=MOST_WORDS, left=box.left_out
        )
        for box in found
    ]
    if not blocking(findings):
        _make(given.out)
        write_report(given.out / WORD, as_report(opened.plan, found), opened.workspace)
        _write_text(given.out / TEXT, text)
        for name in (WORD, TEXT):
            note_export(opened.workspace, given.out / name, "report", given.at)
        lines += ["", _("Written to {name}.").format(name=given.out.name)]
    document = {"pack": given.pack.name, "today": today, "limit": MOST_WORDS, "boxes": [asdict(box) for box in found]}
    return Outcome(code_for(findings), [*lines, "", *finding_lines(findings)], document | findings_document(findings))


def actions(given: Namespace, today: date, job: JobControl) -> Outcome:
    """What is overdue, open and done, with what it changed."""
    opened = open_pack(given.pack, today, job)
    library = read_library(library_of(opened.pack, given.pack), today, job)
    report = action_plan(library, opened.pack.service_ids, (opened.pack.period_from, opened.pack.period_to), today)
    rows = {section.heading: [row for table in section.tables for row in table.rows] for section in report.sections}
    lines = []
    for section in report.sections:
        lines += [section.heading, *("  " + ", ".join(map(str, row)) for row in rows[section.heading])]
        lines += [] if rows[section.heading] else [f"  {section.empty}"]
    written = written_to(given.out, report, opened.workspace, given.at)
    return Outcome(DONE, [*lines, *written], {"pack": given.pack.name, "today": today, "actions": rows})


def _told_of_people(plan: PackPlan, text: str) -> tuple[Finding, ...]:
    known = tuple(filter(None, (plan.provider, *(service.service_name for service in plan.services))))
    found = looked_through(text.encode(), TEXT, open_register(), known=known)
    names = {story.pseudonym for story in plan.stories if story.pseudonym}
    words = set(text.replace("’", " ").replace("'", " ").translate(_STOPS).split())
    told = tuple(
        finding(
            "private.chosen_name",
            Place(pack=plan.title),
            _("The text names “{name}”, from a story of this pack.").format(name=name),
            _("The return must not name people: write it without the name in the narrative."),
        )
        for name in sorted(names)
        if set(name.split()) <= words
    )
    return (*found, *told)


_STOPS = str.maketrans(dict.fromkeys('.,;:!?()“”"', " "))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error


def _write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> AlongsideError:
    return AlongsideError(
        _("It cannot be written: {reason}.").format(reason=error.strerror or error),
        where=path.name,
        remedy=_("Choose another folder."),
    )
