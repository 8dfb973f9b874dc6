"""Does a text repeat a story? Found by runs of words, so that a story gets nowhere by being typed, quoted or cut up.

Letters, signs, line breaks and hidden characters make no difference; a single changed word does not hide a passage.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from alongside.library.records import Story

RUN = 5  # words
RUNS = 4  # of a story within NEAR words: eight words in a row, or most of a passage with words changed here and there
SHORT_RUN, SHORT_RUNS = 3, 9  # words, and runs of a story within NEAR words: a passage with words left out or put in
OWN_RUNS = 3  # of the person's own words: seven in a row
NEAR = 40  # words
SHORTEST = 4  # words of a sentence of the person's own that is found by itself
LONGEST = 9
OWN = "what_person_said"
TOLD = (
    "situation", "action", OWN, "outcome", "learning", "restriction_before", "restriction_after", "outcome_measure",
    "outcome_value", "text_60", "text_150", "text_300", "text_500",
)  # fmt: skip
_WORD = re.compile(r"\w+")
_SENTENCES = re.compile(r"[.!?…”\"\n]+")


@dataclass(frozen=True, slots=True)
class Runs:
    """A story's runs of words as digests: what it says cannot be read from them."""

    told: frozenset[int]
    short: frozenset[int]  # the same, of fewer words
    own: frozenset[int]  # of the person's own words
    sentences: frozenset[tuple[int, int]]  # short ones of the person's own: number of words, digest

    def __bool__(self) -> bool:
        return bool(self.told or self.own or self.sentences)


def words_of(text: str) -> list[str]:
    """The words, as they are compared: without case, accents and characters that nobody sees."""
    if text.isascii() and text.isprintable():
        return _WORD.findall(text.lower().replace("'", ""))
    plain = unicodedata.normalize("NFKD", text).casefold().replace("'", "").replace("’", "")
    seen = (letter for letter in plain if unicodedata.category(letter) not in {"Cf", "Mn", "Cc"} or letter in "\n\t\r")
    return _WORD.findall("".join(seen))


def told_texts(story: Story) -> tuple[str, ...]:
    """Everything a story tells, each text once."""
    return tuple(dict.fromkeys(text for name in TOLD if (text := str(getattr(story, name)).strip())))


@lru_cache(maxsize=4_096)  # a pack is planned again with every key that is typed
def runs_of(story: Story) -> Runs:
    """The runs of all that a story tells."""
    return runs_of_texts(told_texts(story), story.what_person_said)


def runs_of_texts(texts: Iterable[str], own: str = "") -> Runs:
    """The runs of some texts; `own` is what the person said."""
    told = [words_of(text) for text in texts]
    sentences = (words_of(part) for part in _SENTENCES.split(own))
    return Runs(
        frozenset(run for words in told for run in _runs(words)),
        frozenset(run for words in told for run in _runs(words, SHORT_RUN)),
        frozenset(_runs(words_of(own))),
        frozenset((len(part), _digest(part)) for part in sentences if SHORTEST <= len(part) <= LONGEST),
    )


@lru_cache(maxsize=4_096)  # of all that a pack prints, a key that is typed changes one text
def heard(texts: tuple[str, ...]) -> "Heard":
    """These texts, read one after the other."""
    return Heard(texts)


class Heard:
    """A text made ready to be held against many stories."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words = [word for text in texts for word in words_of(text)]
        self._runs = _runs(self._words)
        self._short = _runs(self._words, SHORT_RUN)
        self._different = frozenset(self._runs)
        self._by_length: dict[int, frozenset[int]] = {}

    def repeats(self, runs: Runs) -> bool:
        """Whether the text repeats what these runs are of."""
        for wanted, least in ((runs.told, RUNS), (runs.own, OWN_RUNS)):
            if not self._different.isdisjoint(wanted) and _close(self._runs, wanted, least):
                return True
        if _close(self._short, runs.short, SHORT_RUNS):
            return True
        return any(digest in self._of_length(length) for length, digest in runs.sentences)

    def _of_length(self, length: int) -> frozenset[int]:
        if length not in self._by_length:
            parts = (self._words[at : at + length] for at in range(len(self._words) - length + 1))
            self._by_length[length] = frozenset(map(_digest, parts))
        return self._by_length[length]


def _close(heard: list[int], wanted: frozenset[int], least: int) -> bool:
    """Whether at least so many different runs stand near each other."""
    places: list[tuple[int, int]] = []
    for at, run in enumerate(heard):
        if run in wanted:
            places = [(place, known) for place, known in places if at - place < NEAR and known != run]
            places.append((at, run))
            if len(places) >= least:
                return True
    return False


def _runs(words: list[str], length: int = RUN) -> list[int]:
    return [_digest(words[at : at + length]) for at in range(len(words) - length + 1)]


def _digest(words: list[str]) -> int:
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), "big")
