"""The embedded converter."""

import io

import pypdfium2
import pytest

from alongside.errors import AlongsideError
from alongside.render import pdf as pdf_module
from alongside.render.pdf import page_count, to_pdf
from alongside.render.template import PackTemplate


def test_a_document_becomes_a_pdf_with_its_title_and_the_same_bytes(make, fill):
    docx = fill(make(*["{{ a }} and some more words"] * 120), {"a": "Oak & Ash <Ltd>"})
    pdf = to_pdf(docx, title="My title — ü")
    assert to_pdf(docx, title="My title — ü") is pdf  # kept: a build asks twice, and each laying out takes seconds
    pdf_module._laid.clear()
    assert to_pdf(docx, title="My title — ü") == pdf
    assert to_pdf(docx, title="Another") != pdf
    read = pypdfium2.PdfDocument(pdf)
    assert page_count(pdf) == len(read) > 1
    assert read.get_metadata_value("Title") == "My title — ü"
    assert "Oak & Ash <Ltd>" in read[0].get_textpage().get_text_bounded()
    read.close()


@pytest.mark.office
def test_pages_of_a_packed_pdf_are_counted_too(make, fill, soffice, tmp_path):
    path = tmp_path / "x.docx"
    path.write_bytes(fill(make(*["{{ a }} and some more words"] * 120), {"a": "x"}))
    pdf = soffice(path).read_bytes()
    read = pypdfium2.PdfDocument(pdf)
    assert page_count(pdf) == len(read)
    read.close()


@pytest.mark.parametrize("data", [b"", b"not a document", b"PK\x03\x04broken"])
def test_what_is_no_document_is_told(data):
    with pytest.raises(AlongsideError):
        to_pdf(data, title="x")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", b"<</Type/Pages/Count 3>>"])
def test_what_is_no_pdf_is_told(data):
    with pytest.raises(AlongsideError):
        page_count(data)


def test_a_template_converts_as_it_is(make):
    stream = io.BytesIO()
    template = PackTemplate(make("plain"))
    template.fill({})
    template.save(stream)
    assert page_count(to_pdf(stream.getvalue(), title="x")) == 1
