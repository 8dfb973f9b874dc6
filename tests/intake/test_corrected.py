"""Correcting what was read, and remembering it for the buyer's next file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.forms import SMALL, sheet_table, word_table

from alongside.errors import AlongsideError
from alongside.intake.asked import Asked, Slot, Where
from alongside.intake.corrected import (
    Corrected,
    as_read,
    begin,
    change,
    doubts,
    leave_out,
    merge,
    put_back,
    questions,
    split,
)
from alongside.intake.reading import read_form, read_questions
from alongside.intake.remembered import Memory, keep, learned, recall, recollected, shape
from alongside.packs.pack import Limit, LimitKind

WORDS = Limit(kind=LimitKind.WORDS, value=500)
THREE = (
    Asked(id="a", number="1", text="How do you listen to people?", limit=WORDS, weight=10, weight_unit="%"),
    Asked(id="b", number="2", text="Describe your training. How is it checked?", slot=Slot.CELL,
          answer_where=Where(part="word/document.xml", table=0, row=2, column=1)),
    Asked(id="c", number="3", text="Terms and conditions of the contract", parent="b"),
)  # fmt: skip


def test_merging_keeps_the_first_number_the_limit_and_the_place_of_the_answer():
    made = merge(begin(THREE), ["b", "a"])
    assert [entry.id for entry in made] == ["a", "c"]
    own = made[0].asked
    assert (own.number, own.limit, own.weight, own.slot) == ("1", WORDS, 10, Slot.CELL)
    assert own.text == "How do you listen to people?\n2 Describe your training. How is it checked?"
    assert made[1].asked.parent == "a"


def test_splitting_parts_the_text_and_the_answer_goes_with_the_second():
    made = split(begin(THREE), "b", THREE[1].text.index("How"))
    first, second = made[1].asked, made[2].asked
    assert (first.text, second.text) == ("Describe your training.", "How is it checked?")
    assert (first.slot, second.slot) == (Slot.NONE, Slot.CELL)
    assert as_read(made, second.id) == begin(THREE)


@pytest.mark.parametrize("at", [0, 42, 999])
def test_a_question_is_not_split_at_its_ends(at: int):
    with pytest.raises(AlongsideError, match="inside its text"):
        split(begin(THREE), "b", at)


def test_one_question_is_not_merged_and_an_empty_one_is_not_kept():
    with pytest.raises(AlongsideError, match="two questions"):
        merge(begin(THREE), ["a"])
    with pytest.raises(AlongsideError, match="has words"):
        change(begin(THREE), "a", text="  ")


def test_what_is_no_question_is_left_out_and_comes_back():
    made = leave_out(begin(THREE), ["b"])
    assert [(item.id, item.parent) for item in questions(made)] == [("a", ""), ("c", "")]
    assert put_back(made, ["b"]) == begin(THREE)


def test_doubts_say_why():
    entries = begin(THREE)
    assert doubts(entries[0], entries, writable=False) == ()
    assert "No place was found for its answer." in doubts(entries[0], entries, writable=True)
    plain = begin([Asked(id="x", number="", text="Terms and conditions")])
    assert doubts(plain[0], plain, writable=False) == ("It does not read like a question.",)
    assert doubts(change(plain, "x", number="7")[0], plain, writable=False) == ()


LETTERS = st.text("abcdefgh ", min_size=3, max_size=20).filter(lambda text: len(text.strip()) > 2)


@st.composite
def corrected(draw: st.DrawFn) -> tuple[tuple[Asked, ...], Corrected]:
    """Some questions of different texts, and what somebody may do to them."""
    texts = draw(st.lists(LETTERS, min_size=2, max_size=7, unique_by=lambda text: " ".join(text.split())))
    asked = tuple(Asked(id=f"q{at}", number=str(at), text=text.strip()) for at, text in enumerate(texts))
    entries = begin(asked)
    for entry in entries:
        deed = draw(st.sampled_from(["", "out", "number", "limit", "split", "merge"]))
        if not any(item.id == entry.id for item in entries):
            continue
        if deed == "out":
            entries = leave_out(entries, [entry.id])
        elif deed == "number":
            entries = change(entries, entry.id, number=draw(st.sampled_from(["9.1", "A", ""])))
        elif deed == "limit":
            entries = change(entries, entry.id, limit=WORDS, text=f"{entry.asked.text} more")
        elif deed == "split":
            try:
                entries = split(entries, entry.id, draw(st.integers(1, len(entry.asked.text))))
            except AlongsideError:
                continue
        elif deed == "merge":
            whole = [item.id for item in entries if not item.changed]
            entries = merge(entries, whole[:2]) if len(whole) > 1 else entries
    return asked, entries


@given(corrected())
def test_nothing_that_was_read_is_lost(given_: tuple[tuple[Asked, ...], Corrected]):
    asked, entries = given_
    assert {item for entry in entries for item in entry.read} == set(asked)
    assert len({entry.id for entry in entries}) == len(entries)
    for entry in entries:
        if any(item.id == entry.id for item in entries):
            entries = as_read(entries, entry.id)
    assert {entry.asked for entry in entries} == set(asked)


@given(corrected())
def test_the_same_file_is_corrected_the_same_way_the_next_time(given_: tuple[tuple[Asked, ...], Corrected]):
    asked, entries = given_
    again = recollected(learned(Memory(buyer="Eastmoor"), entries), asked)
    shown = [(item.number, item.text, item.limit, item.slot) for item in questions(entries)]
    assert [(item.number, item.text, item.limit, item.slot) for item in questions(again)] == shown
    assert all(entry.remembered for entry in again if entry.changed)


def test_the_next_file_is_corrected_by_likeness_and_says_so(tmp_path: Path):
    memory = learned(recall(tmp_path, "Eastmoor Council"), leave_out(begin(THREE), ["c"]))
    keep(memory, tmp_path)
    again = recall(tmp_path, "eastmoor  council")
    assert again.corrections == memory.corrections
    next_file = [Asked(id="z", number="8", text="Terms and conditions of this contract")]
    made = recollected(again, next_file)
    assert made[0].out
    assert made[0].remembered == "Left out, as “Terms and conditions of the contract” was before."
    back = learned(again, put_back(made, ["z"]))
    assert not recollected(back, next_file)[0].out
    assert not recall(tmp_path, "Westmoor Council").corrections


def test_a_damaged_memory_says_so(tmp_path: Path):
    keep(Memory(buyer="A"), tmp_path)
    next(tmp_path.iterdir()).write_text("{")
    with pytest.raises(AlongsideError, match="corrected before"):
        recall(tmp_path, "A")


def test_numbers_of_a_form_that_is_never_a_question_are_left_out():
    asked = [Asked(id=f"n{at}", number=f"A{at}", text=f"Word {'xyz'[at] * 9} and so on") for at in range(3)]
    memory = learned(Memory(buyer="B"), leave_out(begin([*asked, THREE[0]]), ["n0", "n1", "n2"]))
    assert memory.numbers_out == ("a#",)
    made = recollected(memory, [Asked(id="m", number="A17", text="Something else altogether"), THREE[0]])
    assert [entry.out for entry in made] == [True, False]
    assert [shape(number) for number in ("3.2", "Q4(b)", "iv")] == ["#.#", "a#(a)", "iv"]


def test_the_column_of_limits_is_learned_from_two_and_used_in_the_next_file(tmp_path: Path):
    from openpyxl import Workbook  # noqa: PLC0415

    def sheet(name: str, rows: list[tuple[str, str, int, str]]) -> Path:
        book = Workbook()
        page = book.active
        page.append(("No.", "Question", "Size", "Response"))
        for row in rows:
            page.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    first = sheet("one.xlsx", [("1", "How do you learn from incidents?", 400, ""),
                               ("2", "Describe how staff are trained.", 650, ""),
                               ("3", "Describe how you listen to families.", 300, "")])  # fmt: skip
    form = read_form(first)
    asked = read_questions(first).questions
    assert [item.limit.kind for item in asked] == [LimitKind.NONE] * 3
    entries = begin(asked)
    for item, value in zip(asked[:2], (400, 650), strict=True):
        entries = change(entries, item.id, limit=Limit(kind=LimitKind.WORDS, value=value))
    memory = learned(Memory(buyer="B"), entries, form.parts)
    assert memory.limit_column is not None
    assert memory.limit_column.column == 2
    after = sheet("two.xlsx", [("1", "What do people say about your homes?", 250, "")])
    made = recollected(memory, read_questions(after).questions, read_form(after).parts)
    assert [entry.asked.limit for entry in made] == [Limit(kind=LimitKind.WORDS, value=250)]
    assert made[0].remembered == "Its limit is taken from column C, as before."


@pytest.mark.parametrize("lay", [word_table, sheet_table])
def test_a_real_layout_can_be_corrected_and_read_again(lay, tmp_path: Path):
    path = lay(SMALL, tmp_path / ("form.docx" if lay is word_table else "form.xlsx"))
    asked = read_questions(path).questions
    entries = merge(leave_out(begin(asked), [asked[2].id]), [asked[0].id, asked[1].id])
    memory = learned(Memory(buyer="B"), entries, read_form(path).parts)
    again = questions(recollected(memory, read_questions(path).questions, read_form(path).parts))
    assert [item.text for item in again] == [item.text for item in questions(entries)]
