"""Rows of `metrics` in a pack: what its own figures hide is not told by a row, and each says whose it is."""

from datetime import date
from typing import Any

import pytest

from alongside.library.library import Library
from alongside.library.records import Metric, Record, Restriction, Review, Service, Training
from alongside.packs.measures import HIDDEN, measured, released_figures
from alongside.packs.stated import stated

TODAY = date(2026, 11, 24)
START, END = date(2025, 11, 1), date(2026, 10, 31)


def library_of(*records: Record) -> Library:
    by_sheet: dict[str, list[Record]] = {}
    for record in (home("OAK", "Oakfield Row"), home("MAR", "Marlow Bank"), *records):
        by_sheet.setdefault(record.sheet, []).append(record)
    return Library("x.xlsx", "0" * 64, {sheet: tuple(rows) for sheet, rows in by_sheet.items()})


def home(key: str, name: str) -> Service:
    return Service(row=2, service_id=key, service_name=name, people_supported=24)


def reviews(*ways: str, key: str = "OAK") -> list[Review]:
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


def row(part: float | None, whole: float | None, **changes: Any) -> Metric:
    fields: dict[str, Any] = {
        "row": 9,
        "metric_id": "M-02",
        "service_id": "OAK",
        "name": "Reviews the person joined",
        "definition": "K03: joined, of reviews done",
        "numerator": part,
        "denominator": whole,
        "unit": "%",
        "value": 100 * part / whole if part is not None and whole else None,
        "period_start": START,
        "period_end": END,
        "source_table": "reviews",
        "suppression_state": "shown",
    }
    return Metric(**{**fields, **changes})


def of(metric: Metric, library: Library, *services: str) -> Any:
    return stated(metric, library, services or ("OAK",), (START, END), TODAY)


def test_a_row_that_the_records_bear_out_is_printed_from_them() -> None:
    said = of(row(35, 50), library_of(*reviews(*["in_person"] * 35, *["declined"] * 15)))
    assert said.figure.sentence == (
        "Reviews the person joined: 70% (35 of 50; 1 November 2025 to 31 October 2026; source: review log)."
    )
    assert not said.contradicted


def test_what_the_pack_hides_is_not_told_by_a_row() -> None:
    library = library_of(*reviews(*["in_person"] * 33, *["declined"] * 3))
    figures, _tables = measured(library, ("OAK",), START, END, TODAY)
    assert figures["K03"].hidden
    # Rounded, or of another whole, so that by itself it would pass.
    for metric in (row(33, 36), row(30, 40), row(None, None, value=92.0)):
        said = of(metric, library)
        assert said.figure.hidden
        assert said.figure.value == said.figure.parts == HIDDEN
        assert not said.contradicted  # that would tell of it
        assert "9" not in said.figure.sentence


def test_a_row_of_another_service_is_held_to_that_service() -> None:
    library = library_of(
        *reviews(*["in_person"] * 35, *["declined"] * 15), *reviews(*["in_person"] * 20, *["declined"] * 2, key="MAR")
    )
    assert of(row(20, 22, service_id="MAR"), library).figure.hidden
    assert not of(row(35, 50), library).figure.hidden
    assert of(row(55, 72, service_id="ALL"), library).figure.parts == "55 of 72"


def test_a_figure_of_a_day_is_taken_from_the_pack_of_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is hidden depends on all that is printed: the pack is of a year, though the row is of its last day."""
    periods = []

    def released(*asked: Any) -> Any:
        periods.append(asked[2:4])
        return released_figures(*asked)

    monkeypatch.setattr("alongside.packs.stated.released_figures", released)
    open_rules = [
        Restriction(row=at, restriction_id=f"RS-{at}", service_id="OAK", person_ref=f"P-{at}", started_on=START)
        for at in range(20)
    ]
    metric = row(10, 20, definition="K12: any yes", period_start=END, source_table="restrictions")
    of(metric, library_of(*open_rules))
    assert periods == [(START, END)]
    periods.clear()
    of(row(35, 50, period_start=END), library_of(*reviews("in_person")))
    assert periods[-1] == (END, END)  # over a day is not over a year


def test_a_row_that_says_something_else_gives_way_to_the_records_and_is_reported() -> None:
    said = of(row(45, 50), library_of(*reviews(*["in_person"] * 35, *["declined"] * 15)))
    assert (said.figure.value, said.figure.parts) == ("70%", "35 of 50")
    assert said.contradicted


def test_rounding_is_no_contradiction() -> None:
    library = library_of(*reviews(*["in_person"] * 38, *["declined"] * 6))
    assert not of(row(38, 44, value=86), library).contradicted


@pytest.mark.parametrize("definition", ["Own measure: joined, of reviews", "", "K03x", "K99: nothing"])
def test_a_row_that_states_no_measure_is_printed_unless_it_is_small(definition: str) -> None:
    library = library_of(*reviews(*["in_person"] * 35, *["declined"] * 15))
    assert of(row(30, 40, definition=definition), library).figure.parts == "30 of 40"
    assert of(row(37, 40, definition=definition), library).figure.hidden


def test_without_records_the_row_speaks_for_itself() -> None:
    assert of(row(30, 40), library_of()).figure.parts == "30 of 40"
    assert of(row(38, 40), library_of()).figure.hidden


def test_a_row_that_its_owner_hides_stays_hidden() -> None:
    library = library_of(*reviews(*["in_person"] * 35, *["declined"] * 15))
    assert of(row(35, 50, suppression_state="not_checked"), library).figure.hidden


def test_staff_are_not_people_in_care() -> None:
    row_of_staff = Training(row=2, id="TN-1", service_id="OAK", course="Holds", required_n=50, in_date_n=48)
    metric = row(48, 50, definition="K25: in date", source_table="training", name="Training in date")
    assert of(metric, library_of(row_of_staff)).figure.parts == "48 of 50"


def test_it_says_whose_figure_it_is_where_that_is_not_plain() -> None:
    library = library_of()
    assert of(row(30, 40), library).figure.sentence.startswith("Reviews the person joined: ")
    assert of(row(30, 40, service_id="ALL"), library).figure.sentence.startswith(
        "Reviews the person joined, all services: 75% ("
    )
    assert of(row(30, 40, service_id="MAR"), library).figure.name == "Reviews the person joined, Marlow Bank"
    assert of(row(30, 40), library, "OAK", "MAR").figure.name == "Reviews the person joined, Oakfield Row"
    assert of(row(30, 40, service_id="ALL"), library, "OAK", "MAR").figure.name == "Reviews the person joined"
    assert of(row(38, 40, service_id="ALL"), library).figure.sentence.startswith(
        "Reviews the person joined, all services: not shown"
    )
