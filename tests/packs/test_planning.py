"""From pack and library to plan."""

from datetime import date

import msgspec
import pytest
from tests.packs.conftest import DAY, evidence, library_of, story

from alongside.library.library import Library
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import Pack, StoryBlock, TableBlock, changed
from alongside.packs.plan import Style
from alongside.packs.planning import COMPOSITE_NOTE, plan_pack


def test_every_block_arrives_with_its_source(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    plan = plan_pack(pack, library, frameworks, DAY)
    (question,) = plan.questions
    assert [block.kind for block in question.blocks] == ["heading", "text", "evidence", "story", "figure", "answer"]
    assert [source.ref for source in plan.sources] == ["EV-001", "ST-01", "M-05", "AN-01"]
    assert [source.number for source in plan.sources] == [1, 2, 3, 4]
    assert question.blocks[2].source == plan.sources[0]
    assert plan.sources[0].used_in == ("Q01",)
    assert plan.findings == ()


def test_words_are_counted_over_all_blocks(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    (question,) = plan_pack(pack, library, frameworks, DAY).questions
    texts = [paragraph.text for block in question.blocks for paragraph in block.paragraphs]
    assert question.counts.words == sum(len(text.split()) for text in texts)


def test_a_persons_words_that_stand_alone_are_a_quotation(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    told = plan_pack(pack, library, frameworks, DAY).questions[0].blocks[3]
    assert [paragraph.style for paragraph in told.paragraphs] == [Style.QUOTE, Style.BODY]


@pytest.mark.parametrize("changes", [{"withdrawn_on": date(2026, 9, 1)}, {"consent_scope": ("inspection",)}])
def test_nothing_of_a_story_that_may_not_be_used_is_in_the_plan(
    changes: dict[str, object], pack: Pack, frameworks: Frameworks
) -> None:
    """Not in a block, not in the answer that draws on it, not in the list of stories."""
    secret = "the words that must not get out"
    library = library_of(
        evidence(), story(text_60=secret, situation=secret, title=secret, what_person_said=secret, **changes)
    )
    plan = plan_pack(pack, library, frameworks, DAY)
    assert secret.encode() not in msgspec.json.encode(plan)
    assert plan.stories == ()
    assert {"consent.withdrawn", "consent.scope"} & {item.rule for item in plan.findings}


def test_an_answer_that_draws_on_such_a_story_is_kept_back_too(
    pack: Pack, library: Library, frameworks: Frameworks
) -> None:
    answer = library.get("AN-01")
    shut = library_of(evidence(), story(withdrawn_on=date(2026, 9, 1)), answer)
    block = plan_pack(pack, shut, frameworks, DAY).questions[0].blocks[5]
    assert block.withheld
    assert "We ask first." not in [paragraph.text for paragraph in block.paragraphs]


def test_an_edit_of_a_story_cannot_get_round_its_permission(pack: Pack, frameworks: Frameworks) -> None:
    edited = StoryBlock(id="b4", ref="ST-01", length="60", text="edited words", original="x")
    question = changed(pack.questions[0], blocks=(edited,))
    library = library_of(story(consent_expires_on=date(2026, 1, 1)))
    plan = plan_pack(changed(pack, questions=(question,)), library, frameworks, DAY)
    assert b"edited words" not in msgspec.json.encode(plan)


def test_unknown_things_are_findings_that_name_the_question(pack: Pack, frameworks: Frameworks) -> None:
    question = changed(pack.questions[0], blocks=(*pack.questions[0].blocks, TableBlock(id="b9", ref="nonsense")))
    other = changed(pack, questions=(question,), service_ids=("NOWHERE",), framework_id="NONE")
    plan = plan_pack(other, library_of(), frameworks, DAY)
    rules = [item.rule for item in plan.findings]
    assert rules.count("plan.unknown_item") == 5
    assert {"plan.unknown_service", "plan.unknown_framework"} <= set(rules)
    assert {item.where.number for item in plan.findings if item.rule == "plan.unknown_item"} == {"Q01"}


def test_a_length_the_library_lacks_is_said(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    blocks = tuple(changed(block, length="500") if block.id == "b3" else block for block in pack.questions[0].blocks)
    longer = changed(pack, questions=(changed(pack.questions[0], blocks=blocks),))
    (found,) = plan_pack(longer, library, frameworks, DAY).findings
    assert (found.rule, found.where.row, found.where.sheet) == ("plan.no_text", 5, "evidence")


def test_a_blended_story_says_so_in_print(pack: Pack, frameworks: Frameworks) -> None:
    blend = story(story_kind="composite", composite_declared="Y")
    told = plan_pack(pack, library_of(blend), frameworks, DAY).questions[0].blocks[3]
    assert told.paragraphs[-1].text == COMPOSITE_NOTE


def test_a_tag_of_the_old_framework_speaks_to_the_new(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    (line,) = plan_pack(pack, library, frameworks, DAY).framework_lines
    assert (line.item_id, line.refs, line.categories) == ("D-S2", ("EV-001",), ("EXP", "OUT"))


def test_the_same_pack_gives_the_same_plan(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    assert plan_pack(pack, library, frameworks, DAY) == plan_pack(pack, library, frameworks, DAY)
