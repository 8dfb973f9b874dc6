"""Pictures added and sources chosen from the command line, and the documents that come of it."""

import json
from pathlib import Path

import pytest
from tests.photographs import SECRET, photo

from alongside.cli import main
from alongside.packs.pack import PictureBlock, PictureWidth, References, load_pack
from alongside.workspace import copy_sample


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    copy_sample(tmp_path / "w")
    return tmp_path / "w" / "packs" / "oakfield-row.pack.json"


def test_a_picture_is_added_and_built(pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "Garden.jpg"
    source.write_bytes(photo(size=(1200, 800)))
    typed = ["pack", "picture", str(pack), "2", str(source), "--caption", "The garden", "--alternative", "Raised beds"]
    assert main([*typed, "--width", "half", "--json", "--today", "2026-11-24"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == "Garden.jpg"
    block = load_pack(pack).questions[1].blocks[-1]
    assert isinstance(block, PictureBlock)
    assert (block.caption, block.alternative, block.width) == ("The garden", "Raised beds", PictureWidth.HALF)
    kept = pack.parents[1] / "files" / block.file
    assert SECRET not in kept.read_bytes()
    build = ["pack", "build", str(pack), "--out", str(tmp_path / "out"), "--today", "2026-11-24", "--json"]
    assert main(build) == 0
    first = json.loads(capsys.readouterr().out)["packs"][0]
    assert first["state"] == "built"
    assert main(build) == 0
    assert json.loads(capsys.readouterr().out)["packs"][0]["state"] == "unchanged"
    assert main(["pack", "verify", str(tmp_path / "out" / "oakfield-row"), "--today", "2026-11-24"]) == 0
    capsys.readouterr()
    kept.write_bytes(photo(size=(900, 900)))
    assert main(build) == 0
    again = json.loads(capsys.readouterr().out)["packs"][0]
    assert again["state"] == "built"
    assert "plan.picture_changed" in {item["rule"] for item in again["findings"]}
    kept.unlink()
    assert main(["pack", "check", str(pack), "--today", "2026-11-24", "--json"]) == 1
    assert "plan.picture_missing" in {item["rule"] for item in json.loads(capsys.readouterr().out)["findings"]}


@pytest.mark.parametrize(
    ("question", "content", "said"),
    [("99", b"", "no question"), ("2", b"<svg/>", "PNG and JPEG"), ("2", None, "copied")],
)
def test_what_cannot_be_added_is_told_in_one_sentence(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], question: str, content: bytes | None, said: str
) -> None:
    before = pack.read_bytes()
    if content is not None:
        (tmp_path / "a.jpg").write_bytes(content)
    assert main(["pack", "picture", str(pack), question, str(tmp_path / "a.jpg")]) == 2
    told = capsys.readouterr().err.strip()
    assert said in told
    assert "\n" not in told
    assert pack.read_bytes() == before


def test_sources_become_notes(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "references", str(pack), "endnotes", "--today", "2026-11-24"]) == 0
    assert "endnotes" in capsys.readouterr().out
    assert load_pack(pack).rules.references is References.ENDNOTES
    before = pack.read_bytes()
    assert main(["pack", "references", str(pack), "endnotes", "--today", "2026-11-25"]) == 0
    assert pack.read_bytes() == before
