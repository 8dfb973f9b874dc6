"""A page of findings and tables for people to keep: the one noun that is written out as Excel and as Word."""

from dataclasses import dataclass, field
from datetime import date

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table. Every row has as many cells as there are headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""  # below it: n, period, what is hidden and why

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError("a row of a report has another number of cells than there are headings")


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A heading with what is said under it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    empty: str = ""  # what stands there if nothing else does


@dataclass(frozen=True, slots=True)
class Report:
    """The whole of it."""

    title: str
    about: str  # one line: of what, as on which day
    on: date
    sections: tuple[ReportSection, ...]
    example: bool = False  # made from sample data: says so on every page
    status: str = ""  # what kind of paper it is, such as a draft letter; empty: a report
    notes: tuple[str, ...] = field(default=())  # at the end: what a professional must confirm, how it was counted
