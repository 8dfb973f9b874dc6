"""Keeps indexes in the user's cache folder, so that an unchanged library opens at once. The workbook stays the truth.

A kept index holds the words of the library, so: only the user may read it, its name tells nothing, a small library
leaves none, the five last are kept, and `clear_cache` takes all away. What cannot be read back is made anew.
"""

import contextlib
import hashlib
import io
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside import __version__
from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.library.search.index import SearchIndex
from alongside.library.search.meaning import Meaning
from alongside.library.search.model import DIMENSIONS, NAME, Model
from alongside.library.search.postings import ARRAYS, Postings
from alongside.settings import APP

SCHEMA = 1  # raise it when the arrays or what they mean change
KEPT = 5  # indexes
WORTH_KEEPING = 2_000  # rows; a smaller library is read in no time, and its text stays in the workbook alone
ABANDONED = 3_600  # seconds after which a draft has no writer any more
_WORDS, _MEANING, _DRAFT = ".words", ".meaning", ".part"
_MEANING_ARRAYS = ("vectors", "scales", "starts")
_UNREADABLE = (
    OSError, ValueError, KeyError, EOFError, TypeError, RuntimeError, MemoryError, struct.error, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip

Arrays = Mapping[str, npt.NDArray[Any]]


def cache_folder() -> Path:
    """Where indexes are kept on this computer."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - the command line seldom needs it

    return user_cache_path(APP, appauthor=False) / "search"


def open_index(library: Library, folder: Path | None = None, job: JobControl | None = None) -> SearchIndex:
    """The index by words of a library: the kept one, or one made now and kept."""
    if len(tuple(library)) < WORTH_KEEPING:
        return SearchIndex(library, job=job)
    path = _path(library, folder, _WORDS)
    postings = _postings_from(_read(path), library)
    if postings is not None:
        _mark_used(path)
        return SearchIndex(library, postings)
    index = SearchIndex(library, job=job)
    kept = {name: getattr(index.postings, name) for name in ARRAYS}
    _keep(path, {**kept, "words": _packed(index.postings.words), "keys": _packed(index.postings.keys)})
    return index


def add_meaning(
    index: SearchIndex, library: Library, model: Model, folder: Path | None = None, job: JobControl | None = None
) -> None:
    """Let the index search by meaning: with the kept vectors, or with some made now and kept. Long work."""
    if len(index.records) < WORTH_KEEPING:
        index.add_meaning(model, job)
        return
    path = _path(library, folder, _MEANING)
    meaning = _meaning_from(_read(path), library)
    index.add_meaning(model, job, meaning)
    if meaning is not None:
        _mark_used(path)
    elif index.meaning is not None:
        _keep(path, {name: getattr(index.meaning, name) for name in _MEANING_ARRAYS})


def clear_cache(folder: Path | None = None) -> int:
    """Take all kept indexes away, and drafts of them; how many files that were."""
    gone = 0
    for path in _files(folder or cache_folder()):
        with contextlib.suppress(OSError):
            path.unlink()
            gone += 1
    return gone


# --- files -------------------------------------------------------------------------------------------------------


def _path(library: Library, folder: Path | None, ending: str) -> Path:
    """The file of a library: a hash of its hash, so that the name leads nobody to a workbook."""
    what = "\n".join((library.digest, __version__, str(SCHEMA), NAME, ending))
    return (folder or cache_folder()) / f"{hashlib.sha256(what.encode()).hexdigest()[:32]}{ending}"


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix in {_WORDS, _MEANING, _DRAFT} and path.is_file()]
    except OSError:
        return []


def _read(path: Path) -> Arrays | None:
    """The arrays of a file, each proved by its checksum; None where there is none, or it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as whole:
            return {
                name.removesuffix(".npy"): np.lib.format.read_array(io.BytesIO(whole.read(name)), allow_pickle=False)
                for name in whole.namelist()
            }
    except _UNREADABLE:
        return None


def _keep(path: Path, arrays: Arrays) -> None:
    """Write a file whole or not at all, for this user alone. A folder that cannot be written keeps nothing."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(suffix=_DRAFT, dir=path.parent)  # readable by its owner alone
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, allow_pickle=False, **arrays)
            Path(draft).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(draft).unlink()
            raise
        _prune(path.parent)


def _mark_used(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.utime(path)


def _prune(folder: Path) -> None:
    """Keep the last used of each kind, and no draft that its writer left an hour ago.

    What another process holds open or has taken away is left to it.
    """
    dated = []
    for path in _files(folder):
        with contextlib.suppress(OSError):
            dated.append((path.stat().st_mtime, path))
    dated.sort(reverse=True)
    old = [path for ending in (_WORDS, _MEANING) for _used, path in [x for x in dated if x[1].suffix == ending][KEPT:]]
    old += [path for used, path in dated if path.suffix == _DRAFT and used < dated[0][0] - ABANDONED]
    for path in old:
        with contextlib.suppress(OSError):
            path.unlink()


# --- what is in them ---------------------------------------------------------------------------------------------


def _packed(words: tuple[str, ...]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpacked(packed: npt.NDArray[Any]) -> tuple[str, ...]:
    text = packed.tobytes().decode()
    return tuple(text.split("\n")) if text else ()


def _postings_from(arrays: Arrays | None, library: Library) -> Postings | None:
    """The postings; None where they are not those of this library's rows."""
    if arrays is None or not {*ARRAYS, "words", "keys"} <= set(arrays):
        return None
    try:
        found = Postings(
            words=_unpacked(arrays["words"]), keys=_unpacked(arrays["keys"]), **{name: arrays[name] for name in ARRAYS}
        )
    except UnicodeDecodeError:
        return None
    words = len(found.words)
    fits = (
        found.rows == len(tuple(library)) == len(found.row_starts)
        and len(found.keys) == words == len(found.starts) - 1 == len(found.doc_starts) - 1
        and int(found.starts[-1]) == len(found.positions)
        and int(found.doc_starts[-1]) == len(found.docs) == len(found.counts)
        and len(found.field_starts) == len(found.field_headings)
    )
    return found if fits else None


def _meaning_from(arrays: Arrays | None, library: Library) -> Meaning | None:
    if arrays is None or set(_MEANING_ARRAYS) - set(arrays):
        return None
    vectors, scales, starts = (arrays[name] for name in _MEANING_ARRAYS)
    fits = (
        vectors.dtype == np.int8
        and vectors.shape == (len(scales), DIMENSIONS)
        and len(starts) == len(tuple(library)) + 1
        and int(starts[-1]) == len(vectors)
    )
    return Meaning(vectors, scales, starts) if fits else None
