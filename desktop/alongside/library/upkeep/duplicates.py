"""Rows that say nearly the same, found by their words and, where there is a model, by their meaning.

Comparing every row with every other would take hours for a large library. Two rows are compared only if they share a
rare run of words, or are among each other's nearest by meaning.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from rapidfuzz import fuzz

from alongside.i18n import _
from alongside.job_control import JobControl, Progress
from alongside.library.records import Answer, Evidence, Record, Story
from alongside.library.search.model import Model
from alongside.library.search.passages import lead_of, sentences_of
from alongside.library.upkeep.due import GONE

BY_WORDS = 88.0  # of rapidfuzz's 100: from here two texts are one text with small changes
BY_MEANING = 0.93  # cosine, from which two texts say the same in other words
TITLES_ALIKE = 60.0  # what the titles of two rows must share before meaning alone calls them alike
RUN = 4  # words in a row
MOST_SHARED = 12  # rows that share a run of words before it is called common, and pairs nobody
NEAREST = 3  # rows compared by meaning with each row
_AT_ONCE = 512
COMPARED = (Evidence, Story, Answer)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that look like one."""

    one: Record
    other: Record
    words: float  # 0 to 100
    meaning: float | None  # -1 to 1; None where there is no model

    @property
    def why(self) -> str:
        """For the user."""
        if self.words >= BY_WORDS:
            return _("{n:.0f} % of the words are the same").format(n=self.words)
        return _("the same is said in other words")


def text_of(record: Record) -> str:
    """Everything a row says in words of its own, the title first."""
    return " ".join([lead_of(record), *(text for _heading, text in sentences_of(record))]).strip()


def near_duplicates(
    records: Iterable[Record], model: Model | None = None, job: JobControl | None = None
) -> tuple[Pair, ...]:
    """The pairs, the most alike first. Rows of different sheets, and retired rows, are never paired.

    Time grows with the number of rows; by meaning with its square, in blocks of numbers, for up to tens of thousands.
    Raises Cancelled.
    """
    job = job or JobControl()
    found: list[Pair] = []
    for kind in COMPARED:
        rows = [record for record in records if type(record) is kind and record.status not in GONE]
        found += _pairs_of(rows, model, job)
    return tuple(sorted(found, key=lambda pair: (-pair.words, pair.one.sheet, pair.one.ref, pair.other.ref)))


def _pairs_of(rows: Sequence[Record], model: Model | None, job: JobControl) -> Iterator[Pair]:
    texts = [text_of(record) for record in rows]
    folded = [text.casefold() for text in texts]
    wanted = set(_sharing_runs(folded))
    close = _closest(texts, model, job) if model is not None else {}
    for at, (left, right) in enumerate(sorted(wanted | close.keys())):
        if at % _AT_ONCE == 0:
            job.report(Progress(at, len(wanted | close.keys()), _("Looking for rows that say the same")))
        if not folded[left] or not folded[right]:
            continue
        words = fuzz.ratio(folded[left], folded[right], score_cutoff=BY_WORDS)
        near = close.get((left, right))
        alike = near is not None and near >= BY_MEANING and _titles(rows[left], rows[right]) >= TITLES_ALIKE
        if words or alike:
            yield Pair(rows[left], rows[right], words or fuzz.ratio(folded[left], folded[right]), near)


def _titles(one: Record, other: Record) -> float:
    return fuzz.token_set_ratio(lead_of(one).casefold(), lead_of(other).casefold())


def _sharing_runs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs that share two or more rare runs of words, or the only one of a short text."""
    having: defaultdict[int, list[int]] = defaultdict(list)
    counted = []
    for at, text in enumerate(texts):
        words = text.split()
        runs = {hash(tuple(words[i : i + RUN])) for i in range(max(1, len(words) - RUN + 1))} if words else set()
        counted.append(len(runs))
        for run in runs:
            having[run].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for rows in having.values():
        if 1 < len(rows) <= MOST_SHARED:
            shared.update(combinations(rows, 2))
    for (left, right), n in shared.items():
        # A text of which nine tenths of the letters are the same keeps far more than a tenth of its runs.
        if n * 10 >= min(counted[left], counted[right]):
            yield left, right
    # Texts that are the same in many rows: each is paired with the next of its kind.
    same: dict[str, int] = {}
    for at, text in enumerate(texts):
        if text and text in same:
            yield same[text], at
        same[text] = at


def _closest(texts: Sequence[str], model: Model, job: JobControl) -> dict[tuple[int, int], float]:
    """Each text's nearest by meaning, with the cosine."""
    if len(texts) < 2:
        return {}
    vectors = np.concatenate([model.vectors(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)])
    found: dict[tuple[int, int], float] = {}
    for at in range(0, len(vectors), _AT_ONCE):
        job.report(Progress(at, len(vectors), _("Comparing rows by meaning")))
        near = vectors[at : at + _AT_ONCE] @ vectors.T
        near[np.arange(len(near)), np.arange(at, at + len(near))] = -1.0
        nearest = np.argpartition(-near, min(NEAREST, near.shape[1] - 1), axis=1)[:, :NEAREST]
        for row, others in enumerate(nearest):
            for other in others:
                if near[row, other] >= BY_MEANING:
                    left, right = sorted((at + row, int(other)))
                    found[left, right] = float(near[row, other])
    return found
