"""Reviews and risk assessments: 110 of Oakfield Row, 70 of Marlow Bank, 40 of The Larches."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from content_library.make.chance import LEAD, PEOPLE, YEAR_1, YEAR_2, day_between, kept, person, rng, spread

from alongside.library.records import Review

_RISK = ("risk", "risk_assessment", "risk_assessment")
_OTHER = ("care_plan", "restriction", "medicines", "care_plan", "restriction", "placement", "best_interests")
_JOINED = ("in_person", "in_person", "in_person", "part", "by_other_means", "remote")


@dataclass(frozen=True)
class _Plan:
    """What one service's year has to come out as; each number is of reviews done."""

    service: str
    year: tuple[date, date]
    done: int
    risk: int
    together: int  # of risk: written with the person
    joined: int
    changed: int  # of joined
    needed: int  # an accessible format
    given: int
    advocate: int
    present: int
    unknown: int = 0  # of `changed`: nobody wrote it down
    undone: int = 0


_PLANS = (
    _Plan("OAK", YEAR_1, 50, 40, 24, 35, 19, 34, 21, 16, 10),
    _Plan("OAK", YEAR_2, 60, 44, 38, 53, 33, 40, 34, 20, 15),
    _Plan("MAR", YEAR_1, 30, 16, 8, 17, 8, 14, 7, 11, 5, unknown=5),
    _Plan("MAR", YEAR_2, 33, 18, 11, 22, 12, 16, 11, 10, 5, undone=7),
    _Plan("LAR", YEAR_1, 18, 10, 5, 12, 6, 10, 5, 10, 5),
    _Plan("LAR", YEAR_2, 18, 10, 5, 13, 7, 10, 5, 10, 10, undone=4),
)


@dataclass(frozen=True)
class _Slot:
    at: int
    who: str
    kind: str


def reviews() -> tuple[Review, ...]:
    """All reviews in the order they fell due."""
    chance = rng("reviews")
    made = [row for plan in _PLANS for row in _year(plan, chance)]
    made.sort(key=lambda item: (item.due_on or date.max, item.person_ref, item.kind))
    return tuple(replace(item, row=at + 2, id=f"RV-{at + 101}") for at, item in enumerate(made))


def _year(plan: _Plan, chance: random.Random) -> list[Review]:
    people = [person(plan.service, number + 1) for number in range(PEOPLE[plan.service])]
    start = chance.randint(0, len(people) - 1)
    kinds = [chance.choice(_RISK) for _ in range(plan.risk)] + [
        chance.choice(_OTHER) for _ in range(plan.done - plan.risk)
    ]
    chance.shuffle(kinds)
    slots = [_Slot(at, people[(start + at * 11) % len(people)], kind) for at, kind in enumerate(kinds)]
    risk = [slot for slot in slots if slot.kind in _RISK]
    rest = [slot for slot in slots if slot.kind not in _RISK]

    def who(slot: _Slot) -> str:
        return slot.who

    alone = spread(risk, plan.risk - plan.together, who, chance)
    apart = plan.done - plan.joined
    of_risk = min(len(alone), max(apart - len(rest) // 2, apart // 2))
    absent = alone[:of_risk] + spread(rest, apart - of_risk, who, chance)
    present = [slot for slot in slots if slot not in absent]
    changed = spread(present, plan.changed, who, chance)
    unknown = spread([slot for slot in slots if slot not in changed], plan.unknown, who, chance)
    needed = spread(slots, plan.needed, who, chance)
    ungiven = spread(needed, plan.needed - plan.given, who, chance)
    advocate = spread(slots, plan.advocate, who, chance)
    missing = spread(advocate, plan.advocate - plan.present, who, chance)

    def review(slot: _Slot) -> Review:
        done = day_between(*plan.year, chance)
        late = chance.random() < 0.22
        due = done - timedelta(days=chance.randint(5, 44)) if late else done + timedelta(days=chance.randint(0, 13))
        here = slot not in absent
        together = slot not in alone if slot in risk else here and chance.random() < 0.6
        wanted = slot in advocate
        referred = None
        if wanted and (slot not in missing or chance.random() < 0.6):
            referred = done - timedelta(days=chance.randint(-4 if slot in missing else 6, 40))
        return Review(
            row=0,
            id="",
            service_id=plan.service,
            person_ref=slot.who,
            kind=slot.kind,
            due_on=due,
            done_on=done,
            person_attended=chance.choice(_JOINED) if here else chance.choice(("declined", "declined", "not_invited")),
            co_produced="Y" if together else "N",
            signed_or_agreed_by_person=(
                chance.choice(("signed", "agreed_other_way", "agreed_other_way", "declined"))
                if here
                else chance.choice(("not_asked", "declined", "agreed_other_way"))
            ),
            accessible_format_needed="Y" if slot in needed else "N",
            accessible_format_given=("N" if slot in ungiven else "Y") if slot in needed else "",
            advocate_needed="Y" if wanted else "N",
            advocate_referred_on=referred,
            advocate_present=("N" if slot in missing else "Y") if wanted else "",
            changes_made_because_of_person="Y" if slot in changed else "NK" if slot in unknown else "N",
            **kept(LEAD[plan.service], "Review record", done),
        )

    rows = [review(slot) for slot in slots]
    for number in range(plan.undone):
        due = day_between(date(2026, 8, 3), date(2026, 10, 28), chance)
        rows.append(
            Review(
                row=0,
                id="",
                service_id=plan.service,
                person_ref=people[(start + number * 3) % len(people)],
                kind=chance.choice(_OTHER),
                due_on=due,
                **kept(LEAD[plan.service], "Review diary", due, status="draft"),
            )
        )
    return rows
