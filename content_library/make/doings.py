"""Training, involvement, and the actions that follow from other rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from content_library.make.chance import TODAY, YEAR_2, kept, rng, words
from content_library.make.files import CERTIFICATE

from alongside.library.records import (
    Action,
    Complaint,
    Evidence,
    Involvement,
    Record,
    Review,
    RpEvent,
    Safeguarding,
    Training,
    Triple,
)  # fmt: skip

_PAID_HOURS_YEAR_2 = 412


def training() -> tuple[Training, ...]:
    """20 sessions, dated by `source_date`; the newest row of a course is how it stands."""
    rows: list[Training] = []
    for at, row in enumerate(words("other")["training"]["rows"]):
        course, standard, service, held, required, in_date, delivered, watched, months = row
        day = date.fromisoformat(held)
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        rows.append(
            Training(
                row=at + 2,
                id=f"TN-{at + 1:03d}",
                service_id=service,
                course=course,
                standard=standard,
                required_n=required,
                in_date_n=in_date,
                expiry=date(year, month + 1, min(day.day, 28)),
                lived_experience_delivered=delivered,
                competence_checked_n=watched,
                files=(CERTIFICATE,) if standard == "RRN_certified" and not any(row.files for row in rows) else (),
                **kept("learning and development lead", "Training matrix", day, "internal"),
            )
        )
    return tuple(rows)


def involvement() -> tuple[Involvement, ...]:
    """35 activities; 412 paid person-hours and 96 places on panels in the second year."""
    listed = words("other")["involvement"]["rows"]
    paid = [at for at, row in enumerate(listed) if row[5] == "Y"]
    this_year = [at for at in paid if date.fromisoformat(listed[at][2]) >= YEAR_2[0]]
    hours = _share(_PAID_HOURS_YEAR_2, {at: int(listed[at][3]) for at in this_year})
    rows = []
    for at, (activity, service, held, people, ladder, payment, changed) in enumerate(listed):
        day = date.fromisoformat(held)
        told = day + timedelta(days=28 + at % 4 * 7)
        rows.append(
            Involvement(
                row=at + 2,
                id=f"IV-{at + 1:03d}",
                service_id=service,
                activity=activity,
                date=day,
                n_people=people,
                ladder=ladder,
                paid=payment,
                hours=hours.get(at, float(people * (3 if payment == "Y" else 2))),
                what_changed=changed,
                reported_back_on=told if changed and told < TODAY and at % 7 != 5 else None,
                **kept("involvement lead", "Involvement record", day, "internal"),
            )
        )
    return tuple(rows)


def _share(total: int, weights: dict[int, int]) -> dict[int, float]:
    """Part `total` hours by weight, in half hours, with nothing lost to rounding."""
    halves = total * 2
    whole = {at: halves * weight // sum(weights.values()) for at, weight in weights.items()}
    left = halves - sum(whole.values())
    by_rest = sorted(weights, key=lambda at: (-(halves * weights[at] % sum(weights.values())), at))
    for at in by_rest[:left]:
        whole[at] += 1
    return {at: count / 2 for at, count in whole.items()}


@dataclass(frozen=True)
class Sources:
    """The rows an action may come from."""

    events: Sequence[RpEvent]
    evidence: Sequence[Evidence]
    complaints: Sequence[Complaint]
    safeguarding: Sequence[Safeguarding]
    involvement: Sequence[Involvement]
    triples: Sequence[Triple]
    reviews: Sequence[Review]


def actions(sources: Sources) -> tuple[Action, ...]:
    """40 actions, each hanging on a real row; some open, some late, most with their effect."""
    chance = rng("actions")
    taken: set[str] = set()
    rows = []
    for at, (came_from, service, what, effect, hint) in enumerate(words("other")["actions"]["rows"]):
        source = next((item for item in _candidates(came_from, service, hint, sources) if item.ref not in taken), None)
        if source:
            taken.add(source.ref)
        began = _day_of(source) if source else date(2026, 3, 2)
        due = began + timedelta(days=chance.choice((28, 42, 56, 90)))
        if not effect and chance.random() < 0.5:
            due = max(due, TODAY + timedelta(days=chance.randint(14, 80)))
        done = (
            min(due + timedelta(days=chance.choice((-12, -5, 0, 3, 19))), TODAY - timedelta(days=9)) if effect else None
        )
        rows.append(
            Action(
                row=at + 2,
                id=f"AC-{at + 1:03d}",
                service_id=service,
                what=what,
                came_from=came_from,
                came_from_ref=source.ref if source else "",
                due=due,
                done=max(done, began) if done else None,
                evidence_of_effect=effect,
                **kept("quality and safety lead", "Action log", began, "internal"),
            )
        )
    return tuple(rows)


def with_actions(concerns: Iterable[Safeguarding], made: Iterable[Action]) -> tuple[Safeguarding, ...]:
    """The concerns, each pointing at the action that came of it."""
    by_ref = {item.came_from_ref: item.id for item in made if item.came_from == "safeguarding"}
    return tuple(replace(item, action_id=by_ref.get(item.id, "")) for item in concerns)


def _candidates(came_from: str, service: str, hint: str, sources: Sources) -> list[Record]:
    """Rows an action of this kind can come from, best first."""
    found: list[Record] = []
    if came_from == "event":
        fitting = [row for row in sources.events if row.reason == hint and row.plan_changed == "Y" and row.start_at]
        found += [row for row in fitting if row.start_at and row.start_at.date() >= YEAR_2[0]]
        found += fitting
    elif came_from == "audit":
        found += [row for row in sources.evidence if row.evidence_id == hint]
    elif came_from == "complaint":
        found += [row for row in sources.complaints if hint in row.change_made]
    elif came_from == "safeguarding":
        found += [row for row in sources.safeguarding if row.theme.startswith(hint) and row.s42_end]
        found += [row for row in sources.safeguarding if row.s42_end]
    elif came_from == "involvement":
        found += [row for row in sources.involvement if hint in row.what_changed]
    elif came_from == "triple":
        found += [
            row
            for row in sources.triples
            if row.topic == hint and (row.obs_level != row.cp_restriction_level or not row.person_says)
        ]
    elif came_from == "review":
        found += [row for row in sources.reviews if _review_fits(row, hint)]
    return [row for row in found if row.service_id == service]


def _review_fits(row: Review, hint: str) -> bool:
    if hint == "undone":
        return row.done_on is None
    if hint == "advocate":
        return row.advocate_present == "N" and (row.done_on or date.min) >= date(2026, 6, 1)
    return (
        row.kind == hint and row.changes_made_because_of_person == "Y" and (row.done_on or date.min) >= date(2026, 1, 5)
    )


def _day_of(row: Record) -> date:
    for name in ("start_at", "received", "s42_end", "date", "reviewed_on", "done_on", "due_on"):
        value = getattr(row, name, None)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
    return row.source_date or TODAY
