"""Phrases left behind by law, guidance or courtesy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.library.phrases import PHRASES, stale_phrases, suspects
from alongside.rules import RULES


def rules(text: str, nation: str = "ENG", *, quoted: bool = False) -> list[str]:
    return [hit.rule.removeprefix("phrase.") for hit in stale_phrases(text, nation, quoted=quoted)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We apply the acid test.", ["overruled_case"]),
        ("Cheshire West decides whether it is a deprivation.", ["overruled_case"]),
        ("Cheshire West was overruled by [2026] UKSC 16.", []),
        ("Under continuous supervision and control and not free to leave.", ["continuous_supervision"]),
        ("There is continuous supervision and control at night.", []),
        ("LPS will replace DoLS in 2027.", ["lps_date"]),
        ("The Liberty Protection Safeguards are planned.", []),
        ("We meet DCB1605.", ["ais_old"]),
        ("The five steps of the Accessible Information Standard.", ["ais_old"]),
        ("The Accessible Information Standard has five steps.", ["ais_old"]),
        ("Our five steps to a calm morning.", []),
        ("Chosen as the MEAT.", ["meat"]),
        ("Meat is bought locally; the meat is good.", []),
        ("the most economically advantageous tender", ["meat"]),
        ("Published in OJEU with a PQQ.", ["old_procurement", "old_procurement"]),
        ("PPN 06/20 themes", ["ppn_0620"]),
        ("Our CCG funds this.", ["former_body"]),
        ("The former CCG funded this.", []),
        ("The nearest relative is replaced by a nominated person.", ["nearest_relative"]),
        ("KLOE S1.1 is met.", ["kloe_2017"]),
        ("He consented to the restraint.", ["consented_to_restraint"]),
        ("We never use restrictive practices.", ["never_restrict"]),
        ("We never use restrictive practices without authority?", ["never_restrict"]),
        ("Her challenging behaviour and wandering.", ["style", "style"]),
        ("An old note said “challenging behaviour”; she said she was bored.", []),
        ("The form called it 'wandering' twice.", []),
        ("People's plans don't mention wandering, and staff's don't either.", ["style"]),
        ("He said “leave me” and absconded.", ["style"]),
        ("Nothing here.", []),
    ],
)
def test_phrases(text: str, expected: list[str]) -> None:
    assert rules(text) == expected


def test_law_counts_inside_a_quotation_and_style_does_not() -> None:
    assert rules("“The acid test applies; she absconded.”") == ["overruled_case"]
    assert rules("The acid test applies; she absconded.", quoted=True) == ["overruled_case"]


def test_a_phrase_counts_where_its_nation_is() -> None:
    assert rules("Chosen as the MEAT.", "SCO") == []
    assert rules("Chosen as the MEAT.", "WAL") == ["meat"]
    assert rules("KLOE S1.1", "WAL") == []
    assert rules("KLOE S1.1", "") == ["kloe_2017"]


def test_a_hit_says_where_it_is() -> None:
    text = "So: the acid test."
    (hit,) = stale_phrases(text)
    assert text[hit.start :].startswith(hit.found)
    assert hit.found in hit.message


def test_every_phrase_is_a_rule() -> None:
    assert {phrase.rule for phrase in PHRASES} <= RULES.keys()


TEXTS = st.lists(st.text(alphabet="acid testOJEU“”'\"wandering. \0", max_size=60), max_size=5)


@given(TEXTS, st.sampled_from(["", "acid test", "Wandering\0wandering", "OJEU"]), st.integers(0, 5))
def test_the_quick_look_never_misses(texts: list[str], extra: str, place: int) -> None:
    texts.insert(place, extra)
    assert {at for at, text in enumerate(texts) if rules(text, "")} <= set(suspects(texts))


def test_the_quick_look_tells_which() -> None:
    assert suspects(["calm", "The ACID TEST", "", "an acid test", "fine"]) == [1, 3]
    assert suspects(["calm", ""]) == []
