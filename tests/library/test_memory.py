"""What each real and hostile workbook costs: a process of its own opens or refuses it, measured by the system."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.library.test_unreadable import as_library, workbooks

MEBIBYTES = 500
SECONDS = 10
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the peak of a fork, in KiB on Linux")

# A fork a file, so that each has a peak of its own and the program is loaded once.
READER = """
import json, os, sys
from datetime import date
from pathlib import Path
from alongside.errors import AlongsideError
from alongside.library.workbook import read_library
from alongside.library.search import SearchIndex
for path in map(Path, json.load(sys.stdin)):
    child = os.fork()
    if not child:
        try:
            SearchIndex(read_library(path, date(2026, 11, 1)))
        except AlongsideError as error:
            os._exit(2 if error.what.endswith(".") and "\\n" not in error.sentence() else 3)
        except BaseException:
            os._exit(4)
        os._exit(0)
    _pid, status, used = os.wait4(child, 0)
    told = (path.name, os.waitstatus_to_exitcode(status), used.ru_maxrss / 1024, used.ru_utime + used.ru_stime)
    print(json.dumps(told), flush=True)
"""


def measured(paths: list[Path], root: Path) -> list[tuple[str, int, float, float]]:
    """Name, exit code (0 opened, 2 refused), peak in MiB and seconds of each."""
    done = subprocess.run(
        [sys.executable, "-c", READER],
        input=json.dumps([str(path) for path in paths]),
        text=True, capture_output=True, cwd=root / "desktop", check=True,
    )  # fmt: skip
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def over(found: list[tuple[str, int, float, float]]) -> list[tuple[str, int, float, float]]:
    return [item for item in found if item[1] not in {0, 2} or item[2] > MEBIBYTES or item[3] > SECONDS]


def test_no_workbook_of_the_corpora_takes_too_much(corpora: Path, root: Path) -> None:
    files = workbooks(corpora)
    found = measured(files, root)
    assert len(found) == len(files) > 50
    assert over(found) == []


def test_nor_does_any_whose_sheet_is_read_as_evidence(corpora: Path, root: Path, tmp_path: Path) -> None:
    renamed = [made for path in workbooks(corpora) for made in as_library(path, tmp_path / path.name)]
    found = measured(renamed, root)
    assert len(found) == len(renamed)
    assert over(found) == []
    assert sum(code == 0 for _name, code, _peak, _seconds in found) > 50


def test_the_measure_sees_what_is_taken(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x" * 200 * 2**20)
    ((_name, code, peak, _seconds),) = measured([tmp_path / "a.xlsx"], root)
    assert code == 2
    assert 200 < peak < MEBIBYTES
