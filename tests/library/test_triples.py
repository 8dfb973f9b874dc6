"""What the comparison of risk assessment, care plan and person shows."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.library.records import PERSON_VIEWS, Triple
from alongside.library.triples import (
    ALIGNED,
    RESULTS,
    aligned_or_explained,
    all_results,
    copied_text,
    latest,
    months_before,
    results,
)

DAY = date(2026, 11, 1)
TWELVE = "likes to walk to the shop with one person who knows the way"


def triple(**changes: Any) -> Triple:
    fields: dict[str, Any] = {
        "row": 2, "triple_id": "TR-1", "person_ref": "P-1", "topic": "going_out", "ra_restriction_level": 1,
        "cp_restriction_level": 1, "ra_date": date(2026, 8, 1), "cp_date": date(2026, 8, 5),
        "person_says": "I go out when I like.", "person_said_on": date(2026, 9, 1), "person_view": "agrees",
    }  # fmt: skip
    return Triple(**{**fields, **changes})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {ALIGNED}),
        ({"cp_restriction_level": 0}, {"paper_gap"}),
        ({"obs_level": 1}, {ALIGNED}),
        ({"obs_level": 0}, {"practice_gap"}),
        ({"person_says": "", "person_said_on": None}, {"voice_missing"}),
        ({"person_said_on": None}, {"voice_stale"}),
        ({"person_said_on": date(2026, 5, 1), "ra_date": date(2026, 4, 1), "cp_date": date(2026, 4, 1)}, {ALIGNED}),
        ({"person_said_on": date(2026, 4, 30), "ra_date": None}, {"voice_stale"}),
        ({"person_said_on": date(2026, 7, 31)}, {"voice_stale"}),
        ({"person_view": "disagrees"}, {"voice_disagrees_unresolved"}),
        ({"person_view": "disagrees", "difference_explained": "Traffic."}, {"voice_disagrees_explained"}),
        ({"person_view": "mixed"}, {ALIGNED}),
        ({"cp_date": date(2026, 9, 30)}, {ALIGNED}),
        ({"cp_date": date(2026, 10, 1)}, {"date_gap"}),
        ({"ra_says": "His plan.", "cp_says": "She walks."}, {"pronoun_or_name_slip"}),
        ({"ra_says": "His mother and she walk.", "cp_says": "She walks."}, {ALIGNED}),
        ({"ra_restriction_level": None}, set()),
        ({"cp_restriction_level": 3, "obs_level": 0, "person_says": ""},
         {"paper_gap", "practice_gap", "voice_missing"}),
    ],
)  # fmt: skip
def test_results(changes: dict[str, Any], expected: set[str]) -> None:
    assert results(triple(**changes), DAY) == expected


def test_copied_text_is_another_persons() -> None:
    mine = triple(ra_says=f"P {TWELVE}.")
    own = triple(triple_id="TR-2", cp_says=TWELVE)
    theirs = triple(triple_id="TR-3", person_ref="P-2", cp_says=TWELVE.upper())
    shorter = triple(triple_id="TR-4", person_ref="P-3", cp_says=TWELVE.rsplit(" ", 2)[0])
    assert copied_text([mine, own]) == frozenset()
    assert copied_text([mine, own, theirs, shorter]) == {"TR-1", "TR-2", "TR-3"}
    assert "copy_text" in all_results([mine, theirs], DAY)["TR-1"]


def test_another_persons_code_is_a_slip() -> None:
    mine, theirs = triple(ra_says="P-02 walks."), triple(triple_id="TR-2", person_ref="P-02")
    found = all_results([mine, theirs], DAY)
    assert found == {"TR-1": {"pronoun_or_name_slip"}, "TR-2": {ALIGNED}}


def test_the_newest_of_each_person_and_topic() -> None:
    old, new = triple(reviewed_on=date(2025, 1, 1)), triple(triple_id="TR-2", reviewed_on=date(2026, 1, 1))
    other = triple(triple_id="TR-3", topic="money")
    assert set(latest([new, old, other])) == {new, other}


def test_what_counts_as_aligned_or_explained() -> None:
    assert aligned_or_explained(frozenset())
    assert aligned_or_explained(frozenset({"voice_disagrees_explained"}))
    assert not aligned_or_explained(frozenset({"voice_disagrees_explained", "date_gap"}))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2024, 2, 29), -24, date(2026, 2, 28)),
    ],
)
def test_calendar_months(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


LEVEL = st.none() | st.integers(0, 4)
WHEN = st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31))


@given(
    st.builds(
        triple, ra_restriction_level=LEVEL, cp_restriction_level=LEVEL, obs_level=LEVEL, ra_date=WHEN, cp_date=WHEN,
        person_said_on=WHEN, person_says=st.sampled_from(["", "yes"]), person_view=st.sampled_from(["", *PERSON_VIEWS]),
        difference_explained=st.sampled_from(["", "so"]), resolution=st.sampled_from(["", "so"]),
    )
)  # fmt: skip
def test_the_results_never_contradict_each_other(item: Triple) -> None:
    found = results(item, DAY)
    assert found <= set(RESULTS)
    assert ALIGNED not in found or found == {ALIGNED}
    assert not {"voice_missing", "voice_stale"} <= found
    assert not {"voice_disagrees_unresolved", "voice_disagrees_explained"} <= found
