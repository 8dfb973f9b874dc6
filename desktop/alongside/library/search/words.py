"""What a word is: how text becomes words, how words of one meaning share a key, what a search leaves out."""

import csv
import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

WORD = re.compile(r"[^\W_]+")
SPACES = {sign: " " for sign in range(128) if not chr(sign).isalnum()}
STOP = frozenset(
    WORD.findall(
        "a an and are as at be been but by can could did do does for from had has have he her his how i if in into is "
        "it its me my of on or our she should so such than that the their them then there these they this those to us "
        "was we were what when where which who will with would you your"
    )
)  # left out of a query that has other words
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_AMERICAN = re.compile(r"(?<=[a-z]{3})(i|y)z(e|ed|er|ers|es|ing|ation|ations|ational)$")


def fold(text: str) -> str:
    """Small letters without accents, so that "CAFE" finds "Café". Never changes what is a word and what is not."""
    text = text.lower()
    if text.isascii():
        return text
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower()


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    if text.isascii():
        return text.lower().translate(SPACES).split()  # ten times faster than a regular expression
    return WORD.findall(fold(text))


def british(word: str) -> str:
    """The British form of a folded word: "organize" and "behavior" become "organise" and "behaviour"."""
    for length in range(min(len(word), _longest()), 2, -1):
        other = _spellings().get(word[:length])
        if other is not None:
            return other + word[length:]
    return _AMERICAN.sub(r"\1s\2", word)


def keys_of(words: Sequence[str]) -> list[str]:
    """What each folded word shares with its other forms: plural, ending, American spelling.

    The endings are taken off by the Porter stemmer of SQLite's FTS5; a word with a digit stays as it is.
    """
    home = [british(word) if word.isalpha() else word for word in words]
    keys = list(home)
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE VIRTUAL TABLE word USING fts5(form, tokenize='porter ascii')")
        base.execute("CREATE VIRTUAL TABLE term USING fts5vocab(word, instance)")
        plain = ((at, word) for at, word in enumerate(home) if word.isascii() and word.isalpha())
        base.executemany("INSERT INTO word(rowid, form) VALUES (?, ?)", plain)
        for term, at in base.execute("SELECT term, doc FROM term"):
            keys[at] = term
    return keys


@cache
def key_of(word: str) -> str:
    """The key of one folded word."""
    return keys_of([word])[0]


@cache
def _spellings() -> dict[str, str]:
    return {row[0]: row[1] for row in read_pairs("spellings.csv")}


@cache
def _longest() -> int:
    return max(map(len, _spellings()))


def read_pairs(name: str) -> list[list[str]]:
    """The rows of a data file beside this module, without its head."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
