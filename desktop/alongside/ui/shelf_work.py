"""Reading another library and copying out of it, as it leaves the UI thread."""
# ruff: noqa: PLC0415 - loaded when it runs

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.library.records import Record

if TYPE_CHECKING:
    from alongside.library.search import SearchIndex
    from alongside.packs.copying_over import CopiedOver


@dataclass(frozen=True, slots=True)
class OtherLibrary:
    """A library that is looked at beside the workspace's own."""

    path: Path
    library: Library
    index: "SearchIndex"


def read_other(path: Path, today: date, job: JobControl) -> OtherLibrary:
    """Read another library and make it searchable. Raises AlongsideError, Cancelled."""
    from alongside.library.search.cache import open_index
    from alongside.library.workbook import read_library

    library = read_library(path, today, job)
    return OtherLibrary(path, library, open_index(library, job=job))


def copy_between(
    record: Record, source: OtherLibrary, target: tuple[Library, Path], today: date, *, uses: Collection[str],
    at: datetime, by: str,
) -> "CopiedOver":  # fmt: skip
    """Copy a record out of another library. Raises AlongsideError."""
    from alongside.packs.copying_over import Shelf, copy_over

    return copy_over(
        [record], Shelf(source.library, source.path), Shelf(*target), today, uses=uses, at=at, by=by
    )  # fmt: skip
