"""The composer: one question, its blocks in order, and what can be added to them."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QToolButton, QWidget

from alongside.checks.fair_words import FairHit
from alongside.i18n import _
from alongside.packs.cutting import cut_points
from alongside.packs.edit import (
    add_block,
    move_block,
    new_id,
    remove_block,
    remove_question,
    replace_block,
    set_length,
    set_text,
    with_question,
)
from alongside.packs.pack import (
    AnswerBlock,
    Block,
    EvidenceBlock,
    HeadingBlock,
    PictureBlock,
    Question,
    Status,
    StoryBlock,
    TextBlock,
    changed,
)
from alongside.packs.plan import PlannedQuestion
from alongside.packs.reopening import looked_at
from alongside.packs.texts import library_text
from alongside.ui.block_card import BLOCK_MIME, ICONS, BlockCard, text_of
from alongside.ui.fair_marks import hits_of, left_as_it_is
from alongside.ui.fit_panel import FitPanel
from alongside.ui.flow import Flow
from alongside.ui.look import Look
from alongside.ui.offers import names_of
from alongside.ui.question_head import QuestionForm, QuestionHead
from alongside.ui.session import Session
from alongside.ui.widgets import column, frame, label, row, scrolled
from alongside.ui.wording import BLOCKS, kind_of

MEASURE_PX = 740  # widest column of text: 60 to 75 characters at reading size
SHOW_FOR_MS = 600  # a new card and what is below it are laid out by then
ADDED = ("evidence", "story", "answer", "figure", "chart", "table", "picture", "heading", "text")


class _Blocks(QWidget):
    """The column of cards; takes a dragged block and says where it was let go."""

    dropped = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.column = column(self, space=10)
        self._line = frame("drop")
        self._line.setParent(self)
        self._line.hide()

    def cards(self) -> list[BlockCard]:
        found = [self.column.itemAt(at).widget() for at in range(self.column.count())]  # type: ignore[union-attr]
        return [card for card in found if isinstance(card, BlockCard)]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(BLOCK_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()
        cards = self.cards()
        at = self._place(event.position().toPoint())
        y = cards[at].y() - 6 if at < len(cards) else cards[-1].geometry().bottom() + 4 if cards else 0
        self._line.setGeometry(0, y, self.width(), 3)
        self._line.raise_()
        self._line.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._line.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._line.hide()
        event.acceptProposedAction()
        dragged = bytes(event.mimeData().data(BLOCK_MIME).data()).decode()
        ids = [card.block.id for card in self.cards()]
        at = self._place(event.position().toPoint())
        if dragged in ids and ids.index(dragged) < at:
            at -= 1  # it leaves a gap above
        self.dropped.emit(dragged, at)

    def _place(self, where: QPoint) -> int:
        return sum(1 for card in self.cards() if card.geometry().center().y() < where.y())


class Composer(QWidget):
    """Shows the question in hand; every change goes through the session."""

    block_entered = Signal(str)
    source_wanted = Signal(str)
    add_wanted = Signal(str)  # a kind of library item to choose
    picture_wanted = Signal()
    question_removed = Signal()

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._question_id = ""
        self._block_id = ""
        self._added = False  # a moment ago: its card is brought into view while the page finds its height
        self._cards: dict[str, BlockCard] = {}
        self.setAccessibleName(_("Composer"))
        outer = column(self, space=0)
        page = QWidget()
        sides = row(page, space=0)
        sides.setContentsMargins(24, 20, 24, 32)
        body = QWidget()
        body.setMaximumWidth(look.px(MEASURE_PX))
        self._body = body
        sides.addStretch(1)
        sides.addWidget(body, 100)
        sides.addStretch(1)
        inner = column(body, space=16)
        self.head = QuestionHead(look)
        self.form = QuestionForm()
        self.fit = FitPanel(look, session)
        self.blocks = _Blocks()
        self.hint = label("", "quiet", wrap=True)
        inner.addWidget(self.head)
        inner.addWidget(self.form)
        inner.addWidget(self.fit)
        inner.addWidget(self.blocks)
        inner.addWidget(self.hint)
        inner.addWidget(self._add_row())
        inner.addStretch(1)
        self.area = scrolled(page)
        outer.addWidget(self.area)
        self._show_timer = QTimer(self)
        self._show_timer.setSingleShot(True)
        self._show_timer.setInterval(SHOW_FOR_MS)
        self._show_timer.timeout.connect(self._shown)
        self.area.verticalScrollBar().rangeChanged.connect(self._show_added)
        self.head.edit_wanted.connect(self._toggle_form)
        self.head.status_wanted.connect(self._set_status)
        self.head.looked.connect(self._looked)
        self.head.fit_wanted.connect(self._make_fit)
        self.form.changed.connect(self._take_question)
        self.form.done.connect(self._toggle_form)
        self.form.remove_wanted.connect(self._remove_question)
        self.blocks.dropped.connect(self._move_to)
        session.pack_changed.connect(self.refresh)
        session.plan_changed.connect(self.refresh)
        session.library_changed.connect(self.refresh)
        look.changed.connect(self._rescale)

    def _looked(self) -> None:
        pack = self._session.pack
        if pack is not None:
            self._session.change(looked_at(pack, self._question_id), _("look at what the buyer changed"))

    def _make_fit(self) -> None:
        self.fit.open_for(self._question_id)

    def _add_row(self) -> QWidget:
        bar = QWidget()
        line = Flow(bar, space=2)
        self.adders: dict[str, QToolButton] = {}
        for kind in ADDED:
            made = QToolButton()
            made.setText(BLOCKS[kind])
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setProperty("role", "add")
            made.setProperty("kind", kind)
            made.setAccessibleName(_("Add {what}").format(what=BLOCKS[kind].lower()))
            made.setToolTip(made.accessibleName())
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._look.dress(made, ICONS[kind] if kind not in {"text"} else "plus", "quiet", 15)
            made.clicked.connect(self._add_clicked)
            self.adders[kind] = made
            line.addWidget(made)
        self.adders["answer"].setText(_("Answer"))
        return bar

    # --- what is shown ------------------------------------------------------------------------------------------

    @property
    def question_id(self) -> str:
        return self._question_id

    @property
    def block_id(self) -> str:
        """The block in hand; "" for none."""
        return self._block_id

    def cards(self) -> list[BlockCard]:
        """The cards in order."""
        return self.blocks.cards()

    def show_question(self, question_id: str) -> None:
        """Show another question."""
        if question_id != self._question_id:
            self._question_id, self._block_id = question_id, ""
            self.form.hide()
            self.fit.hide()
            self.area.verticalScrollBar().setValue(0)
        self.refresh()

    def show_block(self, block_id: str) -> None:
        """Bring a block into view and put it in hand."""
        card = self._cards.get(block_id)
        if card is not None:
            self._enter(block_id)
            card.focus()
            self.area.ensureWidgetVisible(card, 0, 60)

    def edit_question(self) -> None:
        """Open the form that changes the question."""
        if not self.form.isVisible():
            self._toggle_form()
        self.form.text.setFocus()

    def refresh(self) -> None:
        """Show the question as the session has it now; cards stay, so that the cursor does."""
        question = self._question()
        if question is None:
            return
        planned = self._planned()
        self.head.show_question(question, planned)
        self.form.show_question(question)
        self._place_cards(question)
        known = self._session.known
        library = known.library if known else None
        pack = self._session.pack
        cut: dict[str, int] = {}
        if planned is not None and library is not None and pack is not None:
            texts = {block.id: text for block in question.blocks if (text := text_of(block, library)) is not None}
            cut = cut_points(planned, pack.rules, texts)
        names = names_of(self._session.outlook.plan) if self._session.outlook else {}
        planned_blocks = {block.id: block for block in planned.blocks} if planned else {}
        for at, block in enumerate(question.blocks):
            card = self._cards[block.id]
            card.show_block(
                block,
                planned_blocks.get(block.id),
                library,
                cut.get(block.id),
                names.get(getattr(block, "ref", ""), ""),
            )
            if card.text is not None and known is not None and known.words is not None and pack is not None:
                card.show_hits(hits_of(card.text.toPlainText(), block, question, pack, known.words.rules))
            card.place(at == 0, at == len(question.blocks) - 1)
            card.mark_current(block.id == self._block_id)
        self.hint.setText(
            _("Nothing here yet. Add what the library can show, then say in your own words what joins it together.")
        )
        self.hint.setVisible(not question.blocks)

    def _place_cards(self, question: Question) -> None:
        wanted = [block.id for block in question.blocks]
        for block_id in [item for item in self._cards if item not in wanted]:
            card = self._cards.pop(block_id)
            self.blocks.column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, block in enumerate(question.blocks):
            if block.id not in self._cards:
                self._cards[block.id] = self._make_card(block)
            card = self._cards[block.id]
            item = self.blocks.column.itemAt(at)
            if item is None or item.widget() is not card:
                self.blocks.column.insertWidget(at, card)

    def _make_card(self, block: Block) -> BlockCard:
        card = BlockCard(self._look, block)
        card.entered.connect(self._enter)
        card.source_wanted.connect(self.source_wanted)
        card.length_wanted.connect(self._set_length)
        card.edited.connect(self._set_text)
        card.replaced.connect(self._replace)
        card.restore_wanted.connect(self._restore)
        card.move_wanted.connect(self._move_by)
        card.remove_wanted.connect(self._remove)
        card.undo_wanted.connect(self._session.undo)
        card.redo_wanted.connect(self._session.redo)
        card.fairer_wanted.connect(self._write_fairer)
        card.leave_wanted.connect(self._leave_words)
        return card

    def _question(self) -> Question | None:
        pack = self._session.pack
        if pack is None:
            return None
        return next((item for item in pack.questions if item.id == self._question_id), None)

    def _planned(self) -> PlannedQuestion | None:
        outlook = self._session.outlook
        if outlook is None:
            return None
        return next((item for item in outlook.plan.questions if item.id == self._question_id), None)

    def _enter(self, block_id: str) -> None:
        if block_id == self._block_id:
            return
        self._block_id = block_id
        for card in self._cards.values():
            card.mark_current(card.block.id == block_id)
        self.block_entered.emit(block_id)

    def _rescale(self) -> None:
        self._body.setMaximumWidth(self._look.px(MEASURE_PX))

    # --- changes ------------------------------------------------------------------------------------------------

    def add(self, block: Block) -> None:
        """Add a block after the one in hand, else at the end."""
        pack, question = self._session.pack, self._question()
        if pack is None or question is None:
            return
        ids = [item.id for item in question.blocks]
        at = ids.index(self._block_id) + 1 if self._block_id in ids else None
        what = _("add {what}").format(what=BLOCKS[kind_of(block)].lower())
        self._session.change(add_block(pack, question.id, block, at), what)
        self._enter(block.id)
        self._added = True
        self._show_timer.start()

    def _show_added(self, _least: int = 0, _most: int = 0) -> None:
        """Bring a new card into view with room below: a chart or a table grows once it is planned."""
        card, page = self._cards.get(self._block_id), self.area.widget()
        if not self._added or card is None or page is None:
            return
        bar, seen = self.area.verticalScrollBar(), self.area.viewport().height()
        top = card.mapTo(page, QPoint()).y()
        if not bar.value() <= top <= bar.value() + seen - max(card.height(), seen // 2):
            bar.setValue(top - seen // 4)

    def _shown(self) -> None:
        self._show_added()
        self._added = False

    def move_current(self, by: int) -> None:
        """Move the block in hand up (-1) or down (1)."""
        if self._block_id:
            self._move_by(self._block_id, by)

    def _add_clicked(self) -> None:
        sender = self.sender()
        kind = str(sender.property("kind")) if sender is not None else ""
        if kind == "text":
            self.add_typed(TextBlock(id=new_id(), text=""))
        elif kind == "heading":
            self.add_typed(HeadingBlock(id=new_id(), text=""))
        elif kind == "picture":
            self.picture_wanted.emit()
        else:
            self.add_wanted.emit(kind)

    def add_typed(self, block: TextBlock | HeadingBlock | PictureBlock) -> None:
        """Add a block to type into, and start typing."""
        self.add(block)
        card = self._cards.get(block.id)
        if card is not None:
            card.focus()

    def _set_status(self, status: str) -> None:
        pack = self._session.pack
        if pack is not None:
            new = with_question(pack, self._question_id, lambda item: changed(item, status=Status(status)))
            self._session.change(new, _("change the status"))

    def _take_question(self, question: Question) -> None:
        pack = self._session.pack
        if pack is not None:
            self._session.change(
                with_question(pack, question.id, lambda _old: question), _("change the question"), f"q:{question.id}"
            )

    def _remove_question(self) -> None:
        pack, question = self._session.pack, self._question()
        if pack is None or question is None:
            return
        self.form.hide()
        self._session.change(remove_question(pack, question.id), _("remove the question"))
        self._session.tell(_("Removed question {number}.").format(number=question.number), undo=True)
        self.question_removed.emit()

    def _toggle_form(self) -> None:
        self.form.setVisible(not self.form.isVisible())

    def _block(self, block_id: str) -> Block | None:
        question = self._question()
        return next((item for item in question.blocks if item.id == block_id), None) if question else None

    def _set_length(self, block_id: str, length: str) -> None:
        pack = self._session.pack
        if pack is not None:
            self._session.change(set_length(pack, self._question_id, block_id, length), _("change the length"))

    def _write_fairer(self, block_id: str, hit: FairHit) -> None:
        card = self._cards.get(block_id)
        text = card.text.toPlainText() if card is not None and card.text is not None else ""
        if " ".join(text[hit.start : hit.end].split()) == hit.found:
            self._set_text(block_id, f"{text[: hit.start]}{hit.instead}{text[hit.end :]}", _("write fairer words"))
            self._session.tell(
                _("“{old}” is now “{new}”. Read the sentence again.").format(old=hit.found, new=hit.instead), undo=True
            )

    def _leave_words(self, block_id: str, hit: FairHit, reason: str) -> None:
        pack, question, block = self._session.pack, self._question(), self._block(block_id)
        if pack is None or question is None or block is None:
            return
        role = pack.brief.prepared_by_role or _("writer")
        left = left_as_it_is(hit, reason, block, question, role=role, today=self._session.today)
        self._session.change(changed(pack, overrides=(*pack.overrides, left)), _("leave words as they are"))
        self._session.tell(_("It stays; the reason is kept with the pack."), undo=True)

    def _set_text(self, block_id: str, text: str, what: str = "") -> None:
        pack, known, block = self._session.pack, self._session.known, self._block(block_id)
        if pack is None or known is None or block is None:
            return
        original = library_text(block, known.library)
        self._session.change(
            set_text(pack, self._question_id, block_id, text, library_text=original),
            what or _("typing"),
            "" if what else f"text:{block_id}",
        )

    def _replace(self, block: Block) -> None:
        pack = self._session.pack
        if pack is not None:
            what = _("change the {what}").format(what=BLOCKS[kind_of(block)].lower())
            self._session.change(replace_block(pack, self._question_id, block), what, f"block:{block.id}")

    def _restore(self, block_id: str) -> None:
        pack, block = self._session.pack, self._block(block_id)
        if pack is not None and isinstance(block, EvidenceBlock | StoryBlock | AnswerBlock):
            self._session.change(
                replace_block(pack, self._question_id, changed(block, text=None, original=None)),
                _("go back to the library’s text"),
            )
            self._session.tell(_("The library’s text is back."), undo=True)

    def _move_by(self, block_id: str, by: int) -> None:
        question = self._question()
        if question is not None:
            ids = [item.id for item in question.blocks]
            to = ids.index(block_id) + by
            if 0 <= to < len(ids):
                self._move_to(block_id, to)

    def _move_to(self, block_id: str, to: int) -> None:
        pack = self._session.pack
        if pack is None or self._block(block_id) is None:
            return
        self._session.change(move_block(pack, self._question_id, block_id, to), _("move a block"))
        card = self._cards.get(block_id)
        if card is not None:
            self.area.ensureWidgetVisible(card, 0, 40)

    def _remove(self, block_id: str) -> None:
        pack, block = self._session.pack, self._block(block_id)
        if pack is None or block is None:
            return
        self._session.change(remove_block(pack, self._question_id, block_id), _("remove a block"))
        what = getattr(block, "ref", "") or BLOCKS[kind_of(block)].lower()
        self._session.tell(_("Removed {what} from the answer.").format(what=what), undo=True)
