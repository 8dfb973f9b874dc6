"""What could tell who somebody is, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.checks.identifiers import identifiers_in
from alongside.checks.shapes import nhs_number


def rules(text: str) -> list[str]:
    return [found.rule.removeprefix("private.") for found in identifiers_in(text)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Her NHS number is 943 476 5919.", "nhs_number"),
        ("NHS no 9434765919", "nhs_number"),
        ("NI: PX 12 34 56 C", "ni_number"),
        ("AB123456D", "ni_number"),
        ("DOB 03/04/1987", "birth_date"),
        ("born on 4 May 1991", "birth_date"),
        ("He was seen on 12/11/1968 and", "birth_date"),
        ("date of birth: 1987-04-03", "birth_date"),
        ("They moved to LS6 2AB last year.", "postcode"),
        ("SW1A 1AA", "postcode"),
        ("Ring 07700 900123 at night.", "phone"),
        ("phone number: 0113 496 0000", "phone"),
        ("+44 20 7946 0958", "phone"),
        ("write to jo.smith@example.org", "email"),
        ("She is a woman aged 34, who", "age"),
        ("a 52-year-old man", "age"),
        ("a party for her 30th birthday", "age"),
        ("J.S. told us", "initials"),
        ("as A. B. C. asked", "initials"),
        ("Mrs Okafor said so", "titled_name"),
        ("Dr. Patel reviewed it", "titled_name"),
        ("at 14 Acacia Avenue", "address"),
        ("in room 12 of the house", "room"),
        ("DoLS ref: 2024/00123", "case_reference"),
        ("see https://example.org/x", "link"),
    ],
)  # fmt: skip
def test_found(text: str, rule: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "Reference number 943 476 5918 in the log",  # the check digit is wrong
        "The Mental Capacity Act 2005 came into force on 01/10/2007.",
        "People aged 18 to 25, and those aged 65 and over",
        "aged 18-24",
        "a three-year-old policy and a 5-year-old policy",
        "K01 to K31, SAF-S4 and REG-12A",
        "We supported 34 people in 12 months.",
        "Invoice no 01234 567890",
        "£01,234,567.89",
        "On 31/10/2026 the panel met.",
        "U.K. law, e.g. the Act",
        "The audit of 2024-25 looked at 100 of 120 records.",
        "In room for improvement",
        "Section 3.2.1 of the plan",
        "He is 1 of 3 people who",
        "The rate was 12.5 per 1,000 days.",
        "Q4 2025/26 results were 07.5",
    ],
)  # fmt: skip
def test_what_only_looks_like_it(text: str) -> None:
    assert rules(text) == []


@given(st.integers(0, 999_999_999))
def test_of_ten_numbers_with_one_start_at_most_one_is_an_nhs_number(start: int) -> None:
    assert sum(nhs_number(f"{start:09}{digit}") for digit in range(10)) <= 1


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    for found in identifiers_in(text):
        assert text[found.start :].startswith(found.found)
