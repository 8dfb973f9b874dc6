"""What people call our sheets, columns and list words, and how they head columns of names. The words are in *.csv."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from alongside.library.headings import key
from alongside.library.records import COLUMNS

_STOP = frozenset({"the", "of", "a", "an", "for", "in", "was", "is", "been", "has", "to", "if", "please", "any"})


@dataclass(frozen=True, slots=True)
class SheetName:
    """One thing a sheet is called, and what is then known of all its rows."""

    sheet: str
    words: str
    fixed: tuple[tuple[str, str], ...]


def _rows(name: str) -> Iterator[list[str]]:
    text = files("alongside.library.taking_in").joinpath(name).read_text(encoding="utf-8")
    yield from list(csv.reader(text.splitlines()))[1:]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def said(text: str) -> str:
    """A name as it is compared: small letters, one space between words, nothing else."""
    plain = "".join(letter if letter.isalnum() or letter == "&" else " " for letter in key(text).replace("'", ""))
    return " ".join(plain.split())


def core(text: str) -> str:
    """The same without the small words."""
    words = said(text).split()
    return " ".join(word for word in words if word not in _STOP) or " ".join(words)


@cache
def heading_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each sheet and heading, all it is called, beginning with the heading itself."""
    found: dict[str, dict[str, list[str]]] = {
        sheet: {column.heading: [said(column.heading)] for column in columns} for sheet, columns in COLUMNS.items()
    }
    for sheet, heading, words in _rows("headings.csv"):
        for name in COLUMNS if sheet == "*" else (sheet,):
            if heading in found[name]:
                found[name][heading] += [said(part) for part in _parts(words)]
    return {
        sheet: {heading: tuple(dict.fromkeys(names)) for heading, names in columns.items()}
        for sheet, columns in found.items()
    }


@cache
def known_headings() -> frozenset[str]:
    """Everything any column is called."""
    return frozenset(name for columns in heading_words().values() for names in columns.values() for name in names)


def familiar(text: str) -> float:
    """1 for a text that some column is called, else 0."""
    return 1.0 if said(text) in known_headings() or core(text) in known_headings() else 0.0


@cache
def sheet_names() -> tuple[SheetName, ...]:
    """What the sheets are called."""
    found = []
    for sheet, words, fixed in _rows("sheets.csv"):
        pairs = tuple((name.strip(), value.strip()) for name, _eq, value in (p.partition("=") for p in _parts(fixed)))
        found += [SheetName(sheet, said(part), pairs) for part in _parts(words)]
    return tuple(found)


@cache
def value_words(heading: str) -> Mapping[str, tuple[str, ...]]:
    """For a column of list words: what they are called -> each word of a list it may mean, on one sheet or another."""
    found: dict[str, list[str]] = {}
    for name, means, words in _rows("values.csv"):
        if name == heading:
            for part in _parts(words):
                found.setdefault(part.casefold(), []).append(means)
    return {word: tuple(means) for word, means in found.items()}


@cache
def people_words(kind: str) -> frozenset[str]:
    """Words that tell of people: usual first names ("first name"), or the headings of a kind of column."""
    return frozenset(part for name, words in _rows("people.csv") if name == kind for part in _parts(words))
