"""Which lists the paragraphs of a document are counted in, and which styles begin a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from alongside.render.package import Parts, tree_of
from alongside.render.wordml import W

_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
_PROPERTIES, _STYLE, _NUMBERS, _BREAK = f"{W}pPr", f"{W}pStyle", f"{W}numPr", f"{W}pageBreakBefore"


@dataclass(frozen=True, slots=True)
class Manner:
    """What a paragraph's properties say."""

    begins_page: bool
    list: str  # the list whose numbers run through the document; "" for a bullet and for none


class CountedLists:
    """The lists and styles of one document."""

    def __init__(self, parts: Parts) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._looks: dict[str, _Look] = {}
        for style in tree_of(parts[_STYLES], _STYLES).iter(f"{W}style") if _STYLES in parts else ():
            self._styles[str(style.get(f"{W}styleId") or "")] = style
        self._levels: dict[tuple[str, str], str] = {}  # of an abstract list: the form of its numbers
        self._lists: dict[str, tuple[str, str]] = {}  # by the list's number: what it is counted as, its abstract list
        tree = tree_of(parts[_NUMBERING], _NUMBERING) if _NUMBERING in parts else ()
        for item in tree:
            if item.tag == f"{W}abstractNum":
                name = str(item.get(f"{W}abstractNumId") or "")
                for level in item.iter(f"{W}lvl"):
                    self._levels[name, str(level.get(f"{W}ilvl") or "0")] = value_of(level.find(f"{W}numFmt"))
            elif item.tag == f"{W}num":
                number, name = str(item.get(f"{W}numId") or ""), value_of(item.find(f"{W}abstractNumId"))
                anew = item.find(f"{W}lvlOverride/{W}startOverride") is not None
                self._lists[number] = (f"list {number}" if anew else f"abstract {name}", name)

    def manner(self, paragraph: etree._Element) -> Manner:
        """What holds for a paragraph."""
        style, numbers, forced = "", None, None
        for item in _properties(paragraph):
            if item.tag == _STYLE:
                style = value_of(item)
            elif item.tag == _NUMBERS:
                numbers = item
            elif item.tag == _BREAK:
                forced = item
        look = self._look(style)
        name = look.list
        if numbers is not None:
            number, level = value_of(numbers.find(f"{W}numId")), value_of(numbers.find(f"{W}ilvl"))
            name = self._list(number or look.number, level or look.level)
        return Manner(_is_on(forced) if forced is not None else look.begins_page, name)

    def _list(self, number: str, level: str) -> str:
        name, abstract = self._lists.get(number, ("", ""))
        return "" if self._levels.get((abstract, level or "0"), "bullet") in {"bullet", "none"} else name

    def _look(self, style: str) -> "_Look":
        """What a style has, of its own or from what it is based on."""
        found = self._looks.get(style)
        if found is not None:
            return found
        begins: etree._Element | None = None
        number = level = ""
        name, seen = style, set[str]()
        while name in self._styles and name not in seen:
            seen.add(name)
            begins = self._styles[name].find(f"{W}pPr/{W}pageBreakBefore") if begins is None else begins
            number = number or value_of(self._styles[name].find(f"{W}pPr/{W}numPr/{W}numId"))
            level = level or value_of(self._styles[name].find(f"{W}pPr/{W}numPr/{W}ilvl"))
            name = value_of(self._styles[name].find(f"{W}basedOn"))
        self._looks[style] = made = _Look(
            begins is not None and _is_on(begins), number, level, self._list(number, level)
        )
        return made


@dataclass(frozen=True, slots=True)
class _Look:
    begins_page: bool
    number: str
    level: str
    list: str


def counted_like(paragraph: etree._Element) -> etree._Element:
    """A paragraph a hair high that is counted as this one is: put before a part, the part's own numbers go on."""
    made = etree.Element(f"{W}p")
    properties = etree.SubElement(made, _PROPERTIES)
    own = {item.tag: item for item in _properties(paragraph) if item.tag in {_STYLE, _NUMBERS}}
    if _STYLE in own:
        etree.SubElement(properties, _STYLE, {f"{W}val": value_of(own[_STYLE])})
    for name in ("keepNext", "keepLines", "pageBreakBefore"):
        etree.SubElement(properties, f"{W}{name}", {f"{W}val": "0"})
    if _NUMBERS in own:
        numbers = etree.SubElement(properties, _NUMBERS)
        for item in own[_NUMBERS]:
            etree.SubElement(numbers, item.tag, {f"{W}val": value_of(item)})
    spacing = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
    etree.SubElement(properties, f"{W}spacing", {f"{W}{name}": value for name, value in spacing.items()})
    run = etree.SubElement(made, f"{W}r")
    etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}sz", {f"{W}val": "2"})
    etree.SubElement(run, f"{W}t").text = "."
    return made


def value_of(element: etree._Element | None, otherwise: str = "") -> str:
    """An element's `w:val`."""
    return otherwise if element is None else str(element.get(f"{W}val") or otherwise)


def _properties(paragraph: etree._Element) -> Iterator[etree._Element]:
    first = next(iter(paragraph), None)
    return iter(first) if first is not None and first.tag == _PROPERTIES else iter(())


def _is_on(mark: etree._Element) -> bool:
    return value_of(mark, "1") not in {"0", "false", "off"}
