"""The ledger's folder: one file for each installation of the program, to which lines are only ever added.

The files of two machines never meet: whoever copies or synchronises the folder has merged them. A file's name is drawn
and says nothing of whose it is.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _, ngettext
from alongside.library.checked_lines import add, file_of, files_in, from_line, to_line
from alongside.library.ledger.entries import (
    WHOLE,
    Build,
    Ledger,
    Outcome,
    Released,
    Result,
    Tombstone,
    check_outcome,
    merged,
)

FOLDER = "ledger"
PATIENCE = 30.0  # seconds to wait for another process of this installation
Entry = Build | Released | Outcome | Tombstone
_KINDS: dict[str, type[Build] | type[Released] | type[Outcome] | type[Tombstone]] = {
    "build": Build, "released": Released, "outcome": Outcome, "tombstone": Tombstone,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """What a folder tells, and what could not be read of it."""

    ledger: Ledger
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """Where this installation writes. `installation` is its drawn id: 16 hex digits."""

    folder: Path
    installation: str

    @property
    def path(self) -> Path:
        """The file."""
        return file_of(self.folder, self.installation)

    def record_build(self, build: Build, released: Released) -> bool:
        """Note a build, unless the folder knows of it. Returns whether a line was added. Raises AlongsideError."""
        with self._locked():
            name = build.id
            known = _builds_called(self.folder, name)
            if known and set(build.outputs) <= {output for item in known for output in item.outputs}:
                return False
            lines: list[tuple[str, str, Struct]] = [("build", name, build)]
            if not _has(self.folder, f'"id":"{released.id}"'):
                lines.insert(0, ("released", released.id, released))
            self._add(lines)
            return True

    def record_outcome(
        self, pack: str, question: str = WHOLE, *, at: datetime, result: Result = Result.OPEN,
        score: float | None = None, out_of: float | None = None, words: str = "",
    ) -> Outcome:  # fmt: skip
        """Note what came of a pack or a question, in place of what was noted before. Raises AlongsideError."""
        with self._locked():
            seen = read_ledger(self.folder).ledger.revision(pack, question)
            entered = Outcome(
                id=secrets.token_hex(16), pack=pack, question=question, revision=seen + 1, at=at, result=result,
                score=score, out_of=out_of, words=words.strip(),
            )  # fmt: skip
            check_outcome(entered)
            self._add([("outcome", entered.id, entered)])
            return entered

    def record_tombstones(self, stones: Iterable[Tombstone]) -> None:
        """Note that stories have left. Raises AlongsideError."""
        with self._locked():
            self._add([("tombstone", stone.id, stone) for stone in stones])

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # noqa: PLC0415 - for writing only; costs a quarter of a start

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / f".{self.installation}.lock", timeout=PATIENCE)
            lock.acquire()
        except Timeout as error:
            raise AlongsideError(
                _("Another Alongside has been writing to the ledger of use for too long."),
                where=FOLDER,
                remedy=_("Try again in a minute."),
            ) from error
        except OSError as error:
            raise _unusable(error) from error
        try:
            yield
        finally:
            lock.release()

    def _add(self, entries: Sequence[tuple[str, str, Struct]]) -> None:
        text = b"".join(
            to_line({"kind": kind, "id": name, "is": msgspec.to_builtins(entry)}) for kind, name, entry in entries
        )
        try:
            add(self.path, text)
        except OSError as error:
            raise _unusable(error) from error


def read_ledger(folder: Path) -> Read:
    """Everything the folder's files tell, those of other machines too. A line that was cut short is skipped and told.

    Raises AlongsideError where a file cannot be read at all: what is not known must not look like no use.
    """
    found, findings = [], []
    for path in _files(folder):
        ledger, spoilt, newer = _taken(_bytes(path).split(b"\n"))
        found.append(ledger)
        place = Place(workbook=f"{FOLDER}/{path.name}")
        if spoilt:
            findings.append(
                finding(
                    "ledger.torn_line",
                    place,
                    ngettext(
                        "{n} line of the ledger of use is damaged and was left out.",
                        "{n} lines of the ledger of use are damaged and were left out.",
                        spoilt,
                    ).format(n=spoilt),
                    _("All other lines count. Build the last pack again if its use should be on record."),
                )
            )
        if newer:
            findings.append(
                finding(
                    "ledger.newer_line",
                    place,
                    ngettext(
                        "{n} line of the ledger of use was written by a newer Alongside.",
                        "{n} lines of the ledger of use were written by a newer Alongside.",
                        newer,
                    ).format(n=newer),
                    _("Update Alongside to see all uses."),
                )
            )
    return Read(merged(found), tuple(findings))


def _taken(lines: Iterable[bytes]) -> tuple[Ledger, int, int]:
    builds: dict[str, Build] = {}
    released: dict[str, Released] = {}
    outcomes: dict[str, Outcome] = {}
    tombstones: dict[str, Tombstone] = {}
    every: list[Ledger] = []
    spoilt = newer = 0
    for line in lines:
        if not line.strip():
            continue
        found = from_line(line)
        if found is None:
            spoilt += 1
            continue
        entry = _entry(found)
        match entry:
            case Build():
                if entry.id in builds:  # the same again, with other files
                    every.append(Ledger(builds={entry.id: entry}))
                else:
                    builds[entry.id] = entry
            case Released():
                released[entry.id] = entry
            case Outcome():
                outcomes[entry.id] = entry
            case Tombstone():
                tombstones[entry.id] = entry
            case None:
                newer += 1
    return merged([Ledger(builds, released, outcomes, tombstones), *every]), spoilt, newer


def _entry(found: dict[str, Any]) -> Entry | None:
    """None for a line of a kind, or with fields, that this version does not know."""
    kind = _KINDS.get(str(found.get("kind")))
    try:
        entry = msgspec.convert(found.get("is"), kind) if kind else None
    except (msgspec.ValidationError, RecursionError):
        return None
    # Should a newer version say more than this one keeps, what it says is another thing, and shall not count twice.
    return entry if entry is not None and entry.id == found.get("id") else None


def _files(folder: Path) -> list[Path]:
    try:
        return files_in(folder)
    except OSError as error:
        raise _unusable(error) from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unusable(error) from error


def _builds_called(folder: Path, name: str) -> list[Build]:
    """The builds of that id, without taking in the whole ledger."""
    mark = f'"id":"{name}"'.encode()
    lines = (line for path in _files(folder) for line in _bytes(path).split(b"\n") if mark in line)
    return [entry for line in lines if (found := from_line(line)) and isinstance(entry := _entry(found), Build)]


def _has(folder: Path, mark: str) -> bool:
    wanted = mark.encode()
    return any(
        from_line(line) is not None
        for path in _files(folder)
        for line in _bytes(path).split(b"\n")
        if wanted in line and b'"kind":"released"' in line[:40]
    )


def _unusable(error: OSError) -> AlongsideError:
    return AlongsideError(
        _("The ledger of use cannot be used: {reason}.").format(reason=error.strerror or error),
        where=FOLDER,
        remedy=_("Check that you may read and write in the workspace's folder and that the disk has room."),
    )
