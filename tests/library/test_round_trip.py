"""Whatever is written into a workbook comes back as it was, and nothing written there is an error."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.library.workbooks import TODAY, write

from alongside.library.cells import Cells, convert
from alongside.library.columns import YES_NO, Column, Kind
from alongside.library.notes import Notes
from alongside.library.records import BY_SHEET, COLUMNS, Record
from alongside.library.workbook import read_library

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn", "Cf", "Zl", "Zp"))
LINE = st.text(LETTERS, max_size=30).map(str.strip)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
MOMENTS = st.datetimes(datetime.fromisoformat("1951-01-01"), datetime.fromisoformat("2099-12-30")).map(
    lambda moment: moment.replace(microsecond=0)
)
PART = st.text(st.sampled_from("abcXYZ019-"), min_size=1, max_size=8)


def values(column: Column) -> st.SearchStrategy[Any]:
    """What the field of this column may hold."""
    low = column.at_least or 0
    high = column.at_most if column.at_most is not None else 10_000
    kinds: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.ID: PART,
        Kind.TEXT: PART | st.just("") if column.refers_to else LINE,
        Kind.PROSE: LINE,
        Kind.INTEGER: st.none() | st.integers(int(low), int(high)),
        Kind.NUMBER: st.none() | st.floats(low, high).map(lambda number: round(number, 6)),
        Kind.DATE: st.none() | DAYS,
        Kind.DATETIME: st.none() | MOMENTS,
        Kind.YES_NO: st.sampled_from(("", *YES_NO)),
        Kind.CHOICE: st.sampled_from(("", *column.allowed)),
        Kind.CHOICES: st.lists(st.sampled_from(column.allowed or ("",)), unique=True, max_size=3).map(tuple),
        Kind.WORDS: st.lists(PART, unique=True, max_size=3).map(tuple),
    }
    return kinds[column.kind]


def rows_of(sheet: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({column.heading: values(column) for column in COLUMNS[sheet]})


def cell(value: Any) -> Any:
    """As a person would have it in Excel."""
    if isinstance(value, tuple):
        return "; ".join(value) or None
    if isinstance(value, str) and value[:1] == "=":
        return "'" + value
    return value if value != "" else None


@pytest.mark.parametrize("sheet", sorted(BY_SHEET))
def test_records_come_back_as_they_were_written(tmp_path: Path, sheet: str) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(rows_of(sheet), min_size=1, max_size=3))
    def round_trip(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            for heading, value in row.items():
                if isinstance(value, str) and value[:1] == "=":
                    row[heading] = "'" + value
        path = write(tmp_path / "a.xlsx", {sheet: [{key: cell(value) for key, value in row.items()} for row in rows]})
        written: tuple[Record, ...] = tuple(BY_SHEET[sheet](row=n, **row) for n, row in enumerate(rows, start=2))
        assert read_library(path, TODAY).records[sheet] == written

    round_trip()


ANYTHING = (
    st.just("")
    | st.text(max_size=20)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
    | st.integers(-(2**63), 2**63 - 1)
    | st.sampled_from(
        ["12%", "1e999", "٣", "31/02/2026", "2026-13-01", "0000-00-00", "99999999999999999999", "–5", "\u200b"]
    )
)
EVERY = [column for columns in COLUMNS.values() for column in columns]


@settings(deadline=None)
@given(st.sampled_from(EVERY), st.lists(ANYTHING, max_size=6))
def test_no_cell_is_an_error(column: Column, found: list[object]) -> None:
    notes = Notes("a.xlsx")
    read = convert(found, Cells("evidence", column, list(range(2, 2 + len(found))), [], notes))
    assert len(read) == len(found)
    for value in read:
        if column.kind in {Kind.CHOICE, Kind.YES_NO}:
            assert value == "" or value in column.allowed
        elif column.kind is Kind.CHOICES:
            assert set(value) <= set(column.allowed)
        elif column.kind in {Kind.INTEGER, Kind.NUMBER} and value is not None:
            assert column.at_least is None or value >= column.at_least
            assert column.at_most is None or value <= column.at_most
    assert all(item.where.row is not None for item in notes.finish() if column.kind is not Kind.ID)
