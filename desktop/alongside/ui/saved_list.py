"""The workspace's saved searches: to run, rename and delete; what was deleted can be had back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from alongside.i18n import _
from alongside.library.search.saved import SavedSearch
from alongside.ui.look import Look
from alongside.ui.widgets import column, icon_button, label, row

SEARCH = Qt.ItemDataRole.UserRole
SHOWN = 5  # before the list scrolls


class _List(QListWidget):
    run = Signal()
    deleted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and not editing:
            self.run.emit()
        elif event.key() == Qt.Key.Key_Delete and not editing:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)


class SavedList(QWidget):
    """Hidden as long as there are none."""

    wanted = Signal(object)  # SavedSearch
    renamed = Signal(str, str)  # old and new name
    deleted = Signal(object)  # SavedSearch

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        inner = column(self, space=4)
        head = row(space=2)
        head.addWidget(label(_("Saved searches"), "caps"), 1)
        self.rename = icon_button(look, "pencil-simple", _("Rename the saved search"))
        self.remove = icon_button(look, "trash", _("Delete the saved search"), _("Del"))
        for made, act in ((self.rename, self._edit), (self.remove, self._delete)):
            look.dress(made, str(made.property("icon_name")), "quiet", 15)
            made.clicked.connect(act)
            head.addWidget(made)
        inner.addLayout(head)
        self.list = _List()
        self.list.setAccessibleName(_("Saved searches"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.setWordWrap(True)
        inner.addWidget(self.list)
        self.list.itemClicked.connect(self._run)
        self.list.run.connect(self._run)
        self.list.deleted.connect(self._delete)
        self.list.itemChanged.connect(self._changed)
        self.list.currentRowChanged.connect(self._enable)
        look.changed.connect(self._fit)
        self.hide()

    def show_searches(self, searches: Sequence[SavedSearch], current: str = "") -> None:
        """Show these, one of them as the one that is run."""
        self.list.blockSignals(True)
        self.list.clear()
        at = -1
        for number, search in enumerate(searches):
            item = QListWidgetItem(self._look.icon("bookmark-simple", "quiet", 15), search.name)
            item.setData(SEARCH, search)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(search.query)
            self.list.addItem(item)
            at = number if search.name == current else at
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)
        self.setVisible(bool(searches))
        self._fit()
        self._enable()

    def current(self) -> SavedSearch | None:
        """The search in hand."""
        item = self.list.currentItem()
        found = item.data(SEARCH) if item is not None else None
        return found if isinstance(found, SavedSearch) else None

    def let_go(self) -> None:
        """What is shown is none of them any more."""
        self.list.setCurrentRow(-1)

    def _fit(self) -> None:
        line = max(self._look.px(26), self.list.sizeHintForRow(0))
        self.list.setFixedHeight(line * min(SHOWN, max(1, self.list.count())) + 4)

    def _enable(self, _row: int = 0) -> None:
        for made in (self.rename, self.remove):
            made.setEnabled(self.current() is not None)

    def _run(self, _item: object = None) -> None:
        search = self.current()
        if search is not None:
            self.wanted.emit(search)

    def _edit(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.setFocus()
            self.list.editItem(item)

    def _delete(self) -> None:
        search = self.current()
        if search is not None:
            self.deleted.emit(search)

    def _changed(self, item: QListWidgetItem) -> None:
        search = item.data(SEARCH)
        if isinstance(search, SavedSearch) and item.text() != search.name:
            self.renamed.emit(search.name, item.text())
