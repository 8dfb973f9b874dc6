"""Which parts of a document's body stood at the top of a page that nothing forced, when it was laid out last.

Found by their words, so it is a guess, which is held against the pages whenever it is used (`layout.py`).
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from alongside.render.wordml import W

_ENOUGH = 24  # letters at a paragraph's beginning or end that tell it from its neighbours
_UNSEEN = re.compile(r"[\s\u00ad\ufffe]+")

Name = tuple[str, int]  # a part's words, and how many parts with the same stood before it


@dataclass(frozen=True, slots=True)
class PageStarts:
    """The parts before and after each natural end of a page; where one of them was edited, the other is known."""

    before: frozenset[Name] = frozenset()
    after: frozenset[Name] = frozenset()

    def between(self, last: Name, first: Name) -> bool:
        """Whether a page may end between these two."""
        return last in self.before or first in self.after

    def without(self, last: Name, first: Name) -> "PageStarts":
        """The others."""
        return PageStarts(self.before - {last}, self.after - {first})


def names(body: Iterable[etree._Element]) -> list[Name]:
    """A name for each part of the body, which stays the same while other parts are edited."""
    seen: Counter[str] = Counter()
    made = []
    for part in body:
        words = "".join(item.text or "" for item in part.iter(f"{W}t"))
        made.append((words, seen[words]))
        seen[words] += 1
    return made


def page_starts(body: Sequence[etree._Element], pages: Sequence[str]) -> PageStarts:
    """Where pages with these texts begin in the body."""
    text = ""
    ends: list[int] = []
    for printed in pages:
        text += _bare(printed)
        ends.append(len(text))
    called = names(body)
    before: set[Name] = set()
    after: set[Name] = set()
    begun, tail = -1, ""  # where the part before begins, and its last letters; "": not known
    for number, part in enumerate(body):
        said = [words for item in part.iter(f"{W}p") if (words := _bare(_words(item)))]
        begins = text.find(said[0][:_ENOUGH], begun + 1) if said else -1
        if begins < 0:
            tail = ""
            continue
        ended = text.rfind(tail, begun, begins) if tail else -1
        if ended >= 0 and bisect_right(ends, ended) + 1 == bisect_right(ends, begins):
            before.add(called[number - 1])
            after.add(called[number])
        begun, tail = begins, said[-1][-_ENOUGH:]
    return PageStarts(frozenset(before), frozenset(after))


def _words(paragraph: etree._Element) -> str:
    return "".join(item.text or "" for item in paragraph.iter(f"{W}t"))


def _bare(text: str) -> str:
    return _UNSEEN.sub("", text)
