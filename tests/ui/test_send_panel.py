"""The final checklist and the submission, from the Build tab."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from alongside.packs.pack import TenderRules, changed, save_pack
from alongside.ui.send_panel import SendPanel

LEFT = Qt.MouseButton.LeftButton
LONG = 90_000


@pytest.fixture
def panel(qtbot, window, session, pack, pack_file: Path) -> SendPanel:
    blocks = pack.questions[0].blocks
    asked = changed(
        pack, questions=(changed(pack.questions[0], blocks=blocks[:1]),), rules=TenderRules(font_names=("Arial",))
    )
    save_pack(asked, pack_file)
    with qtbot.waitSignal(session.plan_changed, timeout=LONG):
        session.open_pack(pack_file)
    window.pack.show_build()
    return window.pack.build.sending


def go(qtbot, panel: SendPanel, button) -> None:
    with qtbot.waitSignal(panel.finished, timeout=LONG):
        qtbot.mouseClick(button, LEFT)


def test_what_no_file_tells_is_ticked_and_then_it_is_written(qtbot, panel, session, user):
    go(qtbot, panel, panel.look)
    assert "to settle" in panel.status.text()
    assert not panel.boxes["deadline_at"].isChecked()
    go(qtbot, panel, panel.write)
    assert not panel.target().exists()
    for box in panel.boxes.values():
        box.click()
    blocked = any(item.level == "block" for item in session.findings)
    go(qtbot, panel, panel.write)
    assert panel.target().exists() is not blocked
    if not blocked:
        assert any(name.endswith(".docx") for name in zipfile.ZipFile(panel.target()).namelist())
        qtbot.mouseClick(panel.open, LEFT)
        assert user.opened == [panel.target().parent]
