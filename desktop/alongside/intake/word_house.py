"""Looks up what a buyer's Word file offers to lay an answer out with: its bullets, its lined table, its prompts."""

import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

from alongside.intake.word_made import House
from alongside.intake.wordml import STRICT, TRANSITIONAL, child_of, name_of, value_of

_LIMIT = 60 * 2**20


@dataclass(frozen=True, slots=True)
class Offered:
    """As `House`, before it is known in which namespace a part is written."""

    bullet: str
    grid: str
    prompts: frozenset[str]

    def for_part(self, root: etree._Element) -> House:
        space = STRICT if str(root.tag).startswith(f"{{{STRICT}}}") else TRANSITIONAL
        return House(space, self.bullet, self.grid, self.prompts)


def house_of(archive: zipfile.ZipFile, part: str) -> Offered:
    """From the styles and the numbering beside the text."""
    folder = posixpath.dirname(part)
    styles, numbering = _tree(archive, f"{folder}/styles.xml"), _tree(archive, f"{folder}/numbering.xml")
    return Offered(_bullet(numbering), _grid(styles), _prompts(styles))


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    try:
        info = archive.getinfo(name)
        data = archive.read(info) if info.file_size <= _LIMIT else b""
        if not data or b"<!DOCTYPE" in data[:2000]:
            return None
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (KeyError, etree.XMLSyntaxError):
        return None


def _bullet(numbering: etree._Element | None) -> str:
    """A number that prints a bullet on its first level; "" where the file has none."""
    if numbering is None:
        return ""
    bullets = set()
    for item in numbering:
        if name_of(item) == "abstractNum":
            first = next((level for level in item if name_of(level) == "lvl" and value_of(level, "ilvl") == "0"), None)
            sign = value_of(child_of(first, "lvlText")) or ""
            if value_of(child_of(first, "numFmt")) == "bullet" and sign.strip():
                bullets.add(value_of(item, "abstractNumId"))
    for item in numbering:
        plain = name_of(item) == "num" and child_of(item, "lvlOverride") is None
        if plain and value_of(child_of(item, "abstractNumId")) in bullets:
            return value_of(item, "numId") or ""
    return ""


def _grid(styles: etree._Element | None) -> str:
    for item in styles if styles is not None else ():
        named = (value_of(child_of(item, "name")) or "").casefold() if name_of(item) == "style" else ""
        if named == "table grid" and value_of(item, "type") == "table":
            return value_of(item, "styleId") or ""
    return ""


def _prompts(styles: etree._Element | None) -> frozenset[str]:
    found = {"PlaceholderText"}
    for item in styles if styles is not None else ():
        if name_of(item) == "style" and (value_of(child_of(item, "name")) or "").casefold() == "placeholder text":
            found.add(value_of(item, "styleId") or "")
    return frozenset(found)
