"""Where an item went, and what came of a pack, in the window."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from alongside.library.ledger.entries import Asked, Build, ItemUse, Released, Result
from alongside.library.ledger.store import LedgerFile, read_ledger
from alongside.ui.ledger_desk import Entered, desk_of
from alongside.ui.outcome_panel import OutcomePanel
from alongside.ui.uses_view import UsesView

OTHER_MACHINE = "0123456789abcdef"


@pytest.fixture
def book(session) -> LedgerFile:
    """What another machine wrote."""
    made = LedgerFile(session.workspace.ledger, OTHER_MACHINE)
    items = (ItemUse(ref="EV-001", sheet="evidence", version="1", questions=("q1",)),)
    build = Build(
        pack="p1", title="A small tender", kind="tender_response", purpose="tender", audience="A council",
        day=date(2026, 11, 20), final=True, questions=(Asked(id="q1", number="Q01"),), items=items,
    )  # fmt: skip
    made.record_build(build, Released())
    return made


def words_of(view: UsesView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel))


@pytest.fixture
def view(qtbot, look, session, book) -> UsesView:
    made = UsesView(look, session, desk_of(session))
    made.show_ref("EV-001")
    qtbot.addWidget(made)
    with qtbot.waitSignal(desk_of(session).changed):
        made.show()
    return made


def test_an_item_shows_where_it_went_and_what_came_of_it(qtbot, view: UsesView, session):
    said = words_of(view)
    for part in ("A small tender", "Final", "20 November 2026", "Q01", "A council"):
        assert part in said
    desk = desk_of(session)
    with qtbot.waitSignal(desk.changed):
        desk.enter("p1", "", Entered(Result.WON, 84, 100, "Clear."))
    said = words_of(view)
    assert "Won" in said
    assert "84 of 100" in said
    assert "“Clear.”" in said
    view.show_ref("EV-NONE")
    assert "Not in any pack that was built yet" in words_of(view)


def test_what_another_machine_writes_is_shown_when_it_is_looked_at_again(qtbot, view: UsesView, session, book):
    book.record_outcome("p1", at=desk_of(session).now(), result=Result.LOST)
    view.hide()
    with qtbot.waitSignal(desk_of(session).changed):
        view.show()
    assert "Lost" in words_of(view)


def test_a_damaged_line_is_told(qtbot, look, session, book):
    with book.path.open("ab") as file:
        file.write(b'{"kind":"build"')
    view = UsesView(look, session, desk_of(session))
    view.show_ref("EV-001")
    qtbot.addWidget(view)
    with qtbot.waitSignal(desk_of(session).changed):
        view.show()
    assert "damaged" in words_of(view)


@pytest.fixture
def panel(qtbot, look, session, pack) -> OutcomePanel:
    made = OutcomePanel(look, desk_of(session))
    qtbot.addWidget(made)
    made.open_for(pack)
    return made


def outcome(session, question: str = ""):
    return read_ledger(session.workspace.ledger).ledger.outcome("p1", question)


def test_an_outcome_is_entered_and_taken_back(qtbot, panel: OutcomePanel, session):
    desk = desk_of(session)
    panel.result.press("won")
    QTest.keyClicks(panel.score, "84,5")
    QTest.keyClicks(panel.out_of, "100")
    panel.words.setPlainText("Clear.")
    with qtbot.waitSignal(desk.changed):
        qtbot.mouseClick(panel.keep, Qt.MouseButton.LeftButton)
    found = outcome(session)
    assert (found.result, found.score, found.out_of, found.words) == (Result.WON, 84.5, 100, "Clear.")
    assert panel.said.text() == "Saved in the ledger of use."
    panel.about.setCurrentIndex(1)
    assert panel.score.text() == ""
    QTest.keyClicks(panel.score, "4")
    with qtbot.waitSignal(desk.changed):
        qtbot.mouseClick(panel.keep, Qt.MouseButton.LeftButton)
    assert outcome(session, "q1").score == 4
    for left in (outcome(session), None):
        with qtbot.waitSignal(desk.changed):
            qtbot.mouseClick(panel.undo, Qt.MouseButton.LeftButton)
        assert outcome(session, "q1") is None
        assert outcome(session) == left
    assert panel.undo.isHidden()


def test_a_reading_from_before_a_save_is_not_taken_for_it(qtbot, panel: OutcomePanel, session):
    desk = desk_of(session)
    shown: list[tuple[bool, str]] = []
    desk.changed.connect(lambda: shown.append((outcome(session) is not None, panel.said.text())))
    session.library_changed.emit()  # begins to read the files as they stand before the save
    panel.result.press("won")
    qtbot.mouseClick(panel.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.can_undo)
    assert shown == [(True, "Saved in the ledger of use.")]
    assert desk.ledger.outcome("p1").result == Result.WON


@pytest.mark.parametrize(("score", "out_of"), [("many", ""), ("11", "10"), ("", "10")])
def test_a_score_that_cannot_be_is_said_beside_it(panel: OutcomePanel, session, score: str, out_of: str):
    panel.score.setText(score)
    panel.out_of.setText(out_of)
    panel.save()
    assert panel.said.text()
    assert not session.workspace.ledger.exists()


def test_the_card_of_a_pack_leads_to_its_outcome(qtbot, window, session, pack_file):
    with qtbot.waitSignal(session.cards_changed):
        session.read_cards()
    (card,) = [card for card in window.packs.grid.findChildren(QLabel) if card.text() == "A small tender"]
    shown = card.parentWidget()
    qtbot.mouseClick(shown.outcome, Qt.MouseButton.LeftButton)
    assert window.packs.outcome.isVisible()
    assert session.pack is None
