"""Where a formatted text goes in the text of a part: the paragraphs that hold a mark, and how wide the page is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from alongside.render.formatmarks import OPEN, SHUT

_EDGE = re.compile(
    f'<w:p(?: [^>]*?)?(/?)>|(</w:p>)|(<w:tc>|<w:tc )|(</w:tc>)|<w:tcW [^>]*?w:w="(\\d+)"|{OPEN}\\d*{SHUT}'
)


@dataclass(slots=True)
class Span:
    start: int
    end: int
    cell: int | None = None  # the width of the cell around, 0 where it is not known; None: there is none
    attribute: bool = False
    bare: bool = False  # a mark outside any paragraph


def spans(xml: str) -> Iterator[Span]:
    """The outermost paragraphs that hold a mark, and marks that stand in none."""
    depth, start, marked = 0, 0, False
    cells: list[int] = []
    for edge in _EDGE.finditer(xml):
        if edge.group().startswith(OPEN):
            in_tag = xml.rfind("<", 0, edge.start()) > xml.rfind(">", 0, edge.start())
            if depth == 0:
                yield Span(edge.start(), edge.end(), attribute=in_tag, bare=not in_tag)
            marked = True
        elif edge[3]:
            cells.append(0)
        elif edge[4]:
            cells = cells[:-1]
        elif edge[5]:
            if cells and not cells[-1]:
                cells[-1] = int(edge[5])
        elif edge[2]:
            depth -= 1
            if depth == 0 and marked:
                yield Span(start, edge.end(), cell=cells[-1] if cells else None)
                marked = False
        elif not edge[1]:
            if depth == 0:
                start, marked = edge.start(), OPEN in edge.group()
            depth += 1


def page_width(xml: str) -> int:
    """Between the margins of the last section, in twentieths of a point."""
    section = xml[max(xml.rfind("<w:sectPr"), 0) :]
    page = re.search(r'<w:pgSz [^>]*?w:w="(\d{1,6})"', section)
    margin = re.search(r"<w:pgMar [^>]*>", section)
    sides = re.findall(r'w:(?:left|right)="(\d{1,6})"', margin.group()) if margin else []
    return max(1000, int(page[1]) - sum(map(int, sides))) if page else 9000
