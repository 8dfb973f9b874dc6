"""The bytes of a file, and what they are known by."""

import hashlib
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.container import FILE_LIMIT, too_large


def digest_of(data: bytes) -> str:
    """What a workbook is known by: all of its bytes count."""
    return hashlib.sha256(data).hexdigest()


def bytes_of(path: Path) -> bytes:
    """The whole file. Raises AlongsideError where that is not possible or not wise."""
    try:
        return content_of(path)
    except AlongsideError as error:
        error.where = path.name
        raise


def content_of(path: Path) -> bytes:
    """`bytes_of` for who names the file in the error."""
    try:
        if path.is_dir():
            raise AlongsideError(_("This is a folder, not a workbook."), remedy=_("Choose the workbook inside it."))
        if path.stat().st_size > FILE_LIMIT:
            raise too_large()
        return path.read_bytes()
    except FileNotFoundError as error:
        raise AlongsideError(
            _("There is no such file."), remedy=_("Check its name, and whether it was moved or renamed.")
        ) from error
    except PermissionError as error:
        raise AlongsideError(
            _("This file may not be read, or another program keeps it to itself."),
            remedy=_("Close it in other programs, or ask for access to the folder."),
        ) from error
    except OSError as error:
        raise AlongsideError(
            _("This file could not be read from the disk."),
            remedy=_("If it lives on a network or in the cloud, copy it to this computer first."),
        ) from error
