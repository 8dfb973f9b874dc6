"""The one typographic system of all templates: colours, sizes, named styles and the numbering of headings."""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

FONT = "Arial"  # Liberation Sans has the same widths

# Every pair below is measured in tests/templates/test_design.py: 4.5:1 for text, 3:1 for rules.
ACCENT = "0F6B66"
INK = "1F2826"
QUIET = "54605E"  # captions, notes, footers
PAPER = "FFFFFF"
TINT = "E6F0EF"  # heading rows, question boxes
GREY = "ECEEED"  # withheld
LINE = "B4C4C2"  # hairlines between rows: no meaning hangs on them
RULE = "5E8683"  # rules that carry meaning: under heading rows, beside stories
MARK = "E9E9E9"  # the word across a draft: text on it must read well in print

MARGIN = 1361  # 2.4 cm, in twentieths of a point; so are all lengths below
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # A4
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
BODY, LEADING = 11.0, 15.0  # points
TABLE, TABLE_LEADING = 9.5, 13.0
LIST_LINES = 1.19  # of the font's own line: the body's leading; an exact one is doubled by the embedded converter
LIST_STEP = 360  # how far each level of a list is set in
HAIRLINE = 4  # eighths of a point

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True)
class Style:
    """One named style, as a user finds it in Word. Sizes and spaces in points; None: as the style it is based on."""

    name: str
    kind: str = "paragraph"  # paragraph or character
    based: str = "Normal"
    then: str = ""  # the style of the next paragraph
    size: float | None = None
    leading: float | None = None
    multiple: float | None = None  # of the font's own line, in place of leading
    before: float | None = None
    after: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    colour: str = ""
    raised: bool = False
    underline: bool = False
    align: str = ""
    left: int | None = None  # twentieths of a point
    right: int | None = None
    hanging: int | None = None
    fill: str = ""
    borders: str = ""  # XML of w:pBdr
    tabs: str = ""  # XML of w:tabs
    keep_next: bool = False
    keep_lines: bool = False
    level: int | None = None  # in the contents, from 0
    list_id: int | None = None  # 0 switches the list of the style below off
    list_level: int = 0
    built_in: bool = False
    own_id: str = ""
    priority: int = 20
    together: bool = False  # no space between paragraphs of this style

    @property
    def id(self) -> str:
        return self.own_id or "".join(part[:1].upper() + part[1:] for part in self.name.split())


def edge(side: str, size: int, colour: str, space: int = 0) -> str:
    """One border; `size` in eighths of a point, `space` in points."""
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def box(fill: str, around: int) -> str:
    """Four borders in the colour of the fill: room around shaded text, which Word has no other way to give."""
    return "".join(edge(side, 4, fill, around) for side in ("top", "left", "bottom", "right"))


def _tab(kind: str, at: int, leader: str = "") -> str:
    dots = f' w:leader="{leader}"' if leader else ""
    return f'<w:tab w:val="{kind}"{dots} w:pos="{at}"/>'


STORY_RULE = edge("left", 24, ACCENT, 12)
_INSET = 240

STYLES: tuple[Style, ...] = (
    Style("Normal", based="", size=BODY, leading=LEADING, after=0, colour=INK, built_in=True, priority=0),
    Style("Body Text", after=7.5, built_in=True, priority=1),
    Style("heading 1", then="BodyText", size=18, multiple=1.11, before=24, after=9, bold=True, colour=ACCENT,
          keep_next=True,
          keep_lines=True, level=0, list_id=1, list_level=0, built_in=True, own_id="Heading1", priority=9),
    Style("heading 2", then="BodyText", size=13.5, multiple=1.16, before=16, after=5, bold=True, colour=ACCENT,
          keep_next=True,
          keep_lines=True, level=1, list_id=1, list_level=1, built_in=True, own_id="Heading2", priority=9),
    Style("heading 3", then="BodyText", size=BODY, leading=LEADING, before=9, after=3, bold=True, colour=INK,
          keep_next=True, keep_lines=True, level=2, built_in=True, own_id="Heading3", priority=9),
    Style("Plain Heading", based="Heading1", then="BodyText", list_id=0, left=0, hanging=0, level=0, before=0,
          priority=10),
    Style("Answer Heading", based="Heading1", then="BodyText", list_id=0, left=0, hanging=0, level=0, before=30,
          after=9, tabs=_tab("left", 1020), priority=10),
    Style("Answer Heading On Top", based="AnswerHeading", then="BodyText", level=0, before=0, priority=10),
    # One below a question, section or story, which are all of the first level.
    Style("Block Heading", based="Heading3", then="BodyText", level=1, priority=10),
    Style("Appendix Heading", based="Heading1", then="BodyText", list_id=2, left=0, hanging=0, level=0, priority=10),
    # The cover
    Style("Cover Band", size=13, leading=17, after=150, bold=True, colour=PAPER, fill=ACCENT, borders=box(ACCENT, 12),
          left=_INSET, right=_INSET, priority=11),
    Style("Title", then="Subtitle", size=34, leading=40, after=10, bold=True, colour=ACCENT, keep_next=True,
          built_in=True, priority=11),
    Style("Subtitle", size=16, leading=22, after=28, colour=INK, built_in=True, priority=11),
    Style("Cover Label", size=9.5, leading=15, colour=QUIET, priority=11),
    Style("Cover Detail", size=BODY, leading=15, after=3, priority=11),
    Style("Cover Notice", size=BODY, leading=LEADING, before=16, bold=True, colour=INK, priority=11),
    Style("Masthead Band", based="CoverBand", size=11, leading=14, after=24, priority=11),
    Style("Masthead Title", based="Title", then="MastheadSubtitle", size=24, leading=29, after=4, priority=11),
    Style("Masthead Subtitle", based="Subtitle", size=12.5, leading=17, after=14, priority=11),
    # A question and its answer
    Style("Alongside Question", size=BODY, leading=LEADING, after=4, bold=True, keep_next=True, keep_lines=True,
          priority=12),
    Style("Question Guidance", size=10, leading=14, after=4, colour=INK, keep_next=True, keep_lines=True, priority=12),
    Style("Question Limits", size=9.5, leading=14, colour=QUIET, keep_next=True, keep_lines=True, priority=12),
    Style("Question Gap", size=4, leading=10, priority=12),
    # A person's story
    Style("Person Words", then="StoryText", size=13, leading=18, before=8, after=0, colour=ACCENT, left=_INSET,
          borders=STORY_RULE, keep_next=True, keep_lines=True, priority=13),
    Style("Story Text", size=BODY, leading=LEADING, before=6, after=8, left=_INSET, borders=STORY_RULE, priority=13),
    Style("Withheld", size=10, leading=14, before=8, after=10, colour=INK, fill=GREY, borders=box(GREY, 6),
          left=120, right=120, keep_lines=True, priority=13),
    Style("Story Heading", based="Heading1", then="BodyText", list_id=0, left=0, hanging=0, level=0, priority=13),
    Style("Story Heading On Top", based="StoryHeading", then="BodyText", level=0, before=0, priority=13),
    Style("Quote", then="BodyText", size=13, leading=18, before=8, after=10, colour=ACCENT, left=_INSET,
          borders=STORY_RULE, keep_lines=True, built_in=True, priority=13),
    # The summary in plain words: large, and set wide
    Style("Easy Heading", then="EasyText", size=15, multiple=1.1, before=7, after=2, bold=True, colour=ACCENT,
          keep_next=True, keep_lines=True, priority=13),
    Style("Easy Text", size=14, multiple=1.1, after=3, priority=13),
    # Lists in running text: three levels of each
    Style("List Bullet", multiple=LIST_LINES, after=5, list_id=3, list_level=0, built_in=True, priority=13),
    Style("List Bullet 2", based="ListBullet", list_id=3, list_level=1, built_in=True, priority=13),
    Style("List Bullet 3", based="ListBullet", list_id=3, list_level=2, built_in=True, priority=13),
    Style("List Number", multiple=LIST_LINES, after=5, list_id=4, list_level=0, built_in=True, priority=13),
    Style("List Number 2", based="ListNumber", list_id=4, list_level=1, built_in=True, priority=13),
    Style("List Number 3", based="ListNumber", list_id=4, list_level=2, built_in=True, priority=13),
    # Tables
    Style("caption", then="TableText", size=10, leading=14, before=10, after=5, bold=True, colour=INK, keep_next=True,
          keep_lines=True, built_in=True, own_id="Caption", priority=14),
    Style("Table Heading", size=TABLE, leading=TABLE_LEADING, bold=True, colour=INK, keep_next=True, priority=14),
    Style("Table Number Heading", based="TableHeading", align="right", priority=14),
    Style("Table Text", size=TABLE, leading=TABLE_LEADING, priority=14),
    Style("Table Detail", based="TableText", colour=QUIET, priority=14),
    Style("Table Number", based="TableText", align="right", priority=14),
    # In the short tables of figures, which stay on one page with the note below.
    Style("Table Text Kept", based="TableText", keep_next=True, priority=14),
    Style("Table Number Kept", based="TableNumber", keep_next=True, priority=14),
    Style("Table Note", size=9.5, leading=13, before=4, after=12, colour=QUIET, keep_lines=True, priority=14),
    Style("Chart", multiple=1.0, before=2, keep_next=True, priority=14),  # an exact line would cut a drawing off
    Style("Picture", multiple=1.0, before=6, after=12, priority=14),
    Style("Picture Above", based="Picture", after=0, keep_next=True, priority=14),
    Style("Picture Caption", size=10, leading=14, before=4, after=12, bold=True, colour=INK, keep_lines=True,
          priority=14),
    # Lists of contents, headers, footers
    Style("TOC Heading", then="BodyText", size=18, leading=23, before=0, after=12, bold=True, colour=ACCENT,
          keep_next=True,
          built_in=True, priority=39),
    Style("toc 1", size=BODY, leading=LEADING, after=5, left=680, hanging=680, built_in=True, own_id="TOC1",
          tabs=_tab("left", 680) + _tab("right", TEXT_WIDTH, "dot"), priority=39),
    Style("toc 2", based="TOC1", built_in=True, own_id="TOC2", priority=39),
    Style("header", size=9.5, leading=12, colour=QUIET, built_in=True, own_id="Header", priority=40,
          tabs=_tab("right", TEXT_WIDTH)),
    Style("footer", size=9.5, leading=12, colour=QUIET, built_in=True, own_id="Footer", priority=40,
          tabs=_tab("right", TEXT_WIDTH), borders=edge("top", HAIRLINE, LINE, 6)),
    Style("Footer Stamp", based="Footer", borders='<w:top w:val="nil"/>', priority=40),
    # Notes, where a pack asks for them
    Style("footnote text", size=9.5, leading=13, after=2, built_in=True, own_id="FootnoteText", priority=40),
    Style("endnote text", size=9.5, leading=13, after=3, built_in=True, own_id="EndnoteText", priority=40),
    # The covering letter
    Style("Letter Address", priority=41),
    Style("Letter Date", before=15, after=22, priority=41),
    Style("Letter Subject", size=13.5, leading=18, after=2, bold=True, colour=ACCENT, keep_next=True, priority=41),
    Style("Letter Reference", after=15, colour=QUIET, keep_next=True, priority=41),
    Style("Letter Close", before=8, after=40, keep_next=True, priority=41),
    Style("Letter Signed", bold=True, keep_next=True, priority=41),
    # Inside a line
    Style("Evidence Reference", kind="character", based="", raised=True, colour=ACCENT, priority=15),
    Style("footnote reference", kind="character", based="", raised=True, colour=ACCENT, built_in=True,
          own_id="FootnoteReference", priority=15),
    Style("endnote reference", kind="character", based="", raised=True, colour=ACCENT, built_in=True,
          own_id="EndnoteReference", priority=15),
    Style("Strong", kind="character", based="", bold=True, built_in=True, priority=15),
    Style("Emphasis", kind="character", based="", italic=True, built_in=True, priority=15),
    Style("Hyperlink", kind="character", based="", colour=ACCENT, underline=True, built_in=True, priority=15),
    Style("Status Word", kind="character", based="", bold=True, colour=INK, priority=15),
    Style("Question Number", kind="character", based="", bold=True, colour=ACCENT, priority=15),
    Style("Label", kind="character", based="", bold=True, priority=15),
)  # fmt: skip


def styles_xml() -> str:
    """The whole part word/styles.xml."""
    return (
        f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts()}<w:sz w:val="{_half(BODY)}"/>'
        f'<w:szCs w:val="{_half(BODY)}"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        + "".join(map(_style, STYLES))
        + _no_list()
        + _tables()
        + "</w:styles>"
    )


def _half(points: float) -> int:
    return round(points * 2)


def _twips(points: float) -> int:
    return round(points * 20)


def _fonts() -> str:
    return "<w:rFonts " + " ".join(f'w:{use}="{FONT}"' for use in ("ascii", "hAnsi", "eastAsia", "cs")) + "/>"


def _style(style: Style) -> str:
    default = ' w:default="1"' if style.name == "Normal" else ""
    custom = "" if style.built_in else ' w:customStyle="1"'
    based = f'<w:basedOn w:val="{style.based}"/>' if style.based else ""
    then = f'<w:next w:val="{style.then}"/>' if style.then else ""
    paragraph = "" if style.kind == "character" else f"<w:pPr>{_paragraph(style)}</w:pPr>"
    return (
        f'<w:style w:type="{style.kind}"{default}{custom} w:styleId="{style.id}">'
        f'<w:name w:val={quoteattr(style.name)}/>{based}{then}<w:uiPriority w:val="{style.priority}"/><w:qFormat/>'
        f"{paragraph}<w:rPr>{_run(style)}</w:rPr></w:style>"
    )


def _paragraph(style: Style) -> str:
    parts = [
        "<w:keepNext/>" if style.keep_next else "",
        "<w:keepLines/>" if style.keep_lines else "",
        f'<w:numPr><w:ilvl w:val="{style.list_level}"/><w:numId w:val="{style.list_id}"/></w:numPr>'
        if style.list_id is not None else "",
        f"<w:pBdr>{style.borders}</w:pBdr>" if style.borders else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{style.fill}"/>' if style.fill else "",
        f"<w:tabs>{style.tabs}</w:tabs>" if style.tabs else "",
        _spacing(style),
        _indent(style),
        "<w:contextualSpacing/>" if style.together else "",
        f'<w:jc w:val="{style.align}"/>' if style.align else "",
        f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else "",
    ]  # fmt: skip
    return "".join(parts)


def _spacing(style: Style) -> str:
    parts = [
        f' w:before="{_twips(style.before)}"' if style.before is not None else "",
        f' w:after="{_twips(style.after)}"' if style.after is not None else "",
        f' w:line="{_twips(style.leading)}" w:lineRule="exact"' if style.leading is not None else "",
        f' w:line="{round(240 * style.multiple)}" w:lineRule="auto"' if style.multiple is not None else "",
    ]
    return f"<w:spacing{''.join(parts)}/>" if any(parts) else ""


def _indent(style: Style) -> str:
    parts = [
        f' w:left="{style.left}"' if style.left is not None else "",
        f' w:right="{style.right}"' if style.right is not None else "",
        f' w:hanging="{style.hanging}"' if style.hanging is not None else "",
    ]
    return f"<w:ind{''.join(parts)}/>" if any(parts) else ""


def _run(style: Style) -> str:
    parts = [
        "" if style.bold is None else "<w:b/>" if style.bold else '<w:b w:val="0"/>',
        "" if style.italic is None else "<w:i/>" if style.italic else '<w:i w:val="0"/>',
        f'<w:color w:val="{style.colour}"/>' if style.colour else "",
        f'<w:sz w:val="{_half(style.size)}"/><w:szCs w:val="{_half(style.size)}"/>' if style.size is not None else "",
        '<w:u w:val="single"/>' if style.underline else "",
        '<w:vertAlign w:val="superscript"/>' if style.raised else "",
    ]
    return "".join(parts)


def _no_list() -> str:
    return (
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/></w:style>'
    )


def _tables() -> str:
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 60), ("left", 100), ("bottom", 60), ("right", 100))
    )
    normal = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    lines = edge("top", 8, RULE) + edge("bottom", 8, RULE) + edge("insideH", HAIRLINE, LINE)
    first = f'<w:tcBorders>{edge("bottom", 8, RULE)}</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
    data = (
        '<w:style w:type="table" w:customStyle="1" w:styleId="AlongsideTable"><w:name w:val="Alongside Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="14"/><w:qFormat/><w:tblPr>'
        f"<w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr>{first}</w:tcPr></w:tblStylePr></w:style>'
    )
    question = (
        '<w:style w:type="table" w:customStyle="1" w:styleId="QuestionBox"><w:name w:val="Question Box"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="12"/><w:qFormat/><w:tblPr>'
        f'<w:tblBorders>{edge("left", 24, ACCENT)}</w:tblBorders><w:tblCellMar><w:top w:w="140" w:type="dxa"/>'
        '<w:left w:w="220" w:type="dxa"/><w:bottom w:w="140" w:type="dxa"/><w:right w:w="220" w:type="dxa"/>'
        f'</w:tblCellMar></w:tblPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr></w:style>'
    )
    cover = (
        '<w:style w:type="table" w:customStyle="1" w:styleId="CoverTable"><w:name w:val="Cover Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="11"/><w:qFormat/><w:tblPr><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    return normal + data + question + cover


def numbering_xml() -> str:
    """Headings 1 and 2 in one list, "1" and "1.1"; appendices in another, "Appendix A"; bullets; numbers.

    Headings without indents: the embedded converter takes an indented one for an item of a list, not for a heading.
    """

    def level(at: int, form: str, text: str, style: str, gap: int) -> str:
        linked = f'<w:pStyle w:val="{style}"/>'
        suffix = "tab" if gap else "space"
        place = f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{gap}"/></w:tabs>' if gap else "<w:pPr>"
        return (
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}<w:suff w:val="{suffix}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{place}<w:ind w:left="0" w:hanging="0"/>'
            "</w:pPr></w:lvl>"
        )

    headings = level(0, "decimal", "%1", "Heading1", 600) + level(1, "decimal", "%1.%2", "Heading2", 480)
    appendices = level(0, "upperLetter", "Appendix %1:", "AppendixHeading", 0)
    bullets = "".join(_item(at, "bullet", mark, "ListBullet") for at, mark in enumerate(("•", "–", "•")))
    numbers = "".join(
        _item(at, form, f"%{at + 1}.", "ListNumber") for at, form in enumerate(("decimal", "lowerLetter", "lowerRoman"))
    )
    lists = (headings, appendices, bullets, numbers)
    looks = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:nsid w:val="0A10F00{at}"/><w:multiLevelType w:val="multilevel"/>'
        f'<w:tmpl w:val="0A10F0A{at}"/>{levels}</w:abstractNum>'
        for at, levels in enumerate(lists, start=1)
    )
    used = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1, len(lists) + 1))
    return f"<w:numbering {W}>{looks}{used}</w:numbering>"


def _item(at: int, form: str, text: str, style: str) -> str:
    """A level of a list in running text."""
    own = style if at == 0 else f"{style}{at + 1}"
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{own}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{LIST_STEP * (at + 1)}" '
        f'w:hanging="{LIST_STEP}"/></w:pPr></w:lvl>'
    )
