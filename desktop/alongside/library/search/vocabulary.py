"""Gives every word a number: whole pages of text at once, as arrays of bytes, where a loop would take ten times longer.

A word of up to sixteen bytes is two numbers of eight bytes. Their hash names a place in a table, and the word found
there is compared with both, so that no two words are ever taken for each other. Only what the table does not hold,
new words, long ones and those whose place is taken, goes through a dictionary.
"""

import numpy as np
import numpy.typing as npt

from alongside.library.search.words import SPACES

PARTING = "\x01"  # a word of its own between two fields, so that no phrase runs across them
_HALF = 8  # bytes of a word that are compared at once
_LONGEST = 2 * _HALF
_ROOM = 8  # places in the table for each word
_FIRST_BITS = 16
_SPREAD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))  # odd, with bits all over
_KEPT = np.array([(1 << 8 * length) - 1 for length in range(_HALF)] + [2**64 - 1], np.uint64)  # of so many bytes
_SMALL = bytes(
    ord(" ") if sign in SPACES and chr(sign) != PARTING else ord(chr(sign).lower()) if sign < 128 else sign
    for sign in range(256)
)

Numbers = npt.NDArray[np.int32]
_Bytes = npt.NDArray[np.uint64]
_Places = npt.NDArray[np.int64]


class Vocabulary:
    """The words met so far, each with a number; these count from 0 without a gap, and PARTING is 0."""

    def __init__(self) -> None:
        self._number_of: dict[bytes, int] = {}
        self._bits = _FIRST_BITS
        self._first, self._second = np.zeros(1024, np.uint64), np.zeros(1024, np.uint64)  # of each word its bytes
        self._table = np.full(1 << self._bits, -1, np.int32)
        self.numbers_of(PARTING)

    def __len__(self) -> int:
        return len(self._number_of)

    @property
    def words(self) -> tuple[str, ...]:
        """All words in the order of their numbers; the first is PARTING."""
        return tuple(word.decode() for word in self._number_of)

    def numbers_of(self, text: str) -> Numbers:
        """The number of each word of the text, in its order. What is not ASCII must be folded before."""
        data = b"".join((b" ", text.encode().translate(_SMALL), b" " * _LONGEST))
        letters = np.frombuffer(data, np.uint8) != ord(" ")
        edges = np.flatnonzero(letters[1:] != letters[:-1]) + 1
        starts, ends = edges[::2], edges[1::2]
        lengths = ends - starts
        eight = np.ndarray((len(data) - _HALF + 1,), "<u8", data, strides=(1,))  # the eight bytes from each place on
        first = eight[starts] & _KEPT[np.minimum(lengths, _HALF)]
        second = np.zeros(len(starts), np.uint64)
        longer = np.flatnonzero(lengths > _HALF)
        second[longer] = eight[starts[longer] + _HALF] & _KEPT[np.minimum(lengths[longer] - _HALF, _HALF)]
        mixed = first * _SPREAD[0] ^ second * _SPREAD[1]
        found = self._look_up(mixed, first, second)
        found[lengths > _LONGEST] = -1
        unknown = np.flatnonzero(found < 0)
        if len(unknown):
            one_each = unknown[np.unique(mixed[unknown], return_index=True)[1]]
            self._add(one_each, data, starts, ends)
            found[unknown] = self._look_up(mixed[unknown], first[unknown], second[unknown])
            found[lengths > _LONGEST] = -1
            for at in np.flatnonzero(found < 0).tolist():
                found[at] = self._number(data[starts[at] : ends[at]])
        return found

    def _look_up(self, mixed: _Bytes, first: _Bytes, second: _Bytes) -> Numbers:
        """The number of each word that stands at its place in the table; -1 for all others."""
        found: Numbers = self._table[mixed >> np.uint64(64 - self._bits)]
        found[(self._first[found] != first) | (self._second[found] != second)] = -1
        return found

    def _add(self, which: _Places, data: bytes, starts: _Places, ends: _Places) -> None:
        before = len(self)
        for start, end in zip(starts[which].tolist(), ends[which].tolist(), strict=True):
            self._number(data[start:end])
        if len(self) * _ROOM > len(self._table):
            while len(self) * _ROOM > len(self._table) >> 1:
                self._bits += 1
                self._table = np.full(1 << self._bits, -1, np.int32)
            before = 0
        self._enter(before)

    def _number(self, word: bytes) -> int:
        """The word's number: the next one for a new word."""
        number = self._number_of.setdefault(word, len(self._number_of))
        if number >= len(self._first):
            more = np.zeros(len(self._first), np.uint64)
            self._first, self._second = np.append(self._first, more), np.append(self._second, more)
        if len(word) <= _LONGEST:
            self._first[number] = int.from_bytes(word[:_HALF], "little")
            self._second[number] = int.from_bytes(word[_HALF:], "little")
        return number

    def _enter(self, since: int) -> None:
        """Give the words from a number on a place in the table, unless a word that came earlier has it."""
        numbers = np.arange(since, len(self), dtype=np.int32)[::-1]  # of two with one place the earlier is written last
        first, second = self._first[numbers], self._second[numbers]
        places = (first * _SPREAD[0] ^ second * _SPREAD[1]) >> np.uint64(64 - self._bits)
        free = (self._table[places] < 0) & (first != 0)
        self._table[places[free]] = numbers[free]
