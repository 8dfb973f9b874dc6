"""Which files records cite, how each stands, and what is wrong with them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from threading import Lock

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.files.index import FILE_LIMIT, path_of, read_index
from alongside.library.library import Library
from alongside.library.record_rules.stories import consent_last_day
from alongside.library.records import Evidence, Record, Story, Training
from alongside.one_at_a_time import with_pdfium

_kept: dict[tuple[str, int, int, int], str] = {}
_KEPT = 2_000
_lock = Lock()


class FileState(StrEnum):
    """How a cited file stands."""

    SOUND = "sound"  # as it was when it was added
    UNLISTED = "unlisted"  # there, but nobody entered it: put into the folder by hand
    CHANGED = "changed"
    MISSING = "missing"
    OUTSIDE = "outside"  # its name leads out of the folder


@dataclass(frozen=True, slots=True)
class CitedFile:
    """A file as it is now."""

    name: str
    state: FileState
    sha256: str = ""  # now; "" where it cannot be read
    size: int = 0  # bytes
    pages: int | None = None  # of a PDF; None: not known

    @property
    def there(self) -> bool:
        """Whether it can be read."""
        return bool(self.sha256)


def files_of(record: Record) -> tuple[str, ...]:
    """The names that a record cites, each once."""
    return tuple(dict.fromkeys(getattr(record, "files", ())))


def expiry_of(record: Record) -> date | None:
    """The last day on which the record, and so its files, may be relied on; None: it has no such day."""
    if isinstance(record, Training):
        return record.expiry
    if isinstance(record, Story):
        return consent_last_day(record)
    return record.review_due if isinstance(record, Evidence) else None


def look_at(names: Iterable[str], folder: Path) -> dict[str, CitedFile]:
    """How each file stands. A file that has not changed since it was last looked at is not read again.

    Raises AlongsideError where the list of files cannot be read.
    """
    known = read_index(folder)
    found = {}
    for name in dict.fromkeys(names):
        path = path_of(name, folder)
        if path is None:
            found[name] = CitedFile(name, FileState.OUTSIDE)
            continue
        try:
            looked = path.stat()
            if not path.is_file() or looked.st_size > FILE_LIMIT:
                raise OSError
            digest = _digest(path)
        except OSError:
            found[name] = CitedFile(name, FileState.MISSING)
            continue
        entry = known.get(name)
        state = FileState.UNLISTED if entry is None else FileState.SOUND
        if entry is not None and entry.sha256 != digest:
            state = FileState.CHANGED
        found[name] = CitedFile(name, state, digest, looked.st_size, _pages(path))
    return found


def folder_digest(folder: Path) -> str:
    """One digest of all files in the folder and their names: another as soon as one of them changes."""
    listed = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path_of(name, folder) is not None:
            try:
                listed.append(f"{_digest(path)} {name}\n")
            except OSError:
                listed.append(f"unreadable {name}\n")
    return hashlib.sha256("".join(listed).encode()).hexdigest()


def _digest(path: Path) -> str:
    looked = path.stat()
    key = (str(path), looked.st_mtime_ns, looked.st_size, looked.st_ino)
    with _lock:
        known = _kept.get(key)
    if known is None:
        with path.open("rb") as file:
            known = hashlib.file_digest(file, "sha256").hexdigest()
        with _lock:
            _kept[key] = known
            while len(_kept) > _KEPT:
                del _kept[next(iter(_kept))]
    return known


@with_pdfium
def _pages(path: Path) -> int | None:
    if path.suffix.lower() != ".pdf":
        return None
    import pypdfium2  # noqa: PLC0415 - for PDFs only

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return None
    try:
        return len(document)
    finally:
        document.close()


def check_files(library: Library, folder: Path, today: date) -> tuple[Finding, ...]:
    """What is wrong with the files that the library's records cite."""
    cited = {name: None for record in library for name in files_of(record)}
    if not cited:
        return ()
    try:
        looked = look_at(cited, folder)
    except AlongsideError as error:
        place = Place(workbook=library.name)
        return (finding("file.index", place, error.what, error.remedy),)
    return tuple(item for record in library for item in _of_record(record, library, looked, today))


def _of_record(record: Record, library: Library, looked: Mapping[str, CitedFile], today: date) -> Iterator[Finding]:
    place = Place(workbook=library.name, sheet=record.sheet, row=record.row, column="files", ref=record.ref or None)
    names = files_of(record)
    for name in names:
        told = trouble_with(looked[name])
        if told is not None:
            rule, message, remedy = told
            yield finding(rule, place, message, remedy)
    ends = expiry_of(record)
    if names and ends is not None and ends < today and record.status != "withdrawn" and isinstance(record, Training):
        yield finding(
            "file.expired",
            place,
            _("The files of {ref} expired on {day}.").format(ref=record.ref, day=f"{ends:%d %B %Y}".lstrip("0")),
            _("Add the new certificate and its date."),
        )


def trouble_with(file: CitedFile) -> tuple[str, str, str] | None:
    """The rule, the message and the remedy where a file is not as it should be; None where it is."""
    match file.state:
        case FileState.MISSING:
            return (
                "file.missing",
                _("The file “{name}” is not in the folder “files”.").format(name=file.name),
                _("Put it back there, add it again, or take its name out of the record."),
            )
        case FileState.CHANGED:
            return (
                "file.changed",
                _("The file “{name}” is another than when it was added.").format(name=file.name),
                _("Look at it. If it is the right one, add it again or vouch for it in the window."),
            )
        case FileState.OUTSIDE:
            return (
                "file.outside",
                _("“{name}” names no file in the folder “files”.").format(name=file.name[:120]),
                _("Add the file in the window, or copy it there and write its plain name."),
            )
        case FileState.UNLISTED:
            return (
                "file.unlisted",
                _("The file “{name}” was put into the folder “files” by hand.").format(name=file.name),
                _("Look at it and vouch for it in the window, so that a change is noticed."),
            )
        case FileState.SOUND:
            return None
