"""Changes to a pack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.packs.edit import add_block, move_block, question_of, remove_block, set_length, set_text
from alongside.packs.pack import EvidenceBlock, Pack, PackKind, Question, TextBlock


def ids(pack: Pack) -> list[str]:
    return [block.id for block in question_of(pack, "q1").blocks]


def test_a_block_goes_where_it_is_put(pack: Pack) -> None:
    changed = add_block(pack, "q1", TextBlock(id="new", text=""), at=1)
    assert ids(changed) == ["b1", "new", "b2", "b3", "b4", "b5", "b6"]
    assert ids(remove_block(changed, "q1", "new")) == ids(pack)


@given(st.integers(0, 5), st.integers(-3, 9))
def test_moving_keeps_every_block(which: int, to: int) -> None:
    blocks = tuple(TextBlock(id=f"b{n}", text=str(n)) for n in range(6))
    pack = Pack(
        id="p", kind=PackKind.TENDER, title="", recipe="", questions=(Question(id="q1", number="1", blocks=blocks),)
    )
    moved = move_block(pack, "q1", f"b{which}", to)
    assert sorted(ids(moved)) == sorted(ids(pack))
    assert ids(moved)[max(0, min(to, 5))] == f"b{which}"


def test_an_edit_keeps_what_the_library_said(pack: Pack) -> None:
    once = set_text(pack, "q1", "b3", "Mine.", library_text="Theirs.")
    twice = set_text(once, "q1", "b3", "Mine again.", library_text="Theirs, changed since.")
    block = question_of(twice, "q1").blocks[2]
    assert block == EvidenceBlock(id="b3", ref="EV-001", text="Mine again.", original="Theirs.")


def test_text_as_the_library_has_it_is_no_edit(pack: Pack) -> None:
    edited = set_text(pack, "q1", "b3", "Mine.", library_text="Theirs.")
    assert set_text(edited, "q1", "b3", "Theirs.", library_text="Theirs.") == pack


def test_another_length_starts_from_the_library_again(pack: Pack) -> None:
    edited = set_text(pack, "q1", "b3", "Mine.", library_text="Theirs.")
    assert question_of(set_length(edited, "q1", "b3", "250"), "q1").blocks[2] == EvidenceBlock(
        id="b3", ref="EV-001", length="250"
    )


def test_a_figure_has_no_text_to_change(pack: Pack) -> None:
    with pytest.raises(TypeError):
        set_text(pack, "q1", "b5", "other")
