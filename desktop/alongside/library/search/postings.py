"""Where every word of the library stands: an index of positions in arrays, made once and never changed.

Arrays instead of SQLite's FTS5, for speed: on 50,000 rows FTS5 takes 40 to 60 ms to rank a frequent word and 25 s to be
made with its prefixes. Scores are those of FTS5 (`bm25(words, 4.0, 1.0)` over head and body); a test compares them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from itertools import chain, groupby, pairwise
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.job_control import JobControl
from alongside.library.columns import Kind
from alongside.library.records import COLUMNS, RECORD_TYPES, Record
from alongside.library.search.vocabulary import PARTING, Vocabulary
from alongside.library.search.words import keys_of, words_of

HEADS = frozenset(
    {
        "title", "service_name", "claim", "question", "name", "activity", "topic", "theme", "course", "subtype", "what",
        *(kind.id_field for kind in RECORD_TYPES),
    }
)  # fmt: skip
HEAD_WEIGHT = 4  # how much a word counts that stands in a head, beyond the one it counts everywhere
K1, B = 1.2, 0.75  # as FTS5 has them
LEAST_IDF = 1e-6
_HEADINGS = tuple(sorted({column.heading for columns in COLUMNS.values() for column in columns}))
_NUMBER_OF = {heading: number for number, heading in enumerate(_HEADINGS)}
_KINDS = {(sheet, column.heading): column.kind for sheet, columns in COLUMNS.items() for column in columns}
_AS_THEY_ARE = frozenset({Kind.ID, Kind.TEXT, Kind.PROSE, Kind.CHOICE, Kind.YES_NO})
_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})  # not remembered: 1, 1.0 and True are one key of a dictionary
_BLOCK = 500  # rows taken apart at once; one with a word beyond ASCII is slower, so they are small
_TYPOGRAPHY = "‘’“”–—…•£\xa0"

Numbers = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Postings:
    """All words of all rows. A position is the place of a word among all words; between two fields one is left out."""

    words: tuple[str, ...]  # folded, in alphabetical order: those with one beginning are neighbours
    keys: tuple[str, ...]  # of each word, what it shares with its other forms
    starts: npt.NDArray[np.int64]  # of each word in `positions`, and the end
    positions: Numbers  # ascending within a word
    headings: npt.NDArray[np.int16]  # of each of `positions`, the number of the field's heading
    doc_starts: npt.NDArray[np.int64]  # of each word in `docs` and `counts`, and the end
    docs: Numbers  # the rows that have the word, ascending within a word
    counts: Scores  # how often, weighted by HEAD_WEIGHT
    row_starts: Numbers  # the position at which each row begins
    field_starts: Numbers  # the position at which each field begins
    field_headings: npt.NDArray[np.int16]  # of each field, its heading's number
    lengths: Numbers  # of each row, in words; those of heads count twice

    @property
    def rows(self) -> int:
        return len(self.lengths)

    @cached_property
    def damping(self) -> Scores:
        """What BM25 adds to the count of a word in each row, for the row's length."""
        mean = float(self.lengths.mean()) if self.rows else 0.0
        return (K1 * (1 - B + B * self.lengths / (mean or 1.0))).astype(np.float32)

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        return {word: number for number, word in enumerate(self.words)}

    @cached_property
    def by_key(self) -> Mapping[str, Sequence[int]]:
        """The words that share a key."""
        found: dict[str, list[int]] = {}
        for number, key in enumerate(self.keys):
            found.setdefault(key, []).append(number)
        return found

    def beginning(self, stem: str) -> range:
        """The words that begin with `stem`."""
        return range(bisect_left(self.words, stem), bisect_left(self.words, stem + "\U0010ffff"))

    def places(self, numbers: Sequence[int]) -> Numbers:
        """All positions of any of the words, ascending."""
        parts = [self.positions[a:b] for a, b in self._spans(numbers)]
        if not parts:
            return np.empty(0, np.int32)
        found = np.concatenate(parts)
        if len(numbers) > 1:
            found.sort(kind="stable")  # made for runs that are in order already
        return found

    def rows_of(self, places: Numbers) -> Numbers:
        """The row of each position."""
        return (np.searchsorted(self.row_starts, places, "right") - 1).astype(np.int32)

    def rows_in(self, numbers: Sequence[int], headings: Sequence[int]) -> Numbers:
        """The rows that have any of the words in a field with one of these headings; each as often as it has one."""
        right = np.zeros(len(_HEADINGS), np.bool_)
        right[list(headings)] = True
        parts = [self.positions[a:b][right[self.headings[a:b]]] for a, b in self._spans(numbers)]
        return self.rows_of(np.concatenate(parts)) if parts else np.empty(0, np.int32)

    def _spans(self, numbers: Sequence[int]) -> list[tuple[int, int]]:
        return [(int(self.starts[a]), int(self.starts[b])) for a, b in _runs(numbers)]

    def headings_of(self, places: Numbers) -> npt.NDArray[np.int16]:
        """The heading's number of each position."""
        return self.field_headings[np.searchsorted(self.field_starts, places, "right") - 1]

    def counts_of(self, numbers: Sequence[int]) -> Scores:
        """For each row how often it has any of the words, weighted."""
        total = np.zeros(self.rows, np.float32)
        for a, b in _runs(numbers):
            here = slice(self.doc_starts[a], self.doc_starts[b])
            if b - a == 1:
                total[self.docs[here]] += self.counts[here]
            else:
                total += np.bincount(self.docs[here], self.counts[here], self.rows).astype(np.float32)
        return total

    def phrase(self, groups: Sequence[Sequence[int]]) -> Numbers:
        """The positions at which a word of each group follows one of the group before it."""
        places = [self.places(group) for group in groups]
        rarest = min(range(len(places)), key=lambda at: len(places[at]))
        found = places[rarest] - np.int32(rarest)
        for at, other in enumerate(places):
            if at != rarest and len(found):
                wanted = found + np.int32(at)
                where = np.searchsorted(other, wanted)
                where[where == len(other)] = 0
                found = found[other[where] == wanted] if len(other) else found[:0]
        return found

    def phrase_counts(self, found: Numbers) -> Scores:
        """For each row how often a phrase begins there, weighted."""
        weights = np.where(_IS_HEAD[self.headings_of(found)], np.float32(1 + HEAD_WEIGHT), np.float32(1))
        return np.bincount(self.rows_of(found), weights, self.rows).astype(np.float32)

    def bm25(self, counts: Scores, weight: float = 1.0) -> Scores:
        """The score of each row for one wanted thing that it has so often."""
        have = int(np.count_nonzero(counts))
        idf = max(LEAST_IDF, float(np.log((self.rows - have + 0.5) / (have + 0.5))))
        return (weight * idf * (K1 + 1)) * counts / (counts + self.damping)


ARRAYS = tuple(item.name for item in fields(Postings) if item.name not in {"words", "keys"})
_IS_HEAD = np.array([heading in HEADS for heading in _HEADINGS])


def heading_numbers(headings: Iterable[str]) -> list[int]:
    """The numbers by which `headings_of` calls these headings."""
    return [_NUMBER_OF[heading] for heading in headings if heading in _NUMBER_OF]


def text_of(value: object) -> str:
    """A field's value as it is searched and shown."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


class _Texts:
    """Remembers the text of days and lists: a library has few different ones, in many rows."""

    def __init__(self) -> None:
        self._known: dict[object, str] = {None: "", (): ""}

    def column(self, kind: Kind, values: Sequence[Any]) -> Sequence[str]:
        """The text of each value of one column; "" for an empty one."""
        if kind in _AS_THEY_ARE:
            return values
        if kind in _NUMBERS:
            return ["" if value is None else str(value) for value in values]
        known = self._known
        for value in set(values) - known.keys():
            known[value] = text_of(value)
        return [known[value] for value in values]


@dataclass(frozen=True, slots=True)
class _Block:
    """Some rows of one sheet, taken apart. Blocks are small, so that the processor works on one in its own memory."""

    stream: Numbers  # the number of each word, and 0 after each filled field
    headings: npt.NDArray[np.int16]  # of each filled field
    row_fields: npt.NDArray[np.int64]  # how many filled fields each row has


def make_postings(records: Sequence[Record], job: JobControl | None = None) -> Postings:
    """The index of these rows. Takes about a third of a second for 10,000 rows of 200 words."""
    job = job or JobControl()
    vocabulary, known = Vocabulary(), _Texts()
    blocks = []
    for rows in _rows_at_once(records):
        job.check()
        fields = [
            (number, known.column(_KINDS[rows[0].sheet, heading], list(map(attrgetter(heading), rows))))
            for heading, number in _FIELDS[rows[0].sheet]
        ]
        numbers, columns = zip(*([item for item in fields if any(item[1])] or fields[:1]), strict=True)
        stream = vocabulary.numbers_of(_plain(list(chain.from_iterable(zip(*columns, strict=True)))))
        ends = np.flatnonzero(stream == 0)  # the number of PARTING
        filled = np.diff(ends, prepend=-1) > 1
        if not filled.all():
            kept = np.ones(len(stream), np.bool_)
            kept[ends[~filled]] = False
            stream = stream[kept]
        headings = np.tile(np.array(numbers, np.int16), len(rows))[filled]
        blocks.append(_Block(stream, headings, filled.reshape(len(rows), len(numbers)).sum(axis=1)))
    job.check()
    return _sorted(vocabulary.words, blocks, job)


def _rows_at_once(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """The rows in pieces, each of one sheet."""
    start = 0
    for _sheet, group in groupby(records, lambda record: record.sheet):
        end = start + sum(1 for _record in group)
        for at in range(start, end, _BLOCK):
            yield records[at : min(at + _BLOCK, end)]
        start = end


def _plain(texts: Sequence[str]) -> str:
    """The texts, each with a parting sign after it; what is not ASCII is folded, as `words_of` does it."""
    whole = f" {PARTING} ".join([*texts, ""])
    if whole.count(PARTING) > len(texts):  # a cell with that very sign
        return _plain([text.replace(PARTING, " ") for text in texts])
    for sign in () if whole.isascii() else _TYPOGRAPHY:
        whole = whole.replace(sign, " ")
    if not whole.isascii():
        whole = f" {PARTING} ".join([text if text.isascii() else " ".join(words_of(text)) for text in [*texts, ""]])
    return whole


def _by_word(terms: Numbers, words: int) -> npt.NDArray[np.int64]:
    """The places of all terms sorted by term, those of one term in their order.

    Numbers of two bytes are sorted without comparing any; so larger ones are sorted by their low half, then the high.
    """
    order = np.argsort((terms & 0xFFFF).astype(np.uint16), kind="stable")
    if words > 1 << 16:
        order = order[np.argsort((terms >> 16).astype(np.uint16)[order], kind="stable")]
    return order


def _sorted(found: Sequence[str], blocks: Sequence[_Block], job: JobControl) -> Postings:
    """The words of all blocks sorted by word; in `found` they are in the order of their numbers, PARTING first."""
    words = sorted(found[1:])
    number_of = {word: number for number, word in enumerate(found)}
    rank = np.empty(len(found), np.int32)
    rank[[number_of[word] for word in words]] = np.arange(len(words), dtype=np.int32)
    rank[0] = len(words)  # after all words, and then left out
    often = np.zeros(len(found), np.int64)
    for block in blocks:
        in_block = np.bincount(block.stream)
        often[: len(in_block)] += in_block
    starts = np.zeros(len(words) + 1, np.int64)
    starts[1 + rank[1:]] = often[1:]
    np.cumsum(starts, out=starts)
    positions, headings = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.int16)
    field_starts, row_starts, lengths, documents = [], [], [], []
    free = starts[:-1].copy()  # of each word, where its next position goes
    at = rows_before = 0
    for block in blocks:
        job.check()
        terms = rank[block.stream]
        ends = np.flatnonzero(block.stream == 0)
        here = _by_word(terms, len(found))[: len(terms) - len(ends)]
        terms = terms[here]
        new = np.empty(len(terms), np.bool_)
        new[:1], new[1:] = True, terms[1:] != terms[:-1]
        runs = np.flatnonzero(new)
        each, often_here = terms[runs], np.diff(runs, append=len(terms))
        to = np.repeat(free[each] - runs, often_here) + np.arange(len(terms))
        free[each] += often_here

        begun = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))[: len(ends)]
        fields = np.repeat(np.arange(len(ends)), ends - begun + 1)[here]  # of each sorted word
        row_of_field = np.repeat(np.arange(len(block.row_fields)), block.row_fields)
        rows = row_of_field[fields]
        is_head = _IS_HEAD[block.headings]
        positions[to] = here + at
        headings[to] = block.headings[fields]

        new[1:] |= rows[1:] != rows[:-1]
        first = np.flatnonzero(new)
        heavy = np.where(is_head, np.float32(1 + HEAD_WEIGHT), np.float32(1))[fields]
        counts = np.add.reduceat(heavy, first) if len(first) else heavy
        documents.append((terms[first], (rows[first] + rows_before).astype(np.int32), counts))
        field_starts.append(begun + at)
        row_starts.append(np.append(begun, len(block.stream))[np.cumsum(block.row_fields) - block.row_fields] + at)
        lengths.append(np.bincount(row_of_field, (ends - begun) * (1 + is_head), len(block.row_fields)))
        at += len(block.stream)
        rows_before += len(block.row_fields)
    job.check()
    doc_starts, docs, counts = _by_document(documents, len(words))
    return Postings(
        words=tuple(words),
        keys=tuple(keys_of(words)),
        starts=starts,
        positions=positions,
        headings=headings,
        doc_starts=doc_starts,
        docs=docs,
        counts=counts,
        row_starts=_joined(row_starts, np.int32),
        field_starts=_joined(field_starts, np.int32),
        field_headings=_joined([block.headings for block in blocks], np.int16),
        lengths=_joined(lengths, np.int32),
    )


def _by_document(
    parts: Sequence[tuple[Numbers, Numbers, Scores]], words: int
) -> tuple[npt.NDArray[np.int64], Numbers, Scores]:
    """The rows of each word, with how often, out of those of each block: word, row and count, sorted by word."""
    starts = np.zeros(words + 1, np.int64)
    for terms, _rows, _counts in parts:
        starts[1:] += np.bincount(terms, minlength=words)
    np.cumsum(starts, out=starts)
    docs, counts = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.float32)
    free = starts[:-1].copy()
    for terms, rows, often in parts:
        new = np.empty(len(terms), np.bool_)
        new[:1], new[1:] = True, terms[1:] != terms[:-1]
        runs = np.flatnonzero(new)
        each, here = terms[runs], np.diff(runs, append=len(terms))
        to = np.repeat(free[each] - runs, here) + np.arange(len(terms))
        free[each] += here
        docs[to], counts[to] = rows, often
    return starts, docs, counts


def _joined(parts: Sequence[npt.NDArray[Any]], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate(parts).astype(kind) if parts else np.empty(0, kind)


_FIELDS: Mapping[str, tuple[tuple[str, int], ...]] = {
    sheet: tuple((column.heading, _NUMBER_OF[column.heading]) for column in columns)
    for sheet, columns in COLUMNS.items()
}


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """The numbers as runs without a gap, each with its end: one slice instead of many."""
    if isinstance(numbers, range):
        return [(numbers.start, numbers.stop)] if len(numbers) else []
    ordered = sorted(set(numbers))
    breaks = [0, *(at + 1 for at, (a, b) in enumerate(pairwise(ordered)) if b != a + 1), len(ordered)]
    return [(ordered[a], ordered[b - 1] + 1) for a, b in pairwise(breaks) if b > a]
