"""Other endings, other spellings, other names."""

import pytest

from alongside.library.library import Library
from alongside.library.records import Answer
from alongside.library.search import SearchIndex
from alongside.library.search.synonyms import other_names
from alongside.library.search.words import british, fold, key_of, keys_of, read_pairs, words_of


def index_of(*texts: str) -> SearchIndex:
    rows = tuple(Answer(row=at, answer_id=f"AN-{at}", title="", text=text) for at, text in enumerate(texts, start=2))
    return SearchIndex(Library("library.xlsx", "0", {"answers": rows}))


def whys(index: SearchIndex, words: str) -> list[str]:
    return [hit.why for hit in index.search(words)]


@pytest.mark.parametrize(
    ("american", "home"),
    [
        ("behavior", "behaviour"), ("behavioral", "behavioural"), ("organization", "organisation"),
        ("recognizing", "recognising"), ("analyze", "analyse"), ("center", "centre"), ("program", "programme"),
        ("counseling", "counselling"), ("fulfill", "fulfil"), ("defense", "defence"), ("pediatric", "paediatric"),
        ("labeled", "labelled"), ("enrollment", "enrolment"),
    ],
)  # fmt: skip
def test_american_and_british_forms_share_a_key(american: str, home: str) -> None:
    assert key_of(american) == key_of(home)
    assert british(american) == home == british(home)


@pytest.mark.parametrize(
    "word", ["size", "prize", "seize", "programming", "laboratory", "literature", "dialogue", "story"]
)
def test_a_word_that_only_looks_american_stays(word: str) -> None:
    assert british(word) == word


def test_every_spelling_is_settled_in_one_step() -> None:
    for american, home in read_pairs("spellings.csv"):
        assert british(american) == home, american
        assert british(home) == home, home


def test_endings_share_a_key() -> None:
    assert len(set(keys_of(["review", "reviews", "reviewed", "reviewing"]))) == 1
    assert key_of("s42") == "s42"
    assert key_of("zürich") == "zürich"


def test_folding() -> None:
    assert fold("CAFÉ Ünder") == "cafe under"
    assert words_of("People’s plan_2: naïve") == ["people", "s", "plan", "2", "naive"]
    assert words_of("people's plan_2") == ["people", "s", "plan", "2"]


def test_british_and_american_texts_find_each_other() -> None:
    index = index_of("Support with behaviour.", "Support with behavior.")
    assert len(whys(index, "behavior ")) == len(whys(index, "behaviours ")) == 2


def test_another_name_is_found_and_told() -> None:
    index = index_of("Staff used a physical intervention.", "The garden was watered.")
    assert whys(index, "restraint") == [
        "text: Staff used a «physical intervention». (also called: physical intervention)"
    ]
    assert whys(index, "physical intervention")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("service user", "Each person supported chose."), ("service users", "People we support chose."),
        ("DoLS", "Deprived of liberty since May."), ("co-production", "A coproduced plan."),
        ("positive risk taking", "Risk enablement at its best."), ("IMCA", "The advocate came."),
        ("bed rails", "A mechanical restraint."), ("PBS", "Positive behavior support works."),
        ("use of force", "One restraint in May."),
    ],
)  # fmt: skip
def test_names_of_the_field(typed: str, text: str) -> None:
    (why,) = whys(index_of(text, "The garden was watered."), typed)
    assert "also called" in why


def test_the_word_itself_comes_before_another_name() -> None:
    index = index_of("A physical intervention was used then.", "One restraint was used in May then.", "x", "y", "z")
    assert [hit.record.ref for hit in index.search("restraint ")] == ["AN-3", "AN-2"]


def test_of_names_that_overlap_the_longest_counts() -> None:
    found = list(other_names(keys_of(["physical", "restraint"])))
    assert {places for places, _own, _name in found} == {range(2)}


def test_a_misspelt_word_is_forgiven_and_told() -> None:
    index = index_of("A debrief was held.", "Nothing here.")
    assert whys(index, "debreif ") == ["text: A «debrief» was held. (spelling: debreif → debrief)"]


def test_a_word_of_the_library_is_not_taken_for_misspelt() -> None:
    index = index_of("The lock.", "The locks were bought; the clock too.")
    assert all("spelling" not in why for why in whys(index, "lock "))


def test_a_short_word_and_a_number_are_taken_as_they_are() -> None:
    index = index_of("cat 12345")
    assert whys(index, "bat ") == whys(index, "12346 ") == []


def test_quotes_are_taken_by_the_letter() -> None:
    index = index_of("They reviewed it.", "A review.")
    assert [hit.record.ref for hit in index.search('"review"')] == ["AN-3"]
    assert len(index.search("review ")) == 2


def test_a_phrase_that_nobody_uses_is_found_by_its_other_names_and_said_so() -> None:
    index = index_of("Each person supported chose.", "The user of the service room.", "The garden was watered.")
    assert whys(index, '"service user"') == ["text: Each «person supported» chose. (also as: person supported)"]


def test_a_phrase_that_stands_there_is_taken_by_the_letter() -> None:
    index = index_of("Each person supported chose.", "A service user chose.")
    assert [hit.record.ref for hit in index.search('"service user"')] == ["AN-3"]
    assert index.search('"garden gate"') == ()


def test_the_file_of_names_has_two_or_more_for_each_subject() -> None:
    for subject, forms in read_pairs("synonyms.csv"):
        names = [name.strip() for name in forms.split(";")]
        assert len(names) >= 2, subject
        assert all(words_of(name) for name in names), subject
        assert len(set(names)) == len(names), subject
