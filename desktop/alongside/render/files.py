"""Files and folders written whole or not at all: beside the target first, then renamed."""

import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _

DRAFT = ".part"
OLD = ".old"
TRIES = 8  # on Windows a virus scanner may hold a new file for a moment
PAUSE = 0.05  # seconds; doubled each time, so six seconds in all
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def write_whole(path: Path, data: bytes) -> None:
    """Write a file: it is the old one or the new one, never half of either. Raises AlongsideError."""
    draft = _beside(path)
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _patiently(lambda: draft.replace(path))
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@contextmanager
def draft_folder(beside: Path) -> Iterator[Path]:
    """A new folder next to `beside`, gone again when the block ends unless `replace_folder` moved it into place."""
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        draft = _beside(beside)
        draft.mkdir()
    except OSError as error:
        raise _cannot_write(beside, error) from error
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def replace_folder(draft: Path, target: Path, *, mark: str) -> Path:
    """Move the finished draft to `target`. An older result there is kept aside until the move is done.

    A folder counts as an older result if it holds a file `mark` or nothing at all; any other is refused with
    AlongsideError, because it holds somebody's own files.
    """
    if not target.exists():
        try:
            _patiently(lambda: draft.rename(target))
        except OSError as error:
            raise _cannot_write(target, error) from error
        return target
    check_replaceable(target, mark=mark)
    aside = draft.with_suffix(OLD)
    try:
        _patiently(lambda: target.rename(aside))
        try:
            _patiently(lambda: draft.rename(target))
        except BaseException:
            _patiently(lambda: aside.rename(target))
            raise
    except OSError as error:
        raise _cannot_write(target, error) from error
    shutil.rmtree(aside, ignore_errors=True)
    return target


def sweep(target: Path) -> None:
    """Take away what a process that was ended from outside left beside `target`; an older result is put back."""
    remains = [path for path in _left_beside(target) if path.is_dir()]
    for path in remains:
        if path.suffix == OLD and not target.exists():
            with suppress(OSError):
                path.rename(target)
        shutil.rmtree(path, ignore_errors=True)


def _left_beside(target: Path) -> list[Path]:
    name = re.compile(rf"\.{re.escape(_short(target.name))}\.[0-9a-f]{{8}}({re.escape(DRAFT)}|{re.escape(OLD)})")
    try:
        return [path for path in target.parent.iterdir() if name.fullmatch(path.name)]
    except OSError:
        return []


def check_replaceable(target: Path, *, mark: str) -> None:
    """Raise AlongsideError unless a result may be written to `target`: nothing is there, or an older result."""
    if not target.exists():
        return
    if target.is_dir() and ((target / mark).is_file() or not any(target.iterdir())):
        return
    raise AlongsideError(
        _("There is already a folder or file of that name, and it was not made by Alongside.")
        if target.is_dir()
        else _("There is already a file of that name."),
        where=target.name,
        remedy=_("Choose another name, or a new folder."),
    )


def plain_name(name: str) -> str:
    """The name, if every system can use it as a file name and it leads nowhere else. Raises AlongsideError."""
    stem = name.split(".", maxsplit=1)[0].strip().lower()
    bad = not name or _FORBIDDEN.search(name) or name != name.strip(" ") or name.startswith(".") or name.endswith(".")
    if bad or stem in _DEVICES or len(name) > 120:
        raise AlongsideError(
            _("“{name}” cannot be the name of a file.").format(name=name),
            remedy=_("Use letters, digits, hyphens and one full stop, in the recipe's “file”."),
        )
    return name


def _beside(path: Path) -> Path:
    # Not from tempfile: what it makes only its maker may read, also after the rename.
    return path.with_name(f".{_short(path.name)}.{secrets.token_hex(4)}{DRAFT}")


def _short(name: str) -> str:
    """A part of the name that no other name shares."""
    return name if len(name) <= 40 else f"{name[:31]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _patiently(step: Callable[[], object]) -> None:
    pause = PAUSE
    for left in reversed(range(TRIES)):
        try:
            step()
        except PermissionError:
            if not left:
                raise
            if os.name != "nt":
                raise
            time.sleep(pause)
            pause *= 2
        else:
            return


def _cannot_write(path: Path, error: OSError) -> AlongsideError:
    return AlongsideError(
        _("It cannot be written: {reason}.").format(reason=error.strerror or error),
        where=path.name,
        remedy=_("Close it in Word or Explorer, check that the disk has room, or choose another folder."),
    )
