"""A built folder is made again from its sources, and a changed character is found, whatever the manifest says."""

import hashlib
import zipfile
from datetime import date
from pathlib import Path

import pytest

from alongside.bulk.opened import open_pack
from alongside.bulk.rebuilt import compared, pack_of
from alongside.job_control import JobControl
from alongside.render.build import build_pack
from alongside.render.manifest import Inputs, file_sha256, frameworks_sha256
from alongside.render.verify import contents_of, verify
from alongside.workspace import copy_sample

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return copy_sample(tmp_path_factory.mktemp("rebuilt") / "workspace")


@pytest.fixture(scope="module")
def built(sample):
    path = next(item for item in sample.pack_files() if "oakfield" in item.name)
    opened = open_pack(path, DAY, JobControl())
    inputs = Inputs(opened.plan.library_digest, file_sha256(path), frameworks_sha256(sample.frameworks))
    target = sample.out / "oakfield"
    build_pack(
        opened.plan, opened.recipe, sample.templates, target, final=False, pdf=False, job=JobControl(), inputs=inputs
    )
    return target


def again(folder: Path, pack: Path | None = None):
    read = contents_of(folder)
    return compared(read.listed, read.files, pack or pack_of(read.listed, folder), JobControl())


def changed(folder: Path, target: Path, old: bytes, new: bytes) -> Path:
    """A copy of the folder with one text of its narrative changed, and the manifest made to fit."""
    target.mkdir()
    for file in folder.iterdir():
        (target / file.name).write_bytes(file.read_bytes())
    path = target / "inspection_narrative.docx"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    size = path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts["word/document.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace(old, new, 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    manifest = target / "manifest.json"
    text = manifest.read_text().replace(before, hashlib.sha256(path.read_bytes()).hexdigest())
    manifest.write_text(text.replace(str(size), str(path.stat().st_size)))
    return target


def test_what_was_built_is_what_its_sources_give(built):
    assert again(built) == ()


def test_a_changed_character_is_found_with_its_place_though_the_manifest_fits(built, sample):
    word = next(item for item in (b"people", b"People") if item in _body(built))
    folder = changed(built, sample.out / "changed", word, b"peuple" if word == b"people" else b"Peuple")
    assert verify(folder) == ()
    (found,) = again(folder)
    assert found.rule == "output.not_as_built"
    assert found.where.template == "inspection_narrative.docx"
    assert found.where.part == "body"
    assert found.where.paragraph
    assert "euple" in found.message
    assert "eople" in found.message


def test_without_its_sources_that_is_said_and_nothing_else(built, sample, tmp_path):
    away = tmp_path / "elsewhere"
    away.mkdir()
    for file in built.iterdir():
        (away / file.name).write_bytes(file.read_bytes())
    (found,) = again(away)
    assert found.rule == "output.not_rebuilt"
    pack = next(item for item in sample.pack_files() if "oakfield" in item.name)
    assert again(away, pack) == ()


def test_other_templates_are_named(built, sample):
    template = sample.templates / "inspection_narrative.docx"
    before = template.read_bytes()
    template.write_bytes(before + b" ")
    try:
        (found,) = again(built)
    finally:
        template.write_bytes(before)
    assert found.rule == "output.not_rebuilt"
    assert "inspection_narrative.docx" in found.message


def _body(folder: Path) -> bytes:
    with zipfile.ZipFile(folder / "inspection_narrative.docx") as archive:
        return archive.read("word/document.xml")
