"""`library copy`, as a person and as a program use it."""

import json
import shutil
from pathlib import Path

import pytest

from alongside.cli import main
from alongside.workspace import SAMPLE_DAY, copy_sample

DAY = ("--today", SAMPLE_DAY)


@pytest.fixture
def books(tmp_path: Path) -> tuple[str, str]:
    one = copy_sample(tmp_path / "one").library
    other = Path(shutil.copytree(one.parent, tmp_path / "other")) / one.name
    return str(one), str(other)


def test_records_are_copied_and_what_stayed_behind_is_said(books: tuple[str, str], capsys: pytest.CaptureFixture[str]):
    source, target = books
    assert main(["library", "copy", source, "EV-027", "ST-03", "--into", target, "--json", *DAY]) == 0
    told = json.loads(capsys.readouterr().out)
    evidence, story = told["copies"]
    assert told["state"] == "applied"
    assert evidence["files"] == ["restrictive-practice-policy.pdf"]
    assert any("not consented" in said for said in story["said"])
    assert main(["library", "copy", source, "ST-03", "--into", target, "--use", "tender", *DAY]) == 0
    assert "not consented" not in capsys.readouterr().out


@pytest.mark.parametrize("words", [("EV-NONE",), ("US-001",), ("ST-03", "--use", "tenders")])
def test_what_cannot_be_copied_is_refused(
    books: tuple[str, str], words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
):
    source, target = books
    before = Path(target).read_bytes()
    assert main(["library", "copy", source, *words, "--into", target, *DAY]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert Path(target).read_bytes() == before
    assert main(["library", "copy", source, "EV-001", "--into", source, *DAY]) == 2
