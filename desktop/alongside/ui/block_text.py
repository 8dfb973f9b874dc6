"""A text that is as tall as it is long, at reading size, with the words past a limit struck through."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QToolTip

from alongside.i18n import _
from alongside.ui.look import Look

LINE_HEIGHT = 140  # per cent


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the text with a word to say about it. Its line differs, and not its colour alone."""

    start: int
    end: int
    said: str  # the tooltip
    tone: str = "warn"  # a colour of the theme
    wavy: bool = True  # else dotted


class _Beyond(QSyntaxHighlighter):
    """Strikes out what stands past `kept` characters (None: everything is kept), and underlines what is marked."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        super().__init__(document)
        self._look = look
        self.kept: int | None = None
        self.marked: tuple[Marked, ...] = ()

    def highlightBlock(self, text: str) -> None:
        self._underline(len(text))
        if self.kept is None:
            return
        start = max(0, self.kept - self.currentBlock().position())
        if start < len(text):
            struck = QTextCharFormat()
            struck.setFontStrikeOut(True)
            struck.setForeground(self._look.colour("block"))
            self.setFormat(start, len(text) - start, struck)

    def _underline(self, length: int) -> None:
        at = self.currentBlock().position()
        for mark in self.marked:
            start, end = max(0, mark.start - at), min(length, mark.end - at)
            if start < end:
                line = QTextCharFormat()
                styles = QTextCharFormat.UnderlineStyle
                line.setUnderlineStyle(styles.WaveUnderline if mark.wavy else styles.DotLine)
                line.setUnderlineColor(self._look.colour(mark.tone))
                self.setFormat(start, end - start, line)


class BlockText(QTextEdit):
    """Plain text. Undo and redo belong to the pack, so they are passed on."""

    edited = Signal(str)
    entered = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._text = ""
        self.setProperty("role", "reading")
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._beyond = _Beyond(self.document(), look)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        look.changed.connect(self._restyle)

    def show_text(self, text: str) -> None:
        """Show a text; the cursor stays where it was as far as it can."""
        if text == self._text:
            return
        at = self.textCursor().position()
        self._text = text
        self.blockSignals(True)
        self.setPlainText(text)
        self._space_lines()
        cursor = self.textCursor()
        cursor.setPosition(min(at, len(text)))
        self.setTextCursor(cursor)
        self.blockSignals(False)
        self._fit()

    def keep(self, characters: int | None) -> None:
        """Strike out what stands past this many characters; None strikes nothing."""
        if characters != self._beyond.kept:
            self._beyond.kept = characters
            self._beyond.rehighlight()
            said = _("Part of this text is past the limit.") if characters is not None else ""
            self.setAccessibleDescription(said)

    def mark(self, marked: tuple[Marked, ...]) -> None:
        """Underline these stretches; each says why when pointed at."""
        if marked != self._beyond.marked:
            self._beyond.marked = marked
            self._beyond.rehighlight()

    @property
    def marked(self) -> tuple[Marked, ...]:
        return self._beyond.marked

    def said_at(self, position: int) -> str:
        """What there is to say of the place; "" for nothing."""
        return "\n".join(mark.said for mark in self.marked if mark.start <= position <= mark.end)

    @property
    def kept(self) -> int | None:
        return self._beyond.kept

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_wanted.emit()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            said = self.said_at(self.cursorForPosition(event.pos()).position())
            QToolTip.showText(event.globalPos(), said, self)  # an empty one hides it
            return True
        return super().viewportEvent(event)

    def event(self, event: QEvent) -> bool:
        alt_arrow = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.modifiers() == Qt.KeyboardModifier.AltModifier
        )
        if alt_arrow:
            event.ignore()  # Alt+Up and Alt+Down move the block
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, not the block

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height())

    def _height(self) -> int:
        line = self.fontMetrics().lineSpacing() * LINE_HEIGHT / 100
        return int(max(self.document().size().height(), line)) + 4

    def _fit(self, _size: object = None) -> None:
        height = self._height()
        if height != self.height():
            self.setFixedHeight(height)

    def _restyle(self) -> None:
        self._space_lines()
        self._beyond.rehighlight()
        self._fit()

    def _space_lines(self) -> None:
        spaced = QTextBlockFormat()
        spaced.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        self.blockSignals(True)
        cursor.mergeBlockFormat(spaced)
        self.blockSignals(False)

    def _changed(self) -> None:
        text = self.toPlainText()
        if text != self._text:  # the struck words change no text
            self._text = text
            self.edited.emit(text)
