"""In the window: a story is withdrawn, all of a person written down, a story erased."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from tests.ui.conftest import TODAY

from alongside.job_control import JobControl
from alongside.library.records import Story
from alongside.library.workbook import read_rows
from alongside.ui import work
from alongside.ui.leaving_view import ERASE, PERSON, WITHDRAW, LeavingView
from alongside.ui.library_place import LibraryPlace
from alongside.ui.record_pane import RecordPane
from alongside.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
REF = "ST-01"


@pytest.fixture
def session(session, workspace, sample, monkeypatch, tmp_path) -> Iterator[object]:
    workspace.library.unlink()
    shutil.copy(sample.library, workspace.library)
    monkeypatch.setattr("alongside.library.cache_files.cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr("alongside.settings.recovery_folder", lambda: tmp_path / "recovery")
    base = work.read_knowledge(workspace, JobControl())
    session.base, session.known = base, work.check_knowledge(base, TODAY, JobControl())
    yield session
    if session.edits_in_use is not None:
        session.edits.stop()


@pytest.fixture
def pane(qtbot, window: MainWindow) -> RecordPane:
    window.go("library")
    place = window.library
    assert isinstance(place, LibraryPlace)
    qtbot.waitUntil(lambda: place.pane.record is not None and bool(place.pane.edits.standing.digest))
    window.show_ref(REF)
    qtbot.waitUntil(lambda: place.pane.record is not None and place.pane.record.ref == REF)
    return place.pane


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def story_in(book: Path) -> Story:
    found = read_rows(book).get(REF)
    assert isinstance(found, Story)
    return found


def finished(qtbot, view: LeavingView) -> None:
    qtbot.waitUntil(lambda: view.apply.isHidden() and view.back.isEnabled(), timeout=120_000)


def test_it_says_what_will_happen_before_anything_does(qtbot, pane, workspace):
    before = workspace.library.read_bytes()
    pane.leaving_actions[WITHDRAW].trigger()
    view = pane.leaving
    assert view.isVisible()
    qtbot.waitUntil(lambda: "Packs that use it" in words(view), timeout=60_000)
    assert "cannot be called back" in words(view)
    qtbot.mouseClick(view.back, LEFT)
    assert not view.isVisible()
    assert workspace.library.read_bytes() == before


def test_a_story_is_withdrawn_at_once_and_the_letters_are_shown(qtbot, pane, workspace, window, user):
    pane.show_leaving(WITHDRAW)
    qtbot.mouseClick(pane.leaving.apply, LEFT)
    finished(qtbot, pane.leaving)
    assert "note-to-the-person-easy-read.docx" in words(pane.leaving)
    assert (story_in(workspace.library).status, story_in(workspace.library).withdrawn_on) == ("withdrawn", TODAY)
    qtbot.mouseClick(pane.leaving.open, LEFT)
    assert [path.name for path in user.opened] == [f"withdrawn-{REF}"]


def test_everything_about_a_person_is_written_down(qtbot, pane, workspace):
    pane.show_leaving(PERSON)
    qtbot.mouseClick(pane.leaving.apply, LEFT)
    finished(qtbot, pane.leaving)
    assert {path.suffix for path in workspace.out.glob("about-*")} == {".docx", ".xlsx"}


def test_erasing_waits_for_the_id_to_be_typed(qtbot, pane, workspace):
    pane.show_leaving(ERASE)
    view = pane.leaving
    assert not view.apply.isEnabled()
    qtbot.keyClicks(view.typed, "ST-02")
    assert not view.apply.isEnabled()
    view.typed.clear()
    qtbot.keyClicks(view.typed, "st-01")
    assert view.apply.isEnabled()
    told = story_in(workspace.library).situation
    assert told
    qtbot.mouseClick(view.apply, LEFT)
    finished(qtbot, view)
    assert "Erased" in view.title.text()
    assert story_in(workspace.library).situation == ""


def test_only_a_story_offers_it(qtbot, pane, window):
    assert set(pane.leaving_offered) == {WITHDRAW, PERSON, ERASE}
    window.show_ref("EV-001")
    qtbot.waitUntil(lambda: pane.record is not None and pane.record.ref == "EV-001")
    assert pane.leaving_offered == {}
    pane.show_leaving(WITHDRAW)
    assert not pane.leaving.isVisible()
