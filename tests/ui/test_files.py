"""The files of a record in the window: seen, added, vouched for, taken out."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from alongside.library.files.cited import FileState, look_at
from alongside.ui.files_view import FilesView
from alongside.ui.record_sides import FILES, USES, RecordSides

POLICY = "restrictive-practice-policy.pdf"


@pytest.fixture
def folder(session, sample) -> Path:
    """The sample's files and workbook, as this test's own."""
    book = session.workspace.folder / "library.xlsx"
    book.unlink()
    shutil.copy2(sample.library, book)
    return Path(shutil.copytree(sample.files, session.workspace.files))


@pytest.fixture
def view(qtbot, look, session, user, known, folder) -> FilesView:
    made = FilesView(look, session, user)
    qtbot.addWidget(made)
    made.resize(420, 800)
    made.show_record(known.library.get("EV-027"))
    made.show()
    qtbot.waitUntil(lambda: bool(made._cards))
    return made


def words_of(view: FilesView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel))


def test_a_policy_shows_its_first_page_and_how_it_stands(view: FilesView):
    (card,) = view._cards
    assert card.preview is not None
    assert not card.preview.pixmap().isNull()
    assert "As it was added" in words_of(view)
    assert "2 pages" in words_of(view)
    assert "30 September 2027" in words_of(view)
    assert card.vouch_button.isHidden()


def test_it_is_opened_by_the_desktop_s_own_program(qtbot, view: FilesView, user, folder):
    qtbot.mouseClick(view._cards[0].open_button, Qt.MouseButton.LeftButton)
    assert user.opened == [folder / POLICY]


def test_a_changed_file_is_told_and_can_be_vouched_for(qtbot, view: FilesView, folder):
    (folder / POLICY).write_bytes((folder / POLICY).read_bytes() + b"\n% changed")
    view.refresh()
    qtbot.waitUntil(lambda: "Changed since it was added" in words_of(view))
    qtbot.mouseClick(view._cards[0].vouch_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "As it was added" in words_of(view))
    assert look_at([POLICY], folder)[POLICY].state is FileState.SOUND


def test_a_missing_file_has_no_picture_and_cannot_be_opened(qtbot, view: FilesView, folder):
    (folder / POLICY).unlink()
    view.refresh()
    qtbot.waitUntil(lambda: "Not there" in words_of(view))
    assert view._cards[0].open_button.isHidden()
    assert view._cards[0].preview is None


def test_a_file_is_added_and_cited_by_an_edit(qtbot, view: FilesView, user, tmp_path, monkeypatch, session, folder):
    source = tmp_path / "Minutes of the panel.txt"
    source.write_text("minutes")
    monkeypatch.setattr(user, "file", lambda *_asked: source)
    saved: list[object] = []
    monkeypatch.setattr(session.edits, "save", saved.extend)
    qtbot.mouseClick(view.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(saved))
    assert saved[0].value == (POLICY, "Minutes-of-the-panel.txt")
    assert saved[0].seen == (POLICY,)
    assert (folder / "Minutes-of-the-panel.txt").is_file()
    qtbot.mouseClick(view._cards[0].drop_button, Qt.MouseButton.LeftButton)
    assert saved[1].value == ()
    session.edits.stop()


def test_rows_that_cite_nothing_say_what_goes_here(qtbot, view: FilesView, known):
    view.show_record(known.library.get("EV-001"))
    assert "No files yet" in words_of(view)


def test_the_sides_of_a_row(qtbot, look, session, known, folder):
    row = QLabel("the row")
    sides = RecordSides(look, session, row)
    qtbot.addWidget(sides)
    sides.show()
    sides.show_record(known.library.get("EV-027"))
    assert sides.choice._buttons[FILES].text() == "Files (1)"
    sides.choice.press(FILES)
    assert sides.files is not None
    assert sides.files.isVisible()
    sides.show_record(known.library.answers[0])  # answers cite no files
    assert row.isVisible()
    assert sides.choice._buttons[FILES].isHidden()
    sides.choice.press(USES)
    assert sides.uses is not None
    assert sides.uses.isVisible()
