"""The log of exports: a line for each finished build, report, answered file and person export, only ever added to."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.checked_lines import add, file_of, files_in, from_line, to_line
from alongside.workspace import Workspace

FOLDER = "exports"
_PATIENCE = 30.0  # seconds to wait for another process of this installation


class Export(Struct, frozen=True):
    """One thing that was written to be given away. It names nobody but whoever the user says they are."""

    at: datetime  # by the clock on the user's wall
    by: str  # the role or account as typed in Settings; empty: none was typed
    kind: str  # pack, answers, report or person
    name: str  # of the folder or file, without its path; of a person export only its ending, which names nobody
    sha256: str  # of the file; of a pack, of its manifest, which holds those of its files
    final: bool = False


def export_of(path: Path, kind: str, at: datetime, by: str, *, final: bool = False) -> Export:
    """What is noted of a written file, or of a pack's folder. Raises OSError."""
    held = path / "manifest.json" if path.is_dir() else path
    with held.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Export(at, by.strip(), kind, path.suffix if kind == "person" else path.name, digest, final)


def note(workspace: Workspace, installation: str, exports: Sequence[Export]) -> None:
    """Add lines. Raises AlongsideError where the disk refuses."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - for writing only

    if not exports:
        return
    folder = workspace.folder / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f".{installation}.lock", timeout=_PATIENCE):
            lines = (to_line(msgspec.to_builtins(item)) for item in exports)
            add(file_of(folder, installation), b"".join(lines))
    except (OSError, Timeout) as error:
        raise AlongsideError(
            _("What was written could not be noted in the log of exports."),
            where=FOLDER,
            remedy=_("The files are there; see that the workspace can be written, and export again."),
        ) from error


def read_exports(workspace: Workspace) -> tuple[tuple[Export, ...], int]:
    """All exports, the last one first, and how many lines could not be read. Raises OSError."""
    found: list[Export] = []
    lost = 0
    for path in files_in(workspace.folder / FOLDER):
        for line in path.read_bytes().splitlines():
            held = from_line(line)
            try:
                found.append(msgspec.convert(held, Export))
            except msgspec.ValidationError:
                lost += 1
    return tuple(sorted(found, key=lambda item: item.at, reverse=True)), lost
