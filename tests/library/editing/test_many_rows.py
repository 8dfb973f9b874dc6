"""Many rows in one step are written exactly as one after the other."""

from datetime import date, datetime
from pathlib import Path

import pytest

from alongside.library.editing.book import EditableBook

RECORDS = [
    {1: f"IN-9{n:02}", 2: "OAK", 4: date(2026, 3, 1 + n), 5: "Fall" if n % 2 else None, 12: f"=lesson {n}", 21: "more"}
    for n in range(12)
] + [{1: "IN-999", 4: datetime(2026, 3, 1, 9, 30), 7: 4}]  # noqa: DTZ001 - a workbook's days have no zone


@pytest.fixture
def data(root: Path) -> bytes:
    return (root / "content_library" / "library.xlsx").read_bytes()


def test_adding_many_rows_is_adding_them_one_by_one(data):
    one_by_one, at_once = EditableBook(data), EditableBook(data)
    rows = [one_by_one.add_row("incidents", record) for record in RECORDS]
    assert at_once.add_rows("incidents", RECORDS) == (rows, [()] * len(rows))
    for part in one_by_one.changed:
        assert at_once.part(part, 2**26) == one_by_one.part(part, 2**26), part
    assert at_once.changed == one_by_one.changed


def test_setting_many_rows_is_setting_them_one_by_one(data):
    rows = {5: {4: date(2026, 1, 2), 5: "Fall"}, 9: {5: None, 30: "far out"}, 7: {12: "=x"}}
    one_by_one, at_once = EditableBook(data), EditableBook(data)
    for row, values in rows.items():
        one_by_one.set_cells("incidents", row, values)
    at_once.set_rows("incidents", rows, {})
    for part in one_by_one.changed:
        assert at_once.part(part, 2**26) == one_by_one.part(part, 2**26), part


def test_the_rows_of_an_id_are_found_again_after_a_change(data):
    book = EditableBook(data)
    assert book.rows_of("incidents", "IN-999") == []
    (row, *_rest), _empty = book.add_rows("incidents", RECORDS[-1:])
    assert book.rows_of("incidents", "IN-999") == [row]
