"""The shapes most measures have: a share of records with a known answer, a rate, a plain count."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from alongside.figures.disclosure import COVERED, Count, counted, why_hidden
from alongside.figures.figure import Asked, Band, Figure, Split, Sum, refs
from alongside.library.records import Record, Service

R = TypeVar("R", bound=Record)
NO_WORDS = frozenset({"", "n", "no", "none", "n/a", "na", "nil", "-", "–", "—"})
NOT_KNOWN = frozenset({"", "nk", "not known", "unknown"})


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure is, apart from its numbers."""

    id: str
    name: str
    definition: str
    sheet: str
    stock: bool = False
    version: str = "1"


def usable(records: Iterable[R], asked: Asked) -> tuple[R, ...]:
    """The rows of the scope that were not entered in error. Drafts and expired rows count: they may be bad news."""
    return tuple(
        item
        for item in records
        if item.status != "withdrawn" and (not asked.services or item.service_id in asked.services)
    )


def supported(services: Iterable[Service], asked: Asked) -> int | None:
    """People supported in the scope; None where any of its services does not say, for then no rate is true."""
    numbers = [item.people_supported for item in usable(services, asked)]
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def without(records: Iterable[R], others: Iterable[Record]) -> tuple[R, ...]:
    """The records that are not among the others; all of one sheet."""
    taken = {item.row for item in others}
    return tuple(item for item in records if item.row not in taken)


def by_answer(records: Iterable[R], answer: Callable[[R], bool | None]) -> Split:
    """Yes, no and not known (None): the third is never counted as either of the others."""
    found: dict[bool | None, list[Record]] = {True: [], False: [], None: []}
    for item in records:
        found[answer(item)].append(item)
    return Split(tuple(found[True]), tuple(found[False]), tuple(found[None]))


def yes_no(text: str) -> bool | None:
    """Y is yes and N is no; NK, blank and anything else are not known."""
    return {"Y": True, "N": False}.get(text)


def is_one_of(text: str, yes: Iterable[str]) -> bool | None:
    return None if text.strip().lower() in NOT_KNOWN else text in frozenset(yes)


def share(asked: Asked, what: Measure, split: Split, base: str, bands: Sequence[Band] = ()) -> Figure:
    """Yes of known, in per cent. `base` names the count of all the records, known and not."""
    yes, no = counted(f"{what.id}.yes", split.yes), counted(f"{what.id}.no", split.no)
    known, unknown = counted(f"{what.id}.known", split.known), counted(f"{what.id}.unknown", split.unknown)
    why = why_hidden(yes, no, known.n, asked.limit) if known.n and what.sheet in COVERED else ""
    return Figure(
        id=what.id,
        name=what.name,
        definition=what.definition,
        definition_version=what.version,
        numerator=yes.n,
        denominator=known.n,
        unit="%",
        value=100 * yes.n / known.n if known.n else None,
        n=known.n,
        unknown=unknown.n,
        period=asked.period,
        stock=what.stock,
        services=asked.services,
        source_sheet=what.sheet,
        refs=refs(split.everything),
        bands=tuple(bands),
        counts=(yes, known),
        beside=(unknown,),
        behind=(no, unknown, counted(base, split.everything)),
        sums=(Sum(known.name, (yes.name, no.name)), Sum(base, (known.name, unknown.name))),
        suppressed=bool(why),
        why=why,
    )


def unavailable(asked: Asked, what: Measure, unit: str, why: str) -> Figure:
    """A measure that cannot be given, with the reason: no value, and never 0."""
    return replace(plain(asked, what, None, unit, n=0, unknown=0), why=why)


def rate(
    asked: Asked, what: Measure, records: Sequence[Record], base: str, over: float | None, *, per: int, unit: str
) -> Figure:
    """Records per so many of something known (people, days); no value where that is missing or nothing."""
    count = counted(base, records)
    small = count.is_small(asked.limit) or (over is not None and 0 < over < asked.limit.least_whole)
    why = why_hidden(count, None, int(over) if over else None, asked.limit) if small else ""
    return Figure(
        id=what.id,
        name=what.name,
        definition=what.definition,
        definition_version=what.version,
        numerator=count.n,
        denominator=over,
        unit=unit,
        value=count.n / over * per if over else None,
        n=count.n,
        unknown=0,
        period=asked.period,
        stock=what.stock,
        services=asked.services,
        source_sheet=what.sheet,
        refs=refs(records),
        counts=(count,),
        suppressed=bool(why),
        why=why,
    )


def plain(
    asked: Asked, what: Measure, value: float | None, unit: str, *, n: int, unknown: int, count: Count | None = None,
    records: Sequence[Record] = (),
) -> Figure:  # fmt: skip
    """A number that is no share."""
    hidden = count is not None and what.sheet in COVERED and count.is_small(asked.limit)
    return Figure(
        id=what.id,
        name=what.name,
        definition=what.definition,
        definition_version=what.version,
        numerator=value,
        denominator=None,
        unit=unit,
        value=value,
        n=n,
        unknown=unknown,
        period=asked.period,
        stock=what.stock,
        services=asked.services,
        source_sheet=what.sheet,
        refs=refs(records),
        counts=(count,) if count else (),
        suppressed=hidden,
        why=why_hidden(count, None, None, asked.limit) if hidden and count else "",
    )
