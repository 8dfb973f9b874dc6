"""The register in the window: what to act on stays in sight, the rest is narrowed, read, drawn and printed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from tests.ui.conftest import ScriptedUser

from alongside.packs.chart import Step
from alongside.ui.places import LIBRARY, RESTRICTIONS
from alongside.ui.restrictions_place import RestrictionsPlace
from alongside.ui.session import Session
from alongside.ui.way import Changes, Way, spans
from alongside.ui.window import MainWindow


@pytest.fixture
def place(qtbot, window: MainWindow, session: Session) -> Iterator[RestrictionsPlace]:
    window.go(RESTRICTIONS)
    found = window._page(RESTRICTIONS)
    assert isinstance(found, RestrictionsPlace)
    qtbot.waitUntil(lambda: "" in found._tables, timeout=60_000)
    yield found
    qtbot.waitUntil(lambda: not session.jobs._running, timeout=60_000)


def choose(box, key: str) -> None:
    at = box.findData(key)
    assert at >= 0, key
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_no_filter_hides_what_to_act_on(place: RestrictionsPlace) -> None:
    n = place.alarms.count()
    assert n == len(place.register.alarms) > 0
    assert place.safety.isVisible()
    assert "safeguarding" in place.act.text()
    for state in ("open", "due", "missing", "blanket"):
        choose(place.state, state)
        assert place.alarms.count() == n
    for at in range(place.service.count()):
        choose(place.service, place.service.itemData(at))
        assert place.alarms.count() == n
        assert place.safety.isVisible()


def test_the_state_narrows_the_register(place: RestrictionsPlace) -> None:
    every = place.table.model().rowCount()
    assert every == len(place.register.entries)
    choose(place.state, "blanket")
    assert place.table.model().rowCount() == len(place.register.blanket) < every


def test_a_restriction_is_read_by_keyboard_with_its_way(qtbot, place: RestrictionsPlace) -> None:
    place.table.setFocus()
    place.table.selectRow(0)
    first = place._chosen
    qtbot.keyClick(place.table, Qt.Key.Key_Down)
    assert place._chosen != first
    (way,) = (place.detail.itemAt(n).widget() for n in range(place.detail.count())
              if isinstance(place.detail.itemAt(n).widget(), Way))  # fmt: skip
    assert "Began" in way.accessibleName()


def test_an_event_to_act_on_leads_to_its_record(qtbot, place: RestrictionsPlace, window: MainWindow) -> None:
    row = next(n for n in range(place.alarms.count()) if place.alarms.item(n).text().startswith("RE-"))
    place._alarm_chosen(place.alarms.item(row))
    assert window.stack.currentWidget() is window._page(LIBRARY)


def test_the_whole_is_drawn_or_said_to_be_held_back(place: RestrictionsPlace) -> None:
    parts = [place.detail.itemAt(n).widget() for n in range(place.detail.count())]
    drawn = [part for part in parts if isinstance(part, Changes)]
    said = [part.text() for part in parts if isinstance(part, QLabel) and "too few restrictions" in part.text()]
    assert len(drawn) + len(said) == 1


def test_it_is_written_for_print(qtbot, place: RestrictionsPlace, user: ScriptedUser) -> None:
    qtbot.mouseClick(place.excel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(user.opened), timeout=60_000)
    assert user.opened[0].suffix == ".xlsx"


def test_bars_of_a_waterfall_start_where_the_last_ended() -> None:
    steps = (Step.TOTAL, Step.LESS, Step.TOTAL, Step.MORE)
    assert spans((10.0, 4.0, 6.0, 3.0), steps) == [(0.0, 10.0), (6.0, 10.0), (0.0, 6.0), (6.0, 9.0)]
    assert spans((3.0, None), ()) == [(0.0, 3.0), (0.0, 0.0)]
