"""A list of things found: title, standing, why it was found with the words marked, and where it comes from."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alongside.i18n import _
from alongside.library.search.why import Why
from alongside.ui.look import Look
from alongside.ui.marks import Mark
from alongside.ui.wording import label_of

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole + 1
_MARKED = re.compile("«([^«»]*)»")
BY_MEANING = _("found by meaning")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in the list."""

    title: str
    about: str = ""  # small: id, sheet, service
    icon: str = ""
    mark: Mark | None = None
    why: Callable[[], Why | None] | None = None  # asked when the line is seen: a reason takes work
    text: Callable[[], str] | None = None  # what stands under the title where no reason does
    value: object = None  # whatever the caller wants back

    def reason(self) -> Why | None:
        """Why it was found; None where that says nothing."""
        why = self.why() if self.why is not None else None
        return why if why is not None and (why.by_meaning or "«" in why.excerpt) else None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text and the places in it that are marked."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()  # start and length
    head: int = 0  # characters at the start that name the field


def excerpt_of(why: Why) -> Excerpt:
    """The reason as text with places, its field named first. A sentence found by its meaning has no words to mark."""
    head = f"{label_of(why.field)}: "
    if why.by_meaning:
        return Excerpt(head + why.excerpt.strip("«»"), (), len(head))
    parts, marks, at = [head], [], len(head)
    for number, part in enumerate(_MARKED.split(why.excerpt)):
        if number % 2:
            marks.append((at, len(part)))
        parts.append(part)
        at += len(part)
    return Excerpt("".join(parts), tuple(marks), len(head))


def led_by(why: Why) -> str:
    """What led to it beside the words themselves, in a few words."""
    return "; ".join([*((BY_MEANING,) if why.by_meaning else ()), *why.because])


class HitModel(QAbstractListModel):
    """Lines as rows."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line_at(self, at: int) -> Line | None:
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            why = line.reason()
            told = f"{excerpt_of(why).text} {led_by(why)}" if why else line.text() if line.text else ""
            return ", ".join(
                part for part in (line.title, line.about, line.mark.word if line.mark else "", told) if part
            )
        if role == Qt.ItemDataRole.ToolTipRole and line.mark and line.mark.why:
            return line.mark.why
        return None


class HitDelegate(QStyledItemDelegate):
    """Paints a line; the excerpt has `lines` lines, and so has the room for it where a line has any text at all."""

    def __init__(self, look: Look, parent: QWidget, lines: int = 2) -> None:
        super().__init__(parent)
        self._look, self._lines = look, lines

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(LINE)
        height = self._height("body") + self._look.px(18)
        text = line.why is not None or line.text is not None
        if text and self._lines == 1:  # a short list, where each line may take its own room
            text = bool(self._shown(line, line.reason())[0].text)
        if text:
            height += self._lines * self._height("body") + self._look.px(2)
        if line.about or line.why is not None:
            height += self._height("small") + self._look.px(3)
        return QSize(self._look.px(120), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        look = self._look
        why = line.reason()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(0, 1, -2, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        else:
            painter.setPen(look.colour("line"))
            painter.drawLine(box.left() + look.px(10), box.bottom() + 1, box.right() - look.px(10), box.bottom() + 1)
        inner = box.adjusted(look.px(10), look.px(7), -look.px(10), 0)
        excerpt, marks = self._shown(line, why)
        y = self._title(painter, line, inner, marks)
        if excerpt.text:
            room = QRect(inner.left(), y, inner.width(), self._lines * self._height("body"))
            y += self._excerpt(painter, excerpt, room) + look.px(3)
        if line.about or why:
            self._about(painter, line.about, led_by(why) if why else "", why, QRect(inner.left(), y, inner.width(), 0))
        painter.restore()

    @staticmethod
    def _shown(line: Line, why: Why | None) -> tuple[Excerpt, tuple[tuple[int, int], ...]]:
        """What stands under the title, and what is marked in the title: what it says itself is not said twice."""
        excerpt = excerpt_of(why) if why else Excerpt("")
        marks: tuple[tuple[int, int], ...] = ()
        if why is not None and not why.by_meaning and excerpt.text[excerpt.head :] == line.title:
            marks = tuple((start - excerpt.head, length) for start, length in excerpt.marks)
            excerpt = Excerpt("")
        if not excerpt.text and line.text is not None:
            excerpt = Excerpt(" ".join(line.text().split()))
        return excerpt, marks

    def _height(self, size: str) -> int:
        return QFontMetrics(self._look.font(size)).height()

    def _title(self, painter: QPainter, line: Line, inner: QRect, marks: Sequence[tuple[int, int]]) -> int:
        look = self._look
        height = self._height("body")
        top = QRect(inner.left(), inner.top(), inner.width(), height)
        px = look.px(15)
        if line.mark:
            painter.setFont(look.font("small"))
            painter.setPen(look.colour(line.mark.tone))
            width = painter.fontMetrics().horizontalAdvance(line.mark.word)
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(top, int(side), line.mark.word)
            left = top.right() - width - px - look.px(5)
            spot = QRectF(left, top.center().y() - px / 2 + 1, px, px)
            look.paint_icon(painter, spot, line.mark.icon, line.mark.tone)
            top.setRight(left - look.px(10))
        if line.icon:
            look.paint_icon(painter, QRectF(top.left(), top.center().y() - px / 2 + 1, px, px), line.icon, "quiet")
            top.setLeft(top.left() + px + look.px(7))
        font = look.font("body", QFont.Weight.DemiBold)
        title = QFontMetrics(font).elidedText(line.title, Qt.TextElideMode.ElideRight, top.width())
        layout = QTextLayout(title, font)
        layout.setFormats([self._marked(start, length) for start, length in marks if start + length <= len(title)])
        _lay(layout, top.width() + look.px(40), 1)
        painter.setPen(look.colour("text"))
        layout.draw(painter, QPointF(top.topLeft()))
        return inner.top() + height + look.px(2)

    def _excerpt(self, painter: QPainter, excerpt: Excerpt, room: QRect) -> int:
        """Draw it, and tell how tall it stands."""
        look = self._look
        font = look.font("body")
        text = _fitted(excerpt.text, font, room.width(), self._lines)
        layout = QTextLayout(text, font)
        formats = []
        if excerpt.head:
            quiet = QTextCharFormat()
            quiet.setForeground(look.colour("quiet"))
            formats.append(_range(0, min(excerpt.head, len(text)), quiet))
        formats += [self._marked(start, length) for start, length in excerpt.marks if start + length <= len(text)]
        layout.setFormats(formats)
        _lay(layout, room.width(), self._lines)
        painter.setPen(look.colour("text"))
        layout.draw(painter, QPointF(room.topLeft()))
        return round(layout.boundingRect().height())

    def _marked(self, start: int, length: int) -> QTextLayout.FormatRange:
        """As with a pen, and bolder: meaning is never colour alone."""
        marked = QTextCharFormat()
        marked.setBackground(self._look.colour("warn_soft"))
        marked.setForeground(self._look.colour("text"))
        marked.setFontWeight(QFont.Weight.DemiBold)
        return _range(start, length, marked)

    def _about(self, painter: QPainter, about: str, led: str, why: Why | None, spot: QRect) -> None:
        look = self._look
        painter.setFont(look.font("small"))
        metrics = painter.fontMetrics()
        line = QRect(spot.left(), spot.top(), spot.width(), metrics.height())
        if led:
            px = look.px(13)
            beside = line.width() - metrics.horizontalAdvance(about) - px - look.px(16)
            width = min(metrics.horizontalAdvance(led) + look.px(4), max(beside, round(line.width() * 0.6) - px))
            left = line.right() - width - px - look.px(4)
            icon = "lightbulb" if why is not None and why.by_meaning else "arrows-left-right"
            look.paint_icon(painter, QRectF(left, line.center().y() - px / 2 + 1, px, px), icon, "accent")
            painter.setFont(look.font("small"))
            painter.setPen(look.colour("accent"))
            shown = metrics.elidedText(led, Qt.TextElideMode.ElideRight, width)
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, int(side), shown)
            line.setRight(left - look.px(10))
        painter.setPen(look.colour("quiet"))
        shown = metrics.elidedText(about, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made


def _lay(layout: QTextLayout, width: int, lines: int) -> int:
    """Lay out at most so many lines; the place in the text where the last one ends."""
    layout.beginLayout()
    y, end = 0.0, 0
    for _number in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return end


def _fitted(text: str, font: QFont, width: int, lines: int) -> str:
    """The text, ended with an ellipsis where these lines do not hold it. What is marked is wider."""
    layout = QTextLayout(text, font)
    end = _lay(layout, max(1, width - 12), lines)
    return text if end >= len(text) else f"{text[: max(0, end - 2)].rstrip()}…"


class HitList(QListView):
    """Lines, best first. Enter or a double click takes one; Up from the first leaves."""

    taken = Signal()
    moved = Signal()  # another line is the current one
    left_upwards = Signal()

    def __init__(self, look: Look, name: str, lines: int = 2) -> None:
        super().__init__()
        self.hits = HitModel()
        self.setModel(self.hits)
        self.setItemDelegate(HitDelegate(look, self, lines))
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.doubleClicked.connect(self._double_clicked)
        self.selectionModel().currentChanged.connect(self._moved)
        look.changed.connect(self.doItemsLayout)

    def show_lines(self, lines: Sequence[Line], at: int = 0) -> None:
        """Show other lines with one of them current."""
        self.hits.show_lines(lines)
        if lines:
            self.setCurrentIndex(self.hits.index(min(max(0, at), len(lines) - 1)))
        if at <= 0:
            self.scrollToTop()

    def current(self) -> Line | None:
        """The line in hand."""
        return self.hits.line_at(self.currentIndex().row())

    def step(self, by: int) -> None:
        """Make another line current."""
        at = max(0, min(self.hits.rowCount() - 1, self.currentIndex().row() + by))
        self.setCurrentIndex(self.hits.index(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _double_clicked(self, _index: QModelIndex) -> None:
        self.taken.emit()

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.moved.emit()
