"""Libraries kept between two openings: the same rows and Findings, today's day, nothing damaged, nothing of others."""

import os
import random
import stat
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from alongside.errors import AlongsideError
from alongside.library import cache_files, kept
from alongside.library.kept import is_kept, open_library, open_rows
from alongside.library.library import Library
from alongside.library.records import COLUMNS
from alongside.library.workbook import read_library
from alongside.settings import Settings, save_settings, settings_file

TODAY = date(2026, 11, 1)
OLD = "evidence.old"


@pytest.fixture(autouse=True)
def _small_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_files, "WORTH_KEEPING", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A story with a permission that ends in ten days, and rows with something wrong."""
    book = Workbook()
    for sheet, rows in {
        "evidence": [
            {"evidence_id": "EV-1", "title": "Panel café", "claim": "People sit on it.", "period_end": TODAY,
             "evidence_category": "EXP; PROC", "kind": "audit", "involvement_level": 6, "sample_size": 4},
            {"evidence_id": "EV-2", "title": "Survey", "claim": "The best ever.", "period_end": "soon"},
        ],
        "stories": [{"story_id": "ST-1", "title": "Out", "consent_expires_on": TODAY + timedelta(days=10)}],
        "rp_events": [{"id": "E-1", "start_at": "2026-10-01 10:00", "service_id": "OAK"}],
        "metrics": [{"metric_id": "M-1", "name": "Hours", "value": 2.5}],
    }.items():  # fmt: skip
        headings = [column.heading for column in COLUMNS[sheet]]
        page = book.create_sheet(sheet)
        page.append(headings)
        for row in rows:
            page.append([row.get(heading) for heading in headings])
    page = book.create_sheet("about")
    page.append(["made by", "a test"])
    path = tmp_path / "library.xlsx"
    book.save(path)
    return path


def same(one: Library, other: Library) -> bool:
    return (
        list(one) == list(other)
        and one.findings == other.findings
        and (one.name, one.digest, dict(one.about)) == (other.name, other.digest, dict(other.about))
        and all(type(a) is type(b) and repr(a) == repr(b) for a, b in zip(one, other, strict=True))
    )


def refuse(*_: object) -> None:
    raise AssertionError("the workbook was read again")


def test_what_was_kept_is_what_was_read(workbook: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_library(workbook, TODAY, folder=folder)
    assert same(first, read_library(workbook, TODAY))
    assert is_kept(workbook, folder)
    monkeypatch.setattr(kept, "rows_of", refuse)
    assert same(open_library(workbook, TODAY, folder=folder), first)
    assert open_rows(workbook, folder=folder).any_day is not None


def test_the_starter_library_too(root: Path, folder: Path) -> None:
    starter = root / "content_library" / "library.xlsx"
    first = open_library(starter, TODAY, folder=folder)
    again = open_library(starter, TODAY, folder=folder)
    assert again.any_day is not None
    assert len(list(first)) > 300
    assert same(again, first)


def test_what_depends_on_the_day_is_of_today(workbook: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_library(workbook, TODAY, folder=folder)
    monkeypatch.setattr(kept, "rows_of", refuse)
    told = {}
    for days in (0, 11, 600):
        today = TODAY + timedelta(days=days)
        found = open_library(workbook, today, folder=folder).findings
        told[days] = {item.rule for item in found} & {
            "story.consent_ends_soon",
            "story.consent_expired",
            "evidence.old",
        }
    assert told == {
        0: {"story.consent_ends_soon"},
        11: {"story.consent_expired"},
        600: {"story.consent_expired", OLD},
    }


@pytest.mark.parametrize("days", [-500, -1, 9, 10, 11, 27, 400, 1_000])
def test_on_any_day_they_are_those_of_a_reading(root: Path, folder: Path, days: int) -> None:
    starter = root / "content_library" / "library.xlsx"
    open_library(starter, TODAY, folder=folder)
    today = TODAY + timedelta(days=days)
    assert open_library(starter, today, folder=folder).findings == read_library(starter, today).findings


def test_a_byte_changed_is_another_workbook(workbook: Path, folder: Path) -> None:
    open_library(workbook, TODAY, folder=folder)
    book = load_workbook(workbook)
    book["evidence"]["A2"] = "EV-9"
    book.save(workbook)
    assert not is_kept(workbook, folder)
    assert open_library(workbook, TODAY, folder=folder).get("EV-9") is not None


def test_under_another_name_it_is_called_by_that(workbook: Path, folder: Path) -> None:
    open_library(workbook, TODAY, folder=folder)
    other = workbook.rename(workbook.with_name("other.xlsx"))
    found = open_library(other, TODAY, folder=folder)
    assert found.name == "other.xlsx"
    assert {item.where.workbook for item in found.findings} == {"other.xlsx"}


def test_a_damaged_file_is_made_anew(workbook: Path, folder: Path) -> None:
    first = open_library(workbook, TODAY, folder=folder)
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    source = random.Random(7)
    for _ in range(40):
        broken = bytearray(whole)
        broken[source.randrange(len(broken))] ^= 1 << source.randrange(8)
        path.write_bytes(broken)
        assert same(open_library(workbook, TODAY, folder=folder), first)
        assert path.read_bytes() == whole
    for length in (0, 1, 60, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert same(open_library(workbook, TODAY, folder=folder), first)


def test_a_whole_file_of_another_make_is_not_taken(workbook: Path, folder: Path) -> None:
    first = open_library(workbook, TODAY, folder=folder)
    (path,) = folder.iterdir()
    parts = {name: bytes(part) for name, part in (cache_files.read(path) or {}).items()}
    assert parts
    for name in parts:
        for content in (b"", b"\xc1", b"\x93\x01\x02\x03", parts["evidence/title"], None):
            changed = {**parts, name: content} if content is not None else {k: v for k, v in parts.items() if k != name}
            cache_files.write(path, changed)
            found = open_library(workbook, TODAY, folder=folder)
            if content is None and name.endswith("/where"):
                continue  # then the values stand in their order, where that is as many
            assert found.digest == first.digest
            assert all(isinstance(record.row, int) for record in found)


@pytest.mark.skipif(os.name != "posix", reason="rights are those of Unix")
def test_what_others_could_have_written_is_not_taken(workbook: Path, folder: Path) -> None:
    open_library(workbook, TODAY, folder=folder)
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    path.chmod(0o666)
    assert cache_files.read(path) is None
    path.chmod(0o600)
    assert cache_files.read(path) is not None


def test_a_small_library_leaves_nothing(workbook: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_files, "WORTH_KEEPING", 100)
    open_library(workbook, TODAY, folder=folder)
    assert not folder.exists()


def test_there_is_an_end_to_what_is_kept(workbook: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_library(workbook, TODAY, folder=folder)
    (path,) = folder.iterdir()
    monkeypatch.setattr(cache_files, "ROOM", path.stat().st_size - 1)
    path.unlink()
    open_library(workbook, TODAY, folder=folder)
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="sets the folders of Linux")
def test_the_settings_may_say_no(workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    save_settings(Settings(keep_library=False), settings_file())
    open_library(workbook, TODAY)
    assert not (tmp_path / "cache").exists()
    save_settings(Settings(), settings_file())
    open_library(workbook, TODAY)
    assert len(list(cache_files.cache_folder().iterdir())) == 1
    save_settings(Settings(keep_library=False), settings_file())
    assert open_rows(workbook).any_day is None
    assert cache_files.clear() == 1


def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(AlongsideError) as told:
        open_library(tmp_path / "none.xlsx", TODAY, folder=folder)
    assert told.value.where == "none.xlsx"
