"""A question parted into what a marker looks for."""

import pytest

from alongside.packs.asked_parts import Asks, parts_of
from alongside.packs.pack import Question


def parts(text: str, guidance: str = "") -> list[tuple[str, str, Asks]]:
    found = parts_of(Question(id="q", number="Q1", text=text, guidance=guidance))
    return [(part.name, part.text, part.asks) for part in found]


def test_lettered_parts_are_the_buyers_own():
    found = parts(
        "How will people take part?",
        "Please cover: (a) how a decision is made; (b) who is told; (c) what has changed, with figures.",
    )
    assert found == [
        ("a", "how a decision is made", Asks.HOW),
        ("b", "who is told", Asks.WHO),
        ("c", "what has changed, with figures", Asks.FIGURES),
    ]


def test_a_list_of_steps_is_one_part_each():
    found = parts("How do you identify, authorise, review and reduce restrictive practices?")
    assert [text for _name, text, _asks in found] == [
        "How do you identify restrictive practices?",
        "How do you authorise restrictive practices?",
        "How do you review restrictive practices?",
        "How do you reduce restrictive practices?",
    ]


def test_a_list_of_things_stays_whole():
    asked = "How will co-production work, including budget, payment and decision rights?"
    assert [text for _name, text, _asks in parts(asked)] == [asked]


def test_guidance_adds_its_sentences_and_not_what_it_says_of_form():
    found = parts("Describe your oversight.", "Two A4 pages, tables included. Give an example of one decision.")
    assert found == [
        ("1", "Describe your oversight.", Asks.HOW),
        ("2", "Give an example of one decision.", Asks.EXAMPLE),
    ]


@pytest.mark.parametrize("text", ["", "?", "How?", "(a)", "(a) (b) (c)", "a, b and c", "٣، ٤", "x" * 50_000])
def test_nothing_a_buyer_writes_is_an_error(text):
    assert all(part_text for _name, part_text, _asks in parts(text, text))
