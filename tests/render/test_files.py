"""Whole or not at all."""

import os
from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from alongside.render.files import draft_folder, plain_name, replace_folder, write_whole


def test_a_file_is_written_and_replaced_whole(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    write_whole(path, b"one")

    def fails(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(AlongsideError) as caught:
        write_whole(path, b"two")
    assert "No space" in caught.value.what
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_draft_that_is_not_moved_is_gone(tmp_path):
    def stops() -> None:
        with draft_folder(beside=tmp_path / "out" / "x") as draft:
            (draft / "half").write_text("half")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        stops()
    assert list((tmp_path / "out").iterdir()) == []


def build(target: Path, text: str) -> None:
    with draft_folder(beside=target) as draft:
        (draft / "mark").write_text(text)
        replace_folder(draft, target, mark="mark")


def test_an_older_result_is_replaced(tmp_path):
    target = tmp_path / "pack"
    build(target, "one")
    (target / "left over").write_text("x")
    build(target, "two")
    assert [path.name for path in target.iterdir()] == ["mark"]
    assert (target / "mark").read_text() == "two"
    assert list(tmp_path.iterdir()) == [target]


def test_somebodys_own_folder_or_file_is_never_replaced(tmp_path):
    own = tmp_path / "Documents"
    own.mkdir()
    (own / "letter.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for target in (own, tmp_path / "file"):
        with pytest.raises(AlongsideError):
            build(target, "x")
    assert (own / "letter.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Documents", "file"]


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "pack").mkdir()
    build(tmp_path / "pack", "one")
    assert (tmp_path / "pack" / "mark").is_file()


def test_the_old_result_comes_back_if_the_new_cannot_be_moved(tmp_path, monkeypatch):
    target = tmp_path / "pack"
    build(target, "one")
    real = Path.rename

    def rename(self: Path, to: Path) -> Path:
        if self.suffix == ".part" and Path(to).name == "pack":
            raise OSError(5, "Input/output error")
        return real(self, to)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(AlongsideError):
        build(target, "two")
    assert (target / "mark").read_text() == "one"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    "name", ["", "a/b.docx", "..\\x.docx", "..", "con.docx", "LPT1", "a:b", "x\n", ".x", "x.", "a" * 200]
)
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(AlongsideError):
        plain_name(name)


def test_a_plain_name_passes():
    assert plain_name("tender_response.docx") == "tender_response.docx"
