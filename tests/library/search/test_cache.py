"""Kept indexes: the same answers sooner, damaged ones made anew, nothing told by their names."""

import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alongside.library import cache_files
from alongside.library.cache_files import KEPT, clear
from alongside.library.library import Library
from alongside.library.search import By, SearchIndex, cache
from alongside.library.search.cache import add_meaning, open_index
from alongside.library.search.model import Model

TYPED = ("kitchen", '"kitchen door"', "restraint", "kicthen", "sheet:stories", "k")


@pytest.fixture(autouse=True)
def _small_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_files, "WORTH_KEEPING", 1)


def answers(index: SearchIndex, by: By = By.WORDS) -> list[tuple[str, str]]:
    return [(hit.record.ref, hit.why) for text in TYPED for hit in index.find(text, by=by).hits]


def other(library: Library, digest: str) -> Library:
    return Library(library.name, digest, library.records)


def refuse(*_: object) -> None:
    raise AssertionError("made anew")


def test_a_kept_index_answers_as_the_one_it_was(
    library: Library, model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = open_index(library, tmp_path)
    add_meaning(made, library, model, tmp_path)
    monkeypatch.setattr("alongside.library.search.index.make_postings", refuse)
    monkeypatch.setattr("alongside.library.search.index.make_meaning", refuse)
    kept = open_index(library, tmp_path)
    add_meaning(kept, library, model, tmp_path)
    assert answers(kept) == answers(made)
    assert answers(kept, By.BOTH) == answers(made, By.BOTH)
    assert answers(kept)


def test_another_workbook_has_another_index(library: Library, tmp_path: Path) -> None:
    open_index(library, tmp_path)
    open_index(other(library, "b" * 64), tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_names_tell_nothing_and_only_the_user_may_read(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    open_index(library, folder)
    (path,) = folder.iterdir()
    assert library.digest[:6] not in path.name
    assert "library" not in path.name
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_small_library_leaves_no_text_behind(
    library: Library, model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_files, "WORTH_KEEPING", 100)
    index = open_index(library, tmp_path)
    add_meaning(index, library, model, tmp_path)
    assert answers(index, By.BOTH)
    assert list(tmp_path.iterdir()) == []


def test_old_indexes_make_way_and_the_used_ones_stay(library: Library, tmp_path: Path) -> None:
    for number in range(KEPT):
        open_index(other(library, f"{number}" * 64), tmp_path)
    for age, path in enumerate(sorted(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)):
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    before = set(tmp_path.iterdir())
    open_index(other(library, "0" * 64), tmp_path)  # the oldest, now used again
    open_index(other(library, "9" * 64), tmp_path)
    after = set(tmp_path.iterdir())
    assert len(after) == KEPT
    assert len(before - after) == 1
    made: list[object] = []
    open_index(other(library, "0" * 64), tmp_path)
    assert set(tmp_path.iterdir()) == after
    assert made == []


def test_a_draft_that_its_writer_left_goes(library: Library, tmp_path: Path) -> None:
    left, fresh = tmp_path / "left.part", tmp_path / "fresh.part"
    left.write_bytes(b"x")
    fresh.write_bytes(b"x")
    os.utime(left, (1_000, 1_000))
    open_index(library, tmp_path)
    assert not left.exists()
    assert fresh.exists()


def test_clearing_takes_all_away_but_nothing_of_others(library: Library, model: Model, tmp_path: Path) -> None:
    index = open_index(library, tmp_path)
    add_meaning(index, library, model, tmp_path)
    (tmp_path / "mine.txt").write_text("mine")
    assert clear(tmp_path) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert clear(tmp_path / "nowhere") == 0


def test_a_damaged_index_is_made_anew(library: Library, tmp_path: Path) -> None:
    expected = answers(open_index(library, tmp_path))
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    source = random.Random(7)
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(source.randrange(1, 4)):
            broken[source.randrange(len(broken))] ^= 1 << source.randrange(8)
        path.write_bytes(broken)
        assert answers(open_index(library, tmp_path)) == expected
    for length in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert answers(open_index(library, tmp_path)) == expected
        assert path.read_bytes() == whole or len(path.read_bytes()) == len(whole)


def test_the_index_of_other_rows_is_not_taken(library: Library, tmp_path: Path) -> None:
    open_index(library, tmp_path)
    fewer = Library(library.name, library.digest, {"evidence": library.records["evidence"]})
    assert {ref for ref, _why in answers(open_index(fewer, tmp_path))} <= {"EV-2", "EV-3", "EV-4", "EV-5"}


def test_a_folder_that_cannot_be_written_keeps_nothing(library: Library, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert answers(open_index(library, blocked / "search"))


WRITER = """
import sys
from pathlib import Path
from alongside.library import cache_files
from alongside.library.library import Library
from alongside.library.records import Answer
from alongside.library.search import cache
cache_files.WORTH_KEEPING = 1
rows = tuple(Answer(row=at, answer_id=f"A-{at}", title="Doors", text="They stand open. " * 50) for at in range(300))
for turn in range(int(sys.argv[2])):
    library = Library("library.xlsx", str(turn % 7) * 64, {"answers": rows})
    index = cache.open_index(library, Path(sys.argv[1]))
    assert len(index.search("doors", limit=500)) == 300
print("done")
"""


def writer(folder: Path, root: Path, turns: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(turns)], cwd=root / "desktop", text=True, stdout=subprocess.PIPE
    )


def test_several_processes_at_once_harm_nobody(tmp_path: Path, root: Path) -> None:
    with writer(tmp_path, root, 20) as one, writer(tmp_path, root, 20) as two:
        assert one.communicate(timeout=60)[0].strip() == "done"
        assert two.communicate(timeout=60)[0].strip() == "done"
    assert not list(tmp_path.glob("*.part"))
    assert 1 <= len(list(tmp_path.iterdir())) <= KEPT


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a signal of Unix")
def test_a_killed_process_leaves_whole_indexes(tmp_path: Path, root: Path) -> None:
    source = random.Random(7)
    for _ in range(3):
        with writer(tmp_path, root, 10_000) as process:
            deadline = time.monotonic() + 20
            while not any(tmp_path.iterdir()) and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(source.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
    kept = list(tmp_path.glob("*.words"))
    assert kept
    assert all(cache._read(path) is not None for path in kept)
