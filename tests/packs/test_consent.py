"""No story without permission for this use on this day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs.conftest import DAY, story

from alongside.library.record_rules.stories import consent_last_day
from alongside.packs.consent import refusal


def test_a_story_with_all_in_order_may_be_used() -> None:
    assert refusal(story(), "tender", DAY) is None


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"withdrawn_on": date(2026, 9, 1)}, "consent.withdrawn"),
        ({"status": "withdrawn"}, "consent.withdrawn"),
        ({"safeguarding_or_legal_live": "Y"}, "consent.live"),
        ({"consent_type": "none"}, "consent.missing"),
        ({"consent_type": ""}, "consent.missing"),
        ({"consent_given_on": None}, "consent.missing"),
        ({"consent_given_on": date(2026, 12, 1)}, "consent.missing"),
        ({"consent_expires_on": date(2026, 11, 23)}, "consent.expired"),
        ({"consent_expires_on": None, "consent_given_on": date(2024, 11, 23)}, "consent.expired"),
        ({"consent_scope": ("inspection",)}, "consent.scope"),
        ({"consent_scope": ()}, "consent.scope"),
        ({"capacity_for_this_decision": "fluctuates"}, "consent.capacity"),
        ({"capacity_for_this_decision": "lacks_capacity", "capacity_assessed_on": DAY}, "consent.capacity"),
        ({"deceased": "Y"}, "consent.deceased"),
        ({"reid_risk": "high"}, "consent.recognisable"),
        ({"story_kind": "composite", "composite_declared": "N"}, "consent.composite"),
    ],
)
def test_each_reason_keeps_a_story_out(changes: dict[str, object], rule: str) -> None:
    refused = refusal(story(**changes), "tender", DAY)
    assert refused is not None
    assert refused.rule == rule


def test_the_last_day_still_counts() -> None:
    assert refusal(story(consent_expires_on=DAY), "tender", DAY) is None


def test_the_best_interests_route_is_open_when_complete() -> None:
    told = story(
        capacity_for_this_decision="lacks_capacity",
        capacity_assessed_on=date(2026, 1, 1),
        consent_type="best_interests_record",
        consulted=("the person, with Talking Mats", "IMCA"),
    )
    assert refusal(told, "inspection", DAY) is None


def test_the_best_interests_route_is_not_open_where_nobody_is_known_to_have_been_asked() -> None:
    told = story(
        capacity_for_this_decision="lacks_capacity",
        capacity_assessed_on=date(2026, 1, 1),
        consent_type="best_interests_record",
    )
    refused = refusal(told, "inspection", DAY)
    assert refused is not None
    assert refused.rule == "consent.capacity"


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_permission_without_an_end_lasts_two_years(given_on: date) -> None:
    end = consent_last_day(story(consent_given_on=given_on, consent_expires_on=None))
    assert end is not None
    assert end.year == given_on.year + 2
    assert abs(end.toordinal() - given_on.toordinal() - 730.5) <= 1
