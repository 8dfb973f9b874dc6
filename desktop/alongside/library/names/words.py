"""A text as the words in which names are looked for: case, accents, hyphens, possessives and tricks folded away."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Signs that no eye sees, which would part a name in two: soft hyphen, zero-width ones, marks of direction.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0x202A, 0x202B, 0x202C, 0x200E, 0x200F))
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"})
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ‘`´][^\W\d_]+)*['’]?")
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?:;•\n\t\r|]|[-–—]\s)[\s\"“‘'(\[]*$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `shown` is as written; `plain` is what is compared."""

    shown: str
    plain: str
    start: int
    capital: bool
    begins: bool  # a sentence, so that its capital tells nothing
    apart: bool  # something other than space, a hyphen, a comma or a full stop of initials lies before it


def plain(word: str) -> str:
    """A name or word for comparing."""
    text = unicodedata.normalize("NFKD", word.translate(_UNSEEN)).casefold().translate(_LETTERS)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"['’ʼ‘`´]s?$", "", text)
    return re.sub(r"[^a-z\d]|['’ʼ‘`´]", "", text) if text.isascii() else re.sub(r"\W|_", "", text)


def cleaned(text: str) -> str:
    """The text without signs that no eye sees, each accent one with its letter."""
    return unicodedata.normalize("NFC", text.translate(_UNSEEN))


def words_of(text: str) -> Iterator[Word]:
    """Every word of a text that went through `cleaned`, in order; "JaneDoe" is two."""
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        apart = not re.fullmatch(r"[\s,._\-‐‑–+%\d]{0,6}", between)
        begins = bool(_ENDS_SENTENCE.search(text[max(0, match.start() - 12) : match.start()]))
        at = match.start()
        for number, piece in enumerate(_HUMP.split(match[0])):
            bare = plain(piece)
            if bare:
                yield Word(piece, bare, at, piece[0].isupper(), begins and not number, apart and not number)
            at += len(piece)
        end = match.end()
