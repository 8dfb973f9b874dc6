"""Changes a user's workbook on the disk, or keeps the change in the journal until it can.

The order of things, which is what makes an edit safe at any moment a process may be ended:
the edit goes into the journal; the new workbook is written beside the old one; the journal notes what is about to
happen, with the digests of both; the one is renamed to the other; the journal notes that it happened. Whoever comes
next under the lock looks at the digest and knows where it stopped.
"""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.editing import disk, journal
from alongside.library.editing.applying import Applied, Clash, EmptyFormula, Headings, Since, apply, completed
from alongside.library.editing.book import EditableBook
from alongside.library.editing.changes import AddRecord, Change, SetField, plainer
from alongside.library.editing.disk import Backups, Held
from alongside.library.editing.journal import Edit, Entry, Intent, Journal, State
from alongside.library.scan import letters

_TRIES = 5  # where another program saves at the same moment
_LARGE = 20  # changes in one edit, from which on a copy of the workbook as it was is kept whatever the time


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of an edit."""

    edit: str  # its id in the journal
    state: State
    digest: str  # of the workbook now; "" where it could not be read
    reason: str = ""  # why it waits or was refused, for the user
    clashes: tuple[Clash, ...] = ()
    parts: tuple[str, ...] = ()  # the parts of the file that changed
    findings: tuple[Finding, ...] = ()  # what the user should see to in Excel


@dataclass(slots=True)
class _Settled:
    digest: str = ""
    reason: str = ""
    parts: tuple[str, ...] = ()
    empty: dict[str, tuple[EmptyFormula, ...]] = field(default_factory=dict)  # by edit


@dataclass(frozen=True, slots=True)
class _Copies:
    at: datetime
    rules: Backups


_BACKUPS = Backups()


def edit_workbook(
    path: Path,
    changes: Iterable[Change],
    *,
    expect_digest: str,
    at: datetime,
    by: str = "",
    backups: Backups = _BACKUPS,
    although_open: bool = False,
    headings: Headings = (),
) -> Outcome:
    """Make the changes, all of them or none. `headings` are columns that they need; an undoing takes them out again.

    `expect_digest` is the digest of the library the writer was looking at. Where the workbook is open elsewhere the
    edit waits in the journal; where it has changed, the edit is made if each cell still holds what the writer saw, else
    it is a conflict with both values. `although_open` writes past a mark that some program has it open: for a
    mark left behind by a crash.

    Raises AlongsideError where the change can never be made: a value no cell can keep, a cell with a formula, a file
    of another kind. Then nothing was kept.
    """
    path = disk.real(path)
    disk.check_there(path)
    plain = plainer(changes)
    with journal.locked(path):
        looked = _looked_at(path, plain, expect_digest, headings)
        edit = Edit(
            id=journal.new_id(), at=at, by=by, base=expect_digest, changes=looked.changes if looked else plain,
            headings=headings,
        )  # fmt: skip
        journal.append(path, [journal.edit_line(edit)])
        return _outcome(path, edit.id, _settle(path, at, backups, although_open=although_open, looked=looked))


def apply_pending(
    path: Path, *, at: datetime, backups: Backups = _BACKUPS, although_open: bool = False
) -> tuple[Outcome, ...]:
    """Try again what waits. Returns what has become of each edit that waited."""
    path = disk.real(path)
    disk.check_there(path)
    with journal.locked(path):
        before = journal.read(path)
        waiting = [entry.edit.id for entry in before.pending()]
        if not waiting and before.open is None:
            return ()
        settled = _settle(path, at, backups, although_open=although_open)
        return tuple(_outcome(path, name, settled) for name in waiting)


def undo(path: Path, edit: str, *, at: datetime, by: str = "", backups: Backups = _BACKUPS) -> Outcome:
    """Take an applied edit back, as another edit: it waits and clashes as any other does.

    Raises AlongsideError where there is nothing to take back.
    """
    path = disk.real(path)
    disk.check_there(path)
    with journal.locked(path):
        known = journal.read(path)
        entry = known.entries.get(edit)
        lost = {State.REFUSED, State.SETTLED}
        if entry is None or entry.state is not State.APPLIED or not entry.undo:
            raise AlongsideError(_("There is nothing to undo: this change was not written."), where=path.name)
        if any(item.edit.undoes == edit and item.state not in lost for item in known.entries.values()):
            raise AlongsideError(_("This change was undone already."), where=path.name)
        new = Edit(
            id=journal.new_id(), at=at, by=by, base=entry.after, changes=entry.undo, undoes=edit,
            headings=entry.edit.drops, drops=entry.edit.headings,
        )  # fmt: skip
        journal.append(path, [journal.edit_line(new)])
        return _outcome(path, new.id, _settle(path, at, backups))


def resolve(path: Path, edit: str, *, mine: bool, at: datetime, by: str = "", backups: Backups = _BACKUPS) -> Outcome:
    """Settle a conflict: my values are written, as another edit, or theirs stay.

    Raises AlongsideError where there is no conflict, or where mine have no row to go to.
    """
    path = disk.real(path)
    disk.check_there(path)
    with journal.locked(path):
        entry = journal.read(path).entries.get(edit)
        if entry is None or entry.state not in {State.CONFLICT, State.REFUSED}:
            raise AlongsideError(_("There is no conflict to settle."), where=path.name)
        if not mine or entry.state is State.REFUSED:
            journal.append(path, [journal.settled_line(edit)])
            return Outcome(edit, State.SETTLED, _digest_now(path))
        new = Edit(
            id=journal.new_id(), at=at, by=by, base="", changes=_insisting(entry, path.name), replaces=edit,
            headings=entry.edit.headings, drops=entry.edit.drops,
        )  # fmt: skip
        journal.append(path, [journal.edit_line(new)])
        return _outcome(path, new.id, _settle(path, at, backups))


def resolve_all(
    path: Path, *, mine: bool, at: datetime, by: str = "", backups: Backups = _BACKUPS
) -> tuple[Outcome, ...]:
    """Settle every conflict the same way, in the order the changes were made. Of several of mine the last one stands.

    Where mine have no row to go to any more, the conflict stays; its outcome says why.
    """
    done: list[Outcome] = []
    open_ones = {State.CONFLICT, State.REFUSED} if not mine else {State.CONFLICT}
    for name, entry in history(path).entries.items():
        if entry.state not in open_ones:
            continue
        try:
            outcome = resolve(path, name, mine=mine, at=at, by=by, backups=backups)
            if outcome.state is State.CONFLICT and mine:  # against the one of mine that was written just before
                outcome = resolve(path, outcome.edit, mine=mine, at=at, by=by, backups=backups)
        except AlongsideError as error:
            outcome = Outcome(name, State.CONFLICT, "", error.sentence(), entry.clashes)
        done.append(outcome)
    return tuple(done)


def discard(path: Path, edit: str) -> None:
    """Let go of an edit that waits: it is not written. Raises AlongsideError where it does not wait any more."""
    path = disk.real(path)
    with journal.locked(path):
        entry = journal.read(path).entries.get(edit)
        if entry is None or entry.state is not State.PENDING:
            raise AlongsideError(_("This change does not wait any more."), where=path.name)
        journal.append(path, [journal.settled_line(edit)])


def restore_backup(path: Path, backup: Path, *, at: datetime, backups: Backups = _BACKUPS) -> Path | None:
    """Put a dated copy in the place of the workbook, which is kept as a copy itself. Returns that copy.

    Raises AlongsideError where the workbook is open elsewhere or either file cannot be read.
    """
    path = disk.real(path)
    disk.check_there(path)
    disk.check_there(backup)
    with journal.locked(path):
        try:
            held = disk.owner(path)
            if held is not None:
                raise Held(held)
            disk.check_writable(path)
            old, found = disk.snapshot(backup), disk.snapshot(path)
            EditableBook(old.data)  # a copy that cannot be read is no help
            kept = disk.keep_backup(path, found.data, at, replace(backups, keep=max(backups.keep, 1)), ours=False)
            draft = disk.draft_of(path, old.data)
            try:
                disk.put_in_place(draft, path)
            finally:
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
        except Held as problem:
            raise AlongsideError(str(problem), where=path.name, remedy=_("Close it there, and try again.")) from problem
        return kept


def history(path: Path) -> Journal:
    """All that has become of the edits of this workbook: what waits, what clashes, what can be undone."""
    return journal.read(disk.real(path))


def _insisting(entry: Entry, name: str) -> tuple[SetField | AddRecord, ...]:
    """The edit again, now knowing what the others wrote."""
    gone = next((clash for clash in entry.clashes if not clash.row), None)
    if gone is not None:
        raise AlongsideError(
            _("The record {ref} is no longer in the workbook, so your change has no row to go to.").format(
                ref=gone.ref
            ),
            where=name,
            remedy=_("Add it as a new record, or let it go."),
        )
    clashing = {(clash.sheet, clash.ref, clash.heading): clash for clash in entry.clashes}
    found: list[SetField | AddRecord] = [
        SetField(
            sheet=clash.sheet, row=clash.row, heading=clash.heading, value=clash.mine, ref=clash.ref, seen=clash.theirs
        )
        for clash in entry.clashes
    ]
    taken = {(clash.sheet, clash.ref) for clash in entry.clashes}
    for change in entry.edit.changes:
        if isinstance(change, SetField):
            clashes = (change.sheet, change.ref, change.heading) in clashing
        else:
            filled = set(map(str, change.filled.values()))
            clashes = any(sheet == change.sheet and ref in filled for sheet, ref in taken)
        if not clashes:
            found.append(change)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Looked:
    """The workbook with an edit already in it, in memory."""

    found: disk.Snapshot
    book: EditableBook
    changes: tuple[SetField | AddRecord, ...]  # with what their cells held
    applied: Applied
    packed: bytes  # the file it becomes; empty where nothing changes


def _looked_at(
    path: Path, changes: tuple[SetField | AddRecord, ...], expect_digest: str, headings: Headings = ()
) -> _Looked | None:
    """Try the edit in memory; None where the workbook cannot be read just now.

    Raises AlongsideError where the changes can never be made.
    """
    try:
        found = disk.snapshot(path)
    except Held:
        return None
    book = EditableBook(found.data)
    if book.digest == expect_digest:
        changes = completed(book, changes, headings)
    known = _recovered(path, book.digest)
    applied = apply(book, changes, known.since(expect_digest, book.digest), headings)
    return _Looked(found, book, changes, applied, book.packed() if book.changed else b"")


def _settle(
    path: Path, at: datetime, backups: Backups, *, although_open: bool = False, looked: _Looked | None = None
) -> _Settled:
    """Write what waits, if the workbook is free. Only under the lock."""
    disk.sweep(path)
    for _try in range(_TRIES):
        result = _Settled(reason=_("Another program keeps saving this workbook."))
        try:
            fresh = looked is None or not disk.unchanged(path, looked.found)
            found = disk.snapshot(path) if fresh or looked is None else looked.found
            book = EditableBook(found.data) if fresh or looked is None else looked.book
            result.digest = book.digest
            known = _recovered(path, result.digest)
            if not known.pending():
                journal.compact(path)
                return result
            held = None if although_open else disk.owner(path)
            if held is not None:
                raise Held(held)
            disk.check_writable(path)
            ready = None
            if looked is not None and not fresh:
                if len(known.pending()) == 1:
                    ready = looked
                else:  # others wait before this one
                    book.restore({})
            if _saved(path, _Opened(found, book, ready), known, _Copies(at, backups), result):
                journal.compact(path)
                return result
            looked = None
        except (Held, AlongsideError) as problem:
            reason = problem.sentence() if isinstance(problem, AlongsideError) else str(problem)
            result.reason = _("{reason} Your change is kept and will be written as soon as it can be.").format(
                reason=reason
            )
            return result
    return result


def _recovered(path: Path, digest: str) -> Journal:
    """The journal, after noting a save that happened although nobody lived to note it."""
    known = journal.read(path)
    if known.open is not None and known.open.after == digest:
        journal.append(path, [journal.done_line(known.open)])
        known = journal.read(path)
    return known


@dataclass(frozen=True, slots=True)
class _Opened:
    found: disk.Snapshot
    book: EditableBook
    ready: _Looked | None  # where the one edit that waits is in the book already


def _saved(path: Path, opened: _Opened, known: Journal, copies: _Copies, result: _Settled) -> bool:
    """Write what waits into the file that was found; False where the file changed meanwhile."""
    found, book = opened.found, opened.book
    verdicts: list[dict[str, Any]] = []
    undo: dict[str, tuple[SetField, ...]] = {}
    for entry in known.pending():
        name = entry.edit.id
        try:
            done = opened.ready.applied if opened.ready else _tried(book, entry, known, undo)
        except AlongsideError as error:
            verdicts.append(journal.refused_line(name, error.sentence()))
            continue
        if done.clashes:
            verdicts.append(journal.clash_line(name, done.clashes))
        else:
            undo[name] = done.undo
            result.empty[name] = done.empty
    if not book.changed:  # all of it clashes, was refused or is there already
        same = Intent(journal.new_id(), book.digest, book.digest, undo)
        lines = [journal.intent_line(same), journal.done_line(same)] if undo else []
        journal.append(path, [*verdicts, *lines])
        return True
    new = _before(path, known, book.digest, copies.rules) or (opened.ready.packed if opened.ready else book.packed())
    intent = Intent(journal.new_id(), book.digest, hashlib.sha256(new).hexdigest(), undo)
    large = any(len(entry.edit.changes) >= _LARGE or entry.edit.headings for entry in known.pending())
    ours = not large and bool(known.done) and known.done[-1].after == book.digest
    disk.keep_backup(path, found.data, copies.at, copies.rules, ours=ours)
    draft = disk.draft_of(path, new)
    try:
        journal.append(path, [journal.intent_line(intent)])
        if not disk.unchanged(path, found):
            return False
        disk.put_in_place(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    journal.append(path, [journal.done_line(intent), *verdicts])
    result.digest, result.parts, result.reason = intent.after, book.changed, ""
    return True


def _before(path: Path, known: Journal, now: str, rules: Backups) -> bytes | None:
    """The workbook as it was before the last edit, byte for byte, where that is what is to be taken back.

    None where something else waits too or was done since, or where no copy is that very state.
    """
    waiting = known.pending()
    undone = waiting[0].edit.undoes if len(waiting) == 1 else ""
    step = next((one for one in reversed(known.done) if set(one.undo) == {undone} and one.after == now), None)
    if step is None:
        return None
    for _when, copy in reversed(disk.backups(path, rules)[-2:]):
        with suppress(OSError):
            data = copy.read_bytes()
            if hashlib.sha256(data).hexdigest() == step.before:
                return data
    return None


def _tried(book: EditableBook, entry: Entry, known: Journal, before: Mapping[str, tuple[SetField, ...]]) -> Applied:
    """Put one edit into the opened workbook, after those of `before`."""
    since = known.since(entry.edit.base, book.digest)
    known_since = Since(since.ours, since.touched | journal.touched(before))
    return apply(book, entry.edit.changes, known_since, entry.edit.headings, entry.edit.drops)


def _outcome(path: Path, name: str, settled: _Settled) -> Outcome:
    entry = journal.read(path).entries[name]
    reason = settled.reason if entry.state is State.PENDING else entry.reason
    done = entry.state is State.APPLIED
    found = tuple(_finding(path.name, item) for item in settled.empty.get(name, ())) if done else ()
    return Outcome(name, entry.state, settled.digest, reason, entry.clashes, settled.parts if done else (), found)


def _finding(workbook: str, empty: EmptyFormula) -> Finding:
    letter = letters(empty.column)
    place = Place(workbook=workbook, sheet=empty.sheet, row=empty.row, column=letter, ref=empty.ref or None)
    return finding(
        "edit.formula_not_copied",
        place,
        _(
            "The rows above work out column {column} by a formula; it could not be copied safely into the new row."
        ).format(column=letter),
        _("Open the workbook in Excel and drag the formula down into cell {cell}.").format(cell=f"{letter}{empty.row}"),
    )


def _digest_now(path: Path) -> str:
    try:
        return hashlib.sha256(disk.snapshot(path).data).hexdigest()
    except Held:
        return ""
