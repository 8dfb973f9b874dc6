"""The palette (Ctrl+K): questions, library items, packs, places and actions by a few letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from alongside.i18n import _
from alongside.ui.look import Look
from alongside.ui.widgets import column

SHOWN = 40
CHOICE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to reach. `go` is a bound method; `argument` is handed to it where there is one."""

    words: str
    group: str  # Question, Evidence, Pack, Place, Action
    icon: str
    go: Callable[..., object]
    argument: object = None

    def run(self) -> None:
        if self.argument is None:
            self.go()
        else:
            self.go(self.argument)


def matching(choices: Sequence[Choice], words: str) -> list[Choice]:
    """Those with every word, those first where each is the beginning of one; all for no words."""
    asked = words.lower().split()
    if not asked:
        return list(choices[:SHOWN])
    found = []
    for choice in choices:
        text = f"{choice.words} {choice.group}".lower()
        places = [text.find(word) for word in asked]
        if all(place >= 0 for place in places):
            starts = sum(0 if place == 0 or text[place - 1] in " ·(“" else 1 for place in places)
            found.append((starts, choice))
    found.sort(key=lambda item: item[0])  # among equals the order stays: questions, places, actions, items
    return [choice for _starts, choice in found[:SHOWN]]


class Palette(QFrame):
    """Lies over the window; Escape or a click elsewhere closes it."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._choices: Sequence[Choice] = ()
        self._before: QWidget | None = None
        self.setProperty("role", "panel")
        self.setAccessibleName(_("Go to anything"))
        inner = column(self, margin=12, space=8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Go to a question, an item, a pack, a place, or do something"))
        self.search.setAccessibleName(_("Go to anything"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner.addWidget(self.search)
        inner.addWidget(self.list, 1)
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self._run_current)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._run)
        self.hide()

    def open(self, choices: Sequence[Choice]) -> None:
        """Offer these choices."""
        self._choices = choices
        self._before = QApplication.focusWidget()
        parent = self.parentWidget()
        if parent is not None:
            width = min(self._look.px(640), parent.width() - 80)
            height = min(self._look.px(440), parent.height() - 120)
            self.setGeometry((parent.width() - width) // 2, 72, width, height)
        self.search.clear()
        self._show("")
        self.show()
        self.raise_()
        self.search.setFocus()

    def close_palette(self) -> None:
        """Close and give the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close_palette()
                return True
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))
                return True
        if watched is self.search and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)

    def _show(self, words: str) -> None:
        self.list.clear()
        for choice in matching(self._choices, words):
            item = QListWidgetItem(self._look.icon(choice.icon), f"{choice.words}   ·   {choice.group}")
            item.setData(CHOICE, choice)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _run_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._run(item)

    def _run(self, item: QListWidgetItem) -> None:
        choice = item.data(CHOICE)
        self.close_palette()
        choice.run()
