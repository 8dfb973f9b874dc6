"""Tables are found wherever they stand, and every filled cell is accounted for."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.library.cells import as_text
from alongside.library.taking_in.regions import find_tables
from alongside.library.taking_in.source import sheet_of
from alongside.library.taking_in.words import familiar

A = ["Ref", "Date", "Type of incident"]
ROWS = [["1", "4/3/26", "Fall"], ["2", "5/3/26", "Absence"], ["3", "6/3/26", "Fall"]]


def tables(rows, merges=()):
    return find_tables(sheet_of("log", rows, merges), familiar).tables


def test_headings_need_not_be_in_the_first_row():
    (table,) = tables([["Incident log 2026", "", ""], ["Ask Jo", "", ""], ["", "", ""], A, *ROWS])
    assert table.headings == tuple(A)
    assert table.heading_row == 4
    assert [row.number for row in table.rows] == [5, 6, 7]
    assert table.title == "Ask Jo" or table.title == "Incident log 2026"


def test_two_tables_one_below_the_other():
    first, second = tables([A, *ROWS, ["", "", ""], ["Course", "Completed", "Expires"], ["PBS", "12", "4/3/27"]])
    assert (first.headings[0], second.headings[0]) == ("Ref", "Course")


def test_two_tables_side_by_side_that_have_the_same_headings():
    rows = [[*A, "", *A], *([*row, "", *row] for row in ROWS)]
    left, right = tables(rows)
    assert (left.columns, right.columns) == ((1, 2, 3), (5, 6, 7))


def test_an_empty_row_and_an_empty_column_do_not_cut_a_table():
    with_gap = [*ROWS[:2], ["", "", ""], ROWS[2], ["4", "7/3/26", "Fall"]]
    (table,) = tables([[*A[:2], "", A[2]], *([*row[:2], "", row[2]] for row in with_gap)])
    assert table.headings == tuple(A)
    assert len(table.rows) == 4


def test_merged_headings_of_two_rows_are_put_together():
    rows = [
        ["Person", "", "Authorisation", ""],
        ["Code", "Room", "Granted", "Expires"],
        ["P-1", "4", "1/2/26", "1/2/27"], ["P-2", "5", "3/4/26", "3/4/27"],
    ]  # fmt: skip
    (table,) = tables(rows, [(0, 0, 0, 1), (0, 2, 0, 3)])
    assert table.headings == ("Person / Code", "Person / Room", "Authorisation / Granted", "Authorisation / Expires")


def test_a_cell_merged_over_rows_counts_for_each_of_them():
    rows = [["Home", "Date", "Type"], ["Oak", "1/2/26", "Fall"], ["", "2/2/26", "Fall"], ["Ash", "3/2/26", "Fall"]]
    (table,) = tables(rows, [(1, 0, 2, 0)])
    assert [row.values[0] for row in table.rows] == ["Oak", "Oak", "Ash"]


def test_totals_and_banners_are_no_records_but_are_told():
    found = find_tables(sheet_of("log", [A, ROWS[0], ["Week 2", "", ""], ROWS[1], ["Total", "", "2"]]), familiar)
    assert [row.values[0] for row in found.tables[0].rows] == ["1", "2"]
    assert [(item.text, item.what) for item in found.loose] == [("Week 2", "text"), ("Total", "total"), ("2", "total")]


def test_a_table_without_headings_has_names_for_its_columns():
    (table,) = tables([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    assert table.headings == ("Column A", "Column B", "Column C")
    assert len(table.rows) == 3


def test_headings_that_are_there_twice_are_told_apart():
    (table,) = tables([["Ref", "Date", "Date"], ["1", "2/3/26", "4/3/26"], ["2", "2/3/26", "4/3/26"]])
    assert table.headings == ("Ref", "Date", "Date (2)")


CELL = st.one_of(
    st.just(""), st.just(""), st.sampled_from(["Date", "Name", "Total", "Ref", "yes", "n/a", "x", "Incident No."]),
    st.text("abc XY1-", max_size=6), st.integers(0, 60_000).map(float), st.dates(),
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=7), max_size=12))
def test_every_filled_cell_is_a_heading_a_cell_of_a_row_or_loose(rows):
    sheet = sheet_of("s", rows)
    found = find_tables(sheet, familiar)
    there = {(r + 1, c + 1): as_text(v) for r, line in enumerate(sheet.cells) for c, v in enumerate(line) if v != ""}
    met: Counter[tuple[int, int]] = Counter()
    for table in found.tables:
        for row in table.rows:
            for column, value in zip(table.columns, row.values, strict=True):
                if value != "":
                    assert there[row.number, column] == as_text(value)
                    met[row.number, column] += 1
    met.update((item.row, item.column) for item in found.loose)
    headings = {
        " ".join(part.split())
        for table in found.tables
        for name in table.headings
        for part in [name, *name.split(" / ")]
    }
    for place, text in there.items():
        if not met[place]:
            plain = " ".join(text.split())
            assert plain in headings or any(name.startswith(plain) for name in headings), (place, text)
        assert met[place] <= 1


@pytest.mark.parametrize("empty", [[], [[]], [["", ""]], [[None]]])
def test_an_empty_sheet_holds_nothing(empty):
    assert find_tables(sheet_of("s", empty)).tables == ()


def test_a_table_under_its_own_title_is_no_part_of_the_one_above():
    rows = [
        ["No", "House", "Type", "Reviewed"],
        ["R1", "Oak", "Bed rails", "01/02/2025"],
        ["R2", "Oak", "Keypad", "01/03/2025"],
        ["", "", "", ""],
        ["Complaints this year", "", "", ""],
        ["Ref", "Date received", "House", "Outcome"],
        ["C1", "04/01/2025", "Oak", "upheld"],
        ["C2", "05/01/2025", "Oak", "upheld"],
    ]
    tables = find_tables(sheet_of("s", rows), familiar).tables
    assert [table.headings[0] for table in tables] == ["No", "Ref"]
    assert [(table.title, len(table.rows)) for table in tables] == [("s", 2), ("Complaints this year", 2)]


def test_a_banner_over_more_rows_begins_no_table():
    rows = [
        ["No", "House", "Type", "Reviewed"],
        ["R1", "Oak", "Bed rails", "01/02/2025"],
        ["", "", "", ""],
        ["ASH HOUSE", "", "", ""],
        ["R2", "Ash", "Keypad", "asap"],
        ["R3", "Ash", "Sensor", "01/04/2025"],
    ]
    (table,) = find_tables(sheet_of("s", rows), familiar).tables
    assert [row.values[0] for row in table.rows] == ["R1", "R2", "R3"]
