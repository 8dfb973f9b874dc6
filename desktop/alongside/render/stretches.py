"""A Word document parted at its forced page breaks into stretches that can be laid out one by one.

Each stretch is a document of its own, with the page it begins on and the number of all pages written into it. Where
one part of a document hangs together with another in a way that laying out parts would show (notes and lists that are
counted through, sections, fields), the parts stay in one stretch.
"""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import cast

from lxml import etree

from alongside.render.package import Parts, tree_of
from alongside.render.wordml import W

_BODY, _STYLES, _NUMBERING, _SETTINGS = (
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/settings.xml",
)
_RELATIONS = "word/_rels/document.xml.rels"
_BULKY = ("word/charts/", "word/embeddings/", "word/media/", "docProps/")  # what a stretch may do without
_FIRST = "999999937"  # stands for the page a stretch begins on until that is known
_ID = re.compile(rb'"(rId\w+)"')
_NUMPAGES = re.compile(rb'<w:fldSimple\s+w:instr="\s*NUMPAGES\s*"[^>]*>(.*?)</w:fldSimple>', re.DOTALL)
_TEXT = re.compile(rb"(<w:t(?:\s[^>]*)?>)[^<]*(</w:t>)")
_COUNTING_FIELDS = re.compile(rb"NUMPAGES|SECTIONPAGES|SECTION\b")
_SAME_EVERYWHERE = frozenset(
    {"TOC", "SEQ", "REF", "HYPERLINK"}
)  # fields of the body that print what is written in them
_BEFORE_NUMBERS = frozenset(
    f"{W}{name}" for name in (
        "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc",
        "pgBorders", "lnNumType",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some pages of a document that nothing before or after them changes, but for the numbers printed on them."""

    digest: bytes  # of all that its pages depend on, but for those numbers
    size: int  # characters; how long it takes grows with them
    skipped: int  # pages at its beginning that are not the document's
    _before: bytes
    _after: bytes
    _parts: Parts

    def document(self, first: int, total: int) -> Parts:
        """The stretch as a document whose first page that counts is page `first` of `total`."""
        parts = {
            name: _with_total(content, total) if _is_margin(name) else content for name, content in self._parts.items()
        }
        return {**parts, _BODY: self._before + str(first - self.skipped).encode() + self._after}


def stretches(parts: Parts) -> tuple[Stretch, ...]:
    """The document in stretches; none where it has to be laid out whole."""
    if _BODY not in parts or not _can_be_parted(parts):
        return ()
    root = tree_of(parts[_BODY], _BODY)
    body = root.find(f"{W}body")
    if body is None or len(body) < 3 or body[-1].tag != f"{W}sectPr":
        return ()
    fields = {_field_name(mark) for mark in root.iter(f"{W}instrText", f"{W}fldSimple")}
    if len(list(root.iter(f"{W}sectPr"))) > 1 or not fields <= _SAME_EVERYWHERE:
        return ()
    if next(root.iter(f"{W}footnoteReference", f"{W}endnoteReference", f"{W}altChunk"), None) is not None:
        return ()
    groups = _groups(body, _Lists(parts))
    if len(groups) < 2:
        return ()
    section = body[-1]
    if section.find(f"{W}pgNumType") is not None:
        return ()
    starts = [None, *(_before_break(group[-1]) for group in groups[:-1])]
    available = _shared(parts)
    return tuple(
        _stretch(_document(root, group, section, start), available, 0 if start is None else 1)
        for group, start in zip(groups, starts, strict=True)
    )


def _can_be_parted(parts: Parts) -> bool:
    settings = parts.get(_SETTINGS, b"")
    margins = [content for name, content in parts.items() if _is_margin(name)]
    return b"evenAndOddHeaders" not in settings and not any(
        _COUNTING_FIELDS.search(_NUMPAGES.sub(b"", content))
        or any(len(_TEXT.findall(inner)) != 1 for inner in _NUMPAGES.findall(content))
        for content in margins
    )


def _is_margin(name: str) -> bool:
    return name.startswith(("word/header", "word/footer"))


def _with_total(content: bytes, total: int) -> bytes:
    number = str(total).encode()
    return _NUMPAGES.sub(lambda field: _TEXT.sub(rb"\g<1>" + number + rb"\g<2>", field[1]), content)


def _field_name(mark: etree._Element) -> str:
    """The field's first word. Where Word broke an instruction into pieces, a piece may be taken for a field; then the
    document is simply laid out whole."""
    words = str((mark.get(f"{W}instr") if mark.tag == f"{W}fldSimple" else mark.text) or "").split()
    return words[0].upper() if words else "HYPERLINK"


# --- where it may be parted -------------------------------------------------------------------------------------


class _Lists:
    """Which styles begin a page, and which list a paragraph is counted in."""

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
                    self._levels[name, str(level.get(f"{W}ilvl") or "0")] = _value(level.find(f"{W}numFmt"))
            elif item.tag == f"{W}num":
                number, name = str(item.get(f"{W}numId") or ""), _value(item.find(f"{W}abstractNumId"))
                anew = item.find(f"{W}lvlOverride/{W}startOverride") is not None
                self._lists[number] = (f"list {number}" if anew else f"abstract {name}", name)

    def begins_page(self, paragraph: etree._Element) -> bool:
        own = paragraph.find(f"{W}pPr")
        if own is None:
            return False
        mark = own.find(f"{W}pageBreakBefore")
        return _is_on(mark) if mark is not None else self._look(_value(own.find(f"{W}pStyle"))).begins_page

    def counted_in(self, paragraph: etree._Element) -> str:
        """The list whose numbers run through the document; "" for a bullet and for none."""
        own = paragraph.find(f"{W}pPr")
        if own is None:
            return ""
        look = self._look(_value(own.find(f"{W}pStyle")))
        mark = own.find(f"{W}numPr")
        if mark is None:
            return look.list
        return self._list(_value(mark.find(f"{W}numId")) or look.number, _value(mark.find(f"{W}ilvl")) or look.level)

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
            number = number or _value(self._styles[name].find(f"{W}pPr/{W}numPr/{W}numId"))
            level = level or _value(self._styles[name].find(f"{W}pPr/{W}numPr/{W}ilvl"))
            name = _value(self._styles[name].find(f"{W}basedOn"))
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


def _is_on(mark: etree._Element) -> bool:
    return _value(mark, "1") not in {"0", "false", "off"}


def _value(element: etree._Element | None, otherwise: str = "") -> str:
    return otherwise if element is None else str(element.get(f"{W}val") or otherwise)


def _groups(body: etree._Element, lists: _Lists) -> list[list[etree._Element]]:
    """The body's children, parted before each paragraph that begins a page."""
    groups: list[list[etree._Element]] = [[]]
    spans: dict[str, tuple[int, int]] = {}  # of each list: the first and the last group it is counted in
    depth = 0  # of fields that have begun and not ended
    for child in list(body)[:-1]:
        if child.tag == f"{W}p" and not depth and groups[-1] and lists.begins_page(child):
            groups.append([])
        groups[-1].append(child)
        for mark in child.iter(f"{W}fldChar"):
            depth += {"begin": 1, "end": -1}.get(str(mark.get(f"{W}fldCharType")), 0)
        at = len(groups) - 1
        for paragraph in child.iter(f"{W}p"):
            name = lists.counted_in(paragraph)
            if name:
                spans[name] = (spans.get(name, (at, at))[0], at)
    joined: list[list[etree._Element]] = []
    reach = -1  # the last group that something before it hangs together with
    for at, group in enumerate(groups):
        if at <= reach and joined:
            joined[-1].extend(group)
        else:
            joined.append(group)
        reach = max([reach, *(last for first, last in spans.values() if first == at)])
    return joined


# --- the stretches ----------------------------------------------------------------------------------------------


def _shared(parts: Parts) -> tuple[Parts, dict[bytes, Parts]]:
    """The parts that every stretch needs, and those for which one needs a relation of that name."""
    shared = {name: content for name, content in parts.items() if not name.startswith(_BULKY) and name != _BODY}
    own: dict[bytes, Parts] = {}
    for relation in tree_of(parts[_RELATIONS], _RELATIONS) if _RELATIONS in parts else ():
        name = f"word/{relation.get('Target', '')}"
        if relation.get("TargetMode") == "External" or name not in parts or name in shared:
            continue
        folder, _slash, last = name.rpartition("/")
        more = f"{folder}/_rels/{last}.rels"
        # A chart's workbook is not seen, but tells whose chart it is.
        books = [item for item in parts if folder.endswith("charts") and item.startswith("word/embeddings/")]
        wanted = (name, *([more, *books] if more in parts else []))
        own[str(relation.get("Id")).encode()] = {item: parts[item] for item in wanted}
    return shared, own


def _document(
    root: etree._Element, group: Sequence[etree._Element], section: etree._Element, before: etree._Element | None
) -> bytes:
    """The stretch as a main part, `before` at its top; the page it begins on is open."""
    made = etree.Element(root.tag, nsmap=cast("dict[str, str]", root.nsmap))
    for key, value in root.attrib.items():
        made.set(key, value)
    body = etree.SubElement(made, f"{W}body")
    if before is not None:
        body.append(before)
    body.extend(group)
    ending = copy.deepcopy(section)
    if before is not None:  # only the document's first page may differ from the others
        for mark in ending.findall(f"{W}titlePg"):
            ending.remove(mark)
    at = sum(1 for item in ending if item.tag in _BEFORE_NUMBERS)
    ending.insert(at, etree.Element(f"{W}pgNumType", {f"{W}start": _FIRST}))
    body.append(ending)
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8", standalone=True)


def _stretch(xml: bytes, available: tuple[Parts, dict[bytes, Parts]], skipped: int) -> Stretch:
    shared, own = available
    parts = dict(shared)
    for name in dict.fromkeys(_ID.findall(xml)):
        parts |= own.get(name, {})
    total = blake2b(xml, digest_size=20)
    for name in sorted(parts):
        total.update(name.encode() + b"\0" + blake2b(parts[name], digest_size=20).digest())
    head, _mark, tail = xml.rpartition(_FIRST.encode())
    return Stretch(total.digest(), len(xml), skipped, head, tail, parts)


def _before_break(last: etree._Element) -> etree._Element:
    """Something to break a page from, of the kind that stands before the break: how far down the next begins depends
    on that, and at the top of a document it would be set otherwise again."""
    if last.tag == f"{W}tbl":
        made = etree.Element(last.tag)
        row = last.findall(f"{W}tr")[-1:]
        made.extend([copy.deepcopy(item) for item in (*last.findall(f"{W}tblPr"), *last.findall(f"{W}tblGrid"), *row)])
        for cell in made.iter(f"{W}tc"):
            for item in cell:
                if item.tag != f"{W}tcPr":
                    cell.remove(item)
            etree.SubElement(cell, f"{W}p")
        return made
    made = etree.Element(f"{W}p")
    properties = last.find(f"{W}pPr") if last.tag == f"{W}p" else None
    if properties is not None:
        made.append(copy.deepcopy(properties))
        for mark in made[0].findall(f"{W}pageBreakBefore"):
            made[0].remove(mark)
    etree.SubElement(etree.SubElement(made, f"{W}r"), f"{W}t").text = "."
    return made
