"""Verify: whether a built pack is as it was written, and what its sources give; gone to from the menus."""

from pathlib import Path

from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from alongside.bulk.rebuilt import Looked
from alongside.errors import AlongsideError
from alongside.findings import Finding, blocking
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl, Progress
from alongside.ui import build_work
from alongside.ui.ask import Ask
from alongside.ui.findings_view import FindingsView
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import Empty, Head, button, column, frame, label, restyle, row


class VerifyPlace(QWidget):
    """Looks at one built folder, or a zip of it, at a time."""

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._look, self._session, self._ask = look, session, ask
        self._path: Path | None = None
        self.job: Job | None = None
        self.setAccessibleName(_("Verify a built pack"))
        outer = column(self, space=0)
        head = Head(_("Verify a built pack"))
        head.about.set_whole(_("Is it still what was built, and what its sources give?"))
        self.folder = button(_("Choose a folder"), "primary")
        self.zip = button(_("Choose a zip"))
        look.dress(self.folder, "folder-open", "on_accent")
        head.line.addWidget(self.zip)
        head.line.addWidget(self.folder)
        outer.addWidget(head)
        self.none = Empty(
            look,
            "shield-check",
            _("Choose a built pack"),
            _(
                "Every file is held against the list of what was built. Where the pack, its library and its templates"
                " are at hand, its documents are made again and compared, part by part and page by page."
            ),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.none)
        self.stack.addWidget(self._told())
        outer.addWidget(self.stack, 1)
        self.folder.clicked.connect(self.choose_folder)
        self.zip.clicked.connect(self.choose_zip)
        self.stop.clicked.connect(self._stop)
        self.again.clicked.connect(self._again)
        self.open.clicked.connect(self._open)

    def _told(self) -> QWidget:
        page = QWidget()
        inner = column(page, space=0)
        self.result = frame("note")
        inside = column(self.result, margin=12, space=6)
        line = row(space=10)
        self._mark = QLabel()
        line.addWidget(self._mark)
        self.words = label("", "strong", wrap=True)
        line.addWidget(self.words, 1)
        inside.addLayout(line)
        self.about = label("", "small", wrap=True)
        inside.addWidget(self.about)
        verbs = row()
        self.stop, self.again, self.open = button(_("Stop")), button(_("Verify again")), button(_("Open"), "quiet")
        for verb in (self.stop, self.again, self.open):
            verbs.addWidget(verb)
        verbs.addStretch(1)
        inside.addLayout(verbs)
        around = column()
        around.setContentsMargins(16, 16, 16, 0)
        around.addWidget(self.result)
        inner.addLayout(around)
        self.findings = FindingsView(self._look, content=_("Every file is as it was built."))
        inner.addWidget(self.findings, 1)
        return page

    def choose_folder(self) -> None:
        """Ask for a built folder and verify it."""
        self._chosen(self._ask.folder(_("Verify a built folder"), self._start()))

    def choose_zip(self) -> None:
        """Ask for a zip of a built folder and verify it."""
        self._chosen(self._ask.file(_("Verify a zip of a built folder"), self._start(), _("Zip files (*.zip)")))

    def verify(self, path: Path) -> None:
        """Look at a built folder or a zip of it."""
        if self.job is not None:
            return
        self._path = path
        self.stack.setCurrentIndex(1)
        self._say(_("Looking at {name} …").format(name=path.name), "quiet", "hourglass")
        self.about.setText("")
        self.findings.hide()

        def look_at(control: JobControl) -> Looked:
            return build_work.look_at(path, control)

        self.job = Job(_("Verifying {name}").format(name=path.name), look_at)
        self.job.progressed.connect(self._progressed)
        self.job.succeeded.connect(self._looked)
        self.job.failed.connect(self._failed)
        self.job.cancelled.connect(self._cancelled)
        self.job.ended.connect(self._ended)
        self._running(True)
        self._session.jobs.start(self.job)

    def _start(self) -> Path:
        workspace = self._session.workspace
        if self._path is not None:
            return self._path.parent
        return (workspace.out if workspace.out.is_dir() else workspace.folder) if workspace else Path.home()

    def _chosen(self, path: Path | None) -> None:
        if path is not None:
            self.verify(path)

    def _again(self) -> None:
        if self._path is not None:
            self.verify(self._path)

    def _open(self) -> None:
        if self._path is not None:
            self._ask.open(self._path if self._path.is_dir() else self._path.parent)

    def _stop(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _progressed(self, progress: Progress) -> None:
        self.about.setText(_("Made again: {what}").format(what=progress.what))

    def _looked(self, looked: Looked) -> None:
        found: tuple[Finding, ...] = looked.findings
        wrong = len(blocking(found))
        if wrong:
            told = ngettext(
                "{name}: {n} thing is not as it was built.", "{name}: {n} things are not as they were built.", wrong
            )
            self._say(told.format(name=looked.name, n=wrong), "block", "warning-octagon")
        elif looked.compared_in_full:
            told = _("{name}: every file is as it was built, and is what its sources give.")
            self._say(told.format(name=looked.name), "good", "check-circle")
        else:
            self._say(_("{name}: every file is as it was built.").format(name=looked.name), "good", "check-circle")
        listed = looked.listed
        self.about.setText(
            _("Built as on {day} by Alongside {version}, {state}; {n} files.").format(
                day=f"{listed.day.day} {listed.day:%B %Y}",
                version=listed.app_version,
                state=_("final") if listed.final else _("draft"),
                n=len(listed.outputs),
            )
        )
        self.findings.show_findings(found)
        self.findings.show()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AlongsideError):
            self._session.trouble.emit(error)
        self._say(error.sentence() if isinstance(error, AlongsideError) else str(error), "block", "warning-octagon")
        self.about.setText("")

    def _cancelled(self) -> None:
        self._say(_("Stopped before all was looked at."), "quiet", "minus-circle")
        self.about.setText("")

    def _ended(self) -> None:
        self.job = None
        self._running(False)

    def _running(self, on: bool) -> None:
        self.stop.setVisible(on)
        self.again.setVisible(not on)
        self.open.setVisible(not on)
        for verb in (self.folder, self.zip):
            verb.setEnabled(not on)

    def _say(self, sentence: str, tone: str, icon: str) -> None:
        self._look.dress(self._mark, icon, tone)
        strong = tone if tone in {"good", "block"} else ""
        restyle(self.result, tone=strong)
        restyle(self.words, tone=strong)
        self.words.setText(sentence)
