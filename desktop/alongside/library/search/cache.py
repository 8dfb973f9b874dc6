"""Keeps indexes between two openings of an unchanged library (see `cache_files`)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from alongside.job_control import JobControl
from alongside.library import cache_files
from alongside.library.cache_files import MEANING, WORDS
from alongside.library.library import Library
from alongside.library.search.index import SearchIndex
from alongside.library.search.meaning import Meaning
from alongside.library.search.model import DIMENSIONS, NAME, Model
from alongside.library.search.postings import ARRAYS, Postings

SCHEMA = 2  # raise it when the arrays or what they mean change
_MEANING_ARRAYS = ("vectors", "scales", "starts")
_SHAPES = "shapes"  # the part that tells what the others are
_PLAIN = frozenset("biuf")  # kinds of numbers; anything else is not ours

Arrays = Mapping[str, npt.NDArray[Any]]


def open_index(
    library: Library, folder: Path | None = None, job: JobControl | None = None, *, keep: bool = True
) -> SearchIndex:
    """The index by words of a library: the kept one, or one made now and kept (with `keep`; else see `keep_index`)."""
    path = _path(library, folder, WORDS)
    postings = _postings_from(_read(path), library)
    index = SearchIndex(library, postings, job)
    if keep and postings is None:
        keep_index(index, library, folder)
    return index


def keep_index(index: SearchIndex, library: Library, folder: Path | None = None) -> None:
    """Keep an index by words that was made now."""
    path = _path(library, folder, WORDS)
    if path is not None:
        kept = {name: getattr(index.postings, name) for name in ARRAYS}
        _keep(path, {**kept, "words": _packed(index.postings.words), "keys": _packed(index.postings.keys)})


def add_meaning(
    index: SearchIndex, library: Library, model: Model, folder: Path | None = None, job: JobControl | None = None
) -> None:
    """Let the index search by meaning: with the kept vectors, or with some made now and kept. Long work."""
    path = _path(library, folder, MEANING)
    meaning = _meaning_from(_read(path), library)
    index.add_meaning(model, job, meaning)
    if path is not None and meaning is None and index.meaning is not None:
        _keep(path, {name: getattr(index.meaning, name) for name in _MEANING_ARRAYS})


def _path(library: Library, folder: Path | None, ending: str) -> Path | None:
    """The file of a library; None where none is to be kept."""
    if sum(map(len, library.records.values())) < cache_files.WORTH_KEEPING:
        return None
    folder = folder or cache_files.folder_in_use()
    return folder and cache_files.path_of(folder, library.digest, ending, f"{SCHEMA} {NAME}")


def _read(path: Path | None) -> Arrays | None:
    parts = cache_files.read(path) if path is not None else None
    if parts is None or _SHAPES not in parts:
        return None
    try:
        shapes = msgspec.msgpack.decode(parts[_SHAPES], type=dict[str, tuple[str, tuple[int, ...]]])
        kinds = {name: np.dtype(kind) for name, (kind, _shape) in shapes.items()}
        if any(kind.kind not in _PLAIN for kind in kinds.values()):
            return None
        return {name: np.frombuffer(parts[name], kinds[name]).reshape(shape) for name, (_kind, shape) in shapes.items()}
    except (msgspec.DecodeError, ValueError, TypeError, KeyError):
        return None


def _keep(path: Path, arrays: Arrays) -> None:
    shapes = {name: (array.dtype.str, array.shape) for name, array in arrays.items()}
    plain = {name: np.ascontiguousarray(array).data for name, array in arrays.items()}
    cache_files.write(path, {_SHAPES: msgspec.msgpack.encode(shapes), **plain})


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
