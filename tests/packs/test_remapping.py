"""A library re-mapped: what is close carries over, what is part waits for a person, and nothing is lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from alongside.library.editing.changes import AddRecord, SetField
from alongside.library.library import Library
from alongside.library.records import Evidence, EvidenceMap, Record
from alongside.packs.frameworks import CrosswalkLine, FrameworkItem, Frameworks
from alongside.packs.remapping import remap, ways

OLD = tuple(FrameworkItem("OLD", f"K{n}", f"Old {n}", "Safe", "3", "", "") for n in range(1, 5))
NEW = tuple(FrameworkItem("NEW", f"N{n}", f"New {n}", "Safe", "3", "", "") for n in range(1, 4))
CROSSWALK = (
    CrosswalkLine("NEW", "N1", "OLD", "K1", "close", ""),
    CrosswalkLine("NEW", "N2", "OLD", "K1", "part", "only some of it"),
    CrosswalkLine("OLD", "K2", "NEW", "N2", "close", ""),
    CrosswalkLine("NEW", "N3", "OLD", "K3", "part", ""),
    CrosswalkLine("OLD", "K4", "NEW", "", "", "nothing takes it over"),
)
FRAMEWORKS = Frameworks((), (*OLD, *NEW), CROSSWALK, (), ())
ROW = Evidence(row=2, evidence_id="EV-1", framework_items=("K1", "own tag"))


def library(*records: Record) -> Library:
    by_sheet: dict[str, tuple[Record, ...]] = {}
    for record in records:
        by_sheet[record.sheet] = (*by_sheet.get(record.sheet, ()), record)
    return Library("library.xlsx", "0" * 64, by_sheet)


def test_the_crosswalk_is_read_both_ways_round() -> None:
    assert [way.to_item for way in ways(FRAMEWORKS, "OLD", "NEW")["K1"]] == ["N1", "N2"]
    assert [way.to_item for way in ways(FRAMEWORKS, "NEW", "OLD")["N2"]] == ["K1", "K2"]


def test_close_carries_over_part_waits_and_both_tags_are_kept() -> None:
    plan = remap(library(ROW), FRAMEWORKS, "OLD", "NEW")
    (change,) = plan.changes
    assert isinstance(change, SetField)
    assert (change.value, change.seen) == (("K1", "own tag", "N1"), ("K1", "own tag"))
    (mapped,) = plan.decisions
    assert [(way.to_item, way.note) for way in mapped.open] == [("N2", "only some of it")]


def test_a_decision_is_taken_and_is_open_no_more() -> None:
    plan = remap(library(ROW), FRAMEWORKS, "OLD", "NEW", {"K1": ("N2",)})
    (change,) = plan.changes
    assert isinstance(change, SetField)
    assert change.value == ("K1", "own tag", "N1", "N2")
    assert not plan.decisions


def test_what_nothing_takes_over_stays_and_is_told() -> None:
    plan = remap(library(replace(ROW, framework_items=("K4",))), FRAMEWORKS, "OLD", "NEW")
    assert plan.changes == ()
    assert plan.items[0].stays
    assert plan.items[0].refs == ("EV-1",)


def test_a_second_time_there_is_nothing_to_do() -> None:
    done = replace(ROW, framework_items=("K1", "own tag", "N1"))
    assert remap(library(done), FRAMEWORKS, "OLD", "NEW").changes == ()


def test_the_sheet_evidence_map_gets_rows_of_its_own_once() -> None:
    rows = tuple(
        EvidenceMap(row=n, id=f"MP-{n}", evidence_id="EV-1", framework_item="K1", strength="strong") for n in (2, 3)
    )
    (change,) = remap(library(*rows), FRAMEWORKS, "OLD", "NEW").changes
    assert isinstance(change, AddRecord)
    assert change.filled == {"id": "MP-4", "evidence_id": "EV-1", "framework_item": "N1", "strength": "strong"}


TAGS = st.lists(st.sampled_from(("K1", "K2", "K3", "K4", "N1", "N2", "own")), unique=True, max_size=6)


@given(st.lists(TAGS, max_size=5))
def test_no_tag_is_ever_lost_and_each_row_with_an_old_tag_is_told(every: list[list[str]]) -> None:
    rows = [replace(ROW, row=n + 2, evidence_id=f"EV-{n}", framework_items=tuple(t)) for n, t in enumerate(every)]
    plan = remap(library(*rows), FRAMEWORKS, "OLD", "NEW")
    new = {change.ref: change.value for change in plan.changes if isinstance(change, SetField)}
    for row in rows:
        tags = new.get(row.evidence_id, row.framework_items)
        assert isinstance(tags, tuple)
        assert tags[: len(row.framework_items)] == row.framework_items
    told = {ref for item in plan.items for ref in item.refs}
    assert told == {row.evidence_id for row in rows if any(tag.startswith("K") for tag in row.framework_items)}
