"""What stands beside a row of the library: the row itself, where it went, and its files; one at a time."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from alongside.i18n import _
from alongside.library.records import Record
from alongside.ui.ledger_desk import desk_of
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.uses_view import UsesView
from alongside.ui.widgets import Segments, column

ROW, USES = "row", "uses"


class RecordSides(QWidget):
    """`record` is whatever shows or edits the row; the others are made when they are first looked at."""

    def __init__(self, look: Look, session: Session, record: QWidget) -> None:
        super().__init__()
        self._look, self._session = look, session
        self.desk = desk_of(session)
        self._shown: Record | None = None
        inner = column(self, space=8)
        self.choice = Segments(_("Show"), ((ROW, _("Record")), (USES, _("Where it went"))))
        self.choice.choose(ROW)
        inner.addWidget(self.choice)
        self._stack = QStackedWidget()
        self._stack.addWidget(record)
        inner.addWidget(self._stack, 1)
        self.uses: UsesView | None = None
        self.choice.chosen.connect(self.show_side)
        self.desk.changed.connect(self._count)
        session.index_ready.connect(self.desk.refresh)
        session.cards_changed.connect(self.desk.refresh)

    def show_record(self, record: Record | None) -> None:
        """Another row, or none."""
        self._shown = record
        self.choice.setVisible(record is not None)
        if self.uses is not None:
            self.uses.show_ref(record.ref if record else "")
        if self.isVisible():
            self.desk.refresh()
        self._count()

    def show_side(self, key: str) -> None:
        """The row or where it went."""
        if key == USES and self.uses is None:
            self.uses = UsesView(self._look, self._session, self.desk)
            self.uses.show_ref(self._shown.ref if self._shown else "")
            self._stack.addWidget(self.uses)
        self._stack.setCurrentIndex(0)
        if key == USES and self.uses is not None:
            self._stack.setCurrentWidget(self.uses)
        self.choice.choose(key)

    def show_row(self) -> None:
        """The row itself, as when one is written."""
        self.show_side(ROW)

    def _count(self) -> None:
        if self._shown is None:
            return
        packs = {use.pack for use in self.desk.uses_of(self._shown.ref)}
        words = _("Where it went ({n})").format(n=len(packs)) if packs else _("Where it went")
        self.choice.rename({USES: words})
