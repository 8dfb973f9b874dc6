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
