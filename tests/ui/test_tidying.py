"""Circular rubbish goes on the UI thread, whoever makes it."""

import gc
import threading
import weakref

from PySide6.QtCore import QThreadPool

from alongside.ui.tidying import Tidying


class Circle:
    """Points to itself, and remembers where it went."""

    def __init__(self, went: list[int]) -> None:
        self.me, self.went = self, went

    def __del__(self) -> None:
        self.went.append(threading.get_ident())


def test_rubbish_made_on_a_pool_thread_goes_on_this_one(qtbot) -> None:
    went: list[int] = []
    tidying = Tidying()

    def make() -> None:
        for _ in range(gc.get_threshold()[0] * 20):
            Circle(went)

    pool = QThreadPool()
    pool.start(make)
    pool.waitForDone()
    assert went == []
    tidying.begin()
    qtbot.waitUntil(lambda: bool(went))
    assert set(went) == {threading.get_ident()}


def test_nothing_is_searched_before_it_has_begun(qtbot) -> None:
    tidying = Tidying()
    circle = Circle([])
    gone = weakref.ref(circle)
    del circle
    qtbot.wait(1_200)
    assert gone() is not None
    assert not gc.isenabled()
    assert tidying.parent() is None
