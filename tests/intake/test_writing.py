"""Answers written into buyers' files: they arrive, in the look of their place, and nothing else changes."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from tests.intake.forms import LAYOUTS, SMALL, control, sheet_table, word_boxes, word_prose, word_table

from alongside.errors import AlongsideError
from alongside.intake.answering import Answer, Written
from alongside.intake.asked import FileKind, Slot, Where
from alongside.intake.reading import asked_in, read_form
from alongside.intake.word_bytes import ChangedPart
from alongside.intake.word_text import Grid, Paragraph, read_word
from alongside.intake.writing import write_answers
from alongside.packs.markdown import pieces
from alongside.render.libreoffice import find_libreoffice

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
Say = Callable[[int, Any], str]


def answered(path: Path, say: Say, mark: str = "") -> tuple[bytes, Written]:
    """Answer every question of a file; what it held before, and what was written."""
    form = read_form(path)
    answers = [
        Answer(
            question=asked.id,
            number=asked.number,
            slot=asked.slot,
            where=asked.answer_where,
            options=asked.options,
            pieces=pieces(say(at, asked)),
            mark=mark,
            now=asked.answer_now,
        )
        for at, asked in enumerate(asked_in(form).questions)
    ]
    return form.data, write_answers(form.data, path.name, form.kind, answers)


def one(where: Where, text: str, slot: Slot = Slot.CELL, options: Sequence[str] = ()) -> Answer:
    return Answer(question="q", number="1", slot=slot, where=where, options=tuple(options), pieces=pieces(text))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(before: bytes, after: bytes) -> set[str]:
    one, two = parts_of(before), parts_of(after)
    assert list(one) == list(two)
    return {name for name in one if one[name] != two[name]}


def said_in(path: Path) -> str:
    def texts(items: Sequence[Any]) -> list[str]:
        found = []
        for item in items:
            if isinstance(item, Paragraph):
                found.append(item.text)
            elif isinstance(item, Grid):
                found += [text for row in item.rows for cell in row for text in texts(cell)]
        return found

    return "\n".join(texts(read_word(path)))


def saved(document: Any, path: Path) -> Path:
    document.save(str(path))
    return path


def choose(at: int, asked: Any) -> str:
    return asked.options[-1] if asked.options else f"Ours is answer {at}.\n\nIt goes on & on in <{at}>."


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_answer_of_every_layout_arrives_and_no_other_part_changes(layout: str, tmp_path: Path):
    ending, lay = LAYOUTS[layout]
    path = lay(SMALL, tmp_path / f"form{ending}")
    before, written = answered(path, choose)
    assert written.findings == ()
    assert len(written.done) == len(SMALL)
    changed = changed_parts(before, written.data)
    assert changed
    assert all(re.fullmatch(r"word/document\.xml|xl/worksheets/sheet\d\.xml", name) for name in changed)
    again = tmp_path / f"again{ending}"
    again.write_bytes(written.data)
    if ending == ".docx":
        text = said_in(again)
        assert "Ours is answer 0." in text
        assert "It goes on & on in <0>." in text
    else:
        texts = [cell.value for sheet in load_workbook(again) for row in sheet.iter_rows() for cell in row]
        assert "Ours is answer 0.\nIt goes on & on in <0>." in texts


def test_outside_the_places_every_byte_of_the_text_stays(tmp_path: Path):
    path = word_table(SMALL, tmp_path / "form.docx")
    before, written = answered(path, lambda at, asked: f"Answer {at}.")
    old, new = parts_of(before)["word/document.xml"], parts_of(written.data)["word/document.xml"]
    for at in range(len(SMALL)):
        new = new.replace(b'<w:p><w:r><w:t xml:space="preserve">Answer %d.</w:t></w:r></w:p>' % at, b"<w:p/>", 1)
    assert new == old


def test_an_answer_takes_the_look_of_its_place_and_brings_no_style(tmp_path: Path):
    document = Document()
    document.add_paragraph("Q1 How do you listen to people?")
    table = document.add_table(1, 1)
    cell = table.cell(0, 0).paragraphs[0]
    mark = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "22")
    mark.append(size)
    cell._p.get_or_add_pPr().append(mark)
    path = saved(document, tmp_path / "form.docx")
    _before, written = answered(path, lambda *_: "We **listen**.\n\n- one\n- two\n\n1. first\n2. second\n\n> Said.\n\n"
                                                "| a | b |\n|---|---|\n| 1 | 2 |")  # fmt: skip
    out = tmp_path / "out.docx"
    out.write_bytes(written.data)
    made = Document(str(out)).tables[0].cell(0, 0)
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts == ["We listen.", "one", "two", "1.\tfirst", "2.\tsecond", "Said.", ""]
    assert [run.bold for run in made.paragraphs[0].runs] == [None, True, None]
    assert {run.font.size.pt for paragraph in made.paragraphs for run in paragraph.runs} == {11.0}
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [["a", "b"], ["1", "2"]]
    assert made.paragraphs[1]._p.pPr.numPr is not None  # the file's own bullets


def test_below_a_bold_question_the_answer_is_not_bold(tmp_path: Path):
    document = Document()
    document.add_paragraph().add_run("Q1 How do you listen to people?").bold = True
    document.add_paragraph().add_run("Q2 How do you learn from complaints?").bold = True
    path = saved(document, tmp_path / "form.docx")
    _before, written = answered(path, lambda at, _asked: f"Well, {at}.")
    out = tmp_path / "out.docx"
    out.write_bytes(written.data)
    made = Document(str(out)).paragraphs
    assert [paragraph.text for paragraph in made] == [
        "Q1 How do you listen to people?", "Well, 0.", "Q2 How do you learn from complaints?", "Well, 1.",
    ]  # fmt: skip
    assert not made[1].runs[0].bold


def test_a_draft_says_so_before_each_answer(tmp_path: Path):
    path = word_boxes(SMALL[:2], tmp_path / "form.docx")
    _before, written = answered(path, lambda at, _asked: f"Answer {at}.", mark="DRAFT EXAMPLE")
    (tmp_path / "out.docx").write_bytes(written.data)
    assert said_in(tmp_path / "out.docx").count("DRAFT EXAMPLE\nAnswer") == 2


def test_the_prompt_of_a_control_goes_and_a_choice_is_chosen(tmp_path: Path):
    document = Document()
    document.add_paragraph("Q1 Do you hold insurance?")
    document.element.body.insert(1, control("77", ("Yes", "No")))
    path = saved(document, tmp_path / "form.docx")
    _before, written = answered(path, lambda *_: "no")
    root = etree.fromstring(parts_of(written.data)["word/document.xml"])
    (made,) = root.iter(qn("w:sdt"))
    assert made.find(f".//{qn('w:showingPlcHdr')}") is None
    assert "".join(made.itertext()) == "No"
    assert made.find(f".//{qn('w:dropDownList')}").get(qn("w:lastValue")) == "No"
    _before, refused = answered(path, lambda *_: "perhaps")
    assert [item.rule for item in refused.findings] == ["answer.not_a_choice"]


def check_box(name: str, label: str) -> Any:
    """A paragraph with a check box of a content control before its words."""
    return etree.fromstring(
        f'<w:p xmlns:w="{qn("w:p")[1:].partition("}")[0]}" xmlns:w14="{W14}"><w:sdt><w:sdtPr><w:id w:val="{name}"/>'
        '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r>'
        f"<w:t>\u2610</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t xml:space='preserve'> {label}</w:t></w:r></w:p>"
    )


def test_the_box_that_the_answer_names_is_ticked(tmp_path: Path):
    document = Document()
    document.add_paragraph("Q1 Are you registered with the regulator?")
    for at, label in enumerate(("Yes", "No", "Applied for")):
        document.element.body.insert(1 + at, check_box(f"{50 + at}", label))
    path = saved(document, tmp_path / "form.docx")
    _before, written = answered(path, lambda *_: "Applied for")
    assert written.findings == ()
    root = etree.fromstring(parts_of(written.data)["word/document.xml"])
    assert [item.get(f"{{{W14}}}val") for item in root.iter(f"{{{W14}}}checked")] == ["0", "0", "1"]
    assert ["".join(item.itertext()).strip() for item in root.iter(qn("w:sdtContent"))] == ["☐", "☐", "☒"]


def legacy(name: str, kind: str) -> Any:
    """A legacy form field in a paragraph."""
    space = qn("w:p")[1:].partition("}")[0]
    result = "" if kind != "<w:textInput/>" else "<w:r><w:t>     </w:t></w:r>"
    return etree.fromstring(
        f'<w:p xmlns:w="{space}"><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{name}"/><w:enabled/>'
        f"{kind}</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORM </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def test_legacy_fields_are_filled_and_the_form_stays_protected(tmp_path: Path):
    document = Document()
    document.add_paragraph("Q1 How do you listen to people?")
    document.element.body.insert(1, legacy("Text1", "<w:textInput/>"))
    document.element.body.insert(2, document.add_paragraph("Q2 Do you hold insurance?")._p)
    drop = '<w:ddList><w:listEntry w:val="Choose"/><w:listEntry w:val="Yes"/><w:listEntry w:val="No"/></w:ddList>'
    document.element.body.insert(3, legacy("Drop1", drop))
    protection = OxmlElement("w:documentProtection")
    protection.set(qn("w:edit"), "forms")
    protection.set(qn("w:enforcement"), "1")
    document.settings.element.append(protection)
    path = saved(document, tmp_path / "form.docx")
    before, written = answered(path, lambda at, _asked: "We listen.\n\nWe do." if at == 0 else "No")
    assert written.findings == ()
    assert changed_parts(before, written.data) == {"word/document.xml"}
    root = etree.fromstring(parts_of(written.data)["word/document.xml"])
    assert [item.get(qn("w:val")) for item in root.iter(qn("w:result"))] == ["2"]
    (tmp_path / "out.docx").write_bytes(written.data)
    assert "We listen. \nWe do." in said_in(tmp_path / "out.docx")


def test_tracked_changes_comments_and_bound_data_are_left_alone(tmp_path: Path):
    document = Document()
    document.add_paragraph("Q1 How do you listen to people?")
    made = control("88")
    bound = OxmlElement("w:dataBinding")
    bound.set(qn("w:xpath"), "/x")
    made.find(qn("w:sdtPr")).append(bound)
    document.element.body.insert(1, made)
    path = saved(document, tmp_path / "form.docx")
    before, written = answered(path, lambda *_: "Well.")
    assert [item.rule for item in written.findings] == ["answer.not_written"]
    assert written.data == before


def test_what_stood_there_is_replaced_and_told(tmp_path: Path):
    document = Document()
    table = document.add_table(3, 3)
    rows = (("No.", "Question", "Response"), ("1.1", "How do you listen to people?", "As last year."),
            ("1.2", "How do you learn from complaints?", ""))  # fmt: skip
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    path = saved(document, tmp_path / "form.docx")
    _before, written = answered(path, lambda *_: "As never before.")
    assert [item.rule for item in written.findings] == ["answer.replaced"]
    (tmp_path / "out.docx").write_bytes(written.data)
    assert "As last year." not in said_in(tmp_path / "out.docx")


# --- workbooks ------------------------------------------------------------------------------------------------------


def test_text_never_becomes_a_formula(tmp_path: Path):
    path = sheet_table(SMALL[:1], tmp_path / "form.xlsx")
    _before, written = answered(path, lambda *_: '=HYPERLINK("http://x")')
    (tmp_path / "out.xlsx").write_bytes(written.data)
    found = [cell for sheet in load_workbook(tmp_path / "out.xlsx") for row in sheet.iter_rows() for cell in row]
    (cell,) = [cell for cell in found if str(cell.value).startswith("=HYPER")]
    assert cell.data_type == "s"


def test_an_answer_too_long_for_a_cell_is_refused_before_anything_is_written(tmp_path: Path):
    path = sheet_table(SMALL, tmp_path / "form.xlsx")
    before, written = answered(path, lambda at, _asked: "x" * 32_768 if at == 1 else "Short.")
    assert [item.rule for item in written.findings] == ["answer.too_long"]
    assert (written.data, written.done) == (before, ())


def test_a_merged_cell_a_formula_and_a_list_are_kept(tmp_path: Path):
    book = Workbook()
    sheet = book.active
    sheet.append(["Question", "Response", None])
    sheet.append(["How do you listen to people?", None, None])
    sheet.append(["Do you hold insurance?", None, None])
    sheet.append(["How many people do you support?", "=1+1", None])
    sheet.merge_cells("B2:C2")
    listed = DataValidation("list", formula1='"Yes,No"')
    listed.add("B3")
    sheet.add_data_validation(listed)
    book.save(tmp_path / "form.xlsx")
    data = (tmp_path / "form.xlsx").read_bytes()
    answers = [
        one(Where(part="Sheet", row=2, column=2), "Well."),
        one(Where(part="Sheet", row=3, column=1), "Perhaps"),
        one(Where(part="Sheet", row=4, column=1), "Two"),
    ]
    written = write_answers(data, "form.xlsx", FileKind.WORKBOOK, answers)
    assert [item.rule for item in written.findings] == ["answer.not_a_choice", "answer.not_written"]
    (tmp_path / "out.xlsx").write_bytes(written.data)
    made = load_workbook(tmp_path / "out.xlsx").active
    assert (made["B2"].value, made["B3"].value, made["B4"].value) == ("Well.", "Perhaps", "=1+1")
    assert len(made.data_validations.dataValidation) == 1


def test_an_ods_is_refused_in_one_sentence(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "form.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(AlongsideError, match="does not write into them"):
        write_answers((tmp_path / "form.ods").read_bytes(), "form.ods", FileKind.WORKBOOK, [])


# --- as typed -------------------------------------------------------------------------------------------------------

NASTY = (
    "<w:t>&amp;</w:t> ]]> <!--", "{{ pack.title }} {% for x in y %}", "=1+1", "+1", "@x", "_x0041_", "👩‍🦽 🏡 e\u0301",
    "שלום עולם", "السلام عليكم", "a\tb", "x" * 30_000, "  two  spaces  ", "100% & \"quoted\" 'so'", "\u2028x",
)  # fmt: skip
LINES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(
    lambda text: text.strip() and not re.search(r"[\ufffe\uffff*|>\[\u2028\u2029\x85]|^\s*(?:[-*]|\d+[.)])\s", text)
)


@pytest.mark.parametrize("text", NASTY)
def test_hard_texts_arrive_as_typed(text: str, tmp_path: Path):
    for lay, ending in ((word_table, ".docx"), (word_prose, ".docx"), (sheet_table, ".xlsx")):
        path = lay(SMALL[:1], tmp_path / f"form{ending}")
        _before, written = answered(path, lambda *_, said=text: said)
        assert [item for item in written.findings if item.rule != "answer.not_a_choice"] == []
        out = tmp_path / f"out{ending}"
        out.write_bytes(written.data)
        wanted = "\n".join(piece.text for piece in pieces(text))
        if ending == ".docx":
            assert wanted in said_in(out)
        else:
            texts = [cell.value for sheet in load_workbook(out) for row in sheet.iter_rows() for cell in row]
            assert wanted in [str(text).replace("_x005F_", "_") for text in texts]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, min_size=1, max_size=3))
def test_whatever_is_typed_arrives(lines: list[str], tmp_path: Path):
    text = "\n\n".join(lines)
    path = tmp_path / "form.docx"
    if not path.exists():
        word_table(SMALL[:1], path)
    _before, written = answered(path, lambda *_, said=text: said)
    assert written.findings == ()
    (tmp_path / "out.docx").write_bytes(written.data)
    cell = Document(str(tmp_path / "out.docx")).tables[0].rows[1].cells[4]
    assert [paragraph.text for paragraph in cell.paragraphs] == [piece.text for piece in pieces(text)]
    assert "\n".join(piece.text for piece in pieces(text)).strip() in said_in(tmp_path / "out.docx")


def test_a_hundred_thousand_characters_arrive_in_word(tmp_path: Path):
    text = "\n\n".join(f"{at} " + "abcdefghi " * 100 for at in range(100))
    path = word_boxes(SMALL[:1], tmp_path / "form.docx")
    _before, written = answered(path, lambda *_, said=text: said)
    (tmp_path / "out.docx").write_bytes(written.data)
    assert "\n".join(piece.text for piece in pieces(text)) in said_in(tmp_path / "out.docx")


# --- bytes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    [
        b'<?xml version="1.0"?>\r\n<a xmlns:w="u"  x = \'1\'><!-- c --><w:p /><w:p>t</w:p ><![CDATA[<]]><b/></a>\r\n',
        b'\xef\xbb\xbf<a xmlns:w="u"><w:p/>\xc3\xa9<w:p>\xc3\xa9</w:p></a>',
    ],
)
def test_only_the_changed_elements_are_written(before: bytes):
    part = ChangedPart(before)
    assert part.packed() == before
    first, second = part.root.iter("{u}p")
    second.text = "é & <"
    part.touch(second)
    made = etree.Element("{u}p", nsmap={"w": "u"})
    part.insert_after(first, [made])
    after = part.packed()
    assert re.sub(rb"<w:p\s*/><w:p/>", b"", after, count=1).count(b"<w:p") == 1
    changed = re.sub(rb"<w:p>[^<]*</w:p\s*>", b"<w:p>\xc3\xa9 &amp; &lt;</w:p>", before)
    first_tag = re.search(rb"<w:p\s*/>", before)
    assert first_tag is not None
    assert after == changed.replace(first_tag[0], first_tag[0] + b"<w:p/>", 1)


# --- real files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["docx_real", "xlsx_real"])
def test_real_files_take_answers_and_lose_nothing(folder: str, corpora: Path, tmp_path: Path):
    filled = 0
    for path in sorted((corpora / folder).iterdir()):
        if path.stat().st_size > 400_000:
            continue
        try:
            before, written = answered(path, choose)
        except AlongsideError:
            continue
        assert not [item for item in written.findings if item.rule == "answer.lost_text"], path.name
        if written.done:
            filled += 1
            assert all(name.endswith(".xml") for name in changed_parts(before, written.data)), path.name
    assert filled >= 4


@pytest.mark.office
def test_libreoffice_reads_every_answer(tmp_path: Path, libreoffice: Any):
    path = word_table(SMALL, tmp_path / "form.docx")
    _before, written = answered(path, lambda at, _asked: f"Answernumber{at}")
    (tmp_path / "out.docx").write_bytes(written.data)
    text = libreoffice(tmp_path / "out.docx")
    assert all(f"Answernumber{at}" in "".join(text.split()) for at in range(len(SMALL)))


@pytest.fixture
def libreoffice() -> Callable[[Path], str]:
    """What LibreOffice prints of a file, as text."""
    program = find_libreoffice()
    if program is None:
        pytest.skip("There is no LibreOffice on this machine.")

    def text(path: Path) -> str:
        subprocess.run(
            [str(program), "--headless", f"-env:UserInstallation={(path.parent / 'lo').as_uri()}", "--convert-to",
             "txt:Text", "--outdir", str(path.parent), str(path)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return path.with_suffix(".txt").read_text(encoding="utf-8-sig")

    return text
