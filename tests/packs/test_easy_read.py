"""Easy Read copies: drafted from a story without a word invented, edited by pure steps, kept whole."""

from datetime import date
from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from alongside.library.records import Story
from alongside.packs.consent import refusal
from alongside.packs.easy_pictures import picture_for
from alongside.packs.easy_read import Idea, Tested, copy_path, from_json, load_copy, save_copy
from alongside.packs.easy_read_draft import apart, draft, sentences
from alongside.packs.easy_read_edit import add_idea, move_idea, remove_idea, set_idea
from alongside.packs.told import answered

TODAY = date(2026, 11, 24)
LONG = "The lock applied to everybody in the house, whatever their own skills were, for many long years of this life."
SAID = "“I was cross, not scared. Don't take it away; fix the phone, and I will tell you when I am back at home again.”"


def story(**rest: object) -> Story:
    values = {
        "row": 2, "story_id": "ST-1", "title": "The kitchen door", "pseudonym": "Kit",
        "situation": f"It was cold. {LONG}",
        "what_person_said": f"After that day Kit said: {SAID}", "story_kind": "first_person",
    }  # fmt: skip
    return Story(**{**values, **rest})  # type: ignore[arg-type]


def test_each_word_of_the_draft_is_a_word_of_the_story() -> None:
    made = draft(story(), "A provider", TODAY, example=False)
    told = f"{story().situation} {story().what_person_said}"
    for idea in made.ideas:
        assert (idea.original or idea.text) in told
        assert idea.text.rstrip(".") in told or idea.original


def test_a_persons_own_words_are_never_split_or_changed() -> None:
    made = draft(story(), "A provider", TODAY, example=False)
    own = [idea for idea in made.ideas if idea.own_words]
    assert [idea.text for idea in own] == [f"After that day Kit said: {SAID}"]


def test_what_is_too_long_is_kept_beside_for_the_writer() -> None:
    made = draft(story(), "A provider", TODAY, example=False)
    long = next(idea for idea in made.ideas if idea.text == LONG)
    assert long.original == LONG
    assert next(idea for idea in made.ideas if idea.text == "It was cold.").original == ""


def test_a_long_sentence_is_parted_only_where_a_new_subject_begins() -> None:
    assert apart("He fitted a new hob with a timer in May, and they practised tea and toast there every day.") == (
        "He fitted a new hob with a timer in May.", "They practised tea and toast there every day.",
    )  # fmt: skip
    listed = "They looked at the door, the hob, the tap, the flood, the bills, the plan and each of the rules again."
    assert apart(listed) == (listed,)


def test_sentences_know_quotation_marks() -> None:
    assert sentences("She said: “I know. I want it.” Then she left.") == (
        "She said: “I know. I want it.”",
        "Then she left.",
    )


@pytest.mark.parametrize(
    ("text", "name"), [("The team met.", "meeting"), ("A cup of tea.", "kitchen"), ("Xyz.", "person")]
)
def test_a_picture_is_proposed_by_whole_words(text: str, name: str) -> None:
    assert picture_for(text) == name


def test_a_copy_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    made = draft(story(), "A provider", TODAY, example=True)
    path = copy_path(tmp_path, "ST-1")
    save_copy(made, path)
    assert load_copy(path) == made
    assert [item.name for item in path.parent.iterdir()] == ["ST-1.easyread.json"]


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"story":"a","title":"b","nonsense":1}', b"\xff\xfe"])
def test_what_is_no_copy_is_refused(data: bytes) -> None:
    with pytest.raises(AlongsideError):
        from_json(data)


def test_edits_are_steps_that_leave_the_copy_before_as_it_was() -> None:
    made = draft(story(), "A provider", TODAY, example=False)
    first, second = made.ideas[0], made.ideas[1]
    edited = set_idea(made, first.id, text="It was very cold.")
    assert edited.ideas[0].original == "It was cold."
    assert made.ideas[0].text == "It was cold."
    moved = move_idea(made, second.id, -1)
    assert [idea.id for idea in moved.ideas[:2]] == [second.id, first.id]
    assert moved.ideas[0].heading == first.heading
    gone = remove_idea(made, first.id)
    assert gone.ideas[0].heading == first.heading
    more = add_idea(made, Idea(id="new"), first.id)
    assert more.ideas[1].id == "new"
    with pytest.raises(KeyError):
        set_idea(made, "nobody", text="")


def test_tested_is_who_when_and_what_changed() -> None:
    assert not Tested(who="a group", on=TODAY).complete
    assert Tested(who="a group", on=TODAY, what_changed="Two words.").complete


def test_an_answer_becomes_changes_of_the_row() -> None:
    changes = answered(story(), "agree", TODAY, formats=("easy_read",), supporter=" advocate ", today=TODAY)
    assert {item.heading: item.value for item in changes} == {
        "told_answer": "agree", "told_on": TODAY, "told_format": ("easy_read",), "told_supporter": "advocate",
        "updated_on": TODAY,
    }  # fmt: skip
    with pytest.raises(AlongsideError, match="no columns"):
        answered(story(), "no", TODAY, formats=(), supporter="", today=TODAY, missing={"told_answer"})
    with pytest.raises(AlongsideError, match="to come"):
        answered(story(), "no", date(2026, 11, 25), formats=(), supporter="", today=TODAY)


def test_a_no_keeps_the_story_out_whatever_was_agreed_before() -> None:
    agreed = {"consent_type": "written", "consent_given_on": TODAY, "consent_scope": ("tender",), "reid_risk": "low"}
    assert refusal(story(**agreed, told_answer="agree"), "tender", TODAY) is None
    refused = refusal(story(**agreed, told_answer="no"), "tender", TODAY)
    assert refused is not None
    assert refused.rule == "consent.told_no"
