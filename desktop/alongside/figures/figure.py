"""A figure: one measure of one scope and one period, with all a reader needs to trust it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from alongside.figures.disclosure import Count, Threshold
from alongside.figures.periods import Period
from alongside.library.records import Record


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that holds by definition, so that whoever reads the document may use it: total = the parts added up."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a figure that stands beside it, such as “tried, not able”."""

    name: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure. The numbers are true; whoever prints them looks at `suppressed` first, or prints `released`."""

    id: str  # K11
    name: str
    definition: str
    definition_version: str = "1"
    numerator: float | None  # None: there is none (a median), or it is not available
    denominator: float | None  # None: a plain count
    unit: str  # %, per 10 people, per 1,000 days, minutes, people, complaints, hours, times
    value: float | None  # in its unit; None: nothing to work it out from (never 0)
    n: int  # what it was worked out from: records, answers or people
    unknown: int  # records left out because the answer is not known
    unknown_need: Count | None = None  # K04 to K06: records where it is not known whether the help was needed
    period: Period
    stock: bool = False  # as of the period's last day, not over the period
    services: tuple[str, ...]  # ids; () is the whole provider
    source_sheet: str
    refs: tuple[str, ...] = ()  # ids of the source rows
    bands: tuple[Band, ...] = ()
    counts: tuple[Count, ...] = ()  # everything that printing its value and parts tells
    beside: tuple[Count, ...] = ()  # printed beside it, each only where it is safe by itself
    behind: tuple[Count, ...] = ()  # counts that follow from it and are not printed
    sums: tuple[Sum, ...] = ()
    suppressed: bool = False
    why: str = ""  # why it is suppressed


@dataclass(frozen=True, slots=True)
class Split:
    """Records by the answer to one question."""

    yes: tuple[Record, ...] = ()
    no: tuple[Record, ...] = ()
    unknown: tuple[Record, ...] = ()

    @property
    def known(self) -> tuple[Record, ...]:
        return (*self.yes, *self.no)

    @property
    def everything(self) -> tuple[Record, ...]:
        return (*self.known, *self.unknown)


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and when figures are worked out, and where small numbers begin."""

    period: Period
    services: tuple[str, ...] = ()  # () is the whole provider
    limit: Threshold = field(default_factory=Threshold)


def refs(records: Sequence[Record]) -> tuple[str, ...]:
    return tuple(item.ref for item in records)
