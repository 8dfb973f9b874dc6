"""Finding records by words."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.library.library import Library
from alongside.library.records import Evidence, Record, Story
from alongside.library.search import SearchIndex


def library() -> Library:
    evidence: tuple[Record, ...] = (
        Evidence(
            row=2, evidence_id="EV-001", title="Kitchen door", snippet_100="People reviewed the lock on the door."
        ),
        Evidence(row=3, evidence_id="EV-002", title="Night checks", snippet_100="Checks at night were reduced. Café."),
        Evidence(
            row=4, evidence_id="EV-003", title="Kitchen", status="withdrawn", snippet_100="door door door kitchen"
        ),
        Evidence(row=5, evidence_id="EV-010", title="Restrictive practice", snippet_100="Restrictions fell by half."),
        Evidence(row=6, evidence_id="EV-011", title="The plain one", snippet_100="the night. The kitchen"),
    )
    story = Story(row=2, story_id="ST-01", title="A walk", what_person_said="I like the kitchen at night, by myself.")
    return Library("library.xlsx", "0", {"evidence": evidence, "stories": (story,)})


INDEX = SearchIndex(library())


def refs(words: str, sheet: str | None = None, limit: int = 50) -> list[str]:
    return [hit.record.ref for hit in INDEX.search(words, sheet, limit)]


def test_all_words_come_before_some() -> None:
    assert refs("kitchen night")[:2] == sorted(refs("kitchen night")[:2], key=["EV-011", "ST-01"].index)
    assert "EV-001" in refs("kitchen night")


def test_a_withdrawn_row_is_last_and_marked() -> None:
    hits = INDEX.search("kitchen door")
    assert hits[0].record.ref == "EV-001"
    assert (hits[-1].record.ref, hits[-1].withdrawn) == ("EV-003", True)


def test_the_last_word_may_be_unfinished() -> None:
    assert refs("kitch")
    assert "EV-010" in refs("restrict")
    assert refs("kit ") == []  # finished by the space
    assert refs("kit door") == refs("door")


def test_an_ending_does_not_matter() -> None:
    assert "EV-001" in refs("reviews")
    assert "EV-010" in refs("restriction")


def test_a_phrase_stands_together() -> None:
    assert refs('"night checks"') == ["EV-002"]
    assert refs('"checks at night"') == ["EV-002"]
    assert refs('"door kitchen"') == ["EV-003"]


def test_a_phrase_does_not_run_across_fields() -> None:
    assert "EV-011" not in refs('"one the night"')


def test_an_id_is_found() -> None:
    assert refs("EV-010") == ["EV-010"]
    assert set(refs("EV-01")) == {"EV-010", "EV-011"}


def test_a_sheet_and_a_limit() -> None:
    assert refs("kitchen", "stories") == ["ST-01"]
    assert len(refs("kitchen", limit=2)) == 2
    assert refs("kitchen", limit=0) == []


def test_accents_and_capitals_do_not_matter() -> None:
    assert refs("CAFE") == ["EV-002"]


def test_why_shows_field_and_words() -> None:
    (hit,) = INDEX.search("lock")
    assert hit.why == "snippet_100: People reviewed the «lock» on the door."


@pytest.mark.parametrize(
    "words",
    [
        '"', "'", '"kitchen', "a AND", "NOT", "NEAR(kitchen", "kitchen*", "* ^", "head:kitchen", "(", "-", "\0", "«»",
        "ev_id:", "; DROP TABLE words",
    ],
)  # fmt: skip
def test_nothing_a_user_types_is_an_error(words: str) -> None:
    INDEX.search(words)


@given(st.text(max_size=60), st.sampled_from([None, "evidence", "no such sheet"]))
def test_no_text_is_an_error(words: str, sheet: str | None) -> None:
    for hit in INDEX.search(words, sheet):
        assert hit.why
        assert "\ue000" not in hit.why


def test_several_threads_may_search() -> None:
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(refs("kitchen"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [refs("kitchen")] * 8
