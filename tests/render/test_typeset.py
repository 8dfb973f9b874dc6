"""Formatted text in a document: runs, lists, quotations, tables and links, in a template's own styles."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from alongside.packs.formatted import FormattedText, Piece, Run, printed_texts
from alongside.packs.markdown import formatted
from alongside.render.template import PackTemplate
from alongside.render.wordml import W, text_of

RICH = """Before **bold**, *italic*, ***both*** and [a link](https://example.org/?a=1&b=2).
- first
- second
  1. one
  2. two
     - deep
- third
Between.
1. one
2. two
After a table:
| What | **n** | Share |
|------|------:|------:|
| Open, *not* dated | 12 | 80% |
| Closed | 3 | 20% |
> It is my door.
Last & <least>."""


def rich(text: str = RICH) -> FormattedText:
    made = formatted(text)
    assert isinstance(made, FormattedText)
    return made


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def sound(data: bytes, tmp_path: Path) -> bool:
    path = tmp_path / "checked.docx"
    path.write_bytes(data)
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, [f"{error.part_uri}: {error.description}" for error in found.errors]
    return bool(docx.Document(str(path)).paragraphs)


def lines(data: bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph of the body that shows something."""
    document = docx.Document(io.BytesIO(data))
    names = {style.style_id: style.name for style in document.styles}
    found = []
    for paragraph in document.element.body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = names[style.get(f"{W}val")] if style is not None else ""
        if text_of(paragraph):
            found.append((name, text_of(paragraph)))
    return found


def test_every_piece_stands_in_a_named_style(make, fill, tmp_path: Path) -> None:
    data = fill(make("Say: {{ text }}"), {"text": rich()})
    assert lines(data) == [
        ("", "Say: Before bold, italic, both and a link."),
        ("List Bullet", "first"),
        ("List Bullet", "second"),
        ("List Number 2", "one"),
        ("List Number 2", "two"),
        ("List Bullet 3", "deep"),
        ("List Bullet", "third"),
        ("", "Between."),
        ("List Number", "one"),
        ("List Number", "two"),
        ("", "After a table:"),
        *[("", cell) for cell in ("What", "n", "Share", "Open, not dated", "12", "80%", "Closed", "3", "20%")],
        ("Quote", "It is my door."),
        ("", "Last & <least>."),
    ]
    assert sound(data, tmp_path)


def test_bold_italic_and_links_are_told_by_their_runs(make, fill) -> None:
    data = fill(make("{{ text }}!"), {"text": rich("A **b** *c* ***d*** [e **f**](mailto:a@example.org) g")})
    paragraph = docx.Document(io.BytesIO(data)).paragraphs[0]
    looks = [
        (run.text, run.style.name, run.bold, run.italic)
        for run in paragraph.runs
        if run.text
    ]  # fmt: skip
    assert looks == [
        ("A ", "Default Paragraph Font", None, None),
        ("b", "Strong", None, None),
        (" ", "Default Paragraph Font", None, None),
        ("c", "Emphasis", None, None),
        (" ", "Default Paragraph Font", None, None),
        ("d", "Default Paragraph Font", True, True),
        (" ", "Default Paragraph Font", None, None),
        (" g", "Default Paragraph Font", None, None),
        ("!", "Default Paragraph Font", None, None),
    ]
    (link,) = paragraph.hyperlinks
    assert (link.address, link.text) == ("mailto:a@example.org", "e f")
    assert [(run.style.name, run.bold) for run in link.runs] == [("Hyperlink", None), ("Hyperlink", True)]


def test_a_run_keeps_the_look_the_template_gave_it(make, fill) -> None:
    path = make("x")
    document = docx.Document(str(path))
    run = document.paragraphs[0].runs[0]
    run.text, run.italic = "a {{ text }} z", True
    document.save(str(path))
    data = fill(path, {"text": rich("b **c**")})
    runs = docx.Document(io.BytesIO(data)).paragraphs[0].runs
    assert [(item.text, item.italic) for item in runs] == [("a ", True), ("b ", True), ("c", True), (" z", True)]


def numbers(data: bytes) -> list[tuple[str, str, int]]:
    """Each numbered paragraph with the number that Word prints, worked out as Word does it."""
    listing = part(data, "word/numbering.xml")
    look = {n.get(f"{W}numId"): n.find(f"{W}abstractNumId").get(f"{W}val") for n in listing.iter(f"{W}num")}
    starts = {
        (n.get(f"{W}numId"), o.get(f"{W}ilvl")): int(o.find(f"{W}startOverride").get(f"{W}val"))
        for n in listing.iter(f"{W}num")
        for o in n.iter(f"{W}lvlOverride")
    }
    counts: dict[tuple[str, str], int] = {}
    begun: set[tuple[str, str]] = set()
    shown = []
    for paragraph in part(data).iter(f"{W}p"):
        numbering = paragraph.find(f"{W}pPr/{W}numPr")
        if numbering is None:
            continue
        which = numbering.find(f"{W}numId").get(f"{W}val")
        level = numbering.find(f"{W}ilvl").get(f"{W}val")
        shared = (look[which], level)
        if (which, level) not in begun and (which, level) in starts:
            counts[shared] = starts[which, level] - 1
        begun.add((which, level))
        counts[shared] = counts.get(shared, 0) + 1
        for deeper in [key for key in counts if key[0] == shared[0] and key[1] > level]:
            del counts[deeper]
        shown.append((text_of(paragraph), level, counts[shared]))
    return shown


def test_each_list_begins_anew_and_goes_on_past_a_paragraph(make, fill) -> None:
    text = "1. a\n2. b\n  1. x\n  2. y\nBetween.\n3. c\n  1. z\n\nOther.\n1. d\n2. e"
    assert [(said, number) for said, _level, number in numbers(fill(make("{{ t }}"), {"t": rich(text)}))] == [
        ("a", 1), ("b", 2), ("x", 1), ("y", 2), ("c", 3), ("z", 1), ("d", 1), ("e", 2),
    ]  # fmt: skip
    loop = make("{%p for t in many %}", "{{ t }}", "{%p endfor %}")
    each = [rich("1. a\n2. b"), rich("1. c\n2. d")]
    assert [number for *_, number in numbers(fill(loop, {"many": each}))] == [1, 2, 1, 2]


def test_in_a_cell_a_header_and_a_row_of_a_loop(make, fill, tmp_path: Path) -> None:
    path = make(
        "Body",
        table=[["{%tr for t in rows %}", ""], ["{{ t }}", "x"], ["{%tr endfor %}", ""]],
        header="Head {{ short }}",
    )
    data = fill(
        path, {"rows": [rich("**a**\n- b\n- c"), rich("| d | e |\n|--|--|\n| f | g |")], "short": rich("**s**")}
    )
    cells = [[text_of(p) for p in cell.iter(f"{W}p")] for cell in part(data).iter(f"{W}tc")]
    assert cells[0] == ["a", "b", "c"]
    assert cells[2] == ["d", "e", "f", "g", ""]  # a cell ends in a paragraph, not in a table
    head = next(name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if name.startswith("word/header"))
    assert [text_of(p) for p in part(data, head).iter(f"{W}p")] == ["Head s"]
    assert sound(data, tmp_path)


def test_links_of_a_header_belong_to_the_header(make, fill, tmp_path: Path) -> None:
    data = fill(
        make("x {{ t }}", header="{{ t }}"), {"t": rich("[a](https://example.org/1) [b](https://example.org/2)")}
    )
    document = docx.Document(io.BytesIO(data))
    for holder in (document.part, document.sections[0].header.part):
        links = [item.target_ref for item in holder.rels.values() if item.reltype == RELATIONSHIP_TYPE.HYPERLINK]
        assert links == ["https://example.org/1", "https://example.org/2"]
    assert sound(data, tmp_path)


def test_a_template_without_lists_styles_or_numbering_gets_them(make, fill, tmp_path: Path) -> None:
    path = make("{{ text }}")
    document = docx.Document(str(path))
    for style in list(document.styles.element):
        name = style.find(f"{W}name")
        if name is not None and name.get(f"{W}val").startswith(
            ("List", "Hyper", "Strong", "Emph", "Quote", "Intense", "Table")
        ):
            document.styles.element.remove(style)
    for key in [key for key, item in document.part.rels.items() if item.reltype == RELATIONSHIP_TYPE.NUMBERING]:
        del document.part.rels[key]
    document.save(str(path))
    data = fill(path, {"text": rich()})
    assert [name for name, text in lines(data) if text in {"first", "deep"}] == ["List Bullet", "List Bullet 3"]
    assert numbers(data)[-1] == ("two", "0", 2)
    assert sound(data, tmp_path)


def test_where_no_paragraph_can_stand_it_is_text(make, fill, tmp_path: Path) -> None:
    path = make("x")
    document = docx.Document(str(path))
    document.paragraphs[0].runs[0].text = ""
    shape = document.paragraphs[0].add_run()._r
    shape.append(etree.fromstring(
        f'<w:pict xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:shape alt="{{ text }}" style="width:1pt;height:1pt"/></w:pict>'
    ))  # fmt: skip
    document.add_paragraph("after")
    document.save(str(path))
    template = PackTemplate(path)
    assert template.fill({"text": rich('**a** "q" & b\n- c\n- d')}) == ()
    target = io.BytesIO()
    template.save(target)
    (alt,) = part(target.getvalue()).xpath("//@alt")
    assert " ".join(alt.split()) == 'a "q" & b c d'


def test_filters_and_conditions_see_the_text(make, fill, part_texts) -> None:
    path = make("{% if t %}{{ t|upper }}{% endif %} {{ t ~ '!' }} {{ t.upper() }} {{ t|length }}")
    assert part_texts(fill(path, {"t": rich("**a** b")})) == ["A B a b! A B 3"]


CAPTION = '<w:bookmarkStart w:id="601" w:name="_RefTable1"/><w:r><w:t>Table 1</w:t></w:r><w:bookmarkEnd w:id="601"/>'


def test_each_caption_of_a_loop_has_a_bookmark_of_its_own(make, fill, tmp_path: Path) -> None:
    path = make("{%p for n in many %}", "x", "{%p endfor %}")
    document = docx.Document(str(path))
    for item in etree.fromstring(
        f'<x xmlns:w="{W[1:-1]}">{CAPTION.replace("Table1", "Table").replace("601", "1")}</x>'
    ):
        document.paragraphs[1]._p.append(item)
    document.save(str(path))
    data = fill(path, {"many": [1, 2, 3]})
    starts = [(item.get(f"{W}name"), item.get(f"{W}id")) for item in part(data).iter(f"{W}bookmarkStart")]
    assert [name for name, _id in starts] == ["_RefTable1", "_RefTable2", "_RefTable3"]
    assert [number for _name, number in starts] == [item.get(f"{W}id") for item in part(data).iter(f"{W}bookmarkEnd")]
    assert sound(data, tmp_path)


def test_a_reference_to_a_caption_is_a_field_with_its_text(make, fill, tmp_path: Path) -> None:
    text = FormattedText((Piece((Run("See "), Run("Table 1", bold=True, link="#_RefTable1"), Run("."))),))
    path = make("{{ t }}", "x")
    assert "REF" not in etree.tostring(part(fill(path, {"t": text})), encoding="unicode")  # nothing to refer to
    document = docx.Document(str(path))
    for item in etree.fromstring(f'<x xmlns:w="{W[1:-1]}">{CAPTION}</x>'):
        document.paragraphs[1]._p.append(item)
    document.save(str(path))
    data = fill(path, {"t": text})
    paragraph = next(part(data).iter(f"{W}p"))
    assert [item.text for item in paragraph.iter(f"{W}instrText")] == [" REF _RefTable1 \\h "]
    assert "".join(item.text or "" for item in paragraph.iter(f"{W}t")) == "See Table 1."
    assert [item.get(f"{W}fldCharType") for item in paragraph.iter(f"{W}fldChar")] == ["begin", "separate", "end"]
    assert sound(data, tmp_path)


ODD = st.text(st.sampled_from("ab *-1.>|[](\n\ufdd0\ufdd1<&{%}"), max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(texts=st.lists(ODD.map(formatted), min_size=1, max_size=3))
def test_every_text_arrives_whatever_it_holds(make, texts: list[str]) -> None:
    path = make("a{{ t[0] }}b{{ t[-1] }}c", table=[["{{ t[0] }}", "x{{ t[-1] }}"]])
    template = PackTemplate(path)
    assert template.fill({"t": texts}) == ()
    target = io.BytesIO()
    template.save(target)
    whole = "\n".join(text_of(p) for p in part(target.getvalue()).iter(f"{W}p"))
    for text in texts[:1]:
        assert all(said in whole for said in printed_texts(text))


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_prints_the_numbers_that_were_typed(make, fill, tmp_path: Path) -> None:
    text = "1. alpha\n2. beta\n  1. gamma\n  2. delta\nBetween.\n3. epsilon\nOther.\n1. zeta\n2. eta"
    source = tmp_path / "lists.docx"
    source.write_bytes(fill(make("{{ t }}"), {"t": rich(text)}))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "txt:Text", "--outdir",
         str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    shown = (tmp_path / "lists.txt").read_text("utf-8-sig").split("\n")
    found = {line.split()[-1]: line.split()[0] for line in shown if len(line.split()) > 1}
    assert {word: found[word].rstrip(".") for word in ("alpha", "beta", "epsilon", "zeta", "eta")} == {
        "alpha": "1", "beta": "2", "epsilon": "3", "zeta": "1", "eta": "2",
    }  # fmt: skip
