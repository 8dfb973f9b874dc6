"""A panel's reading of the pack is entered, kept, and taken out again."""

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QToolButton

from alongside.ui.look import Look
from alongside.ui.panel_view import PanelView

LEFT = Qt.MouseButton.LeftButton


def test_a_reading_is_entered_and_taken_out(qtbot, look: Look, session, pack_file):
    with qtbot.waitSignal(session.plan_changed):
        session.open_pack(pack_file)
    view = PanelView(look, session)
    qtbot.addWidget(view)
    view.show()
    assert view.none.isVisible()
    qtbot.mouseClick(view.add, LEFT)
    qtbot.mouseClick(view.keep, LEFT)  # nobody is named by role: nothing is kept
    assert session.pack.panels == ()
    qtbot.keyClicks(view.who, "Three tenants")
    qtbot.keyClicks(view.supported, "an advocate")
    qtbot.keyClicks(view.changes, "The first page.")
    view.on.setDate(QDate(2026, 11, 20))
    view.paid.click()
    qtbot.mouseClick(view.keep, LEFT)
    (panel,) = session.pack.panels
    assert (panel.who, panel.supported, panel.changed) == ("Three tenants", "an advocate", "The first page.")
    assert (panel.on, panel.paid) == (date(2026, 11, 20), True)
    assert not view.form.isVisible()
    assert not view.none.isVisible()
    (gone,) = view.findChildren(QToolButton)
    assert gone.accessibleName() == "Take out the reading by Three tenants"
    qtbot.mouseClick(gone, LEFT)
    assert session.pack.panels == ()
    session.undo()
    assert session.pack.panels == (panel,)
    session.undo()
    assert session.pack.panels == ()
    assert view.none.isVisible()
