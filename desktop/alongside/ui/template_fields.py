"""Insert field: every word that a template may use, found by any word of its help, with the tag to paste into Word."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alongside.i18n import _, ngettext
from alongside.ui.flow import Flow
from alongside.ui.look import Look
from alongside.ui.template_work import Field
from alongside.ui.widgets import button, column, frame, label, scrolled

Index = QModelIndex | QPersistentModelIndex
FIELD = Qt.ItemDataRole.UserRole + 1


class _Fields(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._fields: Sequence[Field] = ()

    def show_fields(self, fields: Sequence[Field]) -> None:
        self.beginResetModel()
        self._fields = fields
        self.endResetModel()

    def field_at(self, at: int) -> Field | None:
        return self._fields[at] if 0 <= at < len(self._fields) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        field = self._fields[index.row()]
        if role == FIELD:
            return field
        if role == Qt.ItemDataRole.DisplayRole:
            return field.word.help
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("{name}: {help} Such as {example}").format(
                name=field.word.name, help=field.word.help, example=field.word.example
            )
        return None


class _Painter(QStyledItemDelegate):
    """The help first, for people; the word and an example under it."""

    def __init__(self, look: Look, parent: QListView) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        body, small = (QFontMetrics(self._look.font(size)).height() for size in ("body", "small"))
        return QSize(self._look.px(120), body + 2 * small + self._look.px(22))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        field: Field = index.data(FIELD)
        look = self._look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(0, 2, -2, -2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        y, left, width = box.top() + look.px(7), box.left() + look.px(10), box.width() - look.px(20)
        for text, size, colour, weight in (
            (field.word.help, "body", "text", QFont.Weight.Medium),
            (field.word.name, "small", "accent", QFont.Weight.Normal),
            (_("such as “{example}”").format(example=field.word.example), "small", "quiet", QFont.Weight.Normal),
        ):
            font = look.font(size, weight)
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(look.colour(colour))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(left, y, width, metrics.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            y += metrics.height() + look.px(2)
        painter.restore()


class _List(QListView):
    copied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.copied.emit()
        else:
            super().keyPressEvent(event)


class FieldPicker(QWidget):
    """Looks for a word and copies what has to stand in Word for it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._fields: Sequence[Field] = ()
        body = QWidget()
        column(self).addWidget(scrolled(body))  # large text in a low window
        inner = column(body, space=8)
        inner.setContentsMargins(16, 12, 16, 12)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Look for a word, such as “deadline” or “limit”"))
        self.search.setAccessibleName(_("Look for a field"))
        self.search.setClearButtonEnabled(True)
        inner.addWidget(self.search)
        self.count = label("", "small")
        inner.addWidget(self.count)
        self.model = _Fields()
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Painter(look, self.list))
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(_("Fields"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMinimumHeight(look.px(110))
        inner.addWidget(self.list, 1)
        self._panel = frame("panel")
        box = column(self._panel, margin=14, space=6)
        self.help = label("", "strong", wrap=True)
        self.tag = label("", "code", wrap=True)
        self.tag.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.tag.setAccessibleName(_("What to paste into Word"))
        self.note = label("", "small", wrap=True)
        for part in (self.help, self.tag, self.note):
            box.addWidget(part)
        line = Flow(space=8)
        self.copy = button(_("Copy field"), "primary", _("Copy exactly what has to stand in Word (Enter in the list)"))
        look.dress(self.copy, "copy", "on_accent")
        self.copy_whole = button(_("Copy with its repetition"))
        line.addWidget(self.copy)
        line.addWidget(self.copy_whole)
        box.addLayout(line)
        inner.addWidget(self._panel)
        self.search.textChanged.connect(self._filter)
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.list.copied.connect(self._copy_field)
        self.copy.clicked.connect(self._copy_field)
        self.copy_whole.clicked.connect(self._copy_repetition)
        look.changed.connect(self.list.doItemsLayout)
        self._show_current()

    def show_fields(self, fields: Sequence[Field]) -> None:
        """Offer these."""
        self._fields = fields
        self._filter()

    def current(self) -> Field | None:
        """The one in hand."""
        return self.model.field_at(self.list.currentIndex().row())

    def _filter(self, _text: str = "") -> None:
        asked = self.search.text().casefold().split()
        shown = [
            field
            for field in self._fields
            if all(part in f"{field.word.name} {field.word.help} {field.word.example}".casefold() for part in asked)
        ]
        self.model.show_fields(shown)
        told = ngettext("{n} field", "{n} fields", len(shown)).format(n=len(shown))
        self.count.setText(told if shown else _("No field has these words."))
        if shown:
            self.list.setCurrentIndex(self.model.index(0))
        self._show_current()

    def _show_current(self, *_indexes: object) -> None:
        field = self.current()
        self._panel.setVisible(field is not None)
        if field is None:
            return
        self.help.setText(field.word.help)
        self.tag.setText(field.tag)
        inside = field.whole != field.tag
        self.copy_whole.setVisible(inside)
        self.note.setText(
            _("It stands inside a repetition: once for each entry of its list. Copy that too if there is none yet.")
            if inside
            else _("Paste it where the value should stand; it takes the style of the text around it.")
        )

    def _copy_field(self) -> None:
        field = self.current()
        if field is not None:
            self._copy(field.tag)

    def _copy_repetition(self) -> None:
        field = self.current()
        if field is not None:
            self._copy(field.whole)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.note.setText(_("Copied. Paste it in Word, save there, then check again."))
