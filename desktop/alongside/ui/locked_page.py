"""What stands in the window while its workspace is locked: a field for the password."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from alongside.i18n import _
from alongside.ui.look import Look
from alongside.ui.widgets import button, column, frame, label, row


class LockedPage(QWidget):
    """One panel in the middle of the page. What is typed is handed on once and kept nowhere."""

    given = Signal(str)
    other_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAccessibleName(_("Locked workspace"))
        inner = column(self, margin=32, space=10)
        inner.addStretch(1)
        panel = frame("panel")
        panel.setFixedWidth(look.px(480))
        inside = column(panel, margin=24, space=12)
        self.title = label("", "heading", wrap=True)
        inside.addWidget(self.title)
        self.why = label("", "quiet", wrap=True)
        inside.addWidget(self.why)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Password of the workspace"))
        self.password.setPlaceholderText(_("Password"))
        inside.addWidget(self.password)
        foot = row()
        self.open = button(_("Unlock"), "primary")
        self.other = button(_("Open another workspace"), "quiet")
        foot.addWidget(self.open)
        foot.addWidget(self.other)
        foot.addStretch(1)
        inside.addLayout(foot)
        inner.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(2)
        self.open.clicked.connect(self._give)
        self.password.returnPressed.connect(self._give)
        self.other.clicked.connect(self.other_wanted)

    def ask(self, name: str, why: str) -> None:
        """Say which workspace it is and what happened, and wait for the password."""
        self.title.setText(_("“{name}” is locked").format(name=name))
        self.why.setText(why)
        self.set_busy(False)
        self.password.clear()
        self.password.setFocus()

    def set_busy(self, busy: bool) -> None:
        """While it is locked or unlocked nothing can be pressed."""
        for part in (self.password, self.open, self.other):
            part.setEnabled(not busy)

    def say(self, title: str, why: str) -> None:
        """Say what goes on."""
        self.title.setText(title)
        self.why.setText(why)
        self.set_busy(True)

    def _give(self) -> None:
        typed = self.password.text()
        self.password.clear()
        if typed:
            self.given.emit(typed)
