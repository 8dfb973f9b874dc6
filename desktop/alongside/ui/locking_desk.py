"""Locks and unlocks the window's workspace: what stands in the window meanwhile, and what comes after."""
# ruff: noqa: PLC0415 - none of it delays the window

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.ui.jobs import Job
from alongside.ui.locked_page import LockedPage
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.locking.container import Key
    from alongside.locking.lock import Locked

_USE = {QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}


def _lock(folder: Path, given: "str | Key", others: tuple[Job, ...], control: JobControl) -> "tuple[Locked, Key]":
    for other in others:  # what is still at work in the workspace might write into it
        other.cancel()
        other.left.wait()
    from alongside.library.cache_files import clear
    from alongside.locking.container import new_key
    from alongside.locking.lock import lock

    key = new_key(given) if isinstance(given, str) else given
    done = lock(folder, key, control)
    clear()
    return done, key


def _unlock(folder: Path, password: str, control: JobControl) -> "Key":
    from alongside.locking.lock import unlock

    return unlock(folder, password, control)


class LockingDesk(QObject):
    """The page stands in front of all places for as long as the workspace is locked."""

    locked = Signal()
    unlocked = Signal()
    other_wanted = Signal()
    idle_lock_wanted = Signal()

    def __init__(self, look: Look, session: Session, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._session, self._stack = session, stack
        self._folder: Path | None = None
        self._key: Key | None = None  # of the workspace that was unlocked here; the password itself is not kept
        self._key_of: Path | None = None
        self._minutes = 0
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._lock_idle)
        self.page = LockedPage(look)
        stack.addWidget(self.page)
        self.page.given.connect(self.unlock)
        self.page.other_wanted.connect(self.other_wanted)

    @property
    def holds(self) -> bool:
        """Whether a workspace is locked, or on its way."""
        return self._folder is not None

    def show(self, folder: Path) -> None:
        """Stand before a workspace that is locked already; what a cut-off left of it is removed."""
        from alongside.locking.lock import settle

        settle(folder)
        self._ask(folder, _("Type its password to put its files back, for Alongside, Excel and Word."))

    def lock_after(self, minutes: int) -> None:
        """Lock after so many minutes without use, once the workspace was unlocked here; 0: never."""
        self._minutes = minutes
        self._watch()

    def _watch(self) -> None:
        app = QApplication.instance()
        if app is None:
            return
        app.removeEventFilter(self)
        self._idle.stop()
        if self._minutes and self._key is not None and not self.holds:
            self._idle.start(self._minutes * 60_000)
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USE:
            self._idle.start()
        return super().eventFilter(watched, event)

    def _lock_idle(self) -> None:
        workspace = self._session.workspace
        if workspace is not None and workspace.folder == self._key_of and self._key is not None:
            self.idle_lock_wanted.emit()

    def lock_again(self) -> None:
        """Lock with the key that the workspace was unlocked with."""
        if self._key is not None:
            self.lock(self._key)

    def lock(self, password: "str | Key") -> None:
        """Lock the open workspace."""
        workspace = self._session.workspace
        if workspace is None or self.holds:
            return
        folder = self._folder = workspace.folder
        self._session.close_workspace()
        self._stack.setCurrentWidget(self.page)
        self.page.say(_("Locking “{name}”").format(name=folder.name), _("Its files are read back before they go."))
        self.locked.emit()
        self._watch()
        others = self._session.jobs.running
        job = Job(_("Locking the workspace"), lambda control: _lock(folder, password, others, control))
        job.succeeded.connect(self._locked)
        job.failed.connect(self._not_locked)
        job.cancelled.connect(self._stopped_locking)
        self._session.jobs.start(job)

    def unlock(self, password: str) -> None:
        """Put the workspace back and open it."""
        folder = self._folder
        if folder is None:
            return
        self.page.say(_("Unlocking “{name}”").format(name=folder.name), _("Its files are put back."))
        job = Job(_("Unlocking the workspace"), lambda control: _unlock(folder, password, control))
        job.succeeded.connect(self._unlocked)
        job.failed.connect(self._not_unlocked)
        job.cancelled.connect(self._stopped_unlocking)
        self._session.jobs.start(job)

    def leave(self) -> None:
        """Another workspace was opened."""
        self._folder = None
        self.unlocked.emit()

    def _ask(self, folder: Path, why: str) -> None:
        self._folder = folder
        self._stack.setCurrentWidget(self.page)
        self.page.ask(folder.name, why)
        self.locked.emit()

    def _locked(self, result: "tuple[Locked, Key]") -> None:
        done, self._key = result
        self._key_of = self._folder
        why = _("Its files are in {name}. Type its password to put them back.").format(name=done.file.name)
        if done.left:
            why += " " + _("These could not be removed and are not locked: {names}.").format(names=", ".join(done.left))
        if done.kept is not None:
            why += " " + _("An earlier locked file was kept as {name}.").format(name=done.kept.name)
        if self._folder is not None:
            self._ask(self._folder, why)

    def _not_locked(self, error: Exception) -> None:
        self._open()
        self._session.trouble.emit(error)

    def _stopped_locking(self) -> None:
        self._open()

    def _unlocked(self, key: "Key") -> None:
        self._key, self._key_of = key, self._folder
        self._open()

    def _not_unlocked(self, error: Exception) -> None:
        if self._folder is None:
            return
        if isinstance(error, AlongsideError):
            self._ask(self._folder, error.sentence())
        else:
            self._ask(self._folder, _("Something went wrong inside Alongside; it is locked as it was."))
            self._session.trouble.emit(error)

    def _stopped_unlocking(self) -> None:
        if self._folder is not None:
            self._ask(self._folder, _("Stopped. It is locked as it was."))

    def _open(self) -> None:
        folder = self._folder
        self.leave()
        if folder is not None:
            self._session.open_workspace(Workspace(folder))
            self._watch()
