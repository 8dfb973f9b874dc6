"""Charts in an answer: added from the panel, named in plain words, seen in the preview, built as native charts."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from alongside.packs.pack import ChartBlock, References, changed, save_pack

LEFT = Qt.MouseButton.LeftButton
LONG = 60_000
WANTED = {
    "restrictions_by_type_stacked": "barChart",
    "in_date_bullet": "barChart",
    "restriction_changes_waterfall": "barChart",
    "events_run": "lineChart",
}


@pytest.fixture
def opened(qtbot, window, session, pack, pack_file: Path):
    """A pack over the whole provider, where numbers are large enough for a waterfall."""
    save_pack(changed(pack, service_ids=()), pack_file)
    session.open_pack(pack_file)
    qtbot.waitUntil(lambda: session.outlook is not None, timeout=LONG)
    window.pack.show_question("q2")
    return window.pack


def add_all(qtbot, place, session) -> None:
    place.show_add("chart")
    qtbot.waitUntil(lambda: place.add.current() is not None, timeout=LONG)
    for ref in WANTED:
        title = session.outlook.plan.charts[ref].title
        place.add.search.setText(title)
        qtbot.waitUntil(lambda ref=ref: (offer := place.add.current()) is not None and offer.ref == ref, timeout=LONG)
        button = place.add._buttons.itemAt(0).widget()
        assert button.toolTip() == f"Add {title} to the answer"
        qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: session.outlook.pack == session.pack, timeout=LONG)


def test_each_kind_of_chart_is_added_and_goes_by_its_name(qtbot, window, session, opened):
    add_all(qtbot, opened, session)
    charts = session.outlook.plan.charts
    assert charts["restriction_changes_waterfall"].kind.value == "waterfall"
    assert charts["events_run"].kind.value == "run"
    cards = opened.composer.cards()
    assert [card.source.text() for card in cards] == [charts[ref].title for ref in WANTED]
    assert not any(ref in card.source.accessibleName() for card in cards for ref in WANTED)
    last = cards[-1]
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty(), timeout=LONG)


def test_a_chart_without_numbers_goes_by_its_name_too(qtbot, window, session, opened):
    pack = session.pack
    first, second = pack.questions
    block = ChartBlock(id="c1", ref="say_stacked")
    nowhere = changed(pack, service_ids=("NONE",), questions=(first, changed(second, blocks=(block,))))
    session.change(nowhere, "test")
    qtbot.waitUntil(lambda: session.outlook.pack == session.pack, timeout=LONG)
    assert opened.composer.cards()[0].source.text() == "“I have a say about my risks and rules”"
    said = [item.message for item in session.findings if item.rule == "plan.empty_chart"]
    assert said
    assert not any("say_stacked" in message for message in said)


def test_charts_are_in_the_preview_and_native_in_what_is_built(qtbot, window, session, opened):
    add_all(qtbot, opened, session)
    opened.show_tab("preview")
    preview = opened.preview
    qtbot.waitUntil(lambda: preview.up_to_date, timeout=LONG)
    said = " ".join(preview.document.getAllText(page).text() for page in range(preview.document.pageCount()))
    for ref in WANTED:
        assert "".join(session.outlook.plan.charts[ref].title.split()) in "".join(said.split())
    opened.show_build()
    with qtbot.waitSignal(opened.build.run.finished, timeout=LONG):
        qtbot.mouseClick(opened.build.run.start, LEFT)
    with zipfile.ZipFile(opened.build.target() / "tender_response.docx") as made:
        drawn = sorted(name for name in made.namelist() if name.startswith("word/charts/chart") and ".xml" in name)
        xml = b"".join(made.read(name) for name in drawn)
    assert len(drawn) == len(WANTED)
    assert all(f"<c:{kind}>".encode() in xml for kind in WANTED.values())


@pytest.mark.parametrize(
    ("references", "part"),
    [(References.ENDNOTES, "word/endnotes.xml"), (References.FOOTNOTES, "word/footnotes.xml")],
    ids=str,
)
def test_the_switch_of_notes_in_the_form_reaches_the_document(qtbot, window, session, opened, references, part):
    opened.outline.choose("")
    box = opened.form.references
    box.setCurrentIndex(box.findData(references))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: session.pack.rules.references is references, timeout=LONG)
    qtbot.waitUntil(lambda: session.outlook.pack == session.pack, timeout=LONG)
    opened.show_build()
    with qtbot.waitSignal(opened.build.run.finished, timeout=LONG):
        qtbot.mouseClick(opened.build.run.start, LEFT)
    with zipfile.ZipFile(opened.build.target() / "tender_response.docx") as made:
        assert b"EV-001" in made.read(part) or b"My Risk" in made.read(part)
