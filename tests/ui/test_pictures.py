"""A picture added in the window, told in words, undone; and how sources are shown, chosen in the pack's details."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from tests.photographs import SECRET, photo

from alongside.packs.pack import PictureBlock, PictureWidth, References
from alongside.ui.pack_place import PackPlace
from alongside.ui.session import Session


@pytest.fixture
def place(qtbot, window, session: Session, pack_file: Path) -> PackPlace:
    with qtbot.waitSignal(session.plan_changed, timeout=20_000):
        session.open_pack(pack_file)
    found = window.pack
    assert isinstance(found, PackPlace)
    found.show_tab("findings")  # pages are laid out only where a test looks at them
    found.show_question("q1")
    return found


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    source = tmp_path / "Garden day.jpg"
    source.write_bytes(photo(size=(1200, 800)))
    return source


def picture_of(session: Session) -> PictureBlock:
    assert session.pack is not None
    return next(block for block in session.pack.questions[0].blocks if isinstance(block, PictureBlock))


def add(qtbot, place: PackPlace, session: Session) -> PictureBlock:
    with qtbot.waitSignal(session.plan_changed, timeout=20_000):
        qtbot.mouseClick(place.composer.adders["picture"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.outlook is not None and session.outlook.pack == session.pack, timeout=20_000)
    return picture_of(session)


def test_a_picture_is_chosen_copied_and_told_in_words(qtbot, place, session, user, photograph):
    user.file_answer = photograph
    block = add(qtbot, place, session)
    kept = session.workspace.files / block.file
    assert SECRET not in kept.read_bytes()
    assert "plan.picture_untold" in {item.rule for item in session.findings}
    card = next(item for item in place.composer.cards() if item.block.id == block.id)
    assert card.picture.missing.isVisible()
    assert card.picture.alternative.hasFocus()
    assert not card.picture.thumbnail.pixmap().isNull()
    with qtbot.waitSignal(session.plan_changed, timeout=20_000):
        qtbot.keyClicks(card.picture.alternative, "Raised beds")
    qtbot.keyClicks(card.picture.caption, "The garden")
    card.picture.width_choice.press("half")
    block = picture_of(session)
    assert (block.alternative, block.caption, block.width) == ("Raised beds", "The garden", PictureWidth.HALF)
    assert not card.picture.missing.isVisible()
    assert "#garden-day" in card.picture.about.text()
    qtbot.waitUntil(lambda: "plan.picture_untold" not in {item.rule for item in session.findings}, timeout=20_000)
    session.undo()
    assert card.picture.caption.text() == ""
    session.redo()
    assert card.picture.caption.text() == "The garden"


def test_a_broken_picture_is_told_in_one_sentence_and_adds_nothing(qtbot, place, session, user, tmp_path):
    user.file_answer = tmp_path / "broken.png"
    user.file_answer.write_bytes(b"\x89PNG\r\n\x1a\n")
    told = []
    session.trouble.connect(told.append)
    before = session.pack
    with qtbot.waitSignal(session.trouble, timeout=20_000):
        place.add_picture()
    session.trouble.disconnect(told.append)
    assert "damaged" in told[0].sentence()
    assert session.pack == before
    user.file_answer = None
    place.add_picture()
    assert session.pack == before


def test_a_picture_that_is_gone_is_said_on_its_card(qtbot, place, session, user, photograph):
    user.file_answer = photograph
    block = add(qtbot, place, session)
    (session.workspace.files / block.file).unlink()
    card = next(item for item in place.composer.cards() if item.block.id == block.id)
    with qtbot.waitSignal(session.plan_changed, timeout=20_000):
        qtbot.keyClicks(card.picture.caption, "x")
    qtbot.waitUntil(card.withheld.isVisible, timeout=20_000)
    assert "is not in the workspace" in card.withheld_words.text()
    assert not card.picture.thumbnail.isVisible()
    assert "plan.picture_missing" in {item.rule for item in session.findings}


def test_how_sources_are_shown_is_chosen_and_undone(qtbot, place, session):
    place.outline.choose("")
    box: QComboBox = place.form.references
    assert box.isVisible()
    assert box.accessibleName()
    with qtbot.waitSignal(session.plan_changed, timeout=20_000):
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert session.pack.rules.references is References.BRACKETS
    qtbot.waitUntil(lambda: session.outlook.plan.references is References.BRACKETS, timeout=20_000)
    session.undo()
    assert box.currentData() == References.INDEX
    assert session.pack.rules.references is References.INDEX
