"""Rows of the starter library agree with one another, with the contract, and with the way we speak."""

import re
from datetime import date, datetime, timedelta

import pytest

from alongside.library.columns import MANY, Kind
from alongside.library.records import BY_SHEET, columns_of

TODAY = date(2026, 11, 24)
PEOPLE = {"OAK": 24, "MAR": 40, "LAR": 14}
GOVERNANCE = (
    "services", "restrictions", "rp_events", "triples", "safeguarding", "incidents", "complaints", "training",
    "reviews", "involvement", "metrics", "actions", "people_counts", "usage",
)  # fmt: skip
UNSAID = re.compile(
    r"service users?\b|challenging behaviou?r|\brefus(?:ed|es|al)|\ballow(?:ed|s)\b|non-?complian|\brobust|"
    r"person-cent|\babscond|\bkick(?:ed|ing) off|\bwander|suffers from|\balways\b|\ball staff\b|zero restraint|"
    r"co-?produc|acid test|cheshire|\bLPS\b|consented to the restraint",
    re.IGNORECASE,
)


def everything(made):
    return [row for rows in made.values() for row in rows]


def test_ids_are_used_once_and_rows_are_numbered_as_they_stand(made):
    for rows in made.values():
        assert [row.row for row in rows] == list(range(2, len(rows) + 2))
    refs = [row.ref for row in everything(made)]
    assert len(refs) == len(set(refs))


@pytest.mark.parametrize("sheet", [*GOVERNANCE, "evidence_map"])
def test_cells_hold_what_their_columns_allow(made, sheet):
    for row in made[sheet]:
        for column in columns_of(BY_SHEET[sheet]):
            value = getattr(row, column.heading)
            where = f"{sheet} {row.ref} {column.heading}"
            if column.required:
                assert value not in ("", None, ()), where
            if column.allowed and value not in ("", ()):
                assert set(value if column.kind in MANY else (value,)) <= set(column.allowed), where
            if column.kind in {Kind.INTEGER, Kind.NUMBER} and value is not None:
                assert column.at_least is None or value >= column.at_least, where
                assert column.at_most is None or value <= column.at_most, where
            if column.max_length and isinstance(value, str):
                assert len(value) <= column.max_length, where


def test_people_are_codes_of_their_own_service(made):
    for row in everything(made):
        code = getattr(row, "person_ref", "")
        if code:
            _, service, number = code.split("-")
            assert service == row.service_id, row.ref
            assert 1 <= int(number) <= PEOPLE[service], row.ref


def test_what_a_cell_refers_to_is_there(made):
    ids = {sheet: {row.ref for row in rows} for sheet, rows in made.items()}
    for sheet, rows in made.items():
        for column in columns_of(BY_SHEET[sheet]):
            if not column.refers_to:
                continue
            for row in rows:
                value = getattr(row, column.heading)
                for ref in value if isinstance(value, tuple) else (value,) if value else ():
                    assert ref in ids[column.refers_to] | {"ALL"}, f"{sheet} {row.ref} {column.heading}: {ref}"


def test_actions_hang_on_rows_of_their_own_service(made):
    by_ref = {row.ref: row for row in everything(made)}
    assert all(row.came_from_ref for row in made["actions"])
    for row in made["actions"]:
        assert by_ref[row.came_from_ref].service_id == row.service_id
    both_ways = {row.action_id for row in made["safeguarding"] if row.action_id}
    assert both_ways == {row.id for row in made["actions"] if row.came_from == "safeguarding"}


def test_no_day_is_after_today_but_those_ahead(made):
    ahead = {
        "due", "due_on", "review_due", "next_review_on", "authority_expires_on", "reduction_target_on", "expiry",
        "consent_expires_on", "next_check_in_with_person",
    }  # fmt: skip
    for row in everything(made):
        for column in columns_of(type(row)):
            value = getattr(row, column.heading)
            if isinstance(value, date) and column.heading not in ahead:
                day = value.date() if isinstance(value, datetime) else value
                assert day <= TODAY, f"{row.ref} {column.heading} {day}"


def test_days_come_in_their_order(made):
    for row in made["rp_events"]:
        assert row.end_at is None or row.end_at >= row.start_at
        assert row.record_made_at >= (row.end_at or row.start_at)
        assert row.debrief_person_on is None or row.debrief_person_on >= row.start_at.date()
    for row in made["restrictions"]:
        assert row.ended_on is None or row.ended_on > row.started_on
        assert row.last_review_on >= row.started_on
        assert row.next_review_on is None or row.next_review_on > row.last_review_on
        assert row.capacity_assessment_on is None or row.capacity_assessment_on <= row.started_on
    for row in made["safeguarding"]:
        days = [day for day in (row.raised_on, row.s42_start, row.s42_end) if day]
        assert days == sorted(days)
    for row in made["actions"]:
        assert row.done is None or row.evidence_of_effect


def test_a_debrief_tells_what_was_said_and_a_missing_one_why(made):
    for row in made["rp_events"]:
        if row.debrief_person_held == "Y":
            assert row.debrief_person_offered == "Y", row.event_id
            assert row.debrief_person_view, row.event_id
            assert row.debrief_person_on, row.event_id
        else:
            assert row.debrief_not_held_reason, row.event_id
            assert row.plan_changed == "N", row.event_id


def test_nobody_said_a_plan_changed_and_wrote_that_nothing_did(made):
    assert not [
        row.event_id for row in made["rp_events"] if row.plan_changed == "Y" and row.learning[:9] == "No change"
    ]


def test_real_gaps_are_there(made):
    registered = made["restrictions"]
    assert any(row.authority == "none_recorded" and row.ended_on is None for row in registered)
    assert any(row.next_review_on and row.next_review_on < TODAY for row in registered)
    assert any(row.done_on is None and row.due_on < TODAY for row in made["reviews"])
    assert any(row.scope == "blanket" and not row.person_ref for row in registered)
    assert any(row.done is None and row.due < TODAY for row in made["actions"])


def test_a_night_shift_and_the_night_of_the_clocks_are_among_the_events(made):
    assert any(row.end_at and row.end_at.date() > row.start_at.date() for row in made["rp_events"])
    night = [row for row in made["rp_events"] if row.start_at.date() == date(2026, 10, 25) and row.start_at.hour == 0]
    assert [(row.start_at.minute, row.end_at - row.start_at) for row in night] == [(40, timedelta(minutes=90))]


@pytest.mark.parametrize("sheet", GOVERNANCE)
def test_the_way_we_speak(made, sheet):
    for row in made[sheet]:
        for column in columns_of(BY_SHEET[sheet]):
            value = getattr(row, column.heading)
            if isinstance(value, str) and not column.allowed and column.heading != "definition":
                found = UNSAID.search(value)
                assert not found, f"{row.ref} {column.heading}: {found and found.group()}"


def test_phrases_do_not_read_like_a_template(made):
    said = [row.debrief_person_view for row in made["rp_events"] if row.debrief_person_view]
    used = [(row.how_used, row.efforts_to_avoid, row.outcome) for row in made["rp_events"]]
    assert len(set(used)) > 0.6 * len(used)
    assert len(set(said)) > 40
    assert len({row.description for row in made["restrictions"]}) == len(made["restrictions"])


def test_groups_add_up_to_the_people_supported(made):
    for service, count in PEOPLE.items():
        for characteristic in {row.characteristic for row in made["people_counts"]}:
            rows = [row for row in made["people_counts"] if row.service_id == service]
            assert sum(row.n_people for row in rows if row.characteristic == characteristic) == count
