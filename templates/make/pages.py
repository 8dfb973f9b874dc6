"""Parts that documents share: cover, masthead, contents, headers, footers, the draft mark, answers in blocks."""

from templates.make.look import MARGIN, MARK, PAGE_HEIGHT, PAGE_WIDTH, TEXT_WIDTH
from templates.make.parts import (
    bookmark,
    cell,
    choose,
    each,
    field,
    paragraph,
    released_table,
    row,
    run,
    tab,
    table,
    tag_row,
    when,
)

LABEL = 2600  # width of the labels on a cover, in twentieths of a point


def details(*lines: tuple[str, str, str]) -> str:
    """Label and value, line by line. A line: label, the text, the word that must not be empty for it to be shown."""
    rows = []
    for label, text, needs in lines:
        shown = row(
            cell(paragraph("CoverLabel", label), width=LABEL),
            cell(paragraph("CoverDetail", text), width=TEXT_WIDTH - LABEL),
        )
        rows.append(tag_row(f"if {needs}") + shown + tag_row("endif") if needs else shown)
    return table("CoverTable", (LABEL, TEXT_WIDTH - LABEL), *rows, heading=False, about="About this document")


_LINES = (
    ("Prepared for", "{{ pack.recipient }}", "pack.recipient"),
    ("Service", "{{ pack.services }}", "pack.services"),
    ("Reference", "{{ pack.reference }}", "pack.reference"),
    ("Period of the evidence", "{{ pack.period }}", "pack.period"),
    ("Prepared by", "{{ pack.prepared_by }}", "pack.prepared_by"),
    ("Framework", "{{ document.framework }}", "document.framework"),
    ("Date", "{{ document.day }}", ""),
    ("Status", "{{ document.status }}", ""),
)
_SHORT = tuple(line for line in _LINES if line[0] not in {"Prepared by", "Framework"})


def cover(*more: tuple[str, str, str]) -> str:
    """A page of its own: band, title, what it is about, details. `more` comes after the reference."""
    return (
        paragraph("CoverBand", "{{ pack.provider }}")
        + paragraph("Title", "{{ document.title }}")
        + paragraph("Subtitle", "{{ document.subtitle }}")
        + details(*_LINES[:3], *more, *_LINES[3:])
        + when("document.notice", paragraph("CoverNotice", "{{ document.notice }}"))
    )


def masthead() -> str:
    """The head of a short document, on the first page with what follows."""
    return (
        paragraph("MastheadBand", "{{ pack.provider }}")
        + paragraph("MastheadTitle", "{{ document.title }}")
        + paragraph("MastheadSubtitle", "{{ document.subtitle }}")
        + details(*_SHORT)
        + when("document.notice", paragraph("CoverNotice", "{{ document.notice }}"))
    )


def contents(styles: str) -> str:
    """The list of contents: a field that Word refreshes on opening. `styles`: which headings, in the field's words."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC {styles} \\h \\z </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return paragraph("TOCHeading", "Contents", new_page=True) + paragraph(
        "TOC1", begin + run("Filled when a pack is built, and again when Word opens the file.") + end
    )


def section() -> str:
    """A4, our margins, another header and footer on the first page."""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:headerReference w:type="first" '
        'r:id="rIdHeaderFirst"/><w:footerReference w:type="default" r:id="rIdFooter"/><w:footerReference '
        f'w:type="first" r:id="rIdFooterFirst"/><w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/><w:pgMar w:top="1400" '
        f'w:right="{MARGIN}" w:bottom="1540" w:left="{MARGIN}" w:header="720" w:footer="560" w:gutter="0"/>'
        "<w:titlePg/></w:sectPr>"
    )


def draft_mark() -> str:
    """The word across the page, made as Word makes its own watermarks, so that Word's own command takes it away."""
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:430pt;height:86pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        "mso-position-vertical-relative:margin"
    )
    shape = (
        '<w:r><w:rPr><w:noProof/></w:rPr><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" '
        'adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
        'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" '
        'xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
        '<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" '
        f'alt="Watermark: {{{{ document.mark }}}}" style="{style}" o:allowincell="f" fillcolor="#{MARK}" stroked="f">'
        '<v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" '
        'string="{{ document.mark }}"/></v:shape></w:pict></w:r>'
    )
    return run("{%r if document.mark %}") + shape + run("{%r endif %}")


def header(first: bool) -> str:
    """Above each page: what it is and whether it is a draft; on the first page only the latter."""
    text = "" if first else run("{{ pack.title }}")
    return paragraph("Header", draft_mark() + text + tab() + run("{{ document.mark }}", "StatusWord"))


def footer(*, letter: bool = False) -> str:
    """Below each page: document, status, framework, page x of y. A letter names its sender instead."""
    page = run("Page ") + field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    if letter:
        return paragraph("Footer", run("{{ pack.provider }}") + tab() + page)
    line = run("{{ document.title }}") + run(" · {{ document.status }} · {{ document.day }}")
    stamp = when("document.stamp", paragraph("FooterStamp", "Framework: {{ document.stamp }}"))
    return paragraph("Footer", line + tab() + page) + stamp


def reference(word: str) -> str:
    """The raised number, straight after the text: a space would be one word more to Word's count."""
    return run(f"{{{{ {word} }}}}", "EvidenceReference")


def answer(item: str) -> str:
    """All blocks of a question or section."""

    def text(style: str) -> str:
        return paragraph(style, run("{{ paragraph.text }}") + reference("paragraph.reference"))

    lines = each(
        "paragraph in block.paragraphs",
        choose(
            ("paragraph.style == 'heading'", paragraph("BlockHeading", "{{ paragraph.text }}")),
            ("paragraph.style == 'words'", text("PersonWords")),
            ("paragraph.style == 'story'", text("StoryText")),
            ("paragraph.style == 'note'", text("TableNote")),
            ("paragraph.style == 'withheld'", paragraph("Withheld", "{{ paragraph.text }}")),
            ("", text("BodyText")),
        ),
    )
    figures = when("block.has_table", captioned("block.table", reference("block.table.reference")))
    charts = when("block.has_chart", chart("block.chart", reference("block.chart.reference")))
    pictures = when("block.has_picture", picture("block.picture"))
    return each(f"block in {item}.blocks", lines, figures, charts, pictures)


def chart(name: str, after: str = "") -> str:
    """A chart with its caption above and its note below, as a table has them."""
    number = field("SEQ Figure \\* ARABIC", f"{{{{ {name}.number }}}}")
    marked = bookmark("Figure", run("Figure ") + number)
    caption = paragraph("Caption", marked + run(f": {{{{ {name}.title }}}}") + after)
    drawing = paragraph("Chart", f"{{{{ {name}.drawing }}}}")
    return caption + drawing + paragraph("TableNote", f"{{{{ {name}.note }}}}")


def picture(name: str) -> str:
    """A picture with its caption, which may be empty, below it."""
    number = field("SEQ Figure \\* ARABIC", f"{{{{ {name}.number }}}}")
    marked = bookmark("Picture", run("Figure ") + number)
    captioned = paragraph("PictureAbove", f"{{{{ {name}.drawing }}}}") + paragraph(
        "PictureCaption", marked + run(f": {{{{ {name}.caption }}}}")
    )
    return choose((f"{name}.caption", captioned), ("", paragraph("Picture", f"{{{{ {name}.drawing }}}}")))


def captioned(name: str, after: str = "") -> str:
    """A table with its caption above and its note below. Without rows, as when all of it is hidden, the note alone."""
    number = field("SEQ Table \\* ARABIC", f"{{{{ {name}.number }}}}")
    marked = bookmark("Table", run("Table ") + number)
    caption = paragraph("Caption", marked + run(f": {{{{ {name}.title }}}}") + after)
    return caption + when(f"{name}.rows", released_table(name)) + paragraph("TableNote", f"{{{{ {name}.note }}}}")
