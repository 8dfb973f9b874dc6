"""A Word document parted at the ends of its pages into pieces that can be laid out one by one.

A stretch reaches from one forced page break to the next. Where pages ended by themselves when the document was laid
out last, it is parted further: each piece takes along the first words of the next, so that it can be seen whether the
page still ends there. Each piece is a document of its own, with the page it begins on, the number of all pages and the
counts of its lists written into it. Where parts hang together in a way that laying out one alone would show (notes,
sections, fields), they stay together.
"""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from lxml import etree

from alongside.render.compiled import Kept
from alongside.render.counted_lists import CountedLists, Manner, counted_like
from alongside.render.package import Parts, tree_of
from alongside.render.page_starts import Name, PageStarts, names
from alongside.render.wordml import W

_BODY, _STYLES, _NUMBERING, _SETTINGS = (
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/settings.xml",
)
_RELATIONS = "word/_rels/document.xml.rels"
_BULKY = ("word/charts/", "word/embeddings/", "word/media/", "docProps/")  # what a piece may do without
_FIRST = "999999937"  # stands for the page a piece begins on until that is known
_ID = re.compile(rb'"(rId\w+)"')
_NUMPAGES = re.compile(rb'<w:fldSimple\s+w:instr="\s*NUMPAGES\s*"[^>]*>(.*?)</w:fldSimple>', re.DOTALL)
_TEXT = re.compile(rb"(<w:t(?:\s[^>]*)?>)[^<]*(</w:t>)")
_COUNTING_FIELDS = re.compile(rb"NUMPAGES|SECTIONPAGES|SECTION\b")
_SAME_EVERYWHERE = frozenset(
    {"TOC", "SEQ", "REF", "HYPERLINK"}
)  # fields of the body that print what is written in them
_BEFORE_NUMBERS = frozenset(
    f"{W}{name}" for name in (
        "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc",
        "pgBorders", "lnNumType",
    )
)  # fmt: skip
_TOLD = (f"{W}p", f"{W}fldChar")
_PARAGRAPH = 350  # characters of XML around a paragraph's words, roughly
_MARK = "piece"
_FIRST_DIFFERS = re.compile(rb"<w:titlePg(?:\s[^>]*)?/>")
_PAGE_END = (
    f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr><w:r><w:t>.</w:t>'
    '<w:br w:type="page"/></w:r></w:p>'
).encode()  # what follows it stands as at the top of a page that nothing forced
_known_lists: Kept[CountedLists] = Kept(4, 4)

SHORTEST = 8_000  # characters of a piece: much of what laying out one takes is the same for all
ENOUGH_AHEAD, MOST_AHEAD, LONGEST_AHEAD = 150, 8, 6_000  # letters of text, parts, characters of one part
MOST_CARRIED = 300  # numbered paragraphs


@dataclass(frozen=True, slots=True)
class Piece:
    """Some pages of a document that nothing before or after them changes, but for the numbers printed on them."""

    digest: bytes  # of all that its pages depend on, but for those numbers
    size: int  # characters; how long it takes grows with them
    skipped: int  # pages at its beginning that are not the document's
    ahead: "Piece | None"  # the words at its end that are the next piece's: its pages end before their page
    _before: bytes
    _after: bytes
    _parts: Parts

    def document(self, first: int, total: int) -> Parts:
        """The piece as a document whose first page that counts is page `first` of `total`."""
        parts = {
            name: _with_total(content, total) if _is_margin(name) else content for name, content in self._parts.items()
        }
        return {**parts, _BODY: self._before + str(first - self.skipped).encode() + self._after}


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two forced page breaks, in one piece or more."""

    pieces: tuple[Piece, ...]
    _text: "_Text"
    _begins: tuple[int, ...]  # of each piece: its first part in the body
    _end: int

    @property
    def size(self) -> int:
        """Characters."""
        return sum(piece.size for piece in self.pieces)

    def end_of(self, number: int) -> tuple[Name, Name]:
        """The parts of the body before and after the end of one of its pieces but the last."""
        at = self._begins[number + 1]
        return self._text.outline.names[at - 1], self._text.outline.names[at]

    def from_piece(self, number: int) -> Piece:
        """All from one of its pieces on, as one."""
        return self._text.piece(self._begins[number], self._end, self._end, natural=number > 0)


def stretches(parts: Parts, starts: PageStarts | None = None, *, joined: bool = False) -> tuple[Stretch, ...]:
    """The document in stretches; none where it has to be laid out whole.

    `starts`: where it may be parted further. `joined`: what is counted in one list stays in one piece, rather than
    that the counts are carried into each.
    """
    if _BODY not in parts or not _can_be_parted(parts):
        return ()
    root = tree_of(parts[_BODY], _BODY)
    body = root.find(f"{W}body")
    if body is None or len(body) < 3 or body[-1].tag != f"{W}sectPr":
        return ()
    fields = {_field_name(mark) for mark in root.iter(f"{W}instrText", f"{W}fldSimple")}
    if len(list(root.iter(f"{W}sectPr"))) > 1 or not fields <= _SAME_EVERYWHERE:
        return ()
    if next(root.iter(f"{W}footnoteReference", f"{W}endnoteReference", f"{W}altChunk"), None) is not None:
        return ()
    if body[-1].find(f"{W}pgNumType") is not None:
        return ()
    outline = _outline(list(body)[:-1], _lists(parts))
    if len(outline.counted) > MOST_CARRIED:
        joined = True
    forced = _joined(outline) if joined else outline.forced
    natural = _natural(outline, forced, starts) if starts is not None and not joined else {}
    if len(forced) + len(natural) < 2:
        return ()
    text = _Text(parts, root, outline, frozenset((*natural, *natural.values())))
    made = []
    for begin, end in zip(forced, (*forced[1:], len(outline.parts)), strict=True):
        begins = (begin, *(at for at in natural if begin < at < end))
        ends = (*begins[1:], end)
        made.append(
            Stretch(
                tuple(
                    text.piece(start, stop, natural.get(stop, stop), natural=start > begin)
                    for start, stop in zip(begins, ends, strict=True)
                ),
                text,
                begins,
                end,
            )
        )
    return tuple(made)


def parts_of(body: Parts) -> list[etree._Element]:
    """What the body of a document consists of, without its last mark."""
    found = tree_of(body[_BODY], _BODY).find(f"{W}body") if _BODY in body else None
    return [] if found is None else list(found)[:-1]


def _can_be_parted(parts: Parts) -> bool:
    settings = parts.get(_SETTINGS, b"")
    margins = [content for name, content in parts.items() if _is_margin(name)]
    return b"evenAndOddHeaders" not in settings and not any(
        _COUNTING_FIELDS.search(_NUMPAGES.sub(b"", content))
        or any(len(_TEXT.findall(inner)) != 1 for inner in _NUMPAGES.findall(content))
        for content in margins
    )


def _is_margin(name: str) -> bool:
    return name.startswith(("word/header", "word/footer"))


def _with_total(content: bytes, total: int) -> bytes:
    number = str(total).encode()
    return _NUMPAGES.sub(lambda field: _TEXT.sub(rb"\g<1>" + number + rb"\g<2>", field[1]), content)


def _field_name(mark: etree._Element) -> str:
    """The field's first word. Where Word broke an instruction into pieces, a piece may be taken for a field; then the
    document is simply laid out whole."""
    words = str((mark.get(f"{W}instr") if mark.tag == f"{W}fldSimple" else mark.text) or "").split()
    return words[0].upper() if words else "HYPERLINK"


# --- where it may be parted -------------------------------------------------------------------------------------


def _lists(parts: Parts) -> CountedLists:
    key = tuple(blake2b(parts.get(name, b""), digest_size=20).digest() for name in (_STYLES, _NUMBERING))
    return _known_lists.get(key) or _known_lists.put(key, CountedLists(parts), 1)


@dataclass(frozen=True, slots=True)
class _Outline:
    """The parts of the body in order."""

    parts: list[etree._Element]
    names: list[Name]
    sizes: list[int]  # of each, roughly, in characters of XML
    whole: list[bool]  # whether no field is open where it begins
    forced: list[int]  # those that a forced page break stands before; the first too
    counted: list[tuple[int, str, etree._Element]]  # paragraphs with a number: the part, the list, the paragraph


def _outline(body: list[etree._Element], lists: CountedLists) -> _Outline:
    made = _Outline(body, names(body), [], [], [], [])
    depth = 0  # of fields that have begun and not ended
    for at, part in enumerate(body):
        made.whole.append(not depth)
        manners: list[Manner] = []
        for item in part.iter(*_TOLD):
            if item.tag == f"{W}fldChar":
                depth += {"begin": 1, "end": -1}.get(str(item.get(f"{W}fldCharType")), 0)
                continue
            manner = lists.manner(item)
            manners.append(manner)
            if manner.list:
                made.counted.append((at, manner.list, item))
        made.sizes.append(_PARAGRAPH * len(manners))
        if not at or (part.tag == f"{W}p" and made.whole[at] and manners[0].begins_page):
            made.forced.append(at)
    return made


def _joined(outline: _Outline) -> list[int]:
    """The forced breaks over which no list is counted on."""
    spans: dict[str, tuple[int, int]] = {}
    for at, name, _paragraph in outline.counted:
        spans[name] = (spans.get(name, (at, at))[0], at)
    return [at for at in outline.forced if not any(first < at <= last for first, last in spans.values())]


def _natural(outline: _Outline, forced: Sequence[int], starts: PageStarts) -> dict[int, int]:
    """Where a page ended by itself: the part that began the next, and the one after the words needed to see it."""
    called = outline.names
    breaks = {*forced, len(outline.parts)}
    found: dict[int, int] = {}
    length = 0
    for at in range(1, len(outline.parts)):
        length = 0 if at in breaks else length + outline.sizes[at - 1] + len(called[at - 1][0])
        if length < SHORTEST or at in breaks or not outline.whole[at]:
            continue
        if starts.between(called[at - 1], called[at]):
            ahead = _ahead(outline, at, breaks)
            if ahead:
                found[at], length = ahead, 0
    return found


def _ahead(outline: _Outline, at: int, breaks: set[int]) -> int:
    """The end of the words needed from there on: a heading needs what it stands above. 0: too much is needed."""
    for end in range(at + 1, at + MOST_AHEAD + 1):
        words = outline.names[end - 1][0]
        if outline.sizes[end - 1] + len(words) > LONGEST_AHEAD:
            return 0
        if len(words) >= ENOUGH_AHEAD or end in breaks:
            return end if any(words for words, _number in outline.names[at:end]) and outline.whole[end - 1] else 0
    return 0


# --- the pieces -------------------------------------------------------------------------------------------------


class _Text:
    """The document's main part, from which pieces are made."""

    def __init__(self, parts: Parts, root: etree._Element, outline: _Outline, marks: frozenset[int]) -> None:
        """`marks`: where pieces will begin or end, besides at forced breaks."""
        self.outline = outline
        self._shared, self._own = _shared(parts)
        self._counted: dict[int, bytes] = {}  # by number in the outline
        self._digests: dict[str, bytes] = {}  # of parts, by name
        body = outline.parts[0].getparent()
        assert body is not None
        section = body[-1]
        at = sum(1 for item in section if item.tag in _BEFORE_NUMBERS)
        section.insert(at, etree.Element(f"{W}pgNumType", {f"{W}start": _FIRST}))
        self._at = sorted({*marks, *outline.forced, len(outline.parts)})
        for number in self._at:
            mark = etree.ProcessingInstruction(_MARK, "here")
            (outline.parts[number] if number < len(outline.parts) else section).addprevious(mark)
        xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._head, *self._texts, self._tail = xml.split(f"<?{_MARK} here?>".encode())
        self._other_tail = _FIRST_DIFFERS.sub(b"", self._tail)  # only the document's first page may differ

    def piece(self, begin: int, end: int, ahead: int, *, natural: bool) -> Piece:
        """From one part to before another, and on to `ahead`. `natural`: it begins where a page ended by itself."""
        following = self.piece(end, ahead, ahead, natural=True) if ahead > end else None
        content = b"".join(self._texts[self._at.index(begin) : self._at.index(ahead)])
        tail = self._other_tail if begin else self._tail
        before = self._before(begin, ahead, natural=natural) if begin else b""
        head, _mark, rest = tail.partition(_FIRST.encode())
        parts = dict(self._shared)
        for name in dict.fromkeys(_ID.findall(content)):
            parts |= self._own.get(name, {})
        total = blake2b(before, digest_size=20)
        for item in (content, tail, following.digest if following is not None else b""):
            total.update(blake2b(item, digest_size=20).digest())
        for name in sorted(parts):
            total.update(name.encode() + b"\0" + self._digest(name, parts[name]))
        return Piece(
            total.digest(),
            len(content),
            1 if begin else 0,
            following,
            self._head + before + content + head,
            rest,
            parts,
        )

    def _before(self, begin: int, end: int, *, natural: bool) -> bytes:
        """A page of its own: the numbers that came before, and a break of the kind that the document has there."""
        here = {name for at, name, _item in self.outline.counted if begin <= at < end}
        counts = b"".join(
            self._carried(number)
            for number, (at, name, _item) in enumerate(self.outline.counted)
            if at < begin and name in here
        )
        return counts + (_PAGE_END if natural else etree.tostring(_before_break(self.outline.parts[begin - 1])))

    def _carried(self, number: int) -> bytes:
        if number not in self._counted:
            self._counted[number] = etree.tostring(counted_like(self.outline.counted[number][2]))
        return self._counted[number]

    def _digest(self, name: str, content: bytes) -> bytes:
        if name not in self._digests:
            self._digests[name] = blake2b(content, digest_size=20).digest()
        return self._digests[name]


def _shared(parts: Parts) -> tuple[Parts, dict[bytes, Parts]]:
    """The parts that every stretch needs, and those for which one needs a relation of that name."""
    shared = {name: content for name, content in parts.items() if not name.startswith(_BULKY) and name != _BODY}
    own: dict[bytes, Parts] = {}
    for relation in tree_of(parts[_RELATIONS], _RELATIONS) if _RELATIONS in parts else ():
        name = f"word/{relation.get('Target', '')}"
        if relation.get("TargetMode") == "External" or name not in parts or name in shared:
            continue
        folder, _slash, last = name.rpartition("/")
        more = f"{folder}/_rels/{last}.rels"
        # A chart's workbook is not seen, but tells whose chart it is.
        books = [item for item in parts if folder.endswith("charts") and item.startswith("word/embeddings/")]
        wanted = (name, *([more, *books] if more in parts else []))
        own[str(relation.get("Id")).encode()] = {item: parts[item] for item in wanted}
    return shared, own


def _before_break(last: etree._Element) -> etree._Element:
    """Something to break a page from, of the kind that stands before the break: how far down the next begins depends
    on that, and at the top of a document it would be set otherwise again."""
    if last.tag == f"{W}tbl":
        made = etree.Element(last.tag)
        row = last.findall(f"{W}tr")[-1:]
        made.extend([copy.deepcopy(item) for item in (*last.findall(f"{W}tblPr"), *last.findall(f"{W}tblGrid"), *row)])
        for cell in made.iter(f"{W}tc"):
            for item in cell:
                if item.tag != f"{W}tcPr":
                    cell.remove(item)
            etree.SubElement(cell, f"{W}p")
        return made
    made = etree.Element(f"{W}p")
    properties = last.find(f"{W}pPr") if last.tag == f"{W}p" else None
    if properties is not None:
        made.append(copy.deepcopy(properties))
        for mark in made[0].findall(f"{W}pageBreakBefore"):
            made[0].remove(mark)
    etree.SubElement(etree.SubElement(made, f"{W}r"), f"{W}t").text = "."
    return made
