"""Uses of restriction: 450 over two years, falling but for March 2026, when doors and rails were first counted."""

import calendar
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from content_library.make.chance import kept, person, rng, spread, turns, words

from alongside.library.records import RpEvent

# Events a month from November 2024.
MONTHS = {
    "OAK": (11, 12, 10, 11, 9, 10, 9, 9, 8, 8, 8, 7, 8, 7, 7, 6, 6, 6, 5, 6, 5, 5, 5, 4),
    "MAR": (7, 8, 7, 7, 7, 6, 6, 7, 6, 6, 7, 6, 4, 4, 4, 3, 9, 7, 5, 5, 5, 5, 4, 5),
    "LAR": (7, 6, 7, 6, 6, 7, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 5, 4, 5, 4, 4, 4, 4, 4),
}
_COUNTED_FROM = date(2026, 3, 1)  # Marlow Bank begins to count doors, bed rails and mats
_NIGHT_OF_THE_CLOCKS = date(2026, 10, 25)
_CLOCKS_FORWARD = {date(2025, 3, 30), date(2026, 3, 29)}
# People restricted, most often first; the weights fall from person to person.
_PEOPLE = {
    "OAK": (19, 6, 7, 3, 11, 2, 14, 17, 5, 13, 4, 10, 1, 15, 20, 8, 22, 16),
    "MAR": (17, 27, 2, 33, 10, 31, 6, 22, 20, 4, 9, 26, 35, 13, 7, 37, 5, 12, 18, 24, 28, 36),
    "LAR": (6, 13, 2, 11, 5, 9, 1, 4, 12, 8, 7),
}
# (offered, held, plan changed) of one year's events
_DEBRIEFS = {
    ("OAK", 1): (86, 63, 17), ("OAK", 2): (64, 56, 21),
    ("MAR", 1): (44, 27, 8), ("MAR", 2): (43, 32, 11),
    ("LAR", 1): (52, 40, 12), ("LAR", 2): (46, 39, 15),
}  # fmt: skip
_FORMATS = {
    "OAK": ("easy_read", "talking_mats", "symbols", "video", "none"),
    "MAR": ("large_print", "talking_mats", "none", "none"),
    "LAR": ("none", "none", "audio", "easy_read"),
}
_ROLES = {
    "OAK": ("support worker", "senior support worker", "PBS practitioner"),
    "MAR": ("care assistant", "nurse", "senior care assistant"),
    "LAR": ("recovery worker", "senior recovery worker", "peer worker"),
}
_CHECKS = (
    "Breathing, colour and skin looked at; all well.",
    "Pulse and breathing counted for half an hour.",
    "Looked over with the person's leave; a red mark that faded by evening.",
    "Person wished to be left; watched from the door.",
    "Nurse saw the person within the hour.",
)


@dataclass(frozen=True)
class Traits:
    """What totals may be broken down by; counted in people_counts, never printed of one person."""

    sex: str
    ethnicity: str
    ld_or_autism: str

    @property
    def words(self) -> str:
        return f"sex: {self.sex}; ethnicity: {self.ethnicity}"


def traits(service: str, number: int) -> Traits:
    """The invented group membership of one invented person."""
    sex = "female" if number % (3 if service == "MAR" else 2) else "male"
    ethnicity = ("White British", "White British", "Black or Black British", "White British", "Asian or Asian British")[
        (number * 7) % 5
    ]
    learning = "Y" if service == "OAK" or (service == "LAR" and number in {3, 9, 12, 13, 14}) else "N"
    return Traits(sex, ethnicity, learning)


def _day(item: RpEvent) -> date:
    moment = item.end_at or item.start_at
    assert moment is not None
    return moment.date()


@dataclass(frozen=True)
class _Told:
    """What one record tells; place, deed and ending belong together."""

    place: str
    how: str
    ended: str
    tried: str


@dataclass(frozen=True)
class _Slot:
    at: int
    who: str


def events() -> tuple[RpEvent, ...]:
    """All events in the order they began."""
    made = [row for service in MONTHS for year in (1, 2) for row in _year(service, year)]
    made.sort(key=lambda item: (str(item.start_at), item.event_id))
    return tuple(replace(item, row=at + 2, event_id=f"RE-{at + 1:04d}") for at, item in enumerate(made))


def _year(service: str, year: int) -> list[RpEvent]:
    chance = rng(f"events {service} {year}")
    phrases = words("events")
    made = []
    by_kind: dict[int, tuple[Callable[[], list[str]], Callable[[], str]]] = {}
    situations = [item for item in phrases["situation"] if item["service"] == service]
    who = _people_of(service, sum(MONTHS[service][(year - 1) * 12 : year * 12]), year, chance)
    for month in range(12):
        first = date(2024 + (10 + month + (year - 1) * 12) // 12, (10 + month) % 12 + 1, 1)
        for _ in range(MONTHS[service][(year - 1) * 12 + month]):
            day = first + timedelta(days=chance.randrange(calendar.monthrange(first.year, first.month)[1]))
            chosen = chance.choices(range(len(situations)), [_weight(item, day) for item in situations])[0]
            situation = situations[chosen]
            if chosen not in by_kind:
                by_kind[chosen] = (turns(situation["scenes"], chance), turns(situation["tried"], chance))
            scenes, tried = by_kind[chosen]
            place, how, ended = scenes()
            told = _Told(place, how, ended, tried())
            made.append(_event(service, who.pop(), day, situation, told, chance=chance))
    if service == "MAR" and year == 2:
        made[-1] = _through_the_clock_change(made[-1], situations[1])
    return _debriefs(made, service, year, phrases, chance)


def _people_of(service: str, count: int, year: int, chance: random.Random) -> list[str]:
    people = _PEOPLE[service][: -3 if year == 2 else None]
    dealt = [person(service, number) for number in people]  # each at least once
    weights = [1 / (at + 2) for at in range(len(people))]
    dealt += [person(service, number) for number in chance.choices(people, weights, k=count - len(dealt))]
    chance.shuffle(dealt)
    return dealt


def _weight(situation: dict[str, Any], day: date) -> float:
    weight = float(situation["weight"])
    counted_late = situation["service"] == "MAR" and {"environmental", "mechanical"} & set(situation["types"])
    if counted_late:
        return weight * (0.12 if day < _COUNTED_FROM else 3.0 if day < date(2026, 5, 1) else 1.1)
    return weight


def _event(
    service: str,
    who: str,
    day: date,
    situation: dict[str, Any],
    told: _Told,
    *,
    chance: random.Random,
) -> RpEvent:
    hour = chance.choice(situation["hours"])
    if day in _CLOCKS_FORWARD and hour < 4:
        hour = 4  # one o'clock does not exist that night
    start = datetime.combine(day, time(hour, chance.randrange(60)))
    minutes = chance.randint(*situation["minutes"])
    end = start + timedelta(minutes=minutes)
    physical = {"physical", "mechanical"} & set(situation["types"])
    types = tuple(situation["types"])
    if types == ("physical",) and chance.random() < 0.06:
        types = ("physical", "environmental")
    codes = (chance.choice(situation["codes"]),) if situation["codes"] else ()
    no_end = chance.random()
    written = end + timedelta(
        minutes=chance.choice((15, 25, 40, 55, 70, 90, 130, 200, 300, 420, 560, 720, 900, 1100, 1300, 2100))
    )
    hurt = chance.random()
    number = int(who[-2:])
    known = traits(service, number)
    roles = chance.sample(_ROLES[service], 2 if physical else chance.choice((1, 2)))
    return RpEvent(
        row=0,
        event_id="",
        service_id=service,
        person_ref=who,
        start_at=start,
        end_at=None if no_end < 0.03 else end,
        duration_min=float(minutes) if 0.015 < no_end < 0.03 else None,
        place_type=told.place,
        type=types,
        mhsds_code=codes,
        reason=situation["reason"],
        in_care_plan="planned" if chance.randrange(100) < situation["planned"] else "unplanned",
        how_used=told.how,
        staff_roles=tuple(roles),
        staff_trained_current=chance.choices(("Y", "N", "NK"), (93, 5, 2))[0],
        non_staff_involved="Y" if chance.random() < 0.04 else "N",
        police_involved="Y" if service == "LAR" and chance.random() < 0.05 else "N",
        ld_or_autism=known.ld_or_autism,
        other_characteristics=known.words,
        efforts_to_avoid=told.tried,
        outcome=told.ended,
        injury_person="minor" if physical and hurt < 0.09 else "serious" if physical and hurt > 0.997 else "none",
        injury_staff="minor" if 0.07 < hurt < 0.16 else "none",
        injury_other="minor" if situation["reason"] == "harm_to_others" and 0.15 < hurt < 0.22 else "none",
        prone_used="N",
        notified_who=tuple(sorted(set(chance.choices(("family", "family", "advocate", "commissioner", "none"), k=1)))),
        obs_after=chance.choice(_CHECKS) if physical or "chemical" in types else "",
        record_made_at=written,
        **kept(f"registered manager, {service}", "Incident and restriction record", start.date()),
    )  # fmt: skip


def _through_the_clock_change(last: RpEvent, situation: dict[str, Any]) -> RpEvent:
    """The longest night of the year: 00:40 to 02:10 by the clock, and two and a half hours in truth."""
    start = datetime.combine(_NIGHT_OF_THE_CLOCKS, time(0, 40))
    end = datetime.combine(_NIGHT_OF_THE_CLOCKS, time(2, 10))
    return replace(
        last,
        start_at=start, end_at=end, duration_min=None, type=("environmental",), mhsds_code=(), place_type="corridor",
        reason=situation["reason"], in_care_plan="unplanned", obs_after="", injury_person="none",
        how_used="Corridor door kept closed through the night the clocks went back; a carer sat on this side too.",
        efforts_to_avoid="Cocoa in the kitchen; rang the daughter, who was awake; looked for the clock.",
        outcome="Slept in the chair from two, by either clock.", record_made_at=end + timedelta(hours=6),
        **kept("registered manager, MAR", "Incident and restriction record", start.date()),
    )  # fmt: skip


def _debriefs(
    made: list[RpEvent], service: str, year: int, phrases: dict[str, Any], chance: random.Random
) -> list[RpEvent]:
    """Debriefs offered and held, and what came of them, spread over people."""
    offered_n, held_n, changed_n = _DEBRIEFS[service, year]
    slots = [_Slot(at, item.person_ref) for at, item in enumerate(made)]

    def who(slot: _Slot) -> str:
        return slot.who

    not_offered = {slot.at for slot in spread(slots, len(slots) - offered_n, who, chance)}
    open_slots = [slot for slot in slots if slot.at not in not_offered]
    not_held = {slot.at for slot in spread(open_slots, offered_n - held_n, who, chance)}
    held = [slot for slot in open_slots if slot.at not in not_held]
    changed = {slot.at for slot in spread(held, changed_n, who, chance)}
    view = _by_kind(phrases["views"][service], chance)
    kept_as_is = [line for line in phrases["learning"][service] if "No change" in line]
    new = _by_kind([line for line in phrases["learning"][service] if line not in kept_as_is], chance)
    same = _by_kind(["", "", *kept_as_is], chance)
    why_not, missed = turns(phrases["not_held"]["reasons"], chance), turns(phrases["not_held"]["not_offered"], chance)
    done = []
    for at, item in enumerate(made):
        day = _day(item)
        spoken = at not in not_offered and at not in not_held
        done.append(
            replace(
                item,
                debrief_person_offered="N" if at in not_offered else "Y",
                debrief_person_held="Y" if spoken else "N",
                debrief_person_on=day + timedelta(days=chance.choice((0, 1, 1, 2, 2, 2, 3, 6))) if spoken else None,
                debrief_person_format=chance.choice(_FORMATS[service]) if spoken else "",
                debrief_person_view=view(item) if spoken else "",
                debrief_not_held_reason="" if spoken else missed() if at in not_offered else why_not(),
                debrief_staff_held_on=day + timedelta(days=chance.randint(0, 5)) if chance.random() < 0.85 else None,
                learning=new(item) if at in changed else same(item) if spoken else "",
                plan_changed="Y" if at in changed else "N",
            )
        )
    return done


_FITS = {
    "physical": "hold", "mechanical": "door", "environmental": "door", "coercion_or_withheld_item": "item",
    "chemical": "tablet",
}  # fmt: skip


def _by_kind(lines: Sequence[str], chance: random.Random) -> Callable[[RpEvent], str]:
    """Deal the lines that fit an event: those of its kind of restriction, and those that fit any."""
    kinds = set(_FITS.values())
    plain = [line for line in lines if line.partition(": ")[0] not in kinds]
    deals = {
        kind: turns([*plain, *(line.partition(": ")[2] for line in lines if line.startswith(f"{kind}: "))], chance)
        for kind in sorted(kinds)
    }
    return lambda item: deals[_FITS[item.type[0]]]()
