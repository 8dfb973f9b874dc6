"""The Library place: filters on the left, what was found, and one row in full on the right."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from alongside.findings import Finding, Level, tally
from alongside.i18n import _, ngettext
from alongside.library.editing.takeback import places_of
from alongside.library.records import Record
from alongside.ui.find_pane import FindPane
from alongside.ui.findings_view import FindingsView
from alongside.ui.libraries import Libraries
from alongside.ui.library_panes import LibraryPanes
from alongside.ui.look import Look
from alongside.ui.new_names import NEW, sheet_for
from alongside.ui.record_pane import RecordPane
from alongside.ui.record_sides import RecordSides
from alongside.ui.record_view import RecordView
from alongside.ui.session import Session
from alongside.ui.widgets import Head, button, chip, column, frame

HEAD_PX = 1_100  # width from which the buttons of the head have room for their words, at 100 % text


class LibraryPlace(QWidget):
    """Everything the workbook says, to search, filter and read."""

    health_wanted = Signal()
    bring_in_wanted = Signal(object)  # the path of a file that was dropped here; None: none yet

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._stale = True
        self.setAccessibleName(_("Library"))
        outer = column(self, space=0)
        self.head = Head(_("Library"))
        self.found = chip("")
        self.found.setCheckable(True)
        self.found.setToolTip(_("What reading the workbook found"))
        self.found.toggled.connect(self.show_findings)
        self.head.line.addWidget(self.found)
        self.health = button(_("Health"), "quiet", _("What is due, thin, said twice or unused (Ctrl+6)"))
        look.dress(self.health, "heartbeat")
        self.health.clicked.connect(self.health_wanted)
        self.head.line.addWidget(self.health)
        self.bring_in = button(_("Bring in …"), "quiet", _("Bring in a spreadsheet, or drop one here (Ctrl+I)"))
        look.dress(self.bring_in, "download-simple")
        self.bring_in.clicked.connect(self._bring_in)
        self.setAcceptDrops(True)
        self.head.line.addWidget(self.bring_in)
        self.new = button(NEW[sheet_for("")], "", _("Add a record to this sheet (Ctrl+Shift+N)"))
        look.dress(self.new, "plus", "quiet", 16)
        self.head.line.addWidget(self.new)
        self.again = button(_("Read again"), "quiet", _("Read the workbook again, after a change in Excel (F5)"))
        look.dress(self.again, "arrow-clockwise")
        self.head.line.addWidget(self.again)
        outer.addWidget(self.head)
        self.detail = RecordView(look)
        self.pane = RecordPane(look, session, self.detail)
        outer.addWidget(self.pane.banner)
        self.find_pane = FindPane(look, session)
        self.search, self.results = self.find_pane.box, self.find_pane.results
        self.model, self.table = self.results.model, self.results.table
        panes = LibraryPanes(look, self.find_pane, self._detail())
        outer.addWidget(panes, 1)
        self.libraries = Libraries(look, session, (panes, self.found, self.bring_in, self.new, self.again))
        self.head.line.insertWidget(self.head.line.indexOf(self.bring_in), self.libraries.button)
        outer.addWidget(self.libraries, 1)
        self._quiet = tuple(
            (part, part.text()) for part in (self.health, self.libraries.button, self.bring_in, self.again)
        )
        self.find_pane.moved.connect(self._show_detail)
        self.again.clicked.connect(session.read_library)
        self.new.clicked.connect(self.add_record)
        self.pane.record_wanted.connect(self._record_wanted)
        session.library_changed.connect(self._library_changed)
        session.cards_changed.connect(self._show_detail)
        look.changed.connect(self._library_changed)
        look.changed.connect(self._fit_head)

    def _detail(self) -> QWidget:
        side = frame("aside")
        inner = column(side)
        inner.setContentsMargins(20, 16, 8, 16)
        self.findings = FindingsView(self._look)
        self.findings.gone_to.connect(self._go_to)
        self._sides = QStackedWidget()
        self.sides = RecordSides(self._look, self._session, self.pane)
        self.pane.came_forward.connect(self._bring_pane_forward)
        self._sides.addWidget(self.sides)
        self._sides.addWidget(self.findings)
        inner.addWidget(self._sides)
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """Where there is no room for their words, the quiet buttons show their icons alone."""
        narrow = self.width() < self._look.px(HEAD_PX)
        for part, words in self._quiet:
            part.setText("" if narrow else words)

    # --- what is shown ------------------------------------------------------------------------------------------

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self._library_changed()

    def _library_changed(self) -> None:
        """A hidden place fills itself when it is shown: the window opens sooner."""
        self._stale = not self.isVisible()
        known = self._session.known
        if self._stale or known is None:
            return
        library = known.library
        self.head.about.set_whole(
            ngettext("{name}, {n:,} row", "{name}, {n:,} rows", sum(map(len, library.records.values()))).format(
                name=library.name, n=sum(map(len, library.records.values()))
            )
        )
        self.findings.show_findings(library.findings)
        counted_levels = tally(library.findings)
        to_see = counted_levels[Level.BLOCK] + counted_levels[Level.WARN]
        self.found.setText(ngettext("{n} finding", "{n} findings", to_see).format(n=to_see))
        self.found.setAccessibleName(self.found.text())
        self.find_pane.refresh()

    def clear_filters(self) -> None:
        """All rows of the sheet again."""
        self.find_pane.clear()

    def refresh(self) -> None:
        """Show the rows that have the words and the filters."""
        self.find_pane.refresh()

    def show_ref(self, ref: str) -> None:
        """Find a row by its id and show it."""
        known = self._session.known
        record = known.library.get(ref) if known else None
        if record is not None:
            self.show_record(record)

    def show_record(self, record: Record) -> None:
        """Show a row among those of its sheet."""
        if self._stale:
            self._library_changed()
        self.find_pane.show_record(record)
        self._show_detail()

    def show_sheet(self, sheet: str) -> None:
        """Show another sheet; "" is all."""
        self.find_pane.show_sheet(sheet)

    def show_findings(self, shown: bool) -> None:
        """What reading the workbook found, in place of the row in full."""
        self.found.setChecked(shown)
        self._sides.setCurrentIndex(1 if shown else 0)

    def _bring_pane_forward(self) -> None:
        """The row's pane has something to ask: neither the findings nor its files stay in front of it."""
        self.show_findings(False)
        self.sides.show_row()

    def _go_to(self, finding: Finding) -> None:
        record = self._session.record_of(finding)
        if record is not None:
            self.show_record(record)

    def _show_detail(self) -> None:
        record = self.results.current()
        standing = self._session.edits.standing
        self.results.model.show_waiting({key for entry in standing.open for key in places_of(entry)})
        self.new.setText(NEW[sheet_for(self.find_pane.sheet)])
        self.new.setAccessibleName(self.new.text())
        self.pane.show_record(record, self._session.uses_of(record.ref) if record is not None else ())
        self.sides.show_record(record)

    def add_record(self) -> None:
        """Write a new record of the sheet that is shown."""
        self.show_findings(False)
        self.pane.add(sheet_for(self.find_pane.sheet))

    def _record_wanted(self, sheet: str, ref: str) -> None:
        """Show a row that an edit is about; a new one is shown once the library has it."""
        known = self._session.known
        record = known.library.record_at(sheet, ref) if known else None
        if record is None or record == self.results.current():
            self._show_detail()
        elif record in self.results.records():
            self.results.select(record)
        else:
            self.show_record(record)

    # --- bringing in --------------------------------------------------------------------------------------------

    def _bring_in(self) -> None:
        self.bring_in_wanted.emit(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from alongside.ui.bring_in import dropped  # noqa: PLC0415 - seldom used

        if dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from alongside.ui.bring_in import dropped  # noqa: PLC0415

        path = dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.bring_in_wanted.emit(path)
