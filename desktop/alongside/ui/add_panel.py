"""The Add tab: searches the library for what answers the question in hand, and adds it at a length."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from alongside.i18n import _
from alongside.library.records import Record
from alongside.library.search import By, Hit
from alongside.library.search.why import Why
from alongside.packs.asked_parts import parts_of
from alongside.packs.edit import question_of
from alongside.packs.pack import Question
from alongside.packs.suggesting import judged, serves_part, uses_in
from alongside.packs.texts import text_at
from alongside.ui.block_card import ICONS
from alongside.ui.finder import FEW_ROWS, Finder
from alongside.ui.hit_list import HitList, Line
from alongside.ui.look import Look
from alongside.ui.offers import SHEET_OF, Offer, block_of, measured_offers, offers_of
from alongside.ui.query_box import QueryBox
from alongside.ui.session import Session
from alongside.ui.widgets import Empty, Segments, button, clear, column, frame, label, row, scrolled
from alongside.ui.wording import BLOCKS

SUGGESTED = "suggested"
SHOWN = 60
SEARCH_AFTER_MS = 120
SUITS = ("evidence", "stories", "answers", "metrics")


class _Reason:
    """Why a hit was found, for whoever asks."""

    def __init__(self, hit: Hit) -> None:
        self._hit = hit

    def __call__(self) -> Why | None:
        return self._hit.reason


@dataclass(frozen=True)
class _Wanted:
    """One search for what can be added."""

    words: str
    sheets: tuple[str, ...]
    service: str


def hits_for(session: Session, wanted: _Wanted) -> tuple[Hit, ...]:
    """By words and by meaning; the sheets take turns, so that no kind hides the others. Safe on any thread."""
    least = SHOWN if len(wanted.sheets) == 1 else 25
    turns = [session.find(wanted.words, sheet, least, By.BOTH).hits for sheet in wanted.sheets]
    longest = max(map(len, turns), default=0)
    found = [turn[at] for at in range(longest) for turn in turns if at < len(turn)]
    return tuple(hit for hit in found if _of(hit.record, wanted.service))


def _of(record: Record, service: str) -> bool:
    return not service or record.service_id in {service, "ALL", ""}


def line_of(offer: Offer) -> Line:
    """An offer as a line of the list."""
    worked_out = offer.record is None  # from the records: its id says nothing to anybody
    about = "  ·  ".join(
        part
        for part in (BLOCKS[offer.kind] if worked_out else offer.ref, _("in this pack") if offer.used else "")
        if part
    )
    return Line(offer.title, about, ICONS[offer.kind], offer.mark, offer.why, lambda: offer.text, offer)


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
        self.finder = Finder(session.searches, self)
        self.search = QueryBox(look, session, _("Search what the library can show"))
        self.search.setAccessibleName(_("Search for something to add"))
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
        self.gaps = label("", "small", wrap=True, tone="warn")
        inner.addWidget(self.gaps)
        self.list = HitList(look, _("What can be added"))
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
        self.reasons = label("", "small", wrap=True)  # why it is suggested
        self.text = label("", "", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        reading = QWidget()
        reading_column = column(reading)
        reading_column.addWidget(self.mark)
        reading_column.addWidget(self.reasons)
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
        self.search.to_results.connect(self.list.setFocus)
        self.list.left_upwards.connect(self.search.setFocus)
        self.kinds.chosen.connect(self._kind_chosen)
        self.service.activated.connect(self._service_chosen)
        self.list.moved.connect(self._show_detail)
        self.list.taken.connect(self._add_default)
        self.finder.found.connect(self._found)
        self.finder.failed.connect(session.trouble)
        session.library_changed.connect(self._offer_services)
        session.index_ready.connect(self._refresh_if_shown)
        session.meaning_ready.connect(self._refresh_if_shown)
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
        lines = (self.list.hits.line_at(at) for at in range(self.list.hits.rowCount()))
        return [line.value for line in lines if line is not None and isinstance(line.value, Offer)]

    def current(self) -> Offer | None:
        """The one in hand."""
        line = self.list.current()
        return line.value if line is not None and isinstance(line.value, Offer) else None

    def refresh(self) -> None:
        """Search again; the rows of a large library come as soon as they are found."""
        pack, known, session = self._session.pack, self._session.known, self._session
        self._timer.stop()
        if pack is None or known is None:
            return
        words = self.search.text()
        if self._kind in {"figure", "chart", "table"}:
            plan = session.outlook.plan if session.outlook else None
            offers = measured_offers(plan, self._kind, self._used()) if plan else ()
            if self._kind == "figure":
                offers = (*offers, *offers_of(known.library.metrics, pack.kind, self._used(), session.today))
            asked = words.lower().split()
            told = (f"{item.ref} {item.title}".lower() for item in offers)
            self.finder.forget()
            self._show([item for item, text in zip(offers, told, strict=True) if all(word in text for word in asked)])
            return
        wanted = self._wanted(words)
        if not wanted.words.strip() or session.index is None:
            self.finder.forget()
            rows = [record for sheet in wanted.sheets for record in known.library.records.get(sheet, ())]
            here = [record for record in rows if _of(record, wanted.service)]
            self._show(offers_of(here, pack.kind, self._used(), session.today))
        elif len(session.index.records) <= FEW_ROWS:
            self.finder.forget()
            self._found(hits_for(session, wanted))
        else:
            self.finder.ask(lambda: hits_for(session, wanted))

    def _used(self) -> frozenset[str]:
        pack = self._session.pack
        blocks = [block for item in pack.questions for block in item.blocks] if pack is not None else []
        return frozenset(ref for block in blocks if (ref := getattr(block, "ref", "")))

    def _wanted(self, words: str) -> _Wanted:
        """What is typed, or for no words what the question asks."""
        pack, service = self._session.pack, str(self.service.currentData() or "")
        if self._kind != SUGGESTED:
            return _Wanted(words, (SHEET_OF[self._kind],), service)
        if not words.strip() and self._question_id and pack is not None:
            question = question_of(pack, self._question_id)
            words = f"{question.heading} {question.text or question.guidance}"
        return _Wanted(words, SUITS, service)

    def _found(self, hits: tuple[Hit, ...]) -> None:
        pack = self._session.pack
        if pack is None:
            return
        used, today = self._used(), self._session.today
        offers = []
        for hit in hits:
            for offer in offers_of((hit.record,), pack.kind, used, today):
                offers.append(replace(offer, why=_Reason(hit)))
        self._show(offers)

    def _show(self, offers: Sequence[Offer]) -> None:
        before = self.current()
        shown = offers[:SHOWN]
        at = next((n for n, item in enumerate(shown) if before and item.ref == before.ref), 0)
        self.list.show_lines([line_of(offer) for offer in shown], at)
        self._stack.setCurrentIndex(0 if offers else 1)
        self._show_gaps(shown)
        self.detail.setVisible(bool(offers))
        self._show_detail()

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

    def _suggesting(self) -> Question | None:
        """The question that things are suggested for; None where something else is looked for."""
        pack = self._session.pack
        if self._kind != SUGGESTED or self.search.text().strip() or not self._question_id or pack is None:
            return None
        return question_of(pack, self._question_id)

    def _show_gaps(self, offers: Sequence[Offer]) -> None:
        """Say which parts of the question nothing in the list serves."""
        question = self._suggesting()
        told = ""
        if question is not None and offers:
            usable = [offer.record for offer in offers if offer.record is not None and offer.lengths]
            bare = [part for part in parts_of(question) if not any(serves_part(record, part) for record in usable)]
            if bare:
                who = _(" Ask: {role}.").format(role=question.owner_role) if question.owner_role else ""
                listed = "; ".join(f"({part.name}) {part.text.rstrip('.')}" for part in bare)
                told = _("Nothing here serves {parts}.").format(parts=listed) + who
        self.gaps.setText(told)
        self.gaps.setVisible(bool(told))

    def _reasons_of(self, offer: Offer) -> str:
        pack, question, record = self._session.pack, self._suggesting(), offer.record
        if pack is None or question is None or record is None:
            return ""
        found = judged(
            record, 0.0, parts_of(question), purpose=pack.kind.purpose, used=uses_in(pack).get(record.ref, ()),
            before=None, today=self._session.today,
        )  # fmt: skip
        return "\n".join(found.reasons)

    def _show_detail(self) -> None:
        clear(self._buttons)
        offer = self.current()
        if offer is None:
            return
        self.reasons.setText(self._reasons_of(offer))
        self.reasons.setVisible(bool(self.reasons.text()))
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
            name = offer.title if offer.record is None else offer.ref
            made.setToolTip(_("Add {name} to the answer").format(name=name))
            made.clicked.connect(self._add_clicked)
            self._buttons.addWidget(made)
        self._buttons.addStretch(1)

    @staticmethod
    def _default(offer: Offer) -> int:
        return min(1, len(offer.lengths) - 1)

    def _add_clicked(self) -> None:
        sender = self.sender()
        offer = self.current()
        if sender is not None and offer is not None:
            self.add_wanted.emit(block_of(offer, str(sender.property("length"))))

    def _add_default(self) -> None:
        offer = self.current()
        if offer is not None and offer.lengths:
            self.add_wanted.emit(block_of(offer, offer.lengths[self._default(offer)][0]))
