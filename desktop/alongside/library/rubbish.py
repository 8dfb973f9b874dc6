"""Lets Python make a great many objects that all stay, without looking through them for rubbish again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_rubbish_searched() -> Iterator[None]:
    """Python's search for circular rubbish costs a tenth of the reading, and what is made here all stays."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
