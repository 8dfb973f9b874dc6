"""The pages of headings: from bookmarks and from lines that say nothing else, never a guess."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.enum.text import WD_BREAK

from alongside.render.contents import Entry
from alongside.render.package import read_parts
from alongside.render.page_numbers import MOST_TOLD, pages_of, unnumbered
from alongside.render.pdf import to_pdf
from alongside.render.template import PackTemplate


def made(listed: list[str], *pages: list[tuple[str, str]]) -> bytes:
    """A PDF whose first page lists the headings; each further page has paragraphs of a style."""
    document = Document()
    for text in listed:
        document.add_paragraph(text)
    for page in pages:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for style, text in page:
            document.add_paragraph(text, style=style or None)
    stream = BytesIO()
    document.save(stream)
    return to_pdf(stream.getvalue(), title="x")


def entries(*headings: str, number: str = "") -> list[Entry]:
    return [Entry(number, heading, 0) for heading in headings]


HEADING, TEXT = "Heading 1", ""


def test_bookmarks_tell_pages_even_where_headings_are_capitals():
    pdf = made(["Aims", "Aims", "End"], [(HEADING, "AIMS"), (TEXT, "Aims")], [(HEADING, "AIMS")], [(HEADING, "END")])
    assert pages_of(entries("Aims", "Aims", "End"), pdf) == (2, 3, 4)


def test_a_heading_without_a_bookmark_is_found_as_a_line_of_its_own():
    pdf = made(["One", "Two", "Three"], [(HEADING, "One"), (TEXT, "All of Two and Three")], [(TEXT, "2. Two")],
               [(HEADING, "Three")])  # fmt: skip
    assert pages_of(entries("One", "Two", "Three"), pdf) == (2, 3, 4)


def test_one_that_cannot_be_found_does_not_take_the_others_with_it():
    pdf = made(["One", "Two", "Three"], [(HEADING, "One")], [(TEXT, "Something else")], [(HEADING, "Three")])
    assert pages_of(entries("One", "Two", "Three"), pdf) == (2, None, 4)


def test_where_there_is_a_choice_no_page_is_said():
    pdf = made(["One", "Two", "Three"], [(HEADING, "One"), (TEXT, "Two")], [(TEXT, "Two")], [(HEADING, "Three")])
    assert pages_of(entries("One", "Two", "Three"), pdf) == (2, None, 4)


def test_the_list_itself_is_no_place_of_a_heading():
    pdf = made(["One", "Two", "Three"], [(HEADING, "One"), (HEADING, "Three")])
    assert pages_of(entries("One", "Two", "Three"), pdf) == (2, None, 2)


def test_none_is_said_where_none_is_found():
    assert pages_of(entries("Nowhere", "Nothing"), made(["Other"])) == ()


def test_only_the_pages_of_bookmarks_are_read_where_they_tell_all(monkeypatch):
    pdf = made(["One", "Two"], [(HEADING, "One")], *[[(TEXT, "More")]] * 20, [(HEADING, "Two")])
    read: list[int] = []
    first = pypdfium2.PdfPage.get_textpage

    def counting(self):
        read.append(1)
        return first(self)

    monkeypatch.setattr(pypdfium2.PdfPage, "get_textpage", counting)
    assert pages_of(entries("One", "Two"), pdf) == (2, 23)
    assert len(read) == 2


def test_each_line_without_a_page_is_told():
    found = unnumbered(entries("One", "Two", "Three"), (2, None, 4), "file.docx")
    assert [(item.rule, item.level) for item in found] == [("output.no_page_number", "warn")]
    assert "“Two”" in found[0].message
    assert "list of contents" in found[0].where.text()
    many = unnumbered(entries(*map(str, range(30))), (), "file.docx")
    assert len(many) == MOST_TOLD
    assert "21 more headings" in many[-1].message
    assert not unnumbered(entries("One"), (1,), "file.docx")


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("fedramp-tailored__APPENDIX_B_-_FedRAMP_Tailored_LI-SaaS_Template.docx", 2),
        ("ASVS___.docx", 0),
    ],
)
def test_real_lists_of_contents(corpora: Path, name, missing):
    template = PackTemplate(corpora / "docx_real" / name)
    template.fill({})
    stream = BytesIO()
    template.save(stream)
    found = pages_of(template.contents, to_pdf(stream.getvalue(), title="x"))
    assert found.count(None) <= missing
    known = [page for page in found if page is not None]
    assert known == sorted(known)
    template.number_contents(found)
    stream = BytesIO()
    template.save(stream)
    text = read_parts(stream.getvalue(), "x")["word/document.xml"].decode()
    assert f">{known[-1]}</w:t>" in text
    assert "None</w:t>" not in text
