"""Would a neighbour know? Each thing counts once, few people and rare mixes weigh more, and each point has a remedy."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.checks.neighbour import Facts, Grade, Score, Told, grade_of, mosaic, score

PLENTY = Facts(people=60)


def kinds(text: str, facts: Facts = PLENTY) -> set[str]:
    return {sign.kind for sign in score(text, facts).signs}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("J.S. likes the garden.", "name"),
        ("Mrs Harrowgate came to the meeting.", "name"),
        ("He walks to Elm Tree Primary School each day.", "place"),
        ("She moved from 12 Larch Road.", "place"),
        ("He is 43 years old.", "age"),
        ("It happened on 14 March 2025.", "day"),
        ("She has Prader-Willi syndrome.", "condition"),
        ("He has a rare genetic condition.", "syndrome"),
        ("It was on the front page.", "press"),
        ("After the house fire he moved.", "event"),
        ("She is a twin.", "family"),
        ("He worked as a deep-sea diver.", "work"),
        ("She plays the bagpipes.", "hobby"),
        ("He is Polish.", "origin"),
        ("He lost a leg; as an amputee he swims.", "body"),
    ],
)
def test_a_text_gives_away(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "They chose the kettle themselves and make tea at night.",
        "The Court of Protection agreed the plan.",
        "She goes by train on her own now.",
        "In May the door was unlocked.",
        "He reads the newspaper at breakfast.",
        "",
    ],
)
def test_a_text_gives_nothing_away(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (Facts(people=60, details=("ethnicity",)), "detail ethnicity"),
        (Facts(people=60, others_recognisable=True), "others"),
        (Facts(people=60, shown_as="photo"), "shown"),
        (Facts(people=9), "few"),
        (Facts(people=None), "few"),
    ],
)
def test_the_facts_beside_it_count(facts: Facts, kind: str) -> None:
    assert kinds("Tea.", facts) == {kind}


def test_health_is_what_the_pack_is_about() -> None:
    assert kinds("Tea.", Facts(people=60, details=("health",))) == set()


def test_each_kind_counts_once() -> None:
    once = score("The house fire.", PLENTY)
    assert score("The house fire. The inquest. The police.", PLENTY).points == once.points == 1


def test_few_people_weigh_more() -> None:
    text = "The only child of a family of farmers, he plays the tuba and was in the house fire."
    points = [score(text, Facts(people=people, age_band="25-34")).points for people in (6, 40, 4000)]
    assert points[0] > points[1] > points[2]
    assert score(text, Facts(people=6, age_band="25-34")).grade is Grade.HIGH


@pytest.mark.parametrize(
    ("points", "grade"),
    [(0, Grade.LOW), (2, Grade.LOW), (3, Grade.MEDIUM), (4, Grade.MEDIUM), (5, Grade.HIGH), (12, Grade.HIGH)],
)
def test_the_grades_of_the_domain_notes(points: int, grade: Grade) -> None:
    assert grade_of(points) is grade


def told(ref: str, person: int | None, text: str, band: str = "25-34", service: str = "OAK") -> Told:
    facts = Facts(people=20, age_band=band)
    return Told(ref, person, service, facts, score(text, facts))


def test_two_stories_of_one_person_make_a_mosaic() -> None:
    found = dict(mosaic([told("A", 1, "Tea."), told("B", 1, "Cake."), told("C", 2, "Rain.")]))
    assert set(found) == {"A", "B"}
    assert "B" in found["A"].what


def test_the_same_rare_thing_in_one_service_makes_a_mosaic() -> None:
    fire = "After the house fire."
    assert set(dict(mosaic([told("A", None, fire), told("B", None, fire)]))) == {"A", "B"}
    assert not dict(mosaic([told("A", None, fire), told("B", None, fire, band="35-44")]))
    assert not dict(mosaic([told("A", None, fire), told("B", None, fire, service="MAR")]))
    assert not dict(mosaic([told("A", None, fire), told("B", None, "Tea.")]))


def test_one_story_used_twice_is_no_mosaic() -> None:
    assert not dict(mosaic([told("A", 1, "Tea."), told("A", 1, "Tea.")]))


def test_the_file_of_signs_is_whole() -> None:
    path = Path(__file__).parents[2] / "desktop/alongside/checks/neighbour_signs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert 0 < float(row["share"]) < 1
            assert row["remedy"].endswith(".")


@given(st.text(max_size=300), st.one_of(st.none(), st.integers(0, 500)))
def test_any_text_has_a_score_and_every_point_a_remedy(text: str, people: int | None) -> None:
    found = score(text, Facts(people=people))
    assert isinstance(found, Score)
    assert found.points >= 0
    assert all(sign.what.endswith(".") and sign.remedy.endswith(".") for sign in found.signs)
