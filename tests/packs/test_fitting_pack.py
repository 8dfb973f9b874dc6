"""A pack made to fit: what stays, what changes, and that nothing typed is lost."""

import pytest
from tests.packs.conftest import DAY, evidence, story

from alongside.errors import AlongsideError
from alongside.library.library import Library
from alongside.packs.asked_parts import Asks, Part
from alongside.packs.fitting_pack import Proposal, propose
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import (
    EvidenceBlock,
    Limit,
    LimitKind,
    Pack,
    PackKind,
    Question,
    StoryBlock,
    TenderRules,
    TextBlock,
    changed,
)  # fmt: skip
from alongside.packs.planning import plan_pack
from alongside.packs.suggesting import Suggestion, Suggestions

EV = evidence(claim="w " * 10, snippet_100="w " * 100, snippet_250="w " * 250, status="approved")
ST = story(text_60="v " * 60, text_150="v " * 150, text_300="", text_500="")
LIBRARY = Library("l.xlsx", "0", {"evidence": (EV,), "stories": (ST,)})
TYPED = TextBlock(id="t", text="typed " * 50)
PART = Part("1", "How?", Asks.HOW)


def question(name: str, limit: int, *blocks: object, kind: LimitKind = LimitKind.WORDS) -> Question:
    return Question(id=name, number=name.upper(), text="How?", limit=Limit(kind=kind, value=limit), blocks=blocks)  # type: ignore[arg-type]


def fitted(*questions: Question, total: int | None = None, used: tuple[str, ...] = ()) -> Proposal:
    pack = Pack(
        id="p", kind=PackKind.TENDER, title="T", recipe="tender_response", questions=questions,
        rules=TenderRules(total_word_limit=total),
    )  # fmt: skip
    found = tuple(
        Suggestion(record, 1.0, ("1",), recent=True, refused="", used_in=used, reasons=()) for record in (EV, ST)
    )
    suggested = {item.id: Suggestions((PART,), found, ()) for item in questions}
    plan = plan_pack(pack, LIBRARY, Frameworks((), (), (), (), ()), DAY)
    return propose(pack, questions, plan, LIBRARY, suggested)


def after(found: Proposal, name: str = "q1") -> list[tuple[str, str]]:
    blocks = next(item for item in found.pack.questions if item.id == name).blocks
    return [(getattr(block, "ref", "typed"), getattr(block, "length", "")) for block in blocks]


def test_what_is_too_long_is_shortened_in_its_place_and_a_voice_comes_in():
    found = fitted(question("q1", 220, EvidenceBlock(id="e", ref="EV-001", length="250"), TYPED))
    assert after(found) == [("EV-001", "100"), ("typed", ""), ("ST-01", "60")]
    assert found.said[0] == "Q1: 210 of 220."
    assert [line.sentence for line in found.lines] == [
        "EV-001 goes from 250 to 100: serves 1; recent proof",
        "ST-01 comes in at 60: serves 1; recent proof; a person's voice",
    ]


def test_what_was_typed_or_edited_stays_as_it_is():
    edited = EvidenceBlock(id="e", ref="EV-001", length="250", text="mine " * 80, original="w")
    found = fitted(question("q1", 140, edited, TYPED), used=("Q1",))
    assert found.pack.questions[0].blocks == (edited, TYPED)
    assert found.lines == ()


def test_typed_text_over_the_limit_is_said_and_not_cut():
    with pytest.raises(AlongsideError, match="longer than its limit"):
        fitted(question("q1", 30, TYPED))


def test_a_story_stands_once_in_a_whole_pack_and_the_other_place_says_why():
    block = StoryBlock(id="s", ref="ST-01", length="150")
    found = fitted(question("q1", 200, block), question("q2", 200, changed(block, id="z")), used=("Q1", "Q2"))
    told = [name for name in ("q1", "q2") if ("ST-01", "150") in after(found, name)]
    assert len(told) == 1
    assert [line.after for line in found.lines].count(None) == 1


def test_the_total_limit_holds_over_all_questions():
    block = EvidenceBlock(id="e", ref="EV-001", length="250")
    found = fitted(question("q1", 300, block), question("q2", 300, changed(block, id="f")), total=200)
    assert sum(found.fit.words.values()) <= 200


def test_pages_cannot_be_fitted_to():
    with pytest.raises(AlongsideError, match="no limit of words"):
        fitted(question("q1", 2, TYPED, kind=LimitKind.PAGES))
