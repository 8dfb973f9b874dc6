"""Rows of the library as a table; each column is a heading and a function that gives the text."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alongside.i18n import _
from alongside.library.records import Record
from alongside.ui.look import Look
from alongside.ui.marks import mark_of
from alongside.ui.wording import SHEETS, label_of, title_of, value_text

Index = QModelIndex | QPersistentModelIndex
MARK = Qt.ItemDataRole.UserRole + 1
WAITS = Qt.ItemDataRole.UserRole + 2  # whether a change of the row is not written yet


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its text, and whether it takes the room that is left."""

    heading: str
    text_of: Callable[[Record], str]
    wide: bool = False
    mark: bool = False


def _field(name: str) -> Column:
    return Column(label_of(name), lambda record: value_text(getattr(record, name, "")))


def _sheet(record: Record) -> str:
    return SHEETS.get(record.sheet, record.sheet)


REF = Column(_("ID"), lambda record: record.ref)
TITLE = Column(_("Title"), title_of, wide=True)
SHEET = Column(_("Sheet"), _sheet)
SERVICE = Column(_("Service"), lambda record: record.service_id)
STANDING = Column(_("Standing"), lambda _record: "", mark=True)
BY_SHEET: dict[str, tuple[Column, ...]] = {
    "": (REF, TITLE, SHEET, SERVICE, STANDING),
    "services": (REF, Column(_("Name"), title_of, wide=True), _field("service_type"), _field("people_supported")),
    "evidence": (REF, TITLE, SERVICE, _field("kind"), STANDING),
    "stories": (REF, TITLE, SERVICE, _field("story_kind"), STANDING),
    "answers": (REF, TITLE, _field("tags"), STANDING),
    "restrictions": (REF, TITLE, SERVICE, _field("type"), _field("started_on"), _field("next_review_on")),
    "rp_events": (
        REF,
        SERVICE,
        _field("start_at"),
        Column(_("Type"), lambda record: value_text(getattr(record, "type", "")), wide=True),
        _field("reason"),
    ),
    "triples": (REF, TITLE, SERVICE, _field("person_view"), _field("reviewed_on")),
    "safeguarding": (REF, TITLE, SERVICE, _field("raised_on"), _field("threshold")),
    "incidents": (REF, TITLE, SERVICE, _field("occurred_on"), _field("severity")),
    "complaints": (
        REF,
        SERVICE,
        _field("received"),
        Column(_("Change made"), lambda record: value_text(getattr(record, "change_made", "")), wide=True),
        _field("outcome"),
    ),
    "training": (REF, TITLE, SERVICE, _field("in_date_n"), _field("required_n")),
    "reviews": (
        REF,
        Column(_("Kind"), lambda record: value_text(getattr(record, "kind", "")), wide=True),
        SERVICE,
        _field("due_on"),
        _field("done_on"),
        _field("person_attended"),
    ),
    "involvement": (REF, TITLE, SERVICE, _field("date"), _field("ladder")),
    "metrics": (REF, TITLE, SERVICE, _field("value"), _field("unit")),
    "actions": (REF, TITLE, SERVICE, _field("due"), _field("done")),
}


def columns_for(sheet: str) -> tuple[Column, ...]:
    """The columns of a sheet; "" is all sheets together."""
    return BY_SHEET.get(sheet, (REF, TITLE, SERVICE))


class LibraryTable(QAbstractTableModel):
    """Records as rows."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._records: Sequence[Record] = ()
        self._waiting: frozenset[tuple[str, str]] = frozenset()
        self._columns = columns_for("")

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def show_records(self, records: Sequence[Record], sheet: str) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._records, self._columns = records, columns_for(sheet)
        self.endResetModel()

    def record_at(self, at: int) -> Record | None:
        return self._records[at] if 0 <= at < len(self._records) else None

    def row_of(self, record: Record) -> int:
        """The row a record stands in; -1 where it is not shown."""
        return next((at for at, item in enumerate(self._records) if item is record), -1)

    def row_like(self, record: Record | None) -> int:
        """The row of the same record, be it as it was read before; -1 where it is not shown."""
        if record is None:
            return -1
        named = (record.sheet, record.ref, 0 if record.ref else record.row)
        return next(
            (
                at
                for at, item in enumerate(self._records)
                if (item.sheet, item.ref, 0 if item.ref else item.row) == named
            ),
            -1,
        )

    def show_waiting(self, places: Collection[tuple[str, str]]) -> None:
        """Mark the records, by sheet and id, whose changes are not written yet."""
        if frozenset(places) != self._waiting:
            self._waiting = frozenset(places)
            if self._records:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._records) - 1, 0))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._records)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, record = self._columns[index.column()], self._records[index.row()]
        if column.wide and (record.sheet, record.ref) in self._waiting:
            if role == WAITS:
                return True
            if role == Qt.ItemDataRole.ToolTipRole:
                return _("A change of this record is not written yet")
        if column.mark and role in {MARK, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            mark = mark_of(record, self._today)
            return {MARK: mark, Qt.ItemDataRole.ToolTipRole: mark.why or mark.word}.get(role, mark.word)
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text_of(record).replace("\n", " ")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            waits = _(", a change is not written yet") if index.data(WAITS) else ""
            return f"{column.heading}: {column.text_of(record)}{waits}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class RowDelegate(QStyledItemDelegate):
    """Paints a row quietly: hairline below, the mark as an icon and a word."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(min(size.width() + (26 if index.data(MARK) else 0), self._look.px(260)), self._look.px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.fillRect(rect, self._look.colour("accent_soft" if selected else "hover"))
        painter.setPen(self._look.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(self._look.px(10), 0, -self._look.px(6), 0)
        text = str(index.data() or "")
        mark = index.data(MARK)
        colour: QColor = self._look.colour("text" if index.column() == 1 or selected else "quiet")
        if mark:
            px = self._look.px(16)
            box = QRectF(inner.left(), inner.center().y() - px / 2 + 1, px, px)
            self._look.paint_icon(painter, box, mark.icon, mark.tone)
            inner.setLeft(inner.left() + px + 6)
            colour = self._look.colour(mark.tone)
        if index.data(WAITS):
            px = self._look.px(14)
            box = QRectF(inner.right() - px, inner.center().y() - px / 2 + 1, px, px)
            self._look.paint_icon(painter, box, "hourglass-medium", "info")
            inner.setRight(inner.right() - px - 4)
        painter.setFont(self._look.font("body"))
        painter.setPen(colour)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.restore()
