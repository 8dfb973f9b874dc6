"""How a query may go on."""

import pytest

from alongside.library.library import Library
from alongside.library.records import Evidence, Service, Story
from alongside.library.search import SearchIndex
from alongside.library.search.completing import completions


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    service = Service(row=2, service_id="OAK", service_name="Oakfield Row")
    rows = tuple(
        Evidence(row=at, evidence_id=f"EV-{at}", kind=kind, service_id="OAK", owner_role="quality lead")
        for at, kind in enumerate(("audit", "audit", "survey", "debrief"), start=2)
    )
    story = Story(row=2, story_id="ST-1", story_kind="composite", themes=("least restrictive", "say"))
    return SearchIndex(Library("x.xlsx", "a" * 64, {"services": (service,), "evidence": rows, "stories": (story,)}))


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("ser", ["service:"]),
        ("door ow", ["door owner:"]),
        ("-ki", ["-kind:"]),
        ("review_d", ["review_due:"]),
        ("kind:", ["kind:audit ", "kind:composite ", "kind:debrief ", "kind:survey "]),
        ("door kind:su", ["door kind:survey "]),
        ("kind:audit,su", ["kind:audit,survey "]),
        ("service:row", ["service:OAK "]),
        ("service:", ["service:OAK "]),
        ("theme:least", ['theme:"least restrictive" ']),
        ('theme:"restr', ['theme:"least restrictive" ']),
        ("owner:q", ['owner:"quality lead" ']),
        ("sheet:st", ["sheet:stories "]),
    ],
)
def test_ways_to_go_on(index: SearchIndex, typed: str, then: list[str]) -> None:
    assert [one.typed for one in completions(typed, index)] == then


@pytest.mark.parametrize("typed", ["", "s", "door ", "kind:audit ", "before:20", "xyzzy:a", "kind:zzz", '"kind:au'])
def test_nothing_to_offer(index: SearchIndex, typed: str) -> None:
    assert completions(typed, index) == ()


def test_values_tell_how_many_rows_have_them(index: SearchIndex) -> None:
    first = completions("kind:a", index)[0]
    assert (first.text, first.note) == ("audit", "2 rows")
    assert completions("service:", index)[0].text == "OAK · Oakfield Row"
    assert completions("kind:a", None) == ()  # before the library can be searched
