"""Files in the user's cache folder: what is made of a large workbook, so that it opens at once the next time.

They hold the words of the library, so: only the user may read them, their names tell nothing, a small library leaves
none, few are kept, and `clear` takes all away. The workbook stays the truth: a file is found by the hash of all its
bytes and by the program's version, and one that is not whole counts as none. What is read back is numbers and text,
never a program.
"""

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from alongside import __version__
from alongside.settings import APP, load_settings, settings_file

ENDINGS = (RECORDS, WORDS, MEANING) = (".records", ".words", ".meaning")
KEPT = 5  # files of each kind
ROOM = 2 * 2**30  # bytes of all together
WORTH_KEEPING = 2_000  # rows; a smaller library is read in no time, and its text stays in the workbook alone
ABANDONED = 3_600  # seconds after which a draft has no writer any more
_DRAFT = ".part"
_MAGIC = b"Alongside cache 1\n"
_BODY = len(_MAGIC) + 4  # the checksum of all that follows lies between
_ALIGNED = 64  # each part begins at a multiple of it, so that its numbers can be used where they lie

Buffer = bytes | memoryview


def cache_folder() -> Path:
    """Where the files are on this computer."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - the command line seldom needs it

    return user_cache_path(APP, appauthor=False) / "search"


def folder_in_use() -> Path | None:
    """The same; None where the settings say that nothing is to be kept."""
    return cache_folder() if load_settings(settings_file()).keep_library else None


def path_of(folder: Path, digest: str, ending: str, schema: str) -> Path:
    """The file of a workbook: a hash of its hash, so that the name leads nobody to a workbook."""
    what = "\n".join((digest, __version__, schema, ending))
    return folder / f"{hashlib.sha256(what.encode()).hexdigest()[:32]}{ending}"


def read(path: Path) -> Mapping[str, memoryview] | None:
    """The parts of a file; None where there is none, it is damaged, or another user had a hand in it."""
    try:
        with path.open("rb") as file:
            if not _ours(file.fileno()):
                return None
            whole = memoryview(file.read())
    except (OSError, MemoryError):
        return None
    body = whole[_BODY:]
    if whole[: len(_MAGIC)] != _MAGIC or zlib.crc32(body) != int.from_bytes(whole[len(_MAGIC) : _BODY], "little"):
        return None
    try:
        lengths = msgspec.msgpack.decode(body[8 : 8 + int.from_bytes(body[:8], "little")], type=dict[str, int])
    except msgspec.DecodeError:
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    parts, at = {}, _padded(_BODY + 8 + int.from_bytes(body[:8], "little"))
    for name, length in lengths.items():
        parts[name] = whole[at : at + length]
        at = _padded(at + length)
    return parts


def write(path: Path, parts: Mapping[str, Buffer]) -> None:
    """Write a file whole or not at all, for this user alone. A folder that cannot be written keeps nothing."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(suffix=_DRAFT, dir=path.parent)  # readable by its owner alone
        try:
            with os.fdopen(handle, "wb") as file:
                _write(file, parts)
            Path(draft).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(draft).unlink()
            raise
        _prune(path.parent)


def clear(folder: Path | None = None) -> int:
    """Take all files away, and drafts of them; how many they were."""
    gone = 0
    for path in _files(folder or cache_folder()):
        with contextlib.suppress(OSError):
            path.unlink()
            gone += 1
    return gone


def _write(file: BinaryIO, parts: Mapping[str, Buffer]) -> None:
    """The lengths of all parts, then the parts; the checksum of it all is put before them at last."""
    head = msgspec.msgpack.encode({name: memoryview(part).nbytes for name, part in parts.items()})
    checked = 0
    file.write(_MAGIC + bytes(_BODY - len(_MAGIC)))
    at = _BODY
    for piece in (len(head).to_bytes(8, "little") + head, *parts.values()):
        padding = bytes(_padded(at) - at) if at > _BODY else b""
        for data in (padding, piece):
            checked = zlib.crc32(data, checked)
            file.write(data)
            at += memoryview(data).nbytes
    file.seek(len(_MAGIC))
    file.write(checked.to_bytes(_BODY - len(_MAGIC), "little"))


def _padded(at: int) -> int:
    return -(-at // _ALIGNED) * _ALIGNED


def _ours(handle: int) -> bool:
    """Whether nobody but this user could have written the file."""
    if sys.platform == "win32":
        return True  # its folder, in the user's profile, is closed to others
    state = os.fstat(handle)
    return state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix in {*ENDINGS, _DRAFT} and path.is_file()]
    except OSError:
        return []


def _prune(folder: Path) -> None:
    """Keep the last used of each kind, as many as there is room for, and no draft that its writer left an hour ago.

    What another process holds open or has taken away is left to it.
    """
    dated = []
    for path in _files(folder):
        with contextlib.suppress(OSError):
            state = path.stat()
            dated.append((state.st_mtime, state.st_size, path))
    dated.sort(reverse=True)
    count: Counter[str] = Counter()
    room = ROOM
    for used, size, path in dated:
        if path.suffix == _DRAFT:
            old = used < dated[0][0] - ABANDONED
        else:
            count[path.suffix] += 1
            room -= size
            old = count[path.suffix] > KEPT or room < 0
        if old:
            with contextlib.suppress(OSError):
                path.unlink()
