"""The tables a pack may ask for, by id, from the records of a library. Nothing is hidden yet: see `release`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import TypeVar

from alongside.figures.disclosure import Count, Threshold, counted
from alongside.figures.figure import Asked, Figure, Sum
from alongside.figures.kpis import events, restrictions, reviews, staff, voices
from alongside.figures.kpis.restrictions import OPEN, is_open, open_on
from alongside.figures.labels import in_words
from alongside.figures.periods import Period, months, quarters
from alongside.figures.shares import supported, usable, without
from alongside.figures.table import Row, Table
from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.records import ATTENDED, AUTHORITIES, RESTRICTION_TYPES, Involvement, Record
from alongside.library.triples import RESULTS

R = TypeVar("R", bound=Record)
Figures = Mapping[str, Figure]
Cell = tuple[str, str, Sequence[Record]]  # the name of its count, its code, its records


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a table is, apart from its numbers."""

    id: str
    title: str
    first: str  # heading of the labels
    second: str  # heading of the counts
    sheet: str
    base: str  # the name of the count of everything in it
    remark: str = ""
    stock: bool = False


def restrictions_by_type(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    rows = open_on(asked, library.restrictions, asked.period.last)
    shape = _register("restrictions_by_type", _("Open restrictions by type"), _("Type"))
    return _parts(
        asked, shape, [(f"{OPEN}.type.{kind}", kind, _of(rows, "type", kind)) for kind in RESTRICTION_TYPES], rows
    )


def restrictions_by_authority(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    if not restrictions.register_speaks(asked):
        return None
    rows = open_on(asked, library.restrictions, asked.period.last)
    shape = _register(
        "restrictions_by_authority",
        _("Open restrictions by lawful authority"),
        _("Authority"),
        _("An authority that has run out stands under its own name."),
    )
    codes = (*AUTHORITIES, "")
    cells = [(f"{OPEN}.authority.{code or 'blank'}", code, _of(rows, "authority", code)) for code in codes]
    return _parts(asked, shape, cells, rows)


def restrictions_by_view(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    if not restrictions.register_speaks(asked):
        return None
    rows = open_on(asked, library.restrictions, asked.period.last)
    shape = _register("restrictions_by_view", _("What people think of their restriction"), _("View"))
    cells = [(f"{OPEN}.view.{view}", view, _of(rows, "person_consulted", view)) for view in restrictions.VIEWS]
    return _parts(asked, shape, _with_blank(cells, "K12.unknown", rows), rows)


def restriction_changes(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    """From the eve to the last day. Of those open on the eve: eased as K11 counts it, or ended for another reason."""
    rows = usable(library.restrictions, asked)
    start = [item for item in rows if is_open(item, asked.period.eve)]
    end = [item for item in rows if is_open(item, asked.period.last)]
    if not asked.period.days or not (start or end):
        return None
    eased = {
        kind: [item for item in start if item.reduction_outcome == kind and restrictions.eased(item, asked)]
        for kind in restrictions.EASED
    }
    either = [item for found in eased.values() for item in found]
    gone = without(start, end)
    other, stayed = without(gone, either), without(without(start, gone), either)
    new = without(end, start)
    names = {
        "new": "restrictions.new", "ended": "restrictions.ended_otherwise", "stayed": "restrictions.stayed",
        "reduced": "restrictions.reduced", "removed": "restrictions.removed",
    }  # fmt: skip
    cells = (
        (_("Open on the eve of the period"), counted(restrictions.AT_START, start)),
        (_("Begun in the period and still open"), counted(names["new"], new)),
        (_("Reduced, of those open on the eve"), counted(names["reduced"], eased["reduced"])),
        (_("Removed, of those open on the eve"), counted(names["removed"], eased["removed"])),
        (_("Ended for another reason, of those open on the eve"), counted(names["ended"], other)),
        (_("Open on the last day"), counted(OPEN, end)),
    )
    behind, sums = [counted(names["stayed"], stayed)], []
    for kind in sorted(restrictions.EASED):
        for word, found in (
            ("open", without(eased[kind], gone)),
            ("over", without(eased[kind], end)),
        ):
            behind.append(counted(f"{names[kind]}.{word}", found))
        sums.append(Sum(names[kind], (f"{names[kind]}.open", f"{names[kind]}.over")))
    sums += [
        Sum(restrictions.AT_START, (names["reduced"], names["removed"], names["ended"], names["stayed"])),
        Sum(OPEN, (names["new"], names["stayed"], "restrictions.reduced.open", "restrictions.removed.open")),
    ]
    return Table(
        id="restriction_changes",
        title=_("How the register changed"),
        headings=(_("Restrictions"), _("Number")),
        rows=tuple(Row(label, (str(count.n),), (count,), count.name) for label, count in cells),
        source_sheet="restrictions",
        period=asked.period,
        only_filled=False,
        behind=tuple(behind),
        sums=tuple(sums),
        remark=_("A reduced restriction is still open; one begun and ended in the period is in no row."),
    )


def events_by_quarter(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    rows = events.began(asked, library.rp_events)
    if not rows:
        return None
    number = supported(library.services, asked)
    made, names = [], []
    for quarter in quarters(asked.period):
        count = counted(f"{events.BEGAN}.{quarter.start}", [item for item in rows if item.start_at in quarter])
        names.append(count.name)
        made.append(_event_row(_months(quarter), count, number, quarter.days, count.name))
    whole = counted(events.BEGAN, rows)
    made.append(_event_row(_("Whole period"), whole, number, asked.period.days, "events_by_quarter.total"))
    return Table(
        id="events_by_quarter",
        title=_("Restrictive events by quarter"),
        headings=(_("Quarter"), _("Events"), _("Days of support"), _("Per 1,000 days")),
        rows=tuple(made),
        source_sheet="rp_events",
        period=asked.period,
        whole=whole,
        only_filled=False,
        sums=(Sum(events.BEGAN, tuple(names)),),
        remark=_("An event of several types counts once."),
    )


def events_by_month(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    """For a run chart. Small months of a quarter are hidden together, with as few others as their sum needs: found at
    once here, where the search for it may take the joint protection seconds."""
    rows = events.began(asked, library.rp_events)
    if not rows:
        return None
    number = supported(library.services, asked)
    made, sums = [], []
    for quarter in quarters(asked.period):
        counts = {
            month: counted(f"{events.BEGAN}.month.{month.start}", [item for item in rows if item.start_at in month])
            for month in months(quarter)
        }
        together = _hidden_together(tuple(counts.values()), asked.limit)
        sums.append(Sum(f"{events.BEGAN}.{quarter.start}", tuple(count.name for count in counts.values())))
        for month, count in counts.items():
            row = _event_row(f"{month.start:%b %Y}", count, number, month.days, count.name)
            if count in together:
                row = replace(row, counts=together, key=f"{events.BEGAN}.months.{quarter.start}")
            made.append(row)
    return Table(
        id="events_by_month",
        title=_("Restrictive events by month"),
        headings=(_("Month"), _("Events"), _("Days of support"), _("Per 1,000 days")),
        rows=tuple(made),
        source_sheet="rp_events",
        period=asked.period,
        whole=counted(events.BEGAN, rows),
        only_filled=False,
        sums=tuple(sums),
        remark=_("An event of several types counts once."),
    )


def _hidden_together(counts: Sequence[Count], limit: Threshold) -> tuple[Count, ...]:
    """The small counts of a printed sum, and the next ones up until each may be anything from 1 to n - 1."""
    small = [count for count in counts if count.is_small(limit)]
    for count in sorted((count for count in counts if count not in small), key=lambda count: (count.n == 0, count.n)):
        if not small or (len(small) > 1 and sum(item.n for item in small) >= limit.n - 1):
            break
        small.append(count)
    return tuple(small)


def events_by_type(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    rows = events.began(asked, library.rp_events)
    shape = _Shape(
        "events_by_type", _("Restrictive events by type"), _("Type"), _("Events"), "rp_events", events.BEGAN,
        _("An event of several types stands in several rows."),
    )  # fmt: skip
    cells = [(kind, [item for item in rows if kind in item.type]) for kind in RESTRICTION_TYPES]
    return _overlapping(asked, shape, cells, rows)


def reviews_by_joining(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    rows = reviews.done(asked, library.reviews)
    shape = _Shape(
        "reviews_by_joining", _("Reviews by how the person joined"), _("How the person joined"), _("Reviews"),
        "reviews", reviews.DONE,
    )  # fmt: skip
    cells = [(f"reviews.{way}", way, _of(rows, "person_attended", way)) for way in ATTENDED]
    return _parts(asked, shape, _with_blank(cells, "K03.unknown", rows), rows)


def safeguarding_by_theme(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    rows = voices.raised(asked, library.safeguarding)
    shape = _Shape(
        "safeguarding_by_theme", _("Safeguarding concerns by theme"), _("Theme"), _("Concerns"), "safeguarding",
        voices.RAISED,
    )  # fmt: skip
    return _by_theme(asked, shape, rows)


def incidents_by_theme(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    rows = [item for item in usable(library.incidents, asked) if item.occurred_on in asked.period]
    shape = _Shape(
        "incidents_by_theme", _("Incidents by theme"), _("Theme"), _("Incidents"), "incidents", "incidents.occurred"
    )
    return _by_theme(asked, shape, rows)


def triples_by_result(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    rows = voices.compared(asked, library.triples)
    shape = _Shape(
        "triples_by_result", _("Risk assessment, plan and person compared"), _("What was found"), _("Comparisons"),
        "triples", voices.COMPARED, _("One comparison may find several things and then stands in several rows."),
    )  # fmt: skip
    cells = [(result, [item for item, found in rows if result in found]) for result in RESULTS]
    return _overlapping(asked, shape, cells, [item for item, _found in rows])


def safeguarding_msp(asked: Asked, _library: Library, figures: Figures) -> Table | None:
    return _of_figures(asked, "safeguarding_msp", _("Safeguarding with the person"), figures, ("K22", "K23", "K24"))


def debriefs(asked: Asked, _library: Library, figures: Figures) -> Table | None:
    return _of_figures(asked, "debriefs", _("Debriefs with the person"), figures, ("K18-offered", "K18", "K19"))


def complaints(asked: Asked, library: Library, figures: Figures) -> Table | None:
    rows = voices.received(asked, library.complaints)
    if not rows:
        return None
    about = [item for item in rows if item.about_restriction == "Y"]
    whole = counted(voices.RECEIVED, rows)
    restriction = counted("complaints.about_restriction", about)
    change = figures["K28"]
    made = [
        Row(_("Complaints received"), (str(whole.n),), (whole,), whole.name),
        Row(_("About a restriction"), (str(restriction.n),), (restriction,), restriction.name),
    ]
    if change.denominator:
        made.append(Row(_("… that led to a change"), (shown_share(change),), change.counts, change.id))
    return Table(
        id="complaints",
        title=_("Complaints"),
        headings=(_("Complaints"), _("Number")),
        rows=tuple(made),
        source_sheet="complaints",
        period=asked.period,
        only_filled=False,
    )


def training(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    standing = sorted(staff.standing(asked, library.training), key=lambda item: (item.course.lower(), item.row))
    rows = [
        Row(
            item.course,
            (str(item.required_n), str(item.in_date_n), _percent(item.in_date_n or 0, item.required_n or 0)),
        )
        for item in standing
        if staff.is_known(item)
    ]
    shape = _Shape("training", _("Training on the last day"), _("Course"), _("In date"), "training", "", stock=True)
    return _open(asked, shape, (shape.first, _("Need it"), shape.second, _("Share")), rows)


def involvement(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    rows = staff.shared(asked, library.involvement)
    made = []
    for name in sorted({_activity(item) for item in rows}, key=str.lower):
        found = [item for item in rows if _activity(item) == name]
        hours = sum(item.hours or 0 for item in found if item.paid == "Y")
        places = sum(item.n_people or 0 for item in found)
        made.append(Row(name, (str(len(found)), str(places), f"{hours:,.1f}".removesuffix(".0"))))
    shape = _Shape(
        "involvement", _("Sharing in how the service is run"), _("Activity"), _("Places"), "involvement", "",
        _("Places are attendances, not different people."),
    )  # fmt: skip
    return _open(asked, shape, (shape.first, _("Times"), shape.second, _("Paid hours")), made)


def actions(asked: Asked, library: Library, _figures: Figures) -> Table | None:
    day = asked.period.last
    rows = [item for item in usable(library.actions, asked) if item.source_date is None or item.source_date <= day]
    finished = [item for item in rows if item.done in asked.period]
    waiting = [item for item in rows if item.done is None or item.done > day]
    overdue = [item for item in waiting if item.due and item.due < day]
    shown = [item for item in finished if item.evidence_of_effect.strip()]
    made = [
        Row(label, (str(len(found)),))
        for label, found in (
            (_("Open on the last day"), waiting),
            (_("… of these overdue"), overdue),
            (_("Done in the period"), finished),
            (_("… of these with an effect that can be shown"), shown),
        )
    ]
    shape = _Shape("actions", _("Actions"), _("Actions"), _("Number"), "actions", "")
    return _open(asked, shape, (shape.first, shape.second), made if finished or waiting else [])


def _activity(item: Involvement) -> str:
    """Recruitment panel: night staff -> Recruitment panel."""
    return item.activity.partition(":")[0].strip()


TABLES: dict[str, Callable[[Asked, Library, Figures], Table | None]] = {
    function.__name__: function
    for function in (
        restrictions_by_type, restrictions_by_authority, restrictions_by_view, restriction_changes, events_by_quarter,
        events_by_month, events_by_type, reviews_by_joining, safeguarding_by_theme, safeguarding_msp, triples_by_result,
        incidents_by_theme, debriefs, complaints, training, involvement, actions,
    )
}  # fmt: skip


def all_tables(asked: Asked, library: Library, figures: Iterable[Figure]) -> tuple[Table, ...]:
    """Every table there are records for, before anything is hidden."""
    by_id = {figure.id: figure for figure in figures}
    made = (build(asked, library, by_id) for build in TABLES.values())
    return tuple(table for table in made if table is not None)


def shown_share(figure: Figure) -> str:
    """9 of 18 (50%)."""
    part, whole = int(figure.numerator or 0), int(figure.denominator or 0)
    return _("{part} of {whole} ({share})").format(part=part, whole=whole, share=_percent(part, whole))


def _percent(part: float, whole: float) -> str:
    return f"{floor(100 * part / whole + 0.5)}%" if whole else "–"


def _register(key: str, title: str, first: str, remark: str = "") -> _Shape:
    return _Shape(key, title, first, _("Open"), "restrictions", OPEN, remark, stock=True)


def _of(rows: Iterable[R], field: str, value: str) -> list[R]:
    return [item for item in rows if getattr(item, field) == value]


def _with_blank(cells: Sequence[Cell], name: str, rows: Sequence[Record]) -> list[Cell]:
    """The cells and one more for rows that none of them holds."""
    return [*cells, (name, "", without(rows, (item for _name, _code, found in cells for item in found)))]


def _parts(asked: Asked, shape: _Shape, cells: Sequence[Cell], rows: Sequence[Record]) -> Table | None:
    """A breakdown into parts that do not overlap; only parts that hold something get a row."""
    if not rows:
        return None
    whole = counted(shape.base, rows)
    counts = [(in_words(code), counted(name, found)) for name, code, found in cells]
    sums = (Sum(whole.name, tuple(count.name for _label, count in counts)),)
    return _table(asked, shape, whole, counts, behind=(), sums=sums)


def _table(
    asked: Asked, shape: _Shape, whole: Count, cells: Sequence[tuple[str, Count]], *, behind: Sequence[Count],
    sums: Sequence[Sum],
) -> Table:  # fmt: skip
    rows = [Row(label, (str(count.n),), (count,), count.name) for label, count in cells if count.n]
    rows.append(Row(_("Total"), (str(whole.n),), (whole,), f"{shape.id}.total", total=True))
    return Table(
        id=shape.id,
        title=shape.title,
        headings=(shape.first, shape.second),
        rows=tuple(rows),
        source_sheet=shape.sheet,
        period=asked.period,
        stock=shape.stock,
        whole=whole,
        absent=tuple(count for _label, count in cells if not count.n),
        behind=tuple(behind),
        sums=tuple(sums),
        remark=shape.remark,
    )


def _by_theme(asked: Asked, shape: _Shape, rows: Sequence[Record]) -> Table | None:
    themes = sorted({_theme(item) for item in rows}, key=lambda theme: (theme == "", theme.lower()))
    cells = [
        (f"{shape.base}.theme.{theme.lower()}", theme, [item for item in rows if _theme(item) == theme])
        for theme in themes
    ]
    return _parts(asked, shape, cells, rows)


def _theme(item: Record) -> str:
    words = " ".join(str(getattr(item, "theme", "")).split())
    return words[:1].upper() + words[1:].lower() if words else ""


def _overlapping(
    asked: Asked, shape: _Shape, cells: Sequence[tuple[str, Sequence[Record]]], rows: Sequence[Record]
) -> Table | None:
    """A breakdown in which a record may stand in several rows: no row is larger than the whole, together no smaller."""
    if not rows:
        return None
    base, whole = shape.base, counted(shape.base, rows)
    counts = [(in_words(code), counted(f"{base}.is.{code}", found)) for code, found in cells]
    rests = [counted(f"{base}.not.{code}", without(rows, found)) for code, found in cells]
    somewhere = {item.row for _code, found in cells for item in found}
    inside = counted(f"{base}.somewhere", [item for item in rows if item.row in somewhere])
    nowhere = counted(f"{base}.nowhere", [item for item in rows if item.row not in somewhere])
    places = Count(f"{base}.places", sum(count.n for _label, count in counts))
    extra = Count(f"{base}.extra", places.n - inside.n)
    sums = [Sum(base, (count.name, rest.name)) for (_label, count), rest in zip(counts, rests, strict=True)]
    sums += [
        Sum(base, (inside.name, nowhere.name)),
        Sum(places.name, tuple(count.name for _label, count in counts)),
        Sum(places.name, (inside.name, extra.name)),
    ]
    return _table(asked, shape, whole, counts, behind=(*rests, inside, nowhere, places, extra), sums=sums)


def _of_figures(asked: Asked, key: str, title: str, figures: Figures, ids: Sequence[str]) -> Table | None:
    rows = [
        Row(figures[one].name, (shown_share(figures[one]),), figures[one].counts, one)
        for one in ids
        if one in figures and figures[one].denominator
    ]
    if not rows:
        return None
    return Table(
        id=key,
        title=title,
        headings=(_("Measure"), _("Number and share")),
        rows=tuple(rows),
        source_sheet=figures[rows[0].key].source_sheet,
        period=asked.period,
        only_filled=False,
    )


def _open(asked: Asked, shape: _Shape, headings: tuple[str, ...], rows: Sequence[Row]) -> Table | None:
    """A table that says nothing of a person in care."""
    if not rows:
        return None
    return Table(
        id=shape.id,
        title=shape.title,
        headings=headings,
        rows=tuple(rows),
        source_sheet=shape.sheet,
        period=asked.period,
        stock=shape.stock,
        remark=shape.remark,
    )


def _event_row(label: str, count: Count, people: int | None, days: int, key: str) -> Row:
    support = None if people is None else people * days
    rate = f"{floor(10000 * count.n / support + 0.5) / 10:.1f}" if support else "–"
    return Row(
        label,
        (str(count.n), f"{support:,}" if support is not None else "–", rate),
        (count,),
        key,
        total=key.endswith(".total"),
        open_cells=frozenset({1}),
    )


def _months(period: Period) -> str:
    """Nov 2025 to Jan 2026."""
    first, last = f"{period.start:%b %Y}", f"{period.end:%b %Y}"
    if first == last:
        return first
    if period.start.year == period.end.year:
        first = f"{period.start:%b}"
    return _("{first} to {last}").format(first=first, last=last)
