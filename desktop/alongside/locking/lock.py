"""Lock and unlock a workspace so that a cut-off at any moment loses nothing.

Where the plain folder is there it is the truth, and where it is not the locked file is. Locking writes the file beside
the folder, reads it back, gives it its name, renames the folder and only then removes it; unlocking writes a folder
beside, gives it its name, and only then removes the file. `settle` ends what was cut off.
"""

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl, Progress
from alongside.library.checked_lines import sync_folder
from alongside.library.editing.disk import owner
from alongside.locking.container import CHUNK, HEADER, TAG, Key, key_for, read_header
from alongside.locking.contents import Entry, Inside, changed_meanwhile, entries_of, rescued, write
from alongside.workspace import LOCKED, WORKBOOKS, Workspace, locked_file

_PART = ".part"
_LEAVING, _COMING = ".being-locked", ".being-unlocked"
_SPARE = 16 << 20  # bytes left free on the disk


@dataclass(frozen=True, slots=True)
class Locked:
    """What locking did."""

    file: Path
    files: int
    kept: Path | None  # an earlier locked file that lay there and was kept under another name
    left: tuple[str, ...]  # plain files that could not be removed


def check_lockable(folder: Path) -> None:
    """Raise AlongsideError where the workspace cannot be locked as it stands."""
    library = Workspace(folder).library
    if not library.is_file():
        raise AlongsideError(_("There is no content library here."), where=folder.name)
    if not library.is_relative_to(folder):
        raise AlongsideError(
            _("This workbook lies beside its folder, and only a folder can be locked."),
            where=library.name,
            remedy=_("Move it into the folder under the name library.xlsx."),
        )
    for path in folder.rglob("*"):
        if path.suffix.lower() in {*WORKBOOKS, ".docx"} and not path.name.startswith("~$"):
            said = owner(path)
            if said:
                raise AlongsideError(said, where=path.name, remedy=_("Close it there, then lock again."))


def lock(folder: Path, key: Key, job: JobControl) -> Locked:
    """Lock the workspace in a folder. Raises AlongsideError, after which the folder is as it was."""
    with _alone(folder):
        settle(folder)
        check_lockable(folder)
        target = locked_file(folder)
        entries = entries_of(folder)
        part = target.with_name(target.name + _PART)
        _check_room(part.parent, entries)
        try:
            _write_whole(part, key, folder, entries, job)
            _check_against(part, key, folder, entries, job)
            job.check()
            kept = _put_aside(target)
            part.replace(target)
        except OSError as error:
            _drop(part)
            raise _refused(error) from error
        except BaseException:
            _drop(part)
            raise
        sync_folder(target.parent)
        leaving = folder.with_name(folder.name + _LEAVING)
        try:
            folder.rename(leaving)
        except OSError as error:  # Windows: a program has something of it open
            target.unlink()
            if kept is not None:
                kept.rename(target)
            raise AlongsideError(
                _("A program has something in this workspace open, so nothing was locked."),
                where=folder.name,
                remedy=_("Close Excel, Word and windows of the folder, then lock again."),
            ) from error
        sync_folder(target.parent)
        left = _remove_tree(leaving)
        return Locked(target, sum(not entry.is_folder for entry in entries), kept, left)


def unlock(folder: Path, password: str | Key, job: JobControl) -> Key:
    """Put the workspace back as plain files. Raises AlongsideError, after which it is locked as it was."""
    with _alone(folder):
        settle(folder)
        file = locked_file(folder)
        if folder.exists():
            raise AlongsideError(
                _("There is a folder of this name beside the locked file, so nothing was unlocked."),
                where=folder.name,
                remedy=_("Give that folder another name, look into both, and keep what is newer."),
            )
        key = _key(file, password)
        coming = folder.with_name(folder.name + _COMING)
        try:
            with file.open("rb") as source:
                inside = Inside(source, key, file.name)
                _check_room(coming.parent, inside.entries)
                coming.mkdir()
                for done, (entry, pieces) in enumerate(inside.files()):
                    job.report(Progress(done, len(inside.entries), _("Unlocking the workspace")))
                    _lay_down(coming, entry, pieces)
            _date(coming, inside.entries)
            job.check()
            coming.rename(folder)
        except OSError as error:
            _remove_tree(coming)
            raise _refused(error) from error
        except BaseException:
            _remove_tree(coming)
            raise
        sync_folder(folder.parent)
        file.unlink()
        return key


def rescue(file: Path, password: str, out: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write the whole files of a damaged locked workspace into a new folder; return their names and the lost ones."""
    if out.exists():
        raise AlongsideError(
            _("There is something of this name already."), where=out.name, remedy=_("Name a new folder.")
        )
    key = _key(file, password)
    whole, lost = [], []
    with file.open("rb") as source:
        for entry, found in rescued(source, key, file.name):
            if found is None:
                lost.append(entry.path)
                continue
            out.mkdir(parents=True, exist_ok=True)
            _lay_down(out, entry, iter((found,)))
            if not entry.is_folder:
                whole.append(entry.path)
    return tuple(whole), tuple(lost)


def settle(folder: Path) -> None:
    """End what a cut-off left behind: the folder's plain files, or the draft of a file or folder."""
    file = locked_file(folder)
    leaving, coming = (folder.with_name(folder.name + word) for word in (_LEAVING, _COMING))
    _drop(file.with_name(file.name + _PART))
    if file.is_file():
        _remove_tree(leaving)  # the file was read back before the folder got this name
        _remove_tree(coming)
    elif leaving.is_dir() and not folder.exists():
        leaving.rename(folder)


def folder_of(path: Path) -> Path:
    """The workspace's folder of a locked file or a folder."""
    return path.with_name(path.name.removesuffix(LOCKED)) if path.name.endswith(LOCKED) else path


# --- steps ------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    guard = FileLock(folder.with_name(f".{folder.name}.locking"))
    try:
        guard.acquire(timeout=0)
    except Timeout:
        raise AlongsideError(
            _("Another Alongside is locking or unlocking this workspace."), where=folder.name, remedy=_("Wait for it.")
        ) from None
    try:
        yield
    finally:
        guard.release()
        with contextlib.suppress(OSError):
            Path(guard.lock_file).unlink(missing_ok=True)


def _key(file: Path, password: str | Key) -> Key:
    try:
        with file.open("rb") as source:
            header = read_header(source)
    except FileNotFoundError:
        raise AlongsideError(
            _("There is no locked workspace here."), where=file.name, remedy=_("Check its name.")
        ) from None
    return password if isinstance(password, Key) else key_for(password, header, file.name)


def _check_room(folder: Path, entries: tuple[Entry, ...]) -> None:
    needed = sum(max(entry.size, 0) + 512 for entry in entries) * (CHUNK + TAG) // CHUNK + HEADER + _SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise AlongsideError(
            _("The disk has too little room: {free} MB are free and {needed} MB are needed.").format(
                free=free >> 20, needed=(needed >> 20) + 1
            ),
            remedy=_("Nothing was changed. Free some room, then try again."),
        )


def _write_whole(part: Path, key: Key, folder: Path, entries: tuple[Entry, ...], job: JobControl) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        write(file, key, folder, entries, job)
        file.flush()
        os.fsync(file.fileno())


def _check_against(part: Path, key: Key, folder: Path, entries: tuple[Entry, ...], job: JobControl) -> None:
    """Read the new file back and hold it against the plain files, byte for byte."""
    with part.open("rb") as source:
        inside = Inside(source, key, part.name)
        for done, (entry, pieces) in enumerate(inside.files(), start=len(entries)):
            job.report(Progress(done, 2 * len(entries), _("Reading the locked file back")))
            if entry.is_folder:
                continue
            with (folder / entry.path).open("rb") as plain:
                if any(plain.read(len(piece)) != piece for piece in pieces) or plain.read(1):
                    raise changed_meanwhile(entry.path)
    if entries_of(folder) != entries or inside.entries != entries:
        raise changed_meanwhile(folder.name)


def _put_aside(target: Path) -> Path | None:
    """Keep an earlier locked file under another name: nobody but its owner may throw it away."""
    if not target.exists():
        return None
    numbers = (target.with_name(f"{target.name.removesuffix(LOCKED)}.earlier-{n}{LOCKED}") for n in range(1, 10_000))
    kept = next(path for path in numbers if not path.exists())
    target.rename(kept)
    return kept


def _lay_down(folder: Path, entry: Entry, pieces: Iterator[bytes]) -> None:
    path = folder / entry.path
    if entry.is_folder:
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _date(folder: Path, entries: tuple[Entry, ...]) -> None:
    """Give all their days back, a folder after what is in it."""
    for entry in reversed(entries):
        os.utime(folder / entry.path, ns=(entry.changed, entry.changed))


def _remove_tree(folder: Path) -> tuple[str, ...]:
    """Remove a folder; return what could not be removed."""
    left = []
    for here, folders, files in os.walk(folder, topdown=False):
        for path in (*(Path(here, name) for name in files), *(Path(here, name) for name in folders)):
            try:
                path.rmdir() if path.is_dir() and not path.is_symlink() else _remove(path)
            except OSError:
                left.append(path.relative_to(folder).as_posix())
    with contextlib.suppress(OSError):
        folder.rmdir()
    return tuple(left)


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except PermissionError:
        path.chmod(stat.S_IWRITE | stat.S_IREAD)
        path.unlink()


def _drop(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _refused(error: OSError) -> AlongsideError:
    if error.errno == errno.ENOSPC:
        return AlongsideError(_("The disk is full."), remedy=_("Nothing was changed. Free some room, then try again."))
    name = Path(str(error.filename)).name if error.filename else ""
    return AlongsideError(
        _("The computer refuses: {why}.").format(why=error.strerror or str(error)),
        where=name,
        remedy=_("Nothing was changed."),
    )
