"""What is inside a locked workspace: a list of the files, the files one after the other, and the list once more.

The list stands at both ends, so that a damaged file can still be taken apart by whichever is whole.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl, Progress
from alongside.locking.container import CHUNK, DamagedError, Key, Writer, chunks, read_header

_LENGTH = struct.Struct(">Q")
_LONGEST = 1 << 30  # bytes of a list


class Entry(Struct, frozen=True):
    """A file or folder of the workspace."""

    path: str  # from the workspace's folder, with “/”
    size: int  # bytes; -1: a folder
    changed: int  # nanoseconds, as the disk counts them

    @property
    def is_folder(self) -> bool:
        return self.size < 0


class ChangedMeanwhileError(AlongsideError):
    """A file was written to while it was read."""


def changed_meanwhile(name: str) -> ChangedMeanwhileError:
    """The error for a file of that name."""
    return ChangedMeanwhileError(
        _("This file changed while the workspace was being locked, so nothing was locked."),
        where=name,
        remedy=_("Close the programs that have it open, then lock again."),
    )


def entries_of(folder: Path) -> tuple[Entry, ...]:
    """All that lies in a folder, a folder before what is in it. Raises AlongsideError for what cannot be packed."""
    found: list[Entry] = []
    for here, folders, files in os.walk(folder, onerror=_refuse):
        folders.sort()
        for name in (*folders, *sorted(files)):
            path = Path(here, name)
            stat = path.lstat()
            plain = path.is_dir() or path.is_file()
            if path.is_symlink() or not plain:
                raise AlongsideError(
                    _("This is a link to somewhere else, which cannot be locked with the workspace."),
                    where=path.relative_to(folder).as_posix(),
                    remedy=_("Take it out of the folder, or put the file itself there."),
                )
            size = -1 if path.is_dir() else stat.st_size
            found.append(Entry(path.relative_to(folder).as_posix(), size, stat.st_mtime_ns))
    return tuple(found)


def _refuse(error: OSError) -> None:
    raise error


def write(file: BinaryIO, key: Key, folder: Path, entries: tuple[Entry, ...], job: JobControl) -> None:
    """Write all of it. Raises ChangedMeanwhileError where a file is not as the list says."""
    writer = Writer(file, key)
    listed = msgspec.json.encode(entries)
    writer.write(_LENGTH.pack(len(listed)) + listed)
    for done, entry in enumerate(entries):
        job.report(Progress(done, 2 * len(entries), _("Locking the workspace")))
        if entry.is_folder:
            continue
        left = entry.size
        with (folder / entry.path).open("rb") as source:
            while piece := source.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    break
                writer.write(piece)
        if left:
            raise changed_meanwhile(entry.path)
    writer.write(listed + _LENGTH.pack(len(listed)))
    writer.finish()


class Inside:
    """The inside of a locked workspace, read from front to back. Raises DamagedError as soon as something is wrong."""

    def __init__(self, file: BinaryIO, key: Key, name: str) -> None:
        self._name = name
        self._chunks = chunks(file, key, read_header(file), name)
        self._now = b""
        self._length = self._number()
        self._listed = b"".join(self._take(self._length))
        self.entries = entries_from(self._listed, name)

    def files(self) -> Iterator[tuple[Entry, Iterator[bytes]]]:
        """Each entry with its bytes, which are to be used up before the next one is asked for."""
        for entry in self.entries:
            yield entry, self._take(max(entry.size, 0))
        again = b"".join(self._take(self._length))
        if again != self._listed or self._number() != self._length or self._now or next(self._chunks, b"") != b"":
            raise damaged(self._name)

    def _number(self) -> int:
        number = int(_LENGTH.unpack(b"".join(self._take(_LENGTH.size)))[0])
        if number > _LONGEST:
            raise damaged(self._name)
        return number

    def _take(self, wanted: int) -> Iterator[bytes]:
        while wanted:
            if not self._now:
                more = next(self._chunks, None)
                if not more:
                    raise damaged(self._name)
                self._now = more
            piece, self._now = self._now[:wanted], self._now[wanted:]
            wanted -= len(piece)
            yield piece


def entries_from(listed: bytes, name: str) -> tuple[Entry, ...]:
    """The entries of a list; none of them leads out of the folder. Raises DamagedError."""
    try:
        entries = msgspec.json.decode(listed, type=tuple[Entry, ...])
    except msgspec.DecodeError as error:
        raise damaged(name) from error
    for entry in entries:
        parts = PurePosixPath(entry.path).parts
        odd = "\\" in entry.path and os.name == "nt"
        if not parts or ".." in parts or entry.path.startswith("/") or odd or Path(entry.path).is_absolute():
            raise damaged(name)
    return entries


def damaged(name: str) -> DamagedError:
    """The error for a file of that name."""
    return DamagedError(
        _("This locked workspace is damaged or was cut off, and was left as it is."),
        where=name,
        remedy=_(
            "Put back a copy of it from your own backup; or take out the files that are whole: "
            "alongside workspace unlock {name} --rescue DIR."
        ).format(name=name),
    )


def rescued(file: BinaryIO, key: Key, name: str) -> Iterator[tuple[Entry, bytes | None]]:
    """Each entry of a damaged file with its bytes, None where some are lost. Raises DamagedError without a list."""
    found = list(chunks(file, key, read_header(file), name))
    entries, begin = _list_in_front(found, name) or _list_behind(found, name)
    for entry in entries:
        end = begin + max(entry.size, 0)
        yield entry, _between(found, begin, end)
        begin = end


def _list_in_front(found: list[bytes | None], name: str) -> tuple[tuple[Entry, ...], int] | None:
    length = _between(found, 0, _LENGTH.size)
    if length is None:
        return None
    end = _LENGTH.size + int(_LENGTH.unpack(length)[0])
    listed = _between(found, _LENGTH.size, end)
    return None if listed is None else (entries_from(listed, name), end)


def _list_behind(found: list[bytes | None], name: str) -> tuple[tuple[Entry, ...], int]:
    last = found[-1]
    if last is None:
        raise damaged(name)
    whole = (len(found) - 1) * CHUNK + len(last)
    length = _between(found, whole - _LENGTH.size, whole)
    if length is None:
        raise damaged(name)
    size = int(_LENGTH.unpack(length)[0])
    listed = _between(found, whole - _LENGTH.size - size, whole - _LENGTH.size)
    if listed is None:
        raise damaged(name)
    return entries_from(listed, name), _LENGTH.size + size


def _between(found: list[bytes | None], begin: int, end: int) -> bytes | None:
    """The bytes from one place to another; None where a chunk between is lost."""
    if begin < 0:
        return None
    pieces = []
    for number in range(begin // CHUNK, -(-end // CHUNK)):
        chunk = found[number] if number < len(found) else None
        if chunk is None:
            return None
        pieces.append(chunk[max(begin - number * CHUNK, 0) : end - number * CHUNK])
    joined = b"".join(pieces)
    return joined if len(joined) == end - begin else None
