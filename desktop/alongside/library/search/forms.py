"""In which forms a wanted word may stand in the library: as typed, other endings, other names, other spelling."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from alongside.i18n import _
from alongside.library.search.postings import Postings, Scores
from alongside.library.search.query import Query, Wanted
from alongside.library.search.synonyms import other_names
from alongside.library.search.words import key_of

OTHER_NAME = 0.6  # what another name counts, beside the word itself
MISSPELT = 0.7
SHORTEST_MISSPELT = 4  # letters; a shorter word is taken as it is
CLOSEST = 3  # how many words a misspelt one may stand for

REMEMBERED = 60  # arrays of 4 bytes a row

Group = tuple[int, ...] | range  # numbers of words that will do in one place


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a wanted thing may be written."""

    groups: tuple[Group, ...]  # one a word, none empty
    weight: float = 1.0
    because: str = ""  # a sentence where it is not what was typed; "{found}" is what stands there

    def counts(self, postings: Postings) -> Scores:
        """How often each row has it."""
        if len(self.groups) == 1:
            return postings.counts_of(self.groups[0])
        return postings.phrase_counts(postings.phrase(self.groups))


class Forms:
    """Knows the words of one index."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings

    def prepare(self) -> None:
        """Make what the first query would have to wait for."""
        _ready = (self._by_length, self._postings.number_of, self._postings.by_key, self._postings.damping)

    def of(self, query: Query) -> list[tuple[Wanted, tuple[Form, ...]]]:
        """Each wanted thing with its forms; no form where the library has nothing like it."""
        others = self._other_names(query.spoken)
        found = []
        for item in query.wanted:
            if item.phrase:
                forms = self._phrase(item)
            else:
                names = tuple(form for words, form in others if set(item.words) & words)
                forms = (*self.as_typed(item), *names)
            found.append((item, forms or self._misspelt(item)))
        return found

    def _phrase(self, item: Wanted) -> tuple[Form, ...]:
        """What is in quotes, letter by letter; where it stands nowhere, its other names."""
        typed = self.as_typed(item)
        if any(form.counts(self._postings).any() for form in typed):
            return typed
        words = frozenset(item.words)
        because = _("also as: {found}")
        names = [form for covered, form in self._other_names(item.words) if covered == words]
        return tuple(replace(form, because=because) for form in names) or typed

    def as_typed(self, item: Wanted) -> tuple[Form, ...]:
        """The thing itself: in quotes letter by letter, else in any ending."""
        last = len(item.words) - 1
        groups = tuple(
            self._alike(word, exact=item.phrase, unfinished=item.unfinished and place == last)
            for place, word in enumerate(item.words)
        )
        return (Form(groups),) if all(len(group) for group in groups) else ()

    def _alike(self, word: str, *, exact: bool, unfinished: bool) -> Group:
        number = self._postings.number_of.get(word)
        if exact and not unfinished:
            return () if number is None else (number,)
        beginning: Group = self._postings.beginning(word) if unfinished else ()
        if exact:
            return beginning
        same = tuple(self._postings.by_key.get(self._key(word), ()))
        if not beginning:
            return same
        return beginning if all(at in beginning for at in same) else tuple({*beginning, *same})

    def _key(self, word: str) -> str:
        number = self._postings.number_of.get(word)
        return key_of(word) if number is None else self._postings.keys[number]

    def _other_names(self, spoken: Sequence[str]) -> list[tuple[frozenset[str], Form]]:
        found = []
        for places, _own, name in other_names([self._key(word) for word in spoken]):
            groups = tuple(tuple(self._postings.by_key.get(key, ())) for key in name.keys)
            if all(groups):
                because = _("also called: {found}")
                found.append((frozenset(spoken[at] for at in places), Form(groups, OTHER_NAME, because)))
        return found

    def _misspelt(self, item: Wanted) -> tuple[Form, ...]:
        """The thing with words of the library that are spelt nearly so."""
        groups, wrong = [], []
        last = len(item.words) - 1
        for place, word in enumerate(item.words):
            group = self._alike(word, exact=item.phrase, unfinished=item.unfinished and place == last)
            if not len(group):
                group = self._near(word)
                wrong.append(word)
            groups.append(group)
        if not all(len(group) for group in groups):
            return ()
        because = _("spelling: {typed} → {found}").replace("{typed}", " ".join(wrong))
        return (Form(tuple(groups), MISSPELT, because),)

    def _near(self, word: str) -> Group:
        if len(word) < SHORTEST_MISSPELT or not word.isalpha():
            return ()
        apart = 1 if len(word) < 6 else 2
        lengths = range(len(word) - apart, len(word) + apart + 1)
        choices = [other for length in lengths for other in self._by_length.get(length, ())]
        near = extract(word, choices, scorer=OSA.distance, score_cutoff=apart, limit=40)
        if not near:
            return ()
        number_of = self._postings.number_of
        ranked = sorted(
            (
                (distance, other[0] != word[0], -self._rows_with(number_of[other]), number_of[other])
                for other, distance, _at in near
            )
        )
        return tuple(number for distance, first, _rows, number in ranked if (distance, first) == ranked[0][:2])[
            :CLOSEST
        ]

    def _rows_with(self, number: int) -> int:
        starts = self._postings.doc_starts
        return int(starts[number + 1] - starts[number])

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in self._postings.words:
            if word.isalpha():
                found.setdefault(len(word), []).append(word)
        return found


class Counts:
    """How often each row has what is wanted. Remembers, for a keystroke asks again for all words but the last."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._known: dict[tuple[Form, ...], Scores] = {}

    def of(self, forms: tuple[Form, ...]) -> Scores:
        """The counts of any of the forms, each weighted; not to be changed."""
        known = self._known.get(forms)
        if known is None:
            known = np.zeros(self._postings.rows, np.float32)
            for form in forms:
                known += form.counts(self._postings) * np.float32(form.weight)
            if len(self._known) >= REMEMBERED:
                self._known = {}
            self._known[forms] = known
        return known
