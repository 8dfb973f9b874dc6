"""A build while it runs and what became of it: start, stop, progress of each document, and a way into each folder."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from alongside.errors import AlongsideError
from alongside.fault_log import keep_fault
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl, Progress
from alongside.ui import build_work
from alongside.ui.flow import Flow
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, clear, column, frame, label, restyle, row
from alongside.ui.wording import pdf_words

if TYPE_CHECKING:
    from alongside.bulk.tasks import Done, Task
    from alongside.ui.build_work import Many

# icon, tone and word of each end of a task
STATES = {
    "built": ("check-circle", "good", _("Built")),
    "unchanged": ("equals", "quiet", _("Unchanged")),
    "blocked": ("warning-octagon", "block", _("Blocked")),
    "failed": ("warning-octagon", "block", _("Not built")),
}
WAITING = ("hourglass", "quiet", _("Waiting"))
WORKING = ("gear-six", "accent", _("Building"))
STOPPED = ("minus-circle", "quiet", _("Stopped"))


class BuildRun(QWidget):
    """Starts one build or many, shows how far they are, and stops them."""

    wanted = Signal()  # start was pressed
    finished = Signal(bool)  # whether there is a folder
    ended = Signal()  # whatever happened
    folder_wanted = Signal(object)  # Path

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._session = session
        self._done = False
        self.job: Job | None = None
        inner = column(self, space=12)
        verbs = Flow(space=8)
        self.start = button(_("Build draft"), "primary")
        self.stop = button(_("Stop"))
        self.stop.hide()
        verbs.addWidget(self.start)
        verbs.addWidget(self.stop)
        inner.addLayout(verbs)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Building"))
        self.bar.hide()
        inner.addWidget(self.bar)
        self.status = label("", wrap=True)
        inner.addWidget(self.status)
        self.results = Results(look)
        self.results.folder_wanted.connect(self.folder_wanted)
        self.results.hide()
        inner.addWidget(self.results)
        self._watch = _Watch(self)
        self._watch.told.connect(self.results.tell)
        self.start.clicked.connect(self.wanted)
        self.stop.clicked.connect(self.cancel)

    def begin(self, job: Job, then: Callable[..., None], sentence: str = "") -> None:
        """Start a job; `then` gets what it gives, and calls `succeeded`."""
        self.job = job
        job.progressed.connect(self._progressed)
        job.succeeded.connect(then)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)
        job.ended.connect(self._ended)
        self._done = False
        self.results.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.stop.show()
        self.start.setEnabled(False)
        self.say(sentence or _("Building …"))
        self._session.jobs.start(job)

    def begin_many(self, name: str, tasks: "Sequence[Task]", names: Mapping[str, str]) -> None:
        """Build these, shared between processes; `names` of tasks by the names of their folders."""
        told = self._watch.told.emit

        def make(control: JobControl) -> "Many":
            return build_work.build_many(tasks, control, told)

        self.begin(Job(name, make), self._built_many)
        self.results.show_tasks(tasks, names)
        self.results.show()

    def succeeded(self, done: bool) -> None:
        """What was built is there."""
        self._done = done

    def cancel(self) -> None:
        """Stop the build; nothing is kept of what was not finished."""
        if self.job is not None:
            self.say(_("Stopping …"))
            self.stop.setEnabled(False)
            self.job.cancel()

    def clear(self) -> None:
        """Nothing has been built yet."""
        self.results.hide()
        self.say("")

    def say(self, sentence: str, tone: str = "") -> None:
        """Put a sentence under the progress."""
        restyle(self.status, tone=tone)
        self.status.setText(sentence)

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        if self.stop.isEnabled():  # else the sentence says that it is stopping
            self.say(
                _("{done} of {total}: {what}").format(done=progress.done, total=progress.total, what=progress.what)
            )

    def _built_many(self, many: "Many") -> None:
        self._done = any(item.files for item in many.done)
        if many.stopped:
            told = _("Stopped when {n} of {total} were done. What is done is kept; building again goes on from there.")
            self.say(told.format(n=len(many.done), total=many.total))
        else:
            self.say(tally_words(many.done))
        self.results.end(many.done)
        for item in many.done:
            if item.fault:
                keep_fault(item.fault, datetime.now())  # noqa: DTZ005 - the clock on the user's wall

    def _failed(self, error: Exception) -> None:
        self.results.end(())
        self.say(error.sentence() if isinstance(error, AlongsideError) else str(error), "block")

    def _cancelled(self) -> None:
        self.results.end(())
        self.say(_("Stopped. No files were kept."))

    def _ended(self) -> None:
        self.job = None
        self.bar.hide()
        self.stop.setEnabled(True)
        self.stop.hide()
        self.ended.emit()
        self.finished.emit(self._done)


class _Watch(QObject):
    """Brings what one task of many tells from the thread that minds them to the window's."""

    told = Signal(int, object)  # the task's number; Progress or Done


class Results(QWidget):
    """Each task of many: waiting, how far it is, or what became of it, with a way into its folder."""

    folder_wanted = Signal(object)  # Path

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows = column(self, space=8)
        self.rows: list[TaskRow] = []

    def show_tasks(self, tasks: "Sequence[Task]", names: Mapping[str, str]) -> None:
        """Show these, all waiting, and let go of those before; `names` by the names of their folders."""
        clear(self._rows)
        self.rows = []
        for task in tasks:
            made = TaskRow(self._look, task.target, names.get(task.name, task.name))
            made.folder_wanted.connect(self.folder_wanted)
            self.rows.append(made)
            self._rows.addWidget(made)

    def tell(self, number: int, told: "Progress | Done") -> None:
        """Say of one how far it is, or what became of it."""
        if isinstance(told, Progress):
            self.rows[number].show_progress(told)
        else:
            self.rows[number].show_done(told)

    def end(self, done: "Sequence[Done]") -> None:
        """Nothing runs any more: those that did not come to an end were stopped."""
        ended = {item.task.target for item in done}
        for made in self.rows:
            if made.folder not in ended:
                made.show_stopped()


class TaskRow(QWidget):
    """One task. Its accessible name says what its signs say."""

    folder_wanted = Signal(object)  # Path

    def __init__(self, look: Look, folder: Path, name: str) -> None:
        super().__init__()
        self._look, self.folder, self._name = look, folder, name
        made = frame("note")
        column(self).addWidget(made)
        inner = row(made, space=10)
        inner.setContentsMargins(12, 8, 8, 8)
        self._mark = QLabel()
        inner.addWidget(self._mark)
        words = column(space=2)
        words.addWidget(label(name, "strong", wrap=True))
        self._about = label("", "small", wrap=True)
        words.addWidget(self._about)
        self.open = button(_("Open folder"), "link", _("Open the folder of {name}").format(name=name))
        self.open.setAccessibleName(_("Open the folder of {name}").format(name=name))
        look.dress(self.open, "folder-open", "accent")
        self.open.clicked.connect(self._open)
        self.open.hide()
        line = row(space=0)
        line.addWidget(self.open)
        line.addStretch(1)
        words.addLayout(line)
        inner.addLayout(words, 1)
        self._show(WAITING, ())

    @property
    def state(self) -> str:
        """The word for how it stands."""
        return self._about.text().split(" · ")[0]

    def show_progress(self, progress: Progress) -> None:
        """It is being built."""
        share = f" ({progress.done}/{progress.total})" if progress.total else ""
        self._show(WORKING, (f"{progress.what}{share}",))

    def show_done(self, done: "Done") -> None:
        """It came to an end."""
        self._show(STATES[done.state.value], _about(done))
        self.open.setVisible(bool(done.files))

    def show_stopped(self) -> None:
        """It was stopped before its end, so nothing of it was kept."""
        self._show(STOPPED, ())

    def _show(self, sign: tuple[str, str, str], more: Sequence[str]) -> None:
        icon, tone, word = sign
        self._look.dress(self._mark, icon, tone)
        about = " · ".join((word, *more))
        restyle(self._about, tone=tone if tone == "block" else "")
        self._about.setText(about)
        self.setAccessibleName(f"{self._name}: {about}")

    def _open(self) -> None:
        self.folder_wanted.emit(self.folder)


def _about(item: "Done") -> list[str]:
    if item.trouble:
        return [item.trouble]
    said = []
    if item.blocks and not item.files:
        stops = ngettext("{n} finding blocks a final pack", "{n} findings block a final pack", item.blocks)
        said.append(stops.format(n=item.blocks))
        said += [found.message for found in item.findings if found.level.value == "block"][:2]
        return said
    count = len(item.files) - 1  # the manifest is no document
    said.append(ngettext("{n} file", "{n} files", count).format(n=count))
    if item.pdf is not None:
        said.append(pdf_words(item.pdf, item.pages))
    if item.blocks:
        said.append(ngettext("{n} blocks a final pack", "{n} block a final pack", item.blocks).format(n=item.blocks))
    if check := item.counts.get("warn", 0):
        said.append(_("{n} to check").format(n=check))
    return said


def tally_words(done: "Sequence[Done]") -> str:
    """How many of each end: "2 built, 1 not built."."""
    counts = {key: sum(1 for item in done if item.state.value == key) for key in STATES}
    return ", ".join(f"{n} {STATES[key][2].lower()}" for key, n in counts.items() if n) + "."
