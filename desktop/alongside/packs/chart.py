"""A chart as released: what it shows, in numbers that may be printed, and what may be said of a line of points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median

POINTS = 8  # before a median is drawn or anything is said of the points (domain 3.10)
SHIFT = 6  # points in a row on one side of the median, those on it not counted
TREND = 5  # points in a row that all rise or all fall, the first included


class ChartKind(StrEnum):
    """How the numbers are drawn."""

    RUN = "run"  # points in order of time
    STACKED_BAR = "stacked_bar"  # several series: parts of one whole; one series: plain bars
    BULLET = "bullet"  # each number beside what it should be
    WATERFALL = "waterfall"  # from one total to another, step by step


class Step(StrEnum):
    """What one bar of a waterfall does."""

    TOTAL = "total"  # stands on the ground
    LESS = "less"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One series: a value for each category."""

    name: str
    values: tuple[float | None, ...]  # None: hidden or missing, a gap and never a zero


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A change in how something was recorded."""

    at: int  # the place of its category
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedChart:
    """A chart made from released figures and tables alone, so that nothing hidden can be in it."""

    ref: str
    kind: ChartKind
    title: str
    unit: str  # "per 1,000 days of support", "%", "" for plain counts
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    steps: tuple[Step, ...] = ()  # of a waterfall: one for each category
    median: float | None = None  # None: fewer than 8 points
    target: float | None = None
    marks: tuple[ChartMark, ...] = ()
    alternative: str  # for those who hear it
    note: str  # n, period, source, what is hidden, what may be said of it


def middle(values: Sequence[float | None]) -> float | None:
    """The median of the points that are known; None for fewer than 8."""
    known = [value for value in values if value is not None]
    return median(known) if len(known) >= POINTS else None


def shift(values: Sequence[float | None], line: float, breaks: Sequence[int] = ()) -> int | None:
    """The longest run of points on one side of the line: above positive, below negative; None for fewer than 6.

    A gap ends a run, and so does a change in recording, which stands at the places in `breaks`.
    """
    longest = 0
    for stretch in _stretches(values, breaks):
        length = 0
        for value in stretch:
            if value == line:
                continue
            side = 1 if value > line else -1
            length = length + side if length * side > 0 else side
            longest = max(longest, length, key=abs)
    return longest if abs(longest) >= SHIFT else None


def trend(values: Sequence[float | None], breaks: Sequence[int] = ()) -> int | None:
    """The most points in a row that all rise (positive) or all fall (negative); None for fewer than 5. Equal points
    count once; gaps and breaks as for `shift`."""
    longest = 0
    for stretch in _stretches(values, breaks):
        length = 0
        for before, after in pairwise(stretch):
            if after == before:
                continue
            way = 1 if after > before else -1
            length = length + way if length * way > 0 else 2 * way
            longest = max(longest, length, key=abs)
    return longest if abs(longest) >= TREND else None


def _stretches(values: Sequence[float | None], breaks: Sequence[int]) -> Iterator[list[float]]:
    """Points without a gap or a change of recording between them."""
    found: list[float] = []
    for at, value in enumerate(values):
        if value is None or at in breaks:
            yield found
            found = []
        if value is not None:
            found.append(value)
    yield found
