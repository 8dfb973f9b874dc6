"""The drawn id of this installation, by which its file in a ledger is told from those of other machines."""

import os
import re
import secrets
from functools import cache
from pathlib import Path

from alongside.settings import APP

_ID = re.compile(r"[0-9a-f]{16}")


def installation_file() -> Path:
    """Where the id is kept on this computer."""
    from platformdirs import user_data_path  # noqa: PLC0415 - for building only

    return user_data_path(APP, appauthor=False) / "installation"


@cache
def installation() -> str:
    """The id; drawn the first time. It says nothing of the computer or of who uses it.

    Where it cannot be kept, another is drawn at each start: the ledger has more files then, and no less in them.
    """
    try:
        return kept_id(installation_file())
    except OSError:
        return secrets.token_hex(8)


def kept_id(path: Path) -> str:
    """The id in that file; of several processes that draw one at once, all get the first. Raises OSError."""
    found = _id_in(path)
    if found:
        return found
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        draft.write_text(secrets.token_hex(8), encoding="ascii")
        if path.exists():  # there, and no id
            draft.replace(path)
        else:
            _put(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    found = _id_in(path)
    if not found:
        raise OSError(path.name)
    return found


def _put(draft: Path, path: Path) -> None:
    """Give the draft its name, unless another process was sooner."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        draft.replace(path)


def _id_in(path: Path) -> str:
    try:
        found = path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    return found if _ID.fullmatch(found) else ""
