"""The left of the library: saved searches, and the filters with their counts."""

from PySide6.QtWidgets import QFrame

from alongside.ui.filter_tree import FilterTree
from alongside.ui.look import Look
from alongside.ui.saved_list import SavedList
from alongside.ui.widgets import column


class FiltersPane(QFrame):
    """Saved searches above, filters below."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "side")
        inner = column(self, space=12)
        inner.setContentsMargins(8, 12, 4, 8)
        self.saved = SavedList(look)
        self.tree = FilterTree(look)
        inner.addWidget(self.saved)
        inner.addWidget(self.tree, 1)
