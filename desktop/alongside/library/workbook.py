"""Reads a workbook into a Library: records, and a Finding for all that is wrong with it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl, Progress
from alongside.library import references
from alongside.library.cells import Cells, as_text, convert, shown
from alongside.library.columns import Column, Kind
from alongside.library.container import FILE_LIMIT, Container, damaged, open_container, too_large
from alongside.library.headings import FIRST_ROWS, find_heading_row, key, match_sheets, meant
from alongside.library.library import Library
from alongside.library.making import make_records
from alongside.library.notes import Notes
from alongside.library.records import COLUMNS, PLAIN_SHEETS, RECORD_TYPES, Record
from alongside.library.rubbish import no_rubbish_searched
from alongside.library.scan import SheetScan, letters, scan_ods, scan_sheet, scan_xlsb, shared_sizes

if TYPE_CHECKING:
    from alongside.library.plain_sheet import PlainSheet

T = TypeVar("T")
WORTH = 2**20  # bytes of a sheet's XML; the parser reads a smaller one in no time
XLS_LIMIT = 40 * 2**20  # bytes; the old format cannot be looked into beforehand


class _Source:
    """The opened file: the parser's view of it, and the parts it is packed from."""

    def __init__(self, container: Container) -> None:
        self.container = container
        large = container.kind == "xlsx" and any(container.size(part) >= WORTH for part in container.sheets.values())
        self._plainly = large  # what can be had without the parser is

    @cached_property
    def workbook(self) -> CalamineWorkbook:
        """All of it."""
        return _guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(self.container.data)))

    @cached_property
    def frame(self) -> CalamineWorkbook:
        """Its list of sheets, if nothing else."""
        if not self._plainly:
            return self.workbook
        from alongside.library.small_book import small_book  # noqa: PLC0415 - for large files alone

        try:
            return small_book(self.container)
        except (CalamineError, AlongsideError):
            return self.workbook

    @cached_property
    def string_sizes(self) -> list[int]:
        return shared_sizes(self.container)

    @cached_property
    def _shared(self) -> Sequence[str] | None:
        from alongside.library.shared_texts import shared_texts  # noqa: PLC0415 - see above

        return shared_texts(self.container)

    def plain(self, part: str) -> "PlainSheet | None":
        """A large sheet as it is read without the parser; None where it is small or written in an unusual way."""
        if not self._plainly or self.container.size(part) < WORTH:
            return None
        from alongside.library.plain_sheet import read_plain  # noqa: PLC0415 - see above

        return read_plain(self.container, part, self._shared)


@dataclass(frozen=True)
class _Sheet:
    """One sheet of records as the workbook holds it."""

    kind: type[Record]
    name: str  # as the workbook spells it
    columns: Sequence[Sequence[Any]]  # from A1 on, all equally long
    scan: SheetScan


@dataclass(frozen=True)
class _Layout:
    """Where the headings of a sheet are."""

    heading_row: int  # index into the grid
    places: Mapping[str, int]  # heading of the contract -> index of its column


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


def digest_of(data: bytes) -> str:
    """What a workbook is known by: all of its bytes count."""
    return hashlib.sha256(data).hexdigest()


def bytes_of(path: Path) -> bytes:
    """The whole file. Raises AlongsideError where that is not possible or not wise."""
    try:
        return _bytes_of(path)
    except AlongsideError as error:
        error.where = path.name
        raise


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise AlongsideError(_("This is a folder, not a workbook."), remedy=_("Choose the workbook inside it."))
        if path.stat().st_size > FILE_LIMIT:
            raise too_large()
        return path.read_bytes()
    except FileNotFoundError as error:
        raise AlongsideError(
            _("There is no such file."), remedy=_("Check its name, and whether it was moved or renamed.")
        ) from error
    except PermissionError as error:
        raise AlongsideError(
            _("This file may not be read, or another program keeps it to itself."),
            remedy=_("Close it in other programs, or ask for access to the folder."),
        ) from error
    except OSError as error:
        raise AlongsideError(
            _("This file could not be read from the disk."),
            remedy=_("If it lives on a network or in the cloud, copy it to this computer first."),
        ) from error


def _read(data: bytes, name: str, job: JobControl) -> Library:
    notes = Notes(name)
    container = open_container(data)
    _look_ahead(container)
    source = _Source(container)
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
        sheet = _load(source, kind, there[kind.sheet], notes)
        records[kind.sheet] = _records(sheet, notes, job) if sheet else ()
    about = _about(source, there.get("about"))
    job.report(Progress(len(wanted), len(wanted), _("Checking the records")))
    references.check(records, notes)
    job.check()
    whole = {kind.sheet: records.get(kind.sheet, ()) for kind in RECORD_TYPES}
    return Library(name, digest_of(data), whole, about, notes.finish())


def _look_ahead(container: Container) -> None:
    """What can be told only by looking at the whole file; xlsx is looked at sheet by sheet, as each is read."""
    if container.kind == "ods":
        scan_ods(container)
    elif container.kind == "xlsb":
        for part in container.sheets.values():
            scan_xlsb(container, part)
    elif container.kind == "xls" and len(container.data) > XLS_LIMIT:
        raise too_large()


def _guarded(work: Callable[[], T]) -> T:
    """Do what calamine does; its errors, and its panics, which are no Exceptions, become one sentence."""
    try:
        return work()
    except PasswordError as error:
        raise AlongsideError(
            _("This workbook is protected by a password, so it cannot be read."),
            remedy=_("Open it in Excel, remove the password under File > Info > Protect Workbook, and save it."),
        ) from error
    except CalamineError as error:
        raise damaged(_("it does not hold what a workbook must hold")) from error
    except (KeyboardInterrupt, SystemExit, AlongsideError):
        raise
    except BaseException as error:  # pyo3's PanicException derives from BaseException
        if type(error).__name__ not in {"PanicException", "OSError", "ValueError", "OverflowError", "MemoryError"}:
            raise
        raise damaged(_("reading it failed part of the way")) from error


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


def _load(source: _Source, kind: type[Record], name: str, notes: Notes) -> _Sheet | None:
    """The sheet's cells; None, with a Finding, where this sheet alone is broken."""
    try:
        scan = SheetScan()
        if source.container.kind == "xlsx":
            part = source.container.sheets.get(name)
            if part is None:
                raise damaged(_("a sheet it lists is not there"))
            plain = source.plain(part)
            if plain is not None:
                return _Sheet(kind, name, plain.columns, plain.scan)
            scan = scan_sheet(source.container, part, source.string_sizes)
        sheet = _guarded(lambda: source.workbook.get_sheet_by_name(name))
        if source.container.kind == "xls":
            _merges_of_xls(sheet, scan)
        grid = _guarded(lambda: sheet.to_python(skip_empty_area=False))
        return _Sheet(kind, name, list(zip(*grid, strict=True)), scan)
    except AlongsideError as error:
        if not isinstance(error.__cause__, CalamineError):
            error.where = f"{notes.workbook}, {name}"
            raise
        notes.add(
            "sheet.unreadable",
            _("The sheet {name} cannot be read: its cells are damaged.").format(name=shown(name)),
            _("Copy what you can see of it in Excel into a new sheet of the same name."),
            sheet=kind.sheet,
        )
        return None


def _merges_of_xls(sheet: CalamineSheet, scan: SheetScan) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        scan.merges.append(((top + 1, left + 1), (bottom + 1, right + 1)))
        scan.merged += 1


def _records(sheet: _Sheet, notes: Notes, job: JobControl) -> tuple[Record, ...]:
    columns = COLUMNS[sheet.kind.sheet]
    layout = _layout(sheet, columns, notes)
    if layout is None:
        return ()
    _note_scan(sheet, layout, notes)
    start = layout.heading_row + 1
    filled = _filled([sheet.columns[place] for place in sorted(layout.places.values())], start)
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


def _filled(columns: Sequence[Sequence[Any]], start: int) -> list[int]:
    """The places, from one on, at which any of the columns has something."""
    every = range(start, len(columns[0]) if columns else 0)
    blank: Sequence[int] = every
    for column in columns:
        blank = [at for at in blank if _is_blank(column[at])]
        if not blank:
            return list(every)
    gone = set(blank)
    return [at for at in every if at not in gone]


def _is_blank(value: object) -> bool:
    return value == "" or (type(value) is str and not value.strip())


def _layout(sheet: _Sheet, columns: Sequence[Column], notes: Notes) -> _Layout | None:
    """Find the headings; say which are missing, doubled or unknown. None where there are none."""
    name = sheet.kind.sheet
    known = {key(column.heading): column.heading for column in columns}
    if all(_is_blank(value) for column in sheet.columns for value in column):
        notes.add(
            "sheet.empty",
            _("The sheet {sheet} is empty; not even its headings are there.").format(sheet=name),
            _("Copy the headings from the starter library."),
            sheet=name,
        )
        return None
    first = list(zip(*(column[:FIRST_ROWS] for column in sheet.columns), strict=True))
    index = find_heading_row(first, known)
    if index is None:
        notes.add(
            "sheet.no_headings",
            _("No headings were found on the sheet {sheet}, so none of its rows was read.").format(sheet=name),
            _("Put the headings into row 1; they begin with {first}.").format(
                first=", ".join(column.heading for column in columns[:3])
            ),
            sheet=name,
        )
        return None
    if index > 0:
        notes.add(
            "sheet.heading_row",
            _("The headings of the sheet {sheet} are in row {row}, not in row 1; the rows above were left out.").format(
                sheet=name, row=index + 1
            ),
            _("Delete the rows above the headings, so that filters work in Excel."),
            sheet=name,
            row=index + 1,
        )
    return _Layout(index, _places(sheet, index, known, columns, notes))


def _places(
    sheet: _Sheet, index: int, known: Mapping[str, str], columns: Sequence[Column], notes: Notes
) -> dict[str, int]:
    name, row = sheet.kind.sheet, index + 1
    places: dict[str, int] = {}
    strangers: list[tuple[str, int]] = []
    for place, cell in enumerate(column[index] for column in sheet.columns):
        text = as_text(cell).strip()
        heading = known.get(key(text)) if text else None
        if heading is None:
            if text:
                strangers.append((text, place))
        elif heading in places:
            notes.add(
                "heading.duplicate",
                _("The heading {heading} is there twice; column {used} is read, {unused} is not.").format(
                    heading=heading, used=letters(places[heading] + 1), unused=letters(place + 1)
                ),
                _("Delete or rename one of the two."),
                sheet=name, row=row, column=heading,
            )  # fmt: skip
        else:
            places[heading] = place
    missing = [column for column in columns if column.heading not in places]
    for text, place in strangers:
        guess = meant(text, [column.heading for column in missing])
        notes.add(
            "heading.misspelt" if guess else "heading.unknown",
            _("The heading {text} in column {letter} is not one of the library's; its column is left alone.").format(
                text=shown(text), letter=letters(place + 1)
            ),
            _("Did you mean {guess}?").format(guess=guess) if guess else "",
            sheet=name, row=row, column=text[:60],
        )  # fmt: skip
    for column in missing:
        if not column.optional:
            _note_missing(column, name, row, strangers, notes)
    return places


def _note_missing(column: Column, sheet: str, row: int, strangers: Sequence[tuple[str, int]], notes: Notes) -> None:
    guess = next((text for text, _place in strangers if meant(text, [column.heading])), None)
    remedy = _("Add a column with this heading.") + " " + column.help
    if guess:
        remedy = _("Did you mean this by {guess}? If so, rename that heading.").format(guess=shown(guess))
    rule = "heading.required" if column.required else "heading.missing"
    message = _("The heading {heading} is missing on the sheet {sheet}.")
    if column.required:
        message = _("The heading {heading}, which every row needs, is missing on the sheet {sheet}.")
    notes.add(
        rule, message.format(heading=column.heading, sheet=sheet), remedy, sheet=sheet, row=row, column=column.heading
    )


def _note_scan(sheet: _Sheet, layout: _Layout, notes: Notes) -> None:
    """Formula errors, formulas never worked out, and merged cells, as the look at the sheet's XML found them."""
    headings = {place + 1: heading for heading, place in layout.places.items()}
    name = sheet.kind.sheet
    for (row, column), text in sheet.scan.errors.items():
        if column in headings and row > layout.heading_row:
            notes.add(
                "cell.formula_error",
                _("The formula in {cell} gives {error}; the cell is read as empty.").format(
                    cell=f"{letters(column)}{row}", error=text
                ),
                _("Mend the formula, or type the value."),
                sheet=name, row=row, column=headings[column],
            )  # fmt: skip
    for row, column in sheet.scan.uncalculated:
        if column in headings and row > layout.heading_row:
            notes.add(
                "cell.formula_not_calculated",
                _("The formula in {cell} has no stored result; the cell is read as empty.").format(
                    cell=f"{letters(column)}{row}"
                ),
                _("Open the workbook in Excel and save it; Excel stores the results."),
                sheet=name, row=row, column=headings[column],
            )  # fmt: skip
    for (top, left), (bottom, right) in sheet.scan.merges:
        heading = headings.get(left)
        if heading and bottom > layout.heading_row:
            notes.add(
                "sheet.merged_cells",
                _("The cells {first} to {last} are merged; all but the first are read as empty.").format(
                    first=f"{letters(left)}{top}", last=f"{letters(right)}{bottom}"
                ),
                _("Unmerge them in Excel, under Home > Merge & Center, and fill each cell."),
                sheet=name, row=top, column=heading,
            )  # fmt: skip


def _about(source: _Source, name: str | None) -> dict[str, str]:
    """What the sheet `about` says: its first two filled columns, as words and their meanings."""
    if name is None:
        return {}
    if source.container.kind == "xlsx" and name in source.container.sheets:
        scan_sheet(source.container, source.container.sheets[name], source.string_sizes)
    try:
        grid = _guarded(lambda: source.workbook.get_sheet_by_name(name).to_python(nrows=200))
    except AlongsideError:
        return {}  # nothing but the marks of a sample depends on it, and a broken sheet carries none
    about: dict[str, str] = {}
    for row in grid:
        texts = [as_text(cell).strip() for cell in row[:2]]
        if len(texts) == 2 and texts[0]:
            about.setdefault(texts[0], texts[1])
        elif texts and texts[0]:
            about.setdefault(texts[0], "")
    return about
