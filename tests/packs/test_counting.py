"""Counting words as Word does, and as others do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.packs.counting import count, over
from alongside.packs.pack import Limit, LimitKind


@pytest.mark.parametrize(
    ("text", "word", "libreoffice", "strict"),
    [
        ("one two", 2, 2, 2),
        ("co-produced risk/benefit", 2, 2, 4),
        ("before—after", 1, 2, 2),
        ("well – said", 3, 2, 2),
        ("12 %", 2, 2, 2),
        ("", 0, 0, 0),
        ("“Yes,” she said.", 3, 3, 3),
        ("共同 work", 3, 3, 3),
    ],
)
def test_the_three_ways_of_counting(text: str, word: int, libreoffice: int, strict: int) -> None:
    counts = count([text])
    assert (counts.words, counts.words_libreoffice, counts.words_strict) == (word, libreoffice, strict)


@given(st.lists(st.text(max_size=80), max_size=5))
def test_paragraphs_count_as_their_sum(paragraphs: list[str]) -> None:
    together = count(paragraphs)
    assert together.words == sum(count([paragraph]).words for paragraph in paragraphs)
    assert together.characters == len("\n".join(paragraphs))
    assert together.characters_no_spaces <= together.characters


def test_over_a_limit() -> None:
    counts = count(["one two three"])
    assert over(counts, Limit(kind=LimitKind.WORDS, value=2)) == 1
    assert over(counts, Limit(kind=LimitKind.CHARACTERS_NO_SPACES, value=11)) == 0
    assert over(counts, Limit(kind=LimitKind.CHARACTERS, value=12)) == 1
    assert over(counts, Limit(kind=LimitKind.PAGES, value=0)) == 0
