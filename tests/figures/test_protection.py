"""Published together, nothing small can be worked out: played by attackers who share no code with the defence."""

from collections.abc import Iterator
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.figures.bounds import Reader
from alongside.figures.disclosure import Count, Threshold
from alongside.figures.figure import Sum
from alongside.figures.protection import FIGURE, Item, System

# --- the reader, against trying everything ------------------------------------------------------------------------


@st.composite
def systems(draw: st.DrawFn) -> tuple[dict[str, int], list[Sum], frozenset[str]]:
    """A few counts, true sums of them, and which are printed."""
    names = [f"c{at}" for at in range(draw(st.integers(2, 4)))]
    truth = {name: draw(st.integers(0, 3)) for name in names}
    sums = []
    for at in range(draw(st.integers(1, 3))):
        parts = tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)))
        total = f"t{at}"
        truth[total] = sum(truth[part] for part in parts)
        sums.append(Sum(total, parts))
    printed = draw(st.sets(st.sampled_from(sorted(truth))))
    return truth, sums, frozenset(printed)


@settings(max_examples=120, deadline=None)
@given(systems())
def test_the_reader_finds_exactly_what_trying_everything_finds(case: tuple[dict[str, int], list[Sum], frozenset[str]]):
    truth, sums, printed = case
    most = max(6, *truth.values())
    base = [name for name in truth if name.startswith("c")]
    possible: dict[str, set[int]] = {name: set() for name in truth}
    for values in product(range(most + 1), repeat=len(base)):
        guess = dict(zip(base, values, strict=True))
        for item in sums:
            guess[item.total] = sum(guess[part] for part in item.parts)
        if all(guess[name] == truth[name] for name in printed) and max(guess.values()) <= most:
            for name, value in guess.items():
                possible[name].add(value)
    known = {name: truth[name] for name in printed}
    reader = Reader(list(truth), sums, truth, known, {}, most)
    for name in truth:
        assert {value for value in range(most + 1) if reader.may_be(name, value)} == possible[name], name


# --- whole patterns, against an attacker --------------------------------------------------------------------------


def tables_of(cells: list[list[int]], limit: Threshold, joined: int, *, publish_total: bool) -> System:
    """Tables that break one whole down in several ways, a figure over some cells of the first, and the whole itself."""
    whole = sum(cells[0])
    system = System(limit)
    for at, values in enumerate(cells):
        counts = [Count(f"{at}.{place}", value, value) for place, value in enumerate(values)]
        system.tell([count for count in counts if not count.n], f"T{at}")
        for count in counts:
            if count.n:
                row = Item(count.name, (count.name,), table=f"T{at}", stages=frozenset({f"T{at}"}), known_filled=True)
                system.add(row, [count])
        total = Item(f"total {at}", ("whole",), table=f"T{at}", total=True)
        system.add(total, [Count("whole", whole, whole)], [Sum("whole", tuple(count.name for count in counts))])
    parts = tuple(f"0.{place}" for place in range(joined))
    yes = sum(cells[0][:joined])
    forced = limit.is_small(yes) or limit.is_small(whole - yes)
    system.add(
        Item("figure", ("yes", "whole"), FIGURE, forced=forced),
        [Count("yes", yes, yes), Count("no", whole - yes, whole - yes)],
        [Sum("yes", parts), Sum("whole", ("yes", "no"))],
    )
    if publish_total:
        system.add(Item("rate", ("whole",), FIGURE), [])
    return system


@st.composite
def shared_total(draw: st.DrawFn) -> tuple[list[list[int]], int, int, bool]:
    """Two or three breakdowns of one whole, small enough to be tried out."""
    first = draw(st.lists(st.integers(0, 8), min_size=2, max_size=4))
    tables = [first]
    for _at in range(draw(st.integers(1, 2))):
        cuts = sorted(draw(st.lists(st.integers(0, sum(first)), min_size=1, max_size=2)))
        edges = [0, *cuts, sum(first)]
        tables.append([high - low for low, high in pairwise(edges)])
    return tables, draw(st.integers(3, 6)), draw(st.integers(1, len(first) - 1)), draw(st.booleans())


def guesses(row: list[int], shown: list[bool], total: int) -> Iterator[tuple[int, ...]]:
    """Every way to fill one table: shown cells as printed, others at least 1 because they have a row.

    A table without a single shown row is printed without its labels: then nothing is known of any part.
    """
    bare = not any(seen and value for value, seen in zip(row, shown, strict=True))
    options = [
        range(total + 1) if bare else [value] if seen else range(1, total + 1)
        for value, seen in zip(row, shown, strict=True)
    ]
    for values in product(*options[:-1]):
        last = total - sum(values)
        if last in options[-1]:
            yield (*values, last)


@settings(max_examples=150, deadline=None)
@given(shared_total())
def test_no_small_count_of_tables_with_one_total_can_be_narrowed_down(case: tuple[list[list[int]], int, int, bool]):
    cells, n, joined, publish = case
    limit = Threshold(n)
    system = tables_of(cells, limit, joined, publish_total=publish)
    hidden = system.hidden()
    whole = sum(cells[0])

    shown = [
        [not value or f"{at}.{place}" not in hidden for place, value in enumerate(row)] for at, row in enumerate(cells)
    ]
    figure_shown = "figure" not in hidden
    rate_shown = publish and "rate" not in hidden
    total_shown = figure_shown or rate_shown or any(f"total {at}" not in hidden for at in range(len(cells)))
    for at in range(len(cells)):
        if not all(shown[at]):
            assert f"total {at}" in hidden

    possible: dict[tuple[int, int], set[int]] = {}
    yes_possible: set[int] = set()
    no_possible: set[int] = set()
    whole_possible: set[int] = set()
    for total in [whole] if total_shown else range(whole + n + 3):
        fits = [list(guesses(row, seen, total)) for row, seen in zip(cells, shown, strict=True)]
        if figure_shown:
            fits[0] = [values for values in fits[0] if sum(values[:joined]) == sum(cells[0][:joined])]
        if not all(fits):
            continue
        whole_possible.add(total)
        for at, found in enumerate(fits):
            for values in found:
                for place, value in enumerate(values):
                    possible.setdefault((at, place), set()).add(value)
        yes_possible |= {sum(values[:joined]) for values in fits[0]}
        no_possible |= {total - sum(values[:joined]) for values in fits[0]}
    must = set(range(1, n))
    for at, row in enumerate(cells):
        for place, value in enumerate(row):
            if 0 < value < n:
                assert not shown[at][place]
                assert must <= possible[at, place], (at, place, hidden)
    for value, found in ((sum(cells[0][:joined]), yes_possible), (whole - sum(cells[0][:joined]), no_possible)):
        if 0 < value < n:
            assert must <= found, hidden
    if 0 < whole < n:
        assert must <= whole_possible, hidden


def test_one_small_cell_takes_a_second_with_it_where_the_total_is_known():
    system = tables_of([[3, 9, 12], [24]], Threshold(), 1, publish_total=True)
    hidden = system.hidden()
    assert "0.0" in hidden
    assert "rate" not in hidden  # the headline stays; a cell goes
    assert len(hidden & {"0.0", "0.1", "0.2"}) == 2


def test_nothing_is_hidden_where_nothing_is_small():
    assert tables_of([[8, 9, 7], [12, 12]], Threshold(), 1, publish_total=True).hidden() == frozenset()


def test_two_totals_that_differ_by_a_few_are_not_both_shown():
    system = System(Threshold())
    counts = [Count("all", 20, 20), Count("part", 17, 17), Count("rest", 3, 3)]
    system.add(Item("all", ("all",)), counts, [Sum("all", ("part", "rest"))])
    system.add(Item("part", ("part",)), [])
    assert len(system.hidden()) == 1


def test_many_records_of_few_people_are_not_to_be_worked_out_either():
    system = System(Threshold())
    counts = [Count("all", 30, 20), Count("one", 12, 2), Count("other", 18, 18)]
    system.add(Item("all", ("all",)), counts, [Sum("all", ("one", "other"))])
    for name in ("one", "other"):
        system.add(Item(name, (name,), table="T"), [])
    hidden = system.hidden()
    assert "one" in hidden
    assert hidden & {"all", "other"}


def test_a_hidden_zero_cannot_be_told_from_a_small_count():
    system = System(Threshold())
    counts = [Count("all", 20, 20), Count("few", 2, 2), Count("none", 0, 0), Count("many", 18, 18)]
    system.add(Item("total", ("all",), table="T", total=True), counts, [Sum("all", ("few", "none", "many"))])
    system.add(Item("rate", ("all",), FIGURE), [])
    for name in ("few", "none", "many"):
        system.add(Item(name, (name,), table="T"), [])
    hidden = system.hidden()
    assert {"few", "total"} <= hidden
    if "none" in hidden:
        assert "many" in hidden  # or few and none would add up to 2 and rule out 3 and 4


def test_one_name_for_two_numbers_is_a_wrong_definition():
    system = System(Threshold())
    system.add(None, [Count("a", 3)])
    with pytest.raises(ValueError, match="a is both 3 and 4"):
        system.add(None, [Count("a", 4)])
