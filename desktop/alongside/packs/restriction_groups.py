"""Our kinds of restriction as others group them: RRN's eight, the seven of Wales, the national data set."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alongside.figures.disclosure import USUAL, Threshold, counted
from alongside.i18n import _
from alongside.library.records import Record, Restriction, RpEvent

TABLE = Path(__file__).with_name("restriction_groups.csv")
RRN, WALES, MHSDS = "RRN 8", "Wales 7", "MHSDS"
SCHEMES = (RRN, WALES, MHSDS)
BLANKET = "blanket"
ELSEWHERE = _("Has no place in this grouping, or not recorded")


@dataclass(frozen=True, slots=True)
class Grouped:
    """How many records stand in each group. An event of several types stands in several."""

    scheme: str
    counts: tuple[tuple[str, int], ...]  # groups that hold something; () where held back, or there is nothing
    hidden: bool  # a group is so small that the whole table is held back


@cache
def groups() -> Mapping[tuple[str, str], str]:
    """The group of each scheme and kind."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(line["scheme"], line["type"]): line["group"] for line in csv.DictReader(file)}


def group_of(scheme: str, item: Restriction) -> str:
    """The group of a standing restriction. A blanket rule is a class of its own where the scheme has one."""
    known = groups()
    if item.scope == BLANKET and (scheme, BLANKET) in known:
        return known[scheme, BLANKET]
    return known.get((scheme, item.type), ELSEWHERE)


def groups_of(scheme: str, item: RpEvent) -> frozenset[str]:
    """The groups of an event. The data set's codes count where they are written; a type that has one code has it."""
    known = groups()
    kinds = item.mhsds_code if scheme == MHSDS and item.mhsds_code else item.type
    return frozenset(known.get((scheme, kind), ELSEWHERE) for kind in kinds) or frozenset({ELSEWHERE})


def grouped(scheme: str, items: Sequence[Restriction] | Sequence[RpEvent]) -> Grouped:
    """The records by group. If any group is of few records or few people, none is shown: no sum gives it away."""
    found: dict[str, list[Record]] = {}
    for item in items:
        names: Iterable[str] = groups_of(scheme, item) if isinstance(item, RpEvent) else (group_of(scheme, item),)
        for name in names:
            found.setdefault(name, []).append(item)
    limit = Threshold(USUAL)
    if any(counted(name, rows).is_small(limit) for name, rows in found.items()):
        return Grouped(scheme, (), hidden=True)
    return Grouped(scheme, tuple((name, len(found[name])) for name in sorted(found)), hidden=False)
