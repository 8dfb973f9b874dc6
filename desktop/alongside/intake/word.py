"""A Word file as a laid out form: its paragraphs, tables, controls and fields, and where each of them stands."""

from collections.abc import Sequence
from pathlib import Path

from alongside.intake.asked import Where
from alongside.intake.laid_out import Cell, Line, Part, Table
from alongside.intake.word_text import Grid, Paragraph, read_word_file
from alongside.intake.word_text import Part as WordPart


def word_form(path: Path, data: bytes | None = None) -> tuple[Part, ...]:
    """The body of a .docx or .docm. `data`: what it holds, if known. Raises AlongsideError where it cannot be read."""
    file = read_word_file(path, data)
    return tuple(_part(item, Where(part=file.name)) for item in file.parts)


def _part(item: WordPart, place: Where) -> Part:
    return _table(item, place) if isinstance(item, Grid) else _line(item, place)


def _line(item: Paragraph, place: Where) -> Line:
    where = Where(
        part=place.part,
        paragraph=item.at if item.at >= 0 else None,
        table=place.table,
        row=place.row,
        column=place.column,
    )
    text = "".join(words.text for words in item.words).strip(" \n")
    return Line(
        text.strip(),
        where, item.label, item.level, item.all_bold, bool(item.item) and not item.numbered, item.spots,
    )  # fmt: skip


def _table(grid: Grid, place: Where) -> Table:
    rows = []
    for at, row in enumerate(grid.rows):
        cells, column = [], 0
        for index, parts in enumerate(row):
            span = _span(grid.spans, at, index)
            where = Where(part=place.part, table=grid.at, row=at, column=index)
            goes_on = (at, index) in grid.goes_on
            cells.append(Cell(tuple(_part(item, where) for item in parts), where, column, span, goes_on))
            column += span
        rows.append(tuple(cells))
    return Table(tuple(rows))


def _span(spans: Sequence[Sequence[int]], row: int, index: int) -> int:
    return spans[row][index] if row < len(spans) and index < len(spans[row]) else 1
