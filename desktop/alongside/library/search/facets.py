"""What can be filtered by, with how many rows there are of each. Pure; the day is an argument."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from alongside.library.record_rules.stories import consent_last_day
from alongside.library.records import Record, Story
from alongside.library.search.postings import Mask, Numbers

SOON = 30  # days before a review or an expiry that is "due soon"
# The nouns, in the order in which a window shows them, and the fields whose values are counted.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind", "story_kind"),
    "service_id": ("service_id",),
    "evidence_category": ("evidence_category",),
    "involvement_level": ("involvement_level", "ladder"),
    "framework_items": ("framework_items", "framework_item"),
    "owner_role": ("owner_role",),
    "status": ("status",),
}
SHEET, FRESHNESS, CONSENT, ITEMS = "sheet", "freshness", "consent", "framework_items"
FACETS = ("kind", "service_id", "evidence_category", "involvement_level", ITEMS, FRESHNESS, CONSENT, "owner_role",
          "status")  # fmt: skip
# What the rows of one sheet can be filtered by beside those.
OF_SHEET: Mapping[str, tuple[str, ...]] = {
    "stories": ("consent_scope", "themes"),
    "answers": ("tags",),
    "restrictions": ("type", "authority", "person_consulted"),
    "rp_events": ("type", "reason", "debrief_person_held"),
    "triples": ("topic", "person_view"),
    "safeguarding": ("abuse_type", "threshold", "msp_outcomes_asked"),
    "incidents": ("severity", "restriction_linked"),
    "complaints": ("outcome", "about_restriction"),
    "training": ("standard",),
    "reviews": ("person_attended",),
    "involvement": ("paid",),
    "metrics": ("source_table", "suppression_state"),
    "actions": ("came_from",),
}
NOUNS = frozenset({SHEET, *FACETS, *(noun for nouns in OF_SHEET.values() for noun in nouns)})

Chosen = Mapping[str, Collection[str]]  # noun -> values, of which a row has at least one; none wants nothing
Carried = Mapping[str, Sequence[str]]  # tag of a row -> the items it speaks to in the chosen version of a framework


class Freshness(StrEnum):
    """Whether someone must look at a row again."""

    FRESH = "fresh"
    DUE_SOON = "due_soon"  # within SOON days
    OVERDUE = "overdue"
    NO_DATE = "no_review_date"


class Consent(StrEnum):
    """What a story's permission is on a day, for whichever use it covers."""

    GIVEN = "given"
    ENDS_SOON = "ends_soon"  # within SOON days
    EXPIRED = "expired"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class _Values:
    """A noun's values in all rows: pairs of a row and the number of a value, in the order of the rows."""

    names: tuple[str, ...]
    rows: Numbers
    numbers: Numbers


class Facets:
    """The values of one library's rows in arrays, so that counting 50,000 rows keeps up with typing.

    Safe to use from several threads: what two make at once is the same.
    """

    def __init__(self, records: Sequence[Record], today: date) -> None:
        self.records, self.today = records, today
        self._made: dict[str, _Values] = {}
        self._carried: tuple[Carried, _Values] | None = None  # the framework chosen last

    def prepare(self) -> None:
        """Make what the first filter would have to wait for."""
        for noun in (SHEET, *FACETS):
            self._values(noun)

    def mask(self, chosen: Chosen, carried: Carried | None = None, *, but: str = "") -> Mask:
        """The rows that have of every noun one of the chosen values; `but` is a noun that is left out."""
        mask = np.ones(len(self.records), np.bool_)
        for noun, wanted in chosen.items():
            if wanted and noun != but:
                values = self._values(noun, carried)
                right = np.array([name in wanted for name in (*values.names, "")], np.bool_)
                having = np.zeros(len(self.records), np.bool_)
                having[values.rows[right[values.numbers]]] = True
                mask &= having
        return mask

    def counted(
        self, found: Mask, chosen: Chosen, nouns: Iterable[str] = FACETS, carried: Carried | None = None
    ) -> dict[str, dict[str, int]]:
        """How many of the found rows have each value, were it chosen: the noun's own choice does not count."""
        everything = found & self.mask(chosen, carried)
        counts = {}
        for noun in nouns:
            among = found & self.mask(chosen, carried, but=noun) if chosen.get(noun) else everything
            values = self._values(noun, carried)
            tally = np.bincount(values.numbers[among[values.rows]], minlength=len(values.names))
            counts[noun] = dict(zip(values.names, tally.tolist(), strict=True))
        return counts

    def values(self, noun: str, carried: Carried | None = None) -> tuple[str, ...]:
        """Every value that any row has of a noun."""
        return self._values(noun, carried).names

    def totals(self, noun: str) -> dict[str, int]:
        """Every value of a noun with its number of rows in the whole library."""
        values = self._values(noun)
        tally = np.bincount(values.numbers, minlength=len(values.names))
        return dict(zip(values.names, tally.tolist(), strict=True))

    def _values(self, noun: str, carried: Carried | None = None) -> _Values:
        if noun not in self._made:
            self._made[noun] = self._collected(noun)
        if noun != ITEMS or carried is None:
            return self._made[noun]
        last = self._carried
        if last is None or last[0] is not carried:
            self._carried = last = (carried, _carried_over(self._made[noun], carried))
        return last[1]

    def _collected(self, noun: str) -> _Values:
        number_of: dict[str, int] = {}
        rows, numbers = [], []
        for at, record in enumerate(self.records):
            for value in dict.fromkeys(values_of(record, noun, self.today)):
                rows.append(at)
                numbers.append(number_of.setdefault(value, len(number_of)))
        return _Values(tuple(number_of), np.array(rows, np.int32), np.array(numbers, np.int32))


def _carried_over(made: _Values, carried: Carried) -> _Values:
    """The same rows with the items their tags speak to; a row that reaches one by two tags has it once."""
    number_of: dict[str, int] = {}
    pairs: set[tuple[int, int]] = set()
    for number, tag in enumerate(made.names):
        items = [number_of.setdefault(item, len(number_of)) for item in carried.get(tag, ())]
        if items:
            rows = made.rows[made.numbers == number].tolist()
            pairs.update((row, item) for row in rows for item in items)
    ordered = np.array(sorted(pairs), np.int32).reshape(-1, 2)
    return _Values(tuple(number_of), ordered[:, 0], ordered[:, 1])


def values_of(record: Record, noun: str, today: date) -> tuple[str, ...]:
    """A row's values of a noun; a noun that is none of ours is the heading of a field."""
    if noun == FRESHNESS:
        fresh = freshness_of(record, today)
        return (fresh.value,) if fresh else ()
    if noun == CONSENT:
        return (consent_of(record, today).value,) if isinstance(record, Story) else ()
    for heading in FIELDS.get(noun, (noun,)):
        value = getattr(record, heading, None)
        if value is not None and value not in ("", ()):
            return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)
    return ()


def freshness_of(record: Record, today: date) -> Freshness | None:
    """By the row's review date; None for a kind of row that has none."""
    if not hasattr(record, "review_due"):
        return None
    due: date | None = record.review_due
    if due is None:
        return Freshness.NO_DATE
    if due < today:
        return Freshness.OVERDUE
    return Freshness.DUE_SOON if due <= today + timedelta(days=SOON) else Freshness.FRESH


def consent_of(story: Story, today: date) -> Consent:
    """As the story's own fields have it. Whether it may be used in a pack is for `packs.consent` to say."""
    if story.withdrawn_on is not None or story.status == "withdrawn":
        return Consent.WITHDRAWN
    if story.consent_type in {"", "none"} or story.consent_given_on is None or story.consent_given_on > today:
        return Consent.MISSING
    end = consent_last_day(story)
    if end is not None and end < today:
        return Consent.EXPIRED
    return Consent.ENDS_SOON if end is not None and end <= today + timedelta(days=SOON) else Consent.GIVEN
