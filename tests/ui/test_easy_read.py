"""The page for a person's own copy, as somebody uses it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from alongside.library.editing.changes import SetField
from alongside.packs.easy_read import copy_path, load_copy
from alongside.ui.easy_read_place import ANSWER, PAGES, EasyReadPlace
from alongside.ui.window import MainWindow


@pytest.fixture
def place(qtbot, window: MainWindow) -> Iterator[EasyReadPlace]:
    window.show_easy_read("ST-01")
    page = window.stack.currentWidget()
    assert isinstance(page, EasyReadPlace)
    yield page
    page.document.close()


def kept(place: EasyReadPlace) -> Path:
    folder = place._folder
    assert folder is not None
    return copy_path(folder, "ST-01")


def test_the_story_leads_there(qtbot, window: MainWindow) -> None:
    window.go_library()
    library = window.library
    library.show_ref("ST-02")  # type: ignore[attr-defined]
    library.pane.easy_read_action.trigger()  # type: ignore[attr-defined]
    page = window.stack.currentWidget()
    assert isinstance(page, EasyReadPlace)
    assert page.copy is not None
    assert page.copy.story == "ST-02"
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert window.stack.currentWidget() is library


def test_looking_keeps_no_file_and_typing_does(qtbot, place: EasyReadPlace) -> None:
    assert not kept(place).exists()
    card = next(iter(place.cards.values()))
    before = card.words.toPlainText()
    card.words.setPlainText("A worker was with Robin.")
    qtbot.waitUntil(kept(place).exists)
    assert load_copy(kept(place)).ideas[0].text == "A worker was with Robin."
    qtbot.mouseClick(place.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: load_copy(kept(place)).ideas[0].text == before)
    qtbot.mouseClick(place.redo_button, Qt.MouseButton.LeftButton)
    assert place.copy is not None
    assert place.copy.ideas[0].text == "A worker was with Robin."


def test_checks_follow_what_is_typed(qtbot, place: EasyReadPlace) -> None:
    card = next(iter(place.cards.values()))
    card.words.setPlainText("The aperture was locked.")
    qtbot.waitUntil(lambda: "aperture" in card.told.text())
    place.meanings.setPlainText("aperture = a way in")
    qtbot.waitUntil(lambda: "aperture" not in card.told.text())


def test_ideas_move_come_and_go(qtbot, place: EasyReadPlace) -> None:
    assert place.copy is not None
    first, second, *rest = [idea.id for idea in place.copy.ideas]
    place.cards[second].up.click()
    assert [idea.id for idea in place.copy.ideas] == [second, first, *rest]
    place.cards[first].away.click()
    assert [idea.id for idea in place.copy.ideas] == [second, *rest]
    place.cards[second].more.click()
    assert place.copy.ideas[1].text == ""


def test_the_pages_are_shown(qtbot, place: EasyReadPlace) -> None:
    place.show_tab(PAGES)
    qtbot.waitUntil(lambda: place.document.pageCount() > 3, timeout=30_000)


def test_the_document_is_built_and_shown(qtbot, place: EasyReadPlace, user) -> None:
    qtbot.mouseClick(place.build_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(user.opened), timeout=30_000)
    assert (user.opened[0] / "easy-read-ST-01.docx").is_file()
    assert "first copy" in place.said.text()


def test_the_answer_goes_into_the_library(
    qtbot, place: EasyReadPlace, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    written: list[tuple[SetField, ...]] = []
    monkeypatch.setattr(place._session.edits, "save", written.append)
    place.show_tab(ANSWER)
    place.answer.answer.press("no")
    place.answer.supporter.setText("advocate")
    qtbot.mouseClick(place.answer.record, Qt.MouseButton.LeftButton)
    values = {item.heading: item.value for item in written[0]}
    assert values["told_answer"] == "no"
    assert values["told_supporter"] == "advocate"
    assert isinstance(values.get("updated_on"), date)
