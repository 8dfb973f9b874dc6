"""Locking and unlocking in the window, with the keyboard and the mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from alongside.app import first_workspace
from alongside.errors import AlongsideError
from alongside.locking import container
from alongside.settings import Settings
from alongside.ui.places import PACKS, SETTINGS
from alongside.ui.settings_place import SettingsPlace
from alongside.workspace import Workspace, WorkspaceLockedError, copy_sample, locked_file

PASSWORD = "four odd green doors"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(container.new_key, "__kwdefaults__", {"cost": 10})
    monkeypatch.setattr("alongside.library.cache_files.clear", lambda: 0)


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """Without the links of the other tests' workspace: those cannot be locked."""
    return copy_sample(tmp_path / "workspace")


def settings_of(window) -> SettingsPlace:
    window.go(SETTINGS)
    place = window.stack.currentWidget()
    assert isinstance(place, SettingsPlace)
    return place


def test_the_button_waits_for_two_equal_passwords(window):
    panel = settings_of(window).lock_panel
    assert not panel.lock.isEnabled()
    QTest.keyClicks(panel.password, "short")
    assert "At least" in panel.said.text()
    panel.password.setText(PASSWORD)
    QTest.keyClicks(panel.again, "four odd green walls")
    assert "differ" in panel.said.text()
    assert not panel.lock.isEnabled()
    panel.again.setText(PASSWORD)
    assert panel.lock.isEnabled()


def test_locked_and_unlocked_again(window, qtbot):
    folder: Path = window.session.workspace.folder
    book = (folder / "library.xlsx").read_bytes()
    panel = settings_of(window).lock_panel
    panel.password.setText(PASSWORD)
    panel.again.setText(PASSWORD)
    QTest.mouseClick(panel.lock, LEFT)
    assert panel.password.text() == panel.again.text() == ""
    page = window.lock_desk.page
    qtbot.waitUntil(
        lambda: page.open.isEnabled() and locked_file(folder).is_file() and not folder.exists(), timeout=30_000
    )
    assert window.stack.currentWidget() is page
    assert window.session.workspace is None
    assert window.session.known is None
    assert not window.menuBar().isEnabled()
    QTest.keyClicks(page.password, "four odd green walls")
    QTest.keyClick(page.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the password" in page.why.text(), timeout=30_000)
    assert not folder.exists()
    QTest.keyClicks(page.password, PASSWORD)
    QTest.mouseClick(page.open, LEFT)
    qtbot.waitUntil(lambda: window.session.known is not None, timeout=30_000)
    assert window.session.workspace.folder == folder
    assert (folder / "library.xlsx").read_bytes() == book
    assert window.menuBar().isEnabled()
    assert window.stack.currentWidget() is not page
    assert window.rail_buttons[PACKS].isChecked()


def test_what_cannot_be_locked_is_opened_again(window, qtbot):
    folder: Path = window.session.workspace.folder
    (folder / "~$library.xlsx").write_bytes(b"\x04Anna" + bytes(60))
    told: list[Exception] = []
    window.session.trouble.connect(told.append)
    window.lock_workspace(PASSWORD)
    qtbot.waitUntil(lambda: bool(told) and window.session.known is not None, timeout=30_000)
    assert isinstance(told[0], AlongsideError)
    assert "Anna" in told[0].sentence()
    assert window.session.workspace.folder == folder


def test_the_last_workspace_is_asked_for_its_password(tmp_path):
    (tmp_path / "Care.locked").write_bytes(b"x")
    with pytest.raises(WorkspaceLockedError) as found:
        first_workspace([], Settings(workspace=str(tmp_path / "Care")))
    assert found.value.folder == tmp_path / "Care"


def test_who_exports_is_kept(window):
    kept: list[Settings] = []
    window.settings_changed.connect(kept.append)
    panel = settings_of(window).lock_panel
    QTest.keyClicks(panel.account, "Bid lead ")
    QTest.keyClick(panel.account, Qt.Key.Key_Return)
    assert kept[-1].account == "Bid lead"


def test_a_synced_folder_is_told_until_it_is_agreed(window, session, tmp_path):
    place = copy_sample(tmp_path / "Dropbox" / "Care")
    session.open_workspace(place)
    assert "Dropbox" in window.banner.sentence.text()
    assert not window.banner.isHidden()
    QTest.mouseClick(window.banner.action, LEFT)
    assert window.banner.isHidden()
    session.open_workspace(place)
    assert window.banner.isHidden()
    assert window.settings.synced == (str(place.folder),)


def test_the_assessment_is_written_logged_and_shown(window, user, qtbot):
    panel = settings_of(window).exports
    assert "Nothing was exported" in panel.list.text()
    qtbot.waitUntil(panel.assess.isEnabled, timeout=30_000)
    QTest.mouseClick(panel.assess, LEFT)
    qtbot.waitUntil(lambda: bool(user.opened), timeout=30_000)
    assert user.opened[0].name == "impact-assessment-2026-11-24.docx"
    assert user.opened[0].is_file()
    assert "impact-assessment" in panel.list.text()
    told: list[Exception] = []
    window.session.trouble.connect(told.append)
    QTest.mouseClick(panel.assess, LEFT)
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    assert "there already" in str(told[0])  # what was filled in is never written over


def test_it_locks_again_by_itself(window, qtbot):
    folder: Path = window.session.workspace.folder
    panel = settings_of(window).lock_panel
    window.use_lock_after(5)
    desk = window.lock_desk
    assert not desk._idle.isActive()  # nobody has told the password yet
    panel.lock_wanted.emit(PASSWORD)
    qtbot.waitUntil(lambda: desk.page.open.isEnabled() and not folder.exists(), timeout=30_000)
    QTest.keyClicks(desk.page.password, PASSWORD)
    QTest.mouseClick(desk.page.open, LEFT)
    qtbot.waitUntil(lambda: window.session.known is not None and desk._idle.isActive(), timeout=30_000)
    assert desk._idle.interval() == 300_000
    desk._idle.timeout.emit()
    qtbot.waitUntil(lambda: desk.page.open.isEnabled() and not folder.exists(), timeout=30_000)
    assert locked_file(folder).is_file()
    assert not desk._idle.isActive()
    window.use_lock_after(0)
