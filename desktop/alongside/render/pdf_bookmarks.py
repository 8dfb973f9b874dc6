"""The bookmarks of a PDF, read and made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from alongside.render.pdf_update import PdfUpdate


@dataclass(frozen=True, slots=True)
class Wanted:
    """A bookmark to be made."""

    level: int  # from 0
    title: str
    page: int  # from 0


def bookmarks(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """All bookmarks as the reader shows them, from the top; one that leads back to itself is met once."""
    seen: set[int] = set()

    def below(parent: DictionaryObject) -> Iterator[DictionaryObject]:
        item = parent.get("/First")
        while item is not None:
            mark = item.get_object()
            if id(mark) in seen:
                return
            seen.add(id(mark))
            yield mark
            yield from below(mark)
            item = mark.get("/Next")

    outlines = root.get("/Outlines")
    if outlines is not None:
        yield from below(outlines.get_object())


def add_bookmarks(update: PdfUpdate, wanted: Sequence[Wanted]) -> None:
    """Give bookmarks to a PDF that has none."""
    if not wanted:
        return
    root = DictionaryObject({NameObject("/Type"): NameObject("/Outlines")})
    top = _Bookmark(-1, root, update.add(root))
    update.root[NameObject("/Outlines")] = top.reference
    open_marks = [top]
    for item in wanted:
        while open_marks[-1].level >= item.level:
            open_marks.pop()
        open_marks.append(_below(open_marks[-1], item, update))
    top.count()


@dataclass(slots=True)
class _Bookmark:
    level: int
    entry: DictionaryObject
    reference: IndirectObject
    below: list["_Bookmark"] = field(default_factory=list)

    def count(self) -> int:
        """Say in each how many are shown below it, and give that number."""
        shown = sum(1 + mark.count() for mark in self.below)
        if shown:
            self.entry[NameObject("/Count")] = NumberObject(shown)
        return shown


def _below(above: _Bookmark, item: Wanted, update: PdfUpdate) -> _Bookmark:
    """A new bookmark, the last of those below another."""
    entry = DictionaryObject()
    entry[NameObject("/Title")] = TextStringObject(item.title)
    entry[NameObject("/Parent")] = above.reference
    entry[NameObject("/Dest")] = ArrayObject([update.page(item.page) or NullObject(), NameObject("/Fit")])
    mark = _Bookmark(item.level, entry, update.add(entry))
    if above.below:
        before = above.below[-1]
        entry[NameObject("/Prev")] = before.reference
        before.entry[NameObject("/Next")] = mark.reference
    else:
        above.entry[NameObject("/First")] = mark.reference
    above.entry[NameObject("/Last")] = mark.reference
    above.below.append(mark)
    return mark
