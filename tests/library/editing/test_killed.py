"""Several processes on one folder, ended from outside at any moment: nobody's edit is lost, the file always opens."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from tests.library.workbooks import EVIDENCE, SERVICE, TODAY, write

from alongside.library.editing import journal
from alongside.library.editing.changes import AddRecord
from alongside.library.editing.journal import State
from alongside.library.editing.saving import apply_pending
from alongside.library.workbook import read_library

AT = datetime.fromisoformat("2026-11-01 09:30")
ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are ended by a signal that Windows has not")

# Each writer sets cells of its own and adds records of its own, and says what it was promised: on its standard
# output, one line an edit, after edit_workbook came back.
WRITER = """
import hashlib, json, sys
from datetime import datetime
from pathlib import Path
from alongside.library.editing.changes import SetField, record_added
from alongside.library.editing.saving import edit_workbook
path, name, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
at = datetime.fromisoformat("2026-11-01 09:30")
first = hashlib.sha256(path.read_bytes()).hexdigest()
for number in range(rounds):
    ref = f"{name}-{number}"
    if number % 3:
        change = record_added("evidence", {"evidence_id": ref, "title": f"title {ref}"})
    else:
        change = SetField(sheet="evidence", row=int(sys.argv[4]), ref=sys.argv[5], heading=sys.argv[6], value=ref)
    print(json.dumps(["try", ref]), flush=True)
    digest = first if number % 3 else hashlib.sha256(path.read_bytes()).hexdigest()
    done = edit_workbook(path, [change], expect_digest=digest, at=at, by=name)
    print(json.dumps([done.state, ref]), flush=True)
"""

# Ends itself at the n-th step of those that touch the disk.
STEPPER = (
    """
import os, signal, sys
from pathlib import Path
left = int(sys.argv[7])
def counted(real):
    def step(*args, **more):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **more)
    return step
os.fsync = counted(os.fsync)
Path.replace = counted(Path.replace)
Path.unlink = counted(Path.unlink)
Path.open = counted(Path.open)
"""
    + WRITER
)


def start(code: str, *arguments: object) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "desktop")}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [{**EVIDENCE, "evidence_id": f"EV-{number}"} for number in range(4)]
    return write(tmp_path / "library.xlsx", {"services": [SERVICE], "evidence": rows})


def finish(process: "subprocess.Popen[str]") -> list[tuple[str, str]]:
    """What the writer was told; one that was not ended from outside ended well."""
    out, problems = process.communicate(timeout=120)
    assert process.returncode in {0, -signal.SIGKILL}, problems
    return [tuple(json.loads(line)) for line in out.splitlines() if line.endswith("]")]


def check(path: Path, told: list[tuple[str, str]]) -> None:
    """Whatever was promised is in the workbook or in the journal; what was only begun is there whole or not at all."""
    apply_pending(path, at=AT)
    library = read_library(path, TODAY)
    assert not [item for item in library.findings if item.rule in {"id.duplicate", "sheet.unreadable"}]
    ids = [item.evidence_id for item in library.records["evidence"]]  # type: ignore[attr-defined]
    entries = journal.read(path).entries.values()
    by_value = {str(value): entry.state for entry in entries for value in values_of(entry)}
    for state, ref in told:
        if state == "try":
            continue
        assert by_value.get(ref) in {State.APPLIED, State.CONFLICT}, (ref, state)
        if not int(ref.split("-")[1]) % 3:
            continue
        assert ids.count(ref) == 1, ref
    assert not [entry for entry in entries if entry.state is State.PENDING]
    for entry in entries:
        if entry.state is State.APPLIED and isinstance(entry.edit.changes[0], AddRecord):
            assert ids.count(values_of(entry)[0]) == 1
    assert len(ids) == len(set(ids))
    assert not list(path.parent.glob(".*.part"))


def values_of(entry: journal.Entry) -> list[str]:
    change = entry.edit.changes[0]
    return [str(change.fields[0][1] if isinstance(change, AddRecord) else change.value)]


def test_several_writers_lose_nothing(path: Path):
    headings = ("title", "claim", "snippet_100")
    writers = [start(WRITER, path, f"w{n}", 6, n + 2, f"EV-{n}", headings[n]) for n in range(3)]
    told = [line for writer in writers for line in finish(writer)]
    assert len(told) == 3 * 12
    check(path, told)
    assert all(state == "applied" for state, _ref in told if state != "try"), told
    records = read_library(path, TODAY).records["evidence"]
    assert [getattr(records[n], headings[n]) for n in range(3)] == ["w0-3", "w1-3", "w2-3"]


def test_writers_of_one_cell_have_no_silent_winner(path: Path):
    writers = [start(WRITER, path, f"w{n}", 1, 2, "EV-0", "title") for n in range(3)]
    told = [line for writer in writers for line in finish(writer)]
    check(path, told)
    applied = [ref for state, ref in told if state == "applied"]
    assert read_library(path, TODAY).records["evidence"][0].title in applied  # type: ignore[attr-defined]
    for entry in journal.read(path).entries.values():
        if entry.state is State.CONFLICT:
            assert entry.clashes[0].mine != entry.clashes[0].theirs


@pytest.mark.parametrize("seed", range(6))
def test_writers_ended_at_random(path: Path, seed: int):
    source = random.Random(seed)
    told: list[tuple[str, str]] = []
    for turn in range(3):
        writers = [start(WRITER, path, f"s{turn}w{n}", 40, n + 2, f"EV-{n}", ("title", "claim")[n]) for n in range(2)]
        assert all(writer.stdout and writer.stdout.readline() for writer in writers)  # they are at work
        for writer in source.sample(writers, 2):
            time.sleep(source.uniform(0.0, 0.5))
            writer.kill()
            read_library(path, TODAY)  # at any moment
        for writer in writers:
            told += finish(writer)
    check(path, told)


@pytest.mark.parametrize("step", [3, 6, 8, 13, 15, *range(17, 28), 41])
def test_a_writer_ended_at_each_step(path: Path, step: int):
    told = finish(start(STEPPER, path, "w0", 2, 2, "EV-0", "title", step))
    read_library(path, TODAY)
    check(path, told)
    told += finish(start(WRITER, path, "w1", 2, 3, "EV-1", "title"))
    check(path, told)
    assert [state for state, ref in told if ref == "w1-1"] == ["try", "applied"]
