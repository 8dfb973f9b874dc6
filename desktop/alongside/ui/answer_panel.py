"""Hands the buyer's own file back with the answers in it, or the answers as text for a portal."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from alongside.errors import AlongsideError
from alongside.findings import blocking
from alongside.i18n import _, ngettext
from alongside.intake.locked import PasswordNeeded
from alongside.job_control import JobControl
from alongside.packs.buyer_file import FileKind
from alongside.packs.pack import SUFFIX, PackKind
from alongside.ui import answer_work, work
from alongside.ui.ask import Ask
from alongside.ui.findings_view import FindingList
from alongside.ui.flow import Flow
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, column, label, restyle

if TYPE_CHECKING:
    from alongside.bulk.answering import Answered

NAMES = "*.docx *.docm *.xlsx *.xlsm *.pdf"
LIST_PX = 300  # tallest list of what was met


class AnswerPanel(QWidget):
    """Writes the open tender's answers into the workspace's folder `out`, as draft or final."""

    gone_to = Signal(object)  # Finding
    finished = Signal(bool)  # whether there is a file

    def __init__(self, look: Look, session: Session, ask: Ask, is_final: Callable[[], bool]) -> None:
        super().__init__()
        self._session, self._ask, self._is_final = session, ask, is_final
        self._chosen: Path | None = None
        self._written: Path | None = None
        self._portal = False
        self._done = False
        self.job: Job | None = None
        inner = column(self, space=8)
        inner.addWidget(label(_("Hand the buyer's file back"), "heading"))
        self.which = label("", wrap=True)
        inner.addWidget(self.which)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(_("Password of the file"))
        self.password.setAccessibleName(_("Password of the file"))
        self.password.hide()
        inner.addWidget(self.password)
        verbs = Flow(space=8)
        self.choose = button(_("Choose the file"))
        self.start = button(_("Write the answers into it"))
        self.portal = button(_("Text for a portal"))
        self.open = button(_("Open it"))
        look.dress(self.open, "folder-open", "text")
        for verb in (self.choose, self.start, self.portal, self.open):
            verbs.addWidget(verb)
        inner.addLayout(verbs)
        self.status = label("", wrap=True)
        inner.addWidget(self.status)
        self.met = FindingList(look, _("What to look at in the answered file"))
        self.met.gone_to.connect(self.gone_to)
        inner.addWidget(self.met)
        self.choose.clicked.connect(self._choose)
        self.start.clicked.connect(self.write)
        self.portal.clicked.connect(self.write_text)
        self.password.returnPressed.connect(self.write)
        self.open.clicked.connect(self._open)
        self._clear()

    def source(self) -> Path | None:
        """The buyer's file: the one that was read into the pack, else the one that was chosen."""
        pack, workspace = self._session.pack, self._session.workspace
        if self._chosen is None and pack is not None and pack.source is not None and workspace is not None:
            return workspace.folder / pack.source.file
        return self._chosen

    def target(self, source: Path | None) -> Path | None:
        """Where the answered file goes: under the buyer's own name, so that it can be sent as it is."""
        session = self._session
        if session.workspace is None or session.path is None:
            return None
        stem = session.path.name.removesuffix(SUFFIX)
        folder = session.workspace.out / (f"{stem}-answered-final" if self._is_final() else f"{stem}-answered")
        if source is None:
            return folder / f"{stem}.txt"
        return folder / (f"{source.stem}.docx" if source.suffix.lower() == ".pdf" else source.name)

    def refresh(self) -> None:
        """Say which file it is."""
        pack, source = self._session.pack, self.source()
        self.setVisible(pack is not None and pack.kind is PackKind.TENDER)
        self.which.setText(
            _("The answers go into a copy of {file}; the file itself is only read.").format(file=source.name)
            if source is not None
            else _("Choose the Word file, workbook or PDF in which the buyer asks.")
        )
        ready = self._session.outlook is not None and self.job is None
        self.start.setEnabled(ready and source is not None)
        self.portal.setEnabled(ready)

    def pack_opened(self) -> None:
        """Another pack: what was said of the last one goes."""
        self._chosen = None
        self._clear()
        self.refresh()

    def write(self) -> None:
        """Write the answers into the buyer's file, on a thread of the pool."""
        if self.source() is not None:
            self._begin(self.source())

    def write_text(self) -> None:
        """Write the answers as plain text."""
        self._begin(None)

    def _begin(self, source: Path | None) -> None:
        session, out = self._session, self.target(source)
        outlook, workspace, path = session.outlook, session.workspace, session.path
        if outlook is None or workspace is None or path is None or out is None or self.job is not None:
            return
        if session.pack is not None and outlook.pack != session.pack and session.known is not None:
            outlook = work.look_out(session.pack, session.known, session.today)
        final, asked, seen = self._is_final(), self.password.text() or None, outlook
        self.password.clear()
        self._portal = source is None

        def make(control: JobControl) -> "Answered":
            return answer_work.answer(
                seen, workspace, path, source, out, final=final, password=asked, job=control
            )  # fmt: skip

        self._clear()
        self._say(_("Writing the answers …"))
        self.job = job = Job(_("Writing the answers"), make)
        self._done = False
        job.succeeded.connect(self._succeeded)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._stopped)
        job.ended.connect(self._ended)
        self.refresh()
        session.jobs.start(job)

    def _succeeded(self, done: "Answered") -> None:
        self._written, self._done = done.path, done.path is not None
        stops = len(blocking(done.findings))
        if done.path is None:
            told = ngettext(
                "Nothing was written: {n} thing blocks it.", "Nothing was written: {n} things block it.", stops
            )
            self._say(told.format(n=stops), "block")
        else:
            said = _("{file}: {n} of {total} questions answered.")
            if done.kind is FileKind.PDF:
                said += " " + _("A PDF has no places to fill, so this is a Word document of our own.")
            self._say(said.format(file=done.path.name, n=done.written, total=done.asked), "good")
        self.open.setVisible(done.path is not None)
        known = set(self._session.findings)  # told on the tab Findings
        met = blocking(done.findings) if done.path is None else [item for item in done.findings if item not in known]
        self.met.findings.show_findings(met)
        rows = sum(self.met.sizeHintForRow(at) for at in range(min(len(met), 20)))
        self.met.setFixedHeight(min(LIST_PX, rows + 8))
        self.met.setVisible(bool(met))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PasswordNeeded):
            self.password.show()
            self.password.setFocus()
            note = _("Type it and write again; the answered copy will have no password.")
            self._say(f"{error.what} {note}", "warn")
        elif isinstance(error, AlongsideError):
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

    def _clear(self) -> None:
        self._written = None
        self.password.hide()
        self.open.hide()
        self.met.hide()
        self._say("")

    def _say(self, sentence: str, tone: str = "") -> None:
        restyle(self.status, tone=tone)
        self.status.setText(sentence)

    def _choose(self) -> None:
        workspace = self._session.workspace
        start = workspace.folder if workspace is not None else Path.home()
        found = self._ask.file(_("The buyer's file"), start, f"{_('Questions of a buyer')} ({NAMES})")
        if found is not None:
            self._chosen = found
            self._clear()
            self.refresh()

    def _open(self) -> None:
        if self._written is not None:
            self._ask.open(self._written)
