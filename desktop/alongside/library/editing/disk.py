"""The workbook as a file: who has it open, how it is replaced whole or not at all, and its dated copies."""

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.checked_lines import sync_folder
from alongside.library.container import FILE_LIMIT, too_large

DRAFT = ".part"
_TRIES, _PAUSE = 6, 0.05  # on Windows a virus scanner may hold a new file for a moment
_STAMP = "%Y-%m-%d %H.%M.%S"


@dataclass(frozen=True, slots=True)
class Backups:
    """How dated copies are kept."""

    keep: int = 10  # 0: none
    apart: timedelta = timedelta(minutes=10)  # a run of quick edits shares one copy, or it would push out older days
    folder: str = "backups"  # beside the workbook


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file's bytes, and by what it can be told whether it is still the same file."""

    data: bytes
    stamp: tuple[int, int, int]


class Held(Exception):  # noqa: N818 - it is no error: the edit waits
    """The workbook cannot be read or written just now. Carries the sentence for the user."""


def real(path: Path) -> Path:
    """The file itself, where `path` is a link to it: a rename must not replace the link."""
    return Path(os.path.realpath(path))


def snapshot(path: Path) -> Snapshot:
    """Read the file. Raises Held where another program keeps it, AlongsideError where it cannot be read."""
    try:
        for _try in range(_TRIES):
            before = _stamp(path)
            if before[1] > FILE_LIMIT:
                raise too_large()
            data = path.read_bytes()
            if _stamp(path) == before:
                return Snapshot(data, before)
            time.sleep(_PAUSE)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except PermissionError as error:
        raise Held(_("Another program keeps this workbook to itself.")) from error
    except OSError as error:
        raise AlongsideError(
            _("This file could not be read from the disk."),
            where=path.name,
            remedy=_("If it lives on a network or in the cloud, copy it to this computer first."),
        ) from error
    raise Held(_("Another program is writing this workbook just now."))


def check_there(path: Path) -> None:
    """Raise AlongsideError where there is no such file, before anything is put beside it."""
    if not path.is_file():
        raise _missing(path)


def _missing(path: Path) -> AlongsideError:
    return AlongsideError(
        _("There is no such file."), where=path.name, remedy=_("Check its name, and whether it was moved or renamed.")
    )


def unchanged(path: Path, found: Snapshot) -> bool:
    """Whether the file is still the one that was read."""
    try:
        return _stamp(path) == found.stamp
    except OSError:
        return False


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def owner(path: Path) -> str | None:
    """A sentence on who has the workbook open, as Excel and LibreOffice leave word of it; None if nobody has."""
    excel = (path.with_name("~$" + path.name), path.with_name("~$" + path.name[2:]))
    for mark in excel:
        found = _content(mark)
        if found is not None:
            name = found[1 : 1 + found[0]].decode("latin-1").strip() if found else ""
            return _open_in("Excel", name)
    found = _content(path.with_name(f".~lock.{path.name}#"))
    if found is not None:
        return _open_in("LibreOffice", found.decode("utf-8", "replace").split(",")[0].strip())
    return None


def _open_in(program: str, name: str) -> str:
    if name:
        return _("{name} has this workbook open in {program}.").format(name=name, program=program)
    return _("This workbook is open in {program}.").format(program=program)


def _content(mark: Path) -> bytes | None:
    try:
        return mark.read_bytes()[:500]
    except FileNotFoundError:
        return None
    except OSError:
        return b""  # there, and kept open by its maker


def check_writable(path: Path) -> None:
    """Raise Held where the file may not be written now: Excel on Windows shares it with readers only."""
    try:
        with path.open("r+b"):
            return
    except PermissionError as error:
        raise Held(_("This workbook may not be written: it is open in another program, or read-only.")) from error
    except OSError as error:
        raise _cannot_write(path, error) from error


def draft_of(path: Path, data: bytes) -> Path:
    """The new content, safely on the disk, beside the file. The caller replaces the file with it or takes it away.

    Raises Held where it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{DRAFT}")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):  # a file system without modes
            shutil.copymode(path, draft)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise _cannot_write(path, error) from error
    return draft


def put_in_place(draft: Path, path: Path) -> None:
    """Rename the draft to the file: from now on it is the new one, and never was half of either.

    Raises Held where another program keeps the file.
    """
    try:
        _patiently(lambda: draft.replace(path))
        sync_folder(path.parent)
    except PermissionError as error:
        raise Held(_("This workbook may not be written: it is open in another program, or read-only.")) from error
    except OSError as error:
        raise _cannot_write(path, error) from error


def _patiently(step: Callable[[], object]) -> None:
    pause = _PAUSE
    for left in reversed(range(_TRIES)):
        try:
            step()
        except PermissionError:
            if not left or os.name != "nt":
                raise
            time.sleep(pause)
            pause *= 2
        else:
            return


def sweep(path: Path) -> None:
    """Take away drafts of a process that was ended from outside. Only under the lock."""
    name = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}{re.escape(DRAFT)}")
    with suppress(OSError):
        for item in list(path.parent.iterdir()):
            if name.fullmatch(item.name):
                item.unlink(missing_ok=True)


def keep_backup(path: Path, data: bytes, at: datetime, rules: Backups, *, ours: bool) -> Path | None:
    """Keep a dated copy, and the newest `keep` of them. None where the last one will do.

    `ours` tells that the file is as Alongside left it: then each change since the last copy can be undone one by one.
    Raises Held where the copy cannot be written: without one, nothing is changed.
    """
    if rules.keep <= 0:
        return None
    folder = path.parent / rules.folder
    kept = backups(path, rules)
    if ours and kept and timedelta(0) <= at.replace(tzinfo=None) - kept[-1][0] < rules.apart:
        return None
    stamp = at.strftime(_STAMP)
    try:
        folder.mkdir(exist_ok=True)
        target = folder / f"{path.stem} {stamp}{path.suffix}"
        number = 2
        while target.exists():
            target = folder / f"{path.stem} {stamp} ({number}){path.suffix}"
            number += 1
        draft = draft_of(target, data)
        _patiently(lambda: draft.replace(target))
        sweep(target)
        for _when, old in backups(path, rules)[: -rules.keep]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    return target


def backups(path: Path, rules: Backups) -> list[tuple[datetime, Path]]:
    """The dated copies of this workbook, oldest first."""
    name = re.compile(
        rf"{re.escape(path.stem)} (\d{{4}}-\d\d-\d\d \d\d\.\d\d\.\d\d)(?: \((\d+)\))?{re.escape(path.suffix)}"
    )
    found = []
    with suppress(OSError):
        for item in (path.parent / rules.folder).iterdir():
            fits = name.fullmatch(item.name)
            if fits:
                with suppress(ValueError):
                    found.append((datetime.strptime(fits[1], _STAMP), int(fits[2] or 1), item))  # noqa: DTZ007
    return [(when, item) for when, _number, item in sorted(found)]


def _cannot_write(path: Path, error: OSError) -> Held:
    return Held(
        _("{name} cannot be written: {reason}. Check that you may write there and that the disk has room.").format(
            name=path.name, reason=error.strerror or error
        )
    )
