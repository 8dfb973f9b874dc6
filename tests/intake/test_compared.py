"""A pack out of a buyer's file, and what a newer version of the file changes in it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.forms import SMALL, sheet_table, word_table

from alongside.errors import AlongsideError
from alongside.intake.asked import Asked, Slot, Where
from alongside.intake.compared import Kind, compare, said, take_over
from alongside.intake.reading import read_questions
from alongside.intake.taken_up import digest_of, keep_file, take_up
from alongside.packs.buyer_file import BuyerFile, FileKind, StatedRule
from alongside.packs.pack import (
    Limit,
    LimitKind,
    Pack,
    PackKind,
    Status,
    TextBlock,
    changed,
    from_json,
    to_json,
)
from alongside.workspace import Workspace

SOURCE = BuyerFile(file="buyer files/form.docx", sha256="0" * 64, kind=FileKind.WORD)
BASE = Pack(id="p", kind=PackKind.TENDER, title="A tender", recipe="tender_response")
WORDS = Limit(kind=LimitKind.WORDS, value=500)
ASKED = (
    Asked(id="a", number="1", text="How do you listen to people?", limit=WORDS, weight=10, weight_unit="%"),
    Asked(id="b", number="2", text="Describe how staff are trained.", weight=5, weight_unit="marks", slot=Slot.CELL,
          answer_where=Where(part="word/document.xml", table=0, row=2, column=1)),
    Asked(id="c", number="2(a)", text="Who checks it?", parent="b"),
)  # fmt: skip


def answered(pack: Pack) -> Pack:
    """The pack with a signed off answer to each question."""
    questions = tuple(
        changed(q, blocks=(TextBlock(id=f"t{at}", text=f"answer {at}"),), status=Status.SIGNED_OFF)
        for at, q in enumerate(pack.questions)
    )
    return changed(pack, questions=questions)


def made() -> Pack:
    return take_up(BASE, ASKED, SOURCE, (), buyer="Eastmoor Council")


def test_a_pack_has_every_question_with_its_place_and_its_parent():
    pack = made()
    first, second, third = pack.questions
    assert (first.number, first.limit, first.weight, first.weight_unit) == ("1", WORDS, 10, "")
    assert (second.weight, second.weight_unit, second.slot) == (5, "marks", Slot.CELL)
    assert second.answer_where == ASKED[1].answer_where
    assert third.parent == second.id
    assert pack.brief.buyer == "Eastmoor Council"
    assert from_json(to_json(pack)) == pack


def test_rules_are_followed_only_where_a_person_took_them():
    rules = (
        StatedRule(field="font_size_min", value="11", sentence="Use 11 point.", taken=True),
        StatedRule(field="page_limit", value="20", sentence="At most 20 pages.", taken=False),
        StatedRule(field="deadline_at", value="2026-12-11T12:00", sentence="By noon.", taken=True),
    )
    pack = take_up(BASE, ASKED, SOURCE, rules, buyer="")
    assert (pack.rules.font_size_min, pack.rules.page_limit) == (11.0, None)
    assert pack.brief.deadline_at == "2026-12-11T12:00"
    assert pack.stated_rules == rules
    with pytest.raises(AlongsideError, match="no value"):
        take_up(BASE, ASKED, SOURCE, [StatedRule(field="page_limit", value="many", sentence="", taken=True)], buyer="")


def test_the_same_reading_changes_nothing():
    assert compare(made(), ASKED) == ()


def test_each_change_is_told():
    newer = (
        replace(ASKED[0], limit=Limit(kind=LimitKind.WORDS, value=400), weight=12),
        replace(ASKED[1], id="b2", text="Describe how staff are recruited and trained."),
        Asked(id="d", number="3", text="How do you end restrictions that nobody needs?"),
    )
    found = compare(made(), newer, [StatedRule(field="page_limit", value="20", sentence="At most 20 pages.")])
    assert [item.kind for item in found] == [
        Kind.LIMIT, Kind.WEIGHT, Kind.REWORDED, Kind.ADDED, Kind.GONE, Kind.RULE,
    ]  # fmt: skip
    assert said(found[0]) == "1: limit: 500 words, now 400 words"
    assert said(found[-1]) == "Pages, over all: rule: not said, now 20"


def test_what_is_taken_over_reopens_what_it_touches_and_answers_stay():
    pack = answered(made())
    newer = (
        Asked(id="n", number="0", text="Tell us about your organisation."),
        replace(ASKED[0], limit=Limit(kind=LimitKind.WORDS, value=400)),
        replace(ASKED[1], id="b2", answer_where=Where(part="word/document.xml", table=0, row=9, column=1)),
    )
    after = take_over(pack, compare(pack, newer), newer, changed(SOURCE, sha256="1" * 64))
    assert [q.text for q in after.questions] == [newer[0].text, *(item.text for item in ASKED)]
    fresh, first, second, third = after.questions
    assert (fresh.blocks, fresh.status) == ((), Status.NOT_STARTED)
    assert (first.reopened, first.status, first.limit.value) == ("The buyer changed its limit.", Status.DRAFT, 400)
    assert (second.reopened, second.status) == ("", Status.SIGNED_OFF)
    assert second.answer_where.row == 9
    assert "no longer asks" in third.reopened
    assert [q.blocks for q in after.questions[1:]] == [q.blocks for q in pack.questions]
    assert after.source is not None
    assert after.source.sha256 == "1" * 64


def test_what_is_not_chosen_stays_as_it_was():
    pack = answered(made())
    newer = tuple(replace(item, text=f"{item.text} Please say more.") for item in ASKED[:2])
    after = take_over(pack, (), newer, SOURCE)
    assert [(q.text, q.status, q.blocks) for q in after.questions] == [
        (q.text, q.status, q.blocks) for q in pack.questions
    ]


TEXTS = st.lists(st.text("abcdefg ", min_size=4, max_size=14).map(str.strip).filter(bool), max_size=6)


@given(TEXTS, TEXTS, st.data())
def test_no_answer_is_ever_lost(before: list[str], after: list[str], data: st.DataObject):
    old = [Asked(id=f"o{at}", number=str(at), text=text) for at, text in enumerate(before)]
    new = [Asked(id=f"n{at}", number=str(at), text=text, limit=WORDS) for at, text in enumerate(after)]
    pack = answered(take_up(BASE, old, SOURCE, (), buyer=""))
    found = compare(pack, new)
    chosen = [item for item in found if data.draw(st.booleans())]
    taken = take_over(pack, chosen, new, SOURCE)
    assert {block for q in pack.questions for block in q.blocks} == {
        block for q in taken.questions for block in q.blocks
    }
    everything = take_over(pack, found, new, SOURCE)
    assert [item for item in compare(everything, new) if item.kind is not Kind.GONE] == []


def test_the_file_is_kept_once_and_never_overwritten(tmp_path: Path):
    workspace = Workspace(tmp_path / "workspace")
    path = word_table(SMALL, tmp_path / "form.docx")
    first = keep_file(workspace, path, read_questions(path), date(2026, 11, 24))
    assert first.file == "buyer files/form.docx"
    assert keep_file(workspace, path, read_questions(path), None).file == first.file
    assert digest_of(workspace.folder / first.file) == first.sha256
    word_table(SMALL[:3], path)
    second = keep_file(workspace, path, read_questions(path), None)
    assert second.file == "buyer files/form (2).docx"
    assert digest_of(workspace.folder / first.file) == first.sha256


@pytest.mark.parametrize("lay", [word_table, sheet_table])
def test_a_laid_out_form_becomes_a_pack_and_compares_with_its_next_version(lay, tmp_path: Path):
    path = lay(SMALL, tmp_path / ("form.docx" if lay is word_table else "form.xlsx"))
    asked = read_questions(path).questions
    pack = answered(take_up(BASE, asked, SOURCE, (), buyer=""))
    assert compare(pack, asked) == ()
    lay(SMALL[1:], path)
    kinds = {item.kind for item in compare(pack, read_questions(path).questions)}
    assert Kind.GONE in kinds
    assert Kind.ADDED not in kinds
