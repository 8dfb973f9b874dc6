"""A template's check boxes and controls are filled from the pack's words, in body, tables, headers and footers."""

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.parser import parse_xml
from openxml_audit import OpenXmlValidator
from tests.render.conftest import blank
from tests.render.test_controls import CHECK, LIST, old, sdt

from alongside.errors import AlongsideError
from alongside.packs.plan import PackPlan
from alongside.packs.recipes import Recipe, load_recipe
from alongside.render.check import check_template
from alongside.render.controls import read_controls
from alongside.render.document import rendered
from alongside.render.form import filled
from alongside.render.needs import needs

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
TEXT, DATE = "<w:text/>", '<w:date><w:dateFormat w:val="dd/MM/yyyy"/></w:date>'
NAMED = {"Provider name": "pack.provider", "is_final": "document.status=Final", "is_draft": "document.status=Draft"}


def put(paragraph: docx.text.paragraph.Paragraph, *parts: str) -> None:
    for part in parts:
        for element in parse_xml(f"<x {NAMES}>{part}</x>"):
            paragraph._p.append(element)


@pytest.fixture
def template(tmp_path: Path, templates: Path) -> Path:
    """The folder of templates, with a covering letter that is a form."""
    folder = tmp_path / "templates"
    shutil.copytree(templates / "recipes", folder / "recipes")
    made = blank()
    put(made.add_paragraph("Title: "), sdt("document.title", TEXT))
    put(made.add_paragraph("Of the provider: "), sdt("Provider name", TEXT))
    put(made.add_paragraph("Day: "), sdt("document.day", DATE))
    put(made.add_paragraph("Final? "), sdt("is_final", CHECK), sdt("is_draft", CHECK))
    put(
        made.add_paragraph("Old: "),
        old("pack.period", "<w:textInput/>", "<w:r><w:t>here</w:t></w:r>").replace(" FORM ", " FORMTEXT "),
    )
    put(made.add_paragraph("Letter: "), sdt("letter", TEXT))
    put(made.add_paragraph("Signed: "), sdt("Signature", TEXT), sdt("document.titel", TEXT), sdt("free", LIST))
    table = made.add_table(1, 2)
    put(table.cell(0, 0).paragraphs[0], sdt("pack.services", TEXT))
    put(table.cell(0, 1).paragraphs[0], sdt("document.status=Draft", CHECK), sdt("document.mark", CHECK))
    put(made.sections[0].header.paragraphs[0], sdt("DOCUMENT.Title", TEXT))
    put(made.sections[0].footer.paragraphs[0], sdt("brief.buyer", TEXT), sdt("document.notice", CHECK))
    made.add_paragraph("{{ pack.title }}")
    made.save(str(folder / "covering_letter.docx"))
    return folder


def recipe_of(folder: Path) -> Recipe:
    return replace(load_recipe(folder / "recipes", "tender_response"), controls=NAMED)


@pytest.mark.parametrize("final", [True, False])
def test_every_place_is_filled(template: Path, plans: dict[str, PackPlan], tmp_path: Path, *, final: bool) -> None:
    plan, recipe = plans["tender_response"], recipe_of(template)
    plan = replace(plan, letter=("Dear all,", "Yours."), day=date(2026, 11, 24))
    made = rendered(plan, recipe, recipe.document("covering_letter"), template, final=final)
    assert made.findings == ()
    shown = {item.tag or item.title: item.value for item in read_controls(made.data, "x")}
    assert shown.pop("free") == ""
    assert shown.pop("Signature") == ""
    assert shown.pop("document.titel") == ""
    assert shown == {
        "document.title": "Covering letter",
        "DOCUMENT.Title": "Covering letter",
        "Provider name": plan.provider,
        "document.day": "24/11/2026",
        "is_final": "yes" if final else "no",
        "is_draft": "no" if final else "yes",
        "pack.period": "1 November 2025 to 31 October 2026",
        "letter": "Dear all,\nYours.",
        "pack.services": ", ".join(service.service_name for service in plan.services),
        "document.status=Draft": "no" if final else "yes",
        "document.mark": "yes" if plan.example or not final else "no",
        "brief.buyer": plan.brief.buyer,
        "document.notice": "yes" if plan.example or not final else "no",
    }
    (tmp_path / "x.docx").write_bytes(made.data)
    before = {error.description for error in OpenXmlValidator().validate(template / "covering_letter.docx").errors}
    after = {error.description for error in OpenXmlValidator().validate(tmp_path / "x.docx").errors}
    assert after <= before


def test_what_no_word_fills_is_told_with_its_place(template: Path) -> None:
    recipe = recipe_of(template)
    words = frozenset(word.name for word in recipe.words_of(recipe.document("covering_letter")))
    found = [
        item
        for item in check_template(template / "covering_letter.docx", words, recipe.controls)
        if "control" in item.rule
    ]
    assert [(item.rule, item.where.part, item.level.value) for item in found] == [
        ("template.free_control", "body", "info"),
        ("template.unknown_control", "body", "warn"),
        ("template.free_control", "body", "info"),
    ]
    assert found[1].remedy == "Did you mean “document.title”?"
    without = check_template(template / "covering_letter.docx", words)
    assert sum("control" in item.rule for item in without) == 6  # the recipe's table is no more


def test_a_word_that_only_a_control_shows_is_used(template: Path) -> None:
    recipe = recipe_of(template)
    words = recipe.words_of(recipe.document("covering_letter"))
    found = check_template(template / "covering_letter.docx", frozenset(word.name for word in words), recipe.controls)
    unused = {item.message for item in found if item.rule == "template.unused_word"}
    assert not any("pack.provider" in message or "brief.buyer" in message for message in unused)
    listed = {need.word: need for need in needs(template / "covering_letter.docx", words, recipe.controls)}
    assert listed["pack.provider"].known
    assert listed["pack.provider"].help
    assert listed["document.titel"].known is False
    assert listed["document.titel"].near == "document.title"
    assert listed["Signature"].known is None


def test_a_list_that_does_not_hold_the_word_is_told(make: Callable[..., Path]) -> None:
    path = make("x")
    document = docx.Document(str(path))
    put(document.paragraphs[0], sdt("a.b", LIST))
    document.save(str(path))
    _data, found = filled(path.read_bytes(), "small.docx", {"a": {"b": "Sometimes"}}, {}, {})
    assert [item.rule for item in found] == ["output.control_not_filled"]
    assert "Yes, always, Never" in found[0].message
    data, found = filled(path.read_bytes(), "small.docx", {"a": {"b": "never"}}, {}, {})
    assert (found, read_controls(data, "")[0].value) == ((), "Never")


def test_a_repeated_check_box_follows_the_sign_that_was_printed_and_has_its_own_number(
    make: Callable[..., Path], fill: Callable[..., bytes]
) -> None:
    path = make("{%p for item in items %}", "x", "{%p endfor %}")
    document = docx.Document(str(path))
    box = sdt("", CHECK, "{% if item %}☒{% else %}☐{% endif %}", '<w:id w:val="77"/>').replace("<w:showingPlcHdr/>", "")
    put(document.paragraphs[1], box)
    document.save(str(path))
    data, found = filled(fill(path, {"items": [True, False, True]}), "small.docx", {}, {}, {})
    assert found == ()
    assert [item.value for item in read_controls(data, "")] == ["yes", "no", "yes"]
    numbers = [
        item.get(item.tag.replace("}id", "}val"))
        for item in docx.Document(io.BytesIO(data)).element.body.iter()
        if item.tag.endswith("}id") and item.getparent().tag.endswith("}sdtPr")
    ]
    assert len(set(numbers)) == 3


def test_a_form_without_names_stays_to_the_byte(make: Callable[..., Path]) -> None:
    path = make("x")
    document = docx.Document(str(path))
    put(document.paragraphs[0], sdt("Signature", TEXT))
    document.save(str(path))
    assert filled(path.read_bytes(), "small.docx", {"a": {"b": "c"}}, {}, {}) == (path.read_bytes(), ())


@pytest.mark.parametrize("word", ["document.titel", "document.titel=Final", "nothing"])
def test_a_recipe_that_names_no_word_is_refused_with_what_may_be_meant(template: Path, word: str) -> None:
    path = template / "recipes" / "tender_response.toml"
    path.write_text(path.read_text(encoding="utf-8") + f'\n[controls]\nBox = "{word}"\n', encoding="utf-8")
    with pytest.raises(AlongsideError, match="is no word") as caught:
        load_recipe(template / "recipes", "tender_response")
    assert caught.value.where == "tender_response.toml, [controls]"
    assert ("document.title" in caught.value.remedy) is word.startswith("document")


def test_a_recipe_names_words_for_controls(template: Path) -> None:
    path = template / "recipes" / "tender_response.toml"
    text = '\n[controls]\n"Is final" = "document.status=Final"\nLetter = "letter"\n'
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    assert load_recipe(template / "recipes", "tender_response").controls == {
        "Is final": "document.status=Final",
        "Letter": "letter",
    }


def test_real_forms_pass_through_unharmed(corpora: Path) -> None:
    """Words that no form has leave each control as it was."""
    seen = 0
    for path in sorted(corpora.rglob("*.docx")):
        data = path.read_bytes()
        try:
            before = read_controls(data, path.name)
        except AlongsideError:
            continue
        if not before:
            continue
        seen += 1
        after, found = filled(data, path.name, {"pack": {"title": "A title"}}, {}, {})
        assert found == ()
        told = [(item.tag, item.title, item.kind, item.choices) for item in before]
        assert [(item.tag, item.title, item.kind, item.choices) for item in read_controls(after, path.name)] == told
        # a real form filled by its own names
        names = [item for item in before if (item.tag or item.title) and not item.locked and item.kind == "text"]
        if names:
            table = {(item.tag or item.title): "pack.title" for item in names}
            after, found = filled(data, path.name, {"pack": {"title": "A title"}}, table, {})
            shown = [item.value for item in read_controls(after, path.name) if item.value == "A title"]
            told_not = [item for item in found if item.rule == "output.control_not_filled"]
            assert len(shown) >= 1 or told_not, path.name
    assert seen >= 3
