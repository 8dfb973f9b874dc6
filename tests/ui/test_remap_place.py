"""Another version of the framework in the window: what a manager sees, decides, writes and takes back."""

import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt

from alongside.job_control import JobControl
from alongside.library.workbook import read_rows
from alongside.ui import work
from alongside.ui.readiness_place import ReadinessPlace
from alongside.ui.remap_place import RemapPlace

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
def place(qtbot, window) -> RemapPlace:
    window.go("readiness")
    readiness = window.stack.currentWidget()
    assert isinstance(readiness, ReadinessPlace)
    qtbot.mouseClick(readiness.version, LEFT)
    found = window.stack.currentWidget()
    assert isinstance(found, RemapPlace)
    return found


def line_of(place: RemapPlace, old: str, new: str):
    lines = (place.tree.topLevelItem(at) for at in range(place.tree.topLevelItemCount()))
    return next(line for line in lines if line.text(0) == old and line.text(1) == new)


def test_what_is_decided_and_written_keeps_both_tags_and_can_be_taken_back(qtbot, place, session, workspace) -> None:
    before = {row.ref: row.framework_items for row in read_rows(workspace.library, JobControl()).evidence}
    assert "wait for your decision" in place.about.text()
    waiting = len(place._plan.decisions)
    line_of(place, "SAF-C4", "D-S2").setCheckState(1, Qt.CheckState.Checked)
    assert len(place._plan.decisions) == waiting - 1
    with qtbot.waitSignal(session.edits.saved, timeout=20_000):
        qtbot.mouseClick(place.write, LEFT)
    after = {row.ref: row.framework_items for row in read_rows(workspace.library, JobControl()).evidence}
    assert all(set(before[ref]) <= set(after[ref]) for ref in before)
    assert all("D-S2" in tags for tags in after.values() if "SAF-C4" in tags)
    with qtbot.waitSignal(session.edits.saved, timeout=20_000):
        session.edits.undo()
    assert {row.ref: row.framework_items for row in read_rows(workspace.library, JobControl()).evidence} == before


def test_the_same_version_has_no_way_and_nothing_to_write(place) -> None:
    place.new.setCurrentIndex(place.old.currentIndex())
    place.refresh()
    assert "no way" in place.about.text()
    assert not place.write.isEnabled()
