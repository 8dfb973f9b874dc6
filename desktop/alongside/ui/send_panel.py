"""Before it is sent: the final checklist, what a person must tick, and the submission as a zip."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.packs.checklist import STATES, Check, State
from alongside.packs.pack import SUFFIX, PackKind
from alongside.ui import send_work
from alongside.ui.ask import Ask
from alongside.ui.flow import Flow
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, clear, column, label, restyle

if TYPE_CHECKING:
    from alongside.bulk.submitting import Submission

_TONES = {State.MET: "good", State.TICKED: "good", State.NOT_MET: "block", State.BY_PERSON: "warn"}


class SendPanel(QWidget):
    """Looks at the finished files of the open tender, and writes all that is handed in."""

    finished = Signal(bool)  # whether there is a submission

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._session, self._ask = session, ask
        self._ticked: set[str] = set()
        self._written: Path | None = None
        self._done = False
        self.job: Job | None = None
        inner = column(self, space=8)
        inner.addWidget(label(_("Before it is sent"), "heading"))
        inner.addWidget(label(_("Each rule of the buyer's, held to the finished files."), wrap=True))
        verbs = Flow(space=8)
        self.look = button(_("Go through the checklist"))
        self.write = button(_("Write the submission"))
        self.open = button(_("Open it"))
        look.dress(self.open, "folder-open", "text")
        for verb in (self.look, self.write, self.open):
            verbs.addWidget(verb)
        inner.addLayout(verbs)
        self.status = label("", wrap=True)
        inner.addWidget(self.status)
        self._lines = column(space=6)
        inner.addLayout(self._lines)
        self.boxes: dict[str, QCheckBox] = {}
        self.look.clicked.connect(self.look_at)
        self.write.clicked.connect(self.send)
        self.open.clicked.connect(self._open)
        session.pack_opened.connect(self._pack_opened)
        session.plan_changed.connect(self.refresh)
        self.open.hide()
        self.hide()  # until it stands in a window; shown before, it would be a window of its own

    def target(self) -> Path | None:
        """The zip that is written."""
        workspace, path = self._session.workspace, self._session.path
        if workspace is None or path is None:
            return None
        return workspace.out / f"{path.name.removesuffix(SUFFIX)}-submission.zip"

    def refresh(self) -> None:
        pack = self._session.pack
        self.setVisible(pack is not None and pack.kind is PackKind.TENDER)
        ready = self._session.outlook is not None and self.job is None
        self.look.setEnabled(ready)
        self.write.setEnabled(ready)

    def look_at(self) -> None:
        """Build, look, and tell; nothing is kept."""
        self._begin(None)

    def send(self) -> None:
        """Write the zip where each rule is met or ticked and nothing blocks."""
        self._begin(self.target())

    def _begin(self, out: Path | None) -> None:
        session = self._session
        outlook, workspace, path = session.outlook, session.workspace, session.path
        if outlook is None or workspace is None or path is None or self.job is not None:
            return
        seen, ticked = outlook, tuple(self._ticked)

        def make(control: JobControl) -> "Submission":
            return send_work.submission(seen, workspace, path, out, ticked=ticked, job=control)

        self._written, self._done = None, False
        self.open.hide()
        self._say(_("Looking at the finished files …"))
        self.job = job = Job(_("Looking at the finished files"), make)
        job.succeeded.connect(self._succeeded)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._stopped)
        job.ended.connect(self._ended)
        self.refresh()
        session.jobs.start(job)

    def _succeeded(self, done: "Submission") -> None:
        self._written, self._done = done.path, done.path is not None
        self._show(done.checks)
        self.open.setVisible(done.path is not None)
        if done.path is not None:
            n = len(done.files)
            said = ngettext("{name}: {n} file, ready to send.", "{name}: {n} files, ready to send.", n)
            self._say(said.format(name=done.path.name, n=n), "good")
        elif done.stops:
            said = ngettext(
                "{n} thing to settle before it is sent.", "{n} things to settle before it is sent.", done.stops
            )
            self._say(said.format(n=done.stops), "warn")
        else:
            self._say(_("All is met."), "good")

    def _show(self, checks: tuple[Check, ...]) -> None:
        clear(self._lines)
        self.boxes = {}
        for item in sorted(checks, key=lambda check: check.state in {State.MET, State.TICKED}):
            found = f" ({item.found})" if item.found else ""
            text = f"{item.title}: {item.wanted}{found}"
            if item.may_be_ticked or item.state is State.TICKED:
                box = QCheckBox(item.title)
                box.setAccessibleName(text)
                box.setChecked(item.state is State.TICKED)
                box.setProperty("field", item.field)
                box.setToolTip(item.sentence)
                box.toggled.connect(self._ticks)
                self.boxes[item.field] = box
                self._lines.addWidget(box)
                self._lines.addWidget(label(f"{item.wanted}{found}", "small", wrap=True))
                continue
            line = label(f"{STATES[item.state]} · {text}", wrap=True, tone=_TONES[item.state])
            line.setToolTip(item.sentence)
            self._lines.addWidget(line)

    def _ticks(self, _on: bool) -> None:
        self._ticked = {field for field, box in self.boxes.items() if box.isChecked()}

    def _failed(self, error: Exception) -> None:
        if isinstance(error, AlongsideError):
            self._say(error.sentence(), "block")
        else:
            self._say("")
            self._session.trouble.emit(error)

    def _stopped(self) -> None:
        self._say(_("Stopped. No files were kept."))

    def _ended(self) -> None:
        self.job = None
        self.refresh()
        self.finished.emit(self._done)

    def _pack_opened(self) -> None:
        self._ticked, self._written = set(), None
        clear(self._lines)
        self.boxes = {}
        self.open.hide()
        self._say("")
        self.refresh()

    def _say(self, sentence: str, tone: str = "") -> None:
        restyle(self.status, tone=tone)
        self.status.setText(sentence)

    def _open(self) -> None:
        if self._written is not None:
            self._ask.open(self._written.parent)
