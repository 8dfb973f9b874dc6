"""A buyer's document in the window: read, seen beside its pages, corrected, made a pack of, compared with the next."""

import io
from pathlib import Path

import pytest
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from tests.intake.forms import SMALL, sheet_table, word_table
from tests.ui.conftest import ScriptedUser

from alongside.packs.pack import LimitKind, load_pack
from alongside.ui.intake_place import CHANGES, EMPTY, LOCKED, PANES, SETUP, IntakePlace
from alongside.ui.places import INTAKE
from alongside.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return word_table(SMALL, tmp_path / "form.docx")


def page_of(window: MainWindow) -> IntakePlace:
    page = window._pages[INTAKE]
    assert isinstance(page, IntakePlace)
    return page


def opened(qtbot, window: MainWindow, path: Path) -> IntakePlace:
    window.read_document(path)
    page = page_of(window)
    qtbot.waitUntil(
        lambda: page.opened is not None and page.opened.path == path and bool(page.list.lines), timeout=30_000
    )
    return page


def texts(page: IntakePlace) -> list[str]:
    return [entry.asked.text for entry in page.entries if not entry.out]


def test_a_document_is_shown_beside_its_questions(qtbot, window: MainWindow, form: Path):
    page = opened(qtbot, window, form)
    assert page.stack.currentIndex() == PANES
    assert len(page.list.lines) == len(SMALL)
    assert "750 words" in page.list.lines[0].facts
    assert page.pages.pages.pages.pageCount() > 0
    page.list.choose(1)
    assert page.editor.text.toPlainText() == SMALL[1].text
    assert page.pages.pages.marked.searchString() == SMALL[1].text[:40]
    page.pages.ways.press("text")
    marked = page.pages.text.extraSelections()
    assert [item.cursor.selectedText() for item in marked] == [SMALL[1].text]


def test_it_is_asked_for_and_may_be_dropped_on_the_window(qtbot, window: MainWindow, user: ScriptedUser, form: Path):
    window._new_pack()
    assert window.packs.panel is not None
    qtbot.mouseClick(window.packs.panel.document, LEFT)
    assert user.asked == ["The buyer’s document"]
    page = page_of(window)
    assert page.stack.currentIndex() == EMPTY
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(form))])
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
    )  # fmt: skip
    window.dropEvent(event)
    qtbot.waitUntil(lambda: page.opened is not None and bool(page.list.lines), timeout=30_000)


def test_questions_are_merged_split_corrected_left_out_and_all_of_it_undone(qtbot, window: MainWindow, form: Path):
    page = opened(qtbot, window, form)
    before = page.entries
    flags = page.list.selectionModel().SelectionFlag
    page.list.selectionModel().select(page.list.model().index(1, 0), flags.Select)
    assert page.editor.merge.text() == "Merge 2"
    qtbot.mouseClick(page.editor.merge, LEFT)
    assert len(page.list.lines) == len(SMALL) - 1
    cursor = page.editor.text.textCursor()
    cursor.setPosition(len(SMALL[0].text) + 1)
    page.editor.text.setTextCursor(cursor)
    qtbot.mouseClick(page.editor.split, LEFT)
    assert texts(page)[:2] == [SMALL[0].text, SMALL[1].text]
    page.list.choose(2)
    qtbot.mouseClick(page.editor.out, LEFT)
    assert page.list.lines[2].out
    assert page.editor.out.text() == "Put back"
    page.list.choose(3)
    page.editor.limit.setValue(432)
    page.editor.number.setText("9.9")
    page.editor.number.editingFinished.emit()
    chosen = page.entries[3].asked
    assert (chosen.limit.value, chosen.limit.kind, chosen.number) == (432, LimitKind.CHARACTERS, "9.9")
    while page.steps.past:
        window._undo_here()
    assert page.entries == before
    window._redo_here()
    assert len(page.list.lines) == len(SMALL) - 1


def test_typing_undoes_as_one_step(qtbot, window: MainWindow, form: Path):
    page = opened(qtbot, window, form)
    page.editor.text.setFocus()
    qtbot.keyClicks(page.editor.text, "Now ")
    assert texts(page)[0].startswith("Now Describe")
    page.undo()
    assert texts(page)[0] == SMALL[0].text
    assert not page.steps.past


def test_the_pack_has_what_was_read_and_the_next_document_is_compared(
    qtbot, window: MainWindow, tmp_path: Path, form: Path
):
    page = opened(qtbot, window, form)
    page.list.choose(2)
    qtbot.mouseClick(page.editor.out, LEFT)
    page.setup.title.clear()
    qtbot.mouseClick(page.make, LEFT)
    assert page.sides.currentIndex() == SETUP
    assert "title" in page.banner.sentence.text()
    page.setup.title.setText("Eastmoor tender")
    page.setup.buyer.setText("Eastmoor Council")
    page.setup.buyer.editingFinished.emit()
    qtbot.mouseClick(page.make, LEFT)
    session = window.session
    qtbot.waitUntil(lambda: session.pack is not None)
    assert session.pack is not None
    assert session.path is not None
    assert session.workspace is not None
    pack = load_pack(session.path)
    assert [q.text for q in pack.questions] == [item.text for at, item in enumerate(SMALL) if at != 2]
    assert (pack.brief.buyer, pack.title) == ("Eastmoor Council", "Eastmoor tender")
    assert pack.source is not None
    assert (session.workspace.folder / pack.source.file).read_bytes() == form.read_bytes()
    assert all(q.slot for q in pack.questions)

    newer = word_table((*SMALL[:4], *SMALL[5:]), tmp_path / "newer.docx")
    page = opened(qtbot, window, newer)
    page.setup.buyer.setText("Eastmoor Council")
    page.setup.buyer.editingFinished.emit()
    assert page.sides.currentIndex() == CHANGES
    assert any("no longer asked" in box.accessibleName() for box in page.changes.boxes)
    assert page.entries[2].out, "what was no question before is none now"
    qtbot.mouseClick(page.changes.take, LEFT)
    assert session.pack is not None
    assert session.pack.source is not None
    assert session.pack.source.file == "buyer files/newer.docx"
    assert [q.text for q in session.pack.questions if "no longer asks" in q.reopened] == [SMALL[4].text]
    session.undo()
    assert session.pack.source.file == "buyer files/form.docx"


def test_a_document_that_asks_nothing_says_so(qtbot, window: MainWindow, tmp_path: Path):
    document = Document()
    document.add_paragraph("Thank you for your letter.")
    document.save(str(tmp_path / "letter.docx"))
    window.read_document(tmp_path / "letter.docx")
    page = page_of(window)
    qtbot.waitUntil(lambda: page.empty.title.text() == "This document asks nothing", timeout=20_000)
    assert page.stack.currentIndex() == EMPTY
    assert not page.make.isEnabled()


def test_a_protected_file_asks_for_its_password_and_keeps_it_nowhere(qtbot, window: MainWindow, tmp_path: Path, form):
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(form.read_bytes())).encrypt("rose garden", made)
    path = tmp_path / "locked.docx"
    path.write_bytes(made.getvalue())
    window.read_document(path)
    page = page_of(window)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == LOCKED, timeout=20_000)
    qtbot.keyClicks(page.lock.password, "wrong")
    qtbot.mouseClick(page.lock.open, LEFT)
    qtbot.waitUntil(lambda: "not the password" in page.lock.why.text(), timeout=20_000)
    assert page.lock.password.text() == ""
    qtbot.keyClicks(page.lock.password, "rose garden")
    qtbot.mouseClick(page.lock.open, LEFT)
    qtbot.waitUntil(lambda: page.opened is not None and bool(page.list.lines), timeout=30_000)
    page.setup.title.setText("Locked tender")
    qtbot.mouseClick(page.make, LEFT)
    qtbot.waitUntil(lambda: window.session.pack is not None)
    assert window.session.workspace is not None
    for kept in window.session.workspace.folder.glob("[bp]*/*"):
        assert b"rose garden" not in kept.read_bytes()


def test_a_workbook_is_laid_out_and_its_cell_is_named(qtbot, window: MainWindow, tmp_path: Path):
    page = opened(qtbot, window, sheet_table(SMALL, tmp_path / "form.xlsx"))
    assert len(page.list.lines) == len(SMALL)
    page.list.choose(3)
    assert "row" in page.pages.said.text()
    page.pages.ways.press("text")
    assert [item.cursor.selectedText() for item in page.pages.text.extraSelections()] == [SMALL[3].text]


def test_what_cannot_be_read_says_so_and_leaves_the_page_as_it_is(qtbot, window: MainWindow, tmp_path: Path, form):
    page = opened(qtbot, window, form)
    (tmp_path / "broken.docx").write_bytes(b"no Word file")
    page.open_file(tmp_path / "broken.docx")
    qtbot.waitUntil(page.banner.isVisible, timeout=20_000)
    assert "no Word file" in page.banner.sentence.text()
    assert len(page.list.lines) == len(SMALL)
