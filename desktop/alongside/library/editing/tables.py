"""The tables of a sheet, as Insert > Table makes them: where they are, what may not be changed, what they work out."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.editing.markup import Markup, Tag
from alongside.library.editing.opened import OpenedBook
from alongside.library.editing.sheet_xml import Area, area
from alongside.library.scan import letters

_TEXTS = re.compile(r'"[^"]*"')
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_CELL = re.compile(r"(?<![A-Za-z0-9_.\\])(\$?)[A-Za-z]{1,3}(\$?)[1-9][0-9]{0,6}(?![A-Za-z0-9_.(\\])")
_ROW_OR_COLUMN = re.compile(r"\$?\b(?:[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|[0-9]+:\$?[0-9]+)\b")


@dataclass(frozen=True, slots=True)
class Table:
    """One table."""

    part: str  # its number is that of the archive's list
    name: str
    place: Area
    totals: bool
    formulas: Mapping[int, str] = field(default_factory=dict)  # column of the sheet -> what it works out in each row

    def safe_formula(self, column: int) -> str:
        """The formula of a column that means the same in every row, as the file writes it; "" where none does."""
        formula = self.formulas.get(column, "")
        return formula if formula and same_in_every_row(formula) else ""


def tables_of(book: OpenedBook, sheet: str) -> Iterator[Table]:
    """The tables of a sheet."""
    for part in book.related(sheet, "/table"):
        markup = Markup(book.part(part))
        root = markup.root
        place = area(root.get("ref") or "")
        if place is not None:
            named = root.get("displayName") or root.get("name") or posixpath.basename(part)
            yield Table(part, named, place, bool(root.number("totalsRowCount")), dict(_formulas(markup, place)))


def _formulas(markup: Markup, place: Area) -> Iterator[tuple[int, str]]:
    columns = list(markup.tags("tableColumn"))
    for at, tag in enumerate(columns):
        if tag.closed:
            continue
        stop = markup.content_end("tableColumn", tag)
        found = markup.first("calculatedColumnFormula", tag.end, stop)
        if found is not None and not found.closed:
            yield place[1] + at, _content(markup, found)


def _content(markup: Markup, tag: Tag) -> str:
    """A formula as it is written, still escaped; one that fills an array is told by a sign no formula begins with."""
    text = markup.data[tag.end : markup.content_end("calculatedColumnFormula", tag)]
    array = (tag.get("array") or "") in {"1", "true"}
    return ("{" if array or not markup.unicode or b"<" in text else "") + text.decode("utf-8", "replace")


def same_in_every_row(formula: str) -> bool:
    """Whether a formula may be copied from row to row letter by letter.

    One that names its own row only by headings ("[#This Row]") may. One that names cells by their place (A2) would have
    to be shifted, and where to is not told by the table; nor may one that fills several cells.
    """
    if formula.startswith("{"):
        return False
    plain = _TEXTS.sub('""', formula.replace("&quot;", '"'))
    before = None
    while before != plain:  # brackets in brackets
        before, plain = plain, _IN_BRACKETS.sub("", plain)
    if any(not (found[1] and found[2]) for found in _CELL.finditer(plain)):
        return False
    return all(found[0].count("$") == 2 for found in _ROW_OR_COLUMN.finditer(plain))


def table_of(book: OpenedBook, sheet: str, columns: Iterable[int]) -> Table | None:
    """The table under the sheet's headings that holds these columns. Raises AlongsideError where it holds only some."""
    columns = list(columns)
    for table in tables_of(book, sheet):
        top, left, _bottom, right = table.place
        if top == book.layout(sheet).row and any(left <= column <= right for column in columns):
            outside = [letters(column) for column in columns if not left <= column <= right]
            if outside:
                raise AlongsideError(
                    _("The column {column} lies outside the table {table}.").format(
                        column=outside[0], table=table.name
                    ),
                    remedy=_("Drag the table's corner over all its columns in Excel, and try again."),
                )
            return table
    return None


def refuse_heads(book: OpenedBook, sheet: str, row: int, columns: Iterable[int]) -> None:
    """Excel keeps the texts of a table's first and total rows twice, and repairs a file in which they differ."""
    columns = list(columns)
    for table in tables_of(book, sheet):
        top, left, bottom, right = table.place
        special = row == top or (table.totals and row == bottom)
        if special and any(left <= column <= right for column in columns):
            raise AlongsideError(
                _("Row {row} holds the headings or totals of the table {table}, so it is not changed.").format(
                    row=row, table=table.name
                ),
                remedy=_("Change it in Excel, and read the workbook again."),
            )


def refuse_beyond(table: Table, row: int) -> None:
    """Raise AlongsideError where a new row cannot belong to the table."""
    _top, _left, bottom, _right = table.place
    if table.totals:
        raise AlongsideError(
            _("The table {table} ends with a row of totals, so a new row has no place below it.").format(
                table=table.name
            ),
            remedy=_("Switch the totals off in Excel, under Table Design > Total Row, and try again."),
        )
    if row > bottom + 1:
        raise AlongsideError(
            _("Something stands below the table {table}, so a new row has no place there.").format(table=table.name),
            remedy=_("Move it to another sheet or to the side in Excel, and try again."),
        )
