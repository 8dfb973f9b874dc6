"""The Library place's three panes; where there is room for two, the filters take the detail's place when asked for."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from alongside.ui.find_pane import FindPane
from alongside.ui.look import Look

NARROW_PX = 900  # below it three panes are too narrow to read, at 100 % text
LEAST_PX = (200, 290, 260)  # filters, what was found, the row in full
SIZES = (230, 600, 400)


class LibraryPanes(QSplitter):
    """Filters, what was found, and the row in full."""

    def __init__(self, look: Look, find: FindPane, side: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look, self._find, self._side = look, find, side
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        for part in (find.filters, find, side):
            self.addWidget(part)
        self.setStretchFactor(1, 1)
        self.setSizes(list(SIZES))
        find.filters_button.toggled.connect(self._arrange)
        look.changed.connect(self._arrange)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, _asked: bool = False) -> None:
        for part, least in zip((self._find.filters, self._find, self._side), LEAST_PX, strict=True):
            part.setMinimumWidth(self._look.px(least))
        narrow = self.width() < self._look.px(NARROW_PX)
        asked = self._find.filters_button.isChecked()
        self._find.filters_button.setVisible(narrow)
        self._find.filters.setVisible(not narrow or asked)
        self._side.setVisible(not narrow or not asked)
