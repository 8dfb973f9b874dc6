"""One worksheet's XML: where its rows and cells are, and the few bytes that a change replaces."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.container import damaged
from alongside.library.editing.markup import Markup, Tag, with_attribute
from alongside.library.scan import address, letters

Area = tuple[int, int, int, int]  # top, left, bottom, right; all from 1
Splice = tuple[int, int, bytes]  # start, end, what comes in between
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']\s*([0-9]{1,9})\s*["']""")
_HELD = re.compile(rb"<(?:[\w.-]+:)?(?:v|t)(?:\s[^>]*)?>[^<]")
_KEPT_OF_A_ROW = ("s", "customFormat", "ht", "customHeight")  # what a new row takes over from the one above


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is written in the sheet, be it empty."""

    column: int
    tag: Tag
    inside: bytes
    end: int  # past its closing tag

    @property
    def formula(self) -> bool:
        """Whether what it holds is worked out."""
        return _FORMULA.search(self.inside) is not None

    @property
    def held(self) -> bool:
        """Whether it holds a value, or the result of a formula."""
        return _HELD.search(self.inside) is not None


_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(?=[\s/>])")
_AFTER_VALUE = re.compile(rb"<(?:[\w.-]+:)?extLst(?=[\s/>])")


class SheetXml:
    """A worksheet part as it was read. Nothing here changes it; the methods tell what to splice."""

    def __init__(self, data: bytes) -> None:
        """Raises AlongsideError where the sheet is written in a way in which its rows cannot be told for sure."""
        self.markup = Markup(data)
        markup = self.markup
        found = list(markup.tags("sheetData"))
        if len(found) != 1:
            raise _unusual()
        self.body = found[0]
        self.body_end, self.tail = markup.closing("sheetData", self.body)
        if markup.data.find(b"AlternateContent", self.body.end, self.body_end) >= 0:
            raise _unusual()
        self.rows: list[Tag] = list(markup.tags("row", self.body.end, self.body_end))
        self.numbers: list[int] = []
        last = 0
        for tag in self.rows:
            stated = _ROW_NUMBER.search(tag.text)
            last = int(stated[1]) if stated else last + 1
            self.numbers.append(last)
        self._latest: tuple[int, list[Cell]] = (-1, [])  # the row looked at last; new rows all look at one
        self._in_order = all(one < two for one, two in zip(self.numbers, self.numbers[1:], strict=False))

    # --- looking ---

    def cells(self, row: int) -> list[Cell]:
        """The cells of a row, as they are written. Raises AlongsideError where the row is there twice."""
        at = self._index(row)
        if at is None:
            return []
        if self._latest[0] != at:
            self._latest = (at, self._cells(at))
        return self._latest[1]

    def cell(self, row: int, column: int) -> Cell | None:
        """One cell; None where it is not written."""
        return next((cell for cell in self.cells(row) if cell.column == column), None)

    def column(self, column: int) -> Iterator[tuple[int, Cell]]:
        """The written cells of one column, from the top, each with its row."""
        data, name = self.markup.data, letters(column)
        plain = b"<" + self.markup.prefix + b'c r="'
        for at, number in enumerate(self.numbers):
            tag = self.rows[at]
            stop = self.rows[at + 1].start if at + 1 < len(self.rows) else self.body_end
            if data.startswith(plain, tag.end):  # as all programs write it: each cell says where it is
                place = data.find(plain + f'{name}{number}"'.encode(), tag.end, stop)
                found = self._cell_at(place, column) if place >= 0 else None
            else:
                found = next((cell for cell in self._cells(at) if cell.column == column), None)
            if found is not None:
                yield number, found

    def _cell_at(self, place: int, column: int) -> Cell | None:
        tag = self.markup.first("c", place, self.body_end)
        if tag is None or tag.start != place:  # it stood in a comment
            return None
        inner, end = self.markup.closing("c", tag)
        return Cell(column, tag, self.markup.data[tag.end : inner], end)

    def last_used(self, columns: range, worked_out: frozenset[int] = frozenset()) -> int:
        """The last row in which a cell of these columns holds something; 0 where none does.

        What a formula in a column of `worked_out` gives does not count: it stands in each row, be it used or not.
        """
        spread = max(
            (bottom for _t, left, bottom, right in self.bound if left in columns or right in columns), default=0
        )
        order = sorted(range(len(self.rows)), key=self.numbers.__getitem__, reverse=True)
        for at in order:
            if self.numbers[at] <= spread:
                break
            if any(
                cell.held and cell.column in columns and not (cell.column in worked_out and cell.formula)
                for cell in self._cells(at)
            ):
                return self.numbers[at]
        return spread

    @cached_property
    def merges(self) -> list[Area]:
        """Merged cells."""
        return [place for tag in self.markup.tags("mergeCell", self.tail) if (place := area(tag.get("ref") or ""))]

    @cached_property
    def bound(self) -> list[Area]:
        """What array formulas and data tables fill: of these only the first cell carries the formula."""
        data, found = self.markup.data, []
        if data.find(b"<" + self.markup.prefix + b"f", self.body.end) >= 0:
            for tag in self.markup.tags("f", self.body.end, self.body_end):
                place = area(tag.get("ref") or "") if tag.get("t") in {"array", "dataTable"} else None
                if place:
                    found.append(place)
        return found

    @cached_property
    def column_styles(self) -> dict[int, int]:
        """The style a column gives to cells that state none."""
        found: dict[int, int] = {}
        for tag in self.markup.tags("col", 0, self.body.start):
            style, first, last = tag.number("style"), tag.number("min"), tag.number("max")
            if style and first and last:
                found.update(dict.fromkeys(range(first, min(last, LAST_COLUMN) + 1), style))
        return found

    def refuse_if_bound(self, row: int, column: int) -> None:
        """Raise AlongsideError where a value must not be written: it is worked out, or hidden under merged cells."""
        where = f"{letters(column)}{row}"
        cell = self.cell(row, column)
        if cell is not None and cell.formula:
            raise AlongsideError(
                _("The cell {cell} holds a formula, so it is not overwritten.").format(cell=where),
                remedy=_("Change the cells it is worked out from, or replace the formula in Excel."),
            )
        if any(within(row, column, place) for place in self.bound):
            raise AlongsideError(
                _("The cell {cell} is filled by a formula of other cells, so it is not overwritten.").format(
                    cell=where
                ),
                remedy=_("Change that formula in Excel."),
            )
        for top, left, bottom, right in self.merges:
            if within(row, column, (top, left, bottom, right)) and (row, column) != (top, left):
                raise AlongsideError(
                    _("The cell {cell} is merged into {first}, so nothing written into it would be seen.").format(
                        cell=where, first=f"{letters(left)}{top}"
                    ),
                    remedy=_("Unmerge the cells in Excel, under Home > Merge & Center."),
                )

    # --- changing ---

    def row_splice(self, row: int, new: Mapping[int, Callable[[bytes, bytes], bytes]], like: int | None) -> Splice:
        """Put cells into a row.

        For each column a function that makes the whole cell of its opening tag and of what follows its value.
        A row that is not written yet takes over the looks of the row `like`.
        """
        at = self._index(row)
        if at is None:
            return self._new_row(row, new, like)
        tag, cells, prefix = self.rows[at], self._cells(at), self.markup.prefix
        written = {cell.column: cell for cell in cells}
        data = self.markup.data
        pieces, here = [], tag.end
        missing = sorted(column for column in new if column not in written)
        for cell in cells:
            while missing and missing[0] < cell.column:
                column = missing.pop(0)
                pieces += [data[here : cell.tag.start], new[column](self._fresh(row, column, prefix), b"")]
                here = cell.tag.start
            if cell.column in new:
                rest = _AFTER_VALUE.search(cell.inside)
                after = cell.inside[rest.start() :] if rest else b""
                pieces += [data[here : cell.tag.start], new[cell.column](cell.tag.text, after)]
                here = cell.end
        end_of_cells = max(here, cells[-1].end if cells else tag.end)
        pieces.append(data[here:end_of_cells])
        pieces += [new[column](self._fresh(row, column, prefix), b"") for column in missing]
        opening = _spanning(tag.text, new)
        if tag.closed:
            opening = opening[:-2].rstrip() + b">"
            pieces.append(b"</" + prefix + b"row>")
        return tag.start, end_of_cells, opening + b"".join(pieces)

    def dimension_splice(self, last_row: int, columns: Collection[int], first_row: int) -> Splice | None:
        """Widen the stated extent of the sheet where a change, from a first to a last row, lies beyond it."""
        tag = self.markup.first("dimension", 0, self.body.start)
        stated = area(tag.get("ref") or "") if tag else None
        if tag is None or stated is None:
            return None
        top, left, bottom, right = stated
        wider = min(top, first_row), min(left, *columns), max(bottom, last_row), max(right, *columns)
        if wider == stated:
            return None
        return tag.start, tag.end, with_attribute(tag.text, "ref", area_name(wider))

    def _new_row(self, row: int, new: Mapping[int, Callable[[bytes, bytes], bytes]], like: int | None) -> Splice:
        prefix = self.markup.prefix
        opening = b"<" + prefix + b'row r="%d">' % row
        above = self._index(like) if like is not None else None
        if above is not None:
            for name in _KEPT_OF_A_ROW:
                opening = with_attribute(opening, name, self.rows[above].get(name))
        cells = b"".join(new[column](self._fresh(row, column, prefix), b"") for column in sorted(new))
        written = opening + cells + b"</" + prefix + b"row>"
        if self.body.closed:
            start = self.body.text[:-2].rstrip() + b">"
            return self.body.start, self.body.end, start + written + b"</" + prefix + b"sheetData>"
        following = bisect_right(self.numbers, row) if self._in_order else self._first_after(row)
        place = self.rows[following].start if following < len(self.rows) else self._after_rows()
        return place, place, written

    def _first_after(self, row: int) -> int:
        return next((at for at, number in enumerate(self.numbers) if number > row), len(self.rows))

    def _after_rows(self) -> int:
        if not self.rows:
            return self.body.end
        return self.markup.closing("row", self.rows[-1])[1]

    @staticmethod
    def _fresh(row: int, column: int, prefix: bytes) -> bytes:
        return b"<" + prefix + f'c r="{letters(column)}{row}"/>'.encode()

    # --- inside ---

    def _index(self, row: int) -> int | None:
        if self._in_order:
            at = bisect_left(self.numbers, row)
            return at if at < len(self.numbers) and self.numbers[at] == row else None
        places = [at for at, number in enumerate(self.numbers) if number == row]
        if len(places) > 1:
            raise damaged(_("row {row} is there twice").format(row=row))
        return places[0] if places else None

    def _cells(self, at: int) -> list[Cell]:
        row = self.rows[at]
        if row.closed:
            return []
        stop = self.rows[at + 1].start if at + 1 < len(self.rows) else self.body_end
        column, found = 0, []
        for tag in self.markup.tags("c", row.end, stop):
            stated = tag.get("r")
            if stated is None:
                column += 1
            else:
                place = address(stated)
                if place is None or place[0] != self.numbers[at]:
                    raise damaged(_("a cell of row {row} names another place").format(row=self.numbers[at]))
                column = place[1]
            inner, end = self.markup.closing("c", tag)
            if end > stop:
                raise damaged(_("a sheet is not well-formed"))
            found.append(Cell(column, tag, self.markup.data[tag.end : inner], end))
        return found


def _unusual() -> AlongsideError:
    return AlongsideError(
        _("This sheet is written in a way that no spreadsheet program writes, so it is read but not changed."),
        remedy=_("Open the workbook in Excel, save it, and try again."),
    )


def _spanning(tag: bytes, columns: Mapping[int, object]) -> bytes:
    """The row's tag with its `spans`, a hint for readers, widened where a new cell lies beyond them."""
    found = re.search(rb"""\sspans\s*=\s*["']([0-9]+):([0-9]+)["']""", tag)
    if found is None:
        return tag
    first, last = int(found[1]), int(found[2])
    wider = min(first, *columns), max(last, *columns)
    return tag if wider == (first, last) else with_attribute(tag, "spans", f"{wider[0]}:{wider[1]}")


def area(text: str) -> Area | None:
    """Top, left, bottom and right of "A1:T4" or "$B$2"; None for anything else."""
    first, _colon, last = text.strip().replace("$", "").partition(":")
    one, two = address(first), address(last or first)
    if one is None or two is None:
        return None
    return min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])


def area_name(place: Area) -> str:
    """As a workbook writes it: "A1:T4"; a single cell by its name alone."""
    top, left, bottom, right = place
    first, last = f"{letters(left)}{top}", f"{letters(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


def within(row: int, column: int, place: Area) -> bool:
    """Whether a cell lies in an area."""
    top, left, bottom, right = place
    return top <= row <= bottom and left <= column <= right
