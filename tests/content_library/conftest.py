"""The starter library as it is made, for every test here."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # content_library/ is no installed package

from alongside.library.records import Record  # noqa: E402


@pytest.fixture(scope="session")
def made() -> Mapping[str, tuple[Record, ...]]:
    """All records by sheet, freshly made."""
    from content_library.make.__main__ import records  # noqa: PLC0415 - needs the path above

    return records()


@pytest.fixture(scope="session")
def built(made: Mapping[str, tuple[Record, ...]]) -> bytes:
    """The workbook, freshly made."""
    from content_library.make.__main__ import about  # noqa: PLC0415
    from content_library.make.workbook import library_workbook  # noqa: PLC0415

    return library_workbook(made, about())
