"""What grows with a new row: filters, drop-downs, conditional formats and tables that reached to the last row."""

import re

from alongside.library.editing.markup import Markup, with_attribute
from alongside.library.editing.sheet_xml import Area, SheetXml, Splice, area, area_name

_LATER_LISTS = ("x14:dataValidation", "x14:conditionalFormatting")  # as newer versions of Excel write them
_YES = frozenset({"1", "true"})
_FILTERED = "_xlnm._FilterDatabase"


def grown(ref: str, *, from_row: int, to_row: int, heading_row: int) -> str:
    """A list of ranges ("A2:A9 C2:C9") in which each that ends at `from_row` ends at `to_row`.

    One that ends at the headings belongs to them, not to the records.
    """
    found = []
    for part in ref.split():
        place = area(part)
        if place is not None and place[2] == from_row > heading_row:
            part = area_name((place[0], place[1], to_row, place[3]))  # noqa: PLW2901
        found.append(part)
    return " ".join(found)


def sheet_growth(sheet: SheetXml, *, from_row: int, to_row: int, heading_row: int) -> tuple[list[Splice], Area | None]:
    """What changes after the sheet's rows, and the area of its filter as it was, if that grew."""
    markup, splices = sheet.markup, []

    def stretch(ref: str) -> str:
        return grown(ref, from_row=from_row, to_row=to_row, heading_row=heading_row)

    for name in ("dataValidation", "conditionalFormatting"):
        for tag in markup.tags(name, sheet.tail):
            old = tag.get("sqref") or ""
            if tag.get("pivot") in _YES:
                continue  # it follows its pivot table
            if stretch(old) != " ".join(old.split()):
                splices.append((tag.start, tag.end, with_attribute(tag.text, "sqref", stretch(old))))
    for name in _LATER_LISTS:
        for tag in markup.tags(name, sheet.tail):
            stop = markup.content_end(name, tag)
            if tag.get("pivot") in _YES:
                continue
            for ref in markup.tags("xm:sqref", tag.end, stop):
                end = markup.content_end("xm:sqref", ref)
                old = markup.data[ref.end : end].decode("utf-8", "replace")
                if stretch(old) != " ".join(old.split()):
                    splices.append((ref.end, end, stretch(old).encode()))
    filtered = _filter_growth(sheet, from_row, to_row)
    return splices + ([filtered[0]] if filtered else []), filtered[1] if filtered else None


def _filter_growth(sheet: SheetXml, from_row: int, to_row: int) -> tuple[Splice, Area] | None:
    markup = sheet.markup
    views = markup.first("customSheetViews", sheet.tail)
    hidden = (views.start, markup.closing("customSheetViews", views)[1]) if views else (0, 0)
    for tag in markup.tags("autoFilter", sheet.tail):
        place = area(tag.get("ref") or "")
        if place is None or hidden[0] <= tag.start < hidden[1] or place[2] != from_row:
            continue
        new = with_attribute(tag.text, "ref", area_name((place[0], place[1], to_row, place[3])))
        return (tag.start, tag.end, new), place
    return None


def filter_name_growth(workbook: bytes, sheet_index: int, was: Area, to_row: int) -> bytes:
    """The workbook part with the hidden name of a sheet's filter grown as the filter itself; LibreOffice goes by it."""
    markup = Markup(workbook)
    top, left, bottom, right = was
    for tag in markup.tags("definedName"):
        if tag.get("name") != _FILTERED or tag.number("localSheetId") != sheet_index:
            continue
        end = markup.content_end("definedName", tag)
        text = workbook[tag.end : end]
        found = re.search(rb"!(\$?[A-Z]+\$?[0-9]+:\$?[A-Z]+\$?)([0-9]+)\s*$", text)
        if found and area((found[1] + found[2]).decode()) == (top, left, bottom, right):
            return workbook[: tag.end + found.start(2)] + b"%d" % to_row + workbook[tag.end + found.end(2) :]
    return workbook


def table_growth(table: bytes, to_row: int) -> bytes:
    """The table part with its range, and the range of its filter, down to `to_row`."""
    markup = Markup(table)
    whole = markup.root
    place = area(whole.get("ref") or "")
    assert place is not None  # it was chosen by its range
    new = with_attribute(whole.text, "ref", area_name((place[0], place[1], to_row, place[3])))
    result = table[: whole.start] + new
    tag = markup.first("autoFilter", whole.end)
    filtered = area(tag.get("ref") or "") if tag else None
    if tag is None or filtered is None:
        return result + table[whole.end :]
    wider = with_attribute(tag.text, "ref", area_name((filtered[0], filtered[1], to_row, filtered[3])))
    return result + table[whole.end : tag.start] + wider + table[tag.end :]
