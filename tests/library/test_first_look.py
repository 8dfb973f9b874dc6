"""The first look finds the texts that hold a word, whatever stands around it."""

from hypothesis import given
from hypothesis import strategies as st

from alongside.library.first_look import FirstLook
from alongside.library.phrases import FIRST_WORDS, suspects

PIECES = st.sampled_from(
    (*FIRST_WORDS, "LPS", "KLOEs", "Acid Test", "helps", " ", "\0", "é", "\u212aLOE", "\u0130", "a")
)
TEXT = st.lists(PIECES, max_size=4).map("".join)


@given(texts=st.lists(TEXT, max_size=12), some=st.lists(TEXT, max_size=3))
def test_it_finds_what_a_plain_search_finds(texts: list[str], some: list[str]) -> None:
    plain = [place for place, text in enumerate(texts) if any(word in text.lower() for word in FIRST_WORDS)]
    assert FirstLook(FIRST_WORDS, some).suspects(texts) == plain == suspects(texts)


def test_texts_beside_one_with_a_word_are_not_found() -> None:
    texts = ["a quiet day", "the acid test", "helps", "compliant"]
    assert FirstLook(("acid test", "lps", "compliant"), texts).suspects(texts) == [1, 2, 3]
