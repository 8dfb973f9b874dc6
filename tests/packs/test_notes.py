"""Notes at claims: what counts, and how many people are never told."""

from datetime import date

import pytest
from tests.packs.conftest import DAY, evidence, library_of, story

from alongside.library.library import Library
from alongside.packs.formatted import FormattedText, Piece, Run, pieces_of
from alongside.packs.frameworks import Frameworks
from alongside.packs.notes import note_text, reference, with_bracket
from alongside.packs.pack import Pack, References, TenderRules, changed
from alongside.packs.planning import plan_pack


def test_notes_count_only_where_the_buyer_counts_them(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    def words(**rules: object) -> int:
        planned = plan_pack(changed(pack, rules=TenderRules(**rules)), library, frameworks, DAY)  # type: ignore[arg-type]
        return planned.questions[0].counts.words

    bare = words()
    assert words(references=References.ENDNOTES) == bare
    assert words(count_footnotes=True) == bare
    plan = plan_pack(pack, library, frameworks, DAY)
    notes = sum(len(note_text(source).split()) for source in plan.sources)
    assert words(references=References.FOOTNOTES, count_footnotes=True) == bare + notes


@pytest.mark.parametrize(("size", "told"), [(None, None), (3, None), (9, None), (10, 10), (44, 44)])
def test_a_small_number_is_not_told(pack: Pack, frameworks: Frameworks, size: int | None, told: int | None) -> None:
    record = evidence(sample_size=size, period_start=date(2026, 1, 1))
    source = plan_pack(pack, library_of(record, story()), frameworks, DAY).sources[0]
    assert source.n == told
    assert ("n = " in note_text(source)) == (told is not None)
    assert "1 January 2026 to 31 October 2026" in note_text(source)


def test_the_default_is_the_number_in_the_index(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    plan = plan_pack(pack, library, frameworks, DAY)
    assert plan.references is References.INDEX
    source = plan.sources[1]
    assert reference(source, References.INDEX) == "2"
    for kind, at_end in ((References.ENDNOTES, True), (References.FOOTNOTES, False)):
        noted = reference(source, kind)
        assert noted == "2"  # as text it is the number still
        (run,) = pieces_of(noted)[0].runs
        assert run.note is not None
        assert (run.note.text, run.note.at_end) == (note_text(source), at_end)


def test_a_bracket_is_running_text(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    bracketed = changed(pack, rules=TenderRules(references=References.BRACKETS))
    bare, plan = (plan_pack(item, library, frameworks, DAY) for item in (pack, bracketed))
    assert reference(plan.sources[1], References.BRACKETS) == "[2]"
    assert [item.counts.words for item in plan.questions] == [item.counts.words for item in bare.questions]
    marks = sum(3 for item in plan.questions for block in item.blocks if block.source)
    assert sum(item.counts.characters for item in plan.questions) == marks + sum(
        item.counts.characters for item in bare.questions
    )
    assert with_bracket("Words.", "[2]") == "Words.[2]"
    formed = FormattedText((Piece((Run("So", bold=True),)),))
    assert with_bracket(formed, "[2]") == "So[2]"
    assert isinstance(with_bracket(formed, "[2]"), FormattedText)
