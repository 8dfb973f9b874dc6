"""What must not be shown of small numbers: the threshold and the rules that hold for one number by itself.

Covered: records about people in care (`COVERED`) and surveys of them. Not covered: training, involvement, actions and
staff surveys, which say nothing of a person in care. What several numbers tell *together* is `protection`'s part.
Comparing a pack with an earlier one (differencing over time) is covered by neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alongside.i18n import _
from alongside.library.records import Record, Restriction

HIDDEN = "*"  # one neutral mark for everything hidden, whatever the reason
LOWEST, HIGHEST, USUAL = 3, 10, 5
LEAST_WHOLE = 10
COVERED = frozenset(
    {"reviews", "restrictions", "rp_events", "triples", "safeguarding", "incidents", "complaints", "survey"}
)
BANDS = (5, 15, 30, 60)  # minutes


@dataclass(frozen=True, slots=True)
class Threshold:
    """Counts of 1 to n - 1 are small. n is 3 to 10, never 0: hiding cannot be switched off."""

    n: int = USUAL

    def __post_init__(self) -> None:
        if not LOWEST <= self.n <= HIGHEST:
            raise ValueError(f"the threshold must be from {LOWEST} to {HIGHEST}, not {self.n}")

    @property
    def least_whole(self) -> int:
        """The smallest whole of which a share may be shown."""
        return max(LEAST_WHOLE, 2 * self.n)

    def is_small(self, count: int) -> bool:
        return 0 < count < self.n


@dataclass(frozen=True, slots=True)
class Count:
    """How many records, and the different people they are about. Equal names are one number wherever it is printed."""

    name: str
    n: int
    people: int | None = None  # None: not known to be about people (a slack, or a survey's answers: one a person)

    def is_small(self, limit: Threshold) -> bool:
        """Few records, or many records of few people."""
        return limit.is_small(self.n) or (self.n > 0 and self.people is not None and self.people < limit.n)


def counted(name: str, records: Iterable[Record]) -> Count:
    rows = tuple(records)
    return Count(name, len(rows), people(rows))


def people(records: Sequence[Record]) -> int:
    """The different people that records are surely about.

    Records without a code could all be one person's, so together they count as one. A blanket rule limits everybody
    and points at nobody: each counts by itself.
    """
    codes = {(item.service_id, code) for item in records if (code := str(getattr(item, "person_ref", "")))}
    blank = [item for item in records if not getattr(item, "person_ref", "")]
    blanket = sum(1 for item in blank if isinstance(item, Restriction) and item.scope == "blanket")
    return len(codes) + blanket + (1 if len(blank) > blanket else 0)


def why_hidden(part: Count, rest: Count | None, whole: int | None, limit: Threshold) -> str:
    """Why a figure may not be shown by itself; empty where it may. `rest` is the complement of a share."""
    if whole is not None and whole < limit.least_whole:
        return _("It is a share of fewer than {n}.").format(n=limit.least_whole)
    if part.is_small(limit) or (rest is not None and rest.is_small(limit)):
        return _("Fewer than {n} people or records stand behind it or behind the rest.").format(n=limit.n)
    return ""


def band(minutes: float) -> str:
    """A duration as it may be printed: never the minutes themselves."""
    lower = 0
    for upper in BANDS:
        if minutes <= upper:
            if lower == 0:
                return _("up to {upper} minutes").format(upper=upper)
            return _("over {lower} and up to {upper} minutes").format(lower=lower, upper=upper)
        lower = upper
    return _("over {lower} minutes").format(lower=lower)
