"""Filled XML that is not sound: what docxtpl's own way makes of it, without the text that docxtpl loses there.

docxtpl lets a parser "recover", which drops whatever stands behind the first `&` or `<` of a value. Here such a value
is written as the text it is; all that is well-formed stays as docxtpl writes it.
"""

import html
import re
from collections.abc import Collection, Sequence
from xml.parsers import expat

from lxml import etree

from alongside.render.characters import clean

_DECLARED = re.compile(r"<w:\w+((?:\s+[\w:.-]+=\"[^\"]*\")*)")


def well_formed(xml: str) -> bool:
    """Whether a parser takes all of it."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(xml.encode(), True)
    except (expat.ExpatError, UnicodeEncodeError):
        return False
    return True


def repaired(pieces: Sequence[str], own: Collection[int], opening: str) -> str:
    """The pieces in one, with each that is neither the template's own nor well-formed written as text.

    `opening`: a text with the part's first tag, for the namespaces it declares.
    """
    found = _DECLARED.search(opening + (pieces[0] if pieces else ""))
    declared = " ".join(re.findall(r"\sxmlns(?::[\w.-]+)?=\"[^\"]*\"", found[1])) if found else ""
    return "".join(piece if id(piece) in own else _sound(piece, declared) for piece in pieces)


def _sound(piece: str, declared: str) -> str:
    if not ("<" in piece or "&" in piece) and piece.isprintable():
        return piece
    if well_formed(f"<w:p {declared}><w:r><w:t>{piece}</w:t></w:r></w:p>"):
        return piece
    held = "".join(text if text in "\a\f" else clean(text)[0] for text in re.split("([\a\f])", piece) if text)
    escaped = html.escape(held, quote=False)
    return re.sub(r"&amp;(amp|lt|gt|quot|#\d{1,7});", r"&\1;", escaped)


def recovered(xml: str) -> etree._Element:
    """The tree that docxtpl gets: whatever a forgiving parser finds."""
    return etree.fromstring(xml.encode(), etree.XMLParser(recover=True))
