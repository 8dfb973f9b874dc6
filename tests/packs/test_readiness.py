"""Gaps as actions, change since an earlier day, services side by side."""

from dataclasses import replace
from datetime import date

from alongside.library.library import Library
from alongside.library.records import Action, Evidence, Record, Service, Story
from alongside.packs.coverage import Coverage, Grade, coverage
from alongside.packs.frameworks import FrameworkItem, Frameworks
from alongside.packs.readiness import added, as_of, caveat, gap_actions, side_by_side, since

TODAY, EARLIER = date(2026, 11, 24), date(2026, 10, 24)
ITEM = FrameworkItem("F", "S1", "Learning", "Safe", "3", "", "")
FRAMEWORKS = Frameworks(
    (), (ITEM, replace(ITEM, item_id="S2", relevance="2"), replace(ITEM, item_id="S3", relevance="0")), (), (), ()
)
SURVEY = Evidence(
    row=2, evidence_id="EV-1", service_id="OAK", kind="survey", evidence_category=("EXP",), framework_items=("S1",),
    period_end=date(2026, 9, 30), source_doc="Survey", what_changed="The door is open.", created_on=date(2026, 10, 1),
    owner_role="Deputy manager",
)  # fmt: skip
POLICY = replace(SURVEY, row=3, evidence_id="EV-2", kind="policy", evidence_category=("PROC",))


def library(*records: Record) -> Library:
    by_sheet: dict[str, tuple[Record, ...]] = {}
    for record in records:
        by_sheet[record.sheet] = (*by_sheet.get(record.sheet, ()), record)
    return Library("library.xlsx", "0" * 64, by_sheet)


def test_each_gap_of_weight_becomes_an_action_with_owner_and_day() -> None:
    known = library(POLICY)
    weak, none = gap_actions(coverage(known, FRAMEWORKS, "F", "OAK", TODAY), known, "OAK", TODAY)
    assert (weak.item_id, weak.owner_role, weak.came_from_ref) == ("S1", "Deputy manager", "EV-2")
    assert (none.item_id, none.owner_role, none.came_from_ref) == ("S2", "Registered manager", "")
    assert TODAY < weak.due < none.due


def test_a_gap_with_an_open_action_gets_no_second_one_and_a_done_one_does() -> None:
    action = Action(row=2, id="AC-001", service_id="OAK", what="S1 Learning: ask people.")
    known = library(POLICY, action)
    lines = coverage(known, FRAMEWORKS, "F", "OAK", TODAY)
    assert [item.item_id for item in gap_actions(lines, known, "OAK", TODAY)] == ["S2"]
    known = library(POLICY, replace(action, done=EARLIER))
    assert len(gap_actions(lines, known, "OAK", TODAY)) == 2
    (first, _second) = gap_actions(lines, known, "OAK", TODAY, owner="Quality lead", due=date(2027, 1, 8))
    assert (first.owner_role, first.due) == ("Quality lead", date(2027, 1, 8))


def test_rows_of_actions_have_ids_of_their_own_past_what_waits() -> None:
    known = library(Action(row=2, id="AC-001", what="x"))
    lines = coverage(known, FRAMEWORKS, "F", "", TODAY)
    rows = added(gap_actions(lines, known, "", TODAY), known, TODAY, ["AC-002"])
    assert [dict(row.fields)["id"] for row in rows] == ["AC-003", "AC-004"]
    assert {dict(row.fields)["service_id"] for row in rows} == {"ALL"}


def test_what_was_written_later_is_not_counted_for_the_earlier_day() -> None:
    later = replace(POLICY, evidence_id="EV-3", kind="audit", created_on=date(2026, 11, 1))
    found, earlier = since(library(SURVEY, later), FRAMEWORKS, "F", "OAK", (EARLIER, TODAY))
    (moved,) = found
    assert (moved.was, moved.line.grade, moved.came, moved.better) == (Grade.FAIR, Grade.STRONG, ("EV-3",), True)
    assert earlier.left_out == ("EV-3",)
    assert "1 came later" in caveat(earlier, EARLIER)


def test_what_cannot_be_known_of_the_earlier_day_is_said() -> None:
    undated = replace(SURVEY, evidence_id="EV-4", created_on=None, period_end=None)
    touched = replace(SURVEY, evidence_id="EV-5", updated_on=TODAY)
    spoke_later = replace(SURVEY, evidence_id="EV-6", period_end=date(2026, 10, 31))
    story = Story(row=2, story_id="ST-1", created_on=TODAY)
    earlier = as_of(library(undated, touched, spoke_later, story), EARLIER)
    assert (earlier.undated, earlier.changed, earlier.left_out) == (("EV-4",), ("EV-5",), ("EV-6", "ST-1"))


def test_evidence_that_grew_old_counts_as_a_change() -> None:
    old = replace(SURVEY, period_end=date(2025, 11, 1))
    (moved,) = since(library(old), FRAMEWORKS, "F", "OAK", (EARLIER, TODAY))[0]
    assert (moved.was, moved.line.grade, moved.better) == (Grade.FAIR, Grade.WEAK, False)


def test_services_side_by_side_each_have_their_own_lines() -> None:
    services = (Service(row=2, service_id="OAK"), Service(row=3, service_id="ELM"))
    known = library(SURVEY, *services)
    beside = side_by_side(Coverage(known, FRAMEWORKS, "F", TODAY), known)
    assert [lines[0].grade for lines in beside.values()] == [Grade.FAIR, Grade.NONE]
