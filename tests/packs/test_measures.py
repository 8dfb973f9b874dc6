"""Figures and tables in words: nothing hidden gets into a plan, and what is shown reads well."""

from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from alongside.figures.kpis import IDS
from alongside.figures.tables import TABLES
from alongside.library.library import Library
from alongside.library.records import PeopleCount, Record, Restriction, Review, RpEvent, Service, Training
from alongside.packs.measures import HIDDEN, measured, one_place, table_ids, tiles
from alongside.packs.wording import SENTENCES

TODAY = date(2026, 11, 24)
START, END = date(2025, 11, 1), date(2026, 10, 31)


def library_of(*records: Record) -> Library:
    by_sheet: dict[str, list[Record]] = {}
    for record in records:
        by_sheet.setdefault(record.sheet, []).append(record)
    return Library("x.xlsx", "0" * 64, {sheet: tuple(rows) for sheet, rows in by_sheet.items()})


def home(key: str = "OAK") -> Service:
    return Service(row=2, service_id=key, service_name=key, people_supported=24)


def reviews(joined: int, apart: int, unknown: int = 0, key: str = "OAK") -> list[Review]:
    ways = ["in_person"] * joined + ["declined"] * apart + [""] * unknown
    return [
        Review(
            row=at + 2,
            id=f"RV-{key}-{at}",
            service_id=key,
            person_ref=f"P-{at}",
            kind="care_plan",
            done_on=date(2026, 3, 3),
            person_attended=way,
        )
        for at, way in enumerate(ways)
    ]


def asked(library: Library, *services: str, start: date | None = START, end: date | None = END) -> Any:
    return measured(library, services, start, end, TODAY)


def test_a_figure_is_one_sentence_with_number_whole_share_and_period():
    figures, tables = asked(library_of(home(), *reviews(35, 15)), "OAK")
    k03 = figures["K03"]
    assert (k03.value, k03.parts, k03.hidden) == ("70%", "35 of 50", False)
    assert k03.sentence == (
        "The person attended, or joined in another way, 35 of 50 reviews (70%) done between 1 November 2025 and "
        "31 October 2026."
    )
    assert k03.definition.endswith("(version 1)")
    table = tables["reviews_by_joining"]
    assert table.rows == (("In person", "35"), ("Chose not to join", "15"), ("Total", "50"))
    assert table.note == "Review log, 1 November 2025 to 31 October 2026. n = 50."


def test_what_is_hidden_says_only_that_it_is():
    figures, tables = asked(library_of(home(), *reviews(33, 3)), "OAK")
    hidden = figures["K03"]
    assert hidden.hidden
    assert hidden.value == hidden.parts == HIDDEN
    for part in fields(hidden):
        assert "33" not in str(getattr(hidden, part.name))
        assert "36" not in str(getattr(hidden, part.name))
    text = str(tables["reviews_by_joining"])
    assert "36" not in text
    assert "n =" not in text
    assert "*" in tables["reviews_by_joining"].note


def test_a_few_unknown_answers_are_some():
    figures, _tables = asked(library_of(home(), *reviews(30, 20, 2)), "OAK")
    k03 = figures["K03"]
    assert not k03.hidden
    assert k03.sentence.endswith("For some more the answer is not known.")


def test_many_unknown_answers_are_counted_beside():
    figures, _tables = asked(library_of(home(), *reviews(30, 20, 12)), "OAK")
    assert figures["K03"].sentence.endswith("For 12 more the answer is not known.")


def test_what_there_is_nothing_of_is_left_out_and_never_zero_per_cent():
    figures, tables = asked(library_of(home(), *reviews(30, 20)), "OAK")
    assert "K01" not in figures
    assert "K30" not in figures
    assert "training" not in tables
    assert "K21" not in figures


def test_a_service_is_not_the_provider_and_all_of_them_are():
    library = library_of(
        home(),
        home("MAR"),
        *reviews(30, 20),
        *[
            Review(
                row=at + 90,
                id=f"M{at}",
                service_id="MAR",
                person_ref=f"M-{at}",
                kind="care_plan",
                done_on=END,
                person_attended="in_person",
            )
            for at in range(10)
        ],
    )
    assert asked(library, "OAK")[0]["K03"].parts == "30 of 50"
    assert asked(library, "OAK", "MAR")[0]["K03"].parts == "40 of 60"
    assert asked(library, "ALL")[0] == asked(library)[0] == asked(library, "MAR", "OAK")[0]


def test_rows_for_the_whole_provider_belong_to_the_provider_alone():
    row = Training(
        row=2,
        id="TN-1",
        service_id="ALL",
        course="Holds",
        standard="RRN_certified",
        required_n=50,
        in_date_n=48,
        source_date=date(2026, 2, 1),
    )
    library = library_of(home(), home("MAR"), row)
    assert "K25" not in asked(library, "OAK")[0]
    k25 = asked(library, "OAK", "MAR")[0]["K25"]
    assert (k25.value, k25.period, k25.hidden) == ("96%", "on 31 October 2026", False)  # staff: two are not too few


def test_nothing_after_today_and_a_pack_without_a_period_looks_at_the_last_year():
    library = library_of(home(), *reviews(30, 20))
    assert asked(library, "OAK", end=date(2027, 3, 31))[0]["K03"].period == "1 November 2025 to 24 November 2026"
    assert asked(library, "OAK", start=None, end=None)[0]["K03"].period == "25 November 2025 to 24 November 2026"


def events(count: int) -> list[RpEvent]:
    start = datetime(2026, 3, 3, 10)  # noqa: DTZ001 - as Excel keeps it
    return [
        RpEvent(
            row=at + 2,
            event_id=f"RE-{at}",
            service_id="OAK",
            person_ref=f"P-{at}",
            start_at=start,
            end_at=start + timedelta(minutes=7),
            type=("physical",),
            other_characteristics=f"sex: {'female' if at % 2 else 'male'}",
        )
        for at in range(count)
    ]


def test_durations_are_bands_and_never_minutes():
    figures, _tables = asked(library_of(home(), *events(20)), "OAK")
    assert figures["K15"].value == "over 5 and up to 15 minutes"
    assert "7 min" not in str(figures["K15"])
    assert figures["K14"].parts == "20 in 8,760 days"


def test_groups_are_compared_only_where_the_library_counts_people_by_group():
    figures, _tables = asked(library_of(home(), *events(20)), "OAK")
    assert figures["K21"].value == "not available"
    people = [
        PeopleCount(row=at, id=f"PC-{at}", service_id="OAK", as_on=END, characteristic="sex", group=group, n_people=12)
        for at, group in enumerate(("female", "male"), 2)
    ]
    k21 = asked(library_of(home(), *events(20), *people), "OAK")[0]["K21"]
    assert k21.value == "sex: female 1.0; sex: male 1.0"
    few = asked(library_of(home(), *events(6), *people), "OAK")[0]["K21"]
    assert (few.hidden, few.value) == (True, HIDDEN)


def test_each_view_of_the_restriction_is_told_where_all_of_them_may_be():
    views = ["yes_agreed"] * 5 + ["yes_disagreed"] * 5 + ["tried_not_able"] * 5
    rows = [
        Restriction(
            row=at + 2,
            restriction_id=f"RS-{at}",
            service_id="OAK",
            scope="individual",
            person_ref=f"P-{at}",
            type="environmental",
            started_on=date(2025, 1, 1),
            person_consulted=view,
        )
        for at, view in enumerate(views)
    ]
    k12 = asked(library_of(home(), *rows), "OAK")[0]["K12"]
    assert (k12.value, k12.parts) == ("67%", "10 of 15")
    assert "asked, disagreed 5" in k12.sentence


def test_the_window_says_in_words_why_there_is_no_number():
    shown = {tile.ref: tile for tile in tiles(library_of(home(), *reviews(33, 3)), ("OAK",), START, END, TODAY)}
    assert shown["K03"].hidden
    assert (shown["K03"].value, shown["K03"].n) == (HIDDEN, "")
    assert shown["K03"].note.startswith("Hidden.")
    assert (shown["K01"].value, shown["K01"].n) == ("–", "")
    assert shown["K01"].note == "Nothing to work it out from in this period."


def test_every_measure_has_a_sentence_and_every_table_an_id():
    assert {key.partition("-")[0] for key in SENTENCES} | {"K21"} == set(IDS)
    assert table_ids() == frozenset(TABLES)


@pytest.mark.parametrize(("value", "text"), [(6.25, "6.3"), (8.0, "8.0"), (12.785, "12.8"), (1234.5, "1,234.5")])
def test_a_rate_is_rounded_half_up(value: float, text: str):
    assert one_place(value) == text


def test_a_table_hidden_as_a_whole_is_one_sentence():
    tables = asked(library_of(home(), *reviews(4, 3)), "OAK")[1]
    table = tables["reviews_by_joining"]
    assert table.rows == ()
    assert table.note.startswith("No number of this table is shown")
    assert HIDDEN not in table.note


def test_a_few_are_told_in_numbers_and_not_in_per_cent():
    course = Training(
        row=2, id="TN-1", service_id="OAK", course="Holds", source_date=date(2026, 2, 1), lived_experience_delivered="Y"
    )  # fmt: skip
    k26 = asked(library_of(home(), course), "OAK")[0]["K26"]
    assert (k26.value, k26.parts) == ("1 of 1", "1 of 1")
    assert "%" not in k26.sentence
    assert "()" not in k26.sentence
