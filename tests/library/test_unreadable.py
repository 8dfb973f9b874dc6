"""Files that cannot be read, and files made to do harm: one sentence, soon, without exhausting memory."""

import struct
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.library.workbooks import EVIDENCE, SERVICE, TODAY, write

from alongside.errors import AlongsideError
from alongside.findings import Level
from alongside.library.container import OLE, Container
from alongside.library.library import Library
from alongside.library.scan import scan_xlsb
from alongside.library.workbook import read_library

SECONDS = 10
SHEETS = {"services": [SERVICE], "evidence": [EVIDENCE]}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refused(path: Path) -> AlongsideError:
    """The error, which must be one for the user, and come soon."""
    start = time.monotonic()
    with pytest.raises(AlongsideError) as caught:
        read_library(path, TODAY)
    assert time.monotonic() - start < SECONDS
    assert caught.value.what.endswith(".")
    assert caught.value.remedy.endswith(".")
    assert caught.value.where.startswith(path.name)
    return caught.value


def with_sheet(path: Path, xml: str | bytes, strings: str | None = None) -> Path:
    """A library whose sheet evidence is this XML."""
    sound = write(path.with_suffix(".sound.xlsx"), SHEETS)
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name.endswith("sheet2.xml"):
                new.writestr(name, xml)
            else:
                new.writestr(name, old.read(name))
        if strings is not None:
            new.writestr("xl/sharedStrings.xml", strings)
    return path


def sheet_of(rows: str, before: str = "") -> str:
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


HEADINGS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>evidence_id</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>title</t></is></c></row>'
)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"just words", "text"),
        (b"%PDF-1.7 ...\x00", "PDF"),
        (b"<html><body>sign in</body></html>", "web page"),
        (b"\x00\x01\x02", "not a workbook"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + b"\0" * 600, "damaged"),
    ],
)
def test_what_is_no_workbook_is_called_what_it_is(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert says in refused(path).what


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none.xlsx").what
    assert "folder" in refused(tmp_path).what


def test_a_workbook_cut_short_anywhere(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.xlsx", SHEETS).read_bytes()
    for part in (4, 30, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[:part])
        refused(path)


def test_every_flipped_byte_is_read_or_refused(tmp_path: Path) -> None:
    whole = bytearray(write(tmp_path / "whole.xlsx", SHEETS).read_bytes())
    path = tmp_path / "flipped.xlsx"
    for place in range(0, len(whole), 61):
        whole[place] ^= 0xFF
        path.write_bytes(whole)
        read_or_refuse(path)
        whole[place] ^= 0xFF


def test_a_workbook_that_is_no_library(tmp_path: Path) -> None:
    error = refused(write(tmp_path / "a.xlsx", {"Rota": [{"name": "x"}]}))
    assert "Rota" in error.what


def test_a_sheet_that_reaches_to_the_end_is_refused_and_said_where(tmp_path: Path) -> None:
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    error = refused(with_sheet(tmp_path / "a.xlsx", sheet_of(HEADINGS + last)))
    assert "1,048,576" in error.what
    assert "Ctrl+End" in error.remedy


def test_a_million_declared_rows_with_three_used_are_read(tmp_path: Path) -> None:
    rows = HEADINGS + '<row r="2"><c r="A2" t="inlineStr"><is><t>EV-1</t></is></c></row>'
    path = with_sheet(tmp_path / "a.xlsx", sheet_of(rows, '<dimension ref="A1:XFD1048576"/>'))
    assert len(read_library(path, TODAY).evidence) == 1


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='XFD1048576'><v>1</v></c>",
        '<c r = "XFD1048576"><v>1</v></c>',
        '<c s="0" r="XFD1048576"><v>1</v></c>',
        '<x:c xmlns:x="urn:x" r="XFD1048576"><v>1</v></x:c>',
        '<c\nr="XFD1048576"><v>1</v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
        '<c r="A99999999999"><v>1</v></c>',
        '<c r="ZZZZZ1"><v>1</v></c>' + '<c r="A900000"><v>1</v></c>',
    ],
)
def test_the_guard_is_not_fooled_by_how_a_cell_is_written(tmp_path: Path, cell: str) -> None:
    refused(with_sheet(tmp_path / "a.xlsx", sheet_of(HEADINGS + f'<row r="2">{cell}</row>')))


def test_one_long_text_used_many_times_is_refused(tmp_path: Path) -> None:
    long = "x" * 1_000_000
    strings = f'<sst xmlns="{MAIN}"><si><t>evidence_id</t></si><si><t>title</t></si><si><t>{long}</t></si></sst>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>2</v></c></row>' for n in range(2, 3_000)
    )
    refused(with_sheet(tmp_path / "a.xlsx", sheet_of(rows), strings))


def test_formatted_empty_rows_are_nothing(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 100_000))
    library = read_library(with_sheet(tmp_path / "a.xlsx", sheet_of(HEADINGS + empty)), TODAY)
    assert library.evidence == ()


def test_one_damaged_sheet_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", sheet_of('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'))
    library = read_library(path, TODAY)
    (hit,) = [item for item in library.findings if item.rule == "sheet.unreadable"]
    assert (hit.level, hit.where.sheet) == (Level.BLOCK, "evidence")
    assert len(library.services) == 1


def test_many_short_texts_beside_a_long_one_are_read(tmp_path: Path) -> None:
    long = "x" * 30_000
    strings = f'<sst xmlns="{MAIN}"><si><t>evidence_id</t></si><si><t>title</t></si><si><t>{long}</t></si></sst>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(2, 30_000)
    )
    path = with_sheet(tmp_path / "a.xlsx", sheet_of(rows), strings)
    assert len(read_library(path, TODAY).evidence) == 29_998


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    row = "".join(f"<c><v>{n}</v></c>" for n in range(500))
    refused(with_sheet(tmp_path / "a.xlsx", sheet_of(HEADINGS + f"<row>{row}</row>" * 9_000)))


@pytest.mark.parametrize("row", [200_000, 249_999])
def test_a_sheet_may_reach_far_down(tmp_path: Path, row: int) -> None:
    cell = f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>EV-9</t></is></c></row>'
    library = read_library(with_sheet(tmp_path / "a.xlsx", sheet_of(HEADINGS + cell)), TODAY)
    assert [item.row for item in library.evidence] == [row]


@pytest.mark.parametrize("place", ["Z900000", "AF260000", "A1048577", "ZZ99999"])
def test_a_cell_in_a_row_that_says_another_is_seen(tmp_path: Path, place: str) -> None:
    cell = f'<row r="2"><c r="{place}"><v>1</v></c></row>'
    path = with_sheet(tmp_path / "a.xlsx", sheet_of(HEADINGS + cell))
    if place == "A1048577":
        assert len(read_library(path, TODAY).evidence) == 1  # two columns: there is room
    else:
        refused(path)


def test_a_bomb_of_nested_names_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = with_sheet(tmp_path / "a.xlsx", bomb + sheet_of(HEADINGS + "<row><c><v>&b;</v></c></row>")[21:])
    refused(path)


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", SHEETS)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "same name" in refused(path).what


def test_two_workbooks_in_one_file_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", SHEETS)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("content.xml", "<x/>")
    assert "depends on who reads it" in refused(path).what


def test_a_sheet_that_two_readers_find_in_two_places_is_refused(tmp_path: Path) -> None:
    path, sound = tmp_path / "a.xlsx", write(tmp_path / "sound.xlsx", SHEETS)
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(b'Target="/xl/worksheets/', b'Target="xl/worksheets/')
            new.writestr(name, text)
        new.writestr("xl/xl/worksheets/sheet2.xml", "<worksheet/>")
    assert "depends on who reads it" in refused(path).what


def test_a_size_that_lies_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", SHEETS)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet2.xml")
    place = data.rfind(b"xl/worksheets/sheet2.xml") - 46
    data[place + 24 : place + 28] = struct.pack("<I", entry.file_size // 2)
    path.write_bytes(data)
    refused(path)


def test_a_part_of_gigabytes_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sound = write(tmp_path / "sound.xlsx", SHEETS)
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if not name.endswith("sharedStrings.xml"):
                new.writestr(name, old.read(name))
        with new.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _ in range(260):
                part.write(b" " * 2**20)
    tracemalloc.start()
    try:
        refused(path)
        assert tracemalloc.get_traced_memory()[1] < 100 * 2**20
    finally:
        tracemalloc.stop()


def read_or_refuse(path: Path) -> Library | None:
    """Either is right; a traceback or a long wait is not."""
    start = time.monotonic()
    try:
        library = read_library(path, date(2026, 11, 1))
    except AlongsideError as error:
        if not error.what.endswith("."):
            pytest.fail(f"no whole sentence: {error.what}")
        return None
    finally:
        assert time.monotonic() - start < SECONDS
    return library


def workbooks(corpora: Path) -> list[Path]:
    return sorted([*(corpora / "xlsx_real").glob("*.xlsx"), *(corpora / "hostile").glob("*.xlsx")])


def test_the_corpora_as_they_are(corpora: Path) -> None:
    files = workbooks(corpora)
    assert files
    for path in files:
        read_or_refuse(path)


def as_library(path: Path, target: Path) -> Iterator[Path]:
    """The same workbook with its first sheet called evidence, so that it is really read."""
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                text = old.read(entry)
                if entry.filename.replace("\\", "/").endswith("workbook.xml"):
                    before, mark, after = text.partition(b"sheet name=")
                    quote = after[:1]
                    if mark:
                        text = before + mark + quote + b"evidence" + quote + after[1:].partition(quote)[2]
                new.writestr(entry.filename, text)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return
    yield target


def test_the_corpora_read_as_if_they_were_libraries(corpora: Path, tmp_path: Path) -> None:
    seen = 0
    for path in workbooks(corpora):
        for renamed in as_library(path, tmp_path / path.name):
            library = read_or_refuse(renamed)
            seen += library is not None
            renamed.unlink()
    assert seen > 50


def ods(path: Path, table: str) -> Path:
    """An OpenDocument workbook with one sheet, services."""
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0" '
        f'xmlns:text="{office}text:1.0"><office:body><office:spreadsheet><table:table table:name="services">{table}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def ods_row(*texts: str, repeated: str = "") -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"{repeated}><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f"<table:table-row>{cells}</table:table-row>"


def test_an_opendocument_workbook_is_read(tmp_path: Path) -> None:
    table = ods_row("service_id", "service_name") + ods_row("OAK", "Oak")
    library = read_library(ods(tmp_path / "a.ods", table), TODAY)
    assert [service.service_name for service in library.services] == ["Oak"]


def test_a_cell_repeated_without_end_is_refused(tmp_path: Path) -> None:
    row = ods_row("x", repeated=' table:number-columns-repeated="16384"')
    table = ods_row("service_id", "service_name") + row.replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="1048000">'
    )
    assert "1,048,001" in refused(ods(tmp_path / "a.ods", table)).what


def test_a_binary_sheet_that_reaches_to_the_end_is_refused(tmp_path: Path) -> None:
    def record(kind: int, content: bytes) -> bytes:
        return bytes([kind, len(content)]) + content

    def container(column: int) -> Container:
        path = tmp_path / f"{column}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            row = record(0, struct.pack("<I", 1_048_575) + b"\0" * 13)
            archive.writestr("xl/sheet1.bin", row + record(2, struct.pack("<I", column) + b"\0" * 8))
        return Container("xlsb", b"", zipfile.ZipFile(path), {"xl/sheet1.bin": "xl/sheet1.bin"})

    scan_xlsb(container(2), "xl/sheet1.bin")
    with pytest.raises(AlongsideError, match="XFD"):
        scan_xlsb(container(16_383), "xl/sheet1.bin")
