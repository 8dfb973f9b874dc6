"""The list of what was read in a buyer's document: number, words, limit and weight, and what is uncertain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from alongside.i18n import _
from alongside.intake.compared import limit_text, weight_text
from alongside.intake.corrected import Corrected, Entry, doubts
from alongside.packs.pack import LimitKind
from alongside.ui.look import Look
from alongside.ui.wording import MARKINGS

LINE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is shown."""

    id: str
    number: str
    text: str
    facts: str
    icon: str
    tone: str
    out: bool
    sub: bool
    why: tuple[str, ...]

    @property
    def said(self) -> str:
        """For a screen reader: all of it."""
        return ". ".join(part for part in (f"{self.number} {self.text}".strip(), self.facts, *self.why) if part)


def line_of(entry: Entry, entries: Corrected, *, writable: bool) -> Line:
    """What is shown of an entry."""
    asked = entry.asked
    why = doubts(entry, entries, writable=writable)
    facts = [] if asked.limit.kind is LimitKind.NONE else [limit_text(asked.limit)]
    if asked.weight is not None:
        facts.append(weight_text(asked.weight, asked.weight_unit))
    if asked.marking:
        facts.append(MARKINGS[asked.marking])
    if asked.options:
        facts.append(_("choices"))
    icon, tone = "check-circle", "quiet"
    if entry.out:
        facts, icon = [_("Not a question")], "prohibit"
    elif why:
        facts, icon, tone = [*facts, _("check")], "warning", "warn"
    elif entry.changed:
        facts, icon, tone = [*facts, _("corrected")], "pencil-simple", "accent"
    if entry.remembered:
        facts, icon = [*facts, _("as before")], icon if entry.out else "clock-counter-clockwise"
    return Line(
        entry.id, asked.number, " ".join(asked.text.split()), "  ·  ".join(facts), icon, tone, entry.out,
        bool(asked.parent), (entry.remembered,) if entry.remembered else why,
    )  # fmt: skip


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.number} {line.text}".strip()
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return line.said
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QListView) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._look.px(160), self._look.px(52))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        look = self._look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(look.px(8), 1, -look.px(8), -1)
        if option.state & QStyle.StateFlag.State_Selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            selected = option.state & QStyle.StateFlag.State_Selected
            painter.setBrush(look.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.colour("accent"))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        px = look.px(16)
        inner = box.adjusted(look.px(10 + (18 if line.sub else 0)), look.px(6), -look.px(10), 0)
        first = QRect(inner.left(), inner.top(), inner.width(), look.px(20))
        look.paint_icon(painter, QRectF(first.left(), first.center().y() - px / 2 + 1, px, px), line.icon, line.tone)
        text = first.adjusted(px + look.px(8), 0, 0, 0)
        painter.setPen(look.colour("quiet" if line.out else "text"))
        if line.number:
            painter.setFont(look.font("body", QFont.Weight.DemiBold))
            painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), line.number)
            text.setLeft(text.left() + painter.fontMetrics().horizontalAdvance(line.number) + look.px(8))
        font = look.font("body")
        font.setStrikeOut(line.out)
        painter.setFont(font)
        shown = painter.fontMetrics().elidedText(line.text, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), shown)
        second = QRect(inner.left() + px + look.px(8), first.bottom() + 1, inner.width() - px - look.px(8), look.px(18))
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("warn" if line.tone == "warn" else "quiet"))
        facts = painter.fontMetrics().elidedText(line.facts, Qt.TextElideMode.ElideRight, second.width())
        painter.drawText(second, int(Qt.AlignmentFlag.AlignVCenter), facts)
        painter.restore()


class IntakeList(QListView):
    """Questions, of which several can be chosen."""

    chosen = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._lines = _Model()
        self.setModel(self._lines)
        self.setItemDelegate(_Delegate(look, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(_("What was read"))
        self.selectionModel().selectionChanged.connect(self._told)
        look.changed.connect(self._relaid)

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines.lines

    @property
    def ids(self) -> tuple[str, ...]:
        """The chosen ones, in the list's order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.lines[at].id for at in rows if at < len(self.lines))

    def show_entries(self, entries: Corrected, *, writable: bool, choose: Sequence[str] = ()) -> None:
        """Show these; those of `choose` are chosen, else the same as before, else the first."""
        wanted, scrolled = list(choose) or list(self.ids), self.verticalScrollBar().value()
        at = self.currentIndex().row()
        self.blockSignals(True)
        self._lines.show_lines([line_of(entry, entries, writable=writable) for entry in entries])
        rows = [at for at, line in enumerate(self.lines) if line.id in wanted]
        if not rows and self.lines:
            rows = [min(max(at, 0), len(self.lines) - 1)]
        flags = self.selectionModel().SelectionFlag
        for number, row in enumerate(rows):
            index = self._lines.index(row)
            if number == 0:
                self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
            else:
                self.selectionModel().select(index, flags.Select)
        self.verticalScrollBar().setValue(scrolled)
        self.blockSignals(False)
        self._told()

    def choose(self, row: int) -> None:
        """Choose one line."""
        self.selectionModel().setCurrentIndex(
            self._lines.index(row), self.selectionModel().SelectionFlag.ClearAndSelect
        )

    def _told(self, *_of: object) -> None:
        self.chosen.emit()

    def _relaid(self) -> None:
        self.scheduleDelayedItemsLayout()
