"""No way leads a story that may not be told into a final file; and a draft tells why instead of telling it."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from tests.redteam.conftest import change
from tests.redteam.ways import DAY, MARKS, STORY, WAYS, Way, pack_path

from alongside.bulk.tasks import Done, State, Task
from alongside.bulk.work import perform
from alongside.errors import AlongsideError
from alongside.job_control import JobControl
from alongside.workspace import Workspace

AS_BLOCK = WAYS[0]
ONLY_FINAL = ("in a template", "in hidden text of a template", "in a tracked", "in the header", "in a custom", "cut up")


def build(place: Workspace, out: Path, *, final: bool) -> Done | None:
    """What became of it; None where it was refused with a sentence."""
    try:
        return perform(Task(pack_path(place), out, DAY, final=final), JobControl())
    except AlongsideError:
        return None


def everything(folder: Path) -> str:
    """Every byte of every file, unpacked, in small letters."""
    found: list[str] = []
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file():
            found += [path.name, *_unpacked(path.read_bytes())]
    return "\n".join(found).lower().replace("\u200b", "").replace("\xe1", "a")


def _unpacked(data: bytes) -> list[str]:
    if not zipfile.is_zipfile(BytesIO(data)):
        return [data.decode("utf-8", "replace")]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [text for name in archive.namelist() for text in (name, *_unpacked(archive.read(name)))]


def marks_in(folder: Path) -> set[str]:
    whole = everything(folder)
    return {mark for mark in MARKS if mark in whole}


def place_for(way: Way, request: pytest.FixtureRequest) -> Workspace:
    place: Workspace = request.getfixturevalue("refused" if way.fields is None else "allowed")
    if way.fields is not None:
        change(place, STORY, **way.fields)
    way.does(place)
    return place


def test_the_list_is_long_enough() -> None:
    assert len(WAYS) >= 40
    assert len({way.name for way in WAYS}) == len(WAYS)


def test_with_permission_the_same_story_is_told(allowed: Workspace, tmp_path: Path) -> None:
    """Else the tests below would pass because nothing works."""
    AS_BLOCK.does(allowed)
    done = build(allowed, tmp_path / "out", final=True)
    assert done is not None
    assert done.state is State.BUILT, done.findings
    assert marks_in(tmp_path / "out") == set(MARKS)


def test_without_the_story_the_pack_is_final(refused: Workspace, tmp_path: Path) -> None:
    done = build(refused, tmp_path / "out", final=True)
    assert done is not None
    assert done.state is State.BUILT, done.findings


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name.replace(" ", "-"))
def test_no_way_leads_into_a_final_file(way: Way, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    place = place_for(way, request)
    done = build(place, tmp_path / "out", final=True)
    assert marks_in(tmp_path / "out") == set()
    assert done is None or done.state is State.BLOCKED or way.name.startswith(("as the story's own", "in the source"))


@pytest.mark.parametrize(
    "way", [way for way in WAYS if not way.name.startswith(ONLY_FINAL)], ids=lambda way: way.name.replace(" ", "-")
)
def test_a_draft_tells_why_instead(way: Way, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    place = place_for(way, request)
    done = build(place, tmp_path / "out", final=False)
    assert done is not None
    assert done.state is State.BUILT
    assert marks_in(tmp_path / "out") == set()


def test_a_final_pack_from_before_does_not_count_as_built(allowed: Workspace, tmp_path: Path) -> None:
    """It was built in time; then the person took the story back while the workbook could not be written."""
    from datetime import datetime  # noqa: PLC0415

    from alongside.leaving.withdrawing import withdraw  # noqa: PLC0415
    from alongside.library.workbook import read_rows  # noqa: PLC0415

    AS_BLOCK.does(allowed)
    assert build(allowed, tmp_path / "out", final=True) is not None
    allowed.library.with_name("~$library.xlsx").write_bytes(b"\x04Anna" + b" " * 100)
    at = datetime(2026, 11, 24, 12, 0)  # noqa: DTZ001
    withdraw(allowed.library, allowed, read_rows(allowed.library), STORY, DAY, at=at)
    done = build(allowed, tmp_path / "out", final=True)
    assert done is None or done.state is State.BLOCKED
