"""The Proof tab: claims, and what is behind them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from alongside.packs.pack import TextBlock, changed
from alongside.ui.pack_place import PROOF
from alongside.ui.proof_view import ALL, ProofView

LONG = 30_000


@pytest.fixture
def proof(qtbot, window, session, pack_file: Path) -> ProofView:
    with qtbot.waitSignal(session.plan_changed, timeout=LONG):
        session.open_pack(pack_file)
    window.pack.show_tab(PROOF)
    return window.pack.proof


def test_a_typed_figure_is_listed_first_and_a_click_leads_to_its_block(qtbot, window, session, proof):
    first, *others = session.pack.questions
    typed = TextBlock(id="typed", text="We trained 480 staff.")
    whole = changed(session.pack, questions=(changed(first, blocks=(*first.blocks, typed)), *others))
    session.change(whole, "typed")
    window.pack.show_question(first.id)
    qtbot.waitUntil(lambda: proof.list.count() > 0 and "480 staff" in proof.list.item(0).text(), timeout=LONG)
    assert "Nothing behind it" in proof.list.item(0).text()
    assert "to look at" in proof.words.text()
    window.pack.show_question(others[0].id)
    qtbot.waitUntil(lambda: proof.list.count() == 0, timeout=LONG)
    qtbot.mouseClick(proof.scope._buttons[ALL], Qt.MouseButton.LeftButton)
    assert "480 staff" in proof.list.item(0).text()
    spot = proof.list.visualItemRect(proof.list.item(0)).center()
    qtbot.mouseClick(proof.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.pack.composer.question_id == first.id
