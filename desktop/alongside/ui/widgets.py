"""Small parts that several views share. Colours come from the look, words from the caller."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from alongside.findings import Level
from alongside.i18n import _
from alongside.packs.pack import Status
from alongside.ui.flow import Flow
from alongside.ui.look import Look

# icon, tone and word of each level: meaning is never colour alone
LEVELS = {
    Level.BLOCK: ("warning-octagon", "block", _("blocks")),
    Level.WARN: ("warning", "warn", _("check")),
    Level.INFO: ("info", "info", _("note")),
}
STATUS_ICONS = {
    Status.NOT_STARTED: ("circle-dashed", "edge"),
    Status.DRAFT: ("circle-half", "quiet"),
    Status.REVIEW: ("eye", "accent"),
    Status.SIGNED_OFF: ("check-circle", "good"),
}


def label(text: str = "", role: str = "", *, wrap: bool = False, tone: str = "") -> QLabel:
    """A label in one of the stylesheet's roles. Plain text always: a library's words are never markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy = made.sizePolicy()
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def marked_label(text: str, role: str = "") -> QLabel:
    """A label of markup that the program made itself, in which a library's words are escaped."""
    made = label("", role, wrap=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(text)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the stylesheet looks at, and show them."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def button(text: str, role: str = "", tip: str = "") -> QPushButton:
    """A push button with its accessible name."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAccessibleName(text)
    if tip:
        made.setToolTip(tip)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def icon_button(look: Look, icon: str, name: str, shortcut: str = "") -> QToolButton:
    """A tool button of an icon alone; its name is read out and shown as a tip."""
    made = QToolButton()
    look.dress(made, icon)
    made.setAccessibleName(name)
    made.setToolTip(f"{name} ({shortcut})" if shortcut else name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def chip(text: str, tone: str = "") -> QToolButton:
    """A small button with words."""
    made = QToolButton()
    made.setText(text)
    made.setAccessibleName(text)
    made.setProperty("role", "chip")
    made.setProperty("tone", tone)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def frame(role: str, *, tone: str = "") -> QFrame:
    """A frame in one of the stylesheet's roles."""
    made = QFrame()
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    return made


def column(parent: QWidget | None = None, *, margin: int = 0, space: int = 8) -> QVBoxLayout:
    """A layout from top to bottom."""
    made = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(space)
    return made


def row(parent: QWidget | None = None, *, margin: int = 0, space: int = 8) -> QHBoxLayout:
    """A layout from left to right."""
    made = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(space)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let go of it."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        inner = item.layout()
        widget = item.widget()
        if inner is not None:
            clear(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def scrolled(content: QWidget) -> QScrollArea:
    """Something that may be longer than the window."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setProperty("role", "clear")
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


class Elided(QLabel):
    """One line that ends in an ellipsis where it does not fit; the whole is in the tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Change the text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, max(20, self.width()))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Ring(QWidget):
    """How many of how many, as a ring with the number in it."""

    def __init__(self, look: Look, px: int = 44) -> None:
        super().__init__()
        self._look, self._px = look, px
        self._done, self._started, self._total = 0, 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_part(self, done: int, started: int, total: int, name: str) -> None:
        """`done` in full colour, `started` in soft colour, out of `total`; `name` is read out."""
        self._done, self._started, self._total = done, max(started, done), total
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(self._px), self._look.px(self._px))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(3.0, self.height() / 11)
        box = QRectF(self.rect()).adjusted(width / 2 + 1, width / 2 + 1, -width / 2 - 1, -width / 2 - 1)
        for part, of, colour in (
            (1, 1, "line"),
            (self._started, self._total, "edge"),
            (self._done, self._total, "accent"),
        ):
            if part and of:
                pen = QPen(self._look.colour(colour), width if colour != "edge" else width / 3)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawArc(box, 90 * 16, -round(360 * 16 * min(1.0, part / of)))
        painter.setPen(self._look.colour("text"))
        painter.setFont(self._look.font("small"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, f"{self._done}/{self._total}")


class Segments(QWidget):
    """A few words of which one is chosen."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._row = Flow(self, space=2)
        self._buttons: dict[str, QToolButton] = {}
        self.setAccessibleName(name)
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show these choices, as key and word."""
        if tuple(self._buttons) == tuple(key for key, _word in choices):
            return
        clear(self._row)
        self._buttons = {}
        for key, word in choices:
            made = QToolButton()
            made.setText(word)
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setProperty("role", "segment")
            made.setProperty("key", key)
            made.setAccessibleName(f"{self.accessibleName()}: {word}")
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(self._clicked)
            self._buttons[key] = made
            self._row.addWidget(made)

    def choose(self, key: str) -> None:
        """Show a choice as made, without telling anybody."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def show_choice(self, key: str, shown: bool) -> None:
        """Offer a choice or not, without telling anybody."""
        self._buttons[key].setVisible(shown)

    def rename(self, words: dict[str, str]) -> None:
        """Other words on the choices there are."""
        for key, word in words.items():
            self._buttons[key].setText(word)
            self._buttons[key].setAccessibleName(f"{self.accessibleName()}: {word}")

    def tip(self, key: str, words: str) -> None:
        """Say more about a choice when it is pointed at."""
        self._buttons[key].setToolTip(words)

    def press(self, key: str) -> None:
        """Make a choice as a click does."""
        self._buttons[key].click()

    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("key")))


class Banner(QFrame):
    """One sentence across the place, with one thing to do about it."""

    acted = Signal(str)  # the action's key

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._key = ""
        self.setProperty("role", "note")
        inner = row(self, space=12)
        inner.setContentsMargins(16, 8, 8, 8)
        self._icon = QLabel()
        self.sentence = label(wrap=True)
        self.action = button("", "link")
        self.second = button("", "link")
        self.action.hide()
        self.second.hide()
        self._close = icon_button(look, "x", _("Close this message"))
        inner.addWidget(self._icon)
        inner.addWidget(self.sentence, 1)
        inner.addWidget(self.action)
        inner.addWidget(self.second)
        inner.addWidget(self._close)
        self.action.clicked.connect(self._act)
        self.second.clicked.connect(self._act_second)
        self._close.clicked.connect(self.hide)
        self.hide()

    def say(self, sentence: str, tone: str, action: str = "", key: str = "", second: str = "") -> None:
        """Show a sentence in a tone; `action` names what `acted` will tell by `key`, `second` by `key` + "-not"."""
        icon = {"block": "warning-octagon", "warn": "warning", "good": "check-circle"}.get(tone, "info")
        self._look.dress(self._icon, icon, tone if tone in {"block", "warn", "good"} else "info")
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._key = key
        for part, word in ((self.action, action), (self.second, second)):
            part.setText(word)
            part.setAccessibleName(word)
            part.setVisible(bool(word))
        restyle(self, tone=tone)
        self.show()

    def _act(self) -> None:
        self.hide()
        self.acted.emit(self._key)

    def _act_second(self) -> None:
        self.hide()
        self.acted.emit(f"{self._key}-not")


class Empty(QWidget):
    """An empty place: what goes here, and the one next step."""

    acted = Signal()

    def __init__(self, look: Look, icon: str, title: str, sentence: str, action: str = "") -> None:
        super().__init__()
        inner = column(self, margin=32, space=8)
        inner.addStretch(1)
        picture = QLabel()
        look.dress(picture, icon, "edge", 40)
        inner.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = label(title, "heading", wrap=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence = label(sentence, "quiet", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self.title)
        inner.addWidget(self.sentence)
        if action:
            self.action = button(action, "primary")
            self.action.clicked.connect(self.acted)
            inner.addSpacing(8)
            inner.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(2)


class CardGrid(QWidget):
    """Cards side by side, as many as fit."""

    def __init__(self, look: Look, card_px: int = 330) -> None:
        super().__init__()
        self._look, self._card_px = look, card_px
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        self._cards: list[QWidget] = []
        self._columns = 0

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Show these and let go of those before."""
        clear(self._grid)
        self._cards = list(cards)
        self._columns = 0
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        columns = max(1, (self.width() + 16) // (self._look.px(self._card_px) + 16))
        if columns == self._columns:
            return
        for number in range(self._grid.columnCount()):
            self._grid.setColumnStretch(number, 0)
        self._columns = columns
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // columns, number % columns)
        for number in range(columns):
            self._grid.setColumnStretch(number, 1)


class Head(QFrame):
    """The top of a place: its title, a quiet line, and room for what belongs to the place as a whole."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "head")
        self.line = row(self, space=12)
        self.line.setContentsMargins(24, 12, 24, 12)
        words = column(space=0)
        self.title = Elided(title, "title")
        self.about = Elided("", "quiet")
        words.addWidget(self.title)
        words.addWidget(self.about)
        self.line.addLayout(words, 1)
