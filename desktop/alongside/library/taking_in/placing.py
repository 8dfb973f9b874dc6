"""From one cell of theirs to one field of ours: what can be placed, and what is left over. Pure functions."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache

from alongside.i18n import _
from alongside.library.cells import as_text, shown, tidy_ref
from alongside.library.columns import Column, Kind
from alongside.library.editing.changes import Value, empty
from alongside.library.headings import key
from alongside.library.taking_in.days import Order, Read, proven_order, read_clock, read_day
from alongside.library.taking_in.mapping import ColumnMap, values_of
from alongside.library.taking_in.words import said, value_words

YES = frozenset({"y", "yes", "true", "1", "✓", "✔", "☑", "✅", "√", "yep", "yeah", "ü", "🗸", "t", "tick", "ticked"})
NO = frozenset({"n", "no", "false", "0", "✗", "✘", "☒", "❌", "nope", "f", "cross", "crossed"})
NOT_KNOWN = frozenset({"nk", "not known", "unknown", "unk", "don't know", "dont know", "?", "not sure", "unsure"})
NOT_APPLICABLE = frozenset({"n/a", "na", "not applicable", "n.a.", "n/k"}) - {"n/k"}
EMPTY_WORDS = frozenset({"-", "--", "–", "—", "n/a", "na", "nil", "none", "not applicable", "tbc", "tba", "n.a."})
_PARTS = re.compile(r"\s*[;,/\n|]\s*")
_NUMBER = re.compile(
    r"£?\s*([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)\s*(%|days?|mins?|minutes?|hrs?|hours?|people)?", re.I
)
_CLOSE = 88.0


@dataclass(frozen=True, slots=True)
class Placed:
    """What becomes of one cell."""

    value: Value = None
    left: str = ""  # what of the cell goes to the notes; "" where all of it has a place
    problem: str = ""  # why it could not be placed, as a sentence; "" where it could
    remedy: str = ""
    doubtful: bool = False  # a day that could be read the other way round
    guessed: str = ""  # how a doubtful sign was read, for one Finding a column


@dataclass(frozen=True, slots=True)
class Way:
    """How the cells of one column are read, settled by looking at all of them."""

    column: Column
    values: Mapping[str, str]
    order: Order
    order_known: bool
    crosses: str  # what "x" means here: "Y", "N" or "" where nobody can tell


def way_of(column: Column, told: ColumnMap, cells: Sequence[object]) -> Way:
    """Settle how a column is read."""
    proven, _needed = proven_order(cells) if column.kind in {Kind.DATE, Kind.DATETIME} else (None, False)
    order = told.order or proven or Order.DAY_FIRST
    known = told.order is not None or proven is not None
    return Way(column, values_of(told), order, known, _crosses(cells))


def _crosses(cells: Sequence[object]) -> str:
    words = {word_of(value) for value in cells if value != ""}
    if not words & {"x"}:
        return ""
    if words & (YES - {"1"}):
        return "N"
    return "Y"


def word_of(value: object) -> str:
    """A cell as it is compared with the words of a map."""
    return " ".join(as_text(value).split()).casefold()


def place(value: object, way: Way) -> Placed:
    """What becomes of one cell that is not empty."""
    listed = way.values.get(word_of(value))
    if listed is not None:
        if not listed:
            return Placed(left=as_text(value))
        value = listed
    return _PLACERS[way.column.kind](value, way)


def place_service(value: object, way: Way, services: Mapping[str, str]) -> Placed:
    """The same for a service, by its id or its name in the library."""
    made = place(value, way)
    if empty(made.value) or made.value in services or made.value == "ALL":
        return made
    said_there = key(str(made.value))
    code = next((code for code, name in services.items() if said_there in {key(code), key(name)}), None)
    if code:
        return Placed(code)
    return Placed(
        left=as_text(value),
        problem=_("{value} is no service of the library.").format(value=shown(value)),
        remedy=_("Say under “values” which service is meant, or add it to the sheet services."),
    )


def parts_of(value: object, way: Way) -> tuple[str, ...]:
    """The things that a cell of several names: the whole of it where that is one of the list."""
    text = as_text(value)
    if way.column.kind is Kind.CHOICES and listed(text, way.column):
        return (text,)
    return tuple(part for part in _PARTS.split(text) if part)


def _unplaced(value: object, why: str, remedy: str) -> Placed:
    return Placed(left=as_text(value), problem=why, remedy=remedy)


# --- one a kind of column ------------------------------------------------------------------------------------------


def _text(value: object, way: Way) -> Placed:
    return Placed(_day_as_text(value) if isinstance(value, date | datetime) else as_text(value))


def _day_as_text(value: date) -> str:
    return value.isoformat()[:10] if not isinstance(value, datetime) or value.time() == time() else as_text(value)


def _ref(value: object, way: Way) -> Placed:
    return Placed(tidy_ref(as_text(value)))


def _day(value: object, way: Way) -> Placed:
    found = read_day(value, way.order)
    if found is None:
        return _no_day(value)
    told = Placed(found.moment.date(), doubtful=found.doubtful and not way.order_known, guessed=_serial_note(found))
    if found.timed:  # the day has its place, the hour has not
        return replace(told, left=as_text(value))
    return told


def _moment(value: object, way: Way) -> Placed:
    found = read_day(value, way.order)
    if found is None:
        return _no_day(value)
    doubtful = found.doubtful and not way.order_known
    return Placed(found.moment if found.timed else found.moment.date(), doubtful=doubtful, guessed=_serial_note(found))


def _serial_note(found: Read) -> str:
    return _("a bare number was read as Excel counts days") if found.serial else ""


def _no_day(value: object) -> Placed:
    if read_clock(value) is not None and not isinstance(value, int | float):
        why = _("{value} is a time without a day.")
    elif word_of(value) in EMPTY_WORDS:
        why = _("{value} is no date; the field stays empty.")
    else:
        why = _("{value} cannot be read as a date.")
    return _unplaced(value, why.format(value=shown(value)), _("Write the day, such as 2026-03-14, in the record."))


def _yes_no(value: object, way: Way) -> Placed:
    if isinstance(value, bool):
        return Placed("Y" if value else "N")
    word = word_of(value).rstrip(".")
    if word in YES:
        return Placed("Y")
    if word in NO:
        return Placed("N")
    if word in NOT_KNOWN or word == "n/k":
        return Placed("NK")
    if word in NOT_APPLICABLE:
        return Placed("NK", left=as_text(value))  # it does not say no
    if word == "x" and way.crosses:
        sense = _("yes") if way.crosses == "Y" else _("no")
        return Placed(way.crosses, guessed=_("“x” was read as {sense}").format(sense=sense))
    head = re.match(r"(yes|no|y|n)\b\s*[-–—:,;.(]\s*(?=\S)", word)
    if head:
        return Placed("Y" if head[1][0] == "y" else "N", left=as_text(value))  # "Yes - see plan": all of it is kept
    return _unplaced(
        value, _("{value} is neither yes nor no.").format(value=shown(value)),
        _("Give it a meaning under “values”: Y, N or NK."),
    )  # fmt: skip


def _number(value: object, way: Way) -> Placed:
    column = way.column
    number: float | None = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
    elif isinstance(value, str) and (found := _NUMBER.fullmatch(value.strip())):
        unit = (found[2] or "").lower()
        if not unit or (unit == "%" and column.kind is Kind.NUMBER) or _unit_fits(unit, column.heading):
            number = float(found[1].replace(",", ""))
    if number is None:
        return _unplaced(
            value, _("{value} is not a number.").format(value=shown(value)), _("Write the number alone in the record.")
        )
    low, high = column.at_least, column.at_most
    if (low is not None and number < low) or (high is not None and number > high):
        return _unplaced(
            value, _("{value} is out of range for {heading}.").format(value=shown(value), heading=column.heading),
            column.help,
        )  # fmt: skip
    if column.kind is Kind.INTEGER:
        if not number.is_integer():
            return _unplaced(
                value, _("{value} is not a whole number.").format(value=shown(value)), _("Write a whole number.")
            )
        return Placed(int(number))
    return Placed(int(number) if number.is_integer() else number, left=as_text(value) if "%" in as_text(value) else "")


def _unit_fits(unit: str, heading: str) -> bool:
    return (
        ("day" in unit and "days" in heading)
        or (unit.startswith("min") and "min" in heading)
        or (unit.startswith(("hr", "hour")) and "hours" in heading)
        or (unit == "people" and "people" in heading)
    )


@cache
def _table(heading: str, allowed: tuple[str, ...]) -> dict[str, str]:
    table = {said(item): item for item in allowed}
    for word, means in value_words(heading).items():
        for item in means:
            if item in allowed:
                table.setdefault(said(word) or word, item)
    return table


def listed(text: str, column: Column) -> str:
    """The word of the column's list that a text means; "" for none."""
    table = _table(column.heading, column.allowed)
    plain = said(text) or text.strip().casefold()
    known = table.get(plain) or table.get(text.strip().casefold())
    if known is None and plain.isdigit():
        known = table.get(plain.zfill(2))
    if known is None and len(plain) > 3 and not any(letter.isdigit() for letter in plain):
        known = _near(plain, column.heading, column.allowed)
    return known or ""


@cache
def _near(plain: str, heading: str, allowed: tuple[str, ...]) -> str | None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - costs a tenth of a start

    table = _table(heading, allowed)
    best = process.extractOne(plain, table.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return table[best[0]] if best else None


def _choice(value: object, way: Way) -> Placed:
    text = as_text(value)
    known = listed("yes" if value is True else "no" if value is False else text, way.column)
    if known:
        return Placed(known)
    first = listed(re.split(r"\s[-–—:]\s|[;,(\n]", text, maxsplit=1)[0], way.column)
    if first and len(text) > 3:
        return Placed(first, left=text)  # "Standard - with conditions": the whole text is kept in the notes
    return _not_listed(value, text, way.column)


def _not_listed(value: object, text: str, column: Column) -> Placed:
    return _unplaced(
        value, _("{value} is not on the list for {heading}.").format(value=shown(text), heading=column.heading),
        _("Give it a meaning under “values”: {allowed}.").format(allowed=", ".join(column.allowed)),
    )  # fmt: skip


def _choices(value: object, way: Way) -> Placed:
    text = as_text(value)
    whole = listed(text, way.column)
    if whole:
        return Placed((whole,))
    found: list[str] = []
    left: list[str] = []
    noted = False  # whether the map keeps a part in the notes
    for part in parts_of(value, way):
        meant = way.values.get(word_of(part), part)
        if not meant:
            noted = True
            continue
        known = listed(meant, way.column)
        pieces = [listed(item, way.column) for item in re.split(r"\s+(?:and|&)\s+|\s*&\s*", meant)]
        if known:
            found.append(known)
        elif len(pieces) > 1 and all(pieces):
            found += pieces
        else:
            left.append(part)
    if not left:
        return Placed(tuple(dict.fromkeys(found)) or None, left=text if noted else "")
    lost = _not_listed("; ".join(left), "; ".join(left), way.column)
    return replace(lost, value=tuple(dict.fromkeys(found)) or None, left=text)


def _words(value: object, way: Way) -> Placed:
    text = as_text(value)
    parts = [way.values.get(word_of(part), part) for part in parts_of(value, way)]
    left = "" if all(parts) else text
    if way.column.refers_to:
        parts = [tidy_ref(part) for part in parts]
    return Placed(tuple(dict.fromkeys(part.strip() for part in parts if part.strip())) or None, left=left)


_PLACERS: dict[Kind, Callable[[object, Way], Placed]] = {
    Kind.ID: _ref,
    Kind.TEXT: _text,
    Kind.PROSE: _text,
    Kind.INTEGER: _number,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.DATETIME: _moment,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.WORDS: _words,
}


def key_text(value: object) -> str:
    """A cell as it is compared from month to month."""
    if isinstance(value, datetime | date):
        return _day_as_text(value)
    return key(" ".join(as_text(value).split()))
