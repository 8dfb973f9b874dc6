"""Any spreadsheet opens, or is refused in one sentence, soon."""

import time
from pathlib import Path

import pytest
from tests.library.workbooks import TODAY

from alongside.errors import AlongsideError
from alongside.library.taking_in.csv_text import read_csv
from alongside.library.taking_in.proposal import propose, tables_of
from alongside.library.taking_in.report import prepare
from alongside.library.taking_in.source import read_source
from alongside.library.taking_in.target import new_target

SECONDS = 10


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_text_file_is_read_whatever_wrote_it(encoding: str, separator: str):
    rows = [["Ref", "Date", "What was said"], ["1", "4/3/2026", "“Mum’s café”"], ["2", "", f'a "b" {separator} c\nd']]
    text = "\r\n".join(
        separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows
    )  # fmt: skip
    assert read_csv(text.encode(encoding)) == rows


def test_a_comma_inside_texts_does_not_part_cells_of_semicolons():
    assert read_csv(b"Ref;Said\n1;kind, clear, calm\n2;well, yes\n") == [
        ["Ref", "Said"], ["1", "kind, clear, calm"], ["2", "well, yes"],
    ]  # fmt: skip


def test_a_picture_called_csv_is_refused(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    with pytest.raises(AlongsideError) as caught:
        read_source(path)
    assert caught.value.where == "x.csv"
    assert caught.value.remedy


def _books(folder: Path) -> list[Path]:
    kinds = {".xlsx", ".xls", ".ods", ".xlsb", ".xlsm", ".ooxml"}
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in kinds)


def _taken_in(path: Path) -> AlongsideError | None:
    """Read a workbook, propose its map and take it in; the error for the user where it is refused."""
    try:
        source = read_source(path)
        prepared = prepare(source, propose(source), new_target(), TODAY)
    except AlongsideError as error:
        return error
    assert len(prepared.arrival.changes) == len(prepared.taken.rows), path.name
    return None


@pytest.mark.parametrize("kind", ["xlsx_real", "hostile"])
def test_every_workbook_of_the_corpora_is_taken_in_or_refused_within_ten_seconds(corpora: Path, kind: str):
    slow, taken = [], 0
    for path in _books(corpora / kind):
        start = time.process_time()
        refusal = _taken_in(path)
        taken += refusal is None
        assert refusal is None or (refusal.what.endswith(".") and refusal.where), path.name
        if time.process_time() - start > SECONDS:
            slow.append(path.name)
    assert slow == []
    assert taken > (60 if kind == "xlsx_real" else 5)


def test_the_starter_library_is_mapped_onto_itself(root: Path):
    source = read_source(root / "content_library" / "library.xlsx")
    mapping = propose(source)
    by_sheet = {table.sheet: table for table in mapping.tables}
    for table in tables_of(source):
        if table.sheet in {"about", "lists"}:
            continue
        told = by_sheet[table.sheet]
        assert told.to == table.sheet
        wrong = [c.source for c in told.columns if c.to and c.to != c.source]
        assert wrong == [], table.sheet
