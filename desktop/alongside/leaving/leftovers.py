"""Is anything left? Every byte of the places a workspace uses is looked through, packed files unpacked."""

import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl, Progress
from alongside.library.leaving.erased_workbook import Leaving
from alongside.render.said import UnreadableError, said_in

_DEEP = 3
_BIG = 200 * 2**20  # bytes of one file: beyond, it is told that nobody looked
_SPACES = re.compile(r"[\x00\s]+")


def leftovers(
    places: Iterable[Path], leaving: Leaving, marks: Iterable[str] = (), job: JobControl | None = None
) -> tuple[str, ...]:
    """Files, each by its path from the place it is in, that still hold any of it. Raises Cancelled.

    `marks` are words that are looked for byte by byte besides.
    """
    job = job or JobControl()
    wanted = tuple(mark.casefold() for mark in marks if mark.strip())
    files = [(path, place) for place in places for path in _files(place)]
    found = []
    for number, (path, place) in enumerate(files, start=1):
        job.report(Progress(number, len(files), _("Looking whether anything is left")))
        name = str(path.relative_to(place)) if path != place else path.name
        if _holds(path, leaving, wanted):
            found.append(name.replace(os.sep, "/"))
    return tuple(dict.fromkeys(found))


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    elif place.is_dir():
        yield from sorted(path for path in place.rglob("*") if path.is_file() and not path.is_symlink())


def _holds(path: Path, leaving: Leaving, marks: tuple[str, ...]) -> bool:
    try:
        if path.stat().st_size > _BIG:
            return True
        data = path.read_bytes()
    except OSError:
        return True  # what nobody can look at is not known to be clean
    texts = [path.name, *texts_in(data, path.name)]
    if leaving.repeats(*texts):
        return True
    folded = [_SPACES.sub(" ", text).casefold() for text in texts]
    return any(mark in text for mark in marks for text in folded)


def texts_in(data: bytes, name: str, deep: int = 0) -> Iterator[str]:
    """Everything that might be read in a file: as its kind tells it, and as plain bytes in each of the usual codes."""
    if deep == 0:
        with suppress(UnreadableError, AlongsideError):
            yield from (text for _part, text in said_in(data, name))
    if data.startswith(b"PK") and deep < _DEEP:
        with suppress(zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
            with zipfile.ZipFile(BytesIO(data)) as archive:
                for entry in archive.infolist():
                    yield entry.filename
                    yield from texts_in(archive.read(entry), entry.filename, deep + 1)
            return
    yield data.decode("utf-8", "replace")
    if b"\0" in data[:4096]:
        yield data.decode("utf-16-le", "replace")
