"""What is due, and the life of a status."""

from datetime import date

import pytest

from alongside.errors import AlongsideError
from alongside.library.editing.changes import SetField
from alongside.library.records import STATUS, Action, Answer, Evidence, Restriction, Story, Training
from alongside.library.upkeep.due import due_by, due_of, due_this_month, end_of_month, months_later
from alongside.library.upkeep.status import still_true, with_status

TODAY = date(2026, 11, 24)


def evidence(ref: str = "EV-1", **fields: object) -> Evidence:
    return Evidence(row=2, evidence_id=ref, **fields)  # type: ignore[arg-type]


def test_months_end_where_the_month_does() -> None:
    assert end_of_month(date(2028, 2, 3)) == date(2028, 2, 29)
    assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_later(date(2026, 11, 24), -12) == date(2025, 11, 24)
    assert months_later(date(2026, 12, 1), 1) == date(2027, 1, 1)


def test_late_comes_first_and_next_month_not_at_all() -> None:
    late = evidence("EV-1", review_due=date(2026, 9, 1))
    now = evidence("EV-2", review_due=date(2026, 11, 30))
    later = evidence("EV-3", review_due=date(2026, 12, 1))
    assert [due.record for due in due_this_month((later, now, late), TODAY)] == [late, now]
    assert due_by((late,), TODAY)[0].days_left(TODAY) == -84


def test_an_owner_sees_only_what_is_theirs() -> None:
    mine = evidence("EV-1", review_due=TODAY, owner_role="Registered manager")
    other = evidence("EV-2", review_due=TODAY, owner_role="Quality lead")
    assert [due.record for due in due_this_month((mine, other), TODAY, "registered manager ")] == [mine]


@pytest.mark.parametrize(
    "row",
    [
        evidence(review_due=TODAY, status="withdrawn"),
        Restriction(row=2, restriction_id="RS-1", next_review_on=TODAY, ended_on=date(2026, 1, 1)),
        Action(row=2, id="AC-1", due=TODAY, done=TODAY),
        Story(row=2, story_id="ST-1", next_check_in_with_person=TODAY, withdrawn_on=TODAY),
    ],
)
def test_what_is_done_or_retired_is_never_due(row: Evidence) -> None:
    assert not list(due_of(row))


def test_a_course_that_was_held_again_is_not_late() -> None:
    old = Training(row=2, id="TN-1", course="PBS", expiry=date(2026, 1, 1))
    new = Training(row=3, id="TN-2", course="pbs ", expiry=date(2026, 11, 29))
    assert [due.record for due in due_this_month((old, new), TODAY)] == [new]


def test_consent_without_a_last_day_ends_after_two_years() -> None:
    story = Story(row=2, story_id="ST-1", consent_type="written", consent_given_on=date(2025, 1, 10))
    assert [(due.heading, due.day.year) for due in due_of(story)] == [("consent_expires_on", 2027)]


def test_still_true_sets_the_next_date_and_lifts_a_draft() -> None:
    draft = evidence("EV-1", review_due=date(2026, 1, 1), status="draft")
    approved = evidence("EV-2", review_due=date(2026, 1, 1), status="approved")
    done = still_true((draft, approved), TODAY, months=6)
    assert {(change.ref, change.heading): change.value for change in done.changes} == {
        ("EV-1", "review_due"): date(2027, 5, 24), ("EV-1", "updated_on"): TODAY, ("EV-1", "status"): "checked",
        ("EV-2", "review_due"): date(2027, 5, 24), ("EV-2", "updated_on"): TODAY,
    }  # fmt: skip
    assert all(isinstance(change, SetField) and change.seen != change.value for change in done.changes)
    assert done.records == (draft, approved)


def test_nobody_but_its_person_says_that_a_story_still_holds() -> None:
    rows = (Story(row=2, story_id="ST-1"), evidence(status="expired"), Action(row=3, id="AC-1"))
    done = still_true(rows, TODAY)
    assert not done.changes
    assert [record for record, _why in done.left] == list(rows)
    assert "person" in done.left[0][1]


def test_a_withdrawn_story_never_comes_back() -> None:
    story = Story(row=2, story_id="ST-1", status="withdrawn")
    for status in STATUS[:-1]:
        with pytest.raises(AlongsideError, match="cannot become"):
            with_status(story, status, TODAY)


def test_a_status_follows_the_one_before() -> None:
    answer = Answer(row=4, answer_id="AN-1", status="draft")
    with pytest.raises(AlongsideError):
        with_status(answer, "approved", TODAY)
    changes = with_status(answer, "checked", TODAY)
    assert [(change.heading, change.value, change.seen) for change in changes] == [
        ("status", "checked", "draft"),
        ("updated_on", TODAY, None),
    ]
    assert with_status(answer, "draft", TODAY) == ()
