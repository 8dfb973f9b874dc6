"""The pages of a document that is edited: laid out whole once, and after an edit only where something changed.

Pieces are kept with their pages. Where a piece ends with a page that nothing forced to end, it is seen whether the page
still ends there (`stretches.py`); where not, all up to the next forced page break is laid out. What is put together is
what the whole gives: `settled` lays out the whole, compares, and stops parting a document where that is not so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO

import pypdfium2

from alongside.one_at_a_time import with_pdfium
from alongside.render.compiled import Kept
from alongside.render.contents import Entry
from alongside.render.length import words_of
from alongside.render.package import Parts, read_parts
from alongside.render.page_numbers import pages_of
from alongside.render.page_starts import Name, PageStarts, page_starts
from alongside.render.pdf import parts_to_pdf
from alongside.render.stretches import Piece, Stretch, parts_of, stretches

ENTRIES, SIZE = 512, 64 * 2**20  # pieces kept, and the bytes of their pages
WORTH_IT = 0.75  # laying out parts that make up more than this share of a document takes as long as the whole
EACH = 12_000  # what laying out one piece takes besides its text, told in characters
SCALE = 0.5  # of a page's picture, to see whether two are the same

ToPdf = Callable[[Parts, str], bytes]
May = Callable[[Piece], bool]  # whether a piece that is not kept may be laid out now


@dataclass(frozen=True, slots=True)
class Pages:
    """A document's pages."""

    pdf: bytes
    count: int
    whole: bool  # laid out in one go, not put together
    words: int | None = None  # counted when the document is settled
    as_parts: bool = False  # settled, and the parts put together show the same
    listed: tuple[int | None, ...] = ()  # the page of each line of its list of contents, when it is settled


@dataclass(frozen=True, slots=True)
class _Laid:
    """The pages of a piece in what the converter made of it."""

    pdf: bytes
    skipped: int
    count: int  # 0: they do not end where the next piece begins


@dataclass(frozen=True, slots=True)
class _Together:
    """Pieces that follow each other."""

    laid: tuple[_Laid, ...]
    count: int
    unsure: tuple[tuple[Name, Name], ...]  # where pages end otherwise than they did

    def pdf(self) -> bytes:
        return _joined(self.laid)


class Layout:
    """Lays out documents that change a little each time. For one thread; `name` tells one document from another."""

    def __init__(self, to_pdf: ToPdf = parts_to_pdf) -> None:
        self._to_pdf = to_pdf
        self._kept: Kept[_Laid] = Kept(ENTRIES, SIZE)
        self._seen: Kept[bytes] = Kept(ENTRIES, ENTRIES)  # the pages of words ahead
        self._totals: dict[str, int] = {}
        self._starts: dict[str, PageStarts] = {}
        self._refused: dict[str, int] = {}  # ways of parting that gave something else than the whole
        self._ready: Iterator[None] = iter(())  # what `ready_one` goes on with

    def lay_out(self, name: str, docx: bytes) -> Pages:
        """The pages, put together where only some of them have to be laid out anew. Raises AlongsideError."""
        parts = read_parts(docx, name)
        total = self._totals.get(name)
        parted = self._parted(name, parts) if total else ()
        found = self._put_together(parted, total, name, _room(parted)) if parted and total else None
        if found is not None and found.count == total:
            pdf = found.pdf()
            self._ready = self._readied(name, parts, pdf if found.unsure else b"", check=False)
            return Pages(pdf, found.count, whole=False)
        pdf = self._to_pdf(parts, name)
        self._totals[name] = pages = page_count(pdf)
        self._ready = self._readied(name, parts, pdf, check=False)
        return Pages(pdf, pages, whole=True)

    def ready_one(self) -> bool:
        """Do one step of what makes the next edit of the document seen last sooner seen; whether there was one."""
        return next(self._ready, self) is None

    def settled(self, name: str, docx: bytes, contents: Sequence[Entry] = ()) -> Pages:
        """The pages laid out whole. Raises AlongsideError. Where parts give something else, they are not used again."""
        parts = read_parts(docx, name)
        pdf = self._to_pdf(parts, name)
        self._totals[name] = pages = page_count(pdf)
        made = self._put_together(self._parted(name, parts), pages, name, _never)
        same = made is not None and made.count == pages and texts_by_page(made.pdf()) == texts_by_page(pdf)
        if made is not None and not same:
            self._refuse(name)
        self._ready = self._readied(name, parts, pdf, check=True)
        listed = pages_of(contents, pdf) if contents else ()
        return Pages(pdf, pages, whole=True, words=words_of(parts), as_parts=same, listed=listed)

    def parts_used(self, name: str) -> bool:
        """Whether the document may be put together of parts."""
        return self._refused.get(name, 0) < 2

    def _refuse(self, name: str) -> None:
        """Part a document more carefully from now on, then not at all."""
        self._refused[name] = self._refused.get(name, 0) + 1

    def _parted(self, name: str, parts: Parts) -> tuple[Stretch, ...]:
        if not self.parts_used(name):
            return ()
        return stretches(parts, self._starts.get(name), joined=bool(self._refused.get(name)))

    def _readied(self, name: str, parts: Parts, pdf: bytes, *, check: bool) -> Iterator[None]:
        """Lay out, step by step, what is not kept yet. `pdf`: see where its pages begin; `check`: it is the whole."""
        if pdf:
            self._starts[name] = page_starts(parts_of(parts), texts_by_page(pdf))
            yield
        while parted := self._parted(name, parts):
            total = self._totals[name]
            for _step in range(2 * sum(len(stretch.pieces) for stretch in parted)):
                made = self._put_together(parted, total, name, _Once())
                if made is not None:
                    break
                yield
            if made is not None and made.unsure and pdf:  # no page ends there, whatever the words told
                for ends in made.unsure:
                    self._starts[name] = self._starts[name].without(*ends)
                yield
                continue
            if made is None or not check:
                return
            together = made.pdf() if made.count == total else b""
            same = bool(together) and texts_by_page(together) == texts_by_page(pdf)
            for page in range(total if same else 0):
                yield
                same = same and picture(together, page) == picture(pdf, page)
            if same:
                return
            self._refuse(name)

    def _put_together(self, parted: Sequence[Stretch], total: int, name: str, may: May) -> _Together | None:
        """The pages of the stretches; None where something that is not kept may not be laid out."""
        made: list[_Laid] = []
        unsure: list[tuple[Name, Name]] = []
        count = 0
        for stretch in parted:
            for number, piece in enumerate(stretch.pieces):
                laid = self._laid(piece, count + 1, total, name, may)
                ends = laid is None or laid.count > 0
                if not ends:
                    laid = self._laid(stretch.from_piece(number), count + 1, total, name, may)
                if laid is None:
                    return None
                made.append(laid)
                count += laid.count
                if not ends:
                    unsure.append(stretch.end_of(number))
                    break
        return _Together(tuple(made), count, tuple(unsure)) if made else None

    def _laid(self, piece: Piece, first: int, total: int, name: str, may: May) -> _Laid | None:
        key = (piece.digest, first, total)
        known = self._kept.get(key)
        if known is not None or not may(piece):
            return known
        pdf = self._to_pdf(piece.document(first, total), name)
        count = page_count(pdf) - piece.skipped
        if piece.ahead is not None:
            count -= 1
            if count < 1 or picture(pdf, piece.skipped + count) != self._ahead(piece.ahead, first + count, total, name):
                pdf, count = b"", 0
        return self._kept.put(key, _Laid(pdf, piece.skipped, count), len(pdf))

    def _ahead(self, words: Piece, page: int, total: int, name: str) -> bytes:
        """The page that holds no more than these words."""
        key = (words.digest, page, total)
        known = self._seen.get(key)
        if known is None:
            pdf = self._to_pdf(words.document(page, total), name)
            alone = page_count(pdf) == words.skipped + 1
            known = self._seen.put(key, picture(pdf, words.skipped) if alone else b"more than a page", 1)
        return known


class _Once:
    """Allows one piece."""

    def __init__(self) -> None:
        self._left = 1

    def __call__(self, _piece: Piece) -> bool:
        self._left -= 1
        return self._left >= 0


def _never(_piece: Piece) -> bool:
    return False


def _room(parted: Sequence[Stretch]) -> May:
    """Allows what takes less time than the whole."""
    left = (EACH + sum(stretch.size for stretch in parted)) * WORTH_IT

    def may(piece: Piece) -> bool:
        nonlocal left
        left -= EACH + piece.size
        return left >= 0

    return may


@with_pdfium
def page_count(pdf: bytes) -> int:
    """How many pages a PDF of the converter has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


@with_pdfium
def texts_by_page(pdf: bytes) -> list[str]:
    """What is printed on each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


@with_pdfium
def picture(pdf: bytes, page: int) -> bytes:
    """What a page looks like; equal for pages that look the same."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return blake2b(bytes(document[page].render(scale=SCALE, grayscale=True).buffer), digest_size=20).digest()
    finally:
        document.close()


@with_pdfium
def _joined(made: Sequence[_Laid]) -> bytes:
    """One PDF of some, of each only the pages that count."""
    out = pypdfium2.PdfDocument.new()
    try:
        for laid in made:
            document = pypdfium2.PdfDocument(laid.pdf)
            try:
                out.import_pages(document, list(range(laid.skipped, laid.skipped + laid.count)))
            finally:
                document.close()
        stream = BytesIO()
        out.save(stream)
        return stream.getvalue()
    finally:
        out.close()
