"""How long each document of the open pack is, line by line, and who laid its pages out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from alongside.i18n import _
from alongside.ui.page_counts import PageCounts
from alongside.ui.widgets import clear, column, frame, label


class LengthList(QWidget):
    """Shows the counts as they come; they are asked for while it is seen."""

    def __init__(self, counts: PageCounts) -> None:
        super().__init__()
        self._counts = counts
        inner = column(self, space=6)
        self._caption = label(_("Pages and words"), "caps", wrap=True)
        inner.addWidget(self._caption)
        box = frame("note")
        inside = column(box, margin=12, space=8)
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        inside.addWidget(self._lines)
        self.by = label("", "small", wrap=True)
        inside.addWidget(self.by)
        inner.addWidget(box)
        self._shown: tuple[tuple[str, str], ...] = ()
        counts.changed.connect(self.refresh)
        self.refresh()

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Title and length of each document, as shown."""
        return self._shown

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._counts.want_estimate(True)

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self._counts.want_estimate(False)

    def show_own(self, several: bool) -> None:
        """Say whose lengths they are, where the pack is to be built for others than its own services."""
        self._caption.setText(_("Pages and words as the pack says") if several else _("Pages and words"))

    def refresh(self) -> None:
        """Show what is known now."""
        self.by.setText(self._counts.says())
        lines = tuple((item.title, item.length.text) for item in self._counts.measured)
        if lines == self._shown:
            return
        self._shown = lines
        clear(self._grid)
        for at, (title, length) in enumerate(lines):
            name = label(title, wrap=True)
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            said = label(length)
            said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            said.setAccessibleName(f"{title}: {length}")
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(said, at, 1)
        self._lines.setVisible(bool(lines))
