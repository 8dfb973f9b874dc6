"""Where in a Word file a field of a template stands: paragraph, or table, row and cell."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from alongside.findings import Place
from alongside.i18n import _
from alongside.render.wordml import W, text_of

_FIELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_KIND = re.compile(r"^(?:tr|tc|p|r)\s+")
_CURLY = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class _Standing:
    field: str  # as `_bare` gives it
    place: Place


def place_of(tree: etree._Element, source: str, line: int | None, word: str, where: Place) -> Place:
    """The place of the field in that line of the source, the one that holds `word` where there are several.

    `tree`: the part as it stands in the file; `source`: the part as Jinja reads it. `where` if it cannot be told.
    """
    lines = source.split("\n")
    if line is None or not 1 <= line <= len(lines):
        return where
    here = [_bare(found) for found in _FIELD.findall(_plain(lines[line - 1]))]
    if not here:
        return where
    field = next((item for item in here if word and re.search(rf"\b{re.escape(word)}\b", item)), here[0])
    before = Counter(_bare(found) for text in lines[: line - 1] for found in _FIELD.findall(_plain(text)))
    same = [item for item in _standing(tree, where) if item.field == field]
    return same[min(before[field], len(same) - 1)].place if same else where


def _standing(tree: etree._Element, where: Place) -> Iterator[_Standing]:
    tables = {table: number for number, table in enumerate(tree.iter(f"{W}tbl"), start=1)}
    for number, paragraph in enumerate(tree.iter(f"{W}p"), start=1):
        found = _FIELD.findall(text_of(paragraph))
        if found:
            place = Place(template=where.template, part=where.part, paragraph=number, cell=_cell(paragraph, tables))
            yield from (_Standing(_bare(field), place) for field in found)


def _cell(paragraph: etree._Element, tables: dict[etree._Element, int]) -> str | None:
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    row = next(cell.iterancestors(f"{W}tr"), None) if cell is not None else None
    table = next(row.iterancestors(f"{W}tbl"), None) if row is not None else None
    if cell is None or row is None or table is None:
        return None
    return _("table {table}, row {row}, cell {cell}").format(
        table=tables[table], row=_number(row, table, "tr"), cell=_number(cell, row, "tc")
    )


def _number(element: etree._Element, inside: etree._Element, name: str) -> int:
    return next(
        (at for at, item in enumerate(inside.iterchildren(f"{W}{name}"), start=1) if item is element),
        1,
    )


def _plain(line: str) -> str:
    bare = re.sub(r"<[^>]*>", "", line) if "<w:" in line else line
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _bare(field: str) -> str:
    inner = _KIND.sub("", field[2:-2].strip("-").strip())
    return " ".join(inner.translate(_CURLY).split())
