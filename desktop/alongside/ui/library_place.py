"""The Library place: sheets and filters on the left, the table, and one row in full on the right."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from alongside.findings import Finding, Level, tally
from alongside.i18n import _, ngettext
from alongside.library.records import RECORD_TYPES, Record
from alongside.ui.facets import chosen, counted, facets_of
from alongside.ui.findings_view import FindingsView
from alongside.ui.library_table import LibraryTable, RowDelegate
from alongside.ui.look import Look
from alongside.ui.record_view import RecordView
from alongside.ui.session import Session
from alongside.ui.widgets import Empty, Head, button, chip, column, frame, label, scrolled
from alongside.ui.wording import SHEETS, label_of, value_text

SEARCH_AFTER_MS = 120
TITLE_PX = 180  # least width of the title's column
SHEET = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1


class CountDelegate(QStyledItemDelegate):
    """A name on the left and how many on the right."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setFont(self._look.font("small"))
        painter.setPen(self._look.colour("quiet"))
        box = option.rect.adjusted(0, 0, -self._look.px(8), 0)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, int(side), f"{index.data(COUNT) or 0:,}")
        painter.restore()


class _Table(QTableView):
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class Facet(QComboBox):
    """One filter: every value under a heading, with how many rows have it."""

    picked = Signal()

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.heading = heading
        self.setAccessibleName(label_of(heading))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(self._picked)

    @property
    def value(self) -> str:
        return str(self.currentData() or "")

    def offer(self, values: Sequence[tuple[str, int]], names: dict[str, str]) -> None:
        """Offer these values; what was chosen stays chosen where it can."""
        before = self.value
        self.blockSignals(True)
        self.clear()
        self.addItem(_("{field}: all").format(field=label_of(self.heading).removesuffix(" ID")), "")
        for value, n in values:
            self.addItem(f"{names.get(value, value_text(value))}  ({n:,})", value)
        self.setCurrentIndex(max(0, self.findData(before)))
        self.blockSignals(False)

    def _picked(self, _index: int) -> None:
        self.picked.emit()


class LibraryPlace(QWidget):
    """Everything the workbook says, to search, filter and read."""

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._sheet = "evidence"
        self._stale = True
        self.setAccessibleName(_("Library"))
        outer = column(self, space=0)
        self.head = Head(_("Library"))
        self.found = chip("")
        self.found.setCheckable(True)
        self.found.setToolTip(_("What reading the workbook found"))
        self.found.toggled.connect(self.show_findings)
        self.head.line.addWidget(self.found)
        self.again = button(_("Read again"), "quiet", _("Read the workbook again, after a change in Excel (F5)"))
        look.dress(self.again, "arrow-clockwise")
        self.head.line.addWidget(self.again)
        outer.addWidget(self.head)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        panes.addWidget(self._filters())
        panes.addWidget(self._rows())
        panes.addWidget(self._detail())
        panes.setStretchFactor(1, 1)
        panes.setSizes([230, 600, 400])
        outer.addWidget(panes, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER_MS)
        self._timer.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._typed)
        self.again.clicked.connect(session.read_library)
        session.library_changed.connect(self._library_changed)
        session.cards_changed.connect(self._show_detail)
        look.changed.connect(self._library_changed)

    def _filters(self) -> QWidget:
        side = frame("side")
        outer = column(side, space=0)
        body = QWidget()
        inner = column(body, space=8)
        inner.setContentsMargins(12, 16, 12, 16)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search the library"))
        self.search.setAccessibleName(_("Search the library"))
        self.search.setClearButtonEnabled(True)
        inner.addWidget(self.search)
        self.sheets = QListWidget()
        self.sheets.setAccessibleName(_("Sheets"))
        self.sheets.setItemDelegate(CountDelegate(self._look, self.sheets))
        self.sheets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheets.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheets.currentItemChanged.connect(self._sheet_chosen)
        inner.addWidget(self.sheets)
        inner.addSpacing(8)
        inner.addWidget(label(_("Filters"), "caps"))
        self._facet_box = column(space=6)
        self._facets: list[Facet] = []
        inner.addLayout(self._facet_box)
        inner.addStretch(1)
        outer.addWidget(scrolled(body))
        side.setMinimumWidth(self._look.px(200))
        return side

    def _rows(self) -> QWidget:
        middle = QWidget()
        inner = column(middle, margin=16, space=8)
        self.said = label("", "small")
        inner.addWidget(self.said)
        self.model = LibraryTable(self._session.today)
        self.table = _Table()
        self.table.resized.connect(self._fit_columns)
        self.table.setModel(self.model)
        self.table.setItemDelegate(RowDelegate(self._look, self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setMouseTracking(True)
        self.table.setAccessibleName(_("Rows of the library"))
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.none = Empty(
            self._look,
            "magnifying-glass",
            _("Nothing found"),
            _("No row has these words and filters. Take a filter away, or search with fewer words."),
            _("Clear search and filters"),
        )
        self.none.acted.connect(self.clear_filters)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.none)
        inner.addWidget(self._stack, 1)
        middle.setMinimumWidth(self._look.px(320))
        return middle

    def _detail(self) -> QWidget:
        side = frame("aside")
        inner = column(side)
        inner.setContentsMargins(20, 16, 8, 16)
        self.detail = RecordView(self._look)
        self.findings = FindingsView(self._look)
        self.findings.gone_to.connect(self._go_to)
        self._sides = QStackedWidget()
        self._sides.addWidget(self.detail)
        self._sides.addWidget(self.findings)
        inner.addWidget(self._sides)
        side.setMinimumWidth(self._look.px(260))
        return side

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
        self.sheets.blockSignals(True)
        self.sheets.clear()
        everything = sum(map(len, library.records.values()))
        for sheet, name, n in (
            ("", _("Everything"), everything),
            *((kind.sheet, SHEETS.get(kind.sheet, kind.sheet), len(library.of(kind))) for kind in RECORD_TYPES),
        ):
            if n or sheet in {"", "evidence", "stories"}:
                item = QListWidgetItem(name)
                item.setData(SHEET, sheet)
                item.setData(COUNT, n)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {n:,}")
                self.sheets.addItem(item)
                if sheet == self._sheet:
                    self.sheets.setCurrentItem(item)
        self.sheets.setFixedHeight(self.sheets.count() * max(24, self.sheets.sizeHintForRow(0)) + 4)
        self.sheets.blockSignals(False)
        if self.sheets.currentRow() < 0:
            self.sheets.setCurrentRow(1)
        else:
            self._use_sheet(self._sheet)

    def _typed(self, _text: str) -> None:
        self._timer.start()

    def _sheet_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self._use_sheet(str(item.data(SHEET)))

    def _use_sheet(self, sheet: str) -> None:
        wanted = facets_of(sheet)
        if [facet.heading for facet in self._facets] != list(wanted):
            for facet in self._facets:
                self._facet_box.removeWidget(facet)
                facet.deleteLater()
            self._facets = [Facet(heading) for heading in wanted]
            for facet in self._facets:
                facet.picked.connect(self.refresh)
                self._facet_box.addWidget(facet)
        self._sheet = sheet
        self.refresh()

    def clear_filters(self) -> None:
        """All rows of the sheet again."""
        for facet in self._facets:
            facet.setCurrentIndex(0)
        self.search.clear()
        self.refresh()

    def refresh(self) -> None:
        """Show the rows that have the words and the filters."""
        known = self._session.known
        if known is None:
            return
        found = self._session.rows(self.search.text(), self._sheet)
        names = {service.service_id: service.service_name for service in known.library.services}
        wanted = {facet.heading: facet.value for facet in self._facets}
        for facet in self._facets:
            others = {heading: value for heading, value in wanted.items() if heading != facet.heading}
            facet.offer(counted(chosen(found, others), facet.heading), names)
        shown = chosen(found, wanted)
        self.model.show_records(shown, self._sheet)
        self._fit_columns()
        self.said.setText(ngettext("{n:,} row", "{n:,} rows", len(shown)).format(n=len(shown)))
        self._stack.setCurrentIndex(0 if shown else 1)
        if shown:
            self.table.selectRow(0)
        self._show_detail()

    def _fit_columns(self) -> None:
        """The title has the room that is left; where that is too little, the least of the other columns make way."""
        self.table.verticalHeader().setDefaultSectionSize(self._look.px(36))
        header = self.table.horizontalHeader()
        widths = {}
        for number, part in enumerate(self.model.columns):
            self.table.setColumnHidden(number, False)
            mode = QHeaderView.ResizeMode.Stretch if part.wide else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(number, mode)
            if not part.wide:
                widths[number] = self._width_of(number)
                self.table.setColumnWidth(number, widths[number])
        room = self.table.viewport().width() - sum(widths.values())
        for number in sorted(widths, reverse=True):
            if room >= self._look.px(TITLE_PX):
                break
            if number and not self.model.columns[number].mark:
                self.table.setColumnHidden(number, True)
                room += widths[number]

    def _width_of(self, number: int) -> int:
        """Wide enough for the heading and the first rows."""
        metrics = self.table.fontMetrics()
        texts = [self.model.columns[number].heading + "  "]
        texts += [str(self.model.index(at, number).data() or "") for at in range(min(40, self.model.rowCount()))]
        mark = 24 if self.model.columns[number].mark else 0
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        return int(min(widest + self._look.px(26 + mark), self._look.px(190)))

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
        self.clear_filters()
        for at in range(self.sheets.count()):
            if self.sheets.item(at).data(SHEET) == record.sheet:
                self.sheets.setCurrentRow(at)
        at = self.model.row_of(record)
        if at >= 0:
            self.table.selectRow(at)
            self.table.scrollTo(self.model.index(at, 0))
        self._show_detail()

    def show_sheet(self, sheet: str) -> None:
        """Show another sheet; "" is all."""
        for at in range(self.sheets.count()):
            if self.sheets.item(at).data(SHEET) == sheet:
                self.sheets.setCurrentRow(at)

    def show_findings(self, shown: bool) -> None:
        """What reading the workbook found, in place of the row in full."""
        self.found.setChecked(shown)
        self._sides.setCurrentIndex(1 if shown else 0)

    def _go_to(self, finding: Finding) -> None:
        record = self._session.record_of(finding)
        if record is not None:
            self.show_record(record)

    def _row_chosen(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        known = self._session.known
        record = self.model.record_at(self.table.currentIndex().row())
        if record is None or known is None:
            self.detail.show_nothing()
            return
        self.detail.show_record(
            record, self._session.findings_of(record), self._session.uses_of(record.ref), self._session.today
        )
