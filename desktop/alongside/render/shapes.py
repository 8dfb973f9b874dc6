"""What a document offers for formatted text: its named styles and its lists. What is missing is added.

Works on the two parts as trees, wherever these come from, so that any way of opening a file can use it.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from alongside.render.wordml import W

_NS = W[1:-1]
QUOTES = ("Quote", "Person Words", "Intense Quote")
TABLES = ("Alongside Table", "Table Grid", "Grid Table Light", "Table Grid Light")
_BULLETS = ("•", "–", "•")
_FORMS = (("decimal", "%1."), ("lowerLetter", "%2."), ("lowerRoman", "%3."))
_ROOM = 500
_LISTS = f"{W}abstractNum", f"{W}num"
_SET_IN = 360  # twentieths of a point for each level


@dataclass(frozen=True, slots=True)
class Place:
    """Where a style's paragraphs stand in a list."""

    number: str  # id of the list
    look: str  # id of what it looks like, which several lists may share
    level: int  # from 0


class Shapes:
    """The styles and lists of one document that is being made. Knows each style by the name a user sees in Word.

    `numbering` None: the document has no such part yet. What was added is told, for whoever writes it elsewhere.
    """

    STEP = _SET_IN

    def __init__(self, styles: etree._Element, numbering: etree._Element | None) -> None:
        self.styles = styles
        self.numbering = _element("<w:numbering/>") if numbering is None else numbering
        self.added_styles: list[etree._Element] = []
        self.added_lists: list[etree._Element] = []
        self._ids: dict[tuple[str, str], str] = {}
        for style in styles.iter(f"{W}style"):
            name = style.find(f"{W}name")
            if name is not None:
                key = (style.get(f"{W}type", "paragraph"), name.get(f"{W}val", "").lower())
                self._ids.setdefault(key, style.get(f"{W}styleId", ""))

    @property
    def styles_changed(self) -> bool:
        return bool(self.added_styles)

    @property
    def numbering_changed(self) -> bool:
        return bool(self.added_lists)

    def style(self, *names: str, kind: str = "paragraph") -> str:
        """The id of the first of these styles that there is; empty for none."""
        return next((self._ids[kind, name.lower()] for name in names if (kind, name.lower()) in self._ids), "")

    def list_style(self, level: int, *, numbered: bool) -> str:
        """The id of List Bullet, List Number 2 and their like."""
        name = f"List {'Number' if numbered else 'Bullet'}{f' {level}' if level > 1 else ''}"
        if not self.style(name):
            self._add_lists(numbered=numbered)
        return self.style(name)

    def link_style(self) -> str:
        """The id of Hyperlink."""
        if not self.style("Hyperlink", kind="character"):
            look = '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>'
            self._add_style("Hyperlink", "character", look, self.style("Default Paragraph Font", kind="character"))
        return self.style("Hyperlink", kind="character")

    def note_style(self, kind: str, use: str) -> str:
        """The id of footnote text, endnote reference and their like."""
        name = f"{kind} {use}"
        type_ = "paragraph" if use == "text" else "character"
        if not self.style(name, kind=type_):
            if use == "text":
                look = '<w:pPr><w:spacing w:after="40"/></w:pPr><w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>'
                self._add_style(name, type_, look, self.style("Normal"), self._free_id(name.title()))
            else:
                look = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                based = self.style("Default Paragraph Font", kind=type_)
                self._add_style(name, type_, look, based, self._free_id(name.title()))
        return self.style(name, kind=type_)

    def place_of(self, style_id: str) -> Place | None:
        """The list that paragraphs of a style stand in."""
        numbering = self._first(style_id, f"{W}pPr/{W}numPr")
        found = numbering.find(f"{W}numId") if numbering is not None else None
        if numbering is None or found is None:
            return None
        depth = numbering.find(f"{W}ilvl")
        level = int(depth.get(f"{W}val", "0")) if depth is not None else 0
        for num in self.numbering.iter(f"{W}num"):
            pointed = num.find(f"{W}abstractNumId")
            if num.get(f"{W}numId") == found.get(f"{W}val") and pointed is not None:
                abstract = pointed.get(f"{W}val", "")
                for at_level, linked in self._levels(abstract):
                    if linked == style_id:
                        level = at_level
                return Place(found.get(f"{W}val", ""), abstract, level)
        return None

    def is_boxed(self, style_id: str) -> bool:
        """Whether paragraphs of a style have a rule or a ground, which a list among them would interrupt."""
        borders = self._first(style_id, f"{W}pPr/{W}pBdr")
        return borders is not None and any(side.get(f"{W}val") not in {"nil", "none"} for side in borders)

    def indent(self, style_id: str) -> int:
        """How far paragraphs of a style are set in at the left, in twentieths of a point."""
        found = self._first(style_id, f"{W}pPr/{W}ind")
        value = "0" if found is None else found.get(f"{W}left") or found.get(f"{W}start") or "0"
        return int(value) if value.isdecimal() else 0

    def _first(self, style_id: str, path: str) -> etree._Element | None:
        """What a style says, or the first of those it rests on that says something."""
        for _ in range(20):  # as deep as styles rest on each other; a circle ends
            style = self._by_id(style_id)
            if style is None:
                return None
            found = style.find(path)
            if found is not None:
                return found
            based = style.find(f"{W}basedOn")
            style_id = based.get(f"{W}val", "") if based is not None else ""
        return None

    def new_list(self, abstract: str, level: int, start: int) -> str:
        """The id of a list of its own in the look of another, which begins with that number."""
        number = str(self._free_number())
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start if at == level else 1}"/></w:lvlOverride>'
            for at in range(9)
            if at == level or at in dict(self._levels(abstract))
        )
        self._put(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>')
        return number

    def _put(self, xml: str) -> None:
        item = _element(xml)
        self.added_lists.append(copy.deepcopy(item))
        put_list(self.numbering, item)

    def _free_number(self, kind: str = "num", name: str = "numId") -> int:
        """One that a sub-document, which brings lists of its own into the same document, does not take meanwhile."""
        highest = _highest(self.numbering, kind, name)
        return highest + (1 if self.added_lists else _ROOM)

    def _by_id(self, style_id: str) -> etree._Element | None:
        return next((s for s in self.styles.iter(f"{W}style") if s.get(f"{W}styleId") == style_id), None)

    def _levels(self, abstract: str) -> Iterator[tuple[int, str]]:
        """Each level of a list with the id of the style that stands in it."""
        for found in self.numbering.iter(f"{W}abstractNum"):
            if found.get(f"{W}abstractNumId") == abstract:
                for level in found.iter(f"{W}lvl"):
                    style = level.find(f"{W}pStyle")
                    yield int(level.get(f"{W}ilvl", "0")), "" if style is None else style.get(f"{W}val", "")

    def _add_lists(self, *, numbered: bool) -> None:
        """Three levels of list styles, for a template that has none: Word makes its own only when they are used."""
        number, abstract = self._free_number(), self._free_number("abstractNum", "abstractNumId")
        kind = "Number" if numbered else "Bullet"
        names = [f"List {kind}", f"List {kind} 2", f"List {kind} 3"]
        ids = [self.style(name) or self._free_id(name) for name in names]
        levels = ""
        for at, (name, style_id) in enumerate(zip(names, ids, strict=True)):
            form, text = _FORMS[at] if numbered else ("bullet", _BULLETS[at])
            linked = "" if self.style(name) else f'<w:pStyle w:val="{style_id}"/>'
            place = f'<w:ind w:left="{_SET_IN * (at + 1)}" w:hanging="{_SET_IN}"/>'
            levels += (
                f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
                f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{place}</w:pPr></w:lvl>'
            )
        self._put(
            f'<w:abstractNum w:abstractNumId="{abstract}"><w:multiLevelType w:val="multilevel"/>{levels}'
            "</w:abstractNum>"
        )
        self._put(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>')
        for at, (name, style_id) in enumerate(zip(names, ids, strict=True)):
            if not self.style(name):
                look = (
                    f'<w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
                    "<w:contextualSpacing/></w:pPr>"
                )
                self._add_style(name, "paragraph", look, self.style("Normal"), style_id)

    def _add_style(self, name: str, kind: str, look: str, based: str, style_id: str = "") -> None:
        style_id = style_id or self._free_id(name)
        on = f'<w:basedOn w:val="{based}"/>' if based else ""
        made = _element(
            f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>{on}'
            f'<w:uiPriority w:val="99"/><w:unhideWhenUsed/>{look}</w:style>'
        )
        self.added_styles.append(copy.deepcopy(made))
        self.styles.append(made)
        self._ids[kind, name.lower()] = style_id

    def _free_id(self, name: str) -> str:
        wanted = name.replace(" ", "")
        taken = {style.get(f"{W}styleId") for style in self.styles.iter(f"{W}style")}
        return next(item for item in (wanted, *(f"{wanted}{n}" for n in range(2, 99))) if item not in taken)


def _highest(numbering: etree._Element, kind: str, name: str) -> int:
    ids = [item.get(f"{W}{name}", "") for item in numbering.iter(f"{W}{kind}")]
    return max((int(item) for item in ids if item.isdecimal()), default=0)


def put_list(numbering: etree._Element, item: etree._Element) -> None:
    """Put a list where the schema wants it: the looks first, then the lists."""
    before = [child for child in numbering if child.tag in _LISTS[: 1 + _LISTS.index(str(item.tag))]]
    pictures = list(numbering.iterchildren(f"{W}numPicBullet"))
    if before or pictures:
        (before or pictures)[-1].addnext(item)
    else:
        numbering.insert(0, item)


def _element(xml: str) -> etree._Element:
    return etree.fromstring(f'<w:x xmlns:w="{_NS}">{xml}</w:x>')[0]
