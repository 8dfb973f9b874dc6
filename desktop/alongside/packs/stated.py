"""Figures as the sheet `metrics` states them, held to the records behind them."""

import re
from dataclasses import dataclass
from datetime import date
from math import floor

from alongside.figures.disclosure import HIDDEN
from alongside.figures.figure import Figure
from alongside.figures.release import ReleasedFigure
from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.records import Metric
from alongside.packs.measures import (
    SOURCES,
    THRESHOLD,
    period_asked,
    released_figures,
    scope_of,
    shown_number,
    shown_period,
    texts,
)
from alongside.packs.plan import PlannedFigure

WHOLE_PROVIDER = "ALL"  # the service id of rows about all services
# Disclosure control does not cover these (figures.md, disclosure rule 6).
OPEN_TABLES = ("training", "involvement", "actions", "staff")
Days = tuple[date | None, date | None]  # a pack's first and last day; None: not said
_MEASURE = re.compile(r"\s*(K\d\d)\b", re.IGNORECASE)
_NEAR = 0.051  # two figures that print the same


@dataclass(frozen=True, slots=True)
class Stated:
    """A row of `metrics` ready to print, and whether the records say something else."""

    figure: PlannedFigure
    contradicted: bool = False  # never where the figure is hidden: that would tell of it


def stated(metric: Metric, library: Library, service_ids: tuple[str, ...], asked: Days, today: date) -> Stated:
    """A row of `metrics` in a pack of these services and this period.

    Where its definition begins with a measure (K11) that can be worked out from the library for the row's own service
    and period, that figure is printed, as it was released together with all others of its scope: else a row could tell
    what the pack's own figures and tables hide. Any other row is hidden where a small count stands behind it.
    """
    whose = _whose(metric, library, service_ids)
    item = _behind(metric, library, service_ids, asked, today)
    if item is None:
        hidden = metric.suppression_state != "shown" or _small(metric)
        return Stated(_planned(metric, today, whose, None if hidden else (_value(metric), _parts(metric))))
    if item.figure.suppressed or metric.suppression_state != "shown":
        return Stated(_planned(metric, today, whose, None))
    value, parts, _share = texts(item.figure)
    return Stated(_planned(metric, today, whose, (value, parts)), not _agrees(metric, item.figure))


def _behind(
    metric: Metric, library: Library, service_ids: tuple[str, ...], asked: Days, today: date
) -> ReleasedFigure | None:
    """The measure that the row states, as released. None: it states none, or nothing is recorded to work it out."""
    named = _MEASURE.match(metric.definition)
    if named is None or metric.period_end is None or _is_open(metric):
        return None
    key = named.group(1).upper()
    scope = scope_of(library, (metric.service_id or WHOLE_PROVIDER,))
    first = metric.period_start or metric.period_end
    pack_first, pack_last = period_asked(*asked, today)
    if min(metric.period_end, today) == min(pack_last, today) and scope == scope_of(library, service_ids):
        # The figure of the pack itself, if it is one of a day: what is hidden depends on all that is printed with it.
        found = _variant(metric, key, released_figures(library, service_ids, pack_first, pack_last, today))
        if found is not None and (found.figure.stock or pack_first == first):
            return _if_known(found)
    return _if_known(_variant(metric, key, released_figures(library, scope, first, metric.period_end, today)))


def _variant(metric: Metric, key: str, figures: tuple[ReleasedFigure, ...]) -> ReleasedFigure | None:
    """Of K18 and K18-offered the one whose last word stands in the row's id, name or definition; else the plain one."""
    text = f"{metric.metric_id} {metric.name} {metric.definition}".lower()
    family = {item.figure.id: item for item in figures if item.figure.id.partition("-")[0] == key}
    for name, item in family.items():
        word = name.partition("-")[2]
        if word and word in text:
            return item
    return family.get(key)


def _if_known(item: ReleasedFigure | None) -> ReleasedFigure | None:
    if item is None or not (item.figure.suppressed or (item.figure.value is not None and item.figure.n)):
        return None
    return item


def _agrees(metric: Metric, figure: Figure) -> bool:
    """Whether the row and the records say the same, in all that the row says."""
    if figure.id.startswith("K15"):
        return True  # printed as a band, never in minutes
    pairs = [(metric.value, figure.value)]
    if figure.denominator is not None:
        pairs += [(metric.numerator, figure.numerator), (metric.denominator, figure.denominator)]
    near = [0.51 if figure.unit == "%" else _NEAR, _NEAR, _NEAR]
    return all(
        one is None or other is None or abs(one - other) <= most
        for (one, other), most in zip(pairs, near, strict=False)
    )


def _whose(metric: Metric, library: Library, service_ids: tuple[str, ...]) -> str:
    """Whose figure it is, where that is not plain: a pack about one service means that one."""
    scope = scope_of(library, (metric.service_id or WHOLE_PROVIDER,))
    if scope == scope_of(library, service_ids):
        return ""
    if not scope:
        return _("all services")
    names = {service.service_id: service.service_name for service in library.services}
    return names.get(scope[0]) or scope[0]


def _planned(metric: Metric, today: date, whose: str, said: tuple[str, str] | None) -> PlannedFigure:
    """In words. `said`: value and parts; None: hidden."""
    value, parts = said or (HIDDEN, HIDDEN)
    name = f"{metric.name}, {whose}" if whose else metric.name
    period = shown_period(metric.period_start, min(metric.period_end, today) if metric.period_end else None)
    source = SOURCES.get(metric.source_table, metric.source_table.replace("_", " "))
    bracket = "; ".join(part for part in (parts, period, _("source: {source}").format(source=source)) if part)
    if said is None:
        sentence = _("{name}: not shown, because the number of people behind it is small.").format(name=name)
    else:
        sentence = f"{name}: {value} ({bracket})."
    version = metric.definition_version
    return PlannedFigure(
        ref=metric.metric_id,
        name=name,
        value=value,
        parts=parts,
        period=period,
        source=source,
        definition=" ".join(part for part in (metric.definition, f"({version})" if version else "") if part),
        sentence=sentence,
        hidden=said is None,
    )


def _value(metric: Metric) -> str:
    if metric.value is None:
        return ""
    if metric.unit == "%":
        return f"{floor(metric.value + 0.5)}%"  # half up, as a reader rounds; the prose has no space either
    if metric.unit.startswith("per "):
        return f"{metric.value:,.1f} {metric.unit}"  # a rate of 8.0 stands beside one of 12.8
    return f"{shown_number(metric.value)} {metric.unit}".strip()


def _parts(metric: Metric) -> str:
    if metric.numerator is None or metric.denominator is None:
        return ""
    part, whole = shown_number(metric.numerator), shown_number(metric.denominator)
    if metric.unit == "%":
        return _("{part} of {whole}").format(part=part, whole=whole)
    if metric.unit.endswith(" days"):
        return _("{part} in {whole} days").format(part=part, whole=whole)
    return _("{part} over {whole}").format(part=part, whole=whole)


def _small(metric: Metric) -> bool:
    if metric.numerator is None or _is_open(metric):
        return False
    rest = (metric.denominator - metric.numerator) if metric.unit == "%" and metric.denominator is not None else 0
    few = metric.unit == "%" and (metric.denominator or 0) < max(10, 2 * THRESHOLD)
    return few or 0 < metric.numerator < THRESHOLD or 0 < rest < THRESHOLD


def _is_open(metric: Metric) -> bool:
    return any(word in metric.source_table for word in OPEN_TABLES)
