"""What is suggested for a question, and why."""

from datetime import date

import pytest
from tests.packs.conftest import DAY, evidence, story

from alongside.library.ledger.reading import ItemSummary
from alongside.library.library import Library
from alongside.library.records import Record
from alongside.packs.edit import add_block
from alongside.packs.pack import EvidenceBlock, Pack, PackKind, Question
from alongside.packs.suggesting import Suggestions, suggest

REVIEW = evidence(
    evidence_id="EV-R", title="Review of restriction", claim="Each restriction is reviewed.",
    owner_role="practice lead", review_due=date(2027, 6, 1),
)  # fmt: skip
OLD = evidence(
    evidence_id="EV-O", title="Review of restriction", claim="Each restriction is reviewed.", row=6,
    owner_role="archivist", review_due=date(2020, 1, 1),
)  # fmt: skip
TALE = story(title="A restriction reviewed", situation="A restriction", text_150="The restriction was reviewed.")
QUESTION = Question(
    id="q1", number="Q1", text="Restriction?", guidance="(a) how a restriction is reviewed; (b) who pays the lawyers",
    owner_role="bid writer",
)  # fmt: skip
PACK = Pack(id="p", kind=PackKind.TENDER, title="T", recipe="tender_response", questions=(QUESTION,))


def suggestions(*records: Record, pack: Pack = PACK, before: dict[str, ItemSummary] | None = None) -> Suggestions:
    """Every row is found by every search, all as well as the others."""
    by_sheet: dict[str, tuple[Record, ...]] = {}
    for record in records:
        by_sheet[record.sheet] = (*by_sheet.get(record.sheet, ()), record)

    def find(_words: str, sheet: str, limit: int) -> list[tuple[Record, float]]:
        return [(record, 1.0) for record in by_sheet.get(sheet, ())][:limit]

    return suggest(pack, pack.questions[0], Library("l.xlsx", "0", by_sheet), find, today=DAY, before=before)


def test_each_says_which_part_it_serves_and_a_part_without_any_is_a_gap_with_who_could_fill_it():
    found = suggestions(REVIEW)
    assert found.found[0].parts == ("a",)
    assert found.found[0].reasons[0] == "Serves a: how a restriction is reviewed"
    (gap,) = found.gaps
    assert (gap.part.name, gap.owners) == ("b", ("bid writer", "practice lead"))


def test_what_is_fresh_comes_before_what_is_out_of_date():
    found = suggestions(OLD, REVIEW)
    assert [item.record.ref for item in found.found] == ["EV-R", "EV-O"]
    assert [item.recent for item in found.found] == [True, False]
    assert any("Out of date" in reason for reason in found.found[1].reasons)


def test_a_score_before_lifts_an_item():
    best = ItemSummary(ref="EV-2", sheet="evidence", packs=1, finals=1, won=1, lost=0, last=None, best=0.8)
    other = evidence(evidence_id="EV-2", title=REVIEW.title, claim=REVIEW.claim, row=9, review_due=REVIEW.review_due)
    found = suggestions(REVIEW, other, before={"EV-2": best})
    assert found.found[0].record.ref == "EV-2"
    assert "Scored 80% at best before." in found.found[0].reasons


@pytest.mark.parametrize(
    "changes", [{"consent_expires_on": date(2026, 1, 6)}, {"consent_scope": ("inspection",)}, {"reid_risk": "high"}]
)
def test_a_story_that_may_not_be_used_says_why_comes_last_and_serves_nothing(changes):
    fields = {name: getattr(TALE, name) for name in ("title", "situation", "text_150")}
    found = suggestions(story(**{**fields, **changes}), REVIEW)
    assert [item.record.ref for item in found.found] == ["EV-R", "ST-01"]
    assert found.found[1].refused in found.found[1].reasons
    alone = suggestions(story(**{**fields, **changes}))
    assert [gap.part.name for gap in alone.gaps] == ["a", "b"]


def test_permission_is_told():
    assert "Permission covers this pack, until 5 January 2028." in suggestions(TALE).found[0].reasons


def test_what_stands_in_the_pack_already_is_told():
    pack = add_block(PACK, "q1", EvidenceBlock(id="b", ref="EV-R"))
    (item,) = suggestions(REVIEW, pack=pack).found
    assert item.used_in == ("Q1",)
    assert "In this pack already: Q1." in item.reasons


def test_what_was_withdrawn_is_not_suggested():
    assert suggestions(evidence(status="withdrawn")).found == ()
