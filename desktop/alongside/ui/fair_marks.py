"""What the composer knows of fair words in a block: where they are, but for those that are left with a reason."""

from collections.abc import Sequence
from datetime import date

from alongside.checks.fair_words import LEVELS, FairHit, FairRule, unfair_as_typed
from alongside.packs.pack import Block, Override, Pack, Question


def hits_of(
    text: str, block: Block, question: Question, pack: Pack, rules: Sequence[FairRule]
) -> tuple[FairHit, ...]:  # fmt: skip
    """Each place of a block's text that nobody has left as it is."""
    left = {
        (override.rule, override.words)
        for override in pack.overrides
        if override.question in {"", question.id} and override.ref in {"", getattr(block, "ref", "")}
    }
    return tuple(
        hit
        for hit in unfair_as_typed(text, rules)
        if not {(LEVELS[hit.rule.level], hit.found), (LEVELS[hit.rule.level], "")} & left
    )


def left_as_it_is(hit: FairHit, reason: str, block: Block, question: Question, *, role: str, today: date) -> Override:
    """The override that leaves these words in this question, with its reason."""
    return Override(
        rule=LEVELS[hit.rule.level],
        reason=reason,
        by_role=role,
        on=today,
        question=question.id,
        ref=getattr(block, "ref", ""),
        words=hit.found,
    )
