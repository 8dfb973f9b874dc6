"""A form as it is laid out, whatever file it came from: lines, and tables of cells. Frozen values."""

from dataclasses import dataclass

from alongside.intake.asked import NOWHERE, Where
from alongside.intake.word_spots import Spot


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    text: str
    where: Where = NOWHERE
    label: str = ""  # the number that is printed before it and stands nowhere in its text
    level: int = 0  # of a heading, from 1
    bold: bool = False
    item: bool = False  # of a bulleted list
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    parts: tuple["Line | Table", ...]
    where: Where
    column: int  # from 0, in the table's own grid
    span: int = 1
    goes_on: bool = False  # merged with the one above

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(part for part in self.parts if isinstance(part, Line))

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines if line.text)

    @property
    def nested(self) -> tuple["Table", ...]:
        return tuple(part for part in self.parts if isinstance(part, Table))

    @property
    def spots(self) -> tuple[Spot, ...]:
        return tuple(spot for line in self.lines for spot in line.spots)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a row may leave columns out."""

    rows: tuple[tuple[Cell, ...], ...]
    sheet: bool = False  # a whole sheet of a workbook, where an empty cell may be any cell


Part = Line | Table
