"""What was built is looked at again."""

import io
import shutil
import zipfile

import pytest

from alongside.errors import AlongsideError
from alongside.job_control import JobControl
from alongside.packs.recipes import load_recipe
from alongside.render.build import build_pack
from alongside.render.manifest import Inputs
from alongside.render.verify import verify


@pytest.fixture(scope="module")
def original(plans, templates, tmp_path_factory):
    plan = plans["tender_response"]
    recipe = load_recipe(templates / "recipes", plan.recipe)
    target = tmp_path_factory.mktemp("built") / "pack"
    return build_pack(
        plan, recipe, templates, target, final=False, pdf=False, job=JobControl(), inputs=Inputs("1", "2")
    ).folder


@pytest.fixture
def folder(original, tmp_path):
    return shutil.copytree(original, tmp_path / "pack")


def zipped(folder, path, under="", extra=()):
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"{under}{file.name}")
        for name, data in extra:
            archive.writestr(name, data)
    return path


def test_as_built(folder, tmp_path):
    assert verify(folder) == ()
    assert verify(zipped(folder, tmp_path / "a.zip")) == ()
    assert verify(zipped(folder, tmp_path / "b.zip", under="pack/")) == ()


def test_one_changed_byte_a_missing_and_an_extra_file_are_told(folder):
    data = bytearray((folder / "story_sheet.docx").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "story_sheet.docx").write_bytes(data)
    (folder / "covering_letter.docx").unlink()
    (folder / "sub").mkdir()
    (folder / "sub" / "note.txt").write_text("x")
    (folder / "Thumbs.db").write_text("what Windows leaves")
    (folder / "~$story_sheet.docx").write_text("what Word leaves")
    expected = [
        ("output.missing_file", "covering_letter.docx"),
        ("output.changed_file", "story_sheet.docx"),
        ("output.extra_file", "sub/note.txt"),
    ]
    assert [(item.rule, item.where.template) for item in verify(folder)] == expected
    assert {item.level for item in verify(folder)} == {"block"}


def test_a_zip_with_names_that_lead_elsewhere_is_only_read(folder, tmp_path):
    path = zipped(folder, tmp_path / "x.zip", extra=[("../evil.txt", "x"), ("/abs.txt", "x")])
    assert {item.where.template for item in verify(path)} == {"../evil.txt", "/abs.txt"}
    assert not (tmp_path.parent / "evil.txt").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 1}', '{"schema": 99}', "\xff", "[" * 100_000])
def test_an_unreadable_manifest_is_told(folder, tmp_path, text):
    (folder / "manifest.json").write_text(text, encoding="latin-1")
    for path in (folder, zipped(folder, tmp_path / "a.zip")):
        with pytest.raises(AlongsideError):
            verify(path)


def test_no_manifest_no_folder_and_no_zip_are_told(folder, tmp_path):
    (folder / "manifest.json").unlink()
    (tmp_path / "x.txt").write_text("text")
    for path in (folder, zipped(folder, tmp_path / "a.zip"), tmp_path / "x.txt", tmp_path / "nothing"):
        with pytest.raises(AlongsideError):
            verify(path)


def test_a_zip_bomb_and_a_doubled_name_are_refused(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("alongside.render.verify.FILE_LIMIT", 10_000_000)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "manifest.json", "manifest.json")
        archive.writestr("big", b"\0" * 20_000_000)
    with pytest.raises(AlongsideError):
        verify(bomb)
    doubled = io.BytesIO()
    with zipfile.ZipFile(doubled, "w") as archive:
        archive.write(folder / "manifest.json", "manifest.json")
        archive.writestr("a.txt", "1")
        archive.writestr("A.txt", "2")
    (tmp_path / "doubled.zip").write_bytes(doubled.getvalue())
    with pytest.raises(AlongsideError):
        verify(tmp_path / "doubled.zip")


def test_hostile_files_are_no_packs(corpora):
    for path in sorted((corpora / "hostile").iterdir()):
        with pytest.raises(AlongsideError):
            verify(path)
