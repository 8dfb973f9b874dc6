"""Fair words: what the rules find and what they leave alone, and what a house may add."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs.conftest import DAY, evidence, frameworks, library, pack

from alongside.checks.fair_words import SUBJECTS, by_subject, check_words, read_house, shipped, unfair, with_house
from alongside.findings import Level
from alongside.library.library import Library
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import Pack, TextBlock, changed
from alongside.packs.planning import plan_pack

__all__ = ["evidence", "frameworks", "library", "pack"]


def ids(text: str) -> list[str]:
    return [hit.rule.id for hit in unfair(text)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Staff are trained in challenging behaviours.", "challenging"),
        ("He was kicking off before lunch.", "kicking-off"),
        ("She suffers from epilepsy.", "suffers-from"),
        ("The service user refused.", "refused"),
        ("Residents are allowed to use the kitchen.", "allowed"),
        ("We don't allow residents out after ten.", "allowed"),
        ("Noncompliant behaviour is recorded.", "non-compliant"),
        ("It was decided that the door stays locked.", "decision-made"),
        ("The decision was made in March.", "decision-made"),
        ("Our home uses zero restraint.", "zero-restraint"),
        ("We have robust systems.", "robust"),
        ("Support is person centred.", "person-centred"),
        ("Restraint fell significantly.", "significant"),
        ("Our outstanding team leads the field.", "outstanding"),
        ("She accepted the risk of abuse.", "accepted-risk"),
        ("He chose to put himself at risk.", "chose-to-stay"),
        ("The door is locked for their own safety.", "own-safety"),
        ("Families are their voice.", "family-voice"),
        ("Everyone signed their care plan.", "signed"),
        ("He consented to being restrained.", "consent-restraint"),
        ("She lacks capacity.", "lacks-capacity"),
        ("Our residents like it here.", "our-residents"),
        ("He was restrained at 14:00.", "was-restrained"),
    ],
)
def test_what_is_found(text: str, rule: str) -> None:
    assert rule in ids(text)


@pytest.mark.parametrize(
    "text",
    [
        "She said: “I kicked off because nobody listened, and my challenging behaviour stopped.”",
        "Support is person-centred: in May 2026, 14 of 16 people chose their own keyworker.",
        "Restraint fell significantly, from 21 holds to 4 a quarter.",
        "The decision was made by Ms A. with her advocate.",
        "She lacks capacity to decide about this operation, as assessed on 3 May 2026.",
        "Our robust audit finds 3 gaps a month.",
        "The service is compliant with the Regulations.",
        "Everyone signed their care plan once it was explained in Easy Read.",
        "Replies are outstanding.",
        "Minds wander.",
        "The family's view stands beside the person's own words.",
        "",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert ids(text) == []


def test_a_fact_in_the_next_sentence_does_not_excuse() -> None:
    assert ids("We have robust systems. In 2026 there were 4 audits.") == ["robust"]


def test_a_text_of_safety_alone_is_found_once_and_a_short_one_never() -> None:
    long = "Staff keep people safe in the home and outside it. " * 5
    assert ids(long).count("safety-only") == 1
    assert ids(long[:51]) == []
    assert ids(long + "She chose when to go.") == []


def test_the_place_is_exact_and_the_fix_keeps_the_capital() -> None:
    text = "Challenging  behaviour and our residents."
    first, second = unfair(text)
    assert text[first.start : first.end] == "Challenging  behaviour"
    assert first.found == "Challenging behaviour"
    assert first.instead == "Behaviour that tells us something"
    assert second.instead == "the people we support"
    assert by_subject([first, second]) == {"label": 1, "power": 1}


def test_every_rule_explains_itself_and_finds_something() -> None:
    path = Path(__file__).parents[2] / "desktop/alongside/checks/fair_words.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["id"] for row in rows}) == len(rows) == len(shipped())
    for row in rows:
        assert row["subject"] in SUBJECTS
        assert row["why"].endswith(".")
        assert row["better"].endswith(".")
        assert row["source"]
        assert not row["replace"] or row["id"] not in ids(row["replace"])


def test_a_house_adds_replaces_and_switches_off() -> None:
    house = with_house(
        "id,find,better,level\nrobust,,,off\nclient,our customer/customers,Write people.,info\nchallenging,tricky,,\n"
    )
    assert not house.findings
    found = [(hit.rule.id, hit.rule.level) for hit in unfair("Our customers are robust and tricky.", house.rules)]
    assert found == [("client", "info"), ("challenging", "warn")]
    assert list(unfair("Challenging behaviour.", house.rules)) == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("find\nx\n", 1),
        ("id,find\n,x\n", 2),
        ("id,find\na,\n", 2),
        ("id,find,level\na,x,fatal\n", 2),
        ("id,find,least_words\na,x,many\n", 2),
        ("id,find\na,... x\n", 2),
        ("id,find\na,(((\n", 2),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_place(text: str, row: int) -> None:
    house = with_house(text)
    (told,) = house.findings
    assert told.where.row == row
    assert told.message.endswith(".")
    assert house.rules == shipped()


def test_a_file_in_the_workspace_is_read(tmp_path: Path) -> None:
    assert read_house(tmp_path).rules == shipped()
    (tmp_path / "fair_words.csv").write_text("\ufeffid,find\nx,blue\n", encoding="utf-8")
    assert [hit.rule.id for hit in unfair("Blue.", read_house(tmp_path).rules)] == ["x"]
    (tmp_path / "fair_words.csv").write_bytes(b"\xff\xfe\x00")
    assert len(read_house(tmp_path).findings) == 1


@given(st.text(alphabet="ab-*/_#.'’; ()[]\\+?{}|^$", max_size=40), st.text(max_size=200))
def test_no_rule_of_a_house_breaks_the_program(find: str, text: str) -> None:
    house = with_house('id,find\nx,"' + find.replace('"', "") + '"\n')
    for hit in unfair(text, house.rules):
        assert text[hit.start : hit.end].strip()


def test_a_pack_is_told_where(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    block = TextBlock(id="t", text="It was decided to keep our residents in.\n\nSo be it.")
    changed_pack = changed(pack, questions=(changed(pack.questions[0], blocks=(block,)), *pack.questions[1:]))
    found = list(check_words(plan_pack(changed_pack, library, frameworks, DAY)))
    assert [(item.rule, item.level, item.where.block) for item in found] == [
        ("words.unfair", Level.WARN, "t"),
        ("words.fairer", Level.INFO, "t"),
    ]
