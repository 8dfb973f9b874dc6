"""Text that docxtpl would lose, put where Word shows it; for parts whose fields bring XML of their own."""

import re
from collections.abc import Callable

from lxml import etree

from alongside.render.wordml import XML_SPACE, W


def rescue_bare_text(tree: etree._Element) -> None:
    """Give a run to text that stands in none, as `{{r word }}` and `{{p word }}` leave it: Word would skip it."""
    for tag, wrapped in ((f"{W}p", _run), (f"{W}hyperlink", _run), (f"{W}tc", _paragraph), (f"{W}body", _paragraph)):
        for element in list(tree.iter(tag)):
            _wrap_bare(element, wrapped)


def _wrap_bare(element: etree._Element, wrapped: Callable[[str], etree._Element]) -> None:
    if element.text and element.text.strip():
        element.insert(0, wrapped(element.text))
        element.text = None
    for child in list(element):
        tail = child.tail
        if tail and tail.strip():
            child.tail = None
            child.addnext(wrapped(tail))


def _run(text: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    return run


def _paragraph(text: str) -> etree._Element:
    paragraph = etree.Element(f"{W}p")
    paragraph.append(_run(text))
    return paragraph


def break_lines(tree: etree._Element) -> None:
    """Write line ends and tabs as Word does, inside their run, and keep every space."""
    for element in list(tree.iter(f"{W}t")):
        text = element.text or ""
        if text != text.strip() or "  " in text:
            element.set(XML_SPACE, "preserve")
        parent = element.getparent()
        if parent is None or parent.tag != f"{W}r" or not ("\n" in text or "\t" in text):
            continue
        place = parent.index(element)
        parent.remove(element)
        for piece in re.split(r"([\n\t])", text):
            if piece == "\n":
                made = etree.Element(f"{W}br")
            elif piece == "\t":
                made = etree.Element(f"{W}tab")
            elif piece:
                made = etree.Element(f"{W}t")
                made.text = piece
                made.set(XML_SPACE, "preserve")
            else:
                continue
            parent.insert(place, made)
            place += 1
