"""One block of an answer: where it comes from, how long it is, and its words."""

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QDrag, QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from alongside.checks.fair_words import FairHit
from alongside.i18n import _, ngettext
from alongside.library.library import Library
from alongside.packs.counting import count
from alongside.packs.pack import (
    AnswerBlock,
    Block,
    ChartBlock,
    EvidenceBlock,
    FigureBlock,
    HeadingBlock,
    PictureBlock,
    StoryBlock,
    TableBlock,
    TextBlock,
)
from alongside.packs.plan import PlannedBlock, PlannedTable
from alongside.packs.texts import lengths_of, library_text, text_at
from alongside.ui.block_text import BlockText, Marked
from alongside.ui.fair_list import FairList
from alongside.ui.look import Look
from alongside.ui.picture_fields import PictureFields
from alongside.ui.widgets import chip, clear, column, frame, icon_button, label, restyle, row
from alongside.ui.wording import BLOCKS, kind_of, length_text, title_of

ICONS = {
    "evidence": "shield-check",
    "story": "quotes",
    "answer": "article",
    "figure": "chart-line-up",
    "chart": "chart-bar",
    "table": "table",
    "picture": "image",
    "heading": "text-h",
    "text": "pencil-simple",
}
BLOCK_MIME = "application/x-alongside-block"
TABLE_ROWS = 12  # shown in the composer; the preview has them all


def text_of(block: Block, library: Library) -> str | None:
    """The words of a block as the writer sees and edits them; None for what shows figures or pictures."""
    if isinstance(block, FigureBlock | ChartBlock | TableBlock | PictureBlock):
        return None
    if isinstance(block, TextBlock | HeadingBlock):
        return block.text
    return block.text if block.text is not None else library_text(block, library)


class Handle(QLabel):
    """Drags its block to another place."""

    def __init__(self, look: Look, block_id: str) -> None:
        super().__init__()
        self._block_id = block_id
        self._from: QPoint | None = None
        look.dress(self, "dots-six-vertical", "edge")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(_("Drag to move; Alt+Up and Alt+Down do the same"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (
            self._from is not None
            and (event.position().toPoint() - self._from).manhattanLength() >= QApplication.startDragDistance()
        )
        if not far:
            return
        self._from = None
        data = QMimeData()
        data.setData(BLOCK_MIME, self._block_id.encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        card = self.parentWidget()
        if card is not None:
            drag.setPixmap(card.grab().scaledToWidth(320, Qt.TransformationMode.SmoothTransformation))
        drag.exec(Qt.DropAction.MoveAction)


class BlockCard(QFrame):
    """Shows one block and passes wishes on, each with the block's id."""

    entered = Signal(str)
    source_wanted = Signal(str)
    length_wanted = Signal(str, str)
    edited = Signal(str, str)
    replaced = Signal(object)  # the block as it is to be
    restore_wanted = Signal(str)
    move_wanted = Signal(str, int)  # by how many places
    remove_wanted = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()
    fairer_wanted = Signal(str, object)  # FairHit: the ready words in place of those found
    leave_wanted = Signal(str, object, str)  # FairHit, and why it may stand

    def __init__(self, look: Look, block: Block) -> None:
        super().__init__()
        self._look = look
        self.block = block
        self.setProperty("role", "card")
        self.setProperty("current", "false")
        kind = kind_of(block)
        outer = row(self, space=4)
        outer.setContentsMargins(4, 10, 12, 14)
        self.handle = Handle(look, block.id)
        outer.addWidget(self.handle, 0, Qt.AlignmentFlag.AlignTop)
        inner = column(space=8)
        outer.addLayout(inner, 1)
        top = row(space=8)
        self.source = chip(BLOCKS[kind])
        self.source.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        look.dress(self.source, ICONS[kind], "quiet", 14)
        self.source.setMinimumWidth(look.px(64))  # a long title gives way to the rest of the row
        self.source.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.source.clicked.connect(self._source_clicked)
        top.addWidget(self.source)
        self.changed_mark = chip(_("Edited · restore"), "warn")
        self.changed_mark.setToolTip(_("You changed the library’s text here. Click to go back to it."))
        self.changed_mark.clicked.connect(self._restore_clicked)
        self.changed_mark.hide()
        top.addWidget(self.changed_mark)
        top.addStretch(1)
        self.words = chip("")
        self.words.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.lengths = QMenu(self.words)
        self.words.setMenu(self.lengths)
        self.lengths.triggered.connect(self._length_chosen)
        top.addWidget(self.words)
        self.more = icon_button(look, "dots-three-vertical", _("Move or restore"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        self.up = menu.addAction(_("Move up\tAlt+Up"))
        self.down = menu.addAction(_("Move down\tAlt+Down"))
        self.restore = menu.addAction(_("Go back to the library’s text"))
        for action, wish in ((self.up, self._up), (self.down, self._down), (self.restore, self._restore_clicked)):
            action.triggered.connect(wish)
        self.more.setMenu(menu)
        self.remove = icon_button(look, "x", _("Remove from the answer"))
        self.remove.clicked.connect(self._remove)
        for part in (self.more, self.remove):
            look.dress(part, str(part.property("icon_name")), "quiet", 15)
            top.addWidget(part)
        inner.addLayout(top)
        self.withheld = frame("note", tone="block")
        note = column(self.withheld, margin=10)
        self.withheld_words = label("", wrap=True, tone="block")
        note.addWidget(self.withheld_words)
        self.withheld.hide()
        inner.addWidget(self.withheld)
        self.text: BlockText | None = None
        self._table: QWidget | None = None
        self._sentence = label("", "reading", wrap=True)
        self.picture: PictureFields | None = None
        if isinstance(block, PictureBlock):
            self.picture = PictureFields(look, block)
            self.picture.changed.connect(self.replaced)
            self.picture.entered.connect(self._entered)
            self._sentence.setParent(self)
            self._sentence.hide()
            inner.addWidget(self.picture)
        elif isinstance(block, FigureBlock | ChartBlock | TableBlock):
            inner.addWidget(self._sentence)
            self._table = QWidget()
            self._table_grid = QGridLayout(self._table)
            self._table_grid.setContentsMargins(0, 0, 0, 0)
            self._table_grid.setHorizontalSpacing(16)
            inner.addWidget(self._table)
            self._table.hide()
        else:
            self.text = BlockText(look, BLOCKS[kind])
            if isinstance(block, HeadingBlock):
                self.text.setProperty("role", "subheading")
                self.text.setPlaceholderText(_("A short heading"))
            elif isinstance(block, TextBlock):
                self.text.setPlaceholderText(_("Write here. A fact or a figure needs evidence beside it."))
            self.text.edited.connect(self._text_edited)
            self.text.entered.connect(self._entered)
            self.text.undo_wanted.connect(self.undo_wanted)
            self.text.redo_wanted.connect(self.redo_wanted)
            self._sentence.setParent(self)
            self._sentence.hide()
            inner.addWidget(self.text)
        self.fair = FairList(look)
        self.fair.replace_wanted.connect(self._write_fairer)
        self.fair.leave_wanted.connect(self._leave)
        self._hits: tuple[FairHit, ...] = ()
        inner.addWidget(self.fair)

    def show_hits(self, hits: tuple[FairHit, ...]) -> None:
        """Mark these words in the text and list them under it."""
        self._hits = hits
        self.fair.show_hits(hits)
        if self.text is not None:
            self.text.mark(
                tuple(
                    Marked(
                        hit.start, hit.end, f"{hit.rule.why}\n{hit.rule.better}".strip(), hit.rule.level,
                        wavy=hit.rule.level == "warn",
                    )
                    for hit in hits
                )
            )  # fmt: skip

    def show_block(
        self,
        block: Block,
        planned: PlannedBlock | None,
        library: Library | None,
        kept: int | None,
        name: str = "",
    ) -> None:
        """Show the block as the pack has it now, and what planning made of it; `name` of what is worked out."""
        self.block = block
        if library is not None:
            self._show_source(block, library, name)
            text = text_of(block, library)
            if self.text is not None and text is not None:
                self.text.show_text(text)
                self.text.keep(kept)
                self._show_length(block, text, library)
        self.words.setVisible(self.text is not None)
        if self.picture is not None and isinstance(block, PictureBlock):
            self.picture.show_block(block, planned)
        if planned is not None:
            self.withheld.setVisible(bool(planned.withheld))
            self.withheld_words.setText(_("Kept out of the documents. {reason}").format(reason=planned.withheld))
            if self.text is None and self.picture is None:
                self._show_figures(planned)

    def mark_current(self, current: bool) -> None:
        """Show whether this is the block in hand."""
        if (self.property("current") == "true") != current:
            restyle(self, current="true" if current else "false")

    def place(self, first: bool, last: bool) -> None:
        """Whether there is anywhere to move to."""
        self.up.setEnabled(not first)
        self.down.setEnabled(not last)

    def focus(self) -> None:
        """Put the cursor into the words, or the focus on the source."""
        if self.picture is not None:
            self.picture.focus()
        else:
            (self.text or self.source).setFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._entered()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._entered()

    def _show_source(self, block: Block, library: Library, name: str) -> None:
        kind = BLOCKS[kind_of(block)]
        ref = block.file if isinstance(block, PictureBlock) else getattr(block, "ref", "")
        record = library.get(ref) if ref and not isinstance(block, PictureBlock) else None
        title = title_of(record) if record is not None else ""
        if record is None and isinstance(block, FigureBlock | ChartBlock | TableBlock):
            ref, title = "", name  # worked out from the records: its id says nothing to anybody
        shown = " · ".join(part for part in (ref, title[:56] + ("…" if len(title) > 56 else "")) if part) or kind
        self.source.setText(shown)
        self.source.setAccessibleName(f"{kind}: {shown}")
        self.source.setToolTip(title or kind)
        edited = isinstance(block, EvidenceBlock | StoryBlock | AnswerBlock) and block.text is not None
        self.changed_mark.setVisible(edited)
        newer = edited and getattr(block, "original", None) not in {None, library_text(block, library)}
        self.changed_mark.setText(_("Library text has changed · use it") if newer else _("Edited · restore"))
        self.changed_mark.setAccessibleName(self.changed_mark.text())
        self.changed_mark.setToolTip(
            _("The library’s text is another one than when you wrote yours. Click to use it in place of yours.")
            if newer
            else _("You changed the library’s text here. Click to go back to it.")
        )
        self.restore.setEnabled(edited)

    def _show_length(self, block: Block, text: str, library: Library) -> None:
        """How long it is now, and in the menu how long it could be."""
        n = count([text]).words
        said = ngettext("{n} word", "{n} words", n).format(n=n)
        record = library.get(block.ref) if isinstance(block, EvidenceBlock | StoryBlock) else None
        available = lengths_of(record) if record is not None else ()
        choosable = isinstance(block, EvidenceBlock | StoryBlock) and len(available) > 1
        self.words.setText(f"{said}  ▾" if choosable else said)
        self.words.setAccessibleName(_("Length: {said}").format(said=said))
        self.words.setToolTip(_("Choose another length") if choosable else said)
        self.words.setEnabled(choosable)
        if choosable and record is not None and isinstance(block, EvidenceBlock | StoryBlock):
            self.lengths.clear()
            for length in available:
                words = count([text_at(record, length)]).words
                action = self.lengths.addAction(_("{length}, {n} words").format(length=length_text(length), n=words))
                action.setData(length)
                action.setCheckable(True)
                action.setChecked(length == block.length)

    def _show_figures(self, planned: PlannedBlock) -> None:
        words = " ".join(paragraph.text for paragraph in planned.paragraphs)
        if planned.table is not None:
            words = planned.table.title
            self._show_table(planned.table)
        if planned.chart is not None:
            words = f"{planned.chart.title}\n{planned.chart.alternative}"
        self._sentence.setText(words)
        self._sentence.setVisible(bool(words))

    def _show_table(self, table: PlannedTable) -> None:
        if self._table is None:
            return
        clear(self._table_grid)
        for at, heading in enumerate(table.headings):
            self._table_grid.addWidget(label(heading, "caps", wrap=True), 0, at)
        for down, line in enumerate(table.rows[:TABLE_ROWS], start=1):
            for at, cell in enumerate(line):
                self._table_grid.addWidget(label(cell, wrap=True), down, at)
        self._table_grid.setColumnStretch(0, 2)
        for at in range(1, len(table.headings)):
            self._table_grid.setColumnStretch(at, 1)
        more = len(table.rows) - TABLE_ROWS
        note = table.note
        if more > 0:
            note = ngettext("{n} more row.", "{n} more rows.", more).format(n=more) + " " + note
        self._table_grid.addWidget(
            label(note, "small", wrap=True), len(table.rows) + 1, 0, 1, max(1, len(table.headings))
        )
        self._table.show()

    # --- wishes -------------------------------------------------------------------------------------------------

    def _entered(self) -> None:
        self.entered.emit(self.block.id)

    def _source_clicked(self) -> None:
        self._entered()
        self.source_wanted.emit(self.block.id)

    def _length_chosen(self, action: QAction) -> None:
        self.length_wanted.emit(self.block.id, str(action.data()))

    def _write_fairer(self, at: int) -> None:
        if at < len(self._hits):
            self.fairer_wanted.emit(self.block.id, self._hits[at])

    def _leave(self, at: int, reason: str) -> None:
        if at < len(self._hits):
            self.leave_wanted.emit(self.block.id, self._hits[at], reason)

    def _text_edited(self, text: str) -> None:
        self.edited.emit(self.block.id, text)

    def _restore_clicked(self) -> None:
        self.restore_wanted.emit(self.block.id)

    def _up(self) -> None:
        self.move_wanted.emit(self.block.id, -1)

    def _down(self) -> None:
        self.move_wanted.emit(self.block.id, 1)

    def _remove(self) -> None:
        self.remove_wanted.emit(self.block.id)
