"""The pages of a document that is edited: laid out whole once, and after an edit only where something changed.

Stretches between forced page breaks are kept with their pages. What is put together of them is what the whole gives:
`settled` lays out the whole, compares, and stops parting a document where that is not so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pypdfium2

from alongside.render.compiled import Kept
from alongside.render.contents import Entry
from alongside.render.length import words_of
from alongside.render.package import Parts, read_parts
from alongside.render.page_numbers import pages_of
from alongside.render.pdf import parts_to_pdf
from alongside.render.stretches import Stretch, stretches

ENTRIES, SIZE = 256, 64 * 2**20  # stretches kept, and the bytes of their pages
WORTH_IT = 0.75  # laying out parts that make up more than this share of a document takes as long as the whole

ToPdf = Callable[[Parts, str], bytes]


@dataclass(frozen=True, slots=True)
class Pages:
    """A document's pages."""

    pdf: bytes
    count: int
    whole: bool  # laid out in one go, not put together
    words: int | None = None  # counted when the document is settled
    as_parts: bool = False  # settled, and the stretches put together show the same
    listed: tuple[int, ...] = ()  # the page of each line of its list of contents, when it is settled


class Layout:
    """Lays out documents that change a little each time. For one thread; `name` tells one document from another."""

    def __init__(self, to_pdf: ToPdf = parts_to_pdf) -> None:
        self._to_pdf = to_pdf
        self._kept: Kept[tuple[bytes, int]] = Kept(ENTRIES, SIZE)
        self._totals: dict[str, int] = {}
        self._never: set[str] = set()  # documents whose parts gave something else than the whole
        self._waiting: tuple[str, tuple[Stretch, ...]] | None = None  # what `ready_one` may lay out

    def lay_out(self, name: str, docx: bytes) -> Pages:
        """The pages, put together where only some of them have to be laid out anew. Raises AlongsideError."""
        parts = read_parts(docx, name)
        parted = stretches(parts) if name not in self._never else ()
        self._waiting = (name, parted) if parted else None
        total = self._totals.get(name)
        found = self._put_together(parted, total, name) if parted and total else None
        if found is not None:
            return found
        pdf = self._to_pdf(parts, name)
        self._totals[name] = pages = page_count(pdf)
        return Pages(pdf, pages, whole=True)

    def ready_one(self) -> bool:
        """Lay out one stretch of the document seen last that is not kept yet; whether there was one."""
        if self._waiting is None:
            return False
        name, parted = self._waiting
        total, first = self._totals.get(name, 0), 1
        for stretch in parted:
            known = self._kept.get((stretch.digest, first, total))
            if known is None:
                self._laid(stretch, first, total, name)
                return True
            first += known[1]
        self._waiting = None
        return False

    def settled(self, name: str, docx: bytes, contents: Sequence[Entry] = ()) -> Pages:
        """The pages laid out whole. Raises AlongsideError. Where parts give something else, they are not used again."""
        parts = read_parts(docx, name)
        pdf = self._to_pdf(parts, name)
        self._totals[name] = pages = page_count(pdf)
        parted = stretches(parts) if name not in self._never else ()
        same = False
        if parted:
            self._waiting = (name, parted)
            joined = self._put_together(parted, pages, name, all_of_it=True)
            same = joined is not None and texts_by_page(joined.pdf) == texts_by_page(pdf)
            if not same:
                self._never.add(name)
                self._waiting = None
        listed = pages_of(contents, pdf) if contents else ()
        return Pages(pdf, pages, whole=True, words=words_of(parts), as_parts=same, listed=listed)

    def parts_used(self, name: str) -> bool:
        """Whether the document may be put together of parts."""
        return name not in self._never

    def _put_together(
        self, parted: Sequence[Stretch], total: int, name: str, *, all_of_it: bool = False
    ) -> Pages | None:
        """The pages of the stretches; None where the whole is sooner done, or where they are not `total` any more."""
        made: list[tuple[bytes, int]] = []
        first = 1
        room = sum(item.size for item in parted) * WORTH_IT
        for stretch in parted:
            known = self._kept.get((stretch.digest, first, total))
            if known is None:
                room -= stretch.size
                if room < 0 and not all_of_it:
                    return None
                known = self._laid(stretch, first, total, name)
            made.append((known[0], stretch.skipped))
            first += known[1]
        if first - 1 != total:
            return None
        return Pages(_joined(made), total, whole=False)

    def _laid(self, stretch: Stretch, first: int, total: int, name: str) -> tuple[bytes, int]:
        pdf = self._to_pdf(stretch.document(first, total), name)
        return self._kept.put((stretch.digest, first, total), (pdf, page_count(pdf) - stretch.skipped), len(pdf))


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of the converter has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def texts_by_page(pdf: bytes) -> list[str]:
    """What is printed on each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _joined(made: Sequence[tuple[bytes, int]]) -> bytes:
    """One PDF of some, each without so many pages at its beginning."""
    out = pypdfium2.PdfDocument.new()
    try:
        for pdf, skipped in made:
            document = pypdfium2.PdfDocument(pdf)
            try:
                out.import_pages(document, list(range(skipped, len(document))))
            finally:
                document.close()
        stream = BytesIO()
        out.save(stream)
        return stream.getvalue()
    finally:
        out.close()
