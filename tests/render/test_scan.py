"""Text in equals text out, or a Finding says what is missing."""

import dataclasses

from lxml import etree

from alongside.packs.formatted import FormattedText, Note, Piece, Run
from alongside.packs.plan import Paragraph
from alongside.render.scan import leftover_marks, lost_from_plan, not_arrived, strings_in
from alongside.render.template import PackTemplate
from alongside.render.wordml import W


def part(*paragraphs: str) -> etree._Element:
    body = etree.Element(f"{W}body")
    for text in paragraphs:
        run = etree.SubElement(etree.SubElement(body, f"{W}p"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = text
    return body


def test_what_is_nowhere_is_told():
    assert not_arrived(["one", "two", "one", "three"], part("one and two", "one")) == ("three",)


def test_what_stands_in_an_attribute_has_arrived():
    tree = part("x")
    tree.set(f"{W}fill", "FF0000")
    assert not_arrived(["FF0000"], tree) == ()


def test_a_text_that_falls_between_the_cells_of_a_row_is_told(make):
    path = make("x", table=[["a", "b"]])
    document = PackTemplate(path)
    document.init_docx()
    row = document.docx.tables[0]._tbl.tr_lst[0]
    row.tc_lst[0].tail = "{{ word }}"
    document.docx.save(str(path))
    (found,) = PackTemplate(path).fill({"word": "lost here"})
    assert PackTemplate(path).fill({"word": "lost here"}, searched=False) == ()
    assert found.rule == "output.lost_text"
    assert "lost here" in found.message


def test_a_field_that_nothing_fills_is_told_and_text_that_looks_like_one_is_not(make, fill):
    path = make("{{ word }}", "{% raw %}{{ forgotten }}{% endraw %}")
    data = fill(path, {"word": "say {{ hello }} to {% all %}"})
    (found,) = leftover_marks(data, "x.docx", ["say {{ hello }} to {% all %}"])
    assert "forgotten" in found.message
    assert found.where.part == "body"


def test_a_plan_is_looked_for_in_all_documents_together(plans, make, fill):
    plan = plans["tender_response"]
    block = dataclasses.replace(plan.questions[0].blocks[0], paragraphs=(Paragraph("Only  this\nhere & there."),))
    question = dataclasses.replace(plan.questions[0], blocks=(block,))
    small = dataclasses.replace(plan, questions=(question,), letter=("Dear all",))
    answer = fill(make("{{ t }}", name="a.docx"), {"t": "Only  this\nhere & there."})
    letter = fill(make("{{ t }}", name="b.docx"), {"t": "Dear all"})
    assert lost_from_plan(small, [answer, letter], letter=True) == ()
    assert [item.where.part for item in lost_from_plan(small, [answer], letter=True)] == ["letter"]
    assert lost_from_plan(small, [answer], letter=False) == ()
    (found,) = lost_from_plan(small, [letter], letter=True)
    assert found.where.number == question.number


def test_what_a_note_says_is_text_of_the_library_too():
    noted = FormattedText((Piece((Run("1", note=Note("Minutes {{ 7 * 7 }} (EV-001).", at_end=True)),)),))
    assert list(strings_in({"questions": [{"reference": noted}]}))[-1] == "Minutes {{ 7 * 7 }} (EV-001)."
