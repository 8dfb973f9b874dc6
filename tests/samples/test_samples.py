"""The sample packs are what they teach: whole, within their limits, and saying nothing twice."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.findings import blocking
from alongside.packs.pack import LimitKind, StoryBlock, from_json, to_json
from alongside.packs.plan import PackPlan
from alongside.packs.recipes import load_recipe

FULL = 0.85  # of a limit in words: an answer much shorter leaves marks on the table
ALL_KINDS = {"evidence", "story", "answer", "figure", "table", "chart", "heading", "text"}


def test_the_file_is_written_as_the_program_writes_it(sample) -> None:
    data = sample.path.read_bytes()
    assert to_json(from_json(data)) == data


def test_nothing_blocks_a_final_pack(sample) -> None:
    assert [f"{item.where.text()}: {item.message}" for item in blocking(sample.findings)] == []


def test_every_kind_of_block_is_used(sample) -> None:
    expected = ALL_KINDS - ({"answer"} if sample.pack.kind == "inspection_narrative" else {"chart"})
    assert {block.kind for question in sample.plan.questions for block in question.blocks} == expected


def test_the_pack_is_an_example_with_decisions_on_record(sample) -> None:
    assert sample.plan.example
    assert sample.pack.overrides
    assert sample.pack.sign_offs
    ids = {question.id for question in sample.pack.questions}
    assert {item.question for item in (*sample.pack.overrides, *sample.pack.sign_offs)} <= {*ids, ""}


def test_every_override_sets_something_aside(sample) -> None:
    for override in sample.pack.overrides:
        assert any(item.rule == override.rule and override.reason in item.remedy for item in sample.findings)


def test_limits_in_words_are_kept_by_every_way_of_counting_and_well_used(samples) -> None:
    counted = 0
    for question in samples["tender"].plan.questions:
        if question.limit.kind is LimitKind.WORDS:
            counted += 1
            assert question.limit.value * FULL <= question.counts.words <= question.limit.value, question.number
            assert question.counts.words_strict <= question.limit.value, question.number
    assert counted == 10


def test_the_whole_response_keeps_its_limit(samples) -> None:
    sample = samples["tender"]
    words = sum(question.counts.words for question in sample.plan.questions)
    assert sample.pack.rules.total_word_limit is not None
    assert words <= sample.pack.rules.total_word_limit


def test_twelve_questions_stand_as_in_the_bank_and_weigh_a_hundred(root: Path, samples) -> None:
    with (root / "content_library" / "tender_questions.csv").open(encoding="utf-8", newline="") as file:
        bank = {row["question_id"]: row for row in csv.DictReader(file)}
    questions = samples["tender"].pack.questions
    assert len(questions) == 12
    for question in questions:
        row = bank[question.number]
        limit = (question.text, str(question.limit.kind), str(question.limit.value), f"{question.weight:g}")
        assert limit == (row["question"], row["limit_kind"], row["limit_value"], row["weight"])
        assert question.guidance
    assert sum(question.weight or 0 for question in questions) == 100


def test_the_narrative_follows_its_recipe(root: Path, samples) -> None:
    recipe = load_recipe(root / "templates" / "recipes", "inspection_narrative")
    sections = [(item.section, item.number, item.heading) for item in samples["inspection"].pack.questions]
    assert sections == [(item.id, item.number, item.heading) for item in recipe.sections]


def test_no_sentence_stands_twice_in_a_pack(sample) -> None:
    sentences = Counter(_sentences(sample.plan))
    assert [text for text, times in sentences.items() if times > 1] == []


def test_no_story_is_told_more_than_twice(sample) -> None:
    blocks = [block for question in sample.pack.questions for block in question.blocks]
    told = Counter(block.ref for block in blocks if isinstance(block, StoryBlock))
    assert told
    assert max(told.values()) <= 2


@pytest.mark.parametrize("word", ["service user", "acid test", "robust", "non-compliant", "challenging behaviour"])
def test_words_that_no_writer_here_would_send_are_absent(sample, word: str) -> None:
    text = "\n".join(
        [*sample.plan.letter, *(question.guidance for question in sample.plan.questions), *_paragraphs(sample.plan)]
    )
    assert word not in text.lower()


def test_the_letter_closes_as_the_template_does_for_it(samples) -> None:
    letter = samples["tender"].plan.letter
    assert 200 <= sum(len(paragraph.split()) for paragraph in letter) <= 280
    assert not any("yours" in paragraph.lower() for paragraph in letter[-2:])


def _paragraphs(plan: PackPlan) -> Iterator[str]:
    for question in plan.questions:
        for block in question.blocks:
            for paragraph in block.paragraphs:
                yield paragraph.text


def _sentences(plan: PackPlan) -> Iterator[str]:
    for paragraph in _paragraphs(plan):
        for sentence in re.split(r"(?<=[.!?])[”\"]?\s+", paragraph):
            plain = " ".join(re.findall(r"\w+", sentence.lower()))
            if len(plain.split()) >= 4:
                yield plain
