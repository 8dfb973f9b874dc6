"""Message boxes and file pickers behind one interface, so that a test can answer and read what was asked."""

# ruff: noqa: PLC0415 - dialogs are seldom used and cost at start

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from alongside.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Ask(Protocol):
    """What the window may ask the user or the desktop."""

    def folder(self, title: str, start: Path) -> Path | None:
        """A folder; None where the user closed the picker."""

    def file(self, title: str, start: Path, names: str) -> Path | None:
        """An existing file; `names` as Qt's filter."""

    def reason(self, title: str, sentence: str) -> str | None:
        """A written reason of at least one word; None where the user thought better of it."""

    def tell(self, title: str, sentence: str) -> None:
        """Say something that must be read now."""

    def open(self, path: Path) -> bool:
        """Show a file or folder with the desktop's own program."""


class AskUser:
    """Asks the real user."""

    def __init__(self, window: "QWidget | None" = None) -> None:
        self.window = window

    def folder(self, title: str, start: Path) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        found = QFileDialog.getExistingDirectory(self.window, title, str(start))
        return Path(found) if found else None

    def file(self, title: str, start: Path, names: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        found, _names = QFileDialog.getOpenFileName(self.window, title, str(start), names)
        return Path(found) if found else None

    def reason(self, title: str, sentence: str) -> str | None:
        from PySide6.QtWidgets import QInputDialog

        text, given = QInputDialog.getMultiLineText(self.window, title, sentence)
        return text.strip() if given and text.strip() else None

    def tell(self, title: str, sentence: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.NoIcon, title, sentence, QMessageBox.StandardButton.Close, self.window)
        box.setAccessibleName(_("Message"))
        box.exec()

    def open(self, path: Path) -> bool:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
