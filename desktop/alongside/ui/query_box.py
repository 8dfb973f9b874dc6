"""The box one types a query into, and the ways in which what is being typed may go on."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from alongside.i18n import _
from alongside.library.search.completing import Completion, completions
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import column, label

COMPLETION = Qt.ItemDataRole.UserRole
SHOWN = 8  # lines of the list before it scrolls


class _Ways(QFrame):
    """The list under the box. The box keeps the focus."""

    picked = Signal(object)  # Completion

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("role", "popup")
        inner = column(self, margin=6, space=2)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("How the search may go on"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner.addWidget(self.list)
        inner.addWidget(label(_("Tab takes the first, arrow keys choose"), "small"))
        self.list.itemClicked.connect(self._clicked)
        self.hide()

    def offer(self, ways: tuple[Completion, ...], under: QWidget) -> None:
        """Show these below the box; none hide the list."""
        self.list.clear()
        for way in ways:
            item = QListWidgetItem(f"{way.text}    {way.note}")
            item.setData(COMPLETION, way)
            self.list.addItem(item)
        parent = self.parentWidget()
        if not ways or parent is None:
            self.hide()
            return
        row = self.list.sizeHintForRow(0)
        self.list.setFixedHeight(row * min(SHOWN, len(ways)) + 6)
        spot = under.mapTo(parent, QPoint(0, under.height() + 4))
        width = min(max(self._look.px(340), self.list.sizeHintForColumn(0) + 60), parent.width() - spot.x() - 8)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(spot)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        at = self.list.currentRow() + by
        self.list.setCurrentRow(max(0, min(self.list.count() - 1, at)))

    def current(self, *, or_first: bool = False) -> Completion | None:
        item = self.list.currentItem() or (self.list.item(0) if or_first else None)
        found = item.data(COMPLETION) if item is not None else None
        return found if isinstance(found, Completion) else None

    def _clicked(self, item: QListWidgetItem) -> None:
        self.picked.emit(item.data(COMPLETION))


class QueryBox(QLineEdit):
    """Tab takes the first way to go on, arrow keys another; Down goes to what was found."""

    to_results = Signal()

    def __init__(self, look: Look, session: Session, name: str) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._ways: _Ways | None = None
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._offer)

    @property
    def ways(self) -> QListWidget:
        """The list of ways to go on."""
        return self._popup().list

    def insert_example(self, example: str) -> None:
        """Put an example at the end of what is there."""
        before = self.text().rstrip()
        self.setText(f"{before} {example}" if before else example)
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._offering():
            if event.key() == Qt.Key.Key_Tab:
                self._take(self._popup().current(or_first=True))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._popup().hide()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self._offering():
            self._popup().step(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            way = self._popup().current() if self._offering() else None
            if way is not None:
                self._take(way)
            else:
                self._hide()
                self.to_results.emit()
        elif key == Qt.Key.Key_Down:
            self.to_results.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hide()

    def _popup(self) -> _Ways:
        if self._ways is None:
            self._ways = _Ways(self._look, self.window())
            self._ways.picked.connect(self._take)
        return self._ways

    def _offering(self) -> bool:
        return self._ways is not None and self._ways.isVisible()

    def _hide(self) -> None:
        if self._ways is not None:
            self._ways.hide()

    def _offer(self, _text: str = "") -> None:
        typed = self.text()[: self.cursorPosition()]
        ways = completions(typed, self._session.index)
        if self._ways is not None or ways:
            self._popup().offer(ways, self)

    def _take(self, way: Completion | None) -> None:
        if way is None:
            return
        rest = self.text()[self.cursorPosition() :].lstrip()
        self.setText(way.typed + rest)
        self.setCursorPosition(len(way.typed))
        self.setFocus()
        self._offer()
