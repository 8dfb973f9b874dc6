"""What a set of results can be filtered by."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from alongside.library.records import Evidence, Involvement, Story
from alongside.library.search.facets import (
    FACETS,
    Chosen,
    Consent,
    Facets,
    Freshness,
    consent_of,
    freshness_of,
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


FOUND = np.ones(len(ROWS), np.bool_)


def counts(chosen: Chosen | None = None, **given: Any) -> dict[str, dict[str, int]]:
    return Facets(ROWS, TODAY).counted(FOUND, chosen or {}, **given)


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
    assert counts(nouns=("sheet",)) == {"sheet": {"evidence": 2, "stories": 1, "involvement": 1}}
    assert counts(nouns=("ladder",)) == {"ladder": {"6": 1}}  # the heading of any field


def test_items_of_the_chosen_framework_alone_and_what_the_crosswalk_brings() -> None:
    carried = {"SAF-S1": ("SAF-S1",), "SAF-C1": ("SAF-C1",), "WAL-1": ("SAF-S1", "SAF-S9")}
    assert counts(carried=carried)["framework_items"] == {"SAF-S1": 2, "SAF-S9": 1, "SAF-C1": 1}
    facets = Facets(ROWS, TODAY)
    assert facets.mask({"framework_items": ["SAF-S9"]}, carried).tolist() == [False, True, False, False]
    assert facets.values("framework_items") == ("SAF-S1", "SAF-C1", "WAL-1")


def test_nothing_to_count() -> None:
    nothing = Facets((), TODAY)
    assert nothing.counted(np.ones(0, np.bool_), {"kind": ["audit"]}) == {noun: {} for noun in FACETS}


def test_a_count_is_what_the_filter_leaves() -> None:
    facets = Facets(ROWS, TODAY)
    chosen = {"evidence_category": {"EXP"}}
    for noun in FACETS:
        for value, number in facets.counted(FOUND, chosen)[noun].items():
            left = facets.mask({**chosen, noun: [value]})
            assert np.count_nonzero(left) == number
            assert all(value in values_of(row, noun, TODAY) for row, kept in zip(ROWS, left, strict=True) if kept)


def test_two_values_of_one_noun_leave_the_rows_of_either() -> None:
    facets = Facets(ROWS, TODAY)
    either = {"kind": ("audit", "survey")}
    assert facets.mask(either).tolist() == [True, True, False, False]
    assert facets.mask({**either, "status": ("approved",)}).tolist() == [True, False, False, False]
    # the noun's own choice takes nothing from its other values; another's does
    assert facets.counted(FOUND, {"kind": ("audit",)})["kind"] == {"audit": 1, "survey": 1, "composite": 1}
    assert facets.counted(FOUND, {"status": ("approved",)})["kind"] == {"audit": 1, "survey": 0, "composite": 0}
    assert facets.mask({"kind": ("no such kind",)}).sum() == 0
    assert facets.mask({"kind": ()}).all()


def test_only_what_was_found_is_counted() -> None:
    found = np.array([False, True, True, False])
    assert Facets(ROWS, TODAY).counted(found, {})["kind"] == {"audit": 0, "survey": 1, "composite": 1}


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
