"""The workbook holds each value as it was meant, reads back clean, and helps the one who fills it in."""

import io
from datetime import date, datetime, time

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from alongside.library.columns import MANY, Kind
from alongside.library.records import BY_SHEET, RECORD_TYPES, columns_of


@pytest.fixture(scope="session")
def opened(built):
    return load_workbook(io.BytesIO(built))


def test_the_workbook_kept_here_is_the_one_the_sources_make(root, built):
    kept = (root / "content_library" / "library.xlsx").read_bytes()
    assert kept == built, "run: python -m content_library.make"


def test_the_same_rows_give_the_same_bytes(made, built):
    from content_library.make.__main__ import about  # noqa: PLC0415
    from content_library.make.workbook import library_workbook  # noqa: PLC0415

    assert library_workbook(made, about()) == built


def test_sheets_stand_in_the_order_of_the_contract(opened):
    assert opened.sheetnames == ["about", *(kind.sheet for kind in RECORD_TYPES), "lists"]


def test_another_reader_finds_every_value_intact(made, built):
    book = CalamineWorkbook.from_filelike(io.BytesIO(built))
    for sheet, records in made.items():
        columns = columns_of(BY_SHEET[sheet])
        headings, *rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        assert headings == [column.heading for column in columns]
        assert len(rows) == len(records), sheet
        for record, row in zip(records, rows, strict=True):
            for column, cell in zip(columns, row, strict=True):
                assert cell == _expected(getattr(record, column.heading), column.kind), f"{record.ref} {column.heading}"


def _expected(value, kind):
    if value in ("", None, ()):
        return ""
    if kind in MANY:
        return "; ".join(value)
    if kind is Kind.DATETIME and value.time() == time(0):
        return value.date()  # the reader gives a day where the hour is midnight
    return float(value) if isinstance(value, int) else value


def test_our_own_reader_gives_the_same_records_and_nothing_that_blocks(root, made):
    from alongside.findings import blocking  # noqa: PLC0415
    from alongside.library.workbook import read_library  # noqa: PLC0415

    library = read_library(root / "content_library" / "library.xlsx", today=date(2026, 11, 24))
    assert library.is_example
    for sheet, records in made.items():
        assert library.records[sheet] == records, sheet
    assert not blocking(library.findings)


def test_every_choice_has_a_drop_down_of_its_own_words(opened):
    lists = opened["lists"]
    for kind in RECORD_TYPES:
        found = opened[kind.sheet].data_validations.dataValidation
        rules = {str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in found}
        for cell, column in zip(opened[kind.sheet][1], columns_of(kind), strict=True):
            rule = rules.get(cell.column_letter)
            if column.kind in {Kind.CHOICE, Kind.YES_NO}:
                words = tuple(word.value for (word,) in lists[rule.formula1.removeprefix("lists!").replace("$", "")])
                assert words == column.allowed
                assert rule.showErrorMessage
            elif column.kind is Kind.CHOICES:
                assert rule.type is None  # a hint, and no error
                assert rule.prompt
            else:
                assert rule is None


def test_headings_explain_themselves_and_stay_in_sight(opened):
    for kind in RECORD_TYPES:
        sheet = opened[kind.sheet]
        for cell, column in zip(sheet[1], columns_of(kind), strict=True):
            assert column.help in cell.comment.text
            assert cell.font.bold
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth >= 1) == (0, True)
        assert "EXAMPLE" in sheet.oddHeader.left.text
        assert sheet.sheet_properties.tabColor is not None


def test_days_are_days_and_not_text(opened):
    sheet = opened["rp_events"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    start = sheet.cell(2, headings["start_at"])
    made_on = sheet.cell(2, headings["created_on"])
    assert isinstance(start.value, datetime)
    assert (start.number_format, made_on.number_format) == ("dd mmm yyyy hh:mm", "dd mmm yyyy")


def test_the_first_sheet_says_that_all_is_invented(opened):
    rows = {row[0].value: row[1].value for row in opened["about"].iter_rows(min_row=2, max_col=2)}
    assert rows["example"] == "yes"
    assert "EXAMPLE" in rows["provider"]
    assert all(f"sheet {kind.sheet}" in rows for kind in RECORD_TYPES)
