"""Footnotes and endnotes made from data: real ones, which Word numbers and keeps."""

import dataclasses
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from alongside.packs.formatted import FormattedText, Note, Piece, Run
from alongside.packs.markdown import formatted
from alongside.packs.notes import note_text
from alongside.packs.pack import References
from alongside.packs.recipes import load_recipe
from alongside.render.document import render_document
from alongside.render.template import PackTemplate
from alongside.render.wordml import W, text_of


def noted(number: int, text: str, *, at_end: bool = True) -> FormattedText:
    return FormattedText((Piece((Run(str(number), note=Note(text, at_end)),)),))


def names(data: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return set(archive.namelist())


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def said(data: bytes, kind: str = "endnote") -> dict[str, str]:
    """The notes by id, without the rules above notes."""
    notes = part(data, f"word/{kind}s.xml").iter(f"{W}{kind}")
    return {note.get(f"{W}id"): text_of(note[0]).strip() for note in notes if not note.get(f"{W}type")}


def marked(data: bytes, kind: str = "endnote") -> list[str]:
    return [mark.get(f"{W}id") for mark in part(data).iter(f"{W}{kind}Reference")]


def sound(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "checked.docx"
    path.write_bytes(data)
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, [f"{error.part_uri}: {error.description}" for error in found.errors]
    docx.Document(str(path))


@pytest.mark.parametrize(("kind", "at_end"), [("endnote", True), ("footnote", False)])
def test_a_note_stands_where_the_field_is_in_body_and_table(
    make, fill, tmp_path: Path, kind: str, at_end: bool
) -> None:
    path = make("A claim.{{ a }}", "Another.{{ b }} And more.", table=[["cell{{ c }}", "x"]])
    texts = ["Audit & log <2026>.", "Register, n = 18.", "Minutes."]
    words = {name: noted(at, text, at_end=at_end) for at, (name, text) in enumerate(zip("abc", texts, strict=True), 1)}
    data = fill(path, words)
    assert said(data, kind) == {"1": texts[0], "2": texts[1], "3": texts[2]}
    assert marked(data, kind) == ["1", "2", "3"]
    assert [text_of(p) for p in part(data).iter(f"{W}p")] == ["A claim.", "Another. And more.", "cell", "x"]
    styles = {s.style_id: s.name for s in docx.Document(io.BytesIO(data)).styles}
    used = {styles[item.get(f"{W}val")] for item in part(data, f"word/{kind}s.xml").iter(f"{W}pStyle", f"{W}rStyle")}
    assert used == {f"{kind} text", f"{kind} reference"}
    separators = [n.get(f"{W}type") for n in part(data, f"word/{kind}s.xml") if n.get(f"{W}type")]
    assert separators == ["separator", "continuationSeparator"]
    assert part(data, "word/settings.xml").find(f"{W}{kind}Pr/{W}numFmt").get(f"{W}val") == "decimal"
    sound(data, tmp_path)


def test_what_is_said_twice_is_one_note_with_a_reference_to_it(make, fill, tmp_path: Path) -> None:
    data = fill(make("a{{ x }} b{{ y }} c{{ x }}"), {"x": noted(1, "First."), "y": noted(2, "Second.")})
    assert said(data) == {"1": "First.", "2": "Second."}
    assert marked(data) == ["1", "2"]
    (instruction,) = part(data).iter(f"{W}instrText")
    (target,) = [
        mark.get(f"{W}name")
        for mark in part(data).iter(f"{W}bookmarkStart")
        if mark.get(f"{W}name") in instruction.text
    ]
    assert instruction.text.split() == ["NOTEREF", target, "\\f", "\\h"]
    sound(data, tmp_path)


def test_where_word_has_no_notes_the_number_is_printed(make, fill, part_texts, tmp_path: Path) -> None:
    path = make("body{{ x }}", header="head{{ x }}")
    data = fill(path, {"x": noted(7, "Somewhere.")})
    head = next(name for name in names(data) if name.startswith("word/header"))
    assert part_texts(data, head) == ["head7"]
    assert marked(data) == ["1"]
    sound(data, tmp_path)


def test_a_document_without_notes_gets_no_part(make, fill) -> None:
    assert not {"word/endnotes.xml", "word/footnotes.xml"} & names(fill(make("{{ x }}"), {"x": "y"}))


def test_notes_of_the_template_stay_and_ours_come_after(make, fill, tmp_path: Path) -> None:
    first = fill(make("old{{ x }} {% raw %}{{ y }}{% endraw %}"), {"x": noted(1, "Kept {{ z }}.")})
    path = tmp_path / "own.docx"
    path.write_bytes(first)
    data = fill(path, {"y": noted(2, "New."), "z": "as it is"})
    assert said(data) == {"1": "Kept as it is.", "2": "New."}
    assert marked(data) == ["1", "2"]
    sound(data, tmp_path)


def test_notes_survive_when_python_docx_is_needed(make, tmp_path: Path) -> None:
    """An object that asks for the Document brings docxtpl's own way; lists, links and notes go with it."""
    path = make("{{ live }} {{ x }}", "{{ text }}")
    template = PackTemplate(path)

    class Live:
        def __html__(self) -> str:
            return f"live{template.docx.part.partname}"

    text = formatted("[a](https://example.org)\n1. b\n2. c")
    assert template.fill({"live": Live(), "x": noted(1, "Said."), "text": text}) == ()
    target = io.BytesIO()
    template.save(target)
    data = target.getvalue()
    assert said(data) == {"1": "Said."}
    assert [link.address for p in docx.Document(io.BytesIO(data)).paragraphs for link in p.hyperlinks] == [
        "https://example.org"
    ]
    sound(data, tmp_path)


def test_a_note_says_source_period_and_n(plans) -> None:
    source = plans["tender_response"].sources[0]
    plain = dataclasses.replace(
        source, title="Audit of night practice", kind="audit", ref="EV-021", n=None, period_from=None
    )
    assert note_text(plain).startswith("Audit of night practice, on ")
    whole = dataclasses.replace(plain, kind="minutes", n=1200, period_from=plain.dated.replace(year=2020))
    assert ", minutes, " in note_text(whole)
    assert note_text(whole).endswith(", n = 1,200 (EV-021).")
    assert f" {plain.dated.year}" in note_text(whole)
    assert "2020 to " in note_text(whole)


@pytest.fixture(params=[References.ENDNOTES, References.FOOTNOTES])
def tender(request: pytest.FixtureRequest, plans, root: Path) -> tuple[str, bytes]:
    plan = dataclasses.replace(plans["tender_response"], references=request.param)
    recipe = load_recipe(root / "templates" / "recipes", plan.recipe)
    data = render_document(plan, recipe, recipe.document("tender_response"), root / "templates", final=True)
    return request.param.removesuffix("s"), data


def test_a_pack_can_ask_for_notes_in_place_of_numbers(tender, plans, tmp_path: Path) -> None:
    kind, data = tender
    plan = plans["tender_response"]
    used = {block.source.ref for q in plan.questions for block in q.blocks if block.source and not block.withheld}
    assert sorted(said(data, kind).values()) == sorted(note_text(s) for s in plan.sources if s.ref in used)
    sections = list(part(data).iter(f"{W}sectPr"))
    assert sections
    assert all((item.find(f"{W}endnotePr") is not None) == (kind == "endnote") for item in sections)
    assert "Evidence behind this document" not in "\n".join(text_of(p) for p in part(data).iter(f"{W}p"))
    sound(data, tmp_path)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_prints_them(tender, plans, tmp_path: Path) -> None:
    _kind, data = tender
    source = tmp_path / "notes.docx"
    source.write_bytes(data)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pdf = pypdfium2.PdfDocument(tmp_path / "notes.pdf")
    shown = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)
    assert note_text(plans["tender_response"].sources[0]) in shown


def test_brackets_stand_in_the_running_text_and_lead_to_the_index(plans, root: Path, tmp_path: Path) -> None:
    plan = dataclasses.replace(plans["tender_response"], references=References.BRACKETS)
    recipe = load_recipe(root / "templates" / "recipes", plan.recipe)
    data = render_document(plan, recipe, recipe.document("tender_response"), root / "templates", final=True)
    lines = [text_of(p) for p in part(data).iter(f"{W}p")]
    used = {
        block.source.number for q in plan.questions for block in q.blocks
        if block.source and not block.withheld and block.paragraphs
    }  # fmt: skip
    assert used
    assert all(any(line.endswith(f"[{number}]") for line in lines) for number in used)
    assert "Evidence behind this document" in "\n".join(lines)
    raised = {
        "".join(r.itertext())
        for r in part(data).iter(f"{W}r")
        if r.find(f"{W}rPr/{W}rStyle[@{W}val='EvidenceReference']") is not None
    }
    assert not any("[" in text for text in raised)
    sound(data, tmp_path)
