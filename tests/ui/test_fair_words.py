"""Fair words in the composer: marked as typed, put right with one click, or left with a reason."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from alongside.findings import Level
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


def card(place, block_id="b2"):
    return next(item for item in place.composer.cards() if item.block.id == block_id)


def typed(place, text):
    shown = card(place)
    shown.focus()
    shown.text.selectAll()
    shown.text.insertPlainText(text)  # no key of the tests gives a curly quotation mark
    return shown


def test_words_are_marked_as_they_are_typed(qtbot, place):
    shown = typed(place, "He has challenging behaviour.")
    (mark,) = shown.text.marked
    assert shown.text.toPlainText()[mark.start : mark.end] == "challenging behaviour"
    assert mark.wavy
    assert "the problem" in shown.text.said_at(mark.start + 2)
    assert shown.text.said_at(0) == ""
    assert shown.fair.isVisible()
    assert shown.fair.count.text() == "1 word to look at"
    shown.text.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClicks(shown.text, "Once. ")
    (moved,) = shown.text.marked
    assert moved.start == mark.start + 6


def test_nothing_is_marked_in_somebodys_own_words(qtbot, place):
    shown = typed(place, "> They said I have challenging behaviour.")
    assert shown.text.marked == ()
    assert not shown.fair.isVisible()
    shown = typed(place, "He said: “I was told I have challenging behaviour.”")
    assert shown.text.marked == ()


def test_ready_words_are_put_in_place_and_taken_back(qtbot, place, session):
    shown = typed(place, "Challenging behaviour is rare.")
    qtbot.mouseClick(shown.fair.count, LEFT)
    qtbot.mouseClick(shown.fair.rows[0].replace, LEFT)
    assert session.pack.questions[0].blocks[1].text.startswith("Behaviour that tells us something is rare")
    assert shown.text.toPlainText().startswith("Behaviour that tells us")
    assert not shown.fair.isVisible()
    session.undo()
    assert shown.text.toPlainText() == "Challenging behaviour is rare."
    assert shown.fair.isVisible()


def test_words_are_left_with_a_reason(qtbot, place, session):
    shown = typed(place, "The Challenging Behaviour Foundation. He is always kicking off.")
    found = [shown.text.toPlainText()[mark.start : mark.end] for mark in shown.text.marked]
    at = found.index("kicking off")
    qtbot.mouseClick(shown.fair.count, LEFT)
    row = shown.fair.rows[at]
    qtbot.mouseClick(row.leave, LEFT)
    qtbot.keyClick(row.reason, Qt.Key.Key_Return)  # no reason, nothing is left
    assert session.pack.overrides == ()
    qtbot.keyClicks(row.reason, "It is the name of our football session.")
    qtbot.keyClick(row.reason, Qt.Key.Key_Return)
    (override,) = session.pack.overrides
    assert (override.rule, override.question, override.words) == ("words.unfair", "q1", "kicking off")
    assert len(shown.text.marked) == len(found) - 1

    def levels(words):
        return {item.level for item in session.outlook.findings if f"“{words}”" in item.message}

    qtbot.waitUntil(lambda: levels("kicking off") == {Level.INFO})
    session.undo()
    assert len(shown.text.marked) == len(found)


@pytest.mark.parametrize("text", ["They chose the kettle.", ""])
def test_fair_words_are_left_alone(qtbot, place, text):
    shown = typed(place, text or " ")
    assert shown.text.marked == ()
