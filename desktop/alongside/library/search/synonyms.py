"""What the field calls by several names: "restraint" finds "physical intervention". The names are in synonyms.csv."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from alongside.library.search.words import keys_of, read_pairs, words_of


@dataclass(frozen=True, slots=True)
class Name:
    """One of the names."""

    text: str  # as the file has it
    keys: tuple[str, ...]  # of its words


def other_names(keys: Sequence[str]) -> Iterator[tuple[range, str, Name]]:
    """Where the query's words are such a name: their places, how the name is written, and each other name.

    Of names that overlap the longest counts; a name that holds the one found is found anyway and left out.
    """
    at = 0
    while at < len(keys):
        for length in range(min(_longest(), len(keys) - at), 0, -1):
            found = tuple(keys[at : at + length])
            subjects = _subjects().get(found)
            if subjects:
                given = set()
                for names in subjects:
                    own = next(name.text for name in names if name.keys == found)
                    for name in names:
                        if name.keys not in given and not _holds(name.keys, found):
                            given.add(name.keys)
                            yield range(at, at + length), own, name
                at += length - 1
                break
        at += 1


def _holds(keys: Sequence[str], part: Sequence[str]) -> bool:
    return any(tuple(keys[at : at + len(part)]) == tuple(part) for at in range(len(keys) - len(part) + 1))


@cache
def _subjects() -> dict[tuple[str, ...], list[tuple[Name, ...]]]:
    """The names of each subject, by each of them."""
    written = [[form.strip() for form in forms.split(";")] for _subject, forms in read_pairs("synonyms.csv")]
    parts = {form: words_of(form) for forms in written for form in forms}
    words = sorted({word for each in parts.values() for word in each})
    key = dict(zip(words, keys_of(words), strict=True))
    found: dict[tuple[str, ...], list[tuple[Name, ...]]] = {}
    for forms in written:
        names = tuple(Name(form, tuple(key[word] for word in parts[form])) for form in forms)
        for keys in {name.keys for name in names}:
            found.setdefault(keys, []).append(names)
    return found


@cache
def _longest() -> int:
    return max(map(len, _subjects()))
