"""A library read in a process of its own is the library."""

import sys
from pathlib import Path

import pytest

from alongside import ahead
from alongside.library.packed import packed, unpacked
from alongside.library.workbook import read_rows


@pytest.fixture(scope="module")
def starter(root: Path) -> Path:
    return root / "content_library" / "library.xlsx"


def test_packing_keeps_every_record_and_finding(starter: Path) -> None:
    library = read_rows(starter)
    again = unpacked(packed(library))
    assert again == library
    assert again.get("EV-001") == library.get("EV-001")


def test_the_other_process_reads_the_same_library(starter: Path) -> None:
    begun = ahead.begin(starter)
    assert begun is not None
    data = begun.take()
    assert data is not None
    assert unpacked(data) == read_rows(starter)
    assert begun.take() is None  # once only


def test_a_workbook_that_cannot_be_read_is_left_to_the_window(tmp_path: Path) -> None:
    broken = tmp_path / "library.xlsx"
    broken.write_bytes(b"no workbook")
    begun = ahead.begin(broken)
    assert begun is not None
    assert begun.take() is None


def test_what_nobody_takes_is_ended(starter: Path) -> None:
    begun = ahead.begin(starter)
    assert begun is not None
    begun.close()
    assert begun.take() is None


def test_a_program_in_one_file_reads_for_itself(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert ahead.begin(starter) is None
