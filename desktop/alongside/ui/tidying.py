"""Python's search for circular rubbish, on the UI thread alone.

Left to itself Python searches on whichever thread happens to make an object. An object of Qt that goes there, and not
on its own thread, ends the process; a pool of threads that goes on one of its own threads waits for itself for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1_000


class Tidying(QObject):
    """From the moment it is made Python searches no more by itself; once begun, this one does, when it is due."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.tidy)

    def begin(self, _told: object = None) -> None:
        """Search from now on; before the first frame much is made and little thrown away."""
        self._timer.start()

    def tidy(self) -> None:
        """Search as far as Python itself would have by now."""
        due = [made > most for made, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        for generation in (2, 1, 0):
            if due[generation]:
                gc.collect(generation)
                return
