"""Rows that stand twice, figures that disagree, and the page that shows it."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.errors import AlongsideError
from alongside.library.editing.changes import RetireRecord, SetField
from alongside.library.ledger.reading import ItemSummary
from alongside.library.library import Library
from alongside.library.records import Answer, Evidence, EvidenceMap, Metric, Record, Story
from alongside.library.search.facets import Consent, Freshness
from alongside.library.upkeep.conflicts import conflicting_figures
from alongside.library.upkeep.duplicates import near_duplicates
from alongside.library.upkeep.health import library_health, of_owner
from alongside.library.upkeep.merging import differing, merge

TODAY = date(2026, 11, 24)
CLAIM = "People with lived experience chair the monthly panel that reads every open restriction aloud and asks why."
PANEL = Evidence(
    row=2, evidence_id="EV-1", title="Restriction panel", claim=CLAIM, evidence_category=("EXP",),
    framework_items=("S1",), review_due=date(2027, 3, 1), created_on=date(2024, 1, 1), owner_role="Quality lead",
)  # fmt: skip


def library(*records: Record) -> Library:
    by_sheet: dict[str, tuple[Record, ...]] = {}
    for record in records:
        by_sheet[record.sheet] = (*by_sheet.get(record.sheet, ()), record)
    return Library("library.xlsx", "0" * 64, by_sheet)


def test_the_same_text_with_small_changes_is_found() -> None:
    twin = replace(PANEL, row=3, evidence_id="EV-2", claim=CLAIM.replace("monthly", "weekly"))
    other = replace(PANEL, row=4, evidence_id="EV-3", title="Kitchen", claim="The kitchen is open at night for all.")
    (pair,) = near_duplicates((PANEL, other, twin))
    assert (pair.one, pair.other) == (PANEL, twin)
    assert pair.words > 90
    assert near_duplicates((PANEL, replace(twin, status="withdrawn"))) == ()


def test_a_thousand_rows_with_one_sentence_in_common_are_no_duplicates() -> None:
    rows = [
        replace(
            PANEL, row=n, evidence_id=f"EV-{n}", title=f"Audit {n}",
            claim=f"{CLAIM} {' '.join(f'{word}{n}' for word in ('ash', 'birch', 'cedar', 'damson', 'elm') * 6)}",
        )
        for n in range(2, 1_000)
    ]  # fmt: skip
    assert near_duplicates(rows) == ()


def test_merging_retires_one_row_and_leads_every_reference_to_the_other() -> None:
    twin = replace(PANEL, row=3, evidence_id="EV-2", method="Minutes read")
    answer = Answer(row=2, answer_id="AN-1", evidence_refs=("EV-2", "EV-1"))
    mapped = EvidenceMap(row=2, id="EM-1", evidence_id="EV-2", framework_item="S1")
    known = library(PANEL, twin, answer, mapped)
    (choice,) = differing(PANEL, twin)
    assert choice.heading == "method"
    changes = merge(known, PANEL, twin, {"method": "Minutes read"}, TODAY)
    fields = {(c.ref, c.heading): c.value for c in changes if isinstance(c, SetField)}
    assert fields == {
        ("EV-1", "method"): "Minutes read", ("EV-1", "updated_on"): TODAY,
        ("AN-1", "evidence_refs"): ("EV-1",), ("EM-1", "evidence_id"): "EV-1",
    }  # fmt: skip
    (retired,) = (c for c in changes if isinstance(c, RetireRecord))
    assert (retired.ref, retired.status) == ("EV-2", "withdrawn")


def test_two_peoples_stories_are_never_one() -> None:
    one, two = (Story(row=n, story_id=f"ST-{n}", person_ref=f"P{n}") for n in (2, 3))
    with pytest.raises(AlongsideError, match="two people"):
        differing(one, two)


def test_permission_is_never_mixed_into_another_story() -> None:
    one = Story(row=2, story_id="ST-2", person_ref="P1", title="A")
    two = replace(one, row=3, story_id="ST-3", title="B", consent_scope=("tender",), consent_type="written")
    assert [choice.heading for choice in differing(one, two)] == ["title"]
    with pytest.raises(AlongsideError, match="consent_scope"):
        merge(library(one, two), one, two, {"consent_scope": ("tender",)}, TODAY)


def test_figures_that_disagree() -> None:
    metric = Metric(row=2, metric_id="M-1", name="Debriefs held", unit="%", value=91.7, period_end=date(2026, 9, 30))
    same = replace(metric, row=3, metric_id="M-2", name="Debriefs held ", value=88.0)
    other = replace(same, row=4, metric_id="M-3", period_end=date(2026, 6, 30))
    right = replace(PANEL, metric_ref="M-1", snippet_100="In the year 92% of debriefs were held.")
    wrong = replace(right, row=3, evidence_id="EV-2", snippet_100="In the year 96 per cent were held.")
    among, quoted = conflicting_figures(library(metric, same, other, right, wrong))
    assert [stated.record for stated in among.stated] == [metric, same]
    assert [(stated.record.ref, stated.said) for stated in quoted.stated] == [
        ("M-1", "91.7 %"),
        ("EV-2", "96 per cent"),
    ]


def test_the_page() -> None:
    late = replace(PANEL, row=3, evidence_id="EV-2", review_due=date(2026, 10, 1), framework_items=("S2",))
    told = Story(
        row=2, story_id="ST-1", consent_type="written", consent_given_on=date(2026, 1, 1), themes=("food",),
        consent_scope=("tender",),
    )  # fmt: skip
    used = ItemSummary(ref="ST-1", sheet="stories", packs=6, finals=4, won=1, lost=1, last=date(2026, 11, 1), best=None)
    page = library_health(
        library(PANEL, late, told), TODAY, uses=[used], recent={"ST-1": 5},
        framework=[("S1", "One"), ("S2", "Two"), ("S3", "Three")],
    )  # fmt: skip
    assert page.shares[0].of(Freshness.OVERDUE) == page.shares[0].of(Freshness.FRESH) == 1
    assert page.consent == {Consent.GIVEN: 1}
    assert page.overdue == 1
    assert [(cover.item, cover.gap, cover.stale) for cover in page.framework] == [
        ("S1", False, 0), ("S2", True, 1), ("S3", True, 0),
    ]  # fmt: skip
    assert [(cover.item, cover.voices) for cover in page.themes] == [("food", 1)]
    assert page.unused == (PANEL,)
    assert page.over_used == ((told, 5),)
    assert [(load.owner, load.rows, load.overdue) for load in page.owners] == [("Quality lead", 2, 1), ("", 1, 0)]


def test_the_page_of_one_owner() -> None:
    late = replace(PANEL, row=3, evidence_id="EV-2", review_due=date(2026, 10, 1))
    other = replace(late, row=4, evidence_id="EV-3", owner_role="Manager")
    known = library(PANEL, late, other)
    page = library_health(known, TODAY, framework=[("S1", "One")])
    own = of_owner(page, "Manager", known)
    assert (page.overdue, own.overdue) == (2, 1)
    assert [share.total for share in own.shares] == [1, 0]
    assert [load.owner for load in own.owners] == ["Manager"]
    assert own.framework == page.framework
