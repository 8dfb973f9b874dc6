"""What the cells of one column mean: each value there, how often it stands, and what it becomes in the library."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from alongside.i18n import _, ngettext
from alongside.library.taking_in.meanings import WHOLE, Meaning, Meanings
from alongside.ui.look import Look
from alongside.ui.widgets import Elided, button, column, frame, label, row, scrolled
from alongside.ui.wording import label_of, value_text


class MeaningChooser(QComboBox):
    """What one value becomes: a word of the list, any text where there is no list, or a place in the notes."""

    picked = Signal(str, str)  # as it is said there, what it becomes; "" for the notes

    def __init__(self, item: Meaning, choices: Mapping[str, str]) -> None:
        super().__init__()
        self._item = item
        self.setAccessibleName(_("What “{said}” becomes").format(said=item.said))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(11)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for value, words in choices.items():
            self.addItem(words, value)
        self.setEditable(not choices)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.insertSeparator(self.count())
        self.addItem(_("Keep in the notes"), "")
        self.show_meaning(item)
        self.activated.connect(self._picked)
        edit = self.lineEdit()
        if edit is not None:
            edit.setAccessibleName(self.accessibleName())
            edit.editingFinished.connect(self._typed)

    def show_meaning(self, item: Meaning) -> None:
        """Show what the value becomes."""
        self._item = item
        now = "; ".join(item.becomes)
        if now and self.findData(now) < 0:
            words = now if self.isEditable() else "; ".join(map(value_text, item.becomes))
            self.insertItem(0, words, now)
        self.setCurrentIndex(self.findData(now))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling past is no choice

    def _picked(self, at: int) -> None:
        self.picked.emit(self._item.said, str(self.itemData(at) or ""))

    def _typed(self) -> None:
        text = " ".join(self.currentText().split())
        shown = self.itemText(self.currentIndex())
        if text and text != shown:
            self.picked.emit(self._item.said, text)


class _Line:
    """One value in the grid: what is said there, how often, what it becomes, and how sure that is."""

    def __init__(self, look: Look, grid: QGridLayout, place: int, item: Meaning, choices: Mapping[str, str]) -> None:
        self._look = look
        self.chooser = MeaningChooser(item, choices)
        self._mark, self._word = QLabel(), label("", "small")
        standing = row(space=6)
        standing.addWidget(self._mark)
        standing.addWidget(self._word)
        standing.addStretch(1)
        count = label(ngettext("{n:,} cell", "{n:,} cells", item.cells).format(n=item.cells), "small")
        grid.addWidget(Elided(item.said), place, 0)
        grid.addWidget(count, place, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.chooser, place, 2)
        grid.addLayout(standing, place, 3)
        self.show_meaning(item)

    def show_meaning(self, item: Meaning) -> None:
        """Show what the value becomes, and whose word that is."""
        self.chooser.show_meaning(item)
        icon, tone, word = _standing(item)
        self._look.dress(self._mark, icon, tone, 16)
        self._word.setText(word)
        told = f"{word}: {item.guessed}" if item.guessed and not item.yours else word
        self._mark.setToolTip(told)
        self.chooser.setAccessibleDescription(told)


class ValuesView(QWidget):
    """One column's values, instead of the list of columns."""

    picked = Signal(int, str, str)  # the column, as it is said there, what it becomes
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.at = -1  # the column in sight
        self._lines: dict[str, _Line] = {}  # by what is said there
        outer = column(self, space=0)
        head = column(space=4)
        head.setContentsMargins(16, 12, 16, 12)
        line = row(space=8)
        self.back = button(_("All columns"), "quiet", _("Back to where each column goes"))
        look.dress(self.back, "arrow-left")
        self.back.clicked.connect(self.left)
        line.addWidget(self.back)
        self.title = Elided("", "strong")
        line.addWidget(self.title, 1)
        head.addLayout(line)
        self.about = label("", "small", wrap=True)
        head.addWidget(self.about)
        outer.addLayout(head)
        outer.addWidget(frame("rule"))
        self._area = scrolled(QWidget())
        self._area.setAccessibleName(_("What each value becomes"))
        outer.addWidget(self._area, 1)

    def show_column(self, at: int, heading: str, found: Meanings, services: Mapping[str, str]) -> None:
        """Show a column's values."""
        same = at == self.at and set(self._lines) == {item.said for item in found.values}
        self.at = at
        self.title.set_whole(f"{heading}  →  {label_of(found.column.heading)}")
        n = len(found.values)
        said = ngettext("{n} value", "{n} different values", n).format(n=n)
        lost = found.unplaced
        more = ngettext(
            "{n} has no place and is kept in the notes", "{n} have no place and are kept in the notes", lost
        )
        self.about.setText(f"{said}; {more.format(n=lost)}." if lost else f"{said}; {_('each has its place')}.")
        names = {code: services.get(code) or code for code in found.choices}
        choices = {
            code: _("The whole provider") if code == WHOLE and found.column.heading == "service_id"
            else names[code] if found.column.heading == "service_id" else value_text(code)
            for code in found.choices
        }  # fmt: skip
        if same:
            for item in found.values:
                self._lines[item.said].show_meaning(item)
            return
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 8, 16, 16)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 4)
        self._lines = {}
        for place, item in enumerate(found.values):
            line = self._lines[item.said] = _Line(self._look, grid, place, item, choices)
            line.chooser.picked.connect(self._picked)
        grid.setRowStretch(len(found.values), 1)
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        body.setProperty("role", "clear")
        self._area.setWidget(body)

    @property
    def choosers(self) -> list[MeaningChooser]:
        """What each value becomes, from top to bottom."""
        return [line.chooser for line in self._lines.values()]

    def _picked(self, said: str, means: str) -> None:
        self.picked.emit(self.at, said, means)


def _standing(item: Meaning) -> tuple[str, str, str]:
    """Icon, tone and word: whose the meaning is is never told by colour alone."""
    if item.yours:
        return "user", "accent", _("yours")
    if not item.placed:
        return "question", "warn", _("to the notes")
    if item.guessed:
        return "question", "warn", _("a guess")
    return "check-circle", "good", _("understood")
