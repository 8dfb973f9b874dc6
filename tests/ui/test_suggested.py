"""What the Add tab says of what it suggests."""

from pathlib import Path

import pytest

from alongside.packs.asked_parts import parts_of
from alongside.packs.edit import with_question
from alongside.packs.pack import changed
from alongside.packs.suggesting import serves_part
from alongside.ui.add_panel import AddPanel

ASKED = "(a) how restrictions are reviewed with the person; (b) zyxw flurble gronk"


@pytest.fixture
def panel(qtbot, window, session, pack_file: Path) -> AddPanel:
    session.open_pack(pack_file)
    first = session.pack.questions[0].id
    asked = with_question(
        session.pack, first, lambda item: changed(item, text=ASKED, guidance="", owner_role="bid writer")
    )
    session.change(asked, "ask")
    window.pack.show_add("suggested")
    qtbot.waitUntil(lambda: bool(window.pack.add.offers()))
    return window.pack.add


def test_the_one_in_hand_says_which_part_it_serves(panel, session):
    parts = parts_of(session.pack.questions[0])
    at = next(n for n, offer in enumerate(panel.offers()) if offer.record and serves_part(offer.record, parts[0]))
    panel.list.setCurrentIndex(panel.list.hits.index(at))
    assert panel.reasons.isVisible()
    assert panel.reasons.text().startswith("Serves a: how restrictions are reviewed with the person")


def test_a_part_that_nothing_serves_is_named_with_whom_to_ask(panel):
    assert panel.gaps.isVisible()
    assert panel.gaps.text() == "Nothing here serves (b) zyxw flurble gronk. Ask: bid writer."


def test_other_words_and_other_kinds_speak_of_no_question(panel):
    panel.search.setText("debrief")
    panel.refresh()
    assert not panel.gaps.isVisible()
    assert not panel.reasons.isVisible()
    panel.search.clear()
    panel.show_kind("evidence")
    assert not panel.gaps.isVisible()
