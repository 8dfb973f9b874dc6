"""What the evidence supports, by the grades of domain 5.4, and how it grows."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.library.library import Library
from alongside.library.records import Evidence, EvidenceMap, Record, Story
from alongside.packs.coverage import Coverage, Grade, Proof, coverage, grade
from alongside.packs.frameworks import CrosswalkLine, FrameworkItem, Frameworks

TODAY = date(2026, 11, 24)
ITEM = FrameworkItem("F", "S1", "Learning", "Safe", "3", "", "")
OTHER = replace(ITEM, item_id="S2")
FRAMEWORKS = Frameworks((), (ITEM, OTHER), (CrosswalkLine("OLD", "K1", "F", "S2", "strong", ""),), (), ())
SURVEY = Evidence(
    row=2, evidence_id="EV-1", service_id="OAK", kind="survey", evidence_category=("EXP",), framework_items=("S1",),
    period_end=date(2026, 9, 30), source_doc="Survey 2026", what_changed="The door is open.",
)  # fmt: skip
AUDIT = replace(SURVEY, row=3, evidence_id="EV-2", kind="audit", evidence_category=("PROC",), what_changed="")


def library(*records: Record) -> Library:
    by_sheet: dict[str, tuple[Record, ...]] = {}
    for record in records:
        by_sheet[record.sheet] = (*by_sheet.get(record.sheet, ()), record)
    return Library("library.xlsx", "0" * 64, by_sheet)


def line(*records: Record, service: str = "OAK") -> Grade:
    return coverage(library(*records), FRAMEWORKS, "F", service, TODAY)[0].grade


def test_strong_needs_two_kinds_one_of_them_seen_or_lived_a_result_and_a_source() -> None:
    assert line(SURVEY, AUDIT) is Grade.STRONG
    assert line(SURVEY) is Grade.FAIR
    assert line(replace(SURVEY, what_changed=""), AUDIT) is Grade.FAIR
    assert line(replace(SURVEY, evidence_category=("STAFF",)), AUDIT) is Grade.FAIR


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ((replace(AUDIT, kind="policy"),), "policy"),
        ((replace(SURVEY, period_end=date(2025, 1, 1)),), "18 months"),
        ((replace(SURVEY, period_end=None),), "no date"),
        ((replace(SURVEY, source_doc=""),), "source"),
        ((AUDIT,), "processes"),
    ],
)
def test_weak_says_why(records: tuple[Record, ...], reason: str) -> None:
    (found, _other) = coverage(library(*records), FRAMEWORKS, "F", "OAK", TODAY)
    assert found.grade is Grade.WEAK
    assert reason in found.reason


def test_nothing_is_none_and_not_weak() -> None:
    assert line() is Grade.NONE
    assert grade((), TODAY)[0] is Grade.NONE


def test_what_rests_on_processes_alone_is_marked() -> None:
    (found, _other) = coverage(library(AUDIT), FRAMEWORKS, "F", "OAK", TODAY)
    assert found.process_only
    assert found.cells["PROC"].proofs[0].ref == "EV-2"


def test_the_whole_providers_evidence_speaks_for_each_service_and_no_other_services_does() -> None:
    assert line(replace(SURVEY, service_id="ALL")) is Grade.FAIR
    assert line(replace(SURVEY, service_id="ELM")) is Grade.NONE
    assert line(replace(SURVEY, service_id="ELM"), service="") is Grade.FAIR


def test_a_tag_of_another_framework_is_carried_across_and_the_sheet_evidence_map_counts() -> None:
    rows = (
        replace(SURVEY, framework_items=("K1",)),
        EvidenceMap(row=2, id="E", evidence_id="EV-1", framework_item="S1"),
    )
    assert [found.grade for found in coverage(library(*rows), FRAMEWORKS, "F", "OAK", TODAY)] == [Grade.FAIR] * 2


def test_a_story_counts_only_while_its_permission_stands() -> None:
    story = Story(
        row=2, story_id="ST-1", service_id="OAK", framework_items=("S1",), outcome="Out", outcome_date=date(2026, 9, 1),
        consent_type="written", consent_given_on=date(2026, 1, 1),
    )  # fmt: skip
    assert line(story) is Grade.FAIR
    assert line(replace(story, withdrawn_on=date(2026, 10, 1))) is Grade.NONE
    assert line(replace(story, consent_expires_on=date(2026, 10, 1))) is Grade.NONE


def test_a_date_that_is_not_known_is_never_recent() -> None:
    proof = Proof("EV-1", "", "OAK", frozenset({"EXP"}), None, True, True, False)
    assert not proof.recent(TODAY)
    assert proof.old(TODAY)


def test_one_pass_answers_for_every_service() -> None:
    rows = [replace(SURVEY, row=n, evidence_id=f"EV-{n}", service_id=f"S{n % 100}") for n in range(2, 5_000)]
    found = Coverage(library(*rows), FRAMEWORKS, "F", TODAY)
    assert sum(len(found.of(f"S{n}")[0].proofs) for n in range(100)) == len(rows)
