"""The encrypted file: a header that tells nothing of what is inside, then chunks that only the password opens.

The key is made from the password by scrypt (RFC 7914), the chunks are AES-256-GCM with a counter as nonce and a mark on
the last one (the STREAM construction), so that a chunk that was changed, moved, left out or cut off is noticed.
"""

import hashlib
import hmac
import os
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from alongside.errors import AlongsideError
from alongside.i18n import _

CHUNK = 1 << 20  # bytes of what is inside
TAG = 16
SHORTEST = 10  # characters of a password
_MAGIC = b"alongside locked"
_VERSION = 1
_START = struct.Struct(">16sBBBB16s32s")  # magic, version, log2 of n, r, p, salt, nonce
_CHECK, _SUM = 32, 8
HEADER = _START.size + _CHECK + _SUM
COST = 17  # log2 of scrypt's n: 128 MiB and about half a second
_COSTS = range(10, 21)  # a made-up header cannot ask for more than 1 GiB


class WrongPasswordError(AlongsideError):
    """The password does not open this file."""


class DamagedError(AlongsideError):
    """The file is not as it was written."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a password becomes. It is kept in memory only, and never shown."""

    secret: bytes = field(repr=False)
    salt: bytes
    cost: int


def new_key(password: str, *, cost: int = COST) -> Key:
    """A key with a salt of its own. Raises AlongsideError where the password is too short."""
    if len(password) < SHORTEST:
        raise AlongsideError(
            _("This password is too short."),
            remedy=_("Take at least {n} characters, such as four words that nobody would put together.").format(
                n=SHORTEST
            ),
        )
    salt = os.urandom(16)
    return Key(_stretched(password, salt, cost), salt, cost)


def key_for(password: str, header: bytes, name: str) -> Key:
    """The key of a file. Raises WrongPasswordError, and DamagedError where the header is not whole."""
    cost, salt = _read_start(header, name)
    key = Key(_stretched(password, salt, cost), salt, cost)
    check_key(key, header, name)
    return key


def check_key(key: Key, header: bytes, name: str) -> None:
    """Raise WrongPasswordError where the key is not that of the file."""
    _cost, salt = _read_start(header, name)
    if salt != key.salt or not hmac.compare_digest(header[_START.size : -_SUM], _check(key, header[: _START.size])):
        raise WrongPasswordError(
            _("This is not the password of the locked workspace."),
            where=name,
            remedy=_("Try again; nothing was changed. Without the password nobody can open it, we neither."),
        )


def _stretched(password: str, salt: bytes, cost: int) -> bytes:
    same = unicodedata.normalize("NFC", password).encode()  # a Mac types some letters in two signs
    return Scrypt(salt=salt, length=32, n=1 << cost, r=8, p=1).derive(same)


def _derived(key: Key, start: bytes, what: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=start[-32:], info=what + start).derive(key.secret)


def _check(key: Key, start: bytes) -> bytes:
    return hmac.digest(_derived(key, start, b"check"), start, "sha256")


def _read_start(header: bytes, name: str) -> tuple[int, bytes]:
    if not header.startswith(_MAGIC):
        raise DamagedError(
            _("This is no locked workspace, or its first bytes are damaged."), where=name, remedy=_copy()
        )
    whole = len(header) == HEADER and hashlib.sha256(header[:-_SUM]).digest()[:_SUM] == header[-_SUM:]
    if not whole:
        raise DamagedError(_("The beginning of this locked workspace is damaged."), where=name, remedy=_copy())
    _magic, version, cost, r, p, salt, _nonce = _START.unpack_from(header)
    if version != _VERSION or cost not in _COSTS or (r, p) != (8, 1):
        raise AlongsideError(
            _("This workspace was locked by a newer version of Alongside."),
            where=name,
            remedy=_("Open it with that version."),
        )
    return cost, salt


def _copy() -> str:
    return _("Put back a copy of the file from your own backup.")


class Writer:
    """Takes what is inside piece by piece, and writes header and chunks."""

    def __init__(self, file: BinaryIO, key: Key) -> None:
        start = _START.pack(_MAGIC, _VERSION, key.cost, 8, 1, key.salt, os.urandom(32))
        checked = start + _check(key, start)
        file.write(checked + hashlib.sha256(checked).digest()[:_SUM])
        self._file, self._cipher = file, AESGCM(_derived(key, start, b"chunks"))
        self._waiting, self._number = bytearray(), 0

    def write(self, piece: bytes) -> None:
        """Add a piece."""
        self._waiting += piece
        while len(self._waiting) > CHUNK:  # never the last one, which is marked
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Write the last chunk."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), plain, None))
        self._number += 1


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def read_header(file: BinaryIO) -> bytes:
    """The first bytes of a file, as the other functions want them."""
    return file.read(HEADER)


def chunks(file: BinaryIO, key: Key, header: bytes, name: str) -> Iterator[bytes | None]:
    """What is inside, chunk by chunk, after the header was read; None for a chunk that is damaged."""
    check_key(key, header, name)
    cipher = AESGCM(_derived(key, header[: _START.size], b"chunks"))
    number, now = 0, file.read(CHUNK + TAG)
    while True:
        after = file.read(CHUNK + TAG) if len(now) == CHUNK + TAG else b""
        try:
            yield cipher.decrypt(_nonce(number, not after), now, None)
        except (InvalidTag, ValueError):
            yield None
        if not after:
            return
        number, now = number + 1, after
