"""From cells to values, a whole column at a time: one small function a kind of column."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import filterfalse
from typing import Any

from alongside.i18n import _
from alongside.library.columns import Column, Kind
from alongside.library.headings import _DROP_INVISIBLE, INVISIBLE, LOOK_ALIKE_DASHES, key, meant
from alongside.library.notes import Notes

CUT = 32_767  # characters; Excel keeps no more in a cell
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2099, 12, 31)  # beyond these a date is a slip of the finger
_YES = {"y": "Y", "yes": "Y", "true": "Y", "1": "Y", "n": "N", "no": "N", "false": "N", "0": "N"}
_NOT_KNOWN = {"nk", "not_known", "notknown", "unknown", "n_k", "dont_know", "don't_know"}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?")
_BRITISH = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})\.?,?[ \-](\d{4})")
_MONTH_NAMES = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?([eE][+-]?\d+)?")


class Cells:
    """One column of one sheet, as the workbook holds it, and where to complain."""

    def __init__(self, sheet: str, column: Column, rows: Sequence[int], refs: Sequence[str], notes: Notes) -> None:
        self.sheet, self.column, self.rows, self.refs, self.notes = sheet, column, rows, refs, notes

    def note(self, rule: str, index: int, message: str, remedy: str = "") -> None:
        """A Finding about the cell of the record at `index`."""
        ref = self.refs[index] if index < len(self.refs) else None
        self.notes.add(
            rule, message, remedy, sheet=self.sheet, row=self.rows[index], column=self.column.heading, ref=ref
        )

    def note_values(self, values: Sequence[Any], problems: dict[Any, tuple[str, str, str]]) -> None:
        """A Finding for each cell whose value is among `problems` (rule, message, remedy)."""
        if problems:
            for index, value in enumerate(values):
                if value in problems:
                    self.note(problems[value][0], index, *problems[value][1:])


def shown(value: object) -> str:
    """A cell's content as a message quotes it; never long."""
    text = as_text(value)
    return f"“{text}”" if len(text) <= 60 else f"“{text[:57]}...”"


def as_text(value: object) -> str:
    """What the cell says, as text; a whole number without ".0"."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)


def convert(values: Sequence[object], cells: Cells) -> list[Any]:
    """The column's values as the record keeps them. Never raises; what cannot be read is empty, with a Finding."""
    found = _CONVERTERS[cells.column.kind](values, cells)
    if cells.column.required and cells.column.kind is not Kind.ID:
        for index, value in enumerate(found):
            if value in ("", None, ()) and values[index] == "":
                cells.note(
                    "cell.required", index,
                    _("{heading} is empty, and this row needs it.").format(heading=cells.column.heading),
                    cells.column.help,
                )  # fmt: skip
    return found


def _texts(values: Sequence[object], cells: Cells) -> list[str]:
    written = [value if type(value) is str else as_text(value) for value in values]
    longest = max(map(len, written), default=0)
    found = list(map(str.strip, written))
    wide = "".join(filterfalse(str.isascii, found))
    if any(mark in wide for mark in INVISIBLE):
        found = [text.strip(INVISIBLE + " \u00a0\t\r\n") for text in found]
    if cells.column.kind is Kind.PROSE:
        if any("\r" in text for text in found):
            found = [text.replace("\r\n", "\n").replace("\r", "\n") for text in found]
    elif found != written:
        _note_stray(written, found, cells)
    if longest >= CUT:
        _note_cut(written, cells)
    limit = cells.column.max_length
    if limit is not None and longest > limit:
        _note_too_long(found, limit, cells)
    return found


def _note_stray(written: Sequence[str], found: Sequence[str], cells: Cells) -> None:
    for index, (before, after) in enumerate(zip(written, found, strict=True)):
        if before is not after and before != after and before:
            cells.note(
                "cell.stray_spaces", index,
                _("{value} has spaces around it; they are left out.").format(value=shown(before)),
                _("Delete them, so that searching and sorting in Excel work too."),
            )  # fmt: skip


def _note_cut(written: Sequence[str], cells: Cells) -> None:
    for index, text in enumerate(written):
        if len(text) >= CUT:
            cells.note(
                "cell.cut_by_excel", index,
                _("This text has {count:,} characters; Excel keeps 32,767 in a cell and cuts off the rest.").format(
                    count=len(text)
                ),
                _("Compare its end with the original, and shorten or split it."),
            )  # fmt: skip


def _note_too_long(found: Sequence[str], limit: int, cells: Cells) -> None:
    for index, text in enumerate(found):
        if len(text) > limit:
            cells.note(
                "cell.too_long", index,
                _("{heading} has {count:,} characters; at most {limit} fit.").format(
                    heading=cells.column.heading, count=len(text), limit=limit
                ),
                _("Shorten it."),
            )  # fmt: skip


def tidy_ref(text: str) -> str:
    """An id as it is compared: plain dashes, nothing invisible, no spaces around it."""
    return text.translate(_DROP_INVISIBLE).translate(LOOK_ALIKE_DASHES).replace("\u00a0", " ").strip()


def _ids(values: Sequence[object], cells: Cells) -> list[str]:
    texts = _texts(values, cells)
    found = [text if text.isascii() else tidy_ref(text) for text in texts]
    if found != texts:
        for index, (before, after) in enumerate(zip(texts, found, strict=True)):
            if before != after:
                _note_dash(before, after, index, cells)
    return found


def _note_dash(before: str, after: str, index: int, cells: Cells) -> None:
    cells.note(
        "cell.lookalike_dash", index,
        _("{value} is written with a dash or space that only looks like the usual one; it is read as {after}.").format(
            value=shown(before), after=shown(after)
        ),
        _("Type it again with the hyphen key."),
    )  # fmt: skip


def _one_line(values: Sequence[object], cells: Cells) -> list[str]:
    return _ids(values, cells) if cells.column.refers_to else _texts(values, cells)


def _choice_table(column: Column) -> dict[str, str]:
    return {key(item): item for item in column.allowed}


def _one_of(text: str, table: dict[str, str], column: Column) -> tuple[str, tuple[str, str, str] | None]:
    """The allowed value meant, and what is wrong with how it was written."""
    plain = tidy_ref(text)
    if not plain:
        return "", None
    known = table.get(key(plain))
    if known is None and plain.isdigit():
        known = table.get(plain.zfill(2))  # Excel drops the nought of "07"
    if known is None:
        guess = meant(plain, column.allowed)
        remedy = _("Use one of: {allowed}.").format(allowed=", ".join(column.allowed))
        if guess:
            remedy = _("Did you mean {guess}?").format(guess=guess) + " " + remedy
        message = _("{value} is not on the list for {heading}; it is left out.")
        return "", ("cell.not_on_list", message.format(value=shown(text), heading=column.heading), remedy)
    if text != text.strip():
        message = _("{value} has spaces around it; they are left out.").format(value=shown(text))
        return known, ("cell.stray_spaces", message, _("Delete them, so that filters in Excel work too."))
    if plain.replace("-", "") != text.replace("-", "") and text.translate(LOOK_ALIKE_DASHES) != text:
        message = _("{value} is written with a dash that only looks like the usual one; it is read as {known}.")
        return known, (
            "cell.lookalike_dash", message.format(value=shown(text), known=known), _("Choose it from the list.")
        )  # fmt: skip
    return known, None


def _choices_of_one(values: Sequence[object], cells: Cells) -> list[str]:
    table = _choice_table(cells.column)
    read: dict[object, str] = {}
    problems: dict[object, tuple[str, str, str]] = {}
    for value in set(values):
        read[value], problem = _one_of(as_text(value), table, cells.column)
        if problem:
            problems[value] = problem
    cells.note_values(values, problems)
    return [read[value] for value in values]


def _yes_no(values: Sequence[object], cells: Cells) -> list[str]:
    read: dict[object, str] = {}
    problems: dict[object, tuple[str, str, str]] = {}
    for value in set(values):
        word = key(as_text(value))
        read[value] = _YES.get(word) or ("NK" if word in _NOT_KNOWN else "")
        if word and not read[value]:
            problems[value] = (
                "cell.not_on_list",
                _("{value} is neither Y, N nor NK; it is read as not known.").format(value=shown(value)),
                _("Write Y, N, or NK where it is not known."),
            )
            read[value] = "NK"
    cells.note_values(values, problems)
    return [read[value] for value in values]


def _parts(value: object) -> list[str]:
    return [part for part in (piece.strip() for piece in as_text(value).split(";")) if part]


def _choices(values: Sequence[object], cells: Cells) -> list[tuple[str, ...]]:
    table = _choice_table(cells.column)
    read: dict[object, tuple[str, ...]] = {}
    problems: dict[object, tuple[str, str, str]] = {}
    for value in set(values):
        kept: dict[str, None] = {}
        parts = _parts(value)
        if len(parts) == 1 and "," in parts[0] and key(parts[0]) not in table:
            parts = [part.strip() for part in parts[0].split(",") if part.strip()]
        for part in parts:
            known, problem = _one_of(part, table, cells.column)
            if known:
                kept[known] = None
            if problem:
                problems.setdefault(value, problem)
        read[value] = tuple(kept)
    cells.note_values(values, problems)
    return [read[value] for value in values]


def _word_lists(values: Sequence[object], cells: Cells) -> list[tuple[str, ...]]:
    read: dict[object, tuple[str, ...]] = {}
    refers = cells.column.refers_to is not None
    for value in set(values):
        parts = _parts(value)
        read[value] = tuple(dict.fromkeys(tidy_ref(part) if refers else part for part in parts))
    if any(type(value) is str and len(value) >= CUT for value in read):
        _note_cut([as_text(value) for value in values], cells)
    return [read[value] for value in values]


def _numbers(values: Sequence[object], cells: Cells) -> list[float | None]:
    return _in_range(
        [value if type(value) is float else _number(value, index, cells) for index, value in enumerate(values)], cells
    )


def _integers(values: Sequence[object], cells: Cells) -> list[int | None]:
    sizes = _plain_sizes(values, cells.column)
    if sizes is not None:
        return [sizes[value] for value in values]
    found: list[int | None] = []
    for index, value in enumerate(values):
        if value == "":
            found.append(None)
            continue
        number = value if type(value) is float else _number(value, index, cells)
        if number is None:
            found.append(None)
        elif number.is_integer():
            found.append(int(number))
        else:
            found.append(None)
            cells.note(
                "cell.bad_number", index,
                _("{value} is not a whole number; it is left out.").format(value=shown(value)),
                _("Write a whole number."),
            )  # fmt: skip
    return _in_range(found, cells)


def _plain_sizes(values: Sequence[object], column: Column) -> dict[object, int | None] | None:
    """What each different value is where all are whole numbers in range, or empty; else None."""
    different = set(values)
    if not set(map(type, different)) <= {float, str}:
        return None
    low = -math.inf if column.at_least is None else column.at_least
    high = math.inf if column.at_most is None else column.at_most
    sizes: dict[object, int | None] = {}
    for value in different:
        if isinstance(value, float) and value.is_integer() and low <= value <= high:
            sizes[value] = int(value)
        elif value == "":
            sizes[value] = None
        else:
            return None
    return sizes


def _number(value: object, index: int, cells: Cells) -> float | None:
    if value == "":
        return None
    if type(value) is int:
        return float(value)
    text = as_text(value).strip().translate(LOOK_ALIKE_DASHES) if isinstance(value, str) else ""
    if isinstance(value, str) and not text.strip(INVISIBLE):
        return None
    if _NUMBER.fullmatch(text):
        number = float(text.replace(",", ""))
        if abs(number) < 1e300:
            if isinstance(value, str) and value.translate(LOOK_ALIKE_DASHES) != value:
                _note_dash(value, text, index, cells)
            return number
    remedy = _("Write the number alone, such as 12; the unit has its own place.")
    if text.endswith("%"):
        remedy = _("Write the number without the % sign; n and the whole have their own columns.")
    cells.note(
        "cell.bad_number", index,
        _("{value} is not a number; it is left out.").format(value=shown(value)), remedy,
    )  # fmt: skip
    return None


def _in_range(found: list[Any], cells: Cells) -> list[Any]:
    low, high = cells.column.at_least, cells.column.at_most
    if low is None and high is None:
        return found
    for index, value in enumerate(found):
        if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
            bounds = _("at least {low:g}").format(low=low) if high is None else _("{low:g} to {high:g}").format(
                low=low, high=high
            )  # fmt: skip
            cells.note(
                "cell.out_of_range", index,
                _("{value:g} is out of range for {heading} ({bounds}); it is left out.").format(
                    value=value, heading=cells.column.heading, bounds=bounds
                ),
                cells.column.help,
            )  # fmt: skip
            found[index] = None
    return found


def _dates(values: Sequence[object], cells: Cells) -> list[date | None]:
    found = [
        value if type(value) is date else None if value == "" else _day(value, index, cells)
        for index, value in enumerate(values)
    ]
    known = [day for day in found if day is not None]
    if known and (min(known) < FIRST_DAY or max(known) > LAST_DAY):
        for index, day in enumerate(found):
            if day is not None and not FIRST_DAY <= day <= LAST_DAY:
                _note_far(day, index, cells)
                found[index] = None
    return found


def _note_far(day: date, index: int, cells: Cells) -> None:
    cells.note(
        "cell.out_of_range", index,
        _("{day} cannot be meant; dates lie between 1950 and 2099. It is left out.").format(day=day.isoformat()),
        _("Check the year."),
    )  # fmt: skip


def _day(value: object, index: int, cells: Cells) -> date | None:
    moment = _moment(value, index, cells)
    return None if moment is None else moment.date()


def _datetimes(values: Sequence[object], cells: Cells) -> list[datetime | None]:
    found: list[datetime | None] = []
    for index, value in enumerate(values):
        moment = None if value == "" else _moment(value, index, cells)
        if moment is not None and not FIRST_DAY <= moment.date() <= LAST_DAY:
            _note_far(moment.date(), index, cells)
            moment = None
        found.append(moment)
    return found


def _moment(value: object, index: int, cells: Cells) -> datetime | None:
    """A date or a date and time, to the second."""
    if isinstance(value, datetime):
        rounded = value + timedelta(microseconds=500_000) if value.microsecond and value.year < 9999 else value
        return rounded.replace(microsecond=0, tzinfo=None)  # Excel's day fractions end in 59.999 seconds
    if type(value) is date:
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the clock on the wall, as Excel keeps it
    remedy = _("Write it as {example}.").format(
        example="2026-03-14 21:30" if cells.column.kind is Kind.DATETIME else "2026-03-14"
    )
    if isinstance(value, str):
        text = value.translate(_DROP_INVISIBLE).translate(LOOK_ALIKE_DASHES).strip()
        if not text:
            return None
        moment, doubtful = _moment_of(text)
        if moment is not None:
            if doubtful:
                cells.note(
                    "cell.date_as_text", index,
                    _("{value} is text, not a date; it is read with the day first, as {day}.").format(
                        value=shown(value), day=moment.date().isoformat()
                    ),
                    remedy,
                )  # fmt: skip
            return moment
    elif isinstance(value, float) and 18_264 <= value <= 73_050:
        day = date(1899, 12, 30) + timedelta(days=int(value))
        remedy = _("Format the cell as a date in Excel; it would then read {day}.").format(day=day.isoformat())
    elif isinstance(value, time | timedelta):
        remedy = _("It holds a time without a day.") + " " + remedy
    cells.note("cell.bad_date", index, _("{value} is not a date; it is left out.").format(value=shown(value)), remedy)
    return None


def _moment_of(text: str) -> tuple[datetime | None, bool]:
    """The moment a text states, and whether the order of day and month is a guess."""
    doubtful = False
    parts: tuple[int, int, int] | None = None
    clock: list[str | None] = []
    if found := _ISO.fullmatch(text):
        parts, clock = (int(found[1]), int(found[2]), int(found[3])), list(found.groups()[3:])
    elif found := _BRITISH.fullmatch(text):
        parts, clock = (int(found[3]), int(found[2]), int(found[1])), list(found.groups()[3:])
        doubtful = parts[1] != parts[2]
    elif (found := _WORDS.fullmatch(text)) and found[2].lower() in _MONTHS:
        parts = (int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    if parts is None:
        return None, False
    try:
        hour, minute, second = (int(item or 0) for item in [*clock, None, None, None][:3])
        return datetime(*parts, hour, minute, second), doubtful  # noqa: DTZ001
    except ValueError:
        return None, False


_CONVERTERS: dict[Kind, Callable[[Sequence[object], Cells], list[Any]]] = {
    Kind.ID: _ids,
    Kind.TEXT: _one_line,
    Kind.PROSE: _texts,
    Kind.INTEGER: _integers,
    Kind.NUMBER: _numbers,
    Kind.DATE: _dates,
    Kind.DATETIME: _datetimes,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choices_of_one,
    Kind.CHOICES: _choices,
    Kind.WORDS: _word_lists,
}
