"""Places for things that come in a known order: only those that the order leaves no choice about."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence


def settled(places: Sequence[Sequence[int]], names: Sequence[str]) -> list[int | None]:
    """The place of each thing, none before that of the thing before it; None where it is not certain.

    `places`: where each may be, in order; things of one name may be in the same places, and each of these is for one.
    """
    kept = _most_in_order(places)
    possible = [item if at in kept else () for at, item in enumerate(places)]
    first = _earliest(possible, names)
    turned = [[-place for place in reversed(item)] for item in reversed(possible)]
    last = [None if place is None else -place for place in reversed(_earliest(turned, names[::-1]))]
    return [one if one == other else None for one, other in zip(first, last, strict=True)]


def _most_in_order(places: Sequence[Sequence[int]]) -> set[int]:
    """Which things to keep, so that most of them come in order: one far out of place must not push out others."""
    ends: list[int] = []  # the lowest place in which so many can end
    chain: list[int] = []  # and the number of that step
    steps: list[tuple[int, int]] = []  # thing, number of the step before it or -1
    for thing, own in enumerate(places):
        for place in sorted(set(own), reverse=True):  # from behind, so that no thing follows itself
            length = bisect_right(ends, place)
            steps.append((thing, chain[length - 1] if length else -1))
            if length == len(ends):
                ends.append(place)
                chain.append(len(steps) - 1)
            else:
                ends[length], chain[length] = place, len(steps) - 1
    kept: set[int] = set()
    at = chain[-1] if chain else -1
    while at >= 0:
        thing, at = steps[at]
        kept.add(thing)
    return kept


def _earliest(places: Sequence[Sequence[int]], names: Sequence[str]) -> list[int | None]:
    found: list[int | None] = []
    taken: Counter[tuple[str, int]] = Counter()
    low: int | None = None
    for own, name in zip(places, names, strict=True):
        at = bisect_left(own, low) if low is not None else 0
        while at < len(own) and taken[name, own[at]] >= bisect_right(own, own[at]) - bisect_left(own, own[at]):
            at = bisect_right(own, own[at])
        if at < len(own):
            low = own[at]
            taken[name, low] += 1
            found.append(low)
        else:
            found.append(None)
    return found
