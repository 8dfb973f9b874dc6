"""What a designer promises of every template, measured: styles, sizes, contrast, language, tables, equal bytes."""

import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from docxtpl_lint.api import lint
from lxml import etree
from openxml_audit import OpenXmlValidator
from templates.make import look
from templates.make.build import made
from templates.make.documents import DOCUMENTS, Made

from alongside.render.documentation import readme

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REPORT = "report.docx"  # no pack's: filled by render.report_document
FILES = [document.file for document in DOCUMENTS]
REPORT = "report.docx"  # no pack's: render.report_document fills it

Part = Callable[[str], etree._Element]


@pytest.fixture(params=DOCUMENTS, ids=FILES)
def document(request: pytest.FixtureRequest) -> Made:
    return request.param


@pytest.fixture
def path(root: Path, document: Made) -> Path:
    return root / "templates" / document.file


@pytest.fixture
def part(path: Path) -> Part:
    def read(name: str) -> etree._Element:
        with zipfile.ZipFile(path) as archive:
            return etree.fromstring(archive.read(name))

    return read


def value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def test_the_script_makes_the_files_that_are_here_byte_for_byte(document: Made, path: Path) -> None:
    assert made(document) == made(document)
    assert made(document) == path.read_bytes()


def test_every_template_of_the_recipes_is_made(cases, root: Path) -> None:
    assert {case.document.template for case in cases.values()} | {REPORT} == set(FILES)
    assert {file.name for file in (root / "templates").glob("*.docx")} == set(FILES)


def test_word_has_nothing_to_repair(path: Path) -> None:
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, [error.description for error in found.errors]
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "stylesWithEffects" in name]


def test_all_formatting_is_in_named_styles(part: Part) -> None:
    known = {style.get(f"{W}styleId") for style in part("word/styles.xml").iter(f"{W}style")}
    for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml", "word/header2.xml", "word/footer2.xml"):
        tree = part(name)
        used = {value(item) for kind in ("pStyle", "rStyle", "tblStyle") for item in tree.iter(f"{W}{kind}")}
        assert used <= known
        assert all(paragraph.find(f"{W}pPr/{W}pStyle") is not None for paragraph in tree.iter(f"{W}p"))
        direct = {etree.QName(child).localname for look_of in tree.iter(f"{W}rPr") for child in look_of}
        assert direct <= {"rStyle", "noProof"}
        direct = {etree.QName(child).localname for look_of in tree.iter(f"{W}pPr") for child in look_of}
        assert direct <= {"pStyle", "pageBreakBefore"}


def test_the_language_is_british_english(part: Part) -> None:
    assert part("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang").get(f"{W}val") == "en-GB"
    assert part("word/settings.xml").find(f"{W}themeFontLang").get(f"{W}val") == "en-GB"
    assert "en-GB" in etree.tostring(part("docProps/core.xml"), encoding="unicode")


def test_the_contents_refresh_when_word_opens_the_file(part: Part, document: Made) -> None:
    assert value(part("word/settings.xml").find(f"{W}updateFields")) == "true"
    instructions = "".join(item.text or "" for item in part("word/document.xml").iter(f"{W}instrText"))
    long = document.file in {"tender_response.docx", "inspection_narrative.docx"}
    assert ("TOC" in instructions) == long


def test_nobody_is_named_in_the_properties(part: Part) -> None:
    properties = part("docProps/core.xml")
    assert {etree.QName(child).localname for child in properties} == {"title", "subject", "keywords", "language"}


def test_page_numbers_and_status_stand_on_each_page(part: Part, document: Made) -> None:
    for name in ("word/footer1.xml", "word/footer2.xml"):
        fields = [field.get(f"{W}instr").strip() for field in part(name).iter(f"{W}fldSimple")]
        assert fields == ["PAGE", "NUMPAGES"]
        said = "{{ pack.provider }}" if document.letter else "{{ document.status }}"
        assert said in "".join(part(name).itertext())
        assert document.letter or "{{ document.stamp }}" in "".join(part(name).itertext())
    size = part("word/document.xml").find(f"{W}body/{W}sectPr/{W}pgSz")
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")  # A4


def test_heading_rows_come_again_and_no_row_splits(part: Part) -> None:
    for table in part("word/document.xml").iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        if value(table.find(f"{W}tblPr/{W}tblStyle")) == "AlongsideTable":
            assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert value(table.find(f"{W}tblPr/{W}tblCaption"))  # what a screen reader says of it


def test_headings_are_numbered_by_one_list_and_the_third_is_not(part: Part) -> None:
    linked = {value(item) for item in part("word/numbering.xml").iter(f"{W}pStyle")}
    assert {"Heading1", "Heading2"} <= linked
    assert "Heading3" not in linked


def test_shapes_have_alternative_text(part: Part) -> None:
    for name in ("word/header1.xml", "word/header2.xml"):
        shapes = list(part(name).iter("{urn:schemas-microsoft-com:vml}shape"))
        assert len(shapes) == 1
        assert "document.mark" in shapes[0].get("alt", "")


@pytest.mark.parametrize("style", look.STYLES, ids=lambda style: style.name)
def test_text_is_large_enough(style: look.Style) -> None:
    by_id = {item.id: item for item in look.STYLES}
    size, at = style.size, style
    while size is None and at.based:
        at = by_id[at.based]
        size = at.size
    running = {"Normal", "Body Text", "Alongside Question", "Story Text", "Person Words", "heading 3", "toc 1"}
    if style.kind == "paragraph" and style.name != "Question Gap":
        assert (size or look.BODY) >= (11 if style.name in running else 9.5)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, ground) for text in (look.INK, look.ACCENT, look.QUIET) for ground in (look.PAPER, look.TINT)),
        (look.PAPER, look.ACCENT),
        (look.INK, look.GREY),
    ],
)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("rule", [look.RULE, look.ACCENT])
def test_rules_that_mean_something_can_be_seen(rule: str) -> None:
    assert contrast(rule, look.PAPER) >= 3
    assert contrast(rule, look.TINT) >= 3


def test_every_colour_of_a_style_is_one_that_was_measured() -> None:
    assert {style.colour for style in look.STYLES} <= {"", look.INK, look.ACCENT, look.QUIET, look.PAPER}
    assert {style.fill for style in look.STYLES} <= {"", look.ACCENT, look.GREY}


def test_in_grey_the_grounds_still_differ() -> None:
    greys = sorted(luminance(colour) for colour in (look.PAPER, look.GREY, look.ACCENT, look.INK))
    assert all(lighter - darker > 0.01 for darker, lighter in pairwise(greys))


def test_the_page_about_words_is_the_one_the_recipes_make(root: Path) -> None:
    assert (root / "templates" / "README.md").read_text("utf-8") == readme(root / "templates")


def test_a_template_uses_no_word_that_its_recipe_does_not_offer(case) -> None:
    found = lint(case.template)
    assert not found.issues
    offered = {word.name for word in case.recipe.words_of(case.document)}
    used = {name for name in found.variables if not any(word.startswith((f"{name}[]", f"{name}.")) for word in offered)}
    assert used
    assert used <= offered


def test_the_word_across_a_draft_lets_the_text_be_read_in_print(part: Part) -> None:
    assert contrast(look.INK, look.MARK) >= 12
    assert contrast(look.QUIET, look.MARK) >= 4.5
    assert luminance(look.MARK) >= luminance("E9E9E9")
    for name in ("word/header1.xml", "word/header2.xml"):
        for shape in part(name).iter("{urn:schemas-microsoft-com:vml}shape"):
            assert shape.get("fillcolor") == f"#{look.MARK}"  # and opaque: not every printer mixes colours
            assert shape.find("{urn:schemas-microsoft-com:vml}fill") is None
