"""The page for bringing in a spreadsheet: its tables, where each column goes, what would arrive, what to look at."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QSplitter, QStackedWidget, QWidget

from alongside.errors import AlongsideError
from alongside.findings import Finding, Level, tally
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.records import BY_SHEET, COLUMNS
from alongside.library.taking_in.mapping import SourceMap, TableMap, Treatment
from alongside.library.taking_in.meanings import Meanings
from alongside.library.taking_in.report import Prepared
from alongside.ui import bring_in_work as work
from alongside.ui.ask import Ask
from alongside.ui.bring_in_columns import ColumnsView
from alongside.ui.bring_in_preview import ArrivalPreview
from alongside.ui.bring_in_values import ValuesView
from alongside.ui.findings_view import FindingsView
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import Banner, Elided, Empty, Head, button, column, frame, label, row, scrolled
from alongside.ui.wording import SHEETS

LOOK_AFTER_MS = 150
NAMES = " ".join(f"*{kind}" for kind in work.ALL_KINDS)


def can_be_brought(path: Path) -> bool:
    """Whether a dropped file is of a kind that can be brought in."""
    return path.suffix.lower() in work.ALL_KINDS


class BringInPlace(QWidget):
    """One page, not a wizard: everything is in sight, and nothing is written until “Bring in” is pressed."""

    left = Signal()  # back to the library
    done = Signal(str)  # the sheet that got most rows

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._look, self._session, self._ask = look, session, ask
        self.opened: work.Opened | None = None
        self.mapping: SourceMap | None = None
        self.prepared: Prepared | None = None
        self.meanings: tuple[Mapping[int, Meanings], ...] = ()  # of each table, by column
        self._codes: Path | None = None
        self._at = 0  # the table in sight
        self._wish = 0  # counts up with each change of the map; an answer to an older one is dropped
        self._edit = ""  # what can be taken back
        self.setAccessibleName(_("Bring in a spreadsheet"))
        self.setAcceptDrops(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AFTER_MS)
        self._timer.timeout.connect(self._look_ahead)
        outer = column(self, space=0)
        outer.addWidget(self._top())
        self.banner = Banner(look)
        self.banner.acted.connect(self._banner_acted)
        held = column()
        held.setContentsMargins(24, 8, 24, 0)
        held.addWidget(self.banner)
        outer.addLayout(held)
        self._stack = QStackedWidget()
        self.empty = Empty(
            look,
            "table",
            _("Bring in what you have"),
            _(
                "Choose a spreadsheet, or drop it here: .xlsx, .xls, .ods or .csv, with headings of its own. Answers "
                "of past tenders come out of Word files. Nothing is changed until you have seen what would arrive."
            ),
            _("Choose a file …"),
        )  # fmt: skip
        self.empty.acted.connect(self.choose_file)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._panes())
        outer.addWidget(self._stack, 1)
        session.workspace_changed.connect(self._forget)

    # --- parts --------------------------------------------------------------------------------------------------

    def _top(self) -> QWidget:
        self.head = Head(_("Bring in a spreadsheet"))
        self.back = button(_("Library"), "quiet", _("Back to the library"))
        self._look.dress(self.back, "arrow-left")
        self.head.line.insertWidget(0, self.back)
        self.choose = button(_("Choose a file …"))
        self._look.dress(self.choose, "folder-open", "text")
        self.remember = button(_("Remember this mapping"), "", _("Next month’s file is then mapped at once"))
        self.bring = button(_("Bring in"), "primary")
        self._look.dress(self.bring, "download-simple", "on_accent")
        self.head.line.addWidget(self.choose)
        self.head.line.addWidget(self.bring)
        self.remember.setEnabled(False)
        self.bring.setEnabled(False)
        self.back.clicked.connect(self.left)
        self.choose.clicked.connect(self.choose_file)
        self.remember.clicked.connect(self._remember)
        self.bring.clicked.connect(self._bring)
        return self.head

    def _panes(self) -> QWidget:
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        panes.addWidget(self._tables())
        panes.addWidget(self._columns())
        panes.addWidget(self._arriving())
        panes.setStretchFactor(1, 5)
        panes.setStretchFactor(2, 4)
        panes.setSizes([210, 600, 520])
        return panes

    def _tables(self) -> QWidget:
        side = frame("side")
        inner = column(side, space=8)
        inner.setContentsMargins(12, 16, 8, 12)
        inner.addWidget(label(_("Tables found"), "caps"))
        self.tables = QListWidget()
        self.tables.setAccessibleName(_("Tables found in the file"))
        self.tables.setWordWrap(True)
        self.tables.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tables.currentRowChanged.connect(self._table_chosen)
        inner.addWidget(self.tables, 1)
        side.setMinimumWidth(min(200, self._look.px(150)))
        return side

    def _columns(self) -> QWidget:
        middle = QWidget()
        inner = column(middle, space=0)
        head = column(space=8)
        head.setContentsMargins(16, 16, 16, 12)
        line = row(space=12)
        line.addWidget(label(_("These rows are"), "strong"))
        self.sheet = _chooser(_("The sheet these rows go to"))
        self.sheet.addItem(_("not brought in"), "")
        for name in COLUMNS:
            self.sheet.addItem(SHEETS.get(name, name), name)
        self.sheet.activated.connect(self._sheet_chosen)
        line.addWidget(self.sheet, 1)
        self.of = label(_("of"), "strong")
        line.addWidget(self.of)
        self.service = _chooser(_("The service these rows are about"))
        self.service.activated.connect(self._service_chosen)
        line.addWidget(self.service, 1)
        head.addLayout(line)
        self.why = Elided("", "small")
        head.addWidget(self.why)
        inner.addLayout(head)
        inner.addWidget(frame("rule"))
        self.columns = ColumnsView(self._look)
        self.columns.picked.connect(self._column_chosen)
        self._area = scrolled(self.columns)
        self._area.setAccessibleName(_("Where each column goes"))
        self.columns.values_wanted.connect(self._values_wanted)
        self.values = ValuesView(self._look)
        self.values.picked.connect(self._value_chosen)
        self.values.left.connect(self._values_left)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._area)
        self._middle.addWidget(self.values)
        inner.addWidget(self._middle, 1)
        foot = frame("foot")
        last = row(foot)
        last.setContentsMargins(16, 8, 16, 8)
        last.addWidget(self.remember)
        last.addStretch(1)
        inner.addWidget(foot)
        middle.setMinimumWidth(min(440, self._look.px(340)))
        return middle

    def _arriving(self) -> QWidget:
        side = frame("aside")
        inner = column(side, space=0)
        across = QSplitter(Qt.Orientation.Vertical)
        across.setChildrenCollapsible(False)
        across.setHandleWidth(1)
        self.preview = ArrivalPreview(self._look)
        self.preview.clear_chosen.connect(self._emptied_chosen)
        self.findings = FindingsView(self._look, content=_("Every cell of the file has its place."))
        self.findings.gone_to.connect(self._go_to)
        below = QWidget()
        box = column(below, space=0)
        box.setContentsMargins(16, 12, 8, 8)
        box.addWidget(self.findings)
        across.addWidget(self.preview)
        across.addWidget(below)
        across.setSizes([420, 330])
        inner.addWidget(across)
        side.setMinimumWidth(min(320, self._look.px(260)))
        return side

    # --- opening a file -----------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a file and open it."""
        names = f"{_('Spreadsheets and Word files')} ({NAMES})"
        path = self._ask.file(_("Bring in a spreadsheet"), Path.home(), names)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read a file and show what is in it."""
        workspace = self._session.workspace
        if workspace is None:
            return
        self.banner.hide()

        def read(control: JobControl) -> work.Opened:
            return work.open_file(path, workspace, control)

        self._start(_("Reading {name}").format(name=path.name), read, self._file_read)

    def _file_read(self, opened: work.Opened) -> None:
        self.opened, self.mapping, self.prepared, self._edit = opened, opened.mapping, None, ""
        self.meanings = ()
        self._codes = None
        self.head.about.set_whole(opened.name)
        self._stack.setCurrentIndex(1)
        self.tables.blockSignals(True)
        self.tables.clear()
        for at, _table in enumerate(opened.tables):
            self.tables.addItem(QListWidgetItem(self._table_words(at)))
        if opened.answers is not None:
            n = len(opened.answers.answers)
            said = ngettext("{n} answer", "{n} answers", n).format(n=n)
            self.tables.addItem(QListWidgetItem(f"{opened.name}\n{said}"))
        self.tables.blockSignals(False)
        used = [at for at, table in enumerate(opened.mapping.tables) if table.to]
        self.tables.setCurrentRow(used[0] if used else 0)
        self._table_chosen(self.tables.currentRow())
        self.remember.setEnabled(bool(opened.tables))
        if opened.remembered:
            said = _("This file is mapped as you remembered it under “{name}”.").format(name=opened.remembered)
            self.banner.say(said, "info")
        self._look_ahead()

    def _table_words(self, at: int) -> str:
        assert self.opened is not None
        assert self.mapping is not None
        table, told = self.opened.tables[at], self.mapping.tables[at]
        n = len(table.rows)
        rows = ngettext("{n:,} row", "{n:,} rows", n).format(n=n)
        goes = SHEETS.get(told.to, told.to) if told.to else _("not brought in")
        return f"{table.sheet}\n{table.place} · {rows}\n→ {goes}"

    # --- the map ------------------------------------------------------------------------------------------------

    @property
    def _told(self) -> TableMap | None:
        if self.mapping is None or not 0 <= self._at < len(self.mapping.tables):
            return None
        return self.mapping.tables[self._at]

    def _table_chosen(self, at: int) -> None:
        self._at = max(0, at)
        self._middle.setCurrentWidget(self._area)
        self._show_table()
        self._show_meanings()
        self._show_preview()

    def _show_table(self) -> None:
        opened, told = self.opened, self._told
        if opened is None or told is None:
            return
        word = opened.source is None
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(told.to)))
        self.sheet.setEnabled(not word)
        self.why.set_whole(_("The answers arrive as drafts, with their questions.") if word else self._reason(told))
        if word:
            self.columns.clear()
        else:
            self.columns.show_table(opened.tables[self._at], told)
        self._show_service(told)

    def _reason(self, told: TableMap) -> str:
        parts = [told.reason] if told.reason else []
        if told.to and told.key:
            parts.append(_("told apart by {key}").format(key=", ".join(told.key)))
        elif told.to:
            parts.append(_("no column tells its rows apart: a changed row will count as a new one"))
        said = "; ".join(parts)
        return said[:1].upper() + said[1:]

    def _show_service(self, told: TableMap) -> None:
        assert self.opened is not None
        mapped = any(column_.to == "service_id" for column_ in told.columns)
        wanted = bool(told.to) and not mapped and told.to != "services" and bool(self.opened.target.services)
        self.of.setVisible(wanted)
        self.service.setVisible(wanted)
        self.service.clear()
        self.service.addItem(_("no service yet"), "")
        self.service.addItem(_("the whole provider"), "ALL")
        for code, name in self.opened.target.services.items():
            self.service.addItem(name or code, code)
        self.service.setCurrentIndex(max(0, self.service.findData(dict(told.fixed).get("service_id", ""))))

    def _sheet_chosen(self, _index: int) -> None:
        if self.opened is None or self.mapping is None or self.opened.source is None:
            return
        self.mapping = work.with_sheet(self.opened, self.mapping, self._at, str(self.sheet.currentData() or ""))
        self.meanings = ()
        self._middle.setCurrentWidget(self._area)
        self._map_changed()
        self._show_table()

    def _service_chosen(self, _index: int) -> None:
        if self.mapping is not None:
            value = str(self.service.currentData() or "")
            self.mapping = work.with_fixed(self.mapping, self._at, "service_id", value)
            self._map_changed()

    def _column_chosen(self, at: int, treatment: str, to: str) -> None:
        if self.mapping is None or self.opened is None:
            return
        wanted = Treatment(treatment)
        if wanted is Treatment.PERSON_CODES and self._codes is None and not self._ask_codes():
            told = self._told
            if told is not None:
                self.columns.update_table(told)  # the user thought better of it
            return
        self.mapping = work.with_column(self.mapping, self._at, at, wanted, to)
        told = self._told
        if told is not None:
            self.columns.update_table(told)
            self._show_service(told)
        self._map_changed()

    # --- what the cells of a column mean ------------------------------------------------------------------------

    def _show_meanings(self) -> None:
        found = self.meanings[self._at] if self._at < len(self.meanings) else {}
        self.columns.show_meanings(found)
        at = self.values.at
        if self._middle.currentWidget() is self.values and at in found:
            self._show_values(at)

    def _values_wanted(self, at: int) -> None:
        self._show_values(at)
        self._middle.setCurrentWidget(self.values)
        self.values.back.setFocus()

    def _show_values(self, at: int) -> None:
        told, opened = self._told, self.opened
        if told is not None and opened is not None and self._at < len(self.meanings):
            found = self.meanings[self._at].get(at)
            if found is not None:
                self.values.show_column(at, told.columns[at].source, found, opened.target.services)

    def _value_chosen(self, at: int, said: str, means: str) -> None:
        if self.mapping is not None:
            self.mapping = work.with_meaning(self.mapping, self._at, at, said, means)
            self._map_changed()

    def _values_left(self) -> None:
        self._middle.setCurrentWidget(self._area)
        if 0 <= self.values.at < len(self.columns.lines):
            self.columns.lines[self.values.at].values.setFocus()

    def _emptied_chosen(self, clear: bool) -> None:
        if self.mapping is not None:
            self.mapping = work.with_emptied(self.mapping, clear)
            self._map_changed()

    def _ask_codes(self) -> bool:
        """Ask where the list of names and codes is to be: not inside the workspace, which is shared."""
        workspace = self._session.workspace
        start = workspace.folder.parent if workspace else Path.home()
        folder = self._ask.folder(_("A private folder for the list of who has which code"), start)
        if folder is None:
            return False
        if workspace is not None and folder.resolve().is_relative_to(workspace.folder.resolve()):
            self.banner.say(
                _("The list of names must not be inside the workspace, where it would travel with it."), "warn"
            )
            return False
        self._codes = folder / work.CODES
        return True

    def _map_changed(self) -> None:
        if self.opened is not None and self._at < len(self.opened.tables):
            item = self.tables.item(self._at)
            if item is not None:
                item.setText(self._table_words(self._at))
        self.prepared = None
        self.bring.setEnabled(False)
        self._timer.start()

    # --- what would arrive --------------------------------------------------------------------------------------

    def _look_ahead(self) -> None:
        """Work out what would arrive, off the window's thread; the newest map wins."""
        opened, mapping, codes, today = self.opened, self.mapping, self._codes, self._session.today
        if opened is None or mapping is None:
            return
        self._wish += 1
        wish = self._wish

        def look(control: JobControl) -> tuple[int, work.Ahead]:
            return wish, work.look_ahead(opened, mapping, codes, today, control)

        self._start(_("Looking at what would arrive"), look, self._looked, shown=False)

    def _looked(self, answer: tuple[int, work.Ahead]) -> None:
        wish, ahead = answer
        if wish != self._wish:
            return
        prepared = self.prepared = ahead.prepared
        self.meanings = ahead.meanings
        self._show_meanings()
        self.findings.show_findings(prepared.findings)
        counts = work.counts(prepared)
        rows = counts["new"] + counts["changed"]
        self.bring.setEnabled(rows > 0)
        self.bring.setText(
            ngettext("Bring in {n:,} row", "Bring in {n:,} rows", rows).format(n=rows) if rows else _("Bring in")
        )
        self.bring.setAccessibleName(self.bring.text())
        told = tally(prepared.findings)
        told_of = ngettext("{n:,} cell or column to check", "{n:,} cells or columns to check", told[Level.WARN])
        self.preview.show_counts(counts, told_of.format(n=told[Level.WARN]) if told[Level.WARN] else "")
        if self.mapping is not None:
            self.preview.show_emptied(prepared.arrival.emptied, clear=self.mapping.clear_emptied)
        self._show_preview()

    def _show_preview(self) -> None:
        told = self._told
        if self.prepared is None or told is None or self.opened is None:
            return
        if not told.to:
            self.preview.show_nothing(_("This table is not brought in. Choose what its rows are, if it should be."))
            return
        rows = self.prepared.taken.rows
        if self.opened.source is not None:
            table = self.opened.tables[self._at]
            numbers = {line.number for line in table.rows}
            rows = tuple(
                item for item in rows if item.sheet == table.sheet and item.row in numbers and item.to == told.to
            )
        self.preview.show_rows(BY_SHEET[told.to], rows)

    def _go_to(self, found: Finding) -> None:
        """Show the column that a finding is about."""
        if self.opened is None:
            return
        tables = self.opened.tables
        fits = [
            at for at, table in enumerate(tables)
            if table.sheet == found.where.sheet and (not found.where.column or found.where.column in table.headings)
        ]  # fmt: skip
        if not fits:
            return
        if self._at not in fits:
            self.tables.setCurrentRow(fits[0])
        headings = tables[self._at].headings
        if found.where.column in headings and self.columns.lines:
            line = self.columns.lines[headings.index(found.where.column)]
            self._area.ensureWidgetVisible(line)
            line.chooser.setFocus()

    # --- doing it -----------------------------------------------------------------------------------------------

    def _remember(self) -> None:
        workspace = self._session.workspace
        if self.mapping is None or workspace is None:
            return
        try:
            path = work.remember(self.mapping, workspace)
        except OSError as error:
            self.banner.say(_("The mapping could not be kept: {why}.").format(why=error.strerror or error), "block")
            return
        said = _("Kept as {name}. The next file with these headings is mapped the same way.")
        self.banner.say(said.format(name=f"{work.MAPS}/{path.name}"), "good")

    def _bring(self) -> None:
        workspace, prepared, codes = self._session.workspace, self.prepared, self._codes
        if workspace is None or prepared is None:
            return
        at = datetime.combine(self._session.today, datetime.now().time())  # noqa: DTZ005 - the clock on the user's wall
        self.bring.setEnabled(False)

        def write(_control: JobControl) -> tuple[str, Prepared]:
            return work.bring(prepared, workspace.library, codes, at), prepared

        self._start(_("Bringing in {n:,} rows").format(n=len(prepared.arrival.changes)), write, self._brought)

    def _brought(self, answer: tuple[str, Prepared]) -> None:
        self._edit, prepared = answer
        counts = work.counts(prepared)
        said = ngettext("{n:,} row is in the library", "{n:,} rows are in the library", counts["new"])
        more = ngettext(", {n:,} was changed", ", {n:,} were changed", counts["changed"]) if counts["changed"] else ""
        sentence = said.format(n=counts["new"]) + more.format(n=counts["changed"]) + "."
        self.banner.say(sentence, "good", _("Undo") if self._edit else "", "undo", _("Show them"))
        self._session.read_library()
        self._again()

    def _banner_acted(self, key: str) -> None:
        if key == "undo-not":
            self.left.emit()
            told = self._told
            if told is not None and told.to:
                self.done.emit(told.to)
            return
        workspace = self._session.workspace
        if key != "undo" or workspace is None or not self._edit:
            return
        edit, at = self._edit, datetime.combine(self._session.today, time())

        def back(_control: JobControl) -> None:
            work.take_back(workspace.library, edit, at)

        self._start(_("Taking it back"), back, self._taken_back)

    def _taken_back(self, _nothing: object) -> None:
        self._edit = ""
        self.banner.say(_("What was brought in is out of the library again."), "good")
        self._session.read_library()
        self._again()

    def _again(self) -> None:
        """Compare with the library as it is now."""
        workspace, opened = self._session.workspace, self.opened
        if workspace is None or opened is None:
            return

        def read(control: JobControl) -> work.Opened:
            return work.refreshed(opened, workspace, control)

        self._start(_("Comparing with the library"), read, self._compared, shown=False)

    def _compared(self, opened: work.Opened) -> None:
        self.opened = opened
        self._look_ahead()

    # --- jobs ---------------------------------------------------------------------------------------------------

    def _start(
        self, name: str, todo: Callable[[JobControl], object], then: Callable[..., None], *, shown: bool = True
    ) -> None:
        job = Job(name, todo, shown=shown)
        job.succeeded.connect(then)
        job.failed.connect(self._failed)
        self._session.jobs.start(job)

    def _failed(self, error: Exception) -> None:
        said = error.sentence() if isinstance(error, AlongsideError) else str(error)
        self.banner.say(said, "block")
        self.bring.setEnabled(self.prepared is not None)

    def _forget(self) -> None:
        self.opened = self.mapping = self.prepared = None
        self._stack.setCurrentIndex(0)
        self.bring.setEnabled(False)
        self.remember.setEnabled(False)

    # --- dropping a file ----------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)


def dropped(event: QDropEvent) -> Path | None:
    """The file that is dropped, where it is one that can be brought in."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and can_be_brought(path):
            return path
    return None


def _chooser(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
