"""Reads the table of shared texts of a large workbook straight from its XML, as `plain_sheet` reads its sheets.

A text with marks of its own, entities or spaces at its ends is shown to the parser, which knows what they mean.
"""

import re
from collections.abc import Iterator

from python_calamine import CalamineError

from alongside.errors import AlongsideError
from alongside.library.container import STRINGS_LIMIT, Container, refuse_entities
from alongside.library.scan import one_ahead
from alongside.library.small_book import what_the_parser_says

_PLAIN = re.compile(r'<si><t(?: xml:space="preserve")?>([^<&\r]*)</t></si>')
_OTHER = re.compile(r"<si>(.*)", re.DOTALL)
_TAGS = 4  # of a plain text
_BEGIN = re.compile(r"<sst(?:\s[^<>]*)?>\s*")


def shared_texts(container: Container) -> list[str] | None:
    """The texts in their order; None where the table is not written as expected, and the parser must read it."""
    if container.strings is None or not container.has(container.strings):
        return None
    found: list[str] = []
    others: dict[int, str] = {}
    try:
        for piece in _whole_texts(one_ahead(container.chunks(container.strings, STRINGS_LIMIT))):
            _read(piece, found, others)
        cells = [f' t="inlineStr"><is>{content}</is></c>' for content in others.values()]
        for at, value in zip(others, what_the_parser_says(container, cells), strict=True):
            found[at] = str(value)
    except (AlongsideError, CalamineError, UnicodeDecodeError, ValueError):
        return None
    return found


def _read(piece: str, found: list[str], others: dict[int, str]) -> None:
    """Add the texts of a piece, and what must be shown to the parser by its place. Raises ValueError."""
    texts = _PLAIN.findall(piece)
    simple = len(texts) * _TAGS == piece.count("<") and "_x" not in piece
    if simple and not any(text[:1].isspace() or text[-1:].isspace() for text in texts):
        found += texts
        return
    for item in piece.split("</si>")[:-1]:
        plain = _PLAIN.fullmatch(f"{item}</si>")
        text = plain[1] if plain else ""
        if plain is None or text != text.strip() or "_x" in text:
            other = _OTHER.fullmatch(item.lstrip())
            if other is None or "<si" in other[1] or "<!" in other[1]:
                raise ValueError(item)
            others[len(found)] = other[1]
        found.append(text)


def _whole_texts(chunks: Iterator[bytes]) -> Iterator[str]:
    """The texts of the table in pieces, each with its marks, and nothing else. Raises ValueError."""
    rest, begun = b"", False
    for chunk in chunks:
        rest += chunk
        if not begun:
            refuse_entities(rest[:4096])
            start = _BEGIN.search(rest[:4096].decode("latin-1"))
            if start is None or b"<!" in rest[: start.start()]:
                raise ValueError(rest[:100])
            rest, begun = rest[start.end() :], True
        cut = rest.rfind(b"</si>") + len(b"</si>")
        if cut >= len(b"</si>"):
            yield rest[:cut].decode()
            rest = rest[cut:]
    if rest.strip() != b"</sst>":
        raise ValueError(rest[:100])
