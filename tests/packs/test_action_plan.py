"""The action plan: overdue first, nothing after today, a missing day said."""

from datetime import date
from pathlib import Path

import pytest

from alongside.library.library import Library
from alongside.library.workbook import read_library
from alongside.packs.action_plan import action_plan
from alongside.report import Report

DAY = date(2026, 11, 24)
YEAR = (date(2025, 11, 1), date(2026, 10, 31))


@pytest.fixture(scope="module")
def library(root: Path) -> Library:
    return read_library(root / "content_library" / "library.xlsx", DAY)


def _ids(report: Report, heading: str) -> list[object]:
    section = next(item for item in report.sections if item.heading == heading)
    return [row[0] for table in section.tables for row in table.rows]


def test_each_action_stands_once(library: Library) -> None:
    report = action_plan(library, ("OAK",), YEAR, DAY)
    found = [name for heading in ("Overdue", "Open", "Done in the period") for name in _ids(report, heading)]
    assert len(found) == len(set(found))
    by_id = {item.id: item for item in library.actions}
    assert all(by_id[str(name)].due < DAY for name in _ids(report, "Overdue"))
    assert all(by_id[str(name)].service_id in {"OAK", "ALL", ""} for name in found)


def test_what_is_due_today_is_not_overdue(library: Library) -> None:
    name = str(_ids(action_plan(library, ("OAK",), YEAR, DAY), "Overdue")[0])
    due = next(item.due for item in library.actions if item.id == name)
    assert due is not None
    assert name in _ids(action_plan(library, ("OAK",), YEAR, due), "Open")


def test_an_empty_log_says_so(library: Library) -> None:
    report = action_plan(library, ("OAK",), YEAR, date(2000, 1, 1))
    assert [section.empty for section in report.sections if not section.tables] == [
        "Nothing is overdue.",
        "Nothing else is open.",
        "Nothing was finished.",
    ]
