"""Why a row was found: the field, the words around the match with the matching ones in « », and what led there."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from alongside.i18n import _
from alongside.library.records import Record, text_fields
from alongside.library.search.forms import Form
from alongside.library.search.postings import Postings, text_of
from alongside.library.search.query import FIELDS, FieldTest, Wanted
from alongside.library.search.words import WORD, fold, words_of

BEFORE, AFTER = 60, 120  # characters around the match
_TITLES = frozenset({"title", "service_name", "name", "course", "activity", "topic", "theme", "action", "what"})
LONGEST_SENTENCE = 240  # characters of a sentence found by its meaning


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of one hit."""

    field: str  # its heading
    excerpt: str  # with « » around what matches
    because: tuple[str, ...] = ()  # sentences, where it is not just what was typed
    by_meaning: bool = False

    def __str__(self) -> str:
        led = [*((_("by meaning"),) if self.by_meaning else ()), *self.because]
        return f"{self.field}: {self.excerpt}" + (f" ({'; '.join(led)})" if led else "")


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    wanted: int  # which thing of the query
    form: Form


class Sought:
    """What one search looked for, ready to tell for any row why it was found."""

    def __init__(
        self, forms: Sequence[tuple[Wanted, Sequence[Form]]], postings: Postings, tests: Sequence[FieldTest] = ()
    ) -> None:
        self._forms, self._postings, self._tests = forms, postings, tests

    @property
    def half(self) -> int:
        """As many wanted things as explain a hit that was found by its meaning too."""
        return max(1, (len(self._forms) + 1) // 2)

    @cached_property
    def _words(self) -> tuple[frozenset[str], ...]:
        """For each wanted thing all words it can stand in."""
        words = self._postings.words
        return tuple(
            frozenset(words[number] for form in ways for group in form.groups for number in group)
            for _item, ways in self._forms
        )

    def why(self, record: Record, least: int = 1) -> Why | None:
        """The field in which most of it stands; without words, the field asked for.

        None where no field has as many as `least` of the wanted things.
        """
        fields = text_fields(record)
        likely = []
        for at, (heading, value) in enumerate(fields.items()):
            text = text_of(value)
            here = set(words_of(text))
            count = sum(not words.isdisjoint(here) for words in self._words)
            if count >= least:
                likely.append((-count, heading in _TITLES, at, heading, text))  # a title is shown anyway
        for _count, _title, _at, heading, text in sorted(likely):
            whole = unicodedata.normalize("NFC", text)
            marks = list(_marks(whole, self._forms, self._postings))
            if marks:
                return Why(heading, _cut(whole, marks), _led(whole, marks))
        for test in self._tests if not self._forms else ():
            for heading in FIELDS.get(test.field, ()):
                if heading in fields:
                    return Why(heading, _short(text_of(fields[heading])))
        return None


def plain_why(record: Record) -> Why:
    """Where there is nothing to say but which row it is."""
    return Why(record.id_field, record.ref)


def why_by_meaning(heading: str, sentence: str) -> Why:
    """The sentence that is closest in meaning."""
    return Why(heading, f"«{_short(sentence)}»", by_meaning=True)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SENTENCE else f"{text[:LONGEST_SENTENCE].rsplit(' ', 1)[0]}…"


def _marks(text: str, forms: Sequence[tuple[Wanted, Sequence[Form]]], postings: Postings) -> Iterator[_Mark]:
    found = list(WORD.finditer(text))
    number_of = postings.number_of
    numbers = [number_of.get(fold(one[0]), -1) for one in found]
    for wanted, (_item, ways) in enumerate(forms):
        for form in ways:
            length = len(form.groups)
            first = form.groups[0]
            for at, number in enumerate(numbers):
                if number in first and all(
                    at + more < len(numbers) and numbers[at + more] in form.groups[more] for more in range(1, length)
                ):
                    yield _Mark(found[at].start(), found[at + length - 1].end(), wanted, form)


def _cut(text: str, marks: Sequence[_Mark]) -> str:
    """The piece of the text with most of what was wanted."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    place = max(
        ordered,
        key=lambda mark: (
            len({one.wanted for one in ordered if mark.start <= one.start < mark.start + AFTER}),
            -mark.start,
        ),
    )
    start, end = max(0, place.start - BEFORE), min(len(text), max(place.start + AFTER, place.end))
    if start:
        start = text.find(" ", start, place.start) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", place.start, end), place.end)
    shown, at = [], start
    for mark in ordered:
        if mark.start >= at and mark.end <= end:
            shown += [text[at : mark.start], "«", text[mark.start : mark.end], "»"]
            at = mark.end
    shown.append(text[at:end])
    return f"{'…' if start else ''}{' '.join(''.join(shown).split())}{'…' if end < len(text) else ''}"


def _led(text: str, marks: Sequence[_Mark]) -> tuple[str, ...]:
    """What led to the matches of those wanted things that do not stand here as they were typed."""
    as_typed = {mark.wanted for mark in marks if not mark.form.because}
    typed = {(mark.start, mark.end) for mark in marks if not mark.form.because}
    return tuple(
        dict.fromkeys(
            mark.form.because.replace("{found}", " ".join(text[mark.start : mark.end].split()))
            for mark in sorted(marks, key=lambda mark: mark.start)
            if mark.form.because and mark.wanted not in as_typed and (mark.start, mark.end) not in typed
        )
    )[:3]
