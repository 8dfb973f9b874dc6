"""A report as a Word document, by the template `report.docx`: tables as wide as the page, their columns by content."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from lxml import etree

from alongside.i18n import _
from alongside.render.column_widths import column_widths
from alongside.render.package import pack_parts, read_parts, tree_of
from alongside.render.report_words import TEMPLATE
from alongside.render.template import PackTemplate
from alongside.render.wording import long_day
from alongside.render.wordml import W
from alongside.report import Cell, Report, ReportTable

_BODY = "word/document.xml"
_MEASURE = 9184  # of the text, in twentieths of a point: templates/make/look.py


def report_document(report: Report, templates: Path) -> bytes:
    """The bytes of the Word file. Nobody is named in its properties. Raises AlongsideError for a broken template."""
    template = PackTemplate(templates / TEMPLATE)
    template.fill(_words(report))
    template.describe(title=report.title, subject=report.about, day=report.on)
    out = BytesIO()
    template.save(out)
    tables = [table for section in report.sections for table in section.tables]
    return _spread(out.getvalue(), [column_widths(_lines(table), _MEASURE) for table in tables])


def _spread(data: bytes, widths: Sequence[Sequence[int]]) -> bytes:
    """The document with the columns of its tables so wide, table by table."""
    parts = dict(read_parts(data, TEMPLATE))
    tree = tree_of(parts[_BODY], TEMPLATE)
    for table, columns in zip(tree.iter(f"{W}tbl"), widths, strict=True):
        grid = table.find(f"{W}tblGrid")
        if grid is not None:
            grid[:] = [etree.Element(f"{W}gridCol", {f"{W}w": str(wide)}) for wide in columns]
        for row in table.iter(f"{W}tr"):
            for cell, wide in zip(row.iter(f"{W}tc"), columns, strict=True):
                size = cell.find(f"{W}tcPr/{W}tcW")
                if size is not None:
                    size.attrib.update({f"{W}w": str(wide), f"{W}type": "dxa"})
    parts[_BODY] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack_parts(parts)


def _words(report: Report) -> dict[str, object]:
    notice = _("Example only: the provider, the people and the figures are invented.") if report.example else ""
    return {
        "document": {
            "title": report.title, "subtitle": report.about, "status": report.status or _("Report"),
            "day": long_day(report.on),
            "mark": _("EXAMPLE") if report.example else "", "notice": notice, "stamp": "",
        },
        "pack": {"title": report.title, "recipient": ""},
        "sections": [
            {
                "heading": section.heading,
                "paragraphs": section.paragraphs or (() if section.tables else (section.empty,)),
                "tables": [_table(table) for table in section.tables],
            }
            for section in report.sections
        ],
        "notes": report.notes,
    }  # fmt: skip


def _table(table: ReportTable) -> dict[str, object]:
    lines = _lines(table)
    numbers = [
        any(row[at] is not None for row in table.rows) and all(_is_number(row[at]) for row in table.rows)
        for at in range(len(table.headings))
    ]
    shown = [
        [{"text": text, "is_number": number} for text, number in zip(line, numbers, strict=True)] for line in lines
    ]
    return {
        "title": ", ".join(table.headings),
        "headings": shown[0],
        "rows": [{"cells": line} for line in shown[1:]],
        "note": table.note,
    }


def _lines(table: ReportTable) -> list[tuple[str, ...]]:
    return [table.headings, *(tuple(map(cell_text, row)) for row in table.rows)]


def _is_number(value: Cell) -> bool:
    return value is None or isinstance(value, int | float)


def cell_text(value: Cell) -> str:
    """A cell as it is printed."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.day}\N{NO-BREAK SPACE}{value:%b}\N{NO-BREAK SPACE}{value.year}"
    return f"{value:g}" if isinstance(value, float) else str(value)
