"""A template's file opened: its parts as they will be written, read once for all documents made from it.

What python-docx would write for a part that is not filled is worked out here, so that saving copies bytes.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage, Unmarshaller
from docx.opc.packuri import PackURI
from docx.opc.part import Part, PartFactory
from docx.opc.pkgreader import PackageReader, _ContentTypeMap
from docx.opc.pkgwriter import _ContentTypesItem
from lxml import etree

from alongside.findings import Finding
from alongside.render import neutral
from alongside.render.compiled import Kept, digest
from alongside.render.contents import Field, without_contents
from alongside.render.package import CONTENT_TYPES, order, parser, read_parts
from alongside.render.wordml import W
from alongside.render.zipped import Member, members, packed, stored, whole

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
ENDNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
ENTRIES, SIZE = 32, 128 * 2**20  # bytes, packed and unpacked together
_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
# python-docx has no types for these.
_OPC_READER: Any = PackageReader
_OPC_KINDS: Any = _ContentTypeMap
_OPC_LINKS: Any = Unmarshaller
_OPC_TYPES: Any = _ContentTypesItem
_DECLARED = re.compile(r'xmlns(:[\w.-]+)?="([^"]*)"')
_GAP = re.compile(rb">\s+<")


class Unusual(Exception):  # noqa: N818 - says that a file needs python-docx
    """The file is one that only python-docx itself reads as python-docx does."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A part that holds fields, or may."""

    name: str  # in the zip
    label: str  # "body", "header 1"
    relation: str  # the id of the relation that a header or footer is found by
    xml: str  # as docxtpl hands it to Jinja, before its fields are put together
    opening: str = ""  # what stands before it in its file
    closing: str = ""  # and behind it

    def tree(self) -> etree._Element:
        """The part as it stands in the template."""
        return etree.fromstring(f"{self.opening}{self.xml}{self.closing}".encode(), parser())

    @property
    def is_body(self) -> bool:
        return self.label == "body"


@dataclass(frozen=True)
class Opened:
    """All of a template's file."""

    members: Mapping[str, Member]  # by name; those that are filled are as they came
    order: tuple[str, ...]
    filled: tuple[Filled, ...]  # body, headers, footers, notes: the order in which docxtpl fills them
    core: str  # the name of the part with the document's properties
    core_xml: bytes
    app: str  # and of that with those of the program; empty: none
    app_xml: bytes
    contents: tuple[Field, ...] = ()  # lists of contents in the body; strict only
    styles_xml: bytes = b""
    numbering_xml: bytes = b""
    found: tuple[Finding, ...] = ()  # what was taken out, because it reached outside; strict only
    worked_out: Kept[Any] = field(default_factory=lambda: Kept(64, SIZE))  # sources and codes, by part and settings

    @cached_property
    def size(self) -> int:
        """Bytes it takes while it is kept."""
        return sum(len(item.packed) for item in self.members.values()) + sum(len(item.xml) for item in self.filled)


_opened: Kept[Opened] = Kept(ENTRIES, SIZE)


def forget() -> None:
    """Drop all that is kept; for measuring what a first use costs."""
    _opened.clear()


def opened(data: bytes, name: str, *, strict: bool) -> Opened:
    """The template in `data`. `strict`: with bounds, and without anything that reaches outside the file.

    Raises Unusual for a file that python-docx must open, and AlongsideError where strict.
    """
    key = (digest(data), strict)
    found = _opened.get(key)
    if found is None:
        made = _open(data, name, strict=strict)
        found = _opened.put(key, made, made.size)
    return found


def _open(data: bytes, name: str, *, strict: bool) -> Opened:
    if strict:
        came = read_parts(data, name)
        raw = {member: item for member, item in members(data).items() if whole(item)}
        parts, found = neutral.neutralised(came, name)
    else:
        found = ()
        with zipfile.ZipFile(BytesIO(data)) as archive:
            came = parts = {entry: archive.read(entry) for entry in archive.namelist()}
        raw = members(data)
    # What was made harmless is no longer what came, so its packed bytes are not to be had.
    raw = {member: item for member, item in raw.items() if parts.get(member) == came.get(member)}
    try:
        return _built(parts, raw, found, strict=strict)
    except Unusual:
        raise
    except Exception as error:  # python-docx raises whatever a broken package makes it trip over, and then says so
        raise Unusual(str(error)) from error


def _built(
    parts: Mapping[str, bytes], raw: Mapping[str, Member], found: tuple[Finding, ...], *, strict: bool
) -> Opened:
    package = _package(parts)
    listed = list(package.iter_parts())
    names = [part.partname.membername for part in listed]
    if len(set(names)) < len(names):
        raise Unusual("a part is reached by two ways")
    document = package.main_document_part
    if document.content_type != CONTENT_TYPE.WML_DOCUMENT_MAIN:
        raise Unusual("no document")
    core = [part for part in listed if part.content_type == CORE]
    if len(core) != 1 or package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES) is not core[0]:
        raise Unusual("no properties")
    written = {CONTENT_TYPES: _OPC_TYPES.from_parts(listed).blob, "_rels/.rels": package.rels.xml}
    for part in listed:
        written[part.partname.membername] = part.blob
        if len(part.rels):
            written[part.partname.rels_uri.membername] = part.rels.xml
    filled, contents = _filled(document, listed, strict=strict)
    if strict:
        for item in filled:
            if item.is_body:
                written[item.name] = (item.opening + item.xml + item.closing).encode()
    app = next((part for part in listed if part.partname == "/docProps/app.xml"), None)
    to_fill = {item.name for item in filled}
    kept = {
        member: _member(member, content, parts, raw, listed_types=_types(listed), to_fill=member in to_fill)
        for member, content in written.items()
    }
    return Opened(
        members=kept,
        order=tuple(sorted(kept, key=order)),
        filled=filled,
        core=core[0].partname.membername,
        core_xml=core[0].blob,
        app="docProps/app.xml" if app else "",
        app_xml=app.blob if app else b"",
        contents=contents,
        styles_xml=_related(document, RELATIONSHIP_TYPE.STYLES) if contents else b"",
        numbering_xml=_related(document, RELATIONSHIP_TYPE.NUMBERING) if contents else b"",
        found=found,
    )


def _types(listed: list[Part]) -> dict[str, str]:
    return {part.partname.membername: part.content_type for part in listed}


def _member(
    name: str,
    content: bytes,
    parts: Mapping[str, bytes],
    raw: Mapping[str, Member],
    *,
    listed_types: dict[str, str],
    to_fill: bool,
) -> Member:
    """The part as it came where python-docx would write the same, else as python-docx would write it."""
    if listed_types.get(name) in PartFactory.part_type_for and name.endswith(".xml") and _has_gaps(content):
        content = _reserialised(content)
    if parts.get(name) == content and name in raw and raw[name].method in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return raw[name]
    return stored(content) if to_fill else packed(content, 6)  # what is filled is not copied into any document


def _has_gaps(content: bytes) -> bool:
    return any(gap in content for gap in (b">\n", b">\r", b"> ", b">\t")) and _GAP.search(content) is not None


def _reserialised(content: bytes) -> bytes:
    made: bytes = etree.tostring(etree.fromstring(content, _parser()), encoding="UTF-8", standalone=True)
    return made


def _parser() -> etree.XMLParser:
    return etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)


class _Reader:
    """Parts by name, as python-docx asks for them."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts

    def blob_for(self, uri: PackURI) -> bytes:
        return self._parts[uri.membername]

    def rels_xml_for(self, uri: PackURI) -> bytes | None:
        return self._parts.get(uri.rels_uri.membername)


def _package(parts: Mapping[str, bytes]) -> OpcPackage:
    """The package with python-docx's own idea of what belongs to it, and no part parsed."""
    reader, opc_reader = _Reader(parts), _OPC_READER
    kinds = _OPC_KINDS.from_xml(parts[CONTENT_TYPES])
    relations = opc_reader._srels_for(reader, PackURI("/"))
    serialised = opc_reader._load_serialized_parts(reader, relations, kinds)
    package = OpcPackage()
    _OPC_LINKS.unmarshal(opc_reader(kinds, relations, serialised), package, _plain)
    return package


def _plain(name: PackURI, kind: str, _relation: str, blob: bytes, package: Any) -> Part:
    return Part(name, kind, blob, package)


def _filled(document: Part, listed: list[Part], *, strict: bool) -> tuple[tuple[Filled, ...], tuple[Field, ...]]:
    found: list[Filled] = []
    contents: tuple[Field, ...] = ()
    tree = etree.fromstring(document.blob, _parser())
    body = tree.find(f"{W}body")
    if body is None:
        raise Unusual("no body")
    if strict:
        contents = without_contents(tree)
    opening, closing = _around(tree, body)
    xml = etree.tostring(body, encoding="unicode", with_tail=False)
    if _clashing(xml, tree):
        again = etree.fromstring(xml, parser())
        tree.replace(body, again)  # as docxtpl puts it back, which leaves one prefix for each namespace
        xml = etree.tostring(again, encoding="unicode", with_tail=False)
    found.append(Filled(document.partname.membername, "body", "", _undeclared(xml, tree), opening, closing))
    for kind in ("header", "footer"):
        for relation, item in document.rels.items():
            if not item.is_external and item.reltype == getattr(RELATIONSHIP_TYPE, kind.upper()):
                part = item.target_part
                if part.blob:
                    text = etree.tostring(etree.fromstring(part.blob, _parser()), encoding="unicode")
                    found.append(Filled(part.partname.membername, _label(part, kind), relation, text, _HEAD))
    sections = xml.count("<w:sectPr")
    for part in listed:
        if part.content_type == FOOTNOTES and (sections or strict):
            found.append(_note(part, "footnotes"))
        elif part.content_type == ENDNOTES and strict:
            found.append(_note(part, "endnotes"))
    once = {item.name: item for item in reversed(found)}  # two relations may lead to one header
    return tuple(reversed(once.values())), contents


def _around(root: etree._Element, body: etree._Element) -> tuple[str, str]:
    """What stands before and behind the body. Nothing is moved: that takes seconds in a long document."""
    attributes: Any = root.attrib
    spaces: Any = root.nsmap
    bare = str(etree.tostring(etree.Element(root.tag, attributes, spaces), encoding="unicode"))
    name = bare[1:].split(None, 1)[0].rstrip("/>")
    sides = ["", ""]
    behind = 0
    for child in root:
        if child is body:
            behind = 1
        else:
            sides[behind] += etree.tostring(child, encoding="unicode")
    return f"{_HEAD}{bare.removesuffix('/>')}>{root.text or ''}{sides[0]}", f"{body.tail or ''}{sides[1]}</{name}>"


def _clashing(body: str, root: etree._Element) -> bool:
    """Whether the body declares a namespace anew that its document has under another name."""
    inside = {space for _name, space in _DECLARED.findall(body, body.index(">"))} if "xmlns" in body else set()
    return not inside.isdisjoint(root.nsmap.values())


def _undeclared(body: str, root: etree._Element) -> str:
    """The body without the namespaces that its document declares."""
    end = body.index(">")
    head = body[:end]
    for prefix, space in root.nsmap.items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        head = head.replace(f' {name}="{space}"', "")
    return head + body[end:]


def _label(part: Part, kind: str) -> str:
    number = re.search(r"(\d+)\.xml$", str(part.partname))
    return f"{kind} {number.group(1)}" if number else kind


def _note(part: Part, label: str) -> Filled:
    text = part.blob.decode("utf-8-sig")
    found = _DECLARATION.match(text)
    head = found.group() if found else ""
    return Filled(
        part.partname.membername, label, "", text[len(head) :], head.replace("\r\n", "\n") or _HEAD
    )  # as Jinja


def _related(document: Part, kind: str) -> bytes:
    return next((item.target_part.blob for item in _of(document, kind)), b"")


def _of(document: Part, kind: str) -> Iterator[Any]:
    return (item for item in document.rels.values() if item.reltype == kind and not item.is_external)
