"""The members of a zip as they lie in it, compressed bytes included, and a zip made of such members."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

LEVEL = 1  # of 9: a filled page packs three times faster than at 6, and a third larger
_DAY = 0x0021  # 1 January 1980, the first day that a zip can name: a part carries no time of its own
_UTF8 = 0x0800
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")


@dataclass(frozen=True, slots=True)
class Member:
    """One part, packed."""

    method: int
    crc: int
    size: int  # bytes, unpacked
    packed: bytes


def packed(content: bytes, level: int = LEVEL) -> Member:
    """A part's content as a member."""
    press = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Member(zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), press.compress(content) + press.flush())


def stored(content: bytes) -> Member:
    """A part's content as a member that is not compressed."""
    return Member(zipfile.ZIP_STORED, zlib.crc32(content), len(content), content)


def members(data: bytes) -> dict[str, Member]:
    """Every member of a zip by name, without unpacking any; of two with one name the last, as `zipfile` reads them.

    Raises what `zipfile` and `struct` raise for a broken file.
    """
    found = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for entry in archive.infolist():
            head = _LOCAL.unpack_from(data, entry.header_offset)
            start = entry.header_offset + _LOCAL.size + head[9] + head[10]
            content = data[start : start + entry.compress_size]
            found[entry.filename] = Member(entry.compress_type, entry.CRC, entry.file_size, content)
    return found


class Contents(Mapping[str, bytes]):
    """What members hold, unpacked when it is asked for."""

    def __init__(self, packed_members: Mapping[str, Member]) -> None:
        self._members = packed_members

    def __getitem__(self, name: str) -> bytes:
        member = self._members[name]
        return zlib.decompress(member.packed, -15) if member.method == zipfile.ZIP_DEFLATED else member.packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


def whole(member: Member) -> bool:
    """Whether the packed bytes are one stream and nothing behind it."""
    if member.method == zipfile.ZIP_STORED:
        return len(member.packed) == member.size
    reader = zlib.decompressobj(-15)
    reader.decompress(member.packed, member.size + 1)
    return reader.eof and not reader.unused_data


def zip_of(entries: Iterable[tuple[str, Member]]) -> bytes:
    """A zip of the members, in the order given, with nothing in it that differs from one machine or minute to the next.

    Raises ValueError for more than a zip of the old kind holds: 4 GiB or 65,535 members.
    """
    out, index, place, count = [], [], 0, 0
    for name, member in entries:
        encoded = name.encode()
        flags = 0 if name.isascii() else _UTF8
        sizes = (member.crc, len(member.packed), member.size, len(encoded), 0)
        if place > 0xFFFFFFFF or member.size > 0xFFFFFFFF or count >= 0xFFFF:
            raise ValueError("too large for a zip")
        out += [_LOCAL.pack(b"PK\3\4", 20, flags, member.method, 0, _DAY, *sizes), encoded, member.packed]
        index += [
            _CENTRAL.pack(b"PK\1\2", 20, 20, flags, member.method, 0, _DAY, *sizes, 0, 0, 0, 0, place),
            encoded,
        ]
        place += _LOCAL.size + len(encoded) + len(member.packed)
        count += 1
    listed = b"".join(index)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), place, 0)
    return b"".join([*out, listed, end])
