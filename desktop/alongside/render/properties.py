"""The properties of a Word file: title, subject, language, and nobody's name."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from docx.opc.coreprops import CoreProperties
from docx.opc.oxml import serialize_part_xml
from docx.oxml.parser import parse_xml
from jinja2 import Environment
from lxml import etree

from alongside.render.environment import PlainEnvironment
from alongside.render.opened import Opened
from alongside.render.package import parser

CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
TITLE_LIMIT = 255  # characters: what the properties of an Office file hold
PERSONAL = ("Company", "Manager", "HyperlinkBase", "Template")
STALE = ("TotalTime", "Pages", "Words", "Characters", "CharactersWithSpaces", "Lines", "Paragraphs")
_FILLED = ("author", "comments", "identifier", "language", "subject", "title")  # those that docxtpl fills


def properties_of(element: Any) -> CoreProperties:
    """python-docx's view of the part with the properties."""
    return CoreProperties(element)


def described(content: bytes, *, title: str, subject: str, day: date, language: str) -> bytes:
    """The part with these properties and no others but keywords."""
    element = parse_xml(content)
    describe(properties_of(element), title=title, subject=subject, day=day, language=language)
    made: bytes = serialize_part_xml(element)
    return made


def filled_properties(file: Opened, context: dict[str, Any], env: Environment) -> bytes:
    """The document's properties as docxtpl fills them."""
    key = ("properties", type(env))
    made: bytes | None = file.worked_out.get(key)
    if made is not None:
        return made
    element = parse_xml(file.core_xml)
    properties = properties_of(element)
    plain = True
    for name in _FILLED:
        text = getattr(properties, name)
        plain = plain and text.isprintable() and "{" not in text
        setattr(properties, name, env.from_string(text).render(context))
    content: bytes = serialize_part_xml(element)
    if plain and type(env) in {Environment, PlainEnvironment} and env.line_statement_prefix is None:
        file.worked_out.put(key, content, len(content))
    return content


def describe(properties: CoreProperties, *, title: str, subject: str, day: date, language: str) -> None:
    """Set these, with one day for made and changed, and take out all others but keywords."""
    # By their whole names: docxcompose, which docxtpl brings in, gives python-docx another meaning of "cp:".
    element = properties._element
    keywords = element.findtext(f"{CORE}keywords") or ""
    for child in list(element):
        element.remove(child)
    noon = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - python-docx writes it as UTC
    properties.title, properties.subject = title[:TITLE_LIMIT], subject[:TITLE_LIMIT]
    properties.language = language
    etree.SubElement(element, f"{CORE}revision").text = "1"
    if keywords:
        etree.SubElement(element, f"{CORE}keywords").text = keywords
    properties.created = properties.modified = noon


def without(content: bytes, names: Sequence[str]) -> bytes:
    """The part with the program's properties, without those of these names."""
    try:
        tree = etree.fromstring(content, parser())
    except etree.XMLSyntaxError:
        return content  # Word ignores it, and so does everybody
    for child in list(tree):
        if etree.QName(child).localname in names:
            tree.remove(child)
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
