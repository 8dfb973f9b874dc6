"""The log of clarifications, and what an answer opens again."""

from PySide6.QtCore import Qt

from alongside.packs.pack import Status, changed
from alongside.ui.pack_place import PackPlace

LEFT = Qt.MouseButton.LeftButton


def test_an_answer_opens_what_it_touches_and_somebody_looks_at_it(qtbot, window, session, pack, pack_file):
    signed = changed(pack, questions=tuple(changed(q, status=Status.SIGNED_OFF) for q in pack.questions))
    session.open_pack(pack_file)
    session.change(signed, "sign")
    place = window.pack
    assert isinstance(place, PackPlace)
    place.show_question("")
    log = place.form.clarifications
    qtbot.waitUntil(log.isVisible)
    qtbot.mouseClick(log.add, LEFT)
    log.question.setPlainText("Do tables count?")
    log.answer.setPlainText("Yes.")
    log.effect.setText("Tables count as words.")
    log.chips[0].setChecked(True)
    qtbot.mouseClick(log.save, LEFT)
    first, second = session.pack.questions
    assert (first.status, first.reopened) == (Status.DRAFT, "The buyer clarified: Tables count as words.")
    assert second.status is Status.SIGNED_OFF
    assert session.pack.clarifications[0].asked_on == session.today
    place.show_question("q1")
    head = place.composer.head
    qtbot.waitUntil(head.reopened.isVisible)
    assert head.why.text() == first.reopened
    qtbot.mouseClick(head.look_done, LEFT)
    assert session.pack.questions[0].reopened == ""
    session.undo()
    session.undo()
    assert session.pack.clarifications == ()
    assert session.pack.questions == signed.questions


def test_an_entry_needs_a_question(qtbot, window, session, pack_file):
    session.open_pack(pack_file)
    place = window.pack
    place.show_question("")
    log = place.form.clarifications
    qtbot.waitUntil(log.isVisible)
    qtbot.mouseClick(log.add, LEFT)
    qtbot.mouseClick(log.save, LEFT)
    assert log.form.isVisible()
    assert session.pack.clarifications == ()
