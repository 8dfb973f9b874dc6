"""Finds the tables on a sheet: where each begins and ends, and which rows hold its headings. Pure functions."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from alongside.library.cells import as_text
from alongside.library.headings import LONGEST, key
from alongside.library.scan import letters
from alongside.library.taking_in.source import SourceSheet

HEAD_ROWS = 12  # of a block, among which its headings are looked for
LEAST_HEAD = 0.55  # of a score up to about 2; a row below it holds no headings
_LOOKED_BELOW = 12
_EMPTY_FORM = 3  # headings; with fewer and no rows it is a remark
_TITLES = 4  # rows, among which the first headings of a table are looked for
_KNOWN_UNDER_TITLE = 0.3  # of the words of a row under a title that must be known as headings
_LEAST_LIST = 3  # rows of a table of one column
_NUMBERED = re.compile(r"[\d\s.,:/\-£$€%+()]+")
_TOTAL = re.compile(r"(grand |sub[ -]?)?totals?\b", re.IGNORECASE)
_FORWARD = " / "  # between the two rows of a heading

Familiar = Callable[[str], float]  # how well a text is known as a heading, 0 to 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, as the source has it."""

    number: int  # as Excel numbers it
    values: tuple[object, ...]  # one a column of the table


@dataclass(frozen=True, slots=True)
class Loose:
    """A cell that is in no record: a title, a comment beside the table, a total."""

    row: int
    column: int  # both from 1
    text: str
    what: str  # "text" or "total"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet."""

    sheet: str
    title: str  # the text right above it, or the sheet's name
    headings: tuple[str, ...]  # all different; "Column C" where the source has none
    columns: tuple[int, ...]  # of the sheet, from 1; one a heading
    heading_row: int  # of the last row of headings; 0 where there is none
    rows: tuple[Row, ...]

    @property
    def place(self) -> str:
        """Its corners as Excel names them: "B4:H120"."""
        top = self.heading_row or (self.rows[0].number if self.rows else 1)
        bottom = self.rows[-1].number if self.rows else top
        return f"{letters(self.columns[0])}{top}:{letters(self.columns[-1])}{bottom}"


@dataclass(frozen=True, slots=True)
class Found:
    """All of a sheet: its tables, and what stands outside them."""

    tables: tuple[Table, ...]
    loose: tuple[Loose, ...]


@dataclass(slots=True)
class _Block:
    top: int
    left: int
    bottom: int
    right: int
    rows: list[int] = field(default_factory=list)  # those that hold something


def find_tables(sheet: SourceSheet, familiar: Familiar = lambda _text: 0.0) -> Found:
    """The tables of a sheet in reading order. Every filled cell is in a heading, a row, or among the loose ones."""
    grid = sheet.cells
    if not grid:
        return Found((), ())
    tables: list[Table] = []
    loose: list[Loose] = []
    title = ""
    for block in _joined(grid, _blocks(grid), familiar):
        found = _table(sheet, block, familiar)
        if found is None:
            texts = list(_loose(grid, block))
            loose += texts
            title = texts[0].text if len(texts) <= 3 else ""
        else:
            table, outside = found
            above = next((item.text for item in outside if item.what == "text" and item.row < table.heading_row), title)
            tables.append(
                Table(table.sheet, above or sheet.name, table.headings, table.columns, table.heading_row, table.rows)
            )
            loose += outside
            title = ""
    return Found(tuple(tables), tuple(loose))


# --- blocks of filled cells ----------------------------------------------------------------------------------------


def _blocks(grid: Sequence[Sequence[object]]) -> list[_Block]:
    """The blocks of filled cells that empty rows and columns part, from the top left."""
    found: list[_Block] = []
    filled = [index for index, row in enumerate(grid) if any(value != "" for value in row)]
    waiting = [(group, 0, len(grid[0]) - 1, 0) for group in _runs(filled)][::-1]
    while waiting:
        rows, left, right, depth = waiting.pop()
        used: set[int] = set()
        for row in rows:
            line = grid[row]
            used.update(at for at in range(left, right + 1) if line[at] != "")
        spans = _runs(sorted(used))
        if len(spans) > 1 and depth < 6:
            parts = []
            for span in spans:
                own = [row for row in rows if any(grid[row][at] != "" for at in range(span[0], span[-1] + 1))]
                parts += [(run, span[0], span[-1], depth + 1) for run in _runs(own)]
            waiting += parts[::-1]
            continue
        if used:
            found.append(_Block(rows[0], min(used), rows[-1], max(used), list(rows)))
    return found


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers that follow each other, together."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def _joined(grid: Sequence[Sequence[object]], blocks: list[_Block], familiar: Familiar) -> list[_Block]:
    """Blocks that are one table with an empty row or column in it, put together again."""
    found: list[_Block] = []
    for block in blocks:
        for before in reversed(found[-8:]):
            if _inside(before, block) or _beside(grid, before, block) or _below(grid, before, block, familiar):
                _merge(before, block)
                break
        else:
            found.append(block)
    return _apart(found)


def _merge(one: _Block, other: _Block) -> None:
    one.top, one.left = min(one.top, other.top), min(one.left, other.left)
    one.bottom, one.right = max(one.bottom, other.bottom), max(one.right, other.right)
    one.rows = sorted({*one.rows, *other.rows})


def _apart(blocks: list[_Block]) -> list[_Block]:
    """The same blocks, of which no two hold the same cell: those that do are one."""
    found: list[_Block] = []
    for block in blocks:
        while True:
            met = next((item for item in found if _overlap(item, block)), None)
            if met is None:
                break
            found.remove(met)
            _merge(block, met)
        found.append(block)
    return sorted(found, key=lambda item: (item.top, item.left)) if len(found) < len(blocks) else found


def _overlap(one: _Block, other: _Block) -> bool:
    if one.right < other.left or other.right < one.left or one.bottom < other.top or other.bottom < one.top:
        return False
    return not set(one.rows).isdisjoint(other.rows)


def _inside(one: _Block, other: _Block) -> bool:
    """Whether the other stands between the corners of the one."""
    across = one.left <= other.left and other.right <= one.right
    return across and one.top <= other.top and other.bottom <= one.bottom and one.bottom > one.top


def _beside(grid: Sequence[Sequence[object]], one: _Block, other: _Block) -> bool:
    """Whether the other goes on to the right, past an empty column: the same rows, and no heading again."""
    if not 1 <= other.left - one.right - 1 <= 1 or one.rows[-1] - one.rows[0] < 1:
        return False
    if one.top != other.top or not set(other.rows) <= set(one.rows):
        return False
    heads = {key(value) for value in grid[one.top][one.left : one.right + 1] if value != ""}
    again = {key(value) for value in grid[one.top][other.left : other.right + 1] if value != ""}
    return len(other.rows) > 1 and not heads & again and abs(len(one.rows) - len(other.rows)) <= len(one.rows) // 3


def _below(grid: Sequence[Sequence[object]], one: _Block, other: _Block, familiar: Familiar) -> bool:
    """Whether the other goes on below, past an empty row or two: inside the same columns, and without headings."""
    if not 1 <= other.top - one.bottom - 1 <= 2 or other.left < one.left or other.right > one.right:
        return False
    if len(one.rows) < 2 or one.right == one.left:
        return False
    if _narrow(grid, other) and one.right - one.left >= 2:
        return False  # a remark under the table
    if _headings_of(grid, one, familiar) is None:
        return False
    return not _looks_like_headings(grid, other, familiar)


def _narrow(grid: Sequence[Sequence[object]], block: _Block) -> bool:
    return all(_filled(grid, block, row) <= 1 for row in block.rows)


def _filled(grid: Sequence[Sequence[object]], block: _Block, row: int) -> int:
    return sum(value != "" for value in grid[row][block.left : block.right + 1])


# --- headings ------------------------------------------------------------------------------------------------------


def _is_word(value: object) -> bool:
    """Whether a cell could be a heading: a short text that is no number and no date."""
    return (
        isinstance(value, str)
        and len(value) <= LONGEST
        and not _NUMBERED.fullmatch(value)
        and value.strip().casefold() not in {"y", "n", "yes", "no", "n/a", "true", "false", "✓", "x"}
    )


def _typed(value: object) -> bool:
    """Whether a cell holds what a heading never does."""
    if isinstance(value, bool | int | float | date | datetime | time | timedelta):
        return True
    return isinstance(value, str) and (len(value) > LONGEST or not _is_word(value))


def _score(grid: Sequence[Sequence[object]], block: _Block, row: int, familiar: Familiar) -> float:
    """How much a row looks like headings, up to about 2.3."""
    cells = [(at, grid[row][at]) for at in range(block.left, block.right + 1) if grid[row][at] != ""]
    width = block.right - block.left + 1
    if len(cells) < min(2, width):
        return 0.0
    words = [(at, value) for at, value in cells if _is_word(value)]
    share = len(words) / len(cells)
    if share < 0.7:
        return 0.0
    distinct = len({key(value) for _at, value in words}) / max(1, len(words))
    known = sum(familiar(str(value)) for _at, value in words) / max(1, len(words))
    below = [item for item in block.rows if item > row][:_LOOKED_BELOW]
    contrast = 0.0
    if below:
        contrast = sum(any(_typed(grid[item][at]) for item in below) for at, _value in words) / max(1, len(words))
    return len(cells) / width * share * distinct + 0.8 * known + 0.5 * contrast - (0.0 if below else 0.3)


def _headings_of(grid: Sequence[Sequence[object]], block: _Block, familiar: Familiar) -> int | None:
    best, best_score = None, LEAST_HEAD
    for order, row in enumerate(block.rows[:HEAD_ROWS]):
        score = _score(grid, block, row, familiar) - 0.03 * order
        if score > best_score + 1e-9:
            best, best_score = row, score
    return best


def _looks_like_headings(grid: Sequence[Sequence[object]], block: _Block, familiar: Familiar) -> bool:
    """Whether a block begins with headings of its own, be it after a title or two."""
    top = next((row for row in block.rows[:_TITLES] if _filled(grid, block, row) > 1), None)
    if top is None or top == block.rows[-1]:
        return False
    words = [value for value in grid[top][block.left : block.right + 1] if value != ""]
    if not all(_is_word(value) for value in words):
        return False
    known = sum(familiar(str(value)) for value in words) / len(words)
    if top > block.top and known < _KNOWN_UNDER_TITLE:
        return False  # a banner over more rows of the table above
    return known >= 0.6 or _score(grid, block, top, familiar) >= 1.25


def _table(sheet: SourceSheet, block: _Block, familiar: Familiar) -> tuple[Table, list[Loose]] | None:
    """The block as a table, with what is loose in it; None where it is none."""
    grid = sheet.cells
    width = block.right - block.left + 1
    head = _headings_of(grid, block, familiar)
    if head is None and (width < 2 or len(block.rows) < 3 or _narrow(grid, block)):
        return None
    if head is not None and not any(row > head for row in block.rows) and len(block.rows) > 1:
        return None
    columns = list(range(block.left, block.right + 1))
    heads, first = _head_rows(sheet, block, head, columns)
    above = [row for row in block.rows if row < first]
    loose = [
        Loose(row + 1, at + 1, as_text(grid[row][at]), "text") for row in above for at in columns if grid[row][at] != ""
    ]
    body = [row for row in block.rows if row >= first and row not in heads]
    merged = _merged_down(sheet, body)
    names = _names(sheet, heads, columns)
    printed = tuple(key(grid[head][at]) for at in columns) if head is not None else ()
    rows = []
    for number in body:
        values = tuple(merged.get((number, at), grid[number][at]) for at in columns)
        filled = [value for value in values if value != ""]
        if not filled:
            continue
        if printed and tuple(key(value) for value in values) == printed:
            continue  # the headings again, as for printing
        own = [(at, value) for at, value in zip(columns, values, strict=True) if value != ""]
        total = isinstance(filled[0], str) and bool(_TOTAL.match(filled[0].strip())) and len(filled) < width
        banner = width >= 3 and len(filled) == 1 and isinstance(filled[0], str) and own[0][0] == block.left
        if total or (banner and (number, block.left) not in merged):
            loose += [Loose(number + 1, at + 1, as_text(value), "total" if total else "text") for at, value in own]
            continue
        rows.append(Row(number + 1, values))
    used = [
        index for index, at in enumerate(columns)
        if any(grid[row][at] != "" for row in heads) or any(row.values[index] != "" for row in rows)
    ]  # fmt: skip
    if not used or (not rows and len(used) < _EMPTY_FORM) or (len(used) == 1 and len(rows) < _LEAST_LIST):
        return None
    kept = tuple(Row(row.number, tuple(row.values[index] for index in used)) for row in rows)
    table = Table(
        sheet.name, "", tuple(names[index] for index in used), tuple(columns[index] + 1 for index in used),
        (max(heads) + 1) if heads else 0, kept,
    )  # fmt: skip
    return table, loose


def _head_rows(sheet: SourceSheet, block: _Block, head: int | None, columns: Sequence[int]) -> tuple[list[int], int]:
    """The one or two rows of headings, and the first row that belongs to the table."""
    if head is None:
        return [], block.top
    grid = sheet.cells
    if head - 1 in block.rows and _is_group_row(sheet, block, head - 1, columns):
        return [head - 1, head], head - 1
    if head + 1 in block.rows and _has_second_row(sheet, block, head, columns):
        return [head, head + 1], head
    del grid
    return [head], head


def _is_group_row(sheet: SourceSheet, block: _Block, row: int, columns: Sequence[int]) -> bool:
    """Whether a row groups the headings below it: texts that span several columns, not a title over all of them."""
    cells = [(at, sheet.cells[row][at]) for at in columns if sheet.cells[row][at] != ""]
    if not cells or not all(_is_word(value) for _at, value in cells):
        return False
    width = len(columns)
    merges = [area for area in sheet.merges if area[0] <= row <= area[2] and area[3] > area[1]]
    if any(area[3] - area[1] + 1 >= width for area in merges):
        return False
    if merges:
        return True
    return len(cells) >= 2 and len(cells) < width


def _has_second_row(sheet: SourceSheet, block: _Block, row: int, columns: Sequence[int]) -> bool:
    """Whether the row below goes on with the headings, under one that spans several columns."""
    grid = sheet.cells
    wide = [area for area in sheet.merges if area[0] <= row <= area[2] and area[3] > area[1]]
    below = [(at, grid[row + 1][at]) for at in columns if grid[row + 1][at] != ""]
    if not below or not all(_is_word(value) for _at, value in below):
        return False
    under_gap = [at for at, _value in below if grid[row][at] == ""]
    if not under_gap:
        return False
    if wide and all(any(area[1] <= at <= area[3] for area in wide) for at, _value in below):
        return True
    tall = [area for area in sheet.merges if area[0] == row and area[2] == row + 1]
    if tall and under_gap:
        return True
    rest = [item for item in block.rows if item > row + 1][:_LOOKED_BELOW]
    return (
        bool(rest)
        and all(any(_typed(grid[item][at]) for item in rest) for at in under_gap)
        and not any(_typed(grid[row + 1][at]) for at in columns)
    )


def _names(sheet: SourceSheet, heads: Sequence[int], columns: Sequence[int]) -> list[str]:
    """One heading a column, all different; of two rows, both words."""
    grid = sheet.cells
    parts: list[list[str]] = [[] for _at in columns]
    for order, row in enumerate(heads):
        carried = ""
        for index, at in enumerate(columns):
            own = _one_line(grid[row][at])
            if own:
                carried = own
            elif order < len(heads) - 1:  # a group goes on over the empty cells to its right
                area = next((a for a in sheet.merges if a[0] <= row <= a[2] and a[1] <= at <= a[3]), None)
                if area is not None:
                    own = _one_line(grid[area[0]][area[1]])
                elif grid[heads[-1]][at] != "" and not _under_tall(sheet, row, at):
                    own = carried
            if own and own not in parts[index]:
                parts[index].append(own)
    found: list[str] = []
    seen: dict[str, int] = {}
    for index, at in enumerate(columns):
        name = _FORWARD.join(parts[index]) or f"Column {letters(at + 1)}"
        count = seen[key(name)] = seen.get(key(name), 0) + 1
        found.append(name if count == 1 else f"{name} ({count})")
    return found


def _under_tall(sheet: SourceSheet, row: int, at: int) -> bool:
    return any(area[0] == row and area[2] > row and area[1] == at for area in sheet.merges)


def _one_line(value: object) -> str:
    return " ".join(as_text(value).split()) if value != "" else ""


def _merged_down(sheet: SourceSheet, body: Sequence[int]) -> dict[tuple[int, int], object]:
    """What merged cells say for each row they reach down to."""
    rows = set(body)
    found: dict[tuple[int, int], object] = {}
    for top, left, bottom, right in sheet.merges:
        if bottom > top and left == right and top in rows and bottom - top < 5_000:
            value = sheet.cells[top][left]
            if value != "":
                found.update({(row, left): value for row in range(top, bottom + 1) if row in rows})
    return found


def _loose(grid: Sequence[Sequence[object]], block: _Block) -> Iterable[Loose]:
    for row in block.rows:
        for at in range(block.left, block.right + 1):
            if grid[row][at] != "":
                yield Loose(row + 1, at + 1, as_text(grid[row][at]), "text")
