"""Lock and unlock a workspace: nothing is lost, whatever happens on the way."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.job_control import Cancelled, JobControl
from alongside.locking import contents
from alongside.locking import lock as locking
from alongside.locking.container import HEADER, DamagedError, WrongPasswordError, new_key
from alongside.locking.lock import folder_of, lock, rescue, settle, unlock
from alongside.workspace import Workspace, WorkspaceLockedError, locked_file, open_workspace

PASSWORD = "four odd green doors"
KEY = new_key(PASSWORD, cost=10)
JOB = JobControl()


def made(folder: Path) -> dict[str, bytes]:
    """A small workspace; returns its files."""
    files = {
        "library.xlsx": b"PK words of a person" * 40,
        "packs/one.pack.json": b"{}",
        "files/deep/er/picture.png": bytes(range(256)) * 9,
        "ledger/0123456789abcdef.jsonl": b"",
    }
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "out").mkdir()
    return files


def found(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made(tmp_path / "Care")
    return tmp_path / "Care"


def test_a_locked_workspace_is_one_file_that_tells_nothing(folder):
    os.utime(folder / "library.xlsx", ns=(10**18, 10**18))
    before = found(folder)
    done = lock(folder, KEY, JOB)
    assert [path.name for path in folder.parent.iterdir()] == ["Care.locked"]
    assert done.files == len(before)
    assert done.left == ()
    locked = done.file.read_bytes()
    for word in (b"person", b"library", b"picture", b"pack"):
        assert word not in locked
    if os.name != "nt":
        assert done.file.stat().st_mode & 0o077 == 0
    with pytest.raises(WorkspaceLockedError):
        open_workspace(folder)
    with pytest.raises(WorkspaceLockedError):
        open_workspace(done.file)
    unlock(folder, PASSWORD, JOB)
    assert found(folder) == before
    assert (folder / "out").is_dir()
    assert (folder / "library.xlsx").stat().st_mtime_ns == 10**18
    assert [path.name for path in folder.parent.iterdir()] == ["Care"]
    assert open_workspace(folder) == Workspace(folder)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.dictionaries(
        st.text("abcé漢 .-_", min_size=1, max_size=12).filter(lambda name: name.strip(" .") == name),
        st.binary(max_size=3_000),
        max_size=6,
    )
)
def test_any_files_come_back_as_they_were(tmp_path, files):
    folder = tmp_path / "any"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in {**files, "library.xlsx": b"PK"}.items():
        (folder / name).write_bytes(data)
    before = found(folder)
    lock(folder, KEY, JOB)
    assert not folder.exists()
    unlock(folder, KEY, JOB)
    assert found(folder) == before


def test_a_wrong_password_changes_nothing(folder):
    lock(folder, KEY, JOB)
    before = locked_file(folder).read_bytes()
    with pytest.raises(WrongPasswordError):
        unlock(folder, "four odd green walls", JOB)
    assert [path.name for path in folder.parent.iterdir()] == ["Care.locked"]
    assert locked_file(folder).read_bytes() == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(0, 10**6), cut=st.booleans())
def test_damage_is_told_and_the_file_left_alone(tmp_path, where, cut):
    folder = tmp_path / "hurt"
    shutil.rmtree(folder, ignore_errors=True)
    locked_file(folder).unlink(missing_ok=True)
    made(folder)
    lock(folder, KEY, JOB)
    data = bytearray(locked_file(folder).read_bytes())
    where %= len(data)
    if cut:
        del data[where:]
    else:
        data[where] ^= 0x10
    locked_file(folder).write_bytes(data)
    with pytest.raises(DamagedError):
        unlock(folder, PASSWORD, JOB)
    assert locked_file(folder).read_bytes() == data
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hurt.locked"]


@pytest.mark.parametrize("hurt", ["front", "middle", "end"])
def test_what_is_whole_is_rescued(folder, monkeypatch, tmp_path, hurt):
    for module in ("alongside.locking.container", "alongside.locking.contents"):
        monkeypatch.setattr(f"{module}.CHUNK", 256)
    before = found(folder)
    lock(folder, KEY, JOB)
    file = locked_file(folder)
    data = bytearray(file.read_bytes())
    at = {"front": HEADER + 3, "middle": HEADER + 6 * 272, "end": len(data) - 2}[hurt]
    data[at] ^= 1
    file.write_bytes(data)
    out = tmp_path / "rescued"
    whole, lost = rescue(file, PASSWORD, out)
    assert {*whole, *lost} >= {*before}
    assert len(lost) <= 1
    assert found(out) == {name: before[name] for name in whole}
    assert file.read_bytes() == data


def test_stopping_leaves_everything_as_it_was(folder):
    before = found(folder)
    stopped = JobControl(report=lambda _: stopped.cancel())
    with pytest.raises(Cancelled):
        lock(folder, KEY, stopped)
    assert found(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["Care"]
    lock(folder, KEY, JOB)
    again = JobControl(report=lambda _: again.cancel())
    with pytest.raises(Cancelled):
        unlock(folder, KEY, again)
    assert [path.name for path in folder.parent.iterdir()] == ["Care.locked"]


def test_a_full_disk_is_one_sentence(folder, monkeypatch):
    before = found(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(AlongsideError, match="too little room"):
        lock(folder, KEY, JOB)
    monkeypatch.undo()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(locking, "write", full)
    with pytest.raises(AlongsideError, match="The disk is full"):
        lock(folder, KEY, JOB)
    assert found(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["Care"]


def test_a_file_written_to_meanwhile_stops_it(folder, monkeypatch):
    real = locking.write

    def later(*given: object) -> None:
        real(*given)
        (folder / "library.xlsx").write_bytes(b"PK saved from Excel just now")

    monkeypatch.setattr(locking, "write", later)
    with pytest.raises(contents.ChangedMeanwhileError):
        lock(folder, KEY, JOB)
    assert (folder / "library.xlsx").read_bytes() == b"PK saved from Excel just now"
    assert [path.name for path in folder.parent.iterdir()] == ["Care"]


def test_a_workbook_open_in_excel_is_not_locked(folder):
    (folder / "~$library.xlsx").write_bytes(b"\x04Anna" + bytes(60))
    with pytest.raises(AlongsideError, match="Anna has this workbook open"):
        lock(folder, KEY, JOB)


@pytest.mark.skipif(os.name == "nt", reason="making a link needs a right that few have on Windows")
def test_a_link_is_refused_and_not_followed(folder, tmp_path):
    (folder / "elsewhere").symlink_to(tmp_path)
    with pytest.raises(AlongsideError, match="link"):
        lock(folder, KEY, JOB)


def test_an_earlier_locked_file_is_kept(folder):
    locked_file(folder).write_bytes(b"an earlier one")
    done = lock(folder, KEY, JOB)
    assert done.kept is not None
    assert done.kept.read_bytes() == b"an earlier one"
    unlock(folder, KEY, JOB)


def test_unlocking_beside_a_folder_of_the_name_is_refused(folder):
    lock(folder, KEY, JOB)
    folder.mkdir()
    with pytest.raises(AlongsideError, match="folder of this name"):
        unlock(folder, KEY, JOB)


def test_the_list_leads_nowhere_else():
    for path in ("../out", "/etc/passwd", "a/../../b", ""):
        with pytest.raises(DamagedError):
            contents.entries_from(
                f'[["{path}",1,1]]'.encode()
                .replace(b"[[", b'[{"path":')
                .replace(b",1,1]]", b',"size":1,"changed":1}]'),
                "x",
            )


def test_the_folder_of_a_locked_file(folder):
    assert folder_of(locked_file(folder)) == folder
    assert folder_of(folder) == folder


DIES = """
import os, sys
from pathlib import Path
from alongside.job_control import JobControl
from alongside.locking.container import Key
from alongside.locking.lock import lock, unlock
folder, secret, salt, verb, first, step = Path(sys.argv[1]), *sys.argv[2:]
key = Key(bytes.fromhex(secret), bytes.fromhex(salt), 10)
EVENTS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.utime", "os.truncate", "os.chmod"}
counted = [0]
def hook(event, given):
    if event in EVENTS:
        counted[0] += 1
        if counted[0] == int(first):
            os._exit(9)
sys.addaudithook(hook)
(lock if verb == "lock" else unlock)(folder, key, JobControl())
"""


@pytest.mark.parametrize("verb", ["lock", "unlock"])
def test_ended_at_any_moment_it_loses_nothing(tmp_path, verb):
    """The process is ended just before each thing that it does to the disk, one after the other."""
    folder = tmp_path / "Care"
    before = made(folder)
    if verb == "unlock":
        lock(folder, KEY, JOB)
    root = Path(__file__).parents[2] / "desktop"
    ended = 0
    for moment in range(1, 400, 1 if sys.platform == "linux" else 7):
        done = subprocess.run(
            [sys.executable, "-c", DIES, str(folder), KEY.secret.hex(), KEY.salt.hex(), verb, str(moment), ""],
            env={**os.environ, "PYTHONPATH": str(root)},
            check=False,
            timeout=120,
        )
        state = {path.name for path in tmp_path.iterdir()}
        settle(folder)
        if not folder.exists():
            unlock(folder, KEY, JOB)
        assert found(folder) == before, (moment, state)
        for path in tmp_path.glob("Care*.locked"):
            path.unlink()
        leftovers = {path.name for path in tmp_path.iterdir()} - {"Care", ".Care.locking"}
        assert leftovers == set(), (moment, state)
        if done.returncode == 0:
            break
        assert done.returncode == 9
        ended += 1
        if verb == "unlock":
            lock(folder, KEY, JOB)
    assert ended > 20
