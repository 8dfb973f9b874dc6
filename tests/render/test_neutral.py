"""What reaches outside a template, or starts something, is taken out of what is written, and told."""

import zipfile
from pathlib import Path

import pytest

from alongside.render.check import check_template
from alongside.render.package import read_parts
from alongside.render.template import PackTemplate

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r><w:r><w:fldChar '
    'w:fldCharType="separate"/></w:r><w:r><w:t>shown</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def with_body(path: Path, xml: str, relations: str = "") -> Path:
    """The template with more in its body and its relations."""
    parts = read_parts(path.read_bytes(), "x")
    body = parts["word/document.xml"].decode()
    head = body.index("<w:body>") + len("<w:body>")
    parts["word/document.xml"] = (body[:head] + xml + body[head:]).encode()
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{relations}</Relationships>".encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def outside(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rIdX{number}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'


@pytest.mark.parametrize(
    "code",
    [
        'DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"',
        " dde x y",
        'INCLUDETEXT "https://example.test/x.docx"',
        "INCLUDEPICTURE http://example.test/p.png \\d",
        "MACROBUTTON Run here",
        'HYPERLINK "file://server/share"',
        'HYPERLINK "javascript:alert(1)"',
        "",
    ],
)
def test_a_field_that_does_something_becomes_the_text_it_shows(make, fill, part_texts, code):
    path = with_body(make("{{ a }}"), FIELD.format(code))
    found = PackTemplate(path).fill({"a": "x"})
    assert [item.rule for item in found] == ["template.live_field"]
    data = fill(path, {"a": "x"})
    assert b"instrText" not in read_parts(data, "x")["word/document.xml"]
    assert part_texts(data)[:2] == ["shown", "x"]
    assert "template.live_field" in [item.rule for item in check_template(path, None)]


def test_a_code_put_together_by_fields_inside_it_is_taken_out(make, fill):
    inner = FIELD.format("QUOTE 68 68 69").removeprefix("<w:p>").removesuffix("</w:p>")
    code = (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}<w:r><w:instrText> c:\\\\x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    data = fill(with_body(make("{{ a }}"), code), {"a": "x"})
    assert b"c:\\\\x" not in read_parts(data, "x")["word/document.xml"]


@pytest.mark.parametrize(
    "code", [" PAGE ", 'TOC \\o "1-2" \\h', 'HYPERLINK "https://example.test/"', "= 1 + 1", "REF a \\h"]
)
def test_a_harmless_field_stays(make, fill, code):
    path = with_body(make("{{ a }}"), FIELD.format(code))
    assert PackTemplate(path).fill({"a": "x"}) == ()
    assert b"instrText" in read_parts(fill(path, {"a": "x"}), "x")["word/document.xml"]


def test_what_points_outside_loses_its_pointer_and_keeps_its_text(make, fill, part_texts):
    space = f'xmlns:r="{OFFICE}"'
    body = (
        f'<w:p><w:hyperlink {space} r:id="rIdX1"><w:r><w:t>bad link</w:t></w:r></w:hyperlink></w:p>'
        f'<w:p><w:hyperlink {space} r:id="rIdX2"><w:r><w:t>good link</w:t></w:r></w:hyperlink></w:p>'
    )
    relations = (
        outside(1, "hyperlink", "file:///c:/secret")
        + outside(2, "hyperlink", "https://example.test/")
        + outside(3, "image", "https://example.test/track.png")
        + outside(4, "attachedTemplate", "https://example.test/evil.dotm")
        + outside(5, "oleObject", "https://example.test/x")
    )
    path = with_body(make("{{ a }}"), body, relations)
    found = PackTemplate(path).fill({"a": "x"})
    assert {item.rule for item in found} == {"template.outside_link"}
    assert len(found) == 4
    data = fill(path, {"a": "x"})
    parts = read_parts(data, "x")
    rels = parts["word/_rels/document.xml.rels"]
    assert b"rIdX2" in rels
    assert not any(name in rels for name in (b"rIdX1", b"rIdX3", b"rIdX4", b"rIdX5", b"secret"))
    assert b"rIdX1" not in parts["word/document.xml"]
    assert part_texts(data)[:3] == ["bad link", "good link", "x"]


def test_a_value_cannot_leave_its_place_in_a_field_code(make, fill):
    path = with_body(make("x"), FIELD.format('REF "{{ a }}"'))
    data = fill(path, {"a": 'x" \\* MERGEFORMAT { DDE }'})
    body = read_parts(data, "x")["word/document.xml"].decode()
    code = body[body.index("<w:instrText") : body.index("</w:instrText>")]
    assert code.count('"') - code.split(">")[0].count('"') <= 2
    assert "\\" not in code
