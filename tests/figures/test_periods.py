"""Periods, both ends included, and minutes that really passed."""

from datetime import date, datetime
from itertools import pairwise

import pytest

from alongside.figures.periods import Period, calendar_quarters, minutes, months, quarters

TODAY = date(2026, 11, 24)


def test_both_ends_belong_to_a_period_and_the_days_around_do_not():
    period = Period(date(2026, 1, 10), date(2026, 1, 20), TODAY)
    inside = [day for day in range(1, 31) if date(2026, 1, day) in period]
    assert inside == list(range(10, 21))
    assert period.days == 11


def test_nothing_after_today_belongs_to_it():
    period = Period(date(2026, 11, 1), date(2027, 1, 31), TODAY)
    assert TODAY in period
    assert date(2026, 11, 25) not in period
    assert period.last == TODAY
    assert period.days == 24


@pytest.mark.parametrize(
    "period",
    [Period(date(2026, 3, 2), date(2026, 3, 1), TODAY), Period(date(2027, 1, 1), date(2027, 2, 1), TODAY)],
    ids=["reversed", "ahead"],
)
def test_a_reversed_period_and_one_ahead_hold_no_day(period: Period):
    assert period.days == 0
    assert list(months(period)) == list(quarters(period)) == list(calendar_quarters(period)) == []
    assert not any(day in period for day in (period.start, period.end, TODAY))


def test_a_missing_day_is_in_no_period():
    assert None not in Period(date.min, date.max, TODAY)


def test_an_event_belongs_to_the_day_it_began_midnight_included():
    period = Period(date(2026, 1, 1), date(2026, 1, 31), TODAY)
    assert datetime(2026, 1, 1, 0, 0) in period  # noqa: DTZ001 - as Excel keeps it
    assert datetime(2026, 1, 31, 23, 59, 59) in period  # noqa: DTZ001
    assert datetime(2026, 2, 1, 0, 0) not in period  # noqa: DTZ001


def test_months_and_quarters_tile_the_period():
    period = Period(date(2025, 11, 15), date(2026, 10, 3), TODAY)
    for parts in (list(months(period)), list(quarters(period)), list(calendar_quarters(period))):
        assert parts[0].start == period.start
        assert parts[-1].end == period.end
        assert sum(part.days for part in parts) == period.days
        assert all((later.start - earlier.end).days == 1 for earlier, later in pairwise(parts))
    assert len(list(months(period))) == 12


def test_a_year_from_november_has_four_whole_quarters_of_its_own():
    period = Period(date(2025, 11, 1), date(2026, 10, 31), TODAY)
    assert [part.start.month for part in quarters(period)] == [11, 2, 5, 8]
    assert [part.start.month for part in calendar_quarters(period)] == [11, 1, 4, 7, 10]


def clock(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-10-25T00:30", "2026-10-25T02:30", 180),  # the hour from one to two comes twice
        ("2026-03-29T00:30", "2026-03-29T02:30", 60),  # and that night there is none
        ("2026-06-01T23:50", "2026-06-02T00:10", 20),
        ("2026-10-24T23:00", "2026-10-26T23:00", 49 * 60),
        ("2026-06-01T10:00", "2026-06-01T10:00", 0),
        ("2026-06-01T10:00", "2026-06-01T09:59", None),
    ],
)
def test_minutes_are_those_that_passed_in_london(start: str, end: str, expected: float | None):
    assert minutes(clock(start), clock(end)) == expected
