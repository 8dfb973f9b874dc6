"""`story score`, `words check` and `pack panel`."""

import io
import json
from pathlib import Path

import pytest

from alongside.cli import main
from alongside.workspace import Workspace, copy_sample

DAY = ("--today", "2026-11-24")


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return copy_sample(tmp_path / "sample")


def said(capsys: pytest.CaptureFixture[str], *typed: object) -> tuple[int, str]:
    code = main([str(word) for word in typed])
    return code, capsys.readouterr().out


def test_each_story_is_scored(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = said(capsys, "story", "score", place.library, "ST-05", "--json", *DAY)
    (story,) = json.loads(out)["stories"]
    assert (code, story["grade"], story["tested"]) == (0, "low", True)
    _code, words = said(capsys, "story", "score", place.library, "ST-05", *DAY)
    assert "ST-05: the risk that somebody near knows who it is is low" in words
    assert main(["story", "score", str(place.library), "EV-001"]) == 2


def test_words_of_a_text_and_of_a_file(place: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _code, out = said(capsys, "words", "check", "He was kicking off.", "--json")
    assert [hit["found"] for hit in json.loads(out)["hits"]] == ["kicking off"]
    import docx  # noqa: PLC0415 - a Word file as anybody saves it

    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("He was kicking off.")
    document.save(file)
    path = tmp_path / "answer.docx"
    path.write_bytes(file.getvalue())
    _code, out = said(capsys, "words", "check", path)
    assert "kicking off" in out
    (place.folder / "fair_words.csv").write_text("id,find,level\nkicking-off,,off\n", encoding="utf-8")
    _code, out = said(capsys, "words", "check", path, "--library", place.library)
    assert "kicking off" not in out


def test_a_panel_is_kept_with_the_pack(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    pack = next(place.packs.glob("*.pack.json"))
    assert said(capsys, "pack", "panel", pack) == (0, "No panel has read it yet.\n")
    typed = ("--who", "Three tenants", "--supported", "an advocate", "--changed", "The first page.", "--paid", "yes")
    _code, out = said(capsys, "pack", "panel", pack, *typed, *DAY)
    assert "Three tenants read it on 24 November 2026." in out
    _code, out = said(capsys, "pack", "panel", pack, "--json")
    (panel,) = json.loads(out)["panels"]
    assert (panel["changed"], panel["paid"], panel["printed"]) == ("The first page.", True, False)
