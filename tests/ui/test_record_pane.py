"""Editing the library in the window: what is clicked, what reaches the workbook's bytes, what waits, what clashes."""

import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from alongside.job_control import JobControl
from alongside.library.editing.book import EditableBook
from alongside.library.editing.changes import SetField
from alongside.library.workbook import read_rows
from alongside.packs.pack import EvidenceBlock, load_pack
from alongside.settings import Settings
from alongside.ui import work
from alongside.ui.library_place import LibraryPlace
from alongside.ui.record_pane import RecordPane
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


@pytest.fixture
def pane(place: LibraryPlace) -> RecordPane:
    return place.pane


@pytest.fixture
def book(workspace) -> Path:
    return workspace.library


def pressed(qtbot, window, key: Qt.Key, *, ctrl: bool = True) -> None:
    """A shortcut. Shortcuts are those of the active window, and without a desktop it may have stopped being one."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(window, key, held)


def click(qtbot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, LEFT)


def type_over(qtbot, pane: RecordPane, heading: str, text: str) -> None:
    line = pane.editor.fields[heading].control.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def on_disk(book: Path, ref: str):
    return read_rows(book).get(ref)


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def excel_writes(book: Path, ref: str, title: str) -> None:
    """As another program: no journal, no lock."""
    opened = EditableBook(book.read_bytes())
    row = opened.rows_of("evidence", ref)[0]
    opened.set_cells("evidence", row, {opened.column("evidence", "title"): title})
    book.write_bytes(opened.packed())


def parts(data: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(data) as archive:
        return {item.filename: archive.read(item) for item in archive.infolist()}


# --- editing -------------------------------------------------------------------------------------


def test_a_field_is_edited_and_only_its_sheet_changes(qtbot, pane, book, session):
    before, ref = parts(book), pane.record.ref
    click(qtbot, pane.edit_button)
    assert pane.editing
    assert not pane.editor.save.isEnabled()
    type_over(qtbot, pane, "title", "A better title")
    qtbot.waitUntil(pane.editor.save.isEnabled)
    reads = []
    session.jobs.started.connect(lambda job: reads.append(job.name))
    with qtbot.waitSignal(pane.edits.saved, timeout=30_000):
        click(qtbot, pane.editor.save)
    assert not pane.editing
    assert on_disk(book, ref).title == "A better title"
    assert pane.record.title == session.known.library.get(ref).title == "A better title"
    assert "Reading the library" not in reads  # one cell does not cost a reading
    after = parts(book)
    assert [name for name in before if before[name] != after[name]] == [_sheet_part(book)]
    assert before.keys() == after.keys()
    assert session.known.library.findings == work.check_knowledge(session.base, TODAY, JobControl()).library.findings


def _sheet_part(book: Path) -> str:
    opened = EditableBook(book.read_bytes())
    return opened._sheet_part("evidence")


def test_ctrl_s_saves_and_escape_leaves(qtbot, window, pane, book):
    ref, title = pane.record.ref, pane.record.title
    pressed(qtbot, window, Qt.Key.Key_F2, ctrl=False)
    assert pane.editing
    type_over(qtbot, pane, "title", "Never saved")
    qtbot.keyClick(pane.editor.fields["title"].control.line, Qt.Key.Key_Escape)
    assert not pane.editing
    assert pane.unfinished == ()
    pressed(qtbot, window, Qt.Key.Key_F2, ctrl=False)
    assert pane.editor.fields["title"].value() == title
    type_over(qtbot, pane, "title", "Saved by key")
    with qtbot.waitSignal(pane.edits.saved, timeout=30_000):
        pressed(qtbot, window, Qt.Key.Key_S)
    assert on_disk(book, ref).title == "Saved by key"


def test_what_cannot_be_read_is_said_beside_the_field_and_not_saved(qtbot, pane, book):
    before = book.read_bytes()
    pane.edit()
    type_over(qtbot, pane, "period_end", "next spring")
    field = pane.editor.fields["period_end"]
    qtbot.waitUntil(lambda: "is not a date" in texts(field))
    click(qtbot, pane.editor.save)
    assert "Not saved" in pane.editor.said.text()
    type_over(qtbot, pane, "period_end", "4/5/2026")
    assert field.control.beside.text() == "Monday"
    qtbot.waitUntil(lambda: "is not a date" not in texts(field))
    with qtbot.waitSignal(pane.edits.saved, timeout=30_000):
        pane.save()
    assert on_disk(book, pane.record.ref).period_end == date(2026, 5, 4)
    assert book.read_bytes() != before


def test_every_kind_of_field_is_written(qtbot, pane, book):
    ref = pane.record.ref
    pane.edit()
    fields = pane.editor.fields
    chips = fields["who_involved"].control.chips
    for word in ("advocate", "professional"):
        if not chips[word].isChecked():
            click(qtbot, chips[word])
    combo = fields["status"].control.combo
    combo.setCurrentIndex(combo.findData("checked"))
    combo.activated.emit(combo.currentIndex())
    area = fields["limitations"].control.area
    area.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(area, " One more.")
    assert fields["limitations"].counted.text().endswith("words")
    type_over(qtbot, pane, "sample_size", "1,204")
    with qtbot.waitSignal(pane.edits.saved, timeout=30_000):
        pane.save()
    item = on_disk(book, ref)
    assert {"advocate", "professional"} <= set(item.who_involved)
    assert (item.status, item.sample_size, item.limitations.endswith("One more.")) == ("checked", 1204, True)


def test_yes_no_and_a_figure_with_its_unit(qtbot, place, pane, book, session):
    place.show_record(session.known.library.stories[0])
    ref = pane.record.ref
    pane.edit()
    pane.editor.show_more()
    segments = pane.editor.fields["deceased"].control.segments
    segments.press("NK")
    with qtbot.waitSignal(pane.edits.saved, timeout=30_000):
        pane.save()
    assert on_disk(book, ref).deceased == "NK"
    metric = next(item for item in session.known.library.metrics if item.unit and item.value is not None)
    place.show_record(metric)
    pane.edit()
    assert pane.editor.fields["value"].control.beside.text() == metric.unit


def test_an_unfinished_edit_waits_for_its_record(qtbot, window, place, pane, session):
    first, second = session.known.library.evidence[:2]
    pane.edit()
    type_over(qtbot, pane, "title", "Half a thou")
    place.show_record(second)
    assert not pane.editing
    assert pane.unfinished == (first.ref,)
    assert window.close() is False  # said once, then taken at its word
    click(qtbot, pane.go_back)
    assert pane.editing
    assert pane.editor.fields["title"].value() == "Half a thou"
    assert pane.record.ref == first.ref


# --- new, copied, retired ---------------------------------------------------------------------------


def test_a_new_record_has_the_next_id_and_is_shown(qtbot, place, pane, book, session):
    rows = len(session.known.library.evidence)
    click(qtbot, place.new)
    assert pane.editor.fields["evidence_id"].value() == "EV-065"
    assert "needs it" not in texts(pane.editor)  # nobody is scolded before writing
    type_over(qtbot, pane, "title", "A new audit")
    with qtbot.waitSignal(pane.edits.saved, timeout=30_000):
        pane.save()
    qtbot.waitUntil(lambda: pane.record is not None and pane.record.ref == "EV-065", timeout=30_000)
    item = on_disk(book, "EV-065")
    assert (item.title, item.status, item.created_on, item.row) == ("A new audit", "draft", TODAY, rows + 2)
    click(qtbot, pane.banner.done.action)  # Undo
    qtbot.waitUntil(lambda: on_disk(book, "EV-065") is None, timeout=30_000)


def test_an_id_that_is_taken_is_not_saved(qtbot, place, pane, book):
    before = book.read_bytes()
    click(qtbot, place.new)
    type_over(qtbot, pane, "evidence_id", "EV-002")
    pane.save()
    assert "used already" in pane.editor.said.text()
    assert book.read_bytes() == before


def test_a_record_is_duplicated(qtbot, pane, book):
    title = pane.record.title
    pane.copy_action.trigger()
    assert pane.editor.fields["title"].value() == title
    with qtbot.waitSignal(pane.edits.saved, timeout=30_000):
        pane.save()
    assert on_disk(book, "EV-065").title == title


def test_retiring_can_be_undone_and_redone(qtbot, window, pane, book):
    ref, status = pane.record.ref, pane.record.status
    pane.retire_action.trigger()
    qtbot.waitUntil(lambda: pane.record.status == "withdrawn", timeout=30_000)
    assert "withdrawn" in pane.banner.done.sentence.text()
    click(qtbot, pane.banner.done.action)
    qtbot.waitUntil(lambda: pane.record.status == status, timeout=30_000)
    qtbot.waitUntil(lambda: pane.edits.standing.redo is not None)  # the menu offers it then
    pressed(qtbot, window, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: pane.record.status == "withdrawn", timeout=30_000)
    assert on_disk(book, ref).status == "withdrawn"
    qtbot.waitUntil(lambda: pane.edits.standing.undo is not None)
    pressed(qtbot, window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: pane.record.status == status, timeout=30_000)
    assert on_disk(book, ref).status == status


# --- others ------------------------------------------------------------------------------------------


def test_an_edit_waits_while_excel_has_the_workbook_and_is_written_by_itself(qtbot, place, pane, book):
    before, ref = book.read_bytes(), pane.record.ref
    mark = book.with_name("~$library.xlsx")
    mark.write_bytes(b"\x03Ann".ljust(55))
    pane.edit()
    type_over(qtbot, pane, "title", "Written later")
    pane.save()
    qtbot.waitUntil(lambda: bool(pane.edits.standing.pending), timeout=30_000)
    qtbot.waitUntil(pane.waits.isVisible)
    assert "1 change waits: Ann has this workbook open in Excel." in pane.banner.waiting.sentence.text()
    assert book.read_bytes() == before
    assert "Written later" in pane.view.toPlainText()
    at = place.model.row_like(pane.record)
    assert "a change is not written yet" in place.model.index(at, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    mark.unlink()
    click(qtbot, pane.banner.waiting.action)  # Try again
    qtbot.waitUntil(lambda: pane.record.title == "Written later", timeout=30_000)
    assert on_disk(book, ref).title == "Written later"
    qtbot.waitUntil(lambda: not pane.banner.waiting.isVisible())


@pytest.mark.parametrize(("button", "title"), [("Use mine for all", "Mine"), ("Keep theirs for all", "Theirs")])
def test_clashes_are_settled_all_at_once(qtbot, pane, book, button, title):
    ref = pane.record.ref
    others = [item.ref for item in pane.edits._session.known.library.evidence if item.ref != ref][:1]
    mark = book.with_name("~$library.xlsx")
    mark.write_bytes(b"")
    for item in (ref, *others):
        record = pane.edits._session.known.library.get(item)
        change = SetField(sheet="evidence", row=record.row, heading="title", value="Mine", ref=item, seen=record.title)
        pane.edits.save([change])
    qtbot.waitUntil(lambda: len(pane.edits.standing.pending) == 2, timeout=30_000)
    for item in (ref, *others):
        excel_writes(book, item, "Theirs")
    mark.unlink()
    qtbot.waitUntil(lambda: len(pane.edits.standing.clashes) == 2, timeout=30_000)
    click(qtbot, pane.banner.waiting.action)  # Show
    click(qtbot, next(item for item in pane.clashes.findChildren(QPushButton) if item.text() == button))
    qtbot.waitUntil(lambda: not pane.edits.standing.clashes, timeout=30_000)
    assert {on_disk(book, item).title for item in (ref, *others)} == {title}


def test_a_form_comes_to_the_front_of_the_files_and_of_the_findings(place, pane):
    place.sides.show_side("files")
    pane.edit()
    assert pane.editor.isVisible()
    pane.editor.cancelled.emit()
    place.show_findings(True)
    pane.show_backups()
    assert pane.copies.isVisible()


@pytest.mark.parametrize(("button", "title"), [("Use mine", "Mine"), ("Keep theirs", "Theirs")])
def test_both_values_of_a_clash_are_shown_and_one_is_chosen(qtbot, pane, book, button, title):
    ref = pane.record.ref
    mark = book.with_name("~$library.xlsx")
    mark.write_bytes(b"")
    pane.edit()
    type_over(qtbot, pane, "title", "Mine")
    pane.save()
    qtbot.waitUntil(lambda: bool(pane.edits.standing.pending), timeout=30_000)
    excel_writes(book, ref, "Theirs")
    mark.unlink()
    qtbot.waitUntil(lambda: bool(pane.edits.standing.clashes), timeout=30_000)
    click(qtbot, pane.banner.waiting.action)  # Show
    shown = texts(pane.clashes)
    assert "Mine" in shown
    assert "Theirs" in shown
    click(qtbot, next(item for item in pane.clashes.findChildren(QPushButton) if item.text() == button))
    qtbot.waitUntil(lambda: not pane.edits.standing.clashes, timeout=30_000)
    assert on_disk(book, ref).title == title
    qtbot.waitUntil(lambda: not pane.clashes.isVisible())


def test_a_change_in_excel_is_told_and_reloading_keeps_the_row(qtbot, place, pane, book, session):
    other = session.known.library.evidence[4]
    place.show_record(other)
    excel_writes(book, other.ref, "Typed in Excel")
    qtbot.waitUntil(pane.banner.newer.isVisible, timeout=30_000)
    assert pane.record.title != "Typed in Excel"
    click(qtbot, pane.banner.newer.action)  # Reload
    qtbot.waitUntil(lambda: pane.record.title == "Typed in Excel", timeout=30_000)
    assert pane.record.ref == other.ref
    qtbot.waitUntil(lambda: not pane.banner.newer.isVisible())


def test_a_formula_is_refused_and_the_form_stays(qtbot, pane, book, session):
    opened = EditableBook(book.read_bytes())
    row, column = opened.rows_of("evidence", pane.record.ref)[0], opened.column("evidence", "method")
    sheet = opened._sheet_part("evidence")
    opened.set_cells("evidence", row, {column: 0})
    made = opened.part(sheet).replace(b"<v>0</v>", b"<f>1+1</f><v>2</v>", 1)
    opened._set_part(sheet, made)
    book.write_bytes(opened.packed())
    with qtbot.waitSignal(session.library_changed, timeout=30_000):
        session.read_library()
    pane.edit()
    type_over(qtbot, pane, "method", "By hand")
    with qtbot.waitSignal(pane.edits.refused, timeout=30_000):
        pane.save()
    assert pane.editing
    assert "holds a formula" in pane.editor.said.text()


def test_a_backup_is_put_back(qtbot, pane, book):
    original = on_disk(book, pane.record.ref).title
    pane.edit()
    type_over(qtbot, pane, "title", "To be undone whole")
    with qtbot.waitSignal(pane.edits.saved, timeout=30_000):
        pane.save()
    pane.backups_action.trigger()
    click(qtbot, next(item for item in pane.copies.findChildren(QPushButton) if item.text() == "Put back"))
    qtbot.waitUntil(lambda: pane.record.title == original, timeout=30_000)
    assert on_disk(book, pane.record.ref).title == original
    assert len(pane.edits.backups()) == 2


def test_the_open_pack_follows_an_edit(qtbot, window, pane, place, session, pack_file):
    place.show_record(session.known.library.get("EV-001"))
    session.open_pack(pack_file)
    window.go("library")
    pane.edit()
    area = pane.editor.fields["snippet_100"].control.area
    area.selectAll()
    qtbot.keyClicks(area, "New words from the library.")
    with qtbot.waitSignal(session.plan_changed, timeout=30_000):
        pane.save()
        qtbot.waitUntil(lambda: session.known.library.get("EV-001").snippet_100.startswith("New words"), timeout=30_000)
    qtbot.waitUntil(lambda: session.outlook is not None, timeout=30_000)
    composer = window.pack.composer
    shown = next(item for item in composer.cards() if item.block.id == "b1")
    assert shown.text.toPlainText() == "New words from the library."
    block = load_pack(pack_file).questions[0].blocks[0]
    assert isinstance(block, EvidenceBlock)
    assert block.text is None


def test_settings_tell_how_many_backups(qtbot, window, session):
    window.go("settings")
    kept: list[Settings] = []
    window.settings_changed.connect(kept.append)
    page = window._pages["settings"]
    page.backups.press("30")
    assert kept[-1].backups == 30
    assert session.edits.keep == 30


def test_words_of_ones_own_are_kept_and_the_newer_text_is_told(qtbot, window, pane, place, session, pack_file):
    session.open_pack(pack_file)
    window.go("packs")
    shown = next(item for item in window.pack.composer.cards() if item.block.id == "b1")
    shown.focus()
    qtbot.keyClicks(shown.text, "Mine. ")
    mine = session.pack.questions[0].blocks[0].text
    assert shown.changed_mark.text() == "Edited · restore"
    window.go("library")
    place.show_record(session.known.library.get("EV-001"))
    pane.edit()
    area = pane.editor.fields["snippet_100"].control.area
    area.selectAll()
    qtbot.keyClicks(area, "New words from the library.")
    pane.save()
    qtbot.waitUntil(lambda: session.known.library.get("EV-001").snippet_100.startswith("New words"), timeout=30_000)
    qtbot.waitUntil(lambda: shown.changed_mark.text() == "Library text has changed · use it", timeout=30_000)
    assert session.pack.questions[0].blocks[0].text == mine


def test_a_status_is_moved_on_in_the_menu_one_step_at_a_time(qtbot, place: LibraryPlace, pane: RecordPane, book: Path):
    place.show_ref("EV-062")

    def offered() -> set[str]:
        return {status for status, action in pane.status_actions.items() if action.isVisible()}

    assert offered() == {"checked", "expired"}
    pane.status_actions["checked"].trigger()
    qtbot.waitUntil(lambda: pane.record is not None and pane.record.status == "checked", timeout=30_000)
    assert offered() == {"approved", "draft", "expired"}
    pane.status_actions["approved"].trigger()
    qtbot.waitUntil(lambda: pane.record is not None and pane.record.status == "approved", timeout=30_000)
    assert (on_disk(book, "EV-062").status, on_disk(book, "EV-062").updated_on) == ("approved", TODAY)


def test_the_form_refuses_a_status_that_skips_the_check(qtbot, place: LibraryPlace, pane: RecordPane, book: Path):
    place.show_ref("EV-062")
    pane.edit()
    made = pane.editor.fields["status"]
    made.control.combo.setCurrentIndex(made.control.combo.findData("approved"))
    made.control.combo.activated.emit(0)
    qtbot.waitUntil(pane.editor.save.isEnabled)
    click(qtbot, pane.editor.save)
    assert "cannot become approved" in pane.editor.said.text()
    assert on_disk(book, "EV-062").status == "draft"
