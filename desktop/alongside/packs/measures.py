"""Figures and tables in words, ready to print, as released: what must be hidden is hidden before it gets here."""

from collections.abc import Mapping
from datetime import date
from math import floor

from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.records import Metric
from alongside.packs.plan import PlannedFigure, PlannedTable

HIDDEN = "*"  # one neutral mark for everything hidden (figures.md, disclosure rule 2)
THRESHOLD = 5  # counts of 1 to 4 of people or their records are not shown
# Disclosure control does not cover these (figures.md, disclosure rule 6).
OPEN_TABLES = ("training", "involvement", "actions", "staff")
# What a reader calls the sheets that figures come from; a survey is called by its own name.
_SOURCES = {
    "reviews": _("review log"),
    "restrictions": _("restriction register"),
    "rp_events": _("event log"),
    "safeguarding": _("safeguarding log"),
    "triples": _("consistency checks"),
    "training": _("training record"),
    "involvement": _("involvement log"),
}


def shown_day(day: date) -> str:
    """A day as documents print it: 4 May 2026."""
    return f"{day.day} {day:%B %Y}"


def shown_period(start: date | None, end: date | None) -> str:
    """A period as documents print it; an end alone is a day, as a stock figure has it."""
    if start is not None and end is not None and start != end:
        return _("{start} to {end}").format(start=shown_day(start), end=shown_day(end))
    day = end or start
    return _("on {day}").format(day=shown_day(day)) if day else ""


def shown_number(value: float) -> str:
    """A number without needless decimals: 412, 12.8, 1,204."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def figure_of_metric(metric: Metric, today: date) -> PlannedFigure:
    """A row of `metrics` as a figure. A small count behind it hides it, whatever the row says."""
    hidden = metric.suppression_state != "shown" or _small(metric)
    value = HIDDEN if hidden else _value(metric)
    parts = HIDDEN if hidden else _parts(metric)
    period = shown_period(metric.period_start, min(metric.period_end, today) if metric.period_end else None)
    source = _SOURCES.get(metric.source_table, metric.source_table.replace("_", " "))
    bracket = "; ".join(part for part in (parts, period, _("source: {source}").format(source=source)) if part)
    if hidden:
        sentence = _("{name}: not shown, because the number of people behind it is small.").format(name=metric.name)
    else:
        sentence = f"{metric.name}: {value} ({bracket})."
    version = metric.definition_version
    return PlannedFigure(
        ref=metric.metric_id,
        name=metric.name,
        value=value,
        parts=parts,
        period=period,
        source=source,
        definition=" ".join(part for part in (metric.definition, f"({version})" if version else "") if part),
        sentence=sentence,
        hidden=hidden,
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
    if metric.numerator is None or any(word in metric.source_table for word in OPEN_TABLES):
        return False
    rest = (metric.denominator - metric.numerator) if metric.unit == "%" and metric.denominator is not None else 0
    few = metric.unit == "%" and (metric.denominator or 0) < max(10, 2 * THRESHOLD)
    return few or 0 < metric.numerator < THRESHOLD or 0 < rest < THRESHOLD


def table_ids() -> frozenset[str]:
    """Every table a pack may ask for."""
    return frozenset()


def measured(
    library: Library, service_ids: tuple[str, ...], start: date | None, end: date | None, today: date
) -> tuple[Mapping[str, PlannedFigure], Mapping[str, PlannedTable]]:
    """All measures and tables of these services in this period, by id."""
    return {}, {}
