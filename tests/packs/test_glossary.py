"""The glossary holds the terms that a document uses, and only those."""

from alongside.packs.glossary import terms, terms_used


def test_only_the_terms_that_stand_in_the_texts() -> None:
    found = terms_used(["A debrief was held.", "The restriction register was read."])
    assert [item.term for item in found] == ["Debrief", "Restriction register"]


def test_a_part_of_a_word_is_no_term() -> None:
    assert terms_used(["Outcomesque incapacity"]) == ()


def test_short_names_count_in_capitals_alone() -> None:
    assert [item.term for item in terms_used(["PBS"])] == ["PBS"]
    assert terms_used(["pbs"]) == ()


def test_each_form_belongs_to_one_term() -> None:
    forms = [form for item in terms() for form in item.forms]
    assert len(forms) == len(set(forms))
    assert all(item.meaning.endswith(".") or item.meaning.endswith("?") for item in terms())
