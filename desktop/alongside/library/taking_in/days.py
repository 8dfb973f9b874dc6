"""Reads the days that people write into spreadsheets; what comes first, day or month, is settled column by column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from alongside.library.cells import _MONTHS, FIRST_DAY, LAST_DAY
from alongside.library.headings import _DROP_INVISIBLE, LOOK_ALIKE_DASHES

SERIALS = (18_264, 73_050)  # 1950 to 2099, as Excel counts days
_CENTURY = 70  # 69 is 2069, 70 is 1970
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_CLOCK = r"(?:,?(?:\s+|T)(?:at\s+)?(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?(?:Z|hrs)?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}", re.IGNORECASE)
_NUMBERS = re.compile(rf"{_DAY}(\d{{1,2}})\s?[/.\-]\s?(\d{{1,2}})\s?[/.\-]\s?(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE)
_WORDS = re.compile(
    rf"{_DAY}(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s\-/.]*([A-Za-z]{{3,9}})\.?,?[\s\-/.]*(\d{{4}}|\d{{2}}){_CLOCK}",
    re.IGNORECASE,
)
_US_WORDS = re.compile(
    rf"{_DAY}([A-Za-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE
)
_SHORT_YEAR = re.compile(r"['’‘](?=\d{2}$)")  # May '26
_COMPACT = re.compile(r"(20\d{2}|19\d{2})(\d{2})(\d{2})")
_ONLY_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::(\d{2}))?\s*(am|pm)?(?:\s*hrs)?|(\d{2})(\d{2})\s*hrs", re.IGNORECASE)


class Order(StrEnum):
    """What 04/03/2026 means."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True, slots=True)
class Read:
    """A day as it was read."""

    moment: datetime
    timed: bool = False  # whether it says an hour too
    doubtful: bool = False  # whether day and month could be the other way round
    serial: bool = False  # whether it was a bare number, as Excel counts days


def read_day(value: object, order: Order = Order.DAY_FIRST) -> Read | None:
    """The day a cell states; None where it states none."""
    found = _read(value, order)
    if found is None or not FIRST_DAY <= found.moment.date() <= LAST_DAY:
        return None
    return found


def _read(value: object, order: Order) -> Read | None:
    if isinstance(value, datetime):
        whole = (
            (value + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)
            if value.year < 9999
            else value
        )
        return Read(whole, timed=whole.time() != time())
    if isinstance(value, date):
        return Read(datetime(value.year, value.month, value.day))  # noqa: DTZ001 - as Excel keeps it
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _serial(float(value))
    if not isinstance(value, str):
        return None
    text = " ".join(value.translate(_DROP_INVISIBLE).translate(LOOK_ALIKE_DASHES).split())
    text = _SHORT_YEAR.sub("", text)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _serial(float(text))
    return _from_text(text, order)


def _serial(number: float) -> Read | None:
    if not SERIALS[0] <= number <= SERIALS[1]:
        return None
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(number * 86_400))  # noqa: DTZ001
    return Read(moment, timed=not number.is_integer(), serial=True)


def _from_text(text: str, order: Order) -> Read | None:
    doubtful = False
    if found := _ISO.fullmatch(text):
        parts = (int(found[1]), int(found[2]), int(found[3]))
        clock = found.groups()[3:]
    elif found := _COMPACT.fullmatch(text):
        parts, clock = (int(found[1]), int(found[2]), int(found[3])), (None, None, None, None)
    elif found := _NUMBERS.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        doubtful = first <= 12 and second <= 12 and first != second
        month_first = second > 12 or (order is Order.MONTH_FIRST and first <= 12)
        day, month = (second, first) if month_first else (first, second)
        parts, clock = (_year(found[3]), month, day), found.groups()[3:]
    elif (found := _WORDS.fullmatch(text)) and found[2].lower() in _MONTHS:
        parts, clock = (_year(found[3]), _MONTHS[found[2].lower()], int(found[1])), found.groups()[3:]
    elif (found := _US_WORDS.fullmatch(text)) and found[1].lower() in _MONTHS:
        parts, clock = (_year(found[3]), _MONTHS[found[1].lower()], int(found[2])), found.groups()[3:]
    else:
        return None
    try:
        hour, minute, second = _clock(*clock)
        return Read(datetime(*parts, hour, minute, second), timed=clock[0] is not None, doubtful=doubtful)  # noqa: DTZ001
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < _CENTURY else 1900)


def _clock(hour: str | None, minute: str | None, second: str | None, half: str | None) -> tuple[int, int, int]:
    hours = int(hour or 0)
    if half and half.lower() == "pm" and hours < 12:
        hours += 12
    if half and half.lower() == "am" and hours == 12:
        hours = 0
    return hours, int(minute or 0), int(second or 0)


def read_clock(value: object) -> time | None:
    """The time of day a cell states, where it states one and no day."""
    if isinstance(value, time):
        return value.replace(microsecond=0)
    if isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
        return (datetime(2000, 1, 1) + value).time().replace(microsecond=0)  # noqa: DTZ001
    if isinstance(value, datetime) and value.date() <= date(1900, 1, 1):
        return value.time().replace(microsecond=0)
    if isinstance(value, float) and 0 <= value < 1:
        return (datetime(2000, 1, 1) + timedelta(seconds=round(value * 86_400))).time()  # noqa: DTZ001
    found = _ONLY_CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        if found[5]:
            return time(int(found[5]), int(found[6]))
        return time(*_clock(*found.groups()[:4]))
    except ValueError:
        return None


def proven_order(values: Iterable[object]) -> tuple[Order | None, bool]:
    """The order that a column's own days prove, and whether any of them needs it.

    None where nothing proves it, or where the column proves both.
    """
    day_first = month_first = needed = False
    for value in values:
        if not isinstance(value, str):
            continue
        found = _NUMBERS.fullmatch(" ".join(value.translate(LOOK_ALIKE_DASHES).split()))
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        day_first |= first > 12 and second <= 12
        month_first |= second > 12 and first <= 12
        needed |= first <= 12 and second <= 12 and first != second
    if day_first == month_first:
        return None, needed
    return (Order.DAY_FIRST if day_first else Order.MONTH_FIRST), needed
