"""The library's workbook as rows are taken into it: what it holds already, and from where."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alongside.job_control import JobControl
from alongside.library.cells import as_text, tidy_ref
from alongside.library.headings import find_heading_row, key, match_sheets
from alongside.library.records import BY_SHEET, COLUMNS
from alongside.library.taking_in.mapping import TAKEN_FROM
from alongside.library.taking_in.source import read_source

_BETWEEN = " | "
_MARK = 3  # letters that stand for a heading


def _mark(heading: str) -> str:
    return hashlib.sha256(heading.encode()).hexdigest()[:_MARK]


def content_of(digest: str, filled: Iterable[str]) -> str:
    """What an origin says of a row: its digest, and which of our columns it filled."""
    marks = "".join(sorted({_mark(heading) for heading in filled}))
    return f"{digest}.{marks}" if marks else digest


@dataclass(frozen=True, slots=True)
class Origin:
    """Which row of which source a record came from, and what it said then."""

    name: str  # of the map
    key: str
    content: str  # a digest, and after a dot which of our columns the row filled

    @property
    def digest(self) -> str:
        """The same as long as no cell of the row changes."""
        return self.content.partition(".")[0]

    def filled(self, heading: str) -> bool:
        """Whether the row had something for this column of ours; False where that was not noted."""
        marks = self.content.partition(".")[2]
        return _mark(heading) in {marks[at : at + _MARK] for at in range(0, len(marks), _MARK)}

    def text(self) -> str:
        """As the workbook keeps it."""
        return _BETWEEN.join((self.name, self.key, self.content))


def origin_of(text: str) -> Origin | None:
    """What a cell of the column `taken_from` says; None for anything else."""
    parts = text.rsplit(_BETWEEN, 2)
    return Origin(*parts) if len(parts) == 3 else None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A record as the workbook has it."""

    row: int
    ref: str
    values: Mapping[str, object]  # by heading as the workbook spells it, without the empty ones
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class TargetSheet:
    """A sheet of the library."""

    headings: tuple[str, ...]
    rows: tuple[TargetRow, ...] = ()

    def has(self, heading: str) -> bool:
        return key(heading) in {key(item) for item in self.headings}


@dataclass(frozen=True, slots=True)
class Target:
    """What a workbook holds; a new one holds nothing."""

    digest: str = ""
    sheets: Mapping[str, TargetSheet] = field(default_factory=dict)

    @property
    def services(self) -> dict[str, str]:
        """The ids and names of the services."""
        sheet = self.sheets.get("services")
        return {row.ref: as_text(row.values.get("service_name", "")) for row in sheet.rows if row.ref} if sheet else {}


def new_target() -> Target:
    """A library that is yet to be made: its sheets and headings, and no rows."""
    return Target("", {name: TargetSheet(tuple(c.heading for c in columns)) for name, columns in COLUMNS.items()})


def read_target(path: Path, job: JobControl | None = None) -> Target:
    """Read the workbook that rows are to be taken into. Raises AlongsideError where it cannot be read."""
    source = read_source(path, job)
    by_name = {sheet.name: sheet for sheet in source.sheets}
    there = match_sheets(list(by_name), COLUMNS)
    return Target(source.digest, {name: _sheet(name, by_name[spelt].cells) for name, spelt in there.items()})


def _sheet(name: str, cells: Sequence[Sequence[object]]) -> TargetSheet:
    known = {key(column.heading): column.heading for column in COLUMNS[name]}
    at = find_heading_row(cells, known)
    if at is None:
        return TargetSheet(())
    headings = [known.get(key(cell), as_text(cell).strip()) for cell in cells[at]]
    id_heading = BY_SHEET[name].id_field
    rows = []
    for number, row in enumerate(cells[at + 1 :], start=at + 2):
        values: dict[str, object] = {}
        for heading, value in zip(headings, row, strict=True):
            if heading and value != "" and heading not in values:
                values[heading] = value
        if values:
            ref = tidy_ref(as_text(values.get(id_heading, "")))
            rows.append(TargetRow(number, ref, values, origin_of(as_text(values.get(TAKEN_FROM, "")))))
    return TargetSheet(tuple(heading for heading in headings if heading), tuple(rows))
