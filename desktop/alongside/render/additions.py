"""What a document gets beside its template's parts: styles and lists for formatted text, links, notes, drawings.

Gathered while the parts are filled; written at the end, into the parts as bytes or into python-docx's Document.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.parts.numbering import NumberingPart
from lxml import etree

from alongside.render.drawn import BytesHost, Drawn, Relation
from alongside.render.notes import Notes, free_id
from alongside.render.package import CONTENT_TYPES, parser
from alongside.render.shapes import Shapes, put_list
from alongside.render.typeset import Links
from alongside.render.wordml import W

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"


@dataclass
class Additions:
    """For one filling of one template. `parts`: the template's parts by name; `document`: the name of the main one."""

    parts: Mapping[str, bytes]
    document: str
    _links: dict[str, Links] = field(default_factory=dict)
    _shapes: Shapes | None = None
    _notes: Notes | None = None
    _drawn: Drawn | None = None

    def host(self, part: str) -> BytesHost:
        """What charts and pictures of a part are put into."""
        if self._drawn is None:
            self._drawn = Drawn(self.parts)
        return BytesHost(self._drawn, part, self._kinds.get(f"/{part}", ""))

    def links(self, part: str) -> Links:
        """The links of a part, to be added to."""
        if part not in self._links:
            taken = frozenset(item.get("Id", "") for item in _relations(self.parts.get(_relations_of(part), b"")))
            self._links[part] = Links(taken)
        return self._links[part]

    def shapes(self) -> Shapes:
        """The document's styles and lists, to be added to."""
        if self._shapes is None:
            numbering = self.parts.get(self._related.get(RELATIONSHIP_TYPE.NUMBERING, ""))
            styles = self.parts.get(self._related.get(RELATIONSHIP_TYPE.STYLES, ""), f'<w:styles xmlns:w="{W[1:-1]}"/>')
            self._shapes = Shapes(_tree(styles), _tree(numbering) if numbering is not None else None)
        return self._shapes

    def notes(self) -> Notes:
        """The document's footnotes and endnotes, to be added to."""
        if self._notes is None:
            self._notes = Notes(self.shapes, lambda kind: free_id(self.parts.get(self._name(kind.relation, kind.part))))
        return self._notes

    def contents(self, filled: Callable[[str], bytes | None] = lambda _name: None) -> dict[str, bytes]:
        """The parts that are new or changed. `filled`: a part as it was filled; None for one that was not."""
        made: dict[str, bytes] = {}
        new: list[tuple[str, str, str]] = []  # a part that the template has not, its content type, its relation

        def put(name: str, kind: str, relation: str, content: bytes) -> None:
            made[name] = content
            if name not in self.parts:
                new.append((name, kind, relation))

        for kind in self._notes.made if self._notes is not None else ():
            name = self._name(kind.relation, kind.part)
            content = self.notes().part(kind, filled(name) or self.parts.get(name))
            put(name, kind.content_type, kind.relation, content)
        if self._notes is not None and self._notes.made:
            name = self._name(RELATIONSHIP_TYPE.SETTINGS, "word/settings.xml")
            settings = _tree(self.parts.get(name, f'<w:settings xmlns:w="{W[1:-1]}"/>'))
            self._notes.settle(settings)
            put(name, CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, _serialised(settings))
        if self._shapes is not None and self._shapes.styles_changed:
            name = self._name(RELATIONSHIP_TYPE.STYLES, "word/styles.xml")
            put(name, CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, _serialised(self._shapes.styles))
        if self._shapes is not None and self._shapes.numbering_changed:
            name = self._name(RELATIONSHIP_TYPE.NUMBERING, "word/numbering.xml")
            put(name, CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING, _serialised(self._shapes.numbering))
        if self._drawn is not None:
            made |= {name: content for name, (content, _kind) in self._drawn.added.items()}
        return made | self._pointers(new)

    def _pointers(self, new: Sequence[tuple[str, str, str]]) -> dict[str, bytes]:
        """The parts that say where other parts and addresses are."""
        made: dict[str, bytes] = {}
        relations = {part: _links_xml(links) for part, links in self._links.items() if links.made}
        drawn = self._drawn or Drawn({})
        for part, lines_out in drawn.relations.items():
            relations[part] = relations.get(part, "") + "".join(_drawn_line(line, part) for line in lines_out)
        if new or drawn.added:
            kinds = _tree(self.parts[CONTENT_TYPES])
            for name, (_content, kind) in drawn.added.items():
                _tell_kind(kinds, name, kind)
            for number, (name, kind, relation) in enumerate(new, start=1):
                override = etree.SubElement(kinds, f"{{{_KINDS}}}Override")
                override.set("PartName", f"/{name}")
                override.set("ContentType", kind)
                line = _relation(f"rIdAdded{number}", relation, f"/{name}")
                relations[self.document] = relations.get(self.document, "") + line
            made[CONTENT_TYPES] = _serialised(kinds)
        for part, lines in relations.items():
            name = _relations_of(part)
            tree = _tree(self.parts.get(name, f'<Relationships xmlns="{_RELATIONS}"/>'))
            tree.extend(_tree(f'<x xmlns="{_RELATIONS}">{lines}</x>'))
            made[name] = _serialised(tree)
        return made

    def hand_over(self, document: Any) -> None:
        """Put all of it into python-docx's Document, which may have got other things meanwhile."""
        parts = {part.partname.membername: part for part in document.part.package.iter_parts()}
        if self._drawn is not None:
            self._drawn.hand_over(document)
        for name, links in self._links.items():
            for address, relation in links.made.items():
                if relation not in parts[name].rels:
                    parts[name].rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, relation, is_external=True)
        for kind in self._notes.made if self._notes is not None else ():
            name = self._name(kind.relation, kind.part)
            if name in parts:
                parts[name]._blob = self.notes().part(kind, parts[name].blob)
            else:
                content = self.notes().part(kind, None)
                made = Part(PackURI(f"/{name}"), kind.content_type, content, document.part.package)
                document.part.relate_to(made, kind.relation)
        if self._notes is not None and self._notes.made:
            self._notes.settle(document.settings.element)
        if self._shapes is not None:
            _hand_over_shapes(self._shapes, document)

    def _name(self, relation: str, otherwise: str) -> str:
        """The part that the main one points to for this, or the name that it will get."""
        return self._related.get(relation, otherwise)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        """The content types of the parts that have one of their own, by "/name"."""
        told = _tree(self.parts[CONTENT_TYPES]).iter(f"{{{_KINDS}}}Override")
        return {item.get("PartName", ""): item.get("ContentType", "") for item in told}

    @cached_property
    def _related(self) -> dict[str, str]:
        """The parts that the main one points to, by kind."""
        folder = self.document.rpartition("/")[0]
        found: dict[str, str] = {}
        for item in _relations(self.parts.get(_relations_of(self.document), b"")):
            if item.get("TargetMode") != "External":
                found.setdefault(item.get("Type", ""), PackURI.from_rel_ref(f"/{folder}", item.get("Target", ""))[1:])
        return found


def _hand_over_shapes(shapes: Shapes, document: Any) -> None:
    styles = document.styles.element
    known = {style.get(f"{W}styleId") for style in styles}
    styles.extend(style for style in shapes.added_styles if style.get(f"{W}styleId") not in known)
    if not shapes.numbering_changed:
        return
    if not any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in document.part.rels.values()):
        empty = f'<w:numbering xmlns:w="{W[1:-1]}"/>'.encode()
        name = PackURI("/word/numbering.xml")
        made = NumberingPart.load(name, CONTENT_TYPE.WML_NUMBERING, empty, document.part.package)
        document.part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    target = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    for item in shapes.added_lists:
        put_list(target, item)


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _relations(content: bytes) -> list[etree._Element]:
    return list(_tree(content).iter(f"{{{_RELATIONS}}}Relationship")) if content else []


def _relation(name: str, kind: str, target: str, mode: str = "") -> str:
    outside = f" TargetMode={quoteattr(mode)}" if mode else ""
    return f"<Relationship Id={quoteattr(name)} Type={quoteattr(kind)} Target={quoteattr(target)}{outside}/>"


def _drawn_line(line: Relation, part: str) -> str:
    folder = PackURI(f"/{part}").baseURI
    return _relation(line.id, line.kind, PackURI(f"/{line.target}").relative_ref(folder))


def _tell_kind(kinds: etree._Element, name: str, kind: str) -> None:
    """Say what a new part is: pictures by how their names end, as Word does, all else by name."""
    ending = name.rpartition(".")[2]
    if kind.startswith("image/"):
        for item in kinds.iter(f"{{{_KINDS}}}Default"):
            if item.get("Extension", "").lower() == ending and item.get("ContentType") == kind:
                return
        if not any(item.get("Extension", "").lower() == ending for item in kinds.iter(f"{{{_KINDS}}}Default")):
            made = etree.Element(f"{{{_KINDS}}}Default", {"Extension": ending, "ContentType": kind})
            kinds.insert(0, made)
            return
    etree.SubElement(kinds, f"{{{_KINDS}}}Override", {"PartName": f"/{name}", "ContentType": kind})


def _links_xml(links: Links) -> str:
    return "".join(
        _relation(name, RELATIONSHIP_TYPE.HYPERLINK, address, "External") for address, name in links.made.items()
    )


def _tree(content: bytes | str) -> etree._Element:
    return etree.fromstring(content.encode() if isinstance(content, str) else content, parser())


def _serialised(tree: etree._Element) -> bytes:
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
