"""A plain table of texts, each cell with a tone, readable row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from alongside.ui.look import Look

Index = QModelIndex | QPersistentModelIndex
WIDE_PX = 200  # least width of the wide column at 100 %
CELL = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `fill` paints behind the text; a number in the middle stands for a count."""

    text: str
    tone: str = "text"
    fill: str = ""
    centre: bool = False
    strong: bool = False
    tip: str = ""
    key: str = ""  # what a click tells


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._headings: Sequence[str] = ()
        self._rows: Sequence[Sequence[Cell]] = ()

    def show_rows(self, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        self.beginResetModel()
        self._headings, self._rows = headings, rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}: {cell.tip or cell.text}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            centred = bool(self._rows) and self._rows[0][section].centre
            side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._look.px(80), self._look.px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Cell = index.data(CELL)
        look, rect = self._look, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("accent_soft"))
        painter.setPen(look.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(look.px(10), 0, -look.px(8), 0)
        painter.setFont(look.font("body", QFont.Weight.DemiBold if cell.strong else QFont.Weight.Normal))
        if cell.fill:
            width = max(look.px(34), painter.fontMetrics().horizontalAdvance(cell.text) + look.px(16))
            height = look.px(24)
            left = rect.center().x() - width // 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(cell.fill))
            painter.drawRoundedRect(left, rect.center().y() - height // 2, width, height, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.colour("accent"))
            painter.drawRoundedRect(rect.adjusted(2, 2, -3, -3), 6, 6)
        painter.setPen(look.colour(cell.tone))
        text = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignHCenter if cell.centre else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


class SimpleTable(QTableView):
    """Shows cells; tells which was clicked or entered."""

    picked = Signal(str)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.cells = _Model()
        self.setModel(self.cells)
        self.setItemDelegate(_Delegate(look, self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self._wide = self._rest = 0
        self.clicked.connect(self._picked)
        self.activated.connect(self._picked)

    def show_rows(
        self, headings: Sequence[str], rows: Sequence[Sequence[Cell]], wide: int, narrow: Sequence[int]
    ) -> None:
        """Show rows; the column `wide` takes what is left, `narrow` are the others' widths in px at 100 %."""
        self.cells.show_rows(headings, rows)
        header = self.horizontalHeader()
        for at in range(len(headings)):
            header.setSectionResizeMode(
                at, QHeaderView.ResizeMode.Stretch if at == wide else QHeaderView.ResizeMode.Interactive
            )
            if at != wide:
                self.setColumnWidth(at, self._look.px(narrow[at]))
        self._wide, self._rest = wide, sum(self.columnWidth(at) for at in range(len(headings)) if at != wide)
        self._fit()
        self.verticalHeader().setDefaultSectionSize(self._look.px(36))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where little room is left for the wide column, the table scrolls instead."""
        if not self.cells.columnCount():
            return
        least = self._look.px(WIDE_PX)
        enough = self.viewport().width() - self._rest >= least
        mode = QHeaderView.ResizeMode.Stretch if enough else QHeaderView.ResizeMode.Interactive
        self.horizontalHeader().setSectionResizeMode(self._wide, mode)
        if not enough:
            self.setColumnWidth(self._wide, least)

    def _picked(self, index: QModelIndex) -> None:
        cell = index.data(CELL)
        if cell is not None:
            self.picked.emit(cell.key)
