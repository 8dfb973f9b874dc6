"""Fields in a query."""

from datetime import date, datetime

import pytest

from alongside.library.library import Library
from alongside.library.records import Evidence, Involvement, Restriction, RpEvent, Service, Story
from alongside.library.search import SearchIndex

LIBRARY = Library(
    "library.xlsx",
    "0",
    {
        "services": (
            Service(row=2, service_id="S1", service_name="Oak Lodge", nation="ENG", service_type="care_home"),
            Service(row=3, service_id="S2", service_name="Oakfield Row", nation="ENG", service_type="care_home"),
        ),
        "evidence": (
            Evidence(
                row=2, evidence_id="EV-1", service_id="S1", title="Door audit", kind="audit", involvement_level=6,
                period_end=date(2025, 12, 31), framework_items=("SAF-S1",), owner_role="registered manager",
            ),
            Evidence(
                row=3, evidence_id="EV-2", service_id="S2", title="Door survey", kind="survey", involvement_level=3,
                period_end=date(2026, 1, 1), framework_items=("SAF-S10",), status="approved",
                review_due=date(2026, 6, 30), source_date=date(2020, 1, 1),
            ),
        ),
        "stories": (
            Story(row=2, story_id="ST-1", service_id="S2", title="A door", themes=("least restrictive", "doors")),
            Story(row=3, story_id="ST-2", service_id="S2", title="A kite", themes=("restrictive", "least")),
        ),
        "restrictions": (Restriction(row=2, restriction_id="RS-1", service_id="S1", authority="best_interests_MCA"),),
        "rp_events": (RpEvent(row=2, event_id="RE-1", start_at=datetime(2026, 1, 31, 23, 59), duration_min=7.5),),  # noqa: DTZ001
        "involvement": (Involvement(row=2, id="IV-1", activity="Panel", ladder=7, date=date(2024, 2, 29)),),
    },
)  # fmt: skip
INDEX = SearchIndex(LIBRARY)


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ("door service:oakfield", {"EV-2", "ST-1"}),
        ("service:s1", {"S1", "EV-1", "RS-1"}),
        ('service:"oak lodge"', {"S1", "EV-1", "RS-1"}),
        ("service:oakf", {"S2", "EV-2", "ST-1", "ST-2"}),
        ("kind:audit", {"EV-1"}),
        ("kind:au", {"EV-1"}),
        ("kind:audit,survey", {"EV-1", "EV-2"}),
        ('theme:"least restrictive"', {"ST-1"}),
        ("item:SAF-S1", {"EV-1"}),  # not SAF-S10
        ("item:SAF-S", {"EV-1", "EV-2"}),
        ("owner:manager", {"EV-1"}),
        ("status:approved", {"EV-2"}),
        ("sheet:stories", {"ST-1", "ST-2"}),
        ("sheet:nothing", set()),
        ("level:>=5", {"EV-1", "IV-1"}),
        ("level:<6", {"EV-2"}),
        ("level:3..6", {"EV-1", "EV-2"}),
        ("level:7", {"IV-1"}),
        ("duration_min:>7", {"RE-1"}),
        ("before:2026-01", {"EV-1", "IV-1"}),
        ("after:2025-12", {"EV-2", "RE-1"}),
        ("after:2026-01", set()),
        ("after:2023 before:2025", {"IV-1"}),
        ("review_due:<=2026-06", {"EV-2"}),
        ("review_due:<2026-06", set()),
        ("review_due:2026-01..2026-07", {"EV-2"}),
        ("authority:best_interests", {"RS-1"}),
        ("door -kind:audit", {"EV-2", "ST-1"}),
        ("door -survey -audit", {"ST-1"}),
        ("id:RS-1", {"RS-1"}),
        ("before:20 door", {"EV-1", "EV-2", "ST-1"}),  # a date half typed asks nothing yet
        ("level:>=x door", {"EV-1", "EV-2", "ST-1"}),
    ],
)
def test_fields(typed: str, refs: set[str]) -> None:
    assert {hit.record.ref for hit in INDEX.search(typed)} == refs


def test_a_field_alone_tells_what_stands_there() -> None:
    assert INDEX.search("kind:audit")[0].why == "kind: audit"


def test_asking_twice_finds_the_same() -> None:
    assert INDEX.find("kind:audit door").records == INDEX.find("kind:audit door").records
    assert INDEX.find("door").total == 3


def test_what_is_found_is_all_of_it_whatever_the_limit() -> None:
    found = INDEX.find("door", limit=1)
    assert len(found.hits) == 1
    assert [record.ref for record in found.records] == ["EV-1", "EV-2", "ST-1"]
