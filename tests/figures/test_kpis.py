"""Each measure against a plain count on rows made by hand, some unknown, blank, future or reversed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from alongside.figures.figure import Asked, Figure
from alongside.figures.kpis import IDS, all_figures, events, restrictions, reviews, staff, voices
from alongside.figures.periods import Period
from alongside.library.library import Library
from alongside.library.records import (
    Complaint,
    Involvement,
    Metric,
    PeopleCount,
    Restriction,
    Review,
    RpEvent,
    Safeguarding,
    Service,
    Training,
    Triple,
)

TODAY = date(2026, 11, 24)
FROM, TO = date(2025, 11, 1), date(2026, 10, 31)
YEAR = Asked(Period(FROM, TO, TODAY))
DAY = date(2026, 3, 3)


def numbers(figure: Figure) -> tuple[float | None, float | None, int]:
    """Numerator, denominator, not known."""
    return figure.numerator, figure.denominator, figure.unknown


def rows_of(kind: Callable[..., Any], id_field: str, /, *rows: dict[str, Any], **common: Any) -> list[Any]:
    """Records of a sheet, one person each unless a row says otherwise."""
    made = []
    for at, row in enumerate(rows):
        fields = {
            "row": at + 2,
            id_field: f"X-{at:03d}",
            "service_id": "A",
            "person_ref": f"P-{at:02d}",
            **common,
            **row,
        }
        if kind in {Training, Involvement, Metric, PeopleCount, Service}:
            del fields["person_ref"]
        made.append(kind(**fields))
    return made


# --- reviews ------------------------------------------------------------------------------------------------------


def review_rows(*rows: dict[str, Any]) -> list[Review]:
    return rows_of(Review, "id", *rows, kind="risk", done_on=DAY)


OUTSIDE = (
    {"done_on": date(2025, 10, 31)},  # the eve
    {"done_on": date(2026, 11, 1)},  # the day after
    {"done_on": date(2027, 1, 1)},  # not yet
    {"done_on": None, "due_on": DAY},
    {"status": "withdrawn"},
)
ENDS = ({"done_on": FROM}, {"done_on": TO}, {"status": "expired"}, {"status": "draft"})


def test_k01_counts_risk_assessments_alone_and_leaves_the_unknown_apart():
    yes = [{**end, "co_produced": "Y"} for end in ENDS]
    rows = review_rows(
        *yes,
        *({**row, "co_produced": "Y"} for row in OUTSIDE),
        {"co_produced": "N"},
        {"co_produced": "NK"},
        {"co_produced": ""},
        {"kind": "care_plan", "co_produced": "Y"},
        {"kind": "risk_assessment", "co_produced": "N"},
    )
    assert numbers(reviews.k01(YEAR, rows)) == (4, 6, 2)


def test_k02_keeps_those_not_asked_in_the_whole():
    said = ("signed", "agreed_other_way", "declined", "not_asked", "")
    rows = review_rows(*({"signed_or_agreed_by_person": word, "kind": "care_plan"} for word in said))
    assert numbers(reviews.k02(YEAR, rows)) == (2, 4, 1)


def test_k03_counts_part_as_joined_and_keeps_declined_and_not_invited():
    ways = ("in_person", "remote", "part", "by_other_means", "declined", "not_invited", "")
    assert numbers(reviews.k03(YEAR, review_rows(*({"person_attended": way} for way in ways)))) == (4, 6, 1)


@pytest.mark.parametrize(
    ("measure", "needed", "given"),
    [
        (reviews.k04, "accessible_format_needed", "accessible_format_given"),
        (reviews.k05, "advocate_needed", "advocate_present"),
    ],
)
def test_k04_and_k05_are_of_a_clear_need(measure: Callable[..., Figure], needed: str, given: str):
    pairs = [("Y", "Y"), ("Y", "Y"), ("Y", "N"), ("Y", "NK"), ("Y", ""), ("N", "Y"), ("NK", "Y"), ("", "Y")]
    figure = measure(YEAR, review_rows(*({needed: need, given: got} for need, got in pairs)))
    assert numbers(figure) == (2, 3, 2)
    assert figure.unknown_need is not None
    assert figure.unknown_need.n == 2


def test_k06_a_referral_on_the_day_is_in_time_and_none_is_not():
    referred = (date(2026, 3, 3), date(2026, 1, 1), date(2026, 3, 4), None)
    rows = review_rows(*({"advocate_needed": "Y", "advocate_referred_on": day} for day in referred))
    assert numbers(reviews.k06(YEAR, [*rows, *review_rows({"advocate_needed": "N"})])) == (2, 4, 0)


def test_k07_is_of_all_reviews_with_an_answer():
    rows = review_rows(*({"changes_made_because_of_person": word} for word in ("Y", "N", "N", "NK", "")))
    assert numbers(reviews.k07(YEAR, rows)) == (1, 3, 2)


# --- the register -------------------------------------------------------------------------------------------------


def register(*rows: dict[str, Any]) -> list[Restriction]:
    return rows_of(
        Restriction, "restriction_id", *rows, scope="individual", type="environmental", started_on=date(2025, 1, 1)
    )


def service(number: int | None, key: str = "A") -> Service:
    return Service(row=2, service_id=key, service_name=key, people_supported=number)


def test_k08_open_on_the_last_day():
    rows = register(
        {},
        {"started_on": TO},
        {"ended_on": date(2026, 11, 1)},  # open on the day
        {"started_on": date(2026, 11, 1)},
        {"ended_on": TO},
        {"started_on": TO, "ended_on": TO},
        {"started_on": date(2026, 5, 1), "ended_on": date(2026, 4, 1)},
        {"started_on": None},
        {"status": "withdrawn"},
    )
    figure = restrictions.k08(YEAR, rows, [service(24)])
    assert numbers(figure) == (3, 24, 0)
    assert figure.value == 10 * 3 / 24


@pytest.mark.parametrize("services", [[service(24), service(None, "B")], [service(0)], []])
def test_a_rate_without_its_people_is_not_available_and_not_zero(services: list[Service]):
    assert restrictions.k08(YEAR, register({}), services).value is None
    assert events.k14(YEAR, [], services).value is None


def test_k09_next_review_else_last_and_frequency():
    rows = register(
        {"next_review_on": TO},
        {"last_review_on": date(2026, 8, 2), "review_frequency_days": 90},
        {"next_review_on": date(2026, 10, 30)},
        {"last_review_on": date(2026, 8, 1), "review_frequency_days": 90},
        {},
        {"last_review_on": date(2026, 10, 1)},
        {"started_on": date(2026, 10, 1), "last_review_on": date(2026, 9, 30), "review_frequency_days": 90},
        {"last_review_on": date(2026, 11, 20), "review_frequency_days": 90},
    )
    assert numbers(restrictions.k09(YEAR, rows)) == (2, 8, 0)


def test_k10_a_plan_that_says_none_is_none_and_one_without_a_day_cannot_be_told():
    rows = register(
        {"reduction_plan": "Unlock at ten.", "reduction_target_on": TO},
        {"reduction_plan": "Unlock at ten.", "reduction_target_on": date(2026, 10, 30)},
        {"reduction_plan": "Unlock at ten."},
        *({"reduction_plan": word, "reduction_target_on": TO} for word in ("", "none", "N/A", "None.")),
    )
    assert numbers(restrictions.k10(YEAR, rows)) == (1, 6, 1)


def test_k11_is_of_those_open_on_the_eve():
    rows = register(
        {"reduction_outcome": "reduced", "reduction_outcome_on": FROM},
        {"reduction_outcome": "removed", "reduction_outcome_on": TO, "ended_on": TO},
        {"reduction_outcome": "reduced", "reduction_outcome_on": date(2025, 10, 31)},  # before the period
        {"reduction_outcome": "reduced", "reduction_outcome_on": date(2026, 11, 2)},  # after it
        {"reduction_outcome": "removed"},  # no day: not known
        {"ended_on": DAY},  # moved away
        {"reduction_outcome": "unchanged", "reduction_outcome_on": DAY},
        {},
        {"started_on": FROM, "reduction_outcome": "removed", "reduction_outcome_on": DAY},  # not open on the eve
        {"ended_on": date(2025, 10, 31), "reduction_outcome": "removed", "reduction_outcome_on": DAY},
    )
    assert numbers(restrictions.k11(YEAR, rows)) == (2, 7, 1)


def test_k12_shows_disagreement_and_those_who_could_not_be_asked():
    words = ("yes_agreed", "yes_disagreed", "yes_unclear", "tried_not_able", "no", "")
    figure = restrictions.k12(YEAR, register(*({"person_consulted": word} for word in words)))
    assert numbers(figure) == (3, 5, 1)
    assert {band.name: band.n for band in figure.bands} == dict.fromkeys(words[:-1], 1)


def test_k13_blank_waiting_and_run_out_are_no_authority():
    rows = register(
        {"authority": "CoP_order"},
        {"authority": "assessed_not_a_DoL"},
        {"authority": "DoLS_standard", "authority_expires_on": TO},
        {"authority": "DoLS_standard", "authority_expires_on": date(2026, 10, 30)},
        {"authority": "DoLS_applied_waiting"},
        {"authority": "none_recorded"},
        {"authority": ""},
    )
    assert numbers(restrictions.k13(YEAR, rows)) == (3, 7, 0)


def test_k27_is_of_open_medicines():
    common = {"type": "chemical", "review_frequency_days": 90}
    rows = register(
        {**common, "medicine_review_on": date(2026, 8, 2)},
        {**common, "medicine_review_on": date(2026, 8, 1)},
        {**common, "medicine_review_on": None},
        {**common, "medicine_review_on": date(2026, 11, 5)},
        {"type": "chemical", "medicine_review_on": TO},
        {"type": "physical", "medicine_review_on": TO},
    )
    assert numbers(restrictions.k27(YEAR, rows)) == (1, 4, 1)


def test_the_latest_state_of_the_register_is_not_drawn_back_into_the_past():
    past = Asked(Period(date(2024, 11, 1), date(2025, 10, 31), TODAY))
    rows = register({"next_review_on": TODAY})
    for measure in (restrictions.k09, restrictions.k10, restrictions.k12, restrictions.k13, restrictions.k27):
        figure = measure(past, rows)
        assert figure.value is None
        assert figure.why
    assert restrictions.k08(past, rows, [service(24)]).numerator == 1


# --- events -------------------------------------------------------------------------------------------------------


def clock(text: str) -> datetime:
    return datetime.fromisoformat(text)


def event_rows(*rows: dict[str, Any]) -> list[RpEvent]:
    return rows_of(RpEvent, "event_id", *rows, start_at=clock("2026-03-03T10:00"))


def test_k14_counts_an_event_of_two_types_once_and_each_type():
    rows = event_rows(
        {"start_at": clock("2025-11-01T00:00"), "type": ("physical", "chemical")},
        {"start_at": clock("2026-10-31T23:59"), "end_at": clock("2026-11-01T00:20"), "type": ("physical",)},
        {"start_at": clock("2025-10-31T23:59"), "end_at": clock("2025-11-01T00:20")},
        {"start_at": clock("2026-11-01T00:00")},
        {"start_at": None},
        {"status": "withdrawn"},
    )
    figure = events.k14(YEAR, rows, [service(24)])
    assert numbers(figure) == (2, 24 * 365, 0)
    assert figure.value == 2 / (24 * 365) * 1000
    assert {band.name: band.n for band in figure.bands} == {"physical": 2, "chemical": 1}


def test_k15_minutes_that_passed_and_unknown_where_the_end_is_before_the_start():
    rows = event_rows(
        {"start_at": clock("2026-10-25T00:30"), "end_at": clock("2026-10-25T02:30")},  # 180
        {"end_at": clock("2026-03-03T10:10")},  # 10
        {"duration_min": 20.0},  # 20
        {"end_at": clock("2026-03-03T10:30"), "duration_min": 999.0},  # 30: the end counts
        {"start_at": clock("2026-03-03T23:50"), "end_at": clock("2026-03-04T00:30")},  # 40
        {"end_at": clock("2026-03-03T09:00"), "duration_min": 5.0},
        {},
    )
    middle, longest = events.k15(YEAR, rows)
    assert (middle.value, longest.value) == (30, 180)
    assert (middle.n, middle.unknown) == (5, 2)
    assert not middle.suppressed
    assert [band.name for band in longest.bands] == ["over 60 minutes"]


def test_k15_is_hidden_for_fewer_than_five_events_or_people():
    few = event_rows(*({"duration_min": 5.0} for _ in range(4)))
    one = event_rows(*({"duration_min": 5.0, "person_ref": "P"} for _ in range(9)))
    assert all(figure.suppressed for rows in (few, one) for figure in events.k15(YEAR, rows))


def test_k16_k18_k19_k20():
    rows = event_rows(
        {
            "in_care_plan": "unplanned",
            "debrief_person_held": "Y",
            "debrief_person_offered": "Y",
            "plan_changed": "Y",
            "injury_staff": "minor",
        },
        {
            "in_care_plan": "planned",
            "debrief_person_held": "Y",
            "debrief_person_offered": "Y",
            "plan_changed": "N",
            "injury_person": "none",
            "injury_staff": "none",
            "injury_other": "none",
        },
        {
            "debrief_person_held": "Y",
            "debrief_person_offered": "NK",
            "plan_changed": "NK",
            "injury_person": "serious",
            "injury_staff": "none",
        },
        {"debrief_person_held": "N", "debrief_person_offered": "Y", "plan_changed": "Y", "injury_person": "none"},
        {"debrief_person_held": "NK", "debrief_person_offered": "N"},
    )
    held, offered = events.k18(YEAR, rows)
    assert numbers(events.k16(YEAR, rows)) == (1, 2, 3)
    assert numbers(held) == (3, 4, 1)
    assert numbers(offered) == (3, 4, 1)
    assert numbers(events.k19(YEAR, rows)) == (1, 2, 1)
    assert numbers(events.k20(YEAR, rows)) == (2, 3, 2)


def test_k17_three_in_one_calendar_quarter_not_three_in_ninety_days():
    def person(code: str, *days: str) -> list[dict[str, Any]]:
        return [{"person_ref": code, "start_at": clock(f"{day}T10:00")} for day in days]

    rows = event_rows(
        *person("often", "2026-01-01", "2026-02-01", "2026-03-31"),
        *person("often", "2026-04-01", "2026-05-01", "2026-06-30"),
        *person("across", "2026-02-28", "2026-03-31", "2026-04-01"),
        *person("", "2026-01-01", "2026-01-02", "2026-01-03"),
        *person("cut", "2025-10-01", "2025-11-01", "2025-12-01"),
    )
    figure = events.k17(YEAR, rows)
    assert (figure.value, figure.n, figure.unknown) == (1, 3, 3)


def test_k21_compares_a_group_with_all_others_per_person():
    def counts(**groups: int) -> list[PeopleCount]:
        return rows_of(
            PeopleCount,
            "id",
            *({"group": group, "n_people": n} for group, n in groups.items()),
            characteristic="sex",
            as_on=TO,
        )

    women = [{"person_ref": f"W{at % 6}", "other_characteristics": "ethnicity: X; sex: female"} for at in range(12)]
    men = [{"person_ref": f"M{at}", "other_characteristics": "Sex: male"} for at in range(6)]
    rows = event_rows(*women, *men, {"other_characteristics": ""}, {"other_characteristics": "sex: NK"})
    assert events.k21(YEAR, rows, []) == ()
    female, male = events.k21(YEAR, rows, counts(female=20, male=10))
    assert female.value == pytest.approx((12 / 20) / (6 / 10))
    assert male.value == pytest.approx((6 / 10) / (12 / 20))
    assert (female.n, female.unknown) == (18, 2)
    assert not female.suppressed
    older = [
        *counts(female=20, male=10),
        *rows_of(
            PeopleCount, "id", {"as_on": date(2026, 1, 1), "group": "male", "n_people": 99, "characteristic": "sex"}
        ),
    ]
    assert events.k21(YEAR, rows, older)[0].value == female.value
    assert all(figure.suppressed for figure in events.k21(YEAR, rows, counts(female=20, male=9)))


# --- voices -------------------------------------------------------------------------------------------------------


def concern_rows(*rows: dict[str, Any]) -> list[Safeguarding]:
    return rows_of(Safeguarding, "id", *rows, raised_on=DAY, s42_end=DAY)


def test_k22_and_k23_belong_to_the_day_the_enquiry_ended():
    rows = concern_rows(
        {
            "msp_outcomes_asked": "Y",
            "msp_outcome_text": "An apology",
            "msp_met": "fully",
            "raised_on": date(2024, 1, 1),
        },
        {"msp_outcomes_asked": "Y", "msp_outcome_text": "To stay", "msp_met": "partly"},
        {"msp_outcomes_asked": "N", "msp_outcome_text": "To go", "msp_met": "not"},
        {"msp_outcomes_asked": "not_able", "msp_outcome_text": "To rest", "msp_met": ""},
        {"msp_outcomes_asked": "", "msp_outcome_text": "", "msp_met": "fully"},
        {"msp_outcomes_asked": "Y", "msp_outcome_text": "x", "msp_met": "fully", "s42_end": date(2025, 10, 31)},
        {"msp_outcomes_asked": "Y", "msp_outcome_text": "x", "msp_met": "fully", "s42_end": None},
    )
    assert numbers(voices.k22(YEAR, rows)) == (2, 4, 1)
    assert numbers(voices.k23(YEAR, rows)) == (2, 3, 1)


def test_k24_same_or_next_day():
    late = Asked(Period(FROM, TODAY, TODAY))
    told = [
        (DAY, DAY),
        (DAY, date(2026, 3, 4)),
        (DAY, date(2026, 3, 5)),
        (DAY, date(2026, 3, 2)),
        (DAY, None),
        (date(2026, 11, 23), None),
        (date(2026, 11, 22), None),
        (DAY, date(2027, 1, 1)),
    ]
    rows = concern_rows(*({"raised_on": raised, "council_told_on": day} for raised, day in told))
    assert numbers(voices.k24(late, rows)) == (2, 6, 2)


def test_k28_a_change_is_y_or_a_text():
    said = ("Y", "The bell was moved.", "N", "none", "NK", "")
    rows = rows_of(
        Complaint,
        "id",
        *({"change_made": word} for word in said),
        {"about_restriction": "N", "change_made": "Y"},
        {"about_restriction": "NK", "change_made": "Y"},
        received=DAY,
        about_restriction="Y",
    )
    rows[-2:] = rows_of(
        Complaint, "id", {"about_restriction": "N"}, {"about_restriction": "NK"}, received=DAY, change_made="Y"
    )
    assert numbers(voices.k28(YEAR, rows)) == (2, 4, 2)


def test_k29_pools_surveys_and_does_not_count_a_service_twice():
    def survey(service_id: str, agree: int, replies: int, asked: int, day: date = DAY) -> dict[str, Any]:
        return {
            "service_id": service_id,
            "numerator": agree,
            "denominator": replies,
            "responses_asked": asked,
            "period_end": day,
        }

    def metric(*rows: dict[str, Any]) -> list[Metric]:
        return rows_of(Metric, "metric_id", *rows, name="Say", definition="K29: agree, of replies")

    two = metric(survey("A", 10, 20, 30), survey("B", 12, 16, 20), survey("A", 1, 9, 9, date(2025, 10, 31)))
    assert numbers(voices.k29(YEAR, two)) == (22, 36, 14)
    whole = metric(survey("ALL", 39, 50, 78), survey("A", 15, 20, 24))
    assert numbers(voices.k29(YEAR, whole))[:2] == (39, 50)
    assert numbers(voices.k29(Asked(YEAR.period, ("A",)), whole))[:2] == (15, 20)


def triple_rows(*rows: dict[str, Any]) -> list[Triple]:
    return rows_of(
        Triple,
        "triple_id",
        *rows,
        topic="kitchen",
        ra_date=DAY,
        cp_date=DAY,
        ra_restriction_level=1,
        cp_restriction_level=1,
        person_says="I like it.",
        person_said_on=DAY,
        person_view="agrees",
        reviewed_on=DAY,
    )


def test_k30_agreed_or_explained():
    twelve = "the same twelve words stand in two records of two different people"
    rows = triple_rows(
        {},
        {"person_view": "disagrees", "difference_explained": "We talked."},
        {"person_view": "disagrees"},
        {"cp_restriction_level": 3},
        {"person_said_on": date(2025, 9, 2), "ra_date": date(2025, 9, 1), "cp_date": date(2025, 9, 1)},
        {"person_says": ""},
        {"cp_restriction_level": None},
        {"reviewed_on": date(2025, 10, 31)},
        {"ra_says": twelve},
        {"cp_says": twelve, "service_id": "B"},
    )
    assert numbers(voices.k30(YEAR, rows)) == (2, 8, 1)
    assert numbers(voices.k30(Asked(YEAR.period, ("B",)), rows)) == (0, 1, 0)  # copied from another service


def test_k30_of_a_year_that_is_over_does_not_change_as_months_go_by():
    row = triple_rows({})
    assert numbers(voices.k30(YEAR, row)) == numbers(voices.k30(Asked(Period(FROM, TO, date(2028, 1, 1))), row))


# --- staff --------------------------------------------------------------------------------------------------------


def test_k25_newest_row_of_each_course_and_service_added_up():
    rows = rows_of(
        Training,
        "id",
        {"required_n": 10, "in_date_n": 1, "source_date": date(2025, 1, 1)},
        {"required_n": 10, "in_date_n": 8},
        {"required_n": 10, "in_date_n": 10, "source_date": date(2026, 11, 1)},
        {"service_id": "B", "required_n": 5, "in_date_n": 5},
        {"course": "Other", "required_n": 3, "in_date_n": 4},
        {"course": "More", "required_n": None, "in_date_n": 4},
        {"course": "PBS", "standard": "PBS", "required_n": 9, "in_date_n": 9},
        course="Holds",
        standard="RRN_certified",
        source_date=DAY,
    )
    assert numbers(staff.k25(YEAR, rows)) == (13, 15, 2)


def test_k26_a_row_is_a_session():
    rows = rows_of(
        Training,
        "id",
        *({"lived_experience_delivered": word} for word in ("Y", "N", "N", "NK", "")),
        course="x",
        source_date=DAY,
    )
    assert numbers(staff.k26(YEAR, rows)) == (1, 3, 2)


def test_k31_paid_hours_and_places_on_panels():
    rows = rows_of(
        Involvement,
        "id",
        {"hours": 4.5, "n_people": 3},
        {"hours": 2.0, "n_people": 9, "paid": "N"},
        {"n_people": None},
        {"hours": 9.0, "paid": "NK", "activity": "Group"},
        {"hours": 9.0, "date": date(2027, 1, 1)},
        activity="Policy panel: doors",
        date=DAY,
        paid="Y",
    )
    hours, places = staff.k31(YEAR, rows)
    assert (hours.value, hours.n, hours.unknown) == (4.5, 1, 2)
    assert (places.value, places.n, places.unknown) == (12, 2, 1)


# --- all of them --------------------------------------------------------------------------------------------------


def library_of(*records: Any) -> Library:
    by_sheet: dict[str, list[Any]] = {}
    for record in records:
        by_sheet.setdefault(record.sheet, []).append(record)
    return Library("x.xlsx", "0" * 64, {sheet: tuple(rows) for sheet, rows in by_sheet.items()})


def test_every_measure_is_there_and_without_records_none_is_a_share():
    figures = all_figures(YEAR, library_of(service(24)))
    assert {figure.id.partition("-")[0] for figure in figures} | {"K21"} == set(IDS)
    for figure in figures:
        assert figure.n == 0
        assert figure.unknown == 0
        assert figure.value is None or (figure.value == 0 and figure.unit != "%"), figure.id


@pytest.mark.parametrize("ends", [(TO, FROM), (date(2027, 1, 1), date(2027, 12, 31))], ids=["reversed", "ahead"])
def test_a_period_without_days_gives_no_flow(ends: tuple[date, date]):
    library = library_of(service(24), *review_rows({"co_produced": "Y"}), *event_rows({}))
    for figure in all_figures(Asked(Period(*ends, TODAY)), library):
        if not figure.stock:
            assert figure.value in {None, 0}, figure.id


def test_a_provider_is_the_sum_of_its_rows():
    rows = review_rows(*[{"co_produced": "Y"}] * 9, {"co_produced": "N", "service_id": "B"})
    assert numbers(reviews.k01(YEAR, rows))[:2] == (9, 10)
    assert numbers(reviews.k01(Asked(YEAR.period, ("B",)), rows))[:2] == (0, 1)
