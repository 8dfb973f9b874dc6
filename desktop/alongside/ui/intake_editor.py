"""The chosen question of a buyer's document, corrected in place."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
)

from alongside.i18n import _, ngettext
from alongside.intake.corrected import Entry
from alongside.packs.buyer_file import Marking
from alongside.packs.pack import Limit, LimitKind
from alongside.ui.look import Look
from alongside.ui.widgets import button, column, frame, label, row
from alongside.ui.wording import LIMITS, MARKINGS


class _Weight(QDoubleSpinBox):
    """Without noughts behind the point."""

    def textFromValue(self, value: float) -> str:
        return f"{value:g}"


class IntakeEditor(QFrame):
    """Shows one entry and tells what a person changes in it; of several it offers to merge them."""

    changed = Signal(str, dict)  # entry id, fields
    merge_wanted = Signal()
    split_wanted = Signal(str, int)  # entry id, place in its text
    out_wanted = Signal(bool)
    as_read_wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._entry: Entry | None = None
        self._showing = False
        self.setProperty("role", "panel")
        inner = column(self, margin=16, space=10)
        self.why = frame("note", tone="warn")
        told = row(self.why, space=8)
        told.setContentsMargins(12, 6, 12, 6)
        self._mark = QLabel()
        told.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self.why_text = label("", wrap=True)
        told.addWidget(self.why_text, 1)
        inner.addWidget(self.why)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(look.px(64))
        self.text.setMaximumHeight(look.px(110))
        self.text.setAccessibleName(_("The question’s words"))
        inner.addWidget(self.text, 1)
        self.number, self.section, self.options = QLineEdit(), QLineEdit(), QLineEdit()
        self.limit, self.kind = QSpinBox(), QComboBox()
        self.weight, self.unit, self.marking = _Weight(), QComboBox(), QComboBox()
        self.limit.setRange(0, 100_000)
        self.limit.setGroupSeparatorShown(True)
        self.limit.setSpecialValueText(_("none"))
        self.weight.setRange(0, 1_000)
        self.weight.setDecimals(2)
        self.weight.setSpecialValueText(_("none"))
        for kind, word in LIMITS.items():
            if kind is not LimitKind.NONE:
                self.kind.addItem(word, kind)
        for unit, word in (("%", "%"), ("marks", _("marks"))):
            self.unit.addItem(word, unit)
        for marking, word in MARKINGS.items():
            self.marking.addItem(word, marking)
        for box in (self.kind, self.unit, self.marking):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.options.setPlaceholderText(_("What one may choose from, parted by ;"))
        fields = QGridLayout()
        fields.setHorizontalSpacing(10)
        fields.setVerticalSpacing(8)
        for at, (words, field) in enumerate((
            (_("Number"), self.number), (_("Section"), self.section), (_("Limit"), self.limit),
            (_("counted in"), self.kind), (_("Weight"), self.weight), (_("in"), self.unit),
            (_("Marked"), self.marking), (_("Choices"), self.options),
        )):  # fmt: skip
            field.setAccessibleName(words)
            fields.addWidget(label(words, "quiet"), at // 2, at % 2 * 2)
            fields.addWidget(field, at // 2, at % 2 * 2 + 1)
        fields.setColumnStretch(1, 2)
        fields.setColumnStretch(3, 3)
        inner.addLayout(fields)
        foot = row(space=8)
        self.merge = button(_("Merge"), "", _("Make one question of the chosen ones"))
        self.split = button(_("Split here"), "", _("Part it where the cursor stands in its words"))
        self.out = button(_("Not a question"), "", _("Leave it out; it can be put back"))
        self.read = button(_("As read"), "quiet", _("What was read, without corrections"))
        for part in (self.merge, self.split, self.out, self.read):
            foot.addWidget(part)
        foot.addStretch(1)
        inner.addLayout(foot)
        self._said = ""
        self.text.textChanged.connect(self._text)
        self.text.cursorPositionChanged.connect(self._cursor)
        for edit in (self.number, self.section, self.options):
            edit.editingFinished.connect(self._take)
        for spin in (self.limit, self.weight):
            spin.editingFinished.connect(self._take)
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(self._take)
        for box in (self.kind, self.unit, self.marking):
            box.activated.connect(self._take)
        self.merge.clicked.connect(self.merge_wanted)
        self.split.clicked.connect(self._split)
        self.out.clicked.connect(self._out)
        self.read.clicked.connect(self._as_read)

    def show_entry(self, entry: Entry | None, why: tuple[str, ...], several: int) -> None:
        """Show the first of the chosen ones; `several` is how many are chosen."""
        self._showing = True
        self._entry = entry
        self.setEnabled(entry is not None)
        if entry is not None:
            asked = entry.asked
            if self.text.toPlainText() != asked.text:
                self.text.setPlainText(asked.text)
            for edit, words in (
                (self.number, asked.number), (self.section, asked.section), (self.options, "; ".join(asked.options)),
            ):  # fmt: skip
                if edit.text() != words:
                    edit.setText(words)
                    edit.setCursorPosition(0)
            self.limit.setValue(asked.limit.value)
            if asked.limit.kind is not LimitKind.NONE:
                self.kind.setCurrentIndex(self.kind.findData(asked.limit.kind))
            self.weight.setValue(asked.weight or 0)
            self.unit.setCurrentIndex(1 if asked.weight_unit == "marks" else 0)
            self.marking.setCurrentIndex(self.marking.findData(asked.marking))
        out = entry is not None and entry.out
        self.why.setVisible(bool(why))
        self.why_text.setText(" ".join(why))
        doubtful = bool(why) and not (entry is not None and entry.remembered)
        self._look.dress(
            self._mark, "warning" if doubtful else "clock-counter-clockwise", "warn" if doubtful else "info"
        )
        self.merge.setText(ngettext("Merge", "Merge {n}", several).format(n=several))
        self.merge.setEnabled(several > 1)
        self.out.setText(_("Put back") if out else _("Not a question"))
        self.out.setAccessibleName(self.out.text())
        self.read.setEnabled(entry is not None and entry.changed)
        for part in (self.text, self.number, self.section, self.options, self.limit, self.kind, self.weight, self.unit,
                     self.marking):  # fmt: skip
            part.setEnabled(not out and several < 2)
        self._showing = False
        self._cursor()

    def _fields(self) -> dict[str, Any]:
        entry = self._entry
        value, weight = self.limit.value(), self.weight.value()
        kind = LimitKind(self.kind.currentData())
        read = entry.asked.options if entry is not None else ()
        words = self.options.text()
        return {
            "number": self.number.text().strip(),
            "section": self.section.text().strip(),
            "options": read
            if words == "; ".join(read)
            else tuple(part.strip() for part in words.split(";") if part.strip()),
            "limit": Limit(kind=kind, value=value) if value else Limit(),
            "weight": weight or None,
            "weight_unit": str(self.unit.currentData()) if weight else "",
            "marking": Marking(self.marking.currentData()),
        }

    def _take(self, *_value: object) -> None:
        if self._showing or self._entry is None or self._entry.out:
            return
        asked = self._entry.asked
        fields = {name: value for name, value in self._fields().items() if getattr(asked, name) != value}
        if fields:
            self.changed.emit(self._entry.id, fields)

    def _text(self) -> None:
        text = self.text.toPlainText()
        if not self._showing and self._entry is not None and text.strip() and text != self._entry.asked.text:
            self.changed.emit(self._entry.id, {"text": text})

    def _cursor(self) -> None:
        at, text = self.text.textCursor().position(), self.text.toPlainText()
        inside = bool(text[:at].strip()) and bool(text[at:].strip())
        self.split.setEnabled(inside and self._entry is not None and not self._entry.out)

    def _split(self) -> None:
        if self._entry is not None:
            self.split_wanted.emit(self._entry.id, self.text.textCursor().position())

    def _out(self) -> None:
        if self._entry is not None:
            self.out_wanted.emit(not self._entry.out)

    def _as_read(self) -> None:
        if self._entry is not None:
            self.as_read_wanted.emit(self._entry.id)
