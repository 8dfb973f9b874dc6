"""What the cells of a column say, how often, and what each becomes with us, for the user to look over and change."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from alongside.library.cells import as_text
from alongside.library.columns import MANY, Column, Kind
from alongside.library.editing.changes import empty
from alongside.library.records import COLUMNS
from alongside.library.taking_in.mapping import ColumnMap, TableMap, Treatment
from alongside.library.taking_in.placing import Way, parts_of, place, place_service, way_of, word_of
from alongside.library.taking_in.regions import Table

MOST = 200  # different values; a column of more is no column of a few words
_ASKED = frozenset({Kind.YES_NO, Kind.CHOICE, Kind.CHOICES, Kind.WORDS})
WHOLE = "ALL"  # the service of what is about the whole provider


@dataclass(frozen=True, slots=True)
class Meaning:
    """One value of a source column."""

    said: str  # as the source spells it first
    cells: int  # how many say it
    becomes: tuple[str, ...]  # in the library; () where it goes to the notes
    yours: bool = False  # said by the map, not worked out
    guessed: str = ""  # a sentence where a doubtful sign was read one way

    @property
    def placed(self) -> bool:
        return bool(self.becomes)


@dataclass(frozen=True, slots=True)
class Meanings:
    """All values of one column."""

    column: Column
    values: tuple[Meaning, ...]  # those without a place first, then the most frequent
    choices: tuple[str, ...]  # what they may become; () where any text will do

    @property
    def unplaced(self) -> int:
        """How many of the values go to the notes without the map saying so."""
        return sum(not item.placed and not item.yours for item in self.values)


def meanings_of(table: Table, told: TableMap, services: Mapping[str, str]) -> dict[int, Meanings]:
    """The meanings of each column that holds words of a kind, by its place in the table."""
    ours = {column.heading: column for column in COLUMNS[told.to]} if told.to else {}
    found = {}
    for at, item in enumerate(told.columns):
        column = ours.get(item.to) if item.treatment is Treatment.FIELD else None
        if column is None or not _asked(column, told.to, services):
            continue
        cells = [row.values[at] for row in table.rows if row.values[at] != ""]
        values = _values(cells, item, column, services)
        if 0 < len(values) <= MOST:
            found[at] = Meanings(column, values, _choices(column, services))
    return found


def _asked(column: Column, sheet: str, services: Mapping[str, str]) -> bool:
    by_id = column.heading == "service_id" and sheet != "services"
    return column.kind in _ASKED or (by_id and bool(services))


def _choices(column: Column, services: Mapping[str, str]) -> tuple[str, ...]:
    return (*services, WHOLE) if column.heading == "service_id" else column.allowed


def _values(
    cells: Sequence[object], told: ColumnMap, column: Column, services: Mapping[str, str]
) -> tuple[Meaning, ...]:
    way = way_of(column, told, cells)
    spelt: dict[str, object] = {}
    counts: Counter[str] = Counter()
    for value in cells:
        for part in _parts(value, way):
            word = word_of(part)
            spelt.setdefault(word, part)
            counts[word] += 1
            if len(counts) > MOST:
                return tuple(Meaning(name, n, ()) for name, n in counts.items())
    found = [_meaning(value, counts[word], way, services) for word, value in spelt.items()]
    return tuple(sorted(found, key=lambda item: (item.placed or item.yours, -item.cells, item.said.casefold())))


def _parts(value: object, way: Way) -> Iterator[object]:
    """The value, or each of its parts where the column holds several."""
    if way.column.kind not in MANY or word_of(value) in way.values:
        yield value
    else:
        yield from parts_of(value, way)


def _meaning(value: object, cells: int, way: Way, services: Mapping[str, str]) -> Meaning:
    made = place_service(value, way, services) if way.column.heading == "service_id" and services else place(value, way)
    becomes: tuple[str, ...] = ()
    if not empty(made.value):
        becomes = made.value if isinstance(made.value, tuple) else (as_text(made.value),)
    said = " ".join(as_text(value).split())
    return Meaning(said, cells, becomes, word_of(value) in way.values, made.guessed)
