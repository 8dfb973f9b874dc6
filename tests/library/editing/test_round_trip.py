"""A record added or changed in place is read as it was written, on every sheet and for every kind of column."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.library.test_round_trip import rows_of
from tests.library.workbooks import TODAY, write

from alongside.library.editing.applying import Since, apply
from alongside.library.editing.book import EditableBook
from alongside.library.editing.changes import SetField, empty, from_json, plainer, record_added, same, to_json
from alongside.library.records import BY_SHEET, COLUMNS, Record
from alongside.library.workbook import read_library


def in_json(change: Any) -> Any:
    """As it comes back from the journal."""
    return from_json(to_json(change))


@pytest.mark.parametrize("sheet", sorted(BY_SHEET))
def test_records_added_and_changed_come_back(tmp_path: Path, sheet: str):
    kind = BY_SHEET[sheet]
    start = write(tmp_path / "empty.xlsx", {sheet: []}).read_bytes()
    path = tmp_path / "a.xlsx"

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(rows_of(sheet), min_size=1, max_size=3, unique_by=lambda row: row[kind.id_field]), rows_of(sheet))
    def round_trip(rows: list[dict[str, Any]], other: dict[str, Any]) -> None:
        book = EditableBook(start)
        added = apply(book, map(in_json, plainer(record_added(sheet, row) for row in rows)), Since(True))
        assert not added.clashes
        path.write_bytes(book.packed())
        written: tuple[Record, ...] = tuple(kind(row=n, **row) for n, row in enumerate(rows, start=2))
        assert read_library(path, TODAY).records[sheet] == written

        ref = rows[-1][kind.id_field]
        other[kind.id_field] = ref
        row = len(rows) + 1
        changes = [
            SetField(sheet=sheet, row=row, ref=ref, heading=name, value=value, seen=rows[-1][name])
            for name, value in other.items()
        ]
        again = EditableBook(path.read_bytes())
        done = apply(again, map(in_json, plainer(changes)), Since(False))  # found again by its id
        assert not done.clashes
        path.write_bytes(again.packed())
        assert read_library(path, TODAY).records[sheet] == (*written[:-1], kind(row=row, **other))

        back = EditableBook(path.read_bytes())
        assert not apply(back, map(in_json, done.undo), Since(False)).clashes
        path.write_bytes(back.packed())
        assert read_library(path, TODAY).records[sheet] == written

    round_trip()


def test_the_same_said_in_two_ways():
    for column in COLUMNS["evidence"]:
        assert same("evidence", column.heading, None, "")
        assert empty(()) and not same("evidence", column.heading, "", "x")  # noqa: PT018
    assert same("evidence", "evidence_category", ("EXP", "PROC"), "EXP;PROC")
    assert same("evidence", "sample_size", 5, "5.0")
    assert same("evidence", "title", " a\r\nb", "a\nb ")
    assert not same("evidence", "sample_size", "five", "six")
    assert not same("evidence", "title", "Panel", "panel")
