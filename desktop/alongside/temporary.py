"""What our own runs left behind when they were ended from outside: temporary folders, and drafts in a workspace."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

OLD = 86_400  # seconds after which nobody is at work in it any more
_FOLDERS = ("alongside-",)
_DRAFTS = (".part",)


def left_behind(before: float, workspace: Path | None = None) -> Iterator[Path]:
    """What nobody has changed since `before` (seconds, as the disk counts them) and only we can have made."""
    for path in _listed(Path(tempfile.gettempdir())):
        if path.name.startswith(_FOLDERS) and path.is_dir() and _ours(path) and _older(path, before):
            yield path
    for here, folders, files in os.walk(workspace) if workspace is not None else ():
        for name in (*files, *folders):
            path = Path(here, name)
            draft = name.startswith(".") and name.endswith(_DRAFTS) and not path.is_dir()
            made = name.startswith(".alongside-") and path.is_dir()
            if (draft or made) and not path.is_symlink() and _older(path, before):
                yield path


def clear_temporary(before: float, workspace: Path | None = None) -> int:
    """Take it away; return how many files and folders went. What cannot be removed stays for the next time."""
    gone = 0
    for path in tuple(left_behind(before, workspace)):
        with contextlib.suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            gone += 1
    return gone


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _ours(path: Path) -> bool:
    """Whether it belongs to this user and is no link; Windows has a temporary folder for each user."""
    if path.is_symlink():
        return False
    return os.name == "nt" or path.stat().st_uid == os.getuid()


def _older(path: Path, before: float) -> bool:
    """Whether nothing in it was changed since."""
    try:
        inside = (item.lstat().st_mtime for item in path.rglob("*")) if path.is_dir() else ()
        return max(path.lstat().st_mtime, *inside, 0.0) < before
    except OSError:
        return False
