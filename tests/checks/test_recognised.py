"""The neighbour's question held against a pack: high stays out, medium waits for a second person."""

from dataclasses import replace
from datetime import date

import pytest
from tests.packs.conftest import DAY, evidence, frameworks, library, library_of, pack, story

from alongside.checks.neighbour import Grade
from alongside.checks.pack import check_pack
from alongside.checks.recognised import of_pack, of_story
from alongside.findings import Finding, Level
from alongside.library.library import Library
from alongside.library.records import Answer
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import AnswerBlock, Override, Pack, StoryBlock, changed
from alongside.packs.planning import plan_pack

__all__ = ["frameworks", "library", "pack"]

MEDIUM = "She is a twin. She plays the bagpipes."  # and few people fit both
HIGH = MEDIUM + " J.S. is 43 years old and has Prader-Willi syndrome."
TESTED = {"anonymisation_checked_by": "quality lead", "anonymisation_checked_on": date(2026, 3, 2)}


def telling(pack: Pack, *blocks: StoryBlock) -> Pack:
    return changed(pack, questions=(changed(pack.questions[0], blocks=blocks),))


def found(pack: Pack, library: Library, frameworks: Frameworks) -> dict[str, Finding]:
    findings = check_pack(plan_pack(pack, library, frameworks, DAY), pack)
    return {item.rule: item for item in findings if item.rule.startswith("neighbour.")}


def one(pack: Pack, frameworks: Frameworks, text: str, **fields: object) -> dict[str, Finding]:
    told = telling(pack, StoryBlock(id="s", ref="ST-01", length="60"))
    return found(told, library_of(evidence(), story(text_60=text, **fields)), frameworks)


def test_a_story_that_tells_little_is_let_through(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    assert found(pack, library, frameworks) == {}


def test_high_blocks_even_where_somebody_tested_it(pack: Pack, frameworks: Frameworks) -> None:
    blocked = one(pack, frameworks, HIGH, **TESTED)["neighbour.high"]
    assert blocked.level is Level.BLOCK
    assert "J.S." in blocked.message
    assert "age band" in blocked.remedy
    assert blocked.where.ref == "ST-01"


def test_no_reason_sets_high_aside(pack: Pack, frameworks: Frameworks) -> None:
    override = Override(rule="neighbour.high", reason="We like it.", by_role="bid writer", on=DAY)
    assert one(changed(pack, overrides=(override,)), frameworks, HIGH)["neighbour.high"].level is Level.BLOCK


def test_medium_blocks_until_a_second_person_tried(pack: Pack, frameworks: Frameworks) -> None:
    assert one(pack, frameworks, MEDIUM)["neighbour.medium"].level is Level.BLOCK
    tested = one(pack, frameworks, MEDIUM, **TESTED)
    assert "neighbour.medium" not in tested
    assert "quality lead" in tested["neighbour.tested"].remedy


@pytest.mark.parametrize(
    "fields",
    [
        {**TESTED, "anonymisation_checked_by": " "},
        {**TESTED, "anonymisation_checked_on": None},
        {**TESTED, "anonymisation_checked_on": date(2026, 11, 25)},  # tomorrow
        {**TESTED, "updated_on": date(2026, 3, 3)},  # the text changed after the test
    ],
)
def test_a_test_that_does_not_stand(fields: dict[str, object], pack: Pack, frameworks: Frameworks) -> None:
    assert "neighbour.medium" in one(pack, frameworks, MEDIUM, **fields)


def test_a_text_changed_in_the_pack_was_not_tested(pack: Pack, frameworks: Frameworks) -> None:
    original = "She is a twin."
    known = library_of(evidence(), story(text_60=original, **TESTED))
    same = StoryBlock(id="s", ref="ST-01", length="60", text="She is a twin, and it was fine.", original=original)
    more = changed(same, text=MEDIUM)
    assert "neighbour.medium" not in found(telling(pack, same), known, frameworks)
    assert "neighbour.medium" in found(telling(pack, more), known, frameworks)


def test_a_risk_stated_too_low(pack: Pack, frameworks: Frameworks) -> None:
    assert one(pack, frameworks, MEDIUM, **TESTED)["neighbour.stated_lower"].level is Level.WARN
    assert "neighbour.stated_lower" not in one(pack, frameworks, MEDIUM, reid_risk="medium", **TESTED)
    assert "neighbour.stated_lower" not in one(pack, frameworks, MEDIUM, reid_risk="", **TESTED)


def test_two_stories_of_one_person_add_up(pack: Pack, frameworks: Frameworks) -> None:
    two = ("She is a twin. She plays the bagpipes.", "Going to the pool was her idea.")
    stories = [story(story_id=f"ST-0{n}", row=n, text_60=text, person_ref="P-7") for n, text in enumerate(two, start=1)]
    known = library_of(evidence(), *stories)
    blocks = [StoryBlock(id=f"s{n}", ref=f"ST-0{n}", length="60") for n in (1, 2)]
    told = telling(pack, *blocks)
    plan = plan_pack(told, known, frameworks, DAY)
    assert [[sign.kind for sign in item.signs if sign.kind == "mosaic"] for _story, item in of_pack(plan, told)] == [
        ["mosaic"],
        ["mosaic"],
    ]
    alone = [item.points for _story, item in of_pack(*_planned(telling(pack, blocks[0]), known, frameworks))]
    assert next(of_pack(plan, told))[1].points == alone[0] + 1


def _planned(pack: Pack, library: Library, frameworks: Frameworks) -> tuple[object, Pack]:
    return plan_pack(pack, library, frameworks, DAY), pack


def test_a_persons_code_is_not_in_the_plan(pack: Pack, frameworks: Frameworks) -> None:
    known = library_of(evidence(), story(person_ref="P-7007"))
    assert "P-7007" not in repr(plan_pack(pack, known, frameworks, DAY))


def test_a_story_of_the_library_is_scored_by_all_its_texts() -> None:
    one = story(text_500=HIGH)
    assert of_story(one, library_of(one), DAY).grade is Grade.HIGH
    small = library_of(one)
    service = replace(small.services[0], people_supported=5)
    tiny = replace(small, records={**small.records, "services": (service,)})
    assert "few" in {sign.kind for sign in of_story(one, tiny, DAY).signs}
    everywhere = story(service_id="ALL")
    assert "few" not in {sign.kind for sign in of_story(everywhere, library_of(everywhere), DAY).signs}


def test_of_an_answer_counts_what_speaks_of_the_person(pack: Pack, frameworks: Frameworks) -> None:
    def kinds(text: str) -> set[str]:
        answer = Answer(row=4, answer_id="AN-01", service_id="OAK", title="Say", text=text, story_refs=("ST-01",))
        blocks = (StoryBlock(id="s", ref="ST-01", length="60"), AnswerBlock(id="a", ref="AN-01"))
        told = changed(pack, questions=(changed(pack.questions[0], blocks=blocks),))
        plan = plan_pack(told, library_of(evidence(), story(), answer), frameworks, DAY)
        return {sign.kind for _story, item in of_pack(plan, told) for sign in item.signs}

    assert "hobby" in kinds("Robin plays the bagpipes.")
    assert "hobby" not in kinds("A band of volunteers plays the bagpipes.")
