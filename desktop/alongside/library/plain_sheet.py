"""Reads a large sheet straight from its XML into columns, if it is written as spreadsheet programs write one.

Three times faster than a parser, because a page of XML is looked at as one array of bytes. What a cell means is never
decided here: texts without anything to unfold are taken as they stand, and each other kind of cell is shown once to
the parser, in a small workbook with the styles of the whole one. Whatever is written in another way, is too large or
looks broken gives None: the sheet is then read by the parser alone, which also says what is wrong with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
from python_calamine import CalamineError

from alongside.errors import AlongsideError
from alongside.library.container import TEXT_LIMIT, Container, refuse_entities
from alongside.library.scan import CELL_LIMIT, SheetScan, note_formulas, note_merges, one_ahead, whole_rows
from alongside.library.small_book import BEGIN, END, what_the_parser_says

TOO_LONG = 2**20  # bytes before the first row
_PADDING = b" " * 64  # so that looking a few bytes ahead never leaves the array
_TEXT_BEFORE = 15  # bytes of ` t="inlineStr">`
_TEXT_TAGS, _VALUE_TAGS = 6, 4  # of a cell
_STYLE = 10  # bytes of ` s="12345"`, which may stand before it
_SHARED = re.compile(r'[^<>]*\st="s"[^<>]*><v>([0-9]{1,9})</v></c>')

_Places = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]
_Eights = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class PlainSheet:
    """The cells from A1 on, column by column, "" for an empty one; and what the look at the XML found."""

    columns: list[list[Any]]
    scan: SheetScan


@dataclass(frozen=True)
class _Placed:
    """Some cells of one page: where they are, from 0, and what is in them, or the number of its kind."""

    rows: _Places
    columns: _Places
    values: npt.NDArray[Any]


class _UnusualError(Exception):
    """The sheet is not written as expected."""


def read_plain(container: Container, part: str, shared: Sequence[str] | None) -> PlainSheet | None:
    """The sheet; None where the parser must read it. `shared` are the shared texts; None where they are not known."""
    try:
        return _read(container, part, shared)
    except (_UnusualError, AlongsideError, CalamineError, UnicodeDecodeError):
        return None


def _read(container: Container, part: str, shared: Sequence[str] | None) -> PlainSheet:
    pages = _Pages(shared)
    frame = [b"", b""]
    for page in _data_of(one_ahead(container.chunks(part)), frame):
        pages.take(page)
    note_merges(frame[1], pages.scan)
    rows, columns = pages.reach()
    if rows * columns > CELL_LIMIT:
        raise _UnusualError
    kinds = _meanings(container, part, list(pages.kinds), frame, shared)
    grid = np.full((columns, rows), "", object)
    for item in pages.texts:
        grid[item.columns, item.rows] = item.values
    for item in pages.others:
        grid[item.columns, item.rows] = kinds[item.values]
    pages.scan.rows, pages.scan.columns = rows, columns
    return PlainSheet(grid.tolist(), pages.scan)


def _data_of(chunks: Iterator[bytes], frame: list[bytes]) -> Iterator[bytes]:
    """The rows of a sheet, page by page; what stands before and after them goes into `frame`."""
    inside = done = False
    for chunk in whole_rows(chunks):
        page = chunk
        if not inside:
            frame[0] += page
            refuse_entities(frame[0][:4096])
            if BEGIN not in frame[0]:
                if len(frame[0]) > TOO_LONG:
                    raise _UnusualError
                continue
            inside = True
            frame[0], _begin, page = frame[0].partition(BEGIN)
            if b"<!" in frame[0] or b"\0" in frame[0]:
                raise _UnusualError
        if done:
            frame[1] += page
            continue
        end = page.find(END, max(0, page.rfind(b"</row")))
        if end >= 0:
            frame[1] = page[end + len(END) :]
            page = page[:end]
            done = True
        yield page
    if not done:
        raise _UnusualError


def _word(text: bytes) -> tuple[np.uint64, np.uint64]:
    """The beginning of a tag as a number of eight bytes, and the mask that leaves so many of them."""
    return np.uint64(int.from_bytes(text, "little")), np.uint64((1 << 8 * len(text)) - 1)


_CELL, _ROW, _ROW_END = _word(b'<c r="'), _word(b"<row"), _word(b"</row>")
_IS, _T, _T_END, _IS_END, _C_END = _word(b"<is>"), _word(b"<t>"), _word(b"</t>"), _word(b"</is>"), _word(b"</c>")
_V, _V_END = _word(b"<v>"), _word(b"</v>")
_INLINE = (_word(b' t="inli'), _word(b'ineStr">'))
_AS_SHARED = _word(b' t="s">')


def _is(found: _Eights, word: tuple[np.uint64, np.uint64]) -> _Flags:
    flags: _Flags = (found & word[1]) == word[0]
    return flags


class _Pages:
    """What was found on the pages so far."""

    def __init__(self, shared: Sequence[str] | None) -> None:
        self.scan = SheetScan()
        self.texts: list[_Placed] = []
        self.others: list[_Placed] = []
        self.kinds: dict[str, int] = {}  # each other cell, from behind its place to its end
        self._shared = shared
        self._last = -1  # row
        self._errors = False  # whether there is a cell with the error of a formula
        self._length = 0  # of all shared texts used

    def reach(self) -> tuple[int, int]:
        """The last row and column with a filled cell, from 1."""
        found = [*self.texts, *self.others]
        return tuple(  # type: ignore[return-value]
            max((int(side.max()) + 1 for side in sides if len(side)), default=0)
            for sides in ([item.rows for item in found], [item.columns for item in found])
        )

    def take(self, page: bytes) -> None:
        """Read one page of whole rows. Raises _UnusualError."""
        data = page + _PADDING
        signs = np.frombuffer(data, np.uint8)
        tags = np.flatnonzero(signs == ord("<"))
        if not len(tags):
            return
        eight = np.ndarray((len(data) - 7,), "<u8", data, strides=(1,))  # the eight bytes from each place on
        heads = np.append(eight[tags], np.zeros(6, np.uint64))
        places = np.append(tags, np.full(6, len(page)))
        second = signs[tags + 1]
        if bool(((second == ord("!")) | (second == ord("?"))).any()):  # a comment may hold what looks like cells
            raise _UnusualError
        own = heads[: len(tags)]
        cells, after = _in_rows(_is(own, _CELL), _is(own, _ROW), _is(own, _ROW_END), places, signs)
        if not len(cells):
            return
        rows, columns, behind = _addresses(places[cells] + 6, signs)
        self._in_order(rows, columns)

        step = after - cells  # tags of each cell, its own among them
        inner = places[cells + 1]
        closed = (step == 1) & (signs[inner - 2] == ord("/")) & (signs[inner - 1] == ord(">"))
        value = (
            (step == _VALUE_TAGS)
            & _is(heads[cells + 1], _V)
            & _is(heads[cells + 2], _V_END)
            & _is(heads[cells + 3], _C_END)
        )
        is_shared = value & _is(eight[inner - 7], _AS_SHARED)
        text, begin = _plain_texts(cells, behind, heads, places, eight)
        text &= step == _TEXT_TAGS
        end = places[cells + 3]
        text &= _nothing_to_unfold(begin, end, signs)
        for sign in (b"&", b"\r", b"_x"):  # entities, line ends of Windows, codes of Excel
            text[_holding(sign, signs, places[cells])] = False
        if self._shared is None and is_shared.any():
            raise _UnusualError

        whole = page.decode("latin-1")  # a sign for each byte, so that places stay what they are
        wide = np.zeros(len(cells), np.bool_)
        if not page.isascii():
            wide[_cells_at(signs >= 0x80, places[cells])] = True

        def cut(which: _Flags, begins: _Places, stops: _Places) -> list[str]:
            found = [whole[a:b] for a, b in zip(begins[which].tolist(), stops[which].tolist(), strict=True)]
            for at in np.flatnonzero(wide[which]).tolist():
                found[at] = found[at].encode("latin-1").decode()
            return found

        self._add(self.texts, text, rows, columns, cut(text, begin, end))
        if is_shared.any():
            self._add(self.texts, is_shared, rows, columns, self._named(cut(is_shared, inner + 3, places[cells + 2])))
        other = ~(closed | text | is_shared)
        if other.any():
            written = cut(other, behind, places[after])
            before = len(self.kinds)
            numbers = [self.kinds.setdefault(kind, len(self.kinds)) for kind in written]
            self.others.append(_Placed(rows[other], columns[other], np.array(numbers, np.int64)))
            self._errors = self._errors or any('t="e"' in kind for kind in islice(self.kinds, before, None))
        if self._errors or bool((second == ord("f")).any()):
            note_formulas(page, self.scan)

    def _add(self, to: list[_Placed], which: _Flags, rows: _Places, columns: _Places, values: list[str]) -> None:
        made = np.empty(len(values), object)
        made[:] = values
        to.append(_Placed(rows[which], columns[which], made))

    def _named(self, numbers: list[str]) -> list[str]:
        """The shared texts of these numbers."""
        assert self._shared is not None
        try:
            found = [self._shared[int(number)] for number in numbers]
        except (ValueError, IndexError) as error:
            raise _UnusualError from error
        self._length += sum(map(len, found))
        if self._length > TEXT_LIMIT:
            raise _UnusualError
        return found

    def _in_order(self, rows: _Places, columns: _Places) -> None:
        """Raises _UnusualError where a row stands before an earlier one, or a cell is there twice."""
        if rows[0] <= self._last or bool((rows[1:] < rows[:-1]).any()):
            raise _UnusualError
        order = rows * 2**14 + columns
        if not bool((order[1:] > order[:-1]).all()):
            order.sort(kind="stable")  # quick where it is nearly in order
            if bool((order[1:] == order[:-1]).any()):
                raise _UnusualError
        self._last = int(rows[-1])


def _in_rows(
    is_cell: _Flags, starts: _Flags, ends: _Flags, places: _Places, signs: npt.NDArray[np.uint8]
) -> tuple[_Places, _Places]:
    """The number of each cell's tag, and of the next tag that begins or ends a cell or row. Raises _UnusualError."""
    outer = np.flatnonzero(is_cell | starts | ends)
    after = np.append(outer[1:], len(is_cell))
    a_cell = is_cell[outer]
    if outer[0] != 0 or bool((after[~a_cell] != outer[~a_cell] + 1).any()):
        raise _UnusualError
    begun = starts[outer]
    behind = places[after]
    alone = begun & (signs[behind - 2] == ord("/")) & (signs[behind - 1] == ord(">"))
    steps = begun.astype(np.int8) - ends[outer] - alone
    open_now = np.cumsum(steps, dtype=np.int64)
    named = signs[places[outer[begun]] + 4]
    if bool(((open_now < 0) | (open_now > 1)).any()) or open_now[-1] or not bool((open_now[a_cell] == 1).all()):
        raise _UnusualError
    if not bool(((named == ord(" ")) | (named == ord(">"))).all()):
        raise _UnusualError
    return outer[a_cell], after[a_cell]


def _addresses(at: _Places, signs: npt.NDArray[np.uint8]) -> tuple[_Places, _Places, _Places]:
    """Row and column of each cell, from 0, and the place behind the quotation mark that ends its address."""
    first, second = signs[at].astype(np.int64), signs[at + 1].astype(np.int64)
    two = (second >= ord("A")) & (second <= ord("Z"))
    if bool(((first < ord("A")) | (first > ord("Z"))).any()):
        raise _UnusualError
    columns = np.where(two, (first - 64) * 26 + second - 64, first - 64) - 1
    place = at + 1 + two
    rows = np.zeros(len(at), np.int64)
    going = np.ones(len(at), np.bool_)
    for _digit in range(8):
        sign = signs[place].astype(np.int64)
        going = (sign >= ord("0")) & (sign <= ord("9"))
        if not going.any():
            break
        rows = np.where(going, rows * 10 + sign - ord("0"), rows)
        place = place + going
    if bool((signs[place] != ord('"')).any()) or bool((rows < 1).any()):
        raise _UnusualError
    return rows - 1, columns, place + 1


def _plain_texts(
    cells: _Places, behind: _Places, heads: _Eights, places: _Places, eight: _Eights
) -> tuple[_Flags, _Places]:
    """Which cells hold one text within themselves, and where it begins."""
    inner, text = places[cells + 1], places[cells + 2]
    found = _is(heads[cells + 1], _IS) & _is(heads[cells + 2], _T) & _is(heads[cells + 3], _T_END)
    found &= _is(heads[cells + 4], _IS_END) & _is(heads[cells + 5], _C_END)
    found &= (text == inner + 4) & (places[cells + 4] == places[cells + 3] + 4)
    before = inner - _TEXT_BEFORE
    found &= (before >= behind) & (before - behind <= _STYLE)
    found &= _is(eight[np.maximum(before, 0)], _INLINE[0]) & _is(eight[np.maximum(inner - 8, 0)], _INLINE[1])
    return found, text + 3


def _nothing_to_unfold(begin: _Places, end: _Places, signs: npt.NDArray[np.uint8]) -> _Flags:
    """Which texts are not empty and have no spaces at their ends, as far as their first and last bytes tell."""
    first, last = signs[begin], signs[np.maximum(end - 1, 0)]
    found: _Flags = (end > begin) & (first > ord(" ")) & (first < 0x80) & (last > ord(" ")) & (last < 0x80)
    return found


def _holding(sign: bytes, signs: npt.NDArray[np.uint8], cells: _Places) -> _Places:
    """The numbers of the cells with these one or two signs somewhere."""
    found = signs == sign[0]
    if len(sign) == 2:
        found[:-1] &= signs[1:] == sign[1]
    return _cells_at(found, cells)


def _cells_at(marks: _Flags, cells: _Places) -> _Places:
    """The numbers of the cells in which these bytes are; `cells` is where each begins."""
    return np.maximum(np.searchsorted(cells, np.flatnonzero(marks), "right") - 1, 0)


def _meanings(
    container: Container, part: str, kinds: list[str], frame: list[bytes], shared: Sequence[str] | None
) -> npt.NDArray[Any]:
    """What the parser makes of each kind of cell."""
    found = np.full(len(kinds), "", object)
    shown: list[int] = []
    for number, kind in enumerate(kinds):
        if 't="s"' not in kind and "t='s'" not in kind:
            shown.append(number)
            continue
        named = _SHARED.fullmatch(kind)
        if named is None or shared is None or int(named[1]) >= len(shared):
            raise _UnusualError
        found[number] = shared[int(named[1])]
    cells = [kinds[number] for number in shown]
    for number, value in zip(shown, what_the_parser_says(container, cells, part, frame[0], frame[1]), strict=True):
        found[number] = value
    return found
