"""What is kept of large libraries: wired into the window, turned off and cleared in Settings."""

from datetime import date
from pathlib import Path

import pytest

from alongside import ahead
from alongside.job_control import JobControl
from alongside.library import cache_files, kept
from alongside.library.packed import unpacked
from alongside.settings import Settings
from alongside.ui import work
from alongside.ui.session import Session
from alongside.ui.window import MainWindow


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr(cache_files, "WORTH_KEEPING", 1)
    monkeypatch.setattr(cache_files, "cache_folder", lambda: folder)
    return folder


def test_a_library_that_was_read_is_kept_and_opened_from_there(
    qtbot, session: Session, workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    session.open_workspace(workspace)
    with qtbot.waitSignal(session.meaning_ready, timeout=30_000):
        pass
    qtbot.waitUntil(lambda: len(list(folder.glob("*.records"))) == 1)
    assert {path.suffix for path in folder.iterdir()} == {".records", ".words", ".meaning"}
    before = session.known.library

    def refuse(*_: object) -> None:
        raise AssertionError("the workbook was read again")

    monkeypatch.setattr(kept, "rows_of", refuse)
    known = work.read_knowledge(workspace, JobControl())
    again = work.check_knowledge(known, session.today, JobControl())
    assert again.library.findings == before.findings
    assert list(again.library) == list(before)
    assert not work.make_index(again.library, JobControl()).made_now


def test_a_reading_begun_ahead_gives_way_to_what_is_kept(workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cache_files, "WORTH_KEEPING", 1)
    data = ahead.begin(workspace.library).take()
    assert data is not None
    assert len(list(unpacked(data))) > 100
    kept.open_library(workspace.library, date(2026, 11, 1))
    assert ahead.begin(workspace.library).take() is None


def test_settings_turn_it_off_and_take_it_away(window: MainWindow, folder: Path):
    changed: list[Settings] = []
    window.settings_changed.connect(changed.append)
    window.go("settings")
    settings = window.stack.currentWidget()
    assert settings.keeping.isChecked()
    folder.mkdir()
    (folder / "one.records").write_bytes(b"x")
    settings.clear.click()
    assert list(folder.iterdir()) == []
    assert changed == []
    (folder / "one.words").write_bytes(b"x")
    settings.keeping.click()
    assert not changed[-1].keep_library
    assert list(folder.iterdir()) == []
    settings.keeping.click()
    assert changed[-1].keep_library
