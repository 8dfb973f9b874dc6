"""Which numbers to hide so that all that is printed *together* gives no small count away.

All figures and tables of one scope and period are one system: counts with equal names are one number, and sums that
hold by definition bind them. First everything small is hidden, with whatever cannot be shown by itself. Then a reader
is played who knows every printed number and every sum (`bounds.Reader`). A pattern is safe when each small count that
is not printed, in a table or only implied (a complement, a difference of totals), can still be any whole number from
1 to n - 1, and each zero behind a mark likewise. Where it is not, more is hidden: the fewest single numbers that make
it safe where one or two suffice, else the best step by step; in the end everything that hangs together, which is
always safe. Afterwards whatever turned out not to be needed is shown again.

Covered: everything of one scope and period that is handed in together. Not covered: earlier packs and other periods or
scopes (differencing), figures typed by hand or stated in the sheet `metrics`, what a reader knows from elsewhere, and
what somebody could conclude from how this program chooses.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from alongside.figures.bounds import Reader
from alongside.figures.disclosure import Count, Threshold
from alongside.figures.figure import Sum

FIGURE, CELL = 3, 1  # what it costs to hide one
TRIALS = 1500  # patterns of two tried before it goes step by step


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is shown or hidden as a whole, wherever it stands."""

    key: str
    counts: tuple[str, ...]  # all the numbers that showing it tells
    cost: int = CELL
    forced: bool = False  # must be hidden whatever the rest says
    table: str = ""  # the table whose row it is
    total: bool = False  # the table's total: not shown while a row of it is hidden
    known_filled: bool = False  # that the row is there tells that its count is not 0


@dataclass
class System:
    """Everything printed together."""

    limit: Threshold
    counts: dict[str, Count] = field(default_factory=dict)
    sums: dict[Sum, None] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)  # counts that a reader knows whatever is hidden

    def tell(self, counts: Iterable[Count]) -> None:
        """What a reader knows in any case, such as that a part without a row is 0."""
        numbers = tuple(counts)
        self.add(None, numbers)
        self.told |= {count.name for count in numbers}

    def add(self, item: Item | None, counts: Iterable[Count], sums: Iterable[Sum] = ()) -> None:
        """Raises ValueError where one name stands for two numbers: a definition is wrong then, not the data."""
        for count in counts:
            kept = self.counts.setdefault(count.name, count)
            if kept.n != count.n:
                raise ValueError(f"{count.name} is both {kept.n} and {count.n}")
        self.sums.update(dict.fromkeys(sums))
        if item is None:
            return
        kept_item = self.items.get(item.key)
        if kept_item is not None and (kept_item.forced or kept_item.known_filled):
            item = Item(
                item.key, item.counts, item.cost, item.forced or kept_item.forced, item.table or kept_item.table,
                item.total, item.known_filled or kept_item.known_filled,
            )  # fmt: skip
        self.items[item.key] = item

    def untrue(self) -> list[Sum]:
        """Sums that the data do not bear out; there are none while every definition is right."""
        known = self.counts
        return [
            item
            for item in self.sums
            if all(name in known for name in (item.total, *item.parts))
            and known[item.total].n != sum(known[part].n for part in item.parts)
        ]

    def hidden(self) -> frozenset[str]:
        """The keys of all items to hide."""
        self._complete()
        found: set[str] = set()
        for part in self._parts():
            found |= part.solve()
        return frozenset(found)

    def _complete(self) -> None:
        """A count that only a sum names is worked out from the rest of the sum; a sum that cannot be is let go."""
        moved = True
        while moved:
            moved = False
            for item in self.sums:
                missing = [name for name in (item.total, *item.parts) if name not in self.counts]
                if len(missing) != 1:
                    continue
                name = missing[0]
                others = sum(self.counts[part].n for part in item.parts if part != name)
                n = others if name == item.total else self.counts[item.total].n - others
                self.counts[name] = Count(name, n)
                moved = True

    def _parts(self) -> Iterator["_Part"]:
        """Groups of items that a sum, a count or a table binds together."""
        root: dict[str, str] = {}

        def find(name: str) -> str:
            while root.setdefault(name, name) != name:
                root[name] = root[root[name]]
                name = root[name]
            return name

        def join(names: Sequence[str]) -> None:
            for name in names[1:]:
                root[find(name)] = find(names[0])

        sums = [item for item in self.sums if all(name in self.counts for name in (item.total, *item.parts))]
        for name in self.counts:
            find(f"count {name}")
        for item in sums:
            join([f"count {name}" for name in (item.total, *item.parts)])
        for thing in self.items.values():
            join([f"item {thing.key}", *(f"count {name}" for name in thing.counts)])
            if thing.table:
                join([f"item {thing.key}", f"table {thing.table}"])
        counts, items = defaultdict(list), defaultdict(list)
        sums_of = defaultdict(list)
        for name in self.counts:
            counts[find(f"count {name}")].append(name)
        for thing in self.items.values():
            items[find(f"item {thing.key}")].append(thing)
        for item in sums:
            sums_of[find(f"count {item.total}")].append(item)
        for key, things in items.items():
            mine = {name: self.counts[name] for name in counts[key]}
            yield _Part(self.limit, mine, sums_of[key], things, self.told & mine.keys())


class _Part:
    """One group of the system: solved by itself."""

    def __init__(
        self, limit: Threshold, counts: Mapping[str, Count], sums: Sequence[Sum], items: Sequence[Item],
        told: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.told = frozenset(told)
        self.limit, self.counts, self.sums, self.items = limit, counts, sums, items
        self.truth = {name: count.n for name, count in counts.items()}
        self.filled = {name: 1 for item in items if item.known_filled and not item.total for name in item.counts}
        self.most = 2 * max([*self.truth.values(), 0]) + 2 * limit.n
        self.seen: dict[tuple[frozenset[str], frozenset[str]], bool] = {}
        self.first_look: tuple[str, int] | None = None

    def solve(self) -> frozenset[str]:
        hidden = self.close(
            item.key
            for item in self.items
            if item.forced or any(self.counts[name].is_small(self.limit) for name in item.counts)
        )
        primary = hidden
        if not self.is_safe(hidden):
            hidden = self._more(hidden)
        return self._less(hidden, primary)

    def close(self, keys: Iterable[str]) -> frozenset[str]:
        """With what follows: no total beside a hidden row."""
        hidden = set(keys)
        tables = {item.table for item in self.items if item.key in hidden and item.table and not item.total}
        return frozenset(hidden | {item.key for item in self.items if item.total and item.table in tables})

    def leaks(self, hidden: frozenset[str]) -> Iterator[tuple[str, int]]:
        """Each count and value that a reader can rule out and must not be able to."""
        printed = {name: self.truth[name] for name in self._printed(hidden)}
        marked = {name for item in self.items if item.key in hidden for name in item.counts}
        reader = Reader(list(self.counts), self.sums, self.truth, printed, self.filled, self.most)
        targets = [
            name
            for name, count in self.counts.items()
            if count.is_small(self.limit) or (name in marked and name not in printed and count.n == 0)
        ]
        if self.first_look is not None and self.first_look[0] in targets:
            targets.remove(self.first_look[0])
            targets.insert(0, self.first_look[0])
        for name in targets:
            for value in sorted(range(1, self.limit.n), reverse=True):
                if name in printed or (value != self.truth[name] and not reader.may_be(name, value)):
                    yield name, value
                    break

    def _printed(self, hidden: frozenset[str]) -> frozenset[str]:
        return self.told | {name for item in self.items if item.key not in hidden for name in item.counts}

    def is_safe(self, hidden: frozenset[str]) -> bool:
        printed = self._printed(hidden)
        marked = frozenset(name for item in self.items if item.key in hidden for name in item.counts)
        key = (printed, marked)
        if key not in self.seen:
            leak = next(self.leaks(hidden), None)
            self.first_look = leak or self.first_look  # what gave one pattern away often gives the next away
            self.seen[key] = leak is None
        return self.seen[key]

    def _more(self, hidden: frozenset[str]) -> frozenset[str]:
        while True:
            left = sorted(
                (item for item in self.items if item.key not in hidden), key=lambda item: (item.cost, item.key)
            )
            if not left:
                return hidden
            for pattern in self._patterns(left):
                wider = self.close((*hidden, *(item.key for item in pattern)))
                if self.is_safe(wider):
                    return wider
            hidden = min(
                (self.close((*hidden, item.key)) for item in left),
                key=lambda keys: (sum(1 for _leak in self.leaks(keys)), self._price(keys)),
            )

    def _patterns(self, left: Sequence[Item]) -> list[tuple[Item, ...]]:
        """One or two more to hide, the cheapest first: two cells rather than one headline figure."""
        found: list[tuple[Item, ...]] = [(item,) for item in left]
        found += combinations(left, 2)
        return sorted(found, key=lambda pattern: sum(item.cost for item in pattern))[:TRIALS]

    def _less(self, hidden: frozenset[str], primary: frozenset[str]) -> frozenset[str]:
        """Show again what need not be hidden, the dearest first."""
        extra = [item for item in self.items if item.key in hidden and item.key not in primary]
        for item in sorted(extra, key=lambda thing: (-thing.cost, thing.total, thing.key)):
            fewer = self.close(hidden - {item.key})
            if item.key not in fewer and self.is_safe(fewer):
                hidden = fewer
        return hidden

    def _price(self, hidden: frozenset[str]) -> int:
        return sum(item.cost for item in self.items if item.key in hidden)
