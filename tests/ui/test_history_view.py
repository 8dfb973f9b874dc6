"""A record's history beside the record: every version, and the words that changed marked."""

import shutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from alongside.library.editing.changes import SetField
from alongside.library.upkeep.versions import read_versions
from alongside.ui.history_view import HistoryView, marked
from alongside.ui.session import Session
from alongside.ui.window import MainWindow
from alongside.workspace import Workspace


@pytest.fixture
def place(qtbot, window: MainWindow, session: Session, workspace: Workspace) -> Iterator[object]:
    real = workspace.library.resolve()
    workspace.library.unlink()
    shutil.copy(real, workspace.library)
    window.go("library")
    yield window.library
    qtbot.waitUntil(lambda: not session.jobs._running, timeout=20_000)


def shown(view: HistoryView) -> list[str]:
    return [found.text() for found in view.findChildren(QLabel) if found.isVisible()]


def test_an_edit_is_a_version_with_its_words_marked(qtbot, place, session: Session, workspace: Workspace) -> None:
    place.show_ref("EV-001")
    place.sides.show_side("history")
    view = place.sides.history
    qtbot.waitUntil(lambda: any("first known" in text for text in shown(view)), timeout=20_000)
    record = session.known.library.get("EV-001")
    change = SetField(
        sheet="evidence", row=record.row, ref=record.ref, heading="title", value="My risk, we say: together",
        seen=record.title,
    )  # fmt: skip
    with qtbot.waitSignal(session.edits.saved, timeout=20_000):
        session.edits.save((change,))
    qtbot.waitUntil(lambda: any("<u>" in text for text in shown(view)), timeout=20_000)
    (title,) = (found for found in view.findChildren(QLabel) if "<u>" in found.text())
    assert title.textFormat() is Qt.TextFormat.RichText  # else the marks themselves are read
    qtbot.waitUntil(lambda: len(read_versions(workspace.history).of("EV-001")) == 2, timeout=20_000)
    assert read_versions(workspace.history).of("EV-001")[-1].by == session.edits.by


def test_a_row_of_a_register_has_no_history_of_texts(place) -> None:
    place.show_ref("EV-001")
    place.sides.show_side("history")
    place.show_ref("RS-001")
    assert not place.sides.history.isVisible()


def test_markup_in_a_text_is_text() -> None:
    assert marked("a <b> c", "a <b> d") == "a &lt;b&gt; <s>c</s><u>d</u>"
