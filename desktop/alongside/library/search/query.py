"""What the user typed, understood: words, "phrases", fields, and what must not be there. Nothing typed is an error."""

import re
from dataclasses import dataclass

from alongside.library.records import BY_SHEET, COLUMNS, RECORD_TYPES
from alongside.library.search.words import STOP, words_of

LONGEST = 40  # words; a whole question may be asked, a whole document may not
LONGEST_TEXT = 4_000  # characters; what comes after them is not looked at

# What a user calls a field, and the headings it stands for.
FIELDS: dict[str, tuple[str, ...]] = {
    heading: (heading,) for columns in COLUMNS.values() for heading in (column.heading for column in columns)
} | {
    "service": ("service_id", "service_name"),
    "kind": ("kind", "story_kind", "type", "subtype", "service_type"),
    "theme": ("themes", "theme", "topic", "tags"),
    "owner": ("owner_role",),
    "item": ("framework_items", "framework_item"),
    "level": ("involvement_level", "ladder"),
    "category": ("evidence_category",),
    "consent": ("consent_scope", "consent_type"),
    "source": ("source_doc", "source_table", "outcome_source"),
    "id": tuple(dict.fromkeys(kind.id_field for kind in RECORD_TYPES)),
    "reg": ("regs",),
    "person": ("person_ref", "pseudonym"),
}
SHEET, BEFORE, AFTER = "sheet", "before", "after"
FIELD_NAMES = frozenset({*FIELDS, SHEET, BEFORE, AFTER})

_PIECE = re.compile(
    r"(?P<without>(?<!\S)-(?=[\w\"“]))?"
    r"(?:(?P<field>[^\W\d]\w*):(?P<test>>=|<=|=|>|<)?)?"
    r"(?:[\"“”](?P<phrase>[^\"“”]*)(?P<closed>[\"“”])?|(?P<word>[^\s\"“”]+))?"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing looked for: a word, or several that stand together."""

    words: tuple[str, ...]  # folded; at least one
    phrase: bool = False  # in quotes: as they stand, and needed
    unfinished: bool = False  # the last word may go on


@dataclass(frozen=True, slots=True)
class FieldTest:
    """What a field must hold."""

    field: str  # as typed, in small letters: one of FIELD_NAMES
    test: str  # "" holds, or one of >= <= = > <
    value: str  # as typed; never empty
    exact: bool = False  # in quotes

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The values parted by commas, each of which will do."""
        parts = (self.value,) if self.exact else tuple(self.value.split(","))
        return tuple(part for part in parts if words_of(part))


@dataclass(frozen=True, slots=True)
class Query:
    """Everything asked for at once."""

    wanted: tuple[Wanted, ...] = ()
    without: tuple[Wanted, ...] = ()
    tests: tuple[FieldTest, ...] = ()
    tests_without: tuple[FieldTest, ...] = ()
    spoken: tuple[str, ...] = ()  # every word looked for in its order, small ones too, for what several words mean
    text: str = ""  # what is looked for, as it was typed, to compare in meaning; without fields

    @property
    def empty(self) -> bool:
        return not (self.wanted or self.without or self.tests or self.tests_without)


def parse(typed: str) -> Query:
    """Understand a query. A name before a colon that is no field is a word like others; a field without value waits."""
    typed = typed[:LONGEST_TEXT]
    wanted: list[Wanted] = []
    without: list[Wanted] = []
    tests: list[FieldTest] = []
    tests_without: list[FieldTest] = []
    spoken: list[str] = []
    sentence: list[str] = []
    going_on = typed[-1:].isalnum()
    for found in _PIECE.finditer(typed):
        if not found[0]:
            continue
        value = found["phrase"] if found["phrase"] is not None else (found["word"] or "")
        name = (found["field"] or "").lower()
        if name in FIELD_NAMES and (value or found.end() == len(typed)):
            if words_of(value):
                test = FieldTest(name, found["test"] or "", value, found["phrase"] is not None)
                (tests_without if found["without"] else tests).append(test)
            continue
        quoted = found["phrase"] is not None
        last = found.end() == len(typed)
        if not found["without"]:
            sentence.append(f"{found['field']}: {value}" if found["field"] else value)
        for text, phrase in ((name, False), (value, quoted)):
            words = tuple(words_of(text))
            if words:
                item = Wanted(words[:LONGEST], phrase, last and text == value and going_on)
                (without if found["without"] else wanted).append(item)
                spoken += () if found["without"] else words
    telling = [item for item in wanted if not _small(item)]
    if len(telling) < 2:  # "the" may yet become "theme"
        telling = [item for item in wanted if item.unfinished or not _small(item)]
    return Query(
        tuple(dict.fromkeys(telling or wanted))[:LONGEST],
        tuple(without)[:LONGEST],
        tuple(tests)[:LONGEST],
        tuple(tests_without)[:LONGEST],
        tuple(spoken)[: 2 * LONGEST],
        " ".join(sentence) if spoken else "",
    )


def _small(item: Wanted) -> bool:
    return not item.phrase and len(item.words) == 1 and item.words[0] in STOP


def sheets_named(value: str) -> tuple[str, ...]:
    """The sheets that a value of `sheet:` means: that very one, else those that begin so."""
    words = "_".join(words_of(value))
    return (words,) if words in BY_SHEET else tuple(name for name in BY_SHEET if name.startswith(words))
