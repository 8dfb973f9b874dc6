"""The Readiness place: what a manager reads there, and what the two buttons make."""

import shutil
from collections.abc import Iterator
from datetime import date

import docx
import pytest
from PySide6.QtCore import Qt

from alongside.job_control import JobControl
from alongside.library.workbook import read_rows
from alongside.ui import work
from alongside.ui.readiness_place import EVERY, ReadinessPlace

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
def place(window) -> ReadinessPlace:
    window.go("readiness")
    found = window.stack.currentWidget()
    assert isinstance(found, ReadinessPlace)
    choose(found, "OAK")
    return found


def choose(place: ReadinessPlace, service: str) -> None:
    place.service.setCurrentIndex(place.service.findData(service))
    place.refresh()


def test_an_item_says_whose_voice_which_claims_stand_alone_and_the_self_check(place: ReadinessPlace) -> None:
    at = next(n for n, line in enumerate(place._lines) if line.item.item_id == "SAF-S4")
    place.table.picked.emit(f"{at}|")
    said = place.note.text()
    assert "Whose voice" in said
    assert "Not borne out by another kind" in said
    assert "yours to judge" in said
    assert "better borne out" in place.change.text()
    assert "left out" in place.change.toolTip()


def test_services_stand_side_by_side(place: ReadinessPlace) -> None:
    choose(place, EVERY)
    cells = place.table.cells
    assert [cells.headerData(n, Qt.Orientation.Horizontal) for n in range(2, cells.columnCount())] == [
        "OAK", "MAR", "LAR",
    ]  # fmt: skip
    assert not place.gaps.isEnabled()
    choose(place, "OAK")
    assert place.gaps.isEnabled()


def test_gaps_become_actions_in_the_workbook_once_and_can_be_taken_back(qtbot, place, session, workspace) -> None:
    before = read_rows(workspace.library, JobControl()).actions
    with qtbot.waitSignal(session.edits.saved, timeout=20_000):
        qtbot.mouseClick(place.gaps, LEFT)
    after = read_rows(workspace.library, JobControl()).actions
    assert len(after) > len(before)
    new = after[len(before) :]
    assert all(row.due and row.owner_role and row.service_id == "OAK" for row in new)
    qtbot.waitUntil(lambda: len(session.known.library.actions) == len(after), timeout=20_000)
    told: list[str] = []
    session.notice.connect(lambda sentence, _undo: told.append(sentence))
    qtbot.mouseClick(place.gaps, LEFT)
    assert told == ["No gap is left without an open action."]
    with qtbot.waitSignal(session.edits.saved, timeout=20_000):
        session.edits.undo()
    assert len(read_rows(workspace.library, JobControl()).actions) == len(before)


def test_the_walk_round_sheet_is_made_and_opened(qtbot, place, user, workspace) -> None:
    qtbot.mouseClick(place.walk, LEFT)
    qtbot.waitUntil(lambda: bool(user.opened), timeout=20_000)
    (path,) = user.opened
    assert path.parent == workspace.out
    assert len(docx.Document(str(path)).tables) > 5
