"""Limits and weights in every wording that buyers use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.intake.limits import limit_in, limit_of_cell, limits_in, weight_in
from alongside.packs.pack import LimitKind

W, C, N, P = LimitKind.WORDS, LimitKind.CHARACTERS, LimitKind.CHARACTERS_NO_SPACES, LimitKind.PAGES


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Describe your approach. (max 500 words)", W, 500),
        ("Maximum 1,000 words.", W, 1000),
        ("Word limit: 750", W, 750),
        ("Word count – 1 500 words", W, 1500),
        ("Your response must not exceed 750 words", W, 750),
        ("Please answer in no more than five hundred words.", W, 500),
        ("in 1000 words or less", W, 1000),
        ("500 word limit", W, 500),
        ("500-word maximum", W, 500),
        ("Up to 1.5k words", W, 1500),
        ("limited to 2 sides of A4, Arial 11", P, 2),
        ("no more than two A4 pages", P, 2),
        ("One side of A4 maximum", P, 1),
        ("Maximum of 4 pages (A4)", P, 4),
        ("Page limit: 3", P, 3),
        ("3,000 characters including spaces", C, 3000),
        ("Max 4000 characters (excluding spaces)", N, 4000),
        ("Character limit 2000", C, 2000),
        ("2000 chars max", C, 2000),
        ("Minimum 200 words, maximum 400 words", W, 400),
        ("Responses should be a maximum of 2 single sides of A4", P, 2),
        ("Attach your policy (no more than 10 pages). Answer in 300 words.", W, 300),
    ],
)
def test_a_limit_in_every_wording(text: str, kind: LimitKind, value: int) -> None:
    said = limit_in(text)
    assert said is not None
    assert (said.limit.kind, said.limit.value) == (kind, value)
    assert said.text in text


@pytest.mark.parametrize(
    "text",
    [
        "Page 3 of 12",
        "See page 14 for guidance.",
        "Give at least 200 words.",
        "There is no word limit.",
        "In other words, what do you do?",
        "Please provide 2 references.",
        "The contract is worth £3,000 per page printed",
        "Do you agree with 100% of the terms?",
        "How do 40 people share a home?",
        "Attach a copy of your safeguarding policy of up to 20 pages.",
    ],
)
def test_what_is_no_limit(text: str) -> None:
    assert limit_in(text) is None


def test_a_bare_number_counts_only_where_the_form_is_like_that() -> None:
    text = "How do you reduce restrictive practices? (750)"
    assert limit_in(text) is None
    said = limit_in(text, bare=True)
    assert said is not None
    assert said.limit.value == 750


def test_the_heading_of_a_column_says_what_a_number_counts() -> None:
    said = limit_of_cell("500", "Word limit")
    assert said is not None
    assert said.limit.kind is W
    assert limit_of_cell("500", "Weighting") is None
    said = limit_of_cell("2", "Max pages")
    assert said is not None
    assert said.limit.kind is P


@given(
    st.integers(1, 99_999), st.sampled_from(["max {} words", "Word limit: {}", "up to {:,} words", "{} words maximum"])
)
def test_any_number_of_words(n: int, wording: str) -> None:
    said = limit_in(wording.format(n))
    assert said is not None
    assert said.limit.value == n


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    for said in limits_in(text):
        assert said.limit.value > 0
    weight_in(text)
    weight_in(text, alone=True)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Weighting: 10%", 10, "%"),
        ("This question is worth 12.5 % of the quality score.", 12.5, "%"),
        ("(15%)", 15, "%"),
        ("Maximum marks available: 20", 20, "%"),
        ("Marks: 20 marks", 20, "marks"),
        ("[5 marks]", 5, "marks"),
    ],
)
def test_weights(text: str, value: float, unit: str) -> None:
    found = weight_in(text)
    assert found is not None
    assert found.value == value
    if "available" not in text:
        assert found.unit == unit


def test_a_percentage_in_prose_is_no_weight() -> None:
    assert weight_in("Show how 95% of staff were trained.") is None
    assert weight_in("95%", alone=True) is not None
    assert weight_in("Our people", alone=True) is None
