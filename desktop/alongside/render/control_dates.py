"""A day as the date format of a Word control asks for it: "dd/MM/yyyy", "d MMMM yyyy"."""

import re
from datetime import date

from alongside.render.wording import long_day, month_name, week_day

_PATTERN = re.compile(r"d{1,4}|M{1,4}|y{1,4}|'[^']*'")


def dated(day: date, pattern: str) -> str:
    """The day in Word's pattern; written out where there is none."""
    return _PATTERN.sub(lambda found: _part(day, found.group()), pattern) if pattern else long_day(day)


def _part(day: date, mark: str) -> str:
    if mark.startswith("'"):
        return mark.strip("'")
    if mark.startswith("y"):
        return f"{day.year:04}" if len(mark) > 2 else f"{day.year % 100:02}"
    if mark.startswith("M"):
        name = month_name(day)
        return {1: str(day.month), 2: f"{day.month:02}", 3: name[:3]}.get(len(mark), name)
    name = week_day(day)
    return {1: str(day.day), 2: f"{day.day:02}", 3: name[:3]}.get(len(mark), name)
