"""Laying out in another process: the same pages, and this one stays free."""

import threading
import time
from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document

from alongside.errors import AlongsideError
from alongside.render.layout import Layout, texts_by_page
from alongside.render.layout_process import LayoutProcess


@pytest.fixture(scope="module")
def process() -> Iterator[LayoutProcess]:
    made = LayoutProcess()
    yield made
    made.close()


def docx(*texts: str, pages: bool = True) -> bytes:
    made = Document()
    for text in texts:
        made.add_paragraph(text).paragraph_format.page_break_before = pages
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_it_gives_what_laying_out_here_gives(process: LayoutProcess):
    first = process.lay_out("x", docx("one", "two", "three"))
    here = Layout()
    assert texts_by_page(first.pdf) == texts_by_page(here.lay_out("x", docx("one", "two", "three")).pdf)
    second = process.lay_out("x", docx("one", "another", "three"))
    assert "another" in texts_by_page(second.pdf)[-2]
    settled = process.settled("x", docx("one", "another", "three"))
    assert settled.words == 3
    assert settled.whole
    assert texts_by_page(settled.pdf) == texts_by_page(second.pdf)


def test_this_process_is_free_meanwhile(process: LayoutProcess):
    long = docx(*["Words of no weight. " * 120] * 60)
    process.lay_out("y", long)
    gaps: list[float] = []
    done = threading.Event()

    def beat() -> None:
        last = time.perf_counter()
        while not done.is_set():
            time.sleep(0.001)
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    thread = threading.Thread(target=beat)
    thread.start()
    start = time.perf_counter()
    process.settled("y", long)
    took = time.perf_counter() - start
    done.set()
    thread.join()
    assert took > 0.1
    assert max(gaps) < took / 2  # the converter here would hold the lock all the while


def test_what_cannot_be_laid_out_is_said(process: LayoutProcess):
    with pytest.raises(AlongsideError) as told:
        process.lay_out("Broken", b"no zip")
    assert told.value.where == "Broken"
    assert process.lay_out("x", docx("after it")).count >= 1


def test_one_that_does_not_come_back_is_ended_and_another_takes_over():
    slow = LayoutProcess(longest=0.05)
    with pytest.raises(AlongsideError, match="stopped"):
        slow.lay_out("x", docx("one"))  # starting alone takes longer
    slow._longest = 60.0
    assert slow.lay_out("x", docx("one")).count >= 1
    slow.close()


def test_where_no_process_can_be_started_it_is_done_here(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.executable", "")
    here = LayoutProcess()
    assert here.lay_out("x", docx("one", "two")).count >= 2
    assert here.settled("x", docx("one", "two")).words == 2
    here.close()
