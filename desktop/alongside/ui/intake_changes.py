"""What a newer version of the buyer's document changes in the open pack, each to be taken over or not."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from alongside.i18n import _, ngettext
from alongside.intake.compared import Difference, Kind, said
from alongside.ui.look import Look
from alongside.ui.widgets import button, clear, column, frame, label, row, scrolled

GROUPS = {
    Kind.ADDED: _("New questions"),
    Kind.REWORDED: _("Reworded"),
    Kind.LIMIT: _("Other limits"),
    Kind.WEIGHT: _("Other weights"),
    Kind.NUMBER: _("Other numbers"),
    Kind.GONE: _("No longer asked"),
    Kind.RULE: _("Rules on form"),
}


class IntakeChanges(QWidget):
    """A list by kind, all ticked at first."""

    take_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._boxes: list[tuple[QCheckBox, Difference]] = []
        page = QWidget()
        inner = column(page, margin=16, space=12)
        panel = frame("panel")
        inside = column(panel, margin=16, space=10)
        self.title = label("", "heading", wrap=True)
        self.about = label(
            _("Answers stay in any case. A question that changed says so until somebody has looked at it again."),
            "quiet",
            wrap=True,
        )
        inside.addWidget(self.title)
        inside.addWidget(self.about)
        self._list = column(space=8)
        inside.addLayout(self._list)
        foot = row()
        self.take = button(_("Take over what is ticked"), "primary")
        foot.addWidget(self.take)
        foot.addStretch(1)
        inside.addLayout(foot)
        inner.addWidget(panel)
        inner.addStretch(1)
        column(self, space=0).addWidget(scrolled(page))
        self.take.clicked.connect(self.take_wanted)

    @property
    def chosen(self) -> tuple[Difference, ...]:
        return tuple(difference for box, difference in self._boxes if box.isChecked())

    @property
    def boxes(self) -> tuple[QCheckBox, ...]:
        return tuple(box for box, _difference in self._boxes)

    def show_changes(self, title: str, differences: Sequence[Difference]) -> None:
        """Show what is different; what was ticked before stays so, and what was not."""
        off = {difference for box, difference in self._boxes if not box.isChecked()}
        clear(self._list)
        self._boxes = []
        n = len(differences)
        told = ngettext("{n} change against “{title}”", "{n} changes against “{title}”", n)
        self.title.setText(told.format(n=n, title=title))
        for kind, heading in GROUPS.items():
            several = [item for item in differences if item.kind is kind]
            if several:
                self._list.addWidget(label(heading, "caps"))
            for item in several:
                line = row(space=8)
                box = QCheckBox()
                box.setChecked(item not in off)
                box.setAccessibleName(said(item))
                line.addWidget(box)
                line.addWidget(label(said(item), wrap=True), 1)
                self._list.addLayout(line)
                self._boxes.append((box, item))
        self.take.setText(_("Take over what is ticked") if n else _("Keep this as the buyer’s file"))
