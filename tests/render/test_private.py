"""Every hiding place of a Word file is looked through; and a final pack with somebody in it is not written."""

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image
from pypdf import PdfWriter

from alongside.cli import main
from alongside.library.names.register import Name, Register, with_names
from alongside.render.pdf import to_pdf
from alongside.render.private import identifiers_of, looked_through, pseudonyms_listed
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


# --- names of the private list, and files that are no Word files ---------------------------------------------------

LIST = with_names(Register(b"k" * 32), [Name("Thabo", "Nkosi"), Name("May", "Green")])


def named(made: bytes, name: str, known: tuple[str, ...] = ()) -> list[str]:
    return [item.rule for item in looked_through(made, name, LIST, known=known) if item.rule.endswith("_name")]


@pytest.mark.parametrize(
    "made", [in_body, over_runs, hidden, in_cell, in_header, in_comment, in_properties, in_alternative_text, deleted]
)
def test_a_listed_name_is_found_wherever_it_is(made: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "NUMBER", "Thabo Nkosi")
    if made is over_runs:
        document = docx.Document()
        paragraph = document.add_paragraph("It was Tha")
        paragraph.add_run("bo Nko").bold = True
        paragraph.add_run("si.")
        data = saved(document)
    else:
        data = made()  # type: ignore[operator]
    assert named(data, "a.docx") == ["private.register_name"]


def in_workbook(text: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["B2"] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def in_chart_workbook() -> bytes:
    document = docx.Document()
    document.add_paragraph("A chart.")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            new.writestr(item, old.read(item))
        new.writestr("word/embeddings/chart1.xlsx", in_workbook("Thabo Nkosi"))
    return out.getvalue()


def in_picture() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = "Thabo Nkosi"  # artist
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def pdf_with(*, text: str = "", author: str = "", file: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph(text or "A page.")
    writer = PdfWriter(clone_from=io.BytesIO(to_pdf(saved(document), title="A page")))
    if author:
        writer.add_metadata({"/Author": author})
    if file:
        writer.add_attachment("notes.txt", file.encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (lambda: in_workbook("asked Thabo"), "a.xlsx"),
        (in_chart_workbook, "a.docx"),
        (in_picture, "a.jpg"),
        (lambda: pdf_with(text="It was Thabo Nkosi who chose."), "a.pdf"),
        (lambda: pdf_with(author="T. Nkosi"), "a.pdf"),
        (lambda: pdf_with(file="Thabo told us"), "a.pdf"),
        (lambda: b"name\nNkosi\n", "a.csv"),
        (lambda: b"nothing", "support plan Nkosi.txt"),
        (lambda: b"nothing", "ThaboNkosi_v2.txt"),
    ],
)
def test_a_listed_name_is_found_in_every_kind_of_file(made: object, name: str) -> None:
    assert named(made(), name) == ["private.register_name"]  # type: ignore[operator]


def test_clean_files_are_clean_and_what_cannot_be_read_is_told() -> None:
    for made, name in ((pdf_with(), "a.pdf"), (in_workbook("Rose"), "a.xlsx"), (b"all well", "a.txt")):
        assert not looked_through(made, name, LIST)
    for made, name in ((b"\x00\x01\x02", "a.bin"), (b"%PDF-1.7 broken", "a.pdf"), (b"\x89PNG broken", "a.png")):
        assert [item.rule for item in looked_through(made, name)] == ["private.not_looked_through"]


def test_where_a_picture_was_taken_is_told() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 48.0, 1.0), 3: "W", 4: (1.0, 32.0, 2.0)})
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG", exif=exif)
    assert [item.rule for item in looked_through(out.getvalue(), "a.jpg")] == ["private.place_of_camera"]


def test_a_final_pack_with_a_listed_name_is_refused_and_one_that_is_there_is_looked_at_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.library.names.kept.names_folder", lambda: tmp_path / "names")
    assert main(["demo", "--out", str(tmp_path / "demo")]) == 0
    (path,) = (tmp_path / "demo").rglob("eastmoor*.pack.json")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"letter": "', '"letter": "Thabo Nkosi told us. ', 1), encoding="utf-8")
    build = ["pack", "build", str(path), "--out", str(tmp_path / "out"), "--today", "2026-11-24", "--json"]
    main(build)
    assert "private.register_name" not in capsys.readouterr().out
    listed = tmp_path / "names.txt"
    listed.write_text("Thabo Nkosi\n", encoding="utf-8")
    assert main(["names", "add", str(listed)]) == 0
    capsys.readouterr()
    assert main(build) == 1
    assert "private.register_name" in capsys.readouterr().out
    (folder,) = (item for item in (tmp_path / "out").iterdir() if item.is_dir())
    assert b"Nkosi" not in (folder / "manifest.json").read_bytes()
    assert main(["pack", "scan", str(folder)]) == 1
    assert main(["names", "check", str(folder)]) == 1
    assert "private list of names" in capsys.readouterr().out
    assert main([*build[:-1], "--final"]) != 0
    assert main(["names", "forget"]) == 0
    capsys.readouterr()
    assert main(["names", "check", str(folder)]) == 2


def test_a_chosen_name_that_is_on_the_list_is_told_with_a_remedy() -> None:
    (told,) = pseudonyms_listed([("ST-01", "May"), ("ST-02", "Rowan"), ("ST-01", "May")], LIST)
    assert told.where.ref == "ST-01"
    assert told.remedy
    assert not pseudonyms_listed([("ST-01", "May")], None)
