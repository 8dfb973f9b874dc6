"""Real buyers' questions as a pack: kept as they are, counted by their own limits."""

import json
from pathlib import Path

import pytest
from tests.packs.conftest import DAY, library_of

from alongside.checks.pack import check_pack
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import Limit, LimitKind, Pack, Question, TextBlock, changed, from_json, to_json
from alongside.packs.planning import plan_pack

FEWEST = 3_000  # questions the corpora hold at the least


def limit_of(asked: dict[str, object]) -> Limit:
    words, characters = asked.get("max_words"), asked.get("max_chars")
    if isinstance(words, int) and words:
        return Limit(kind=LimitKind.WORDS, value=words)
    if isinstance(characters, int) and characters:
        return Limit(kind=LimitKind.CHARACTERS, value=characters)
    return Limit()


@pytest.fixture(scope="session")
def asked(corpora: Path) -> tuple[Question, ...]:
    """Every real question there is, in the files' order."""
    found = [
        item for path in sorted((corpora / "questions").glob("*.json")) for item in json.loads(path.read_text("utf-8"))
    ]
    return tuple(
        Question(
            id=f"q{number}",
            number=f"Q{number:04}",
            heading=str(item.get("section", "")),
            text=str(item["question"]),
            guidance=str(item.get("hint", "")),
            limit=limit_of(item),
        )
        for number, item in enumerate(found, start=1)
    )


def answered(question: Question, extra: int) -> Question:
    """Answered with as much as the limit takes, and `extra` more."""
    size = question.limit.value + extra
    text = " ".join(["word"] * size) if question.limit.kind is LimitKind.WORDS else "a" * size
    return changed(question, blocks=(TextBlock(id=f"{question.id}-b1", text=text),))


def test_thousands_of_questions_are_kept_as_they_are(pack: Pack, asked: tuple[Question, ...]) -> None:
    assert len(asked) >= FEWEST
    whole = changed(pack, questions=asked)
    assert from_json(to_json(whole)) == whole


def test_each_question_is_planned_word_for_word_and_asked_for(
    pack: Pack, asked: tuple[Question, ...], frameworks: Frameworks
) -> None:
    whole = changed(pack, questions=asked)
    plan = plan_pack(whole, library_of(), frameworks, DAY)
    assert [(item.text, item.guidance) for item in plan.questions] == [(item.text, item.guidance) for item in asked]
    empty = {item.where.question for item in check_pack(plan, whole) if item.rule == "pack.unanswered"}
    assert empty == {item.id for item in asked}


@pytest.mark.parametrize(("extra", "over"), [(0, False), (1, True)])
def test_a_buyers_own_limit_holds_to_the_word(
    extra: int, over: bool, pack: Pack, asked: tuple[Question, ...], frameworks: Frameworks
) -> None:
    limited = [question for question in asked if question.limit.kind is not LimitKind.NONE]
    assert len(limited) >= 400
    whole = changed(pack, questions=tuple(answered(question, extra) for question in limited))
    found = check_pack(plan_pack(whole, library_of(), frameworks, DAY), whole)
    said = {item.where.question for item in found if item.rule == "limit.over"}
    assert said == ({item.id for item in limited} if over else set())
