"""Which page each heading of the list of contents is on, read from the laid-out PDF."""

import re
from collections.abc import Sequence

import pypdfium2

from alongside.render.contents import Entry


def pages_of(entries: Sequence[Entry], pdf: bytes) -> tuple[int, ...]:
    """One page for each entry, from 1; empty unless all are found: half a list would mislead."""
    page_ends, text = _text_of(pdf)
    wanted = [_bare(f"{entry.number}{entry.heading}") for entry in entries]
    listed = _in_order(wanted, text, 0)  # first the list of contents itself
    if not listed:
        return ()
    found = _in_order(wanted, text, listed[-1] + 1)
    return tuple(1 + sum(end <= at for end in page_ends) for at in found)


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


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """What each page says, with its white space made one blank each: makers set it differently. Raises PdfiumError."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


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


def _in_order(wanted: Sequence[str], text: str, start: int) -> list[int]:
    found = []
    for words in wanted:
        at = text.find(words, start)
        if at < 0:
            return []
        found.append(at)
        start = at + len(words)
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe]+", "", text)
