"""What a document gets beside its template's parts: styles and lists for formatted text, links, notes.

Gathered while the parts are filled; written at the end, into the parts as bytes or into python-docx's Document.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.parts.numbering import NumberingPart
from lxml import etree

from alongside.render.package import CONTENT_TYPES, parser
from alongside.render.shapes import Shapes, put_list
from alongside.render.typeset import Links
from alongside.render.wordml import W

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"
_NUMBERING = "word/numbering.xml"


@dataclass
class Additions:
    """For one filling of one template. `parts`: the template's parts by name; `document`: the name of the main one."""

    parts: Mapping[str, bytes]
    document: str
    _links: dict[str, Links] = field(default_factory=dict)
    _shapes: Shapes | None = None

    def links(self, part: str) -> Links:
        """The links of a part, to be added to."""
        if part not in self._links:
            taken = frozenset(item.get("Id", "") for item in _relations(self.parts.get(_relations_of(part), b"")))
            self._links[part] = Links(taken)
        return self._links[part]

    def shapes(self) -> Shapes:
        """The document's styles and lists, to be added to."""
        if self._shapes is None:
            numbering = self.parts.get(self._numbering)
            styles = self.parts.get(self._related.get(RELATIONSHIP_TYPE.STYLES, ""), f'<w:styles xmlns:w="{W[1:-1]}"/>')
            self._shapes = Shapes(_tree(styles), _tree(numbering) if numbering is not None else None)
        return self._shapes

    def contents(self) -> dict[str, bytes]:
        """The parts that are new or changed."""
        made: dict[str, bytes] = {}
        relations = {part: _links_xml(links) for part, links in self._links.items() if links.made}
        if self._shapes is not None and self._shapes.styles_changed:
            made[self._related[RELATIONSHIP_TYPE.STYLES]] = _serialised(self._shapes.styles)
        if self._shapes is not None and self._shapes.numbering_changed:
            made[self._numbering] = _serialised(self._shapes.numbering)
            if self._numbering not in self.parts:
                kinds = _tree(self.parts[CONTENT_TYPES])
                override = etree.SubElement(kinds, f"{{{_KINDS}}}Override")
                override.set("PartName", f"/{self._numbering}")
                override.set("ContentType", CONTENT_TYPE.WML_NUMBERING)
                made[CONTENT_TYPES] = _serialised(kinds)
                line = _relation("rIdLists", RELATIONSHIP_TYPE.NUMBERING, "numbering.xml")
                relations[self.document] = relations.get(self.document, "") + line
        for part, lines in relations.items():
            name = _relations_of(part)
            before = self.parts.get(name, f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
            tree = _tree(before)
            tree.extend(_tree(f'<x xmlns="{_RELATIONS}">{lines}</x>'))
            made[name] = _serialised(tree)
        return made

    def hand_over(self, document: Any) -> None:
        """Put all of it into python-docx's Document, which may have got other things meanwhile."""
        package = document.part.package
        parts = {part.partname.membername: part for part in package.iter_parts()}
        for name, links in self._links.items():
            for address, relation in links.made.items():
                if relation not in parts[name].rels:
                    parts[name].rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, relation, is_external=True)
        if self._shapes is None:
            return
        styles = document.styles.element
        known = {style.get(f"{W}styleId") for style in styles}
        styles.extend(style for style in self._shapes.added_styles if style.get(f"{W}styleId") not in known)
        if not self._shapes.numbering_changed:
            return
        if not any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in document.part.rels.values()):
            empty = f'<w:numbering xmlns:w="{W[1:-1]}"/>'.encode()
            made = NumberingPart.load(PackURI(f"/{_NUMBERING}"), CONTENT_TYPE.WML_NUMBERING, empty, package)
            document.part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
        target = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
        for item in self._shapes.added_lists:
            put_list(target, item)

    @cached_property
    def _related(self) -> dict[str, str]:
        """The parts that the main one points to, by kind."""
        folder = self.document.rpartition("/")[0]
        found: dict[str, str] = {}
        for item in _relations(self.parts.get(_relations_of(self.document), b"")):
            if item.get("TargetMode") != "External":
                found.setdefault(item.get("Type", ""), PackURI.from_rel_ref(f"/{folder}", item.get("Target", ""))[1:])
        return found

    @property
    def _numbering(self) -> str:
        return self._related.get(RELATIONSHIP_TYPE.NUMBERING, _NUMBERING)


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _relations(content: bytes) -> list[etree._Element]:
    return list(_tree(content).iter(f"{{{_RELATIONS}}}Relationship")) if content else []


def _relation(name: str, kind: str, target: str, mode: str = "") -> str:
    outside = f" TargetMode={quoteattr(mode)}" if mode else ""
    return f"<Relationship Id={quoteattr(name)} Type={quoteattr(kind)} Target={quoteattr(target)}{outside}/>"


def _links_xml(links: Links) -> str:
    return "".join(
        _relation(name, RELATIONSHIP_TYPE.HYPERLINK, address, "External") for address, name in links.made.items()
    )


def _tree(content: bytes | str) -> etree._Element:
    return etree.fromstring(content.encode() if isinstance(content, str) else content, parser())


def _serialised(tree: etree._Element) -> bytes:
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
