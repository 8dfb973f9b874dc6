"""What somebody must look at again, and by when. Pure; the day is an argument."""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from alongside.library.record_rules.stories import consent_last_day
from alongside.library.records import Action, Record, Restriction, Review, Story, Training

GONE = frozenset({"withdrawn", "expired"})  # statuses of rows that nobody keeps true any more
# The dates by which a row of each sheet wants looking at.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "evidence": ("review_due",),
    "answers": ("review_due",),
    "stories": ("consent_expires_on", "next_check_in_with_person"),
    "restrictions": ("next_review_on", "authority_expires_on", "reduction_target_on"),
    "training": ("expiry",),
    "reviews": ("due_on",),
    "actions": ("due",),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to look at."""

    record: Record
    heading: str  # the date that says so
    day: date

    def days_left(self, today: date) -> int:
        """Below 0 once it is late."""
        return (self.day - today).days


def end_of_month(day: date) -> date:
    """The last day of that day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_done(record: Record) -> bool:
    """Whether nothing more is to be done about a row, so that its dates are history."""
    match record:
        case Restriction():
            return record.ended_on is not None
        case Review():
            return record.done_on is not None
        case Action():
            return record.done is not None
        case Story():
            return record.withdrawn_on is not None
        case Training():
            return record.required_n == 0
    return False


def due_of(record: Record) -> Iterator[Due]:
    """A row's own dates; none of a row that is retired or done."""
    if record.status in GONE or is_done(record):
        return
    for heading in HEADINGS.get(record.sheet, ()):
        day = getattr(record, heading)
        if isinstance(record, Story) and heading == "consent_expires_on":
            day = consent_last_day(record)  # 24 months where no other day was agreed
        if day is not None:
            yield Due(record, heading, day)


def due_by(records: Iterable[Record], last: date, *, owner: str = "", first: date | None = None) -> tuple[Due, ...]:
    """All that is due up to `last`, the longest overdue first; of one owner where a role is named."""
    wanted = owner.strip().casefold()
    rows = tuple(records)
    certificates = _standing(rows)
    found = [
        due
        for record in rows
        if (not isinstance(record, Training) or record is certificates[_course(record)])
        if not wanted or record.owner_role.strip().casefold() == wanted
        for due in due_of(record)
        if due.day <= last and (first is None or due.day >= first)
    ]
    return tuple(sorted(found, key=lambda due: (due.day, due.record.sheet, due.record.ref, due.heading)))


def _course(row: Training) -> tuple[str, str]:
    return row.service_id, row.course.strip().casefold()


def _standing(records: Iterable[Record]) -> dict[tuple[str, str], Training]:
    """Of each course of each service the row that ends last: the ones before it are history."""
    found: dict[tuple[str, str], Training] = {}
    for row in records:
        if isinstance(row, Training):
            known = found.setdefault(_course(row), row)
            if known.expiry is None or (row.expiry is not None and row.expiry > known.expiry):
                found[_course(row)] = row
    return found


def due_this_month(records: Iterable[Record], today: date, owner: str = "") -> tuple[Due, ...]:
    """What is late already or falls due before the month ends."""
    return due_by(records, end_of_month(today), owner=owner)
