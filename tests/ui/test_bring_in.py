"""Bringing in a spreadsheet, as a user does it on the one page."""

from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from tests.library.taking_in import messy
from tests.ui.conftest import TODAY, ScriptedUser, end

from alongside.library.workbook import read_library
from alongside.ui.bring_in import BringInPlace, can_be_brought
from alongside.workspace import copy_sample


@pytest.fixture
def user() -> ScriptedUser:
    return ScriptedUser()


@pytest.fixture
def workspace(tmp_path: Path):
    return copy_sample(tmp_path / "workspace")


@pytest.fixture
def page(qtbot, look, tmp_path, user, workspace):
    from alongside.ui.jobs import Jobs  # noqa: PLC0415
    from alongside.ui.session import Session  # noqa: PLC0415

    jobs = Jobs()
    session = Session(jobs, TODAY, tmp_path / "recovery")
    session.open_workspace(workspace)
    made = BringInPlace(look, session, user)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    yield made
    end(session)


def opened(qtbot, page, path: Path) -> None:
    page.open_file(path)
    qtbot.waitUntil(lambda: page.prepared is not None, timeout=20_000)


def choose(page, line: int, words: str) -> None:
    chooser = page.columns.lines[line].chooser
    at = chooser.findText(words, Qt.MatchFlag.MatchStartsWith)
    assert at >= 0, words
    chooser.setCurrentIndex(at)
    chooser.activated.emit(at)


def test_a_file_shows_its_tables_its_columns_and_what_would_arrive(qtbot, page, user, tmp_path):
    user.file_answer = messy.incident_log(tmp_path / "incidents.xlsx")
    qtbot.mouseClick(page.empty.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.prepared is not None, timeout=20_000)
    assert page.tables.count() == 2
    assert page.sheet.currentText() == "Incidents"
    assert len(page.columns.lines) == 12
    assert page.bring.text() == "Bring in 60 rows"
    assert page.preview.table.cells.rowCount() == 25
    assert "Margaret" not in page.columns.lines[3].samples.text()  # names are not shown round


def test_bring_in_writes_and_undo_takes_it_back(qtbot, page, workspace, tmp_path):
    before = len(read_library(workspace.library, TODAY).incidents)
    opened(qtbot, page, messy.incident_log(tmp_path / "incidents.xlsx"))
    qtbot.mouseClick(page.bring, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.banner.action.isVisible, timeout=30_000)
    assert len(read_library(workspace.library, TODAY).incidents) == before + 60
    qtbot.mouseClick(page.banner.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "out of the library" in page.banner.sentence.text(), timeout=30_000)
    assert len(read_library(workspace.library, TODAY).incidents) == before


def test_another_field_changes_what_would_arrive(qtbot, page, tmp_path):
    opened(qtbot, page, messy.incident_log(tmp_path / "incidents.xlsx"))
    choose(page, 2, "Theme")
    assert page.prepared is None
    assert not page.bring.isEnabled()
    qtbot.waitUntil(lambda: page.prepared is not None, timeout=20_000)
    assert page.prepared.taken.rows[0].fields["theme"] == "14:30"
    assert page.columns.lines[2].word.text() == "yours"


def test_another_sheet_proposes_anew(qtbot, page, tmp_path):
    opened(qtbot, page, messy.incident_log(tmp_path / "incidents.xlsx"))
    at = page.sheet.findData("complaints")
    page.sheet.setCurrentIndex(at)
    page.sheet.activated.emit(at)
    qtbot.waitUntil(lambda: page.prepared is not None, timeout=20_000)
    assert {row.to for row in page.prepared.taken.rows} == {"complaints", "incidents"}
    assert "Complaints" in page.tables.item(0).text()


def test_person_codes_ask_for_a_folder_outside_the_workspace(qtbot, page, user, workspace, tmp_path):
    opened(qtbot, page, messy.incident_log(tmp_path / "incidents.xlsx"))
    user.folder_answer = workspace.folder / "packs"
    choose(page, 3, "Make person codes")
    assert "inside the workspace" in page.banner.sentence.text()
    assert page.columns.lines[3].chooser.currentText() == "Leave out"
    (tmp_path / "private").mkdir()
    user.folder_answer = tmp_path / "private"
    choose(page, 3, "Make person codes")
    qtbot.waitUntil(lambda: page.prepared is not None, timeout=20_000)
    assert page.prepared.taken.rows[0].fields["person_ref"] == "P-001"


def test_a_remembered_mapping_is_used_for_the_next_file(qtbot, page, workspace, tmp_path):
    opened(qtbot, page, messy.compliments(tmp_path / "January.csv"))
    choose(page, 5, "Keep in the notes")
    qtbot.mouseClick(page.remember, Qt.MouseButton.LeftButton)
    assert (workspace.folder / "maps" / "January.toml").is_file()
    opened(qtbot, page, messy.compliments(tmp_path / "February.csv"))
    qtbot.waitUntil(lambda: page.opened.name == "February.csv" and page.prepared is not None, timeout=20_000)
    assert page.opened.remembered == "January"
    assert page.columns.lines[5].chooser.currentText() == "Keep in the notes"


def register(path: Path) -> Path:
    path.write_text(
        "Restriction no,Home,Description of restriction,Type,Advocate involved\n"
        "R1,Oak Hse,Kitchen locked,Environmental,x\nR2,Oak Hse,Strap,Harness?,\n",
        encoding="utf-8",
    )
    return path


def test_what_a_value_means_is_looked_over_changed_and_remembered(qtbot, page, workspace, tmp_path):
    opened(qtbot, page, register(tmp_path / "restrictions.csv"))
    kind = page.columns.lines[3]
    assert kind.values.text() == "2 values, 1 without a place"
    qtbot.mouseClick(kind.values, Qt.MouseButton.LeftButton)
    chooser = page.values.choosers[0]
    assert (chooser.accessibleName(), chooser.currentText()) == ("What “Harness?” becomes", "Keep in the notes")
    at = chooser.findData("mechanical")
    chooser.setCurrentIndex(at)
    chooser.activated.emit(at)
    qtbot.waitUntil(lambda: kind.values.text() == "2 values", timeout=20_000)
    assert page.values.choosers[0] is chooser
    assert chooser.accessibleDescription() == "yours"
    assert [row.fields["type"] for row in page.prepared.taken.rows] == ["environmental", "mechanical"]
    qtbot.mouseClick(page.values.back, Qt.MouseButton.LeftButton)
    assert kind.isVisible()
    qtbot.mouseClick(page.remember, Qt.MouseButton.LeftButton)
    assert '"Harness?" = "mechanical"' in next((workspace.folder / "maps").iterdir()).read_text("utf-8")


def test_a_column_without_a_list_takes_any_words(qtbot, page, tmp_path):
    opened(qtbot, page, messy.compliments(tmp_path / "compliments.csv"))
    choose(page, 2, "Framework items")
    qtbot.waitUntil(page.columns.lines[2].values.isVisible, timeout=20_000)
    qtbot.mouseClick(page.columns.lines[2].values, Qt.MouseButton.LeftButton)
    chooser = page.values.choosers[0]
    edit = chooser.lineEdit()
    edit.selectAll()
    qtbot.keyClicks(edit, "SAF-S4")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chooser.accessibleDescription() == "yours", timeout=20_000)
    assert chooser.currentData() == "SAF-S4"


def test_what_was_emptied_in_the_file_is_kept_or_emptied_as_the_user_says(qtbot, page, workspace, tmp_path):
    path = register(tmp_path / "restrictions.csv")
    opened(qtbot, page, path)
    qtbot.mouseClick(page.remember, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.bring, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.prepared) and page.prepared.arrival.unchanged == 2, timeout=60_000)
    path.write_text(path.read_text("utf-8").replace("Environmental", ""), encoding="utf-8")
    page.open_file(path)
    qtbot.waitUntil(page.preview.emptied.isVisible, timeout=20_000)
    assert not page.preview.emptied.isChecked()
    assert not page.bring.isEnabled()
    qtbot.mouseClick(page.preview.emptied, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.bring.isEnabled, timeout=20_000)
    assert page.prepared.arrival.changed == 1


def test_answers_of_a_word_file_are_shown_as_drafts(qtbot, page, tmp_path):
    opened(qtbot, page, messy.compliments(tmp_path / "January.csv"))
    document = Document()
    document.add_heading("Q1 How do you involve people?", level=1)
    document.add_paragraph("They chair the board.")
    document.save(tmp_path / "tender.docx")
    page.open_file(tmp_path / "tender.docx")
    qtbot.waitUntil(lambda: page.opened.name == "tender.docx" and page.prepared is not None, timeout=20_000)
    qtbot.waitUntil(page.bring.isEnabled, timeout=20_000)
    assert page.bring.text() == "Bring in 1 row"
    assert page.columns.lines == []
    assert page.prepared.taken.rows[0].fields["status"] == "draft"


def test_a_file_that_cannot_be_read_is_told_on_the_page(qtbot, page, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")
    page.open_file(path)
    qtbot.waitUntil(page.banner.isVisible, timeout=20_000)
    assert "x.xlsx" in page.banner.sentence.text()


def test_files_of_other_kinds_are_not_taken():
    assert can_be_brought(Path("a.XLSX"))
    assert can_be_brought(Path("a.docx"))
    assert not can_be_brought(Path("a.png"))


def test_every_control_has_a_name(qtbot, page, tmp_path):
    opened(qtbot, page, messy.dols_tracker(tmp_path / "DoLS tracker.xlsx"))
    parts = [
        page.tables,
        page.sheet,
        page.service,
        page.bring,
        page.remember,
        page.choose,
        page.back,
        page.preview.table,
    ]
    parts += [line.chooser for line in page.columns.lines]
    assert all(part.accessibleName() for part in parts)
