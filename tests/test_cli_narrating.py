"""`pack pir` and `pack actions`."""

import json
from datetime import date
from pathlib import Path

import pytest

from alongside.cli import main
from alongside.library.workbook import read_library
from alongside.workspace import SAMPLE_DAY, copy_sample


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    copy_sample(tmp_path / "ws")
    return next((tmp_path / "ws" / "packs").glob("oakfield*.json"))


def test_the_boxes_are_written_as_word_and_as_text(pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "return"
    assert main(["pack", "pir", str(pack), "--out", str(out), "--today", SAMPLE_DAY]) == 0
    assert {path.name for path in out.iterdir()} == {"provider-return.docx", "provider-return.txt"}
    assert "of 500 words" in (out / "provider-return.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "rule"),
    [("Ring 07700 900123 and ask.", "private.phone"), ("{name} chose the colour.", "private.chosen_name")],
)
def test_what_tells_who_somebody_is_stops_it(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, rule: str
) -> None:
    kept = json.loads(pack.read_text(encoding="utf-8"))
    block = next(b for q in kept["questions"] if q["section"] == "who_we_support" for b in q["blocks"])
    block["text"] = words.format(name=_pseudonym(pack)) + " " + block["text"]
    pack.write_text(json.dumps(kept), encoding="utf-8")
    out = tmp_path / "return"
    assert main(["pack", "pir", str(pack), "--out", str(out), "--today", SAMPLE_DAY, "--json"]) == 1
    assert rule in {item["rule"] for item in json.loads(capsys.readouterr().out)["findings"]}
    assert not out.exists()


def _pseudonym(pack: Path) -> str:
    library = read_library(pack.parents[1] / "library.xlsx", date.fromisoformat(SAMPLE_DAY))
    return next(story.pseudonym for story in library.stories if story.story_id == "ST-02")


def test_actions_are_written(pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "actions.docx"
    assert main(["pack", "actions", str(pack), "--out", str(out), "--today", SAMPLE_DAY]) == 0
    assert out.is_file()
