"""Counts of words and characters, three ways, because Word, LibreOffice and portals disagree."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from alongside.packs.pack import Limit, LimitKind

# Word parts words at white space alone; a hyphen, a slash or a dash joins.
_WORD = re.compile(r"\S+")
# LibreOffice also parts at the en dash and the em dash (its option "Additional separators").
_LIBREOFFICE = re.compile(r"[^\s\u2013\u2014]+")
# The strictest reading, as some portals do it: hyphens, slashes and dashes part too.
_STRICT = re.compile(r"[^\s\u2010-\u2015/\-]+")
# Each of these is a word by itself to Word (ideographs, kana, Hangul).
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Counts:
    """How long a text is. Characters count each line break as one, as a portal's box does."""

    words: int  # as Word counts
    words_libreoffice: int
    words_strict: int
    characters: int  # with spaces
    characters_no_spaces: int

    def against(self, limit: Limit) -> int | None:
        """The number that the limit speaks of; None for pages and for no limit: text alone cannot tell."""
        return {
            LimitKind.WORDS: self.words,
            LimitKind.CHARACTERS: self.characters,
            LimitKind.CHARACTERS_NO_SPACES: self.characters_no_spaces,
        }.get(limit.kind)


def count(paragraphs: Iterable[str]) -> Counts:
    """Count some paragraphs together."""
    return _count("\n".join(paragraphs))


@lru_cache(maxsize=512)  # a pack is counted after each edit, and most of its answers stay as they were
def _count(text: str) -> Counts:
    asian = len(_EAST_ASIAN.findall(text))
    spaced = _EAST_ASIAN.sub(" ", text) if asian else text
    return Counts(
        words=len(_WORD.findall(spaced)) + asian,
        words_libreoffice=sum(1 for part in _LIBREOFFICE.findall(spaced)) + asian,
        words_strict=len(_STRICT.findall(spaced)) + asian,
        characters=len(text),
        characters_no_spaces=len(re.sub(r"\s", "", text)),
    )


def over(counts: Counts, limit: Limit) -> int:
    """How many words or characters are over the limit; 0 where it is kept or cannot be told from text."""
    counted = counts.against(limit)
    return max(0, counted - limit.value) if counted is not None else 0
