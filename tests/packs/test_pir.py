"""The boxes of a provider information return: 500 words at most, whole sentences, no story."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from alongside.library.workbook import read_library
from alongside.packs.counting import count
from alongside.packs.frameworks import load_frameworks
from alongside.packs.pack import load_pack
from alongside.packs.pir import MOST_WORDS, as_text, boxes
from alongside.packs.plan import PackPlan, Paragraph
from alongside.packs.planning import plan_pack

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def plan(root: Path) -> PackPlan:
    pack = load_pack(root / "samples" / "inspection" / "oakfield-row.pack.json")
    library = read_library(root / "content_library" / "library.xlsx", DAY)
    return plan_pack(pack, library, load_frameworks(root / "content_library"), DAY)


def _with_text(plan: PackPlan, section: str, text: str) -> PackPlan:
    questions = tuple(
        replace(q, blocks=(replace(q.blocks[0], kind="text", withheld="", paragraphs=(Paragraph(text),)),))
        if q.section == section
        else q
        for q in plan.questions
    )
    return replace(plan, questions=questions)


def test_no_box_is_over_its_limit(plan: PackPlan) -> None:
    for box in boxes(plan):
        assert count(box.paragraphs).words == box.words <= MOST_WORDS
        assert all(text[-1] in ".!?”" for text in box.paragraphs)


def test_a_sentence_longer_than_the_box_is_left_out_and_counted(plan: PackPlan) -> None:
    long = " ".join(["word"] * 600) + "."
    box = next(box for box in boxes(_with_text(plan, "governance", long)) if box.id == "well_led")
    assert "word word" not in " ".join(box.paragraphs)
    assert box.left_out >= 600


def test_stories_are_in_no_box(plan: PackPlan) -> None:
    text = as_text(boxes(plan))
    assert plan.stories
    assert not any(story.words and story.words in text for story in plan.stories)


def test_what_is_not_yet_good_is_a_box_of_its_own(plan: PackPlan) -> None:
    found = {
        box.id: " ".join(box.paragraphs)
        for box in boxes(_with_text(plan, "judgements", "All is well. Not yet good: money. It moves slowly."))
    }
    assert found["barriers"] == "Not yet good: money. It moves slowly."
    assert "Not yet good" not in found["safe"]


def test_an_empty_box_says_so(plan: PackPlan) -> None:
    assert as_text(boxes(replace(plan, questions=()))).count("Nothing yet.") == 6
