"""Figures for the same measure and period that do not agree, across all rows that state one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alongside.library.library import Library
from alongside.library.records import Answer, Evidence, Metric, Record

_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent\b)", re.IGNORECASE)
_KEY = re.compile(r"[^a-z0-9]+")
WORDINGS = ("claim", "snippet_100", "snippet_250", "snippet_500")


@dataclass(frozen=True, slots=True)
class Stated:
    """One place that gives a figure."""

    record: Record
    heading: str
    value: float
    said: str  # as it is written there


@dataclass(frozen=True, slots=True)
class Conflict:
    """Places that give one measure, of one service and period, in different values."""

    measure: str
    service_id: str
    period: tuple[date | None, date | None]
    stated: tuple[Stated, ...]  # two or more; the metric's own rows first


def conflicting_figures(library: Library) -> tuple[Conflict, ...]:
    """Two kinds: rows of `metrics` for the same thing that differ, and texts that quote a metric with another value."""
    return (*_among_metrics(library), *_in_texts(library))


def _among_metrics(library: Library) -> Iterator[Conflict]:
    same: defaultdict[tuple[str, str, str, date | None, date | None], list[Metric]] = defaultdict(list)
    for metric in library.metrics:
        if metric.value is not None and metric.status not in {"withdrawn", "expired"}:
            name = _KEY.sub(" ", metric.name.casefold()).strip()
            same[name, metric.service_id, metric.unit.strip(), metric.period_start, metric.period_end].append(metric)
    for (_name, service, _unit, first, last), metrics in same.items():
        if len({metric.value for metric in metrics}) > 1:
            yield Conflict(metrics[0].name, service, (first, last), tuple(_stated(metric) for metric in metrics))


def _stated(metric: Metric) -> Stated:
    value = metric.value or 0.0
    return Stated(metric, "value", value, f"{value:g} {metric.unit}".strip())


def _in_texts(library: Library) -> Iterator[Conflict]:
    """A text that rests on one metric, quotes percentages, and none of them is the metric's."""
    metrics = {metric.metric_id: metric for metric in library.metrics}
    rows: tuple[Evidence | Answer, ...] = (*library.evidence, *library.answers)
    for record in rows:
        refs = _metric_refs(record)
        metric = metrics.get(refs[0]) if len(refs) == 1 else None
        if (
            metric is None
            or metric.value is None
            or "%" not in metric.unit
            or record.status in {"withdrawn", "expired"}
        ):
            continue
        for heading in ("text",) if isinstance(record, Answer) else WORDINGS:
            found = list(_PERCENT.finditer(getattr(record, heading)))
            if found and not any(_same(match[1], metric.value) for match in found):
                said = Stated(record, heading, float(found[0][1]), found[0][0])
                yield Conflict(
                    metric.name, metric.service_id, (metric.period_start, metric.period_end), (_stated(metric), said)
                )


def _metric_refs(record: Evidence | Answer) -> tuple[str, ...]:
    if isinstance(record, Answer):
        return record.metric_refs
    return (record.metric_ref,) if record.metric_ref else ()


def _same(written: str, value: float) -> bool:
    """Whether the number is the value, rounded to as many places as it is written with."""
    places = len(written.partition(".")[2])
    return abs(float(written) - value) <= 0.5 / 10.0**places + 1e-9
