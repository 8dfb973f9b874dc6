"""The lists that paragraphs are counted in, and paragraphs that stand for those before a part."""

from lxml import etree
from tests.render.test_layout import BREAK, NUMBERED, NUMBERING, p, small

from alongside.render.counted_lists import CountedLists, counted_like
from alongside.render.layout import texts_by_page
from alongside.render.pdf import parts_to_pdf
from alongside.render.stretches import parts_of
from alongside.render.wordml import W

STYLES = (
    '<w:styles W_NS><w:style w:type="paragraph" w:styleId="Base"><w:pPr>'
    '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr><w:pageBreakBefore/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Base"/></w:style></w:styles>'
)


def test_a_paragraph_has_what_its_style_has_unless_it_says_otherwise():
    own = '<w:pStyle w:val="Own"/>'
    parts = small(
        p("a", own) + p("b", f'{own}<w:pageBreakBefore w:val="0"/>') + p("c", NUMBERED) + p("d", BREAK) + p("e"),
        styles=STYLES,
        numbering=NUMBERING,
    )
    lists = CountedLists(parts)
    manners = [lists.manner(part) for part in parts_of(parts)]
    assert [item.begins_page for item in manners] == [True, False, False, True, False]
    assert [item.list for item in manners] == ["abstract 1", "abstract 1", "abstract 1", "", ""]


def test_what_stands_for_a_paragraph_is_counted_and_begins_no_page():
    parts = small(p("a", '<w:pStyle w:val="Own"/>') + p("b", NUMBERED), styles=STYLES, numbering=NUMBERING)
    lists = CountedLists(parts)
    for part in parts_of(parts):
        made = counted_like(part)
        assert lists.manner(made).list == "abstract 1"
        assert not lists.manner(made).begins_page
        assert "".join(item.text or "" for item in made.iter(f"{W}t")) == "."


def test_numbers_go_on_after_what_stands_for_those_before():
    (counted,) = parts_of(small(p("a", NUMBERED)))
    stand_in = etree.tostring(counted_like(counted), encoding="unicode")
    parts = small(stand_in * 3 + p("four", BREAK + NUMBERED), numbering=NUMBERING)
    first, second = texts_by_page(parts_to_pdf(parts, "x"))
    assert first.count(".") >= 3
    assert second.split()[:2] == ["4.", "four"]
