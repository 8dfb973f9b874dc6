"""Figures and tables in words, ready to print, as released: what must be hidden is hidden before it gets here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import floor

from alongside.figures.disclosure import COVERED, HIDDEN, LEAST_WHOLE, USUAL, Threshold
from alongside.figures.figure import Asked, Figure
from alongside.figures.labels import in_words
from alongside.figures.periods import Period
from alongside.figures.release import Released, ReleasedFigure, release
from alongside.figures.shares import usable
from alongside.figures.table import ReleasedTable
from alongside.figures.tables import TABLES
from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.triples import months_before
from alongside.packs.plan import PlannedFigure, PlannedTable
from alongside.packs.wording import HIDDEN_SENTENCE, SENTENCES

THRESHOLD = USUAL  # counts of 1 to 4 of people or their records are not shown
# What a reader calls the sheets that figures come from; a survey is called by its own name.
SOURCES = {
    "reviews": _("review log"),
    "restrictions": _("restriction register"),
    "rp_events": _("event log"),
    "safeguarding": _("safeguarding log"),
    "triples": _("consistency checks"),
    "training": _("training record"),
    "involvement": _("involvement log"),
    "incidents": _("incident log"),
    "complaints": _("complaints log"),
    "actions": _("action log"),
}


def shown_day(day: date) -> str:
    """A day as documents print it: 4 May 2026."""
    return f"{day.day} {day:%B %Y}"


def shown_period(start: date | None, end: date | None) -> str:
    """A period as documents print it; an end alone is a day, as a stock figure has it."""
    if start is not None and end is not None and start != end:
        return _("{start} to {end}").format(start=shown_day(start), end=shown_day(end))
    day = end or start
    return _("on {day}").format(day=shown_day(day)) if day else ""


def shown_number(value: float) -> str:
    """A number without needless decimals: 412, 12.8, 1,204."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def one_place(value: float) -> str:
    """A rate, rounded half up as a reader does: 6.25 is 6.3."""
    return f"{floor(value * 10 + 0.5) / 10:,.1f}"


def table_ids() -> frozenset[str]:
    """Every table a pack may ask for."""
    return frozenset(TABLES)


def measured(
    library: Library, service_ids: tuple[str, ...], start: date | None, end: date | None, today: date
) -> tuple[Mapping[str, PlannedFigure], Mapping[str, PlannedTable]]:
    """All measures and tables of these services in this period, by id, as released. Where nothing is known: no entry.

    Without an end the period ends today, without a start it is the year up to its end. No services, or all of them,
    are the whole provider, with the rows that stand for all. Figures stated in the sheet `metrics` are held to these
    (`stated`); earlier packs are not part of what is protected.
    """
    result, speaks = _released(_Same(library), service_ids, *period_asked(start, end, today), today)
    told = [item for item in result.figures if _is_told(item) and not item.figure.id.startswith("K21 ")]
    figures = {item.figure.id: planned_figure(item) for item in told}
    groups = _groups(result.figures, speaks)
    if groups is not None:
        figures["K21"] = groups
    return dict(sorted(figures.items())), {table.id: planned_table(table) for table in result.tables}


@dataclass(frozen=True, slots=True)
class Tile:
    """A measure as the window's Figures place shows it."""

    ref: str
    name: str
    value: str  # the mark where it is hidden
    n: str  # what it was worked out from; empty: hidden, or none
    period: str
    note: str  # in words: why it is hidden or not available, or how many answers are not known
    definition: str
    hidden: bool


def tiles(
    library: Library, service_ids: tuple[str, ...], start: date | None, end: date | None, today: date
) -> tuple[Tile, ...]:
    """Every measure for the window, those that cannot be given too, each with its reason."""
    result, _speaks = _released(_Same(library), service_ids, *period_asked(start, end, today), today)
    return tuple(_tile(item) for item in result.figures)


def released_figures(
    library: Library, service_ids: tuple[str, ...], start: date, end: date, today: date
) -> tuple[ReleasedFigure, ...]:
    """The same measures before they are put into words."""
    return _released(_Same(library), service_ids, start, end, today)[0].figures


def planned_figure(item: ReleasedFigure) -> PlannedFigure:
    """A released figure in words. A hidden one says nothing but its name, period and definition."""
    figure = item.figure
    hidden = figure.suppressed
    value, parts, share = ("", "", "") if hidden else texts(figure)
    return PlannedFigure(
        ref=figure.id,
        name=figure.name,
        value=HIDDEN if hidden else value,
        parts=HIDDEN if hidden else parts,
        period=_shown_period(figure.period, stock=figure.stock),
        source=SOURCES.get(figure.source_sheet, _("survey of people supported")),
        definition=_("{definition} (version {version})").format(
            definition=figure.definition.removesuffix("."), version=figure.definition_version
        ),
        sentence=HIDDEN_SENTENCE.format(name=figure.name) if hidden else _sentence(item, parts, share),
        hidden=hidden,
    )


def planned_table(table: ReleasedTable) -> PlannedTable:
    """A released table with the note that stands under it. Of one hidden as a whole the note is all there is."""
    source = SOURCES[table.source_sheet]
    notes = [
        _("{source}, {period}.").format(
            source=source[:1].upper() + source[1:], period=_shown_period(table.period, stock=table.stock)
        )
    ]
    hidden = table.hides and all(cell == HIDDEN for row in table.rows for cell in row[1:])
    if hidden:
        said = _("No number of this table is shown, because each is small or would give a small one away.")
        return PlannedTable(table.title, table.headings, (), " ".join((said, *notes)))
    if table.n is not None:
        notes.append(_("n = {n}.").format(n=f"{table.n:,}"))
    if table.remark:
        notes.append(table.remark)
    if table.hides:
        notes.append(_("* stands for a number that is hidden because it, or one it would give away, is small."))
    return PlannedTable(table.title, table.headings, table.rows, " ".join(notes))


class _Same:
    """A library that equals only itself: large, and its mappings cannot be hashed."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.library is self.library

    def __hash__(self) -> int:
        return id(self.library)


@lru_cache(maxsize=12)  # a plan is made again after each edit of a pack; its figures change only with these
def _released(same: _Same, service_ids: tuple[str, ...], start: date, end: date, today: date) -> tuple[Released, bool]:
    """What may be printed, and whether the library counts people by group at all."""
    library = same.library
    asked = Asked(Period(start, end, today), scope_of(library, service_ids), Threshold(THRESHOLD))
    return release(asked, library), bool(usable(library.people_counts, asked))


def scope_of(library: Library, service_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Whose figures they are: services in order, or () for the whole provider."""
    everywhere = {service.service_id for service in library.services if service.status != "withdrawn"}
    whole = "ALL" in service_ids or not service_ids or (bool(everywhere) and everywhere <= set(service_ids))
    return () if whole else tuple(sorted(set(service_ids)))


def period_asked(start: date | None, end: date | None, today: date) -> tuple[date, date]:
    """The days a pack looks at, where it says both, one or none."""
    last = end or today
    return start or months_before(last, 12) + timedelta(days=1), last


def _is_told(item: ReleasedFigure) -> bool:
    """A figure that was worked out from something; one that is hidden is told of, so that its absence says nothing."""
    return item.figure.suppressed or (item.figure.value is not None and (item.figure.n > 0 or _counts(item.figure)))


def _counts(figure: Figure) -> bool:
    """Whether 0 is an answer: nothing was open, nothing happened. Not for a share, and not for a sheet left empty."""
    return figure.id in {"K08", "K14"} and figure.value is not None


def texts(figure: Figure) -> tuple[str, str, str]:
    """Value, parts and share of a figure that is not hidden."""
    if figure.id.startswith("K15"):
        return figure.bands[0].name, "", ""
    value = figure.value or 0.0
    if figure.unit == "%":
        share = f"{floor(value + 0.5)}%"
        part, whole = shown_number(figure.numerator or 0), shown_number(figure.denominator or 0)
        parts = _("{part} of {whole}").format(part=part, whole=whole)
        return (share, parts, share) if (figure.denominator or 0) >= LEAST_WHOLE else (parts, parts, "")
    if figure.denominator is None:
        return f"{shown_number(value)} {figure.unit}", "", ""
    part = shown_number(figure.numerator or 0)
    whole = shown_number(figure.denominator)
    over = _("{part} over {whole} people") if figure.id == "K08" else _("{part} in {whole} days")
    return f"{one_place(value)} {figure.unit}", over.format(part=part, whole=whole), ""


def _sentence(item: ReleasedFigure, parts: str, share: str) -> str:
    figure = item.figure
    value = figure.bands[0].name if figure.id.startswith("K15") else shown_number(figure.value or 0.0)
    if figure.id in {"K08", "K14"}:
        value = one_place(figure.value or 0.0)
    text = SENTENCES[figure.id].format(
        parts=parts, share=share, value=value, part=shown_number(figure.numerator or 0),
        when=_when(figure.period, stock=figure.stock),
    )  # fmt: skip
    return " ".join((text.replace(" ()", ""), *_beside(item)))  # a share of a few is none


def _beside(item: ReleasedFigure) -> list[str]:
    """What stands beside a figure. A number that is hidden by itself is called “some”."""
    figure = item.figure
    said = []
    if figure.id == "K12":
        views = [count for count in figure.beside if ".view." in count.name and count.n]
        if views and all(count.name in item.beside for count in views):
            words = [f"{in_words(count.name.rpartition('.')[2]).lower()} {count.n}" for count in views]
            said.append(_("Of all: {views}.").format(views="; ".join(words)))
    for count in figure.beside:
        shown = shown_number(count.n) if count.name in item.beside else _("some")
        if not count.n or ".view." in count.name:
            continue
        if count.name == "K29.asked":
            if count.name in item.beside:
                said.append(_("{n} people were asked.").format(n=shown))
        elif count.name == "K15.known":
            if count.name in item.beside:
                said.append(_("It is worked out from {n} events.").format(n=shown))
        elif figure.unknown_need is not None and count.name == figure.unknown_need.name:
            said.append(_("For {n} reviews it is not known whether it was needed.").format(n=shown))
        else:
            said.append(_("For {n} more the answer is not known.").format(n=shown))
    if not figure.beside and figure.unknown and figure.source_sheet not in COVERED:
        said.append(_("For {n} rows the numbers are not known.").format(n=figure.unknown))
    return said


def _groups(figures: tuple[ReleasedFigure, ...], speaks: bool) -> PlannedFigure | None:
    """K21 as one figure: the groups that may be shown, each against all others."""
    compared = [item.figure for item in figures if item.figure.id.startswith("K21 ")]
    events = next(item.figure for item in figures if item.figure.id == "K14")
    if not compared and (speaks or not events.n):
        return None
    shown = [figure for figure in compared if not figure.suppressed and figure.value is not None]
    name = _("Restriction of groups compared")
    definition = _(
        "Events of a group per person of the group, divided by events of all others per person of all others; "
        "groups and the rest of fewer than 10 people are hidden (version 1)"
    )
    if not compared:
        value = _("not available")
        sentence = _("{name}: not available, because the library does not hold the number of people by group.")
        sentence = sentence.format(name=name)
    elif not shown:
        value, sentence = HIDDEN, HIDDEN_SENTENCE.format(name=name)
    else:
        lines = [_compared(figure) for figure in shown]
        value = "; ".join(f"{figure.id.removeprefix('K21 ')} {one_place(figure.value or 0.0)}" for figure in shown)
        sentence = _("Restrictive events per person {when}, each group against all others. {groups}.").format(
            when=_when(events.period, stock=False), groups=lines[0][:1].upper() + "; ".join(lines)[1:]
        )
        if len(shown) < len(compared):
            sentence += " " + _("Groups too small to be compared safely are left out.")
    hidden = bool(compared) and not shown
    return PlannedFigure(
        ref="K21",
        name=name,
        value=value,
        parts=HIDDEN if hidden else "",
        period=_shown_period(events.period, stock=False),
        source=SOURCES["rp_events"],
        definition=definition,
        sentence=sentence,
        hidden=hidden,
    )


def _compared(figure: Figure) -> str:
    said = _("{group}: {ratio} times as often ({mine} events of {people} people; all others {rest} of {others})")
    return said.format(
        group=figure.id.removeprefix("K21 ").replace(": ", ", ", 1),
        ratio=one_place(figure.value or 0.0),
        mine=shown_number(figure.numerator or 0),
        people=figure.bands[0].n,
        rest=shown_number(figure.denominator or 0),
        others=figure.bands[1].n,
    )


def _tile(item: ReleasedFigure) -> Tile:
    figure = item.figure
    if figure.suppressed:
        value, note = HIDDEN, _("Hidden. {why}").format(why=figure.why)
    elif figure.value is None:
        value, note = "–", figure.why or _("Nothing to work it out from in this period.")
    elif figure.id.startswith("K21 "):
        value, note = f"{one_place(figure.value)} {figure.unit}", ""
    else:
        value, note = texts(figure)[0], " ".join(_beside(item))
    return Tile(
        ref=figure.id,
        name=figure.name,
        value=value,
        n=shown_number(figure.n) if item.n_shown and figure.value is not None else "",
        period=_shown_period(figure.period, stock=figure.stock),
        note=note,
        definition=figure.definition,
        hidden=figure.suppressed,
    )


def _shown_period(period: Period, *, stock: bool) -> str:
    return shown_period(None if stock else period.start, period.last)


def _when(period: Period, *, stock: bool) -> str:
    if stock or period.start == period.last:
        return _("on {day}").format(day=shown_day(period.last))
    return _("between {start} and {end}").format(start=shown_day(period.start), end=shown_day(period.last))
