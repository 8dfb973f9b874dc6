"""Finds tags in the raw bytes of an XML part, so that a few of them can be changed and nothing else.

In well-formed XML a "<" outside comments, CDATA sections and processing instructions begins a tag. That, and no more,
is what the search relies on; whether the part is well-formed is asked of a parser before it is saved.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from xml.parsers import expat

from alongside.i18n import _
from alongside.library.container import damaged, refuse_entities

_REST = rb"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*"""  # of a tag, after its name
_ROOT = re.compile(rb"<((?:[^\s<>/!?:]+:)?)[^\s<>/!?:]+(?=[\s/>])" + _REST + rb">")
_ASIDE = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)""")


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening tag, where it is and as it is written."""

    start: int
    end: int
    text: bytes

    @property
    def closed(self) -> bool:
        """Whether it is its own end: <c r="A1"/>."""
        return self.text.endswith(b"/>")

    def get(self, name: str) -> str | None:
        """An attribute's value; None where it is not stated."""
        found = _attribute(name.encode()).search(self.text)
        if found is None:
            return None
        return unescape(found[2].decode("utf-8", "replace"))

    def number(self, name: str) -> int | None:
        """An attribute that is a whole number; None where it is not stated or none."""
        stated = (self.get(name) or "").strip()
        return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 10 else None


class Markup:
    """One part of a workbook: its bytes, and which stretches of them hold no tags."""

    def __init__(self, data: bytes) -> None:
        """Raises AlongsideError for a part in an encoding in which tags cannot be found byte by byte."""
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:64]:
            raise damaged(_("a sheet is written in an unusual encoding"))
        refuse_entities(data[:4096])
        self.data = data
        stated = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf")[:200])
        self.unicode = stated is None or stated[1].lower() in {b"utf-8", b"utf8"}
        self._asides = _asides(data)
        self._begins = [start for start, _end in self._asides]
        root = next(self._seen(_ROOT, 0, len(data)), None)
        if root is None:
            raise damaged(_("a part of it is not well-formed"))
        self.prefix = root[1]  # b"x:" where the names are written x:row and x:c
        self.root = Tag(root.start(), root.end(), root[0])

    def tags(self, name: str, start: int = 0, end: int | None = None) -> Iterator[Tag]:
        """The opening tags of this name, in order. `name` goes without a prefix, or with another than the part's."""
        whole = name.encode() if ":" in name else self.prefix + name.encode()
        for found in self._seen(_opening(whole), start, len(self.data) if end is None else end):
            yield Tag(found.start(), found.end(), found[0])

    def first(self, name: str, start: int = 0, end: int | None = None) -> Tag | None:
        """The first of them."""
        return next(self.tags(name, start, end), None)

    def content_end(self, name: str, tag: Tag) -> int:
        """Where the closing tag of an element begins that holds none of its own name; the tag's end if it is empty."""
        return self.closing(name, tag)[0]

    def closing(self, name: str, tag: Tag) -> tuple[int, int]:
        """Where the closing tag of an element begins and ends; both the tag's end if it is its own end."""
        if tag.closed:
            return tag.end, tag.end
        whole = name.encode() if ":" in name else self.prefix + name.encode()
        found = next(self._seen(_closing(whole), tag.end, len(self.data)), None)
        if found is None:
            raise damaged(_("a sheet is not well-formed"))
        return found.start(), found.end()

    def encoded(self, text: str) -> bytes:
        """Text as it stands between two tags of this part."""
        plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return plain.encode() if self.unicode else plain.encode("ascii", "xmlcharrefreplace")

    def _seen(self, pattern: re.Pattern[bytes], start: int, end: int) -> Iterator[re.Match[bytes]]:
        for found in pattern.finditer(self.data, start, end):
            if self._asides:
                at = bisect_right(self._begins, found.start()) - 1
                if at >= 0 and found.start() < self._asides[at][1]:
                    continue
            yield found


@cache
def _opening(name: bytes) -> re.Pattern[bytes]:
    return re.compile(b"<" + re.escape(name) + rb"(?=[\s/>])" + _REST + b">")


@cache
def _closing(name: bytes) -> re.Pattern[bytes]:
    return re.compile(b"</" + re.escape(name) + rb"\s*>")


@cache
def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\s" + re.escape(name) + rb"""\s*=\s*(["'])(.*?)\1""", re.DOTALL)


def _asides(data: bytes) -> list[tuple[int, int]]:
    if b"<!" not in data and data.find(b"<?", 8) < 0:
        return []
    return [found.span() for found in _ASIDE.finditer(data)]


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """The tag with this attribute set, added or, for None, taken away. `value` needs no escaping."""
    found = _attribute(name.encode()).search(tag)
    if found is not None:
        if value is None:
            return tag[: found.start()] + tag[found.end() :]
        return tag[: found.start(2)] + value.encode() + tag[found.end(2) :]
    if value is None:
        return tag
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + f' {name}="{value}"'.encode() + tag[end:]


def spliced(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes with each stretch (start, end) put in place of another; the stretches do not overlap."""
    pieces, here = [], 0
    for start, end, new in sorted(changes, key=lambda change: change[:2]):
        if start < here:
            raise ValueError("two changes of one place")
        pieces += [data[here:start], new]
        here = end
    pieces.append(data[here:])
    return b"".join(pieces)


def check_well_formed(data: bytes) -> None:
    """Raise AlongsideError unless a parser reads the part to its end."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise damaged(_("a part of it is not well-formed")) from error
