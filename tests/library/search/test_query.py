"""What a user types, understood."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.library.search.days import days_of
from alongside.library.search.query import LONGEST, FieldTest, Wanted, parse, sheets_named


def test_words_phrases_and_fields() -> None:
    query = parse('service:oak kind:audit theme:"least restrictive" before:2026-01 kitchen "locked door" ')
    assert query.tests == (
        FieldTest("service", "", "oak"),
        FieldTest("kind", "", "audit"),
        FieldTest("theme", "", "least restrictive", exact=True),
        FieldTest("before", "", "2026-01"),
    )
    assert query.wanted == (Wanted(("kitchen",)), Wanted(("locked", "door"), phrase=True))
    assert query.text == "kitchen locked door"


def test_the_last_word_may_go_on_until_a_space_or_a_full_stop() -> None:
    assert parse("kitchen do").wanted[-1] == Wanted(("do",), unfinished=True)
    assert not parse("door ").wanted[-1].unfinished
    assert not parse("door?").wanted[-1].unfinished
    assert parse('"least restr').wanted == (Wanted(("least", "restr"), phrase=True, unfinished=True),)


def test_small_words_are_left_out_of_a_question_but_kept_for_its_meaning() -> None:
    query = parse("What is the review of the plan?")
    assert [item.words for item in query.wanted] == [("review",), ("plan",)]
    assert query.text == "What is the review of the plan?"
    assert [item.words for item in parse("the").wanted] == [("the",)]


def test_tests_with_a_size_and_their_opposite() -> None:
    query = parse("level:>=5 -kind:policy -door")
    assert query.tests == (FieldTest("level", ">=", "5"),)
    assert query.tests_without == (FieldTest("kind", "", "policy"),)
    assert query.without[0].words == ("door",)


def test_a_name_that_is_no_field_is_a_word() -> None:
    assert [item.words for item in parse("foo:bar ").wanted] == [("foo",), ("bar",)]
    assert [item.words for item in parse("Note: the door ").wanted] == [("note",), ("door",)]


def test_a_field_without_its_value_waits() -> None:
    assert parse("kind:").empty
    assert parse('theme:"').empty


def test_commas_part_alternatives() -> None:
    assert FieldTest("kind", "", "audit,survey,").alternatives == ("audit", "survey")
    assert FieldTest("theme", "", "a, b", exact=True).alternatives == ("a, b",)


def test_a_sheet_may_be_begun() -> None:
    assert sheets_named("evidence") == ("evidence",)
    assert sheets_named("evid") == ("evidence", "evidence_map")
    assert sheets_named("nothing") == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-2-3", date(2024, 2, 3), date(2024, 2, 3)),
        ("03/02/2024", date(2024, 2, 3), date(2024, 2, 3)),
        ("02/2024", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_days_months_and_years(text: str, first: date, last: date) -> None:
    assert days_of(text) == (first, last)


@pytest.mark.parametrize("text", ["", "202", "2024-13", "2024-02-30", "31/02/2024", "yesterday", "0000"])
def test_what_is_no_day(text: str) -> None:
    assert days_of(text) is None


@given(st.text(max_size=300))
def test_any_text_is_a_query_of_bounded_size(typed: str) -> None:
    query = parse(typed)
    assert len(query.wanted) <= LONGEST
    assert all(item.words and all(item.words) for item in query.wanted)


@given(
    st.lists(st.sampled_from(["service:", '"', "-", "kind:audit", ">", "..", "level:>=", "2026-01", " ", "a:b", "“"]))
)
def test_any_pieces_in_any_order_are_a_query(pieces: list[str]) -> None:
    parse("".join(pieces))
