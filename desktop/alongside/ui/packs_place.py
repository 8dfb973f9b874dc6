"""The Packs place: a card for each pack, soonest deadline first."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QWidget

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.packs.pack import PackKind
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import CardGrid, Empty, Head, Ring, button, column, label, row, scrolled
from alongside.ui.wording import KINDS, days_left, deadline_text
from alongside.ui.work import Card

if TYPE_CHECKING:
    from alongside.ui.build_several import BuildSeveral
    from alongside.ui.glance import Glance
    from alongside.ui.ledger_desk import LedgerDesk
    from alongside.ui.new_pack import NewPack
    from alongside.ui.outcome_panel import OutcomePanel

SOON_DAYS = 14


class PackCard(QFrame):
    """One pack. A click, Enter or space opens it."""

    opened = Signal(Path)
    outcome_wanted = Signal(Path)

    def __init__(self, look: Look, card: Card, today: date, came_of_it: str = "") -> None:
        super().__init__()
        self.card = card
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        inner = column(self, margin=20, space=4)
        top = row(space=6)
        mark = QLabel()
        icon = {PackKind.TENDER: "envelope-simple-open", PackKind.INSPECTION: "clipboard-text", None: "warning-octagon"}
        look.dress(mark, icon[card.kind], "accent" if card.kind else "block")
        top.addWidget(mark)
        top.addWidget(label(KINDS[card.kind] if card.kind else _("Cannot be read"), "small"), 1)
        due = deadline_text(card.deadline, today)
        left = days_left(card.deadline, today)
        when = label(due, "small", tone="block" if left is not None and left < 0 else "warn" if _soon(left) else "")
        top.addWidget(when)
        inner.addLayout(top)
        inner.addSpacing(6)
        title = label(card.title, "heading", wrap=True)
        title.setAlignment(Qt.AlignmentFlag.AlignTop)
        inner.addWidget(title)
        inner.addWidget(label(card.error or card.who, "quiet", wrap=True))
        inner.addStretch(1)
        inner.addSpacing(10)
        foot = row(space=12)
        progress = ngettext("{done} of {n} question ready", "{done} of {n} questions ready", card.total).format(
            done=card.done, n=card.total
        )
        if card.kind:
            ring = Ring(look)
            ring.show_part(card.done, card.started, card.total, progress)
            foot.addWidget(ring)
            words = column(space=2)
            words.addWidget(label(progress, "small"))
            words.addLayout(_blocking_line(look, card))
            foot.addLayout(words, 1)
            self.outcome = button(came_of_it or _("Outcome …"), "link", _("Enter who won, the score, what was said"))
            self.outcome.setAccessibleName(_("Outcome of {title}").format(title=card.title))
            self.outcome.clicked.connect(self._outcome)
            foot.addWidget(self.outcome, 0, Qt.AlignmentFlag.AlignBottom)
        inner.addLayout(foot)
        self.setAccessibleName(", ".join(part for part in (card.title, card.who, due, progress) if part))
        self.setMinimumHeight(look.px(196))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def _open(self) -> None:
        if self.card.kind:
            self.opened.emit(self.card.path)

    def _outcome(self) -> None:
        self.outcome_wanted.emit(self.card.path)


def _soon(left: int | None) -> bool:
    return left is not None and 0 <= left <= SOON_DAYS


def _blocking_line(look: Look, card: Card) -> QHBoxLayout:
    line = row(space=4)
    mark = QLabel()
    if card.blocking is None:
        words = label(_("Checking …"), "small")
    elif card.blocking:
        look.dress(mark, "warning-octagon", "block", 15)
        words = label(
            ngettext("{n} blocks a final pack", "{n} block a final pack", card.blocking).format(n=card.blocking),
            "small",
            tone="block",
        )
    else:
        look.dress(mark, "check-circle", "good", 15)
        words = label(_("Nothing blocks a final pack"), "small", tone="good")
    if card.blocking is not None:
        line.addWidget(mark)
    line.addWidget(words, 1)
    return line


class PacksPlace(QWidget):
    """All packs of the workspace."""

    sheet_wanted = Signal(str)
    verify_wanted = Signal()
    folder_wanted = Signal(object)  # Path
    document_wanted = Signal(object)  # Path of a buyer's document, or None

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self.setAccessibleName(_("Packs"))
        outer = column(self, space=0)
        self.head = Head(_("Packs"))
        self.new = button(_("New pack"), "primary", _("Start a tender response or an inspection narrative (Ctrl+N)"))
        look.dress(self.new, "plus", "on_accent")
        self.more = button(_("More …"), "quiet", _("Build several packs, or verify one that was built"))
        self.more.setAccessibleName(_("More to do with packs"))
        menu = QMenu(self.more)
        self.several_action = menu.addAction(_("Build &several packs …"))
        self.verify_action = menu.addAction(_("&Verify a built pack …"))
        self._menu = menu
        self.head.line.addWidget(self.more)
        self.head.line.addWidget(self.new)
        outer.addWidget(self.head)
        body = QWidget()
        inner = column(body, margin=24, space=16)
        self.panel: NewPack | None = None
        self.several: BuildSeveral | None = None
        self.outcome: OutcomePanel | None = None
        self._desk: LedgerDesk | None = None
        self._inner = inner
        self.grid = CardGrid(look)
        self.empty = Empty(
            look,
            "files",
            _("No packs yet"),
            _("A pack is one tender or one inspection: its questions, and the evidence and stories that answer them."),
            _("New pack"),
        )
        inner.addWidget(self.grid)
        inner.addWidget(self.empty)
        self.glance: Glance | None = None
        inner.addStretch(1)
        self._scroll = scrolled(body)
        outer.addWidget(self._scroll, 1)
        self.empty.hide()
        self.new.clicked.connect(self.start_new)
        self.empty.acted.connect(self.start_new)
        self.more.clicked.connect(self._show_more)
        self.several_action.triggered.connect(self.start_several)
        self.verify_action.triggered.connect(self.verify_wanted)
        session.cards_changed.connect(self._show_cards)
        session.workspace_changed.connect(self._show_cards)
        session.index_ready.connect(self._show_glance)
        look.changed.connect(self._show_cards)

    def _show_glance(self) -> None:
        """Made once the library can be searched: the packs themselves come first."""
        if self.glance is None:
            from alongside.ui.glance import Glance  # noqa: PLC0415 - not needed to start

            self.glance = Glance(self._session)
            self.glance.sheet_wanted.connect(self.sheet_wanted)
            self._inner.insertWidget(self._inner.count() - 1, self.glance)
        self.glance.refresh()

        if self._desk is None:
            from alongside.ui.ledger_desk import desk_of  # noqa: PLC0415 - not needed to start

            self._desk = desk_of(self._session)
            self._desk.changed.connect(self._show_cards)
        self._desk.refresh()

    def _came_of(self, card: Card) -> str:
        """What is on record of a pack, in a word or two."""
        found = self._desk.ledger.outcome(card.id) if self._desk is not None and card.id else None
        if found is None:
            return ""
        from alongside.ui.uses_view import RESULTS, score_text  # noqa: PLC0415 - only where there is an outcome

        said = [RESULTS[found.result][2]] if found.result else []
        return ", ".join([*said, *([score_text(found)] if found.score is not None else [])])

    def enter_outcome(self, path: Path) -> None:
        """Open the panel for what came of a pack."""
        from alongside.packs.pack import load_pack  # noqa: PLC0415
        from alongside.ui.ledger_desk import desk_of  # noqa: PLC0415
        from alongside.ui.outcome_panel import OutcomePanel  # noqa: PLC0415

        try:
            pack = load_pack(path)
        except AlongsideError as error:
            self._session.trouble.emit(error)
            return
        if self.outcome is None:
            self.outcome = OutcomePanel(self._look, desk_of(self._session))
            self.outcome.closed.connect(self.outcome.hide)
            self._inner.insertWidget(0, self.outcome)
        self.outcome.open_for(pack)
        self._scroll.verticalScrollBar().setValue(0)

    def start_new(self) -> None:
        """Open the panel for a new pack; it is made when it is first asked for."""
        if self.panel is None:
            from alongside.ui.new_pack import NewPack  # noqa: PLC0415 - not needed to start

            self.panel = NewPack(self._look)
            self.panel.closed.connect(self.panel.hide)
            self.panel.wanted.connect(self._create)
            self.panel.document_wanted.connect(self._read_document)
            self._inner.insertWidget(0, self.panel)
        try:
            self.panel.offer(self._session)
        except AlongsideError as error:
            self._session.trouble.emit(error)

    def _read_document(self) -> None:
        if self.panel is not None:
            self.panel.hide()
        self.document_wanted.emit(None)

    def _show_more(self) -> None:
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def start_several(self) -> None:
        """Open the panel that builds several packs; it is made when it is first asked for."""
        if self.several is None:
            from alongside.ui.build_several import BuildSeveral  # noqa: PLC0415 - not needed to start

            self.several = BuildSeveral(self._look, self._session)
            self.several.closed.connect(self.several.hide)
            self.several.folder_wanted.connect(self.folder_wanted)
            self._inner.insertWidget(0, self.several)
        self.several.offer()

    def _create(self, recipe_name: str, title: str, services: tuple[str, ...], framework: str) -> None:
        from alongside.packs.recipes import load_recipe  # noqa: PLC0415 - not needed to start
        from alongside.packs.starting import new_pack  # noqa: PLC0415

        session = self._session
        if session.workspace is None or session.known is None:
            return
        try:
            recipe = load_recipe(session.workspace.recipes, recipe_name)
        except AlongsideError as error:
            session.trouble.emit(error)
            return
        example = session.known.library.is_example
        pack = new_pack(recipe, title, services, framework, session.today, example=example)
        if session.create_pack(pack) and self.panel is not None:
            self.panel.hide()

    def _show_cards(self) -> None:
        cards = self._session.cards
        self.several_action.setEnabled(sum(1 for card in cards if card.kind) > 1)
        made = []
        for card in cards:
            shown = PackCard(self._look, card, self._session.today, self._came_of(card))
            shown.opened.connect(self._session.open_pack)
            shown.outcome_wanted.connect(self.enter_outcome)
            made.append(shown)
        self.grid.show_cards(made)
        self.grid.setVisible(bool(made))
        self.empty.setVisible(not made and self._session.known is not None)
        workspace = self._session.workspace
        where = workspace.folder.name if workspace else ""
        self.head.about.set_whole(
            ngettext("{n} pack in {where}", "{n} packs in {where}", len(cards)).format(n=len(cards), where=where)
        )
