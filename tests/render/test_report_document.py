"""A report in Word: valid, whole, nobody named, and marked where it is made from sample data."""

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from alongside.render.check import check_template
from alongside.render.report_document import _words, report_document
from alongside.render.report_words import WORDS
from alongside.report import Report, ReportSection, ReportTable
from alongside.resources import resource

DAY = date(2026, 11, 24)
TEXTS = ("Oak & Ash <Ltd>", "{{ 7 * 7 }} {% if %}", "=1+1", "تجربة 🙂", "two\nlines")


def report(**rest: object) -> Report:
    table = ReportTable(("What", "Day", "n"), tuple((text, DAY, n) for n, text in enumerate(TEXTS)), "Of all rows.")
    return Report(
        "Library health", "library.xlsx, as on 24 November 2026", DAY,
        (ReportSection("Due", ("Said.",), (table,)), ReportSection("Dead", empty="Everything is there.")),
        notes=("How it was counted.",), **rest,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def made() -> bytes:
    return report_document(report(), resource("templates"))


def test_word_has_nothing_to_repair(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(made)
    result = OpenXmlValidator().validate(str(path))
    assert result.is_valid, result.errors[:3]


def test_its_words_are_those_that_are_told() -> None:
    def names(value: object, at: str) -> set[str]:
        if isinstance(value, dict):
            return {name for key, held in value.items() for name in names(held, f"{at}.{key}" if at else key)}
        if isinstance(value, list | tuple):
            return {name for held in value for name in names(held, f"{at}[]")}
        return {at}

    assert names(_words(report()), "") == {word.name for word in WORDS}
    path = resource("templates") / "report.docx"
    told = check_template(path, frozenset(word.name for word in WORDS))
    assert {item.rule for item in told} <= {"template.unused_word"}


def test_every_text_arrives_as_it_is(made: bytes) -> None:
    document = docx.Document(io.BytesIO(made))
    (table,) = document.tables
    assert tuple(row.cells[0].text for row in table.rows[1:]) == TEXTS
    assert [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in table.rows[1].cells[1:]] == ["24 Nov 2026", "0"]
    said = [paragraph.text for paragraph in document.paragraphs]
    assert {"Said.", "Of all rows.", "Everything is there.", "How it was counted."} <= set(said)


def test_the_columns_fill_the_measure(made: bytes) -> None:
    (table,) = docx.Document(io.BytesIO(made)).tables
    widths = [column.width.twips for column in table.columns]
    assert sum(widths) == 9184
    assert widths[0] > widths[2]


def test_the_mark_is_on_an_example_and_on_nothing_else(made: bytes) -> None:
    def marked(data: bytes) -> bool:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(b"EXAMPLE" in archive.read(name) for name in archive.namelist() if "header" in name)

    assert not marked(made)
    assert marked(report_document(report(example=True), resource("templates")))


def test_the_same_report_is_the_same_file(made: bytes) -> None:
    assert report_document(report(), resource("templates")) == made
