"""Work that only one thread may do at a time, wherever in the program it is asked for."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_pdfium = threading.RLock()


def with_pdfium(function: Callable[P, R]) -> Callable[P, R]:
    """For every function that opens a PDF with PDFium, which two threads at once bring down with the whole process."""

    @wraps(function)
    def alone(*args: P.args, **kwargs: P.kwargs) -> R:
        with _pdfium:
            return function(*args, **kwargs)

    return alone
