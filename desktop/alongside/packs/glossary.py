"""The glossary of a document: our own words for the terms that it really uses, from `glossary.csv`."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("glossary.csv")


@dataclass(frozen=True, slots=True)
class Term:
    """One term. `forms` are the ways it is written; one in capitals counts only in capitals."""

    term: str
    forms: tuple[str, ...]
    meaning: str


@cache
def terms() -> tuple[Term, ...]:
    """All terms there are, in alphabetical order."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        found = [Term(row["term"], tuple(row["forms"].split("/")), row["meaning"]) for row in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda item: item.term.casefold()))


def terms_used(texts: Iterable[str]) -> tuple[Term, ...]:
    """The terms that stand in any of the texts, in alphabetical order."""
    whole = "\n".join(texts)
    met = {match[0].casefold() for match in _any_case().finditer(whole)}
    met |= {match[0] for match in _as_written().finditer(whole)}
    return tuple(item for item in terms() if any((f if _is_fixed(f) else f.casefold()) in met for f in item.forms))


def _is_fixed(form: str) -> bool:
    return sum(map(str.isupper, form)) > 1


@cache
def _any_case() -> re.Pattern[str]:
    return _pattern([form for item in terms() for form in item.forms if not _is_fixed(form)], re.IGNORECASE)


@cache
def _as_written() -> re.Pattern[str]:
    return _pattern([form for item in terms() for form in item.forms if _is_fixed(form)], 0)


def _pattern(forms: list[str], flags: int) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", flags)
