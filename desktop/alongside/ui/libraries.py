"""Other libraries beside the workspace's own: opened to read, searched, copied from, or taken to work in."""

from collections.abc import Sequence
from datetime import datetime
from getpass import getuser
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QSplitter,
    QTableView,
    QWidget,
)

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.editing.journal import State
from alongside.library.records import RECORD_TYPES, Record, Story
from alongside.packs.copying import copyable, same_provider
from alongside.ui.ask import Ask, AskUser
from alongside.ui.flow import Flow
from alongside.ui.jobs import Job
from alongside.ui.library_table import LibraryTable, RowDelegate
from alongside.ui.look import Look
from alongside.ui.record_view import RecordView
from alongside.ui.session import Session
from alongside.ui.shelf_work import OtherLibrary, copy_between, read_other
from alongside.ui.widgets import button, column, frame, label, restyle, row
from alongside.ui.wording import SHEETS
from alongside.workspace import LIBRARY, workspace_of

SEARCH_AFTER_MS = 120
FOUND = 500
MOST = 12  # other libraries that are remembered
NARROW_PX = 900  # width, at 100 % text
USES = (("tender", _("Tenders")), ("inspection", _("Inspections")), ("training", _("Training")))


class Libraries(QWidget):
    """`own` is whatever belongs to the workspace's own library; it makes way while another is looked at."""

    def __init__(self, look: Look, session: Session, own: Sequence[QWidget], ask: Ask | None = None) -> None:
        super().__init__()
        self._look, self._session, self._own = look, session, own
        self.ask: Ask = ask or AskUser(self)
        self.pane: OtherPane | None = None
        self.button = button(_("Other libraries"), "quiet", _("Look into a client's or a shared library beside yours"))
        look.dress(self.button, "books")
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)
        self._box = column(self, space=0)
        self.hide()
        session.workspace_changed.connect(self.leave)

    @property
    def shown(self) -> OtherLibrary | None:
        """The other library that is looked at; None while it is the own one."""
        return self.pane.other if self.pane is not None and not self.isHidden() else None

    def _fill(self) -> None:
        self.menu.clear()
        workspace = self._session.workspace
        if workspace is not None:
            self._choice(_("{name}, this workspace's own").format(name=_name(workspace.library)), self.leave)
        paths = [Path(name) for name in self._session.other_libraries]
        missing = [path for path in paths if not path.is_file()]
        for path in paths:
            if path not in missing and (workspace is None or path != workspace.library):
                self._choice(_name(path).replace("&", "&&"), self._chosen).setData(str(path))
        self.menu.addSeparator()
        if missing:
            names = ", ".join(map(_name, missing))
            said = ngettext(
                "{names} is not where it was: take it off the list",
                "{names} are not where they were: take them off the list", len(missing),
            )  # fmt: skip
            self._choice(said.format(names=names).replace("&", "&&"), self._forget_missing)
        self._choice(_("&Open another library …"), self.open_another)

    def _choice(self, words: str, slot: object) -> QAction:
        action = self.menu.addAction(words)
        action.triggered.connect(slot)
        return action

    def _forget_missing(self) -> None:
        self._keep(*(name for name in self._session.other_libraries if Path(name).is_file()))

    def _keep(self, *names: str) -> None:
        """Have these libraries on the list, also the next time."""
        kept = tuple(dict.fromkeys(names))[:MOST]
        if kept != self._session.other_libraries:
            self._session.other_libraries = kept
            self._session.others_changed.emit()

    def _chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.show_library(Path(str(action.data())))

    def open_another(self) -> None:
        """Ask for a workbook and show it, read-only."""
        start = self._session.workspace.folder.parent if self._session.workspace else Path.home()
        path = self.ask.file(_("Open another library"), start, _("Excel workbooks (*.xlsx *.xlsm)"))
        if path is not None:
            self.show_library(path)

    def show_library(self, path: Path) -> None:
        """Show a library beside the workspace's own; it is read (again) first."""
        workspace, today = self._session.workspace, self._session.today
        if workspace is not None and path.resolve() == workspace.library.resolve():
            self.leave()
            return
        job = Job(_("Reading {name}").format(name=path.name), lambda control: read_other(path, today, control))
        job.succeeded.connect(self._read)
        job.failed.connect(self._session.trouble)
        self._session.jobs.start(job)

    def _read(self, other: OtherLibrary) -> None:
        self._keep(str(other.path), *self._session.other_libraries)
        if self.pane is None:
            self.pane = OtherPane(self._look, self._session)
            self.pane.left.connect(self.leave)
            self.pane.work_wanted.connect(self._work_in)
            self._box.addWidget(self.pane)
        self.pane.show_library(other)
        for part in self._own:
            part.hide()
        self.show()
        self.pane.search.setFocus()

    def leave(self) -> None:
        """Back to the workspace's own library."""
        self.hide()
        for part in self._own:
            part.show()

    def _work_in(self, path: Path) -> None:
        """The other library becomes the one that is worked in; this one goes onto the list."""
        before = self._session.workspace
        try:
            workspace = workspace_of(path)
            workspace.folder.mkdir(exist_ok=True)
        except AlongsideError as error:
            self._session.trouble.emit(error)
            return
        except OSError as error:
            why = _("No folder can be made beside this workbook: {why}.").format(why=error.strerror or error)
            self._session.trouble.emit(AlongsideError(why, where=path.name))
            return
        self._session.open_workspace(workspace)
        others = (name for name in self._session.other_libraries if name != str(path))
        self._keep(*((str(before.library),) if before is not None else ()), *others)


def _name(path: Path) -> str:
    """ "Client A: library.xlsx": the folder tells libraries of one name apart."""
    if path.name != LIBRARY:
        return path.name
    return f"{path.parent.name}: {path.name}" if path.parent.name else path.name


class OtherPane(QWidget):
    """One other library: its rows, one of them in full, and the way into the own library."""

    left = Signal()
    work_wanted = Signal(Path)

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self.other: OtherLibrary | None = None
        self._record: Record | None = None
        self._first: list[Record] = []
        outer = column(self, space=0)
        outer.addWidget(self._bar())
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        panes.addWidget(self._rows())
        panes.addWidget(self._detail())
        panes.setStretchFactor(0, 1)
        panes.setSizes([700, 440])
        outer.addWidget(panes, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER_MS)
        self._timer.timeout.connect(self._find)
        self.search.textChanged.connect(self._typed)
        self.sheet.currentIndexChanged.connect(self._typed)

    def _bar(self) -> QWidget:
        bar = frame("note", tone="info")
        line = row(bar, space=12)
        line.setContentsMargins(16, 8, 8, 8)
        self.words = label("", wrap=True)
        line.addWidget(self.words, 1)
        self.work = button(_("Work in this library"), "link", _("Edit it, and build packs from it"))
        self.back = button(_("Back to yours"), "link")
        self.work.clicked.connect(self._work)
        self.back.clicked.connect(self.left)
        line.addWidget(self.work)
        line.addWidget(self.back)
        return bar

    def _rows(self) -> QWidget:
        middle = QWidget()
        inner = column(middle, margin=16, space=8)
        top = row(space=8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search this library"))
        self.search.setAccessibleName(_("Search this library"))
        self.search.setClearButtonEnabled(True)
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(_("Sheet"))
        top.addWidget(self.search, 1)
        top.addWidget(self.sheet)
        inner.addLayout(top)
        self.said = label("", "small")
        inner.addWidget(self.said)
        self.model = LibraryTable(self._session.today)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegate(RowDelegate(self._look, self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(_("Rows of the other library"))
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        inner.addWidget(self.table, 1)
        return middle

    def _detail(self) -> QWidget:
        side = frame("aside")
        inner = column(side, space=8)
        inner.setContentsMargins(20, 16, 8, 16)
        self.copy_box = frame("panel")
        box = column(self.copy_box, margin=12, space=6)
        self.asked = label(_("What may the story be used for there?"), "quiet", wrap=True)
        box.addWidget(self.asked)
        self._uses_box = QWidget()
        uses = Flow(self._uses_box, space=12)
        self.uses: dict[str, QCheckBox] = {}
        for use, words in USES:
            self.uses[use] = QCheckBox(words)
            uses.addWidget(self.uses[use])
        box.addWidget(self._uses_box)
        self.consent = label("", "small", wrap=True)
        box.addWidget(self.consent)
        self.copy_button = button(_("Copy into your library"), "primary")
        self.copy_button.clicked.connect(self.copy)
        line = row()
        line.addWidget(self.copy_button)
        line.addStretch(1)
        box.addLayout(line)
        self.told = label("", "small", wrap=True)
        self.told.hide()
        box.addWidget(self.told)
        inner.addWidget(self.copy_box)
        self.detail = RecordView(self._look)
        inner.addWidget(self.detail, 1)
        side.setMinimumWidth(self._look.px(280))
        return side

    # --- what is shown ------------------------------------------------------------------------------------------

    def show_library(self, other: OtherLibrary) -> None:
        """Show another library's rows."""
        self.other = other
        n = sum(map(len, other.library.records.values()))
        rows = ngettext("{n:,} row", "{n:,} rows", n).format(n=n)
        provider = other.library.about.get("provider", "")
        parts = ", ".join(part for part in (provider, rows, _("read-only")) if part)
        self.words.setText(f"{_name(other.path)}  ({parts})")
        self.work.setToolTip(
            _("Edit it, and build packs from it")
            if other.path.name == LIBRARY
            else _("Edit it, and build packs from it, in a folder “{name}” beside it").format(name=other.path.stem)
        )
        self.sheet.blockSignals(True)
        before = self.sheet.currentData()
        self.sheet.clear()
        self.sheet.addItem(_("Everything"), "")
        for kind in RECORD_TYPES:
            if other.library.of(kind):
                self.sheet.addItem(SHEETS.get(kind.sheet, kind.sheet), kind.sheet)
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(before if before is not None else "evidence")))
        self.sheet.blockSignals(False)
        self._find()

    def _typed(self, _what: object) -> None:
        self._timer.start()

    def _find(self) -> None:
        if self.other is None:
            return
        words, sheet = self.search.text(), str(self.sheet.currentData() or "")
        library = self.other.library
        if words.strip():
            found = [hit.record for hit in self.other.index.find(words, sheet or None, FOUND).hits]
        else:
            found = list(library.records.get(sheet, ())) if sheet else list(library)
        self.model.show_records(found, sheet)
        self._first = found[:40]
        self._fit_columns()
        self.said.setText(ngettext("{n:,} row", "{n:,} rows", len(found)).format(n=len(found)))
        if found:
            self.table.selectRow(0)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """The title has the room that is left; in a narrow window only id, title and standing are shown."""
        header = self.table.horizontalHeader()
        self.table.verticalHeader().setDefaultSectionSize(self._look.px(36))
        narrow = self.width() < self._look.px(NARROW_PX)
        for number, part in enumerate(self.model.columns):
            mode = QHeaderView.ResizeMode.Stretch if part.wide else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(number, mode)
            if not number:  # the delegate keeps more room at the sides than the header counts
                metrics = self.table.fontMetrics()
                widest = max((metrics.horizontalAdvance(item.ref) for item in self._first), default=0)
                header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
                self.table.setColumnWidth(0, min(widest + self._look.px(34), self._look.px(160)))
            self.table.setColumnHidden(number, narrow and bool(number) and not part.wide and not part.mark)

    def _row_chosen(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.told.hide()
        self._show()

    def _show(self) -> None:
        record = self.model.record_at(self.table.currentIndex().row())
        self._record = record
        self.copy_box.setVisible(record is not None)
        if record is None or self.other is None:
            self.detail.show_nothing()
            return
        library = self.other.library
        findings = [
            item for item in library.findings if (item.where.sheet, item.where.row) == (record.sheet, record.row)
        ]
        self.detail.show_record(record, findings, (), self._session.today)
        story = isinstance(record, Story)
        self.asked.setVisible(story)
        self._uses_box.setVisible(story)
        known = self._session.known
        self.consent.setVisible(story)
        if story and known is not None:
            self.consent.setText(
                _("Its permission goes along for what you tick, where it covers that. Without a tick it does not.")
                if same_provider(library, known.library)
                else _("Its permission was given to another provider and stays behind: ask the person again.")
            )
        self.copy_button.setEnabled(copyable(record) and known is not None)
        self.copy_button.setToolTip("" if copyable(record) else _("What is withdrawn, and usage and services, stay."))

    # --- verbs --------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the row into the workspace's own library, with where it is from."""
        record, other, known, workspace = self._record, self.other, self._session.known, self._session.workspace
        if record is None or other is None or known is None or workspace is None:
            return
        uses = tuple(use for use, box in self.uses.items() if box.isChecked()) if isinstance(record, Story) else ()
        target, today = (known.library, workspace.library), self._session.today
        at = datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the clock on the user's wall
        self.copy_button.setEnabled(False)

        def work(_control: JobControl) -> object:
            return copy_between(record, other, target, today, uses=uses, at=at, by=_me())

        job = Job(_("Copying {ref}").format(ref=record.ref), work)
        job.succeeded.connect(self._copied)
        job.failed.connect(self._failed)
        self._session.jobs.start(job)

    def _copied(self, done: object) -> None:
        from alongside.packs.copying_over import CopiedOver  # noqa: PLC0415 - loaded by the copying itself

        if not isinstance(done, CopiedOver):
            return
        self.copy_button.setEnabled(True)
        (copy,) = done.copies
        if done.outcome.state is State.APPLIED:
            self._session.read_library()
            words = [_("It is {ref} in your library, as a draft.").format(ref=copy.ref)]
        else:
            words = [done.outcome.reason or _("Your library changed meanwhile: look at its pending changes.")]
        self._tell(" ".join([*words, *copy.said]), "good" if done.outcome.state is State.APPLIED else "warn")

    def _failed(self, error: Exception) -> None:
        self.copy_button.setEnabled(True)
        if isinstance(error, AlongsideError):
            self._tell(error.sentence(), "block")
        else:
            self._session.trouble.emit(error)

    def _tell(self, words: str, tone: str) -> None:
        self.told.setText(words)
        restyle(self.told, tone=tone)
        self.told.show()

    def _work(self) -> None:
        if self.other is not None:
            self.work_wanted.emit(self.other.path)


def _me() -> str:
    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""
