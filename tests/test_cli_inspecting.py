"""What the evidence supports, and the figures, from the command line with the starter library."""

import json
import shutil
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from alongside.cli import main
from alongside.job_control import JobControl
from alongside.library.workbook import read_rows
from alongside.workspace import copy_sample

DAY = ["--today", "2026-11-24"]
PERIOD = ["--from", "2025-11-01", "--to", "2026-10-31"]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of a workspace of its own: a report that is written is noted there."""
    return str(copy_sample(tmp_path_factory.mktemp("inspecting") / "workspace").library)


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
    assert len(docx.Document(str(tmp_path / "out.docx")).tables) == 3  # the grid, the reasons, the self-check
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


FRAMEWORK = ("--framework", "CQC-SAF-2023")


def test_coverage_tells_the_self_check_the_change_and_the_services(
    workbook: str, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ["coverage", workbook, *FRAMEWORK, "--since", "2026-10-24", "--compare", "--json", *DAY]
    assert main(wanted) == 0
    found = json.loads(capsys.readouterr().out)
    risks = next(item for item in found["items"] if item["item"] == "SAF-S4")
    assert risks["self_check"]["level"]
    assert "no rating" in risks["self_check"]["notice"]
    assert any(claim["borne_out_by"] for claim in risks["claims"])
    assert risks["voices"]
    assert found["since"]["left_out"]
    assert set(found["services"]) == {"OAK", "MAR", "LAR"}


def test_gaps_are_written_as_actions_only_when_told_and_can_be_undone(
    workbook: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "library.xlsx"
    shutil.copy2(workbook, copy)
    wanted = ["coverage", str(copy), *FRAMEWORK, "--service", "OAK", "--actions", "--owner", "Quality lead", *DAY]
    before = copy.read_bytes()
    assert main(wanted) == 0
    assert "Nothing is written" in capsys.readouterr().out
    assert copy.read_bytes() == before
    assert main([*wanted, "--write", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["written"]["state"] == "applied"
    assert found["actions"]
    assert main([*wanted, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["actions"] == []  # each gap has an open action now
    assert main(["library", "undo", str(copy), *DAY]) == 0
    capsys.readouterr()
    assert main([*wanted, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["actions"]) == len(found["actions"])


def test_the_walk_round_sheet_is_a_word_document(workbook: str, tmp_path: Path) -> None:
    path = tmp_path / "walk.docx"
    assert main(["coverage", workbook, *FRAMEWORK, "--service", "OAK", "--walk-round", str(path), *DAY]) == 0
    assert len(docx.Document(str(path)).tables) > 5


@pytest.mark.parametrize(
    "more", [["--write"], ["--since", "2026-11-24"], ["--walk-round", "x.pdf"]], ids=lambda more: more[0]
)
def test_a_wish_that_cannot_be_met_is_one_sentence(
    more: list[str], workbook: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["coverage", workbook, *FRAMEWORK, *more, *DAY]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_library_is_remapped_only_when_told_keeps_both_tags_and_can_be_undone(
    workbook: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "library.xlsx"
    shutil.copy2(workbook, copy)
    wanted = ["library", "remap", str(copy), "--from", "CQC-SAF-2023", "--to", "CQC-ASC-2026-DRAFT", *DAY]
    before = copy.read_bytes()
    assert main(wanted) == 0
    told = capsys.readouterr().out
    assert "Nothing is written" in told
    assert "SAF-C4" in told
    assert "SAF-W8" in told or "stays" in told or "--take" in told
    assert copy.read_bytes() == before
    tags = {row.ref: row.framework_items for row in read_rows(copy, JobControl()).evidence}
    assert main([*wanted, "--write", "--take", "SAF-C4=D-S2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["written"]["state"] == "applied"
    after = {row.ref: row.framework_items for row in read_rows(copy, JobControl()).evidence}
    assert all(set(tags[ref]) <= set(after[ref]) for ref in tags)
    assert main([*wanted, "--take", "SAF-C4=D-S2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == []
    assert main(["library", "undo", str(copy), *DAY]) == 0
    assert {row.ref: row.framework_items for row in read_rows(copy, JobControl()).evidence} == tags


def test_a_way_that_the_crosswalk_does_not_know_is_one_sentence(
    workbook: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for ends in (("CQC-SAF-2023", "RQIA"), ("CQC-SAF-2023", "CQC-SAF-2023"), ("nope", "RQIA")):
        assert main(["library", "remap", workbook, "--from", ends[0], "--to", ends[1], *DAY]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_nations_law_and_words_are_told_with_how_sure_they_are(
    workbook: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["library", "nations", workbook, "--json", "--out", str(tmp_path / "out.docx"), *DAY]) == 0
    (england,) = json.loads(capsys.readouterr().out)["nations"]
    assert england["nation"] == "ENG"
    assert any("solicitor" in term["confirm"] for term in england["terms"])
    assert len(docx.Document(str(tmp_path / "out.docx")).tables) == 3
    assert main(["library", "nations", workbook, *DAY]) == 0
    assert "To be confirmed" in capsys.readouterr().out
