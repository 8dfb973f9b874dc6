"""Which numbers to hide so that all that is printed *together* gives no small count away.

All figures and tables of one scope and period are one system: counts with equal names are one number, and sums that
hold by definition bind them. First everything small is hidden, with whatever cannot be shown by itself. Then a reader
is played who knows every printed number and every sum (`bounds.Reader`). A pattern is safe when each small count that
is not printed, in a table or only implied (a complement, a difference of totals), can still be any whole number from
1 to n - 1, and each zero behind a mark likewise. Where it is not, more is hidden: the fewest single numbers that make
it safe where one or two suffice, else the best step by step; in the end everything that hangs together, which is
always safe. A label tells too: a row is there because something is in it, a part without a row is 0. So a table of
which nothing may be shown loses its labels as well (`table.released`). Afterwards whatever turned out not to be needed
is shown again.

Covered: everything of one scope and period that is handed in together. Not covered: earlier packs and other periods or
scopes (differencing), figures typed by hand or stated in the sheet `metrics`, what a reader knows from elsewhere, and
what somebody could conclude from how this program chooses.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from alongside.figures.bounds import Reader
from alongside.figures.disclosure import Count, Threshold
from alongside.figures.figure import Sum

FIGURE, CELL = 3, 1  # what it costs to hide one
TRIALS = 400  # patterns of one or two tried before it goes step by step
STEPS = 12  # single steps before everything that hangs together is hidden


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is shown or hidden as a whole, wherever it stands."""

    key: str
    counts: tuple[str, ...]  # all the numbers that showing it tells
    cost: int = CELL
    forced: bool = False  # must be hidden whatever the rest says
    table: str = ""  # the table whose row it is
    total: bool = False  # the table's total: not shown while a row of it is hidden
    stages: frozenset[str] = frozenset()  # where it has a label: the label tells, while anything there is shown,
    known_filled: bool = False  # that its count is not 0


@dataclass
class System:
    """Everything printed together."""

    limit: Threshold
    counts: dict[str, Count] = field(default_factory=dict)
    sums: dict[Sum, None] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    told: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def tell(self, counts: Iterable[Count], stage: str) -> None:
        """What a reader sees without a number while anything of the stage is shown: a part without a row is 0."""
        numbers = tuple(counts)
        self.add(None, numbers)
        self.told[stage] |= {count.name for count in numbers}

    def add(self, item: Item | None, counts: Iterable[Count], sums: Iterable[Sum] = ()) -> None:
        """Raises ValueError where one name stands for two numbers: a definition is wrong then, not the data."""
        for count in counts:
            kept = self.counts.setdefault(count.name, count)
            if kept.n != count.n:
                raise ValueError(f"{count.name} is both {kept.n} and {count.n}")
        self.sums.update(dict.fromkeys(sums))
        if item is None:
            return
        before = self.items.get(item.key)
        if before is not None:
            item = replace(
                item,
                forced=item.forced or before.forced,
                table=item.table or before.table,
                stages=item.stages | before.stages,
                known_filled=item.known_filled or before.known_filled,
            )
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

    def leaks(self, hidden: frozenset[str]) -> list[tuple[str, int]]:
        """Each count, and a value of 1 to n - 1 it can be seen not to have, if just these items are hidden."""
        self._complete()
        return [leak for part in self._parts() for leak in part.leaks(part.of(hidden))]

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
            for stage in {thing.table, *thing.stages} - {""}:
                join([f"item {thing.key}", f"stage {stage}"])
        for stage, names in self.told.items():
            join([f"stage {stage}", *(f"count {name}" for name in sorted(names))])
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
            told = {stage: names for stage, names in self.told.items() if names <= mine.keys()}
            yield _Part(self.limit, mine, sums_of[key], things, told=told)


class _Part:
    """One group of the system: solved by itself."""

    def __init__(
        self, limit: Threshold, counts: Mapping[str, Count], sums: Sequence[Sum], items: Sequence[Item],
        *, told: Mapping[str, set[str]],
    ) -> None:  # fmt: skip
        self.told = told
        self.limit, self.counts, self.sums, self.items = limit, counts, sums, items
        self.truth = {name: count.n for name, count in counts.items()}
        self.most = 2 * max([*self.truth.values(), 0]) + 2 * limit.n
        self.seen: dict[frozenset[str], bool] = {}
        self.first_look: tuple[str, int] | None = None

    def of(self, keys: frozenset[str]) -> frozenset[str]:
        return keys & {item.key for item in self.items}

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
        printed = self._printed(hidden)
        marked = {name for item in self.items if item.key in hidden for name in item.counts}
        reader = self._reader(hidden)
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

    def _reader(self, hidden: frozenset[str]) -> Reader:
        printed = {name: self.truth[name] for name in self._printed(hidden)}
        labels = self._labels(hidden)
        least = {name: 1 for item in self.items if item.known_filled and item.stages & labels for name in item.counts}
        return Reader(list(self.counts), self.sums, self.truth, printed, least, self.most)

    def _labels(self, hidden: frozenset[str]) -> frozenset[str]:
        """The stages whose labels are printed: a table, or a figure, of which nothing is shown has none."""
        return frozenset(
            stage for item in self.items if not item.total and item.key not in hidden for stage in item.stages
        )

    def _printed(self, hidden: frozenset[str]) -> frozenset[str]:
        shown = {name for item in self.items if item.key not in hidden for name in item.counts}
        return frozenset(shown.union(*(self.told.get(stage, set()) for stage in self._labels(hidden))))

    def is_safe(self, hidden: frozenset[str]) -> bool:
        if hidden not in self.seen:
            leak = next(self.leaks(hidden), None)
            self.first_look = leak or self.first_look  # what gave one pattern away often gives the next away
            self.seen[hidden] = leak is None
        return self.seen[hidden]

    def _more(self, hidden: frozenset[str]) -> frozenset[str]:
        left = self._left(hidden)
        for pattern in self._patterns(left):
            wider = self.close((*hidden, *(item.key for item in pattern)))
            if self.is_safe(wider):
                return wider
        for _step in range(STEPS):
            leak = next(self.leaks(hidden), None)
            left = self._left(hidden)
            if leak is None or not left:
                return hidden
            found = next((wider for wider in self._wider(hidden, left) if not self._still(wider, *leak)), None)
            hidden = found if found is not None else self.close((*hidden, self._nearest(left, leak[0]).key))
        return frozenset(item.key for item in self.items)

    def _left(self, hidden: frozenset[str]) -> list[Item]:
        return sorted((item for item in self.items if item.key not in hidden), key=lambda item: (item.cost, item.key))

    def _wider(self, hidden: frozenset[str], left: Sequence[Item]) -> Iterator[frozenset[str]]:
        return (self.close((*hidden, item.key)) for item in left)

    def _still(self, hidden: frozenset[str], name: str, value: int) -> bool:
        """Whether a reader can still rule this value out."""
        return name in self._printed(hidden) or not self._reader(hidden).may_be(name, value)

    def _nearest(self, left: Sequence[Item], name: str) -> Item:
        """The cheapest item that a sum binds to the count, else the cheapest of all."""
        near = {other for item in self.sums if name in (item.total, *item.parts) for other in (item.total, *item.parts)}
        return next((item for item in left if near & set(item.counts)), left[0])

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
