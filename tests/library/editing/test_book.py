"""What changes in a workbook's bytes when a cell is set or a record is added, and what is refused."""

import io
import struct
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.library.editing.odd_sheets import STYLES, part, sheet, table, workbook

from alongside.errors import AlongsideError
from alongside.library.editing.book import EditableBook
from alongside.library.editing.changes import Value, storable
from alongside.library.editing.growth import grown

HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>evidence_id</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>title</t></is></c></row>'
)
MOMENTS = st.datetimes(datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2099-12-31"))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)


def edited(data: bytes, row: int, values: dict[int, Value]) -> bytes:
    book = EditableBook(data)
    book.set_cells("evidence", row, values)
    return book.packed()


def with_row(data: bytes, values: dict[int, Value]) -> tuple[bytes, int]:
    book = EditableBook(data)
    row = book.add_row("evidence", values)
    return book.packed(), row


def read(data: bytes, row: int, column: int) -> object:
    grid = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return grid[row - 1][column - 1]


def row2(cells: str, **rest: str) -> bytes:
    return workbook(sheet(f'{HEAD}<row r="2">{cells}</row>', **rest))


# --- one cell -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<c r="B2" s="2"/>', '<c r="B2" s="2" t="inlineStr"><is><t>new</t></is></c>'),
        ('<c r="B2" s="2" t="s"><v>0</v></c>', '<c r="B2" s="2" t="inlineStr"><is><t>new</t></is></c>'),
        ("<c t='n'  r='B2' ><v>1</v></c >", "<c  r='B2' t=\"inlineStr\"><is><t>new</t></is></c>"),
        ('<c r="B2" vm="1" t="e"><v>#VALUE!</v></c>', '<c r="B2" t="inlineStr"><is><t>new</t></is></c>'),
        (
            '<c r="B2"><v>1</v><extLst><ext uri="{X}"/></extLst></c>',
            '<c r="B2" t="inlineStr"><is><t>new</t></is><extLst><ext uri="{X}"/></extLst></c>',
        ),
    ],
)
def test_only_the_cell_changes(before: str, after: str):
    a, c = '<c r="A2"><v>1</v></c>', '<!-- <c r="B2"/> --><c r="C2"><v>3</v></c>'
    data = row2(a + before + c)
    assert part(edited(data, 2, {2: "new"})) == part(data).replace(before, after)


def test_a_cell_that_was_not_written_goes_to_its_place():
    data = workbook(sheet('<row r="2" spans="1:3"><c r="A2"/><c r="C2"/></row><row r="5"/>'))
    inserted = '<c r="B2" t="inlineStr"><is><t>x</t></is></c>'
    assert part(edited(data, 2, {2: "x"})) == part(data).replace('<c r="C2"', inserted + '<c r="C2"')
    last = part(edited(data, 2, {4: True}))
    assert '<row r="2" spans="1:4"><c r="A2"/><c r="C2"/><c r="D2" t="b"><v>1</v></c></row>' in last
    assert '<row r="5"><c r="A5"><v>7</v></c></row>' in part(edited(data, 5, {1: 7}))
    assert '</row><row r="4"><c r="A4"><v>0.5</v></c></row><row r="5"/>' in part(edited(data, 4, {1: 0.5}))
    assert '<row r="5"/><row r="9"><c r="A9"><v>1</v></c></row></sheetData>' in part(edited(data, 9, {1: 1}))


def test_rows_and_cells_without_numbers_are_counted():
    data = workbook(sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"))
    assert part(edited(data, 2, {2: 9})) == part(data).replace("<c><v>4</v></c>", "<c><v>9</v></c>")
    assert read(edited(data, 2, {2: 9}), 2, 2) == 9


def test_an_empty_sheet_a_prefix_and_another_encoding():
    empty = workbook(sheet("").replace("<sheetData></sheetData>", "<sheetData />"))
    assert '<sheetData><row r="3"><c r="B3"><v>1</v></c></row></sheetData>' in part(edited(empty, 3, {2: 1}))
    xml = sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace("<worksheet xmlns", "<worksheet xmlns:x")
    for name in ("worksheet", "sheetData", "row", "c ", "c>", "v>"):
        xml = xml.replace(f"<{name}", f"<x:{name}").replace(f"</{name}", f"</x:{name}")
    new = edited(workbook(xml), 1, {1: "a", 2: "b"})
    assert '<x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c r="B1"' in part(new)
    assert read(new, 1, 2) == "b"
    latin = ('<?xml version="1.0" encoding="ISO-8859-1"?>' + sheet('<row r="1"/>')).encode("latin-1")
    assert "<t>&#9731;</t>" in part(edited(workbook(latin), 1, {1: "\u2603"}))
    with pytest.raises(AlongsideError, match="encoding"):
        edited(workbook(sheet("").encode("utf-16")), 1, {1: 1})


def test_clearing_keeps_the_look():
    data = row2('<c r="A2" s="2"><v>1</v></c><c r="B2" t="s"><v>0</v></c>')
    assert '<row r="2"><c r="A2" s="2"/><c r="B2"/></row>' in part(edited(data, 2, {1: None, 2: ""}))
    assert part(edited(data, 7, {1: None})) == part(data)


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5", "@name", "=cmd|' /C calc'!A0"])
def test_text_that_looks_like_a_formula_is_text(text: str):
    new = edited(row2('<c r="B2"/>'), 2, {2: text})
    assert "<f>" not in part(new)
    assert 't="inlineStr"' in part(new)
    assert read(new, 2, 2) == text


@pytest.mark.parametrize(
    ("cells", "row", "column"),
    [
        ('<c r="B2"><f>A2*2</f><v>4</v></c>', 2, 2),
        ('<c r="B2"><f t="shared" ref="B2:B9" si="0">A2</f><v>4</v></c>', 2, 2),
        ('<c r="B2"><f t="shared" si="0"/><v>4</v></c>', 2, 2),
        ('<c r="A2"><f t="array" ref="A2:B3">X</f><v>4</v></c><c r="B2"><v>1</v></c>', 2, 2),
        ('<c r="A2" cm="1"><f t="array" ref="A2:B3">X</f><v>4</v></c>', 3, 1),
        ('<c r="A2"><f t="dataTable" ref="A2:B4" dt2D="1" r1="C1" r2="C2"/><v>4</v></c>', 4, 2),
    ],
)
def test_what_is_worked_out_is_refused(cells: str, row: int, column: int):
    data = row2(cells)
    for value in ("x", None):
        if value is None and row > 2:
            continue
        book = EditableBook(data)
        with pytest.raises(AlongsideError, match="formula"):
            book.set_cells("evidence", row, {column: value, 9: "y"})
        assert book.changed == ()


def test_merged_and_unusual_sheets_are_refused():
    data = row2('<c r="A2"/>', after='<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>')
    assert edited(data, 2, {1: "first"})
    with pytest.raises(AlongsideError, match="merged into A2"):
        edited(data, 3, {2: "x"})
    for body in ('<row r="2"/><row r="2"/><row r="1"/>', '<row r="2"><c r="A3"/></row>'):
        with pytest.raises(AlongsideError):
            edited(workbook(sheet(body)), 2, {1: 1})
    with pytest.raises(AlongsideError, match="well-formed"):
        edited(workbook(sheet('<row r="2"></row></x>')), 2, {1: 1})
    with pytest.raises(AlongsideError, match="signed"):
        EditableBook(workbook(sheet(""), extra={"_xmlsignatures/sig1.xml": "<x/>"}))


# --- dates, numbers, styles -----------------------------------------------------------------------


@pytest.mark.parametrize("old_mac", [False, True])
@pytest.mark.parametrize("value", [date(2026, 11, 1), datetime.fromisoformat("2026-11-01 13:45:10"), date(1904, 1, 2)])
def test_dates_come_back(value: date, old_mac: bool):
    data = workbook(sheet(HEAD), old_mac=old_mac)
    new = edited(data, 2, {2: value})
    assert EditableBook(new).value("evidence", 2, 2) == value
    found = read(new, 2, 2)
    assert found in {value, datetime.combine(value, datetime.min.time())}
    if isinstance(value, datetime):
        assert '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs>' in part(new, "xl/styles.xml")
    else:
        assert '<cellXfs count="4">' in part(new, "xl/styles.xml")


def test_a_date_takes_the_style_of_its_neighbours():
    data = workbook(sheet(HEAD + '<row r="2"><c r="B2" s="1"><v>46000</v></c></row><row r="3"><c r="B3" s="2"/></row>'))
    new = edited(data, 3, {2: date(2026, 1, 1)})
    assert '<c r="B3" s="1"><v>46023</v></c>' in part(new)
    assert part(new, "xl/styles.xml") == STYLES
    number = edited(data, 2, {2: 5})
    assert '<c r="B2" s="3"><v>5</v></c>' in part(number)
    assert '<xf numFmtId="0" applyNumberFormat="1"><alignment wrapText="1"/></xf></cellXfs>' in part(
        number, "xl/styles.xml"
    )
    assert read(number, 2, 2) == 5


def test_a_day_before_the_first_is_refused():
    with pytest.raises(AlongsideError, match="1 January 1900"):
        edited(workbook(sheet("")), 1, {1: date(1899, 12, 31)})
    with pytest.raises(AlongsideError, match="1 January 1904"):
        edited(workbook(sheet(""), old_mac=True), 1, {1: date(1903, 12, 31)})
    assert "<v>1</v>" in part(edited(workbook(sheet("")), 1, {1: date(1900, 1, 1)}))
    assert "<v>61</v>" in part(edited(workbook(sheet("")), 1, {1: date(1900, 3, 1)}))


@pytest.mark.parametrize("wrong", ["bell\x07", "half \ud800", "no \ufffe", "x" * 32_768, "\U0001f600" * 16_384])
def test_text_no_cell_can_keep_is_refused(wrong: str):
    with pytest.raises(AlongsideError):
        storable(wrong, "title")


def test_the_longest_text_and_line_ends():
    assert storable("x" * 32_767, "title")
    assert storable("a\r\nb\rc\td", "title") == "a\nb\nc\td"
    assert storable(("a", "b"), "tags") == "a; b"
    for number in (float("nan"), float("inf"), 12345678901234567):
        with pytest.raises(AlongsideError):
            storable(number, "n")


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 6), st.integers(1, 5)),
        st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.floats(-1e12, 1e12) | TEXT
        | st.dates(date(1950, 1, 1), date(2099, 12, 31))
        | MOMENTS.map(lambda at: at.replace(microsecond=0)),
        max_size=8,
    )
)  # fmt: skip
def test_what_is_written_is_read(values: dict[tuple[int, int], Value]):
    book = EditableBook(workbook(sheet('<row r="2"><c r="B2"/></row><row r="4"/>')))
    kept: dict[tuple[int, int], Value] = {}
    for (row, column), value in values.items():
        try:
            kept[row, column] = storable(value, "x")
        except AlongsideError:
            continue
        book.set_cells("evidence", row, {column: kept[row, column]})
    data = book.packed()
    again = EditableBook(data)
    grid = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for (row, column), value in kept.items():
        found = again.value("evidence", row, column)
        if isinstance(value, datetime) and not isinstance(found, datetime):
            assert value == datetime.combine(found, datetime.min.time())
        elif value in (None, ""):
            assert found in (None, "")
        else:
            assert found == value
            assert type(found) is type(value) or (isinstance(value, float) and value.is_integer())
        other = grid[row - 1][column - 1] if row <= len(grid) and column <= len(grid[0]) else ""
        if isinstance(value, str | bool | int | float):
            assert other == value


# --- a new record ---------------------------------------------------------------------------------

RECORD = (
    '<row r="2" ht="20" customHeight="1" hidden="1"><c r="A2" s="2" t="inlineStr"><is><t>EV-1</t></is></c>'
    '<c r="B2" s="1"/></row>'
)


def test_a_new_row_looks_like_the_one_above_and_the_extent_grows():
    data = workbook(sheet(HEAD + RECORD, before='<dimension ref="A1:B2"/>'))
    new, row = with_row(data, {1: "EV-2"})
    expected = (
        part(data)
        .replace('ref="A1:B2"', 'ref="A1:B3"')
        .replace(
            "</sheetData>",
            '<row r="3" ht="20" customHeight="1"><c r="A3" s="2" t="inlineStr"><is><t>EV-2</t></is></c>'
            '<c r="B3" s="1"/></row></sheetData>',
        )
    )
    assert row == 3
    assert part(new) == expected


def test_empty_formatted_rows_below_are_used():
    data = workbook(sheet(HEAD + RECORD + '<row r="3"><c r="A3" s="2"/></row><row r="4"><c r="B4" s="2"/></row>'))
    new, row = with_row(data, {1: "EV-2"})
    assert row == 3
    assert '<row r="3"><c r="A3" s="2" t="inlineStr"><is><t>EV-2</t></is></c></row>' in part(new)


def test_filters_drop_downs_and_formats_grow():
    after = (
        '<autoFilter ref="A1:B2"/><conditionalFormatting sqref="A2:B2 D2:D9"><cfRule type="x"/></conditionalFormatting>'
        '<dataValidations count="2"><dataValidation type="list" sqref="B2"><formula1>"a,b"</formula1></dataValidation>'
        '<dataValidation type="list" sqref="A2:A5000"/></dataValidations><extLst><ext xmlns:x14="u" uri="{1}">'
        '<x14:dataValidations xmlns:xm="v"><x14:dataValidation type="list"><x14:formula1><xm:f>lists!$A$2:$A$3</xm:f>'
        "</x14:formula1><xm:sqref>B2:B2</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
        '<ext xmlns:x14="u" uri="{2}"><x14:sparkline xmlns:xm="v"><xm:f>A2:B2</xm:f><xm:sqref>C2</xm:sqref>'
        "</x14:sparkline></ext></extLst>"
    )
    named = (
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">evidence!$A$1:$B$2'
        '</definedName><definedName name="mine">evidence!$A$1:$B$2</definedName></definedNames>'
    )
    data = workbook(sheet(HEAD + RECORD, after=after), names=named)
    new, _row = with_row(data, {1: "EV-2"})
    expected = (
        after.replace('ref="A1:B2"/>', 'ref="A1:B3"/>')
        .replace('"A2:B2 D2:D9"', '"A2:B3 D2:D9"')
        .replace('sqref="B2"', 'sqref="B2:B3"')
        .replace("<xm:sqref>B2:B2<", "<xm:sqref>B2:B3<")
    )
    assert part(new).endswith(expected + "</worksheet>")
    assert part(new, "xl/workbook.xml") == part(data, "xl/workbook.xml").replace(
        "$B$2</definedName><", "$B$3</definedName><", 1
    )


def test_headings_do_not_grow():
    assert grown("A1:B1 A1:A9", from_row=1, to_row=2, heading_row=1) == "A1:B1 A1:A9"
    assert grown("$A$2:$A$9 C9", from_row=9, to_row=10, heading_row=1) == "A2:A10 C9:C10"


def test_a_table_grows_with_its_filter():
    extra, rels = table("A1:B2", 2)
    data = workbook(sheet(HEAD + RECORD), extra=extra, rels=rels)
    new, row = with_row(data, {1: "EV-2", 2: "t"})
    assert row == 3
    name = "xl/tables/table1.xml"
    assert part(new, name) == part(data, name).replace('ref="A1:B2"', 'ref="A1:B3"')
    roomy, rels = table("A1:B9", 2)
    data = workbook(sheet(HEAD + RECORD), extra=roomy, rels=rels)
    new, row = with_row(data, {1: "EV-2"})
    assert (row, part(new, name)) == (3, part(data, name))


def test_the_headings_of_a_table_are_not_changed():
    extra, rels = table("A1:B2", 2)
    with pytest.raises(AlongsideError, match="headings or totals of the table T"):
        edited(workbook(sheet(HEAD + RECORD), extra=extra, rels=rels), 1, {2: "x"})


def test_a_table_with_no_place_for_a_row_is_told():
    extra, rels = table("A1:B3", 2, ' totalsRowCount="1"')
    total = '<row r="3"><c r="A3"><v>1</v></c></row>'
    with pytest.raises(AlongsideError, match="row of totals"):
        with_row(workbook(sheet(HEAD + RECORD + total), extra=extra, rels=rels), {1: "EV-2"})
    extra, rels = table("A1:B2", 2)
    below = '<row r="5"><c r="A5"><v>1</v></c></row>'
    with pytest.raises(AlongsideError, match="Something stands below"):
        with_row(workbook(sheet(HEAD + RECORD + below), extra=extra, rels=rels), {1: "EV-2"})
    beside = '<row r="5"><c r="D5"><v>1</v></c></row>'
    assert with_row(workbook(sheet(HEAD + RECORD + beside), extra=extra, rels=rels), {1: "EV-2"})[1] == 3


# --- the file around ------------------------------------------------------------------------------


def test_junk_gaps_comments_and_descriptors_are_copied():
    plain = workbook(sheet(HEAD), extra={"xl/vbaProject.bin": b"\0macro\xff" * 50, "xl/calcChain.xml": "<calcChain/>"})
    held = io.BytesIO()

    class Forward(io.RawIOBase):
        """Cannot seek, so the writer tells sizes after the content."""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            return held.write(data)

    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(Forward(), "w", zipfile.ZIP_DEFLATED) as new:  # type: ignore[arg-type]
        for item in old.infolist():
            item.extra, item.comment = b"\x99\x99\x03\0abc", b"of a part"
            new.writestr(item, old.read(item))
        new.comment = b"of the file"
    data = b"PK junk before\n" + held.getvalue()
    changed = edited(data, 2, {1: "EV-9"})
    assert changed.startswith(b"PK junk before\n")
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(changed)) as new:
        assert new.testzip() is None
        assert new.comment == b"of the file"
        assert [item.filename for item in new.infolist()] == [item.filename for item in old.infolist()]
        assert all((item.extra, item.comment) == (b"\x99\x99\x03\0abc", b"of a part") for item in new.infolist())
        for item in old.infolist():
            if not item.filename.endswith("sheet1.xml"):
                assert new.read(item.filename) == old.read(item.filename)
    assert read(changed, 2, 1) == "EV-9"


def test_records_for_large_files_are_kept_right():
    plain = workbook(sheet(HEAD))
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(held, "w") as new:
        for item in old.infolist():
            with new.open(item.filename, "w", force_zip64=True) as stream:
                stream.write(old.read(item))
    data = held.getvalue()
    end = data.rfind(b"PK\5\6")
    count, size, first = struct.unpack_from("<HII", data, end + 10)
    record = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, first)
    locator = b"PK\6\7" + struct.pack("<IQI", 0, end, 1)
    large = (
        data[:end] + record + locator + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    )
    changed = edited(large, 2, {1: "EV-9" * 50})
    with zipfile.ZipFile(io.BytesIO(changed)) as new:
        assert new.testzip() is None
    assert read(changed, 2, 1) == "EV-9" * 50
    again = edited(changed, 3, {1: "EV-10"})
    assert read(again, 3, 1) == "EV-10"


# --- what a table works out -----------------------------------------------------------------------


def worked_out(formula: str, more: str = "") -> bytes:
    """A table of id, title and a column that is worked out, with one row."""
    extra, rels = table("A1:C2", 3)
    name = "xl/tables/table1.xml"
    column = f'<tableColumn id="3" name="c3"><calculatedColumnFormula{more}>{formula}</calculatedColumnFormula>'
    extra[name] = extra[name].replace('<tableColumn id="3" name="c3"/>', column + "</tableColumn>")
    row = '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>5</v></c><c r="C2" s="2"><f>X</f><v>10</v></c></row>'
    head = HEAD.replace("</row>", '<c r="C1" t="inlineStr"><is><t>Twice</t></is></c></row>')
    return workbook(sheet(head + row), extra=extra, rels=rels)


@pytest.mark.parametrize(
    "formula",
    [
        "T[[#This Row],[c2]]*2",
        'IF(T[[#This Row],[A1]]&lt;$D$1,"A1",SUM(T[c2]))',
        "LOG10(T[[#This Row],[c2]])&amp;COUNTA(other!$A:$A)",
    ],
)
def test_a_new_row_is_worked_out_as_its_table_says(formula: str):
    book = EditableBook(worked_out(formula))
    assert book.add_row("evidence", {1: "EV-9", 2: "title"}) == 3
    assert book.empty_formulas == ()
    assert f'<c r="C3" s="2"><f>{formula}</f></c></row>' in part(book.packed())
    book = EditableBook(book.packed())
    book.set_cells("evidence", 3, {1: None, 2: None})  # as an undo does
    assert book.add_row("evidence", {1: "EV-10", 2: "title"}) == 3
    assert part(book.packed()).count(f"<f>{formula}</f>") == 1


@pytest.mark.parametrize(
    ("formula", "more"), [("B2*2", ""), ("SUM(B$2:B2)", ""), ("SUM(2:2)", ""), ("T[c2]*2", ' array="1"')]
)
def test_a_formula_that_leans_on_places_is_left_out_and_told(formula: str, more: str):
    book = EditableBook(worked_out(formula, more))
    book.add_row("evidence", {1: "EV-9", 2: "title"})
    assert book.empty_formulas == (3,)
    assert '<c r="C3"' not in part(book.packed()) or '<c r="C3" s="2"/>' in part(book.packed())
    book = EditableBook(worked_out(formula, more))
    book.add_row("evidence", {1: "EV-9", 3: 7})  # filled by hand
    assert book.empty_formulas == ()
