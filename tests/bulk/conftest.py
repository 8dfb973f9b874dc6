"""A workspace with packs small enough to build many of them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from alongside.bulk.tasks import Task, folder_name
from alongside.packs.pack import EvidenceBlock, Pack, PackKind, Question, TextBlock, save_pack
from alongside.workspace import SAMPLE_DAY, Workspace, copy_sample

DAY = date.fromisoformat(SAMPLE_DAY)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workspace, laid down once; tests copy it."""
    return copy_sample(tmp_path_factory.mktemp("bulk") / "sample").folder


@pytest.fixture
def workspace(sample: Path, tmp_path: Path) -> Workspace:
    """A sample workspace to change."""
    return Workspace(Path(shutil.copytree(sample, tmp_path / "workspace")))


@pytest.fixture
def packs(workspace: Workspace) -> Callable[[int], list[Path]]:
    """So many small packs."""

    def made(count: int) -> list[Path]:
        paths = []
        for number in range(1, count + 1):
            path = workspace.packs / f"small-{number}.pack.json"
            blocks = (TextBlock(id="b1", text=f"Answer {number}."), EvidenceBlock(id="b2", ref="EV-001"))
            question = Question(id="q1", number="Q01", text="How do people take part?", blocks=blocks)
            small = Pack(
                id=f"p{number}", kind=PackKind.TENDER, title=f"Small {number}", recipe="tender_response",
                framework_id="CQC-SAF-2023", service_ids=("OAK",), questions=(question,),
            )  # fmt: skip
            save_pack(small, path)
            paths.append(path)
        return paths

    return made


@pytest.fixture
def tasks_in() -> Callable[..., list[Task]]:
    """A task for each pack, into a folder."""

    def made(out: Path, packs: list[Path], **more: object) -> list[Task]:
        service = str(more.get("service", ""))
        return [Task(pack, out / folder_name(pack, service), **({"day": DAY} | more)) for pack in packs]

    return made


@pytest.fixture
def bytes_in() -> Callable[[Path], dict[str, bytes]]:
    """Every file below a folder, by its path in it; hidden ones too."""

    def read(folder: Path) -> dict[str, bytes]:
        files: Iterator[Path] = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    return read
