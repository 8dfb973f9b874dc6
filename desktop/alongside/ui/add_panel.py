"""The Add tab: searches the library for what answers the question in hand, and adds it at a length."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.records import Record
from alongside.packs.edit import question_of
from alongside.packs.texts import text_at
from alongside.ui.block_card import ICONS
from alongside.ui.look import Look
from alongside.ui.offers import SHEET_OF, Offer, block_of, measured_offers, offers_of
from alongside.ui.session import Session
from alongside.ui.widgets import Empty, Segments, button, clear, column, frame, label, row, scrolled

Index = QModelIndex | QPersistentModelIndex
OFFER = Qt.ItemDataRole.UserRole + 1
SUGGESTED = "suggested"
SHOWN = 60
SEARCH_AFTER_MS = 120
SUITS = ("evidence", "stories", "answers")


class _Offers(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._offers: Sequence[Offer] = ()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        self.beginResetModel()
        self._offers = offers
        self.endResetModel()

    def offer_at(self, at: int) -> Offer | None:
        return self._offers[at] if 0 <= at < len(self._offers) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        offer = self._offers[index.row()]
        if role == OFFER:
            return offer
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{offer.ref} {offer.title}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = f", {offer.mark.word}" if offer.mark else ""
            used = _(", used in this pack") if offer.used else ""
            return f"{offer.ref}, {offer.title}{mark}{used}"
        return None


class _OfferDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QListView) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._look.px(200), self._look.px(76))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer: Offer = index.data(OFFER)
        look = self._look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(0, 2, -2, -2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        inner = box.adjusted(look.px(10), look.px(7), -look.px(10), -look.px(6))
        line = look.px(17)
        px = look.px(14)
        top = QRect(inner.left(), inner.top(), inner.width(), line)
        look.paint_icon(painter, QRectF(top.left(), top.center().y() - px / 2 + 1, px, px), ICONS[offer.kind], "quiet")
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("quiet"))
        ref = offer.ref + (_("  ·  in this pack") if offer.used else "")
        painter.drawText(top.adjusted(px + look.px(6), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), ref)
        if offer.mark:
            width = painter.fontMetrics().horizontalAdvance(offer.mark.word)
            painter.setPen(look.colour(offer.mark.tone))
            painter.drawText(top, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), offer.mark.word)
            left = top.right() - width - px - look.px(4)
            look.paint_icon(
                painter, QRectF(left, top.center().y() - px / 2 + 1, px, px), offer.mark.icon, offer.mark.tone
            )
        painter.setFont(look.font("body", QFont.Weight.Medium))
        painter.setPen(look.colour("text"))
        second = top.translated(0, line + 1)
        painter.drawText(
            second,
            int(Qt.AlignmentFlag.AlignVCenter),
            painter.fontMetrics().elidedText(offer.title, Qt.TextElideMode.ElideRight, second.width()),
        )
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("quiet"))
        third = second.translated(0, line + 1)
        text = offer.text.replace("\n", " ")
        painter.drawText(
            third,
            int(Qt.AlignmentFlag.AlignVCenter),
            painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, third.width()),
        )
        painter.restore()


class _List(QListView):
    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class AddPanel(QWidget):
    """Offers, best first; buttons below add the one in hand."""

    add_wanted = Signal(object)  # Block
    source_wanted = Signal(object)  # Record

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._question_id = ""
        self._kind = SUGGESTED
        inner = column(self, space=8)
        inner.setContentsMargins(16, 12, 16, 12)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search what the library can show"))
        self.search.setAccessibleName(_("Search for something to add"))
        self.search.setClearButtonEnabled(True)
        inner.addWidget(self.search)
        self.kinds = Segments(
            _("Kind"),
            [
                (SUGGESTED, _("Suggested")),
                ("evidence", _("Evidence")),
                ("story", _("Stories")),
                ("answer", _("Answers")),
                ("figure", _("Figures")),
                ("chart", _("Charts")),
                ("table", _("Tables")),
            ],
        )
        self.kinds.choose(SUGGESTED)
        inner.addWidget(self.kinds)
        self.service = QComboBox()
        self.service.setAccessibleName(_("Service"))
        inner.addWidget(self.service)
        self.model = _Offers()
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_OfferDelegate(look, self.list))
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(_("What can be added"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.none = Empty(
            look,
            "magnifying-glass",
            _("Nothing found"),
            _("Search with other words, or look under another kind."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.none)
        inner.addWidget(self._stack, 3)
        self.detail = frame("panel")
        below = column(self.detail, margin=12, space=8)
        self.mark = label("", "small", wrap=True)
        self.text = label("", "", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        reading = QWidget()
        reading_column = column(reading)
        reading_column.addWidget(self.mark)
        reading_column.addWidget(self.text)
        reading_column.addStretch(1)
        area = scrolled(reading)
        below.addWidget(area, 1)
        self._buttons = row(space=6)
        below.addLayout(self._buttons)
        inner.addWidget(self.detail, 2)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER_MS)
        self._timer.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self.list.setFocus)
        self.kinds.chosen.connect(self._kind_chosen)
        self.service.activated.connect(self._service_chosen)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.doubleClicked.connect(self._double_clicked)
        self.list.taken.connect(self._add_default)
        session.library_changed.connect(self._offer_services)
        session.index_ready.connect(self._refresh_if_shown)
        session.plan_changed.connect(self._plan_changed)
        self._offer_services()

    def show_question(self, question_id: str) -> None:
        """Suggest for another question."""
        if question_id != self._question_id:
            self._question_id = question_id
            self._refresh_if_shown()

    def show_kind(self, kind: str) -> None:
        """Offer one kind, ready to search."""
        self._kind = kind
        self.kinds.choose(kind)
        self.refresh()
        self.search.setFocus()
        self.search.selectAll()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def offers(self) -> list[Offer]:
        """What is offered now, best first."""
        found = [self.model.offer_at(at) for at in range(self.model.rowCount())]
        return [offer for offer in found if offer is not None]

    def refresh(self) -> None:
        """Search again."""
        pack, known = self._session.pack, self._session.known
        if pack is None or known is None:
            return
        before = self.model.offer_at(self.list.currentIndex().row())
        used = frozenset(ref for item in pack.questions for block in item.blocks if (ref := getattr(block, "ref", "")))
        words = self.search.text()
        if self._kind in {"figure", "chart", "table"}:
            plan = self._session.outlook.plan if self._session.outlook else None
            offers = measured_offers(plan, self._kind, used) if plan else ()
            if self._kind == "figure":
                offers = (*offers, *offers_of(known.library.metrics, pack.kind, used, self._session.today))
            asked = words.lower().split()
            offers = tuple(item for item in offers if all(word in f"{item.ref} {item.title}".lower() for word in asked))
        else:
            offers = offers_of(self._found(words, known.library), pack.kind, used, self._session.today)
        self.model.show_offers(offers[:SHOWN])
        self._stack.setCurrentIndex(0 if offers else 1)
        self.detail.setVisible(bool(offers))
        if offers:
            at = next((n for n, item in enumerate(offers[:SHOWN]) if before and item.ref == before.ref), 0)
            self.list.setCurrentIndex(self.model.index(at))
            self._show_detail()

    def _found(self, words: str, library: Library) -> list[Record]:
        """Rows by words, or for no words those that are nearest to the question."""
        pack, service = self._session.pack, str(self.service.currentData() or "")
        if self._kind == SUGGESTED and pack is not None:
            if not words.strip() and self._question_id:
                question = question_of(pack, self._question_id)
                words = f"{question.heading} {question.text or question.guidance}"
            sheets: tuple[str, ...] = SUITS
        else:
            sheets = (SHEET_OF[self._kind],)
        found: list[Record] = []
        for sheet in sheets:
            found += self._session.rows(words, sheet, 25 if len(sheets) > 1 else SHOWN)
        if len(sheets) > 1:  # take turns, so that no kind hides the others
            turns = [[record for record in found if record.sheet == sheet] for sheet in sheets]
            longest = max(map(len, turns), default=0)
            found = [turn[at] for at in range(longest) for turn in turns if at < len(turn)]
        return [record for record in found if not service or record.service_id in {service, "ALL", ""}]

    def _offer_services(self) -> None:
        known = self._session.known
        if known is None:
            return
        before = self.service.currentData()
        self.service.clear()
        self.service.addItem(_("From any service"), "")
        for service in known.library.services:
            self.service.addItem(_("From {service}").format(service=service.service_name), service.service_id)
        self.service.setCurrentIndex(max(0, self.service.findData(before)))

    def _refresh_if_shown(self) -> None:
        if self.isVisible():
            self.refresh()

    def _plan_changed(self) -> None:
        if self.isVisible() and self._kind in {"figure", "chart", "table"}:
            self.refresh()

    def _typed(self, _text: str) -> None:
        self._timer.start()

    def _kind_chosen(self, kind: str) -> None:
        self._kind = kind
        self.refresh()

    def _service_chosen(self, _index: int) -> None:
        self.refresh()

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        clear(self._buttons)
        offer = self.model.offer_at(self.list.currentIndex().row())
        if offer is None:
            return
        self.mark.setText(offer.mark.why if offer.mark else "")
        self.mark.setVisible(bool(offer.mark and offer.mark.why))
        text = offer.text
        if offer.record is not None and offer.lengths and offer.lengths[-1][0]:
            keys = [key for key, _words in offer.lengths]
            text = text_at(offer.record, keys[min(1, len(keys) - 1)]) or offer.text
        self.text.setText(text)
        for number, (length, words) in enumerate(offer.lengths):
            made = button(words, "primary" if number == self._default(offer) else "")
            made.setProperty("length", length)
            made.setToolTip(_("Add {ref} to the answer").format(ref=offer.ref))
            made.clicked.connect(self._add_clicked)
            self._buttons.addWidget(made)
        self._buttons.addStretch(1)

    @staticmethod
    def _default(offer: Offer) -> int:
        return min(1, len(offer.lengths) - 1)

    def _add_clicked(self) -> None:
        sender = self.sender()
        offer = self.model.offer_at(self.list.currentIndex().row())
        if sender is not None and offer is not None:
            self.add_wanted.emit(block_of(offer, str(sender.property("length"))))

    def _double_clicked(self, _index: QModelIndex) -> None:
        self._add_default()

    def _add_default(self) -> None:
        offer = self.model.offer_at(self.list.currentIndex().row())
        if offer is not None and offer.lengths:
            self.add_wanted.emit(block_of(offer, offer.lengths[self._default(offer)][0]))
