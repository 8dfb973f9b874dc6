"""What writers put into templates, filled: landscape pages, text boxes, sub-documents, headings, captions, contents."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.parser import parse_xml
from docx.shared import Mm
from lxml import etree
from openxml_audit import OpenXmlValidator
from tests.photographs import photo
from tests.render.conftest import blank

from alongside.packs.formatted import with_form
from alongside.packs.markdown import pieces
from alongside.render.template import PackTemplate
from alongside.render.wordml import W, texts

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
V = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
LONG = "People lead on their own plans, and the plan says what they decided, when, and with whom. " * 3


def formatted(text: str) -> str:
    (piece,) = pieces(text)
    return with_form(piece)


def text_box(inside: str) -> etree._Element:
    """A text box as Word writes it: twice, for new programs and for old ones."""
    return parse_xml(
        f'<w:r {NAMES}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="45720" '
        'distB="45720" distL="114300" distR="114300" simplePos="0" relativeHeight="251659264" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        '<wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>90000'
        '</wp:posOffset></wp:positionV><wp:extent cx="2880000" cy="720000"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        '<wp:wrapTopAndBottom/><wp:docPr id="217" name="Text Box 2"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2880000" cy="720000"/></a:xfrm><a:prstGeom prst="rect">'
        '<a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="E4EFEE"/></a:solidFill></wps:spPr><wps:txbx>'
        f"<w:txbxContent>{inside}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        '</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shapetype id="_x0000_t202" '
        'coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/><v:shape id="Text Box 2" '
        'o:spid="_x0000_s1026" type="#_x0000_t202" style="position:absolute;width:226.8pt;height:56.7pt;z-index:1">'
        f"<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def saved(document: docx.document.Document, path: Path) -> Path:
    document.save(str(path))
    return path


def body(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def sound(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, [error.description for error in found.errors]


def landscape(section: docx.section.Section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


# --- landscape sections -------------------------------------------------------------------------------------------


def landscape_template() -> docx.document.Document:
    made = blank()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.header.paragraphs[0].text = "Upright: {{ title }}"
    made.add_paragraph("{%p for chapter in chapters %}")
    made.add_paragraph("{{ chapter.name }}", style="Heading 1")
    made.add_paragraph("{{ chapter.text }}")
    made.add_paragraph("{%p if chapter.rows %}")
    made.add_paragraph("Before the wide table")
    wide = made.add_section(WD_SECTION.NEW_PAGE)
    landscape(wide)
    wide.header.is_linked_to_previous = False
    wide.header.paragraphs[0].text = "Across: {{ title }}"
    made.add_paragraph("Wide table of {{ chapter.name }}")
    table = made.add_table(4, 3)
    for at, text in enumerate(("Area", "What", "When")):
        table.cell(0, at).text = text
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {NAMES}/>"))
    table.cell(1, 0).text = "{%tr for row in chapter.rows %}"
    for at, text in enumerate(("{{ row.area }}", "{{ row.what }}", "{{ row.when }}")):
        table.cell(2, at).text = text
    table.cell(3, 0).text = "{%tr endfor %}"
    made.add_paragraph("After the wide table")
    last = made.add_section(WD_SECTION.NEW_PAGE)
    last.orientation = WD_ORIENT.PORTRAIT
    last.page_width, last.page_height = Mm(210), Mm(297)
    last.header.is_linked_to_previous = False
    last.header.paragraphs[0].text = "Upright again: {{ title }}"
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("The end")
    return made


def landscape_words() -> dict[str, object]:
    rows = [{"area": f"Area {n}", "what": LONG, "when": "2026"} for n in range(12)]
    return {
        "title": "Our plan",
        "chapters": [
            {"name": "One", "text": LONG, "rows": rows},
            {"name": "Two", "text": LONG, "rows": []},
            {"name": "Three", "text": LONG, "rows": rows[:2]},
        ],
    }


def sections_of(data: bytes) -> list[str]:
    return ["across" if size.get(f"{W}orient") == "landscape" else "upright" for size in body(data).iter(f"{W}pgSz")]


def test_landscape_sections_come_with_each_turn_of_a_loop_and_go_with_a_condition(fill, tmp_path: Path) -> None:
    path = saved(landscape_template(), tmp_path / "t.docx")
    data = fill(path, landscape_words())
    sound(data, tmp_path / "x.docx")
    assert sections_of(data) == ["upright", "across", "upright", "across", "upright"]
    document = docx.Document(io.BytesIO(data))
    assert [section.header.paragraphs[0].text for section in document.sections] == [
        "Upright: Our plan",
        "Across: Our plan",
        "Upright: Our plan",
        "Across: Our plan",
        "Upright again: Our plan",
    ]
    headings = [row for row in body(data).iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert len(headings) == 2
    assert [len(table.rows) for table in document.tables] == [13, 3]


# --- text boxes ---------------------------------------------------------------------------------------------------


def box_template() -> docx.document.Document:
    made = blank()
    made.add_paragraph("{%p for person in people %}")
    inside = "<w:p><w:r><w:t>{{ person.name }}</w:t></w:r></w:p><w:p><w:r><w:t>{{ person.words }}</w:t></w:r></w:p>"
    made.add_paragraph("Beside the box of {{ person.name }}")._p.append(text_box(inside))
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p if people %}")
    made.add_paragraph()._p.append(text_box("<w:p><w:r><w:t>{{ people[0].name }}</w:t></w:r></w:p>"))
    made.add_paragraph("{%p endif %}")
    return made


def box_words() -> dict[str, object]:
    return {
        "people": [
            {"name": "Robin & <Sam>", "words": formatted("**I** decide")},
            {"name": "Kit", "words": "{{ not a field }}"},
            {"name": "Vee", "words": "a"},
        ]
    }


def test_text_boxes_in_a_loop_have_ids_of_their_own_and_say_the_same_twice(fill, tmp_path: Path) -> None:
    path = saved(box_template(), tmp_path / "t.docx")
    data = fill(path, box_words())
    sound(data, tmp_path / "x.docx")
    tree = body(data)
    boxes = list(tree.iter(f"{MC}AlternateContent"))
    assert len(boxes) == 4
    for box in boxes:
        new, old = (list(texts(box.find(f"{MC}{name}"))) for name in ("Choice", "Fallback"))
        assert new == old
    assert list(texts(boxes[0].find(f"{MC}Choice"))) == ["Robin & <Sam>", "I decide"]
    assert list(texts(boxes[1].find(f"{MC}Choice"))) == ["Kit", "{{ not a field }}"]
    for ids in (
        [item.get("id") for item in tree.iter(f"{WP}docPr")],
        [item.get("id") for item in tree.iter(f"{V}shape")],
        [item.get(f"{OFFICE}spid") for item in tree.iter(f"{V}shape")],
    ):
        assert len(ids) == 4
        assert len(set(ids)) == 4
    kinds = [item.get("id") for item in tree.iter(f"{V}shapetype")]
    assert set(kinds) == {"_x0000_t202"}  # shapes point to their kind by this name
    bold = [
        run
        for run in boxes[0].iter(f"{W}r")
        if run.find(f"{W}rPr/{W}b") is not None or run.find(f"{W}rPr/{W}rStyle") is not None
    ]
    assert len(bold) == 2  # once in each form


# --- sub-documents ------------------------------------------------------------------------------------------------


def chapter(path: Path, name: str, picture: bytes) -> Path:
    made = blank()
    style = made.styles.add_style(f"Chapter {name}", 1)
    style.font.bold = True
    made.add_paragraph(f"Chapter {name}", style=style)
    for text in ("first", "second"):
        made.add_paragraph(f"{name} {text}", style="List Number")
    made.add_paragraph(f"{name} point", style="List Bullet")
    made.add_picture(io.BytesIO(picture), width=Mm(30))
    table = made.add_table(1, 2)
    table.style = "Table Grid"
    table.cell(0, 0).text = f"{name} left"
    return saved(made, path)


@pytest.mark.parametrize("strict", [True, False])
def test_sub_documents_keep_styles_numbers_and_pictures(tmp_path: Path, *, strict: bool) -> None:
    made = blank()
    made.add_paragraph("The whole", style="Heading 1")
    made.add_paragraph("Own list", style="List Number")
    made.add_paragraph("{%p for part in parts %}")
    made.add_paragraph("Part {{ loop.index }}")
    made.add_paragraph("{{p part }}")
    made.add_paragraph("{%p endfor %}")
    template = PackTemplate(saved(made, tmp_path / "t.docx"))
    sources = [
        chapter(tmp_path / f"{name}.docx", name, photo("PNG", (60 + 10 * n, 40))) for n, name in enumerate(("A", "B"))
    ]
    parts = [template.new_subdoc(str(source)) for source in sources]
    words = {"parts": parts}
    if strict:
        assert template.fill(words) == ()
    else:
        template.render(words)
    stream = io.BytesIO()
    template.save(stream)
    data = stream.getvalue()
    sound(data, tmp_path / "x.docx")
    document = docx.Document(io.BytesIO(data))
    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}
    for name in ("A", "B"):
        assert by_text[f"Chapter {name}"].style.name == f"Chapter {name}"
        assert by_text[f"Chapter {name}"].style.font.bold
        assert by_text[f"{name} first"].style.name == "List Number"
    if not strict:
        return  # lists are as docxtpl leaves them
    lists = {
        text: by_text[text]._p.pPr.numPr.numId.val if by_text[text]._p.pPr.numPr is not None else None
        for text in ("Own list", "A first", "A second", "B first", "B second")
    }
    assert lists["A first"] == lists["A second"]
    assert lists["B first"] == lists["B second"]
    assert len({lists["Own list"], lists["A first"], lists["B first"]}) == 3  # each begins at 1
    assert len(document.inline_shapes) == 2
    shown = [document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
             for shape in document.inline_shapes]  # fmt: skip
    assert shown == [photo_of(source) for source in sources]
    ids = [item.get("id") for item in body(data).iter(f"{WP}docPr")]
    assert len(set(ids)) == len(ids)
    assert [table.cell(0, 0).text for table in document.tables] == ["A left", "B left"]


def photo_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(next(name for name in archive.namelist() if name.startswith("word/media/")))


# --- headers, captions, contents ----------------------------------------------------------------------------------


def field(paragraph: docx.text.paragraph.Paragraph, instruction: str, shown: str) -> None:
    for part in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{shown}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {NAMES}>{part}</w:r>"))


def long_template() -> docx.document.Document:
    made = landscape_template()
    first = made.paragraphs[0]
    contents = first.insert_paragraph_before()
    made.styles.add_style("TOC 1", 1)
    field(contents, 'TOC \\\\o "1-1" \\\\h \\\\z'.replace("\\\\", "\\"), "Filled later")
    made.sections[0].header.add_paragraph("{{ notice }}")
    made.sections[0].footer.paragraphs[0].text = "{{ foot }}"
    at = next(item for item in made.paragraphs if item.text.startswith("Wide table"))
    caption = at.insert_paragraph_before("", style="Caption")
    caption._p.append(parse_xml(f'<w:bookmarkStart {NAMES} w:id="7" w:name="_RefTable"/>'))
    caption.add_run("Table ")
    field(caption, "SEQ Table \\* ARABIC", "{{ loop.index }}")
    caption._p.append(parse_xml(f'<w:bookmarkEnd {NAMES} w:id="7"/>'))
    caption.add_run(": what was done")
    return made


def long_words() -> dict[str, object]:
    return landscape_words() | {
        "notice": formatted("For **Eastmoor**, by [us](https://example.org/a?b=c&d=e)"),
        "foot": formatted("*Draft* of `today`"),
    }


def test_formatted_text_stands_in_headers_and_footers(fill, tmp_path: Path) -> None:
    data = fill(saved(long_template(), tmp_path / "t.docx"), long_words())
    sound(data, tmp_path / "x.docx")
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    notice = section.header.paragraphs[1]
    assert [run.text for run in notice.runs if run.bold or run.style.name == "Strong"] == ["Eastmoor"]
    links = [
        section.header.part.rels[item.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")]
        for item in notice._p.iter(f"{W}hyperlink")
    ]
    assert [link.target_ref for link in links] == ["https://example.org/a?b=c&d=e"]
    foot = section.footer.paragraphs[0]
    assert [run.text for run in foot.runs if run.italic or run.style.name == "Emphasis"] == ["Draft"]


def test_contents_and_captions_follow_the_loop(tmp_path: Path) -> None:
    template = PackTemplate(saved(long_template(), tmp_path / "t.docx"))
    assert template.fill(long_words()) == ()
    assert [entry.heading for entry in template.contents] == ["One", "Two", "Three"]
    template.number_contents((2, 4, 5))
    stream = io.BytesIO()
    template.save(stream)
    data = stream.getvalue()
    sound(data, tmp_path / "x.docx")
    lines = [text for text in texts(body(data), seen=True) if re.match(r"(One|Two|Three)\t", text)]
    assert [line.partition("\t")[2][-1:] for line in lines] == ["2", "4", "5"]
    marks = [item.get(f"{W}name") for item in body(data).iter(f"{W}bookmarkStart")]
    assert [mark for mark in marks if mark.startswith("_RefTable")] == ["_RefTable1", "_RefTable2"]
    ids = [item.get(f"{W}id") for item in body(data).iter(f"{W}bookmarkStart")]
    assert len(set(ids)) == len(ids)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_lays_it_out_as_meant(fill, tmp_path: Path) -> None:
    (tmp_path / "long.docx").write_bytes(fill(saved(long_template(), tmp_path / "t.docx"), long_words()))
    (tmp_path / "boxes.docx").write_bytes(fill(saved(box_template(), tmp_path / "b.docx"), box_words()))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(tmp_path / "long.docx"), str(tmp_path / "boxes.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    pages = pypdfium2.PdfDocument(tmp_path / "long.pdf")
    across = [page.get_width() > page.get_height() for page in pages]
    assert any(across)
    assert not all(across)
    told = [page.get_textpage().get_text_bounded() for page in pages]
    assert all(("Across: Our plan" in text) is is_across for text, is_across in zip(told, across, strict=True))
    wide = [text for text, is_across in zip(told, across, strict=True) if is_across]
    assert all("Area" in text and "When" in text for text in wide[:2])  # the heading row stands on each page
    boxes = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "boxes.pdf"))
    assert boxes.count("Robin & <Sam>") == 3
    assert "{{ not a field }}" in boxes
