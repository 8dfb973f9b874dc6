"""The register of restrictions and the comparisons of risk assessment, plan and voice; both hand-written row by row."""

import random
from datetime import date, timedelta
from typing import Any

from content_library.make.chance import LAST, LEAD, TODAY, YEAR_2, day_between, kept, person, rng, spread, words

from alongside.library.records import Restriction, Triple

_AUTHORITY_DAYS = {"DoLS_standard": 365, "DoLS_urgent": 7, "CoP_order": 365}
_CAPACITY_FOR = {"best_interests_MCA", "DoLS_standard", "DoLS_applied_waiting", "CoP_order", "assessed_not_a_DoL"}
_WAYS = {
    "OAK": ("easy_read known_staff", "talking_mats repeated_times", "social_story visit", "video known_staff"),
    "MAR": ("known_staff repeated_times", "talking_mats", "visit known_staff", "easy_read"),
    "LAR": ("known_staff", "easy_read repeated_times", "visit", "known_staff repeated_times"),
}
_PBS, _NURSE, _RECOVERY = LEAD["OAK"], LEAD["MAR"], LEAD["LAR"]
_MDT = {
    "OAK": (
        (_PBS, "social worker"),
        (_PBS, "community nurse", "speech and language therapist"),
        ("practice lead", "social worker", "psychologist"),
        (_PBS, "occupational therapist"),
    ),
    "MAR": (
        (_NURSE, "GP"),
        (_NURSE, "pharmacist", "GP"),
        ("falls physiotherapist", _NURSE),
        ("older people's mental health nurse", _NURSE),
    ),
    "LAR": (
        (_RECOVERY, "care coordinator"),
        (_RECOVERY, "psychiatrist"),
        ("care coordinator", "occupational therapist"),
        (_RECOVERY,),
    ),
}
_PASSED = (date(2026, 7, 1), date(2026, 10, 20))
_AHEAD = (date(2026, 12, 7), date(2027, 5, 28))
_WHY_THE_DOOR = "A bypass runs past the gate, and some residents who are new cannot yet tell traffic from the car park."


def restrictions() -> tuple[Restriction, ...]:
    """The register. Fifteen medicines at Marlow Bank: ten reviewed in time on 31 Oct 2026, five not."""
    chance = rng("restrictions")
    rows = words("register")["rows"]
    medicines = [row[1] for row in rows if row[0] == "MAR" and row[2] == "chemical"]
    late_medicine = set(spread(medicines, 5, str, chance))
    overdue, passed = _late(rows, chance), _late(rows, chance)
    return tuple(
        _restriction(at, row, chance, late_medicine, overdue=at in overdue, passed=at in passed)
        for at, row in enumerate(rows)
    )


def _late(rows: list[list[str]], chance: random.Random) -> set[int]:
    """Open rows behind time: five of Oakfield Row, six of Marlow Bank, some of The Larches."""
    late: set[int] = set()
    for service, count in (("OAK", 5), ("MAR", 6), ("LAR", 2)):
        late |= set(spread([at for at, row in enumerate(rows) if row[0] == service and not row[5]], count, str, chance))
    return late


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _restriction(
    at: int, row: list[str], chance: random.Random, late_medicine: set[str], *, overdue: bool, passed: bool
) -> Restriction:
    service, number, kind, subtype, started_text, ended_text, outcome, outcome_day, authority, consulted = row[:10]
    what, risk, alternatives, why, view, plan = row[10:]
    started, ended = date.fromisoformat(started_text), _day(ended_text)
    often = 28 if subtype in {"obs_1to1", "obs_2to1"} else 90
    last = ended or (
        day_between(date(2026, 5, 4), date(2026, 7, 10), chance)
        if overdue
        else day_between(LAST - timedelta(days=min(often, 60) - 8), LAST - timedelta(days=2), chance)
    )
    last = max(last, started + timedelta(days=14))
    reviewed: date | None = None
    if kind == "chemical":
        late = service == "MAR" and number in late_medicine
        reviewed = day_between(
            *((date(2026, 3, 9), date(2026, 7, 3)) if late else (date(2026, 8, 20), date(2026, 10, 22))), chance
        )
    lasting = _AUTHORITY_DAYS.get(authority)
    expires = None
    if lasting and not ended:  # most run on; some end within four weeks of the sample day, one or two have ended
        expires = chance.choice(
            (date(2026, 12, 9), date(2027, 2, 16), date(2027, 4, 20), date(2027, 6, 1), date(2026, 10, 12))
        )
    elif lasting and ended:
        expires = ended + timedelta(days=60)
    asked = consulted.startswith("yes")
    blanket = not number
    advocate = chance.random() < (0.6 if consulted in {"tried_not_able", "yes_disagreed"} else 0.35)
    return Restriction(
        row=at + 2,
        restriction_id=f"RS-{at + 1:03d}",
        service_id=service,
        scope="blanket" if blanket else "individual",
        person_ref="" if blanket else person(service, number),
        type=kind,
        subtype=subtype,
        description=what,
        risk_it_addresses=risk,
        started_on=started,
        ended_on=ended,
        authority=authority,
        authority_ref=f"EX-{service}-{140 + at * 7}" if lasting else "",
        authority_expires_on=expires,
        conditions_met=chance.choice(("Y", "Y", "Y", "N", "NK")) if authority.startswith("DoLS_standard") else "",
        capacity_assessment_on=started - timedelta(days=chance.randint(2, 20)) if authority in _CAPACITY_FOR else None,
        decision_specific=chance.choice(("Y", "Y", "Y", "Y", "N", "NK")) if authority in _CAPACITY_FOR else "",
        alternatives_tried=alternatives,
        why_least_restrictive=why,
        person_consulted=consulted,
        person_view=view,
        how_consulted=() if consulted == "no" else tuple(chance.choice(_WAYS[service]).split()),
        family_consulted=chance.choice(("Y", "Y", "N", "NK")) if not blanket else "Y",
        advocate_involved="Y" if advocate else "N",
        advocate_type=(
            chance.choice(("Care_Act", "non_statutory", "RPR_1.2rep" if service != "LAR" else "IMHA", "IMCA"))
            if advocate
            else chance.choice(("none_offered", "offered_declined"))
        ),
        mdt_roles=chance.choice(_MDT[service]),
        medicine_review_on=reviewed,
        stomp_considered=chance.choice(("Y", "Y", "N")) if kind == "chemical" else "",
        review_frequency_days=often,
        last_review_on=last,
        next_review_on=None if ended else last + timedelta(days=often),
        person_at_review="Y" if asked and chance.random() < 0.7 else chance.choice(("other_way", "N", "other_way")),
        reduction_plan=plan,
        reduction_step=plan.split(";")[0].split(",")[0].rstrip("."),
        reduction_target_on=ended or day_between(*(_PASSED if passed else _AHEAD), chance),
        reduction_outcome=outcome,
        reduction_outcome_on=_day(outcome_day),
        blanket_justification=_WHY_THE_DOOR if blanket else "",
        others_affected_n=31 if blanket else None,
        **kept("practice lead (rights and restriction)", "Restriction register", last),
    )  # fmt: skip


def triples() -> tuple[Triple, ...]:
    """Sixty comparisons, all of the second year; 42 aligned or explained."""
    chance = rng("triples")
    return tuple(_triple(at, row, chance) for at, row in enumerate(words("triples")["rows"]))


def _triple(at: int, row: list[Any], chance: random.Random) -> Triple:
    service, number, topic, result, risk, plan, seen, ra_says, cp_says, person_says, how, observed, differs = row
    reviewed = day_between(date(2026, 6, 22), YEAR_2[1] - timedelta(days=3), chance)
    ra_date = reviewed - timedelta(days=chance.randint(20, 120))
    cp_date = ra_date + timedelta(days=chance.randint(0, 18))
    if result == "d":
        cp_date = ra_date - timedelta(days=131)
    said = day_between(max(ra_date, reviewed - timedelta(days=50), date(2026, 5, 27)), reviewed, chance)
    if result == "s":
        said = ra_date - timedelta(days=chance.randint(70, 150))
    view = {"e": "disagrees", "u": "disagrees", "m": "unknown"}.get(result, "agrees")
    settled = reviewed + timedelta(days=chance.randint(3, 25)) if result == "e" else None
    return Triple(
        row=at + 2,
        triple_id=f"TR-{at + 1:03d}",
        service_id=service,
        person_ref=person(service, number),
        topic=topic,
        ra_says=ra_says,
        ra_date=ra_date,
        ra_restriction_level=risk,
        cp_says=cp_says,
        cp_date=cp_date,
        cp_restriction_level=plan,
        person_says=person_says,
        person_said_on=said if person_says else None,
        person_said_how=how,
        person_view=view,
        staff_practice_observed=observed,
        obs_date=reviewed - timedelta(days=chance.randint(0, 12)) if observed else None,
        obs_level=seen if seen >= 0 else None,
        difference_explained=differs,
        resolution=differs.split(";")[0].rstrip(".") + "." if result == "e" else "",
        resolved_on=min(settled, TODAY) if settled else None,
        reviewed_on=reviewed,
        **kept(LEAD[service], "Say, Plan, Do check", reviewed),
    )
