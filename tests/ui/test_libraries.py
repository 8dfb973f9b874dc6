"""Other libraries in the window: looked into, searched, copied from, worked in."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alongside.job_control import JobControl
from alongside.library.records import Story
from alongside.library.workbook import read_rows
from alongside.ui.libraries import Libraries


@pytest.fixture
def own_book(session, sample) -> Path:
    """The session's workbook as this test's own."""
    book = session.workspace.folder / "library.xlsx"
    book.unlink()
    shutil.copy2(sample.library, book)
    return book


@pytest.fixture
def client(sample, tmp_path) -> Path:
    folder = tmp_path / "Client A"
    folder.mkdir()
    return Path(shutil.copy2(sample.library, folder / "library.xlsx"))


@pytest.fixture
def libraries(qtbot, look, session, user, client, monkeypatch) -> Libraries:
    own = QWidget()
    made = Libraries(look, session, (own,), user)
    qtbot.addWidget(own)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    own.show()
    monkeypatch.setattr(user, "file", lambda *_asked: client)
    made.open_another()
    qtbot.waitUntil(lambda: made.pane is not None and made.isVisible(), timeout=20_000)
    return made


def test_another_library_is_opened_to_read_and_left_again(qtbot, libraries: Libraries, client: Path):
    before = client.read_bytes()
    pane = libraries.pane
    assert pane.words.text().startswith("Client A: library.xlsx")
    assert "read-only" in pane.words.text()
    assert pane.model.rowCount() == 64
    pane.search.setText("restraint policy")
    qtbot.waitUntil(lambda: 0 < pane.model.rowCount() < 64)
    assert pane.detail.toPlainText()
    qtbot.mouseClick(pane.back, Qt.MouseButton.LeftButton)
    assert libraries.isHidden()
    libraries._fill()
    assert any("Client A" in action.text() for action in libraries.menu.actions())
    assert client.read_bytes() == before


def show(pane, sheet: str, ref: str):
    pane.sheet.setCurrentIndex(pane.sheet.findData(sheet))
    pane._find()
    record = pane.other.library.get(ref)
    pane.table.selectRow(pane.model.row_of(record))
    return record


def test_a_story_is_copied_its_permission_only_where_ticked(qtbot, libraries: Libraries, own_book: Path, session):
    pane = libraries.pane
    show(pane, "stories", "ST-03")
    assert pane.uses["tender"].isVisible()
    qtbot.mouseClick(pane.copy_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "ST-15" in pane.told.text(), timeout=20_000)
    assert "not consented" in pane.told.text()
    made = read_rows(own_book, JobControl()).get("ST-15")
    assert isinstance(made, Story)
    assert made.consent_type == "none"
    assert "ST-03, copied on" in made.source_doc
    pane.uses["tender"].setChecked(True)
    qtbot.waitUntil(lambda: session.known.library.get("ST-15") is not None, timeout=20_000)
    qtbot.mouseClick(pane.copy_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "ST-16" in pane.told.text(), timeout=20_000)
    assert "not consented" not in pane.told.text()
    again = read_rows(own_book, JobControl()).get("ST-16")
    assert isinstance(again, Story)
    assert again.consent_scope == ("tender",)
    qtbot.waitUntil(lambda: not session.jobs.running, timeout=20_000)


def test_evidence_asks_nothing_and_what_may_not_be_copied_is_not_offered(libraries: Libraries):
    pane = libraries.pane
    show(pane, "evidence", "EV-001")
    assert not pane.uses["tender"].isVisible()
    assert pane.copy_button.isEnabled()
    show(pane, "services", "OAK")
    assert not pane.copy_button.isEnabled()
    withdrawn = next(story for story in pane.other.library.stories if story.withdrawn_on)
    show(pane, "stories", withdrawn.ref)
    assert not pane.copy_button.isEnabled()


def test_the_other_library_can_be_worked_in(qtbot, libraries: Libraries, client: Path, session):
    qtbot.mouseClick(libraries.pane.work, Qt.MouseButton.LeftButton)
    assert session.workspace.library == client
    assert libraries.isHidden()
    qtbot.waitUntil(lambda: session.known is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not session.jobs.running, timeout=20_000)


def test_a_workbook_of_any_name_can_be_worked_in_in_a_folder_of_its_name(
    qtbot, libraries: Libraries, client: Path, session
):
    book = client.rename(client.with_name("Rowan & Ash.xlsx"))
    libraries.show_library(book)
    qtbot.waitUntil(lambda: libraries.shown is not None and libraries.shown.path == book, timeout=20_000)
    assert libraries.pane.words.text().startswith("Rowan & Ash.xlsx")
    before = session.workspace.library
    qtbot.mouseClick(libraries.pane.work, Qt.MouseButton.LeftButton)
    assert (session.workspace.library, session.workspace.folder) == (book, book.with_suffix(""))
    qtbot.waitUntil(lambda: session.known is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not session.jobs.running, timeout=20_000)
    assert session.other_libraries[0] == str(before)


def test_a_folder_that_has_a_library_of_its_own_is_not_taken_for_another(
    qtbot, libraries: Libraries, client: Path, session
):
    book = Path(shutil.copy2(client, client.parent.with_suffix(".xlsx")))
    libraries.show_library(book)
    qtbot.waitUntil(lambda: libraries.shown is not None and libraries.shown.path == book, timeout=20_000)
    with qtbot.waitSignal(session.trouble) as told:
        qtbot.mouseClick(libraries.pane.work, Qt.MouseButton.LeftButton)
    assert "library of its own" in told.args[0].what


def test_what_was_looked_at_is_remembered_and_what_is_missing_told(
    qtbot, libraries: Libraries, look, user, client: Path, session
):
    assert session.other_libraries == (str(client),)
    again = Libraries(look, session, (), user)
    qtbot.addWidget(again)
    again._fill()
    assert [action.text() for action in again.menu.actions()][1] == "Client A: library.xlsx"
    client.unlink()
    again._fill()
    missing = next(action for action in again.menu.actions() if "not where it was" in action.text())
    assert "Client A: library.xlsx" in missing.text()
    with qtbot.waitSignal(session.others_changed):
        missing.trigger()
    assert session.other_libraries == ()


def test_what_is_no_library_is_told(qtbot, libraries: Libraries, session, tmp_path):
    (tmp_path / "notes.xlsx").write_text("no workbook")
    with qtbot.waitSignal(session.trouble):
        libraries.show_library(tmp_path / "notes.xlsx")


def test_the_own_library_needs_no_second_look(libraries: Libraries, session):
    libraries.show_library(session.workspace.library)
    assert libraries.isHidden()
