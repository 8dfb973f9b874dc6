"""The walk-round sheet: themes in our words, the service's records by id, nobody's code."""

from datetime import date
from pathlib import Path

import pytest

from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.library.records import Restriction
from alongside.library.workbook import read_library
from alongside.packs.walk_round import THEMES, prompts, walk_round
from alongside.report import Report

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def starter() -> Library:
    path = Path(__file__).parents[2] / "content_library" / "library.xlsx"
    return read_library(path, TODAY, JobControl())


def said(report: Report) -> str:
    return repr(report)


def test_every_theme_stands_on_it_with_room_to_write(starter: Library) -> None:
    report = walk_round(starter, "OAK", TODAY)
    assert [section.heading for section in report.sections] == [theme.name for theme in THEMES]
    assert all(section.tables[0].headings[-1] == "Heard or seen" for section in report.sections)
    assert report.example


@pytest.mark.parametrize("service", ["", "OAK", "MAR", "LAR"])
def test_no_persons_code_and_no_other_services_record_is_on_it(starter: Library, service: str) -> None:
    text = said(walk_round(starter, service, TODAY))
    codes = {code for row in starter if (code := getattr(row, "person_ref", ""))}
    assert codes
    assert not [code for code in codes if code in text]
    if service:
        for section in walk_round(starter, service, TODAY).sections:
            for row in section.tables[-1].rows:
                record = starter.get(str(row[0]))
                assert record is None or record.service_id == service


def test_what_is_overdue_comes_first_and_an_id_with_a_code_is_left_out() -> None:
    row = Restriction(row=2, restriction_id="RS-1", service_id="OAK", person_ref="P-7", subtype="locked_door",
                      next_review_on=date(2027, 1, 1))  # fmt: skip
    late = Restriction(row=3, restriction_id="RS-2", service_id="OAK", next_review_on=date(2026, 1, 1))
    named = Restriction(row=4, restriction_id="RS-P-7", service_id="OAK")
    ended = Restriction(row=5, restriction_id="RS-3", service_id="OAK", ended_on=TODAY)
    library = Library("l.xlsx", "0", {"restrictions": (row, late, named, ended)})
    assert [item.ref for item in prompts("restriction", library, "OAK", TODAY, ["P-7"])] == ["RS-2", "RS-1"]
