"""A workbook as a laid out form: each sheet is one table, and an answer goes into a cell of it."""

from collections.abc import Iterable
from pathlib import Path

from alongside.intake.asked import Where
from alongside.intake.laid_out import Cell, Line, Table
from alongside.library.taking_in.source import SourceSheet, read_source

_WIDEST = 200  # columns that are looked into
_LONGEST = 20_000  # rows


def workbook_form(path: Path, data: bytes | None = None) -> tuple[Table, ...]:
    """The sheets of a workbook, hidden ones left out. Raises AlongsideError where it cannot be read."""
    return tuple(_table(sheet) for sheet in read_source(path, data=data).sheets if not sheet.hidden)


def _table(sheet: SourceSheet) -> Table:
    spans: dict[tuple[int, int], int] = {}
    covered: set[tuple[int, int]] = set()
    below: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merges:
        spans[top, left] = min(right, _WIDEST) - left + 1
        for row in range(top, min(bottom, _LONGEST) + 1):
            for column in range(left, min(right, _WIDEST) + 1):
                covered.add((row, column))
            below.add((row, left))
            spans.setdefault((row, left), min(right, _WIDEST) - left + 1)
        below.discard((top, left))
    rows = []
    for at, values in enumerate(sheet.cells[:_LONGEST]):
        cells = []
        for column, value in enumerate(values[:_WIDEST]):
            first = (at, column) in spans
            if (at, column) in covered and not first:
                continue
            where = Where(part=sheet.name, row=at + 1, column=column)
            lines = () if value == "" else tuple(_lines(value, where))
            cells.append(Cell(lines, where, column, spans.get((at, column), 1), (at, column) in below))
        rows.append(tuple(cells))
    return Table(tuple(rows), sheet=True)


def _lines(value: object, where: Where) -> Iterable[Line]:
    for text in _shown(value).split("\n"):
        if text.strip():
            yield Line(text.strip(), where)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
