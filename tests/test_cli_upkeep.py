"""Keeping a library true from the command line, with the starter library."""

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from alongside.cli import main
from alongside.resources import resource

DAY = ["--today", "2026-11-24"]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(resource("content_library") / "library.xlsx", tmp_path / "library.xlsx"))


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_health_is_shown_and_written(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = workbook.with_name("health.xlsx")
    before = workbook.read_bytes()
    assert main(["library", "health", str(workbook), "--framework", "CQC-SAF-2023", "--out", str(out), *DAY]) == 0
    assert "Freshness" in capsys.readouterr().out
    assert "Owners" in load_workbook(out).sheetnames
    assert workbook.read_bytes() == before
    assert main(["library", "health", str(workbook), "--framework", "nope", *DAY]) == 2
    assert "There are " in capsys.readouterr().err
    assert main(["library", "health", str(workbook), "--out", "x.pdf", *DAY]) == 2


def test_due_by_owner_and_day(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["library", "due", str(workbook), "--owner", "recovery lead", "--json", *DAY]) == 0
    due = told(capsys)["due"]
    assert isinstance(due, list)
    assert due
    assert {item["owner_role"] for item in due} == {"recovery lead"}
    assert main(["library", "due", str(workbook), "--by", "2020-01-01", *DAY]) == 0
    assert "Nothing is due" in capsys.readouterr().out


def test_still_true_writes_and_history_tells(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["library", "history", str(workbook), "EV-013", *DAY]) == 0
    assert main(["library", "still-true", str(workbook), "EV-013", *DAY]) == 0
    capsys.readouterr()
    assert main(["library", "history", str(workbook), "EV-013", "--json", *DAY]) == 0
    versions = told(capsys)["versions"]
    assert isinstance(versions, list)
    assert "2027-11-24" in versions[1]["changed"]["review_due"]


def test_a_story_is_for_its_person_to_confirm(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = workbook.read_bytes()
    assert main(["library", "still-true", str(workbook), "ST-01", *DAY]) == 1
    assert "ask them" in capsys.readouterr().out
    assert workbook.read_bytes() == before
    assert main(["library", "still-true", str(workbook), "EV-999", *DAY]) == 2
    assert main(["library", "history", str(workbook), "EV-999", *DAY]) == 2
