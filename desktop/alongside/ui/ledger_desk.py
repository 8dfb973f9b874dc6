"""The ledger of use as the window sees it: read off the UI thread, outcomes entered and taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.ledger.entries import WHOLE, Ledger, Outcome, Result
from alongside.library.ledger.reading import Use, all_uses, by_ref
from alongside.library.ledger.store import LedgerFile, Read, read_ledger
from alongside.library.records import Usage
from alongside.ui.jobs import Job
from alongside.ui.session import Session


@dataclass(frozen=True, slots=True)
class Seen:
    """What the files told, and how they stood before they were read."""

    read: Read
    uses: Mapping[str, tuple[Use, ...]]
    stamp: tuple[object, ...]


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
        self._uses: Mapping[str, tuple[Use, ...]] = {}
        self._stamp: tuple[object, ...] = ()
        self._reading = False
        self._begun = 0  # jobs are numbered, so that an older state never replaces a newer one
        self._written = 0  # the number of the last job that writes
        self._shown = 0  # the number of the job whose state is shown
        self._forgotten = 0  # the number of the last job of another workspace
        self._undo: list[tuple[str, str, Entered]] = []
        session.workspace_changed.connect(self._forget)
        session.library_changed.connect(self._library_changed)

    @property
    def _rows(self) -> tuple[Usage, ...]:
        known = self._session.known
        return known.library.usage if known else ()

    @property
    def ledger(self) -> Ledger:
        """As it was last read."""
        return self.read.ledger

    def uses_of(self, ref: str) -> tuple[Use, ...]:
        """Where an item went, the latest first."""
        return self._uses.get(ref, ())

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
        rows = self._rows
        self._start(lambda _control: _seen(folder, rows))

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
        at, rows = self.now(), self._rows

        def write(_control: JobControl) -> Seen:
            book.record_outcome(
                pack, question or WHOLE, at=at, result=entered.result, score=entered.score, out_of=entered.out_of,
                words=entered.words,
            )  # fmt: skip
            return _seen(book.folder, rows)

        self._written = self._begun + 1
        self._start(write, then)

    def _start(self, work: Callable[[JobControl], Seen], then: Callable[[], object] | None = None) -> None:
        self._begun += 1
        number = self._begun

        def done(seen: Seen) -> None:
            self._done(number, seen, then)

        job = Job(_("Reading the ledger of use"), work, shown=False)
        job.succeeded.connect(done)
        job.failed.connect(self._failed)
        self._session.jobs.start(job)

    def _done(self, number: int, seen: Seen, then: Callable[[], object] | None) -> None:
        self._reading = False
        if number <= self._forgotten or (then is None and number < self._written):
            return  # of another workspace, or from before what is being written
        if number > self._shown:
            self._shown, self.read, self._uses, self._stamp = number, seen.read, seen.uses, seen.stamp
        if then is not None:
            then()
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._reading = False
        self._stamp = ()
        self._session.trouble.emit(error)

    def _library_changed(self) -> None:
        """The sheet usage may say something else now."""
        self._stamp, self._reading = (), False
        self.refresh()

    def _forget(self) -> None:
        self.read, self._uses, self._stamp, self._undo = Read(Ledger()), {}, (), []
        self._reading, self._forgotten = False, self._begun
        self.changed.emit()


def _seen(folder: Path, rows: tuple[Usage, ...]) -> Seen:
    stamp = _stamp(folder)
    read = read_ledger(folder)
    return Seen(read, by_ref(all_uses(read.ledger, rows)), stamp)


def _stamp(folder: Path) -> tuple[object, ...]:
    try:
        found = [(path.name, path.stat()) for path in sorted(folder.glob("*.jsonl"))]
    except OSError:
        return (str(folder), "unreadable")
    return (str(folder), *((name, item.st_size, item.st_mtime_ns) for name, item in found))
