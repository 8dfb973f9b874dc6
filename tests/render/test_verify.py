"""What was built is looked at again."""

import io
import json
import shutil
import time
import zipfile
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.job_control import JobControl
from alongside.packs.recipes import load_recipe
from alongside.render.build import build_pack
from alongside.render.manifest import NAME, SCHEMA_VERSION, Inputs, Item, Manifest, Output, from_json, sha256, to_json
from alongside.render.package import pack_parts
from alongside.render.pdf import to_pdf
from alongside.render.verify import verify


@pytest.fixture(scope="module")
def original(plans, templates, tmp_path_factory):
    plan = plans["tender_response"]
    recipe = load_recipe(templates / "recipes", plan.recipe)
    target = tmp_path_factory.mktemp("built") / "pack"
    return build_pack(
        plan, recipe, templates, target, final=False, pdf=False, job=JobControl(), inputs=Inputs("1", "2")
    ).folder


@pytest.fixture(scope="module")
def printed(original, tmp_path_factory):
    """A real pack with PDFs; whoever changes it puts it back."""
    folder = shutil.copytree(original, tmp_path_factory.mktemp("printed") / "pack")
    listed = from_json((folder / NAME).read_bytes())
    outputs = dict(listed.outputs)
    for name in listed.outputs:
        page = to_pdf((folder / name).read_bytes(), title=name)
        (folder / name).with_suffix(".pdf").write_bytes(page)
        outputs[Path(name).with_suffix(".pdf").name] = Output(sha256=sha256(page), size=len(page), pages=1)
    (folder / NAME).write_bytes(to_json(msgspec.structs.replace(listed, outputs=outputs)))
    assert verify(folder) == ()
    return folder


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


@pytest.mark.parametrize("name", ["../evil.txt", "/abs.txt", "a/../../evil.txt", "..\\evil.txt", "C:\\evil.txt"])
def test_a_zip_with_names_that_lead_elsewhere_is_refused_in_one_sentence(folder, tmp_path, name):
    path = zipped(folder, tmp_path / "x.zip", extra=[(name, "x")])
    with pytest.raises(AlongsideError, match="leads out of its folder"):
        verify(path)
    assert not (tmp_path.parent / "evil.txt").exists()


def test_a_zip_with_an_endless_list_of_files_is_not_even_listed(tmp_path, folder):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(40_000):
            archive.writestr(f"{number:030}", "")
    begun = time.monotonic()
    with pytest.raises(AlongsideError, match="far more"):
        verify(path)
    assert time.monotonic() - begun < 1
    inside = zipped(folder, tmp_path / "a.zip")
    data = inside.read_bytes()
    at = data.rindex(b"PK\x05\x06")
    inside.write_bytes(data[:at] + b"PK\x06\x07" + bytes(16) + data[at:])
    with pytest.raises(AlongsideError, match="far more"):
        verify(inside)


def test_a_zip_packed_in_a_slow_way_is_refused(folder, tmp_path):
    path = tmp_path / "slow.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    with pytest.raises(AlongsideError, match="packed in a way"):
        verify(path)


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


def rule_of(path):
    """The first thing that verifying finds; a refusal counts, for it stops whoever would send the pack."""
    try:
        found = [item for item in verify(path) if item.level == "block"]
    except AlongsideError:
        return "refused"
    return found[0].rule if found else None


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A built folder of every kind of file, each small enough to try every byte of it."""
    folder = tmp_path_factory.mktemp("small") / "pack"
    folder.mkdir()
    files = {
        "answer.docx": pack_parts({"word/document.xml": "<w>Ä wörd</w>".encode()}),
        "answer.pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
        "sources.csv": "ref,title\r\nEV-001,Küche\r\n".encode(),
        "read me.txt": b"",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    listed = Manifest(
        schema=SCHEMA_VERSION, app_version="1", pack_schema=1, pack_id="p", kind="tender", recipe="r",
        day=date(2026, 11, 24), final=False, example=False, framework=None, library_sha256="1", pack_sha256="2",
        recipe_sha256="", templates={"a.docx": "1"}, counts={"words": 12}, findings={"block": 0},
        items=(Item(ref="EV-001", sheet="evidence", version="0123456789ab", used_in=("Q01",)),),
        outputs={name: Output(sha256=sha256(data), size=len(data), pages=None) for name, data in files.items()},
    )  # fmt: skip
    (folder / NAME).write_bytes(to_json(listed))
    assert verify(folder) == ()
    return folder


def test_each_single_bit_of_each_file_is_found(small):
    """Every byte, and in it every bit that turns the one sign into the other."""
    for path in sorted(small.iterdir()):
        data = bytearray(path.read_bytes())
        for at in range(len(data)):
            for bit in (1, 32) if path.name != NAME else (1 << bit for bit in range(8)):
                data[at] ^= bit
                path.write_bytes(data)
                assert rule_of(small), (path.name, at, bit)
                data[at] ^= bit
        path.write_bytes(data)
    assert verify(small) == ()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_other_change_of_any_file_of_a_real_pack_is_found(printed, data):
    """One byte changed, put in or taken out, at any place of any file."""
    path = data.draw(st.sampled_from(sorted(printed.iterdir())))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    sign = data.draw(st.integers(0, 255).filter(lambda sign: sign != before[at]))
    how = data.draw(st.sampled_from(["changed", "put in", "taken out"]))
    after = before[:at] + (bytes([sign]) if how != "taken out" else b"") + before[at + (how != "put in") :]
    path.write_bytes(after)
    try:
        assert rule_of(printed)
    finally:
        path.write_bytes(before)
    assert rule_of(printed) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [('"words": 12', '"words": 13'), ("\n", "\r\n"), ('"final": false', '"final": true'), ('": "', '":  "')],
)
def test_an_edited_list_is_named(small, tmp_path, old, new):
    folder = shutil.copytree(small, tmp_path / "pack")
    text = (folder / NAME).read_bytes()
    assert old.encode() in text
    (folder / NAME).write_bytes(text.replace(old.encode(), new.encode()))
    (found,) = verify(folder)
    assert (found.rule, found.where.template) == ("output.changed_list", NAME)
    (found,) = verify(zipped(folder, tmp_path / "a.zip"))
    assert found.rule == "output.changed_list"


def test_a_list_of_before_says_that_it_could_have_been_edited(small, tmp_path):
    folder = shutil.copytree(small, tmp_path / "pack")
    listed = json.loads((folder / NAME).read_text())
    del listed["self_sha256"]
    (folder / NAME).write_text(json.dumps(listed | {"schema": 1}))
    (found,) = verify(folder)
    assert (found.rule, found.level) == ("output.unsealed_list", "info")
    (folder / NAME).write_text(json.dumps(listed))  # a newer one whose digest was taken out
    assert rule_of(folder) == "output.changed_list"


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
