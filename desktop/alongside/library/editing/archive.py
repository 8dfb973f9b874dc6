"""Puts new content into some parts of a zip file; every other byte of the file is copied as it is.

The standard library's writer unpacks and packs again, and drops what it does not know: gaps, extra fields, comments.
Here the file is cut at the changed parts; headers are changed only where they state sizes and places.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alongside.i18n import _
from alongside.library.container import damaged

_END, _END_64, _END_64_PLACE = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_ENTRY, _LOCAL, _DESCRIPTOR = b"PK\x01\x02", b"PK\x03\x04", b"PK\x07\x08"
_ELSEWHERE = 0xFFFFFFFF  # the number is in the field for large files
_LARGE = 1  # the id of that field
_FOLLOWED = 0x08  # flag: sizes are told after the content, not before it
_DEFLATE = 8
FAST_FROM = 16 * 2**20  # bytes; larger parts are packed with less effort, so that saving stays quick


@dataclass(frozen=True, slots=True)
class Packed:
    """A part's new content, deflated."""

    content: bytes
    size: int  # unpacked
    crc: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the list of parts at the file's end."""

    place: int  # of the line itself
    length: int
    flags: int
    packed_size: int
    start: int  # of the part's own header, in the file
    name_length: int
    extra: bytes


@dataclass(frozen=True, slots=True)
class _End:
    place: int  # of the closing record
    large: int | None  # of the record for large files
    first: int  # where the list of parts begins
    size: int
    count: int
    before: int  # bytes of something else in front of the zip file


def pack(content: bytes) -> Packed:
    """Deflate a part."""
    squeeze = zlib.compressobj(6 if len(content) < FAST_FROM else 2, zlib.DEFLATED, -15)
    return Packed(squeeze.compress(content) + squeeze.flush(), len(content), zlib.crc32(content))


def replaced(data: bytes, parts: Mapping[int, Packed]) -> bytes:
    """The file with new content for the parts of these numbers, counted as its list of parts has them.

    Raises AlongsideError where the file's records do not agree with each other.
    """
    try:
        end = _end(data)
        entries = list(_entries(data, end))
        return b"".join(_pieces(data, end, entries, parts))
    except (struct.error, IndexError) as error:
        raise damaged(_("its list of parts cannot be read")) from error


def _end(data: bytes) -> _End:
    place = data.rfind(_END, max(0, len(data) - 65_557))
    if data[-22:-18] == _END and data[-2:] == b"\0\0":
        place = len(data) - 22
    if place < 0:
        raise damaged(_("it was cut short or its end is missing"))
    count, size, first = struct.unpack_from("<HII", data, place + 10)
    large = None
    list_end = place
    if data[max(0, place - 20) : max(0, place - 16)] == _END_64_PLACE and data[place - 76 : place - 72] == _END_64:
        large = list_end = place - 76
        count, size, first = struct.unpack_from("<QQQ", data, large + 32)
    begins = list_end - size
    if begins < 0 or begins < first:
        raise damaged(_("its list of parts cannot be read"))
    return _End(place, large, begins, size, count, begins - first)


def _entries(data: bytes, end: _End) -> Iterable[_Entry]:
    place = end.first
    while place < end.first + end.size:
        if data[place : place + 4] != _ENTRY:
            raise damaged(_("its list of parts cannot be read"))
        flags, packed, unpacked = (
            *struct.unpack_from("<H", data, place + 8),
            *struct.unpack_from("<II", data, place + 20),
        )
        name, extra, comment = struct.unpack_from("<HHH", data, place + 28)
        (start,) = struct.unpack_from("<I", data, place + 42)
        fields = data[place + 46 + name : place + 46 + name + extra]
        large = _field(fields, _LARGE)
        numbers = [at for at, stated in enumerate((unpacked, packed, start)) if stated == _ELSEWHERE]
        for order, which in enumerate(numbers):
            (value,) = struct.unpack_from("<Q", fields, large + 8 * order)
            packed, start = (value if which == 1 else packed), (value if which == 2 else start)
        length = 46 + name + extra + comment
        yield _Entry(place, length, flags, packed, start + end.before, name, fields)
        place += length


def _field(extra: bytes, wanted: int) -> int:
    """Where the content of an extra field begins; past the end where there is none."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        if kind == wanted:
            return place + 4
        place += 4 + length
    return len(extra)


def _without(extra: bytes, unwanted: int) -> bytes:
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        if kind == unwanted:
            return extra[:place] + extra[place + 4 + length :]
        place += 4 + length
    return extra


def _pieces(data: bytes, end: _End, entries: list[_Entry], parts: Mapping[int, Packed]) -> Iterable[bytes]:
    moved: dict[int, int] = {}  # number of a part -> how far its header moves
    order = sorted(range(len(entries)), key=lambda number: entries[number].start)
    here = shift = 0
    for at, number in enumerate(order):
        entry = entries[number]
        moved[number] = shift
        following = entries[order[at + 1]].start if at + 1 < len(order) else end.first
        if entry.start < here or data[entry.start : entry.start + 4] != _LOCAL:
            raise damaged(_("its parts lie over each other"))
        new = parts.get(number)
        if new is None:
            continue
        name, extra = struct.unpack_from("<HH", data, entry.start + 26)
        content = entry.start + 30 + name + extra
        stop = content + entry.packed_size
        if entry.flags & _FOLLOWED:
            stop = _after_descriptor(data, stop, following)
        if stop > following:
            raise damaged(_("its parts lie over each other"))
        yield data[here : entry.start]
        fields = _without(data[entry.start + 30 + name : content], _LARGE)
        head = bytearray(data[entry.start : entry.start + 30])
        struct.pack_into("<HH", head, 6, entry.flags & ~_FOLLOWED, _DEFLATE)
        struct.pack_into("<IIIHH", head, 14, new.crc, len(new.content), new.size, name, len(fields))
        yield bytes(head)
        yield data[entry.start + 30 : entry.start + 30 + name]
        yield fields
        yield new.content
        here = stop
        shift += 30 + name + len(fields) + len(new.content) - (stop - entry.start)
    yield data[here : end.first]
    listed = b"".join(_line(data, end, entry, moved[at], parts.get(at)) for at, entry in enumerate(entries))
    yield listed
    yield _closing(data, end, shift, len(listed))


def _after_descriptor(data: bytes, stop: int, following: int) -> int:
    """Past the sizes that are told after the content."""
    if following - stop in {12, 16, 20, 24}:
        return following
    return stop + (16 if data[stop : stop + 4] == _DESCRIPTOR else 12)


def _line(data: bytes, end: _End, entry: _Entry, moved: int, new: Packed | None) -> bytes:
    line = bytearray(data[entry.place : entry.place + entry.length])
    start = entry.start - end.before + moved
    if new is None:
        if struct.unpack_from("<I", line, 42)[0] != _ELSEWHERE:
            struct.pack_into("<I", line, 42, start)
        else:
            before = sum(struct.unpack_from("<I", line, at)[0] == _ELSEWHERE for at in (20, 24))
            at = 46 + entry.name_length + _field(entry.extra, _LARGE) + 8 * before
            struct.pack_into("<Q", line, at, start)
        return bytes(line)
    fields = _without(entry.extra, _LARGE)
    struct.pack_into("<HH", line, 8, entry.flags & ~_FOLLOWED, _DEFLATE)
    struct.pack_into("<III", line, 16, new.crc, len(new.content), new.size)
    struct.pack_into("<H", line, 30, len(fields))
    struct.pack_into("<I", line, 42, start)
    name_end = 46 + entry.name_length
    return bytes(line[:name_end]) + fields + bytes(line[name_end + len(entry.extra) :])


def _closing(data: bytes, end: _End, shift: int, size: int) -> bytes:
    """What follows the list of parts, with its new place and size."""
    tail = bytearray(data[end.first + end.size :])
    first = end.first - end.before + shift
    at = end.place - (end.first + end.size)
    if end.large is not None:
        struct.pack_into("<QQ", tail, 40, size, first)
        (place,) = struct.unpack_from("<Q", tail, 56 + 8)
        struct.pack_into("<Q", tail, 56 + 8, place + shift + size - end.size)
    if struct.unpack_from("<I", tail, at + 12)[0] != _ELSEWHERE:
        struct.pack_into("<I", tail, at + 12, size)
    if struct.unpack_from("<I", tail, at + 16)[0] != _ELSEWHERE:
        struct.pack_into("<I", tail, at + 16, first)
    return bytes(tail)
