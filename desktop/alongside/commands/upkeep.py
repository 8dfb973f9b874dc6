"""`library health`, `due`, `still-true` and `history`: what keeps a library true."""

from argparse import Namespace
from collections import Counter
from datetime import date, datetime, timedelta
from getpass import getuser
from pathlib import Path

from alongside.commands.outcome import BLOCKED, DONE, REFUSED, Outcome
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.installation import installation
from alongside.job_control import JobControl
from alongside.library.editing import saving
from alongside.library.editing.journal import State
from alongside.library.kept import open_library
from alongside.library.ledger.reading import Use, all_uses, summaries
from alongside.library.ledger.store import read_ledger
from alongside.library.library import Library
from alongside.library.records import Record
from alongside.library.report_workbook import report_workbook
from alongside.library.search.model import load_model, model_installed
from alongside.library.search.passages import lead_of
from alongside.library.upkeep.difference import difference, in_words
from alongside.library.upkeep.due import due_by, end_of_month
from alongside.library.upkeep.duplicates import near_duplicates
from alongside.library.upkeep.health import Health, library_health
from alongside.library.upkeep.health_report import health_report
from alongside.library.upkeep.status import still_true as looked_at
from alongside.library.upkeep.versions import HistoryFile, Versions, news, read_versions
from alongside.packs.frameworks import load_frameworks
from alongside.render.report_document import TEMPLATE as REPORT_TEMPLATE
from alongside.render.report_document import report_document
from alongside.report import Report
from alongside.resources import resource
from alongside.workspace import Workspace

YEAR = timedelta(days=365)


def health(given: Namespace, today: date, job: JobControl) -> Outcome:
    """The library's health: what is fresh, thin, doubled, dead, unused. Written to --out where that is named."""
    library = open_library(given.workbook, today, job)
    place = place_of(given.workbook)
    page = health_of(library, place, today, given.framework or "", job)
    report = health_report(page, example=library.is_example)
    written = write_report(given.out, report, place) if given.out else []
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
        outcome = saving.edit_workbook(
            given.workbook, done.changes, expect_digest=library.digest, at=given.at, by=getuser()
        )
        if outcome.state is State.APPLIED:
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


def keep(library: Library, folder: Path, at: datetime) -> None:
    """Note what the history does not know yet; nothing is written where there is nothing new."""
    if news(read_versions(folder), library, at):
        HistoryFile(folder, installation()).keep(library, at)


def health_of(library: Library, place: Workspace, today: date, framework: str, job: JobControl) -> Health:
    """The page of a library in its workspace. Raises AlongsideError for a framework that is not there."""
    frameworks = load_frameworks(place.frameworks)
    if framework and frameworks.version(framework) is None:
        raise AlongsideError(
            _("There is no framework “{name}”.").format(name=framework),
            remedy=_("There are {names}.").format(names=", ".join(v.framework_id for v in frameworks.versions)),
        )
    uses = all_uses(read_ledger(place.ledger).ledger, library.usage)
    model = load_model() if model_installed() else None
    return library_health(
        library,
        today,
        uses=summaries(uses),
        recent=recent_packs(uses, today),
        framework=[(item.item_id, item.title) for item in frameworks.items_of(framework)],
        duplicates=near_duplicates(tuple(library), model, job),
    )


def recent_packs(uses: tuple[Use, ...], today: date) -> Counter[str]:
    """In how many packs of the last year each item was."""
    packs = {(use.ref, use.pack) for use in uses if use.last is not None and use.last >= today - YEAR}
    return Counter(ref for ref, _pack in packs)


def place_of(workbook: Path) -> Workspace:
    """The workspace a workbook belongs to: its folder, or the one above a folder content_library."""
    folder = workbook.resolve().parent
    return Workspace(folder.parent if folder.name == "content_library" else folder)


def _record(library: Library, ref: str) -> Record:
    record = library.get(ref)
    if record is None:
        raise AlongsideError(
            _("No row has the id {ref}.").format(ref=ref), where=library.name, remedy=_("Look whether the id is right.")
        )
    return record


def write_report(path: Path, report: Report, place: Workspace) -> list[str]:
    """As Excel or as Word, by the name's ending; whole or not at all."""
    match path.suffix.lower():
        case ".xlsx":
            content = report_workbook(report)
        case ".docx":
            content = report_document(report, templates_with(REPORT_TEMPLATE, place))
        case _:
            raise AlongsideError(
                _("A report is written as an Excel workbook or a Word document."), where=path.name,
                remedy=_("Let its name end in .xlsx or .docx."),
            )  # fmt: skip
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return ["", _("Written to {name}.").format(name=path.name)]


def templates_with(name: str, place: Workspace) -> Path:
    """The workspace's templates where that one is among them, else the program's."""
    return place.templates if (place.templates / name).is_file() else resource("templates")
