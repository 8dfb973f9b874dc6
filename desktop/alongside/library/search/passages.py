"""A row's own text in passages of 80 to 120 words, each of which has one vector of its meaning."""

import re
from collections.abc import Iterator, Mapping

from alongside.library.columns import Column, Kind
from alongside.library.records import COLUMNS, Record

SHORTEST, LONGEST = 80, 120  # words
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_TITLES = ("title", "service_name", "name", "activity", "topic", "course", "what", "theme")
_NO_TEXT = frozenset({"owner_role", "source_doc", "used_in", "bank_ref", "unit", "definition_version", "location"})


def lead_of(record: Record) -> str:
    """What the row is called; every passage begins with it."""
    words = next((str(text) for name in _TITLES if (text := getattr(record, name, ""))), "")
    return words.replace("_", " ")


def sentences_of(record: Record) -> Iterator[tuple[str, str]]:
    """Heading and sentence, for all that was written in whole sentences or in free words."""
    for heading in _HEADINGS[record.sheet]:
        text = getattr(record, heading)
        for sentence in _SENTENCE_END.split(text) if text else ():
            if sentence.strip():
                yield heading, sentence.strip()


def passages_of(record: Record) -> tuple[str, ...]:
    """The passages. A row without any text has none."""
    lead = lead_of(record)
    found: list[list[str]] = []
    now: list[str] = []
    for _heading, sentence in sentences_of(record):
        words = sentence.split()
        while len(words) > LONGEST:  # no full stop for so long
            room = LONGEST - len(now)
            found.append(now + words[:room])
            now, words = [], words[room:]
        if len(now) + len(words) > LONGEST:
            found.append(now)
            now = []
        now = now + words
        if len(now) >= SHORTEST:
            found.append(now)
            now = []
    if now:
        found.append(now)
    texts = tuple(" ".join(part) for part in found if part)
    if not texts:
        return (lead,) if lead else ()
    return tuple(f"{lead}. {text}" if lead else text for text in texts)


def _is_text(column: Column) -> bool:
    free = column.kind in {Kind.TEXT, Kind.PROSE} and column.refers_to is None and not column.person
    return (
        free
        and column.heading not in _NO_TEXT
        and column.heading not in _TITLES
        and not column.heading.endswith("_ref")
    )


_HEADINGS: Mapping[str, tuple[str, ...]] = {
    sheet: tuple(column.heading for column in columns if _is_text(column)) for sheet, columns in COLUMNS.items()
}
