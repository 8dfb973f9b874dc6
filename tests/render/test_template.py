"""PackTemplate: docxtpl's equal, and exact where docxtpl loses text."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docxtpl import DocxTemplate, Listing, RichText
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from alongside.errors import AlongsideError
from alongside.render.characters import clean
from alongside.render.package import read_parts
from alongside.render.template import PackTemplate, environment

DAY = date(2026, 11, 24)
AWKWARD = (
    "Oak & Ash <Ltd>",
    "a < b > c && d",
    "<w:t>not markup</w:t>",
    "&amp; stays &amp;",
    "first line\nsecond line",
    "a\ttab and two\t\tmore",
    "  spaces  before, between  and after  ",
    "{{ nope }} {% if x %} {# note #}",
    "{_{ and }_} and {_% %_}",
    "quotes ' \" “ ” ‘ ’",
    "\u2028 line separator, \u00a0 hard space, \u00ad soft hyphen",
    "\U0001f600 पाठ 文字 עברית",
    "]]> <!-- x --> <?pi?>",
    "\n",
    "\tindented\n\n\nend\n",
)


def opened(data: bytes) -> list[str]:
    """What python-docx, which is not ours, reads."""
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_arrives_exactly(make, fill, part_texts, text):
    path = make("Said: {{ word }}.", table=[["{{ word }}", "x{{ word }}"]], header="{{ word }}", footer="{{ word }}")
    data = fill(path, {"word": text})
    body = part_texts(data)
    assert body[0] == f"Said: {text}."
    assert opened(data)[0] == f"Said: {text}."
    assert body[1:3] == [text, f"x{text}"]
    assert part_texts(data, "word/header1.xml") == [text]
    assert part_texts(data, "word/footer1.xml") == [text]


def test_docxtpl_itself_loses_what_ours_keeps(make):
    path = make("Said: {{ word }}.")
    theirs = DocxTemplate(path)
    theirs.render({"word": "Oak & Ash <Ltd>"})
    stream = io.BytesIO()
    theirs.save(stream)
    assert opened(stream.getvalue())[0] != "Said: Oak & Ash <Ltd>."  # the reason why PackTemplate is there


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), row=st.lists(st.text(max_size=12), max_size=4))
def test_any_text_arrives(make, fill, part_texts, text, row):
    path = make("{{ word }}", "{%p for item in row %}", "[{{ item }}]", "{%p endfor %}", "end", name="any.docx")
    expected = [clean(text)[0], *(f"[{clean(item)[0]}]" for item in row), "end"]
    assert part_texts(fill(path, {"word": text, "row": row})) == expected


def test_line_ends_of_every_system_become_line_breaks(make, fill, part_texts):
    assert part_texts(fill(make("{{ w }}"), {"w": "a\r\nb\rc\x0bd"})) == ["a\nb\nc\nd"]


def test_a_character_that_word_cannot_hold_is_replaced_and_reported(make):
    template = PackTemplate(make("{{ w }}"))
    (found,) = template.fill({"w": "ring\x07 half\ud800"})
    assert found.rule == "output.replaced_character"
    assert found.where.part == "body"
    assert "ring� half�" in found.message


def test_none_prints_nothing_and_numbers_print(make, fill, part_texts):
    assert part_texts(fill(make("[{{ a }}|{{ b }}]"), {"a": None, "b": 12})) == ["[|12]"]


def test_a_plain_text_in_a_rich_field_is_not_lost(make, fill, part_texts):
    path = make("before {{r word }} after", "{{p word }}", table=[["{{p word }}"]])
    data = fill(path, {"word": "A & B"})
    texts = part_texts(data)
    assert texts[:2] == ["before A & B after", "A & B"]
    assert "A & B" in texts[2:]


def test_docxtpls_objects_still_work(make, fill, part_texts):
    path = make("{{r rich }}", "{{ listing }}")
    rich = RichText("bold & <b>", bold=True)
    rich.add("\nnext")
    data = fill(path, {"rich": rich, "listing": Listing("one\ntwo\athree & four")})
    texts = part_texts(data)
    assert texts[0] == "bold & <b>\nnext"
    assert texts[1:3] == ["one\ntwo", "three & four"]


# --- unknown names and faults -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("{{ titel }}", "titel"),
        ("{{ pack.titel }}", "titel"),
        ("{% if titel %}x{% endif %}", "titel"),
        ("{{ titel|upper }}", "titel"),
    ],
)
def test_an_unknown_name_is_told_with_template_word_and_paragraph(make, field, word):
    path = make("Heading", f"This stands around {field} in the page", name="mine.docx")
    with pytest.raises(AlongsideError) as caught:
        PackTemplate(path).fill({"pack": {"title": "T"}})
    assert caught.value.where.startswith("mine.docx, body, paragraph ")
    assert f"“{word}”" in caught.value.what
    assert "This stands around" in caught.value.what
    assert "title" in caught.value.remedy  # did you mean


def test_an_unknown_name_in_a_header_names_the_header(make):
    with pytest.raises(AlongsideError) as caught:
        PackTemplate(make("x", header="{{ nope }}", name="mine.docx")).fill({})
    assert caught.value.where.startswith("mine.docx, header")


@pytest.mark.parametrize(
    "field",
    ["{{ a b }}", "{% if a %}", "{% endfor %}", "{{ a", "{{ 1 / 0 }}", "{{ a + 1 }}", "{% for x in 3 %}{% endfor %}"],
)
def test_a_faulty_field_is_an_error_for_the_user(make, field):
    with pytest.raises(AlongsideError) as caught:
        PackTemplate(make(f"near {field}")).fill({"a": "text"})
    assert caught.value.where
    assert caught.value.remedy


def test_a_row_field_that_ends_elsewhere_gives_no_broken_file(make):
    path = make("{%p endfor %}", table=[["{%tr for a in rows %}"], ["{{ a }}"]])
    with pytest.raises(AlongsideError):
        PackTemplate(path).fill({"rows": [1, 2]})


def test_fields_in_footnotes_are_filled_once(tmp_path, make, part_texts):
    """docxtpl fills notes once a section, so that a text that looks like a field would be run."""
    path = make("Text")
    notes = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w='
        b'"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="1"><w:p><w:r>'
        b"<w:t>{{ note }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    document = Document(str(path))
    document.add_section()
    document.save(str(path))
    parts = read_parts(path.read_bytes(), "x")
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/word/footnotes.xml" ContentType="' + kind + b'"/></Types>'
    )
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId90" Type="' + relation + b'" Target="footnotes.xml"/></Relationships>',
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**parts, "word/footnotes.xml": notes}.items():
            archive.writestr(name, content)
    template = PackTemplate(path)
    assert template.fill({"note": "{{ 7 * 7 }} & <b>"}) == ()
    stream = io.BytesIO()
    template.save(stream)
    assert part_texts(stream.getvalue(), "word/footnotes.xml") == ["{{ 7 * 7 }} & <b>"]


# --- saving -----------------------------------------------------------------------------------------------------


def saved(path: Path, words: dict[str, object], title: str = "A title") -> bytes:
    template = PackTemplate(path)
    template.fill(words)
    template.describe(title=title, subject="A subject", day=DAY)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def test_the_same_content_gives_the_same_bytes(make):
    path = make("{{ a }}", header="{{ a }}", table=[["{{ a }}"]])
    first = saved(path, {"a": "x"})
    assert first == saved(path, {"a": "x"})
    assert first != saved(path, {"a": "y"})
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]
        assert archive.namelist()[2:] == sorted(archive.namelist()[2:])


def test_properties_are_those_given_and_nobody_is_named(make):
    path = make("{{ a }}")
    document = Document(str(path))
    document.core_properties.author = document.core_properties.last_modified_by = "Alex Writer"
    document.core_properties.comments = document.core_properties.category = "made by Alex Writer"
    document.save(str(path))
    data = saved(path, {"a": "x"}, title="T" * 300)
    properties = Document(io.BytesIO(data)).core_properties
    assert (properties.title, properties.subject) == ("T" * 255, "A subject")
    assert properties.created == properties.modified
    assert properties.created.date() == DAY
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert b"Alex" not in b"".join(read_parts(data, "x").values())


def test_saving_to_a_path_and_to_a_stream_is_the_same(make, tmp_path):
    template = PackTemplate(make("x {{ a }}"))
    template.render({"a": 1}, environment())
    stream = io.BytesIO()
    template.save(stream)
    template.save(tmp_path / "a.docx")
    template.save(str(tmp_path / "b.docx"))
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes() == stream.getvalue()


def test_a_template_from_a_stream_can_be_filled_again(make, part_texts):
    template = PackTemplate(io.BytesIO(make("x {{ a }}").read_bytes()))
    for value in ("1", "2"):
        template.fill({"a": value})
        stream = io.BytesIO()
        template.save(stream)
        assert part_texts(stream.getvalue())[0] == f"x {value}"


def test_an_output_is_valid_word(make, fill, tmp_path, assert_valid_docx):
    path = make("{{ a }}", table=[["{%tr for r in rows %}"], ["{{ r }}"], ["{%tr endfor %}"]], header="{{ a }}")
    out = tmp_path / "out.docx"
    out.write_bytes(fill(path, {"a": "line\nline\ttab  & <x>", "rows": ["a", "b & c"]}))
    assert_valid_docx(out)


# --- docxtpl's own templates ------------------------------------------------------------------------------------


def plain_cases(corpora: Path) -> list[tuple[str, Path, dict[str, object]]]:
    """docxtpl's own templates whose contexts hold nothing but plain values."""
    folder = corpora / "templates_docxtpl"
    cases = []
    for path in sorted((folder / "contexts").glob("*.json")):
        for call in json.loads(path.read_text(encoding="utf-8")):
            template = folder / str(call["template"])
            plain = '"__type__"' not in json.dumps(call["context"]) and isinstance(call["context"], dict)
            if plain and template.is_file() and not call.get("extra_filters"):
                cases.append((path.stem, template, call["context"]))
    return cases


def canonical(data: bytes) -> dict[str, bytes]:
    return {
        name: etree.tostring(etree.fromstring(content), method="c14n") if name.endswith((".xml", ".rels")) else content
        for name, content in read_parts(data, "x").items()
        if name != "docProps/core.xml"  # holds the minute of saving
    }


def test_called_as_docxtpl_it_gives_what_docxtpl_gives(corpora):
    cases = plain_cases(corpora)
    assert len(cases) >= 10
    for name, path, words in cases:
        results = []
        for engine in (DocxTemplate, PackTemplate):
            template = engine(path)
            try:
                template.render(dict(words))
            except Exception as error:  # noqa: BLE001 - one of them is broken on purpose, and must break in both
                results.append(repr(error))
                continue
            stream = io.BytesIO()
            template.save(stream)
            results.append(canonical(stream.getvalue()))
        assert results[0] == results[1], name


def test_the_strict_way_prints_what_docxtpl_prints_when_it_escapes(corpora, part_texts):
    compared = 0
    for name, path, words in plain_cases(corpora):
        ours = PackTemplate(path)
        try:
            ours.fill(dict(words))
        except AlongsideError:
            continue  # a name that docxtpl prints as nothing
        theirs = DocxTemplate(path)
        theirs.render(dict(words), autoescape=True)
        streams = []
        for engine in (ours, theirs):
            stream = io.BytesIO()
            engine.save(stream)
            streams.append(stream.getvalue())
        assert part_texts(streams[0]) == part_texts(streams[1]), name
        compared += 1
    assert compared >= 8
