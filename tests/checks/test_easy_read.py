"""Each Easy Read rule of the words: a text that breaks it, and one that keeps it."""

from datetime import date

import pytest

from alongside.checks.easy_profiles import PROFILES
from alongside.checks.easy_read import check_copy
from alongside.checks.easy_words import common_words, is_common, reading_age
from alongside.findings import Finding, Level
from alongside.packs.easy_read import EasyRead, Idea, ProfileName, Term, Tested
from alongside.packs.easy_read_edit import set_fields

GOOD = EasyRead(
    story="ST-1", title="The kitchen door", about="This is about a door.", made_by="It is from us.",
    ask="Ask Sam.", supporter="A friend can help you.",
    ideas=(Idea(id="a", text="We opened the door.", picture="door"),),
    tested=Tested(who="a group", on=date(2026, 11, 1), what_changed="We took out 2 words."), pictures_suit=True,
)  # fmt: skip


def of(text: str, **rest: object) -> EasyRead:
    return set_fields(GOOD, ideas=(Idea(id="a", text=text, picture="door"),), **rest)


def rules(copy: EasyRead, level: Level | None = None) -> set[str]:
    return {item.rule.removeprefix("easy_read.") for item in check_copy(copy) if level in {None, item.level}}


def test_a_good_copy_has_nothing_to_be_said_about() -> None:
    assert check_copy(GOOD) == ()


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("er01", "We go to the shop and we buy milk and bread and tea and we come home again."),
        ("er02", "We came home; we made tea."),
        ("er02", "We saw the door, the room, the house."),
        ("er04", "We opened the aperture."),
        ("er05", "The door was locked by us."),
        ("er07", "We don’t lock the door."),
        ("er08", "We went four times."),
        ("er08", "It was 30% of people."),
        ("er09", "We met on 04/05/2026."),
    ],
)  # fmt: skip
def test_a_text_that_breaks_a_rule_is_found(rule: str, text: str) -> None:
    assert rule in rules(of(text))


@pytest.mark.parametrize(
    ("rule", "without"),
    [("er17", {"ask": ""}), ("er19", {"tested": Tested(who="a group")}), ("er11", {"pictures_suit": False})],
)
def test_what_the_whole_lacks_is_found(rule: str, without: dict[str, object]) -> None:
    assert rule in rules(set_fields(GOOD, **without))


def test_only_people_can_say_that_it_is_final() -> None:
    assert "er19" in rules(set_fields(GOOD, tested=Tested()), Level.BLOCK)


def test_a_picture_is_there_and_told_in_words() -> None:
    none = set_fields(GOOD, ideas=(Idea(id="a", text="We opened the door."),))
    own = set_fields(GOOD, ideas=(Idea(id="a", text="We opened the door.", picture="our-door"),))
    assert "er10" in rules(none, Level.BLOCK)
    assert "er10" in rules(own, Level.BLOCK)
    assert {item.rule for item in check_copy(own, frozenset({"our-door"}))} == {"easy_read.er11"}


def test_a_hard_word_may_be_explained_or_allowed() -> None:
    hard = of("We have a rota.")
    assert "er04" in rules(hard)
    assert "er04" not in rules(set_fields(hard, words=(Term(word="rota", meaning="a list of who works when"),)))
    assert "er04" in rules(set_fields(hard, words=(Term(word="rota"),)))
    assert "er04" not in rules(set_fields(hard, allowed=("rota",)))
    assert "er04" not in rules(of("We have a rota. A rota is a list of days."))


def test_a_persons_words_are_not_corrected() -> None:
    said = "“I don’t want, which I said; a paradigm, a restriction, or four more long days, I said.”"
    own = set_fields(GOOD, ideas=(Idea(id="a", text=said, picture="talking", own_words=True),))
    assert rules(own) <= {"er01", "er20"}
    assert all(item.level is not Level.BLOCK for item in check_copy(own))


def test_the_same_word_for_the_same_thing() -> None:
    two = (
        Idea(id="a", text="The staff came.", picture="staff"),
        Idea(id="b", text="The worker left.", picture="staff"),
    )
    assert "er18" in rules(set_fields(GOOD, ideas=two))


@pytest.mark.parametrize(
    ("profile", "words", "level"),
    [
        (ProfileName.STRICT, 16, Level.BLOCK), (ProfileName.STRICT, 11, Level.WARN),
        (ProfileName.DH, 16, Level.WARN), (ProfileName.DH, 11, None),
        (ProfileName.STANDARD, 24, None), (ProfileName.STANDARD, 25, Level.BLOCK),
        (ProfileName.GOV_UK, 16, Level.BLOCK),
    ],
)  # fmt: skip
def test_the_profiles_differ_as_their_sources_do(profile: ProfileName, words: int, level: Level | None) -> None:
    copy = of(" ".join(["go"] * words) + ".", profile=profile)
    found: list[Finding] = [item for item in check_copy(copy) if item.rule == "easy_read.er01"]
    assert [item.level for item in found] == ([] if level is None else [level])


def test_long_copies_and_many_nots() -> None:
    ideas = tuple(Idea(id=str(at), text="We do not go to the shop now.", picture="walk") for at in range(130))
    assert {"er06", "er16"} <= rules(set_fields(GOOD, ideas=ideas))


def test_every_finding_has_a_remedy_and_a_place() -> None:
    bad = of("The aperture was locked by us, which isn’t four percent; no.", ask="", tested=Tested())
    for item in check_copy(bad):
        assert item.remedy
        assert item.where.ref == "ST-1"


def test_the_list_is_of_everyday_words() -> None:
    assert len(common_words()) > 1_000
    assert all(is_common(word) for word in ("walked", "stopping", "stories", "makes", "Friend's", "quickly"))
    assert not any(is_common(word) for word in ("restriction", "utilise", "paradigm"))
    assert reading_age("We go. It is hot.") < reading_age("Organisational considerations necessitate deliberation.")
    assert set(PROFILES) == set(ProfileName)
