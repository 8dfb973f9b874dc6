"""Pages and words of each document, before a build and after it, and who laid the pages out."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from alongside.errors import AlongsideError
from alongside.job_control import Cancelled
from alongside.packs.pack import TextBlock, changed
from alongside.render.length import Length
from alongside.ui import count_work, page_counts
from alongside.ui.count_work import Maker, Measured

LEFT = Qt.MouseButton.LeftButton
LONG = 60_000
OFFICE = Maker("libreoffice", "LibreOffice")


def exact(pages: int) -> tuple[Measured, ...]:
    return (
        Measured(
            "tender_response", "Tender response", "tender_response.docx", Length(pages, 900, "libreoffice", False)
        ),
    )


@pytest.fixture
def office(monkeypatch):
    """A LibreOffice that answers at once; what it was asked for is kept."""
    asked: list[str] = []

    def count(plan, _workspace, maker, _job):
        asked.append(maker)
        return exact(30 + len(asked))

    monkeypatch.setattr(page_counts, "EXACT_AFTER_MS", 1)
    monkeypatch.setattr(count_work, "exact_maker", lambda _job: OFFICE)
    monkeypatch.setattr(count_work, "exact", count)
    return asked


@pytest.fixture
def opened(qtbot, window, session, pack_file: Path):
    session.counts._later.setInterval(1)
    session.open_pack(pack_file)
    qtbot.waitUntil(lambda: session.outlook is not None, timeout=LONG)
    return window.pack


def edit(session, text: str) -> None:
    pack = session.pack
    first, *rest = pack.questions
    blocks = (first.blocks[0], TextBlock(id="b2", text=text))
    session.change(changed(pack, questions=(changed(first, blocks=blocks), *rest)), "type")


def test_before_the_build_each_document_has_an_estimate(qtbot, window, session, opened):
    opened.show_build()
    panel = opened.build
    qtbot.waitUntil(lambda: bool(panel.lengths.lines), timeout=LONG)
    lines = dict(panel.lengths.lines)
    assert "Tender response" in lines
    assert all(words.startswith("about ") and "word" in words for words in lines.values())
    assert panel.lengths.by.text().startswith("Estimated by the embedded converter.")
    assert window.status.pages.text().startswith("about ")


def test_libreoffice_counts_in_the_background_and_is_named(qtbot, window, session, opened, office):
    session.counts.want_exact(True)
    qtbot.waitUntil(lambda: window.status.pages.text() == "31 pages (LibreOffice)", timeout=LONG)
    opened.show_build()
    assert opened.build.lengths.lines == (("Tender response", "31 pages, 900 words"),)
    assert opened.build.lengths.by.text() == "Laid out by LibreOffice."
    assert office == ["libreoffice"]


def test_an_edit_makes_the_count_an_estimate_until_it_is_counted_again(qtbot, window, session, opened, office):
    session.counts.want_exact(True)
    qtbot.waitUntil(lambda: session.counts.exact, timeout=LONG)
    edit(session, "four five six")
    assert window.status.pages.text() == "about 31 pages"
    qtbot.waitUntil(lambda: window.status.pages.text() == "32 pages (LibreOffice)", timeout=LONG)


def test_what_is_outdated_is_stopped(qtbot, session, opened, office, monkeypatch):
    stopped: list[bool] = []
    begun = threading.Event()

    def slow(_plan, _workspace, _maker, job):
        begun.set()
        try:
            while True:
                job.check()
        except Cancelled:
            stopped.append(True)
            raise

    monkeypatch.setattr(count_work, "exact", slow)
    session.counts.want_exact(True)
    qtbot.waitUntil(begun.is_set, timeout=LONG)
    monkeypatch.setattr(count_work, "exact", lambda *_: exact(40))
    edit(session, "seven")
    qtbot.waitUntil(lambda: session.counts.exact, timeout=LONG)
    assert stopped == [True]
    assert session.counts.pages_text() == "40 pages (LibreOffice)"


def test_a_libreoffice_that_fails_is_asked_once_and_the_estimate_stays(qtbot, session, opened, office, monkeypatch):
    def broken(*_):
        office.append("asked")
        raise AlongsideError("LibreOffice made no PDF (it did not answer and was ended).")

    monkeypatch.setattr(count_work, "exact", broken)
    session.counts.want_exact(True)
    qtbot.waitUntil(lambda: bool(session.counts.measured), timeout=LONG)
    edit(session, "eight")
    qtbot.waitUntil(lambda: session.counts._key_now() is not None, timeout=LONG)
    assert office == ["asked"]
    assert session.counts.pages_text().startswith("about ")
    assert "did not answer" in session.counts.says()


def test_it_is_turned_off_in_settings(qtbot, window, session, opened, office):
    kept = []
    window.settings_changed.connect(kept.append)
    window.go("settings")
    place = window._page("settings")
    assert not place.counting.isChecked()
    place.counting.click()
    qtbot.waitUntil(lambda: session.counts.exact, timeout=LONG)
    place.counting.click()
    edit(session, "nine")
    qtbot.waitUntil(lambda: session.counts._key_now() is not None, timeout=LONG)
    assert not session.counts.counting
    assert [item.count_pages for item in kept] == [True, False]


def test_after_the_build_each_file_has_its_length(qtbot, session, opened):
    opened.show_build()
    panel = opened.build
    panel.pdf.wanted.click()
    with qtbot.waitSignal(panel.run.finished, timeout=LONG):
        qtbot.mouseClick(panel.run.start, LEFT)
    first = panel.files.text().splitlines()[0]
    assert first.startswith("tender_response.docx and .pdf: about ")
    assert first.endswith(" words")
    assert session.counts.up_to_date


def test_a_build_that_only_estimates_does_not_undo_an_exact_count(qtbot, session, opened, office):
    session.counts.want_exact(True)
    qtbot.waitUntil(lambda: session.counts.exact, timeout=LONG)
    opened.show_build()
    panel = opened.build
    panel.pdf.wanted.click()
    with qtbot.waitSignal(panel.run.finished, timeout=LONG):
        qtbot.mouseClick(panel.run.start, LEFT)
    assert session.counts.pages_text() == "31 pages (LibreOffice)"
    assert panel.files.text().splitlines()[0].startswith("tender_response.docx and .pdf: about ")


def test_the_preview_says_which_count_it_shows(qtbot, window, session, opened, office):
    opened.show_tab("preview")
    qtbot.waitUntil(lambda: "estimated by the embedded converter" in opened.preview.said.text(), timeout=LONG)
    session.counts.want_exact(True)
    qtbot.waitUntil(lambda: opened.preview.said.text().endswith("; 31 pages (LibreOffice)"), timeout=LONG)


@pytest.mark.office
def test_libreoffice_itself_counts(qtbot, session, opened, soffice):
    session.counts.want_exact(True)
    qtbot.waitUntil(lambda: session.counts.exact, timeout=LONG)
    assert session.counts.pages_text().endswith("pages (LibreOffice)")
    assert {item.length.maker for item in session.counts.measured} == {"libreoffice"}


def test_closing_the_pack_forgets_its_counts(qtbot, window, session, opened, office):
    session.counts.want_exact(True)
    qtbot.waitUntil(lambda: session.counts.exact, timeout=LONG)
    session.close_pack()
    assert session.counts.measured == ()
    assert window.status.pages.text() == ""
