"""The buyer's own file, answered from the Build tab."""

from pathlib import Path

import pytest
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import Qt
from tests.intake.forms import Known, word_prose

from alongside.ui.answer_panel import AnswerPanel

LEFT = Qt.MouseButton.LeftButton
LONG = 60_000


@pytest.fixture
def panel(qtbot, window, session, pack_file: Path) -> AnswerPanel:
    with qtbot.waitSignal(session.plan_changed):
        session.open_pack(pack_file)
    window.pack.show_build()
    return window.pack.build.back


@pytest.fixture
def form(session, panel, tmp_path: Path) -> Path:
    """The buyer's file: the questions of the pack in prose."""
    asked = [Known(item.text or item.heading, "Quality") for item in session.pack.questions]
    return word_prose(asked, tmp_path / "Buyers form.docx")


def write(qtbot, panel: AnswerPanel) -> None:
    with qtbot.waitSignal(panel.finished, timeout=LONG):
        qtbot.mouseClick(panel.start, LEFT)


def test_a_file_is_chosen_and_comes_back_answered_under_its_own_name(qtbot, panel, session, user, form):
    assert not panel.start.isEnabled()
    user.file_answer = form
    before = form.read_bytes()
    qtbot.mouseClick(panel.choose, LEFT)
    assert "Buyers form.docx" in panel.which.text()
    write(qtbot, panel)
    assert panel.status.text().startswith("Buyers form.docx: ")
    written = session.workspace.out / f"{session.path.name.removesuffix('.pack.json')}-answered" / "Buyers form.docx"
    assert "DRAFT" in "\n".join(item.text for item in Document(str(written)).paragraphs)
    assert form.read_bytes() == before
    qtbot.mouseClick(panel.open, LEFT)
    assert user.opened == [written]


def test_text_for_a_portal_needs_no_file(qtbot, panel, session):
    with qtbot.waitSignal(panel.finished, timeout=LONG):
        qtbot.mouseClick(panel.portal, LEFT)
    (written,) = session.workspace.out.glob("*-answered/*.txt")
    assert "DRAFT" in written.read_text(encoding="utf-8")


def test_a_password_is_asked_for_and_kept_nowhere(qtbot, panel, session, user, form, tmp_path):
    locked = tmp_path / "locked.docx"
    with form.open("rb") as plain, locked.open("wb") as file:
        OOXMLFile(plain).encrypt("Eastmoor 7", file)
    user.file_answer = locked
    qtbot.mouseClick(panel.choose, LEFT)
    write(qtbot, panel)
    assert panel.password.isVisible()
    assert "will have no password" in panel.status.text()
    panel.password.setText("Eastmoor 7")
    write(qtbot, panel)
    assert panel.status.text().startswith("locked.docx: ")
    assert panel.password.text() == ""
