"""What the checker is given of a long template: it tells the same, of the same places."""

from pathlib import Path

import docxtpl_lint
import pytest
from lxml import etree

from alongside.render import check
from alongside.render.check import check_template
from alongside.render.slim import slimmed
from alongside.render.wordml import texts

FAULTY = ("Text", "{{ person.name }", "{% if a %}", "Text\twith a tab", "{{ b | nothing }} and {% endfor %}")
ROWS = [["{%tr for row in rows %}", "lost"], ["{{ row.a }}", "kept"], ["{%tr endfor %}", ""]]


@pytest.fixture
def all_is_long(monkeypatch) -> None:
    monkeypatch.setattr(check, "LONG", 0)


@pytest.mark.parametrize("paragraphs", [FAULTY[:1], FAULTY[2:], FAULTY, ("{{ a }}", "Between", "{{ a.b.c }}")])
def test_the_same_is_told(make, paragraphs, monkeypatch):
    path = make(*paragraphs, table=ROWS)
    as_it_is = check_template(path, frozenset({"a", "rows[].a"}))
    monkeypatch.setattr(check, "LONG", 0)
    assert check_template(path, frozenset({"a", "rows[].a"})) == as_it_is


@pytest.mark.usefixtures("all_is_long")
def test_the_product_s_own_templates_are_sound(templates: Path):
    for path in sorted(templates.glob("*.docx")):
        assert not check_template(path, None), path.name


def test_what_has_no_field_is_its_text_alone(make, monkeypatch):
    given: list[bytes] = []
    first = docxtpl_lint.lint

    def keeping(data, *rest, **more):
        given.append(data)
        return first(data, *rest, **more)

    monkeypatch.setattr(check, "lint", keeping)
    monkeypatch.setattr(check, "LONG", 0)
    path = make("Plain text", "With {{ a_field }}", table=[["One", "Two"]])
    check_template(path, None)
    tree = etree.fromstring(check.read_parts(given[0], "x")["word/document.xml"])
    assert list(texts(tree)) == ["Plain text", "With {{ a_field }}", "One", "Two"]
    assert {etree.QName(item).localname for item in tree.iter(etree.Element)} <= {
        "document", "body", "p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr"
    }  # fmt: skip


def test_paragraphs_in_others_are_left_whole():
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    inner = "<w:box><w:p><w:r><w:t>{{ in }}</w:t></w:r></w:p></w:box>"
    tree = etree.fromstring(f"<w:body {w}><w:p><w:r><w:t>Out</w:t></w:r>{inner}</w:p></w:body>")
    assert list(texts(etree.fromstring(slimmed(tree)))) == ["Out", "{{ in }}"]
