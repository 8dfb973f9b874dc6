"""Passwords: from a file or typed unseen; never a word of the command line, and never kept."""

import sys
from argparse import Namespace
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import TypeVar

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.intake.locked import PasswordNeeded

_LONGEST = 4_096  # bytes of a file that holds a password

_Done = TypeVar("_Done")


def with_password(given: Namespace, work: Callable[[str | None], _Done]) -> _Done:
    """Do the work with the password of --password-file, else without, and with one that is typed where it is asked for.

    Raises PasswordNeeded where there is nobody to type one.
    """
    password = password_in(given.password_file) if given.password_file is not None else None
    try:
        return work(password)
    except PasswordNeeded:
        if password is not None or not sys.stdin.isatty():
            raise
    return work(getpass(_("Password of the buyer's file: ")))


def password_in(path: Path) -> str:
    """The password in the first line of a file. Raises AlongsideError."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST + 1)
    except OSError as error:
        raise AlongsideError(
            _("The file with the password cannot be read."), where=path.name, remedy=_("Check its name.")
        ) from error
    try:
        words = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        words = []
    if not words or not words[0] or len(data) > _LONGEST:
        raise AlongsideError(
            _("This file holds no password."), where=path.name, remedy=_("Write the password into its first line.")
        )
    return words[0]
