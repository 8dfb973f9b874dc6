"""The program's own measures give the headline figures, and may show them at the usual threshold."""

from datetime import date

import pytest

from alongside.figures.figure import Asked
from alongside.figures.kpis import all_figures
from alongside.figures.periods import Period
from alongside.figures.release import release
from alongside.library.library import Library

TODAY = date(2026, 11, 24)
YEAR_1 = Period(date(2024, 11, 1), date(2025, 10, 31), TODAY)
YEAR_2 = Period(date(2025, 11, 1), date(2026, 10, 31), TODAY)
BOTH = Period(date(2024, 11, 1), date(2026, 10, 31), TODAY)
HEADLINES = [
    ("M-01", "K01", "OAK", YEAR_2, 38, 44),
    ("M-01-Y1", "K01", "OAK", YEAR_1, 24, 40),
    ("M-02", "K03", "OAK", YEAR_2, 53, 60),
    ("M-02-Y1", "K03", "OAK", YEAR_1, 35, 50),
    ("M-03", "K07", "OAK", YEAR_2, 33, 60),
    ("M-04", "K04", "OAK", YEAR_2, 34, 40),
    ("M-05", "K11", "OAK", YEAR_2, 9, 18),
    ("M-06", "K14", "OAK", YEAR_2, 70, 8760),
    ("M-06-Y1", "K14", "OAK", YEAR_1, 112, 8760),
    ("M-07", "K18", "OAK", YEAR_2, 56, 70),
    ("M-07-OFFERED", "K18", "OAK", YEAR_2, 64, 70),
    ("M-08", "K19", "OAK", YEAR_2, 21, 56),
    ("M-09", "K14", "MAR", YEAR_2, 60, 14600),
    ("M-09-Y1", "K14", "MAR", YEAR_1, 80, 14600),
    ("M-10", "K14", "LAR", YEAR_2, 54, 5110),
    ("M-10-Y1", "K14", "LAR", YEAR_1, 74, 5110),
    ("M-11", "K30", "ALL", YEAR_2, 42, 60),
    ("M-12", "K22", "ALL", BOTH, 25, 30),
    ("M-13", "K23", "ALL", BOTH, 20, 25),
    ("M-14", "K24", "ALL", BOTH, 40, 45),
    ("M-15", "K25", "ALL", YEAR_2, 111, 120),
    ("M-16", "K26", "ALL", BOTH, 11, 20),
    ("M-17", "K29", "ALL", YEAR_2, 39, 50),
    ("M-17-Y1", "K29", "ALL", YEAR_1, 27, 45),
    ("M-18", "K29", "OAK", YEAR_2, 15, 20),
    ("M-19", "K31", "ALL", YEAR_2, 412, None),
    ("M-19-PLACES", "K31", "ALL", YEAR_2, 96, None),
    ("M-20", "K11", "MAR", YEAR_2, 5, 13),
    ("M-21", "K27", "MAR", YEAR_2, 10, 15),
    ("M-22", "K12", "OAK", YEAR_2, 10, 15),
    ("M-24", "K05", "ALL", YEAR_2, 30, 40),
]


@pytest.fixture(scope="module")
def library(made):
    return Library(name="library.xlsx", digest="", records=made)


@pytest.mark.parametrize(
    ("metric", "measure", "service", "period", "part", "whole"), HEADLINES, ids=lambda item: str(item)[:12]
)
def test_a_headline_is_what_the_program_works_out(library, metric, measure, service, period, part, whole):
    asked = Asked(period, () if service == "ALL" else (service,))
    figures = [item for item in all_figures(asked, library) if item.id.split("-")[0].rstrip("abcdefgh") == measure]
    found = [item for item in figures if (item.numerator, item.denominator) == (part, whole)]
    assert found, [(item.id, item.numerator, item.denominator, item.unknown) for item in figures]
    assert not found[0].suppressed, f"{metric}: {found[0].why}"


@pytest.mark.parametrize(("service", "period"), sorted({(row[2], row[3]) for row in HEADLINES}, key=str), ids=str)
def test_headlines_may_be_printed_beside_everything_else(library, service, period):
    """All figures and tables of the scope and period are protected together, and none of ours is hidden for it."""
    released = release(Asked(period, () if service == "ALL" else (service,)), library)
    shown = {
        (item.figure.id.split("-")[0].rstrip("abcdefgh"), item.figure.numerator, item.figure.denominator)
        for item in released.figures
        if not item.figure.suppressed
    }
    ours = [(row[1], *row[4:]) for row in HEADLINES if row[2:4] == (service, period)]
    assert not [figure for figure in ours if figure not in shown]
