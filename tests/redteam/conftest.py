"""Two workspaces: one whose marked story may be told, one in which its person has taken it back."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.redteam.ways import DAY, STORY, base_pack, story_fields

from alongside.library.editing.changes import SetField
from alongside.library.editing.saving import edit_workbook
from alongside.library.workbook import read_rows
from alongside.packs.pack import save_pack
from alongside.workspace import Workspace, copy_sample

AT = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001 - the clock on the user's wall


@pytest.fixture(scope="session")
def allowed_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copy_sample(tmp_path_factory.mktemp("redteam") / "allowed")
    for pack in place.packs.iterdir():
        pack.unlink()
    change(place, STORY, **story_fields())
    save_pack(base_pack(), place.packs / "team.pack.json")
    return place.folder


@pytest.fixture(scope="session")
def refused_sample(allowed_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(allowed_sample, tmp_path_factory.mktemp("redteam") / "refused"))
    change(Workspace(folder), STORY, withdrawn_on=date(2026, 9, 1), status="withdrawn")
    return folder


@pytest.fixture
def allowed(allowed_sample: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(allowed_sample, tmp_path / "work")))


@pytest.fixture
def refused(refused_sample: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(refused_sample, tmp_path / "work")))


def change(place: Workspace, ref: str, **values: object) -> None:
    """Write into a record of the workbook, as anybody with Excel could."""
    library = read_rows(place.library)
    record = library.get(ref)
    assert record is not None
    fields = [
        SetField(sheet=record.sheet, row=record.row, ref=ref, heading=heading, value=value)  # type: ignore[arg-type]
        for heading, value in values.items()
    ]
    edit_workbook(place.library, fields, expect_digest=library.digest, at=AT)


assert DAY
