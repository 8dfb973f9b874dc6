"""Reads a Word file's paragraphs and tables with the form their words have; changes nothing and needs no Word."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from pathlib import Path

from lxml import etree

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.intake.word_numbers import labels_of
from alongside.intake.word_spots import Spot, spots_of

LIMIT = 60 * 2**20  # bytes of one part, unpacked
FILE_LIMIT = 200 * 2**20
DEEPEST = 60  # tables inside tables
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = frozenset({"0", "false", "off", "none"})
_HEADING = 9  # levels
_WIDEST = 63  # columns of a table in Word
_READ = ("/styles", "/numbering", "/footnotes", "/endnotes")  # the parts beside the text that are looked into


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    words: tuple[Words, ...]
    level: int = 0  # of a heading, from 1; 0 for none
    item: int = 0  # of a list, from 1; 0 for none
    numbered: bool = False
    pictures: int = 0
    at: int = field(default=-1, compare=False)  # from 0 among all paragraphs of the part
    label: str = field(default="", compare=False)  # what Word's own numbering prints before it: "3.2", "(a)"
    spots: tuple[Spot, ...] = field(default=(), compare=False)  # content controls and form fields in it

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.words).strip()

    @property
    def all_bold(self) -> bool:
        said = [part for part in self.words if part.text.strip()]
        return bool(said) and all(part.bold for part in said)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: rows of cells, each of paragraphs and tables."""

    rows: tuple[tuple[tuple["Paragraph | Grid", ...], ...], ...]
    at: int = field(default=-1, compare=False)  # from 0 among all tables of the part
    spans: tuple[tuple[int, ...], ...] = field(default=(), compare=False)  # how many columns each cell is wide
    goes_on: frozenset[tuple[int, int]] = field(default=frozenset(), compare=False)  # cells merged with the one above


Part = Paragraph | Grid


@dataclass(slots=True)
class _Document:
    styles: Mapping[str, tuple[str, int, bool]]  # id -> the name, the level of a heading, whether it is bold
    bullets: Mapping[tuple[str, str], bool]  # number and level -> whether it counts
    links: Mapping[str, str]
    notes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    paragraphs: Mapping[etree._Element, int] = field(default_factory=dict)
    tables: Mapping[etree._Element, int] = field(default_factory=dict)
    labels: Mapping[etree._Element, str] = field(default_factory=dict)
    spots: Mapping[etree._Element, tuple[Spot, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WordFile:
    """The body of a Word file, and what its part is called."""

    parts: tuple[Part, ...]
    name: str  # "word/document.xml"


def read_word(path: Path) -> tuple[Part, ...]:
    """The body of a Word file. Raises AlongsideError, in one sentence, for a file that cannot be read."""
    return read_word_file(path).parts


def read_word_file(path: Path, data: bytes | None = None) -> WordFile:
    """The body of a Word file and its part. Raises AlongsideError, in one sentence, for a file that cannot be read.

    `data`: what the file holds, where that is known already.
    """
    try:
        if data is None and path.is_file() and path.stat().st_size > FILE_LIMIT:
            raise _damaged(path.name, _("it is far too large"))
        archive = zipfile.ZipFile(BytesIO(path.read_bytes() if data is None else data))
    except FileNotFoundError as error:
        raise AlongsideError(_("There is no such file."), where=path.name, remedy=_("Check its name.")) from error
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise AlongsideError(
            _("This is no Word file that can be read."),
            where=path.name,
            remedy=_("Open it in Word and save it as .docx; a password must be taken away first."),
        ) from error
    with archive:
        name = _main_part(archive, path.name)
        main = _tree(archive, name, path.name)
        body = _child(main, "body")
        if body is None:
            raise _damaged(path.name, _("its text is missing"))
        folder, _slash, last = name.rpartition("/")
        links = _tree(archive, f"{folder}/_rels/{last}.rels".lstrip("/"), path.name)
        parts = {kind: _tree(archive, part, path.name) for kind, part in _beside(links, folder).items()}
        known = _Document(_styles(parts.get("styles")), _numbering(parts.get("numbering")), _links(links))
        known.notes = {
            (kind, number): text
            for kind in ("footnote", "endnote")
            for number, text in _notes(parts.get(f"{kind}s"), kind, known)
        }
        known.paragraphs = {item: at for at, item in enumerate(_all(main, "p"))}
        known.tables = {item: at for at, item in enumerate(_all(main, "tbl"))}
        known.labels = labels_of(known.paragraphs, parts.get("numbering"), parts.get("styles"))
        known.spots = spots_of(main)
        return WordFile(tuple(_parts(body, known, 0)), name)


def _all(tree: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if tree is not None:
        yield from tree.iter(f"{{{_W}}}{name}", f"{{{_STRICT}}}{name}")


def _damaged(name: str, why: str) -> AlongsideError:
    return AlongsideError(
        _("This Word file is damaged: {why}.").format(why=why),
        where=name,
        remedy=_("Open it in Word and save it again."),
    )


def _tree(archive: zipfile.ZipFile, name: str, file: str) -> etree._Element | None:
    try:
        info = archive.getinfo(name)
        if info.file_size > LIMIT:
            raise _damaged(file, _("it unpacks to far more than a document holds"))
        with archive.open(info) as stream:
            data = stream.read(LIMIT + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _damaged(file, _("a part of it cannot be unpacked")) from error
    if len(data) > LIMIT or b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data[:4000]:
        raise _damaged(file, _("it holds what no Word file holds"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(file, _("its text is not written as it should be")) from error


# --- names, whichever of the two ways a file spells them ------------------------------------------------------------


def _name(element: etree._Element) -> str:
    tag = str(element.tag)  # of a processing instruction it is no text
    space, _brace, local = tag[1:].partition("}")
    return local if space in {_W, _STRICT} else tag


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    if element is None:
        return None
    return next((item for item in element if _name(item) == name), None)


def _get(element: etree._Element | None, name: str) -> str | None:
    if element is None:
        return None
    found = element.get(f"{{{_W}}}{name}")
    return found if found is not None else element.get(f"{{{_STRICT}}}{name}")


def _is_on(properties: etree._Element | None, name: str) -> bool | None:
    found = _child(properties, name)
    return None if found is None else (_get(found, "val") or "1").lower() not in _OFF


def _styles(tree: etree._Element | None) -> dict[str, tuple[str, int, bool]]:
    found: dict[str, tuple[str, int, bool]] = {}
    based: dict[str, str] = {}
    for style in tree if tree is not None else ():
        if _name(style) != "style":
            continue
        ref, name = _get(style, "styleId") or "", (_get(_child(style, "name"), "val") or "").lower()
        outline = _get(_child(_child(style, "pPr"), "outlineLvl"), "val") or ""
        level = int(outline) + 1 if outline.isdigit() and int(outline) < _HEADING else 0
        if name.startswith("heading ") and name[8:].strip().isdigit():
            level = min(int(name[8:]), _HEADING)
        elif name == "title":
            level = 1
        found[ref] = (name, level, bool(_is_on(_child(style, "rPr"), "b")))
        based[ref] = _get(_child(style, "basedOn"), "val") or ""
    return {ref: (name, *_inherited(found, based, ref)) for ref, (name, _level, _bold) in found.items()}


def _inherited(styles: Mapping[str, tuple[str, int, bool]], based: Mapping[str, str], ref: str) -> tuple[int, bool]:
    _own, level, bold = styles[ref]
    parent, seen = based.get(ref, ""), {ref}
    while parent in styles and parent not in seen and not level:
        seen.add(parent)
        level, bold = styles[parent][1], bold or styles[parent][2]
        parent = based.get(parent, "")
    return level, bold


def _numbering(tree: etree._Element | None) -> dict[tuple[str, str], bool]:
    if tree is None:
        return {}
    kinds: dict[tuple[str, str], bool] = {}
    for item in tree:
        if _name(item) == "abstractNum":
            for level in item:
                if _name(level) == "lvl":
                    kind = _get(_child(level, "numFmt"), "val") or "decimal"
                    kinds[_get(item, "abstractNumId") or "", _get(level, "ilvl") or "0"] = kind not in {
                        "bullet",
                        "none",
                    }
    found = {}
    for item in tree:
        if _name(item) == "num":
            uses = _get(_child(item, "abstractNumId"), "val") or ""
            found.update(
                {(_get(item, "numId") or "", at): counts for (ref, at), counts in kinds.items() if ref == uses}
            )
    return found


def _main_part(archive: zipfile.ZipFile, file: str) -> str:
    """The part that holds the text, wherever the file keeps it."""
    tree = _tree(archive, "_rels/.rels", file)
    for item in tree if tree is not None else ():
        if (item.get("Type") or "").endswith("/officeDocument"):
            return (item.get("Target") or "").lstrip("/")
    return "word/document.xml"


def _beside(tree: etree._Element | None, folder: str) -> dict[str, str]:
    """The parts that go with the text, by the last word of their kind."""
    found: dict[str, str] = {}
    for item in tree if tree is not None else ():
        target = item.get("Target") or ""
        if item.get("TargetMode") != "External" and target and (item.get("Type") or "").endswith(_READ):
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.setdefault((item.get("Type") or "").rpartition("/")[2], part)
    return found


def _links(tree: etree._Element | None) -> dict[str, str]:
    return {
        item.get("Id") or "": item.get("Target") or ""
        for item in (tree if tree is not None else ())
        if item.get("TargetMode") == "External" and (item.get("Type") or "").endswith("/hyperlink")
    }


def _notes(tree: etree._Element | None, kind: str, known: _Document) -> Iterator[tuple[str, str]]:
    for note in tree if tree is not None else ():
        if _name(note) == kind and not _get(note, "type"):
            parts = [part for part in _parts(note, known, 0) if isinstance(part, Paragraph)]
            yield _get(note, "id") or "", " ".join(part.text for part in parts if part.text)


# --- paragraphs and tables -----------------------------------------------------------------------------------------


def _parts(element: etree._Element, known: _Document, depth: int) -> Iterator[Part]:
    for child in element:
        name = _name(child)
        if name == "p":
            made, boxes = _paragraph(child, known, depth)
            yield made
            for box in boxes:
                yield from _parts(box, known, depth + 1)
        elif name == "tbl" and depth < DEEPEST:
            yield _grid(child, known, depth)
        elif name in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"} or child.tag == f"{_MC}Choice":
            yield from _parts(child, known, depth)
        elif child.tag == f"{_MC}AlternateContent":
            first = next((item for item in child if item.tag == f"{_MC}Choice"), None)
            if first is not None:
                yield from _parts(first, known, depth)


def _grid(element: etree._Element, known: _Document, depth: int) -> Grid:
    rows: list[tuple[tuple[Part, ...], ...]] = []
    spans: list[tuple[int, ...]] = []
    merged_cells: set[tuple[int, int]] = set()
    for row in _inside(element, "tr"):
        cells: list[tuple[Part, ...]] = []
        wide: list[int] = []
        for cell in _inside(row, "tc"):
            merged = _child(_child(cell, "tcPr"), "vMerge")
            goes_on = merged is not None and (_get(merged, "val") or "continue") == "continue"
            if goes_on:
                merged_cells.add((len(rows), len(cells)))
            span = _get(_child(_child(cell, "tcPr"), "gridSpan"), "val") or "1"
            wide.append(min(max(int(span), 1), _WIDEST) if span.isdigit() else 1)
            cells.append(() if goes_on else tuple(_parts(cell, known, depth + 1)))
        rows.append(tuple(cells))
        spans.append(tuple(wide))
    return Grid(tuple(rows), known.tables.get(element, -1), tuple(spans), frozenset(merged_cells))


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _inside(child, name)


def _paragraph(element: etree._Element, known: _Document, depth: int) -> tuple[Paragraph, list[etree._Element]]:
    properties = _child(element, "pPr")
    _style, level, bold = known.styles.get(_get(_child(properties, "pStyle"), "val") or "", ("", 0, False))
    outline = _get(_child(properties, "outlineLvl"), "val") or ""
    if outline.isdigit() and int(outline) < _HEADING:
        level = int(outline) + 1
    numbers = _child(properties, "numPr")
    number = _get(_child(numbers, "numId"), "val") or ""
    at = _get(_child(numbers, "ilvl"), "val") or "0"
    listed = bool(number) and number != "0" and not level
    if not listed and _style.startswith("list ") and not level:
        listed, at = True, "0"
    counts = known.bullets.get((number, at), _style.startswith("list number"))
    boxes: list[etree._Element] = []
    pictures = [0]
    words = list(_words(element, known, (bold and not level, False, ""), boxes, pictures))
    item = min(int(at) + 1, 3) if listed and at.isdigit() else 0
    made = Paragraph(
        tuple(_joined(words)), level, item, counts and bool(item), pictures[0], known.paragraphs.get(element, -1),
        known.labels.get(element, ""), known.spots.get(element, ()),
    )  # fmt: skip
    return made, boxes if depth < 8 else []


def _words(
    element: etree._Element,
    known: _Document,
    look: tuple[bool, bool, str],
    boxes: list[etree._Element],
    pictures: list[int],
) -> Iterator[Words]:
    bold, italic, link = look
    for child in element:
        name = _name(child)
        if name == "r":
            style = _child(child, "rPr")
            own = _is_on(style, "b"), _is_on(style, "i")
            if _is_on(style, "vanish"):
                continue
            seen = (bold if own[0] is None else own[0], italic if own[1] is None else own[1], link)
            yield from _words(child, known, seen, boxes, pictures)
        elif name == "t":
            yield Words(child.text or "", bold, italic, link)
        elif name == "tab":
            yield Words("\t", bold, italic, link)
        elif name in {"br", "cr"}:
            yield Words("\n")
        elif name == "noBreakHyphen":
            yield Words("-", bold, italic, link)
        elif name == "sym":
            yield Words("\N{BULLET}", bold, italic, link)
        elif name in {"footnoteReference", "endnoteReference"}:
            text = known.notes.get((name.removesuffix("Reference"), _get(child, "id") or ""), "")
            if text:
                yield Words(f" [{text}]")
        elif name == "hyperlink":
            ref = next((child.get(f"{{{space}}}id") for space in _OFFICE if child.get(f"{{{space}}}id")), "")
            yield from _words(child, known, (bold, italic, known.links.get(ref or "", "")), boxes, pictures)
        elif name in {"ins", "moveTo", "sdt", "sdtContent", "smartTag", "fldSimple", "customXml", "dir", "bdo"}:
            yield from _words(child, known, look, boxes, pictures)
        elif child.tag == f"{_MC}AlternateContent":
            first = next((item for item in child if item.tag == f"{_MC}Choice"), None)
            if first is not None:
                yield from _words(first, known, look, boxes, pictures)
        elif name in {"drawing", "pict", "object"}:
            found = [item for item in child.iter() if _name(item) == "txbxContent"]
            boxes += found
            pictures[0] += not found


def _joined(words: Sequence[Words]) -> Iterator[Words]:
    for (bold, italic, link), group in groupby(words, key=lambda item: (item.bold, item.italic, item.link)):
        text = "".join(item.text for item in group)
        if text:
            yield Words(text, bold, italic, link)
