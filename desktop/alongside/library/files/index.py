"""files.json: which files the folder `files` held when they were added, by SHA-256. Written whole or not at all."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.checked_lines import sync_folder

INDEX = "files.json"
SCHEMA_VERSION = 1
PATIENCE = 30.0  # seconds to wait for another process
FILE_LIMIT = 256 * 2**20  # bytes
_LONGEST = 80  # letters of a name
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


class FileEntry(Struct, frozen=True, kw_only=True):
    """A file as it was when it was added."""

    sha256: str
    size: int  # bytes
    added_on: date | None = None


class _Index(Struct, kw_only=True):
    schema: int = SCHEMA_VERSION
    files: dict[str, FileEntry] = {}


def read_index(folder: Path) -> Mapping[str, FileEntry]:
    """What is known of the folder's files, by name; nothing where there is no index.

    Raises AlongsideError where it cannot be read: a file nobody can vouch for must not look as if it had been checked.
    """
    try:
        data = (folder / INDEX).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise _unusable(error.strerror or str(error)) from error
    try:
        found = msgspec.json.decode(data, type=_Index)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unusable(str(error).rstrip(".")[:160]) from error
    if found.schema > SCHEMA_VERSION:
        raise _unusable(_("it was written by a newer Alongside"))
    return found.files


def add_file(source: Path, folder: Path, today: date) -> str:
    """Copy a file into the folder and enter it. Returns its name there; a content that is there keeps its name.

    Raises AlongsideError where it cannot be read or kept.
    """
    data = _read(source)
    digest = hashlib.sha256(data).hexdigest()
    with locked(folder):
        known = dict(read_index(folder))
        name = next(
            (name for name, entry in known.items() if entry.sha256 == digest and _sha256(folder / name) == digest), ""
        )
        if name:
            return name
        name = _free_name(plain(source.name), folder, known)
        _write(folder / name, data)
        known[name] = FileEntry(sha256=digest, size=len(data), added_on=today)
        _keep(folder, known)
        return name


def enter_file(name: str, folder: Path, today: date) -> None:
    """Enter a file that lies in the folder already, or what has become of it: it is vouched for from now on."""
    path = path_of(name, folder)
    if path is None:
        raise AlongsideError(_("This is no name of a file in the folder “files”."), where=name)
    data = _read(path)
    with locked(folder):
        known = dict(read_index(folder))
        known[name] = FileEntry(sha256=hashlib.sha256(data).hexdigest(), size=len(data), added_on=today)
        _keep(folder, known)


def path_of(name: str, folder: Path) -> Path | None:
    """Where a file that a record cites lies; None for a name that leads out of the folder, or to the index itself."""
    parts = PurePosixPath(name).parts
    if not parts or "\\" in name or ":" in name or "\0" in name or PurePosixPath(name).is_absolute():
        return None
    if any(part == ".." or part.startswith(".") for part in parts) or name == INDEX:
        return None
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())  # a link may lead anywhere
    except (OSError, ValueError, RuntimeError):
        return None
    return path if inside else None


def plain(name: str) -> str:
    """A name that every system takes, that a cell with several names can hold, and that stays readable."""
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    stem = re.sub(r"[^\w-]+", "-", stem).strip("-_")[:_LONGEST] or "file"
    suffix = re.sub(r"[^a-z0-9]", "", suffix.lower())[:8]
    stem = f"file-{stem}" if stem.lower() in _DEVICES else stem
    return f"{stem}.{suffix}" if suffix else stem


def _free_name(name: str, folder: Path, known: Mapping[str, FileEntry]) -> str:
    taken = {item.casefold() for item in known} | {INDEX}
    stem, dot, suffix = name.rpartition(".")
    stem, suffix = (stem, dot + suffix) if dot else (name, "")
    number, free = 1, name
    while free.casefold() in taken or (folder / free).exists():
        number += 1
        free = f"{stem}-{number}{suffix}"
    return free


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, and make the folder if it is not there. Raises AlongsideError."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - for writing only; costs a quarter of a start

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".files.lock", timeout=PATIENCE)
        lock.acquire()
    except Timeout as error:
        raise _unusable(_("another Alongside has been writing to it for too long")) from error
    except OSError as error:
        raise _unusable(error.strerror or str(error)) from error
    try:
        yield
    finally:
        lock.release()


def _keep(folder: Path, known: Mapping[str, FileEntry]) -> None:
    index = _Index(files=dict(sorted(known.items())))
    _write(folder / INDEX, msgspec.json.format(msgspec.json.encode(index), indent=2) + b"\n")


def _write(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _unusable(error.strerror or str(error)) from error
    finally:
        draft.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise AlongsideError(
                _("The file is larger than {n} MB.").format(n=FILE_LIMIT // 2**20),
                where=path.name,
                remedy=_("Keep it where it is, and say in source_doc where that is."),
            )
        return path.read_bytes()
    except OSError as error:
        raise AlongsideError(
            _("The file cannot be read: {reason}.").format(reason=error.strerror or error),
            where=path.name,
            remedy=_("Check that it is there and that you may read it."),
        ) from error


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _unusable(reason: str) -> AlongsideError:
    return AlongsideError(
        _("The list of files cannot be used: {reason}.").format(reason=reason),
        where=f"files/{INDEX}",
        remedy=_("Put back an earlier copy of it, or check that you may write in its folder."),
    )
