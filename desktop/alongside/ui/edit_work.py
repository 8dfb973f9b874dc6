"""Edits of the library, as the window does them off the UI thread. No Qt."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.editing import disk, saving
from alongside.library.editing.changes import Change
from alongside.library.editing.disk import Backups, Held
from alongside.library.editing.journal import JOURNAL, Entry, Journal, State, beside
from alongside.library.editing.patched import only_step, patched
from alongside.library.editing.saving import Outcome
from alongside.library.editing.takeback import redoable, undoable
from alongside.ui import work
from alongside.ui.work import Knowledge

Stamp = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the workbook on the disk and its journal stand to what the window shows."""

    pending: tuple[Entry, ...] = ()
    clashes: tuple[Entry, ...] = ()
    refused: tuple[Entry, ...] = ()
    undo: Entry | None = None
    redo: Entry | None = None
    held: str = ""  # who has the workbook open, in a sentence
    newer: bool = False  # another program saved the workbook since it was read
    ours: bool = False  # Alongside itself did, here or in another window: it is read again without asking
    book: Stamp = None
    digest: str = ""  # of the workbook with that stamp
    kept: Stamp = None  # of the journal

    @property
    def open(self) -> tuple[Entry, ...]:
        """Every edit that is not written and not settled."""
        return (*self.clashes, *self.pending, *self.refused)


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of an edit; the library after it, where that can be told without reading the workbook again."""

    outcome: Outcome
    base: Knowledge | None = None  # as read, without the rules of the domain
    checked: Knowledge | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What an edit starts from."""

    path: Path
    digest: str  # of the library that the window shows
    base: Knowledge | None
    today: date
    by: str
    backups: Backups


def look(path: Path, shown: str, by: str, before: Standing, *, at: datetime, backups: Backups) -> Standing:
    """How things stand now; what waits is written if the workbook has become free."""
    real = disk.real(path)
    held = disk.owner(real) or ""
    if before.pending and not held:
        saving.apply_pending(real, at=at, backups=backups)
    stamp, kept = _stamp(real), _stamp(beside(real, JOURNAL))
    digest = before.digest
    if stamp != before.book or not digest:
        try:
            digest = hashlib.sha256(disk.snapshot(real).data).hexdigest()
        except (Held, AlongsideError):
            digest, stamp = before.digest, before.book  # another look will tell
    if kept == before.kept and stamp == before.book and before.digest:
        differs = bool(digest) and digest != shown
        return replace(before, held=held, newer=differs and not before.ours, ours=differs and before.ours)
    return _standing(saving.history(real), shown, by, Standing(held=held, book=stamp, digest=digest, kept=kept))


def _standing(journal: Journal, shown: str, by: str, so_far: Standing) -> Standing:
    entries = journal.entries.values()
    differs = bool(so_far.digest) and so_far.digest != shown
    ours = bool(journal.done) and journal.done[-1].after == so_far.digest
    return replace(
        so_far,
        pending=tuple(entry for entry in entries if entry.state is State.PENDING),
        clashes=tuple(entry for entry in entries if entry.state is State.CONFLICT),
        refused=tuple(entry for entry in entries if entry.state is State.REFUSED),
        undo=undoable(journal, by),
        redo=redoable(journal, by),
        newer=differs and not ours,
        ours=differs and ours,
    )


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def save(desk: Desk, changes: Sequence[Change], at: datetime, job: JobControl) -> Saved:
    """Make the changes. Raises AlongsideError where they can never be made."""
    outcome = saving.edit_workbook(
        desk.path, changes, expect_digest=desk.digest, at=at, by=desk.by, backups=desk.backups
    )
    return _after(desk, outcome, job)


def take_back(desk: Desk, edit: str, at: datetime, job: JobControl) -> Saved:
    """Undo an edit, or an undoing. Raises AlongsideError where there is nothing to undo."""
    return _after(desk, saving.undo(desk.path, edit, at=at, by=desk.by, backups=desk.backups), job)


def take_back_last(desk: Desk, at: datetime, job: JobControl, *, again: bool) -> Saved:
    """Undo the last edit, or redo the one undone last. Raises AlongsideError where there is none."""
    journal = saving.history(desk.path)
    entry = redoable(journal, desk.by) if again else undoable(journal, desk.by)
    if entry is None:
        raise AlongsideError(_("There is nothing to redo.") if again else _("There is nothing to undo."))
    return take_back(desk, entry.edit.id, at, job)


def settle(desk: Desk, edit: str, mine: bool, at: datetime, job: JobControl) -> Saved:
    """Settle a clash. Raises AlongsideError where mine have no row to go to."""
    return _after(desk, saving.resolve(desk.path, edit, mine=mine, at=at, by=desk.by, backups=desk.backups), job)


def settle_all(desk: Desk, mine: bool, at: datetime) -> Saved:
    """Settle every clash the same way. Raises AlongsideError with the reason where one of them could not be."""
    done = saving.resolve_all(desk.path, mine=mine, at=at, by=desk.by, backups=desk.backups)
    stuck = [outcome for outcome in done if outcome.state not in {State.APPLIED, State.SETTLED, State.PENDING}]
    if stuck:
        said = ngettext("{n} of {total} cannot be settled so.", "{n} of {total} cannot be settled so.", len(stuck))
        why = f" {stuck[0].reason}" if stuck[0].reason else ""
        raise AlongsideError(
            said.format(n=len(stuck), total=len(done)) + why, remedy=_("Look at what is left, one by one.")
        )
    if not done:
        raise AlongsideError(_("There is no conflict to settle."))
    written = next((outcome for outcome in reversed(done) if outcome.parts), done[-1])
    return Saved(written)


def _after(desk: Desk, outcome: Outcome, job: JobControl) -> Saved:
    """The library after an edit, if the edit is all that happened to it."""
    journal = saving.history(desk.path)
    if outcome.state is not State.APPLIED or desk.base is None or desk.base.library.digest != desk.digest:
        return Saved(outcome)
    if not only_step(journal, outcome.edit, desk.digest, outcome.digest):
        return Saved(outcome)
    made = patched(desk.base.library, journal.entries[outcome.edit].edit.changes, outcome.digest)
    if made is None:
        return Saved(outcome)
    base = replace(desk.base, library=made)
    return Saved(outcome, base, work.check_knowledge(base, desk.today, job))
