"""Choosing who makes the PDFs, building one pack for several services, and several packs."""

import multiprocessing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from alongside.bulk.resume import unchanged
from alongside.bulk.tasks import Done, State, Task
from alongside.job_control import Progress
from alongside.packs.pack import changed, load_pack, save_pack
from alongside.render.manifest import PdfBy
from alongside.render.verify import verify
from alongside.ui.build_panel import SEVERAL, BuildPanel
from alongside.ui.build_run import Results
from alongside.ui.build_several import BuildSeveral
from alongside.ui.count_work import Maker
from alongside.ui.wording import pdf_words

LEFT = Qt.MouseButton.LeftButton
LONG = 120_000


@pytest.fixture
def panel(qtbot, window, session, pack_file: Path) -> BuildPanel:
    with qtbot.waitSignal(session.plan_changed):
        session.open_pack(pack_file)
    window.pack.show_build()
    return window.pack.build


def build(qtbot, panel: BuildPanel | BuildSeveral) -> None:
    with qtbot.waitSignal(panel.run.finished, timeout=LONG):
        qtbot.mouseClick(panel.run.start, LEFT)


def states(panel: BuildPanel | BuildSeveral) -> list[str]:
    return [row.state for row in panel.run.results.rows]


def children() -> set[int]:
    """The processes that this one has started and that have not ended."""
    return {process.pid for process in multiprocessing.active_children() if process.pid}


def test_the_makers_of_this_computer_are_offered(qtbot, panel, monkeypatch):
    monkeypatch.setattr(
        "alongside.ui.build_choices.makers", lambda _job: (Maker("embedded", "E"), Maker("libreoffice", "L"))
    )
    panel.pdf._looked = False
    panel.hide()
    panel.show()
    qtbot.waitUntil(lambda: panel.pdf.maker.count() == 3)
    assert panel.pdf.chosen == ""
    panel.pdf.wanted.click()
    assert panel.pdf.chosen == "embedded"
    assert "estimate" in panel.pdf.note.text()
    word = panel.pdf.maker.model().item(2)
    assert (word.text(), word.isEnabled()) == ("By Microsoft Word: not on this computer", False)
    assert "Windows" in word.toolTip()
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
    assert panel.run.start.text().endswith(f"{len(panel.services.boxes)} services")
    qtbot.mouseClick(panel.services.none, LEFT)
    assert not panel.run.start.isEnabled()
    for key in list(panel.services.boxes)[:2]:
        panel.services.boxes[key].click()
    first, second = panel.services.chosen
    build(qtbot, panel)
    assert panel.run.status.text() == "2 built."
    folders = [session.workspace.out / f"small-{key}" for key in (first, second)]
    assert all((folder / "tender_response.docx").is_file() for folder in folders)
    qtbot.mouseClick(panel.run.results.rows[0].open, LEFT)
    assert user.opened == [folders[0]]
    build(qtbot, panel)
    assert panel.run.status.text() == "2 unchanged."
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


def test_services_are_built_by_processes_of_their_own_each_with_its_progress(qtbot, panel, session):
    panel.whom.press(SEVERAL)
    told: dict[str, set[str]] = {}

    def look(number: int, _told: object) -> None:
        row = panel.run.results.rows[number]
        told.setdefault(row.folder.name, set()).add(row.state)

    panel.run._watch.told.connect(look)
    seen: set[int] = set()
    panel.run._watch.told.connect(lambda *_: seen.update(children()))
    build(qtbot, panel)
    assert len(seen) == 2
    assert set(told) == {row.folder.name for row in panel.run.results.rows}
    assert all("Built" in states for states in told.values())
    assert any("Building" in states for states in told.values())  # a small one may be done between two looks
    assert not children()


def test_stopping_keeps_what_was_done_and_leaves_no_process(qtbot, panel, session):
    panel.whom.press(SEVERAL)
    panel.pdf.wanted.click()
    with qtbot.waitSignal(panel.finished, timeout=LONG):
        qtbot.mouseClick(panel.run.start, LEFT)
        qtbot.waitUntil(lambda: panel.run.bar.maximum() > 0 and panel.run.bar.value() >= 1, timeout=LONG)
        running = children()
        qtbot.mouseClick(panel.run.stop, LEFT)
    assert running
    assert "What is done is kept" in panel.run.status.text()
    left = list(session.workspace.out.iterdir())
    assert 1 <= len(left) < len(panel.services.boxes)
    assert all(not folder.name.startswith(".") and verify(folder) == () for folder in left)
    assert sorted(states(panel)) == sorted(
        ["Built"] * len(left) + ["Stopped"] * (len(panel.services.boxes) - len(left))
    )
    assert not children()
    build(qtbot, panel)
    assert states(panel).count("Unchanged") == len(left)


def test_closing_the_window_in_the_middle_leaves_nothing_half_done(qtbot, window, panel, session):
    panel.whom.press(SEVERAL)
    panel.pdf.wanted.click()
    qtbot.mouseClick(panel.run.start, LEFT)
    qtbot.waitUntil(lambda: bool(children()), timeout=LONG)
    window.close()
    assert not children()
    out = session.workspace.out
    assert all(verify(folder) == () for folder in (out.iterdir() if out.is_dir() else ()))


# --- several packs ------------------------------------------------------------------------------------------------


@pytest.fixture
def several(qtbot, window, session, pack, pack_file: Path) -> BuildSeveral:
    save_pack(changed(pack, id="p2", title="Another tender"), pack_file.with_name("another.pack.json"))
    save_pack(changed(pack, id="p3", title="A third tender"), pack_file.with_name("third.pack.json"))
    with qtbot.waitSignal(session.cards_changed):
        session.read_cards()
    window.packs.several_action.trigger()
    return window.packs.several


def test_several_packs_are_built_at_once_and_a_bad_one_stops_no_other(qtbot, several, session, user):
    assert several.run.start.text() == "Build 3 drafts"
    session.workspace.packs.joinpath("third.pack.json").write_text("{", encoding="utf-8")
    build(qtbot, several)
    ends = {row.folder.name: row.state for row in several.run.results.rows}
    assert ends == {"small": "Built", "another": "Built", "third": "Not built"}
    assert several.run.status.text() == "2 built, 1 not built."
    row = next(row for row in several.run.results.rows if row.folder.name == "another")
    assert row.accessibleName().startswith("Another tender: Built · ")
    qtbot.mouseClick(row.open, LEFT)
    assert user.opened == [session.workspace.out / "another"]
    bad = next(row for row in several.run.results.rows if row.folder.name == "third")
    assert not bad.open.isVisible()
    assert not children()
    assert sorted(path.name for path in session.workspace.out.iterdir()) == ["another", "small"]


def test_what_is_not_ticked_is_not_built_and_finals_go_where_they_go_alone(qtbot, several, session):
    qtbot.mouseClick(several.packs.none, LEFT)
    assert not several.run.start.isEnabled()
    next(box for key, box in several.packs.boxes.items() if key.endswith("another.pack.json")).click()
    several.final.click()
    assert several.run.start.text() == "Build 1 final pack"
    build(qtbot, several)
    assert [row.folder for row in several.run.results.rows] == [session.workspace.out / "another-final"]
    assert states(several) in (["Built"], ["Blocked"])


def test_two_packs_of_one_name_are_refused_in_a_sentence(qtbot, several, session, pack):
    (session.workspace.packs / "more").mkdir()
    save_pack(changed(pack, id="p4"), session.workspace.packs / "more" / "small.pack.json")
    with qtbot.waitSignal(session.cards_changed):
        session.read_cards()
    several.offer()
    qtbot.mouseClick(several.run.start, LEFT)
    assert "into one folder" in several.run.status.text()
    assert several.run.job is None


def test_what_blocks_a_service_is_said_beside_it(qtbot, look):
    results = Results(look)
    qtbot.addWidget(results)
    task = Task(Path("a.pack.json"), Path("out/a-OAK"), date(2026, 11, 24), "OAK", final=True)
    results.show_tasks([task], {"a-OAK": "Oakfield"})
    assert results.rows[0].accessibleName() == "Oakfield: Waiting"
    results.tell(0, Progress(1, 2, "Covering letter"))
    assert results.rows[0].accessibleName() == "Oakfield: Building · Covering letter (1/2)"
    results.tell(0, Done(task, State.BLOCKED, counts={"block": 2}))
    assert results.rows[0].accessibleName() == "Oakfield: Blocked · 2 findings block a final pack"


def test_the_pack_itself_is_not_changed_by_building_it_for_others(qtbot, panel, session, pack):
    panel.whom.press(SEVERAL)
    build(qtbot, panel)
    assert load_pack(session.path).service_ids == pack.service_ids
