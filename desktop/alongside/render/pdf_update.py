"""A PDF with some of its objects changed: what it was, then these objects behind it, as the format allows.

Nothing else is read or copied, so the time goes with what is changed and not with the number of pages.
"""

import re
import struct
from collections.abc import Iterable
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

_START = re.compile(rb"startxref\s+(\d+)")


class PdfUpdate:
    """Raises what pypdf raises for a file that is no sound PDF, and PdfReadError for one that is locked."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.reader = PdfReader(BytesIO(pdf))
        if self.reader.is_encrypted:
            raise PdfReadError("it is locked with a password")
        self._before: dict[tuple[int, int], bytes] = {}  # number and generation: what it was; of a new one nothing
        self._now: dict[tuple[int, int], PdfObject] = {}
        numbers = [number for table in self.reader.xref.values() for number in table]
        self._last = max([*numbers, *self.reader.xref_objStm], default=0)

    @property
    def root(self) -> DictionaryObject:
        """What the document begins from."""
        return self.reader.root_object

    def change(self, kept: PdfObject) -> None:
        """To be called before an object of the file is changed; one that stays as it is costs nothing."""
        reference = getattr(kept, "indirect_reference", None)
        if reference is None:
            raise PdfReadError("an object has no number of its own")
        key = (reference.idnum, reference.generation)
        if key not in self._now:
            self._before[key], self._now[key] = _written(kept), kept

    def add(self, made: PdfObject) -> IndirectObject:
        """A new object's reference."""
        self._last += 1
        self._before[self._last, 0], self._now[self._last, 0] = b"", made
        return IndirectObject(self._last, 0, self.reader)

    def page(self, index: int) -> IndirectObject | None:
        """The reference of a page, counted from 0."""
        return self.reader.pages[index].indirect_reference

    def info(self) -> DictionaryObject:
        """The file's properties, ready to be changed."""
        trailer = self.reader.trailer
        held = trailer.raw_get("/Info") if "/Info" in trailer else None
        info = held.get_object() if held is not None else None
        if isinstance(info, DictionaryObject) and isinstance(held, IndirectObject):
            self.change(info)
            return info
        made = DictionaryObject(info if isinstance(info, DictionaryObject) else {})
        trailer[NameObject("/Info")] = self.add(made)
        return made

    def whole(self) -> bytes:
        """The whole file; the same file and changes give the same bytes."""
        texts = {key: _written(item) for key, item in sorted(self._now.items())}
        changed = {key: text for key, text in texts.items() if text != self._before[key]}
        if not changed:
            return self._pdf
        made, places = bytearray(self._pdf), []
        for (number, generation), text in changed.items():
            places.append(struct.pack(">BIB", 1, len(made), generation))
            made += b"%d %d obj\n%b\nendobj\n" % (number, generation, text)
        start = len(made)
        table = self._table([number for number, _generation in changed], b"".join(places))
        made += b"%d 0 obj%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (self._last + 1, _written(table), start)
        return bytes(made)

    def _table(self, numbers: list[int], places: bytes) -> StreamObject:
        trailer = self.reader.trailer
        starts = _START.findall(self._pdf)
        table: dict[str, object] = {
            NameObject("/Type"): NameObject("/XRef"),
            NameObject("/Size"): NumberObject(self._last + 2),
            NameObject("/Root"): self.root.indirect_reference,
            NameObject("/Filter"): NameObject("/FlateDecode"),
            NameObject("/Index"): ArrayObject([NumberObject(item) for run in _runs(numbers) for item in run]),
            NameObject("/W"): ArrayObject([NumberObject(1), NumberObject(4), NumberObject(1)]),
            "__streamdata__": b"",
        }
        info = trailer.raw_get("/Info") if "/Info" in trailer else None
        if isinstance(info, IndirectObject) and info.idnum in numbers:
            table[NameObject("/Info")] = info
        table[NameObject("/Prev")] = NumberObject(int(starts[-1]) if starts else 0)
        if isinstance(ids := trailer.get("/ID"), ArrayObject):
            table[NameObject("/ID")] = ArrayObject(map(_as_bytes, ids))
        stream = StreamObject.initialize_from_dictionary(table)
        stream.set_data(places)
        return stream


def _written(item: PdfObject) -> bytes:
    stream = BytesIO()
    item.write_to_stream(stream)
    return stream.getvalue()


def _as_bytes(item: PdfObject) -> PdfObject:
    return ByteStringObject(item.original_bytes) if isinstance(item, TextStringObject) else item


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The numbers as first ones and how many follow on."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and sum(runs[-1]) == number:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs
