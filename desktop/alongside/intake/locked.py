"""Opens files that are protected by a password. The password is used and forgotten; nothing keeps it."""

from io import BytesIO

import msoffcrypto
from msoffcrypto.exceptions import InvalidKeyError

from alongside.errors import AlongsideError
from alongside.i18n import _

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class PasswordNeeded(AlongsideError):  # noqa: N818 - nothing failed: it asks
    """The file can be read with a password, and none or a wrong one was given."""


def is_locked(data: bytes) -> bool:
    """Whether a Word file or workbook is protected by a password to open it."""
    return data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data


def unlocked(data: bytes, name: str, password: str | None) -> bytes:
    """What a protected file holds. Raises PasswordNeeded, and AlongsideError for a way of protecting nobody knows."""
    if password is None:
        raise PasswordNeeded(
            _("This file is protected by a password, so it cannot be read."),
            where=name,
            remedy=_("Give its password: the buyer's instructions name it."),
        )
    made = BytesIO()
    try:
        file = msoffcrypto.OfficeFile(BytesIO(data))
        file.load_key(password=password, verify_password=True)
        file.decrypt(made)
    except InvalidKeyError as error:
        raise PasswordNeeded(
            _("That is not the password of this file."), where=name, remedy=_("Type it again.")
        ) from error
    except Exception as error:
        raise AlongsideError(
            _("This file is protected in a way that cannot be opened here."),
            where=name,
            remedy=_("Open it in Word or Excel, save it without a password, and try again."),
        ) from error
    opened = made.getvalue()
    if not opened.startswith(b"PK"):
        raise PasswordNeeded(_("That is not the password of this file."), where=name, remedy=_("Type it again."))
    return opened
