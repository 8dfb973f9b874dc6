"""Charts are made from what is printed: hidden stays hidden, and little is said of few points."""

import dataclasses
from datetime import date

import pytest

from alongside.figures.disclosure import HIDDEN
from alongside.packs.chart import ChartKind, PlannedChart, Step, middle, shift, trend
from alongside.packs.charting import chart_ids, planned_chart, planned_charts
from alongside.packs.pack import ChartBlock, RecordingChange, TableBlock, changed, from_json, to_json
from alongside.packs.plan import PlannedFigure, PlannedTable

CHANGES = (
    "Open on the eve of the period", "Begun in the period and still open", "Reduced, of those open on the eve",
    "Removed, of those open on the eve", "Ended for another reason, of those open on the eve", "Open on the last day",
)  # fmt: skip
MONTHS = ("Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026", "Jul 2026")


def table(title: str, labels: tuple[str, ...], cells: tuple[str, ...]) -> PlannedTable:
    return PlannedTable(title, ("What", "Number"), tuple(zip(labels, cells, strict=True)), "Register. n = 37.")


def register(*cells: str) -> dict[str, PlannedTable]:
    return {"restriction_changes": table("How the register changed", CHANGES, cells)}


def months(*rates: str) -> dict[str, PlannedTable]:
    rows = tuple(
        (month, HIDDEN if rate == HIDDEN else "9", "720", rate) for month, rate in zip(MONTHS, rates, strict=False)
    )
    made = PlannedTable("By month", ("Month", "Events", "Days of support", "Per 1,000 days"), rows, "Event log.")
    return {"events_by_month": made}


def figure(ref: str, value: str, parts: str) -> PlannedFigure:
    return PlannedFigure(
        ref=ref, name=f"Measure {ref}", value=value, parts=parts, period="on 31 October 2026", source="register",
        definition="", sentence="", hidden=value == HIDDEN,
    )  # fmt: skip


def made(ref: str, tables: dict[str, PlannedTable], figures: dict[str, PlannedFigure] | None = None) -> PlannedChart:
    chart = planned_chart(ref, figures or {}, tables)
    assert chart is not None
    return chart


# --- run charts -------------------------------------------------------------------------------------------------


def test_there_is_no_median_below_eight_points():
    assert middle([1, 2, 3, 4, 5, 6, 7]) is None
    assert middle([1, 2, 3, 4, 5, 6, 7, 8]) == 4.5
    assert middle([1, None, 2, 3, 4, 5, 6, None, 7]) is None


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([9, 9, 9, 9, 9, 9, 1], 6),
        ([9, 9, 9, 9, 9, 1], None),
        ([1, 1, 1, 5, 1, 1, 1], -6),  # a point on the line neither counts nor breaks
        ([9, 9, 9, None, 9, 9, 9], None),  # what is hidden might be anything
    ],
)
def test_a_shift_is_six_in_a_row_on_one_side(values: list[float | None], found: int | None):
    assert shift(values, 5) == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([1, 2, 3, 4, 5], 5),
        ([1, 2, 3, 4], None),
        ([5, 4, 4, 3, 2, 1], -5),  # equal points count once
        ([1, 2, 3, None, 4, 5], None),
    ],
)
def test_a_trend_is_five_in_a_row_one_way(values: list[float | None], found: int | None):
    assert trend(values) == found


def test_nothing_is_said_across_a_change_of_recording():
    assert shift([9] * 6, 5) == 6
    assert shift([9] * 6, 5, breaks=[3]) is None
    assert trend([1, 2, 3, 4, 5], breaks=[2]) is None


def test_a_run_chart_of_eight_months_has_its_median_and_of_seven_none():
    few = made("events_run", months(*"1234567"))
    assert (few.median, "too few for a median" in few.note) == (None, True)
    enough = made("events_run", months(*"12345678"))
    assert enough.median == 4.5
    assert "8 points in a row rise: a trend." in enough.note


def test_a_hidden_month_is_a_gap_and_is_not_in_the_median():
    chart = made("events_run", months("8", "8", HIDDEN, "8", "8", "8", "8", "8", "8"))
    assert chart.series[0].values[2] is None
    assert chart.median == 8
    assert "Jan 2026: not shown" in chart.alternative
    assert "The median is of the points shown." in chart.note


def test_a_change_of_recording_is_marked_and_its_rise_called_normal():
    change = RecordingChange(on=date(2026, 3, 9), text="alarms are counted")
    chart = planned_chart("events_run", {}, months(*"12345678"), target=3, changes=(change,))
    assert chart is not None
    assert [(mark.at, mark.text) for mark in chart.marks] == [(4, "alarms are counted")]
    assert "Mar 2026: alarms are counted. A rise after better recording is normal." in chart.note
    assert (chart.target, "Target: 3" in chart.alternative) == (3, True)


def test_quarters_stand_in_where_too_few_months_may_be_shown():
    rows = (("Nov 2025 to Jan 2026", "22", "2,208", "10.0"), ("Feb to Apr 2026", "18", "2,136", "8.4"),
            ("Whole period", "40", "4,344", "9.2"))  # fmt: skip
    quarters = PlannedTable("By quarter", ("Quarter", "Events", "Days", "Per 1,000 days"), rows, "n = 40.")
    chart = made("events_run", months("8", HIDDEN, HIDDEN) | {"events_by_quarter": quarters})
    assert chart.series[0].values == (10.0, 8.4)
    change = (RecordingChange(on=date(2026, 2, 1)),)
    marked = planned_chart("events_run", {}, {"events_by_quarter": quarters}, changes=change)
    assert marked is not None
    assert [mark.at for mark in marked.marks] == [1]


# --- waterfalls -------------------------------------------------------------------------------------------------


def test_a_waterfall_leads_from_one_total_to_the_other():
    chart = made("restriction_changes_waterfall", register("37", "18", "6", "11", "0", "44"))
    assert chart.kind is ChartKind.WATERFALL
    level = 0.0
    for value, step in zip(chart.series[0].values, chart.steps, strict=True):
        assert value is not None
        if step is Step.TOTAL:
            assert level in {0.0, value}
        level = value if step is Step.TOTAL else level - value if step is Step.LESS else level + value
    assert level == 44


def test_with_a_hidden_number_the_bars_stand_on_the_ground():
    chart = made("restriction_changes_waterfall", register("18", HIDDEN, HIDDEN, HIDDEN, "0", "15"))
    assert chart.kind is ChartKind.STACKED_BAR
    assert chart.series[0].values == (18, None, None, None, 0, 15)
    assert "not shown" in chart.categories[1]


def test_a_small_number_that_only_follows_is_not_drawn():
    chart = made(
        "restriction_changes_waterfall", register("20", "8", "7", "11", "0", "17")
    )  # 2 neither eased nor ended
    assert chart.kind is ChartKind.STACKED_BAR
    assert chart.series[0].values == (20, 8, 7, 11, 0, 17)


# --- bars and bullets -------------------------------------------------------------------------------------------


def test_parts_leave_out_the_total_and_what_is_hidden():
    parts = table("Views", ("Agreed", "Disagreed", "Unclear"), ("12", "17", HIDDEN))
    chart = made("restrictions_by_view_stacked", {"restrictions_by_view": parts})
    assert [(series.name, series.values) for series in chart.series] == [
        ("Agreed", (12,)), ("Disagreed", (17,)), ("Unclear", (None,)),
    ]  # fmt: skip
    whole = table("Views", ("Agreed", "Disagreed", "Total"), ("12", "17", "29"))
    assert len(made("restrictions_by_view_stacked", {"restrictions_by_view": whole}).series) == 2


@pytest.mark.parametrize(
    "tables",
    [
        {},
        register(*[HIDDEN] * 6),
        {"restrictions_by_view": table("Views", ("Every row: too small to show",), (HIDDEN,))},
        months(HIDDEN, HIDDEN),
    ],
)
def test_where_nothing_may_be_shown_there_is_no_chart(tables: dict[str, PlannedTable]):
    hidden = {ref: figure(ref, HIDDEN, HIDDEN) for ref in ("K09", "K13", "K25", "K27", "K29", "K30")}
    assert planned_charts(hidden, tables) == {}


def test_a_bullet_shows_the_share_the_numbers_behind_it_and_the_target():
    figures = {"K09": figure("K09", "70%", "31 of 44"), "K13": figure("K13", HIDDEN, HIDDEN)}
    chart = made("in_date_bullet", {}, figures)
    assert (chart.series[0].values, chart.target) == ((70, None), 100)
    assert chart.categories == ("Measure K09 (31 of 44)", "Measure K13: not shown")
    assert "Measure K13: not shown" in chart.alternative


def test_a_share_and_its_rest_are_two_parts():
    chart = made("triples_stacked", {}, {"K30": figure("K30", "70%", "42 of 60")})
    assert [series.values for series in chart.series] == [(42,), (18,)]


def test_an_unknown_chart_is_a_key_error():
    with pytest.raises(KeyError):
        planned_chart("no_such_chart", {}, {})
    assert "events_run" in chart_ids()


# --- in a pack --------------------------------------------------------------------------------------------------


def test_a_chart_block_survives_its_file(pack):
    block = ChartBlock(id="c", ref="events_run", target=6, changes=(RecordingChange(on=date(2026, 3, 9), text="x"),))
    question = changed(pack.questions[0], blocks=(block,))
    kept = from_json(to_json(changed(pack, questions=(question,))))
    assert kept.questions[0].blocks == (block,)
    assert not isinstance(kept.questions[0].blocks[0], TableBlock)


def test_everything_that_a_chart_says_is_in_the_table(pack):
    for chart in planned_charts({}, register("37", "18", "6", "11", "0", "44") | months(*"12345678")).values():
        assert dataclasses.asdict(chart)["note"]
        assert chart.alternative.count(chart.title) == 1
