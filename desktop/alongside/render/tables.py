"""A table's grid made to fit its rows after filling, as docxtpl does it; only tables that need it are parsed."""

import re
from collections.abc import Callable

from lxml import etree

from alongside.render.package import parser

_EDGE = re.compile(r"<w:tbl[ >]|</w:tbl>")
_SPAN = re.compile(r'<w:gridSpan w:val="(\d+)"/>')
_DECLARED = re.compile(r'\sxmlns(?::[\w.-]+)?="[^"]*"')
_UNUSUAL = ("<w:sdt>", "<w:sdt ", "<w:customXml", "<w:tcPrChange", "<w:ins ", "<w:gridSpan/>", "<mc:AlternateContent")

FixTree = Callable[[str], etree._Element]


def fixed(xml: str, opening: str, fix: FixTree) -> str:
    """The part with each table's columns as docxtpl's `fix` leaves them. `opening`: the tag with the namespaces."""
    made, done, depth, start = [], 0, 0, 0
    for edge in _EDGE.finditer(xml):
        if edge.group() != "</w:tbl>":
            if depth == 0:
                start = edge.start()
            depth += 1
            continue
        depth -= 1
        if depth == 0:
            table = xml[start : edge.end()]
            if not fits(table):
                made += [xml[done:start], _refitted(table, opening, fix)]
                done = edge.end()
    return "".join([*made, xml[done:]]) if made else xml


def fits(table: str) -> bool:
    """Whether docxtpl would leave the table as it is. False where only a parser can tell."""
    if table.count("<w:tbl>") + table.count("<w:tbl ") != 1 or any(mark in table for mark in _UNUSUAL):
        return False
    rows = table.split("</w:tr>")[:-1]
    head = rows[0] if rows else table
    columns = head.count("<w:gridCol ") + head.count("<w:gridCol/>")
    widest = 0
    for row in rows:
        cells = row.count("<w:tc>") + row.count("<w:tc ")
        if cells > columns:
            return False
        spans = row.count("<w:gridSpan")
        if spans:
            found = _SPAN.findall(row)
            if len(found) != spans:
                return False
            cells += sum(int(span) - 1 for span in found)
        widest = max(widest, cells)
    return widest >= columns


def _refitted(table: str, opening: str, fix: FixTree) -> str:
    name = opening[1:].split(None, 1)[0].rstrip(">/")
    root = etree.fromstring(f"{opening}{table}</{name}>", parser())
    if any(each.find(f"{{{root.nsmap['w']}}}tblGrid") is None for each in root.iter(f"{{{root.nsmap['w']}}}tbl")):
        return table  # Word makes a grid of its own
    before = etree.tostring(root)
    tree = fix(before.decode())
    if etree.tostring(tree) == before:
        return table
    text = etree.tostring(tree[0], encoding="unicode")
    end = text.index(">")
    own = _DECLARED.sub("", text[:end]) if not _DECLARED.search(table[: table.index(">")]) else text[:end]
    return own + text[end:]
