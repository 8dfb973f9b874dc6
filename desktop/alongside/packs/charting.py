"""The charts a pack may ask for, by id, each made from figures and tables as they are printed and from nothing else."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from alongside.figures.disclosure import HIDDEN, USUAL, Threshold
from alongside.i18n import _
from alongside.packs.chart import (
    POINTS,
    ChartKind,
    ChartMark,
    ChartSeries,
    PlannedChart,
    Step,
    middle,
    shift,
    trend,
)
from alongside.packs.pack import RecordingChange
from alongside.packs.plan import PlannedFigure, PlannedTable

ALL = 100.0  # per cent: every restriction, every member of staff
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PARTS = re.compile(r"([\d,]+) of ([\d,]+)")


@dataclass(frozen=True, slots=True)
class _Told:
    """What charts are made from."""

    figures: Mapping[str, PlannedFigure]
    tables: Mapping[str, PlannedTable]
    target: float | None
    changes: tuple[RecordingChange, ...]


def chart_ids() -> frozenset[str]:
    """Every chart a pack may ask for."""
    return frozenset(_CHARTS)


def chart_name(ref: str) -> str:
    """A chart's name in plain words, where there are no numbers to give it a title; "" for an unknown id."""
    return _NAMES.get(ref, "")


def planned_chart(
    ref: str,
    figures: Mapping[str, PlannedFigure],
    tables: Mapping[str, PlannedTable],
    *,
    target: float | None = None,
    changes: tuple[RecordingChange, ...] = (),
) -> PlannedChart | None:
    """The chart of that id; None where there are no numbers for it that may be shown. KeyError for an unknown id."""
    return _CHARTS[ref](_Told(figures, tables, target, changes))


def planned_charts(figures: Mapping[str, PlannedFigure], tables: Mapping[str, PlannedTable]) -> dict[str, PlannedChart]:
    """Every chart there are numbers for, by id, as it is without a target or a mark of the writer's."""
    made = {ref: planned_chart(ref, figures, tables) for ref in _CHARTS}
    return {ref: chart for ref, chart in made.items() if chart is not None}


# --- the charts -------------------------------------------------------------------------------------------------


def _events_run(told: _Told) -> PlannedChart | None:
    """By month where enough months may be shown, else by quarter."""
    found = [table for key in ("events_by_month", "events_by_quarter") if (table := told.tables.get(key))]
    table = next((item for item in found if _known(_rates(item)) >= POINTS), found[-1] if found else None)
    if table is None or not _known(_rates(table)):
        return None
    labels, values = tuple(row[0] for row in _points(table)), _rates(table)
    marks = tuple(_mark(change, labels) for change in told.changes)
    line = middle(values)
    unit = _("per 1,000 days of support")
    notes = [table.note, *_whole(told.figures.get("K14"))]
    notes += _said_of_points(values, line, [mark.at for mark in marks])
    notes += [
        _("{where}: {what}. A rise after better recording is normal.").format(where=labels[mark.at], what=mark.text)
        for mark in marks
    ]
    said = [_named(label, _shown(value)) for label, value in zip(labels, values, strict=True)]
    said += [_("Median of the points shown: {value}").format(value=_shown(line))] if line is not None else []
    said += [_("Target: {value}").format(value=_plain(told.target))] if told.target is not None else []
    said += [_("Recording changed: {where}").format(where=labels[mark.at]) for mark in marks]
    return PlannedChart(
        ref="events_run",
        kind=ChartKind.RUN,
        title=table.title,
        unit=unit,
        categories=labels,
        series=(ChartSeries(_("Events per 1,000 days"), values),),
        median=line,
        target=told.target,
        marks=marks,
        alternative=_heard(_("Run chart"), table.title, unit, said),
        note=" ".join(notes),
    )


def _restriction_changes_waterfall(told: _Told) -> PlannedChart | None:
    """From the eve to the last day. With a hidden number the bars that follow have no place: then plain bars."""
    table = told.tables.get("restriction_changes")
    if table is None:
        return None
    values = [_number(row[1]) for row in table.rows]
    if len(values) != len(_CHANGES) or _known(values) < 2:
        return None
    whole = [value for value in values if value is not None]
    if len(whole) < len(values):
        return _bars("restriction_changes_waterfall", table)
    start, new, reduced, removed, ended, end = whole
    stayed = start - reduced - removed - ended
    eased = end - new - stayed
    if min(stayed, eased) < 0 or any(Threshold(USUAL).is_small(int(value)) for value in (stayed, eased)):
        return _bars("restriction_changes_waterfall", table)
    steps = [
        (_("Open on the eve of the period"), start, Step.TOTAL),
        (_("Reduced"), reduced, Step.LESS),
        (_("Removed"), removed, Step.LESS),
        (_("Ended for another reason"), ended, Step.LESS),
        (_("Neither eased nor ended"), stayed, Step.TOTAL),
        (_("Eased, and still open"), eased, Step.MORE),
        (_("Begun in the period and still open"), new, Step.MORE),
        (_("Open on the last day"), end, Step.TOTAL),
    ]
    said = [_named(row[0], row[1]) for row in table.rows]
    return PlannedChart(
        ref="restriction_changes_waterfall",
        kind=ChartKind.WATERFALL,
        title=table.title,
        unit="",
        categories=tuple(label for label, _value, _step in steps),
        series=(ChartSeries(table.headings[1], tuple(value for _label, value, _step in steps)),),
        steps=tuple(step for _label, _value, step in steps),
        alternative=_heard(_("Waterfall chart"), table.title, "", said),
        note=table.note,
    )


def _parts_of(ref: str, source: str) -> Callable[[_Told], PlannedChart | None]:
    """One bar of the parts of a table that do not overlap."""

    def made(told: _Told) -> PlannedChart | None:
        table = told.tables.get(source)
        if table is None:
            return None
        rows = [row for row in table.rows if row[0] != _("Total")]
        values = [_number(row[1]) for row in rows]
        if _known(values) < 2:
            return None
        return PlannedChart(
            ref=ref,
            kind=ChartKind.STACKED_BAR,
            title=table.title,
            unit="",
            categories=(table.headings[1],),
            series=tuple(ChartSeries(row[0], (value,)) for row, value in zip(rows, values, strict=True)),
            alternative=_heard(_("Stacked bar"), table.title, "", [_named(row[0], row[1]) for row in rows]),
            note=table.note,
        )

    return made


def _two_parts(ref: str, source: str, yes: str, no: str) -> Callable[[_Told], PlannedChart | None]:
    """One bar of a share and its rest."""

    def made(told: _Told) -> PlannedChart | None:
        figure = told.figures.get(source)
        counts = _share(figure)
        if figure is None or counts is None:
            return None
        part, whole = counts
        said = [_named(figure.name, f"{figure.parts} ({figure.value})")]
        return PlannedChart(
            ref=ref,
            kind=ChartKind.STACKED_BAR,
            title=figure.name,
            unit="",
            categories=("",),
            series=(ChartSeries(yes, (part,)), ChartSeries(no, (whole - part,))),
            alternative=_heard(_("Stacked bar"), figure.name, "", said),
            note=_figure_note([figure]),
        )

    return made


def _triples_bars(told: _Told) -> PlannedChart | None:
    """Plain bars: one comparison may stand in several rows, so they are no parts of a whole."""
    table = told.tables.get("triples_by_result")
    return _bars("triples_by_result_bars", table) if table is not None else None


def _bullet(ref: str, title: str, *sources: str) -> Callable[[_Told], PlannedChart | None]:
    """Shares that should be all."""

    def made(told: _Told) -> PlannedChart | None:
        figures = [told.figures[key] for key in sources if key in told.figures]
        values = tuple(None if figure.hidden else _number(figure.value) for figure in figures)
        if not _known(values):
            return None
        target = ALL if told.target is None else told.target
        labels = tuple(
            _("{name}: not shown").format(name=figure.name) if value is None else f"{figure.name} ({figure.parts})"
            for figure, value in zip(figures, values, strict=True)
        )
        said = [
            _named(figure.name, figure.value if value is None else f"{figure.value} ({figure.parts})")
            for figure, value in zip(figures, values, strict=True)
        ]
        said.append(_("Target: {value}").format(value=f"{_plain(target)}%"))
        return PlannedChart(
            ref=ref,
            kind=ChartKind.BULLET,
            title=title,
            unit="%",
            categories=labels,
            series=(ChartSeries(_("Share"), values),),
            target=target,
            alternative=_heard(_("Bullet chart"), title, "", said),
            note=_figure_note(figures),
        )

    return made


_CHANGES = ("start", "new", "reduced", "removed", "ended", "end")  # the rows of the table restriction_changes
_CHARTS: dict[str, Callable[[_Told], PlannedChart | None]] = {
    "events_run": _events_run,
    "restriction_changes_waterfall": _restriction_changes_waterfall,
    "restrictions_by_view_stacked": _parts_of("restrictions_by_view_stacked", "restrictions_by_view"),
    "restrictions_by_type_stacked": _parts_of("restrictions_by_type_stacked", "restrictions_by_type"),
    "authority_bullet": _bullet("authority_bullet", _("Lawful authority recorded"), "K13"),
    "in_date_bullet": _bullet("in_date_bullet", _("In date, and how much should be"), "K09", "K13", "K25", "K27"),
    "reviews_by_joining_stacked": _parts_of("reviews_by_joining_stacked", "reviews_by_joining"),
    "say_stacked": _two_parts("say_stacked", "K29", _("Agree"), _("Other answers")),
    "triples_stacked": _two_parts(
        "triples_stacked", "K30", _("Agree, or explained"), _("Something differs or is missing")
    ),
    "triples_by_result_bars": _triples_bars,
}

_NAMES = {
    "events_run": _("Restrictive events by month"),
    "restriction_changes_waterfall": _("How the register changed"),
    "restrictions_by_view_stacked": _("What people think of their restriction"),
    "restrictions_by_type_stacked": _("Restrictions by type"),
    "authority_bullet": _("Lawful authority recorded"),
    "in_date_bullet": _("In date, and how much should be"),
    "reviews_by_joining_stacked": _("Reviews by how the person joined"),
    "say_stacked": _("“I have a say about my risks and rules”"),
    "triples_stacked": _("Risk assessment, plan and person agree, or the difference is explained"),
    "triples_by_result_bars": _("Risk assessment, plan and person compared"),
}


# --- pieces -----------------------------------------------------------------------------------------------------


def _bars(ref: str, table: PlannedTable) -> PlannedChart | None:
    rows = [row for row in table.rows if row[0] != _("Total")]
    values = tuple(_number(row[1]) for row in rows)
    if _known(values) < 2:
        return None
    labels = tuple(
        row[0] if value is not None else _("{label}: not shown").format(label=row[0])
        for row, value in zip(rows, values, strict=True)
    )
    return PlannedChart(
        ref=ref,
        kind=ChartKind.STACKED_BAR,
        title=table.title,
        unit="",
        categories=labels,
        series=(ChartSeries(table.headings[1], values),),
        alternative=_heard(_("Bar chart"), table.title, "", [_named(row[0], row[1]) for row in rows]),
        note=table.note,
    )


def _points(table: PlannedTable) -> list[tuple[str, ...]]:
    return [row for row in table.rows if row[0] != _("Whole period")]


def _rates(table: PlannedTable) -> tuple[float | None, ...]:
    return tuple(_number(row[-1]) for row in _points(table))


def _known(values: Sequence[float | None]) -> int:
    return sum(1 for value in values if value is not None)


def _number(text: str) -> float | None:
    """A number as it is printed: 1,204 or 11.1 or 67%. A mark is none."""
    match = _NUMBER.fullmatch(text.strip().removesuffix("%").strip())
    return float(match.group().replace(",", "")) if match else None


def _share(figure: PlannedFigure | None) -> tuple[float, float] | None:
    if figure is None or figure.hidden:
        return None
    match = _PARTS.fullmatch(figure.parts)
    return (float(match[1].replace(",", "")), float(match[2].replace(",", ""))) if match else None


def _mark(change: RecordingChange, labels: Sequence[str]) -> ChartMark:
    """At the first point whose last month is not before the change."""
    ends = [_month(label) for label in labels]
    first = change.on.replace(day=1)
    at = next((at for at, end in enumerate(ends) if end is not None and end >= first), len(labels) - 1)
    return ChartMark(at, change.text or _("the way of recording changed"))


def _month(label: str) -> date | None:
    """The last month that a label names: “Nov 2025”, “Nov 2025 to Jan 2026”."""
    try:
        return datetime.strptime(" ".join(label.split()[-2:]), "%b %Y").date()  # noqa: DTZ007 - a month, no moment
    except ValueError:
        return None


def _said_of_points(values: Sequence[float | None], line: float | None, breaks: Sequence[int]) -> list[str]:
    if line is None:
        return [_("Fewer than {n} points: too few for a median or to speak of a trend.").format(n=POINTS)]
    said = []
    if _known(values) < len(values):
        said.append(_("The median is of the points shown."))
    run, way = shift(values, line, breaks), trend(values, breaks)
    if run is not None:
        side = _("above") if run > 0 else _("below")
        said.append(_("{n} points in a row lie {side} the median: a shift.").format(n=abs(run), side=side))
    if way is not None:
        direction = _("rise") if way > 0 else _("fall")
        said.append(_("{n} points in a row {direction}: a trend.").format(n=abs(way), direction=direction))
    if run is None and way is None:
        said.append(_("No shift and no trend by the usual rules for run charts."))
    return said


def _whole(figure: PlannedFigure | None) -> list[str]:
    if figure is None or figure.hidden or not figure.parts:
        return []
    return [_("Whole period: {value} ({parts}).").format(value=figure.value, parts=figure.parts)]


def _figure_note(figures: Sequence[PlannedFigure]) -> str:
    sources = list(dict.fromkeys(f"{item.source[:1].upper()}{item.source[1:]}, {item.period}." for item in figures))
    shown = [figure.parts for figure in figures if not figure.hidden]
    parts = [_("{parts}.").format(parts=shown[0])] if len(figures) == 1 and shown else []
    hidden = any(figure.hidden for figure in figures)
    return " ".join((*sources, *parts, *([_("Numbers that could point to someone are not shown.")] if hidden else [])))


def _shown(value: float | None) -> str:
    """A rate, or that there is none: a hidden one and a missing one are told alike."""
    return HIDDEN if value is None else f"{value:,.1f}"


def _plain(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def _named(label: str, value: str) -> str:
    return f"{label}: {_('not shown') if value == HIDDEN else value}"


def _heard(kind: str, title: str, unit: str, said: Sequence[str]) -> str:
    head = f"{kind}. {title}, {unit}." if unit else f"{kind}. {title}."
    return f"{head} {'; '.join(said)}."
