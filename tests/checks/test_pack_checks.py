"""What stops a final pack, and what only warns."""

from datetime import date

import pytest
from tests.packs.conftest import DAY, evidence, frameworks, library, library_of, pack, story

from alongside.checks.pack import check_pack
from alongside.findings import Finding, Level
from alongside.library.library import Library
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import (
    Brief,
    EvidenceBlock,
    Limit,
    LimitKind,
    Override,
    Pack,
    StoryBlock,
    TenderRules,
    TextBlock,
    changed,
)
from alongside.packs.planning import plan_pack

__all__ = ["frameworks", "library", "pack"]


def checked(pack: Pack, library: Library, frameworks: Frameworks) -> tuple[Finding, ...]:
    return check_pack(plan_pack(pack, library, frameworks, DAY), pack)


def rules(found: tuple[Finding, ...], level: Level) -> set[str]:
    return {item.rule for item in found if item.level is level}


def with_blocks(pack: Pack, *blocks: object, **fields: object) -> Pack:
    question = changed(pack.questions[0], blocks=blocks, **fields)
    return changed(pack, questions=(question,))


def test_a_pack_in_order_has_nothing_to_block_it(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    found = checked(pack, library, frameworks)
    assert rules(found, Level.BLOCK) == set()
    assert rules(found, Level.WARN) == set()


@pytest.mark.parametrize(
    ("kind", "value", "level", "rule"),
    [
        (LimitKind.WORDS, 5, Level.BLOCK, "limit.over"),
        (LimitKind.WORDS, 6, Level.WARN, "limit.other_count"),
        (LimitKind.CHARACTERS, 10, Level.BLOCK, "limit.over"),
        (LimitKind.PAGES, 0, Level.WARN, "limit.pages"),
    ],
)
def test_limits(
    kind: LimitKind, value: int, level: Level, rule: str, pack: Pack, library: Library, frameworks: Frameworks
) -> None:
    short = with_blocks(
        pack,
        TextBlock(id="t", text="We co-produce risk and benefit plans."),
        limit=Limit(kind=kind, value=value),
    )
    assert rule in rules(checked(short, library, frameworks), level)


def test_the_whole_response_has_a_limit(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    limited = changed(pack, rules=TenderRules(total_word_limit=3))
    assert "limit.total" in rules(checked(limited, library, frameworks), Level.BLOCK)


def test_an_empty_question_blocks(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    assert "pack.unanswered" in rules(checked(with_blocks(pack), library, frameworks), Level.BLOCK)


def test_typed_text_alone_is_a_promise(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    typed = with_blocks(pack, TextBlock(id="t", text="We do."))
    assert "pack.no_proof" in rules(checked(typed, library, frameworks), Level.WARN)


def test_paper_alone_is_marked(pack: Pack, frameworks: Frameworks) -> None:
    paper = library_of(evidence(evidence_category=("PROC",)))
    found = checked(with_blocks(pack, EvidenceBlock(id="e", ref="EV-001")), paper, frameworks)
    assert "pack.process_only" in rules(found, Level.WARN)


@pytest.mark.parametrize(
    ("changes", "level", "rule"),
    [
        ({"period_end": date(2025, 5, 24)}, Level.WARN, "pack.evidence_old"),
        ({"period_end": date(2023, 11, 24)}, Level.BLOCK, "pack.evidence_too_old"),
        ({"review_due": date(2026, 11, 23)}, Level.WARN, "pack.evidence_review"),
        ({"status": "draft"}, Level.WARN, "pack.evidence_status"),
        ({"involvement_level": 5, "snippet_100": "This was co-produced."}, Level.WARN, "pack.coproduced"),
        ({"status": "withdrawn"}, Level.BLOCK, "plan.withdrawn_item"),
    ],
)
def test_evidence_ages(changes: dict[str, object], level: Level, rule: str, pack: Pack, frameworks: Frameworks) -> None:
    found = checked(with_blocks(pack, EvidenceBlock(id="e", ref="EV-001")), library_of(evidence(**changes)), frameworks)
    assert rule in rules(found, level)


def test_fresh_evidence_is_not_old(pack: Pack, frameworks: Frameworks) -> None:
    fresh = library_of(evidence(period_end=date(2025, 5, 25)))
    found = checked(with_blocks(pack, EvidenceBlock(id="e", ref="EV-001")), fresh, frameworks)
    assert "pack.evidence_old" not in rules(found, Level.WARN)


def test_one_story_told_three_times(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    told = with_blocks(pack, *(StoryBlock(id=f"s{n}", ref="ST-01", length="60") for n in range(3)))
    assert "pack.story_repeated" in rules(checked(told, library, frameworks), Level.WARN)


def test_permission_that_ends_soon(pack: Pack, frameworks: Frameworks) -> None:
    ending = library_of(story(consent_expires_on=date(2027, 1, 10)))
    found = checked(with_blocks(pack, StoryBlock(id="s", ref="ST-01", length="60")), ending, frameworks)
    assert "consent.ends_soon" in rules(found, Level.WARN)


def test_a_warning_can_be_set_aside_with_a_reason_but_a_block_cannot(
    pack: Pack, library: Library, frameworks: Frameworks
) -> None:
    typed = with_blocks(pack, TextBlock(id="t", text="We do."), limit=Limit(kind=LimitKind.WORDS, value=1))
    aside = tuple(
        Override(rule=rule, reason="Agreed with the buyer.", by_role="bid lead", on=DAY)
        for rule in ("pack.no_proof", "limit.over")
    )
    found = checked(changed(typed, overrides=aside), library, frameworks)
    assert "pack.no_proof" in rules(found, Level.INFO)
    assert "limit.over" in rules(found, Level.BLOCK)
    assert any("Agreed with the buyer." in item.remedy for item in found)


def test_no_framework_no_service_past_deadline(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    bare = changed(pack, framework_id="", service_ids=(), brief=Brief(deadline_at="2026-11-01T12:00"), example=True)
    found = checked(bare, library, frameworks)
    assert rules(found, Level.BLOCK) == {"pack.no_framework"}
    assert {"pack.no_service", "pack.deadline"} <= rules(found, Level.WARN)
    assert "pack.example" in rules(found, Level.INFO)


def test_overruled_law_blocks_until_a_reason_is_written(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    old = with_blocks(pack, TextBlock(id="t", text="We apply the acid test to each person."))
    assert "pack.overruled_law" in rules(checked(old, library, frameworks), Level.BLOCK)
    reason = Override(rule="pack.overruled_law", reason="The buyer asks for the old test.", by_role="bid lead", on=DAY)
    assert "pack.overruled_law" in rules(checked(changed(old, overrides=(reason,)), library, frameworks), Level.INFO)


def test_terms_that_have_moved_on_are_said_but_not_in_a_persons_words(
    pack: Pack, library: Library, frameworks: Frameworks
) -> None:
    old = with_blocks(pack, TextBlock(id="t", text="We report to the CCG under PPN 06/20."))
    assert {"phrase.former_body", "phrase.ppn_0620"} <= rules(checked(old, library, frameworks), Level.WARN)
    told = library_of(story(text_60="“They said I was non-compliant.”"))
    found = checked(with_blocks(pack, StoryBlock(id="s", ref="ST-01", length="60")), told, frameworks)
    assert not any(item.rule.startswith("phrase.") for item in found)
