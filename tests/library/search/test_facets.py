"""What a set of results can be filtered by."""

from datetime import date, timedelta

import pytest

from alongside.library.records import Evidence, Involvement, Story
from alongside.library.search.facets import (
    FACETS,
    Consent,
    Freshness,
    consent_of,
    facets_of,
    freshness_of,
    having,
    values_of,
)

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
ROWS = (
    Evidence(
        row=2, evidence_id="EV-1", service_id="OAK", kind="audit", evidence_category=("EXP", "OUT"),
        involvement_level=6, framework_items=("SAF-S1", "SAF-C1"), owner_role="manager", status="approved",
        review_due=TODAY - DAY,
    ),
    Evidence(
        row=3, evidence_id="EV-2", service_id="OAK", kind="survey", evidence_category=("EXP",),
        framework_items=("SAF-S1", "WAL-1"), review_due=TODAY + 60 * DAY,
    ),
    Story(
        row=2, story_id="ST-1", story_kind="composite", consent_type="written", consent_given_on=TODAY - 10 * DAY,
        consent_expires_on=TODAY + 400 * DAY,
    ),
    Involvement(row=2, id="IV-1", ladder=6),
)  # fmt: skip


def counts(**given: object) -> dict[str, dict[str, int]]:
    return {facet.noun: dict(facet.counts) for facet in facets_of(ROWS, TODAY, **given)}


def test_each_noun_is_counted() -> None:
    assert counts() == {
        "kind": {"audit": 1, "survey": 1, "composite": 1},
        "service_id": {"OAK": 2},
        "evidence_category": {"EXP": 2, "OUT": 1},
        "involvement_level": {"6": 2},
        "framework_items": {"SAF-S1": 2, "SAF-C1": 1, "WAL-1": 1},
        "freshness": {"overdue": 1, "fresh": 1},
        "consent": {"given": 1},
        "owner_role": {"manager": 1},
        "status": {"approved": 1},
    }
    assert facets_of(ROWS, TODAY)[2].counts == (("EXP", 2), ("OUT", 1))


def test_items_of_the_chosen_framework_alone() -> None:
    assert counts(framework_items=("SAF-S1", "SAF-C1", "SAF-S9"))["framework_items"] == {"SAF-S1": 2, "SAF-C1": 1}


def test_nothing_to_count() -> None:
    assert facets_of((), TODAY) == ()


def test_a_count_is_what_the_filter_leaves() -> None:
    for noun in FACETS:
        for value, number in counts()[noun].items():
            assert len(having(ROWS, {"kind": "", noun: value}, TODAY)) == number
            assert all(value in values_of(row, noun, TODAY) for row in having(ROWS, {noun: value}, TODAY))
    assert having(ROWS, {"kind": "audit", "evidence_category": "EXP"}, TODAY) == ROWS[:1]


@pytest.mark.parametrize(
    ("due", "fresh"),
    [
        (TODAY - DAY, Freshness.OVERDUE), (TODAY, Freshness.DUE_SOON), (TODAY + 30 * DAY, Freshness.DUE_SOON),
        (TODAY + 31 * DAY, Freshness.FRESH), (None, Freshness.NO_DATE),
    ],
)  # fmt: skip
def test_freshness(due: date | None, fresh: Freshness) -> None:
    assert freshness_of(Evidence(row=2, review_due=due), TODAY) is fresh
    assert freshness_of(Involvement(row=2), TODAY) is None


@pytest.mark.parametrize(
    ("story", "consent"),
    [
        (Story(row=2), Consent.MISSING),
        (Story(row=2, consent_type="written", consent_given_on=TODAY + DAY), Consent.MISSING),
        (Story(row=2, consent_type="written", consent_given_on=TODAY, withdrawn_on=TODAY), Consent.WITHDRAWN),
        (
            Story(row=2, consent_type="written", consent_given_on=TODAY - 9 * DAY, consent_expires_on=TODAY - DAY),
            Consent.EXPIRED,
        ),
        (Story(row=2, consent_type="written", consent_given_on=TODAY, consent_expires_on=TODAY), Consent.ENDS_SOON),
    ],
)
def test_consent(story: Story, consent: Consent) -> None:
    assert consent_of(story, TODAY) is consent
