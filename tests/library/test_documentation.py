"""The page about the columns is the program's own table of columns."""

import dataclasses
from pathlib import Path

from alongside.library.documentation import ABOUT, readme
from alongside.library.records import COLUMNS, RECORD_TYPES, columns_of


def test_the_committed_page_is_the_generated_one(root: Path) -> None:
    committed = (root / "content_library" / "README.md").read_text(encoding="utf-8")
    assert committed == readme(), "run: python -m alongside.library.documentation content_library/README.md"


def test_every_sheet_and_column_is_described() -> None:
    page = readme()
    assert ABOUT.keys() == COLUMNS.keys()
    for columns in COLUMNS.values():
        for column in columns:
            assert f"| `{column.heading}` |" in page
            assert column.help.endswith((".", "?"))


def test_the_contract_and_the_records_agree() -> None:
    for kind in RECORD_TYPES:
        fields = {item.name for item in dataclasses.fields(kind)} - {"row"}
        assert {column.heading for column in columns_of(kind)} == fields
