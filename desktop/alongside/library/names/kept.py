"""The private list of names in the user's data folder: a key and the hashes, readable by the user alone."""

import base64
import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec
from filelock import FileLock
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.names.register import Name, Register, with_names
from alongside.settings import APP

KEY_BYTES = 32
_KEY, _LIST, _LOCK = "key", "list", "lock"


class _Kept(Struct, frozen=True):
    people: int
    hashes: list[str]
    version: int = 1


def names_folder() -> Path:
    """Where the list is on this computer: never in a workspace, which may be shared."""
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path(APP, appauthor=False) / "names"


def open_register(folder: Path | None = None) -> Register | None:
    """The list; None where there is none. Raises AlongsideError for one that cannot be read: silence would be worse."""
    folder = folder or names_folder()
    key, listed = folder / _KEY, folder / _LIST
    if not key.exists() and not listed.exists():
        return None
    try:
        secret = key.read_bytes()
        kept = msgspec.json.decode(listed.read_bytes(), type=_Kept)
        hashes = frozenset(base64.b64decode(text, validate=True) for text in kept.hashes)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise _unreadable() from error
    if len(secret) != KEY_BYTES or kept.version != 1:
        raise _unreadable()
    return Register(secret, hashes, kept.people)


def add_names(names: Iterable[Name], folder: Path | None = None) -> Register:
    """The list with more names, kept. Raises AlongsideError or OSError."""
    folder = folder or names_folder()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with FileLock(folder / _LOCK, timeout=30):
        before = open_register(folder) or Register(secrets.token_bytes(KEY_BYTES))
        after = with_names(before, names)
        if not (folder / _KEY).exists():
            _write(folder / _KEY, after.key)
        listed = _Kept(after.people, sorted(base64.b64encode(item).decode() for item in after.hashes))
        _write(folder / _LIST, msgspec.json.encode(listed))
    return after


def forget_names(folder: Path | None = None) -> bool:
    """Take list and key away; whether there was one. Raises OSError."""
    folder = folder or names_folder()
    there = [path for path in (folder / _KEY, folder / _LIST) if path.exists()]
    for path in there:
        path.unlink()
    with contextlib.suppress(OSError):
        (folder / _LOCK).unlink(missing_ok=True)
        folder.rmdir()
    return bool(there)


def _write(path: Path, data: bytes) -> None:
    # mkstemp makes the file readable by the user alone, before a byte is in it.
    handle, draft = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)


def _unreadable() -> AlongsideError:
    return AlongsideError(
        _("The private list of names cannot be read, so documents cannot be looked through for them."),
        remedy=_("Forget the list (“alongside names forget”, or in Settings), and add the names again."),
    )
