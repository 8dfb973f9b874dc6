"""What was said of each build, kept in the workspace: a folder that is found unchanged says the same again.

It is no part of what is built, which goes to others: what was found may quote what stays in the house.
"""

import contextlib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.findings import Finding
from alongside.render.manifest import NAME, file_sha256

KEPT = 500  # builds; one that is forgotten is built again


class Told(Struct, frozen=True, kw_only=True):
    """What a program is told of a build, beside what its manifest holds."""

    files: tuple[str, ...]  # in the order they were made
    findings: tuple[Finding, ...]
    summary: dict[str, Any]  # see `bulk.summary`


def keep(told: Told, built: Path, folder: Path) -> None:
    """Keep it for the build in the folder `built`. Where that cannot be written, the next time builds again."""
    with contextlib.suppress(OSError, AlongsideError):
        path = _path(built, folder)
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_bytes(msgspec.json.encode(told))
        draft.replace(path)
        _prune(folder)


def recall(built: Path, folder: Path) -> Told | None:
    """What was said when the folder `built` was built; None where nobody knows any more."""
    try:
        return msgspec.json.decode(_path(built, folder).read_bytes(), type=Told)
    except (OSError, AlongsideError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _path(built: Path, folder: Path) -> Path:
    """By the digest of its manifest, which holds those of all files: a folder that was moved or copied is known too."""
    return folder / f"{file_sha256(built / NAME)[:32]}.json"


def _prune(folder: Path) -> None:
    kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[KEPT:]:
        path.unlink(missing_ok=True)
