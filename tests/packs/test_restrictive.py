"""The register: what is due or missing first, alarms that no scope hides, unknown never no, odd days said in words."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs.conftest import DAY, library, library_of

from alongside.library.library import Library
from alongside.library.records import RESTRICTION_TYPES, Action, Involvement, Metric, Restriction, RpEvent
from alongside.packs.governance import governance_sections, traces
from alongside.packs.restriction_groups import MHSDS, RRN, WALES, group_of, grouped, groups_of
from alongside.packs.restrictive import ACT_NOW, Register, register, steps
from alongside.packs.restrictive_report import affected, alarm_words, life_value, restrictions_report

__all__ = ["library"]


def restriction(ref: str = "RS-1", **fields: Any) -> Restriction:
    usual: dict[str, Any] = {
        "row": 2, "restriction_id": ref, "service_id": "OAK", "scope": "individual", "person_ref": "P-1",
        "type": "environmental", "subtype": "locked_kitchen", "description": "The kitchen is locked at night.",
        "started_on": date(2026, 1, 5), "authority": "court_order_other", "alternatives_tried": "A timer on the hob.",
        "person_consulted": "yes_disagreed", "person_view": "I want my kitchen.", "last_review_on": date(2026, 9, 1),
        "next_review_on": DAY + timedelta(days=30), "reduction_plan": "Open until ten from January.",
        "status": "approved",
    }  # fmt: skip
    return Restriction(**{**usual, **fields})


def event(ref: str = "RE-1", **fields: Any) -> RpEvent:
    usual: dict[str, Any] = {
        "row": 2, "event_id": ref, "service_id": "OAK", "person_ref": "P-1", "type": ("physical",),
        "start_at": datetime.fromisoformat("2026-10-01T12:00"), "reason": "self_harm_risk", "in_care_plan": "planned",
        "efforts_to_avoid": "A walk was offered.", "staff_trained_current": "Y", "status": "approved",
    }  # fmt: skip
    return RpEvent(**{**usual, **fields})


def shown(library: Library, *rows: Any, services: tuple[str, ...] = ()) -> Register:
    return register(library_of(*library.services, *rows), DAY, services)


def words(entry: Any) -> str:
    return " ".join(need.words for need in entry.needs)


def test_a_restriction_that_lacks_nothing_is_only_shown(library: Library) -> None:
    (entry,) = shown(library, restriction()).entries
    assert entry.needs == ()
    assert entry.open
    assert shown(library, restriction()).alarms == ()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"authority": ""}, "restriction.no_authority"),
        ({"authority": "none_recorded"}, "restriction.no_authority"),
        ({"authority_expires_on": date(2026, 1, 31)}, "restriction.authority_expired"),
        ({"next_review_on": DAY - timedelta(days=10)}, "restriction.review_overdue"),
        ({"next_review_on": None}, "restriction.review_undated"),
        ({"reduction_plan": "none"}, "restriction.no_plan"),
        ({"person_consulted": ""}, "restriction.consultation_unknown"),
        ({"person_view": ""}, "restriction.no_view"),
        ({"alternatives_tried": ""}, "restriction.alternatives"),
        ({"started_on": None}, "restriction.no_start"),
        ({"started_on": DAY + timedelta(days=9)}, "restriction.future"),
        ({"last_review_on": DAY + timedelta(days=9)}, "restriction.future"),
        ({"ended_on": date(2025, 1, 1)}, "restriction.order"),
    ],
)
def test_what_is_overdue_or_missing_is_said_with_a_remedy(library: Library, fields: dict[str, Any], rule: str) -> None:
    (entry,) = shown(library, restriction(**fields)).entries
    assert rule in {need.rule for need in entry.needs}
    assert all(need.words and need.remedy for need in entry.needs)


def test_what_has_no_footing_comes_before_what_is_overdue_before_what_is_missing(library: Library) -> None:
    rows = (
        restriction("RS-1"),
        restriction("RS-2", reduction_plan=""),
        restriction("RS-3", next_review_on=DAY - timedelta(days=1)),
        restriction("RS-4", authority="none_recorded"),
        restriction("RS-5", ended_on=date(2026, 2, 1), authority=""),
    )
    assert [entry.ref for entry in shown(library, *rows).entries] == ["RS-4", "RS-3", "RS-2", "RS-1", "RS-5"]


def test_unknown_is_not_no(library: Library) -> None:
    (entry,) = shown(library, restriction(family_consulted="", advocate_involved="", person_consulted="")).entries
    assert "Family: not recorded" in entry.consulted
    assert entry.advocate == "Not recorded"


@pytest.mark.parametrize(
    "fields",
    [
        {"prone_used": "Y", "in_care_plan": "unplanned"},
        {"mhsds_code": ("01",), "in_care_plan": ""},
        {"reason": "care_task"},
        {"reason": "property"},
        {"staff_trained_current": "N"},
    ],
)
def test_no_scope_hides_an_alarm(library: Library, fields: dict[str, Any]) -> None:
    made = shown(library, event(**fields), services=("ANOTHER",))
    (alarm,) = made.alarms
    assert not alarm.here
    assert made.events == ()
    report = restrictions_report(made, library, "", DAY)
    assert any("1 more record" in words for words in report.sections[0].paragraphs)


def test_whoever_is_not_told_of_stands_first_and_is_not_called_untold(library: Library) -> None:
    made = shown(
        library, event("RE-1", reason="care_task", notified_who=("safeguarding",)), event("RE-2", reason="care_task")
    )
    assert [alarm.ref for alarm in made.alarms] == ["RE-2", "RE-1"]
    assert "No record says" in alarm_words(made.alarms[0])
    assert "Safeguarding" in alarm_words(made.alarms[1])


def test_the_report_begins_with_what_to_act_on(library: Library) -> None:
    whole = library_of(*library.services, restriction(authority="none_recorded"))
    report = restrictions_report(register(whole, DAY), whole, "", DAY)
    assert report.sections[0].paragraphs[0] == ACT_NOW
    assert "P-1" not in repr(report.sections)


def test_an_empty_library_gives_sentences(library: Library) -> None:
    empty = library_of(*library.services)
    report = restrictions_report(register(empty, DAY), empty, "", DAY)
    assert all(section.empty or section.paragraphs or section.tables for section in report.sections)
    assert "no proof" in report.sections[0].empty


@pytest.mark.parametrize(("n", "printed"), [(None, "not known"), (0, "0"), (1, "*"), (4, "*"), (5, "5")])
def test_who_is_bound_without_need_is_counted_safely(library: Library, n: int | None, printed: str) -> None:
    rule = restriction(scope="blanket", person_ref="", others_affected_n=n, blanket_justification="A fire.")
    (entry,) = shown(library, rule).blanket
    assert affected(entry) == printed


@pytest.mark.parametrize("kind", RESTRICTION_TYPES)
def test_every_kind_has_its_group(kind: str) -> None:
    assert group_of(RRN, restriction(type=kind)) in {
        "Physical", "Mechanical", "Chemical", "Environmental", "Psychological", "Cultural", "Surveillance",
    }  # fmt: skip


def test_a_blanket_rule_is_a_group_of_its_own_where_the_scheme_has_one() -> None:
    rule = restriction(scope="blanket")
    assert group_of(RRN, rule) == "Blanket"
    assert group_of(WALES, rule) == "Environmental"
    assert "no place" in group_of(WALES, restriction(type="cultural"))


def test_an_incident_holds_several_types_and_codes_win() -> None:
    assert groups_of(MHSDS, event(type=("physical",), mhsds_code=("07", "14"))) == {
        "07 Physical: standing", "14 Chemical: injection, rapid tranquillisation",
    }  # fmt: skip
    assert groups_of(MHSDS, event(type=("seclusion",))) == {"05 Seclusion"}


def test_one_small_group_holds_the_whole_table_back() -> None:
    many = [event(f"RE-{n}", person_ref=f"P-{n}", mhsds_code=("07",)) for n in range(6)]
    assert grouped(MHSDS, many).counts == (("07 Physical: standing", 6),)
    assert grouped(MHSDS, [*many, event("RE-9", mhsds_code=("09",))]).counts == ()
    one_person = [event(f"RE-{n}", mhsds_code=("07",)) for n in range(9)]
    assert grouped(MHSDS, one_person).hidden


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({"denominator": 40.0, "suppression_state": "shown"}, "72 %"),
        ({"denominator": 3.0, "suppression_state": "shown"}, "*"),
        ({"denominator": 40.0, "suppression_state": "hidden"}, "*"),
        ({"suppression_state": "shown"}, "not shown: how many are behind it was not checked"),
        ({"value": None}, "not recorded"),
    ],
)
def test_a_measure_of_life_never_shows_a_few(fields: dict[str, Any], printed: str) -> None:
    usual: dict[str, Any] = {"row": 2, "metric_id": "M-1", "name": "Quality of life", "value": 72.0, "unit": "%"}
    assert life_value(Metric(**{**usual, **fields})) == printed


_DAYS = st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(_DAYS, _DAYS, _DAYS, _DAYS, _DAYS)
def test_no_days_however_odd_break_it(
    began: date | None, ended: date | None, last: date | None, due: date | None, outcome: date | None
) -> None:
    item = restriction(
        started_on=began, ended_on=ended, last_review_on=last, next_review_on=due, reduction_outcome_on=outcome,
        reduction_outcome="reduced",
    )  # fmt: skip
    (entry,) = register(library_of(item), DAY).entries
    days = [step.on for step in steps(item, DAY) if step.on]
    assert days == sorted(days)
    assert all("-" not in need.words.split("days")[0].split("is")[-1] for need in entry.needs if "days" in need.words)
    if began and ended and ended < began:
        assert "ended before it started" in words(entry)
    for step in entry.steps:
        assert step.ahead or step.on is None or step.on <= DAY


def activity(**fields: Any) -> Involvement:
    usual: dict[str, Any] = {
        "row": 2, "id": "IV-1", "service_id": "OAK", "activity": "Restriction panel", "date": date(2026, 5, 1),
        "ladder": 6, "what_changed": "RS-1 was eased.", "reported_back_on": date(2026, 6, 1), "status": "approved",
    }  # fmt: skip
    return Involvement(**{**usual, **fields})


def done(**fields: Any) -> Action:
    usual: dict[str, Any] = {
        "row": 2, "id": "AC-1", "service_id": "OAK", "what": "Open the kitchen.", "came_from_ref": "IV-1",
        "done": date(2026, 5, 20), "evidence_of_effect": "Nobody was hurt.", "status": "approved",
    }  # fmt: skip
    return Action(**{**usual, **fields})


def test_a_decision_is_followed_from_the_activity_to_the_restriction(library: Library) -> None:
    (trace,) = traces(library_of(*library.services, activity(), done(), restriction()), DAY)
    assert trace.whole
    assert trace.step == "6: co-design"
    assert [record.ref for record in trace.changed] == ["RS-1"]
    followed = governance_sections([trace])[1]
    assert any("RS-1" in line for line in followed.paragraphs)


@pytest.mark.parametrize(
    ("fields", "gap"),
    [
        ({"what_changed": ""}, "not recorded"),
        ({"reported_back_on": None}, "not yet told"),
        ({"reported_back_on": date(2026, 1, 1)}, "before it took place"),
        ({"date": None}, "no day"),
        ({"what_changed": "The lock went."}, "No action and no record"),
    ],
)
def test_where_the_way_breaks_off_is_said(library: Library, fields: dict[str, Any], gap: str) -> None:
    (trace,) = traces(library_of(*library.services, activity(**fields), restriction()), DAY)
    assert any(gap in words for words in trace.gaps)
    assert "the whole way yet" in governance_sections([trace])[1].empty


def test_what_is_yet_to_come_has_changed_nothing(library: Library) -> None:
    assert traces(library_of(activity(date=DAY + timedelta(days=1))), DAY) == ()
