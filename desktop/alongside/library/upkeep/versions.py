"""The history of each record's texts: who changed what and when, also where it was changed in Excel.

Kept in the workspace in lines that are only ever added, one file for each installation, so that the files of two
machines lie side by side and are read as one. What a person asks to have erased is taken out of all of them: `forget`.
"""

import contextlib
import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.checked_lines import add, file_of, files_in, from_line, sync_folder, to_line
from alongside.library.library import Library
from alongside.library.records import Answer, Evidence, Metric, Record, Story, text_fields

FOLDER = "history"
PATIENCE = 30.0  # seconds to wait for another process of this installation
KEPT = (Evidence, Story, Answer, Metric)  # what is quoted in packs; registers and events are history themselves
NOT_TEXT = frozenset({"used_in", "created_on", "updated_on"})


class Version(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A record as it became at some moment."""

    ref: str
    sheet: str
    at: datetime
    by: str = ""  # a role; "": it was found changed in the workbook, and nobody said by whom
    before: str = ""  # the version it came from; "": the first that is known
    changed: dict[str, str] = {}  # heading and new text; of the first version all texts
    gone: bool = False  # the row is not in the workbook any more

    @property
    def id(self) -> str:
        """The digest of what it says."""
        return _digest(msgspec.json.encode(self, order="deterministic"))


@dataclass(frozen=True)
class Versions:
    """All versions of all records, by id."""

    known: Mapping[str, Version] = field(default_factory=dict)

    def of(self, ref: str) -> tuple[Version, ...]:
        """Those of one record, oldest first."""
        return _ordered({name: version for name, version in self.known.items() if version.ref == ref})

    def texts_at(self, ref: str, version: str = "") -> dict[str, str]:
        """The texts of a record as they stood after a version; of the latest where none is named."""
        texts: dict[str, str] = {}
        for item in self.of(ref):
            texts.update(item.changed)
            if item.gone:
                texts = {}
            if item.id == version:
                break
        return {heading: text for heading, text in texts.items() if text}

    def latest(self) -> dict[str, tuple[str, dict[str, str]]]:
        """Of each record that is not gone: its last version's id, and its texts."""
        found: dict[str, tuple[str, dict[str, str]]] = {}
        for item in _ordered(self.known):
            texts = {**found.get(item.ref, ("", {}))[1], **item.changed}
            found[item.ref] = (item.id, {} if item.gone else texts)
        return found


def _ordered(known: Mapping[str, Version]) -> tuple[Version, ...]:
    """By time; of the same second, each after the one it came from."""
    depths: dict[str, int] = {}

    def depth(name: str) -> int:
        line: list[str] = []
        while name in known and name not in depths and name not in line:
            line.append(name)
            name = known[name].before
        reached = depths.get(name, -1)
        for at, member in enumerate(reversed(line), start=1):
            depths[member] = reached + at
        return depths[line[0]] if line else reached

    return tuple(known[name] for name in sorted(known, key=lambda name: (known[name].at, depth(name), name)))


def texts_of(record: Record) -> dict[str, str]:
    """A record's filled fields as text, without those that the program keeps."""
    return {
        heading: "; ".join(value) if isinstance(value, tuple) else str(value)
        for heading, value in text_fields(record).items()
        if heading not in NOT_TEXT
    }


def news(
    known: Versions, library: Library, at: datetime, by: str = "", only: frozenset[str] | None = None
) -> tuple[Version, ...]:
    """What the library says that the history does not know yet, rows that have gone included.

    `by` is the role of whoever made the changes; `only` names the records to look at, where not all are meant. Pure.
    """
    latest = known.latest()
    found: list[Version] = []
    seen: set[str] = set()
    for kind in KEPT:
        for record in library.of(kind):
            if not record.ref or record.ref in seen or (only is not None and record.ref not in only):
                continue
            seen.add(record.ref)
            before, old = latest.get(record.ref, ("", {}))
            new = texts_of(record)
            changed = {
                heading: new.get(heading, "")
                for heading in {*old, *new}
                if new.get(heading, "") != old.get(heading, "")
            }
            if changed:
                ordered = dict(sorted(changed.items()))
                found.append(Version(ref=record.ref, sheet=record.sheet, at=at, by=by, before=before, changed=ordered))
    sheets = {kind.sheet for kind in KEPT if library.of(kind)}  # a sheet that could not be read has lost nothing
    last = {item.ref: item for item in _ordered(known.known)}
    for ref, item in sorted(last.items()):
        if ref not in seen and not item.gone and item.sheet in sheets and (only is None or ref in only):
            found.append(Version(ref=ref, sheet=item.sheet, at=at, by=by, before=item.id, gone=True))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """Where this installation writes. `installation` is its drawn id: 16 hex digits."""

    folder: Path
    installation: str

    @property
    def path(self) -> Path:
        """The file."""
        return file_of(self.folder, self.installation)

    def keep(
        self, library: Library, at: datetime, by: str = "", only: frozenset[str] | None = None
    ) -> tuple[Version, ...]:
        """Write down what is new of all records, or `only` of some, and return it.

        Raises AlongsideError where the folder cannot be used.
        """
        with locked(self.folder):
            found = news(read_versions(self.folder, only), library, at, by, only)
            if found:
                with _told():
                    add(self.path, b"".join(map(_line, found)))
            return found


def read_versions(folder: Path, only: frozenset[str] | None = None) -> Versions:
    """All files of the folder as one; a line that was cut short is left out. Raises AlongsideError.

    `only` names records that are enough: a long history is then read in a moment.
    """
    wanted = None if only is None else [_in_json(ref) for ref in only]
    found: dict[str, Version] = {}
    for path in _files(folder):
        with _told():
            lines = path.read_bytes().split(b"\n")
        for line in lines:
            if wanted is not None and not any(ref in line for ref in wanted):
                continue
            version = _version(line)
            if version is not None and (only is None or version.ref in only):
                found[version.id] = version
    return Versions(found)


def forget(folder: Path, refs: Iterable[str]) -> int:
    """Take every version of these records out of all files, each rewritten whole. Returns how many there were.

    Raises AlongsideError; then no file is half-written, and it can be asked again.
    """
    unwanted = frozenset(refs)
    taken = 0
    with locked(folder), _told():
        for path in _files(folder):
            lines = [line for line in path.read_bytes().split(b"\n") if line.strip()]
            kept = [line for line in lines if not _names(line, unwanted)]
            if len(kept) == len(lines):
                continue
            taken += len(lines) - len(kept)
            draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
            draft.write_bytes(b"".join(line + b"\n" for line in kept))
            draft.replace(path)
            sync_folder(folder)
    return taken


def _names(line: bytes, refs: frozenset[str]) -> bool:
    """Whether a line is about one of the records; a damaged one is, if it holds the id at all."""
    version = _version(line)
    if version is not None:
        return version.ref in refs
    return any(ref.encode() in line for ref in refs)


def _line(version: Version) -> bytes:
    return to_line({"id": version.id, "is": msgspec.to_builtins(version)})


def _version(line: bytes) -> Version | None:
    found: dict[str, Any] | None = from_line(line) if line.strip() else None
    try:
        return msgspec.convert(found["is"], Version) if found else None
    except (msgspec.ValidationError, KeyError, RecursionError):
        return None


def _in_json(ref: str) -> bytes:
    return msgspec.json.encode(ref)[1:-1]


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:32]


def _files(folder: Path) -> Sequence[Path]:
    with _told():
        return files_in(folder)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other processes on this machine. Raises AlongsideError."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - for writing only; costs a quarter of a start

    try:
        with _told():
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / ".lock", timeout=PATIENCE)
            lock.acquire()
    except Timeout as error:
        raise AlongsideError(
            _("Another Alongside has been writing to the history for too long."),
            where=FOLDER,
            remedy=_("Try again in a minute."),
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AlongsideError(
            _("The history of the library cannot be used: {why}.").format(why=error.strerror or error),
            where=FOLDER,
            remedy=_("Look whether the folder may be written to; the library itself is not affected."),
        ) from error
