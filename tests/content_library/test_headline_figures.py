"""The headline figures come out of the raw rows, worked out here in the plainest way, and no person shows through."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from alongside.library.triples import aligned_or_explained, all_results

TODAY = date(2026, 11, 24)
LAST = date(2026, 10, 31)
YEAR_1 = (date(2024, 11, 1), date(2025, 10, 31))
YEAR_2 = (date(2025, 11, 1), LAST)
BOTH = (YEAR_1[0], LAST)
THRESHOLD = 5
JOINED = {"in_person", "remote", "part", "by_other_means"}


def within(day, period):
    return day is not None and period[0] <= day <= period[1]


def of(rows, service):
    return [row for row in rows if service == "ALL" or row.service_id == service]


def reviews_done(made, service, period):
    return [row for row in of(made["reviews"], service) if within(row.done_on, period)]


def events(made, service, period):
    return [row for row in of(made["rp_events"], service) if within(row.start_at.date(), period)]


def stock(made, service, day):
    return [
        row
        for row in of(made["restrictions"], service)
        if row.started_on <= day and (row.ended_on is None or row.ended_on > day)
    ]


def co_produced(made, service, period):
    rows = [row for row in reviews_done(made, service, period) if row.kind in {"risk", "risk_assessment"}]
    return parted(rows, lambda row: row.co_produced == "Y")


def joined(made, service, period):
    return parted(reviews_done(made, service, period), lambda row: row.person_attended in JOINED)


def changed(made, service, period):
    rows = [row for row in reviews_done(made, service, period) if row.changes_made_because_of_person in {"Y", "N"}]
    return parted(rows, lambda row: row.changes_made_because_of_person == "Y")


def format_given(made, service, period):
    rows = [row for row in reviews_done(made, service, period) if row.accessible_format_needed == "Y"]
    return parted(rows, lambda row: row.accessible_format_given == "Y")


def advocate(made, service, period):
    rows = [row for row in reviews_done(made, service, period) if row.advocate_needed == "Y"]
    return parted(rows, lambda row: row.advocate_present == "Y")


def reduced(made, service, period):
    rows = stock(made, service, period[0] - timedelta(days=1))
    return parted(
        rows,
        lambda row: row.reduction_outcome in {"reduced", "removed"} and within(row.reduction_outcome_on, period),
    )


def held(made, service, period):
    return parted(events(made, service, period), lambda row: row.debrief_person_held == "Y")


def offered(made, service, period):
    return parted(events(made, service, period), lambda row: row.debrief_person_offered == "Y")


def plan_changed(made, service, period):
    rows = [row for row in events(made, service, period) if row.debrief_person_held == "Y"]
    return parted(rows, lambda row: row.plan_changed == "Y")


def aligned(made, service, period):
    found = all_results(made["triples"], TODAY)
    rows = [row for row in of(made["triples"], service) if within(row.reviewed_on, period)]
    return parted(rows, lambda row: aligned_or_explained(found[row.triple_id]))


def asked(made, service, period):
    rows = [row for row in of(made["safeguarding"], service) if within(row.s42_end, period)]
    return parted(rows, lambda row: row.msp_outcomes_asked == "Y")


def met(made, service, period):
    rows = [row for row in of(made["safeguarding"], service) if within(row.s42_end, period) and row.msp_outcome_text]
    return parted(rows, lambda row: row.msp_met in {"fully", "partly"})


def told(made, service, period):
    rows = [row for row in of(made["safeguarding"], service) if within(row.raised_on, period)]
    return parted(rows, lambda row: (row.council_told_on - row.raised_on).days in {0, 1})


def medicines(made, service, period):
    day = period[1]
    rows = [row for row in stock(made, service, day) if row.type == "chemical"]
    return parted(rows, lambda row: row.medicine_review_on + timedelta(days=row.review_frequency_days) >= day)


def consulted(made, service, period):
    return parted(stock(made, service, period[1]), lambda row: row.person_consulted.startswith("yes_"))


def parted(rows: Iterable, test) -> tuple[list, list]:
    rows = list(rows)
    return [row for row in rows if test(row)], [row for row in rows if not test(row)]


SHARES = [
    ("M-01", co_produced, "OAK", YEAR_2, 38, 44, 86),
    ("M-01-Y1", co_produced, "OAK", YEAR_1, 24, 40, 60),
    ("M-02", joined, "OAK", YEAR_2, 53, 60, 88),
    ("M-02-Y1", joined, "OAK", YEAR_1, 35, 50, 70),
    ("M-03", changed, "OAK", YEAR_2, 33, 60, 55),
    ("M-04", format_given, "OAK", YEAR_2, 34, 40, 85),
    ("M-05", reduced, "OAK", YEAR_2, 9, 18, 50),
    ("M-07", held, "OAK", YEAR_2, 56, 70, 80),
    ("M-07-OFFERED", offered, "OAK", YEAR_2, 64, 70, 91),
    ("M-08", plan_changed, "OAK", YEAR_2, 21, 56, 38),
    ("M-11", aligned, "ALL", YEAR_2, 42, 60, 70),
    ("M-12", asked, "ALL", BOTH, 25, 30, 83),
    ("M-13", met, "ALL", BOTH, 20, 25, 80),
    ("M-14", told, "ALL", BOTH, 40, 45, 89),
    ("M-20", reduced, "MAR", YEAR_2, 5, 13, 38),
    ("M-21", medicines, "MAR", YEAR_2, 10, 15, 67),
    ("M-22", consulted, "OAK", YEAR_2, 10, 15, 67),
    ("M-24", advocate, "ALL", YEAR_2, 30, 40, 75),
]
RATES = [
    ("M-06", "OAK", YEAR_2, 70, 8.0),
    ("M-06-Y1", "OAK", YEAR_1, 112, 12.8),
    ("M-09", "MAR", YEAR_2, 60, 4.1),
    ("M-09-Y1", "MAR", YEAR_1, 80, 5.5),
    ("M-10", "LAR", YEAR_2, 54, 10.6),
    ("M-10-Y1", "LAR", YEAR_1, 74, 14.5),
]


@pytest.mark.parametrize(
    ("metric", "share", "service", "period", "part", "whole", "per_cent"), SHARES, ids=lambda item: str(item)[:12]
)
def test_a_share_comes_out_of_the_rows(made, metric, share, service, period, part, whole, per_cent):
    yes, no = share(made, service, period)
    assert (len(yes), len(yes) + len(no)) == (part, whole)
    stated = next(row for row in made["metrics"] if row.metric_id == metric)
    assert (stated.numerator, stated.denominator, stated.service_id) == (part, whole, service)
    assert stated.value == per_cent


@pytest.mark.parametrize(
    ("metric", "share", "service", "period", "part", "whole", "per_cent"), SHARES, ids=lambda item: str(item)[:12]
)
def test_five_people_stand_behind_each_side_of_a_share(made, metric, share, service, period, part, whole, per_cent):
    yes, no = share(made, service, period)
    assert len({row.person_ref for row in yes if row.person_ref}) >= THRESHOLD
    assert len({row.person_ref for row in no if row.person_ref}) >= THRESHOLD


@pytest.mark.parametrize(("metric", "service", "period", "count", "rate"), RATES)
def test_a_rate_comes_out_of_the_rows(made, metric, service, period, count, rate):
    rows = events(made, service, period)
    people = next(row.people_supported for row in made["services"] if row.service_id == service)
    days = (period[1] - period[0]).days + 1
    assert (len(rows), round(len(rows) / (people * days) * 1000, 1)) == (count, rate)
    stated = next(row for row in made["metrics"] if row.metric_id == metric)
    assert (stated.numerator, stated.denominator, stated.value) == (count, people * days, rate)
    assert len({row.person_ref for row in rows}) >= THRESHOLD


def test_those_asked_about_a_restriction_split_in_half(made):
    views = [row.person_consulted for row in stock(made, "OAK", LAST)]
    assert (views.count("yes_disagreed"), views.count("tried_not_able"), views.count("no")) == (5, 5, 0)


def test_certified_training_is_the_newest_row_of_each_course(made):
    newest = {}
    for row in sorted(made["training"], key=lambda item: item.source_date):
        if row.standard == "RRN_certified" and row.source_date <= LAST:
            newest[row.service_id, row.course] = row
    assert (sum(row.in_date_n for row in newest.values()), sum(row.required_n for row in newest.values())) == (111, 120)


def test_sessions_with_lived_experience(made):
    rows = [row for row in made["training"] if within(row.source_date, BOTH)]
    assert (sum(row.lived_experience_delivered == "Y" for row in rows), len(rows)) == (11, 20)


def test_paid_hours_and_places_on_panels(made):
    rows = [row for row in made["involvement"] if within(row.date, YEAR_2)]
    assert sum(row.hours for row in rows if row.paid == "Y") == 412
    assert sum(row.n_people for row in rows if "panel" in row.activity.lower()) == 96


@pytest.mark.parametrize(
    ("metric", "agree", "replies", "people"), [("M-17", 39, 50, 78), ("M-17-Y1", 27, 45, 76), ("M-18", 15, 20, 24)]
)
def test_the_survey_says_how_many_were_asked(made, metric, agree, replies, people):
    row = next(row for row in made["metrics"] if row.metric_id == metric)
    assert (row.numerator, row.denominator, row.responses_asked) == (agree, replies, people)
    assert "K29" in row.definition


@pytest.mark.parametrize(
    ("metric", "per_cent"),
    [
        ("M-15", 93),
        ("M-16", 55),
        ("M-17", 78),
        ("M-17-Y1", 60),
        ("M-18", 75),
        ("M-23", 74),
        ("M-23-Y1", 47),
        ("M-25", 92),
    ],
)
def test_stated_shares_round_as_readers_do(made, metric, per_cent):
    row = next(row for row in made["metrics"] if row.metric_id == metric)
    assert row.value == per_cent
    assert abs(100 * row.numerator / row.denominator - per_cent) <= 0.5


def test_as_many_rows_as_the_provider_has(made):
    counts = {sheet: len(rows) for sheet, rows in made.items()}
    expected = {
        "services": 3, "rp_events": 450, "triples": 60, "safeguarding": 45, "complaints": 28, "training": 20,
        "reviews": 220, "involvement": 35, "actions": 40, "incidents": 120,
    }  # fmt: skip
    assert {sheet: counts[sheet] for sheet in expected} == expected
    for sheet, parts in {"triples": (25, 20, 15), "reviews": (110, 70, 40)}.items():
        assert tuple(len(of(made[sheet], service)) for service in ("OAK", "MAR", "LAR")) == parts
