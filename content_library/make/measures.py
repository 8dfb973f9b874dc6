"""Services, the stated metrics, counts of people by group, the map of evidence, and a few past uses."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from content_library.make.chance import LAST, PEOPLE, TODAY, kept, words
from content_library.make.events import traits

from alongside.library.records import Evidence, EvidenceMap, Metric, PeopleCount, Service, Story, Usage


def services() -> tuple[Service, ...]:
    """The three services of the invented provider."""
    rows: tuple[tuple[str, str, str, tuple[str, ...], int, str, str], ...] = (
        ("OAK", "Oakfield Row (EXAMPLE)", "supported_living", ("LD", "autism"), 26, "N", "Good"),
        ("MAR", "Marlow Bank Nursing Home (EXAMPLE)", "nursing_home", ("dementia", "older"), 44, "Y", "Good"),
        ("LAR", "The Larches (EXAMPLE)", "care_home", ("MH",), 16, "Y", "Good"),
    )  # fmt: skip
    return tuple(
        Service(
            row=at + 2,
            service_id=key,
            service_name=name,
            nation="ENG",
            service_type=kind,
            population=people,
            capacity=capacity,
            people_supported=PEOPLE[key],
            regulator="Care Quality Commission",
            regulator_ref=f"EXAMPLE-{at + 1:04d}",
            rating=rating,
            rating_date=date(2024, 6 + at * 2, 14),
            dols_applies=dols,
            use_of_force_act_applies="N",
            **kept("nominated individual", "Statement of purpose", date(2026, 10, 31), "public"),
        )
        for at, (key, name, kind, people, capacity, dols, rating) in enumerate(rows)
    )


def metrics() -> tuple[Metric, ...]:
    """The figures as stated, one row per period."""
    rows = []
    for at, row in enumerate(words("metrics")["rows"]):
        key, service, name, definition, part, whole, unit, first, last, source, asked, target = row
        scale = {"%": 100, "per 1,000 days": 1000}.get(unit, 1)
        rows.append(
            Metric(
                row=at + 2,
                metric_id=key,
                service_id=service,
                name=name,
                definition=definition,
                numerator=part,
                denominator=whole if scale > 1 else None,
                unit=unit,
                period_start=first,
                period_end=last,
                value=_rounded(part / whole * scale, 0 if unit == "%" else 1),
                target=target or None,
                source_table=source,
                definition_version="1",
                suppression_state="shown",
                responses_asked=asked or None,
                **kept("quality and safety lead", "Governance dashboard", last, "commercial"),
            )
        )
    return tuple(rows)


def _rounded(value: float, places: int) -> float:
    """Halves go up, as readers expect: 92.5 is 93."""
    scale = float(10**places)
    return math.floor(value * scale + 0.5) / scale


def people_counts() -> tuple[PeopleCount, ...]:
    """How many people of each group, counted from the same invented people as the events."""
    rows: list[PeopleCount] = []
    for service, count in PEOPLE.items():
        people = [traits(service, number) for number in range(1, count + 1)]
        groups = {
            "sex": Counter(item.sex for item in people),
            "ethnicity": Counter(item.ethnicity for item in people),
            "LD or autism": Counter("yes" if item.ld_or_autism == "Y" else "no" for item in people),
        }
        for characteristic, counted in groups.items():
            for group in sorted(counted):
                rows.append(
                    PeopleCount(
                        row=len(rows) + 2,
                        id=f"PC-{len(rows) + 1:03d}",
                        service_id=service,
                        as_on=LAST,
                        characteristic=characteristic,
                        group=group,
                        n_people=counted[group],
                        **kept("quality and safety lead", "Equality monitoring", LAST),
                    )
                )
    return tuple(rows)


def evidence_map(evidence: Sequence[Evidence]) -> tuple[EvidenceMap, ...]:
    """One row for each framework item an evidence row names, as strong as its age, categories and result make it."""
    rows: list[EvidenceMap] = []
    for item in evidence:
        strength, note = _strength(item)
        for framework_item in item.framework_items:
            rows.append(
                EvidenceMap(
                    row=len(rows) + 2,
                    id=f"MP-{len(rows) + 1:04d}",
                    service_id=item.service_id,
                    evidence_id=item.evidence_id,
                    framework_item=framework_item,
                    strength=strength,
                    note=note,
                    **kept("quality and safety lead", "Evidence map", item.updated_on or TODAY, "internal"),
                )
            )
    return tuple(rows)


def _strength(item: Evidence) -> tuple[str, str]:
    """Strong: of the last year, two categories with experience or observation, a result, and a named source."""
    kinds = set(item.evidence_category)
    aged = item.period_end or item.source_date
    months = 99 if aged is None else (TODAY.year - aged.year) * 12 + TODAY.month - aged.month
    if months > 18 or not item.source_doc or kinds == {"PROC"}:
        return "weak", "Process only." if kinds == {"PROC"} else "Over 18 months old, or no source."
    result = bool(item.metric_ref or item.what_changed)
    if months <= 12 and len(kinds) >= 2 and kinds & {"EXP", "OBS"} and result:
        return "strong", "Recent, seen or said by people, with a result."
    return "fair", "Recent, but rests on one kind of proof or shows no result yet."


def usage(evidence: Sequence[Evidence], stories: Sequence[Story]) -> tuple[Usage, ...]:
    """A few uses of approved items in packs before the sample day."""
    plans: tuple[tuple[str, str, str, date, str], ...] = (
        ("PK-2025-03", "tender", "A neighbouring county council (EXAMPLE)", date(2026, 2, 20), "Contract won"),
        ("PK-2026-01", "inspection", "Care Quality Commission", date(2026, 6, 18), "Used at the visit"),
        ("PK-2026-02", "tender", "A borough council (EXAMPLE)", date(2026, 9, 3), "Second place; feedback asked for"),
    )
    shown: list[Any] = [
        *(item for item in evidence if item.status == "approved"),
        *(item for item in stories if item.status == "approved"),
    ]
    rows: list[Usage] = []
    for pack, purpose, audience, day, outcome in plans:
        fitting = [item for item in shown if _could_use(item, purpose, day)]
        for item in fitting[len(rows) % 3 :: max(1, len(fitting) // 4)][:4]:
            rows.append(
                Usage(
                    row=len(rows) + 2,
                    id=f"US-{len(rows) + 1:03d}",
                    service_id=item.service_id,
                    item_ref=item.ref,
                    item_version=min(item.updated_on or day, day).isoformat(),
                    pack=pack,
                    purpose=purpose,
                    audience=audience,
                    used_on=day,
                    state="final",
                    outcome=outcome,
                    **kept("bid writer", "Pack ledger", day - timedelta(days=1), "internal"),
                )
            )
    return tuple(rows)


def _could_use(item: Evidence | Story, purpose: str, day: date) -> bool:
    if item.created_on and item.created_on > day:
        return False
    if isinstance(item, Story):
        return purpose in item.consent_scope and bool(item.consent_given_on and item.consent_given_on <= day)
    return item.confidentiality in {"public", "commercial"}
