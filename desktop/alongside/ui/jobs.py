"""Long work leaves the UI thread here. `Job` is the one bridge from JobControl to Qt."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from alongside.job_control import Cancelled, JobControl

Work = Callable[[JobControl], Any]


class Job(QObject):
    """One piece of work. `ended` comes last, whatever happened; Qt queues each signal for the UI thread."""

    progressed = Signal(object)  # Progress
    succeeded = Signal(object)
    failed = Signal(object)  # Exception
    cancelled = Signal()
    ended = Signal()

    def __init__(self, name: str, work: Work, *, shown: bool = True) -> None:
        super().__init__()
        self.name = name  # a whole phrase for the status line
        self.shown = shown  # whether the status line tells of it
        self._work = work
        self._control = JobControl(self.progressed.emit)
        self.left = threading.Event()  # set once the thread is out of the last signal

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._control.cancel()

    def run(self) -> None:
        """Do the work; called on a thread of the pool."""
        try:
            self._control.check()
            result = self._work(self._control)
        except Cancelled:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - the one edge that catches all
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        self.ended.emit()
        self.left.set()


class Jobs(QObject):
    """Runs jobs on a pool of threads and keeps them until they have ended."""

    started = Signal(object)  # Job
    idle = Signal()

    def __init__(self, threads: int = 3) -> None:
        super().__init__()
        self._pool = QThreadPool(self)  # one thread may wait for LibreOffice, which leaves two
        self._pool.setMaxThreadCount(threads)
        self._running: list[Job] = []
        self._ended_jobs: list[Job] = []  # kept while a thread may still be inside their last signal

    @property
    def running(self) -> tuple[Job, ...]:
        return tuple(self._running)

    def start(self, job: Job) -> None:
        """Queue a job whose signals are connected already."""
        self._running.append(job)
        job.ended.connect(self._ended)
        self.started.emit(job)
        self._pool.start(job.run)

    def stop(self) -> None:
        """Ask all to stop and wait until they have; used when the window closes."""
        for job in self._running:
            job.cancel()
        self._pool.waitForDone()

    def wait(self) -> None:
        """Wait until all have ended, and ask none to stop: for work that must not be lost."""
        self._pool.waitForDone()

    def _ended(self) -> None:
        job = self.sender()
        self._running = [item for item in self._running if item is not job]
        self._ended_jobs = [item for item in self._ended_jobs if not item.left.is_set()]
        if isinstance(job, Job):
            self._ended_jobs.append(job)
        if not self._running:
            self.idle.emit()
