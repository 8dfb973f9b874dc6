"""What the views show, before any view: marks, offers, the palette's choice."""

from datetime import date

import pytest

from alongside.library.records import Evidence, Story
from alongside.packs.pack import EvidenceBlock, PackKind, StoryBlock
from alongside.ui.marks import mark_of
from alongside.ui.offers import block_of, offer_of
from alongside.ui.palette import Choice, matching
from alongside.ui.wording import days_left, deadline_text, label_of, title_of, value_text

TODAY = date(2026, 11, 24)


def evidence(**rest) -> Evidence:
    given = {"row": 2, "evidence_id": "EV-1", "title": "A panel", "status": "approved", "claim": "It works."}
    return Evidence(**(given | rest))


def story(**rest) -> Story:
    given = {
        "row": 3,
        "story_id": "ST-1",
        "title": "A crossing",
        "story_kind": "first_person",
        "consent_type": "written",
        "consent_given_on": date(2026, 1, 1),
        "consent_expires_on": date(2027, 12, 31),
        "consent_scope": ("tender", "inspection"),
        "text_60": "short text",
        "text_150": "a longer text",
    }
    return Story(**(given | rest))


@pytest.mark.parametrize(
    ("changes", "word", "tone"),
    [
        ({}, "Permitted", "good"),
        ({"consent_expires_on": date(2026, 12, 20)}, "Ends soon", "warn"),
        ({"consent_expires_on": date(2026, 11, 23)}, "Not usable", "block"),
        ({"withdrawn_on": date(2026, 2, 1)}, "Not usable", "block"),
        ({"consent_scope": ("inspection",)}, "Inspections only", "info"),
        ({"consent_scope": ("website",)}, "Not usable", "block"),
    ],
)
def test_a_storys_permission_is_a_word(changes, word, tone):
    mark = mark_of(story(**changes), TODAY)
    assert (mark.word, mark.tone) == (word, tone)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "Approved"),
        ({"review_due": date(2026, 11, 23)}, "Review due"),
        ({"review_due": TODAY}, "Approved"),
        ({"status": "withdrawn"}, "Withdrawn"),
        ({"status": ""}, "No status"),
    ],
)
def test_a_rows_standing_is_a_word(changes, word):
    assert mark_of(evidence(**changes), TODAY).word == word


def test_an_offer_has_a_button_for_each_length_there_is():
    offer = offer_of(evidence(snippet_250="one two three"), PackKind.TENDER, frozenset(), TODAY)
    assert [key for key, _words in offer.lengths] == ["claim", "250"]
    block = block_of(offer, "250")
    assert isinstance(block, EvidenceBlock)
    assert (block.ref, block.length) == ("EV-1", "250")


def test_a_story_that_may_not_be_used_has_no_button():
    only_inspection = story(consent_scope=("inspection",))
    assert offer_of(only_inspection, PackKind.TENDER, frozenset(), TODAY).lengths == ()
    offer = offer_of(only_inspection, PackKind.INSPECTION, frozenset({"ST-1"}), TODAY)
    assert offer.used
    assert isinstance(block_of(offer, "60"), StoryBlock)


def test_the_palette_finds_by_parts_of_words():
    choices = [
        Choice(words, "Evidence", "books", print) for words in ("EV-001 My Risk", "EV-002 Reviews", "ST-01 Risky")
    ]
    assert [choice.words for choice in matching(choices, "risk ev")] == ["EV-001 My Risk", "ST-01 Risky"]
    assert [choice.words for choice in matching(choices, "002")] == ["EV-002 Reviews"]
    assert len(matching(choices, " ")) == 3
    assert matching(choices, "zebra") == []


def test_values_are_words():
    assert value_text("NK") == "Not known"
    assert value_text(("EXP", "OUT")) == "People’s experience, Outcomes"
    assert value_text(date(2026, 5, 4)) == "4 May 2026"
    assert value_text("co_produced_product") == "co-produced product"
    assert value_text(None) == value_text("") == value_text(()) == ""
    assert label_of("period_end") == "Period end"
    assert label_of("snippet_100") == "About 100 words"
    assert title_of(evidence()) == "A panel"


def test_deadlines_are_words():
    assert days_left("2026-12-11T12:00", TODAY) == 17
    assert deadline_text("2026-12-11T12:00", TODAY) == "17 days left"
    assert deadline_text("2026-11-24T09:00", TODAY) == "due today"
    assert deadline_text("2026-11-23T09:00", TODAY) == "1 day ago"
    assert deadline_text("", TODAY) == deadline_text("soon", TODAY) == ""
