"""Lets Python make a great many objects that all stay, without looking through them for rubbish again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 20_000  # objects; fewer are looked through in no time


@contextmanager
def no_rubbish_searched() -> Iterator[None]:
    """Python's search for circular rubbish costs a tenth of the reading, and what is made here all stays.

    What is made in great number is taken out of later searches too. It holds no circles, so that it still goes once
    nobody needs it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > MANY:
            gc.freeze()
        if was_on:
            gc.enable()
