"""The private list of names as keyed hashes, and where in a text one of them stands. Pure.

No name can be read from it. Who holds the key as well could try names one by one: so key and list stay in the user's
own folder, readable by the user alone, and in no workspace.
"""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from alongside.library.names.common import COMMON, MONTHS
from alongside.library.names.words import Word, cleaned, plain, words_of

LONGEST = 4  # words of a name that are compared together
_SHORT = 3  # letters; a shorter name must have its capital
_MONTH_BEFORE = frozenset({"in", "since", "until", "till", "last", "next", "early", "late", "mid", "during"})
_DIGEST = 16  # bytes kept of each hash


class Part(StrEnum):
    """What of a name a hash stands for."""

    WHOLE = "whole"
    FIRST = "first"
    SURNAME = "surname"
    NICKNAME = "nickname"


@dataclass(frozen=True, slots=True)
class Name:
    """One person's name as the user gave it; it is never kept."""

    first: str = ""
    surname: str = ""
    nicknames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A listed name in a text."""

    found: str  # as written
    start: int


@dataclass(frozen=True, slots=True)
class Register:
    """The key and the hashes. `people` is how many names were given."""

    key: bytes = field(repr=False)
    hashes: frozenset[bytes] = field(default=frozenset(), repr=False)
    people: int = 0
    _seen: dict[tuple[Part, str], bool] = field(default_factory=dict, repr=False, compare=False)

    def has(self, part: Part, text: str) -> bool:
        """Whether that, already plain, is on the list."""
        asked = (part, text)
        known = self._seen.get(asked)
        if known is None:
            known = self._seen[asked] = _hash(self.key, part, text) in self.hashes
        return known

    def lists(self, name: str) -> bool:
        """Whether a name by itself, such as a pseudonym, is somebody's on the list, as a whole or in part."""
        bare = [word.plain for word in words_of(cleaned(name))]
        return self.has(Part.WHOLE, " ".join(bare)) or any(_single(self, word) for word in bare)


def with_names(register: Register, names: Iterable[Name]) -> Register:
    """The register with more people. The same name twice is kept once, but counted as often as it was given."""
    made, people = set(register.hashes), register.people
    for name in names:
        parts = list(_parts(name))
        made.update(_hash(register.key, part, text) for part, text in parts)
        people += bool(parts)
    return Register(register.key, frozenset(made), people)


def names_in(text: str, register: Register, excused: Sequence[str] = ()) -> Iterator[Named]:
    """Each listed name in the text. `excused`: names of services and the like, where each word of them may stand."""
    text = cleaned(text)
    free = [span for phrase in excused for span in _spans(text, phrase)]
    words = list(words_of(text))
    titled = _titled(words)
    taken = -1
    for at, word in enumerate(words):
        if at <= taken or any(start <= word.start < end for start, end in free):
            continue
        length = _whole(words, at, register, titled=titled)
        if not length and (_stands(words, at, register, text, titled=titled) or _joined(word, text, register)):
            length = 1
        if length:
            taken = at + length - 1
            last = words[taken]
            yield Named(text[word.start : last.start + len(last.shown)].rstrip("'’"), word.start)


def _parts(name: Name) -> Iterator[tuple[Part, str]]:
    first, last = _plain_words(name.first), _plain_words(name.surname)
    for part, bare in ((Part.FIRST, first), (Part.SURNAME, last)):
        # "Mary Jane" is known as both and by either; "van der Berg" by the whole and by "berg".
        if bare:
            yield part, "".join(bare)
            yield from ((part, word) for word in bare if len(word) > _SHORT or len(bare) == 1)
    if first and last:
        for given in {first[0], "".join(first), " ".join(first)}:
            for family in {last[-1], "".join(last), " ".join(last)}:
                yield Part.WHOLE, f"{given} {family}"
                yield Part.WHOLE, f"{family} {given}"
    for nickname in name.nicknames:
        bare = _plain_words(nickname)
        if bare:
            yield (Part.NICKNAME, bare[0]) if len(bare) == 1 else (Part.WHOLE, " ".join(bare))


def _plain_words(text: str) -> list[str]:
    return [word.plain for word in words_of(cleaned(text))]


def _hash(key: bytes, part: Part, text: str) -> bytes:
    return hmac.digest(key, f"{part.value}\0{text}".encode(), "sha256")[:_DIGEST]


def _single(register: Register, word: str) -> bool:
    return any(register.has(part, word) for part in (Part.FIRST, Part.SURNAME, Part.NICKNAME))


def _whole(words: Sequence[Word], at: int, register: Register, *, titled: bool) -> int:
    """How many words from here on are one person's whole name, in either order; 0 for none."""
    run = [words[at]]
    for word in words[at + 1 : at + LONGEST]:
        if word.apart:
            break
        run.append(word)
    for length in range(len(run), 1, -1):
        part = run[:length]
        ways = {" ".join(word.plain for word in part), f"{part[0].plain} {part[-1].plain}"}
        # "Ann van den Berg", "J. Smith-Jones": any two ends with what lies between, joined.
        ways.add(f"{part[0].plain} {''.join(word.plain for word in part[1:])}")
        ways.add(f"{''.join(word.plain for word in part[:-1])} {part[-1].plain}")
        doubtful = all(word.plain in COMMON for word in part)
        if doubtful and (titled or not all(word.capital for word in part)):
            continue
        if any(register.has(Part.WHOLE, way) for way in ways) and (
            length < LONGEST - 1 or all(word.capital or len(word.plain) <= _SHORT for word in part)
        ):
            return length
    return 0


def _stands(words: Sequence[Word], at: int, register: Register, text: str, *, titled: bool) -> bool:
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) and not words[at + 1].apart else None
    # "Smith-Jones" and "Mary Jane" as one word each on the list
    if following and _single(register, word.plain + following.plain) and word.capital and following.capital:
        return True
    if not _single(register, word.plain):
        return False
    if word.plain not in COMMON:
        return word.capital or len(word.plain) > _SHORT
    if not word.capital or (word.plain in MONTHS and _is_month(words, at, text)):
        return False
    beside = [words[at - 1]] if at and not word.apart else []
    beside += [following] if following else []
    near = any(
        other.capital
        and other.plain not in COMMON
        and (register.has(Part.SURNAME, other.plain) or register.has(Part.FIRST, other.plain))
        for other in beside
    )
    return near or (not word.begins and not titled)


def _is_month(words: Sequence[Word], at: int, text: str) -> bool:
    word = words[at]
    after = text[word.start + len(word.shown) :].lstrip(" ,'’")[:4]
    before = text[: word.start].rstrip()
    return (
        after[:2].isdigit()
        or before[-1:].isdigit()
        or before[-2:].lower() in {"st", "nd", "rd", "th"}
        or (at > 0 and words[at - 1].plain in _MONTH_BEFORE | MONTHS)
    )


def _titled(words: Sequence[Word]) -> bool:
    """Whether the text is a heading in capitals, where a capital tells nothing."""
    weighty = [word for word in words if len(word.plain) > _SHORT]
    return len(weighty) >= 3 and sum(word.capital for word in weighty) >= 0.7 * len(weighty)


def _joined(word: Word, text: str, register: Register) -> bool:
    """ "janedoe@example.org": both names without a gap, in an address or a handle."""
    end = word.start + len(word.shown)
    if "@" not in (text[end : end + 1], text[word.start - 1 : word.start]):
        return False
    bare = plain(word.shown)
    return any(register.has(Part.WHOLE, f"{bare[:cut]} {bare[cut:]}") for cut in range(2, len(bare) - 1))


def _spans(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Where a phrase of several words stands. One word alone excuses nothing: it may be the name itself."""
    start = text.find(phrase) if len(phrase.split()) > 1 else -1
    while start >= 0:
        yield start, start + len(phrase)
        start = text.find(phrase, start + len(phrase))
