"""What the evidence supports, and the figures, from the command line with the starter library."""

import json
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from alongside.cli import main
from alongside.resources import resource

DAY = ["--today", "2026-11-24"]
PERIOD = ["--from", "2025-11-01", "--to", "2026-10-31"]


@pytest.fixture
def workbook() -> str:
    return str(resource("content_library") / "library.xlsx")


def test_coverage_is_graded_and_says_why(workbook: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", workbook, "--framework", "CQC-SAF-2023", "--service", "OAK", "--json", *DAY]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["counts"]["strong"] > 0
    assert found["counts"]["none"] > 0
    assert all(item["reason"] for item in found["items"])
    strong = next(item for item in found["items"] if item["grade"] == "strong")
    assert sum(1 for cell in strong["cells"].values() if cell["refs"]) >= 2


def test_coverage_is_written_as_word_and_as_excel(workbook: str, tmp_path: Path) -> None:
    for name in ("out.docx", "out.xlsx"):
        code = main(["coverage", workbook, "--framework", "CQC-SAF-2023", "--out", str(tmp_path / name), *DAY])
        assert code == 0
    assert len(docx.Document(str(tmp_path / "out.docx")).tables) == 2
    assert "Reasons" in load_workbook(tmp_path / "out.xlsx").sheetnames


def test_the_consistency_board_is_told_and_written(
    workbook: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["consistency", workbook, "--service", "OAK", "--out", str(tmp_path / "out.docx"), "--json", *DAY]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["settled"] < len(found["lines"])
    assert sum(found["counts"].values()) >= len(found["lines"]) - found["unknown"]
    assert len(docx.Document(str(tmp_path / "out.docx")).tables) == 3
    assert main(["consistency", workbook, *DAY]) == 0
    assert "agree, or the difference is explained" in capsys.readouterr().out


def test_figures_are_the_released_ones(workbook: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", workbook, "--service", "OAK", *PERIOD, "--json", *DAY]) == 0
    found = json.loads(capsys.readouterr().out)
    ids = [item["id"] for item in found["figures"]]
    assert {f"K{n:02}" for n in range(1, 32)} == {name[:3] for name in ids}
    hidden = [item for item in found["figures"] if item["hidden"]]
    assert hidden
    assert not any(digit in item["parts"] for item in hidden for digit in "0123456789")


@pytest.mark.parametrize(
    "typed",
    [
        ["coverage", "{}", "--framework", "nope"],
        ["coverage", "{}", "--framework", "CQC-SAF-2023", "--service", "nope"],
        ["consistency", "{}", "--service", "nope"],
        ["figures", "{}", "--service", "nope", *PERIOD],
        ["figures", "{}", "--from", "2026-02-01", "--to", "2026-01-01"],
        ["figures", "{}", *PERIOD, "--out", "x.pdf"],
        ["figures", "nothing.xlsx", *PERIOD],
    ],
)
def test_wrong_use_is_one_sentence(typed: list[str], workbook: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([part.format(workbook) for part in typed]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
