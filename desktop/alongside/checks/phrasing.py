"""Phrases to look for, written without any code, so that whoever keeps a file of them needs to know no program.

Phrases are parted by `;`. In one, `*` stands for any ending, `/` parts words that may stand in one place (`_` for a
space inside one, `-` for none at all), `...` stands for up to eight words, and `#` for a number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from alongside.i18n import _

MOST_PHRASES = 60  # in one cell
_GAP = r"[\s,]+"
_END = r"[\w’'-]*"
_WORD = r"[\w’'-]+"
_NUMBER = r"\d[\d.,]*%?"
_STEM = re.compile(r"[^\W_]*")


@dataclass(frozen=True, slots=True)
class Phrases:
    """A cell of phrases, made ready."""

    pattern: re.Pattern[str]
    needed: tuple[str, ...]  # fragments in small letters, one of which every match holds: the cheap first look

    def may_be_in(self, folded: str) -> bool:
        """Whether it is worth looking, in a text that was casefolded."""
        return any(word in folded for word in self.needed)


def phrases(written: str) -> Phrases:
    """The phrases of a cell. Raises ValueError with a whole sentence."""
    return Phrases(_pattern(written), _needed(written))


def _needed(written: str) -> tuple[str, ...]:
    """Of each phrase the word that is longest at its shortest, in each of its forms up to the first sign."""
    found: list[str] = []
    for phrase in written.split(";"):
        choices = [[_stem(word) for word in token.split("/")] for token in phrase.split()]
        if choices:
            found += max(choices, key=lambda stems: min(map(len, stems)))
    return tuple(dict.fromkeys(stem.casefold() for stem in found))


def _stem(word: str) -> str:
    found = _STEM.match(word)
    return found[0] if found else ""


def _pattern(cell: str) -> re.Pattern[str]:
    """The phrases of a cell. Bounded in every repetition, so that no text can make it slow."""
    written = [phrase.split() for phrase in cell.split(";") if phrase.strip()]
    if not written:
        raise ValueError(_("A rule says nothing of what to find."))
    if len(written) > MOST_PHRASES:
        raise ValueError(_("A rule has more than {most} phrases.").format(most=MOST_PHRASES))
    choices = "|".join(_phrase(tokens) for tokens in written)
    return re.compile(rf"(?<![\w’'-])(?:{choices})(?![\w’'-]|[.,]\d)", re.IGNORECASE)


def _phrase(tokens: Sequence[str]) -> str:
    parts: list[str] = []
    for written in tokens:
        if written == "...":
            parts.append(rf"(?:{_GAP}{_WORD}){{0,8}}?")
            continue
        words = written.split("/")
        choice = "|".join(_word(word) for word in words if word and word != "-")
        if not choice or not re.search(r"[\w#]", written):
            raise ValueError(_("“{written}” is no word.").format(written=written))
        if not parts:
            parts.append(f"(?:{choice})")
        elif "-" in words:
            parts.append(f"(?:{_GAP}(?:{choice}))?")
        else:
            parts.append(f"{_GAP}(?:{choice})")
    if parts[0].startswith(f"(?:{_GAP}"):
        raise ValueError(_("A phrase begins with “...”."))
    return "".join(parts)


def _word(word: str) -> str:
    made = []
    for sign in word:
        if sign == "_":
            made.append(r"\s+")
        elif sign == "-":
            made.append(r"[-‑ ]?")
        elif sign in "'’":
            made.append("['’]")
        elif sign == "*":
            made.append(_END)
        elif sign == "#":
            made.append(_NUMBER)
        else:
            made.append(re.escape(sign))
    return "".join(made)
