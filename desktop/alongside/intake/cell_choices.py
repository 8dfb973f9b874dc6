"""What the drop-down of a workbook's cell offers, whether its list is typed or stands in other cells."""

import re
from collections.abc import Iterator
from html import unescape

from alongside.errors import AlongsideError
from alongside.library.editing.book import EditableBook
from alongside.library.editing.sheet_xml import area, within

_RULE = re.compile(rb"<((?:[\w.-]+:)?)dataValidation(?=[\s>])[^>]*>.*?</\1dataValidation\s*>", re.DOTALL)
_TYPE = re.compile(rb"""\stype\s*=\s*["']list["']""")
_AREAS = re.compile(rb"""\ssqref\s*=\s*["']([^"']*)["']|<(?:[\w.-]+:)?sqref>([^<]*)<""")
_FIRST = re.compile(rb"<((?:[\w.-]+:)?)formula1>(?:\s*<(?:[\w.-]+:)?f>)?([^<]*)<")
_PLACE = re.compile(r"(?:(?:'((?:[^']|'')+)'|([\w.]+))!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)")
_MOST = 2_000  # cells of a list


def offered_by(book: EditableBook, sheet: str, row: int, column: int) -> tuple[str, ...]:
    """The answers that a cell's list offers; empty where it has none, or where its list is worked out."""
    for rule in _RULE.finditer(book.sheet(sheet).markup.data):
        opening = rule[0][: rule[0].index(b">") + 1]
        if not _TYPE.search(opening):
            continue
        named = _AREAS.search(opening) or _AREAS.search(rule[0])
        first = _FIRST.search(rule[0])
        if named is None or first is None:
            continue
        areas = (area(text) for text in (named[1] or named[2] or b"").decode("utf-8", "replace").split())
        if any(place is not None and within(row, column, place) for place in areas):
            return tuple(_listed(book, sheet, unescape(first[2].decode("utf-8", "replace")).strip()))
    return ()


def _listed(book: EditableBook, sheet: str, formula: str) -> Iterator[str]:
    if formula.startswith('"') and formula.endswith('"'):
        yield from (text.strip() for text in formula[1:-1].replace('""', '"').split(",") if text.strip())
        return
    found = _PLACE.fullmatch(formula.lstrip("="))
    place = area(found[3]) if found else None
    if found is None or place is None:
        return
    name = (found[1] or found[2] or sheet).replace("''", "'")
    top, left, bottom, right = place
    for at in range(top, min(bottom, top + _MOST) + 1):
        for column in range(left, right + 1):
            try:
                value = book.value(name, at, column)
            except AlongsideError:
                return
            if value not in (None, ""):
                yield str(value)
