"""The mapping table of the page for bringing in: each column there, some of its cells, and where it goes with us."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from alongside.i18n import _, ngettext
from alongside.library.cells import as_text
from alongside.library.records import COLUMNS
from alongside.library.taking_in.mapping import ColumnMap, Sureness, TableMap, Treatment
from alongside.library.taking_in.meanings import Meanings
from alongside.library.taking_in.regions import Table
from alongside.ui.look import Look
from alongside.ui.widgets import Elided, button, column, frame, label, row
from alongside.ui.wording import label_of

SAMPLES = 3
# icon, tone and word: sureness is never colour alone
MARKS = {
    Sureness.SURE: ("check-circle", "good", _("sure")),
    Sureness.LIKELY: ("circle-half", "info", _("likely")),
    Sureness.GUESS: ("question", "warn", _("a guess")),
    Sureness.NONE: ("circle-dashed", "quiet", _("no match")),
}
_LEFT_OUT = ("eye-slash", "warn", _("left out"))


class FieldChooser(QComboBox):
    """Where one column goes: a column of ours, the notes, or nowhere."""

    picked = Signal(int, str, str)  # index of the column, treatment, heading of ours

    def __init__(self, at: int, told: ColumnMap, sheet: str) -> None:
        super().__init__()
        self._at = at
        self.setAccessibleName(_("Where {heading} goes").format(heading=told.source))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItem(_("Keep in the notes"), (Treatment.NOTES.value, ""))
        self.addItem(_("Leave out"), (Treatment.LEAVE_OUT.value, ""))
        if any(item.heading == "person_ref" for item in COLUMNS[sheet]):
            self.addItem(_("Make person codes"), (Treatment.PERSON_CODES.value, "person_ref"))
        self.insertSeparator(self.count())
        for item in COLUMNS[sheet]:
            needed = _(" (needed)") if item.required else ""
            self.addItem(label_of(item.heading) + needed, (Treatment.FIELD.value, item.heading))
            self.setItemData(self.count() - 1, item.help, Qt.ItemDataRole.ToolTipRole)
        self.choose(told)
        self.activated.connect(self._picked)

    def choose(self, told: ColumnMap) -> None:
        """Show what the map says."""
        wanted = (told.treatment.value, told.to)
        for at in range(self.count()):
            if self.itemData(at) is not None and tuple(self.itemData(at)) == wanted:
                self.setCurrentIndex(at)
                return
        self.setCurrentIndex(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling past is no choice

    def _picked(self, at: int) -> None:
        data = self.itemData(at)
        if data is not None:
            self.picked.emit(self._at, str(data[0]), str(data[1]))


class _Line(QWidget):
    """One column."""

    values_wanted = Signal(int)

    def __init__(self, look: Look, at: int, told: ColumnMap, samples: Sequence[str], sheet: str) -> None:
        super().__init__()
        self._look, self._at = look, at
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 4)
        self.heading = Elided(told.source, "strong")
        self.samples = Elided("", "small")
        self._samples = "  ·  ".join(samples) or _("empty")
        self.chooser = FieldChooser(at, told, sheet)
        self.chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.mark = QLabel()
        self.word = label("", "small")
        self.word.setMinimumWidth(min(84, look.px(58)))
        grid.addWidget(self.heading, 0, 0)
        grid.addWidget(self.samples, 1, 0)
        self.values = button("", "link", _("Look at what each value becomes, and change it"))
        self.values.clicked.connect(self._wanted)
        self.values.hide()
        grid.addWidget(self.values, 2, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.chooser, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        sure = row(space=6)
        sure.addWidget(self.mark)
        sure.addWidget(self.word)
        grid.addLayout(sure, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self.show_sureness(told)

    def show_meanings(self, found: Meanings | None) -> None:
        """Say how many values the column has, and how many have no place."""
        self.values.setVisible(found is not None)
        if found is None:
            return
        n, lost = len(found.values), found.unplaced
        said = ngettext("{n} value", "{n} values", n).format(n=n)
        more = ngettext("{n} without a place", "{n} without a place", lost).format(n=lost)
        self.values.setText(f"{said}, {more}" if lost else said)
        self.values.setAccessibleName(f"{self.heading.accessibleName()}: {self.values.text()}")

    def _wanted(self) -> None:
        self.values_wanted.emit(self._at)

    def show_sureness(self, told: ColumnMap) -> None:
        """Show how sure the map is of this column, and in the tip why."""
        icon, tone, word = _LEFT_OUT if told.treatment is Treatment.LEAVE_OUT else MARKS[told.sureness]
        if told.reason == _("chosen by you"):
            icon, tone, word = "user", "accent", _("yours")
        self._look.dress(self.mark, icon, tone, 16)
        self.word.setText(word)
        hidden = told.treatment is Treatment.LEAVE_OUT and told.reason and told.reason != _("chosen by you")
        self.samples.set_whole(told.reason[:1].upper() + told.reason[1:] if hidden else self._samples)
        said = f"{word}: {told.reason}" if told.reason else word
        for part in (self.mark, self.word, self.chooser):
            part.setToolTip(said)
        self.chooser.setAccessibleDescription(said)


class ColumnsView(QWidget):
    """All columns of a table."""

    picked = Signal(int, str, str)
    values_wanted = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.lines: list[_Line] = []
        self._box = column(self, space=0)
        self._box.addStretch(1)

    def clear(self) -> None:
        """Show no columns."""
        while self._box.count() > 1:
            taken = self._box.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = []

    def show_table(self, table: Table, told: TableMap) -> None:
        """Show a table's columns."""
        self.clear()
        if not told.to:
            return
        for at, item in enumerate(told.columns):
            line = _Line(self._look, at, item, samples_of(table, at), told.to)
            line.chooser.picked.connect(self.picked)
            line.values_wanted.connect(self.values_wanted)
            if at:
                self._box.insertWidget(self._box.count() - 1, frame("rule"))
            self._box.insertWidget(self._box.count() - 1, line)
            self.lines.append(line)

    def show_meanings(self, found: Mapping[int, Meanings]) -> None:
        """Say of each column how many values it has."""
        for at, line in enumerate(self.lines):
            line.show_meanings(found.get(at))

    def update_table(self, told: TableMap) -> None:
        """Show what has changed in the map, with the choosers where they are."""
        for line, item in zip(self.lines, told.columns, strict=True):
            line.chooser.choose(item)
            line.show_sureness(item)


def samples_of(table: Table, at: int) -> list[str]:
    """The first different cells of a column."""
    found: dict[str, None] = {}
    for line in table.rows:
        value = line.values[at]
        if value != "":
            found.setdefault(" ".join(as_text(value).replace(" 00:00:00", "").split())[:60])
        if len(found) == SAMPLES:
            break
    return list(found)
