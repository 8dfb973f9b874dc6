"""What stands beside a row of the library: the row, where it went, its files, its history; one at a time."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from alongside.i18n import _
from alongside.library.files.cited import files_of
from alongside.library.records import Record
from alongside.ui.ledger_desk import desk_of
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.uses_view import UsesView
from alongside.ui.widgets import Segments, column

if TYPE_CHECKING:
    from alongside.ui.files_view import FilesView
    from alongside.ui.history_view import HistoryView
    from alongside.ui.neighbour_view import NeighbourView

ROW, USES, FILES, HISTORY, KNOWN = "row", "uses", "files", "history", "known"
TOLD = frozenset({"evidence", "stories", "answers", "metrics"})  # sheets whose rows have a history
CITING = frozenset({"evidence", "stories", "training"})  # sheets with a column for files


class RecordSides(QWidget):
    """`record` is whatever shows or edits the row; the others are made when they are first looked at."""

    def __init__(self, look: Look, session: Session, record: QWidget) -> None:
        super().__init__()
        self._look, self._session = look, session
        self.desk = desk_of(session)
        self._shown: Record | None = None
        self._side = ROW
        inner = column(self, space=8)
        sides = (
            (ROW, _("Record")),
            (USES, _("Where it went")),
            (FILES, _("Files")),
            (HISTORY, _("History")),
            (KNOWN, _("Risk")),
        )
        self.choice = Segments(_("Show"), sides)
        self.choice.choose(ROW)
        inner.addWidget(self.choice)
        self._stack = QStackedWidget()
        self._stack.addWidget(record)
        inner.addWidget(self._stack, 1)
        self.uses: UsesView | None = None
        self.files: FilesView | None = None
        self.history: HistoryView | None = None
        self.known: NeighbourView | None = None
        self.choice.chosen.connect(self.show_side)
        self.desk.changed.connect(self._count)
        session.index_ready.connect(self.desk.refresh)
        session.cards_changed.connect(self.desk.refresh)

    def show_record(self, record: Record | None) -> None:
        """Another row, or none."""
        self._shown = record
        self.choice.setVisible(record is not None)
        cites = record is not None and record.sheet in CITING
        self.choice.show_choice(FILES, cites)
        if self._side == FILES and not cites:
            self.show_row()
        told = record is not None and record.sheet in TOLD
        self.choice.show_choice(HISTORY, told)
        if self._side == HISTORY and not told:
            self.show_row()
        story = record is not None and record.sheet == "stories"
        self.choice.show_choice(KNOWN, story)
        if self._side == KNOWN and not story:
            self.show_row()
        if self.known is not None:
            self.known.show_record(record)
        if self.history is not None:
            self.history.show_record(record)
        if self.uses is not None:
            self.uses.show_ref(record.ref if record else "")
        if self.files is not None:
            self.files.show_record(record)
        if self.isVisible():
            self.desk.refresh()
        self._count()

    def show_side(self, key: str) -> None:
        """The row, where it went, or its files."""
        self._side = key
        if key == USES and self.uses is None:
            self.uses = UsesView(self._look, self._session, self.desk)
            self.uses.show_ref(self._shown.ref if self._shown else "")
            self._stack.addWidget(self.uses)
        if key == FILES and self.files is None:
            from alongside.ui.files_view import FilesView  # noqa: PLC0415 - seldom looked at

            self.files = FilesView(self._look, self._session)
            self.files.show_record(self._shown)
            self._stack.addWidget(self.files)
        if key == HISTORY and self.history is None:
            from alongside.ui.history_view import HistoryView  # noqa: PLC0415 - seldom looked at

            self.history = HistoryView(self._look, self._session)
            self.history.show_record(self._shown)
            self._stack.addWidget(self.history)
        if key == KNOWN and self.known is None:
            from alongside.ui.neighbour_view import NeighbourView  # noqa: PLC0415 - seldom looked at

            self.known = NeighbourView(self._session)
            self.known.show_record(self._shown)
            self._stack.addWidget(self.known)
        shown = {USES: self.uses, FILES: self.files, HISTORY: self.history, KNOWN: self.known}.get(key)
        if shown is None:
            self._stack.setCurrentIndex(0)
        else:
            self._stack.setCurrentWidget(shown)
        self.choice.choose(key)

    def show_row(self) -> None:
        """The row itself, as when one is written."""
        self.show_side(ROW)

    def _count(self) -> None:
        if self._shown is None:
            return
        packs = {use.pack for use in self.desk.uses_of(self._shown.ref)}
        n = len(files_of(self._shown))
        self.choice.rename(
            {
                USES: _("Where it went ({n})").format(n=len(packs)) if packs else _("Where it went"),
                FILES: _("Files ({n})").format(n=n) if n else _("Files"),
            }
        )
