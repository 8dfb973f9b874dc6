"""`easy-read make`, `check` and `answer`, as a person uses them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from alongside.cli import main
from alongside.workspace import SAMPLE_DAY, Workspace, copy_sample

DAY = ("--today", SAMPLE_DAY)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("easy") / "sample").folder


@pytest.fixture
def workspace(sample: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(sample, tmp_path / "workspace")))


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, dict[str, object]]]:
    def run(*words: object) -> tuple[int, dict[str, object]]:
        code = main([*(str(word) for word in words), *DAY, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_a_copy_is_made_kept_and_passes_the_checks_of_the_file(typed, workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "copy.docx"
    code, told = typed("easy-read", "make", workspace.library, "ST-01", "--out", out)
    assert (code, told["final"], told["kept"]) == (0, False, False)
    kept = workspace.folder / "easy read" / "ST-01.easyread.json"
    assert kept.is_file()
    code, told = typed("easy-read", "check", out)
    assert (code, told["findings"]) == (0, [])
    assert typed("easy-read", "check", kept)[0] == 1
    assert typed("easy-read", "make", workspace.library, "ST-01", "--out", out)[1]["kept"] is True


def test_a_draft_cannot_be_final(typed, workspace: Workspace, tmp_path: Path) -> None:
    code, told = typed("easy-read", "make", workspace.library, "ST-01", "--out", tmp_path / "a.docx", "--final")
    assert (code, told["final"]) == (1, False)


def test_a_no_is_recorded_and_blocks_the_packs_that_tell_it(typed, workspace: Workspace) -> None:
    code, told = typed(
        "easy-read", "answer", workspace.library, "ST-01", "no", "--format", "easy_read", "--supporter", "advocate"
    )
    assert (code, told["state"]) == (0, "applied")
    packs = [path for path in workspace.pack_files() if '"ST-01"' in path.read_text("utf-8")]
    assert packs
    for path in packs:
        rules = {item["rule"] for item in typed("pack", "check", path)[1]["findings"]}
        assert "consent.told_no" in rules


def test_an_answer_that_is_there_already_changes_nothing(typed, workspace: Workspace) -> None:
    words = ("easy-read", "answer", workspace.library, "ST-01", "change", "--on", "2026-11-20", "--format", "audio")
    assert typed(*words)[1]["state"] == "applied"
    assert typed(*words)[1].get("changed") is False
