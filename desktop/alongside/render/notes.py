"""Real footnotes and endnotes: the marks in the text, and the part that holds what they say."""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from alongside.packs.formatted import Note
from alongside.render.characters import clean
from alongside.render.shapes import Shapes
from alongside.render.wordml import XML_SPACE, W

_NS = W[1:-1]
_BOOKMARKS = 700_000  # where our own ids of bookmarks begin, far above those that a template has
_SPACED = '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
# What in w:settings comes behind the properties of notes.
_BEHIND = frozenset({
    "endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping",
    "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown",
    "smartTagType", "schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator", "docId",
    "discardImageEditingData", "defaultImageDpi", "conflictMode", "chartTrackingRefBased",
})  # fmt: skip


# The beginning of a section's properties that say nothing of endnotes yet.
_SECTION = re.compile(
    r"(<w:sectPr(?: [^>]*)?(?<!/)>(?:<w:(?:header|footer)Reference [^>]*/>)*(?:<w:footnotePr>.*?</w:footnotePr>)?)"
    r"(?!<w:endnotePr>)"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Footnotes or endnotes, as Word names them."""

    name: str  # "footnote" or "endnote"

    @property
    def part(self) -> str:
        return f"word/{self.name}s.xml"

    @property
    def content_type(self) -> str:
        return f"application/vnd.openxmlformats-officedocument.wordprocessingml.{self.name}s+xml"

    @property
    def relation(self) -> str:
        return f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{self.name}s"


FOOTNOTES, ENDNOTES = Kind("footnote"), Kind("endnote")


@dataclass
class Notes:
    """The notes of one document. What is said twice is one note, to which the second mark refers."""

    shapes: Callable[[], Shapes]
    first: Callable[[Kind], int]  # the first id that the template's own notes leave free
    made: dict[Kind, dict[str, int]] = field(default_factory=dict)  # text: id

    def reference(self, note: Note, look: etree._Element | None) -> list[etree._Element]:
        """What stands in the text for the note."""
        kind = ENDNOTES if note.at_end else FOOTNOTES
        text = clean(note.text)[0]
        known = self.made.setdefault(kind, {})
        properties = self._look(kind, look)
        if text in known:
            return _again(kind, known[text], list(known).index(text) + 1, properties)
        known[text] = self.first(kind) + len(known)
        mark = etree.Element(f"{W}r")
        mark.append(properties)
        etree.SubElement(mark, f"{W}{kind.name}Reference").set(f"{W}id", str(known[text]))
        start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
        number = str(_BOOKMARKS + (50_000 if note.at_end else 0) + known[text])
        start.set(f"{W}id", number)
        start.set(f"{W}name", _bookmark(kind, known[text]))
        end.set(f"{W}id", number)
        return [start, mark, end]

    def _look(self, kind: Kind, look: etree._Element | None) -> etree._Element:
        """As the text around, but in the style of its kind."""
        made = copy.deepcopy(look) if look is not None else etree.Element(f"{W}rPr")
        for old in made.findall(f"{W}rStyle"):
            made.remove(old)
        style = etree.Element(f"{W}rStyle")
        style.set(f"{W}val", self.shapes().note_style(kind.name, "reference"))
        made.insert(0, style)
        return made

    def settled(self, body: str) -> str:
        """The body whose sections number endnotes 1, 2, 3: LibreOffice looks for that there, Word in the settings."""
        if not self.made.get(ENDNOTES):
            return body
        return _SECTION.sub(r'\1<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>', body)

    def part(self, kind: Kind, before: bytes | None) -> bytes:
        """The part with the notes; `before`: as it is without them."""
        tree = etree.fromstring(before) if before else _empty(kind)
        shapes = self.shapes()
        for text, number in self.made[kind].items():
            note = etree.SubElement(tree, f"{W}{kind.name}")
            note.set(f"{W}id", str(number))
            line = etree.SubElement(note, f"{W}p")
            _styled(etree.SubElement(line, f"{W}pPr"), "pStyle", shapes.note_style(kind.name, "text"))
            run = etree.SubElement(line, f"{W}r")
            _styled(etree.SubElement(run, f"{W}rPr"), "rStyle", shapes.note_style(kind.name, "reference"))
            etree.SubElement(run, f"{W}{kind.name}Ref")
            said = etree.SubElement(etree.SubElement(line, f"{W}r"), f"{W}t")
            said.set(XML_SPACE, "preserve")
            said.text = f" {' '.join(text.split())}"
        made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        return made

    def settle(self, settings: etree._Element) -> None:
        """Say in the settings which notes are the rules above notes, and that notes are numbered 1, 2, 3."""
        for kind in (FOOTNOTES, ENDNOTES):
            if not self.made.get(kind) or settings.find(f"{W}{kind.name}Pr") is not None:
                continue
            made = etree.Element(f"{W}{kind.name}Pr")
            _styled(made, "numFmt", "decimal")
            for number in ("-1", "0"):
                etree.SubElement(made, f"{W}{kind.name}").set(f"{W}id", number)
            behind = _BEHIND - {f"{kind.name}Pr"}
            place = next(
                (at for at, child in enumerate(settings) if etree.QName(child).localname in behind), len(settings)
            )
            settings.insert(place, made)


def free_id(part: bytes | None) -> int:
    """The first id that the notes of a part leave free."""
    if not part:
        return 1
    ids = [item.get(f"{W}id", "") for item in etree.fromstring(part)]
    return max((int(item) for item in ids if item.isdecimal()), default=0) + 1


def _bookmark(kind: Kind, number: int) -> str:
    return f"_Ref{kind.name.title()}{number}"


def _again(kind: Kind, number: int, shown: int, look: etree._Element) -> list[etree._Element]:
    """A second mark: Word's own reference to a note."""
    instruction = etree.Element(f"{W}instrText")
    instruction.set(XML_SPACE, "preserve")
    instruction.text = f" NOTEREF {_bookmark(kind, number)} \\f \\h "
    text = etree.Element(f"{W}t")
    text.text = str(shown)
    contents = [_char("begin"), instruction, _char("separate"), text, _char("end")]
    runs = []
    for content in contents:
        run = etree.Element(f"{W}r")
        run.append(copy.deepcopy(look))
        run.append(content)
        runs.append(run)
    return runs


def _char(kind: str) -> etree._Element:
    made = etree.Element(f"{W}fldChar")
    made.set(f"{W}fldCharType", kind)
    return made


def _styled(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, f"{W}{name}").set(f"{W}val", value)


def _empty(kind: Kind) -> etree._Element:
    rules = "".join(
        f'<w:{kind.name} w:type="{use}" w:id="{number}"><w:p>{_SPACED}<w:r><w:{use}/></w:r></w:p></w:{kind.name}>'
        for use, number in (("separator", -1), ("continuationSeparator", 0))
    )
    return etree.fromstring(f'<w:{kind.name}s xmlns:w="{_NS}">{rules}</w:{kind.name}s>')
