"""Library health: what is due, thin, doubled, disagreeing or unused; and the few verbs that put it right."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from alongside.bulk.exporting import note_export
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.editing.changes import Change
from alongside.library.editing.journal import State
from alongside.library.editing.saving import Outcome
from alongside.library.records import Record
from alongside.library.upkeep.duplicates import Pair
from alongside.library.upkeep.health import Health, of_owner
from alongside.library.upkeep.health_report import health_report, title_of
from alongside.library.upkeep.status import still_true
from alongside.packs.upkeep import health_of
from alongside.render.report_document import cell_text
from alongside.render.report_file import write_report
from alongside.report import ReportSection, ReportTable
from alongside.ui.ask import Ask
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.merge_view import MergeView
from alongside.ui.session import Session
from alongside.ui.simple_table import Cell, SimpleTable
from alongside.ui.widgets import Empty, Head, button, column, frame, label
from alongside.ui.work import now

DUE = _("Due this month")
KEY = Qt.ItemDataRole.UserRole
LEAST_PX = (260, 320, 280)  # of the three panes, whatever the size of the text, so that they never overlap
HEAD_PX = 1_200  # width from which the head has room for its words, at 100 % text
LETTER_PX, MOST_PX = 7, 170  # of a narrow column


@dataclass(frozen=True, slots=True)
class Page:
    """One list: its table, and the rows of the library that each line is about."""

    heading: str
    said: str
    table: ReportTable | None
    empty: str
    about: tuple[tuple[Record, ...], ...]  # by line; () for a line about none
    pairs: tuple[Pair, ...] = ()


class HealthPlace(QWidget):
    """One list at a time in the middle; on the right what is chosen, and what can be done about it."""

    record_wanted = Signal(str)  # ref
    left = Signal()

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._look, self._session, self._ask = look, session, ask
        self.health: Health | None = None
        self._pages: tuple[Page, ...] = ()
        self._stale, self._running = True, False
        self._said = ""
        self._heading = ""  # of the list in sight
        self.setAccessibleName(_("Library health"))
        outer = column(self, space=0)
        self.head = Head(_("Library health"))
        self.owner, self.framework = QComboBox(), QComboBox()
        for box, name in ((self.owner, _("Owner")), (self.framework, _("Framework"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self.owner.activated.connect(self._owner_chosen)
        self.framework.activated.connect(self.refresh)
        self.word, self.excel = button(_("As Word"), "quiet"), button(_("As Excel"), "quiet")
        for verb, icon, tip in (
            (self.word, "file-text", _("Write this as a Word file")),
            (self.excel, "table", _("Write this as an Excel file")),
        ):
            look.dress(verb, icon)
            verb.setToolTip(tip)
        self.word.clicked.connect(self._write_word)
        self.excel.clicked.connect(self._write_excel)
        self.back = button(_("To the library"), "quiet")
        look.dress(self.back, "arrow-left")
        self.back.setToolTip(_("Back to the library"))
        self._words_of = {verb: verb.text() for verb in (self.word, self.excel, self.back)}
        self.back.clicked.connect(self.left)
        for verb in (self.word, self.excel, self.back):
            self.head.line.addWidget(verb)
        outer.addWidget(self.head)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        panes.addWidget(self._lists())
        panes.addWidget(self._middle())
        panes.addWidget(self._side())
        panes.setStretchFactor(1, 1)
        panes.setSizes([230, 640, 340])
        outer.addWidget(panes, 1)
        session.library_changed.connect(self._library_changed)
        look.changed.connect(self._show_page)
        look.changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for them, the buttons show their icons alone."""
        narrow = self.width() < self._look.px(HEAD_PX)
        for verb, words in self._words_of.items():
            verb.setText("" if narrow else words)

    def _lists(self) -> QWidget:
        side = frame("side")
        inner = column(side, margin=12, space=6)
        for words, box in ((_("Whose"), self.owner), (_("Framework"), self.framework)):
            inner.addWidget(label(words, "caps"))
            inner.addWidget(box)
        inner.addSpacing(8)
        self.lists = QListWidget()
        self.lists.setAccessibleName(_("What to look at"))
        self.lists.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lists.setWordWrap(True)
        self.lists.currentRowChanged.connect(self._show_page)
        inner.addWidget(self.lists)
        side.setMinimumWidth(LEAST_PX[0])
        return side

    def _middle(self) -> QWidget:
        middle = QWidget()
        inner = column(middle, margin=16, space=8)
        self.said = label("", "small")
        inner.addWidget(self.said)
        self.table = SimpleTable(self._look, _("Rows of the list"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.table.doubleClicked.connect(self._open_chosen)
        self.none = Empty(self._look, "check-circle", _("Nothing here"), "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.none)
        inner.addWidget(self._stack, 1)
        middle.setMinimumWidth(LEAST_PX[1])
        return middle

    def _side(self) -> QWidget:
        side = frame("aside")
        outer = column(side)
        self.sides = QStackedWidget()
        page = QWidget()
        inner = column(page, margin=20, space=10)
        self.title = label("", "heading", wrap=True)
        self.why = label("", "reading", wrap=True)
        self.open = button(_("Open the record"))
        self.holds = button("", "primary", _("Sets the next date of review in the workbook; a draft becomes checked"))
        self.compare = button(_("Compare, and make them one"))
        self.open.clicked.connect(self._open_chosen)
        self.holds.clicked.connect(self._still_true)
        self.compare.clicked.connect(self._compare)
        for part in (self.title, self.why, self.open, self.holds, self.compare):
            inner.addWidget(part)
        inner.addStretch(1)
        self.merge = MergeView(self._look, self._session)
        self.merge.left.connect(self._leave_merging)
        self.merge.decided.connect(self._save)
        self.sides.addWidget(page)
        self.sides.addWidget(self.merge)
        outer.addWidget(self.sides)
        side.setMinimumWidth(LEAST_PX[2])
        return side

    # --- what is shown ------------------------------------------------------------------------------------------

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self._library_changed()

    def _library_changed(self) -> None:
        known = self._session.known
        self._stale = not self.isVisible()
        if self._stale or known is None:
            return
        before = self.framework.currentData()
        self.framework.clear()
        self.framework.addItem(_("No framework"), "")
        for version in known.frameworks.versions:
            if known.frameworks.items_of(version.framework_id):
                self.framework.addItem(version.name, version.framework_id)
        first = 1 if before is None and self.framework.count() > 1 else 0
        self.framework.setCurrentIndex(max(first, self.framework.findData(before)))
        self.refresh()

    def refresh(self, _index: int = 0) -> None:
        """Look through the library again, on a thread of the pool."""
        known, workspace = self._session.known, self._session.workspace
        if known is None or workspace is None or self._running:
            return
        self._running = True
        framework, today = str(self.framework.currentData() or ""), self._session.today

        def look(control: JobControl) -> Health:
            return health_of(known.library, known.frameworks, workspace, today, framework=framework, job=control)

        job = Job(_("Looking through the library"), look)
        job.succeeded.connect(self._looked)
        job.failed.connect(self._session.trouble)
        job.ended.connect(self._ended)
        self._session.jobs.start(job)

    def _ended(self) -> None:
        self._running = False

    def _looked(self, health: Health) -> None:
        self.health = health
        before = str(self.owner.currentData() or "")
        self.owner.clear()
        self.owner.addItem(_("Everyone's"), "")
        for load in sorted(health.owners, key=lambda load: load.owner):
            if load.owner:
                self.owner.addItem(load.owner, load.owner)
        self.owner.setCurrentIndex(max(0, self.owner.findData(before)))
        self._owner_chosen()

    def _owner_chosen(self, _index: int = 0) -> None:
        """Show the lists, and how many lines each has, of the chosen owner."""
        health, known, owner = self.health, self._session.known, str(self.owner.currentData() or "")
        if health is None or known is None:
            return
        shown = of_owner(health, owner, known.library) if owner else health
        report = health_report(shown, example=known.library.is_example)
        self._pages = tuple(_pages(shown, report.sections))
        said = _("{due} overdue, {twice} said twice") if owner else _(
            "{due} overdue, {gaps} with nothing usable, {twice} said twice"
        )  # fmt: skip
        self.head.about.set_whole(said.format(due=shown.overdue, gaps=len(shown.gaps), twice=len(shown.duplicates)))
        self.lists.blockSignals(True)
        self.lists.clear()
        for page in self._pages:
            n = len(page.table.rows) if page.table else 0
            item = QListWidgetItem(f"{page.heading}  ({n:,})" if n else page.heading)
            item.setData(KEY, page.heading)
            self.lists.addItem(item)
        at = next((n for n, page in enumerate(self._pages) if page.heading == self._heading), 0)
        self.lists.setCurrentRow(at)
        self.lists.blockSignals(False)
        self._show_page()

    @property
    def page(self) -> Page | None:
        """The list that is shown."""
        at = self.lists.currentRow()
        return self._pages[at] if 0 <= at < len(self._pages) else None

    def _show_page(self, _index: int = 0) -> None:
        page = self.page
        if page is None:
            return
        self._heading = page.heading
        self.said.setText(page.said)
        self.said.setVisible(bool(page.said))
        table = page.table
        self._stack.setCurrentIndex(0 if table is not None and table.rows else 1)
        self.none.sentence.setText(_("None of these is this owner's.") if self.owner.currentData() else page.empty)
        if table is not None:
            rows = [[Cell(cell_text(value), key=str(n)) for value in line] for n, line in enumerate(table.rows)]
            wide = _widest(table)
            self.table.show_rows(table.headings, rows, wide, [_width(table, at) for at in range(len(table.headings))])
        self.sides.setCurrentIndex(0)
        self._chosen()

    def show_due(self) -> None:
        """Go to what is due this month."""
        for at, page in enumerate(self._pages):
            if page.heading == DUE:
                self.lists.setCurrentRow(at)

    # --- what is chosen -----------------------------------------------------------------------------------------

    @property
    def chosen(self) -> tuple[Record, ...]:
        """The rows of the library that the chosen lines are about, each once."""
        page = self.page
        lines = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        if page is None or not lines:
            return ()
        found = [record for at in lines if at < len(page.about) for record in page.about[at]]
        return tuple({(record.sheet, record.ref): record for record in found}.values())

    def _chosen(self, *_changes: object) -> None:
        records, page = self.chosen, self.page
        one = records[0] if records else None
        self.title.setText(
            title_of(one) or one.ref
            if one is not None and len(records) == 1
            else ngettext("{n} row", "{n} rows", len(records)).format(n=len(records))
            if records
            else _("Choose a line")
        )
        self.why.setText(self._words(records))
        self.open.setVisible(len(records) == 1 or bool(page and page.pairs and records))
        done = still_true(records, self._session.today)
        n = len(done.records)
        self.holds.setVisible(bool(n))
        self.holds.setText(ngettext("Checked, still true", "{n} checked, still true", n).format(n=n))
        self.compare.setVisible(self._pair() is not None)

    def _words(self, records: Sequence[Record]) -> str:
        if not records:
            return _("With Ctrl or Shift several lines can be chosen at once.")
        done = still_true(records, self._session.today)
        lines = [f"{record.ref}: {why}" for record, why in done.left[:3]]
        if len(records) == 1 and records[0].owner_role:
            lines.insert(0, _("Kept by: {role}.").format(role=records[0].owner_role))
        return "\n\n".join(lines)

    def _pair(self) -> Pair | None:
        page = self.page
        lines = {index.row() for index in self.table.selectionModel().selectedRows()}
        return page.pairs[lines.pop()] if page is not None and page.pairs and len(lines) == 1 else None

    def _open_chosen(self, _index: QModelIndex | bool = False) -> None:
        records = self.chosen
        if records:
            self.record_wanted.emit(records[0].ref)

    # --- verbs --------------------------------------------------------------------------------------------------

    def _still_true(self) -> None:
        done = still_true(self.chosen, self._session.today)
        if done.changes:
            n = len(done.records)
            self._save(
                done.changes,
                ngettext("{n} row is checked, still true.", "{n} rows are checked, still true.", n).format(n=n),
            )

    def _save(self, changes: Sequence[Change], said: str) -> None:
        edits = self._session.edits
        self._said = said
        edits.saved.connect(self._saved, Qt.ConnectionType.SingleShotConnection)
        edits.refused.connect(self._refused, Qt.ConnectionType.SingleShotConnection)
        edits.save(tuple(changes))

    def _saved(self, outcome: Outcome) -> None:
        self._session.edits.refused.disconnect(self._refused)
        self.sides.setCurrentIndex(0)
        if outcome.state is State.APPLIED:
            self._session.tell(_("{said} Undo is in the Library.").format(said=self._said))
        else:
            self._session.tell(outcome.reason or _("The change waits; the Library shows it."))

    def _refused(self, error: AlongsideError) -> None:
        self._session.edits.saved.disconnect(self._saved)
        self._session.trouble.emit(error)

    def _compare(self) -> None:
        pair, known = self._pair(), self._session.known
        if pair is not None and known is not None:
            self.merge.show_pair(known.library, pair.one, pair.other)
            self.sides.setCurrentIndex(1)

    def _leave_merging(self) -> None:
        self.sides.setCurrentIndex(0)

    def _write_word(self) -> None:
        self._write(".docx")

    def _write_excel(self) -> None:
        self._write(".xlsx")

    def _write(self, ending: str) -> None:
        health, workspace, known = self.health, self._session.workspace, self._session.known
        if health is None or workspace is None or known is None:
            return
        report = health_report(health, example=known.library.is_example)
        path = workspace.out / f"library-health-{health.on.isoformat()}{ending}"

        def write(_control: JobControl) -> Path:
            workspace.out.mkdir(parents=True, exist_ok=True)
            write_report(path, report, workspace)
            note_export(workspace, path, "report", now())
            return path

        job = Job(_("Writing the report"), write)
        job.succeeded.connect(self._written)
        job.failed.connect(self._session.trouble)
        self._session.jobs.start(job)

    def _written(self, path: Path) -> None:
        self._session.tell(_("The report is in the workspace's folder “out”."))
        self._ask.open(path)


def _pages(health: Health, sections: Sequence[ReportSection]) -> list[Page]:
    found: list[Page] = []
    for section in sections:
        tables: Sequence[ReportTable | None] = section.tables or (None,)
        for number, table in enumerate(tables):
            heading = section.heading if number == 0 or table is None else table.headings[0]
            about, pairs = _about(health, section.heading)
            found.append(Page(heading, " ".join(section.paragraphs), table, section.empty, about, pairs))
    return found


def _about(health: Health, heading: str) -> tuple[tuple[tuple[Record, ...], ...], tuple[Pair, ...]]:
    if heading == DUE:
        return tuple((due.record,) for due in health.due), ()
    if heading == _("Said twice"):
        return tuple((pair.one, pair.other) for pair in health.duplicates), health.duplicates
    if heading == _("Figures that disagree"):
        return tuple((stated.record,) for conflict in health.conflicts for stated in conflict.stated), ()
    if heading == _("Unused"):
        return tuple((record,) for record in health.unused), ()
    if heading == _("Stories told often"):
        return tuple((record,) for record, _n in health.over_used), ()
    return (), ()


def _widest(table: ReportTable) -> int:
    """The column that takes what is left: the titles, else what is longest."""
    if _("Title") in table.headings:
        return table.headings.index(_("Title"))
    lengths = [max((len(cell_text(line[at])) for line in table.rows), default=0) for at in range(len(table.headings))]
    return lengths.index(max(lengths))


def _width(table: ReportTable, at: int) -> int:
    longest = max([len(table.headings[at]) + 2, *(len(cell_text(line[at])) for line in table.rows)])
    return min(MOST_PX, 28 + LETTER_PX * longest)
