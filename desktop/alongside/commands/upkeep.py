"""`library health`, `due`, `still-true` and `history`: what keeps a library true."""

import contextlib
from argparse import Namespace
from datetime import date, datetime
from getpass import getuser
from pathlib import Path

from alongside.bulk.exporting import note_export
from alongside.commands.outcome import BLOCKED, DONE, REFUSED, Outcome
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.installation import installation
from alongside.job_control import JobControl
from alongside.library.editing import saving
from alongside.library.editing.journal import State
from alongside.library.kept import open_library
from alongside.library.library import Library
from alongside.library.records import Record
from alongside.library.search.passages import lead_of
from alongside.library.upkeep.difference import difference, in_words
from alongside.library.upkeep.due import due_by, end_of_month
from alongside.library.upkeep.health_report import health_report
from alongside.library.upkeep.status import still_true as looked_at
from alongside.library.upkeep.versions import HistoryFile, Versions, news, read_versions
from alongside.packs.frameworks import load_frameworks
from alongside.packs.upkeep import health_of
from alongside.render.report_file import write_report
from alongside.report import Report
from alongside.workspace import Workspace, workspace_of


def health(given: Namespace, today: date, job: JobControl) -> Outcome:
    """The library's health: what is fresh, thin, doubled, dead, unused. Written to --out where that is named."""
    library = open_library(given.workbook, today, job)
    place = place_of(given.workbook)
    page = health_of(library, load_frameworks(place.frameworks), place, today, framework=given.framework or "", job=job)
    report = health_report(page, example=library.is_example)
    written = written_to(given.out, report, place, given.at)
    lines = [report.title, report.about, ""]
    for section in report.sections:
        tables = section.tables
        said = section.paragraphs or (() if tables else (section.empty,))
        lines += [section.heading, *(f"  {text}" for text in said)]
        lines += [
            "  " + ", ".join(str(cell) for cell in row if cell not in ("", None)) for t in tables for row in t.rows
        ]
    document = {
        "workbook": library.name,
        "today": today,
        "sections": [
            {"heading": s.heading, "tables": [{"headings": t.headings, "rows": t.rows} for t in s.tables]}
            for s in report.sections
        ],
    }
    return Outcome(BLOCKED if page.dead or page.conflicts else DONE, [*lines, *written], document)


def due(given: Namespace, today: date, job: JobControl) -> Outcome:
    """What somebody must look at again by the end of the month, or by another day."""
    library = open_library(given.workbook, today, job)
    found = due_by(library, given.by or end_of_month(today), owner=given.owner or "")
    lines = [
        "  ".join((item.day.isoformat(), item.record.ref, item.heading, lead_of(item.record), item.record.owner_role))
        for item in found
    ]
    document = [
        {
            "ref": item.record.ref, "sheet": item.record.sheet, "heading": item.heading, "day": item.day,
            "days_left": item.days_left(today), "owner_role": item.record.owner_role,
        }
        for item in found
    ]  # fmt: skip
    return Outcome(
        DONE, lines or [_("Nothing is due by then.")], {"workbook": library.name, "today": today, "due": document}
    )


def still_true(given: Namespace, today: date, job: JobControl) -> Outcome:
    """These rows were looked at and hold: the next date is set in the workbook, and a draft becomes checked."""
    library = open_library(given.workbook, today, job)
    records = [_record(library, ref) for ref in given.refs]
    done = looked_at(records, today, given.months)
    lines = [f"{record.ref}: {why}" for record, why in done.left]
    code = BLOCKED if done.left else DONE
    if done.changes:
        folder = place_of(given.workbook).history
        with contextlib.suppress(AlongsideError):  # the history is told of it, and hinders nothing
            keep(library, folder, given.at)
        outcome = saving.edit_workbook(
            given.workbook, done.changes, expect_digest=library.digest, at=given.at, by=getuser()
        )
        if outcome.state is State.APPLIED:
            with contextlib.suppress(AlongsideError):
                keep(open_library(given.workbook, today, job), folder, given.at, getuser())
            n = len(done.records)
            lines.append(
                ngettext("{n} row is checked, still true.", "{n} rows are checked, still true.", n).format(n=n)
            )
        else:
            code = REFUSED if outcome.state is State.REFUSED else BLOCKED
            lines.append(outcome.reason)
    document = {
        "workbook": library.name,
        "checked": [record.ref for record in done.records],
        "left": [{"ref": record.ref, "why": why} for record, why in done.left],
    }
    return Outcome(code, lines, document)


def history(given: Namespace, today: date, job: JobControl) -> Outcome:
    """How a record's texts became what they are. What changed since it was last looked at is noted first."""
    library = open_library(given.workbook, today, job)
    folder = place_of(given.workbook).history
    keep(library, folder, given.at)
    known = read_versions(folder)
    versions = known.of(given.ref)
    if not versions:
        raise AlongsideError(
            _("Nothing is known of {ref}.").format(ref=given.ref), where=library.name,
            remedy=_("Evidence, stories, answers and metrics have a history; look whether the id is right."),
        )  # fmt: skip
    lines, document = _told(known, given.ref)
    return Outcome(DONE, lines, {"workbook": library.name, "ref": given.ref, "versions": document})


def _told(known: Versions, ref: str) -> tuple[list[str], list[dict[str, object]]]:
    lines, document = [], []
    texts: dict[str, str] = {}
    for at, version in enumerate(known.of(ref)):
        who = version.by or _("found in the workbook")
        head = _("first known") if at == 0 else _("removed") if version.gone else ", ".join(version.changed)
        lines.append(f"{version.at:%d %B %Y %H:%M}  {who}: {head}")
        changes = {}
        for heading, text in version.changed.items():
            changes[heading] = in_words(difference(texts.get(heading, ""), text))
            if at:
                lines.append(f"  {heading}: {changes[heading]}")
            texts[heading] = text
        document.append({"at": version.at, "by": version.by, "gone": version.gone, "changed": changes})
    return lines, document


def keep(library: Library, folder: Path, at: datetime, by: str = "", only: frozenset[str] | None = None) -> None:
    """Note what the history does not know yet, of all records or `only` of some; nothing is written without news."""
    if news(read_versions(folder, only), library, at, only=only):
        HistoryFile(folder, installation()).keep(library, at, by, only)


def place_of(workbook: Path) -> Workspace:
    """The workspace a workbook belongs to."""
    return workspace_of(workbook.resolve())


def written_to(path: Path | None, report: Report, place: Workspace, at: datetime) -> list[str]:
    """Write the report where that is asked for, and say so."""
    if path is None:
        return []
    write_report(path, report, place)
    note_export(place, path, "report", at)
    return ["", _("Written to {name}.").format(name=path.name)]


def _record(library: Library, ref: str) -> Record:
    record = library.get(ref)
    if record is None:
        raise AlongsideError(
            _("No row has the id {ref}.").format(ref=ref), where=library.name, remedy=_("Look whether the id is right.")
        )
    return record
