"""A built folder is made again from its sources, and a changed character is found, whatever the manifest says."""

import shutil
import zipfile
from datetime import date
from itertools import count
from pathlib import Path

import msgspec
import pytest

from alongside.bulk.opened import open_pack
from alongside.bulk.rebuilt import compared, pack_of
from alongside.bulk.tasks import Task
from alongside.bulk.work import build
from alongside.findings import Level
from alongside.job_control import JobControl
from alongside.render import pdf_makers
from alongside.render.manifest import file_sha256, from_json, to_json
from alongside.render.package import pack_parts, read_parts
from alongside.render.pdf import to_pdf
from alongside.render.verify import contents_of, verify
from alongside.workspace import copy_sample

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return copy_sample(tmp_path_factory.mktemp("rebuilt") / "workspace")


def oakfield(sample):
    return next(item for item in sample.pack_files() if "oakfield" in item.name)


def make(sample, name: str, pdf: str = "") -> Path:
    path = oakfield(sample)
    task = Task(path, sample.out / name, DAY, pdf=pdf)
    assert build(task, open_pack(path, DAY, JobControl()), JobControl()).files
    return task.target


@pytest.fixture(scope="module")
def built(sample):
    return make(sample, "oakfield")


@pytest.fixture(scope="module")
def printed(sample):
    """The same with PDFs."""
    return make(sample, "printed", "embedded")


def again(folder: Path, pack: Path | None = None):
    read = contents_of(folder)
    return compared(read.listed, read.files, pack or pack_of(read.listed, folder), JobControl())


def resealed(folder: Path, **changes) -> None:
    """Change the manifest as a forger would: with its digest worked out anew, and those of the files."""
    path = folder / "manifest.json"
    listed = from_json(path.read_bytes())
    outputs = {
        name: msgspec.structs.replace(output, sha256=file_sha256(folder / name), size=(folder / name).stat().st_size)
        for name, output in listed.outputs.items()
        if (folder / name).is_file()
    }
    path.write_bytes(to_json(msgspec.structs.replace(listed, **{"outputs": outputs, **changes})))


def changed(folder: Path, target: Path, old: bytes, new: bytes) -> Path:
    """A copy of the folder with one text of its narrative changed, and the manifest made to fit."""
    shutil.copytree(folder, target)
    path = target / "inspection_narrative.docx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts["word/document.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace(old, new, 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    resealed(target)
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


# --- PDFs -----------------------------------------------------------------------------------------------------------


def test_pdfs_are_made_again_too(printed):
    assert verify(printed) == ()
    assert again(printed) == ()


def test_a_pdf_put_in_place_of_another_is_found_with_its_page(printed, sample):
    folder = shutil.copytree(printed, sample.out / "other-pdf")
    other = changed(printed, sample.out / "other-word", *_exchange(printed))
    (folder / "inspection_narrative.pdf").write_bytes(
        to_pdf((other / "inspection_narrative.docx").read_bytes(), title="x")
    )
    resealed(folder)
    assert verify(folder) == ()
    found = again(folder)
    assert {item.where.template for item in found} == {"inspection_narrative.pdf"}
    assert any(item.where.part and item.where.part.startswith("page ") and "xnt" in item.message for item in found)


def test_a_pdf_that_only_looks_the_same_is_found(printed, sample):
    folder = shutil.copytree(printed, sample.out / "padded")
    path = folder / "inspection_narrative.pdf"
    path.write_bytes(path.read_bytes() + b"\n% more\n")
    resealed(folder)
    (found,) = again(folder)
    assert "read the same" in found.message


def test_a_forged_list_is_found_by_building_again(printed, sample):
    folder = shutil.copytree(printed, sample.out / "forged")
    (folder / "story_sheet.docx").unlink(missing_ok=True)
    listed = from_json((folder / "manifest.json").read_bytes())
    gone = next(name for name in listed.outputs if name.endswith(".docx") and name != "inspection_narrative.docx")
    (folder / gone).unlink(missing_ok=True)
    resealed(folder, findings={**listed.findings, "warn": 0})
    assert verify(folder) == ()
    told = " ".join(item.message for item in again(folder))
    assert f"does not name “{gone}”" in told
    assert "“findings”" in told


def test_without_the_maker_of_its_pdfs_the_word_files_are_still_compared(printed, monkeypatch):
    monkeypatch.setattr("alongside.bulk.rebuilt.makers_here", lambda: ())
    (found,) = again(printed)
    assert (found.rule, found.level) == ("output.not_rebuilt", Level.INFO)
    assert "PDFs" in found.message


def test_another_version_of_the_embedded_converter_is_said(printed, monkeypatch):
    monkeypatch.setattr("alongside.bulk.rebuilt.embedded_version", lambda: "0.0.1")
    (found,) = again(printed)
    assert "another version" in found.message


@pytest.mark.parametrize("word", [b"", b"EXTRA"])
def test_pdfs_of_a_maker_that_never_makes_the_same_bytes_are_compared_by_what_they_say(
    sample, monkeypatch, word, tmp_path
):
    """LibreOffice stands for both; here the embedded converter plays it, with other bytes each time."""
    times = count()

    def convert(documents, _job):
        turn = next(times)  # 0 when it is built, 1 when it is built again
        return [to_pdf(_with(item, word) if turn else item, title="x") + b"\n%%%d\n" % turn for item in documents]

    monkeypatch.setattr(pdf_makers.libreoffice, "convert", convert)
    monkeypatch.setattr(pdf_makers.libreoffice, "find_libreoffice", lambda: tmp_path)
    folder = make(sample, f"by-office-{word.decode()}", "libreoffice")
    first, *rest = again(folder)[::-1]
    assert first.rule == "output.compared_by_text"
    assert "LibreOffice never makes the same PDF twice" in first.message
    assert bool(rest) is bool(word)
    assert all(item.where.part and item.where.part.startswith("page ") for item in rest)


def _exchange(folder: Path) -> tuple[bytes, bytes]:
    word = next(item for item in (b"evidence", b"people", b"residents") if item in _body(folder))
    return word, word[:3] + b"xnt" + word[6:]


def _with(docx: bytes, word: bytes) -> bytes:
    parts = read_parts(docx, "x")
    body = parts["word/document.xml"]
    at = body.rindex(b"</w:t>")
    return pack_parts({**parts, "word/document.xml": body[:at] + word + body[at:]})


def test_verifying_is_no_use_of_what_it_builds(printed, sample):
    """Nothing but the folder that was built is on record anywhere in the workspace."""
    before = {path: path.stat().st_mtime_ns for path in sample.folder.rglob("*")}
    again(printed)
    assert before == {path: path.stat().st_mtime_ns for path in sample.folder.rglob("*")}
