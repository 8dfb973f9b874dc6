"""Which words are common: a list of everyday words that we wrote ourselves, and their plain endings.

It is modest: about 1,060 words with their plain endings, where the rule speaks of 2,000. Lists counted from large
texts have licences that do not allow to pass them on with a program of this licence, so none was taken over.
"""

import re
from functools import cache
from pathlib import Path

WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]+)?")
_LIST = Path(__file__).with_name("easy_words.txt")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "est", "y")


@cache
def common_words() -> frozenset[str]:
    """The list, in small letters."""
    return frozenset(_LIST.read_text("utf-8").split())


def is_common(word: str) -> bool:
    """Whether a word, or the word it is made from by a plain ending, is on the list."""
    lowered = word.casefold().replace("’", "'").removesuffix("'s")
    known = common_words()
    if lowered in known:
        return True
    for ending in _ENDINGS:
        stem = lowered.removesuffix(ending)
        if stem == lowered or len(stem) < 2:
            continue
        doubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
        if {stem, f"{stem}e", doubled} & known or (stem.endswith("i") and f"{stem[:-1]}y" in known):
            return True
    return False


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without numbers."""
    return tuple(WORD.findall(text))


def reading_age(text: str) -> float:
    """A rough reading age in years by sentence length and syllables (Flesch-Kincaid grade and five). 0 for no words."""
    words = words_of(text)
    if not words:
        return 0.0
    ends = max(1, len(re.findall(r"[.!?]+", text)))
    beats = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.casefold())))) for word in words)
    return max(5.0, 0.39 * len(words) / ends + 11.8 * beats / len(words) - 15.59 + 5)
