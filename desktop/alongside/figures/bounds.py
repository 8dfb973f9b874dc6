"""What a reader can work out: the whole numbers a hidden count may be, given all that is printed. Exact, by search."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from alongside.figures.figure import Sum

NODES = 300  # steps of one search; where they do not suffice a value counts as impossible, so that more is hidden


@dataclass
class Reader:
    """One reader of the document: knows the printed numbers, the sums that hold, and that counts are 0 or more.

    `least` holds a higher floor where the print gives it away: a row of a table is there because something is in it.
    `most` bounds every count; a tighter bound than the reader has only makes us hide more.
    """

    names: Sequence[str]
    sums: Sequence[Sum]
    truth: Mapping[str, int]
    printed: Mapping[str, int]
    least: Mapping[str, int]
    most: int
    _at: dict[str, list[Sum]] = field(init=False)

    def __post_init__(self) -> None:
        self._at = {name: [] for name in self.names}
        for item in self.sums:
            for name in dict.fromkeys((item.total, *item.parts)):
                self._at[name].append(item)

    def may_be(self, name: str, value: int) -> bool:
        """Whether some set of whole numbers fits everything printed and gives this count this value."""
        low = {key: self.printed.get(key, self.least.get(key, 0)) for key in self.names}
        high = {key: self.printed.get(key, self.most) for key in self.names}
        if not low[name] <= value <= high[name]:
            return False
        low[name] = high[name] = value
        if not self._tighten(low, high, self.sums):
            return False
        self._left = NODES
        return self._search(low, high)

    def _search(self, low: dict[str, int], high: dict[str, int]) -> bool:
        self._left -= 1
        if self._left < 0:
            return False
        loose = [name for name in self.names if low[name] < high[name]]
        if not loose:
            return True
        name = min(loose, key=lambda key: high[key] - low[key])
        near = self.truth[name]
        for value in sorted(range(low[name], high[name] + 1), key=lambda number: abs(number - near)):
            lower, upper = dict(low), dict(high)
            lower[name] = upper[name] = value
            if self._tighten(lower, upper, self._at[name]) and self._search(lower, upper):
                return True
            if self._left < 0:
                return False
        return False

    def _tighten(self, low: dict[str, int], high: dict[str, int], first: Iterable[Sum]) -> bool:
        """Narrow each count to what its sums leave it, until nothing moves; False where nothing is left."""
        waiting = list(first)
        while waiting:
            item = waiting.pop()
            moved: list[str] = []
            bottom, top = sum(low[part] for part in item.parts), sum(high[part] for part in item.parts)
            if not self._narrow(item.total, bottom, top, low=low, high=high, moved=moved):
                return False
            bottom, top = sum(low[part] for part in item.parts), sum(high[part] for part in item.parts)
            for part in item.parts:
                lowest = low[item.total] - (top - high[part])
                highest = high[item.total] - (bottom - low[part])
                before = low[part], high[part]
                if not self._narrow(part, lowest, highest, low=low, high=high, moved=moved):
                    return False
                bottom, top = bottom + low[part] - before[0], top + high[part] - before[1]
            for name in moved:
                waiting += self._at[name]
        return True

    @staticmethod
    def _narrow(
        name: str, lowest: int, highest: int, *, low: dict[str, int], high: dict[str, int], moved: list[str]
    ) -> bool:
        if lowest > low[name]:
            low[name] = lowest
            moved.append(name)
        if highest < high[name]:
            high[name] = highest
            moved.append(name)
        return low[name] <= high[name]
