"""The life of a record: draft, checked, approved, expired, withdrawn; and "checked, still true" for many at once.

Each verb gives the changes of the workbook's cells and applies none: `library.editing` does that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.editing.changes import SetField
from alongside.library.records import STATUS, Record, Story
from alongside.library.upkeep.due import GONE, months_later

CHECK_AGAIN = 12  # months until a row is looked at again, where nobody says otherwise
# From a status to those that may follow it. "" is a row on which nobody has said anything.
NEXT: Mapping[str, tuple[str, ...]] = {
    "": ("draft", "checked", "approved", "expired", "withdrawn"),
    "draft": ("checked", "expired", "withdrawn"),
    "checked": ("approved", "draft", "expired", "withdrawn"),
    "approved": ("checked", "draft", "expired", "withdrawn"),
    "expired": ("draft", "checked", "withdrawn"),
    "withdrawn": ("draft",),
}


@dataclass(frozen=True, slots=True)
class StillTrue:
    """What "checked, still true" does to some rows."""

    changes: tuple[SetField, ...]
    records: tuple[Record, ...]  # those that it changes
    left: tuple[tuple[Record, str], ...]  # those that it cannot, and why


def may_follow(record: Record) -> tuple[str, ...]:
    """The statuses a row may have next. A story that its person withdrew never comes back."""
    if isinstance(record, Story) and (record.withdrawn_on is not None or record.status == "withdrawn"):
        return ()
    return NEXT.get(record.status, STATUS)


def with_status(record: Record, status: str, today: date) -> tuple[SetField, ...]:
    """The changes that give a row another status. Raises AlongsideError where that may not follow."""
    if status == record.status:
        return ()
    if status not in may_follow(record):
        raise why_not(record, status)
    return _set(record, {"status": status, "updated_on": today})


def why_not(record: Record, status: str) -> AlongsideError:
    """Why a row cannot have a status next, and what it can have."""
    follow = may_follow(record)
    return AlongsideError(
        _("{ref} is {now} and cannot become {then}.").format(
            ref=record.ref, now=record.status or _("without a status"), then=status
        ),
        remedy=_("It can become {statuses}.").format(statuses=", ".join(follow))
        if follow
        else _("Its person took back their permission: it stays withdrawn."),
    )


def still_true(records: Iterable[Record], today: date, months: int = CHECK_AGAIN) -> StillTrue:
    """Someone has looked at these rows and they hold: the next date is set, and a draft becomes checked.

    A story is left alone, since only its person can say that it may still be told; so is a row that is retired, and
    one of a sheet without a date of review.
    """
    changes: list[SetField] = []
    changed: list[Record] = []
    left: list[tuple[Record, str]] = []
    for record in records:
        why = _not_looked_at(record)
        if why:
            left.append((record, why))
            continue
        values: dict[str, str | date] = {"review_due": months_later(today, months), "updated_on": today}
        if record.status in {"", "draft"}:
            values["status"] = "checked"
        changes += _set(record, values)
        changed.append(record)
    return StillTrue(tuple(changes), tuple(changed), tuple(left))


def _not_looked_at(record: Record) -> str:
    if isinstance(record, Story):
        return _("Only its person can say that it may still be told: ask them, and record what they say.")
    if record.status in GONE:
        return _("It is {status}; make it a draft first.").format(status=record.status)
    if not hasattr(record, "review_due"):
        return _("Its dates stand for something that was done: open the record, and enter what was.")
    return ""


def _set(record: Record, values: Mapping[str, str | date]) -> tuple[SetField, ...]:
    return tuple(
        SetField(
            sheet=record.sheet, row=record.row, heading=heading, value=value, ref=record.ref,
            seen=getattr(record, heading),
        )
        for heading, value in values.items()
        if getattr(record, heading) != value
    )  # fmt: skip
