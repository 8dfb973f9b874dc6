"""A very large document is laid out in another process: the same pages, the same sentences, and it can be stopped."""

from io import BytesIO

import docx
import pytest

from alongside.errors import AlongsideError
from alongside.job_control import Cancelled, JobControl
from alongside.render import apart, pdf


@pytest.fixture(scope="module")
def document() -> bytes:
    made = docx.Document()
    for number in range(40):
        made.add_paragraph(f"The panel met in week {number} and changed one thing.")
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_pages_are_the_same_bytes(document: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    here = pdf.to_pdf(document, title="Here")
    asked: list[bool] = []
    real = apart.convert_apart

    def convert(data: bytes, *, tagged: bool, job: JobControl | None = None) -> bytes:
        asked.append(tagged)
        return real(data, tagged=tagged, job=job)

    monkeypatch.setattr(pdf, "LARGE", 0)
    monkeypatch.setattr(pdf, "convert_apart", convert)
    pdf._laid.clear()
    assert pdf.to_pdf(document, title="Here") == here
    assert asked == [True]


def test_where_no_process_can_be_started_it_is_done_here(document: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LARGE", 0)
    monkeypatch.setattr(apart.sys, "executable", "")
    assert pdf.to_pdf(document, title="No process").startswith(b"%PDF-")


def test_what_the_converter_says_arrives_as_a_sentence() -> None:
    with pytest.raises(AlongsideError) as told:
        apart.convert_apart(b"no document", tagged=True)
    assert str(told.value)


def test_it_stops_when_told_to(document: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", "import threading; threading.Event().wait()")
    job = JobControl()
    job.cancel()
    with pytest.raises(Cancelled):
        apart.convert_apart(document, tagged=True, job=job)


def test_a_converter_that_dies_is_told(document: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", "import os; os._exit(9)")
    with pytest.raises(AlongsideError, match="stopped before"):
        apart.convert_apart(document, tagged=True)


def test_one_that_never_ends_is_ended(document: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", "import threading; threading.Event().wait()")
    monkeypatch.setattr(apart, "LONGEST", 0.0)
    with pytest.raises(AlongsideError, match="did not come to an end"):
        apart.convert_apart(document, tagged=True)
