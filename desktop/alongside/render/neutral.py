"""A template made harmless: whatever would fetch, start or tell something when the document is opened is taken out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.render.package import Parts, is_xml, tree_of
from alongside.render.scan import label, shortened
from alongside.render.wordml import W

SCHEMES = ("http:", "https:", "mailto:", "tel:", "#")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
# Kinds of relations that run or import something although they stay inside the file.
_ACTIVE = frozenset(
    {"oleObject", "control", "activeXControl", "aFChunk", "vbaProject", "attachedToolbars", "subDocument"}
)
# Elements that are nothing without what they point to.
_WHOLE = frozenset({
    "OLEObject", "attachedTemplate", "subDoc", "altChunk", "control", "externalData", "hlinkClick", "hlinkHover",
    "hlinkMouseOver", "linkedToFile", "dataSource", "headerSource", "sourceFileName", "saveThroughXslt",
})  # fmt: skip
# Fields that only look at the document itself, its pages, its properties or the day.
_HARMLESS = frozenset(
    """
    PAGE NUMPAGES SECTION SECTIONPAGES PAGEREF REF STYLEREF NOTEREF TOC TC TA TOA INDEX XE SEQ DATE TIME CREATEDATE
    SAVEDATE PRINTDATE EDITTIME AUTHOR TITLE SUBJECT KEYWORDS COMMENTS DOCPROPERTY DOCVARIABLE FILENAME FILESIZE
    NUMWORDS NUMCHARS LASTSAVEDBY REVNUM TEMPLATE INFO USERNAME USERINITIALS USERADDRESS HYPERLINK FORMTEXT
    FORMCHECKBOX FORMDROPDOWN IF COMPARE QUOTE SET MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF SKIPIF SYMBOL EQ
    ADVANCE LISTNUM AUTONUM AUTONUMLGL AUTONUMOUT BIBLIOGRAPHY CITATION BARCODE DISPLAYBARCODE MERGEBARCODE PRIVATE
    ADDIN ADDRESSBLOCK GREETINGLINE SHAPE
    """.split()  # noqa: SIM905 - a list to read
)
_LINK = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s]*)', re.IGNORECASE)
_FIELDS = re.compile(rb"instrText|fldSimple|mailMerge")


@dataclass(slots=True)
class _Code:
    """A field that has begun."""

    marks: list[etree._Element] = field(default_factory=list)
    instruction: list[etree._Element] = field(default_factory=list)
    in_result: bool = False

    @property
    def text(self) -> str:
        return "".join(item.text or "" for item in self.instruction)


def neutralised(parts: Parts, name: str) -> tuple[Parts, tuple[Finding, ...]]:
    """The parts without anything that reaches outside the file, and a Finding for each thing taken out."""
    made, found = dict(parts), []
    for part in sorted(parts):
        if not is_xml(part):
            continue
        place = Place(template=name, part=label(re.sub(r"_rels/(.+)\.rels$", r"\1", part)))
        if part.endswith(".rels"):
            tree = tree_of(parts[part], name)
            bad = list(_outside(tree))
            for relation in bad:
                found.append(_outside_link(str(relation.get("Type", "")).rpartition("/")[2], place))
                _drop(relation)
            if bad:
                made[part] = _written(tree)
            continue
        relations = parts.get(_relations_of(part))
        ids = {str(item.get("Id")) for item in _outside(tree_of(relations, name))} if relations else set()
        if ids or _FIELDS.search(parts[part]):
            tree = tree_of(parts[part], name)
            codes = list(dict.fromkeys(_without_codes(tree)))
            found += [_live_field(code, place) for code in codes]
            if _without_references(tree, ids) or codes:
                made[part] = _written(tree)
    return made, tuple(dict.fromkeys(found))


def _outside(tree: etree._Element) -> Iterator[etree._Element]:
    for relation in list(tree.iter(_RELATION)):
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        target = str(relation.get("Target", "")).strip().lower()
        if str(relation.get("TargetMode", "")).lower() == "external":
            if kind != "hyperlink" or not (target.startswith(SCHEMES) or "{{" in target):
                yield relation
        elif kind in _ACTIVE:
            yield relation


def _without_references(tree: etree._Element, ids: set[str]) -> bool:
    """Take out what points to those relations; what a reader sees stays."""
    changed = False
    # Without such relations only a mail merge can be there, and a large template has half a million elements.
    for element in list(tree.iter(etree.Element) if ids else tree.iter(f"{W}mailMerge")):
        if element.tag == f"{W}mailMerge":
            _drop(element)
            changed = True
            continue
        for key in [key for key, value in element.attrib.items() if value in ids and str(key).startswith(_IDS)]:
            changed = True
            if etree.QName(element).localname in _WHOLE:
                _drop(element)
                break
            del element.attrib[key]
    return changed


def _without_codes(tree: etree._Element) -> Iterator[str]:
    """Take out the field codes that do more than look at the document, keep what they show, and name them."""
    waiting: list[_Code] = []
    for element in list(tree.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple", f"{W}mailMerge")):
        if element.tag == f"{W}mailMerge":
            yield "MAILMERGE"
        elif element.tag == f"{W}fldSimple":
            code = str(element.get(f"{W}instr", ""))
            if not _is_harmless(code):
                yield code
                _unwrap(element)
        elif element.tag == f"{W}instrText":
            if waiting and not waiting[-1].in_result:
                waiting[-1].instruction.append(element)
        elif (kind := element.get(f"{W}fldCharType")) == "begin":
            waiting.append(_Code([element]))
        elif waiting:
            waiting[-1].marks.append(element)
            if kind == "separate":
                waiting[-1].in_result = True
            elif kind == "end":
                done = waiting.pop()
                if not _is_harmless(done.text):
                    yield done.text
                    for item in (*done.marks, *done.instruction):
                        _drop(item)
    for left in waiting:  # a field that does not end is no field to Word, unless somebody ends it
        if not _is_harmless(left.text):
            yield left.text
            for item in (*left.marks, *left.instruction):
                _drop(item)


def _is_harmless(code: str) -> bool:
    word = re.match(r'\s*"?([A-Za-z]+|=)', code)
    if word is None:
        return False  # empty, or put together by fields inside it
    name = word[1].upper()
    if name == "HYPERLINK":
        link = _LINK.match(code)
        target = link[1].lower() if link else ""
        return not target or target.startswith((*SCHEMES, "{{")) or (":" not in target and not target.startswith("\\"))
    return name == "=" or name in _HARMLESS


def _relations_of(part: str) -> str:
    folder, _slash, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _written(tree: etree._Element) -> bytes:
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def _outside_link(kind: str, place: Place) -> Finding:
    return finding(
        "template.outside_link",
        place,
        _("The template points to something outside itself ({kind}).").format(kind=kind),
        _("Take it out in Word, or put the picture or file into the document itself."),
    )


def _live_field(code: str, place: Place) -> Finding:
    return finding(
        "template.live_field",
        place,
        _(
            "The template holds a field that fetches or starts something (“{code}”); documents are made without it."
        ).format(code=shortened(code) or "…"),
        _("Take the field out in Word, or replace it by its text (Ctrl+Shift+F9)."),
    )
