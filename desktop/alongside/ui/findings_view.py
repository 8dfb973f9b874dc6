"""All Findings of the pack in one list: level as icon and word, the sentence, the remedy; a click leads there."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStackedWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alongside.findings import Finding, Level, tally
from alongside.i18n import _
from alongside.ui.look import Look
from alongside.ui.widgets import LEVELS, Empty, Segments, button, column

Index = QModelIndex | QPersistentModelIndex
FINDING = Qt.ItemDataRole.UserRole + 1
ALL = "all"
_WRAP = int(Qt.TextFlag.TextWordWrap)


class FindingModel(QAbstractListModel):
    """Findings as rows."""

    def __init__(self) -> None:
        super().__init__()
        self._findings: Sequence[Finding] = ()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        if list(findings) == list(self._findings):
            return
        self.beginResetModel()
        self._findings = findings
        self.endResetModel()

    def finding_at(self, at: int) -> Finding | None:
        return self._findings[at] if 0 <= at < len(self._findings) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        finding = self._findings[index.row()]
        if role == FINDING:
            return finding
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{LEVELS[finding.level][2]}: {finding.message} {finding.remedy} {finding.where.text()}"
        return None


class FindingDelegate(QStyledItemDelegate):
    """Paints a finding in as many lines as it needs."""

    def __init__(self, look: Look, parent: QListView) -> None:
        super().__init__(parent)
        self._look = look
        self._list = parent

    def _parts(self, finding: Finding, width: int) -> list[tuple[str, str, str, int]]:
        """Text, type size, colour and height of each part."""
        parts = []
        place = finding.where
        number = place.number or ""
        if number.isdigit():
            number = _("section {number}").format(number=number)
        row = f"{place.sheet} {place.row}" if place.row else ""
        paragraph = _("paragraph {n}").format(n=place.paragraph) if place.paragraph else ""
        spot = (place.part or "", place.cell or paragraph) if place.template else ()
        if finding.rule.startswith("taking_in."):  # the place is in somebody's own file
            spot = (place.column or "", place.cell or "")
            row = row or place.sheet or ""
        where = " · ".join(part for part in (number, place.ref or "", row, *spot) if part)
        for text, size, colour in (
            (finding.message, "body", "text"),
            (finding.remedy, "small", "quiet"),
            (where, "small", "quiet"),
        ):
            if text:
                metrics = QFontMetrics(self._look.font(size))
                height = metrics.boundingRect(QRect(0, 0, width, 10_000), _WRAP, text).height()
                parts.append((text, size, colour, height))
        return parts

    def _width(self) -> int:
        return max(120, self._list.viewport().width() - self._look.px(52))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        finding: Finding = index.data(FINDING)
        head = self._look.px(18)
        height = head + sum(part[3] + self._look.px(3) for part in self._parts(finding, self._width()))
        return QSize(self._look.px(120), height + self._look.px(20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        finding: Finding = index.data(FINDING)
        look = self._look
        icon, tone, word = LEVELS[finding.level]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(0, 2, -2, -2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        px = look.px(16)
        left = box.left() + look.px(10)
        top = box.top() + look.px(8)
        look.paint_icon(painter, QRectF(left, top, px, px), icon, tone)
        left += px + look.px(8)
        painter.setFont(look.font("small", QFont.Weight.DemiBold))
        painter.setPen(look.colour(tone))
        painter.drawText(
            QRect(left, top, box.width(), look.px(16)), int(Qt.AlignmentFlag.AlignVCenter), word.capitalize()
        )
        y = top + look.px(18)
        for text, size, colour, height in self._parts(finding, self._width()):
            painter.setFont(look.font(size))
            painter.setPen(look.colour(colour))
            painter.drawText(QRect(left, y, self._width(), height), _WRAP, text)
            y += height + look.px(3)
        painter.restore()


class FindingList(QListView):
    """A list of findings; a click or Enter asks to go there."""

    gone_to = Signal(object)  # Finding

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.findings = FindingModel()
        self.setModel(self.findings)
        self.setItemDelegate(FindingDelegate(look, self))
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._clicked)
        look.changed.connect(self._relayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _clicked(self, index: QModelIndex) -> None:
        finding = self.findings.finding_at(index.row())
        if finding is not None:
            self.gone_to.emit(finding)

    def _relayout(self) -> None:
        self.doItemsLayout()


class FindingsView(QWidget):
    """Findings with a filter by level."""

    gone_to = Signal(object)
    set_aside = Signal(object)  # Finding: a warning that the user has a reason not to heed

    def __init__(self, look: Look, *, can_set_aside: bool = False, content: str = "") -> None:
        super().__init__()
        self._findings: tuple[Finding, ...] = ()
        self._level = ALL
        inner = column(self, space=8)
        inner.setContentsMargins(16, 12, 8, 12)
        self.levels = Segments(_("Level"))
        self.levels.chosen.connect(self._chosen)
        inner.addWidget(self.levels)
        self.list = FindingList(look, _("Findings"))
        self.list.gone_to.connect(self.gone_to)
        content = content or _("Every check of this pack is content with what it found.")
        self.none = Empty(look, "check-circle", _("Nothing to report"), content)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.none)
        inner.addWidget(self._stack, 1)
        self.aside = button(_("Set aside with a reason …"))
        self.aside.setToolTip(_("What is only to check can be set aside; the reason is kept with the pack."))
        self.aside.setEnabled(False)
        inner.addWidget(self.aside)
        if not can_set_aside:
            self.aside.hide()
        self.aside.clicked.connect(self._set_aside)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.findings.modelReset.connect(self._current_changed)

    def _current_changed(self, *_indexes: object) -> None:
        finding = self.list.findings.finding_at(self.list.currentIndex().row())
        self.aside.setEnabled(finding is not None and finding.level is Level.WARN)

    def _set_aside(self) -> None:
        finding = self.list.findings.finding_at(self.list.currentIndex().row())
        if finding is not None:
            self.set_aside.emit(finding)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these, what blocks first."""
        order = list(Level)
        self._findings = tuple(sorted(findings, key=lambda item: order.index(item.level)))
        counted = tally(findings)
        self.levels.offer(
            [
                (ALL, _("All {n}").format(n=len(findings))),
                *((level.value, f"{LEVELS[level][2].capitalize()} {n}") for level, n in counted.items()),
            ]
        )
        self.levels.rename(
            {ALL: _("All {n}").format(n=len(findings))}
            | {level.value: f"{LEVELS[level][2].capitalize()} {n}" for level, n in counted.items()}
        )
        self.levels.choose(self._level)
        self._show()

    def _chosen(self, level: str) -> None:
        self._level = level
        self._show()

    def _show(self) -> None:
        shown = [item for item in self._findings if self._level in {ALL, item.level.value}]
        self.list.findings.show_findings(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
