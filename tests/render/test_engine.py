"""The fast way and the slow way give the same; nothing is kept that should not be."""

import io
import threading
import zipfile
from pathlib import Path

import jinja2
import pytest
from docx import Document
from docxtpl import DocxTemplate, InlineImage, RichText
from lxml import etree

from alongside.render import compiled, opened
from alongside.render.environment import environment
from alongside.render.package import read_parts
from alongside.render.patched import patched
from alongside.render.strings import resolved
from alongside.render.structure import structure_of
from alongside.render.tables import fits
from alongside.render.template import PackTemplate
from alongside.render.zipped import members

SLOW = ("fedramp",)  # docxtpl takes minutes


def canonical(data: bytes) -> dict[str, bytes]:
    """Each part after XML canonicalisation."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {
        name: etree.tostring(etree.fromstring(content), method="c14n") if name.endswith((".xml", ".rels")) else content
        for name, content in parts.items()
    }


def made_by(engine, path: Path, words, **options) -> bytes:
    template = engine(path)
    template.render(words, **options)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def same(path: Path, words, **options) -> None:
    theirs = canonical(made_by(DocxTemplate, path, words, **options))
    template = PackTemplate(path)
    template.render(words, **options)
    assert template._live is None, "python-docx was not needed"
    assert canonical(made_by(PackTemplate, path, words, **options)) == theirs


@pytest.fixture(autouse=True)
def fresh() -> None:
    opened.forget()
    compiled.forget()


def test_loops_tables_headers_and_rich_text_are_as_docxtpl_makes_them(make):
    path = make(
        "{{ a }} and {{r rich }} after",
        "{%p for x in rows %}",
        "{{ loop.index }}: {{ x }}{% if x == 'b' %} (b){% endif %}",
        "{%p endfor %}",
        table=[["{%tr for x in rows %}", ""], ["{{ x }}", "{{ a }}"], ["{%tr endfor %}", ""]],
        header="{{ a }}",
        footer="{{ a|upper }}",
    )
    words = {"a": "text", "rich": RichText("bold\nnext\ttab", bold=True), "rows": ["a", "b", "c"]}
    same(path, words)
    same(path, {**words, "a": "<&>"}, autoescape=True)
    same(path, {**words, "rows": []})


def test_columns_that_a_loop_makes_fit_the_grid_as_docxtpl_fits_it(make):
    path = make(table=[["x", "{%tc for x in rows %}", "{{ x }}", "{%tc endfor %}"]])
    for count in (1, 2, 3, 7):
        same(path, {"rows": list(range(count))})


def test_what_is_filled_raw_is_as_docxtpl_makes_it(make):
    same(make("{{ a }}"), {"a": "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>bold"})


@pytest.mark.parametrize("text", ["Oak & Ash <Ltd>", "a < b", "5 > 4 & 3", "\x02", "<b>not closed"])
def test_text_that_docxtpl_loses_is_kept(make, text):
    path = make("[{{ a }}] and the rest", "next", header="{{ a }}x" if text.isprintable() and "<" not in text else "")
    found = Document(io.BytesIO(made_by(PackTemplate, path, {"a": text}))).paragraphs
    assert [item.text for item in found][:2] == [f"[{text}] and the rest".replace("\x02", "�"), "next"]


def test_an_environment_of_the_callers_own_is_used_and_watched(make):
    path = make("{{ a|mine }}")
    env = jinja2.Environment()
    env.filters["mine"] = lambda text: f"one {text}"
    first = made_by(PackTemplate, path, {"a": "x"}, jinja_env=env)
    env.filters["mine"] = lambda text: f"two {text}"
    second = made_by(PackTemplate, path, {"a": "x"}, jinja_env=env)
    said = [Document(io.BytesIO(data)).paragraphs[0].text for data in (first, second)]
    assert said == ["one x", "two x"]


def test_a_picture_brings_python_docx_in_and_is_as_docxtpl_makes_it(make, tmp_path):
    png = tmp_path / "dot.png"
    png.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
            "a5f645400000000049454e44ae426082"
        )
    )
    path = make("{{ pic }} beside {{ a }}", header="{{ pic }}")
    made = []
    for engine in (DocxTemplate, PackTemplate):
        template = engine(path)
        template.render({"pic": InlineImage(template, str(png)), "a": "x"})
        stream = io.BytesIO()
        template.save(stream)
        made.append(canonical(stream.getvalue()))
    assert made[0] == made[1]


def test_the_document_is_there_for_whoever_asks(make):
    template = PackTemplate(make("{{ a }}"))
    template.render({"a": "x"})
    template.docx.add_paragraph("added")
    stream = io.BytesIO()
    template.save(stream)
    assert [item.text for item in Document(io.BytesIO(stream.getvalue())).paragraphs] == ["x", "added"]
    template.render({"a": "y"})  # as docxtpl: from the template again
    stream = io.BytesIO()
    template.save(stream)
    assert [item.text for item in Document(io.BytesIO(stream.getvalue())).paragraphs] == ["y"]


def test_a_changed_template_is_read_anew(make):
    path = make("one {{ a }}")
    made_by(PackTemplate, path, {"a": 1})
    make("two {{ a }}")
    assert Document(io.BytesIO(made_by(PackTemplate, path, {"a": 1}))).paragraphs[0].text == "two 1"


def test_parts_without_fields_are_copied_packed_as_they_are(make):
    path = make("{{ a }}")
    before = members(path.read_bytes())
    after = members(made_by(PackTemplate, path, {"a": "x"}))
    assert after["word/styles.xml"].packed == before["word/styles.xml"].packed
    assert after["word/document.xml"].packed != before["word/document.xml"].packed


def test_many_threads_fill_one_template_each_with_its_own_words(make, part_texts):
    path = make("{{ a }}", "{%p for x in rows %}", "{{ x }}", "{%p endfor %}")
    results: dict[int, list[list[str]]] = {}

    def work(number: int) -> None:
        words = {"a": f"thread {number}", "rows": [str(number)] * number}
        found = []
        for _round in range(15):
            template = PackTemplate(path)
            template.fill(words)
            stream = io.BytesIO()
            template.save(stream)
            found.append(part_texts(stream.getvalue()))
        results[number] = found

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, found in results.items():
        assert found == [[f"thread {number}", *[str(number)] * number]] * 15
    assert len(results) == 8


def test_what_is_kept_is_bounded():
    kept = compiled.Kept[str](3, 100)
    for number in range(10):
        kept.put(number, str(number), 10)
    assert [kept.get(number) for number in range(10)] == [None] * 7 + ["7", "8", "9"]
    kept.put("large", "x", 1000)
    assert kept.get("large") == "x"
    assert kept.get(9) is None


@pytest.mark.parametrize(
    ("source", "sound"),
    [
        ("<w:p><w:r><w:t>{{ a }}</w:t></w:r></w:p>", True),
        ("{% for a in b %}<w:p/>{% endfor %}", True),
        ("<w:p><w:r><w:t>{% if a %}x</w:t></w:r><w:r><w:t>y{% endif %}</w:t></w:r></w:p>", True),
        ("<w:p>{% if a %}</w:p>{% endif %}", False),
        ("{% if a %}<w:p>{% else %}<w:p>{% endif %}</w:p>", False),
        ('<w:a w:b="{{ c }}"/>', True),
        ('<w:a {% if c %}w:b="1"{% endif %}/>', False),
        ("<w:a {{ c }}/>", False),
        ("<{{ c }}/>", False),
        ("{% macro m() %}<w:p>{% endmacro %}", False),
    ],
)
def test_only_what_is_sound_in_every_branch_goes_without_a_parser(source, sound):
    assert structure_of(jinja2.Environment().parse(source)).sound is sound


def test_a_table_is_only_left_alone_where_docxtpl_would_leave_it():
    table = '<w:tbl><w:tblGrid><w:gridCol w:w="1"/><w:gridCol w:w="1"/></w:tblGrid>{}</w:tbl>'
    cell, wide = "<w:tc/>".replace("/>", "></w:tc>"), '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr></w:tc>'
    assert fits(table.format(f"<w:tr>{cell}{cell}</w:tr><w:tr>{wide}</w:tr>"))
    assert not fits(table.format(f"<w:tr>{cell}</w:tr>"))
    assert not fits(table.format(f"<w:tr>{cell * 3}</w:tr>"))
    assert not fits(table.format(""))


def test_fields_are_put_together_in_long_parts_as_docxtpl_does(corpora):
    compared = 0
    for path in sorted((corpora / "docx_real").glob("*.docx")):
        if path.name.startswith(SLOW) or path.stat().st_size > 300_000:
            continue
        try:
            template = DocxTemplate(path)
            template.init_docx()
            xml = template.get_xml()
        except Exception:  # noqa: BLE001 - a broken file is not what is looked at
            continue
        if "{{" in xml and 60_000 < len(xml) < 900_000:
            assert patched(xml, template.patch_xml) == template.patch_xml(xml), path.name
            compared += 1
    assert compared >= 3


def test_listings_are_resolved_in_their_paragraphs_as_docxtpl_does():
    resolve = DocxTemplate.resolve_listing
    xml = (
        '<w:p w:a="1"/><w:p><w:pPr><w:b/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>one\ntwo\tthree\afour</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>plain</w:t></w:r></w:p><w:p><w:r><w:t>\f</w:t></w:r><w:txbxContent><w:p><w:r><w:t>a\nb</w:t>"
        "</w:r></w:p></w:txbxContent></w:p>"
    )
    assert resolved(xml, lambda text: resolve(None, text)) == resolve(None, xml)


def test_real_documents_are_as_docxtpl_makes_them(corpora):
    compared = 0
    for path in sorted((corpora / "docx_real").glob("*.docx")):
        if path.name.startswith(SLOW) or path.stat().st_size > 100_000:
            continue
        results = []
        for engine in (DocxTemplate, PackTemplate):
            try:
                parts = canonical(made_by(engine, path, {}))
                parts.pop(
                    "docProps/core.xml", None
                )  # where a file has none, python-docx makes one with the time of day
                results.append(parts)
            except Exception as error:  # noqa: BLE001 - what docxtpl refuses, ours may refuse alike
                results.append({"error": type(error).__name__.encode()})
        if "error" not in results[0]:
            assert results[0] == results[1], path.name
            compared += 1
    assert compared >= 20


def test_library_text_that_looks_like_something_else_comes_out_as_text(make, part_texts, fill):
    for text in ('{ DDEAUTO c:\\\\cmd "/c x" }', "<w:fldSimple w:instr='DDE'/>", "{% for x in y %}", "&#60;b&#62;"):
        data = fill(make("{{ a }}", table=[["{{ a }}"]], header="{{ a }}"), {"a": text})
        assert part_texts(data)[:2] == [text, text]
        assert b"fldSimple" not in read_parts(data, "x")["word/document.xml"].replace(b"&lt;w:fldSimple", b"")


def test_time_is_bounded(make, refused, monkeypatch):
    monkeypatch.setattr("alongside.render.environment.SECONDS", 0.0)
    path = make("{% for a in rows %}{% for b in rows %}{% endfor %}{% endfor %}")
    error = refused(lambda: PackTemplate(path).fill({"rows": list(range(500))}))
    assert error is not None
    assert "longer than anybody waits" in error.what


def test_one_environment_serves_as_well_as_many(make, fill):
    path = make("{{ a }}")
    assert fill(path, {"a": "x"}) == made_by(PackTemplate, path, {"a": "x"}, jinja_env=environment())
