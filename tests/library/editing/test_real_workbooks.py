"""One cell edited in every real workbook: nothing else changes, and others read the new value."""

import io
import shutil
import subprocess
import time
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from alongside.errors import AlongsideError
from alongside.library.container import open_container
from alongside.library.editing.book import EditableBook
from alongside.library.scan import letters

NEW = "=Oak & <Ash> “quoted” \u2603\nsecond line "
FOLDER = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "xlsx_real"
FILES = sorted(FOLDER.glob("*.xls[xm]")) if FOLDER.is_dir() else []
SAMPLE = (
    "ASVS__", "poi__56644", "crown-marketplace__RM6232", "excelize__Book1", "poi__56278", "readxl__type-me",
    "PhpSpreadsheet__namespacestd",
)  # fmt: skip


def opened(path: Path) -> EditableBook:
    try:
        return EditableBook(path.read_bytes())
    except AlongsideError as error:
        pytest.skip(f"refused: {error.sentence()}")


def free_cell(book: EditableBook, name: str) -> tuple[int, int] | None:
    """The last cell of the sheet, of those that hold something, that may be overwritten."""
    sheet = book.sheet(name)
    for number in sorted(set(sheet.numbers), reverse=True):
        for cell in reversed(sheet.cells(number)):
            if not cell.held:
                continue
            try:
                sheet.refuse_if_bound(number, cell.column)
            except AlongsideError:
                continue
            return number, cell.column
    return None


def targets(book: EditableBook) -> Iterator[tuple[str, int, int]]:
    for name in book._container.sheets:
        if book._container.has(book._container.sheets[name]) and "worksheet" in book._container.sheets[name].lower():
            place = free_cell(book, name)
            yield (name, *(place or (3, 2)))


def raw_parts(data: bytes) -> dict[str, tuple[object, ...]]:
    """Each part as the file packs it: its bytes, and all that is said of it but its place."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for item in archive.infolist():
            head = data[item.header_offset : item.header_offset + 30]
            start = (
                item.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
            )
            packed = data[start : start + item.compress_size]
            found[item.filename] = (
                data[item.header_offset : start], packed, item.extra, item.comment, item.flag_bits, item.date_time,
                item.external_attr, item.create_system, item.create_version,
            )  # fmt: skip
        found[""] = (archive.comment,)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:40])
def test_one_cell_changes_and_nothing_else(path: Path, tmp_path: Path, corpora: Path):
    book = opened(path)
    place = next(targets(book), None)
    if place is None:
        pytest.skip("no worksheet")
    name, row, column = place
    before = book.sheet(name)
    old = before.cell(row, column)
    book.set_cells(name, row, {column: NEW})
    new = book.packed()

    was, now = raw_parts(book.data), raw_parts(new)
    assert list(was) == list(now)  # the order of parts too
    changed = [part for part in was if was[part] != now[part]]
    assert len(changed) == 1
    assert [number for number, part in enumerate(was) if part in changed] == [book._numbers[book.changed[0]]]

    xml = {}
    for key, data in (("was", book.data), ("now", new)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            xml[key] = archive.read(changed[0])
    if old is not None:  # the sheet is the old one but for the cell's own bytes
        assert xml["now"].startswith(xml["was"][: old.tag.start])
        assert xml["now"].endswith(xml["was"][old.end :])
        assert len(xml["now"]) - len(xml["was"]) < 200

    out = tmp_path / path.name
    out.write_bytes(new)
    assert EditableBook(new).value(name, row, column) == NEW
    assert calamine(out, name, row, column) == NEW
    compare_others(path, out, name, (row, column))


def calamine(path: Path, name: str, row: int, column: int) -> object:
    grid = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)
    return grid[row - 1][column - 1]


def compare_others(old: Path, new: Path, name: str, place: tuple[int, int]) -> None:
    """All other cells, as calamine reads them; and what openpyxl could load it still can."""
    for sheet in CalamineWorkbook.from_path(old).sheet_names:
        try:
            was = CalamineWorkbook.from_path(old).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except Exception:  # noqa: BLE001 - a chart sheet, or one that was broken before
            continue
        now = CalamineWorkbook.from_path(new).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        if sheet != name:
            assert was == now
            continue
        cells = {(r, c): v for r, line in enumerate(was, 1) for c, v in enumerate(line, 1) if v != ""}
        after = {(r, c): v for r, line in enumerate(now, 1) for c, v in enumerate(line, 1) if v != ""}
        cells.pop(place, None)
        after.pop(place)
        assert cells == after
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if name not in load_workbook(old).sheetnames:
                return  # of strict workbooks it sees no sheet
        except Exception:  # noqa: BLE001 - openpyxl never could
            return
        assert load_workbook(new)[name].cell(*place).value == NEW


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:40])
def test_a_record_more_changes_only_what_must_grow(path: Path, tmp_path: Path, corpora: Path):
    book = opened(path)
    places = list(targets(book))
    done = False
    for name, _row, _column in places:
        try:
            layout = book.layout(name)
            columns = sorted(layout.columns.values())[:2]
            row = book.add_row(name, dict.fromkeys(columns, "new"))
        except AlongsideError:
            continue
        done = True
        break
    if not done:
        pytest.skip("no sheet with headings")
    new = book.packed()
    was, now = raw_parts(book.data), raw_parts(new)
    changed = {part.lower().replace("\\", "/").lstrip("/") for part in was if was[part] != now[part]}
    assert changed == set(book.changed)
    assert all("worksheets/" in part or "tables/" in part or part.endswith("workbook.xml") for part in changed), changed
    out = tmp_path / path.name
    out.write_bytes(new)
    assert calamine(out, name, row, columns[0]) == "new"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            load_workbook(path).close()
        except Exception:  # noqa: BLE001 - openpyxl never could
            return
        load_workbook(out).close()


def test_every_real_workbook_was_met(corpora: Path):
    assert len(FILES) >= 60
    read = 0
    for path in FILES:
        try:
            open_container(path.read_bytes())
        except AlongsideError:
            continue
        read += 1
        EditableBook(path.read_bytes())  # whatever is read can be changed
    assert read >= 55


def test_a_hostile_workbook_is_refused_or_left_whole(corpora: Path):
    for path in sorted((corpora / "hostile").glob("*.xlsx")):
        start = time.process_time()
        data = path.read_bytes()
        try:
            book = EditableBook(data)
            for name in book._container.sheets:
                book.set_cells(name, 3, {2: "new"})
            new = book.packed()
        except AlongsideError as error:
            assert error.what.endswith((".", "!")), path.name  # noqa: PT017
        else:
            with zipfile.ZipFile(io.BytesIO(new)) as archive:
                assert archive.testzip() is None, path.name
            assert len(raw_parts(new)) == len(raw_parts(data))
        assert time.process_time() - start < 10, path.name


@pytest.mark.office
@pytest.mark.parametrize("start", SAMPLE)
def test_libreoffice_reads_the_new_value(start: str, tmp_path: Path, corpora: Path):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    path = next(path for path in FILES if path.name.startswith(start))
    book = opened(path)
    name, row, column = next(targets(book))
    book.set_cells(name, row, {column: "Oak & Ash, new"})
    (tmp_path / "edited.xlsx").write_bytes(book.packed())
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program, own, "--headless", "--convert-to", "ods", "--outdir", tmp_path / "out", tmp_path / "edited.xlsx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    grid = (
        CalamineWorkbook.from_path(tmp_path / "out" / "edited.ods")
        .get_sheet_by_name(name)
        .to_python(skip_empty_area=False)
    )
    assert grid[row - 1][column - 1] == "Oak & Ash, new", letters(column) + str(row)
