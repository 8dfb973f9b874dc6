"""K14 to K21: uses of restriction. An event belongs to the day it began."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from statistics import median

from alongside.figures.disclosure import Count, band, counted, people, why_hidden
from alongside.figures.figure import Asked, Band, Figure, Sum, refs
from alongside.figures.periods import calendar_quarters, minutes
from alongside.figures.shares import (
    Measure,
    by_answer,
    is_one_of,
    plain,
    rate,
    share,
    supported,
    usable,
    without,
    yes_no,
)
from alongside.i18n import _
from alongside.library.records import RESTRICTION_TYPES, PeopleCount, RpEvent, Service

SHEET = "rp_events"
BEGAN = "events.began"
OFTEN = 3  # events of one person in a quarter


def began(asked: Asked, events: Iterable[RpEvent]) -> tuple[RpEvent, ...]:
    """The events that began in the period."""
    return tuple(item for item in usable(events, asked) if item.start_at is not None and item.start_at in asked.period)


def k14(asked: Asked, events: Iterable[RpEvent], services: Iterable[Service]) -> Figure:
    what = Measure(
        "K14",
        _("Restrictive events per 1,000 days of support"),
        _(
            "Events that began in the period, per 1,000 days: people supported times days, "
            "both ends included; an event of several types is one event."
        ),
        SHEET,
    )  # fmt: skip
    rows = began(asked, events)
    number = supported(services, asked)
    days = None if number is None else number * asked.period.days
    figure = rate(asked, what, rows, BEGAN, days, per=1000, unit=_("per 1,000 days"))
    kinds = [(kind, [item for item in rows if kind in item.type]) for kind in RESTRICTION_TYPES]
    return replace(figure, bands=tuple(Band(kind, len(used)) for kind, used in kinds if used))


def k15(asked: Asked, events: Iterable[RpEvent]) -> tuple[Figure, Figure]:
    """Median and longest. The numbers are minutes that really passed; print `band` of them, never the minutes."""
    rows = began(asked, events)
    lasted = [(item, time) for item in rows if (time := duration(item, asked)) is not None]
    times = [time for _item, time in lasted]
    known = [item for item, _time in lasted]
    unknown = len(rows) - len(lasted)
    count = counted("K15.known", known)
    rest = counted("K15.unknown", without(rows, known))
    few = count.n > 0 and (count.n < asked.limit.n or people(known) < asked.limit.n)
    source = _(
        "Minutes that really passed from start to end, also on the night the clocks "
        "change; the stated minutes only where there is no end."
    )
    made = []
    for key, name, value in (
        ("K15", _("Median duration of a restrictive event"), median(times) if times else None),
        ("K15-longest", _("Longest restrictive event"), max(times, default=None)),
    ):
        figure = plain(asked, Measure(key, name, source, SHEET), value, _("minutes"), n=len(lasted), unknown=unknown)
        why = why_hidden(count, None, None, asked.limit) if few else ""
        made.append(
            replace(
                figure,
                numerator=None,
                refs=refs(known),
                bands=(Band(band(value), len(lasted)),) if value is not None else (),
                beside=(count,),
                behind=(rest, counted(BEGAN, rows)),
                sums=(Sum(BEGAN, (count.name, rest.name)),),
                suppressed=few,
                why=why,
            )
        )
    return made[0], made[1]


def k16(asked: Asked, events: Iterable[RpEvent]) -> Figure:
    what = Measure("K16", _("Unplanned restrictive events"), _("Unplanned, of events with an answer."), SHEET)
    split = by_answer(began(asked, events), lambda item: is_one_of(item.in_care_plan, ("unplanned",)))
    return share(asked, what, split, BEGAN)


def k17(asked: Asked, events: Iterable[RpEvent]) -> Figure:
    what = Measure(
        "K17",
        _("People with three or more events in a quarter"),
        _("Different people with three or more events in one calendar quarter of the period."),
        SHEET,
    )
    rows = [item for item in began(asked, events) if item.person_ref]
    often: dict[tuple[str, str], list[RpEvent]] = {}
    for quarter in calendar_quarters(asked.period):
        by_person: dict[tuple[str, str], list[RpEvent]] = defaultdict(list)
        for item in rows:
            if item.start_at in quarter:
                by_person[item.service_id, item.person_ref].append(item)
        for person, theirs in by_person.items():
            if len(theirs) >= OFTEN:
                often.setdefault(person, []).extend(theirs)
    everyone = {(item.service_id, item.person_ref) for item in rows}
    unknown = len(began(asked, events)) - len(rows)
    used = [item for theirs in often.values() for item in theirs]
    count, others = Count("K17.people", len(often)), Count("K17.others", len(everyone) - len(often))
    figure = plain(asked, what, len(often), _("people"), n=len(everyone), unknown=unknown, count=count, records=used)
    whole = Count("K17.everyone", len(everyone))
    return replace(figure, behind=(others, whole), sums=(Sum(whole.name, (count.name, others.name)),))


def k18(asked: Asked, events: Iterable[RpEvent]) -> tuple[Figure, Figure]:
    """Held, and offered: each over the events with an answer."""
    rows = began(asked, events)
    held = Measure("K18", _("Debriefs held with the person"), _("Held, of events with an answer."), SHEET)
    offered = Measure(
        "K18-offered", _("Debriefs offered to the person"), _("Offered, of events with an answer."), SHEET
    )
    return (
        share(asked, held, by_answer(rows, lambda item: yes_no(item.debrief_person_held)), BEGAN),
        share(asked, offered, by_answer(rows, lambda item: yes_no(item.debrief_person_offered)), BEGAN),
    )


def k19(asked: Asked, events: Iterable[RpEvent]) -> Figure:
    what = Measure(
        "K19", _("Debriefs that changed a plan"), _("A plan changed, of debriefs held with the person."), SHEET
    )
    held = [item for item in began(asked, events) if item.debrief_person_held == "Y"]
    return share(asked, what, by_answer(held, lambda item: yes_no(item.plan_changed)), "K18.yes")


def k20(asked: Asked, events: Iterable[RpEvent]) -> Figure:
    what = Measure(
        "K20",
        _("Restrictive events with an injury"),
        _("Anyone hurt, lightly or seriously, of events with an answer."),
        SHEET,
    )
    return share(asked, what, by_answer(began(asked, events), _injury), BEGAN)


def k21(asked: Asked, events: Iterable[RpEvent], people_counts: Iterable[PeopleCount]) -> tuple[Figure, ...]:
    """How often each group is restricted against all others, one figure a group. Without people counts: none.

    The newest count of each service and group on or before the last day is used. A group's events are told by
    `ld_or_autism`, or by "sex: female; ethnicity: ..." in `other_characteristics`; one that does not say is unknown.
    """
    newest: dict[tuple[str, str, str], PeopleCount] = {}
    for row in usable(people_counts, asked):
        if row.as_on is None or row.as_on > asked.period.last or row.n_people is None:
            continue
        key = (row.service_id, row.characteristic.strip().lower(), row.group.strip().lower())
        if key not in newest or (newest[key].as_on or row.as_on) <= row.as_on:
            newest[key] = row
    groups: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    shown: dict[tuple[str, str], str] = {}
    for (_service, kind, group), row in newest.items():
        groups[kind][group] += row.n_people or 0
        shown[kind, group] = f"{row.characteristic.strip()}: {row.group.strip()}"
    rows = began(asked, events)
    made: list[Figure] = []
    for kind, sizes in sorted(groups.items()):
        if len(sizes) < 2:
            continue  # nobody to compare with
        made += _ratios(asked, rows, kind, sizes, {group: shown[kind, group] for group in sizes})
    return tuple(made)


def _ratios(
    asked: Asked, rows: tuple[RpEvent, ...], kind: str, sizes: dict[str, int], labels: dict[str, str]
) -> list[Figure]:
    """All groups of one characteristic: they share one whole, so what is told of one tells of the others."""
    said = {item.row: _group(item, kind) for item in rows}
    mine = {group: [item for item in rows if said[item.row] == group] for group in sizes}
    unknown = [item for item in rows if said[item.row] not in sizes]
    cells = {group: counted(f"K21 {labels[group]}.events", found) for group, found in mine.items()}
    clear = counted(f"K21 {kind}.known", without(rows, unknown))
    unclear = counted(f"K21 {kind}.unknown", unknown)
    whole = counted(BEGAN, rows)
    made = []
    for group, size in sorted(sizes.items()):
        others = sum(sizes.values()) - size
        rest = counted(f"K21 {labels[group]}.others", [item for name in sizes if name != group for item in mine[name]])
        sums = (
            Sum(BEGAN, (clear.name, unclear.name)),
            Sum(clear.name, tuple(cell.name for cell in cells.values())),
            Sum(clear.name, (cells[group].name, rest.name)),
        )
        figure = _ratio(asked, labels[group], (size, others), (cells[group], rest), unknown=len(unknown))
        behind = (*cells.values(), clear, unclear, whole)
        made.append(replace(figure, refs=refs(mine[group]), sums=sums, behind=behind))
    return made


def _ratio(
    asked: Asked, label: str, people_of: tuple[int, int], events_of: tuple[Count, Count], *, unknown: int
) -> Figure:
    what = Measure(
        f"K21 {label}",
        _("Restriction of one group against all others ({label})").format(label=label),
        _("Events of the group per person of the group, divided by events of all others per person of all others."),
        SHEET,
    )
    (size, others), (mine, rest) = people_of, events_of
    value = (mine.n / size) / (rest.n / others) if size and others and rest.n else None
    # Suppressed hard: both groups of people and both groups of events must be large, and zero of a group says too much.
    small = min(size, others) < asked.limit.least_whole or any(
        count.is_small(asked.limit) or count.n == 0 for count in events_of
    )
    figure = plain(asked, what, value, _("times as often"), n=mine.n + rest.n, unknown=unknown)
    return replace(
        figure,
        numerator=mine.n,
        denominator=rest.n,
        bands=(Band(_("people in the group"), size), Band(_("all others"), others)),
        counts=events_of,
        suppressed=small,
        why=_("The group, or the rest, is too small to be compared safely.") if small else "",
    )


def _group(item: RpEvent, kind: str) -> str | None:
    if kind in {"ld or autism", "ld_or_autism"}:
        return {"Y": "yes", "N": "no"}.get(item.ld_or_autism)
    for part in item.other_characteristics.split(";"):
        name, _colon, said = part.partition(":")
        if name.strip().lower() == kind and said.strip().lower() not in {"", "nk", "not known", "unknown"}:
            return said.strip().lower()
    return None


def duration(item: RpEvent, asked: Asked) -> float | None:
    """Minutes that passed; None where the end is before the start or after today, or nothing is stated."""
    if item.end_at is None:
        return item.duration_min
    if item.start_at is None or item.end_at.date() > asked.period.today:
        return None
    return minutes(item.start_at, item.end_at)


def _injury(item: RpEvent) -> bool | None:
    found = (item.injury_person, item.injury_staff, item.injury_other)
    if any(injury in {"minor", "serious"} for injury in found):
        return True
    return False if all(injury == "none" for injury in found) else None
