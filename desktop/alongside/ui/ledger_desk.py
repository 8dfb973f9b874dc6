"""The ledger of use as the window sees it: read off the UI thread, outcomes entered and taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.ledger.entries import WHOLE, Ledger, Outcome, Result
from alongside.library.ledger.reading import Use, uses_of
from alongside.library.ledger.store import LedgerFile, Read, read_ledger
from alongside.ui.jobs import Job
from alongside.ui.session import Session


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody says of a pack or a question."""

    result: Result = Result.OPEN
    score: float | None = None
    out_of: float | None = None
    words: str = ""


def entered_of(outcome: Outcome | None) -> Entered:
    """What is on record, as it can be entered again."""
    if outcome is None:
        return Entered()
    return Entered(outcome.result, outcome.score, outcome.out_of, outcome.words)


def desk_of(session: Session) -> "LedgerDesk":
    """The session's one desk."""
    found = session.findChild(LedgerDesk)
    return found if isinstance(found, LedgerDesk) else LedgerDesk(session)


class LedgerDesk(QObject):
    """Holds the workspace's ledger. It is read when it is first asked for and whenever its files have changed."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.read = Read(Ledger())
        self._stamp: tuple[object, ...] = ()
        self._reading = False
        self._undo: list[tuple[str, str, Entered]] = []
        session.workspace_changed.connect(self._forget)

    @property
    def ledger(self) -> Ledger:
        """As it was last read."""
        return self.read.ledger

    def uses_of(self, ref: str) -> tuple[Use, ...]:
        """Where an item went, the latest first."""
        known = self._session.known
        return uses_of(self.ledger, ref, known.library.usage if known else ())

    def refresh(self) -> None:
        """Read the ledger again if its files have changed."""
        workspace = self._session.workspace
        if workspace is None or self._reading:
            return
        folder = workspace.ledger
        stamp = _stamp(folder)
        if stamp == self._stamp:
            return
        self._reading = True
        self._stamp = stamp
        self._start(lambda _control: read_ledger(folder), self._was_read)

    def enter(self, pack: str, question: str, entered: Entered) -> None:
        """Note what came of a pack (`question` empty) or one of its questions, in place of what is on record."""
        before = entered_of(self.ledger.outcome(pack, question))
        if entered != before:
            self._write(pack, question, entered, lambda: self._undo.append((pack, question, before)))

    @property
    def can_undo(self) -> bool:
        """Whether the window entered something that can be taken back."""
        return bool(self._undo)

    @staticmethod
    def now() -> datetime:
        """By the clock."""
        return datetime.now(UTC)

    def undo(self) -> None:
        """Take back what was entered last: what was on record before stands again."""
        if self._undo:
            pack, question, before = self._undo[-1]
            self._write(pack, question, before, self._undo.pop)

    # --- behind ------------------------------------------------------------------------------------------------

    def _write(self, pack: str, question: str, entered: Entered, then: Callable[[], object]) -> None:
        from alongside.installation import installation  # noqa: PLC0415 - for writing only

        workspace = self._session.workspace
        if workspace is None:
            return
        book = LedgerFile(workspace.ledger, installation())
        at = self.now()

        def write(_control: JobControl) -> Read:
            book.record_outcome(
                pack, question or WHOLE, at=at, result=entered.result, score=entered.score, out_of=entered.out_of,
                words=entered.words,
            )  # fmt: skip
            return read_ledger(book.folder)

        def written(read: Read) -> None:
            then()
            self._was_read(read)

        self._start(write, written)

    def _start(self, work: Callable[[JobControl], Read], then: Callable[[Read], None]) -> None:
        job = Job(_("Reading the ledger of use"), work, shown=False)
        job.succeeded.connect(then)
        job.failed.connect(self._failed)
        self._session.jobs.start(job)

    def _was_read(self, read: Read) -> None:
        self._reading = False
        self.read = read
        workspace = self._session.workspace
        self._stamp = _stamp(workspace.ledger) if workspace else ()
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._reading = False
        self._session.trouble.emit(error)

    def _forget(self) -> None:
        self.read, self._stamp, self._undo = Read(Ledger()), (), []
        self.changed.emit()


def _stamp(folder: Path) -> tuple[object, ...]:
    try:
        found = [(path.name, path.stat()) for path in sorted(folder.glob("*.jsonl"))]
    except OSError:
        return (str(folder), "unreadable")
    return (str(folder), *((name, item.st_size, item.st_mtime_ns) for name, item in found))
