"""What buyers' files ask, read from forms whose questions are known, and from files that are none."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from office2pdf import Format, convert_bytes
from openpyxl import Workbook
from tests.intake.forms import LAYOUTS, SMALL, Score, control, known_of, score

from alongside.errors import AlongsideError
from alongside.intake.asked import FileKind, Marking, Questionnaire, Slot
from alongside.intake.reading import read_questions
from alongside.packs.pack import LimitKind

GOAL = 0.95
SLOTS = {"word prose": Slot.BELOW, "word controls": Slot.CONTROL}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_small_form_is_read_whole_in_each_layout(layout: str, tmp_path: Path):
    ending, lay = LAYOUTS[layout]
    found = read_questions(lay(SMALL, tmp_path / f"form{ending}"))
    result, wrong = score(SMALL, found)
    assert wrong == []
    assert result.right == len(SMALL) == result.found
    assert result.limits_right == result.limits_known
    assert {asked.slot for asked in found.questions if not asked.options} == {SLOTS.get(layout, Slot.CELL)}
    assert len({asked.id for asked in found.questions}) == len(SMALL)
    places = [asked.answer_where for asked in found.questions]
    assert len(set(places)) == len(SMALL), "each answer has a place of its own"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_real_question_lists_are_found_again(layout: str, corpora: Path, tmp_path: Path):
    ending, lay = LAYOUTS[layout]
    total = Score()
    for name in ("digitalmarketplace__g-cloud-13__services", "hackney__care-act-assessment", "vsaq__webapp",
                 "digitalmarketplace__digital-outcomes-and-specialists-5__declaration"):  # fmt: skip
        known = known_of(corpora / "questions" / f"{name}.json")
        result, _wrong = score(known, read_questions(lay(known, tmp_path / f"{name}{ending}")))
        total.add(result)
    assert min(total.ratios()) >= GOAL, total


@pytest.mark.parametrize("folder", ["docx_real", "xlsx_real", "hostile"])
def test_every_file_is_read_or_refused_in_a_sentence_and_in_time(folder: str, corpora: Path):
    for path in sorted((corpora / folder).iterdir()):
        begun = time.process_time()
        try:
            found = read_questions(path)
            assert found.questions or found.findings, path.name
        except AlongsideError as error:
            said = error.sentence()
            assert path.name in said
        assert time.process_time() - begun < 10, path.name


@pytest.mark.parametrize(
    "name", ["poi__protected_agile.docx", "poi__protected_sha512.xlsx", "poi__extenxls_pwd123.xlsx"]
)
def test_a_password_is_named_as_the_reason(name: str, corpora: Path):
    with pytest.raises(AlongsideError, match="password"):
        read_questions(corpora / "hostile" / name)


# --- Word ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def form(tmp_path: Path) -> Callable[..., Questionnaire]:
    """Reads a Word file of these paragraphs."""

    def read(*texts: str) -> Questionnaire:
        document = Document()
        for text in texts:
            document.add_paragraph(text)
        document.save(str(tmp_path / "form.docx"))
        return read_questions(tmp_path / "form.docx")

    return read


def test_a_letter_is_no_question_set_and_nothing_is_invented(form):
    found = form(
        "Dear Ms Okafor,", "Thank you for coming. How good it was to see so many people take part.",
        "Please provide the minutes to anyone who asks.", "Yours sincerely",
    )  # fmt: skip
    assert found.questions == ()
    assert [item.rule for item in found.findings] == ["intake.no_questions"]
    assert found.kind is FileKind.WORD


def test_parts_that_ask_are_rows_of_their_own_and_others_are_not(form):
    found = form(
        "Q4 Describe your approach to restrictive practices. (20%)",
        "(a) How do you decide that a restriction ends? Maximum 300 words",
        "",
        "(b) Who is told, and how? Maximum 200 words",
        "",
        "Q5 Explain your approach to training. Maximum 500 words",
        "Your answer should cover:",
        "(a) induction",
        "(b) supervision",
        "",
    )
    assert [(asked.number, asked.limit.value) for asked in found.questions] == [
        ("Q4", 0), ("(a)", 300), ("(b)", 200), ("Q5", 500),
    ]  # fmt: skip
    whole, first, second, training = found.questions
    assert first.parent == second.parent == whole.id
    assert (whole.weight, whole.weight_unit, whole.marking) == (20, "%", Marking.SCORED)
    assert training.parent == ""
    assert "supervision" in training.guidance


def test_instructions_contents_and_declarations_ask_nothing(form):
    found = form(
        "Contents", "1.1 How do you involve people? ........ 4", "Please complete all questions in black ink.",
        "Please provide your answers in Arial 11.", "1.1 How do you involve people?", "Maximum 400 words", "",
        "1.2 Set out your staffing model.", "Response:", "",
        "Declaration", "I confirm that all answers are true.", "Signed: ________",
    )  # fmt: skip
    assert [asked.number for asked in found.questions] == ["1.1", "1.2"]
    assert [asked.text for asked in found.questions] == ["How do you involve people?", "Set out your staffing model."]


def test_pass_fail_mandatory_and_information_are_told_apart(tmp_path):
    document = Document()
    table = document.add_table(1, 4)
    rows = [("No", "Question", "Type", "Response"), ("1", "Do you hold insurance?", "Pass/Fail", ""),
            ("2", "Name of contact", "Information only", ""), ("3", "Describe your service.", "Scored", ""),
            ("4", "Attach your accounts.", "Mandatory", "")]  # fmt: skip
    for at, row in enumerate(rows):
        cells = table.rows[0].cells if not at else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "form.docx"))
    found = read_questions(tmp_path / "form.docx")
    assert [asked.marking for asked in found.questions] == [
        Marking.PASS_FAIL, Marking.INFORMATION, Marking.SCORED, Marking.MANDATORY,
    ]  # fmt: skip
    third = found.questions[2]
    assert (third.answer_where.table, third.answer_where.row, third.answer_where.column) == (0, 3, 3)
    assert document.tables[0].rows[3].cells[3].text == ""


def test_a_table_in_a_table_is_found_with_its_place(tmp_path):
    document = Document()
    outer = document.add_table(1, 1)
    cell = outer.rows[0].cells[0]
    cell.paragraphs[0].text = "3.1 Describe how restrictions are reviewed. Maximum 250 words"
    cell.add_table(1, 1)
    document.save(str(tmp_path / "form.docx"))
    (asked,) = read_questions(tmp_path / "form.docx").questions
    assert (asked.number, asked.limit.value, asked.slot) == ("3.1", 250, Slot.CELL)
    assert asked.where.table == 0
    assert asked.answer_where.table == 1


def test_a_drop_down_gives_its_options_and_a_prompt_is_no_answer(tmp_path):
    document = Document()
    for at, options in enumerate((("Weekly", "Monthly"), ())):
        document.add_paragraph(f"Question {at + 1}: How often do you review restrictions?")
        document.element.body.insert(len(document.element.body) - 1, control(f"{77 + at}", options))
    document.save(str(tmp_path / "form.docx"))
    first, second = read_questions(tmp_path / "form.docx").questions
    assert (first.slot, first.options, first.answer_where.control) == (Slot.DROP_DOWN, ("Weekly", "Monthly"), "77")
    assert (second.slot, second.options, second.answer_where.control) == (Slot.CONTROL, (), "78")
    assert first.answer_now == second.answer_now == ""


def test_the_place_of_an_answer_below_is_the_paragraph_in_the_file(form, tmp_path):
    found = form("Introduction", "Q1 Describe your service. Maximum 100 words", "", "Q2 Why you? 50 words", "")
    paragraphs = Document(str(tmp_path / "form.docx")).paragraphs
    for asked in found.questions:
        assert asked.where.paragraph is not None
        assert asked.number in paragraphs[asked.where.paragraph].text
        assert asked.answer_where.paragraph == asked.where.paragraph + 1
        assert asked.answer_where.part == "word/document.xml"


def test_numbers_in_brackets_are_limits_where_the_form_uses_them(form):
    found = form("Q1 How are people heard? (750)", "", "Q2 How are staff chosen? (500)", "")
    assert [(asked.limit.kind, asked.limit.value) for asked in found.questions] == [
        (LimitKind.WORDS, 750), (LimitKind.WORDS, 500),
    ]  # fmt: skip


def test_legacy_fields_and_check_boxes_are_places_for_answers(tmp_path):
    document = Document()
    document.add_paragraph("Question 1: Who is responsible for safeguarding?")
    _field(document.add_paragraph(), "Text1", "textInput")
    document.add_paragraph("Question 2: Do you use restraint?")
    for at, choice in enumerate(("Yes", "No")):
        paragraph = document.add_paragraph()
        _field(paragraph, f"Check{at}", "checkBox")
        paragraph.add_run(choice)
    document.save(str(tmp_path / "form.docx"))
    first, second = read_questions(tmp_path / "form.docx").questions
    assert (first.slot, first.answer_where.control) == (Slot.FIELD, "Text1")
    assert (second.slot, second.options, second.answer_where.control) == (Slot.CHECK_BOX, ("Yes", "No"), "Check0")


def _field(paragraph: Any, name: str, kind: str) -> None:
    begin = OxmlElement("w:fldChar")
    begin.set(qn("w:fldCharType"), "begin")
    data, named = OxmlElement("w:ffData"), OxmlElement("w:name")
    named.set(qn("w:val"), name)
    data.extend((named, OxmlElement(f"w:{kind}")))
    begin.append(data)
    paragraph.add_run()._r.append(begin)
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    paragraph.add_run()._r.append(end)


def test_a_pdf_gives_its_questions_and_no_place_to_write(tmp_path):
    word = LAYOUTS["word prose"][1](SMALL, tmp_path / "form.docx")
    pdf = tmp_path / "form.pdf"
    pdf.write_bytes(convert_bytes(word.read_bytes(), Format.DOCX).pdf)
    found = read_questions(pdf)
    result, wrong = score(SMALL, found)
    assert wrong == []
    assert result.right == len(SMALL)
    assert (found.kind, {asked.slot for asked in found.questions}) == (FileKind.PDF, {Slot.NONE})
    assert {asked.where.page for asked in found.questions} <= {1, 2}


# --- workbooks, and what is neither ---------------------------------------------------------------------------------


def test_the_answer_cell_is_named_as_excel_numbers_it(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "Quality"
    sheet["B3"], sheet["C3"], sheet["D3"], sheet["F3"] = "Ref", "Question", "Weighting", "Bidder response"
    sheet["B4"], sheet["C4"], sheet["D4"] = "2.1", "How do you involve people? (max 300 words)", 0.15
    sheet["B5"], sheet["C5"], sheet["D5"], sheet["F5"] = "2.2", "State your turnover.", "10%", "£2m"
    book.save(tmp_path / "form.xlsx")
    found = read_questions(tmp_path / "form.xlsx")
    first, second = found.questions
    assert (first.where.part, first.answer_where.row, first.answer_where.column) == ("Quality", 4, 5)
    assert (first.limit.value, first.weight, first.weight_unit) == (300, 15, "%")
    assert (second.weight, second.answer_now) == (10, "£2m")


def test_a_price_list_is_no_question_set(tmp_path):
    book = Workbook()
    for row in (("Item", "Description", "Price"), (1, "Chair", 20.5), (2, "Table", 80), ("Q1", "North", 12)):
        book.active.append(row)
    book.save(tmp_path / "prices.xlsx")
    found = read_questions(tmp_path / "prices.xlsx")
    assert (found.questions, found.kind) == ((), FileKind.WORKBOOK)
    assert len(found.findings) == 1


def test_the_content_tells_the_kind_not_the_ending(tmp_path):
    path = LAYOUTS["sheets"][1](SMALL, tmp_path / "form.xlsx")
    disguised = path.rename(tmp_path / "form.docx")
    assert read_questions(disguised).kind is FileKind.WORKBOOK


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04 broken", b"%PDF-1.7 broken"])
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, tmp_path: Path):
    path = tmp_path / "form.docx"
    path.write_bytes(data)
    with pytest.raises(AlongsideError) as caught:
        read_questions(path)
    assert caught.value.sentence().startswith("form.docx: ")
