"""Periods, days and minutes. Both ends of a period belong to it; nothing after today ever does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
MONTHS_IN_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included, as asked for; `today` cuts off what has not happened yet."""

    start: date
    end: date
    today: date

    @property
    def last(self) -> date:
        """The day of stock figures: the earlier of the period's end and today."""
        return min(self.end, self.today)

    @property
    def eve(self) -> date:
        """The day before the period begins."""
        return self.start - ONE_DAY

    @property
    def days(self) -> int:
        """Days from start to end, both included, up to today; 0 where the ends are reversed or all is ahead."""
        return max(0, (self.last - self.start).days + 1)

    def __contains__(self, day: object) -> bool:
        if isinstance(day, datetime):
            day = day.date()
        return isinstance(day, date) and self.start <= day <= self.last


def first_of_month(day: date, months: int = 0) -> date:
    """The first day of the month that many months after `day`'s."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def months(period: Period) -> Iterator[Period]:
    """The calendar months of a period in order; the first and last may be cut short by its ends."""
    yield from _steps(period, first_of_month(period.start), 1)


def calendar_quarters(period: Period) -> Iterator[Period]:
    """January to March, April to June ... as far as they lie in the period."""
    back = (period.start.month - 1) % MONTHS_IN_QUARTER
    yield from _steps(period, first_of_month(period.start, -back), MONTHS_IN_QUARTER)


def quarters(period: Period) -> Iterator[Period]:
    """Three months at a time from the period's own first month: a year from November has four whole quarters."""
    yield from _steps(period, first_of_month(period.start), MONTHS_IN_QUARTER)


def _steps(period: Period, first: date, step: int) -> Iterator[Period]:
    while first <= period.last:
        following = first_of_month(first, step)
        start, end = max(first, period.start), min(following - ONE_DAY, period.last)
        if start <= end:
            yield Period(start, end, period.today)
        first = following


def minutes(start: datetime, end: datetime) -> float | None:
    """Minutes that really passed between two clock times in London; None where the end is before the start.

    On the night the clocks go back one hour of clock time happens twice; where a time could be either, the first is
    meant. A clock time that the spring change skips is read as if the clock had not yet been moved.
    """
    if end < start:
        return None
    began, ended = (moment.replace(tzinfo=LONDON, fold=0).astimezone(UTC) for moment in (start, end))
    return max(0.0, (ended - began).total_seconds() / 60)
