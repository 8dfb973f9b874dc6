"""The dated copies of the workbook, and putting one back."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alongside.i18n import _
from alongside.ui.library_edits import LibraryEdits
from alongside.ui.look import Look
from alongside.ui.widgets import Empty, button, clear, column, frame, label, row, scrolled
from alongside.ui.wording import day


class BackupsView(QWidget):
    """Newest first. Putting one back asks nothing: the present workbook becomes a copy itself."""

    left = Signal()

    def __init__(self, look: Look, edits: LibraryEdits) -> None:
        super().__init__()
        self._look, self._edits = look, edits
        self.setAccessibleName(_("Backups"))
        outer = column(self, space=8)
        head = row(space=8)
        head.addWidget(label(_("Backups"), "heading"), 1)
        back = button(_("Back"), "quiet")
        back.clicked.connect(self.left)
        head.addWidget(back)
        outer.addLayout(head)
        about = _(
            "A dated copy of the whole workbook is kept before Alongside changes it. Putting one back keeps the "
            "present one as a copy."
        )
        outer.addWidget(label(about, "quiet", wrap=True))
        body = QWidget()
        self._list = column(body, space=6)
        self._list.setContentsMargins(0, 4, 12, 12)
        outer.addWidget(scrolled(body), 1)

    def refresh(self) -> None:
        """List what there is now."""
        clear(self._list)
        found = self._edits.backups()
        if not found:
            self._list.addWidget(
                Empty(
                    self._look,
                    "clock-counter-clockwise",
                    _("No backups yet"),
                    _("The first is made when you save a change here."),
                )
            )
        for when, path in found:
            self._list.addWidget(self._line(when, path))
        self._list.addStretch(1)

    def _line(self, when: datetime, path: Path) -> QWidget:
        made = frame("panel")
        line = row(made, space=8)
        line.setContentsMargins(14, 8, 8, 8)
        words = column(space=0)
        said = _("{day}, {time}").format(day=day(when.date()), time=f"{when:%H:%M}")
        words.addWidget(label(said, "strong"))
        words.addWidget(label(_("{size:,} KB").format(size=max(1, path.stat().st_size // 1024)), "small"))
        line.addLayout(words, 1)
        restore = button(_("Put back"), "", _("Make this the workbook again; the present one is kept as a copy"))
        restore.setAccessibleName(_("Put back the copy of {when}").format(when=said))
        restore.setProperty("path", str(path))
        restore.clicked.connect(self._restore)
        line.addWidget(restore)
        return made

    def _restore(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._edits.restore(Path(str(sender.property("path"))))
            self.left.emit()
