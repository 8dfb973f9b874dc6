"""Every hiding place of a Word file is looked through; and a final pack with somebody in it is not written."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image

from alongside.cli import main
from alongside.render.private import identifiers_of
from alongside.rules import RULES

NUMBER = "943 476 5919"  # an NHS number of the range for tests


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def with_part(data: bytes, name: str, edit: tuple[str, str]) -> bytes:
    """The package with a text of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            new.writestr(item, content.replace(edit[0].encode(), edit[1].encode()) if item == name else content)
    return out.getvalue()


def in_body() -> bytes:
    document = docx.Document()
    document.add_paragraph(f"Her number is {NUMBER}.")
    return saved(document)


def over_runs() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("Her number is 943 4")
    paragraph.add_run("76 59").bold = True
    paragraph.add_run("19.")
    return saved(document)


def hidden() -> bytes:
    document = docx.Document()
    document.add_paragraph().add_run(NUMBER).font.hidden = True
    return saved(document)


def in_cell() -> bytes:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = NUMBER
    return saved(document)


def in_header() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = NUMBER
    return saved(document)


def in_comment() -> bytes:
    document = docx.Document()
    run = document.add_paragraph("x").runs[0]
    document.add_comment(run, text=NUMBER, author="A", initials="A")
    return saved(document)


def in_properties() -> bytes:
    document = docx.Document()
    document.core_properties.keywords = NUMBER
    return saved(document)


def in_alternative_text() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    document = docx.Document()
    document.add_picture(picture)
    return with_part(saved(document), "word/document.xml", ('name="Picture 1"', f'name="Picture 1" descr="{NUMBER}"'))


def deleted() -> bytes:
    document = docx.Document()
    document.add_paragraph("CUT")
    gone = f"<w:r><w:delText>{NUMBER}</w:delText></w:r>"
    change = f'<w:del w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z">{gone}</w:del>'
    return with_part(saved(document), "word/document.xml", ("<w:r><w:t>CUT</w:t></w:r>", change))


@pytest.mark.parametrize(
    "made", [in_body, over_runs, hidden, in_cell, in_header, in_comment, in_properties, in_alternative_text, deleted]
)
def test_it_is_found_wherever_it_is(made: object) -> None:
    found = identifiers_of(made(), "a.docx")  # type: ignore[operator]
    assert [item.rule for item in found] == ["private.nhs_number"]
    assert found[0].where.template == "a.docx"


def test_it_is_told_once_and_what_is_meant_to_be_there_is_not() -> None:
    document = docx.Document()
    for _ in range(3):
        document.add_paragraph("Write to bids@example.org, or see https://example.org.")
    assert [item.rule for item in identifiers_of(saved(document), "a.docx")] == ["private.email", "private.link"]
    assert not identifiers_of(saved(document), "a.docx", ("bids@example.org", "https://example.org."))


def test_a_build_tells_it_at_a_level_that_no_final_pack_passes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", str(tmp_path / "demo")]) == 0
    (path,) = (tmp_path / "demo").rglob("eastmoor*.pack.json")
    text = path.read_text(encoding="utf-8")
    marked = text.replace('"letter": "', f'"letter": "Her NHS number is {NUMBER}. ', 1)
    assert marked != text
    path.write_text(marked, encoding="utf-8")
    capsys.readouterr()
    assert main(["pack", "build", str(path), "--out", str(tmp_path / "out"), "--today", "2026-11-24", "--json"]) == 1
    told = capsys.readouterr().out
    assert '"private.nhs_number"' in told
    assert RULES["private.nhs_number"].level == "block"
