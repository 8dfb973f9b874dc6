"""Filters over the rows of a sheet, with counts. Pure; no Qt."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from alongside.library.records import Record

FACETS: Mapping[str, tuple[str, ...]] = {
    "evidence": ("service_id", "kind", "evidence_category", "involvement_level", "status"),
    "stories": ("service_id", "story_kind", "consent_scope", "themes", "status"),
    "answers": ("service_id", "tags", "status"),
    "restrictions": ("service_id", "type", "authority", "person_consulted"),
    "rp_events": ("service_id", "type", "reason", "debrief_person_held"),
    "triples": ("service_id", "topic", "person_view"),
    "safeguarding": ("service_id", "abuse_type", "threshold", "msp_outcomes_asked"),
    "incidents": ("service_id", "severity", "restriction_linked"),
    "complaints": ("service_id", "outcome", "about_restriction"),
    "training": ("service_id", "standard"),
    "reviews": ("service_id", "kind", "person_attended"),
    "involvement": ("service_id", "ladder", "paid"),
    "metrics": ("service_id", "source_table", "suppression_state"),
    "actions": ("service_id", "came_from"),
}
EVERYWHERE = ("service_id", "status")


def facets_of(sheet: str) -> tuple[str, ...]:
    """The headings one can filter by; "" is all sheets."""
    return FACETS.get(sheet, EVERYWHERE)


def values_of(record: Record, heading: str) -> tuple[str, ...]:
    """A row's values under a heading, as text."""
    value = getattr(record, heading, "")
    if isinstance(value, tuple):
        return tuple(str(item) for item in value)
    return () if value in ("", None) else (str(value),)


def counted(records: Iterable[Record], heading: str) -> tuple[tuple[str, int], ...]:
    """Each value under a heading with how many rows have it, the most frequent first."""
    counts = Counter(value for record in records for value in values_of(record, heading))
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def chosen(records: Sequence[Record], wanted: Mapping[str, str]) -> tuple[Record, ...]:
    """The rows that have every wanted value; an empty value wants nothing."""
    asked = {heading: value for heading, value in wanted.items() if value}
    return tuple(
        record for record in records if all(value in values_of(record, heading) for heading, value in asked.items())
    )
