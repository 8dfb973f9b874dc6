"""Which page each heading of the list of contents is on, read from the laid-out PDF."""

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2

from alongside.findings import Finding, Place, finding
from alongside.i18n import _, ngettext
from alongside.one_at_a_time import with_pdfium
from alongside.render.contents import Entry
from alongside.render.in_order import settled
from alongside.render.scan import shortened

MOST_TOLD = 10
BEGINNING = 20  # entries, among the first of which two must follow on each other in the list
BEGINNING_LETTERS = 12
PAGE_NUMBER = 12  # letters between two entries of the list at the most
FURNITURE = 1_000  # letters that header and footer may put between two entries at the most
_NUMBER = re.compile(r"[a-z]{0,10}\d+(?:\.\d+)*[.):]?|[a-z][.)]|[ivxlc]+[.)]")


@with_pdfium
def pages_of(entries: Sequence[Entry], pdf: bytes) -> tuple[int | None, ...]:
    """The page of each entry, from 1; None where it is not certain, and empty where none is. Raises PdfiumError.

    A heading's bookmark tells its page; without one a line of the page that says the heading and nothing else. Both are
    taken only where the order of the list leaves no other choice.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = _Pages(document)
        keys = [_folded(entry.heading) for entry in entries]
        marked = _bookmarked(document, pages, set(keys))
        if all(len(marked[key]) == number for key, number in Counter(keys).items()):
            found = settled([marked[key] for key in keys], keys)
            if None not in found:
                return tuple(page + 1 for page in found if page is not None)
        lines = pages.together()
    finally:
        document.close()
    wanted = [_folded(f"{entry.number}{entry.heading}") for entry in entries]
    listed = _listed(wanted, lines.text)
    numbered = lines.saying(wanted, listed) if listed else {}
    bare = lines.saying(keys, listed) if listed else {}
    sure = [
        _either(marked[key], numbered.get(want, []) if entry.number else [])
        for entry, key, want in zip(entries, keys, wanted, strict=True)
    ]
    found = _filled_in(settled(sure, keys), keys, bare)
    return tuple(None if page is None else page + 1 for page in found) if any(p is not None for p in found) else ()


def _filled_in(found: Sequence[int | None], keys: Sequence[str], bare: Mapping[str, Sequence[int]]) -> list[int | None]:
    """What was found, and between it what only lines without a number tell."""
    filled = list(found)
    taken = {key: Counter[int]() for key in bare}
    for page, key in zip(found, keys, strict=True):
        if page is not None and key in taken:
            taken[key][page] += 1
    free = {key: sorted((Counter(pages) - taken[key]).elements()) for key, pages in bare.items()}
    start = 0
    while start < len(found):
        if found[start] is not None:
            start += 1
            continue
        end = next((at for at in range(start, len(found)) if found[at] is not None), len(found))
        low = (found[start - 1] if start else None) or 0
        high = found[end] if end < len(found) else None
        filled[start:end] = settled(
            [
                [page for page in free.get(key, []) if page >= low and (high is None or page <= high)]
                for key in keys[start:end]
            ],
            keys[start:end],
        )
        start = end
    return filled


def unnumbered(entries: Sequence[Entry], pages: Sequence[int | None], name: str) -> tuple[Finding, ...]:
    """A Finding for each line of a list of contents that stands without its page; from `MOST_TOLD` on for the rest."""
    left = [
        entry.heading for entry, page in itertools.zip_longest(entries, pages) if entry is not None and page is None
    ]
    place = Place(template=name, part=_("list of contents"))
    remedy = _("Open the document in Word, refresh the list of contents, and save the PDF there.")
    told = left if len(left) <= MOST_TOLD else left[: MOST_TOLD - 1]
    found = [
        finding(
            "output.no_page_number",
            place,
            _("The list of contents says no page for “{heading}”, which was not found for certain.").format(
                heading=shortened(heading)
            ),
            remedy,
        )
        for heading in told
    ]
    rest = len(left) - len(told)
    if rest:
        message = ngettext(
            "The list of contents says no page for {n} more heading.",
            "The list of contents says no page for {n} more headings.",
            rest,
        ).format(n=rest)
        found.append(finding("output.no_page_number", place, message, remedy))
    return tuple(found)


def last_pages_of(headings: Sequence[str], pdf: bytes) -> tuple[int | None, ...]:
    """The page of each heading, from 1, where it stands last: before that it stands in the list of contents."""
    page_ends, text = _text_of(pdf)
    found: list[int | None] = []
    end = len(text)
    for heading in reversed(headings):
        at = text.rfind(_bare(heading), 0, end)
        found.append(None if at < 0 else 1 + sum(limit <= at for limit in page_ends))
        end = at if at >= 0 else end
    return tuple(reversed(found))


@with_pdfium
def page_texts(pdf: bytes) -> tuple[str, ...]:
    """What each page says, with its white space made one blank each: makers set it differently. Raises PdfiumError."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


@with_pdfium
def _text_of(pdf: bytes) -> tuple[list[int], str]:
    """All text without white space, and where in it each page ends."""
    document = pypdfium2.PdfDocument(pdf)
    ends, text = [], ""
    try:
        for page in document:
            text += _bare(page.get_textpage().get_text_range())
            ends.append(len(text))
    finally:
        document.close()
    return ends, text


class _Pages:
    """The lines of each page, folded, read when they are asked for."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        self._lines: dict[int, tuple[str, ...]] = {}

    def lines(self, page: int) -> tuple[str, ...]:
        if page not in self._lines:
            text = self._document[page].get_textpage().get_text_range()
            self._lines[page] = tuple(filter(None, map(_folded, text.splitlines())))
        return self._lines[page]

    def shows(self, page: int, words: str) -> bool:
        """Whether the page says that. What is written from the right comes out of a PDF in another order."""
        if not 0 <= page < len(self._document):
            return False
        if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words):
            return any(sorted(line) == sorted(words) for line in self.lines(page))
        return words in "".join(self.lines(page))

    def together(self) -> "_Lines":
        """All of them."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        length = 0
        for page in range(len(self._document)):
            for line in self.lines(page):
                starts.append(length)
                pieces.append(line)
                length += len(line)
            ends.append(length)
        return _Lines("".join(pieces), tuple(starts), frozenset([*starts, length]), tuple(ends))


def _bookmarked(document: pypdfium2.PdfDocument, pages: _Pages, wanted: Collection[str]) -> Mapping[str, Sequence[int]]:
    """The pages, from 0 and in order, on which there are headings of that text, by their bookmarks.

    A converter may place a bookmark on a page where its heading is not; such a one counts for nothing.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for mark in document.get_toc():
        target = mark.get_dest()
        page = target.get_index() if target is not None else None
        key = _folded(mark.get_title())
        if page is not None and key in wanted and pages.shows(page, key):
            found[key].append(page)
    for own in found.values():
        own.sort()
    return found


def _either(one: Sequence[int], other: Sequence[int]) -> list[int]:
    """The pages that either names, each as often as that which names it more often."""
    return sorted((Counter(one) | Counter(other)).elements())


def _listed(wanted: Sequence[str], text: str) -> tuple[int, int] | None:
    """From where to where in the text the list of contents stands."""
    for first, second in itertools.pairwise([*wanted[:BEGINNING], ""]):
        at = text.find(first) if first else -1
        while at >= 0:
            end = at + len(first)
            if text.find(second, end, end + len(second) + PAGE_NUMBER) >= 0:
                return at, _end_of_list(wanted, text, at)
            at = text.find(first, end)
    return None


def _end_of_list(wanted: Sequence[str], text: str, start: int) -> int:
    end = start
    for words in wanted:
        at = text.find(words, end, end + len(words) + FURNITURE)
        end = at + len(words) if at >= 0 else end
    return end


@dataclass(frozen=True, slots=True)
class _Lines:
    """The text of a document's pages, folded, and where in it lines and pages begin and end."""

    text: str
    starts: tuple[int, ...]
    ends: frozenset[int]
    pages: tuple[int, ...]  # where each page ends

    def saying(self, wanted: Iterable[str], without: tuple[int, int] | None) -> dict[str, list[int]]:
        """The pages on which a line, or some lines together, say just that, behind a number or not."""
        by_start: dict[str, list[str]] = defaultdict(list)
        for words in set(wanted) - {""}:
            by_start[words[:BEGINNING_LETTERS]].append(words)
        lengths = sorted({len(start) for start in by_start})
        found: dict[str, list[int]] = defaultdict(list)
        for line in self.starts:
            if without and without[0] <= line < without[1]:
                continue
            number = _NUMBER.match(self.text, line)
            for at in {line, number.end() if number else line}:
                for length in lengths:
                    for words in by_start.get(self.text[at : at + length], ()):
                        if self.text.startswith(words, at) and at + len(words) in self.ends:
                            found[words].append(bisect_right(self.pages, at))
        return found


def _folded(text: str) -> str:
    """For comparing: many styles print their headings in capitals."""
    return _bare(text).casefold()


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe]+", "", text)
