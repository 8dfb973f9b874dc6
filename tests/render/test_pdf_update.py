"""A PDF is changed at its end only, and only what is changed is read."""

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from alongside.errors import AlongsideError
from alongside.render.pdf_finish import finish_pdf
from alongside.render.pdf_update import PdfUpdate


def of_pages(number: int) -> bytes:
    writer = PdfWriter()
    for _page in range(number):
        writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "Before", "/Author": "A. Writer"})
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_what_was_there_stays_and_the_change_is_behind_it():
    pdf = of_pages(3)
    update = PdfUpdate(pdf)
    update.info()[NameObject("/Title")] = TextStringObject("After")
    made = update.whole()
    assert made.startswith(pdf)
    read = PdfReader(BytesIO(made))
    assert (read.metadata.title, read.metadata.author, len(read.pages)) == ("After", "A. Writer", 3)
    again = PdfUpdate(made)  # a change upon a change
    again.info()[NameObject("/Title")] = TextStringObject("Last")
    assert PdfReader(BytesIO(again.whole())).metadata.title == "Last"


def test_what_is_not_changed_is_not_written():
    pdf = of_pages(1)
    update = PdfUpdate(pdf)
    update.info()
    update.change(update.root)
    assert update.whole() == pdf


def test_a_file_without_properties_gets_them():
    writer = PdfWriter(clone_from=BytesIO(of_pages(1)))
    writer.metadata = None
    stream = BytesIO()
    writer.write(stream)
    update = PdfUpdate(stream.getvalue())
    update.info()[NameObject("/Title")] = TextStringObject("New")
    assert PdfReader(BytesIO(update.whole())).metadata.title == "New"


def test_the_work_does_not_grow_with_the_pages(make, fill, monkeypatch):
    docx = make("Text").read_bytes()
    read: list[int] = []
    first = PdfReader.get_object

    def counting(self, reference):
        read.append(1)
        return first(self, reference)

    monkeypatch.setattr(PdfReader, "get_object", counting)
    counts = []
    for pages in (2, 60):
        read.clear()
        finish_pdf(of_pages(pages), docx, "T")
        counts.append(len(read))
    assert counts[0] == counts[1]


def test_a_locked_file_is_told(make):
    writer = PdfWriter(clone_from=BytesIO(of_pages(1)))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    with pytest.raises(AlongsideError, match="password"):
        finish_pdf(stream.getvalue(), make("Text").read_bytes(), "T")
