"""What a column of the workbook is: the one contract between a sheet's heading, a record's field and a label.

A record class (see `records`) declares each field with `column(...)`; the heading in the sheet is the field's name.
"""

from dataclasses import Field, dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a cell of the column holds, and what the field is in Python."""

    ID = "id"  # str, unique in its sheet
    TEXT = "text"  # str, one line; "" is empty
    PROSE = "prose"  # str, paragraphs; "" is empty
    INTEGER = "whole number"  # int | None
    NUMBER = "number"  # float | None
    DATE = "date"  # date | None
    DATETIME = "date and time"  # datetime | None, local clock time in Europe/London without zone, as Excel keeps it
    YES_NO = "yes or no"  # "Y", "N", "NK" (not known) or "" (blank); neither of the last two is ever No
    CHOICE = "one of a list"  # str, one of `allowed`; "" is empty
    CHOICES = "some of a list"  # tuple[str, ...], each one of `allowed`; in the cell parted by ";"
    WORDS = "free list"  # tuple[str, ...]; in the cell parted by ";"


YES_NO = ("Y", "N", "NK")
MANY = frozenset({Kind.CHOICES, Kind.WORDS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of one sheet."""

    heading: str = ""  # set from the field's name
    kind: Kind
    help: str  # one sentence for the user; the note on the heading
    required: bool = False
    allowed: tuple[str, ...] = ()  # CHOICE, CHOICES and YES_NO only
    refers_to: str | None = None  # the sheet whose ids the cell may hold (TEXT or WORDS)
    max_length: int | None = None  # characters
    at_least: float | None = None  # INTEGER and NUMBER
    at_most: float | None = None
    optional: bool = False  # newer than most workbooks: not missed where it is not there
    person: bool = False  # says something of one person: never printed, searched for before an export


def column(kind: Kind, help: str, **rest: Any) -> Any:  # noqa: A002 - the word of the contract
    """Declare a dataclass field that is a column. Returns a `dataclasses.field` with the right empty value."""
    if kind is Kind.YES_NO:
        rest.setdefault("allowed", YES_NO)
    declared = Column(kind=kind, help=help, **rest)
    empty: Any = "" if kind in {Kind.ID, Kind.TEXT, Kind.PROSE, Kind.CHOICE, Kind.YES_NO} else None
    return field(default=() if kind in MANY else empty, metadata={"column": declared})


def declared_column(item: "Field[Any]") -> Column | None:
    """The column a dataclass field was declared with; None for a field that is no column."""
    found = item.metadata.get("column")
    return found if isinstance(found, Column) else None
