"""Files that records cite: entered with their digest, and told where they are missing, changed or elsewhere."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from tests.library.workbooks import EVIDENCE, SERVICE, TODAY, write

from alongside.errors import AlongsideError
from alongside.library.files.cited import FileState, check_files, expiry_of, look_at
from alongside.library.files.index import INDEX, add_file, enter_file, path_of, plain, read_index
from alongside.library.library import Library
from alongside.library.records import Evidence, Story, Training
from alongside.library.workbook import read_library

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "Restrictive practice policy (v3).pdf"
    image = Image.new("RGB", (60, 80), "white")
    image.save(path, "PDF", save_all=True, append_images=[image])
    return path


def test_a_file_is_kept_with_its_digest_and_its_pages(folder: Path, policy: Path):
    name = add_file(policy, folder, TODAY)
    assert name == "Restrictive-practice-policy-v3.pdf"
    assert (folder / name).read_bytes() == policy.read_bytes()
    assert read_index(folder)[name].added_on == TODAY
    found = look_at([name, "gone.pdf"], folder)
    assert (found[name].state, found[name].pages, found[name].there) == (FileState.SOUND, 2, True)
    assert found["gone.pdf"].state is FileState.MISSING
    assert add_file(policy, folder, TODAY) == name
    assert len(list(folder.glob("*.pdf"))) == 1


def test_two_files_of_one_name_are_two_files(folder: Path, policy: Path, tmp_path: Path):
    first = add_file(policy, folder, TODAY)
    policy.write_bytes(policy.read_bytes() + b"\n% another")
    assert add_file(policy, folder, TODAY) == first.replace(".pdf", "-2.pdf")


def test_a_change_is_noticed_and_can_be_vouched_for(folder: Path, policy: Path):
    name = add_file(policy, folder, TODAY)
    (folder / name).write_bytes(b"%PDF-1.4 something else")
    assert look_at([name], folder)[name].state is FileState.CHANGED
    enter_file(name, folder, TODAY)
    assert look_at([name], folder)[name].state is FileState.SOUND
    (folder / "by-hand.txt").write_text("hello")
    assert look_at(["by-hand.txt"], folder)["by-hand.txt"].state is FileState.UNLISTED


@pytest.mark.parametrize(
    "name",
    ["../library.xlsx", "/etc/passwd", "C:\\x.pdf", "a\\b.pdf", "", ".hidden", "files.json", "x/../../y", "a\0b"],
)
def test_a_name_that_leads_elsewhere_is_not_followed(folder: Path, name: str):
    folder.mkdir()
    assert path_of(name, folder) is None
    assert look_at([name], folder)[name].state is FileState.OUTSIDE


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_nor_is_a_link(folder: Path, tmp_path: Path):
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert path_of("link.txt", folder) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a;b.pdf", "a-b.pdf"), ("CON.txt", "file-CON.txt"), ("...", "file"), ("Ærø plan.DOCX", "Ærø-plan.docx"),
     ("x" * 300 + ".pdf", "x" * 80 + ".pdf")],
)  # fmt: skip
def test_names_are_made_plain(given: str, kept: str):
    assert plain(given) == kept


def test_a_damaged_list_is_told_and_not_written_over(folder: Path, policy: Path):
    add_file(policy, folder, TODAY)
    (folder / INDEX).write_text("{")
    with pytest.raises(AlongsideError):
        look_at(["x"], folder)
    with pytest.raises(AlongsideError):
        add_file(policy, folder, TODAY)
    assert (folder / INDEX).read_text() == "{"


ADDER = """
import sys
from datetime import date
from pathlib import Path
from alongside.library.files.index import add_file
for number in range(8):
    source = Path(sys.argv[2]) / f"{sys.argv[3]}-{number}.txt"
    source.write_text(source.name)
    print(add_file(source, Path(sys.argv[1]), date(2026, 11, 24)))
"""


def test_several_processes_add_at_once(folder: Path, tmp_path: Path):
    adders = [
        subprocess.Popen(
            [sys.executable, "-c", ADDER, folder, tmp_path, f"w{n}"],
            env={**os.environ, "PYTHONPATH": str(ROOT / "desktop")},
        )
        for n in range(3)
    ]
    assert [adder.wait(60) for adder in adders] == [0, 0, 0]
    names = [f"w{n}-{number}.txt" for n in range(3) for number in range(8)]
    assert {item.state for item in look_at(names, folder).values()} == {FileState.SOUND}
    assert not list(folder.glob(".*.part"))


def library_with(tmp_path: Path, files: str) -> Library:
    path = write(tmp_path / "library.xlsx", {"services": [SERVICE], "evidence": [{**EVIDENCE, "files": files}]})
    return read_library(path, TODAY)


def test_what_is_wrong_is_found_with_its_row(folder: Path, policy: Path, tmp_path: Path):
    name = add_file(policy, folder, TODAY)
    library = library_with(tmp_path, f"{name}; gone.pdf; ../out.pdf")
    found = check_files(library, folder, TODAY)
    assert [item.rule for item in found] == ["file.missing", "file.outside"]
    assert found[0].where.sheet == "evidence"
    assert found[0].where.row == 2
    (folder / INDEX).write_text("[]")
    assert [item.rule for item in check_files(library, folder, TODAY)] == ["file.index"]


def test_a_workbook_without_the_column_is_not_told_off(tmp_path: Path):
    path = write(tmp_path / "library.xlsx", {"services": [SERVICE], "evidence": [EVIDENCE]})
    missing = [item for item in read_library(path, TODAY).findings if item.where.column == "files"]
    assert missing == []


def test_expiry_is_read_from_the_record():
    day = date(2026, 1, 2)
    assert expiry_of(Training(row=2, id="T", expiry=day)) == day
    assert expiry_of(Evidence(row=2, review_due=day)) == day
    assert expiry_of(Story(row=2, consent_given_on=date(2025, 1, 1), consent_expires_on=day)) == day


def test_an_expired_certificate_is_told(folder: Path, policy: Path):
    name = add_file(policy, folder, TODAY)
    course = Training(row=2, id="TN-1", course="PBS", expiry=date(2025, 1, 1), files=(name,))
    library = Library("library.xlsx", "", {"training": (course,)})
    assert [item.rule for item in check_files(library, folder, TODAY)] == ["file.expired"]
