"""Safeguarding concerns, incidents and complaints."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from content_library.make.chance import FIRST, LAST, PEOPLE, TODAY, day_between, kept, person, rng, spread, turns, words

from alongside.library.records import Complaint, Incident, Safeguarding

_CONCERNS = {"OAK": 18, "MAR": 16, "LAR": 11}
_INCIDENTS = {"OAK": 46, "MAR": 44, "LAR": 30}


@dataclass(frozen=True)
class _Slot:
    at: int
    service: str
    who: str


def safeguarding() -> tuple[Safeguarding, ...]:
    """45 concerns, 40 told to the council in time; 30 enquiries ended, 25 people asked, 20 wishes met or partly met."""
    chance = rng("safeguarding")
    phrases = words("other")["safeguarding"]
    slots = [
        _Slot(at, service, person(service, (at * 5) % PEOPLE[service] + 1))
        for service, count in _CONCERNS.items()
        for at in range(count)
    ]
    days = sorted(day_between(FIRST, LAST - timedelta(days=4), chance) for _ in slots)
    chance.shuffle(slots)
    slots = [replace(slot, at=at) for at, slot in enumerate(slots)]

    def who(slot: _Slot) -> str:
        return slot.who

    def rest(*taken: list[_Slot]) -> list[_Slot]:
        gone = {slot.at for group in taken for slot in group}
        return [slot for slot in slots if slot.at not in gone]

    early = [slot for slot in slots if days[slot.at] < date(2026, 8, 1)]
    ended = spread(early, 30, who, chance)
    running = sorted(rest(ended), key=lambda slot: days[slot.at])[-4:]
    late = {slot.at for slot in spread(slots, 5, who, chance)}
    unasked = spread(ended, 5, who, chance)
    asked = [slot for slot in ended if slot not in unasked]
    unmet = spread(asked, 5, who, chance)
    met = [slot for slot in asked if slot not in unmet]
    fully = {slot.at for slot in spread(met, 11, who, chance)}
    unable = {slot.at for slot in unasked[:3]}
    theme = {
        service: turns([row for row in phrases["themes"] if service in row[4].split()], chance) for service in _CONCERNS
    }
    want = {name: turns(lines, chance) for name, lines in words("other")["wants"].items()}
    after = turns(phrases["feedback"], chance)
    rows = []
    for slot in slots:
        raised = days[slot.at]
        about = theme[slot.service]()
        enquiry = slot in ended or slot in running
        began = raised + timedelta(days=chance.randint(2, 9)) if enquiry else None
        over = min(began + timedelta(days=chance.randint(20, 75)), LAST) if began and slot in ended else None
        was_asked = slot in asked
        rows.append(
            Safeguarding(
                row=slot.at + 2,
                id=f"SG-{slot.at + 1:03d}",
                service_id=slot.service,
                person_ref=slot.who,
                raised_on=raised,
                raised_by=chance.choice(("person", "staff", "staff", "family", "professional", "anonymous")),
                abuse_type=tuple(about[1].split(";")),
                source_of_risk=about[2],
                location=about[3],
                council_told_on=raised
                + timedelta(days=chance.randint(2, 6) if slot.at in late else chance.randint(0, 1)),
                threshold="met_s42" if enquiry else chance.choice(("not_met", "not_met", "advice")),
                s42_start=began,
                s42_end=over,
                outcome=chance.choice(
                    ("substantiated", "partly", "partly", "inconclusive", "not", "ceased_at_person_request")
                )
                if over
                else "",
                msp_outcomes_asked="Y"
                if was_asked or (slot in running and chance.random() < 0.5)
                else ("not_able" if slot.at in unable else "N")
                if enquiry
                else "",
                msp_outcome_text=want[about[0]]() if was_asked else "",
                msp_met=("not" if slot in unmet else "fully" if slot.at in fully else "partly") if was_asked else "",
                capacity=chance.choice(
                    ("has_capacity", "has_capacity", "lacks_capacity", "fluctuates", "not_assessed")
                ),
                supported_by=chance.choice(("advocate", "family", "friend", "none")) if enquiry else "",
                risk_after=chance.choice(("reduced", "reduced", "removed", "remained")) if over else "",
                person_feedback_after=after() if over and chance.random() < 0.6 else "",
                cqc_notified=chance.choice(("yes", "yes", "not_required")),
                theme=about[0],
                learning=about[5] if over else "",
                **kept("quality and safety lead", "Safeguarding log", raised),
            )
        )
    return tuple(rows)


def incidents() -> tuple[Incident, ...]:
    """About 120 incidents and near misses."""
    chance = rng("incidents")
    kinds = words("other")["incidents"]["kinds"]
    made: list[tuple[date, str, list[str]]] = []
    for service, count in _INCIDENTS.items():
        deal = turns([kind for kind in kinds if service in kind[2].split()], chance)
        made += [(day_between(FIRST, LAST, chance), service, deal()) for _ in range(count)]
    made.sort(key=lambda item: (item[0], item[1], item[2][4]))
    rows = []
    for at, (day, service, kind) in enumerate(made):
        severity = (
            "near_miss" if "near miss" in kind[0] else chance.choices(("low", "moderate", "serious"), (70, 26, 4))[0]
        )
        candour = severity in {"moderate", "serious"}
        rows.append(
            Incident(
                row=at + 2,
                id=f"IN-{at + 1:03d}",
                service_id=service,
                person_ref=person(service, chance.randint(1, PEOPLE[service])),
                occurred_on=day,
                type=kind[0],
                severity=severity,
                theme=kind[1],
                restriction_linked=kind[3],
                triggers=kind[4],
                candour_applies="Y" if candour else "N",
                person_told_on=day + timedelta(days=chance.choice((0, 0, 1, 2)))
                if candour or chance.random() < 0.7
                else None,
                person_part_of_review=chance.choices(("Y", "N", "NK"), (58, 36, 6))[0],
                learning=kind[5],
                **kept(f"registered manager, {service}", "Incident log", day),
            )
        )
    return tuple(rows)


def complaints() -> tuple[Complaint, ...]:
    """28 complaints, the three newest still open."""
    chance = rng("complaints")
    listed: list[list[str]] = words("other")["complaints"]["rows"]

    def when(row: list[str]) -> date:
        return (
            day_between(date(2026, 9, 14), LAST, chance)
            if row[3] == "open"
            else day_between(FIRST, date(2026, 8, 31), chance)
        )

    dated = sorted(((when(row), row) for row in listed), key=lambda item: (item[0], item[1][1]))
    people = _deal_people(chance)
    return tuple(
        Complaint(
            row=at + 2,
            id=f"CO-{at + 1:03d}",
            service_id=row[2],
            person_ref=person(row[2], people[row[2]]()),
            received=day,
            channel=row[1],
            format_help_given=chance.choice(("Y", "Y", "N", "NK")),
            about_restriction=row[0],
            acknowledged_days=chance.randint(0, 5),
            closed_days=None if row[3] == "open" else chance.randint(9, min(58, (TODAY - day).days)),
            outcome=row[3],
            person_satisfied=""
            if row[3] == "open"
            else chance.choice(("Y", "Y", "NK") if row[3] == "upheld" else ("Y", "N", "NK")),
            change_made=row[4],
            **kept("quality and safety lead", "Complaints log", day),
        )
        for at, (day, row) in enumerate(dated)
    )


def _deal_people(chance: Any) -> dict[str, Callable[[], int]]:
    return {service: turns(range(1, count + 1), chance) for service, count in PEOPLE.items()}
