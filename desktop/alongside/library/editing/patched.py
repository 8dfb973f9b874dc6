"""The library after an edit of our own, made from the one before, so that one cell does not cost a whole reading."""

import dataclasses
from collections.abc import Sequence

from alongside.findings import Finding
from alongside.library import references
from alongside.library.editing.changes import AddRecord, SetField
from alongside.library.editing.draft import field_read
from alongside.library.editing.journal import Journal
from alongside.library.headings import key
from alongside.library.library import Library
from alongside.library.notes import Notes
from alongside.library.records import COLUMNS, Record


def only_step(journal: Journal, edit: str, before: str, after: str) -> bool:
    """Whether this one edit is all that lies between two states of the workbook."""
    last = journal.done[-1] if journal.done else None
    return last is not None and last.before == before and last.after == after and set(last.undo) == {edit}


def patched(library: Library, changes: Sequence[SetField | AddRecord], digest: str) -> Library | None:
    """The library of `read_rows` with these fields changed; None where only reading the workbook again can tell."""
    records = dict(library.records)
    touched: set[tuple[str, int, str]] = set()
    found: list[Finding] = []
    for change in changes:
        if isinstance(change, AddRecord):
            return None
        column = next(
            (item for item in COLUMNS.get(change.sheet, ()) if key(item.heading) == key(change.heading)), None
        )
        at = _place(records.get(change.sheet, ()), change)
        if column is None or at is None:
            return None
        rows = list(records[change.sheet])
        value, said = field_read(change.sheet, column, change.value, row=rows[at].row, ref=rows[at].ref)
        rows[at] = dataclasses.replace(rows[at], **{column.heading: value})
        records[change.sheet] = tuple(rows)
        touched.add((change.sheet, rows[at].row, column.heading))
        found += [
            dataclasses.replace(item, where=dataclasses.replace(item.where, workbook=library.name)) for item in said
        ]
    if any(_blank(row) for sheet, number, _heading in touched for row in records[sheet] if row.row == number):
        return None  # a row with nothing in it is no record
    notes = Notes(library.name)
    references.check(records, notes)
    kept = [item for item in library.findings if not item.rule.startswith(("id.", "ref.")) and not _told(item, touched)]
    return Library(library.name, digest, records, library.about, (*kept, *found, *notes.finish()))


def _place(rows: Sequence[Record], change: SetField) -> int | None:
    low, high = 0, len(rows)
    while low < high:  # rows stand in the order of the sheet
        middle = (low + high) // 2
        if rows[middle].row < change.row:
            low = middle + 1
        else:
            high = middle
    return low if low < len(rows) and rows[low].row == change.row and rows[low].ref == change.ref else None


def _blank(record: Record) -> bool:
    return not any(getattr(record, column.heading) for column in COLUMNS[record.sheet])


def _told(item: Finding, touched: set[tuple[str, int, str]]) -> bool:
    where = item.where
    return item.rule.startswith("cell.") and (where.sheet, where.row, where.column) in touched
