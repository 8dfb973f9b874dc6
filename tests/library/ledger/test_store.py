"""The ledger's folder: whole lines or none, several processes, several machines."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from alongside.library.ledger.entries import Build, Released, ReleasedFigure, Result
from alongside.library.ledger.store import LedgerFile, read_ledger

AT = datetime.fromisoformat("2026-11-24T09:30")
ROOT = Path(__file__).resolve().parents[3]
ONE, OTHER = "0123456789abcdef", "fedcba9876543210"
NUMBERS = Released(figures=(ReleasedFigure(id="K01", period="2026", value="5 of 9"),))


def build(pack: str = "p1", **more: object) -> Build:
    fields: dict[str, object] = {
        "pack": pack, "title": "A tender", "kind": "tender_response", "purpose": "tender", "audience": "A council",
        "day": date(2026, 11, 24), "final": False, "released": NUMBERS.id,
    }  # fmt: skip
    return Build(**(fields | more))  # type: ignore[arg-type]


@pytest.fixture
def mine(tmp_path: Path) -> LedgerFile:
    return LedgerFile(tmp_path / "ledger", ONE)


def test_what_is_recorded_is_read(mine: LedgerFile):
    assert read_ledger(mine.folder).ledger.builds == {}
    assert mine.record_build(build(), NUMBERS)
    entered = mine.record_outcome("p1", at=AT, result=Result.WON, score=8, out_of=10, words=" Clear. ")
    read = read_ledger(mine.folder)
    assert read.findings == ()
    assert list(read.ledger.builds.values()) == [build()]
    assert read.ledger.released == {NUMBERS.id: NUMBERS}
    assert read.ledger.outcome("p1") == entered
    assert entered.words == "Clear."


def test_the_same_again_adds_nothing(mine: LedgerFile):
    mine.record_build(build(outputs=(("a.docx", "1"),)), NUMBERS)
    before = mine.path.read_bytes()
    assert not mine.record_build(build(outputs=(("a.docx", "1"),)), NUMBERS)
    assert not LedgerFile(mine.folder, OTHER).record_build(build(outputs=(("a.docx", "1"),)), NUMBERS)
    assert mine.path.read_bytes() == before
    assert mine.record_build(build(outputs=(("a.docx", "1"), ("a.pdf", "2"))), NUMBERS)
    (only,) = read_ledger(mine.folder).ledger.builds.values()
    assert only.outputs == (("a.docx", "1"), ("a.pdf", "2"))
    assert mine.path.read_bytes().count(b'"kind":"released"') == 1


def test_two_machines_are_merged_by_copying_their_files(mine: LedgerFile, tmp_path: Path):
    theirs = LedgerFile(tmp_path / "elsewhere", OTHER)
    mine.record_build(build("p1"), NUMBERS)
    theirs.record_build(build("p2"), NUMBERS)
    theirs.record_build(build("p1"), NUMBERS)
    shutil.copy2(theirs.path, mine.folder)
    shutil.copy2(mine.path, mine.folder / f"{ONE} (conflicted copy).jsonl")
    assert sorted(item.pack for item in read_ledger(mine.folder).ledger.builds.values()) == ["p1", "p2"]


def test_a_torn_tail_is_skipped_and_told_and_the_next_line_is_whole(mine: LedgerFile):
    mine.record_build(build("p1"), NUMBERS)
    mine.record_build(build("p2"), NUMBERS)
    whole = mine.path.read_bytes()
    start = whole[:-1].rindex(b"\n") + 1
    for cut in range(start + 1, len(whole) - 1, 7):
        mine.path.write_bytes(whole[:cut])
        read = read_ledger(mine.folder)
        assert [item.pack for item in read.ledger.builds.values()] == ["p1"]
        assert [item.rule for item in read.findings] == ["ledger.torn_line"]
        assert mine.record_build(build("p2"), NUMBERS)  # a torn line is no record of it
        read = read_ledger(mine.folder)
        assert sorted(item.pack for item in read.ledger.builds.values()) == ["p1", "p2"]


def test_what_a_newer_version_wrote_is_told_and_kept(mine: LedgerFile):
    from alongside.library.checked_lines import to_line  # noqa: PLC0415

    mine.record_build(build(), NUMBERS)
    with mine.path.open("ab") as file:
        file.write(to_line({"kind": "recall", "id": "1", "is": {}}))
        file.write(to_line({"kind": "build", "id": "0" * 32, "is": {"pack": "p9", "mood": "good"}}))
    read = read_ledger(mine.folder)
    assert [item.rule for item in read.findings] == ["ledger.newer_line"]
    assert len(read.ledger.builds) == 1
    assert b"recall" in mine.path.read_bytes()


@pytest.mark.parametrize(
    "rubbish", [b"", b"\n\n", b"{}\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n", b'{"kind":"build","sum":1}\n']
)
def test_rubbish_beside_good_lines_harms_nothing(mine: LedgerFile, rubbish: bytes):
    mine.record_build(build(), NUMBERS)
    mine.path.write_bytes(rubbish + mine.path.read_bytes())
    assert len(read_ledger(mine.folder).ledger.builds) == 1


def test_nothing_in_a_file_name_tells_of_anybody(mine: LedgerFile):
    mine.record_build(build(title="Mrs Smith's pack"), NUMBERS)
    assert sorted(path.name for path in mine.folder.iterdir()) == [f".{ONE}.lock", f"{ONE}.jsonl"]
    with pytest.raises(ValueError, match="hex"):
        LedgerFile(mine.folder, "Ann's laptop").path  # noqa: B018


def test_an_outcome_takes_the_place_of_the_last_and_can_be_taken_back(mine: LedgerFile):
    first = mine.record_outcome("p1", "q1", at=AT, score=3, out_of=5)
    LedgerFile(mine.folder, OTHER).record_outcome("p1", "q1", at=AT, score=4, out_of=5, words="Better.")
    ledger = read_ledger(mine.folder).ledger
    found = ledger.outcome("p1", "q1")
    assert found is not None
    assert (found.score, found.revision) == (4, 2)
    mine.record_outcome("p1", "q1", at=AT, score=first.score, out_of=first.out_of)
    mine.record_outcome("p1", "q1", at=AT)
    assert read_ledger(mine.folder).ledger.outcome("p1", "q1") is None
    with pytest.raises(AlongsideError):
        mine.record_outcome("p1", at=AT, score=11, out_of=10)


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a folder to deny")
def test_a_folder_that_may_not_be_written_says_so(mine: LedgerFile):
    mine.folder.mkdir()
    mine.folder.chmod(0o500)
    with pytest.raises(AlongsideError):
        mine.record_build(build(), NUMBERS)
    mine.folder.chmod(0o700)


def test_a_file_in_place_of_the_folder_says_so(tmp_path: Path):
    (tmp_path / "ledger").write_text("no folder")
    with pytest.raises(AlongsideError):
        LedgerFile(tmp_path / "ledger", ONE).record_build(build(), NUMBERS)


WRITER = """
import sys
from datetime import date
from pathlib import Path
from alongside.library.ledger.entries import Build, Released, ReleasedFigure
from alongside.library.ledger.store import LedgerFile
book = LedgerFile(Path(sys.argv[1]), sys.argv[2])
for number in range(int(sys.argv[4])):
    numbers = Released(figures=(ReleasedFigure(id="K01", period="2026", value=f"{sys.argv[3]} {number}"),))
    build = Build(pack=f"{sys.argv[3]}-{number}", title="T" * 3000, kind="tender_response", purpose="tender",
                  audience="", day=date(2026, 11, 24), final=True, released=numbers.id)
    book.record_build(build, numbers)
    print(build.pack, flush=True)
"""


def start(*arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "desktop")},
    )  # fmt: skip


def test_processes_of_one_installation_write_at_once(mine: LedgerFile):
    writers = [start(mine.folder, ONE, f"w{n}", 15) for n in range(4)]
    for writer in writers:
        _out, problems = writer.communicate(timeout=120)
        assert writer.returncode == 0, problems
    read = read_ledger(mine.folder)
    assert read.findings == ()
    assert len(read.ledger.builds) == 60
    assert len(read.ledger.released) == 60


@pytest.mark.skipif(os.name == "nt", reason="processes are ended by a signal that Windows has not")
@pytest.mark.parametrize("seed", range(2))
def test_writers_ended_at_random_lose_nothing_they_promised(mine: LedgerFile, seed: int):
    source = random.Random(seed)
    told: list[str] = []
    for turn in range(3):
        writers = [start(mine.folder, ONE, f"{turn}{n}", 5000) for n in range(3)]
        for writer in writers:
            assert writer.stdout is not None
            told.append(writer.stdout.readline().strip())
        for writer in writers:
            time.sleep(source.uniform(0, 0.15))
            writer.send_signal(signal.SIGKILL)
            read_ledger(mine.folder)  # at any moment
        for writer in writers:
            out, _problems = writer.communicate(timeout=60)
            told += [line for line in out.splitlines(keepends=False) if "-" in line]
    whole = [line for line in told if line]
    read = read_ledger(mine.folder)
    known = {item.pack: item for item in read.ledger.builds.values()}
    missing = [pack for pack in whole if pack not in known]
    assert not missing
    assert all(item.released in read.ledger.released for item in known.values())
    assert len(whole) > 9
