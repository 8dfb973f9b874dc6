"""A report as an Excel workbook: one sheet a table, every text as text, real dates, headings that stay in sight."""

import io
import re
from collections.abc import Iterator
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from alongside.i18n import _
from alongside.report import Cell, Report, ReportSection, ReportTable

LONGEST_NAME = 31  # characters; Excel takes no more for a sheet
LONGEST_TEXT = 32_767  # characters of a cell
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NARROW, _WIDE = 10, 60  # characters
_HEAD = PatternFill("solid", fgColor="DCEFEC")
_BOLD, _TITLE, _QUIET = Font(bold=True), Font(bold=True, size=14), Font(italic=True, color="5B6770")
_TOP = Alignment(vertical="top", wrap_text=True)
_DAY = "dd mmm yyyy"


def report_workbook(report: Report) -> bytes:
    """The bytes of the workbook. It has no author, and nothing in it is a formula."""
    book = Workbook(write_only=True)
    book.properties.creator = "Alongside"
    book.properties.title = report.title
    names: set[str] = set()
    _overview(book.create_sheet(_name(_("Summary"), names)), report)
    for section, table, number in _tables(report):
        heading = section.heading if number == 1 else f"{section.heading} {number}"
        _sheet(book.create_sheet(_name(heading, names)), report, table)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _tables(report: Report) -> Iterator[tuple[ReportSection, ReportTable, int]]:
    for section in report.sections:
        for number, table in enumerate(section.tables, start=1):
            yield section, table, number


def _name(wanted: str, taken: set[str]) -> str:
    plain = _NOT_IN_NAMES.sub(" ", wanted).strip() or _("Table")
    name, n = plain[:LONGEST_NAME].strip(), 1
    while name.casefold() in taken:
        n += 1
        ending = f" {n}"
        name = plain[: LONGEST_NAME - len(ending)].strip() + ending
    taken.add(name.casefold())
    return name


def _overview(sheet: WriteOnlyWorksheet, report: Report) -> None:
    sheet.column_dimensions["A"].width = 100
    lines: list[tuple[str, Font | None]] = [(report.title, _TITLE), (report.about, _QUIET)]
    if report.example:
        lines.append((_("EXAMPLE: made from sample data"), _BOLD))
    for section in report.sections:
        lines += [("", None), (section.heading, _BOLD)]
        said = section.paragraphs or (() if section.tables else (section.empty,))
        lines += [(text, None) for text in said if text]
    lines += [("", None), *((note, _QUIET) for note in report.notes)]
    for text, font in lines:
        sheet.append([_text(sheet, text, font)])


def _sheet(sheet: WriteOnlyWorksheet, report: Report, table: ReportTable) -> None:
    sheet.freeze_panes = "A2"
    for at, heading in enumerate(table.headings):
        longest = max((len(_shown(row[at])) for row in table.rows), default=0)
        width = min(max(longest, len(heading), _NARROW), _WIDE) + 2
        sheet.column_dimensions[get_column_letter(at + 1)].width = width
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
    head = [_text(sheet, heading, _BOLD) for heading in table.headings]
    for cell in head:
        cell.fill = _HEAD
    sheet.append(head)
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    for note in (table.note, _("EXAMPLE: made from sample data") if report.example else ""):
        if note:
            sheet.append([])
            sheet.append([_text(sheet, note, _QUIET)])


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> SheetCell | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _text(sheet, value, None)
    cell = WriteOnlyCell(sheet, value)
    cell.alignment = Alignment(vertical="top")
    if isinstance(value, date):
        cell.number_format = _DAY
    return cell


def _text(sheet: WriteOnlyWorksheet, text: str, font: Font | None) -> SheetCell:
    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)[:LONGEST_TEXT])
    cell.data_type = "s"  # "=SUM(A1)" is what somebody wrote, never what Excel should work out
    cell.alignment = _TOP
    if font is not None:
        cell.font = font
    return cell


def _shown(value: Cell) -> str:
    return "00 mmm 0000" if isinstance(value, date) else "" if value is None else str(value)
