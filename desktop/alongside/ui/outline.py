"""The outline of a pack: its questions with where each stands, how long it is, and what blocks it."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from alongside.findings import Level
from alongside.i18n import _, ngettext
from alongside.packs.counting import over
from alongside.packs.edit import add_question, new_id
from alongside.packs.pack import PackKind, Question
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import STATUS_ICONS, button, column
from alongside.ui.wording import STATUSES, counted_text

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the outline. `id` "" is the pack itself."""

    id: str
    number: str
    heading: str
    length: str
    over: bool
    icon: str
    tone: str
    said: str  # the whole row, for a screen reader


class OutlineModel(QAbstractListModel):
    """The pack itself, then its questions."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show other rows; where only their words changed, the selection stays."""
        if [line.id for line in lines] == [line.id for line in self._lines]:
            self._lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def row_of(self, line_id: str) -> int:
        return next((at for at, line in enumerate(self._lines) if line.id == line_id), -1)

    def line_at(self, at: int) -> Line | None:
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.number} {line.heading}".strip()
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return line.said
        return None


class _LineDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QListView) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._look.px(160), self._look.px(50 if index.row() else 40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        look = self._look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(look.px(8), 1, -look.px(8), -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.colour("accent"))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        px = look.px(16)
        inner = box.adjusted(look.px(10), 0, -look.px(10), 0)
        one_line = not line.length
        first = QRect(inner.left(), box.top() + look.px(0 if one_line else 6), inner.width(), 0)
        first.setHeight(box.height() if one_line else look.px(18))
        look.paint_icon(painter, QRectF(first.left(), first.center().y() - px / 2 + 1, px, px), line.icon, line.tone)
        text = first.adjusted(px + look.px(8), 0, 0, 0)
        if line.number:
            painter.setFont(look.font("body", QFont.Weight.DemiBold))
            painter.setPen(look.colour("accent" if selected else "text"))
            width = painter.fontMetrics().horizontalAdvance(line.number) + look.px(8)
            painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), line.number)
            text.setLeft(text.left() + width)
        painter.setFont(look.font("body", QFont.Weight.Medium if one_line else QFont.Weight.Normal))
        painter.setPen(look.colour("text"))
        shown = painter.fontMetrics().elidedText(line.heading, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), shown)
        if line.length:
            second = QRect(inner.left() + px + look.px(8), first.bottom() + 1, inner.width(), look.px(18))
            painter.setFont(look.font("small"))
            painter.setPen(look.colour("block" if line.over else "quiet"))
            painter.drawText(second, int(Qt.AlignmentFlag.AlignVCenter), line.length)
        painter.restore()


class Outline(QFrame):
    """Chooses what the composer shows."""

    chosen = Signal(str)  # Question.id; "" for the pack itself
    question_added = Signal(str)

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "side")
        inner = column(self, space=8)
        inner.setContentsMargins(0, 12, 0, 8)
        self.model = OutlineModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_LineDelegate(look, self.list))
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(_("Questions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.selectionModel().currentChanged.connect(self._current)
        inner.addWidget(self.list, 1)
        self.add = button(_("Add question"), "quiet")
        look.dress(self.add, "plus")
        self.add.clicked.connect(self._add)
        inner.addWidget(self.add, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setMinimumWidth(min(230, look.px(190)))
        session.pack_changed.connect(self.refresh)
        session.plan_changed.connect(self.refresh)
        look.changed.connect(self._relayout)

    def choose(self, question_id: str) -> None:
        """Choose a row as a click does."""
        at = self.model.row_of(question_id)
        if at >= 0:
            self.list.setCurrentIndex(self.model.index(at))

    @property
    def current(self) -> str:
        line = self.model.line_at(self.list.currentIndex().row())
        return line.id if line else ""

    def step(self, by: int) -> None:
        """Go to the next (1) or the last (-1) question."""
        at = self.list.currentIndex().row() + by
        if 0 <= at < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(at))

    def refresh(self) -> None:
        """Show the pack as the session has it now."""
        pack = self._session.pack
        if pack is None:
            self.model.show_lines(())
            return
        before = self.current
        narrative = pack.kind is PackKind.INSPECTION
        about = Line("", "", _("About this pack"), "", False, "info", "quiet", _("About this pack"))
        self.model.show_lines((about, *(self._line(question) for question in pack.questions)))
        if not self.list.currentIndex().isValid():
            at = self.model.row_of(before)
            self.list.setCurrentIndex(self.model.index(max(0, at)))
        self.add.setText(_("Add section") if narrative else _("Add question"))

    def _line(self, question: Question) -> Line:
        outlook = self._session.outlook
        planned = next((item for item in outlook.plan.questions if item.id == question.id), None) if outlook else None
        length = (
            counted_text(planned.counts.against(planned.limit), planned.counts.words, planned.limit) if planned else " "
        )
        beyond = bool(planned and over(planned.counts, planned.limit))
        blocked = sum(
            1 for item in self._session.findings if item.level is Level.BLOCK and item.where.question == question.id
        )
        icon, tone = ("warning-octagon", "block") if blocked else STATUS_ICONS[question.status]
        heading = question.heading or question.text.replace("\n", " ")
        said = [question.number, heading[:200], STATUSES[question.status], length]
        if blocked:
            said.append(
                ngettext("{n} finding blocks a final pack", "{n} findings block a final pack", blocked).format(
                    n=blocked
                )
            )
        return Line(
            question.id, question.number, heading, length, beyond, icon, tone, ", ".join(part for part in said if part)
        )

    def _current(self, now: QModelIndex, _before: QModelIndex) -> None:
        line = self.model.line_at(now.row())
        if line is not None:
            self.chosen.emit(line.id)

    def _add(self) -> None:
        pack = self._session.pack
        if pack is None:
            return
        number = f"Q{len(pack.questions) + 1:02}" if pack.kind is PackKind.TENDER else str(len(pack.questions) + 1)
        question = Question(id=new_id(), number=number)
        self._session.change(add_question(pack, question), _("add a question"))
        self.choose(question.id)
        self.question_added.emit(question.id)

    def _relayout(self) -> None:
        self.list.doItemsLayout()
