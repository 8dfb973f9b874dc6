"""A story's score beside its row, and a second person's word written into the workbook."""

import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt

from alongside.job_control import JobControl
from alongside.library.workbook import read_rows
from alongside.ui import work
from alongside.ui.library_place import LibraryPlace
from alongside.ui.record_sides import KNOWN
from alongside.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
TODAY = date(2026, 11, 24)


@pytest.fixture
def session(session, workspace, sample) -> Iterator[object]:
    """A session with a workbook of its own, not the sample's by a link."""
    workspace.library.unlink()
    shutil.copy(sample.library, workspace.library)
    base = work.read_knowledge(workspace, JobControl())
    session.base, session.known = base, work.check_knowledge(base, TODAY, JobControl())
    yield session
    if session.edits_in_use is not None:
        session.edits.stop()


@pytest.fixture
def place(qtbot, window: MainWindow) -> LibraryPlace:
    window.go("library")
    found = window.library
    assert isinstance(found, LibraryPlace)
    qtbot.waitUntil(lambda: found.pane.record is not None and bool(found.pane.edits.standing.digest))
    return found


def test_a_story_is_scored_and_somebody_tried(qtbot, place, workspace):
    place.show_ref("ST-05")
    qtbot.waitUntil(lambda: place.pane.record is not None and place.pane.record.ref == "ST-05")
    place.sides.show_side(KNOWN)
    view = place.sides.known
    assert view.grade.text().startswith("ST-05: the risk that somebody near knows who it is is low")
    assert not view.keep.isEnabled()
    view.role.setText("service manager")
    assert not view.keep.isEnabled()  # nobody has said that they tried
    view.tried.click()
    qtbot.mouseClick(view.keep, LEFT)

    def written() -> bool:
        story = read_rows(workspace.library).get("ST-05")
        return (story.anonymisation_checked_by, story.anonymisation_checked_on) == ("service manager", TODAY)

    qtbot.waitUntil(written, timeout=20_000)
    qtbot.waitUntil(lambda: "service manager" in view.stands.text(), timeout=20_000)
    assert not view.keep.isEnabled()


def test_only_stories_are_scored(qtbot, place):
    place.show_ref("EV-001")
    qtbot.waitUntil(lambda: place.pane.record is not None and place.pane.record.ref == "EV-001")
    assert place.sides.known is None
