"""Changes that somebody else's change stands against: both values side by side, and the choice."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from alongside.i18n import _
from alongside.library.editing.applying import Clash
from alongside.library.editing.changes import Value, empty
from alongside.library.editing.journal import Entry, State
from alongside.ui.flow import Flow
from alongside.ui.look import Look
from alongside.ui.widgets import button, clear, column, frame, label, row, scrolled
from alongside.ui.wording import label_of, value_text


def in_words(value: Value) -> str:
    """A value as the two sides show it."""
    return _("nothing") if empty(value) else value_text(value)


class ClashView(QWidget):
    """Every change that clashes or cannot be written, each with what to do about it."""

    chosen = Signal(str, bool)  # the edit's id, and whether mine is to be written
    all_chosen = Signal(bool)  # the same choice for every one of them
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(_("Changes to decide"))
        outer = column(self, space=8)
        head = row(space=8)
        self.title = label(_("Changes to decide"), "heading")
        head.addWidget(self.title, 1)
        back = button(_("Back"), "quiet")
        back.clicked.connect(self.left)
        head.addWidget(back)
        outer.addLayout(head)
        outer.addWidget(
            label(
                _("You and somebody else changed the same cells. Nothing is lost; choose what stays."),
                "quiet",
                wrap=True,
            )
        )
        self._all = QWidget()
        line = Flow(self._all, space=8)
        self.all_mine = button(_("Use mine for all"))
        self.all_theirs = button(_("Keep theirs for all"))
        self.all_mine.clicked.connect(self._all_of_mine)
        self.all_theirs.clicked.connect(self._all_of_theirs)
        line.addWidget(self.all_mine)
        line.addWidget(self.all_theirs)
        outer.addWidget(self._all)
        body = QWidget()
        self._cards = column(body, space=12)
        self._cards.setContentsMargins(0, 4, 12, 12)
        outer.addWidget(scrolled(body), 1)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these edits."""
        clear(self._cards)
        self._all.setVisible(sum(entry.state is State.CONFLICT for entry in entries) > 1)
        for entry in entries:
            self._cards.addWidget(self._card(entry))
        self._cards.addStretch(1)

    def _card(self, entry: Entry) -> QWidget:
        card = frame("panel")
        inner = column(card, margin=14, space=8)
        gone = any(not clash.row for clash in entry.clashes)
        for clash in entry.clashes:
            inner.addWidget(self._sides(clash))
        if entry.state is State.REFUSED:
            inner.addWidget(label(entry.reason, wrap=True))
        line = row(space=8)
        if entry.state is State.CONFLICT and not gone:
            mine = button(_("Use mine"), "primary")
            mine.setProperty("edit", entry.edit.id)
            mine.clicked.connect(self._mine)
            line.addWidget(mine)
        theirs = button(_("Keep theirs") if entry.state is State.CONFLICT and not gone else _("Let mine go"))
        theirs.setProperty("edit", entry.edit.id)
        theirs.clicked.connect(self._theirs)
        line.addWidget(theirs)
        line.addStretch(1)
        inner.addLayout(line)
        return card

    def _sides(self, clash: Clash) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        place = f"{clash.ref or clash.sheet}  ·  {label_of(clash.heading)}"
        grid.addWidget(label(place, "strong", wrap=True), 0, 0, 1, 2)
        theirs = in_words(clash.theirs) if clash.row else _("The record is no longer there.")
        for at, (caption, words, tone) in enumerate(
            ((_("Yours"), in_words(clash.mine), "good"), (_("In the workbook now"), theirs, "info"))
        ):
            side = frame("note", tone=tone)
            side.setAccessibleName(f"{caption}: {words}")
            inside = column(side, margin=10, space=4)
            inside.addWidget(label(caption, "caps", wrap=True))
            inside.addWidget(label(words, wrap=True))
            inside.addStretch(1)
            grid.addWidget(side, 1, at)
            grid.setColumnStretch(at, 1)
        return made

    def _mine(self) -> None:
        self._choose(True)

    def _theirs(self) -> None:
        self._choose(False)

    def _all_of_mine(self) -> None:
        self.all_chosen.emit(True)

    def _all_of_theirs(self) -> None:
        self.all_chosen.emit(False)

    def _choose(self, mine: bool) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("edit")), mine)
