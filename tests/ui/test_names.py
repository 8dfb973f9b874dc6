"""The private list of names in Settings: added to from a file, and forgotten."""

from pathlib import Path

import pytest

from alongside.library.names.kept import open_register
from alongside.ui.window import MainWindow


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "names"
    monkeypatch.setattr("alongside.library.names.kept.names_folder", lambda: folder)
    return folder


def test_a_file_of_names_is_added_and_forgotten(window: MainWindow, user, folder: Path, tmp_path: Path):
    window.go("settings")
    panel = window.stack.currentWidget().names
    assert not panel.forget.isEnabled()
    user.file_answer = tmp_path / "names.csv"
    user.file_answer.write_text("First name,Surname\nThabo,Nkosi\nJane,Doe\n", encoding="utf-8")
    panel.add.click()
    assert "2" in panel.state.text()
    assert "Thabo" not in panel.state.text()
    register = open_register(folder)
    assert register is not None
    assert register.people == 2
    panel.forget.click()  # no reason given: thought better of it
    assert folder.exists()
    user.reason_answer = "The people have moved on."
    panel.forget.click()
    assert not folder.exists()
    assert not panel.forget.isEnabled()


def test_a_file_without_names_and_a_broken_list_are_told(window: MainWindow, user, folder: Path, tmp_path: Path):
    window.go("settings")
    panel = window.stack.currentWidget().names
    panel.add.click()  # the picker was closed
    assert not folder.exists()
    user.file_answer = tmp_path / "empty.txt"
    user.file_answer.write_text("\n", encoding="utf-8")
    panel.add.click()
    assert "no name" in user.asked[-1]
    folder.mkdir()
    (folder / "list").write_bytes(b"{}")
    panel.refresh()
    assert "cannot be read" in panel.state.text()
    assert panel.forget.isEnabled()
