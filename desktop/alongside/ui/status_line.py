"""The line at the foot: saved or not, words of the whole, what blocks, and the job that runs with its stop."""

from PySide6.QtWidgets import QFrame, QLabel, QProgressBar

from alongside.i18n import _, ngettext
from alongside.job_control import Progress
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, label, row


class StatusLine(QFrame):
    """Quiet until it matters."""

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._jobs: list[Job] = []
        self.setProperty("role", "status")
        line = row(self, space=16)
        line.setContentsMargins(16, 3, 12, 3)
        self.saved = label("", "small")
        self.words = label("", "small")
        self.pages = label("", "small")
        self._mark = QLabel()
        look.dress(self._mark, "warning-octagon", "block", 14)
        self.blocking = label("", "small", tone="block")
        self.blocking.setProperty("role", "small")
        line.addWidget(self.saved)
        line.addWidget(self.words)
        line.addWidget(self.pages)
        inner = row(space=4)
        inner.addWidget(self._mark)
        inner.addWidget(self.blocking)
        line.addLayout(inner)
        line.addStretch(1)
        self.job = label("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(_("Progress"))
        self.stop = button(_("Stop"), "link")
        self.stop.setAccessibleName(_("Stop what is running"))
        self.stop.clicked.connect(self._stop)
        for part in (self.job, self.bar, self.stop):
            line.addWidget(part)
        session.jobs.started.connect(self._started)
        session.pack_changed.connect(self.refresh)
        session.pack_opened.connect(self.refresh)
        session.plan_changed.connect(self.refresh)
        session.saved.connect(self.refresh)
        session.library_changed.connect(self.refresh)
        session.counts.changed.connect(self._show_pages)
        self.refresh()
        self._show_pages()
        self._show_job()

    def refresh(self) -> None:
        """Show the session as it is."""
        session = self._session
        open_pack = session.pack is not None
        if not open_pack:
            known = session.known
            self.saved.setText(
                _("{name}, read as on {day}").format(
                    name=known.library.name, day=f"{session.today:%d %B %Y}".lstrip("0")
                )
                if known
                else ""
            )
        elif session.unsaved:
            self.saved.setText(_("Not saved yet"))
        else:
            self.saved.setText(
                _("Saved {time}").format(time=f"{session.saved_at:%H:%M}") if session.saved_at else _("Saved")
            )
        outlook = session.outlook
        self.words.setVisible(outlook is not None)
        n = session.blocking_count
        self.blocking.setVisible(bool(outlook and n))
        self._mark.setVisible(bool(outlook and n))
        if outlook is None or session.pack is None:
            return
        words = sum(question.counts.words for question in outlook.plan.questions)
        total = session.pack.rules.total_word_limit
        self.words.setText(
            _("{n:,} of {total:,} words").format(n=words, total=total) if total else _("{n:,} words").format(n=words)
        )
        self.blocking.setText(ngettext("{n} blocks a final pack", "{n} block a final pack", n).format(n=n))

    def _show_pages(self) -> None:
        counts = self._session.counts
        said = counts.pages_text()
        self.pages.setText(said)
        self.pages.setVisible(bool(said))
        each = "\n".join(f"{item.title}: {item.length.text}" for item in counts.measured)
        self.pages.setToolTip(f"{each}\n{counts.says()}" if each else "")

    def _started(self, job: Job) -> None:
        if not job.shown:
            return
        self._jobs.append(job)
        job.progressed.connect(self._progressed)
        job.ended.connect(self._ended)
        self.bar.setRange(0, 0)
        self._show_job()

    def _progressed(self, progress: Progress) -> None:
        if self._jobs and self.sender() is self._jobs[-1]:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
            self.job.setText(f"{self._jobs[-1].name}: {progress.what}")

    def _ended(self) -> None:
        job = self.sender()
        self._jobs = [item for item in self._jobs if item is not job]
        self._show_job()

    def _show_job(self) -> None:
        running = bool(self._jobs)
        for part in (self.job, self.bar, self.stop):
            part.setVisible(running)
        if running:
            self.job.setText(f"{self._jobs[-1].name} …")

    def _stop(self) -> None:
        if self._jobs:
            self._jobs[-1].cancel()
