"""Opens a spreadsheet of anybody's making: the cells of every sheet, and which of them are merged."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl, Progress
from alongside.library.container import Container, damaged, open_container
from alongside.library.file_bytes import content_of
from alongside.library.scan import SheetScan, scan_sheet, shared_sizes
from alongside.library.sheets import guarded, look_ahead
from alongside.library.taking_in.csv_text import read_csv

TEXTS = frozenset({".csv", ".tsv", ".txt", ".tab"})
KINDS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")
_MOST_MERGES = 20_000

Area = tuple[int, int, int, int]  # top, left, bottom, right; from 0, all inside


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """One sheet from A1 on. Every row is as long as the longest; an empty cell is ""."""

    name: str
    cells: tuple[tuple[object, ...], ...]
    merges: tuple[Area, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was found."""

    name: str  # of the file, without its folder
    digest: str
    sheets: tuple[SourceSheet, ...]


def read_source(path: Path, job: JobControl | None = None, *, data: bytes | None = None) -> Source:
    """Every sheet of a workbook, or the one of a text file. Raises AlongsideError where it cannot be read.

    `data`: what the file holds, where that is known already.
    """
    job = job or JobControl()
    try:
        data = content_of(path) if data is None else data
        sheets = _text_sheet(path, data) if _is_text(path, data) else _sheets(data, job)
    except AlongsideError as error:
        if not error.where:
            error.where = path.name
        raise
    return Source(path.name, hashlib.sha256(data).hexdigest(), sheets)


def sheet_of(
    name: str, rows: Sequence[Sequence[object]], merges: Sequence[Area] = (), *, hidden: bool = False
) -> SourceSheet:
    """A sheet with its rows made equally long, and empty rows and columns at the ends left out."""
    tidy = [[_plain(value) for value in row] for row in rows]
    while tidy and not any(value != "" for value in tidy[-1]):
        tidy.pop()
    width = 0
    for row in tidy:
        for at in range(len(row), width, -1):
            if row[at - 1] != "":
                width = at
                break
    cells = tuple((*row[:width], *([""] * (width - len(row)))) for row in tidy)
    inside = tuple(
        (top, left, min(bottom, len(cells) - 1), min(right, width - 1))
        for top, left, bottom, right in merges[:_MOST_MERGES]
        if top < len(cells) and left < width
    )
    return SourceSheet(name, cells, inside, hidden)


def _plain(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str) and not value.strip("\ufeff\u200b \t\r\n\u00a0"):
        return ""
    return value


def _is_text(path: Path, data: bytes) -> bool:
    if path.suffix.lower() not in TEXTS:
        return False
    if not data:
        raise AlongsideError(_("This file is empty: it holds no bytes at all."), remedy=_("Save it again."))
    return not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))  # a workbook under a wrong name is read as one


def _text_sheet(path: Path, data: bytes) -> tuple[SourceSheet, ...]:
    rows = read_csv(data)
    if rows and rows[0] and len(rows[0]) <= 2 and str(rows[0][0]).lower().startswith("sep="):
        rows = rows[1:]
    return (sheet_of(path.stem, rows),)


def _sheets(data: bytes, job: JobControl) -> tuple[SourceSheet, ...]:
    container = open_container(data)
    look_ahead(container)
    workbook = guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(data)))
    sizes = shared_sizes(container)
    found = []
    hidden = {item.name for item in workbook.sheets_metadata if item.visible != SheetVisibleEnum.Visible}
    names = list(workbook.sheet_names)
    for done, name in enumerate(names):
        job.report(Progress(done, len(names), _("Reading the sheet {sheet}").format(sheet=name)))
        found.append(_sheet(workbook, container, name, sizes, hidden=name in hidden))
    return tuple(item for item in found if item is not None)


def _sheet(
    workbook: CalamineWorkbook, container: Container, name: str, sizes: list[int], *, hidden: bool
) -> SourceSheet | None:
    scan = SheetScan()
    if container.kind == "xlsx":
        part = container.sheets.get(name)
        if part is None or not container.has(part):
            raise damaged(_("a sheet it lists is not there"))
        if "chartsheets/" in part or "dialogsheets/" in part or "macrosheets/" in part:
            return None
        scan = scan_sheet(container, part, sizes)
    sheet = guarded(lambda: workbook.get_sheet_by_name(name))
    rows = guarded(lambda: sheet.to_python(skip_empty_area=False))
    if container.kind == "xlsx":
        merges = [(top - 1, left - 1, bottom - 1, right - 1) for (top, left), (bottom, right) in scan.merges]
        for (row, column), shown in scan.errors.items():
            if row <= len(rows) and column <= len(rows[row - 1]) and rows[row - 1][column - 1] in ("", None):
                rows[row - 1][column - 1] = shown
    else:
        known = sheet.merged_cell_ranges or ()
        merges = [(top, left, bottom, right) for (top, left), (bottom, right) in known]
    return sheet_of(name, rows, merges, hidden=hidden)
