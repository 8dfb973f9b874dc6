"""One idea of an Easy Read copy: its picture, its words, what the story said, and what the checks say."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit

from alongside.findings import Finding, Level
from alongside.i18n import _
from alongside.packs.easy_pictures import PICTOGRAMS
from alongside.packs.easy_read import Idea
from alongside.render.pictograms import DRAWN, pictogram
from alongside.ui.look import Look
from alongside.ui.widgets import LEVELS, column, frame, icon_button, label, restyle, row

PICTURE_PX = 84
LINES = 3


class IdeaCard(QFrame):
    """Shows one idea and tells what is wished."""

    changed = Signal(str, object)  # the idea's id; the fields to change
    moved = Signal(str, int)
    removed = Signal(str)
    added = Signal(str)  # after this one
    spoken = Signal(str)  # words to read aloud

    def __init__(self, look: Look, idea: Idea, bank: Mapping[str, Path]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._look, self._bank, self.idea = look, bank, idea
        self.setAccessibleName(_("Idea: {text}").format(text=idea.text))
        outer = column(self, margin=12, space=6)
        if idea.heading:
            self.heading: QLineEdit | None = QLineEdit(idea.heading)
            self.heading.setAccessibleName(_("Heading of this part"))
            self.heading.editingFinished.connect(self._heading_changed)
            outer.addWidget(self.heading)
        else:
            self.heading = None
        line = row(space=12)
        outer.addLayout(line)
        left = column(space=4)
        self.shown = QLabel()
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setFixedSize(look.px(PICTURE_PX), look.px(PICTURE_PX))
        self.pictures = QComboBox()
        self.pictures.setAccessibleName(_("Picture"))
        self.pictures.setIconSize(QSize(look.px(28), look.px(28)))
        self.pictures.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pictures.setMinimumContentsLength(7)
        self._offer()
        self.pictures.activated.connect(self._picture_chosen)
        left.addWidget(self.shown, 0, Qt.AlignmentFlag.AlignHCenter)
        left.addWidget(self.pictures)
        left.addStretch(1)
        line.addLayout(left)
        right = column(space=6)
        self.words = QPlainTextEdit(idea.text)
        self.words.setAccessibleName(_("Words of this idea"))
        self.words.setFont(look.font("body"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(self.words.fontMetrics().lineSpacing() * LINES + look.px(18))
        self.words.textChanged.connect(self._words_changed)
        right.addWidget(self.words)
        own = _("The person's own words: they stay as they are.") if idea.own_words else ""
        said = (
            _("The story says: {text}").format(text=idea.original)
            if idea.original and idea.original != idea.text
            else ""
        )
        self.original = label(" ".join(part for part in (own, said) if part), "small", wrap=True)
        self.original.setVisible(bool(self.original.text()))
        right.addWidget(self.original)
        self.alternative = QLineEdit(idea.alternative)
        self.alternative.setPlaceholderText(_("What your picture shows"))
        self.alternative.setAccessibleName(_("What the picture shows, in words"))
        self.alternative.editingFinished.connect(self._alternative_changed)
        right.addWidget(self.alternative)
        self.note = frame("note")
        inside = column(self.note, margin=8, space=2)
        self.told = label("", "small", wrap=True)
        inside.addWidget(self.told)
        self.note.hide()
        right.addWidget(self.note)
        line.addLayout(right, 1)
        outer.addLayout(self._bar(look))
        self._show_picture()

    def _bar(self, look: Look) -> QHBoxLayout:
        bar = row(space=2)
        bar.addStretch(1)
        self.speak = icon_button(look, "speaker-high", _("Read aloud"))
        self.up = icon_button(look, "arrow-up", _("Move up"))
        self.down = icon_button(look, "arrow-down", _("Move down"))
        self.more = icon_button(look, "plus", _("New idea after this one"))
        self.away = icon_button(look, "trash", _("Take this idea out"))
        for part, slot in (
            (self.speak, self._speak), (self.up, self._move_up), (self.down, self._move_down), (self.more, self._add),
            (self.away, self._remove),
        ):  # fmt: skip
            part.clicked.connect(slot)
            bar.addWidget(part)
        return bar

    def _offer(self) -> None:
        self.pictures.addItem(_("None yet"), "")
        for name, path in self._bank.items():
            self.pictures.addItem(QIcon(str(path)), name, name)
        for item in PICTOGRAMS:
            if item.name not in self._bank:
                self.pictures.addItem(item.name, item.name)
                self.pictures.setItemData(self.pictures.count() - 1, item.shows, Qt.ItemDataRole.ToolTipRole)
        at = self.pictures.findData(self.idea.picture)
        if at < 0:
            self.pictures.addItem(_("{name} (to come)").format(name=self.idea.picture), self.idea.picture)
            at = self.pictures.count() - 1
        self.pictures.setCurrentIndex(at)

    def _show_picture(self) -> None:
        name = str(self.pictures.currentData())
        made = QPixmap()
        if name in self._bank:
            made.load(str(self._bank[name]))
        elif name in DRAWN:
            made.loadFromData(pictogram(name))
        if made.isNull():
            self.shown.setPixmap(QPixmap())
            self.shown.setText(_("No picture"))
        else:
            ratio = self.devicePixelRatioF()
            side = round(self.shown.width() * ratio)
            made = made.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            made.setDevicePixelRatio(ratio)
            self.shown.setPixmap(made)
        self.alternative.setVisible(name not in DRAWN or name in self._bank)

    def show_findings(self, found: Sequence[Finding]) -> None:
        """What the checks say of this idea."""
        lines = [f"{LEVELS[item.level][2]}: {item.message} {item.remedy}" for item in found]
        self.told.setText("\n".join(lines))
        tone = "block" if any(item.level is Level.BLOCK for item in found) else "warn"
        restyle(self.note, tone=tone)
        self.note.setVisible(bool(lines))

    # --- wishes -------------------------------------------------------------------------------------------------

    def _words_changed(self) -> None:
        self.changed.emit(self.idea.id, {"text": self.words.toPlainText().replace("\n", " ").strip()})

    def _heading_changed(self) -> None:
        if self.heading is not None and self.heading.text().strip():
            self.changed.emit(self.idea.id, {"heading": self.heading.text().strip()})

    def _alternative_changed(self) -> None:
        self.changed.emit(self.idea.id, {"alternative": self.alternative.text().strip()})

    def _picture_chosen(self, _index: int) -> None:
        self._show_picture()
        self.changed.emit(self.idea.id, {"picture": str(self.pictures.currentData())})

    def _speak(self) -> None:
        self.spoken.emit(self.words.toPlainText())

    def _move_up(self) -> None:
        self.moved.emit(self.idea.id, -1)

    def _move_down(self) -> None:
        self.moved.emit(self.idea.id, 1)

    def _add(self) -> None:
        self.added.emit(self.idea.id)

    def _remove(self) -> None:
        self.removed.emit(self.idea.id)
