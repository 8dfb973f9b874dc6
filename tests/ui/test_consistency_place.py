"""The consistency board in the window: filter, read, see the same words elsewhere, explain, write a report."""

import shutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from tests.ui.conftest import ScriptedUser

from alongside.job_control import JobControl
from alongside.library.workbook import read_library
from alongside.ui.consistency_place import ConsistencyPlace
from alongside.ui.places import CONSISTENCY, READINESS
from alongside.ui.session import Session
from alongside.ui.window import MainWindow
from alongside.workspace import Workspace

UNRESOLVED = "voice_disagrees_unresolved"


@pytest.fixture
def place(qtbot, window: MainWindow, session: Session, workspace: Workspace) -> Iterator[ConsistencyPlace]:
    real = workspace.library.resolve()
    workspace.library.unlink()
    shutil.copy(real, workspace.library)
    window.go(CONSISTENCY)
    found = window._page(CONSISTENCY)
    assert isinstance(found, ConsistencyPlace)
    yield found
    qtbot.waitUntil(lambda: not session.jobs._running, timeout=20_000)


def choose(box, key: str) -> None:
    at = box.findData(key)
    assert at >= 0, key
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_readiness_leads_to_it_and_it_leads_back(qtbot, window: MainWindow) -> None:
    window.go(READINESS)
    qtbot.mouseClick(window._page(READINESS).boards["consistency"], Qt.MouseButton.LeftButton)
    place = window._page(CONSISTENCY)
    assert window.stack.currentWidget() is place
    qtbot.mouseClick(place.back, Qt.MouseButton.LeftButton)
    assert window.stack.currentWidget() is window._page(READINESS)


def test_filters_narrow_what_is_shown(place: ConsistencyPlace) -> None:
    every = place.table.model().rowCount()
    assert every == len(place.board.lines) > 0
    key = next(key for key, n in place.board.counts.items() if 0 < n < every)
    choose(place.result, key)
    assert place.table.model().rowCount() == place.board.counts[key]
    choose(place.result, "")
    service = place.service.itemData(1)
    choose(place.service, service)
    assert all(line.service_id == service for line in place.board.lines)


def test_a_line_can_be_read_by_keyboard(qtbot, place: ConsistencyPlace) -> None:
    place.table.setFocus()
    place.table.selectRow(0)
    first = place._chosen
    qtbot.keyClick(place.table, Qt.Key.Key_Down)
    assert place._chosen != first


def test_an_explanation_is_written_into_the_workbook(qtbot, place: ConsistencyPlace, workspace: Workspace) -> None:
    line = next((line for line in place.board.lines if not line.settled), None)
    assert line is not None
    place._picked(line.ref)
    place.why.setPlainText("")
    place.agreed.setPlainText("")
    qtbot.mouseClick(place.save, Qt.MouseButton.LeftButton)
    assert "needs words" in place.said.text()
    place.why.setPlainText("She wants to go alone; staff are not sure yet.")
    with qtbot.waitSignal(place._session.edits.saved, timeout=20_000):
        qtbot.mouseClick(place.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not place._session.edits.busy, timeout=20_000)
    written = read_library(workspace.library, place._session.today, JobControl()).record_at("triples", line.ref)
    assert written.difference_explained == "She wants to go alone; staff are not sure yet."
    assert written.resolved_on == place._session.today


def test_it_is_written_for_print(qtbot, place: ConsistencyPlace, user: ScriptedUser) -> None:
    qtbot.mouseClick(place.word, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(user.opened), timeout=20_000)
    assert user.opened[0].suffix == ".docx"
    assert user.opened[0].is_file()
