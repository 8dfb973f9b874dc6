"""Every document of both kinds, filled: sound Word files, complete, and as long in LibreOffice as in the preview."""

import dataclasses
import io
import itertools
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from alongside.errors import AlongsideError
from alongside.packs.pack import Limit, LimitKind
from alongside.packs.plan import PlannedTable
from alongside.render.contents import Entry, empty_contents, fill_contents
from alongside.render.context import context
from alongside.render.document import render_document
from alongside.render.page_numbers import pages_of
from alongside.render.pdf import page_count, to_pdf
from alongside.render.template import PackTemplate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def filled(case, *, final: bool = False, plan=None) -> bytes:
    template = PackTemplate(case.template)
    assert template.fill(context(plan or case.plan, case.document, final=final)) == ()
    template.describe(title=case.document.title, subject=case.recipe.title, day=case.plan.day)
    target = io.BytesIO()
    template.save(target)
    return target.getvalue()


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def text(data: bytes) -> str:
    paragraphs = part(data, "word/document.xml").iter(f"{W}p")
    return "\n".join("".join(item.text or "" for item in paragraph.iter(f"{W}t")) for paragraph in paragraphs)


@pytest.mark.parametrize("final", [False, True])
def test_word_has_nothing_to_repair(case, tmp_path: Path, final: bool) -> None:
    file = tmp_path / "document.docx"
    file.write_bytes(filled(case, final=final))
    found = OpenXmlValidator().validate(file)
    assert found.is_valid, [error.description for error in found.errors]
    assert docx.Document(str(file)).paragraphs


def test_no_tag_is_left(case) -> None:
    data = filled(case)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            assert not re.search(rb"\{\{|\{%|%\}|\}\}", archive.read(name)), name


def test_the_mark_is_on_a_draft_and_on_an_example_and_on_nothing_else(case) -> None:
    real = dataclasses.replace(case.plan, example=False)

    def marks(data: bytes) -> list[str]:
        shapes = [part(data, f"word/header{at}.xml").iter("{urn:schemas-microsoft-com:vml}textpath") for at in (1, 2)]
        return [shape.get("string") for found in shapes for shape in found if shape.get("string")]

    assert marks(filled(case)) == ["DRAFT EXAMPLE"] * 2
    assert marks(filled(case, final=True)) == ["EXAMPLE"] * 2
    assert marks(filled(case, final=True, plan=real)) == []


def test_the_raised_number_stands_without_a_space(cases) -> None:
    tree = part(filled(cases["tender:tender_response"]), "word/document.xml")
    raised = [
        style.getparent().getparent()
        for style in tree.iter(f"{W}rStyle")
        if style.get(f"{W}val") == "EvidenceReference" and "".join(style.getparent().getparent().itertext())
    ]
    assert raised
    for run in raised:
        before = "".join(run.getprevious().itertext())
        assert before
        assert before == before.rstrip()


def test_withheld_text_is_a_grey_box_in_a_draft_only(cases) -> None:
    case = cases["tender:tender_response"]
    assert "Withheld: the permission for this story has ended" in text(filled(case))
    assert "Withheld" not in text(filled(case, final=True))


def test_a_released_table_keeps_its_columns_within_the_measure(cases) -> None:
    tree = part(filled(cases["inspection:inspection_narrative"]), "word/document.xml")
    for table in tree.iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
        assert {len(row.findall(f"{W}tc")) for row in table.findall(f"{W}tr")} == {len(grid)}
        assert 0.97 < sum(grid) / 9184 <= 1


def entries(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    return [item.text for item in document.paragraphs if item.style.style_id.startswith("TOC") and "\t" in item.text]


def test_the_contents_list_every_question_and_section(cases) -> None:
    tender = entries(filled(cases["tender:tender_response"]))
    assert tender[0].startswith("Q01\tDeciding together")
    assert [line.split("\t")[0] for line in tender] == ["Q01", "Q02", "Q03", "Q04", "Q05", "Q06"]
    narrative = entries(filled(cases["inspection:inspection_narrative"]))
    assert [line.split("\t")[0] for line in narrative] == ["1", "2", "3", "4", "5", "6"]
    assert "Appendix A: Evidence behind this document" in text(filled(cases["inspection:inspection_narrative"]))


def test_contents_that_word_filled_in_the_template_are_not_filled_twice(cases) -> None:
    document = docx.Document(str(cases["tender:tender_response"].template))
    listed = fill_contents(document)  # as Word does on saving: the headings of the template, tags and all
    assert any("{{ question.heading }}" in entry.heading for entry in listed)
    empty_contents(document)
    shown = [item.text for item in document.paragraphs if item.style.style_id == "TOC1"]
    assert "".join(shown) == ""
    again = fill_contents(document, range(3, 9))
    assert again == listed
    assert next(item.text for item in document.paragraphs if item.style.style_id == "TOC1").endswith("\t3")
    marks = [mark.get(f"{W}fldCharType") for mark in document.element.body.iter(f"{W}fldChar")]
    assert marks == ["begin", "separate", "end"]


def test_text_with_marks_and_brackets_arrives_whole(cases) -> None:
    case = cases["tender:covering_letter"]
    odd = "Oak & Ash <Ltd> said “{{ hello }}” and {% nothing %}"
    plan = dataclasses.replace(case.plan, letter=(odd,), provider=odd)
    assert text(filled(case, plan=plan)).count(odd) == 3


def test_the_contents_say_on_which_page_each_heading_is(cases, root: Path) -> None:
    for name in ("tender:tender_response", "inspection:inspection_narrative"):
        case = cases[name]
        data = render_document(case.plan, case.recipe, case.document, root / "templates", final=True)
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(to_pdf(data, title="x"))]
        shown = [
            item.text.split("\t")
            for item in docx.Document(io.BytesIO(data)).paragraphs
            if item.style.style_id.startswith("TOC") and "\t" in item.text
        ]
        assert len(shown) >= len(case.plan.questions) + 1
        for *_, heading, page in shown:
            assert heading[:30] in pages[int(page) - 1].replace("\r\n", " ")
        assert [int(page) for *_, page in shown] == sorted(int(page) for *_, page in shown)
        assert int(shown[-1][-1]) > 3


def test_no_page_is_said_where_one_cannot_be_found(cases) -> None:
    pdf = to_pdf(filled(cases["tender:covering_letter"]), title="x")
    assert pages_of([Entry("1", "A heading that is nowhere", 0)], pdf) == ()


def test_a_document_that_cannot_be_laid_out_here_is_still_written(cases, root: Path, monkeypatch) -> None:
    def fails(*_: object, **__: object) -> bytes:
        raise AlongsideError("no")

    monkeypatch.setattr("alongside.render.document.to_pdf", fails)
    case = cases["tender:tender_response"]
    data = render_document(case.plan, case.recipe, case.document, root / "templates", final=True)
    assert "Q01Deciding together" in text(data)


@pytest.mark.office
def test_pages_are_as_many_in_libreoffice_as_in_the_embedded_converter(
    case, root: Path, tmp_path: Path, soffice: Callable[[Path], Path]
) -> None:
    data = render_document(case.plan, case.recipe, case.document, root / "templates", final=False)
    file = tmp_path / "document.docx"
    file.write_bytes(data)
    there = pypdfium2.PdfDocument(soffice(file).read_bytes())
    here = to_pdf(data, title="document")
    assert page_count(here) == len(there)
    if case.document.id in {"covering_letter"}:
        assert len(there) == 1


def styles(data: bytes) -> list[tuple[str, str, bool]]:
    """Style, text and whether it begins a page, of each paragraph outside tables."""
    body = part(data, "word/document.xml").find(f"{W}body")
    return [
        (
            item.find(f"{W}pPr/{W}pStyle").get(f"{W}val"),
            "".join(item.itertext()),
            item.find(f"{W}pPr/{W}pageBreakBefore") is not None,
        )
        for item in body.findall(f"{W}p")
    ]


def test_answers_follow_on_but_what_is_measured_in_pages_has_its_own(cases) -> None:
    case = cases["tender:tender_response"]
    pages = Limit(kind=LimitKind.PAGES, value=2)
    questions = tuple(
        dataclasses.replace(item, limit=pages if at == 2 else Limit(kind=LimitKind.WORDS, value=900))
        for at, item in enumerate(case.plan.questions)
    )
    found = styles(filled(case, plan=dataclasses.replace(case.plan, questions=questions)))
    headings = [(style, top) for style, _text, top in found if style.startswith("AnswerHeading")]
    flows, begins = ("AnswerHeading", False), ("AnswerHeadingOnTop", True)
    assert headings == [begins, flows, begins, begins, flows, flows]


def test_no_level_of_headings_is_left_out(case) -> None:
    data = filled(case)
    level = {
        style.get(f"{W}styleId"): int(found.get(f"{W}val"))
        for style in part(data, "word/styles.xml").iter(f"{W}style")
        if (found := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    }
    levels = [level[style] for style, *_ in styles(data) if style in level]
    assert all(below <= above + 1 for above, below in itertools.pairwise([-1, *levels]))


def test_a_table_that_is_hidden_as_a_whole_is_a_sentence(cases) -> None:
    case = cases["inspection:restriction_register"]
    hidden = PlannedTable("Open restrictions by type", ("Type", "Open"), (), "No number of this table is shown.")
    data = filled(case, plan=dataclasses.replace(case.plan, tables={"restrictions_by_type": hidden}))
    found = [(style, text) for style, text, _top in styles(data)]
    at = found.index(("Caption", "Table 1: Open restrictions by type"))
    assert found[at + 1] == ("TableNote", "No number of this table is shown.")
    about = [item.get(f"{W}val") for item in part(data, "word/document.xml").iter(f"{W}tblCaption")]
    assert "Open restrictions by type" not in about


def test_a_table_of_figures_stays_with_its_note(cases) -> None:
    tree = part(filled(cases["inspection:restriction_register"]), "word/document.xml")
    kept = {"TableHeading", "TableNumberHeading", "TableTextKept", "TableNumberKept"}
    tables = [
        item for item in tree.iter(f"{W}tbl")
        if (below := item.getnext()) is not None
        and (style := below.find(f"{W}pPr/{W}pStyle")) is not None
        and style.get(f"{W}val") == "TableNote"
    ]  # fmt: skip
    assert tables
    assert all({style.get(f"{W}val") for style in item.iter(f"{W}pStyle")} <= kept for item in tables)


def test_a_record_without_a_place_says_nothing_of_a_place(cases) -> None:
    case = cases["tender:evidence_index"]
    sources = tuple(dataclasses.replace(item, held_in="") for item in case.plan.sources)
    assert "Held in" in text(filled(case))
    shown = text(filled(case, plan=dataclasses.replace(case.plan, sources=sources)))
    assert "Held in" not in shown
    assert ". Kept by: " in shown


def test_the_story_sheet_begins_with_a_list_of_permissions(cases) -> None:
    case = cases["tender:story_sheet"]
    found = styles(filled(case))
    tops = [said for style, said, top in found if style == "StoryHeadingOnTop" and top]
    assert tops == [story.title for story in case.plan.stories]
    shown = text(filled(case))
    assert all(shown.count(story.permission) >= 2 for story in case.plan.stories)
