"""The map from somebody's tables to our sheets, as frozen values. Its file is in map_file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from alongside.library.headings import key
from alongside.library.taking_in.days import Order

NOTES = "notes"  # the column that keeps what has no other place; a user's own column to the library
TAKEN_FROM = "taken_from"  # the column that says which row of which source a record came from
ENOUGH = 0.5  # of a table's known headings that must be there again


class Treatment(StrEnum):
    """What happens with a source column."""

    FIELD = "field"  # its values go into a column of ours
    NOTES = "notes"
    LEAVE_OUT = "leave out"
    PERSON_CODES = "person codes"  # names become codes, by a list that is kept elsewhere


class Sureness(StrEnum):
    """How sure a proposal is."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where one column of a source goes."""

    source: str  # its heading there
    treatment: Treatment
    to: str = ""  # the heading of ours, for FIELD and PERSON_CODES
    order: Order | None = None  # of days that could be read both ways; None: what the column itself proves
    values: tuple[tuple[str, str], ...] = ()  # what a cell says there -> what it says with us
    sureness: Sureness = Sureness.SURE
    reason: str = ""  # why this was proposed


@dataclass(frozen=True, slots=True)
class TableMap:
    """Where the rows of one table go."""

    sheet: str  # of the source
    to: str  # our sheet; "" where the table is not taken in
    columns: tuple[ColumnMap, ...]
    key: tuple[str, ...] = ()  # source headings that tell one row from all others; (): the whole row does
    fixed: tuple[tuple[str, str], ...] = ()  # a field of ours -> what every row has there
    reason: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.source for column in self.columns)

    def column(self, heading: str) -> ColumnMap | None:
        """The map of a source column, however its heading is spelt this time."""
        wanted = key(heading)
        return next((item for item in self.columns if key(item.source) == wanted), None)


@dataclass(frozen=True, slots=True)
class SourceMap:
    """A whole file's map; `name` is what its rows are known by from month to month."""

    name: str
    tables: tuple[TableMap, ...] = field(default=())
    clear_emptied: bool = False  # a cell that was emptied there is emptied here too; else it is kept, and told

    def for_table(self, sheet: str, headings: Sequence[str]) -> TableMap | None:
        """The map of a table, found by its headings and, where two fit alike, by its sheet."""
        there = {key(heading) for heading in headings}
        best, best_score = None, ENOUGH
        for table in self.tables:
            known = {key(heading) for heading in table.headings}
            if not known:
                continue
            score = len(known & there) / len(known) + (0.05 if key(table.sheet) == key(sheet) else 0.0)
            if score > best_score or (score == best_score and best is None):
                best, best_score = table, score
        return best


def values_of(column: ColumnMap) -> Mapping[str, str]:
    """A column's own list of values, by how they compare."""
    return {" ".join(said.split()).casefold(): meant for said, meant in column.values}
