"""A picture of an answer: how it looks, its caption, its words for people who cannot see it, and its width."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from alongside.i18n import _
from alongside.packs.pack import PictureBlock, PictureWidth, changed
from alongside.packs.picture import Picture, picture_ref
from alongside.packs.plan import PlannedBlock
from alongside.ui.look import Look
from alongside.ui.widgets import Segments, column, label, row

ACROSS, DOWN = 176, 132  # px, of the thumbnail
WIDTHS = {PictureWidth.FULL: _("Full width"), PictureWidth.HALF: _("Half"), PictureWidth.THIRD: _("A third")}


class _Words(QPlainTextEdit):
    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class _Line(QLineEdit):
    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class PictureFields(QWidget):
    """Shows a picture block and says what it is to be instead."""

    changed = Signal(object)  # PictureBlock
    entered = Signal()

    def __init__(self, look: Look, block: PictureBlock) -> None:
        super().__init__()
        self._look, self._block = look, block
        self._shown: Picture | None = None
        self._showing = False
        outer = row(self, space=16)
        self.thumbnail = QLabel()
        self.thumbnail.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        inner = column(space=6)
        outer.addLayout(inner, 1)
        self.caption = _Line()
        self.caption.setAccessibleName(_("Caption"))
        self.caption.setPlaceholderText(_("Caption, printed below with a number"))
        inner.addWidget(self.caption)
        self.alternative = _Words()
        self.alternative.setAccessibleName(_("Alternative text"))
        self.alternative.setPlaceholderText(_("What it shows, for people who cannot see it"))
        self.alternative.setTabChangesFocus(True)
        inner.addWidget(self.alternative)
        self.missing = label(_("Without these words some readers miss the picture."), "small", wrap=True, tone="warn")
        inner.addWidget(self.missing)
        self.width_choice = Segments(_("Width"), [(width.value, word) for width, word in WIDTHS.items()])
        inner.addWidget(self.width_choice)
        self.about = label("", "small", wrap=True)
        inner.addWidget(self.about)
        self._rescale()
        self.caption.textEdited.connect(self._take)
        self.alternative.textChanged.connect(self._take)
        self.width_choice.chosen.connect(self._take)
        for field in (self.caption, self.alternative):
            field.entered.connect(self.entered)
        look.changed.connect(self._rescale)

    def show_block(self, block: PictureBlock, planned: PlannedBlock | None) -> None:
        """Show the block as the pack has it now; the cursor stays where the words are the same."""
        self._block, self._showing = block, True
        if self.caption.text() != block.caption:
            self.caption.setText(block.caption)
            self.caption.setCursorPosition(0)  # a long one shows its beginning
        if self.alternative.toPlainText() != block.alternative:
            self.alternative.setPlainText(block.alternative)
        self.width_choice.choose(block.width.value)
        self._showing = False
        self.missing.setVisible(not block.alternative.strip())
        self.thumbnail.setAccessibleName(block.alternative.strip() or block.caption or block.file)
        picture = planned.picture.picture if planned is not None and planned.picture is not None else None
        if planned is not None and picture is not self._shown:
            self._shown = picture
            self._draw()
        self.thumbnail.setVisible(self._shown is not None)
        size = (
            _("{across:,} × {down:,} pixels").format(across=self._shown.width, down=self._shown.height)
            if self._shown
            else ""
        )
        refer = _("refer to it with [words](#{ref})").format(ref=picture_ref(block.file)) if block.caption else ""
        self.about.setText("  ·  ".join(part for part in (size, refer) if part))
        self.about.setVisible(bool(self.about.text()))

    def focus(self) -> None:
        """Put the cursor where words are still missing."""
        (self.caption if self._block.alternative.strip() else self.alternative).setFocus()

    def _draw(self) -> None:
        if self._shown is None:
            self.thumbnail.clear()
            return
        sharp = self.devicePixelRatioF()
        box = QSize(round(ACROSS * sharp), round(DOWN * sharp))  # the words beside it grow, and need the room
        image = QImage.fromData(self._shown.data)
        if image.isNull():
            return
        smooth = Qt.TransformationMode.SmoothTransformation
        small = QPixmap.fromImage(image.scaled(box, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        small.setDevicePixelRatio(sharp)
        self.thumbnail.setPixmap(small)

    def _rescale(self) -> None:
        self.alternative.setFixedHeight(self._look.px(58))
        self._draw()

    def _take(self, *_values: object) -> None:
        if self._showing:
            return
        width = self._block.width
        if isinstance(self.sender(), Segments):
            width = PictureWidth(str(_values[0]))
        self._block = changed(
            self._block, caption=self.caption.text(), alternative=self.alternative.toPlainText(), width=width
        )
        self.changed.emit(self._block)
