"""The window's parts on a real library, offscreen, with a user whose answers are written down beforehand."""

import gc
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alongside.job_control import JobControl
from alongside.library.search import SearchIndex
from alongside.packs.pack import (
    Brief,
    EvidenceBlock,
    Limit,
    LimitKind,
    Pack,
    PackKind,
    Question,
    TextBlock,
    save_pack,
)
from alongside.settings import Settings
from alongside.ui import work
from alongside.ui.jobs import Jobs
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.window import MainWindow
from alongside.ui.work import Knowledge
from alongside.workspace import Workspace, copy_sample

TODAY = date(2026, 11, 24)


class ScriptedUser:
    """Answers what it was told to answer, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.opened: list[Path] = []
        self.folder_answer: Path | None = None
        self.file_answer: Path | None = None
        self.reason_answer: str | None = None

    def folder(self, title: str, start: Path) -> Path | None:
        self.asked.append(title)
        return self.folder_answer

    def file(self, title: str, start: Path, names: str) -> Path | None:
        self.asked.append(title)
        return self.file_answer

    def reason(self, title: str, sentence: str) -> str | None:
        self.asked.append(sentence)
        return self.reason_answer

    def tell(self, title: str, sentence: str) -> None:
        self.asked.append(sentence)

    def open(self, path: Path) -> bool:
        self.opened.append(path)
        return True


PATIENCE_MS = 60_000  # what a test waits for comes in a moment, but for a machine that is busy with something else


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """The usual one, more patient."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitActive", "waitExposed"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE_MS))
    return qtbot


@pytest.fixture(autouse=True)
def tidied() -> Iterator[None]:
    """Circular rubbish goes between two tests and on this thread, as in the program (`ui.tidying`)."""
    gc.disable()
    yield
    gc.collect()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the sample workspace that no test changes."""
    return copy_sample(tmp_path_factory.mktemp("sample") / "workspace")


@pytest.fixture(scope="session")
def known(sample: Workspace) -> Knowledge:
    """What the sample workspace knows, read once."""
    return work.check_knowledge(work.read_knowledge(sample, JobControl()), TODAY, JobControl())


@pytest.fixture(scope="session")
def index(known: Knowledge) -> SearchIndex:
    return SearchIndex(known.library)


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Iterator[Look]:
    made = Look(qapp, "light", 100)
    yield made
    made._images.cleanup()


@pytest.fixture
def user() -> ScriptedUser:
    return ScriptedUser()


@pytest.fixture
def workspace(tmp_path: Path, sample: Workspace) -> Workspace:
    """A workspace of this test's own: the sample's library, templates and tables, and no packs."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    for part in (sample.folder / "library.xlsx", sample.templates, sample.folder / "frameworks"):
        (folder / part.name).symlink_to(part)
    (folder / "references.csv").symlink_to(sample.folder / "references.csv")
    (folder / "packs").mkdir()
    return Workspace(folder)


@pytest.fixture
def pack() -> Pack:
    """Two questions: one with two blocks and a tight limit, one empty."""
    return Pack(
        id="p1",
        kind=PackKind.TENDER,
        title="A small tender",
        recipe="tender_response",
        framework_id="CQC-SAF-2023",
        service_ids=("OAK",),
        period_from=date(2025, 11, 1),
        period_to=date(2026, 10, 31),
        example=True,
        brief=Brief(buyer="A council", title="A small tender", deadline_at="2026-12-11T12:00"),
        questions=(
            Question(
                id="q1",
                number="Q01",
                text="How do people shape decisions about restrictive practices?",
                limit=Limit(kind=LimitKind.WORDS, value=110),
                blocks=(
                    EvidenceBlock(id="b1", ref="EV-001", length="100"),
                    TextBlock(id="b2", text="one two three"),
                ),
            ),
            Question(id="q2", number="Q02", text="How do you learn from incidents?"),
        ),
    )


@pytest.fixture
def pack_file(workspace: Workspace, pack: Pack) -> Path:
    path = workspace.packs / "small.pack.json"
    save_pack(pack, path)
    return path


def end(session: Session) -> None:
    """Let a session finish what it has begun, and hear of nothing any more."""
    session.close_pack()
    if session.edits_in_use is not None:
        session.edits_in_use.stop()
    for _ in range(3):  # what a job has told is heard before its hearer goes, and may begin another
        session.jobs.stop()
        QApplication.sendPostedEvents()
    for timer in session.findChildren(QTimer):
        timer.stop()


@pytest.fixture
def session(
    qapp: QApplication, tmp_path: Path, workspace: Workspace, known: Knowledge, index: SearchIndex
) -> Iterator[Session]:
    """A session that has read its library."""
    made = Session(Jobs(), TODAY, tmp_path / "recovery")
    made.workspace, made.known, made.index = workspace, replace(known, files=workspace.files), index
    yield made
    end(made)


@pytest.fixture
def window(qtbot, look: Look, session: Session, user: ScriptedUser) -> MainWindow:
    """The main window, shown."""
    made = MainWindow(look, session, user, Settings(theme="light", count_pages=False))  # no LibreOffice unasked
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    with qtbot.waitActive(made):
        pass
    return made
