"""Days in all their spellings; the American order only where it is told or proven."""

# ruff: noqa: DTZ001 - a spreadsheet's days have no zone

from datetime import date, datetime, time

import pytest

from alongside.library.taking_in.days import Order, proven_order, read_clock, read_day

DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    "said",
    [
        "04/03/2026", "4/3/26", "4.3.2026", "04-03-26", "4 Mar 26", "4 March 2026", "4th March 2026", "4-Mar-2026",
        "2026-03-04", "2026/03/04", "20260304", "Wed 4 March 2026", "Wednesday 4th of March 2026", "March 4, 2026",
        "Mar 4 2026", "2026-03-04T00:00:00", DAY, datetime(2026, 3, 4), 46085, 46085.0, "46085", " 4 /3/ 2026 ",
        "4\u20113\u20112026", "04/03/2026 00:00",
    ],
)  # fmt: skip
def test_a_day_however_it_is_written(said):
    found = read_day(said)
    assert found is not None
    assert found.moment.date() == DAY


@pytest.mark.parametrize(
    "said", ["", "TBC", "31/02/2026", "March 2026", "12", 12.0, True, "4/3", "1/1/1026", "13/13/2026", "Q1 2026", None]
)
def test_what_is_no_day_is_none(said):
    assert read_day(said) is None


def test_the_hour_is_kept():
    assert read_day("4/3/2026 2:05pm").moment == datetime(2026, 3, 4, 14, 5)
    assert read_day("2026-03-04 14:05:09").moment == datetime(2026, 3, 4, 14, 5, 9)


def test_the_month_comes_first_only_where_that_is_told():
    assert read_day("04/03/2026", Order.MONTH_FIRST).moment.date() == date(2026, 4, 3)
    assert read_day("03/24/2026").moment.date() == date(2026, 3, 24)  # it can mean nothing else
    assert read_day("04/03/2026").doubtful
    assert not read_day("04/04/2026").doubtful


def test_a_column_proves_its_order():
    assert proven_order(["04/03/2026", "25/03/2026"]) == (Order.DAY_FIRST, True)
    assert proven_order(["04/03/2026", "3/25/2026"]) == (Order.MONTH_FIRST, True)
    assert proven_order(["04/03/2026"]) == (None, True)
    assert proven_order(["25/03/2026", "3/25/2026", "04/03/2026"]) == (None, True)
    assert proven_order([date(2026, 3, 4), "4 March 2026"]) == (None, False)


def test_the_time_of_day():
    assert (
        read_clock("14:05") == read_clock("2.05 pm") == read_clock(time(14, 5)) == read_clock("1405 hrs") == time(14, 5)
    )
    assert read_clock("soon") is None
