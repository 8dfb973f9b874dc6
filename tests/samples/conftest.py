"""What the sample packs are planned and built from, once for all their tests."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from alongside.checks.pack import check_pack
from alongside.cli import main
from alongside.findings import Finding
from alongside.library.library import Library
from alongside.library.workbook import read_library
from alongside.packs.frameworks import load_frameworks
from alongside.packs.pack import Pack, load_pack
from alongside.packs.plan import PackPlan
from alongside.packs.planning import plan_pack
from alongside.workspace import SAMPLE_DAY

SAMPLES = {"tender": "tender/eastmoor-lot-2.pack.json", "inspection": "inspection/oakfield-row.pack.json"}


@dataclass(frozen=True)
class Sample:
    """A sample pack, planned and checked on the day it is written for."""

    path: Path
    pack: Pack
    plan: PackPlan
    findings: tuple[Finding, ...]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh-expected", action="store_true", help="write samples/*/expected anew from what is built now"
    )


@pytest.fixture(scope="session")
def refresh(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--refresh-expected", default=False))


@pytest.fixture(scope="session")
def sample_library(root: Path) -> Library:
    return read_library(root / "content_library" / "library.xlsx", date.fromisoformat(SAMPLE_DAY))


@pytest.fixture(scope="session")
def samples(root: Path, sample_library: Library) -> dict[str, Sample]:
    frameworks = load_frameworks(root / "content_library")
    found = {}
    for name, file in SAMPLES.items():
        path = root / "samples" / file
        pack = load_pack(path)
        plan = plan_pack(pack, sample_library, frameworks, date.fromisoformat(SAMPLE_DAY))
        found[name] = Sample(path, pack, plan, check_pack(plan, pack))
    return found


@pytest.fixture(scope="session", params=SAMPLES)
def sample(request: pytest.FixtureRequest, samples: dict[str, Sample]) -> Sample:
    return samples[str(request.param)]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of built packs that `alongside demo` makes."""
    folder = tmp_path_factory.mktemp("samples") / "demo"
    main(["demo", "--out", str(folder)])
    return folder / "out"
