"""Reads a workbook into a Library: records, and a Finding for all that is wrong with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl, Progress
from alongside.library import references
from alongside.library.cells import Cells, convert, shown
from alongside.library.columns import Kind
from alongside.library.container import open_container
from alongside.library.file_bytes import bytes_of, digest_of
from alongside.library.headings import match_sheets, meant
from alongside.library.layout import filled_rows, layout_of, note_scan
from alongside.library.library import Library
from alongside.library.making import make_records
from alongside.library.notes import Notes
from alongside.library.records import COLUMNS, PLAIN_SHEETS, RECORD_TYPES, Record
from alongside.library.rubbish import no_rubbish_searched
from alongside.library.sheets import Sheet, Source, about_of, load_sheet, look_ahead


def read_library(path: Path, today: date, job: JobControl | None = None) -> Library:
    """Read the whole workbook and hold the rules of the domain against its records.

    Raises AlongsideError where it cannot be read at all; whatever else is wrong is a Finding of the result.
    `today` is what dates are compared with.
    """
    job = job or JobControl()
    return check_records(read_rows(path, job), today, job)


def check_records(library: Library, today: date, job: JobControl | None = None) -> Library:
    """The library of `read_rows` with what the rules of the domain find in its records on a day."""
    from alongside.library import record_rules  # noqa: PLC0415 - the window shows the rows before it needs the rules

    job = job or JobControl()
    library = with_any_day(library, job)
    notes = Notes(library.name)
    with no_rubbish_searched():
        record_rules.check_today(dict(library.records), today, notes, job)
        return replace(library, findings=(*library.findings, *(library.any_day or ()), *notes.finish()))


def with_any_day(library: Library, job: JobControl | None = None) -> Library:
    """The library with what those rules find that say the same on any day, unless it has that already."""
    from alongside.library import record_rules  # noqa: PLC0415 - see above

    if library.any_day is not None:
        return library
    notes = Notes(library.name)
    with no_rubbish_searched():
        record_rules.check_any_day(dict(library.records), notes, job)
        return replace(library, any_day=notes.finish())


def read_rows(path: Path, job: JobControl | None = None) -> Library:
    """Read the whole workbook; its Findings are what is wrong with cells, sheets and references alone.

    Raises AlongsideError where it cannot be read at all.
    """
    return rows_of(bytes_of(path), path.name, job)


def rows_of(data: bytes, name: str, job: JobControl | None = None) -> Library:
    """`read_rows` of a file whose bytes are known."""
    try:
        with no_rubbish_searched():
            return _read(data, name, job or JobControl())
    except AlongsideError as error:
        if not error.where:
            error.where = name
        raise


def _read(data: bytes, name: str, job: JobControl) -> Library:
    notes = Notes(name)
    container = open_container(data)
    look_ahead(container)
    source = Source(container)
    workbook = source.frame
    there = match_sheets(workbook.sheet_names, [*COLUMNS, *PLAIN_SHEETS])
    _note_sheets(workbook, there, notes)
    if container.dates_1904:
        notes.add(
            "workbook.dates_1904",
            _("This workbook counts its days from 1904, as old Macintosh versions did; its dates were read that way."),
            _("Dates pasted from it into other workbooks may move by four years."),
        )
    records: dict[str, tuple[Record, ...]] = {}
    wanted = [kind for kind in RECORD_TYPES if kind.sheet in there]
    for done, kind in enumerate(wanted):
        job.report(Progress(done, len(wanted), _("Reading the sheet {sheet}").format(sheet=kind.sheet)))
        sheet = load_sheet(source, kind, there[kind.sheet], notes)
        records[kind.sheet] = _records(sheet, notes, job) if sheet else ()
    about = about_of(source, there.get("about"))
    job.report(Progress(len(wanted), len(wanted), _("Checking the records")))
    references.check(records, notes)
    job.check()
    whole = {kind.sheet: records.get(kind.sheet, ()) for kind in RECORD_TYPES}
    return Library(name, digest_of(data), whole, about, notes.finish())


def _note_sheets(workbook: CalamineWorkbook, there: Mapping[str, str], notes: Notes) -> None:
    """Say what is missing, what is not ours, what is hidden. Raises where no sheet of a library is there."""
    used = set(there.values())
    strangers = [name for name in workbook.sheet_names if name not in used]
    if not there.keys() & COLUMNS.keys():
        raise AlongsideError(
            _("This workbook is not a library: it has none of a library's sheets, only {names}.").format(
                names=", ".join(shown(name) for name in strangers[:5]) or _("none at all")
            ),
            remedy=_("Name a sheet after what it holds, such as evidence, or begin from the starter library."),
        )
    for sheet in [*COLUMNS, *PLAIN_SHEETS]:
        if sheet in there:
            continue
        guess = next((name for name in strangers if meant(name, [sheet])), None)
        remedy = _("Add it; the starter library shows its headings.")
        if guess:
            remedy = _("Did you mean this by the sheet {guess}? If so, rename it to {sheet}.").format(
                guess=shown(guess), sheet=sheet
            )
        notes.add("sheet.missing", _("The sheet {sheet} is missing.").format(sheet=sheet), remedy, sheet=sheet)
    for name in strangers:
        notes.add(
            "sheet.unknown",
            _("The sheet {name} is not part of the library; it is left alone.").format(name=shown(name)),
            sheet=name,
        )
    for item in workbook.sheets_metadata:
        if item.name in used and item.visible != SheetVisibleEnum.Visible:
            notes.add(
                "sheet.hidden",
                _("The sheet {name} is hidden in Excel; it was read all the same.").format(name=shown(item.name)),
                _("Right-click a sheet's tab and choose Unhide to see it."),
                sheet=item.name,
            )


def _records(sheet: Sheet, notes: Notes, job: JobControl) -> tuple[Record, ...]:
    columns = COLUMNS[sheet.kind.sheet]
    layout = layout_of(sheet, columns, notes)
    if layout is None:
        return ()
    note_scan(sheet, layout, notes)
    start = layout.heading_row + 1
    filled = filled_rows([sheet.columns[place] for place in sorted(layout.places.values())], start)
    if not filled:
        return ()
    rows = [at + 1 for at in filled]
    gaps = len(filled) < len(sheet.columns[0]) - start
    here = [column for column in columns if column.heading in layout.places]
    refs: list[str] = []
    fields: dict[str, list[Any]] = {}
    for column in here:  # the id is the first, so that all other Findings can name it
        job.check()
        values = sheet.columns[layout.places[column.heading]]
        values = list(map(values.__getitem__, filled)) if gaps else values[start:]
        fields[column.heading] = convert(values, Cells(sheet.kind.sheet, column, rows, refs, notes))
        if column.kind is Kind.ID:
            refs = fields[column.heading]
    return make_records(sheet.kind, {"row": rows, **fields})
