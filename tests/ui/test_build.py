"""Choosing who makes the PDFs, and building one pack for several services."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from alongside.bulk.resume import unchanged
from alongside.bulk.tasks import Done, State, Task
from alongside.packs.pack import load_pack
from alongside.render.manifest import PdfBy
from alongside.ui.build_choices import Results
from alongside.ui.build_panel import SEVERAL, BuildPanel
from alongside.ui.build_work import Maker
from alongside.ui.wording import pdf_words

LEFT = Qt.MouseButton.LeftButton
LONG = 120_000


@pytest.fixture
def panel(qtbot, window, session, pack_file: Path) -> BuildPanel:
    with qtbot.waitSignal(session.plan_changed, timeout=10_000):
        session.open_pack(pack_file)
    window.pack.show_build()
    return window.pack.build


def build(qtbot, panel: BuildPanel) -> None:
    with qtbot.waitSignal(panel.finished, timeout=LONG):
        qtbot.mouseClick(panel.start, LEFT)


def states(panel: BuildPanel) -> list[str]:
    return [
        item.accessibleName().split(": ")[1].split(" · ")[0]
        for item in panel.results.children()
        if item.isWidgetType() and item.isVisibleTo(panel.results)
    ]


def test_the_makers_of_this_computer_are_offered(qtbot, panel, monkeypatch):
    monkeypatch.setattr(
        "alongside.ui.build_choices.makers", lambda _job: (Maker("embedded", "E"), Maker("libreoffice", "L"))
    )
    panel.pdf._looked = False
    panel.hide()
    panel.show()
    qtbot.waitUntil(lambda: panel.pdf.maker.count() == 2)
    assert panel.pdf.chosen == ""
    panel.pdf.wanted.click()
    assert panel.pdf.chosen == "embedded"
    assert "estimate" in panel.pdf.note.text()
    panel.pdf.maker.setCurrentIndex(1)
    assert panel.pdf.chosen == "libreoffice"
    assert "estimate" not in panel.pdf.note.text()


def test_the_result_says_which_program_made_the_pdfs(qtbot, panel):
    panel.pdf.wanted.click()
    build(qtbot, panel)
    assert "PDF by the embedded converter" in panel.files.text()
    assert "an estimate" in panel.files.text()
    exact = pdf_words(PdfBy(maker="word", version="16", pages_are_estimates=False), {"a.pdf": 3, "b.pdf": 1})
    assert exact == "PDF by Microsoft Word 16: 4 pages"


def test_what_the_window_built_is_unchanged_for_the_command_line(qtbot, panel, session):
    build(qtbot, panel)
    task = Task(session.path, panel.target(), session.today)
    assert unchanged(task) is not None
    assert unchanged(Task(session.path, panel.target(), session.today, pdf="embedded")) is None


def test_a_pack_is_built_for_several_services_and_once_only(qtbot, panel, session, user):
    panel.whom.press(SEVERAL)
    assert panel.start.text().endswith(f"{len(panel.services.boxes)} services")
    qtbot.mouseClick(panel.services.none, LEFT)
    assert not panel.start.isEnabled()
    for key in list(panel.services.boxes)[:2]:
        panel.services.boxes[key].click()
    first, second = panel.services.chosen
    build(qtbot, panel)
    assert panel.status.text() == "2 built."
    folders = [session.workspace.out / f"small-{key}" for key in (first, second)]
    assert all((folder / "tender_response.docx").is_file() for folder in folders)
    opener = panel.results.findChildren(QPushButton)[0]
    qtbot.mouseClick(opener, LEFT)
    assert user.opened == [folders[0]]
    build(qtbot, panel)
    assert panel.status.text() == "2 unchanged."
    assert states(panel) == ["Unchanged", "Unchanged"]


def test_a_service_that_cannot_be_built_stops_no_other(qtbot, panel, session):
    panel.whom.press(SEVERAL)
    qtbot.mouseClick(panel.services.none, LEFT)
    first, second = list(panel.services.boxes)[:2]
    panel.services.boxes[first].click()
    panel.services.boxes[second].click()
    folder = session.workspace.out / f"small-{first}"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("not Alongside's to replace", encoding="utf-8")
    build(qtbot, panel)
    assert states(panel) == ["Not built", "Built"]
    assert (folder / "mine.txt").is_file()


def test_stopping_keeps_what_was_done(qtbot, panel, session):
    panel.whom.press(SEVERAL)
    panel.pdf.wanted.click()
    with qtbot.waitSignal(panel.finished, timeout=LONG):
        qtbot.mouseClick(panel.start, LEFT)
        qtbot.waitUntil(lambda: panel.bar.maximum() > 0 and panel.bar.value() >= 1, timeout=LONG)
        qtbot.mouseClick(panel.stop, LEFT)
    assert "What is done is kept" in panel.status.text()
    built = [item for item in session.workspace.out.iterdir() if not item.name.startswith(".")]
    assert 1 <= len(built) < len(panel.services.boxes)
    assert all((folder / "manifest.json").is_file() for folder in built)


def test_what_blocks_a_service_is_said_beside_it(qtbot, look):

    results = Results(look)
    qtbot.addWidget(results)
    task = Task(Path("a.pack.json"), Path("out/a-OAK"), date(2026, 11, 24), "OAK", final=True)
    results.show_done([Done(task, State.BLOCKED, counts={"block": 2})], {"OAK": "Oakfield"})
    row = next(item for item in results.children() if item.isWidgetType())
    assert row.accessibleName() == "Oakfield: Blocked · 2 findings block a final pack"


def test_the_pack_itself_is_not_changed_by_building_it_for_others(qtbot, panel, session, pack):
    panel.whom.press(SEVERAL)
    build(qtbot, panel)
    assert load_pack(session.path).service_ids == pack.service_ids
