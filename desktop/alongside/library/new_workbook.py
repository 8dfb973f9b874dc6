"""Lays records out as a workbook a person enjoys: headings with notes, drop-downs, real dates, and print set up."""

import io
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from alongside.library.columns import MANY, Column, Kind
from alongside.library.records import RECORD_TYPES, Record, columns_of

_PAGE = 330  # characters across a page of A3 that can still be read
_ROOM = 5000  # drop-downs reach this row, so that rows a user adds have them too
_INK, _HAIR = "1F2A33", "C9D3D6"
_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (  # tab colour, heading tint, sheets
    ("2F7F79", "DCEFEC", ("evidence", "stories", "answers")),
    ("8A4F7D", "F1E4EE", ("restrictions", "rp_events", "triples", "safeguarding", "incidents", "complaints")),
    ("B7791F", "F8ECD6", ("training", "reviews", "involvement", "metrics", "actions")),
    ("4A6FA5", "E3EAF5", ("services", "evidence_map", "people_counts", "usage")),
)
_PLAIN = ("6B7780", "E8ECEE")
_WIDTHS = {
    Kind.ID: 13.0, Kind.TEXT: 24.0, Kind.PROSE: 52.0, Kind.INTEGER: 10.0, Kind.NUMBER: 10.0, Kind.DATE: 13.0,
    Kind.DATETIME: 18.0, Kind.YES_NO: 9.0, Kind.CHOICE: 18.0, Kind.CHOICES: 24.0, Kind.WORDS: 26.0,
}  # fmt: skip
_FORMATS = {Kind.DATE: "dd mmm yyyy", Kind.DATETIME: "dd mmm yyyy hh:mm"}
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_BELOW = Border(bottom=Side(style="thin", color=_HAIR))


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands around the records."""

    title: str  # the file's own title
    made: datetime  # its own date; without a zone
    header: str = ""  # printed above each page
    footer: str = ""  # printed below it
    about: Sequence[tuple[str, str]] = ()  # the rows of the sheet about


def library_workbook(
    records: Mapping[str, Sequence[Record]], cover: Cover, more: Mapping[str, Sequence[str]] | None = None
) -> bytes:
    """The bytes of the workbook; the same records give the same bytes. `more`: a sheet's own headings after ours."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _about(first, cover)
    lists = {choices: at for at, choices in enumerate(_all_lists())}
    for kind in RECORD_TYPES:
        own = (more or {}).get(kind.sheet, ())
        _sheet(book.create_sheet(kind.sheet), kind, records.get(kind.sheet, ()), lists, own)
        _print_words(book[kind.sheet], cover)
    _lists(book.create_sheet("lists"), lists)
    _print_words(book["lists"], cover)
    book.properties.title = cover.title
    book.properties.creator = "Alongside"
    book.properties.created = cover.made
    raw = io.BytesIO()
    book.save(raw)
    return _steady(raw.getvalue(), cover.made)


def _tint(sheet: str) -> tuple[str, str]:
    return next(((tab, head) for tab, head, names in _GROUPS if sheet in names), _PLAIN)


def _head(sheet: Worksheet, row: int, headings: Sequence[str], tint: str) -> None:
    for at, heading in enumerate(headings, start=1):
        cell = sheet.cell(row, at, heading)
        cell.font = Font(name="Calibri", size=11, bold=True, color=_INK)
        cell.fill = PatternFill("solid", fgColor=tint)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.border = Border(bottom=Side(style="medium", color=_INK))
    sheet.row_dimensions[row].height = 30


def _print_setup(sheet: Worksheet, *, wide: bool) -> None:
    """Landscape, as many pages across as stay readable, headings and ids on each."""
    across = sum(sheet.column_dimensions[get_column_letter(at)].width for at in range(1, sheet.max_column + 1))
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8 if wide else 9  # A3, A4
    sheet.page_setup.fitToWidth = math.ceil(across / _PAGE) if wide else 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if wide:
        sheet.print_title_cols = "A:A"
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def _print_words(sheet: Worksheet, cover: Cover) -> None:
    if cover.header:
        sheet.oddHeader.left.text = cover.header
    sheet.oddHeader.right.text = "&A"
    if cover.footer:
        sheet.oddFooter.left.text = cover.footer
    sheet.oddFooter.right.text = "Page &P of &N"


def _about(sheet: Worksheet, cover: Cover) -> None:
    tab, tint = _PLAIN
    sheet.title = "about"
    sheet.sheet_properties.tabColor = tab
    _head(sheet, 1, ("key", "value"), tint)
    for row, (key, value) in enumerate(cover.about, start=2):
        name = sheet.cell(row, 1, key)
        name.font = Font(name="Calibri", size=11, bold=True, color=_INK)
        name.alignment = Alignment(vertical="top")
        text = sheet.cell(row, 2, value)
        text.font = Font(name="Calibri", size=16 if row == 2 else 11, bold=row == 2, color=_INK)
        text.alignment = _TOP
        name.border = text.border = _BELOW
        sheet.row_dimensions[row].height = 24 if row == 2 else 15.5 * max(1, -(-len(value) // 92))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 92
    sheet.freeze_panes = "A2"
    sheet.sheet_view.showGridLines = False
    sheet.print_title_rows = "1:1"
    _print_setup(sheet, wide=False)
    _print_words(sheet, cover)


def _sheet(
    sheet: Worksheet,
    kind: type[Record],
    records: Sequence[Record],
    lists: Mapping[tuple[str, ...], int],
    more: Sequence[str],
) -> None:
    tab, tint = _tint(kind.sheet)
    columns = columns_of(kind)
    sheet.sheet_properties.tabColor = tab
    _head(sheet, 1, [*(column.heading for column in columns), *more], tint)
    for at in range(len(columns) + 1, len(columns) + len(more) + 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[Kind.TEXT]
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = _width(column)
        sheet.cell(1, at).comment = _note(column)
        rule = _validation(column, lists)
        if rule:
            rule.add(f"{letter}2:{letter}{_ROOM}")
            sheet.add_data_validation(rule)
    plain = Font(name="Calibri", size=10, color=_INK)
    for row, record in enumerate(records, start=2):
        if record.row != row:
            raise ValueError(f"{kind.sheet} {record.ref}: stands in row {row}, says {record.row}")
        for at, column in enumerate(columns, start=1):
            cell = sheet.cell(row, at)
            cell.value = _cell(getattr(record, column.heading), column)
            cell.font, cell.alignment, cell.border = plain, _TOP, _BELOW
            if column.kind in _FORMATS:
                cell.number_format = _FORMATS[column.kind]
        sheet.row_dimensions[row].height = _height(record, columns)
    last = max(2, len(records) + 1)
    span = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.auto_filter.ref = span
    band = PatternFill("solid", bgColor="F6F9F9")
    sheet.conditional_formatting.add(
        f"A2:{get_column_letter(len(columns))}{_ROOM}", FormulaRule(formula=['AND(MOD(ROW(),2)=1,$A2<>"")'], fill=band)
    )
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    _print_setup(sheet, wide=len(columns) > 14)


def _width(column: Column) -> float:
    """As wide as what it holds, and as its heading with the filter's arrow; codes need little."""
    usual = 13.0 if column.heading in {"service_id", "person_ref"} else _WIDTHS[column.kind]
    longest = max(map(len, column.allowed), default=0) + 2.0 if column.kind is Kind.CHOICE else 0.0
    return max(usual, min(34.0, max(longest, len(column.heading) + 4.5)))


def _height(record: Record, columns: Sequence[Column]) -> float:
    """Tall enough for what most cells hold, and never so tall that a row fills the screen."""
    lines = 1
    for column in columns:
        value = _cell(getattr(record, column.heading), column)
        if isinstance(value, str):
            lines = max(lines, -(-len(value) // int(_width(column) * 1.05)))
    return 4 + 13.0 * min(lines, 5)


def _cell(value: object, column: Column) -> str | int | float | object | None:
    if value in ("", None, ()):
        return None
    if column.kind in MANY:
        assert isinstance(value, tuple)
        return "; ".join(value)
    return value


def _note(column: Column) -> Comment:
    lines = [column.help, f"Holds: {column.kind.value}." + (" Needed." if column.required else "")]
    if column.allowed and len(column.allowed) <= 12:
        lines.append(("Some of: " if column.kind in MANY else "One of: ") + ", ".join(column.allowed))
    elif column.allowed:
        lines.append("The words it may hold stand on the sheet lists.")
    if column.refers_to:
        lines.append(f"Refers to the sheet {column.refers_to}.")
    if column.person:
        lines.append("Says something of one person: never printed.")
    text = "\n".join(lines)
    return Comment(text, "Alongside", width=330, height=40 + 17 * sum(1 + len(line) // 46 for line in lines))


def _validation(column: Column, lists: Mapping[tuple[str, ...], int]) -> DataValidation | None:
    """A drop-down for one of a list; for some of a list a hint, since Excel can't check several words in a cell."""
    if column.kind is Kind.CHOICES:
        hint = "; ".join(column.allowed)
        return DataValidation(
            showInputMessage=True,
            promptTitle="Some of, parted by ;"[:32],
            prompt=hint if len(hint) <= 250 else hint[:247].rsplit(";", 1)[0] + " ...",
        )
    if column.kind not in {Kind.CHOICE, Kind.YES_NO}:
        return None
    letter = get_column_letter(lists[column.allowed] + 1)
    return DataValidation(
        type="list",
        formula1=f"lists!${letter}$2:${letter}${len(column.allowed) + 1}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=column.heading[:32],
        error="Please choose one of the words in the list, or leave the cell empty.",
    )


def _all_lists() -> dict[tuple[str, ...], str]:
    """Each list of words once, with the first heading that uses it."""
    found: dict[tuple[str, ...], str] = {}
    for kind in RECORD_TYPES:
        for column in columns_of(kind):
            if column.allowed:
                found.setdefault(column.allowed, column.heading)
    return found


def _lists(sheet: Worksheet, lists: Mapping[tuple[str, ...], int]) -> None:
    tab, tint = _PLAIN
    sheet.sheet_properties.tabColor = tab
    names = _all_lists()
    _head(sheet, 1, [names[choices] for choices in lists], tint)
    plain = Font(name="Calibri", size=10, color=_INK)
    for choices, at in lists.items():
        letter = get_column_letter(at + 1)
        sheet.column_dimensions[letter].width = max(12.0, len(names[choices]) + 3.0, max(map(len, choices)) + 2.0)
        for row, word in enumerate(choices, start=2):
            cell = sheet.cell(row, at + 1, word)
            cell.font = plain
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _print_setup(sheet, wide=True)


def _steady(raw: bytes, made: datetime) -> bytes:
    """The same archive without the day and hour at which it was written."""
    stamp = made.strftime("%Y-%m-%dT%H:%M:%SZ")
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), data)
            item = zipfile.ZipInfo(name, date_time=(made.year, made.month, made.day, made.hour, made.minute, 0))
            item.compress_type = zipfile.ZIP_DEFLATED
            item.external_attr = 0o600 << 16
            item.create_system = 3
            new.writestr(item, data)
    return out.getvalue()
