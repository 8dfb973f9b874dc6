"""Library health in the window: look, choose, say that it still holds, make two rows one, write the report."""

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.ui.conftest import TODAY, ScriptedUser

from alongside.job_control import JobControl
from alongside.library.records import Evidence
from alongside.library.upkeep.duplicates import Pair
from alongside.library.workbook import read_library
from alongside.ui.health_place import DUE, HealthPlace
from alongside.ui.places import HEALTH
from alongside.ui.session import Session
from alongside.ui.window import MainWindow
from alongside.workspace import Workspace


@pytest.fixture
def place(qtbot, window: MainWindow, session: Session, workspace: Workspace) -> Iterator[HealthPlace]:
    """The place, looked through, over a library of this test's own."""
    real = workspace.library.resolve()
    workspace.library.unlink()
    shutil.copy(real, workspace.library)
    window.go(HEALTH)
    found = window._page(HEALTH)
    assert isinstance(found, HealthPlace)
    qtbot.waitUntil(lambda: found.health is not None, timeout=20_000)
    yield found
    qtbot.waitUntil(lambda: not session.jobs._running, timeout=20_000)


def choose(place: HealthPlace, heading: str) -> None:
    (at,) = (n for n, page in enumerate(place._pages) if page.heading == heading)
    place.lists.setCurrentRow(at)


def test_the_panes_never_overlap_at_large_text(qtbot, place: HealthPlace, window: MainWindow) -> None:
    window.resize(1280, 720)
    place._look.use(place._look.name, 150)
    splitter = place.lists.parentWidget().parentWidget()
    panes = [splitter.widget(n).geometry() for n in range(3)]
    assert all(one.right() < other.left() for one, other in itertools.pairwise(panes))
    assert place.head.title.width() > 150
    assert place.word.text() == ""
    assert place.word.accessibleName() == "As Word"


def test_every_list_is_there_and_says_what_is_empty(place: HealthPlace) -> None:
    headings = [page.heading for page in place._pages]
    assert {DUE, "Framework items", "Themes", "Said twice", "Unused", "Owners"} <= set(headings)
    choose(place, "Said twice")
    assert place._stack.currentIndex() == 1
    assert "No two rows" in place.none.sentence.text()


def test_an_owner_sees_their_own_rows(place: HealthPlace) -> None:
    choose(place, DUE)
    every = place.table.model().rowCount()
    place.owner.setCurrentIndex(place.owner.findData("recovery lead"))
    place.owner.activated.emit(place.owner.currentIndex())
    shown = place.table.model().rowCount()
    assert 0 < shown < every
    counted = {item.text() for item in map(place.lists.item, range(place.lists.count()))}
    assert f"{DUE}  ({shown})" in counted
    assert place.head.about.accessibleName().startswith(f"{place.health.overdue}") is False
    assert "Owners  (1)" in counted
    assert all(record.owner_role == "recovery lead" for about in place.page.about for record in about)


def test_checked_still_true_is_written_into_the_workbook(qtbot, place: HealthPlace, workspace: Workspace) -> None:
    choose(place, DUE)
    at = next(n for n, about in enumerate(place.page.about) if isinstance(about[0], Evidence))
    ref = place.page.about[at][0].ref
    place.table.selectRow(at)
    assert place.holds.isVisible()
    with qtbot.waitSignal(place._session.edits.saved, timeout=20_000):
        place.holds.click()
    found = read_library(workspace.library, TODAY, JobControl()).get(ref)
    assert isinstance(found, Evidence)
    assert found.review_due is not None
    assert found.review_due.year == 2027
    qtbot.waitUntil(lambda: not place._running, timeout=20_000)


def test_a_line_opens_its_record(qtbot, place: HealthPlace, window: MainWindow) -> None:
    choose(place, DUE)
    place.table.selectRow(0)
    with qtbot.waitSignal(place.record_wanted) as wanted:
        place.open.click()
    assert wanted.args == [place.page.about[0][0].ref]
    assert window.stack.currentWidget() is window.library


def test_two_rows_are_compared_and_made_one(qtbot, place: HealthPlace, workspace: Workspace) -> None:
    known = place._session.known
    assert known is not None
    one, two = known.library.evidence[0], known.library.evidence[1]
    assert place.health is not None
    place._looked(replace(place.health, duplicates=(Pair(one, two, 90.0, None),)))
    choose(place, "Said twice")
    place.table.selectRow(0)
    place.compare.click()
    assert place.sides.currentWidget() is place.merge
    assert one.ref in place.merge.title.text()
    with qtbot.waitSignal(place._session.edits.saved, timeout=20_000):
        place.merge.apply.click()
    library = read_library(workspace.library, TODAY, JobControl())
    gone = library.get(two.ref)
    assert gone is not None
    assert gone.status == "withdrawn"
    assert not any(two.ref in answer.evidence_refs for answer in library.answers)
    qtbot.waitUntil(lambda: not place._running, timeout=20_000)


def test_the_report_is_written_and_opened(qtbot, place: HealthPlace, user: ScriptedUser) -> None:
    for verb, ending in ((place.word, ".docx"), (place.excel, ".xlsx")):
        verb.click()
        qtbot.waitUntil(lambda ending=ending: any(path.suffix == ending for path in user.opened), timeout=20_000)
    assert all(path.is_file() and path.parent.name == "out" for path in user.opened)


def test_the_library_leads_there(window: MainWindow) -> None:
    window.go("library")
    window.library.health.click()  # type: ignore[attr-defined]
    assert isinstance(window.stack.currentWidget(), HealthPlace)
