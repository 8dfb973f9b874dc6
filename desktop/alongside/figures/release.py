"""From true numbers to numbers that may be printed: figures and tables of one scope and period, protected together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from alongside.figures.disclosure import COVERED, Threshold
from alongside.figures.figure import Asked, Figure
from alongside.figures.kpis import all_figures
from alongside.figures.protection import FIGURE, Item, System
from alongside.figures.table import ReleasedTable, Table, released
from alongside.figures.tables import all_tables
from alongside.i18n import _
from alongside.library.library import Library

TOGETHER = _("Together with other numbers that are shown it would give a small number away.")


@dataclass(frozen=True, slots=True)
class ReleasedFigure:
    """A figure with what may be printed of it. Where `figure.suppressed` is set nothing of it may be."""

    figure: Figure
    beside: frozenset[str]  # names of the counts that may stand beside it
    n_shown: bool


@dataclass(frozen=True, slots=True)
class Released:
    """All that may be printed of one scope and period."""

    figures: tuple[ReleasedFigure, ...]
    tables: tuple[ReleasedTable, ...]
    hidden: frozenset[str]  # keys of what is hidden


def protect(tables: Sequence[Table], figures: Sequence[Figure], limit: Threshold) -> Released:
    """Hide what must be hidden, alone and together. Tables and figures of one scope and period, all at once."""
    hidden = system_of(tables, figures, limit).hidden()
    return Released(
        figures=tuple(_released(figure, hidden) for figure in figures),
        tables=tuple(released(table, hidden) for table in tables),
        hidden=hidden,
    )


def release(asked: Asked, library: Library) -> Released:
    """Every figure and table of a library for this scope and period, as it may be printed."""
    figures = all_figures(asked, library)
    return protect(all_tables(asked, library, figures), figures, asked.limit)


def system_of(tables: Iterable[Table], figures: Iterable[Figure], limit: Threshold) -> System:
    """All numbers, sums and things to show or hide, as the protection sees them."""
    system = System(limit)
    for figure in figures:
        if figure.source_sheet not in COVERED or not (figure.counts or figure.beside):
            continue
        # What stands beside a figure is not mentioned where it is 0, so the figure itself tells that.
        nothing = tuple(count.name for count in figure.beside if not count.n)
        names = (*(count.name for count in figure.counts), *nothing)
        own = Item(figure.id, names, FIGURE, forced=figure.suppressed, stages=frozenset({f"figure {figure.id}"}))
        system.add(own, (*figure.counts, *figure.beside, *figure.behind), figure.sums)
        for count in figure.beside:
            if count.n and figure.value is not None:  # and where it is hidden it is called “some”
                system.add(Item(count.name, (count.name,), stages=own.stages, known_filled=True), ())
    for table in tables:
        system.tell(table.absent, table.id)
        few = table.whole is not None and table.whole.n < limit.least_whole
        system.add(None, (*table.behind, *((table.whole,) if table.whole else ())), table.sums)
        for row in table.rows:
            if not row.counts or (row.key in system.items and len(row.counts) > 1):
                system.add(None, row.counts)  # an open row, or one that shows a figure and is hidden with it
                continue
            item = Item(
                row.key, tuple(count.name for count in row.counts), forced=few, table=table.id, total=row.total,
                stages=frozenset({table.id}), known_filled=table.only_filled and not row.total,
            )  # fmt: skip
            system.add(item, row.counts)
    return system


def _released(figure: Figure, hidden: frozenset[str]) -> ReleasedFigure:
    if figure.id in hidden and not figure.suppressed:
        figure = replace(figure, suppressed=True, why=TOGETHER)
    beside = frozenset[str]() if figure.suppressed else frozenset(item.name for item in figure.beside) - hidden
    # A median prints no count but n, which may be hidden by itself.
    n_shown = not figure.suppressed and (bool(figure.counts) or not figure.beside or figure.beside[0].name in beside)
    return ReleasedFigure(figure, beside, n_shown)
