"""Finds places in a Word file's tree as `Where` names them, and tells what stands in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from alongside.i18n import _
from alongside.intake.answering import NotWritten
from alongside.intake.asked import Where
from alongside.intake.recognise import is_blank
from alongside.intake.wordml import STRICT, TRANSITIONAL, child_of, name_of, value_of

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins"})
_WORDS = frozenset({"rPr", "t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak", "sym"})
_SEEN = frozenset({"drawing", "pict", "object", "fldChar", "instrText", "footnoteReference", "commentReference"})


@dataclass(slots=True)
class Places:
    """The numbered paragraphs and tables of a part, as they were when it was read."""

    root: etree._Element
    paragraphs: list[etree._Element] = field(init=False)
    tables: list[etree._Element] = field(init=False)

    def __post_init__(self) -> None:
        self.paragraphs = list(all_of(self.root, "p"))
        self.tables = list(all_of(self.root, "tbl"))

    def paragraph(self, where: Where) -> etree._Element:
        """Raises NotWritten where there is none."""
        if where.paragraph is None or not 0 <= where.paragraph < len(self.paragraphs):
            raise gone()
        return self.paragraphs[where.paragraph]

    def cell(self, where: Where) -> etree._Element:
        """Raises NotWritten where there is none."""
        if where.table is None or where.row is None or where.column is None or where.table >= len(self.tables):
            raise gone()
        rows = list(_inside(self.tables[where.table], "tr"))
        cells = list(_inside(rows[where.row], "tc")) if where.row < len(rows) else []
        if where.column >= len(cells):
            raise gone()
        return cells[where.column]

    def scope(self, where: Where) -> etree._Element | None:
        """The smallest thing around the place: its paragraph, its cell; None for the whole part."""
        if where.paragraph is not None:
            return self.paragraph(where)
        return self.cell(where) if where.table is not None else None


def gone() -> NotWritten:
    return NotWritten(
        _("The place for this answer is not in the file any more."), _("Read the buyer's file again into the pack.")
    )


def all_of(tree: etree._Element, name: str) -> Iterator[etree._Element]:
    """Every element of a name, in the order of the part."""
    yield from tree.iter(f"{{{TRANSITIONAL}}}{name}", f"{{{STRICT}}}{name}")


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in element:
        if name_of(child) == name:
            yield child
        elif name_of(child) in _WRAPPERS:
            yield from _inside(child, name)


def paragraphs_in(cell: etree._Element) -> list[etree._Element]:
    """The paragraphs of a cell or control itself, not those of tables inside."""
    return list(_inside(cell, "p"))


def words_in(element: etree._Element) -> str:
    """What is written in a paragraph, cell or run, as a reader sees it: nothing struck out or hidden."""
    said: list[str] = []
    for item in element.iter():
        name = name_of(item)
        if name == "t":
            if not any(name_of(above) in {"del", "moveFrom"} for above in item.iterancestors()):
                said.append(item.text or "")
        elif name in {"br", "cr"}:
            said.append("\n")
        elif name == "tab" and name_of(item.getparent()) == "r":  # type: ignore[arg-type]
            said.append("\t")
    return "".join(said)


def is_empty(paragraph: etree._Element) -> bool:
    """Whether nothing but lines, dots or a prompt stands in it, and nothing that is no text."""
    return is_blank(words_in(paragraph)) and not any(name_of(item) in _SEEN for item in paragraph.iter())


def clear(paragraph: etree._Element) -> None:
    """Take the words out of a paragraph; bookmarks, marks of comments and all else stay."""
    for item in list(paragraph):
        if name_of(item) == "r" and all(name_of(part) in _WORDS for part in item):
            if any(name_of(part) == "br" and value_of(part, "type") in {"page", "column"} for part in item):
                for part in list(item):
                    if name_of(part) == "t":
                        item.remove(part)
                continue
            paragraph.remove(item)
        elif name_of(item) in {"hyperlink", "smartTag", "proofErr"}:
            paragraph.remove(item)


def put_words(paragraph: etree._Element, runs: list[etree._Element]) -> None:
    """Put words behind the paragraph's properties and whatever opens at its beginning."""
    at = 0
    for number, item in enumerate(paragraph):
        if name_of(item) in {"pPr", "bookmarkStart", "commentRangeStart", "permStart"}:
            at = number + 1
    for number, item in enumerate(runs):
        paragraph.insert(at + number, item)


def following(element: etree._Element) -> etree._Element | None:
    """The next paragraph right after an element; None where something else follows."""
    after = element.getnext()
    while after is not None and name_of(after) in {"bookmarkStart", "bookmarkEnd", "proofErr"}:
        after = after.getnext()
    return after if after is not None and name_of(after) == "p" else None


def ends_section(paragraph: etree._Element) -> bool:
    return child_of(child_of(paragraph, "pPr"), "sectPr") is not None
