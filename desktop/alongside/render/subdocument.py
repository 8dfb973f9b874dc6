"""A document inside another, as docxtpl puts it there; with the product's own environment its lists stay lists.

docxcompose begins a numbered list anew by giving a number to its first paragraph alone: all that follow would go on
with the list of the document around, and a second level would come out as a first.
"""

from typing import Any

from docxtpl.subdoc import Subdoc
from lxml import etree

from alongside.render.wordml import W

_BEFORE_NUMBERS = {
    f"{W}{name}" for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
}
_NSID = 0x5B000000  # docxcompose draws lots for it: two builds of one pack would differ


class SubDocument(Subdoc):  # type: ignore[misc] # docxtpl has no types
    """As docxtpl's; printed the product's way, its lists are as they were."""

    def __init__(self, template: Any, path: Any = None) -> None:
        numbering = _numbering(template.get_docx())
        before = set(numbering.iter(f"{W}abstractNum")) if numbering is not None else set()
        super().__init__(template, path)
        numbering = _numbering(self.docx)
        for item in numbering.iter(f"{W}abstractNum") if numbering is not None else ():
            own = item.find(f"{W}nsid")
            if item not in before and own is not None:
                own.set(f"{W}val", f"{_NSID + int(item.get(f'{W}abstractNumId', '0')):08X}")

    def _get_xml(self) -> str:
        if self.tpl.fills_strictly:
            _list_by_list(self.subdocx.element.body, self.docx.styles.element, _numbering(self.docx))
        made: str = super()._get_xml()
        return made


def _numbering(document: Any) -> Any:
    """The lists of a document; None where it has none."""
    related = document.part.rels.values()
    return next((item.target_part.element for item in related if item.reltype.endswith("/numbering")), None)


def _list_by_list(body: etree._Element, styles: etree._Element, numbering: etree._Element | None) -> None:
    """Give each paragraph whose style makes it part of a list the number of the list as it begins here."""
    if numbering is None:
        return
    kinds = {  # of each list: what it looks like
        item.get(f"{W}numId", ""): _value(item.find(f"{W}abstractNumId")) for item in numbering.iter(f"{W}num")
    }
    listed = {}  # by style: its list's look, and the level
    for style in styles.iter(f"{W}style"):
        own = style.find(f"{W}pPr/{W}numPr")
        if own is not None and _value(own.find(f"{W}numId")) in kinds:
            level = _value(own.find(f"{W}ilvl")) or "0"
            listed[style.get(f"{W}styleId", "")] = (kinds[_value(own.find(f"{W}numId"))], level)
    begun: dict[str, str] = {}  # by look: the number of the list here
    for properties in body.iter(f"{W}pPr"):
        look, level = listed.get(_value(properties.find(f"{W}pStyle")), ("", ""))
        if not look:
            continue
        numbers = properties.find(f"{W}numPr")
        given = _value(numbers.find(f"{W}numId")) if numbers is not None else ""
        if given and kinds.get(given) != look:
            continue  # another list, by the paragraph's own choice
        number = begun.setdefault(look, given) or given
        begun[look] = number
        if not number:
            continue  # bullets go on as they are
        if numbers is None:
            numbers = etree.Element(f"{W}numPr")
            _put_in_order(properties, numbers)
        for child in list(numbers):
            numbers.remove(child)
        etree.SubElement(numbers, f"{W}ilvl").set(f"{W}val", level)
        etree.SubElement(numbers, f"{W}numId").set(f"{W}val", number)
    for properties in body.iter(f"{W}pPr"):  # docxcompose puts it last, where Word does not look for it
        numbers = properties.find(f"{W}numPr")
        if numbers is not None:
            properties.remove(numbers)
            _put_in_order(properties, numbers)


def _put_in_order(properties: etree._Element, numbers: etree._Element) -> None:
    before = {
        f"{W}{name}" for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
    }
    at = sum(1 for child in properties if child.tag in before)
    properties.insert(at, numbers)


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")
