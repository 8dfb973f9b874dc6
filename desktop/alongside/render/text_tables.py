"""A small table of formatted text as Word's own, in the styles that the template has for it."""

import re
from collections.abc import Callable, Iterable, Sequence

from lxml import etree

from alongside.packs.formatted import Run, Runs, TextTable
from alongside.render.column_widths import column_widths
from alongside.render.paragraph_parts import properties_of, set_style, valued
from alongside.render.shapes import TABLES, Shapes
from alongside.render.wordml import W

_NUMBER = re.compile(r"[-+−]?[£]?\d[\d,.]*\s?%?|\W{0,3}")

Printed = Callable[[Runs], Iterable[etree._Element]]


def table_of(table: TextTable, total: int, shapes: Shapes, printed: Printed) -> etree._Element:
    """The table, so many twentieths of a point wide; `printed` makes the runs of a cell."""
    lines = table.lines()
    widths = column_widths(lines, total)
    made = etree.Element(f"{W}tbl")
    properties = etree.SubElement(made, f"{W}tblPr")
    style = shapes.style(*TABLES, kind="table")
    if style:
        properties.append(valued("tblStyle", style))
    etree.SubElement(properties, f"{W}tblW", {f"{W}w": str(sum(widths)), f"{W}type": "dxa"})
    if not style:
        properties.append(_borders())
    etree.SubElement(properties, f"{W}tblLayout", {f"{W}type": "fixed"})
    look = {"val": "0420", "firstRow": "1", "lastRow": "0", "firstColumn": "0", "lastColumn": "0", "noHBand": "1"}
    etree.SubElement(properties, f"{W}tblLook", {f"{W}{k}": v for k, v in {**look, "noVBand": "1"}.items()})
    grid = etree.SubElement(made, f"{W}tblGrid")
    for wide in widths:
        etree.SubElement(grid, f"{W}gridCol", {f"{W}w": str(wide)})
    numbers = [
        bool(at) and any(line[at] for line in lines[1:]) and all(_NUMBER.fullmatch(line[at]) for line in lines[1:])
        for at in range(len(widths))
    ]
    columns = list(zip(widths, numbers, strict=True))
    rows = (table.headings, *table.rows)
    made.extend([_row(row, columns, shapes, printed, heading=at == 0) for at, row in enumerate(rows)])
    return made


def _row(
    row: Sequence[Runs],
    columns: Sequence[tuple[int, bool]],
    shapes: Shapes,
    printed: Printed,
    *,
    heading: bool,
) -> etree._Element:
    """One row; of each column its width and whether it holds numbers."""
    made = etree.Element(f"{W}tr")
    properties = etree.SubElement(made, f"{W}trPr")
    etree.SubElement(properties, f"{W}cantSplit")
    if heading:
        etree.SubElement(properties, f"{W}tblHeader")
    for runs, (wide, is_number) in zip(row, columns, strict=True):
        cell = etree.SubElement(made, f"{W}tc")
        size = etree.SubElement(etree.SubElement(cell, f"{W}tcPr"), f"{W}tcW")
        size.set(f"{W}w", str(wide))
        size.set(f"{W}type", "dxa")
        line = etree.SubElement(cell, f"{W}p")
        style = shapes.style(
            f"Table {'Number ' if is_number else ''}Heading"
            if heading
            else f"Table {'Number' if is_number else 'Text'}"
        )
        if style:
            set_style(line, style)
        elif is_number:
            properties_of(line).append(valued("jc", "right"))
        shown = tuple(Run(run.text, True, run.italic, run.link) for run in runs) if heading and not style else runs
        line.extend(printed(shown))
    return made


def _borders() -> etree._Element:
    made = etree.Element(f"{W}tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        etree.SubElement(
            made, f"{W}{side}", {f"{W}val": "single", f"{W}sz": "4", f"{W}space": "0", f"{W}color": "auto"}
        )
    return made
