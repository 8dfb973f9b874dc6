"""Asks for the password of a protected file. What is typed is handed on once and kept nowhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from alongside.i18n import _
from alongside.ui.look import Look
from alongside.ui.widgets import button, column, frame, label, row


class IntakeLock(QWidget):
    """One panel in the middle of the page."""

    given = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        inner = column(self, margin=32, space=10)
        inner.addStretch(1)
        panel = frame("panel")
        panel.setFixedWidth(look.px(460))
        inside = column(panel, margin=24, space=12)
        inside.addWidget(label(_("This file asks for a password"), "heading", wrap=True))
        self.why = label("", "quiet", wrap=True)
        inside.addWidget(self.why)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Password of the file"))
        inside.addWidget(self.password)
        inside.addWidget(label(_("It opens the file once, and is kept nowhere."), "small", wrap=True))
        foot = row()
        self.open = button(_("Open the file"), "primary")
        foot.addWidget(self.open)
        foot.addStretch(1)
        inside.addLayout(foot)
        inner.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(2)
        self.open.clicked.connect(self._give)
        self.password.returnPressed.connect(self._give)

    def ask(self, why: str) -> None:
        """Say what happened and wait for the password."""
        self.why.setText(why)
        self.password.clear()
        self.password.setFocus()

    def _give(self) -> None:
        typed = self.password.text()
        self.password.clear()
        if typed:
            self.given.emit(typed)
