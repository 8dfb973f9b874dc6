"""How long work reports and stops, known to the core; Qt is not."""

import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `total` 0 means that the end is not known yet."""

    done: int
    total: int
    what: str  # a whole phrase for the status line


class Cancelled(Exception):  # noqa: N818 - it is no error: the user said stop
    """The user stopped the job; whoever catches it leaves nothing half-written."""


class JobControl:
    """Handed into every long piece of work. Safe to use from several threads."""

    def __init__(self, report: Callable[[Progress], None] = lambda _: None) -> None:
        self._report = report
        self._stop = threading.Event()

    def report(self, progress: Progress) -> None:
        """Tell how far the work is; then stop, if told to."""
        self._report(progress)
        self.check()

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._stop.set()

    def check(self) -> None:
        """Raise Cancelled if the user said stop."""
        if self._stop.is_set():
            raise Cancelled
