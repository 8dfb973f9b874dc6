"""A large sheet read straight from its XML says what the parser says of it, or is left to the parser."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.library.workbooks import write

from alongside.library import sheets
from alongside.library.columns import Kind
from alongside.library.container import open_container
from alongside.library.library import Library
from alongside.library.plain_sheet import read_plain
from alongside.library.records import COLUMNS
from alongside.library.shared_texts import shared_texts
from alongside.library.workbook import rows_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADINGS = [column.heading for column in COLUMNS["evidence"] if column.kind in {Kind.ID, Kind.TEXT, Kind.PROSE}][:8]
SHARED = ("first", "sécond", "third", "fourth", "fifth")
OTHER_TEXTS = st.sampled_from(
    (
        "a &amp; b",
        " edge ",
        "",
        "_x000D_ ",
        "two\r\nlines",
        "\u00a0x",
        '<t xml:space="preserve"> kept </t>',
        "<t/>",
        "<r><t>rich</t></r><r><t> text</t></r><rPh><t>said</t></rPh>",
        "<t>one</t><t>two</t>",
    )
)
TEXT = st.text(st.sampled_from("abcé’ \t\n\r_x000D;&€<>\"'\u00a0"), max_size=12)
OTHERS = (
    "/>", "><v>12</v></c>", "><v>-0.5</v></c>", ' s="1"><v>45000</v></c>', ' s="1"><v>45000.25</v></c>', ' s="2"/>',
    ' t="b"><v>1</v></c>', ' t="e"><v>#REF!</v></c>', ' t="str"><v>made</v></c>', ' t="s"><v>0</v></c>',
    ' s="1" t="s"><v>1</v></c>', ' t="s" s="1"><v>2</v></c>', ' t="s"><v>3</v></c>', ' t="s"><v>4</v></c>',
    ' t="str"><f>A1&amp;"x"</f><v>x</v></c>', "><f>1/0</f></c>", "><v></v></c>", "></c>", ' t="inlineStr"></c>',
    ' t="inlineStr"><is><r><t>rich</t></r><r><t xml:space="preserve"> text</t></r></is></c>',
    ' t="inlineStr"><is><t xml:space="preserve"> kept </t></is></c>', ' t="inlineStr"><is><t/></is></c>',
    ' t="d"><v>2026-01-31</v></c>', ' t="n" s="1"><v>1e3</v></c>', ' t="inlineStr" s="1"><is><t>odd</t></is></c>',
)  # fmt: skip
CELL = st.sampled_from(OTHERS) | TEXT.map(lambda text: f' t="inlineStr"><is><t>{escaped(text)}</t></is></c>')
HEAD = "".join(f'<c r="{chr(65 + at)}1" t="inlineStr"><is><t>{name}</t></is></c>' for at, name in enumerate(HEADINGS))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def book(lines: str, *, before: str = "", after: str = "", shared: tuple[str, ...] = SHARED) -> bytes:
    """A workbook with one sheet of evidence in these very words, its dates of style 1."""
    made = Workbook()
    made.active.title = "evidence"
    made.active["A1"] = "x"
    file, out = BytesIO(), BytesIO()
    made.save(file)
    texts = "".join(f"<si>{text if text.startswith('<') else f'<t>{text}</t>'}</si>" for text in shared)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = (
                    f'<worksheet xmlns="{MAIN}">{before}<sheetData>{lines}</sheetData>{after}</worksheet>'
                ).encode()
            elif name.endswith("styles.xml"):
                style = b'<cellXfs count="3"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf/></cellXfs>'
                content = content[: content.index(b"<cellXfs")] + style + content[content.index(b"</cellXfs>") + 10 :]
            new.writestr(name, content)
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')
    return out.getvalue()


def sheet_of(rows: list[list[str]]) -> str:
    lines = [f'<row r="1">{HEAD}</row>']
    for number, cells in enumerate(rows, start=2):
        written = "".join(f'<c r="{chr(65 + at)}{number}"{cell}' for at, cell in enumerate(cells))
        lines.append(f'<row r="{number}" spans="1:8">{written}</row>')
    return "".join(lines)


def said(library: Library) -> Any:
    return list(library), library.findings


def both(data: bytes, patch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """What is read straight from the XML, and what the parser says."""
    answers = []
    for least in (0, 2**40):
        patch.setattr(sheets, "WORTH", least)
        answers.append(said(rows_of(data, "library.xlsx")))
    return answers[0], answers[1]


def read_plainly(data: bytes) -> bool:
    container = open_container(data)
    return read_plain(container, container.sheets["evidence"], shared_texts(container)) is not None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELL, min_size=1, max_size=8), max_size=6),
    shared=st.lists(st.sampled_from(SHARED) | OTHER_TEXTS, min_size=5, max_size=8).map(tuple),
)
def test_both_ways_of_reading_say_the_same(
    rows: list[list[str]], shared: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = book(sheet_of(rows), shared=shared)
    plain, parsed = both(data, monkeypatch)
    assert plain == parsed
    assert read_plainly(data)


def test_what_spreadsheet_programs_write_is_read_plainly() -> None:
    rows = [[' t="inlineStr"><is><t>EV-1</t></is></c>', ' s="1"><v>45000</v></c>', ' t="s"><v>1</v></c>', ' s="2"/>']]
    assert read_plainly(book(sheet_of(rows), before='<dimension ref="A1:H2"/>', shared=("one", "two")))


def test_a_file_of_openpyxl_is_read_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"evidence_id": f"EV-{at}", "title": f"Panel {at} ’ & more", "sample_size": at} for at in range(30)]
    data = write(tmp_path / "library.xlsx", {"evidence": rows}).read_bytes()
    plain, parsed = both(data, monkeypatch)
    assert plain == parsed
    assert len(plain[0]) == 30


@pytest.mark.parametrize(
    "lines",
    [
        '<row r="1"><!-- <c r="A1"/> --></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row>",
        '<c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1"></row></row><row r="2"><c r="A2"><v>1</v></c>',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="AAA1"><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A9000000"><v>1</v></c></row>',
        '<row r="1"><x:c r="A1"><v>1</v></x:c></row>',
        '<rowx r="1"><c r="A1"><v>1</v></c></rowx>',
    ],
)
def test_what_is_written_in_another_way_is_left_to_the_parser(lines: str) -> None:
    assert not read_plainly(book(lines))


def test_places_of_errors_and_merged_cells_are_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[' t="inlineStr"><is><t>EV-1</t></is></c>', ' t="e"><v>#N/A</v></c>', "><f>1+1</f></c>"]]
    data = book(sheet_of(rows), after='<mergeCells count="1"><mergeCell ref="C2:D2"/></mergeCells>')
    plain, parsed = both(data, monkeypatch)
    assert plain == parsed
    rules = {item.rule for item in plain[1]}
    assert {"cell.formula_error", "cell.formula_not_calculated", "sheet.merged_cells"} <= rules
