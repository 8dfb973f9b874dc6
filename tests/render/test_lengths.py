"""Pages and words of finished documents."""

from datetime import date
from pathlib import Path

import pytest

from alongside.job_control import JobControl
from alongside.library.workbook import read_library
from alongside.packs.frameworks import load_frameworks
from alongside.packs.pack import load_pack
from alongside.packs.planning import plan_pack
from alongside.packs.recipes import load_recipe
from alongside.render.document import wanted
from alongside.render.length import Length, words_of
from alongside.render.lengths import lengths_of_files, lengths_of_plan
from alongside.render.package import read_parts
from alongside.render.pdf_makers import PdfMaker
from alongside.workspace import copy_sample

DAY = date(2026, 11, 24)


def test_words_are_those_of_the_body_the_tables_and_the_notes(make):
    path = make("One two three-four", "five \u2013 six", table=[["seven", "eight nine"]], header="not counted")
    parts = read_parts(path.read_bytes(), "x")
    assert words_of(parts) == 3 + 3 + 3  # a dash that stands alone is a word to Word
    body = parts["word/document.xml"].replace(
        b"<w:sectPr", b'<w:p><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r></w:p><w:sectPr', 1
    )
    assert words_of({**parts, "word/document.xml": body}) == 9
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    line = "<w:p><w:r><w:t>ten eleven</w:t></w:r></w:p>"
    note = f'<w:footnotes xmlns:w="{w}"><w:footnote>{line}</w:footnote></w:footnotes>'
    assert words_of({**parts, "word/footnotes.xml": note.encode()}) == 11


def test_a_length_says_whether_it_is_an_estimate():
    assert Length(1, 1, "word", estimate=False).text == "1 page, 1 word"
    assert Length(23, 8412, "embedded", estimate=True).text == "about 23 pages, 8,412 words"


@pytest.mark.parametrize("maker", [PdfMaker.EMBEDDED, PdfMaker.LIBREOFFICE])
def test_each_document_of_a_pack_is_measured_before_it_is_built(tmp_path: Path, maker: PdfMaker, request):
    if maker is PdfMaker.LIBREOFFICE:
        request.getfixturevalue("soffice")
    workspace = copy_sample(tmp_path / "workspace")
    pack = next(item for item in map(load_pack, workspace.pack_files()) if item.recipe == "tender_response")
    library, frameworks = read_library(workspace.library, DAY), load_frameworks(workspace.frameworks)
    plan = plan_pack(pack, library, frameworks, DAY)
    recipe = load_recipe(workspace.recipes, pack.recipe)
    found = lengths_of_plan(plan, recipe, workspace.templates, JobControl(), maker)
    assert list(found) == [item.file for item in recipe.documents if wanted(plan, item)]
    main = found["tender_response.docx"]
    assert main.estimate is (maker is PdfMaker.EMBEDDED)
    assert 15 < main.pages < 30
    answers = sum(question.counts.words for question in plan.questions)
    assert answers < main.words < answers * 1.5


def test_a_written_document_has_the_pages_of_the_pdf_beside_it(make, tmp_path: Path):
    make("One two", name="a.docx")
    names = ("a.docx", "a.pdf", "manifest.json")
    by_word = lengths_of_files(tmp_path, names, {"a.pdf": 7}, PdfMaker.WORD)
    assert by_word == {"a.docx": Length(7, 2, "word", estimate=False)}
    assert lengths_of_files(tmp_path, names, {}, None) == {"a.docx": Length(1, 2, "embedded", estimate=True)}
