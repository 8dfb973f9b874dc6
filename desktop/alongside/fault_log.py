"""What is kept of a fault in the program: where in the code it was, and nothing that tells of a person or a file."""

import platform
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath

from platformdirs import user_log_path

from alongside import __version__

NAME = "faults.log"
KEPT = 200_000  # bytes; older faults make way


def fault_text(error: BaseException, at: datetime) -> str:
    """One entry. Kinds of error, files of the program, lines and functions; never a message, which may quote a user."""
    return _entry(places_of(error), at)


def places_of(error: BaseException) -> list[str]:
    """The kinds of error and where in the code they were, line by line."""
    lines = []
    shown: BaseException | None = error
    while shown is not None:
        lines.append(type(shown).__name__)
        for frame in traceback.extract_tb(shown.__traceback__):
            lines.append(f"    {_inside(frame.filename)}:{frame.lineno} {frame.name}")
        shown = shown.__cause__ or (None if shown.__suppress_context__ else shown.__context__)
    return lines


def keep_fault(error: BaseException | Sequence[str], at: datetime, folder: Path | None = None) -> Path | None:
    """Add the fault, or its places where it happened in another process, to the log and return the log.

    None where it cannot be written.
    """
    text = fault_text(error, at) if isinstance(error, BaseException) else _entry(error, at)
    try:
        folder = folder or user_log_path("Alongside", appauthor=False, ensure_exists=True)
        path = folder / NAME
        before = path.read_text(encoding="utf-8", errors="replace")[-KEPT:] if path.is_file() else ""
        path.write_text(before + text, encoding="utf-8")
    except OSError:
        return None
    return path


def _entry(places: Sequence[str], at: datetime) -> str:
    head = f"{at:%Y-%m-%d %H:%M}  Alongside {__version__}, Python {platform.python_version()}, {platform.system()}"
    return "\n".join([head, *places]) + "\n\n"


def _inside(filename: str) -> str:
    """A source file as seen from its package: the rest of the path names a machine or its user."""
    parts = PurePath(filename).parts
    for root in ("site-packages", "desktop"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    return parts[-1] if parts else ""
