"""The pack file: strict, whole or not at all."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.packs import pack as pack_module
from alongside.packs.pack import Pack, PackKind, Question, TextBlock, from_json, load_pack, save_pack, to_json

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(title=texts, typed=texts, letter=texts)
def test_what_is_saved_is_read_back(title: str, typed: str, letter: str) -> None:
    question = Question(id="q1", number="Q01", blocks=(TextBlock(id="b1", text=typed),))
    saved = Pack(id="p", kind=PackKind.TENDER, title=title, recipe="r", letter=letter, questions=(question,))
    assert from_json(to_json(saved)) == saved
    assert to_json(from_json(to_json(saved))) == to_json(saved)


def test_the_file_states_its_schema(pack: Pack) -> None:
    assert b'"schema": 1' in to_json(pack)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_pack_or_one_sentence(data: bytes) -> None:
    with suppress(AlongsideError):
        from_json(data, name="x.pack.json")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b'{"schema": 99}', "newer Alongside"),
        (b'{"schema": 1, "id": "a", "kind": "poem", "title": "", "recipe": ""}', "poem"),
        (b'{"schema": 1, "id": "a", "kind": "tender_response", "title": "", "recipe": "", "colour": 1}', "colour"),
        (b"[" * 100_000, "cannot|can read"),
    ],
)
def test_a_file_that_is_no_pack_is_refused_in_a_sentence(broken: bytes, said: str) -> None:
    with pytest.raises(AlongsideError, match=said):
        from_json(broken)


def test_two_blocks_with_one_id_are_refused(pack: Pack) -> None:
    twice = to_json(pack).replace(b'"b2"', b'"b1"')
    with pytest.raises(AlongsideError, match="b1"):
        from_json(twice)


def test_a_failed_save_leaves_the_old_file_and_nothing_else(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lot.pack.json"
    save_pack(pack, path)
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(pack_module.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        save_pack(pack_module.changed(pack, title="other"), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_saved_pack_is_loaded(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "lot.pack.json"
    save_pack(pack, path)
    assert load_pack(path) == pack
    with pytest.raises(AlongsideError, match="cannot be opened"):
        load_pack(tmp_path / "none.pack.json")
