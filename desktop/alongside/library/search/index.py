"""The search over one library: by words, by meaning or both, each hit with its reason."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.library.records import Record
from alongside.library.rubbish import no_rubbish_searched
from alongside.library.search.filters import Filters
from alongside.library.search.forms import Counts, Form, Forms
from alongside.library.search.meaning import Meaning, closest_sentence, make_meaning
from alongside.library.search.model import Model, Vectors
from alongside.library.search.postings import Mask, Numbers, Postings, Scores, make_postings
from alongside.library.search.query import FieldTest, Query, Wanted, parse
from alongside.library.search.why import Sought, Why, plain_why, why_by_meaning

ALL_WORDS = 1_000.0  # added to the score by words where every word was found
FEW = 3  # words up to which all are better than some; of a whole question they are not, measured on the same sets
MEANING_WEIGHT = 0.45  # of the score by meaning where both are asked for; holds on both sets of tests/benchmarks
CLOSE, FAR = 0.4, 0.2  # cosine from which a row is found without its words: beside others, and by meaning alone
_LAST = 1e9  # taken off the rank of a withdrawn row


class By(StrEnum):
    """What a search goes by."""

    WORDS = "words"
    MEANING = "meaning"
    BOTH = "both"


@dataclass(frozen=True)
class Hit:
    """One record found."""

    record: Record
    score: float  # higher is better; comparable within one search only
    withdrawn: bool  # never usable; ranked last
    _explain: Callable[[], Why] = field(repr=False, compare=False)

    @cached_property
    def reason(self) -> Why:
        """Why it was found; worked out when it is asked for, as no one reads the reasons of 500 rows."""
        return self._explain()

    @property
    def why(self) -> str:
        """The reason in one line: field, excerpt with the matching words in « », and what led there."""
        return str(self.reason)


@dataclass(frozen=True)
class Found:
    """What a search found."""

    hits: tuple[Hit, ...]  # the best, withdrawn ones last
    by: By  # what it went by
    notes: tuple[str, ...] = ()  # sentences for the user
    total: int = 0  # how many there are
    matches: Mask | None = field(default=None, repr=False, compare=False)  # all rows that match, whatever `among` says
    _records: Callable[[], tuple[Record, ...]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """All of them, in the order of the library, to count and to filter."""
        return self._records()


class SearchIndex:
    """An index of one library. Safe to use from several threads."""

    def __init__(self, library: Library, postings: Postings | None = None, job: JobControl | None = None) -> None:
        with no_rubbish_searched():
            self.records = tuple(library)
            self.made_now = postings is None  # else it was kept from before
            self.postings = make_postings(self.records, job) if postings is None else postings
            self.meaning: Meaning | None = None
            self.model: Model | None = None
            self._filters = Filters(self.records, self.postings)
            self._forms = Forms(self.postings)
            self._counts = Counts(self.postings)
            self._withdrawn = np.array([is_withdrawn(record) for record in self.records], np.bool_)
            self._filters.prepare()
            self._forms.prepare()
        self._lock = threading.Lock()  # wordllama's tokenizer is set up once, and asked by one at a time

    # --- by meaning, once it is there -------------------------------------------------------------------------------

    def add_meaning(self, model: Model, job: JobControl | None = None, meaning: Meaning | None = None) -> None:
        """Read all rows with the model, or take what was read before. Long work: not for the thread of the window."""
        self.meaning = meaning or self.meaning or make_meaning(self.records, model, job)
        self.model = model

    @property
    def has_meaning(self) -> bool:
        """Whether a search can go by meaning."""
        return self.model is not None and self.meaning is not None

    # --- searching --------------------------------------------------------------------------------------------------

    def search(self, words: str, sheet: str | None = None, limit: int = 50) -> tuple[Hit, ...]:
        """The best matches by words; of a few words, those with all of them first; withdrawn rows after all others."""
        return self.find(words, sheet, limit).hits

    def find(
        self,
        typed: str,
        sheet: str | None = None,
        limit: int = 50,
        by: By = By.WORDS,
        among: Mask | None = None,
    ) -> Found:
        """Search. Nothing a user types is an error. Without an index by meaning it goes by words, and says so.

        `among` are the rows that filters leave; they change what is given, and neither the rank nor `matches`.
        """
        query = parse(typed)
        notes: list[str] = []
        if by is not By.WORDS and not self.has_meaning:
            notes.append(_("Searched by words alone: the model for searching by meaning is not there."))
            by = By.WORDS
        if query.empty or limit < 1:
            return Found((), by, tuple(notes))
        if not query.text:
            by = By.WORDS
        forms = self._forms.of(query)
        mask = self._allowed(query, sheet)
        score, have = self._by_words(forms, mask)
        question: Vectors | None = None
        if by is By.WORDS:
            rank = score + np.float32(ALL_WORDS) * (have == len(forms)) if len(forms) <= FEW else score
            found = mask & ((have > 0) if forms else True)
        else:
            question = self._vector(query.text)
            close = self._closeness(question)
            rank, found = _by_meaning(score, close, mask, both=by is By.BOTH)
        matches, found = found, found if among is None else found & among
        best = self._best(rank, found, limit)
        sought = Sought(forms, self.postings, query.tests)
        hits = tuple(self._hit(int(row), float(rank[row]), sought, question) for row in best)
        return Found(hits, by, tuple(notes), int(np.count_nonzero(found)), matches, lambda: self._rows(found))

    def rows(self, among: Mask, limit: int = 50) -> Found:
        """The rows that filters leave, in the order of the library: what is shown where no words are asked for."""
        rows = np.flatnonzero(among)
        nothing = Sought((), self.postings)
        hits = tuple(self._hit(int(row), 0.0, nothing, None) for row in rows[: max(0, limit)])
        return Found(hits, By.WORDS, (), len(rows), None, lambda: self._rows(among))

    def holding(self, test: FieldTest) -> int | None:
        """How many rows pass a test; None where its value says nothing, as a date half typed."""
        mask = self._filters.holds(test)
        return None if mask is None else int(np.count_nonzero(mask))

    def values_under(self, name: str) -> Mapping[str, int]:
        """What stands under a field of the query language, each with how many rows have it; the most frequent first."""
        return self._filters.values_under(name)

    def close(self) -> None:
        """Give the memory back."""
        self.meaning = self.model = None

    def _allowed(self, query: Query, sheet: str | None) -> Mask:
        """The rows that pass every test of a field and lack what must not be there."""
        mask = np.ones(len(self.records), np.bool_) if sheet is None else self._filters.sheet(sheet)
        for test in query.tests:
            holds = self._filters.holds(test)
            if holds is not None:
                mask = mask & holds
        for test in query.tests_without:
            holds = self._filters.holds(test)
            if holds is not None:
                mask = mask & ~holds
        for item in query.without:
            mask = mask & (self._counts.of(self._forms.as_typed(item)) == 0)
        return mask

    def _by_words(self, forms: list[tuple[Wanted, tuple[Form, ...]]], mask: Mask) -> tuple[Scores, Numbers]:
        """The score of each row, and how many of the wanted things it has. What is in quotes is needed."""
        score = np.zeros(len(self.records), np.float32)
        have = np.zeros(len(self.records), np.int32)
        for item, ways in forms:
            counts = self._counts.of(ways)
            score += self.postings.bm25(counts)
            have += counts > 0
            if item.phrase:
                mask &= counts > 0  # in place: the caller's
        return score, have

    def _vector(self, text: str) -> Vectors:
        assert self.model is not None
        with self._lock:
            vector: Vectors = self.model.vectors([text])[0]
        return vector

    def _closeness(self, question: Vectors) -> Scores:
        assert self.meaning is not None
        return self.meaning.closeness(question)

    def _best(self, rank: Scores, found: Mask, limit: int) -> Numbers:
        """The rows with the highest rank; of equals the first in the library; withdrawn ones after all others."""
        rows = np.flatnonzero(found)
        key = np.where(self._withdrawn[rows], _LAST, 0.0) - rank[rows]
        if len(rows) > limit:
            edge = np.partition(key, limit - 1)[limit - 1]
            rows, key = rows[key <= edge], key[key <= edge]
        best: Numbers = rows[np.argsort(key, kind="stable")][:limit].astype(np.int32)
        return best

    def _rows(self, found: Mask) -> tuple[Record, ...]:
        return tuple(self.records[row] for row in np.flatnonzero(found).tolist())

    def _hit(self, row: int, score: float, sought: Sought, question: Vectors | None) -> Hit:
        record = self.records[row]
        return Hit(record, score, bool(self._withdrawn[row]), lambda: self._why(record, sought, question))

    def _why(self, record: Record, sought: Sought, question: Vectors | None) -> Why:
        if question is None or self.model is None:
            return sought.why(record) or plain_why(record)
        found = sought.why(record, sought.half)
        if found is None:
            with self._lock:
                closest = closest_sentence(record, question, self.model)
            found = why_by_meaning(*closest) if closest is not None else sought.why(record)
        return found or plain_why(record)


def is_withdrawn(record: Record) -> bool:
    """Whether the row, or the permission it rests on, was withdrawn."""
    return record.status == "withdrawn" or getattr(record, "withdrawn_on", None) is not None


def _by_meaning(score: Scores, close: Scores, mask: Mask, *, both: bool) -> tuple[Scores, Mask]:
    """Rank and rows by meaning, or by a weighted sum of both scores, each brought to 0 to 1.

    Measured among all rows, not only those that pass the tests, so that a filter changes no order.
    """
    if not both:
        return close, mask & (close > FAR)
    least, most = float(close.min(initial=1.0)), float(close.max(initial=-1.0))
    meant = (close - least) / max(most - least, 1e-9)
    worded = score / max(float(score.max(initial=0.0)), 1e-9)
    return (1 - MEANING_WEIGHT) * worded + MEANING_WEIGHT * meant, mask & ((close > CLOSE) | (score > 0))
