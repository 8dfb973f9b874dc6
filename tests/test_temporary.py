"""What our own runs left is taken away, and nothing else."""

import os

import pytest

from alongside.temporary import clear_temporary


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return tmp_path / "temporary"


def aged(path, seconds=1_000.0):
    for item in (*path.rglob("*"), path) if path.is_dir() else (path,):
        os.utime(item, (seconds, seconds))


def test_only_old_folders_of_ours_go(temporary):
    for name in ("alongside-old", "alongside-in-use", "other"):
        (temporary / name).mkdir()
        (temporary / name / "page.docx").write_bytes(b"PK")
        aged(temporary / name)
    os.utime(temporary / "alongside-in-use" / "page.docx", (9_000, 9_000))
    assert clear_temporary(5_000) == 1
    assert sorted(path.name for path in temporary.iterdir()) == ["alongside-in-use", "other"]


def test_drafts_in_the_workspace_go_and_work_stays(temporary, tmp_path):
    place = tmp_path / "Care"
    (place / "packs").mkdir(parents=True)
    kept = [place / "library.xlsx", place / "packs" / "one.pack.json", place / "part", place / "mine.part"]
    for path in (*kept, place / "packs" / ".x.part", place / ".searches-1.part"):
        path.write_bytes(b"x")
    aged(place)
    assert clear_temporary(5_000, place) == 2
    assert sorted(path for path in place.rglob("*") if path.is_file()) == sorted(kept)


@pytest.mark.skipif(os.name == "nt", reason="making a link needs a right that few have on Windows")
def test_a_link_is_not_followed(temporary, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (temporary / "alongside-link").symlink_to(tmp_path / "elsewhere")
    assert clear_temporary(9e12) == 0
    assert (tmp_path / "elsewhere").is_dir()
