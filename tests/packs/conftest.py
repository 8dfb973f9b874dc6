"""A small library and frameworks, made by hand."""

from datetime import date

import pytest

from alongside.library.library import Library
from alongside.library.records import Answer, Evidence, Metric, Service, Story
from alongside.packs.frameworks import CrosswalkLine, FrameworkItem, Frameworks, FrameworkVersion
from alongside.packs.pack import (
    AnswerBlock,
    EvidenceBlock,
    FigureBlock,
    HeadingBlock,
    Limit,
    LimitKind,
    Pack,
    PackKind,
    Question,
    StoryBlock,
    TextBlock,
)

DAY = date(2026, 11, 24)


def story(**changes: object) -> Story:
    """A story that may be used in a tender and an inspection on DAY, unless changed."""
    fields: dict[str, object] = {
        "row": 2,
        "story_id": "ST-01",
        "service_id": "OAK",
        "title": "Going out alone",
        "story_kind": "co_authored",
        "pseudonym": "Robin",
        "what_person_said": "“I know the crossing.”",
        "text_60": "“I know the crossing.”\n\nRobin now walks alone.",
        "capacity_for_this_decision": "has_capacity",
        "consent_type": "written",
        "consent_scope": ("tender", "inspection"),
        "consent_identifiable": "anonymised_only",
        "consent_given_on": date(2026, 1, 5),
        "consent_expires_on": date(2028, 1, 5),
        "consent_witness_role": "advocate",
        "explained_in_format": ("easy_read",),
        "told_answer": "agree",
        "anonymisation_level": "anonymised_tested",
        "reid_risk": "low",
        "status": "approved",
    }
    return Story(**{**fields, **changes})  # type: ignore[arg-type]


def evidence(**changes: object) -> Evidence:
    """A piece of evidence that nothing is wrong with on DAY, unless changed."""
    fields: dict[str, object] = {
        "row": 5,
        "evidence_id": "EV-001",
        "service_id": "OAK",
        "title": "Risk conversations",
        "kind": "audit",
        "evidence_category": ("EXP", "OUT"),
        "claim": "People shape their own risk plans.",
        "snippet_100": "People shape their own risk plans, card by card.",
        "period_end": date(2026, 10, 31),
        "involvement_level": 6,
        "what_changed": "The cards were drawn anew.",
        "framework_items": ("SAF-S4",),
        "review_due": date(2027, 3, 1),
        "status": "approved",
    }
    return Evidence(**{**fields, **changes})  # type: ignore[arg-type]


def library_of(*records: object, about: dict[str, str] | None = None) -> Library:
    """A library that holds these records and the service OAK."""
    by_sheet: dict[str, list[object]] = {}
    service = Service(row=2, service_id="OAK", service_name="Oakfield Row", people_supported=24)
    for record in (service, *records):
        by_sheet.setdefault(record.sheet, []).append(record)  # type: ignore[attr-defined]
    rows = {sheet: tuple(found) for sheet, found in by_sheet.items()}
    return Library(name="library.xlsx", digest="0" * 64, records=rows, about=about or {})  # type: ignore[arg-type]


@pytest.fixture
def frameworks() -> Frameworks:
    version = FrameworkVersion(
        "CQC-ASC-2026-DRAFT", "Draft", "CQC", "England", "asc", "draft", "", "", "", "2026-11-23", "lead", "", ""
    )
    item = FrameworkItem("CQC-ASC-2026-DRAFT", "D-S2", "Managing risks", "Safe", "3", "REG-9", "")
    line = CrosswalkLine("CQC-ASC-2026-DRAFT", "D-S2", "CQC-SAF-2023", "SAF-S4", "close", "")
    return Frameworks((version,), (item,), (line,), (), ())


@pytest.fixture
def library() -> Library:
    metric = Metric(
        row=3,
        metric_id="M-05",
        service_id="OAK",
        name="Restrictions reduced or removed",
        numerator=9,
        denominator=18,
        unit="%",
        value=50,
        period_start=date(2025, 11, 1),
        period_end=date(2026, 10, 31),
        source_table="restrictions",
        definition_version="1",
        suppression_state="shown",
    )
    answer = Answer(
        row=4, answer_id="AN-01", service_id="OAK", title="Say", text="We ask first.", story_refs=("ST-01",)
    )
    return library_of(evidence(), story(), metric, answer)


@pytest.fixture
def pack() -> Pack:
    blocks = (
        HeadingBlock(id="b1", text="How"),
        TextBlock(id="b2", text="We start with the person."),
        EvidenceBlock(id="b3", ref="EV-001"),
        StoryBlock(id="b4", ref="ST-01", length="60"),
        FigureBlock(id="b5", ref="M-05"),
        AnswerBlock(id="b6", ref="AN-01"),
    )
    question = Question(id="q1", number="Q01", text="How?", limit=Limit(kind=LimitKind.WORDS, value=100), blocks=blocks)
    return Pack(
        id="p1",
        kind=PackKind.TENDER,
        title="Lot 2",
        recipe="tender_response",
        framework_id="CQC-ASC-2026-DRAFT",
        service_ids=("OAK",),
        questions=(question,),
    )
