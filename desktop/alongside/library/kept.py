"""Opens a library that was read before without reading its workbook again (see `cache_files`).

Kept are the rows, and what is wrong with them on any day. What depends on the day is worked out anew each time.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from alongside.findings import Finding, Place, finding
from alongside.job_control import JobControl
from alongside.library import cache_files
from alongside.library.cache_files import RECORDS, Buffer
from alongside.library.columns import MANY, Kind
from alongside.library.file_bytes import bytes_of, digest_of
from alongside.library.library import Library
from alongside.library.making import make_records
from alongside.library.records import BY_SHEET, COLUMNS, Record
from alongside.library.rubbish import no_rubbish_searched
from alongside.library.workbook import check_records, rows_of, with_any_day
from alongside.rules import RULES

SCHEMA = "1"  # raise it when what the parts mean changes; a new version of the program makes all anew in any case
_LISTS: dict[Kind, Any] = {
    Kind.INTEGER: list[int | None], Kind.NUMBER: list[float | None],
    Kind.DATE: list[date | None], Kind.DATETIME: list[datetime | None],
    **dict.fromkeys(MANY, list[tuple[str, ...]]),
}  # fmt: skip
_FEW = 8  # a value that stands in so many rows on average is written once
_HEAD = "library"


class _Said(Struct, array_like=True, frozen=True):
    """A Finding without its workbook's name, which may be another the next time, and its level, which is its rule's."""

    rule: str
    message: str
    remedy: str
    sheet: str | None
    row: int | None
    column: str | None
    ref: str | None


class _Head(Struct, array_like=True, frozen=True):
    digest: str
    about: dict[str, str]
    findings: list[_Said]
    any_day: list[_Said]
    sheets: dict[str, list[str]]  # each sheet's headings


def open_library(path: Path, today: date, job: JobControl | None = None, folder: Path | None = None) -> Library:
    """`workbook.read_library`, from what was kept of this very workbook if it can be. Raises AlongsideError."""
    library = open_rows(path, job, folder)
    if library.any_day is None:
        library = with_any_day(library, job)
        keep(library, folder)
    return check_records(library, today, job)


def open_rows(path: Path, job: JobControl | None = None, folder: Path | None = None) -> Library:
    """`workbook.read_rows`, from what was kept if it can be; `any_day` tells. Raises AlongsideError."""
    data = bytes_of(path)
    return _kept(path.name, digest_of(data), folder) or rows_of(data, path.name, job)


def is_kept(path: Path, folder: Path | None = None) -> bool:
    """Whether there is something to open this workbook from. Raises AlongsideError where it cannot be read."""
    folder = folder or cache_files.folder_in_use()
    return folder is not None and _file(folder, digest_of(bytes_of(path))).exists()


def keep(library: Library, folder: Path | None = None) -> None:
    """Keep what `with_any_day` gave, unless it is small or the settings say no."""
    folder = folder or cache_files.folder_in_use()
    if folder is None or library.any_day is None or len(tuple(library)) < cache_files.WORTH_KEEPING:
        return
    cache_files.write(_file(folder, library.digest), _parts(library, library.any_day))


def _file(folder: Path, digest: str) -> Path:
    return cache_files.path_of(folder, digest, RECORDS, SCHEMA)


def _kept(name: str, digest: str, folder: Path | None) -> Library | None:
    folder = folder or cache_files.folder_in_use()
    parts = cache_files.read(_file(folder, digest)) if folder is not None else None
    if parts is None or _HEAD not in parts:
        return None
    try:
        head = msgspec.msgpack.decode(parts[_HEAD], type=_Head)
        if head.digest != digest:
            return None
        with no_rubbish_searched():
            records = {sheet: _records(sheet, headings, parts) for sheet, headings in head.sheets.items()}
        whole = {sheet: records.get(sheet, ()) for sheet in BY_SHEET}
        found, any_day = (tuple(_read(item, name) for item in items) for items in (head.findings, head.any_day))
    except (msgspec.DecodeError, KeyError, IndexError, ValueError):
        return None
    return Library(name, digest, whole, head.about, found, any_day)


# --- Findings ----------------------------------------------------------------------------------------------------


def _written(item: Finding) -> _Said:
    where = item.where
    return _Said(item.rule, item.message, item.remedy, where.sheet, where.row, where.column, where.ref)


def _read(item: _Said, name: str) -> Finding:
    if item.rule not in RULES:
        raise KeyError(item.rule)
    place = Place(workbook=name, sheet=item.sheet, row=item.row, column=item.column, ref=item.ref)
    return finding(item.rule, place, item.message, item.remedy)


# --- columns -----------------------------------------------------------------------------------------------------


def _parts(library: Library, any_day: Sequence[Finding]) -> Mapping[str, Buffer]:
    """The library as parts of a file: a head, and for each column of a sheet its values and where each stands."""
    import numpy  # noqa: PLC0415 - see _records

    parts: dict[str, Buffer] = {}
    sheets: dict[str, list[str]] = {}
    for sheet, rows in library.records.items():
        if not rows:
            continue
        sheets[sheet] = [column.heading for column in COLUMNS[sheet]]
        parts[f"{sheet}/row"] = msgspec.msgpack.encode([record.row for record in rows])
        for heading in sheets[sheet]:
            values = [getattr(record, heading) for record in rows]
            numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
            if len(numbers) * _FEW > len(values):
                parts[f"{sheet}/{heading}"] = msgspec.msgpack.encode(values)
            else:
                parts[f"{sheet}/{heading}"] = msgspec.msgpack.encode(list(numbers))
                where = numpy.fromiter(map(numbers.__getitem__, values), numpy.uint32, len(values))
                parts[f"{sheet}/{heading}/where"] = where.tobytes()
    findings = [_written(item) for item in library.findings]
    head = _Head(library.digest, dict(library.about), findings, [_written(item) for item in any_day], sheets)
    return {_HEAD: msgspec.msgpack.encode(head), **parts}


def _records(sheet: str, headings: Sequence[str], parts: Mapping[str, memoryview]) -> tuple[Record, ...]:
    import numpy  # noqa: PLC0415 - the window's first rows wait for nothing they need not

    kinds = {column.heading: column.kind for column in COLUMNS[sheet]}
    columns: dict[str, Sequence[Any]] = {"row": msgspec.msgpack.decode(parts[f"{sheet}/row"], type=list[int])}
    for heading in headings:
        values = msgspec.msgpack.decode(parts[f"{sheet}/{heading}"], type=_LISTS.get(kinds[heading], list[str]))
        where = parts.get(f"{sheet}/{heading}/where")
        if where is not None:
            values = [values[number] for number in numpy.frombuffer(where, numpy.uint32).tolist()]
        columns[heading] = values
    return make_records(BY_SHEET[sheet], columns)
