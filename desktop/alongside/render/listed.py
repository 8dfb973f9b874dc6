"""The list of contents in the text of a filled body: its headings are found and written without a parser."""

import html
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from alongside.render.contents import ENTRY_STYLES, Entry, Field, Numbers, entry_of, said, wanted_styles
from alongside.render.package import parser

_PIECE = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:tab/>")
_EDGE = re.compile(r"<w:p[ >]|</w:p>")
_PROPERTIES = re.compile(r"<w:pPr[ >].*?</w:pPr>", re.DOTALL)


def headings(xml: str, field: Field, styles: bytes, numbering: bytes) -> tuple[Entry, ...]:
    """The headings that the field lists, in order. `styles`, `numbering`: those parts; empty: none."""
    if not styles:
        return ()
    wanted = wanted_styles(etree.fromstring(styles, parser()), field.instruction)
    numbers = Numbers(etree.fromstring(numbering, parser()) if numbering else None)
    found = []
    for style, paragraph in _styled(xml, sorted({*wanted, *numbers.styles})):
        number = numbers.next_of(style)
        if style in wanted:
            found.append(entry_of(_text(paragraph), number, wanted[style]))
    return tuple(found)


def written(xml: str, field: Field, entries: Sequence[Entry], pages: Sequence[int | None] = ()) -> str:
    """The body with the entries in place of the field's mark, and their pages where they are known."""
    lines = [_runs(entry, page) for entry, page in zip(entries, said(pages, len(entries)), strict=True)]
    joined = "".join(
        line if number == 0 else f'</w:p><w:p><w:pPr><w:pStyle w:val="{_style(entries[number])}"/></w:pPr>{line}'
        for number, line in enumerate(lines)
    )
    return xml.replace(field.mark, joined)


def _style(entry: Entry) -> str:
    return ENTRY_STYLES[min(entry.level, len(ENTRY_STYLES) - 1)]


def _runs(entry: Entry, page: str) -> str:
    texts = [*([entry.number, "\t"] if entry.number else []), entry.heading, *(["\t", page] if page else [])]
    return "".join(
        "<w:r><w:tab/></w:r>"
        if text == "\t"
        else f'<w:r><w:t xml:space="preserve">{html.escape(text, quote=False)}</w:t></w:r>'
        for text in texts
    )


def _styled(xml: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each paragraph in one of the styles, with its style."""
    if not names:
        return
    mark = re.compile(f'<w:pStyle w:val="({"|".join(map(re.escape, names))})"/>')
    for found in mark.finditer(xml):
        start = max(xml.rfind("<w:p>", 0, found.start()), xml.rfind("<w:p ", 0, found.start()))
        depth = 0
        for edge in _EDGE.finditer(xml, start):
            depth += -1 if edge.group().startswith("</") else 1
            if depth == 0:
                yield found[1], xml[start : edge.end()]
                break


def _text(paragraph: str) -> str:
    pieces = _PIECE.finditer(_PROPERTIES.sub("", paragraph, count=1))
    return "".join("\t" if piece[1] is None else html.unescape(piece[1]) for piece in pieces).strip()
