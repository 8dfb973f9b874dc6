"""A report in Excel: every word and number arrives, and nothing is worked out."""

import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from alongside.library.report_workbook import report_workbook
from alongside.report import Report, ReportSection, ReportTable

DAY = date(2026, 11, 24)
# Signs that a cell cannot keep are replaced; Excel itself makes one line end of two.
WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"), min_size=1)


def report(*tables: ReportTable, heading: str = "Rows", example: bool = False) -> Report:
    return Report("Health", "library.xlsx", DAY, (ReportSection(heading, ("Said.",), tables),), example=example)


@given(st.lists(st.tuples(WORDS, st.integers(-(2**40), 2**40)), max_size=6))
def test_what_goes_in_comes_out(rows: list[tuple[str, int]]) -> None:
    made = report_workbook(report(ReportTable(("What", "n"), tuple(rows))))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("Rows").to_python()
    assert [(row[0], row[1]) for row in sheet[1:]] == [(text, float(n)) for text, n in rows]


def test_a_formula_is_text_and_a_date_a_date() -> None:
    made = report_workbook(report(ReportTable(("What", "Day"), (("=1+1", DAY), ("@cmd", None)))))
    sheet = load_workbook(io.BytesIO(made))["Rows"]
    assert [(sheet["A2"].data_type, sheet["A2"].value), (sheet["A3"].data_type, sheet["A3"].value)] == [
        ("s", "=1+1"), ("s", "@cmd"),
    ]  # fmt: skip
    assert sheet["B2"].is_date
    assert sheet["B2"].value.date() == DAY


def test_names_of_sheets_are_short_plain_and_apart() -> None:
    table = ReportTable(("A",), (("x",),))
    made = report_workbook(report(table, table, heading="What [three] sources say: " * 3))
    names = load_workbook(io.BytesIO(made)).sheetnames
    assert len(set(map(str.casefold, names))) == 3
    assert all(len(name) <= 31 for name in names)


def test_sample_data_is_marked_on_every_sheet() -> None:
    made = report_workbook(report(ReportTable(("A",), (("x",),)), example=True))
    for sheet in load_workbook(io.BytesIO(made)):
        assert any("EXAMPLE" in str(cell.value) for row in sheet.iter_rows() for cell in row)
