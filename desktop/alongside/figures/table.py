"""A table before anything is hidden: rows of counts, of figures, or of open numbers."""

from dataclasses import dataclass

from alongside.figures.disclosure import HIDDEN, Count
from alongside.figures.figure import Sum
from alongside.figures.periods import Period
from alongside.i18n import _


@dataclass(frozen=True, slots=True)
class Row:
    """One row. Hidden or shown as a whole, but for the columns that say nothing of anybody."""

    label: str
    cells: tuple[str, ...]  # the other columns, as they print where nothing is hidden
    counts: tuple[Count, ...] = ()  # all that showing it tells; () is an open row
    key: str = ""  # what it is hidden by: the name of its count, or the id of a figure
    total: bool = False
    open_cells: frozenset[int] = frozenset()  # places in `cells` that are never hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of one scope and period."""

    id: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    source_sheet: str
    period: Period
    stock: bool = False
    whole: Count | None = None  # of what it is a breakdown; None: its rows stand by themselves
    only_filled: bool = True  # that a row is there tells that its count is not 0
    absent: tuple[Count, ...] = ()  # parts without a row: that there is none tells that they are 0
    behind: tuple[Count, ...] = ()
    sums: tuple[Sum, ...] = ()
    remark: str = ""  # a sentence for the note under it


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """A table as it may be printed."""

    id: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source_sheet: str
    period: Period
    stock: bool
    n: int | None  # None: not told, or there is none
    hides: bool  # whether a mark stands in it
    remark: str


def released(table: Table, hidden: frozenset[str]) -> ReleasedTable:
    """The table with the one mark for every hidden number, and without its total where a row is hidden."""
    rows = []
    hides = False
    told = True
    for row in table.rows:
        if row.key not in hidden:
            rows.append((row.label, *row.cells))
            continue
        told = False
        if not row.total:
            hides = True
            rows.append((row.label, *(cell if at in row.open_cells else HIDDEN for at, cell in enumerate(row.cells))))
    if hides and all(row.key in hidden or row.total for row in table.rows):
        rows = [(_("Every row: too small to show"), *(HIDDEN for _cell in table.headings[1:]))]
    return ReleasedTable(
        id=table.id,
        title=table.title,
        headings=table.headings,
        rows=tuple(rows),
        source_sheet=table.source_sheet,
        period=table.period,
        stock=table.stock,
        n=table.whole.n if table.whole is not None and told else None,
        hides=hides,
        remark=table.remark,
    )
