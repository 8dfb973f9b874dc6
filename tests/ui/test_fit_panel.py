"""Make this fit, in the window: shown first, taken over as one step, undone as one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from alongside.packs.pack import Limit, LimitKind, changed, load_pack, save_pack
from alongside.ui.composer import Composer
from alongside.ui.fit_panel import FitPanel
from alongside.ui.session import Session


@pytest.fixture
def composer(qtbot, look, session: Session, pack_file) -> Composer:
    pack = load_pack(pack_file)
    wide = changed(pack.questions[0], limit=Limit(kind=LimitKind.WORDS, value=320))  # more than stands there
    save_pack(changed(pack, questions=(wide, *pack.questions[1:])), pack_file)
    with qtbot.waitSignal(session.plan_changed):
        session.open_pack(pack_file)
    made = Composer(look, session)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.show_question("q1")
    return made


def lines(panel: FitPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel)]


def test_a_fit_is_shown_taken_over_and_undone(qtbot, composer: Composer, session: Session) -> None:
    panel = composer.fit
    before = session.pack
    qtbot.mouseClick(composer.head.fit, Qt.MouseButton.LeftButton)
    assert not panel.take.isEnabled()
    qtbot.waitUntil(panel.take.isEnabled, timeout=30_000)
    assert session.pack is before
    assert any("EV-001" in text for text in lines(panel))
    qtbot.mouseClick(panel.take, Qt.MouseButton.LeftButton)
    assert session.pack is not None
    assert session.pack.questions[0].blocks != before.questions[0].blocks
    assert [block for block in session.pack.questions[0].blocks if block.id == "b2"]  # typed text stays
    assert not panel.isVisible()
    session.undo()
    assert session.pack.questions[0].blocks == before.questions[0].blocks


def test_a_pack_that_changes_meanwhile_is_not_overwritten(qtbot, composer: Composer, session: Session) -> None:
    panel = composer.fit
    qtbot.mouseClick(composer.head.fit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(panel.take.isEnabled, timeout=30_000)
    session.change(changed(session.pack, title="Another"), "rename")
    assert not panel.isVisible()


def test_the_whole_pack_can_be_fitted(qtbot, composer: Composer, session: Session) -> None:
    panel = composer.fit
    qtbot.mouseClick(composer.head.fit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(panel.take.isEnabled, timeout=30_000)
    qtbot.mouseClick(panel.whole, Qt.MouseButton.LeftButton)
    assert not panel.whole.isVisible()
    qtbot.waitUntil(panel.take.isEnabled, timeout=30_000)
    assert any(text.startswith("Q01") for text in lines(panel))


def test_without_a_limit_of_words_nothing_is_offered(qtbot, composer: Composer, session: Session) -> None:
    assert composer.head.fit.isVisible()
    composer.show_question("q2")
    assert not composer.head.fit.isVisible()
    limited = changed(session.pack.questions[1], limit=Limit(kind=LimitKind.PAGES, value=2))
    session.change(changed(session.pack, questions=(session.pack.questions[0], limited)), "limit")
    assert not composer.head.fit.isVisible()
