"""The rules for one number by itself."""

import pytest

from alongside.figures.disclosure import Count, Threshold, band, people, why_hidden
from alongside.library.records import Restriction, Review


@pytest.mark.parametrize("n", [-1, 0, 1, 2, 11])
def test_hiding_cannot_be_switched_off(n: int):
    with pytest.raises(ValueError, match="from 3 to 10"):
        Threshold(n)


def test_the_usual_threshold_is_five():
    assert Threshold().n == 5
    assert [count for count in range(8) if Threshold().is_small(count)] == [1, 2, 3, 4]


@pytest.mark.parametrize(("n", "least"), [(3, 10), (5, 10), (6, 12), (10, 20)])
def test_a_share_needs_a_whole_of_ten_or_twice_the_threshold(n: int, least: int):
    limit = Threshold(n)
    assert limit.least_whole == least
    half = least // 2
    assert why_hidden(Count("a", half, half), Count("b", least - 1 - half, least), least - 1, limit)


@pytest.mark.parametrize(
    ("yes", "no", "hidden"),
    [
        ((10, 10), (10, 10), False),
        ((4, 4), (16, 16), True),  # numerator
        ((16, 16), (4, 4), True),  # complement
        ((10, 4), (10, 10), True),  # ten records of four people
        ((10, 10), (10, 4), True),
        ((0, 0), (10, 10), False),  # none of ten says nothing of anybody apart
        ((0, 0), (9, 9), True),
        ((9, 9), (0, 0), True),
        ((10, 10), (0, 0), False),
    ],
)
def test_part_rest_and_the_people_behind_both(yes: tuple[int, int], no: tuple[int, int], hidden: bool):
    whole = yes[0] + no[0]
    assert bool(why_hidden(Count("yes", *yes), Count("no", *no), whole, Threshold())) is hidden


def review(at: int, person: str, service: str = "A") -> Review:
    return Review(row=at, id=f"RV-{at}", service_id=service, person_ref=person, kind="risk")


def test_six_records_of_one_person_are_one_person():
    assert people([review(at, "P-1") for at in range(6)]) == 1


def test_records_without_a_code_may_all_be_one_persons():
    assert people([review(at, "") for at in range(6)]) == 1
    assert people([review(1, "P-1"), review(2, ""), review(3, "")]) == 2


def test_the_same_code_in_two_services_is_two_people():
    assert people([review(1, "P-1", "A"), review(2, "P-1", "B")]) == 2


def test_a_blanket_rule_points_at_nobody():
    rules = [Restriction(row=at, restriction_id=f"RS-{at}", service_id="A", scope="blanket") for at in range(5)]
    assert people(rules) == 5


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (0, "up to 5 minutes"),
        (5, "up to 5 minutes"),
        (5.5, "over 5 and up to 15 minutes"),
        (15, "over 5 and up to 15 minutes"),
        (30, "over 15 and up to 30 minutes"),
        (60, "over 30 and up to 60 minutes"),
        (61, "over 60 minutes"),
    ],
)
def test_durations_are_given_in_bands(time: float, words: str):
    assert band(time) == words
