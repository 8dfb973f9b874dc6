"""Looks through a finished Word file, every part of it, for what could tell who somebody is."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO

from lxml import etree

from alongside.checks.identifiers import identifier_finding, identifiers_in
from alongside.findings import Finding, Place
from alongside.render.package import is_xml, read_parts, tree_of
from alongside.render.scan import label
from alongside.render.wordml import texts

# Attributes that people read or hear: alternative text, captions of tables, tags and titles of controls.
_SPOKEN = frozenset({"descr", "title", "alt", "val", "name", "string", "author", "initials", "tooltip"})
_SPOKEN_OF = re.compile(
    r"\}(?:docPr|cNvPr|tblCaption|tblDescription|shape|alias|tag|textpath|comment|ins|del|hyperlink)$"
)
_NO_TEXT = ("word/styles.xml", "word/theme/", "word/fontTable.xml", "word/settings.xml", "word/numbering.xml")
_TIMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?")  # of the properties: when it was saved


def identifiers_of(docx: bytes, name: str, known: Sequence[str] = ()) -> tuple[Finding, ...]:
    """A Finding for each thing found, once for each document. `known`: texts that are meant to be there.

    Body, headers, footers, notes, comments, changes and hidden text, text boxes, alternative text, charts and the
    workbooks inside them, properties and custom XML are looked through. Raises AlongsideError for what is no Word file.
    """
    found: dict[tuple[str, str], Finding] = {}
    for part, text in _said(read_parts(docx, name)):
        for item in identifiers_in(text):
            if item.found not in known:
                where = Place(template=name, part=label(part) if part.startswith("word/") else part)
                found.setdefault((item.rule, item.found), identifier_finding(item, where))
    return tuple(found.values())


def _said(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    for part, content in sorted(parts.items()):
        if part.startswith(_NO_TEXT):
            continue
        if part.endswith(".rels"):
            yield from ((part, target) for target in _outside(content))
        elif is_xml(part):
            yield from ((part, text) for text in _texts(tree_of(content, part), part))
        elif part.endswith(".xlsx"):
            yield from ((part, text) for text in _of_workbook(content))


def _texts(tree: etree._Element, part: str) -> Iterator[str]:
    if part.startswith("word/") and "/charts/" not in part:
        yield from texts(tree)
    else:
        yield from (_TIMES.sub("", str(text)) for text in tree.itertext() if text.strip())
    for element in tree.iter():
        if isinstance(element.tag, str) and _SPOKEN_OF.search(element.tag):
            for key, value in element.attrib.items():
                if str(key).rpartition("}")[2] in _SPOKEN:
                    yield str(value)


def _outside(rels: bytes) -> Iterator[str]:
    """Where links lead."""
    for relation in tree_of(rels, "").iter():
        if relation.get("TargetMode") == "External":
            yield str(relation.get("Target"))


def _of_workbook(content: bytes) -> Iterator[str]:
    """The texts of a workbook that a chart carries; we made it, so it is small and plain."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name == "xl/sharedStrings.xml" or name.startswith(("xl/worksheets/", "docProps/")):
                found = map(str, tree_of(archive.read(name), name).itertext())
                yield from (text for text in found if not _is_number(text))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\s*|[\d.eE+-]+", text)) or bool(_TIMES.fullmatch(text))
