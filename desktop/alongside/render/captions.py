"""The bookmarks of captions: a template has one of each kind; in a document each caption has its own number."""

import re
from itertools import count

_CAPTION = re.compile(
    r'<w:bookmarkStart\b(?=[^>]*\bw:name="_Ref(Table|Figure|Picture)")[^>]*/>(.*?)<w:bookmarkEnd\b[^>]*/>', re.DOTALL
)
_FIGURES = {"Picture": "Figure"}  # Word keeps only one bookmark of a name, and a template has two such captions
_IDS = {"Table": 600_000, "Figure": 610_000}  # where the ids begin, above those that a template has


def numbered_captions(body: str) -> str:
    """The body with the bookmarks _RefTable1, _RefTable2 ... that packs.references knows, in order."""
    if 'w:name="_Ref' not in body:
        return body
    numbers = {kind: count(1) for kind in _IDS}

    def made(found: re.Match[str]) -> str:
        kind = _FIGURES.get(found[1], found[1])
        number = next(numbers[kind])
        place = _IDS[kind] + number
        return f'<w:bookmarkStart w:id="{place}" w:name="_Ref{kind}{number}"/>{found[2]}<w:bookmarkEnd w:id="{place}"/>'

    return _CAPTION.sub(made, body)
