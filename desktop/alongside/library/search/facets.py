"""What can be filtered by, with how many rows there are of each. Pure; the day is an argument."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alongside.library.record_rules.stories import consent_last_day
from alongside.library.records import Record, Story

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
FRESHNESS, CONSENT = "freshness", "consent"
FACETS = ("kind", "service_id", "evidence_category", "involvement_level", "framework_items", FRESHNESS, CONSENT,
          "owner_role", "status")  # fmt: skip


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
class Facet:
    """One noun with its values, the most frequent first."""

    noun: str
    counts: tuple[tuple[str, int], ...]


def facets_of(
    records: Sequence[Record], today: date, framework_items: Iterable[str] | None = None
) -> tuple[Facet, ...]:
    """Every noun that these rows have a value of. `framework_items`: those of the chosen version; None counts all."""
    wanted = None if framework_items is None else frozenset(framework_items)
    found = []
    for noun in FACETS:
        counts = Counter(_counted(records, noun, today))
        if noun == "framework_items" and wanted is not None:
            counts = Counter({item: number for item, number in counts.items() if item in wanted})
        if counts:
            found.append(Facet(noun, tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))))
    return tuple(found)


def values_of(record: Record, noun: str, today: date) -> tuple[str, ...]:
    """A row's values of a noun."""
    if noun == FRESHNESS:
        fresh = freshness_of(record, today)
        return (fresh,) if fresh else ()
    if noun == CONSENT:
        return (consent_of(record, today),) if isinstance(record, Story) else ()
    for heading in FIELDS[noun]:
        value = getattr(record, heading, None)
        if value is not None and value not in ("", ()):
            return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)
    return ()


def having(records: Iterable[Record], wanted: Mapping[str, str], today: date) -> tuple[Record, ...]:
    """The rows that have every wanted value; "" wants nothing."""
    asked = {noun: value for noun, value in wanted.items() if value}
    return tuple(
        record for record in records if all(value in values_of(record, noun, today) for noun, value in asked.items())
    )


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


def _counted(records: Sequence[Record], noun: str, today: date) -> Iterable[str]:
    for record in records:
        yield from values_of(record, noun, today)
