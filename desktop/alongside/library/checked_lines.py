"""Files of lines that are only ever added: one JSON object a line, each with a checksum.

A process that is ended from outside can leave half a line at the end and nothing worse; whoever adds the next line
begins a new one, and what a line says is counted only if its checksum is right.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SUFFIX = ".jsonl"
_INSTALLATION = re.compile(r"[0-9a-f]{16}")


def to_line(found: Mapping[str, Any]) -> bytes:
    """The object as a line of the file, with its checksum."""
    return json.dumps({**found, "sum": _sum(found)}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def from_line(line: bytes) -> dict[str, Any] | None:
    """What a line holds; None where it is no whole line."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.pop("sum", None) != _sum(found):
        return None
    return found


def _sum(found: Mapping[str, Any]) -> str:
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def file_of(folder: Path, installation: str) -> Path:
    """Where one installation of the program writes its lines. `installation` is its drawn id: 16 hex digits."""
    if not _INSTALLATION.fullmatch(installation):
        raise ValueError("an installation is 16 hex digits")
    return folder / f"{installation}{SUFFIX}"


def files_in(folder: Path) -> list[Path]:
    """The files of all installations, in a fixed order. Raises OSError."""
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIX) and path.is_file())
    except (FileNotFoundError, NotADirectoryError):
        return []


def add(path: Path, text: bytes) -> None:
    """Add whole lines and wait until the disk has them. Only under a lock that all who add share. Raises OSError."""
    new = not path.exists()
    with path.open("ab+") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                text = b"\n" + text
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if new:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names of a folder's files. Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
