"""A library as bytes, for another process of the same program on the same computer; nothing to keep in a file."""

import pickle
from typing import Any

from alongside.library.library import Library
from alongside.library.records import BY_SHEET, COLUMNS


def packed(library: Library) -> bytes:
    """The library as bytes, to be read back by `unpacked` in the same version of the program alone."""
    sheets: dict[str, list[tuple[Any, ...]]] = {}
    for sheet, records in library.records.items():
        names = _names(sheet)
        sheets[sheet] = [tuple(getattr(record, name) for name in names) for record in records]
    content = (library.name, library.digest, sheets, dict(library.about), library.findings)
    return pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Library:
    """The library that `packed` was given. Only for bytes that this program's own process wrote."""
    name, digest, sheets, about, findings = pickle.loads(data)  # noqa: S301 - see above
    records = {}
    for sheet, rows in sheets.items():
        names, kind = _names(sheet), BY_SHEET[sheet]
        records[sheet] = tuple(kind(**dict(zip(names, row, strict=True))) for row in rows)
    return Library(name, digest, records, about, findings)


def _names(sheet: str) -> tuple[str, ...]:
    return ("row", *(column.heading for column in COLUMNS[sheet]))
