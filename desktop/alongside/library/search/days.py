"""Days as a user types them, whole months and years too, and the one day a row is about."""

import re
from calendar import monthrange
from datetime import date, datetime

from alongside.library.records import Record

# The first of these that a row has is its day: what it speaks of, before when it was written.
OWN_DAY = (
    "period_end", "date", "occurred_on", "start_at", "received", "raised_on", "done_on", "due_on", "outcome_date",
    "reviewed_on", "last_review_on", "started_on", "as_on", "used_on", "due", "expiry", "source_date", "updated_on",
    "created_on",
)  # fmt: skip

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_BRITISH = re.compile(r"(?:(?:(\d{1,2})[/.])?(\d{1,2})[/.])(\d{4})")


def days_of(text: str) -> tuple[date, date] | None:
    """First and last day of "2026", "2026-01", "2026-01-31", "01/2026" or "31/01/2026"; None for anything else."""
    iso, home = _ISO.fullmatch(text), _BRITISH.fullmatch(text)
    if iso:
        year, month, day = iso.groups()
    elif home:
        day, month, year = home.groups()
    else:
        return None
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return first, first
    last_month = int(month or 12)
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


def as_day(value: object) -> date | None:
    """A field's value as a day."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def own_day(record: Record) -> date | None:
    """The day the row is about; None where it has no day at all."""
    for heading in OWN_DAY:
        found = as_day(getattr(record, heading, None))
        if found is not None:
            return found
    return None
