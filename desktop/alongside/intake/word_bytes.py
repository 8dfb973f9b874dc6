"""A part of a Word file that is changed in places: every byte outside the changed elements stays as it was."""

import re
from collections.abc import Sequence
from xml.parsers import expat

from lxml import etree

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.editing.markup import check_well_formed, spliced

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_ENCODING = re.compile(rb"""^(\s*<\?xml[^>]*?\sencoding\s*=\s*["'])([A-Za-z0-9._-]+)""")
_BOM = b"\xef\xbb\xbf"


class ChangedPart:
    """The tree of a part, with the bytes it was read from.

    Change elements in the tree and say so: `touch` an element that was changed inside, and put new ones in through
    `insert_after` and `insert_before`, take some out through `remove`.
    """

    def __init__(self, data: bytes) -> None:
        """Raises AlongsideError for a part that is not well-formed or declares entities."""
        self._data = _as_utf8(data)
        if b"<!DOCTYPE" in self._data[:2000] or b"<!ENTITY" in self._data[:4000]:
            raise _damaged()
        self.root = parsed(self._data)
        self._spans = _spans(self._data)
        self._number = {element: at for at, element in enumerate(self.root.iter("*"))}
        if len(self._number) != len(self._spans):
            raise _damaged()
        self._touched: dict[etree._Element, None] = {}
        self._before: dict[etree._Element, list[etree._Element]] = {}
        self._after: dict[etree._Element, list[etree._Element]] = {}
        self._gone: dict[etree._Element, etree._Element] = {}  # and the element it stood in

    def touch(self, element: etree._Element) -> None:
        """The element's own attributes or what it holds have changed."""
        self._touched[element] = None

    def insert_after(self, element: etree._Element, new: Sequence[etree._Element]) -> None:
        """Put elements after one of the part's own, behind those put there before."""
        last = (self._after.get(element) or [element])[-1]
        for item in new:
            last.addnext(item)
            last = item
        self._after.setdefault(element, []).extend(new)

    def insert_before(self, element: etree._Element, new: Sequence[etree._Element]) -> None:
        """Put elements before one of the part's own."""
        for item in new:
            element.addprevious(item)
        self._before.setdefault(element, []).extend(new)

    def remove(self, element: etree._Element) -> None:
        """Take one of the part's own elements out."""
        parent = element.getparent()
        if parent is not None and element not in self._gone:
            self._gone[element] = parent
            parent.remove(element)

    @property
    def changed(self) -> bool:
        return bool(self._touched or self._before or self._after or self._gone)

    def packed(self) -> bytes:
        """The part's bytes with the changes in place."""
        changes: list[tuple[int, int, bytes]] = []
        for element in self._touched:
            if element in self._number and element not in self._gone and not self._covered(element):
                changes.append((*self._span(element), _written(element)))
        for element, parent in self._gone.items():
            if parent not in self._touched and parent not in self._gone and not self._covered(parent):
                changes.append((*self._span(element), b""))
        for places, at in ((self._before, 0), (self._after, 1)):
            for element, new in places.items():
                if not self._covered(element):
                    edge = self._span(element)[at]
                    changes.append((edge, edge, b"".join(_written(item) for item in new)))
        made = spliced(self._data, changes)
        check_well_formed(made)
        return made

    def _covered(self, element: etree._Element) -> bool:
        """Whether it is written with an element around it, or is gone with one."""
        return any(above in self._touched or above in self._gone for above in element.iterancestors())

    def _span(self, element: etree._Element) -> tuple[int, int]:
        start, stop = self._spans[self._number[element]]
        opening = _TAG.match(self._data, start)
        assert opening is not None  # the parser found it there
        if opening[0].endswith(b"/>"):
            return start, opening.end()
        return start, self._data.index(b">", stop) + 1


def parsed(data: bytes) -> etree._Element:
    """A part's tree. Raises AlongsideError where it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, strip_cdata=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged() from error


def _as_utf8(data: bytes) -> bytes:
    stated = _ENCODING.match(data.removeprefix(_BOM)[:200])
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:8]
    if not wide and (stated is None or stated[2].lower() in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}):
        return data
    try:
        text = data.decode("utf-16" if wide else stated[2].decode() if stated else "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise _damaged() from error
    return re.sub(r"""(<\?xml[^>]*?\sencoding\s*=\s*["'])[A-Za-z0-9._-]+""", r"\1UTF-8", text, count=1).encode()


def _spans(data: bytes) -> list[tuple[int, int]]:
    """Where each element's opening tag begins, and where its closing tag does, in the order of the opening tags."""
    parser = expat.ParserCreate()
    starts: list[int] = []
    ends: dict[int, int] = {}
    open_ones: list[int] = []

    def begins(_name: str, _attributes: object) -> None:
        open_ones.append(len(starts))
        starts.append(parser.CurrentByteIndex)

    def finishes(_name: str) -> None:
        ends[open_ones.pop()] = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = begins, finishes
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _damaged() from error
    return [(start, ends[at]) for at, start in enumerate(starts)]


def _written(element: etree._Element) -> bytes:
    """An element's bytes without the declarations of names that stand further out already."""
    made = etree.tostring(element, encoding="UTF-8", xml_declaration=False, with_tail=False)
    parent = element.getparent()
    known = {} if parent is None else parent.nsmap
    opening = _TAG.match(made)
    assert opening is not None
    tag = opening[0]
    for prefix, uri in element.nsmap.items():
        if known.get(prefix) == uri:
            name = b"xmlns" if prefix is None else b"xmlns:" + prefix.encode()
            tag = re.sub(rb"\s" + re.escape(name) + rb"""\s*=\s*("[^"]*"|'[^']*')""", b"", tag, count=1)
    return tag + made[opening.end() :]


def _damaged() -> AlongsideError:
    return AlongsideError(
        _("This Word file is written in a way in which nothing can be put into it safely."),
        remedy=_("Open it in Word, save it as .docx, and try again."),
    )
