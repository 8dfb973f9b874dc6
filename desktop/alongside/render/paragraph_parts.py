"""Paragraphs, runs and their properties as XML, made and changed in the order that the schema wants."""

import copy
import re

from lxml import etree

from alongside.render.wordml import XML_SPACE, W

_GAP = 120  # twentieths of a point below a table

_P_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_BREAKS = {"\n": "br", "\t": "tab"}
_R_ORDER = ("rStyle", "rFonts", "b", "bCs", "i", "iCs")
_SHOWING = frozenset(
    f"{W}{name}" for name in (
        "drawing", "pict", "object", "br", "tab", "sym", "fldChar", "instrText", "footnoteReference",
        "endnoteReference", "fldSimple", "ptab", "noBreakHyphen", "ruby", "commentReference",
    )
)  # fmt: skip


def drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def shows(element: etree._Element) -> bool:
    """Whether a reader sees anything of it."""
    if element.tag == f"{W}pPr":
        return False
    return any(
        item.text if item.tag == f"{W}t" else item.tag in _SHOWING for item in element.iter() if item.tag != f"{W}pPr"
    )


def text_element(text: str) -> etree._Element:
    made = etree.Element(f"{W}t")
    made.text = text
    made.set(XML_SPACE, "preserve")
    return made


def run_element(look: etree._Element | None, text: str) -> etree._Element:
    made = etree.Element(f"{W}r")
    if look is not None:
        made.append(copy.deepcopy(look))
    for piece in re.split(r"([\n\t])", text):
        if piece in _BREAKS:
            etree.SubElement(made, f"{W}{_BREAKS[piece]}")
        elif piece or not text:
            made.append(text_element(piece))
    return made


def split_run(run: etree._Element, text: etree._Element, after: str) -> etree._Element:
    """Part a run behind one of its texts; what stands behind, `after` first, goes into a run of its own."""
    rest = etree.Element(f"{W}r")
    look = run.find(f"{W}rPr")
    if look is not None:
        rest.append(copy.deepcopy(look))
    if after:
        rest.append(text_element(after))
    for sibling in list(text.itersiblings()):
        rest.append(sibling)
    text.set(XML_SPACE, "preserve")
    run.addnext(rest)
    return rest


def merge(text: etree._Element, rest: etree._Element) -> None:
    if text.getnext() is rest:
        text.text = (text.text or "") + (rest.text or "")
        drop(rest)


def may_link(run: etree._Element) -> bool:
    return not any(item.tag in {f"{W}hyperlink", f"{W}fldSimple"} for item in run.iterancestors())


def field_mark(kind: str) -> etree._Element:
    made = etree.Element(f"{W}fldChar")
    made.set(f"{W}fldCharType", kind)
    return made


def run_like(like: etree._Element, content: etree._Element) -> etree._Element:
    """A run in the look of another that holds just this."""
    made = etree.Element(f"{W}r")
    look = like.find(f"{W}rPr")
    if look is not None:
        made.append(copy.deepcopy(look))
    made.append(content)
    return made


def may_note(run: etree._Element) -> bool:
    """Word has no notes in text boxes; a mark inside a link or a field would be lost with it."""
    return may_link(run) and not any(item.tag == f"{W}txbxContent" for item in run.iterancestors())


def valued(name: str, value: str) -> etree._Element:
    made = etree.Element(f"{W}{name}")
    made.set(f"{W}val", value)
    return made


def properties_of(paragraph: etree._Element) -> etree._Element:
    found = paragraph.find(f"{W}pPr")
    if found is None:
        found = etree.Element(f"{W}pPr")
        paragraph.insert(0, found)
    return found


def insert_property(properties: etree._Element, made: etree._Element) -> None:
    """Put a property where the schema wants it."""
    order = _P_ORDER if properties.tag == f"{W}pPr" else _R_ORDER
    before = order[: order.index(etree.QName(made).localname)]
    at = 0
    for number, child in enumerate(properties):
        if etree.QName(child).localname in before:
            at = number + 1
    properties.insert(at, made)


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def set_style(paragraph: etree._Element, style: str) -> None:
    properties = properties_of(paragraph)
    for old in properties.findall(f"{W}pStyle"):
        properties.remove(old)
    properties.insert(0, valued("pStyle", style))


def bare_copy(host: etree._Element) -> etree._Element:
    """A paragraph like the host, without what it holds and without a new page."""
    made = etree.Element(f"{W}p")
    properties = host.find(f"{W}pPr")
    if properties is not None:
        kept = copy.deepcopy(properties)
        for name in ("pageBreakBefore", "sectPr", "pPrChange", "framePr"):
            for old in kept.findall(f"{W}{name}"):
                kept.remove(old)
        made.append(kept)
    return made


def make_gap(paragraph: etree._Element, style: str) -> None:
    for child in list(paragraph):
        paragraph.remove(child)
    if style:
        set_style(paragraph, style)
        return
    spacing = etree.SubElement(properties_of(paragraph), f"{W}spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", str(_GAP)), ("lineRule", "exact")):
        spacing.set(f"{W}{name}", value)
