"""The part of Settings that puts the workspace behind a password, and says who exports."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from alongside.i18n import _
from alongside.ui.session import Session
from alongside.ui.widgets import Segments, button, column, label, row

SHORTEST = 10  # characters; `locking.container` refuses less, and is not imported before it is needed

AFTER = (0, 5, 15, 30, 60)  # minutes


class LockPanel(QFrame):
    """What is typed is handed on once; nothing is kept here."""

    lock_wanted = Signal(str)
    account_wanted = Signal(str)
    after_wanted = Signal(int)  # minutes; 0: never

    def __init__(self, session: Session, account: str) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "panel")
        inside = column(self, margin=20, space=8)
        inside.addWidget(label(_("Lock this workspace"), "heading"))
        about = _(
            "Every file of the workspace goes into one encrypted file beside it, until you unlock it again for "
            "Alongside, Excel and Word. The password is kept nowhere: without it nobody can open it, we neither. "
            "What was deleted may still be found on the disk, and your backups and synced copies stay as they are."
        )
        inside.addWidget(label(about, "quiet", wrap=True))
        self.password, self.again = QLineEdit(), QLineEdit()
        for part, name in ((self.password, _("Password")), (self.again, _("The same again"))):
            part.setEchoMode(QLineEdit.EchoMode.Password)
            part.setAccessibleName(name)
            part.setPlaceholderText(name)
            inside.addWidget(part)
        self.said = label("", "quiet", wrap=True)
        inside.addWidget(self.said)
        line = row()
        self.lock = button(_("Lock now"))
        line.addWidget(self.lock)
        line.addStretch(1)
        inside.addLayout(line)
        idle = _(
            "Lock again by itself after so many minutes without use. This works once you have locked or unlocked the "
            "workspace since Alongside was started: its key, not the password, is held in memory until you quit."
        )
        inside.addWidget(label(idle, "quiet", wrap=True))
        self.after = Segments(_("Minutes"), [(str(n), str(n) if n else _("Never")) for n in AFTER])
        inside.addWidget(self.after)
        self.after.chosen.connect(self._after_chosen)
        inside.addWidget(label(_("Who exports"), "heading"))
        inside.addWidget(
            label(
                _("Your role or account, for the log of exports. It is never taken from the computer."),
                "quiet",
                wrap=True,
            )
        )
        self.account = QLineEdit(account)
        self.account.setAccessibleName(_("Role or account"))
        self.account.setPlaceholderText(_("Such as Bid lead"))
        inside.addWidget(self.account)
        self.password.textChanged.connect(self.refresh)
        self.again.textChanged.connect(self.refresh)
        self.again.returnPressed.connect(self._lock)
        self.lock.clicked.connect(self._lock)
        self.account.editingFinished.connect(self._named)
        session.workspace_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what is still missing."""
        typed, again = self.password.text(), self.again.text()
        short = len(typed) < SHORTEST
        said = ""
        if typed and short:
            said = _("At least {n} characters, such as four words that nobody would put together.").format(n=SHORTEST)
        elif typed and again and typed != again:
            said = _("The two passwords differ.")
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.lock.setEnabled(self._session.workspace is not None and not short and typed == again)

    def _lock(self) -> None:
        if not self.lock.isEnabled():
            return
        typed = self.password.text()
        self.password.clear()
        self.again.clear()
        self.lock_wanted.emit(typed)

    def _after_chosen(self, key: str) -> None:
        self.after_wanted.emit(int(key))

    def _named(self) -> None:
        self.account_wanted.emit(self.account.text().strip())
