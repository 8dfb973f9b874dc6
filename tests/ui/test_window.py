"""What a user clicks, in the whole window."""

import gc
import re
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from alongside.findings import Level
from alongside.packs.pack import ChartBlock, EvidenceBlock, HeadingBlock, StoryBlock, TableBlock, TextBlock, load_pack
from alongside.settings import Settings
from alongside.ui.library_place import LibraryPlace
from alongside.ui.pack_place import PackPlace
from alongside.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def place(qtbot, window: MainWindow, session, pack_file: Path) -> PackPlace:
    """A pack opened and planned."""
    with qtbot.waitSignal(session.plan_changed):
        session.open_pack(pack_file)
    found = window.pack
    assert isinstance(found, PackPlace)
    found.show_tab("findings")  # pages are laid out only where a test looks at them
    found.show_question("q1")
    return found


def card(place: PackPlace, block_id: str):
    return next(item for item in place.composer.cards() if item.block.id == block_id)


def click(qtbot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, LEFT)


def kinds(session, question: int = 0) -> list[type]:
    return [type(block) for block in session.pack.questions[question].blocks]


# --- packs -------------------------------------------------------------------------------------------------------


def test_a_card_opens_its_pack(qtbot, window, session, pack_file):
    with qtbot.waitSignal(session.cards_changed):
        session.read_cards()
    made = window.packs.grid.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    opener = next(item for item in made if "A small tender" in item.accessibleName())
    assert "17 days left" in opener.accessibleName()
    click(qtbot, opener)
    assert session.pack.title == "A small tender"
    assert isinstance(window.stack.currentWidget(), PackPlace)


def test_a_new_pack_is_started_from_the_panel(qtbot, window, session):
    click(qtbot, window.packs.new)
    panel = window.packs.panel
    click(qtbot, panel.create_button)
    assert panel.trouble.isVisible()  # a title is missing
    panel.kind.setCurrentIndex(panel.kind.findData("inspection_narrative"))
    qtbot.keyClicks(panel.title, "Our account")
    click(qtbot, panel.create_button)
    assert session.pack.title == "Our account"
    assert session.pack.example  # the library is sample data
    assert len(session.pack.questions) == 12
    assert load_pack(session.path) == session.pack


# --- composer ----------------------------------------------------------------------------------------------------


def test_an_item_is_found_and_added(qtbot, place, session):
    place.show_add("evidence")
    place.add.search.setText("closed culture")
    place.add.refresh()
    offer = place.add.offers()[0]
    buttons = [item for item in place.add.detail.findChildren(QAbstractButton) if item.property("length") == "100"]
    click(qtbot, buttons[0])
    added = session.pack.questions[0].blocks[-1]
    assert isinstance(added, EvidenceBlock)
    assert (added.ref, added.length) == (offer.ref, "100")
    assert card(place, added.id).text.toPlainText() == session.known.library.get(offer.ref).snippet_100


def test_suggestions_come_from_the_question(place):
    place.show_add("suggested")
    assert place.add.offers()
    assert {offer.kind for offer in place.add.offers()} == {"evidence", "story", "answer", "figure"}


def test_figures_charts_and_tables_are_offered_and_added(qtbot, place, session):
    place.show_add("table")
    assert place.add.offers()
    place.add.list.taken.emit()
    assert kinds(session)[-1] is TableBlock
    place.show_add("chart")
    place.add.list.taken.emit()
    assert kinds(session)[-1] is ChartBlock
    place.show_add("figure")
    assert any(offer.ref.startswith("K") for offer in place.add.offers())


def test_typing_changes_the_pack_and_keeps_the_original(qtbot, place, session):
    shown = card(place, "b1")
    shown.focus()
    shown.text.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClicks(shown.text, "We ")
    block = session.pack.questions[0].blocks[0]
    original = session.known.library.get("EV-001").snippet_100
    assert block.text == "We " + original
    assert block.original == original
    assert shown.changed_mark.isVisible()
    assert place.window().focusWidget() is shown.text
    click(qtbot, shown.changed_mark)
    assert session.pack.questions[0].blocks[0].text is None
    assert shown.text.toPlainText() == original


def test_undo_in_the_text_undoes_the_pack(qtbot, place, session):
    shown = card(place, "b2")
    shown.focus()
    qtbot.keyClicks(shown.text, "Now ")
    qtbot.keyClick(shown.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.pack.questions[0].blocks[1].text == "one two three"
    assert shown.text.toPlainText() == "one two three"
    qtbot.keyClick(shown.text, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert session.pack.questions[0].blocks[1].text == "Now one two three"


def test_words_past_the_limit_are_struck_through(qtbot, place, session):
    shown = card(place, "b2")
    shown.focus()
    with qtbot.waitSignal(session.plan_changed):
        qtbot.keyClicks(shown.text, "four five six seven eight nine ")
    first = card(place, "b1")
    words = len(first.text.toPlainText().split())
    kept = shown.text.toPlainText()[: shown.text.kept].split()
    assert words + len(kept) == 110
    assert "over" in place.composer.head.left.text()
    assert first.text.kept is None
    struck = shown.text.document().firstBlock().layout().formats()
    assert [part.format.fontStrikeOut() for part in struck] == [True]


def test_a_length_is_chosen_from_the_menu(qtbot, place, session):
    shown = card(place, "b1")
    action = next(item for item in shown.lengths.actions() if item.data() == "250")
    action.trigger()
    assert session.pack.questions[0].blocks[0].length == "250"
    assert shown.text.toPlainText() == session.known.library.get("EV-001").snippet_250


def test_blocks_move_by_keyboard(qtbot, window, place, session):
    shown = card(place, "b2")
    shown.focus()
    qtbot.keyClick(shown.text, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [block.id for block in session.pack.questions[0].blocks] == ["b2", "b1"]
    assert [item.block.id for item in place.composer.cards()] == ["b2", "b1"]
    qtbot.keyClick(shown.text, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [block.id for block in session.pack.questions[0].blocks] == ["b1", "b2"]


def test_a_dropped_block_lands_where_it_was_let_go(place, session):
    place.composer.blocks.dropped.emit("b2", 0)
    assert [block.id for block in session.pack.questions[0].blocks] == ["b2", "b1"]


def test_removing_offers_undo(qtbot, window, place, session):
    click(qtbot, card(place, "b1").remove)
    assert kinds(session) == [TextBlock]
    assert window.banner.isVisible()
    click(qtbot, window.banner.action)
    assert kinds(session) == [EvidenceBlock, TextBlock]


def test_headings_and_text_are_added_and_typed(qtbot, place, session):
    click(qtbot, place.composer.adders["heading"])
    qtbot.keyClicks(place.window().focusWidget(), "Who decides")
    assert kinds(session)[-1] is HeadingBlock
    assert session.pack.questions[0].blocks[-1].text == "Who decides"
    click(qtbot, place.composer.adders["text"])
    assert kinds(session)[-1] is TextBlock


def test_a_question_is_added_changed_and_removed(qtbot, window, place, session):
    click(qtbot, place.outline.add)
    form = place.composer.form
    assert form.isVisible()
    qtbot.keyClicks(form.text, "What will you do first?")
    form.limit.setValue(250)
    added = session.pack.questions[-1]
    assert (added.number, added.text, added.limit.value) == ("Q03", "What will you do first?", 250)
    click(qtbot, form.remove)
    assert len(session.pack.questions) == 2
    click(qtbot, window.banner.action)
    assert session.pack.questions[-1] == added


def test_the_packs_details_are_changed_in_its_form(qtbot, place, session):
    place.outline.choose("")
    place.form.buyer.clear()
    qtbot.keyClicks(place.form.buyer, "Another council")
    assert session.pack.brief.buyer == "Another council"
    place.form.total.setValue(2_000)
    assert session.pack.rules.total_word_limit == 2_000
    assert session.pack.period_from is not None


# --- findings, preview, build --------------------------------------------------------------------------------------


def test_a_finding_leads_to_its_question_and_to_its_row(qtbot, window, place, session):
    with qtbot.waitSignal(session.plan_changed):
        place.add.add_wanted.emit(StoryBlock(id="b9", ref="ST-99"))
    found = place.findings.list.findings
    row = next(at for at in range(found.rowCount()) if found.finding_at(at).where.block == "b9")
    place.show_question("q2")
    place.findings.list.clicked.emit(found.index(row))
    assert place.outline.current == "q1"
    assert place.composer.block_id == "b9"
    assert "blocks" in place.blocks_chip.text() or "block a" in place.blocks_chip.text()


def test_a_warning_is_set_aside_with_a_written_reason(qtbot, window, place, session, user):
    draft = next(item.ref for item in session.known.library.evidence if item.status == "draft")
    with qtbot.waitSignal(session.plan_changed):
        place.add.add_wanted.emit(EvidenceBlock(id="b9", ref=draft, length="100"))
    found = place.findings.list.findings
    row = next(
        at
        for at in range(found.rowCount())
        if found.finding_at(at).where.ref == draft and found.finding_at(at).level is Level.WARN
    )
    rule = found.finding_at(row).rule
    place.findings.list.setCurrentIndex(found.index(row))
    click(qtbot, place.findings.aside)
    assert session.pack.overrides == ()  # the user thought better of it
    user.reason_answer = "The manager has read it."
    with qtbot.waitSignal(session.plan_changed):
        click(qtbot, place.findings.aside)
    assert [(item.rule, item.ref, item.reason) for item in session.pack.overrides] == [
        (rule, draft, "The manager has read it.")
    ]
    same = [item for item in session.findings if item.rule == rule and item.where.ref == draft]
    assert {item.level for item in same} == {Level.INFO}


def test_a_finding_of_the_library_leads_to_its_row(qtbot, window, session):
    window.go("library")
    library = window.library
    assert isinstance(library, LibraryPlace)
    click(qtbot, library.found)
    finding = next(item for item in session.known.library.findings if item.where.sheet == "evidence" and item.where.row)
    library.findings.gone_to.emit(finding)
    shown = library.model.record_at(library.table.currentIndex().row())
    assert (shown.sheet, shown.row) == ("evidence", finding.where.row)


def test_the_pages_follow_the_text(qtbot, place, session):
    place.show_tab("preview")
    qtbot.waitUntil(lambda: place.preview.up_to_date, timeout=30_000)

    def text() -> str:
        document = place.preview.document
        return "".join(document.getAllText(page).text() for page in range(document.pageCount()))

    assert "marmalade" not in text()
    card(place, "b2").text.setPlainText("marmalade")
    qtbot.waitUntil(lambda: place.preview.up_to_date and "marmalade" in text(), timeout=30_000)


def test_the_pages_are_settled_when_nobody_types(qtbot, place, session):
    place.show_tab("preview")
    card(place, "b2").text.setPlainText("marmalade and nothing else")
    preview = place.preview
    qtbot.waitUntil(lambda: preview.settled, timeout=30_000)
    pages = preview.document.pageCount()
    assert f" of {pages}, " in preview.said.text()
    words = int(re.search(r"([\d,]+) words", preview.said.text())[1].replace(",", ""))
    assert 100 < words < 1_000
    assert "estimated by the embedded converter" in preview.said.text()
    listed = next(text for page in range(pages) if "Contents" in (text := preview.document.getAllText(page).text()))
    assert re.search(r"\.{3,}\s*\d+", listed)  # a page for a heading
    card(place, "b2").text.setPlainText("quinces")
    qtbot.waitUntil(lambda: preview.up_to_date, timeout=30_000)
    again = next(text for page in range(pages) if "Contents" in (text := preview.document.getAllText(page).text()))
    assert again == listed  # the numbers stay while somebody types


def test_a_draft_is_built_and_its_folder_opened(qtbot, place, session, user):
    place.show_build()
    with qtbot.waitSignal(place.build.finished, timeout=60_000) as done:
        click(qtbot, place.build.run.start)
    assert done.args == [True], place.build.run.status.text()
    folder = session.workspace.out / "small"
    assert (folder / "tender_response.docx").is_file()
    click(qtbot, place.build.open)
    assert user.opened == [folder]


def test_stop_leaves_nothing_behind(qtbot, place, session):
    place.show_build()
    with qtbot.waitSignal(place.build.finished, timeout=60_000) as done:
        click(qtbot, place.build.run.start)
        click(qtbot, place.build.run.stop)
    assert done.args == [False]
    assert place.build.run.status.text() == "Stopped. No files were kept."
    out = session.workspace.out
    assert not out.exists() or list(out.iterdir()) == []


def test_a_blocked_pack_cannot_be_built_as_final(qtbot, place, session):
    with qtbot.waitSignal(session.plan_changed):
        place.add.add_wanted.emit(StoryBlock(id="b9", ref="ST-99"))
    place.show_build()
    place.build.final.click()
    assert not place.build.run.start.isEnabled()
    assert place.build.stops.isVisible()
    place.build.draft.click()
    assert place.build.run.start.isEnabled()


# --- library and the other places ------------------------------------------------------------------------------------


def test_the_library_is_searched_and_filtered(qtbot, window, session):
    window.go("library")
    library = window.library
    everything = library.model.rowCount()
    library.search.setText("debrief")
    qtbot.waitUntil(lambda: library.results.currentWidget() is library.results.list)
    found = len(library.results.records())
    assert 0 < found < everything
    library.find_pane.filters.tree.choose("service_id", "OAK")
    qtbot.waitUntil(lambda: 0 < len(library.results.records()) < found)
    assert all(record.service_id == "OAK" for record in library.results.records())
    in_hand = library.results.current()
    library.search.setText("no row has thesewordsinit xyzzy")
    library.clear_filters()
    assert library.model.rowCount() == everything
    assert library.results.current() is in_hand
    assert in_hand.ref in library.detail.toPlainText()


def test_text_of_the_library_is_never_markup(window, session):
    from dataclasses import replace  # noqa: PLC0415

    window.go("library")
    record = replace(session.known.library.evidence[0], claim="<b>bold</b> & <img src=x>")
    window.library.detail.show_record(record, (), (), session.today)
    assert "<b>bold</b> & <img src=x>" in window.library.detail.toPlainText()


def test_readiness_and_figures_show_their_tables(qtbot, window):
    window.go("readiness")
    page = window.stack.currentWidget()
    assert page.table.cells.rowCount() == 34
    window.go("figures")
    figures = window.stack.currentWidget()
    qtbot.waitUntil(lambda: figures.table.cells.rowCount() > 20)
    values = [figures.table.cells.index(row, 2).data() for row in range(figures.table.cells.rowCount())]
    assert "Held back" in values
    assert "*" not in values


def test_the_palette_reaches_places_and_items(qtbot, window, place):
    window.open_palette()
    palette = window.palette_view
    qtbot.keyClicks(palette.search, "ev-014")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert isinstance(window.stack.currentWidget(), LibraryPlace)
    shown = window.library.model.record_at(window.library.table.currentIndex().row())
    assert shown.ref == "EV-014"
    window.open_palette()
    qtbot.keyClicks(window.palette_view.search, "learn from incidents")
    qtbot.keyClick(window.palette_view.search, Qt.Key.Key_Return)
    assert place.outline.current == "q2"
    window.open_palette()
    qtbot.keyClick(window.palette_view.search, Qt.Key.Key_Escape)
    assert not window.palette_view.isVisible()


# --- the window as a whole -------------------------------------------------------------------------------------------


def test_theme_and_text_size_change_at_once(qtbot, window, look):
    window.go("settings")
    before = QApplication.palette().window().color()
    kept = []
    window.settings_changed.connect(kept.append)
    settings = window.stack.currentWidget()
    settings.theme.press("dark")
    settings.scale.press("150")
    assert QApplication.palette().window().color() != before
    assert kept[-1] == Settings(theme="dark", text_percent=150, count_pages=False)
    look.use("light", 100)


def test_every_control_has_a_name(qtbot, window, place):
    for key in ("library", "readiness", "figures", "settings", "templates", "packs"):
        window.go(key)
    window.packs.start_new()
    of_qt = {
        "QTabBar", "QLineEdit", "QDateEdit", "QDateTimeEdit", "QSpinBox", "QDoubleSpinBox", "QTableView", "SimpleTable",
        "QMenuBar",
    }  # fmt: skip
    nameless = [
        f"{type(item).__name__} {item.objectName()} in {type(item.parentWidget()).__name__}"
        for item in window.findChildren(QWidget)
        if isinstance(item, QAbstractButton | QLineEdit | QComboBox)
        and not item.isHidden()
        and not item.objectName().startswith("qt_")
        and not (item.accessibleName() or (isinstance(item, QAbstractButton) and item.text()))
        and type(item.parentWidget()).__name__ not in of_qt
    ]
    assert nameless == []


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_composer_fits_its_pane_at_any_text_size(qtbot, window, place, look, percent):
    look.use("light", percent)
    try:
        window.resize(1280, 720)
        qtbot.waitUntil(lambda: place.composer.area.viewport().width() > 0)
        page = place.composer.area.widget()
        assert page.minimumSizeHint().width() <= place.composer.area.viewport().width() + 1
    finally:
        look.use("light", 100)


def test_a_fault_is_told_without_its_message(window, session, monkeypatch):
    monkeypatch.setattr("alongside.fault_log.keep_fault", lambda _error, _at: None)
    session.trouble.emit(KeyError("a person's name"))
    assert "KeyError" in window.banner.sentence.text()
    assert "person" not in window.banner.sentence.text()


def test_a_closed_window_can_die(qtbot, look, session, user, pack_file):
    window = MainWindow(look, session, user, Settings())
    window.show()
    with qtbot.waitSignal(session.plan_changed):
        session.open_pack(pack_file)
    window.go("library")
    window.close()
    gone = weakref.ref(window)
    window.deleteLater()
    del window
    qtbot.waitUntil(lambda: (gc.collect(), gone() is None)[1], timeout=3_000)


def test_where_a_drop_lands(place):
    blocks = place.composer.blocks
    assert blocks._place(QPoint(10, 0)) == 0
    assert blocks._place(QPoint(10, 100_000)) == 2
