"""Each rule of the domain: a record that breaks it, and the nearest one that does not."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from alongside.findings import Finding
from alongside.library import record_rules
from alongside.library.notes import Notes
from alongside.library.record_rules import check
from alongside.library.record_rules.restrictions import is_open
from alongside.library.records import BY_SHEET, Record, Restriction
from alongside.rules import RULES

TODAY = date(2026, 11, 1)
AT = datetime.fromisoformat("2026-10-01 10:00")


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


SOUND: dict[str, dict[str, Any]] = {
    "services": {
        "service_id": "OAK",
        "service_name": "Oak",
        "nation": "ENG",
        "service_type": "supported_living",
        "people_supported": 12,
        "dols_applies": "N",
        "use_of_force_act_applies": "N",
        "rating_date": days(-400),
    },
    "evidence": {
        "evidence_id": "EV-1",
        "service_id": "OAK",
        "title": "Panel",
        "kind": "audit",
        "evidence_category": ("EXP",),
        "claim": "People sit on the panel.",
        "snippet_100": "Six people sit on it.",
        "who_involved": ("people_supported",),
        "period_start": days(-200),
        "period_end": days(-100),
        "sample_size": 5,
        "population_size": 10,
    },
    "answers": {"answer_id": "AN-1", "service_id": "OAK", "title": "Risk", "text": "We ask.", "review_due": days(1)},
    "stories": {
        "story_id": "ST-1",
        "service_id": "OAK",
        "title": "Going out alone",
        "story_kind": "co_authored",
        "pseudonym": "Robin",
        "what_person_said": "I know the way.",
        "outcome": "Walks alone.",
        "capacity_for_this_decision": "has_capacity",
        "consent_type": "written",
        "consent_given_on": days(-200),
        "consent_expires_on": days(200),
        "anonymisation_level": "pseudonymised",
        "reid_risk": "low",
        "safeguarding_or_legal_live": "N",
        "family_or_staff_identifiable": "N",
    },
    "restrictions": {
        "restriction_id": "RS-1",
        "service_id": "OAK",
        "scope": "individual",
        "person_ref": "P-1",
        "type": "environmental",
        "description": "Locked kitchen",
        "started_on": days(-100),
        "authority": "capacitated_consent",
        "alternatives_tried": "A kettle guard, for a month.",
        "person_consulted": "yes_agreed",
        "person_view": "Fine for now.",
        "last_review_on": days(-20),
        "next_review_on": days(10),
        "reduction_plan": "Open at noon from May.",
    },
    "rp_events": {
        "event_id": "RE-1",
        "service_id": "OAK",
        "person_ref": "P-1",
        "start_at": AT,
        "end_at": AT + timedelta(minutes=5),
        "type": ("physical",),
        "mhsds_code": ("07",),
        "reason": "self_harm_risk",
        "staff_trained_current": "Y",
        "efforts_to_avoid": "Talked, offered space.",
        "debrief_person_held": "Y",
        "prone_used": "N",
        "record_made_at": AT + timedelta(hours=3),
    },
    "triples": {
        "triple_id": "TR-1",
        "service_id": "OAK",
        "person_ref": "P-1",
        "topic": "kitchen",
        "ra_date": days(-60),
        "cp_date": days(-50),
        "ra_restriction_level": 1,
        "cp_restriction_level": 1,
        "person_says": "I like to cook.",
        "person_said_on": days(-30),
        "person_view": "agrees",
    },
    "safeguarding": {
        "id": "SG-1",
        "service_id": "OAK",
        "raised_on": days(-30),
        "council_told_on": days(-30),
        "msp_outcomes_asked": "Y",
        "msp_outcome_text": "I want to stay.",
    },
    "training": {"id": "TN-1", "course": "PBS", "required_n": 10, "in_date_n": 9, "expiry": days(30)},
    "reviews": {
        "id": "RV-1",
        "service_id": "OAK",
        "person_ref": "P-1",
        "kind": "risk",
        "due_on": days(-10),
        "done_on": days(-9),
        "accessible_format_needed": "Y",
        "accessible_format_given": "Y",
        "advocate_needed": "N",
    },
    "involvement": {
        "id": "IV-1",
        "activity": "Panel",
        "date": days(-100),
        "ladder": 6,
        "what_changed": "The door.",
        "reported_back_on": days(-50),
    },
    "metrics": {
        "metric_id": "M-1",
        "name": "Joined",
        "numerator": 9.0,
        "denominator": 10.0,
        "unit": "%",
        "value": 90.0,
        "period_start": days(-100),
        "period_end": days(-10),
        "source_table": "reviews",
    },
    "actions": {"id": "AC-1", "what": "Mend the door", "due": days(5)},
    "incidents": {"id": "IN-1", "occurred_on": days(-3)},
    "complaints": {"id": "CO-1", "received": days(-3)},
}

# rule, sheet, what is changed, and a change after which the rule is content again
BROKEN: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("service.dols_type", "services", {"dols_applies": "Y"}, {"service_type": "nursing_home"}),
    ("service.dols_nation", "services", {"dols_applies": "Y", "nation": "SCO"}, {"nation": "WAL"}),
    ("service.use_of_force", "services", {"use_of_force_act_applies": "Y"}, {"service_type": "mh_hospital"}),
    (
        "service.use_of_force",
        "services",
        {"use_of_force_act_applies": "Y", "service_type": "mh_hospital", "nation": "WAL"},
        {"nation": "ENG"},
    ),
    ("service.rating_old", "services", {"rating_date": date(2023, 10, 31)}, {"rating_date": date(2023, 11, 1)}),
    ("service.people_missing", "services", {"people_supported": None}, {"people_supported": 0}),
    ("evidence.period_order", "evidence", {"period_start": days(-99)}, {"period_start": days(-100)}),
    ("evidence.old", "evidence", {"period_end": date(2025, 4, 30)}, {"period_end": date(2025, 5, 1)}),
    ("evidence.old", "evidence", {"period_end": date(2023, 11, 1)}, {"period_end": date(2023, 10, 31)}),
    ("evidence.very_old", "evidence", {"period_end": date(2023, 10, 31)}, {"period_end": date(2023, 11, 1)}),
    ("evidence.sample", "evidence", {"sample_size": 11}, {"sample_size": 10}),
    (
        "evidence.percentage_without_n",
        "evidence",
        {"snippet_100": "40% agreed", "sample_size": None},
        {"sample_size": 5},
    ),
    (
        "evidence.percentage_without_n",
        "evidence",
        {"claim": "40 per cent agreed", "population_size": None},
        {"claim": "Some agreed"},
    ),
    ("evidence.what_changed", "evidence", {"involvement_level": 5}, {"involvement_level": 4}),
    ("evidence.superlative", "evidence", {"claim": "We always ask."}, {"metric_ref": "M-1"}),
    ("evidence.superlative", "evidence", {"claim": "100% were asked."}, {"claim": "A best interests meeting is held."}),
    ("evidence.experience_by_staff", "evidence", {"who_involved": ("staff",)}, {"who_involved": ("staff", "family")}),
    ("evidence.policy_past_review", "evidence", {"kind": "policy", "review_due": days(-1)}, {"review_due": TODAY}),
    ("evidence.review_overdue", "evidence", {"review_due": days(-1)}, {"review_due": TODAY}),
    ("evidence.no_wording", "evidence", {"snippet_100": ""}, {"snippet_250": "Words."}),
    ("answer.review_overdue", "answers", {"review_due": days(-1)}, {"review_due": TODAY}),
    ("answer.percentage_without_source", "answers", {"text": "40% agreed"}, {"metric_refs": ("M-1",)}),
    ("story.composite", "stories", {"story_kind": "composite"}, {"composite_declared": "Y"}),
    ("story.no_words", "stories", {"what_person_said": ""}, {"what_person_said": "Smiled at the door."}),
    (
        "story.capacity_assessment",
        "stories",
        {"capacity_for_this_decision": "fluctuates", "capacity_assessed_on": days(-9)},
        {"assessed_by_role": "nurse"},
    ),
    (
        "story.best_interests",
        "stories",
        {"capacity_for_this_decision": "lacks_capacity"},
        {"consent_type": "best_interests_record"},
    ),
    ("story.no_consent", "stories", {"consent_type": "none"}, {"consent_type": "written"}),
    (
        "story.consent_undated",
        "stories",
        {"consent_given_on": None, "consent_expires_on": None},
        {"consent_given_on": days(-1)},
    ),
    ("story.consent_order", "stories", {"consent_expires_on": days(-201)}, {"consent_expires_on": days(-200)}),
    ("story.consent_expired", "stories", {"consent_expires_on": days(-1)}, {"consent_expires_on": TODAY}),
    (
        "story.consent_expired",
        "stories",
        {"consent_expires_on": None, "consent_given_on": date(2024, 10, 31)},
        {"consent_given_on": date(2024, 11, 1)},
    ),
    ("story.consent_ends_soon", "stories", {"consent_expires_on": days(60)}, {"consent_expires_on": days(61)}),
    ("story.withdrawn", "stories", {"withdrawn_on": days(-1), "status": "withdrawn"}, {"withdrawn_on": None}),
    ("story.live_matter", "stories", {"safeguarding_or_legal_live": "Y"}, {"safeguarding_or_legal_live": "N"}),
    ("story.high_risk", "stories", {"reid_risk": "high"}, {"reid_risk": "medium"}),
    (
        "story.others_recognisable",
        "stories",
        {"family_or_staff_identifiable": "Y"},
        {"family_or_staff_identifiable": "N"},
    ),
    (
        "story.unchecked",
        "stories",
        {"anonymisation_level": "anonymised_tested"},
        {"anonymisation_checked_on": days(-1)},
    ),
    ("story.no_outcome", "stories", {"outcome": ""}, {"outcome_measure": "Walks a week"}),
    ("story.title", "stories", {"title": "Robin’s walk"}, {"title": "A robin-red coat"}),
    ("story.check_in", "stories", {"next_check_in_with_person": days(-1)}, {"next_check_in_with_person": TODAY}),
    ("restriction.order", "restrictions", {"ended_on": days(-101)}, {"ended_on": days(-100)}),
    ("restriction.no_authority", "restrictions", {"authority": "none_recorded"}, {"ended_on": days(-1)}),
    ("restriction.no_authority", "restrictions", {"authority": ""}, {"authority": "CoP_order"}),
    (
        "restriction.authority_waiting",
        "restrictions",
        {"authority": "DoLS_applied_waiting"},
        {"authority": "CoP_order"},
    ),
    (
        "restriction.authority_expired",
        "restrictions",
        {"authority_expires_on": days(-1)},
        {"authority_expires_on": TODAY},
    ),
    (
        "restriction.authority_ends_soon",
        "restrictions",
        {"authority_expires_on": days(28)},
        {"authority_expires_on": days(29)},
    ),
    ("restriction.wrong_route", "restrictions", {"authority": "DoLS_standard"}, {"service_id": "ELM"}),
    (
        "restriction.reassess",
        "restrictions",
        {"authority": "CoP_order", "capacity_assessment_on": date(2026, 6, 1), "last_review_on": date(2026, 6, 1)},
        {"capacity_assessment_on": date(2026, 6, 2)},
    ),
    (
        "restriction.alternatives",
        "restrictions",
        {"alternatives_tried": "None."},
        {"alternatives_tried": "None: the door came with the house."},
    ),
    (
        "restriction.not_consulted",
        "restrictions",
        {"person_consulted": "no", "person_view": ""},
        {"person_view": "In hospital that week."},
    ),
    ("restriction.consultation_unknown", "restrictions", {"person_consulted": ""}, {"scope": "blanket"}),
    ("restriction.no_view", "restrictions", {"person_view": ""}, {"person_view": "Hates it."}),
    ("restriction.no_plan", "restrictions", {"reduction_plan": "n/a"}, {"ended_on": days(-1)}),
    ("restriction.review_overdue", "restrictions", {"next_review_on": days(-1)}, {"next_review_on": TODAY}),
    (
        "restriction.review_overdue",
        "restrictions",
        {"next_review_on": None, "review_frequency_days": 19},
        {"review_frequency_days": 20},
    ),
    (
        "restriction.review_long_overdue",
        "restrictions",
        {"next_review_on": days(-91), "last_review_on": days(-95)},
        {"next_review_on": days(-90)},
    ),
    ("restriction.review_undated", "restrictions", {"next_review_on": None}, {"review_frequency_days": 90}),
    ("restriction.review_order", "restrictions", {"next_review_on": days(-20)}, {"next_review_on": days(-19)}),
    (
        "restriction.blanket",
        "restrictions",
        {"scope": "blanket", "blanket_justification": "One person"},
        {"others_affected_n": 3},
    ),
    ("restriction.no_person", "restrictions", {"person_ref": ""}, {"scope": "blanket"}),
    ("restriction.medicine_review", "restrictions", {"type": "chemical"}, {"medicine_review_on": days(-5)}),
    (
        "restriction.capacity",
        "restrictions",
        {"authority": "best_interests_MCA", "capacity_assessment_on": days(-9)},
        {"decision_specific": "Y"},
    ),
    ("event.order", "rp_events", {"end_at": AT - timedelta(minutes=1)}, {"end_at": AT}),
    ("event.long", "rp_events", {"end_at": AT + timedelta(minutes=16)}, {"end_at": AT + timedelta(minutes=15)}),
    ("event.long", "rp_events", {"end_at": None, "duration_min": 16.0}, {"type": ("seclusion",)}),
    ("event.duration", "rp_events", {"duration_min": 9.0}, {"duration_min": 5.0}),
    ("event.reason", "rp_events", {"reason": "care_task"}, {"reason": "harm_to_others"}),
    ("event.reason", "rp_events", {"reason": "property"}, {"reason": "absence_risk"}),
    ("event.untrained", "rp_events", {"staff_trained_current": "N"}, {"staff_trained_current": "NK"}),
    ("event.prone", "rp_events", {"prone_used": "Y"}, {"prone_used": "NK"}),
    ("event.prone", "rp_events", {"mhsds_code": ("07", "01")}, {"mhsds_code": ("07",)}),
    ("event.debrief", "rp_events", {"debrief_person_held": "N"}, {"debrief_not_held_reason": "Did not want to."}),
    (
        "event.no_efforts",
        "rp_events",
        {"efforts_to_avoid": "none"},
        {"efforts_to_avoid": "None: no time, a lorry came."},
    ),
    (
        "event.late_record",
        "rp_events",
        {"record_made_at": AT + timedelta(hours=24, minutes=6)},
        {"record_made_at": AT + timedelta(hours=24, minutes=5)},
    ),
    ("event.early_record", "rp_events", {"record_made_at": AT - timedelta(minutes=1)}, {"record_made_at": AT}),
    ("triple.paper_gap", "triples", {"cp_restriction_level": 2}, {"cp_restriction_level": 1}),
    ("triple.practice_gap", "triples", {"obs_level": 3}, {"obs_level": 1}),
    ("triple.voice_missing", "triples", {"person_says": ""}, {"person_says": "Smiles."}),
    ("triple.voice_stale", "triples", {"person_said_on": days(-61)}, {"person_said_on": days(-60)}),
    (
        "triple.voice_disagrees_unresolved",
        "triples",
        {"person_view": "disagrees"},
        {"difference_explained": "The oven."},
    ),
    (
        "triple.voice_disagrees_explained",
        "triples",
        {"person_view": "disagrees", "resolution": "Tried again in May"},
        {"resolution": ""},
    ),
    ("triple.date_gap", "triples", {"ra_date": days(-120), "cp_date": days(-59)}, {"cp_date": days(-60)}),
    (
        "triple.pronoun_or_name_slip",
        "triples",
        {"ra_says": "He cooks.", "cp_says": "She cooks."},
        {"cp_says": "He cooks."},
    ),
    ("triple.levels_missing", "triples", {"ra_restriction_level": None}, {"ra_restriction_level": 1}),
    (
        "triple.mixed_view",
        "triples",
        {"person_view": "mixed"},
        {"difference_explained": "Yes to the lock, no to the key."},
    ),
    ("safeguarding.order", "safeguarding", {"s42_start": days(-9), "s42_end": days(-10)}, {"s42_end": days(-9)}),
    ("safeguarding.told_early", "safeguarding", {"council_told_on": days(-31)}, {"council_told_on": days(-29)}),
    ("safeguarding.not_told", "safeguarding", {"council_told_on": None}, {"raised_on": days(-1)}),
    ("safeguarding.outcome_words", "safeguarding", {"msp_outcome_text": ""}, {"msp_outcomes_asked": "not_able"}),
    ("training.count", "training", {"in_date_n": 11}, {"in_date_n": 10}),
    ("training.expired", "training", {"expiry": days(-1)}, {"expiry": TODAY}),
    ("review.overdue", "reviews", {"done_on": None}, {"due_on": TODAY}),
    ("review.format_not_given", "reviews", {"accessible_format_given": "N"}, {"accessible_format_given": "NK"}),
    ("review.no_advocate", "reviews", {"advocate_needed": "Y"}, {"advocate_referred_on": days(-12)}),
    ("involvement.what_changed", "involvement", {"what_changed": ""}, {"ladder": 4}),
    ("involvement.not_reported_back", "involvement", {"reported_back_on": None}, {"date": days(-90)}),
    ("metric.order", "metrics", {"period_end": days(-101)}, {"period_end": days(-100)}),
    ("metric.percentage_without_n", "metrics", {"denominator": None}, {"unit": "hours"}),
    ("metric.part", "metrics", {"numerator": 11.0, "value": 110.0}, {"unit": "hours"}),
    ("metric.sum", "metrics", {"value": 91.0}, {"value": 90.4}),
    ("metric.origin", "metrics", {"source_table": ""}, {"source_table": "reviews"}),
    ("action.overdue", "actions", {"due": days(-1)}, {"done": days(-1)}),
    ("record.future_date", "incidents", {"occurred_on": days(1)}, {"occurred_on": TODAY}),
    ("record.future_date", "rp_events", {"start_at": AT + timedelta(days=40)}, {"start_at": AT}),
    (
        "phrase.overruled_case",
        "evidence",
        {"snippet_100": "We use the acid test."},
        {"snippet_100": "The acid test was overruled in June 2026."},
    ),
    (
        "phrase.style",
        "stories",
        {"action": "Staff met his challenging behaviour."},
        {"action": "He was called “challenging behaviour”."},
    ),
]


def make(sheet: str, *changes: Mapping[str, Any], row: int = 2) -> Record:
    fields: dict[str, Any] = dict(SOUND[sheet])
    for change in changes:
        fields |= change
    return BY_SHEET[sheet](row=row, **fields)


def check_all(records: Mapping[str, Sequence[Record]]) -> tuple[Finding, ...]:
    notes = Notes("library.xlsx")
    check(records, TODAY, notes)
    return notes.finish()


def findings_of(sheet: str, *changes: Mapping[str, Any]) -> list[Finding]:
    """What is said of this record in a library with one sound service."""
    records: dict[str, list[Record]] = {"services": [make("services")]}
    records[sheet] = [make(sheet, *changes)]
    return [item for item in check_all(records) if item.where.sheet == sheet]


@pytest.mark.parametrize("sheet", sorted(SOUND))
def test_a_sound_record_breaks_no_rule(sheet: str) -> None:
    assert findings_of(sheet) == []


@pytest.mark.parametrize(("rule", "sheet", "change", "mended"), BROKEN)
def test_a_rule_speaks_when_broken_and_is_silent_when_mended(
    rule: str, sheet: str, change: dict[str, Any], mended: dict[str, Any]
) -> None:
    hits = [item for item in findings_of(sheet, change) if item.rule == rule]
    assert len(hits) == 1
    ref = make(sheet).ref
    assert (hits[0].where.row, hits[0].where.ref) == (2, ref)
    assert hits[0].where.column in BY_SHEET[sheet].__dataclass_fields__
    assert ref in hits[0].message
    assert "P-1" not in hits[0].message
    assert "Robin" not in hits[0].message
    assert rule not in {item.rule for item in findings_of(sheet, change, mended)}


def test_every_rule_of_a_record_is_tried_here() -> None:
    every = {
        rule for table in (record_rules.CHECKS, record_rules.TODAY) for checks in table.values() for rule in checks
    }
    every |= {rule for rule in RULES if rule.startswith("triple.")} - {"triple.copy_text"}  # see test_triples
    assert every <= {rule for rule, *_rest in BROKEN}


def test_every_rule_here_is_in_the_table() -> None:
    assert {rule for rule, *_rest in BROKEN} <= RULES.keys()


def test_withdrawn_rows_are_left_in_peace() -> None:
    assert findings_of("evidence", {"status": "withdrawn", "sample_size": 11, "snippet_100": "acid test"}) == []


def test_a_withdrawn_story_lists_where_it_was_used() -> None:
    use = BY_SHEET["usage"](row=2, id="U-1", item_ref="ST-1", pack="tender-7")  # type: ignore[call-arg]
    records = {"stories": [make("stories", {"withdrawn_on": days(-1)})], "usage": [use]}
    (hit,) = [item for item in check_all(records) if item.rule == "story.withdrawn"]
    assert "tender-7" in hit.message


def test_only_the_newest_comparison_of_a_topic_is_reported() -> None:
    old = make("triples", {"person_says": "", "reviewed_on": days(-300)})
    new = make("triples", {"triple_id": "TR-2", "reviewed_on": days(-20)}, row=3)
    assert check_all({"triples": [new, old]}) == ()


def test_open_on_a_day() -> None:
    item = Restriction(row=2, started_on=TODAY, ended_on=days(5))
    assert not is_open(item, days(-1))
    assert is_open(item, TODAY)
    assert is_open(item, days(4))
    assert not is_open(item, days(5))


def test_the_right_phrases_for_the_nation() -> None:
    text = {"snippet_100": "Judged as the MEAT."}
    scotland = {"services": [make("services", {"nation": "SCO"})], "evidence": [make("evidence", text)]}
    assert [item.rule for item in findings_of("evidence", text)] == ["phrase.meat"]
    assert [item for item in check_all(scotland) if item.where.sheet == "evidence"] == []
