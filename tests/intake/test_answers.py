"""Answers of past tenders come out of Word files with their questions and the form of their words; none is lost."""

import time
from pathlib import Path

import pytest
from docx import Document
from tests.library.workbooks import TODAY

from alongside.errors import AlongsideError
from alongside.intake.answers import TITLE, answers_map, read_answers, title_of
from alongside.intake.word_text import Grid, read_word
from alongside.library.taking_in.arrival import arrive
from alongside.library.taking_in.target import new_target
from alongside.packs.formatted import plain
from alongside.packs.markdown import pieces


@pytest.fixture
def tender(tmp_path: Path) -> Path:
    """A tender as it was sent: headings that ask, tables of questions, lists, bold words, a table of figures."""
    document = Document()
    document.add_paragraph("Eastmoor Council: method statements")
    document.add_heading("Safeguarding", level=1)
    document.add_heading("Q1. How do you keep people safe? (500 words)", level=2)
    words = document.add_paragraph("We ask ")
    words.add_run("each person").bold = True
    words.add_run(" what ")
    words.add_run("safe").italic = True
    words.add_run(" means.")
    document.add_heading("Our approach", level=3)
    document.add_paragraph("Monthly panel", style="List Bullet")
    document.add_paragraph("Debrief within 72 hours", style="List Bullet")
    document.add_paragraph("First step", style="List Number")
    document.add_paragraph("Second step", style="List Number")
    figures = document.add_table(rows=2, cols=2)
    for at, text in enumerate(["Year", "Concerns", "2025", "14"]):
        figures.cell(at // 2, at % 2).text = text
    document.add_heading("Q2. Describe your governance", level=2)
    document.add_paragraph("The board meets people four times a year.")
    table = document.add_table(rows=3, cols=3)
    asked = ["3.1", "How is restriction reduced?", "Step by step.", "3.2", "Who decides?", "The person."]
    for at, text in enumerate(["No", "Question", "Response", *asked]):
        table.cell(at // 3, at % 3).text = text
    box = document.add_table(rows=2, cols=2)
    for at, text in enumerate(["Question:", "What training do staff have?", "Answer:", "PBS, with 94% in date."]):
        box.cell(at // 2, at % 2).text = text
    path = tmp_path / "Eastmoor 2025.docx"
    document.save(path)
    return path


def test_headings_tables_and_boxes_give_their_answers(tender):
    found = read_answers(tender)
    assert [(item.question, item.place) for item in found.answers] == [
        ("Q1. How do you keep people safe? (500 words)", "heading"),
        ("Q2. Describe your governance", "heading"),
        ("How is restriction reduced?", "table 2, row 2"),
        ("Who decides?", "table 2, row 3"),
        ("What training do staff have?", "table 3, row 1"),
    ]
    assert found.answers[3].text == "The person."


def test_the_form_of_the_words_becomes_our_small_markdown(tender):
    text = read_answers(tender).answers[0].text
    assert "We ask **each person** what *safe* means." in text
    assert "**Our approach**" in text
    found = pieces(text)
    assert [plain(part.runs) for part in found if part.item and part.item.number is None] == [
        "Monthly panel", "Debrief within 72 hours",
    ]  # fmt: skip
    assert [part.item.number for part in found if part.item and part.item.number] == [1, 2]
    (table,) = [part.table for part in found if part.table]
    assert [plain(cell) for cell in table.headings] == ["Year", "Concerns"]


def test_answers_arrive_as_drafts_that_name_their_file(tender):
    found = read_answers(tender)
    arrival = arrive(found.taken(), answers_map(tender.name), new_target(), tender.name, TODAY)
    first = dict(arrival.changes[0].fields)
    assert (first["status"], first["source_doc"], first["answer_id"]) == ("draft", "Eastmoor 2025.docx", "AN-001")
    assert first["title"] == "How do you keep people safe? (500 words)"
    assert first["question"] == "Q1. How do you keep people safe? (500 words)"


def test_what_answers_nothing_is_told(tender):
    told = [item.message for item in read_answers(tender).findings()]
    assert any("Eastmoor Council: method statements" in message for message in told)
    assert any("3.1" in message for message in told)


def test_a_heading_without_any_question_begins_an_answer(tmp_path):
    document = Document()
    for heading, text in (("Our values", "People first."), ("Staffing", "A team of 12.")):
        document.add_heading(heading, level=1)
        document.add_paragraph(text)
    document.save(tmp_path / "a.docx")
    assert [(a.question, a.text) for a in read_answers(tmp_path / "a.docx").answers] == [
        ("Our values", "People first."), ("Staffing", "A team of 12."),
    ]  # fmt: skip


def test_stars_in_a_text_are_not_taken_for_form(tmp_path):
    document = Document()
    document.add_heading("Rates?", level=1)
    paragraph = document.add_paragraph("2*3 and ")
    paragraph.add_run("*bold*").bold = True
    document.save(tmp_path / "a.docx")
    (answer,) = read_answers(tmp_path / "a.docx").answers
    assert plain(pieces(answer.text)[0].runs).replace("*", "") == "23 and bold"


def test_a_title_is_short_and_whole_words():
    title = title_of("4.2 " + "Please describe how your organisation involves people " * 6)
    assert len(title) <= TITLE
    assert title.startswith("Please describe")
    assert title.endswith("…")


def _words(parts) -> list[str]:
    found = []
    for part in parts:
        if isinstance(part, Grid):
            found += [word for row in part.rows for cell in row for word in _words(cell)]
        else:
            found += part.text.split()
    return found


def _shown(text: str) -> str:
    """What a reader sees of our small Markdown, tables and the numbers of lists included."""
    found = []
    for part in pieces(text):
        number = f"{part.item.number}." if part.item and part.item.number else ""
        found += [number, plain(part.runs)]
        if part.table is not None:
            found += [plain(cell) for line in (part.table.headings, *part.table.rows) for cell in line]
    return "\n".join(found)


def test_no_word_of_a_real_document_is_lost(corpora: Path):
    read = 0
    for path in sorted((corpora / "docx_real").glob("*.docx")):
        start = time.process_time()
        try:
            parts = read_word(path)
            found = read_answers(path)
        except AlongsideError as error:
            refused = error
        else:
            refused, read = None, read + 1
            kept = "\n".join([*map(_shown, found.rest), *(f"{a.question}\n{_shown(a.text)}" for a in found.answers)])
            plain_text = "".join(kept.replace("*", "").replace("\\|", "|").split())
            labels = {"question", "questions", "answer", "answers", "response", "responses", "requirement", "criteria"}
            missing = [
                word for word in _words(parts)
                if word.replace("*", "") not in plain_text and word.casefold().strip(":*.") not in labels
            ]  # fmt: skip
            assert missing == [], path.name
        assert refused is None or (refused.where == path.name and refused.what.endswith(".")), path.name
        assert time.process_time() - start < 10, path.name
    assert read > 65


def test_a_hostile_file_is_refused_or_read_soon(corpora: Path):
    for path in sorted((corpora / "hostile").glob("*.doc*")):
        start = time.process_time()
        try:
            read_answers(path)
        except AlongsideError as error:
            refused = error
        else:
            refused = None
        assert refused is None or refused.where == path.name
        assert time.process_time() - start < 10, path.name
