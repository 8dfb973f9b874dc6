"""A picture file read: sound, upright, and silent about who took it where.

What a camera or a program wrote beside the picture (place, time, names, thumbnails, comments) is left out without
touching the picture itself.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.packs.picture import Picture

PIXELS = 60_000_000  # a larger one was made to do harm
BYTES = 40 * 2**20
_QUALITY = 92  # of 100, where a photograph has to be turned
_ORIENTATION = 0x0112  # EXIF: which way up the camera was held
_UPRIGHT = 1
_TURNED = range(2, 9)
_FORMATS = ("PNG", "JPEG", "MPO")
# Besides the picture itself, what says how its colours are meant.
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP"}
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_PROFILE = b"ICC_PROFILE\0"


def whole(path: Path) -> bytes:
    """The bytes of a picture's file. Raises OSError, and AlongsideError for one that is far too large."""
    if path.stat().st_size > BYTES:
        raise _too_large(path.name)
    return path.read_bytes()


def read_picture(data: bytes, name: str) -> Picture:
    """The picture in a PNG or JPEG file. Raises AlongsideError, naming the file, for anything else or a broken one."""
    if not data.startswith((_PNG, _JPEG)):
        raise AlongsideError(
            _("This is not a picture that Word shows everywhere: only PNG and JPEG are."),
            where=name,
            remedy=_("Open it in a picture program and save it as PNG or JPEG."),
        )
    if len(data) > BYTES:
        raise _too_large(name)
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > PIXELS:
                raise _too_large(name)
            image.load()  # a file that was cut short says so only here
            turned = image.getexif().get(_ORIENTATION, _UPRIGHT) in _TURNED
            size = _size(image, turned=turned)
            data = _upright(image) if turned else data
        bare = _bare_png(data) if data.startswith(_PNG) else _bare_jpeg(data)
    except AlongsideError:
        raise
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        struct.error,
        zlib.error,
        IndexError,
        Image.DecompressionBombError,
        OverflowError,
        KeyError,
        TypeError,
    ) as error:
        raise _broken(name) from error
    return Picture(bare, *size)


def _size(image: Image.Image, *, turned: bool) -> tuple[int, int]:
    """As it is upright: Pillow leaves the camera's own width and height."""
    sideways = turned and image.getexif().get(_ORIENTATION, _UPRIGHT) >= 5
    return (image.height, image.width) if sideways else (image.width, image.height)


def _upright(image: Image.Image) -> bytes:
    """Turned as the camera was held: Word and LibreOffice would show it lying on its side."""
    made, target = ImageOps.exif_transpose(image), BytesIO()
    profile = image.info.get("icc_profile")
    if image.format == "PNG":
        made.save(target, "PNG", icc_profile=profile)
    else:
        made.save(target, "JPEG", quality=_QUALITY, icc_profile=profile)
    return target.getvalue()


def _bare_png(data: bytes) -> bytes:
    kept, place = [_PNG], len(_PNG)
    while True:
        (size,) = struct.unpack_from(">I", data, place)
        kind, end = data[place + 4 : place + 8], place + 12 + size
        if end > len(data) or zlib.crc32(data[place + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise ValueError("broken chunk")
        if kind in _PNG_KEPT:
            kept.append(data[place:end])
        if kind == b"IEND":
            return b"".join(kept)
        place = end


def _bare_jpeg(data: bytes) -> bytes:
    return _JPEG + b"".join(_jpeg_pieces(data)) + b"\xff\xd9"


def _jpeg_pieces(data: bytes) -> Iterator[bytes]:
    """The segments that make the picture, up to its end; thumbnails and second pictures stand behind it."""
    place = 2
    while True:
        if data[place] != 0xFF:
            raise ValueError("no marker")
        kind = data[place + 1]
        if kind == 0xFF:  # filling
            place += 1
            continue
        if kind == 0xD9:
            return
        if kind == 0x01 or 0xD0 <= kind <= 0xD7:
            yield data[place : place + 2]
            place += 2
            continue
        end = place + 2 + struct.unpack_from(">H", data, place + 2)[0]
        if kind == 0xDA:
            end = _scan_end(data, end)
        segment = data[place:end]
        notes = kind == 0xFE or (0xE0 <= kind <= 0xEF)
        colour = kind in {0xE0, 0xEE} or (kind == 0xE2 and segment[4:].startswith(_PROFILE))
        if not notes or colour:
            yield _bare_jfif(segment) if kind == 0xE0 else segment
        place = end


def _bare_jfif(segment: bytes) -> bytes:
    """A JFIF header without its thumbnail; any other of its kind goes."""
    if not segment[4:].startswith(b"JFIF\0") or len(segment) < 18:
        return b""
    return segment[:2] + b"\0\x10" + segment[4:16] + b"\0\0"


def _scan_end(data: bytes, place: int) -> int:
    """Where the compressed picture ends: at a marker that is neither a stuffed byte nor a restart."""
    while True:
        place = data.index(b"\xff", place)
        if data[place + 1] != 0 and not 0xD0 <= data[place + 1] <= 0xD7:
            return place
        place += 2


def _too_large(name: str) -> AlongsideError:
    return AlongsideError(
        _("The picture is far larger than a page shows."),
        where=name,
        remedy=_("Make it smaller in a picture program: 2,000 pixels across are enough for a page."),
    )


def _broken(name: str) -> AlongsideError:
    return AlongsideError(
        _("The picture is damaged: it ends too soon, or part of it cannot be read."),
        where=name,
        remedy=_("Export it again, or copy it again from where it came from."),
    )
