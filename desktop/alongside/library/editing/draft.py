"""One record while it is being written: what the words in a field mean, and what is wrong with it so far."""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library import record_rules, references
from alongside.library.cells import Cells, convert
from alongside.library.columns import Column, Kind
from alongside.library.editing.changes import SetField, Value, empty
from alongside.library.headings import key
from alongside.library.library import Library
from alongside.library.notes import Notes
from alongside.library.records import BY_SHEET, COLUMNS, Record
from alongside.library.upkeep.status import may_follow, why_not

UNREADABLE = frozenset({"cell.bad_date", "cell.bad_number", "cell.not_on_list", "cell.out_of_range"})  # would be lost
STOPS = UNREADABLE | {"id.missing", "id.duplicate", "status.order"}
_NUMBERED = re.compile(r"(.*?)(\d+)")
_SUCH_AS = re.compile(r"such as ([A-Za-z0-9-]+)")
_FACTS = ("services", "usage")  # sheets that rules about other records look at
_NOT_COPIED = frozenset({"created_on", "updated_on", "used_in"})  # a copy has a story of its own


def field_read(sheet: str, column: Column, typed: Value, *, row: int = 0, ref: str = "") -> tuple[Any, list[Finding]]:
    """What a field's words mean, as the record keeps it, and what is wrong with them."""
    notes = Notes("")
    cell: object = "; ".join(typed) if isinstance(typed, tuple) else "" if typed is None else typed
    value = convert([cell], Cells(sheet, column, [row], [ref], notes))[0]
    return value, list(notes.finish())


def with_changes(record: Record, changes: Iterable[SetField]) -> Record:
    """The record as it reads once these changes of its fields are made; those of other columns are left out."""
    columns = {key(column.heading): column for column in COLUMNS[record.sheet]}
    values: dict[str, Any] = {}
    for change in changes:
        column = columns.get(key(change.heading))
        if column is not None:
            values[column.heading] = field_read(record.sheet, column, change.value, row=record.row, ref=record.ref)[0]
    return dataclasses.replace(record, **values) if values else record


def record_of(sheet: str, values: Mapping[str, Any], row: int = 0) -> Record:
    """A record of these values, for the rules to look at."""
    return BY_SHEET[sheet](row=row, **values)


def copied(record: Record) -> dict[str, Any]:
    """The filled fields that a copy of a record begins with: all but its id and its own history."""
    left = {record.id_field, *_NOT_COPIED}
    found = {column.heading: getattr(record, column.heading) for column in COLUMNS[record.sheet]}
    return {heading: value for heading, value in found.items() if heading not in left and not empty(value)}


def missing_columns(library: Library, sheet: str) -> frozenset[str]:
    """The headings of the contract that the workbook's own sheet lacks: nothing can be written there."""
    rules = {"heading.missing", "heading.required"}
    return frozenset(
        item.where.column
        for item in library.findings
        if item.rule in rules and item.where.sheet == sheet and item.where.column
    )


def next_id(library: Library, sheet: str, waiting: Iterable[str] = ()) -> str:
    """The next free id of a sheet, in the way its ids are written: EV-015 after EV-014. `waiting` are taken too."""
    taken = {record.ref for record in library} | set(waiting)
    written = [found for record in library.records.get(sheet, ()) if (found := _NUMBERED.fullmatch(record.ref))]
    written += [found for ref in waiting if (found := _NUMBERED.fullmatch(ref))]
    if written:
        most = Counter(found[1] for found in written).most_common(1)[0][0]
        numbers = [found[2] for found in written if found[1] == most]
        start, width = max(map(int, numbers)) + 1, max(map(len, numbers))
    else:
        such_as = _SUCH_AS.search(COLUMNS[sheet][0].help)
        example = _NUMBERED.fullmatch(such_as[1]) if such_as else None
        if example is None:
            return ""
        most, start, width = example[1], 1, len(example[2])
    while (ref := f"{most}{start:0{width}d}") in taken:
        start += 1
    return ref


class Checker:
    """Looks at one record at a time as reading the whole library would; made once for a library."""

    def __init__(self, library: Library, today: date) -> None:
        self._library, self._today = library, today
        self._ids: dict[str, set[str]] = {}

    def findings(self, record: Record, *, was: str | None = None) -> list[Finding]:
        """What is wrong with a record that has this id in the workbook now; None for a new one."""
        notes = Notes(self._library.name)
        beside = {sheet: self._library.records.get(sheet, ()) for sheet in _FACTS}
        alone = (record,) if record.sheet not in _FACTS else (*self._others(record), record)
        record_rules.check({**beside, record.sheet: alone}, self._today, notes)
        references.check_record(record, self._ids_of, notes)
        own = (item for item in notes.finish() if (item.where.sheet, item.where.row) == (record.sheet, record.row))
        return [*self._of_its_id(record, was), *self._of_its_status(record, was), *own]

    def _of_its_status(self, record: Record, was: str | None) -> Iterable[Finding]:
        before = self._library.record_at(record.sheet, was) if was else None
        if before is not None and record.status not in {before.status, "", *may_follow(before)}:
            error = why_not(before, record.status)
            place = Place(sheet=record.sheet, row=record.row, column="status", ref=record.ref or None)
            yield finding("status.order", place, error.what, error.remedy)

    def _others(self, record: Record) -> list[Record]:
        return [item for item in self._library.records.get(record.sheet, ()) if item.row != record.row]

    def _of_its_id(self, record: Record, was: str | None) -> Iterable[Finding]:
        place = Place(sheet=record.sheet, column=record.id_field, ref=record.ref or None)
        other = self._library.get(record.ref)
        if not record.ref:
            if was is None:
                yield finding("id.missing", place, _("A new record needs an id."), _("Give it an id of its own."))
        elif record.ref != was and other is not None:
            yield finding(
                "id.duplicate",
                place,
                _("The id {ref} is used already, in row {row} of the sheet {sheet}.").format(
                    ref=record.ref, row=other.row, sheet=other.sheet
                ),
                _("Give this one another id."),
            )

    def _ids_of(self, sheet: str) -> set[str]:
        """The ids of a sheet; of all sheets for "*"."""
        if sheet not in self._ids:
            rows = self._library if sheet == "*" else self._library.records.get(sheet, ())
            self._ids[sheet] = {record.ref for record in rows}
        return self._ids[sheet]


def required_and_empty(sheet: str, values: Mapping[str, Any]) -> list[Column]:
    """The columns every row of the sheet needs that are empty."""
    return [column for column in COLUMNS[sheet] if column.required and empty(values.get(column.heading))]


def text_for(column: Column, value: Any) -> str:
    """A value as it is typed into a field of one line: a day as 4 May 2026, a list parted by "; "."""
    if empty(value):
        return ""
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, date):
        words = f"{value.day} {value:%B %Y}"
        return f"{value:%Y-%m-%d %H:%M}" if column.kind is Kind.DATETIME else words
    return f"{value:.15g}" if isinstance(value, float) else str(value)
