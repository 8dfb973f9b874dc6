"""Edits of the open library: saved one after the other off the UI thread, kept where they must wait, undone."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from getpass import getuser
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.editing import disk, saving
from alongside.library.editing.changes import AddRecord, Change, SetField
from alongside.library.editing.disk import Backups
from alongside.library.editing.takeback import record_of
from alongside.library.records import Record
from alongside.ui import edit_work
from alongside.ui.edit_work import Desk, Saved, Standing
from alongside.ui.jobs import Job, Jobs
from alongside.ui.work import Knowledge
from alongside.workspace import Workspace

LOOK_EVERY_MS = 2_000


class Holder(Protocol):
    """What edits need of the session, which makes them itself."""

    workspace: Workspace | None
    known: Knowledge | None
    base: Knowledge | None
    today: date

    @property
    def workspace_changed(self) -> SignalInstance:
        """Another workspace was opened."""

    @property
    def library_changed(self) -> SignalInstance:
        """The library was read, or changed by an edit."""

    @property
    def trouble(self) -> SignalInstance:
        """Something the user should read."""

    def take_library(self, base: Knowledge, checked: Knowledge) -> None:
        """Go on with a library that an edit has changed."""

    def read_library(self) -> None:
        """Read the workbook again."""

    def read_changed(self) -> None:
        """Read the workbook again, which an edit has changed."""


class LibraryEdits(QObject):
    """Changes the workbook of a session's workspace, and watches what others do to it."""

    standing_changed = Signal()
    saved = Signal(object)  # saving.Outcome of an edit, an undoing or a settled clash
    refused = Signal(object)  # AlongsideError: this edit can never be made
    saving_changed = Signal(bool)

    def __init__(self, session: Holder, by: str | None = None) -> None:
        super().__init__()
        self._session = session
        self._jobs = Jobs(1)  # one thread: edits are written in the order they were made
        self.by = _me() if by is None else by
        self._looking = False
        self._under_way = 0
        self.keep = Backups().keep
        self.standing = Standing()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        session.workspace_changed.connect(self._forget)
        session.library_changed.connect(self.look)

    @property
    def path(self) -> Path | None:
        """The workbook."""
        return self._session.workspace.library if self._session.workspace else None

    @property
    def busy(self) -> bool:
        """Whether an edit is being written."""
        return self._under_way > 0

    def stop(self) -> None:
        """Finish what is being written; used when the window closes."""
        self._timer.stop()
        self._jobs.wait()

    # --- verbs --------------------------------------------------------------------------------------------------

    def save(self, changes: Sequence[Change]) -> None:
        """Make these changes, all of them or none; `saved` or `refused` tells what became of them."""
        self._write(lambda desk, at, job: edit_work.save(desk, changes, at, job))

    def undo(self) -> None:
        """Take back the last edit, be it one that is being written just now."""
        self._write(lambda desk, at, job: edit_work.take_back_last(desk, at, job, again=False))

    def redo(self) -> None:
        """Make the edit again that was taken back last."""
        self._write(lambda desk, at, job: edit_work.take_back_last(desk, at, job, again=True))

    def take_back(self, edit: str) -> None:
        """Take back this very edit."""
        self._write(lambda desk, at, job: edit_work.take_back(desk, edit, at, job))

    def settle(self, edit: str, mine: bool) -> None:
        """Of two values of a cell, write mine or let theirs stay."""
        self._write(lambda desk, at, job: edit_work.settle(desk, edit, mine, at, job))

    def settle_all(self, mine: bool) -> None:
        """The same for every clash there is."""
        self._write(lambda desk, at, _job: edit_work.settle_all(desk, mine, at))

    def retry(self) -> None:
        """Try again now what waits."""
        self.look()

    def discard(self, edit: str) -> None:
        """Let go of an edit that waits."""
        path = self.path
        if path is not None:
            self._run(lambda _control: saving.discard(path, edit))

    def backups(self) -> list[tuple[datetime, Path]]:
        """The dated copies of the workbook, newest first."""
        return disk.backups(disk.real(self.path), self._rules)[::-1] if self.path else []

    def restore(self, backup: Path) -> None:
        """Put a dated copy in the place of the workbook; the present one is kept as a copy."""
        path = self.path
        if path is not None:
            at, rules = _now(), self._rules
            self._run(lambda _control: saving.restore_backup(path, backup, at=at, backups=rules), self._restored)

    def waiting_for(self, record: Record) -> tuple[SetField, ...]:
        """The changes of a record that are made and not written yet."""
        return tuple(
            change
            for entry in self.standing.pending
            for change in entry.edit.changes
            if isinstance(change, SetField) and record_of(change) == (record.sheet, record.ref)
        )

    def waiting_ids(self) -> tuple[str, ...]:
        """Ids of new records that are not written yet."""
        changes = (change for entry in self.standing.open for change in entry.edit.changes)
        return tuple(record_of(change)[1] for change in changes if isinstance(change, AddRecord))

    # --- behind ------------------------------------------------------------------------------------------------

    @property
    def _rules(self) -> Backups:
        return Backups(keep=self.keep)

    def _write(self, work: Callable[[Desk, datetime, JobControl], Saved]) -> None:
        known, path = self._session.known, self.path
        if known is None or path is None:
            return
        desk = Desk(path, known.library.digest, self._session.base, self._session.today, self.by, self._rules)
        at = _now()
        self._run(lambda control: work(desk, at, control), self._saved)

    def _run(self, work: Callable[[JobControl], object], then: Callable[[object], None] | None = None) -> None:
        job = Job(_("Saving"), work, shown=False)
        if then is not None:
            job.succeeded.connect(then)
        job.failed.connect(self._failed)
        job.ended.connect(self._ended)
        self._under_way += 1
        self.saving_changed.emit(True)
        self._jobs.start(job)

    def _saved(self, saved: object) -> None:
        if not isinstance(saved, Saved):
            return
        if saved.base is not None and saved.checked is not None:
            self._session.take_library(saved.base, saved.checked)
        elif saved.outcome.parts:
            self._session.read_changed()
        self.saved.emit(saved.outcome)

    def _restored(self, _copy: object) -> None:
        self._session.read_library()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, AlongsideError):
            self.refused.emit(error)
        else:
            self._session.trouble.emit(error)

    def _ended(self) -> None:
        self._under_way -= 1
        self.saving_changed.emit(self.busy)
        self.look()

    def look(self) -> None:
        """See how the workbook and its journal stand."""
        known, path = self._session.known, self.path
        if known is None or path is None or self._looking:
            return
        self._looking = True
        shown, by, before, at, rules = known.library.digest, self.by, self.standing, _now(), self._rules
        job = Job(
            _("Looking at the workbook"),
            lambda _control: edit_work.look(path, shown, by, before, at=at, backups=rules),
            shown=False,
        )
        job.succeeded.connect(self._looked)
        job.failed.connect(self._look_failed)
        self._jobs.start(job)

    def _looked(self, standing: Standing) -> None:
        self._looking = False
        before, self.standing = self.standing, standing
        known = self._session.known
        if standing.ours and known is not None and known.library.digest != standing.digest and not self.busy:
            self._session.read_library()
        if standing != before:
            self.standing_changed.emit()

    def _look_failed(self, _error: Exception) -> None:
        """A workbook that was moved, or a folder that may not be read: saving or reading will say so."""
        self._looking = False

    def _forget(self) -> None:
        self.standing = Standing()
        self.standing_changed.emit()


def _me() -> str:
    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the clock on the user's wall
