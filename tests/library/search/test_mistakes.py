"""What is told of a query that says something else than it seems to."""

import pytest

from alongside.library.library import Library
from alongside.library.records import Evidence, Service
from alongside.library.search import SearchIndex
from alongside.library.search.mistakes import mistakes


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    service = Service(row=2, service_id="OAK", service_name="Oakfield Row")
    rows = tuple(
        Evidence(row=at, evidence_id=f"EV-{at}", kind=kind, service_id="OAK", title="A door", involvement_level=at)
        for at, kind in enumerate(("audit", "survey"), start=2)
    )
    return SearchIndex(Library("library.xlsx", "a" * 64, {"services": (service,), "evidence": rows}))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("servce:oak", "There is no field “servce”: it is looked for as a word. Did you mean service:?"),
        ("-xyzzy:oak", "There is no field “xyzzy”: it is looked for as a word."),
        ("kind:audti door", "No row has “audti” under kind. Did you mean “audit”?"),
        ("kind:audti ", "No row has “audti” under kind. Did you mean “audit”?"),
        ("service:oakfeld ", "No row has “oakfeld” under service. Did you mean “Oakfield Row”?"),
        ("before:2026-13 ", "“2026-13” is no day: type 2026, 2026-01, 2026-01-31 or 31/01/2026. It was left out."),
        ("after:soon", "“soon” is no day: type 2026, 2026-01, 2026-01-31 or 31/01/2026. It was left out."),
        ("review_due:<x", "“x” is no day: type 2026, 2026-01, 2026-01-31 or 31/01/2026. It was left out."),
        ("level:>=high", "“high” cannot be compared with level: it was left out."),
        ("sheet:storis", "There is no sheet “storis”. Did you mean “stories”?"),
    ],
)
def test_told_in_a_sentence(index: SearchIndex, typed: str, said: str) -> None:
    assert mistakes(typed, index) == (said,)


@pytest.mark.parametrize(
    "typed",
    [
        "", "door", "kind:audit,survey door", "kind:aud", "kind:", "before:202", "before:2026-0",
        "before:2026-01..2026-", "at 10:30", "see https://example.org/x", "Note: a word", '"servce:oak"', "level:>=2",
        "service:oakfield", "before:1999", "level:>=9", "xyzzy:",
    ],
)  # fmt: skip
def test_nothing_is_told_of_what_is_right_or_not_yet_typed(index: SearchIndex, typed: str) -> None:
    assert mistakes(typed, index) == ()


def test_a_few_sentences_at_most(index: SearchIndex) -> None:
    assert len(mistakes("qa:1 qb:2 qc:3 qd:4 qe:5", index)) == 3
