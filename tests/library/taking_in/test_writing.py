"""Rows go into a library that is there, and an undoing leaves it as it was."""

import shutil
from datetime import date, datetime, time
from pathlib import Path

import pytest
from tests.library.taking_in import messy

from alongside.library.editing import saving
from alongside.library.editing.changes import SetField
from alongside.library.editing.disk import Backups
from alongside.library.editing.journal import State
from alongside.library.taking_in.proposal import propose
from alongside.library.taking_in.report import Prepared, prepare, target_at
from alongside.library.taking_in.source import read_source
from alongside.library.taking_in.target import read_target
from alongside.library.taking_in.writing import write_into

TODAY = date(2026, 11, 24)
SHEET = "evidence"  # compliments arrive there
AT = datetime.combine(TODAY, time(9))


@pytest.fixture
def library(root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(root / "content_library" / "library.xlsx", tmp_path / "library.xlsx"))


@pytest.fixture
def prepared(library: Path, tmp_path: Path) -> Prepared:
    source = read_source(messy.compliments(tmp_path / "compliments.csv"))
    return prepare(source, propose(source, {}), target_at(library), TODAY)


def _written(library: Path, prepared: Prepared) -> str:
    done = write_into(library, prepared.arrival, expect_digest=prepared.target.digest, at=AT)
    assert done is not None
    assert done.state is State.APPLIED
    return done.edit


def _headings(library: Path, sheet: str) -> tuple[str, ...]:
    return read_target(library).sheets[sheet].headings


def test_an_undoing_leaves_every_byte_as_it_was(library: Path, prepared: Prepared) -> None:
    before = library.read_bytes()
    edit = _written(library, prepared)
    assert "taken_from" in _headings(library, SHEET)
    assert saving.undo(library, edit, at=AT).state is State.APPLIED
    assert library.read_bytes() == before


def test_after_another_edit_the_added_headings_go_and_the_edit_stays(library: Path, prepared: Prepared) -> None:
    before = _headings(library, SHEET)
    edit = _written(library, prepared)
    row = SetField(sheet="services", row=2, heading="service_name", value="Another name")
    saving.edit_workbook(library, [row], expect_digest=read_target(library).digest, at=AT)
    assert saving.undo(library, edit, at=AT).state is State.APPLIED
    assert _headings(library, SHEET) == before
    assert read_target(library).sheets["services"].rows[0].values["service_name"] == "Another name"


def test_a_heading_somebody_uses_meanwhile_stays(library: Path, prepared: Prepared) -> None:
    edit = _written(library, prepared)
    row = SetField(sheet=SHEET, row=read_target(library).sheets[SHEET].rows[0].row, heading="notes", value="Mine")
    saving.edit_workbook(library, [row], expect_digest=read_target(library).digest, at=AT)
    assert saving.undo(library, edit, at=AT).state is State.APPLIED
    assert "notes" in _headings(library, SHEET)
    assert "taken_from" not in _headings(library, SHEET)


def test_an_undoing_can_be_undone_with_its_headings(library: Path, prepared: Prepared) -> None:
    edit = _written(library, prepared)
    taken = len(read_target(library).sheets[SHEET].rows)
    back = saving.undo(library, edit, at=AT, backups=Backups(keep=0))
    again = saving.undo(library, back.edit, at=AT)
    assert again.state is State.APPLIED
    sheet = read_target(library).sheets[SHEET]
    assert len(sheet.rows) == taken
    assert "taken_from" in sheet.headings
