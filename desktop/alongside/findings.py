"""What every check in the program gives: Findings, and nothing else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from alongside.rules import RULES


class Level(StrEnum):
    """How much a Finding matters. Only `block` stops a final export; nothing stops a draft."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a Finding points to. Whatever is None does not apply."""

    workbook: str | None = None  # a file name, never a whole path: it may carry a person's name
    sheet: str | None = None
    row: int | None = None  # as Excel numbers it
    column: str | None = None  # the heading
    ref: str | None = None  # the id of a library record
    pack: str | None = None
    number: str | None = None  # the question's, as printed
    question: str | None = None  # Question.id, to find it by; not for reading
    block: str | None = None  # Block.id, to find it by; not for reading
    template: str | None = None  # file name
    part: str | None = None  # "body", "header", "footer" ...
    paragraph: int | None = None  # from 1
    cell: str | None = None  # "table 2, row 3, cell 1"

    def text(self) -> str:
        """In words, widest first: "library.xlsx, evidence, row 12, period_end"."""
        shown = []
        for item in fields(self):
            value = getattr(self, item.name)
            if value is not None and item.name not in {"question", "block"}:
                shown.append(f"{item.name} {value}" if item.name in {"row", "paragraph"} else str(value))
        return ", ".join(shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing the user should know: a whole sentence, where, and what to do about it."""

    rule: str  # an id of rules.RULES
    level: Level
    where: Place
    message: str
    remedy: str = ""


def finding(rule: str, where: Place, message: str, remedy: str = "") -> Finding:
    """A Finding at the level its rule states. KeyError for a rule that is not in the table: a bug."""
    return Finding(rule=rule, level=Level(RULES[rule].level), where=where, message=message, remedy=remedy)


def blocking(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stop a final export."""
    return tuple(item for item in found if item.level is Level.BLOCK)


def tally(found: Iterable[Finding]) -> dict[Level, int]:
    """How many of each level, in the order block, warn, info; zeros included."""
    counted = Counter(item.level for item in found)
    return {level: counted[level] for level in Level}
