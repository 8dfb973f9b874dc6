"""Finds records by words: an index in memory over every sheet."""

import re
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from alongside.library.library import Library
from alongside.library.records import Record, text_fields

_OPEN, _CLOSE = "\ue000", "\ue001"  # private signs around a match, until it is known where it stands
_BREAK = "xfieldbreakx"  # a word between two fields, so that no phrase runs across them
_BEGIN = f" \x1f{_BREAK}\x1f "
_WORD = re.compile(r"[^\W_]+")
_HEADS = (
    "title",
    "service_name",
    "claim",
    "question",
    "name",
    "activity",
    "topic",
    "theme",
    "course",
    "subtype",
    "what",
)
_ENDINGS = (
    "ations", "ation", "ments", "ment", "ings", "ions", "ing", "ion", "ied", "ies", "ers", "ed", "er",
    "es", "s", "e", "y",
)  # fmt: skip
SHORTEST_STEM = 4  # letters; below this a word is searched for as it stands
EXCERPT = 60  # characters on each side of the first match
ALL_WORDS = 1_000.0  # added to the score where every word was found
_STOP = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by can do does for from have how in is it of on or our that the their they this to was "
        "we what when which who will with you your",
    )
)  # left out of a query that has other words
LONGEST_QUERY = 40  # words; a whole question may be asked, a whole document may not


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found."""

    record: Record
    why: str  # the field, and an excerpt of it with the matching words in « »
    score: float  # higher is better; comparable within one search only; above ALL_WORDS where every word is there
    withdrawn: bool  # never usable; ranked last


class SearchIndex:
    """An index of one library. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        self._records = tuple(library)
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(
            "CREATE VIRTUAL TABLE words USING fts5(head, body, sheet UNINDEXED, withdrawn UNINDEXED, "
            "tokenize=\"unicode61 remove_diacritics 2\", prefix='3 4 5')"
        )
        self._base.executemany(
            "INSERT INTO words(rowid, head, body, sheet, withdrawn) VALUES (?, ?, ?, ?, ?)",
            ((number, *_row(record)) for number, record in enumerate(self._records)),
        )
        self._base.commit()

    def search(self, words: str, sheet: str | None = None, limit: int = 50) -> tuple[Hit, ...]:
        """The best matches: those with all the words first, then those with some; withdrawn rows after all others.

        Words in quotes are a phrase; the last word may be unfinished. Nothing a user types is an error.
        """
        terms = query_terms(words)
        if not terms or limit < 1:
            return ()
        found: dict[int, Hit] = {}
        for joiner, bonus in ((" AND ", ALL_WORDS), (" OR ", 0.0)):
            if len(found) < limit and (bonus or len(terms) > 1):
                for number, hit in self._matches(joiner.join(terms), sheet, limit, bonus):
                    found.setdefault(number, hit)
        return tuple(sorted(found.values(), key=lambda hit: hit.withdrawn)[:limit])  # the sort keeps the order else

    def close(self) -> None:
        """Give the memory back."""
        with self._lock:
            self._base.close()

    def _matches(self, query: str, sheet: str | None, limit: int, bonus: float) -> Iterator[tuple[int, Hit]]:
        wanted = "AND sheet = ? " if sheet is not None else ""
        given = (_OPEN, _CLOSE, query, *((sheet,) if sheet is not None else ()), limit)
        with self._lock:
            rows = self._base.execute(
                "SELECT rowid, highlight(words, 1, ?, ?), bm25(words, 4.0, 1.0), withdrawn FROM words "  # noqa: S608
                f"WHERE words MATCH ? {wanted}ORDER BY withdrawn, 3 LIMIT ?",
                given,
            ).fetchall()
        for number, body, rank, withdrawn in rows:
            record = self._records[number]
            yield number, Hit(record, _why(record, body), bonus - float(rank), bool(withdrawn))


def query_terms(words: str) -> list[str]:
    """What the user typed, as terms of the index's own language, each quoted so that nothing in it is an operator."""
    terms: list[str] = []
    pieces = re.findall(r"[\"“”]([^\"“”]*)[\"“”]?|(\S+)", words.replace("\0", " "))[:LONGEST_QUERY]
    last = len(pieces) - 1
    for place, (phrase, word) in enumerate(pieces):
        parts = [part.lower() for part in _WORD.findall(phrase or word) if part.lower() != _BREAK]
        if not parts:
            continue
        text = " ".join(parts)
        if phrase:
            terms.append(f'"{text}"')
        elif len(parts) == 1:
            stem = _stem(text)
            finished = place < last or words[-1:].isspace()
            terms.append(f'"{stem}"*' if stem != text or not finished else f'"{text}"')
        else:
            terms.append(f'"{text}"' + ("*" if place == last else ""))
    telling = [term for term in terms if term.strip('"') not in _STOP]
    return list(dict.fromkeys(telling or terms))


def _stem(word: str) -> str:
    """The word without its ending, so that "reviews" finds "reviewed"; a number or a short word stays."""
    if not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def is_withdrawn(record: Record) -> bool:
    """Whether the row, or the permission it rests on, was withdrawn."""
    return record.status == "withdrawn" or getattr(record, "withdrawn_on", None) is not None


def _row(record: Record) -> tuple[str, str, str, int]:
    head = " ".join([record.ref, *(str(getattr(record, name, "")) for name in _HEADS)])
    body = _BEGIN.join(_text(value) for value in text_fields(record).values())
    return head, body, record.sheet, int(is_withdrawn(record))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\x1f", " ").replace(_OPEN, " ").replace(_CLOSE, " ")


def _why(record: Record, body: str) -> str:
    """The first field with a match, and the words around it."""
    for heading, text in zip(text_fields(record), body.split(_BEGIN), strict=False):
        place = text.find(_OPEN)
        if place >= 0:
            start, end = max(0, place - EXCERPT), place + 2 * EXCERPT
            if start:
                start = text.find(" ", start, place) + 1 or start
            if end < len(text):
                end = max(text.rfind(" ", place, end), text.find(_CLOSE, place) + 1)
            cut = text[start:end]
            if cut.count(_OPEN) > cut.count(_CLOSE):
                cut += _CLOSE
            excerpt = " ".join(cut.replace(_OPEN, "«").replace(_CLOSE, "»").split())
            return f"{heading}: {'…' if start else ''}{excerpt}{'…' if end < len(text) else ''}"
    return f"{record.id_field}: {record.ref}"
