"""Pieces of a Word document as XML: paragraphs, runs, fields, tables, and the tags that docxtpl reads."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from templates.make.look import TEXT_WIDTH


def run(text: str, style: str = "") -> str:
    """A run of text; `style` is the id of a character style."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tab() -> str:
    """A tab."""
    return "<w:r><w:tab/></w:r>"


def paragraph(style: str, *runs: str, new_page: bool = False) -> str:
    """A paragraph in a named style; a run that is no XML yet becomes a plain one.

    `new_page` stands in the paragraph and not in its style: the embedded converter reads it only there.
    """
    content = "".join(item if item.startswith("<") else run(item) for item in runs)
    turn = "<w:pageBreakBefore/>" if new_page else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{turn}</w:pPr>{content}</w:p>'


def tag(text: str) -> str:
    """A paragraph that holds only a tag and goes with it: "for question in questions" becomes {%p for ... %}."""
    return paragraph("Normal", f"{{%p {text} %}}")


def each(loop: str, *inner: str) -> str:
    """Repeat: each("question in questions", ...)."""
    return tag(f"for {loop}") + "".join(inner) + tag("endfor")


def when(test: str, *inner: str) -> str:
    """Only if: when("pack.period", ...)."""
    return tag(f"if {test}") + "".join(inner) + tag("endif")


def choose(*branches: tuple[str, str]) -> str:
    """The first branch whose test holds; a test "" is the last resort."""
    shown = []
    for at, (test, inner) in enumerate(branches):
        shown.append(tag(f"{'elif' if at else 'if'} {test}" if test else "else") + inner)
    return "".join(shown) + tag("endif")


def field(instruction: str, result: str, style: str = "") -> str:
    """A field that Word works out, with the result shown until then."""
    return f'<w:fldSimple w:instr=" {escape(instruction)} ">{run(result, style)}</w:fldSimple>'


def bookmark(kind: str, content: str) -> str:
    """What a text may refer to; one of each kind: each caption gets its own when a pack is built."""
    place = {"Table": 1, "Figure": 2, "Picture": 3}[kind]
    return f'<w:bookmarkStart w:id="{place}" w:name="_Ref{kind}"/>{content}<w:bookmarkEnd w:id="{place}"/>'


def cell(*content: str, width: int | None = None) -> str:
    """A cell; `width` in twentieths of a point, None: as its column is."""
    size = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else '<w:tcW w:w="0" w:type="auto"/>'
    return f"<w:tc><w:tcPr>{size}</w:tcPr>{''.join(content)}</w:tc>"


def row(*cells: str, heading: bool = False) -> str:
    """A row that does not split over two pages; a heading row comes again on each page."""
    repeat = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def tag_row(text: str) -> str:
    """A row that holds only a tag and goes with it."""
    return row(cell(paragraph("TableText", f"{{%tr {text} %}}")))


def tag_cell(text: str) -> str:
    """A cell that holds only a tag and goes with it."""
    return cell(paragraph("TableText", f"{{%tc {text} %}}"))


def table(style: str, columns: Sequence[int], *rows: str, heading: bool = True, about: str = "") -> str:
    """A table of the full measure. `about`: its alternative text, for those who hear it."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    first = "1" if heading else "0"
    told = f"<w:tblCaption w:val={_quoted(about)}/>" if about else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{"0420" if heading else "0400"}" w:firstRow="{first}" '
        f'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{told}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _quoted(text: str) -> str:
    return f'"{escape(text, {chr(34): "&quot;"})}"'


def shares(*parts: float) -> tuple[int, ...]:
    """Column widths in these proportions, filling the measure exactly."""
    widths = [int(TEXT_WIDTH * part / sum(parts)) for part in parts]
    widths[0] += TEXT_WIDTH - sum(widths)
    return tuple(widths)


def listing(about: str, loop: str, *columns: tuple[str, str, float, bool]) -> str:
    """A table with one row for each thing of `loop`. A column: heading, text, share of the width, whether a number.

    Text that is XML already stands as it is.
    """
    widths = shares(*(share for _, _, share, _ in columns))
    headings = [
        cell(paragraph("TableNumberHeading" if number else "TableHeading", heading), width=width)
        for (heading, _, _, number), width in zip(columns, widths, strict=True)
    ]
    cells = [
        cell(text if text.startswith("<") else paragraph("TableNumber" if number else "TableText", text), width=width)
        for (_, text, _, number), width in zip(columns, widths, strict=True)
    ]
    return table(
        "AlongsideTable", widths,
        row(*headings, heading=True), tag_row(f"for {loop}"), row(*cells), tag_row("endfor"), about=about,
    )  # fmt: skip


_MOST_COLUMNS = 8
_LABEL_EXTRA = 1400  # how much wider the first column is than the others


def released_table(name: str, kept: str = "Kept") -> str:
    """A table of as many columns as the figures have, the first wider; docxtpl takes away grid columns left over.

    Its rows stay together on a page unless `kept` is empty.
    """
    rest = (TEXT_WIDTH - _LABEL_EXTRA) // _MOST_COLUMNS
    columns = (TEXT_WIDTH - rest * (_MOST_COLUMNS - 1), *([rest] * (_MOST_COLUMNS - 1)))

    def cells(item: str, loop: str, text: str, number: str) -> str:
        return (
            tag_cell(f"for {item} in {loop}")
            + cell(choose((f"{item}.is_number", paragraph(number, f"{{{{ {item}.text }}}}")),
                          ("", paragraph(text, f"{{{{ {item}.text }}}}"))))
            + tag_cell("endfor")
        )  # fmt: skip

    return table(
        "AlongsideTable", columns,
        row(cells("heading", f"{name}.headings", "TableHeading", "TableNumberHeading"), heading=True),
        tag_row(f"for row in {name}.rows"),
        row(cells("cell", "row.cells", f"TableText{kept}", f"TableNumber{kept}")),
        tag_row("endfor"),
        about=f"{{{{ {name}.title }}}}",
    )  # fmt: skip
