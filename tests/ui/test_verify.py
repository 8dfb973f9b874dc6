"""Verifying a built pack from the window."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from alongside.job_control import JobControl
from alongside.ui import build_work
from alongside.ui.verify_place import VerifyPlace

LEFT = Qt.MouseButton.LeftButton
LONG = 60_000


@pytest.fixture
def built(workspace, session, pack_file: Path) -> Path:
    (task,) = build_work.tasks_of((pack_file,), workspace, session.today, final=False, pdf="embedded")
    many = build_work.build_many((task,), JobControl(), lambda _number, _told: None)
    assert many.done[0].files
    return task.target


@pytest.fixture
def place(window) -> VerifyPlace:
    window.packs.verify_action.trigger()
    assert isinstance(window.stack.currentWidget(), VerifyPlace)
    return window.stack.currentWidget()


def verified(qtbot, place: VerifyPlace, press) -> str:
    qtbot.mouseClick(press, LEFT)
    qtbot.waitUntil(lambda: place.job is None, timeout=LONG)
    return place.words.text()


def rules(place: VerifyPlace) -> list[str]:
    model = place.findings.list.findings
    return [model.finding_at(row).rule for row in range(model.rowCount())]


def test_a_folder_as_built_is_said_to_be(qtbot, place, built, user):
    user.folder_answer = built
    assert verified(qtbot, place, place.folder).endswith("and is what its sources give.")
    assert "draft" in place.about.text()
    assert rules(place) == []
    qtbot.mouseClick(place.open, LEFT)
    assert user.opened == [built]


def test_a_changed_file_is_listed_with_its_page(qtbot, place, built, user):
    user.folder_answer = built
    path = next(built.glob("*.pdf"))
    path.write_bytes(path.read_bytes() + b"\n")
    manifest = built / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"final": false', b'"final": true'))
    assert "not as" in verified(qtbot, place, place.folder)
    assert {"output.changed_list", "output.changed_file"} <= set(rules(place))
    assert place.findings.isVisible()


def test_a_zip_is_looked_at_too_and_what_is_none_is_told(qtbot, place, built, user, tmp_path):
    user.file_answer = Path(shutil.make_archive(str(tmp_path / "sent"), "zip", built))
    assert "sent.zip: every file is as it was built" in verified(qtbot, place, place.zip)
    user.file_answer.write_bytes(b"no zip")
    assert "neither a built folder nor a zip" in verified(qtbot, place, place.again)
    assert not place.findings.isVisible()


def test_closing_the_picker_changes_nothing(qtbot, place, user):
    user.folder_answer = None
    qtbot.mouseClick(place.folder, LEFT)
    assert place.job is None
    assert place.stack.currentWidget() is place.none


def test_it_is_in_the_palette(qtbot, window):
    window.open_palette()
    window.palette_view.search.setText("verify")
    qtbot.keyClick(window.palette_view.search, Qt.Key.Key_Return)
    assert isinstance(window.stack.currentWidget(), VerifyPlace)
