"""The Templates place: what it lists, needs, finds, offers and shows."""

import shutil
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication

from alongside.findings import Level
from alongside.packs.recipes import Word, load_recipe, recipe_names
from alongside.render.needs import needs
from alongside.render.report_words import WORDS as REPORT_WORDS
from alongside.render.tried import examples, tried
from alongside.ui.template_work import field_of, quoted
from alongside.ui.templates_place import FIELDS, NEEDS, TemplatesPlace
from alongside.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def own(workspace: Workspace, sample: Workspace) -> Workspace:
    """Templates that this test may change."""
    (workspace.folder / "templates").unlink()
    shutil.copytree(sample.templates, workspace.folder / "templates")
    return workspace


def spoil(path: Path, was: str, now: str) -> None:
    """Change one text of a template's body."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    body = parts["word/document.xml"].decode()
    assert was in body
    parts["word/document.xml"] = body.replace(was, now, 1).encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)


def shown(qtbot, place: TemplatesPlace, name: str) -> TemplatesPlace:
    place.list.setCurrentRow(list(place.names()).index(name))
    qtbot.waitUntil(lambda: place.report is not None and place.report.template.name == name, timeout=20_000)
    settled(qtbot, place)
    return place


def settled(qtbot, place: TemplatesPlace) -> None:
    qtbot.waitUntil(lambda: "…" not in place.said.text(), timeout=30_000)


def text_of(place: TemplatesPlace) -> str:
    return "".join(place.pages.pages.getAllText(page).text() for page in range(place.pages.pages.pageCount()))


@pytest.fixture
def place(qtbot, window, own: Workspace, pack_file: Path) -> TemplatesPlace:
    window.go("templates")
    made = window.stack.currentWidget()
    assert isinstance(made, TemplatesPlace)
    qtbot.waitUntil(lambda: made.report is not None, timeout=20_000)
    settled(qtbot, made)
    return made


def test_it_is_reached_from_menu_palette_and_settings(qtbot, window, own):
    def here() -> bool:
        return isinstance(window.stack.currentWidget(), TemplatesPlace)

    window.go("settings")
    qtbot.mouseClick(window.stack.currentWidget().templates, LEFT)
    assert here()
    window.go("packs")
    window.open_palette()
    qtbot.keyClicks(window.palette_view.search, "templates")
    qtbot.keyClick(window.palette_view.search, Qt.Key.Key_Return)
    assert here()
    window.go("packs")
    next(action for action in window.findChildren(QAction) if action.text() == "Templates").trigger()
    assert here()


def test_every_template_is_listed_with_what_it_needs_in_plain_words(qtbot, place, own):
    assert set(place.names()) == {path.name for path in own.templates.glob("*.docx")}
    shown(qtbot, place, "tender_response.docx")
    place.show_tab(NEEDS)
    said = place.needs.toPlainText()
    assert "When the tender closes." in said
    assert "For each of the questions" in said
    assert not any(mark in said for mark in ("{{", "{%", "[]", "endfor"))


def test_it_is_tried_with_a_pack_and_with_examples(qtbot, place, pack):
    shown(qtbot, place, "tender_response.docx")
    assert place.data.currentText() == pack.title
    assert "How do you learn from incidents?" in text_of(place).replace("\n", " ").replace("\r", "")
    place.data.setCurrentIndex(place.data.count() - 1)
    place.lay_out()
    settled(qtbot, place)
    assert "How do you identify, authorise" in text_of(place).replace("\n", " ").replace("\r", "")


def test_a_misspelt_word_is_found_shown_on_its_page_and_put_right(qtbot, place, own):
    path = own.templates / "tender_response.docx"
    spoil(path, "question.guidance }}", "question.guidence }}")
    shown(qtbot, place, "tender_response.docx")
    assert place.tabs.currentIndex() == 1
    found = next(item for item in place.report.findings if item.rule == "template.unknown_word")
    assert found.level is Level.BLOCK
    assert "guidance" in found.remedy
    assert found.where.paragraph or found.where.cell
    assert "question.guidence" in place.around_text.text()
    assert "{{ question.guidence }}" in text_of(place)
    assert "not on these pages" not in place.said.text()
    assert place.pages.marked.searchString()
    place.data.setCurrentIndex(place.data.count() - 1)  # the examples have guidance, the small pack has none
    place.how.press("filled")
    qtbot.waitUntil(place.fault.isVisible, timeout=20_000)
    assert "guidence" in place.fault_words.text()
    settled(qtbot, place)
    assert "{{ question.guidence }}" in text_of(place)
    spoil(path, "question.guidence }}", "question.guidance }}")
    qtbot.mouseClick(place.again, LEFT)
    qtbot.waitUntil(lambda: all(item.level is Level.INFO for item in place.report.findings), timeout=20_000)
    settled(qtbot, place)
    assert not place.around.isVisible()
    assert not place.fault.isVisible()
    assert "{{" not in text_of(place)


def test_a_file_that_is_no_word_document_is_told_and_does_no_harm(qtbot, place, own):
    (own.templates / "story_sheet.docx").write_bytes(b"no zip at all")
    shown(qtbot, place, "story_sheet.docx")
    assert place.report.trouble
    assert place.fault.isVisible()
    assert place.pages.pages.pageCount() == 0
    assert place.report.trouble in place.needs.toPlainText()


def test_a_field_is_looked_for_and_copied_as_word_needs_it(qtbot, place):
    shown(qtbot, place, "tender_response.docx")
    place.show_tab(FIELDS)
    everything = place.fields.model.rowCount()
    qtbot.keyClicks(place.fields.search, "buyer's limit")
    assert 0 < place.fields.model.rowCount() < everything
    assert place.fields.current().word.name == "questions[].limit"
    qtbot.mouseClick(place.fields.copy, LEFT)
    assert QGuiApplication.clipboard().text() == "{{ question.limit }}"
    qtbot.mouseClick(place.fields.copy_whole, LEFT)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "{%p for question in questions %}",
        "{{ question.limit }}",
        "{%p endfor %}",
    ]
    place.fields.search.setText("nothing is called xyzzy")
    assert place.fields.current() is None
    assert not place.fields.copy.isVisible()


def test_it_is_opened_in_word(qtbot, place, own, user):
    shown(qtbot, place, "covering_letter.docx")
    qtbot.mouseClick(place.open, LEFT)
    assert user.opened == [own.templates / "covering_letter.docx"]


def test_the_template_of_reports_is_known_and_tried_with_examples(qtbot, place, own):
    shown(qtbot, place, "report.docx")
    assert "no recipe" not in place.head.about.text()
    place.show_tab(NEEDS)
    assert "How it was counted" in place.needs.toPlainText()
    assert len(place.report.fields) == len(REPORT_WORDS)
    assert [place.data.itemText(at) for at in range(place.data.count())] == ["Sample data: the example of each field"]
    assert "Three records are due." in text_of(place).replace("\n", " ").replace("\r", "")
    spoil(own.templates / "report.docx", "section.heading", "section.haeding")
    qtbot.mouseClick(place.again, LEFT)
    qtbot.waitUntil(lambda: any(item.rule == "template.unknown_word" for item in place.report.findings), timeout=20_000)


@pytest.mark.parametrize("recipe", ["inspection_narrative", "tender_response", "report"])
def test_every_tag_offered_can_be_pasted_and_filled(sample, tmp_path, recipe):
    """A Word file of nothing but the tags is sound and asks for just the words they stand for."""
    from docx import Document as WordFile  # noqa: PLC0415 - a test makes what a user would make in Word

    if recipe == "report":
        words = {word.name: word for word in REPORT_WORDS}
    else:
        assert recipe in recipe_names(sample.recipes)
        read = load_recipe(sample.recipes, recipe)
        words = {word.name: word for document in read.documents for word in read.words_of(document)}
    path = tmp_path / "all.docx"
    file = WordFile()
    for word in words.values():
        for line in field_of(word).whole.splitlines():
            file.add_paragraph(line)
    file.save(str(path))
    assert tried(path, examples(list(words.values()))) == ()
    assert (
        set(words) - {need.word for need in needs(path)} - {"letter[]", "notes[]", "sections[].paragraphs[]"} == set()
    )


def test_a_condition_is_copied_whole():
    field = field_of(Word("questions[].blocks[].has_table", "Whether.", "True"))
    assert field.tag.splitlines() == ["{%p if block.has_table %}", "…", "{%p endif %}"]
    assert field.whole.count("endfor") == 2


def test_what_a_sentence_quotes():
    assert quoted("The field “{{ a }}” is not written correctly.") == "{{ a }}"
    assert quoted("Nothing is quoted.") == ""


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_panes_fit_a_small_window_at_any_text_size(qtbot, window, place, look, percent):
    look.use("light", percent)
    try:
        window.resize(1280, 720)
        panes = [place.panes.widget(at) for at in range(place.panes.count())]
        needed = sum(max(pane.minimumWidth(), pane.minimumSizeHint().width()) for pane in panes)
        assert needed + place.panes.handleWidth() * 2 <= place.width()
    finally:
        look.use("light", 100)
