"""One cell of theirs, one field of ours: yes and no in all spellings, lists, numbers; and nothing is ever lost."""

import pytest

from alongside.library.records import COLUMNS
from alongside.library.taking_in.mapping import ColumnMap, Treatment
from alongside.library.taking_in.placing import place, way_of


def column(sheet, heading):
    return next(item for item in COLUMNS[sheet] if item.heading == heading)


def placed(sheet, heading, value, cells=None, values=()):
    told = ColumnMap(heading, Treatment.FIELD, heading, values=tuple(values))
    return place(value, way_of(column(sheet, heading), told, cells if cells is not None else [value]))


@pytest.mark.parametrize("said", ["Y", "y", "yes", "YES ", "true", True, "1", 1, 1.0, "✓", "✔", "☑", "Yes."])
def test_yes(said):
    assert placed("incidents", "restriction_linked", said).value == "Y"


@pytest.mark.parametrize("said", ["N", "no", "NO", False, "0", 0.0, "false", "✗"])
def test_no(said):
    assert placed("incidents", "restriction_linked", said).value == "N"


@pytest.mark.parametrize("said", ["n/a", "N/A", "unknown", "NK", "not known", "?", "not applicable"])
def test_what_is_not_known_is_never_no(said):
    assert placed("incidents", "restriction_linked", said).value == "NK"


def test_what_does_not_apply_keeps_its_words_in_the_notes():
    assert placed("incidents", "restriction_linked", "n/a").left == "n/a"


def test_a_cross_is_yes_where_only_crosses_are_and_no_beside_ticks():
    assert placed("incidents", "restriction_linked", "x", ["x", "", "x"]).value == "Y"
    assert placed("incidents", "restriction_linked", "x", ["x", "✓", ""]).value == "N"
    assert placed("incidents", "restriction_linked", "Tick", ["x", "tick", ""]).value == "Y"
    assert placed("incidents", "restriction_linked", "x", ["x", "tick", ""]).value == "N"
    assert placed("incidents", "restriction_linked", "x", ["x", ""]).guessed


def test_yes_with_more_words_keeps_them():
    found = placed("incidents", "restriction_linked", "Yes - see plan")
    assert (found.value, found.left) == ("Y", "Yes - see plan")
    assert placed("incidents", "restriction_linked", "perhaps").problem


def test_a_word_of_a_list_is_known_by_other_names_and_with_slips():
    assert placed("restrictions", "authority", "Standard").value == "DoLS_standard"
    assert placed("restrictions", "authority", "Court of Protecton").value == "CoP_order"
    assert placed("incidents", "severity", "RED").value == "serious"
    assert placed("complaints", "outcome", "Partially upheld").value == "partly_upheld"
    assert placed("safeguarding", "outcome", "Partially substantiated").value == "partly"


def test_a_word_that_is_on_no_list_is_left_and_told():
    found = placed("incidents", "severity", "purple")
    assert (found.value, found.left) == (None, "purple")
    assert "near_miss" in found.remedy


def test_a_value_of_the_map_comes_first():
    assert placed("incidents", "severity", "purple", values=[("Purple", "serious")]).value == "serious"


@pytest.mark.parametrize(
    "said",
    ["people_supported; family", "Residents, relatives", "resident/mum", "Resident\nfamily", "Residents and mum"],
)
def test_several_words_in_a_cell_are_parted(said):
    assert placed("evidence", "who_involved", said).value == ("people_supported", "family")


def test_the_word_that_is_not_on_the_list_takes_the_cell_to_the_notes_too():
    found = placed("evidence", "who_involved", "Family, neighbour")
    assert (found.value, found.left) == (("family",), "Family, neighbour")
    assert "neighbour" in found.problem


def test_numbers_with_what_people_write_around_them():
    assert placed("metrics", "value", "1,234").value == 1234
    assert placed("complaints", "closed_days", "12 days").value == 12
    assert placed("complaints", "closed_days", "-3").problem
    assert placed("complaints", "closed_days", "a week").left == "a week"
    assert placed("training", "required_n", 4.5).problem


def test_a_day_with_an_hour_keeps_the_hour_in_the_notes():
    assert placed("incidents", "occurred_on", "4/3/2026 14:30").left == "4/3/2026 14:30"


def test_a_moment_keeps_its_hour():
    found = placed("rp_events", "start_at", "4/3/2026 14:30")
    assert (found.value.hour, found.left) == (14, "")
