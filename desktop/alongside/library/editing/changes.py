"""What a user may change in a workbook, as frozen values that a journal can keep."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.cells import Cells, as_text, convert, shown
from alongside.library.headings import key
from alongside.library.notes import Notes
from alongside.library.records import COLUMNS

Value = str | int | float | bool | date | datetime | tuple[str, ...] | None  # None, "" and (): an empty cell
LONGEST_TEXT = 32_767  # UTF-16 units; Excel keeps no more in a cell
_DIGITS = 15  # of a whole number; Excel keeps no more
# What XML 1.0 cannot hold. Line ends are mended, not refused.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BETWEEN = re.compile(r"\s*;\s*")


@dataclass(frozen=True, slots=True)
class Unseen:
    """Stands for the value of a cell the writer did not look at."""


UNSEEN = Unseen()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetField:
    """One field of one record gets a new value."""

    sheet: str  # as the library names it; a sheet of the user's own as the workbook does
    row: int  # as Excel numbers it, when the writer read the workbook
    heading: str
    value: Value
    ref: str = ""  # the record's id, by which its row is found again; "" if it has none
    seen: Value | Unseen = UNSEEN  # what the field held when the writer read it
    raw: str = ""  # of an undoing: the cell's own XML as it was, with whatever no value can tell, such as bold words


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRecord:
    """A new record in the row after the last used one."""

    sheet: str
    fields: tuple[tuple[str, Value], ...]  # heading and value

    @property
    def filled(self) -> dict[str, Value]:
        """The fields that hold something."""
        return {heading: value for heading, value in self.fields if not empty(value)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireRecord:
    """A record that is kept but no longer used."""

    sheet: str
    row: int
    ref: str = ""
    status: str = "withdrawn"
    seen: Value | Unseen = UNSEEN


Change = SetField | AddRecord | RetireRecord


def record_added(sheet: str, fields: Mapping[str, Value]) -> AddRecord:
    """A new record of these fields."""
    return AddRecord(sheet=sheet, fields=tuple(fields.items()))


def plainer(changes: Iterable[Change]) -> tuple[SetField | AddRecord, ...]:
    """The same changes with a retirement told as what it is: a new status; and each value as a cell can keep it.

    Raises AlongsideError for a value that no cell can keep.
    """
    found: list[SetField | AddRecord] = []
    for change in changes:
        if isinstance(change, AddRecord):
            fields = tuple((heading, storable(value, heading)) for heading, value in change.fields)
            found.append(replace(change, fields=fields))
        elif isinstance(change, RetireRecord):
            found.append(
                SetField(
                    sheet=change.sheet, row=change.row, heading="status", value=change.status, ref=change.ref,
                    seen=change.seen,
                )
            )  # fmt: skip
        else:
            found.append(replace(change, value=storable(change.value, change.heading)))
    return tuple(found)


def empty(value: Value) -> bool:
    """Whether a cell of this value holds nothing."""
    return value is None or value in ("", ())


def storable(value: Value, heading: str) -> Value:
    """The value as a cell can keep it. Raises AlongsideError where none can."""
    if isinstance(value, tuple):
        value = "; ".join(value)
    if isinstance(value, str):
        return _storable_text(value, heading)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        infinite = isinstance(value, float) and not abs(value) < float("inf")
        if infinite or (isinstance(value, int) and len(str(abs(value)).rstrip("0")) > _DIGITS) or abs(value) > 9e307:
            raise AlongsideError(
                _("This is not a number that a cell can keep exactly: {value}.").format(value=str(value)[:40]),
                where=heading,
                remedy=_("Excel keeps 15 digits. Write longer numbers, such as an account's, as text."),
            )
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        raise ValueError("a cell keeps clock time without a zone")
    return value


def _storable_text(text: str, heading: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    wrong = _NOT_IN_XML.search(text)
    if wrong is not None:
        raise AlongsideError(
            _("The text holds an invisible character (U+{code:04X}) that no workbook can keep.").format(
                code=ord(wrong[0])
            ),
            where=heading,
            remedy=_("It stands after “{before}”; delete it, or type that place again.").format(
                before=text[max(0, wrong.start() - 20) : wrong.start()]
            ),
        )
    length = len(text.encode("utf-16-le")) // 2
    if length > LONGEST_TEXT:
        raise AlongsideError(
            _("The text has {count:,} characters; Excel keeps 32,767 in a cell and cuts off the rest.").format(
                count=length
            ),
            where=heading,
            remedy=_("Shorten it, or split it over two records."),
        )
    return text


# --- is it still what the writer saw? ------------------------------------------------------------------------------


def same(sheet: str, heading: str, one: Value, other: Value) -> bool:
    """Whether two values of a field say the same, be it as the cell has them or as the record reads them."""
    if _plain(one) == _plain(other):
        return True
    if empty(one) or empty(other):
        return False
    column = next((item for item in COLUMNS.get(sheet, ()) if key(item.heading) == key(heading)), None)
    if column is None:
        return False
    first, second = (
        convert([_as_cell(value)], Cells(sheet, column, [0], [""], Notes("")))[0] for value in (one, other)
    )
    return bool(first == second and first not in ("", None, ()))


def _as_cell(value: Value) -> object:
    return "; ".join(value) if isinstance(value, tuple) else value


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(part.strip() for part in value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = as_text(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return _BETWEEN.sub("; ", text) if ";" in text else text


def told(value: Value | Unseen) -> str:
    """A value as a message quotes it."""
    if isinstance(value, Unseen):
        return _("not known")
    return _("nothing") if empty(value) else shown(_plain(value))


# --- as the journal keeps them --------------------------------------------------------------------------------------


def to_json(change: SetField | AddRecord) -> dict[str, Any]:
    """A change as JSON."""
    if isinstance(change, AddRecord):
        return {"add": change.sheet, "fields": [[heading, value_to_json(value)] for heading, value in change.fields]}
    found = {
        "set": change.sheet, "row": change.row, "ref": change.ref, "heading": change.heading,
        "value": value_to_json(change.value),
    }  # fmt: skip
    if not isinstance(change.seen, Unseen):
        found["seen"] = value_to_json(change.seen)
    if change.raw:
        found["raw"] = change.raw
    return found


def from_json(found: Mapping[str, Any]) -> SetField | AddRecord:
    """The change again. Raises KeyError, TypeError or ValueError for anything else."""
    if "add" in found:
        fields = tuple((str(heading), value_from_json(value)) for heading, value in found["fields"])
        return AddRecord(sheet=str(found["add"]), fields=fields)
    return SetField(
        sheet=str(found["set"]), row=int(found["row"]), ref=str(found["ref"]), heading=str(found["heading"]),
        value=value_from_json(found["value"]), seen=value_from_json(found["seen"]) if "seen" in found else UNSEEN,
        raw=str(found.get("raw", "")),
    )  # fmt: skip


def value_to_json(value: Value) -> Any:
    """A value as JSON: dates and moments as objects of one key."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def value_from_json(found: Any) -> Value:
    """The value again."""
    if isinstance(found, dict):
        return datetime.fromisoformat(found["moment"]) if "moment" in found else date.fromisoformat(found["date"])
    if isinstance(found, list):
        return tuple(str(item) for item in found)
    if found is None or isinstance(found, str | int | float):
        return found
    raise TypeError(f"not a value: {type(found).__name__}")
