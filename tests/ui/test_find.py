"""Finding in the library as a user does it: typing, filtering, saving a search."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget

from alongside.library.search import SearchIndex
from alongside.library.search.facets import Facets
from alongside.library.search.model import load_model
from alongside.library.search.saved import FILE, SavedSearch, saved_searches
from alongside.library.search.why import Why
from alongside.packs.carried import carried_to, likely_framework
from alongside.ui.filter_names import Names
from alongside.ui.filter_tree import COUNT, FilterTree
from alongside.ui.find_pane import FindPane
from alongside.ui.finder import Ask, Finder, answer
from alongside.ui.hit_list import HitList, Line, excerpt_of, led_by
from alongside.ui.jobs import Jobs


@pytest.fixture
def pane(qtbot, window) -> FindPane:
    window.go("library")
    return window.library.find_pane


@pytest.fixture
def tree(pane: FindPane) -> FilterTree:
    return pane.filters.tree


def search(qtbot, pane: FindPane, words: str, by: str = "words") -> None:
    """Type and wait for the answer."""
    pane.ways.press(by)
    pane.box.clear()
    qtbot.keyClicks(pane.box, words)
    settle(qtbot, pane)


def settle(qtbot, pane: FindPane) -> None:
    qtbot.waitUntil(lambda: not pane._timer.isActive() and not pane.finder.busy)


def count(tree: FilterTree, noun: str, value: str) -> int:
    return tree.item_of(noun, value).data(0, COUNT)


# --- as you type -----------------------------------------------------------------------------------------------------


def test_hits_say_why_with_the_words_marked(qtbot, pane):
    pane.show_sheet("")
    search(qtbot, pane, "restraint")
    lines = [pane.results.list.hits.line_at(at) for at in range(pane.results.list.hits.rowCount())]
    assert lines
    reasons = [line.reason() for line in lines]
    assert all(reasons)
    for reason in reasons:
        excerpt = excerpt_of(reason)
        marked = {excerpt.text[start : start + length].lower() for start, length in excerpt.marks}
        assert marked
        assert "restrain" in " ".join(marked) or reason.because
    assert any("also called: physical" in led_by(reason) for reason in reasons)
    assert pane.said.text() == f"{len(lines)} rows, best first"


def test_without_words_the_rows_stand_in_the_order_of_the_sheet(qtbot, pane, known):
    search(qtbot, pane, "panel")
    assert pane.results.currentWidget() is pane.results.list
    pane.box.clear()
    settle(qtbot, pane)
    assert pane.results.currentWidget() is pane.results.table
    assert pane.results.records() == known.library.evidence


def test_a_slip_is_forgiven_and_told(qtbot, pane):
    search(qtbot, pane, "restrant ")
    why = pane.results.list.current().reason()
    assert why.because[0].startswith("spelling: restrant →")
    assert "spelling: restrant" in pane.results.list.hits.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_mistake_in_a_query_is_a_sentence_under_the_box(qtbot, pane):
    search(qtbot, pane, "before:2026-13 servce:oak door")
    assert "“2026-13” is no day" in pane.slips.text()
    assert "Did you mean service:?" in pane.slips.text()
    assert not pane.slips.isHidden()
    assert pane.results.records()  # what is right is searched for all the same
    search(qtbot, pane, "door")
    assert pane.slips.isHidden()


def test_by_meaning_a_row_without_the_words_is_found_and_says_so(qtbot, pane, session):
    session.index.add_meaning(load_model())
    session.meaning_says = ""
    pane.show_sheet("")
    search(qtbot, pane, "freedom to come and go", "meaning")
    reasons = [pane.results.list.hits.line_at(at).reason() for at in range(pane.results.list.hits.rowCount())]
    assert any(reason is not None and reason.by_meaning for reason in reasons)
    assert pane.note.isHidden()


def test_without_meaning_it_goes_by_words_and_says_why_in_one_line(qtbot, pane, session, index, known):
    session.index = SearchIndex(known.library, index.postings)
    session.meaning_says = "Search by meaning is not possible: its model is not installed."
    search(qtbot, pane, "panel", "both")
    assert pane.results.records()
    assert pane.note.text() == session.meaning_says
    assert not pane.note.isHidden()
    search(qtbot, pane, "panel", "words")
    assert pane.note.isHidden()


def test_a_withdrawn_row_comes_last(qtbot, pane):
    pane.show_sheet("")
    search(qtbot, pane, "kitchen")
    withdrawn = [record.status == "withdrawn" for record in pane.results.records()]
    assert withdrawn == sorted(withdrawn)


def test_nothing_in_this_sheet_offers_the_others(qtbot, pane):
    pane.show_sheet("services")
    search(qtbot, pane, "debrief")
    none = pane.results.none
    assert pane.results.currentWidget() is none
    assert "other sheets" in none.sentence.text()
    qtbot.mouseClick(none.action, Qt.MouseButton.LeftButton)
    settle(qtbot, pane)
    assert pane.sheet == ""
    assert pane.results.records()
    search(qtbot, pane, "xyzzyxyzzy")
    qtbot.mouseClick(none.action, Qt.MouseButton.LeftButton)
    assert pane.box.text() == ""
    assert pane.results.records()


def test_the_keyboard_goes_from_the_box_to_the_hits_and_back(qtbot, pane, window):
    search(qtbot, pane, "panel")
    window.activateWindow()
    pane.box.setFocus()
    qtbot.keyClick(pane.box, Qt.Key.Key_Down)
    assert pane.results.list.hasFocus()
    qtbot.keyClick(pane.results.list, Qt.Key.Key_Down)
    assert pane.results.list.currentIndex().row() == 1
    assert window.library.detail.toPlainText().startswith(pane.results.current().ref)
    qtbot.keyClick(pane.results.list, Qt.Key.Key_Up)
    qtbot.keyClick(pane.results.list, Qt.Key.Key_Up)
    assert pane.box.hasFocus()


# --- how a query may go on -------------------------------------------------------------------------------------------


def offered(pane: FindPane) -> list[str]:
    ways: QListWidget = pane.box.ways
    return [ways.item(at).text() for at in range(ways.count())] if ways.isVisible() else []


def test_fields_and_values_are_completed_by_keyboard(qtbot, pane, window):
    window.activateWindow()
    pane.box.setFocus()
    qtbot.keyClicks(pane.box, "door ser")
    assert offered(pane)[0].startswith("service:")
    qtbot.keyClick(pane.box, Qt.Key.Key_Tab)
    assert pane.box.text() == "door service:"
    assert any(text.startswith("OAK · Oakfield Row") for text in offered(pane))
    qtbot.keyClick(pane.box, Qt.Key.Key_Down)
    qtbot.keyClick(pane.box, Qt.Key.Key_Return)
    assert pane.box.text().startswith("door service:")
    assert pane.box.text() != "door service:"
    assert offered(pane) == []
    assert pane.box.hasFocus()
    settle(qtbot, pane)
    assert pane.results.records()


def test_escape_hides_what_is_offered_and_keeps_what_was_typed(qtbot, pane, window):
    window.activateWindow()
    pane.box.setFocus()
    qtbot.keyClicks(pane.box, "kind:")
    assert offered(pane)
    qtbot.keyClick(pane.box, Qt.Key.Key_Escape)
    assert offered(pane) == []
    assert pane.box.text() == "kind:"


def test_the_help_puts_its_examples_into_the_box(qtbot, pane):
    qtbot.mouseClick(pane.ask_help, Qt.MouseButton.LeftButton)
    assert pane.help.isVisible()
    example = next(item for item in pane.help.findChildren(type(pane.keep_now)) if item.text() == "kind:audit,survey")
    qtbot.mouseClick(example, Qt.MouseButton.LeftButton)
    assert not pane.help.isVisible()
    settle(qtbot, pane)
    assert {record.kind for record in pane.results.records()} == {"audit", "survey"}


# --- filters ---------------------------------------------------------------------------------------------------------


def test_counts_follow_the_words_and_the_other_filters(qtbot, pane, tree, known):
    evidence = known.library.evidence
    audits = [item for item in evidence if item.kind == "audit"]
    assert count(tree, "kind", "audit") == len(audits)
    tree.choose("service_id", "OAK")
    assert count(tree, "kind", "audit") == sum(item.service_id == "OAK" for item in audits)
    tree.choose("kind", "audit")
    assert pane.results.records() == tuple(item for item in audits if item.service_id == "OAK")
    assert count(tree, "kind", "survey") == sum(item.kind == "survey" and item.service_id == "OAK" for item in evidence)
    tree.choose("kind", "survey")
    assert {item.kind for item in pane.results.records()} == {"audit", "survey"}
    search(qtbot, pane, "panel")
    shown = pane.results.records()
    assert count(tree, "kind", "audit") == sum(item.kind == "audit" for item in shown)


def test_a_filter_is_chosen_and_taken_back_by_keyboard(qtbot, pane, tree, window):
    window.activateWindow()
    tree.setFocus()
    tree.setCurrentItem(tree.item_of("kind", "audit"))
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert tree.chosen["kind"] == ("audit",)
    assert tree.item_of("kind", "audit").data(0, Qt.ItemDataRole.AccessibleTextRole).endswith("rows, chosen")
    assert {record.kind for record in pane.results.records()} == {"audit"}
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert "kind" not in tree.chosen
    qtbot.keyClick(tree, Qt.Key.Key_Left)  # to the noun, which closes and opens
    assert tree.currentItem() is tree.item_of("kind")
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert not tree.item_of("kind").isExpanded()
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert tree.item_of("kind").isExpanded()


def test_a_click_chooses_and_a_chip_takes_away(qtbot, pane, tree):
    spot = tree.visualItemRect(tree.item_of("kind", "audit")).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert tree.chosen["kind"] == ("audit",)
    (made,) = [item for item in pane.findChildren(type(pane.keep)) if item.property("noun") == "kind"]
    assert made.text() == "Kind: Audit"
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert "kind" not in tree.chosen


def test_items_of_another_framework_are_reached_by_the_crosswalk(qtbot, pane, tree, known):
    assert tree.framework == "CQC-SAF-2023"
    box = tree.findChild(QComboBox)
    other = next(item.framework_id for item in known.frameworks.versions if item.framework_id != tree.framework)
    at = box.findData(other)
    box.setCurrentIndex(at)
    box.activated.emit(at)
    assert tree.framework == other
    items = [item.item_id for item in known.frameworks.items_of(other) if tree.item_of("framework_items", item.item_id)]
    assert items
    tree.choose("framework_items", items[0])
    shown = pane.results.records()
    assert len(shown) == count(tree, "framework_items", items[0]) > 0
    for record in shown:
        reached = {item for tag in record.framework_items for item in (tag, *known.frameworks.carried_to(tag, other))}
        assert items[0] in reached


def test_the_sheets_have_nouns_of_their_own(pane, tree, known):
    assert tree.item_of("type") is None
    pane.show_sheet("restrictions")
    values = {item.type for item in known.library.restrictions}
    assert all(tree.item_of("type", value) for value in values)
    pane.show_sheet("stories")
    assert tree.item_of("consent", "withdrawn").text(0) == "Withdrawn"


def test_rows_are_shown_while_a_large_library_is_still_being_counted(qtbot, pane, session, known, monkeypatch):
    monkeypatch.setattr("alongside.ui.find_pane.FEW_ROWS", 10)
    session.facets = None
    pane._facets_of = None
    pane.refresh()
    assert pane.results.records() == known.library.evidence
    session.facets = Facets(session.index.records, session.today)
    session.facets_ready.emit()
    assert pane._facets is session.facets


# --- saved searches --------------------------------------------------------------------------------------------------


def test_a_search_is_saved_run_renamed_deleted_and_had_back(qtbot, pane, tree, session):
    folder: Path = session.workspace.folder
    assert pane.filters.saved.isHidden()
    search(qtbot, pane, "panel")
    tree.choose("service_id", "OAK")
    qtbot.mouseClick(pane.keep, Qt.MouseButton.LeftButton)
    assert pane.name.text() == "panel"
    pane.name.setText("Panel at Oakfield")
    qtbot.keyClick(pane.name, Qt.Key.Key_Return)
    kept = SavedSearch(
        name="Panel at Oakfield", query="panel", sheet="evidence", by="words", filters={"service_id": ("OAK",)},
        framework="CQC-SAF-2023",
    )  # fmt: skip
    assert saved_searches(folder) == (kept,)
    assert not pane.filters.saved.isHidden()
    pane.clear()
    saved = pane.filters.saved
    saved.list.setCurrentRow(0)
    qtbot.keyClick(saved.list, Qt.Key.Key_Return)
    settle(qtbot, pane)
    assert pane.box.text() == "panel"
    assert tree.chosen == {"sheet": ("evidence",), "service_id": ("OAK",)}
    saved.list.item(0).setText("Oakfield")
    assert saved_searches(folder)[0].name == "Oakfield"
    qtbot.keyClick(saved.list, Qt.Key.Key_Delete)
    assert saved_searches(folder) == ()
    assert saved.isHidden()
    qtbot.mouseClick(pane.banner.action, Qt.MouseButton.LeftButton)
    assert [item.name for item in saved_searches(folder)] == ["Oakfield"]


def test_a_name_that_will_not_do_is_told(qtbot, pane, session):
    pane.start_saving()
    pane.name.setText("  ")
    qtbot.mouseClick(pane.keep_now, Qt.MouseButton.LeftButton)
    assert "needs a name" in pane.banner.sentence.text()
    assert not (session.workspace.folder / FILE).exists()


# --- parts -----------------------------------------------------------------------------------------------------------


def test_of_searches_asked_for_at_once_the_newest_is_answered(qtbot):
    jobs = Jobs(1)
    finder = Finder(jobs, jobs)
    got: list[object] = []
    finder.found.connect(got.append)
    for number in range(20):
        finder.ask(lambda number=number: number)
    qtbot.waitUntil(lambda: not finder.busy)
    assert got[-1] == 19
    assert len(got) <= 2
    finder.ask(lambda: "late")
    finder.forget()
    qtbot.waitUntil(lambda: not finder.busy)
    assert "late" not in got
    jobs.stop()


def test_an_answer_counts_what_matches_whatever_is_chosen(known, index, session):
    facets = Facets(index.records, session.today)
    ask = Ask("panel", "words", 500, {"kind": ("audit",)}, ("kind",))
    got = answer(index, facets, ask)
    everything = index.find("panel", None, 2000).records
    assert (
        got.counts["kind"]["audit"]
        == len(got.found.hits)
        == sum(getattr(record, "kind", "") == "audit" for record in everything)
    )


def test_a_reason_becomes_text_and_places():
    excerpt = excerpt_of(Why("claim", "a «locked» door, «two» keys"))
    assert excerpt.text == "Claim: a locked door, two keys"
    assert [excerpt.text[start : start + length] for start, length in excerpt.marks] == ["locked", "two"]
    meant = Why("claim", "«A whole sentence.»", by_meaning=True)
    assert excerpt_of(meant).marks == ()
    assert excerpt_of(meant).text == "Claim: A whole sentence."
    assert led_by(meant) == "found by meaning"


@pytest.mark.parametrize("percent", [100, 200])
def test_a_hit_is_painted_whatever_its_words(qtbot, look, percent):
    look.use("light", percent)
    hits = HitList(look, "hits")
    qtbot.addWidget(hits)
    texts = ["", "«x»", "a " * 400 + "«end»", "«" + "long " * 200 + "»", "no mark", "«A door»"]
    lines = [Line("A door", "EV-1", "files", None, lambda text=text: Why("claim", text)) for text in texts]
    hits.show_lines([*lines, Line("Alone")])
    hits.resize(240, 900)
    hits.show()
    assert not hits.grab().isNull()
    assert hits.current().title == "A door"
    look.use("light", 100)


def test_names_of_values(known, session):
    facets = Facets(tuple(known.library), session.today)
    framework = likely_framework(facets, known.frameworks)
    names = Names(known.library, known.frameworks, framework)
    assert names.of("freshness", "overdue") == "Review overdue"
    assert names.of("service_id", "ALL") == "The whole provider"
    assert names.of("kind", "risk_assessment_sample") == "Risk assessment sample"
    assert names.of("sheet", "") == "Everything"
    carried = carried_to(framework, facets, known.frameworks)
    own = {item.item_id for item in known.frameworks.items_of(framework)}
    assert all(set(items) <= own for items in carried.values())


# --- elsewhere -------------------------------------------------------------------------------------------------------


def test_the_palette_finds_rows_by_their_words_and_says_why(qtbot, window, known):
    window.open_palette()
    palette = window.palette_view
    qtbot.keyClicks(palette.search, "debrief kitchen")
    lines = [palette.list.hits.line_at(at) for at in range(palette.list.hits.rowCount())]
    rows = [line for line in lines if line.why is not None]
    assert rows
    assert excerpt_of(rows[0].reason()).marks
    palette.search.clear()
    qtbot.keyClicks(palette.search, "readiness")
    assert palette.list.current().title == "Readiness"  # a place comes before the rows that say its name
    palette.search.clear()
    qtbot.keyClicks(palette.search, "st-01")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert window.library.results.current().ref == "ST-01"


def test_a_large_library_is_searched_behind_the_palette(qtbot, window, monkeypatch):
    monkeypatch.setattr("alongside.ui.palette.FEW_ROWS", 10)
    window.open_palette()
    palette = window.palette_view
    qtbot.keyClicks(palette.search, "debrief")
    qtbot.waitUntil(lambda: any(line.why for line in palette.list.hits._lines))


def test_what_is_suggested_says_why(qtbot, window, session, pack_file, monkeypatch):
    session.open_pack(pack_file)
    place = window.pack
    place.show_add("evidence")
    place.add.search.setText("panel")
    place.add.refresh()
    line = place.add.list.current()
    assert excerpt_of(line.reason()).marks
    assert line.value.ref == place.add.current().ref
    monkeypatch.setattr("alongside.ui.add_panel.FEW_ROWS", 10)  # as in a large library
    place.add.search.setText("debrief")
    qtbot.waitUntil(lambda: not place.add._timer.isActive() and not place.add.finder.busy)
    assert "debrief" in excerpt_of(place.add.list.current().reason()).text.lower()


# --- room ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_where_there_is_room_for_two_panes_the_filters_come_when_asked_for(qtbot, pane, window, look, percent):
    try:
        look.use("light", percent)
        window.resize(1280, 720)
        qtbot.waitUntil(lambda: window.width() == 1280)
        detail = window.library.sides
        assert pane.box.isVisible()
        assert detail.isVisible()
        assert pane.filters.isVisible() == (percent == 100)
        assert pane.filters_button.isVisible() == (percent > 100)
        if percent > 100:
            qtbot.mouseClick(pane.filters_button, Qt.MouseButton.LeftButton)
            assert pane.filters.isVisible()
            assert not detail.isVisible()
            qtbot.mouseClick(pane.filters_button, Qt.MouseButton.LeftButton)
            assert detail.isVisible()
        qtbot.waitUntil(lambda: detail.mapTo(window, detail.rect().topRight()).x() <= window.width())
    finally:
        look.use("light", 100)
