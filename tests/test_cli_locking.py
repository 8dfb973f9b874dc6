"""`workspace lock` and `unlock` as they are typed."""

import hashlib
import json
import os
import zipfile

import pytest
from openxml_audit import OpenXmlValidator

from alongside.cli import main
from alongside.locking import container
from alongside.workspace import copy_sample


@pytest.fixture(autouse=True)
def cheap(monkeypatch, tmp_path):
    monkeypatch.setattr(container.new_key, "__kwdefaults__", {"cost": 10})
    monkeypatch.setattr("alongside.commands.locking.clear", lambda: 0)
    monkeypatch.setattr("alongside.commands.locking.recovery_folder", lambda: tmp_path / "recovery")


@pytest.fixture
def word(tmp_path):
    path = tmp_path / "word.txt"
    path.write_text("four odd green doors\n")
    return path


def test_there_and_back(tmp_path, word, capsys):
    folder = tmp_path / "Care"
    copy_sample(folder)
    before = (folder / "library.xlsx").read_bytes()
    assert main(["workspace", "lock", str(folder), "--password-file", str(word), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["file"].endswith("Care.locked")
    assert said["left"] == []
    assert not folder.exists()
    assert main(["workspace", "lock", str(folder), "--password-file", str(word)]) == 2
    assert "locked by a password" in capsys.readouterr().err
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("four odd green walls\n")
    assert main(["workspace", "unlock", str(folder), "--password-file", str(wrong)]) == 2
    assert "not the password" in capsys.readouterr().err
    assert main(["workspace", "unlock", f"{folder}.locked", "--password-file", str(word)]) == 0
    assert (folder / "library.xlsx").read_bytes() == before


def test_nobody_to_type_a_password(tmp_path, capsys):
    copy_sample(tmp_path / "Care")
    assert main(["workspace", "lock", str(tmp_path / "Care")]) == 2
    assert "--password-file" in capsys.readouterr().err
    assert (tmp_path / "Care" / "library.xlsx").is_file()


def test_what_is_exported_is_noted(tmp_path, capsys, monkeypatch):
    kept = tmp_path / "settings.json"
    kept.write_text('{"account": "Bid lead"}')
    monkeypatch.setattr("alongside.bulk.exporting.settings_file", lambda: kept)
    place = copy_sample(tmp_path / "Care")
    day = ("--today", "2026-11-24")
    pack = next(path for path in place.pack_files() if "eastmoor" in path.name)
    assert main(["workspace", "exports", str(place.folder)]) == 0
    assert "Nothing was exported" in capsys.readouterr().out
    assert main(["pack", "build", str(pack), "--out", str(tmp_path / "out"), *day]) in {0, 1}
    assert main(["pack", "build", str(pack), "--out", str(tmp_path / "out"), *day]) in {0, 1}  # unchanged
    report = tmp_path / "health.docx"
    assert main(["library", "health", str(place.library), "--out", str(report), *day]) in {0, 1}
    capsys.readouterr()
    assert main(["workspace", "exports", str(place.folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["exports"]
    assert sorted((item["kind"], item["by"]) for item in found) == [("pack", "Bid lead"), ("report", "Bid lead")]
    digest = hashlib.sha256(report.read_bytes()).hexdigest()
    assert next(item for item in found if item["kind"] == "report")["sha256"] == digest


def test_leftovers_are_cleared_and_a_synced_folder_is_told(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "temporary"))
    place = copy_sample(tmp_path / "Care")
    draft = place.folder / "packs" / ".x.part"
    draft.write_bytes(b"x")
    os.utime(draft, (1_000, 1_000))
    assert main(["workspace", "clear-temporary", str(place.folder)]) == 0
    assert "1 leftover" in capsys.readouterr().out
    assert not draft.exists()
    monkeypatch.setattr("alongside.bulk.exporting.settings_file", lambda: tmp_path / "none.json")
    pack = next(path for path in place.pack_files() if "eastmoor" in path.name)
    assert main(["pack", "build", str(pack), "--out", str(tmp_path / "OneDrive"), "--today", "2026-11-24"]) in {0, 1}
    assert "OneDrive, which copies" in capsys.readouterr().out


def test_the_assessment_is_filled_from_the_workspace(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("alongside.bulk.exporting.settings_file", lambda: tmp_path / "none.json")
    place = copy_sample(tmp_path / "Care")
    out = tmp_path / "dpia.docx"
    assert main(["workspace", "dpia", str(place.folder), "--out", str(out), "--today", "2026-11-24"]) == 0
    with zipfile.ZipFile(out) as held:
        text = held.read("word/document.xml").decode()
    for words in (
        "Oakfield Row",
        "[YOURS\N{NO-BREAK SPACE}TO\N{NO-BREAK SPACE}ANSWER]",
        "no legal advice",
        "restrictions",
        "EXAMPLE",
    ):
        assert words in text
    assert "P-OAK" not in text
    assert OpenXmlValidator().validate(out).is_valid
