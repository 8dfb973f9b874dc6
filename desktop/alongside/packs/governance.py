"""Governance in the open: what people's involvement changed, traced from the activity to the record that it changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.record_rules.known import nothing
from alongside.library.records import Action, Involvement, Record
from alongside.report import ReportSection, ReportTable

# The steps of the ladder of co-production (TLAP and NCAG), lowest first.
LADDER = (
    _("coercion"), _("educating"), _("informing"), _("consultation"), _("engagement"), _("co-design"),
    _("co-production"),
)  # fmt: skip
_REF = re.compile(r"(?<![\w-])[A-Z]{1,4}-\d+(?![\w-])")


@dataclass(frozen=True, slots=True)
class Trace:
    """One activity, and what can be followed from it."""

    activity: Involvement
    actions: tuple[Action, ...]  # that came from it
    changed: tuple[Record, ...]  # rows that it, or an action from it, names
    gaps: tuple[str, ...]  # where the way breaks off, each as a sentence

    @property
    def step(self) -> str:
        """The step of the ladder, in words."""
        ladder = self.activity.ladder
        return _("not recorded") if ladder is None else f"{ladder}: {LADDER[ladder - 1]}"

    @property
    def whole(self) -> bool:
        """Whether it can be followed from the activity to a record that changed and to an effect."""
        return not self.gaps


def traces(library: Library, today: date, services: Sequence[str] = ()) -> tuple[Trace, ...]:
    """Every activity up to today, the newest first; those of no known day last."""
    rows = [
        item
        for item in library.involvement
        if item.status != "withdrawn"
        and (not services or item.service_id in services or item.service_id in {"", "ALL"})
        and (item.date is None or item.date <= today)
    ]
    rows.sort(key=lambda item: item.date or date.min, reverse=True)
    return tuple(_trace(item, library, today) for item in rows)


def governance_sections(found: Sequence[Trace]) -> tuple[ReportSection, ...]:
    """What changed because of people, and one decision followed from data to change."""
    rows = tuple(
        (
            item.activity.ref, item.activity.activity, item.activity.date, item.step,
            _("Not recorded") if nothing(item.activity.what_changed) else item.activity.what_changed,
            " ".join((*_seen_in(item), *item.gaps)) or _("Can be followed to its effect."),
        )
        for item in found
    )  # fmt: skip
    table = ReportTable(
        (
            _("Record"), _("Activity"), _("On"), _("Step of the ladder"), _("What changed"), _("Followed"),
        ),
        rows,
        _("The ladder of co-production is by TLAP and the National Co-production Advisory Group; 1 is lowest."),
    )  # fmt: skip
    one = next((item for item in found if item.whole), None)
    return (
        ReportSection(
            _("What people changed"), (), (table,) if rows else (),
            _("No activity is recorded. Fill in the sheet involvement."),
        ),
        ReportSection(
            _("One decision, from data to change"), tuple(_followed(one)) if one is not None else (), (),
            _("No decision can be followed the whole way yet: from the activity to an action, to its effect, and back "
              "to the people who took part."),
        ),
    )  # fmt: skip


def _seen_in(item: Trace) -> tuple[str, ...]:
    rows = (*item.actions, *item.changed)
    return (_("See {refs}.").format(refs=", ".join(row.ref for row in rows)),) if rows else ()


def _trace(item: Involvement, library: Library, today: date) -> Trace:
    actions = tuple(
        action
        for action in library.actions
        if action.came_from_ref == item.ref and action.status != "withdrawn" and item.ref
    )
    words = " ".join([item.what_changed, *(f"{action.what} {action.evidence_of_effect}" for action in actions)])
    named = (library.get(ref) for ref in dict.fromkeys(_REF.findall(words)))
    changed = tuple(record for record in named if record is not None and record.ref != item.ref)
    return Trace(item, actions, changed, tuple(_gaps(item, actions, changed, today)))


def _gaps(item: Involvement, actions: Sequence[Action], changed: Sequence[Record], today: date) -> Iterator[str]:
    if item.date is None:
        yield _("It has no day.")
    if nothing(item.what_changed):
        yield _("What changed is not recorded.")
    if not actions and not changed:
        yield _("No action and no record leads on from it.")
    done = [action for action in actions if action.done is not None and action.done <= today]
    if actions and not done:
        yield _("The action is not done yet.")
    if done and all(nothing(action.evidence_of_effect) for action in done):
        yield _("The effect is not recorded.")
    if any(action.done and item.date and action.done < item.date for action in actions):
        yield _("An action was done before the activity: check the days.")
    if item.reported_back_on is None or item.reported_back_on > today:
        yield _("People were not yet told what came of it.")
    elif item.date is not None and item.reported_back_on < item.date:
        yield _("People were told before it took place: check the days.")


def _followed(item: Trace) -> Iterator[str]:
    activity = item.activity
    yield _("{ref}, {activity} (step {step}).").format(ref=activity.ref, activity=activity.activity, step=item.step)
    yield _("What changed: {words}").format(words=activity.what_changed)
    for action in item.actions:
        yield _("{ref}: {what} Effect: {effect}").format(
            ref=action.ref, what=action.what, effect=action.evidence_of_effect or _("not recorded")
        )
    for record in item.changed:
        yield _("To be seen in {ref} of the sheet {sheet}.").format(ref=record.ref, sheet=record.sheet)
    if activity.reported_back_on is not None:
        yield _("People were told on {day}.").format(day=activity.reported_back_on.isoformat())
