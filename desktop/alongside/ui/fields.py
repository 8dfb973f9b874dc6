"""One field of a record as a control: made from the column's contract, it hands back what was typed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from alongside.findings import Finding
from alongside.i18n import _, ngettext
from alongside.library.columns import MANY, YES_NO, Column, Kind
from alongside.library.editing.changes import Value
from alongside.library.editing.draft import UNREADABLE, field_read, text_for
from alongside.packs.counting import count
from alongside.ui.flow import Flow
from alongside.ui.look import Look
from alongside.ui.widgets import LEVELS, Segments, chip, clear, column, label, restyle, row
from alongside.ui.wording import label_of, value_text

LONG = 200  # characters; a text that may be longer gets several lines
LINES_AT_LEAST, LINES_AT_MOST = 3, 16
SUGGESTED = 5_000  # ids that a field offers while one is typed
UNITS = (
    ("_days", _("days")), ("_min", _("minutes")), ("hours", _("hours")), ("n_people", _("people")),
    ("people_supported", _("people")), ("capacity", _("places")), ("_n", _("staff")),
)  # fmt: skip


class Control(QWidget):
    """What is typed or chosen; `value` as a cell would hold it before it is read."""

    edited = Signal()

    def value(self) -> Value:
        """What stands there now."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a record's value."""
        raise NotImplementedError

    def suggest(self, words: Sequence[str]) -> None:
        """Offer these while something is typed, where the control can."""


class LineControl(Control):
    """One line: text, an id, a code, a day or a figure, with a unit or what it is read as beside it."""

    def __init__(self, item: Column, unit: str = "") -> None:
        super().__init__()
        self._column = item
        inner = row(self, space=8)
        self.line = QLineEdit()
        self.line.setAccessibleName(label_of(item.heading))
        self.line.setAccessibleDescription(item.help)
        self.line.textEdited.connect(self._edited)
        self.beside = label(unit, "small")
        self.beside.setVisible(bool(unit))
        inner.addWidget(self.line, 8 if self._narrow else 1)
        inner.addWidget(self.beside)
        if self._narrow:
            inner.addStretch(1)
        if item.kind in {Kind.DATE, Kind.DATETIME}:
            self.line.setPlaceholderText(_("4 May 2026") if item.kind is Kind.DATE else _("2026-05-04 21:30"))
            self.line.editingFinished.connect(self._tidy)
        elif item.kind is Kind.WORDS:
            self.line.setPlaceholderText(_("Several are parted by ;"))
        self.setFocusProxy(self.line)

    @property
    def _narrow(self) -> bool:
        return self._column.kind in {Kind.DATE, Kind.DATETIME, Kind.INTEGER, Kind.NUMBER, Kind.ID}

    def sized(self, look: Look) -> None:
        """As wide as what goes in."""
        if self._narrow:
            self.line.setMinimumWidth(look.px(60))  # it gives way in a narrow pane
            self.line.setMaximumWidth(look.px(190))

    def value(self) -> Value:
        return self.line.text().strip()

    def show_value(self, value: Any) -> None:
        self.line.setText(text_for(self._column, value))
        self.line.setCursorPosition(0)
        self._say_day()

    def suggest(self, words: Sequence[str]) -> None:
        if words and self._column.kind not in MANY:
            completer = QCompleter(list(words), self.line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.line.setCompleter(completer)
            completer.activated.connect(self._edited)

    def show_unit(self, unit: str) -> None:
        """Change the word beside the figure."""
        self._beside(unit)

    def _beside(self, words: str) -> None:
        self.beside.setText(words)
        self.beside.setVisible(bool(words))

    def _edited(self, _text: str) -> None:
        self._say_day()
        self.edited.emit()

    def _say_day(self) -> None:
        """The day of the week beside a date, so that a slip is seen."""
        if self._column.kind in {Kind.DATE, Kind.DATETIME}:
            found, _said = field_read("", self._column, self.line.text().strip())
            self._beside(f"{found:%A}" if found else "")

    def _tidy(self) -> None:
        found, said = field_read("", self._column, self.line.text().strip())
        if found is not None and not any(item.rule in UNREADABLE for item in said):
            self.line.setText(text_for(self._column, found))


class _Growing(QPlainTextEdit):
    """As tall as its words, within bounds; Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def _fit(self, _size: object = None) -> None:
        lines = min(LINES_AT_MOST, max(LINES_AT_LEAST, int(self.document().size().height())))
        margins = self.contentsMargins()
        height = lines * self.fontMetrics().lineSpacing() + 2 * int(self.document().documentMargin()) + 14
        self.setFixedHeight(height + margins.top() + margins.bottom())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum() > 0 and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # the form scrolls

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 40)


class TextControl(Control):
    """Several lines."""

    def __init__(self, item: Column) -> None:
        super().__init__()
        inner = column(self, space=0)
        self.area = _Growing()
        self.area.setAccessibleName(label_of(item.heading))
        self.area.setAccessibleDescription(item.help)
        self.area.textChanged.connect(self.edited)
        inner.addWidget(self.area)
        self.setFocusProxy(self.area)

    def value(self) -> Value:
        return self.area.toPlainText().strip()

    def show_value(self, value: Any) -> None:
        self.area.setPlainText(str(value or ""))


class _Combo(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the form must not change a value

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.setCurrentIndex(0)
            self.activated.emit(0)
            return
        super().keyPressEvent(event)


class ChoiceControl(Control):
    """One of a list."""

    def __init__(self, item: Column) -> None:
        super().__init__()
        inner = row(self, space=0)
        self.combo = _Combo()
        self.combo.setAccessibleName(label_of(item.heading))
        self.combo.setAccessibleDescription(item.help)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.combo.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.combo.setMinimumContentsLength(12)
        self.combo.setMinimumWidth(80)  # it gives way in a narrow pane
        self.combo.addItem("–", "")
        for word in item.allowed:
            text = value_text(word)
            self.combo.addItem(text[:1].upper() + text[1:], word)
        self.combo.activated.connect(self._chosen)
        inner.addWidget(self.combo)
        inner.addStretch(1)
        self.setFocusProxy(self.combo)

    def value(self) -> Value:
        return str(self.combo.currentData() or "")

    def show_value(self, value: Any) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(value or "")))

    def _chosen(self, _index: int) -> None:
        self.edited.emit()


class YesNoControl(Control):
    """Yes, no, not known, or not filled in: none of the last two is ever No."""

    def __init__(self, item: Column) -> None:
        super().__init__()
        inner = row(self, space=0)
        choices = [(word, value_text(word)) for word in YES_NO]
        self.segments = Segments(label_of(item.heading), [*choices, ("", _("Not filled in"))])
        self.segments.setAccessibleDescription(item.help)
        self._value = ""
        self.segments.chosen.connect(self._chosen)
        inner.addWidget(self.segments, 1)

    def value(self) -> Value:
        return self._value

    def show_value(self, value: Any) -> None:
        self._value = str(value or "")
        self.segments.choose(self._value)

    def _chosen(self, key: str) -> None:
        self._value = key
        self.edited.emit()


class ChipsControl(Control):
    """Some of a list: each a chip that is on or off. The order in which they were is kept."""

    def __init__(self, item: Column) -> None:
        super().__init__()
        flow = Flow(self, space=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._order: list[str] = []
        self.chips: dict[str, QToolButton] = {}
        for word in item.allowed:
            made = chip(value_text(word))
            made.setProperty("role", "choice")
            made.setCheckable(True)
            made.setAccessibleName(f"{label_of(item.heading)}: {value_text(word)}")
            made.setProperty("word", word)
            made.clicked.connect(self._clicked)
            self.chips[word] = made
            flow.addWidget(made)
        if self.chips:
            self.setFocusProxy(next(iter(self.chips.values())))

    def value(self) -> Value:
        return tuple(self._order)

    def show_value(self, value: Any) -> None:
        self._order = [word for word in value or () if word in self.chips]
        for word, made in self.chips.items():
            made.setChecked(word in self._order)

    def _clicked(self, on: bool) -> None:
        sender = self.sender()
        word = str(sender.property("word")) if sender is not None else ""
        self._order = [item for item in self._order if item != word] + ([word] if on else [])
        self.edited.emit()


def control_for(item: Column, look: Look) -> Control:
    """The right control for a column."""
    if item.kind is Kind.CHOICE:
        return ChoiceControl(item)
    if item.kind is Kind.YES_NO:
        return YesNoControl(item)
    if item.kind is Kind.CHOICES:
        return ChipsControl(item)
    if item.kind is Kind.PROSE or (item.max_length or 0) >= LONG:
        return TextControl(item)
    made = LineControl(item, _unit(item))
    made.sized(look)
    return made


def _unit(item: Column) -> str:
    if item.kind not in {Kind.INTEGER, Kind.NUMBER}:
        return ""
    unit = next((word for ending, word in UNITS if item.heading.endswith(ending)), "")
    if item.at_least is not None and item.at_most is not None:
        return _("{low:g} to {high:g}").format(low=item.at_least, high=item.at_most)
    return unit


class Field(QFrame):
    """A control with its name, what it is for, its count, and what is wrong with what it holds."""

    edited = Signal(str)  # heading

    def __init__(self, look: Look, item: Column) -> None:
        super().__init__()
        self._look = look
        self.column = item
        inner = column(self, space=4)
        inner.setContentsMargins(0, 0, 0, 10)
        head = row(space=6)
        self.name = label(label_of(item.heading), "strong", wrap=True)
        head.addWidget(self.name, 1)
        if item.person:
            lock = QLabel()
            look.dress(lock, "lock-simple", "quiet", 14)
            lock.setToolTip(_("It says something of one person: a code, never a name. It is never printed."))
            lock.setAccessibleName(lock.toolTip())
            head.addWidget(lock)
        self.needed = label(_("needed"), "small", tone="accent")
        self.needed.setVisible(item.required)
        head.addWidget(self.needed)
        self.counted = label("", "small")
        head.addWidget(self.counted)
        inner.addLayout(head)
        inner.addWidget(label(self._help(), "small", wrap=True))
        self.control = control_for(item, look)
        self.counted.setVisible(isinstance(self.control, TextControl))
        inner.addWidget(self.control)
        self._said = column(space=2)
        inner.addLayout(self._said)
        self._shown: tuple[tuple[str, str], ...] = ()
        self.control.edited.connect(self._edited)
        self.setFocusProxy(self.control)

    def _help(self) -> str:
        if self.column.person:
            return _("{help} Write a code, such as P-014, never a name.").format(help=self.column.help)
        return self.column.help

    def value(self) -> Value:
        """What was typed or chosen."""
        return self.control.value()

    def show_value(self, value: Any) -> None:
        """Show a record's value without telling anybody."""
        self.control.blockSignals(True)
        self.control.show_value(value)
        self.control.blockSignals(False)
        self._count()

    def say(self, findings: Sequence[Finding]) -> None:
        """Show what is wrong beside the field."""
        shown = tuple((item.rule, item.message) for item in findings)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._said)
        for item in findings:
            icon, tone, word = LEVELS[item.level]
            line = row(space=6)
            mark = QLabel()
            self._look.dress(mark, icon, tone, 15)
            words = label(
                " ".join(part for part in (f"{word.capitalize()}: {item.message}", item.remedy) if part),
                "small",
                wrap=True,
                tone=tone,
            )
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            self._said.addLayout(line)
        spoken = "; ".join(item.message for item in findings)
        self.control.setAccessibleDescription(f"{self.column.help} {spoken}".strip())

    def mark_changed(self, changed: bool) -> None:
        """Show whether it differs from the workbook."""
        if (self.name.property("tone") == "accent") != changed:
            restyle(self.name, tone="accent" if changed else "")
            self.name.setToolTip(_("Changed, not saved yet") if changed else "")

    def _edited(self) -> None:
        self._count()
        self.edited.emit(self.column.heading)

    def _count(self) -> None:
        if not isinstance(self.control, TextControl):
            return
        text = str(self.control.value())
        words = count([text]).words
        said = ngettext("{n:,} word", "{n:,} words", words).format(n=words) if text else ""
        limit = self.column.max_length
        if limit is not None:
            said = _("{n} of {limit} characters").format(n=len(text), limit=limit)
        self.counted.setText(said)
        restyle(self.counted, tone="warn" if limit is not None and len(text) > limit else "")


def spaced(layout: QVBoxLayout, caption: str) -> None:
    """A quiet caption over a group of fields."""
    layout.addSpacing(8)
    layout.addWidget(label(caption, "caps"))
