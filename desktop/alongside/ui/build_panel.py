"""The Build tab: draft or final, what blocks a final pack, progress with stop, and the finished folder."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QCheckBox, QProgressBar, QRadioButton, QWidget

from alongside.errors import AlongsideError
from alongside.findings import blocking
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl, Progress
from alongside.packs.pack import SUFFIX
from alongside.ui import work
from alongside.ui.ask import Ask
from alongside.ui.findings_view import FindingList
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, column, frame, label, restyle, row

if TYPE_CHECKING:
    from alongside.render.build import Built


STOPS_PX = 360  # tallest list of what stands in the way


class BuildPanel(QWidget):
    """Builds the open pack into the workspace's folder `out`."""

    gone_to = Signal(object)  # Finding
    finished = Signal(bool)  # whether there is a folder

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._session, self._ask = session, ask
        self._folder: Path | None = None
        self._done = False
        self.job: Job | None = None
        inner = column(self, margin=16, space=12)
        inner.addWidget(label(_("Build the documents"), "heading"))
        self.draft = QRadioButton(_("Draft, with a watermark"))
        self.final = QRadioButton(_("Final, to send"))
        self.draft.setChecked(True)
        self.pdf = QCheckBox(_("PDF beside each Word file"))
        for part in (self.draft, self.final, self.pdf):
            inner.addWidget(part)
        self.where = label("", "small", wrap=True)
        inner.addWidget(self.where)
        self.stops = frame("note", tone="block")
        inside = column(self.stops, margin=10, space=4)
        self.stops_words = label("", "strong", wrap=True, tone="block")
        inside.addWidget(self.stops_words)
        self.stops_list = FindingList(look, _("What blocks a final pack"))
        self.stops_list.gone_to.connect(self.gone_to)
        inside.addWidget(self.stops_list)
        inner.addWidget(self.stops)
        line = row()
        self.start = button(_("Build draft"), "primary")
        self.stop = button(_("Stop"))
        self.stop.hide()
        line.addWidget(self.start)
        line.addWidget(self.stop)
        line.addStretch(1)
        inner.addLayout(line)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Building"))
        self.bar.hide()
        inner.addWidget(self.bar)
        self.status = label("", wrap=True)
        inner.addWidget(self.status)
        self.result = frame("note", tone="good")
        inside = column(self.result, margin=12, space=6)
        self.result_words = label("", "strong", wrap=True, tone="good")
        self.files = label("", "small", wrap=True)
        self.open = button(_("Open folder"))
        look.dress(self.open, "folder-open", "text")
        inside.addWidget(self.result_words)
        inside.addWidget(self.files)
        line = row()
        line.addWidget(self.open)
        line.addStretch(1)
        inside.addLayout(line)
        self.result.hide()
        inner.addWidget(self.result)
        self._rest = QWidget()
        inner.addWidget(self._rest, 1)
        self.draft.toggled.connect(self.refresh)
        self.start.clicked.connect(self.build)
        self.stop.clicked.connect(self.cancel)
        self.open.clicked.connect(self._open)
        session.plan_changed.connect(self.refresh)
        session.pack_opened.connect(self._pack_opened)

    def target(self) -> Path | None:
        """The folder the pack is built into."""
        if self._session.workspace is None or self._session.path is None:
            return None
        stem = self._session.path.name.removesuffix(SUFFIX)
        return self._session.workspace.out / (f"{stem}-final" if self.final.isChecked() else stem)

    def refresh(self, _checked: bool = False) -> None:
        """Say what would be built and what stands in the way."""
        final = self.final.isChecked()
        stops = blocking(self._session.findings)
        self.start.setText(_("Build final") if final else _("Build draft"))
        self.start.setAccessibleName(self.start.text())
        shown = final and bool(stops)
        self.stops.setVisible(shown)
        self.stops_words.setText(
            ngettext("{n} thing blocks a final pack:", "{n} things block a final pack:", len(stops)).format(
                n=len(stops)
            )
        )
        self.stops_list.findings.show_findings(stops)
        rows = sum(self.stops_list.sizeHintForRow(at) for at in range(len(stops)))
        self.stops_list.setFixedHeight(min(STOPS_PX, rows + 8))
        target = self.target()
        self.where.setText(_("Into {folder}").format(folder=QDir.toNativeSeparators(str(target))) if target else "")
        ready = self._session.outlook is not None and self.job is None
        self.start.setEnabled(ready and not (final and stops))

    def build(self) -> None:
        """Build on a thread of the pool."""
        session, target = self._session, self.target()
        outlook, workspace, path = session.outlook, session.workspace, session.path
        if outlook is None or workspace is None or path is None or target is None or self.job is not None:
            return
        session.save()
        if session.unsaved:
            return  # what could not be saved cannot be built; the session has said so
        final, pdf = self.final.isChecked(), self.pdf.isChecked()

        def make(control: JobControl) -> "Built":
            target.parent.mkdir(parents=True, exist_ok=True)
            return work.build(session_pack, workspace, path, target, final=final, pdf=pdf, job=control)

        session_pack = outlook
        if session.pack is not None and outlook.pack != session.pack and session.known is not None:
            session_pack = work.look_out(session.pack, session.known, session.today)
        self.job = Job(_("Building the pack"), make)
        self.job.progressed.connect(self._progressed)
        self.job.succeeded.connect(self._built)
        self.job.failed.connect(self._failed)
        self.job.cancelled.connect(self._cancelled)
        self.job.ended.connect(self._ended)
        self._done = False
        self.result.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.stop.show()
        self.start.setEnabled(False)
        self._say(_("Building …"))
        session.jobs.start(self.job)

    def cancel(self) -> None:
        """Stop the build; nothing is kept."""
        if self.job is not None:
            self._say(_("Stopping …"))
            self.job.cancel()

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self._say(_("{done} of {total}: {what}").format(done=progress.done, total=progress.total, what=progress.what))

    def _built(self, built: "Built") -> None:
        self._folder, self._done = built.folder, True
        self._say("")
        self.result_words.setText(_("The pack is in {folder}").format(folder=built.folder.name))
        self.files.setText("\n".join(built.files))
        self.result.show()

    def _failed(self, error: Exception) -> None:
        sentence = error.sentence() if isinstance(error, AlongsideError) else str(error)
        self._say(sentence, "block")

    def _cancelled(self) -> None:
        self._say(_("Stopped. No files were kept."))

    def _ended(self) -> None:
        self.job = None
        self.bar.hide()
        self.stop.hide()
        self.refresh()
        self.finished.emit(self._done)

    def _say(self, sentence: str, tone: str = "") -> None:
        restyle(self.status, tone=tone)
        self.status.setText(sentence)

    def _open(self) -> None:
        if self._folder is not None:
            self._ask.open(self._folder)

    def _pack_opened(self) -> None:
        self.result.hide()
        self._say("")
        self.refresh()
