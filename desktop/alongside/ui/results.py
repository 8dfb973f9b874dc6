"""What the library shows in the middle: a table in the order of the sheet, or hits with their reasons, best first."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView

from alongside.i18n import _
from alongside.library.records import Record
from alongside.library.search import Hit
from alongside.library.search.passages import sentences_of
from alongside.ui.hit_list import HitList, Line
from alongside.ui.library_table import LibraryTable, RowDelegate
from alongside.ui.look import Look
from alongside.ui.marks import mark_of
from alongside.ui.widgets import Empty
from alongside.ui.wording import SHEETS, label_of, title_of

TITLE_PX = 180  # least width of the title's column
SHEET_ICONS = {
    "services": "house-line",
    "evidence": "shield-check",
    "stories": "quotes",
    "answers": "article",
    "metrics": "chart-line-up",
}
OTHER_ICON = "file-text"


def line_of(hit: Hit, today: date, services: dict[str, str]) -> Line:
    """A hit as a line: its title, where it stands, why, and where it comes from."""
    record = hit.record
    service = services.get(record.service_id, record.service_id)
    about = "  ·  ".join(part for part in (record.ref, SHEETS.get(record.sheet, record.sheet), service) if part)
    icon = SHEET_ICONS.get(record.sheet, OTHER_ICON)
    mark = mark_of(record, today) if record.status or record.sheet == "stories" else None
    return Line(title_of(record), about, icon, mark, lambda: hit.reason, lambda: beginning_of(record), record)


def beginning_of(record: Record) -> str:
    """The first sentence of a row, for where its title says already why it was found."""
    heading, sentence = next(sentences_of(record), ("", ""))
    return f"{label_of(heading)}: {sentence}" if sentence else ""


def _same(one: Record, other: Record) -> bool:
    """Whether it is the same row, before and after an edit."""
    return one.sheet == other.sheet and (one.ref, one.ref or one.row) == (other.ref, other.ref or other.row)


class _Table(QTableView):
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class Results(QStackedWidget):
    """One record is the current one, however it is shown."""

    moved = Signal()  # another record is the current one
    cleared = Signal()  # the user wants no words and no filters

    def __init__(self, look: Look, today: date) -> None:
        super().__init__()
        self._look, self._today = look, today
        self.model = LibraryTable(today)
        self.table = _Table()
        self.table.resized.connect(self.fit_columns)
        self.table.setModel(self.model)
        self.table.setItemDelegate(RowDelegate(look, self.table))
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
        self.table.selectionModel().currentRowChanged.connect(self._row_moved)
        self.list = HitList(look, _("What was found"))
        self.list.setUniformItemSizes(True)
        self.list.moved.connect(self.moved)
        self.none = Empty(
            look,
            "magnifying-glass",
            _("Nothing found"),
            _("No row has these words and filters. Take a filter away, or search with fewer words."),
            _("Clear search and filters"),
        )
        self.none.acted.connect(self.cleared)
        for page in (self.table, self.list, self.none):
            self.addWidget(page)

    def show_records(self, records: Sequence[Record], sheet: str) -> None:
        """Show rows as a table, the first as the current one; `sheet` says which columns: "" is all sheets."""
        kept = self.current()
        self.model.show_records(records, sheet)
        self.fit_columns()
        self.setCurrentWidget(self.table if records else self.none)
        if records:
            at = next((at for at, record in enumerate(records) if kept is not None and _same(record, kept)), 0)
            self.table.selectRow(at)
            self.table.scrollTo(self.model.index(at, 0))
        self.moved.emit()

    def show_hits(self, hits: Sequence[Hit], services: dict[str, str], *, keep: bool = False) -> None:
        """Show what a search found; the best is the current one, or with `keep` the record that was."""
        kept = self.current() if keep else None
        same = (at for at, hit in enumerate(hits) if kept is not None and _same(hit.record, kept))
        self.list.show_lines([line_of(hit, self._today, services) for hit in hits], next(same, 0))
        self.setCurrentWidget(self.list if hits else self.none)
        self.moved.emit()

    def current(self) -> Record | None:
        """The record in hand."""
        if self.currentWidget() is self.list:
            line = self.list.current()
            return line.value if line is not None and isinstance(line.value, Record) else None
        if self.currentWidget() is self.table:
            return self.model.record_at(self.table.currentIndex().row())
        return None

    def records(self) -> tuple[Record, ...]:
        """All that is shown, in its order."""
        if self.currentWidget() is self.list:
            lines = (self.list.hits.line_at(at) for at in range(self.list.hits.rowCount()))
            return tuple(line.value for line in lines if line is not None and isinstance(line.value, Record))
        if self.currentWidget() is self.table:
            found = (self.model.record_at(at) for at in range(self.model.rowCount()))
            return tuple(record for record in found if record is not None)
        return ()

    def select(self, record: Record) -> None:
        """Make a row that is shown the current one."""
        if self.currentWidget() is self.list:
            if record in (shown := self.records()):
                self.list.setCurrentIndex(self.list.hits.index(shown.index(record)))
            return
        at = self.model.row_of(record)
        if at >= 0:
            self.table.selectRow(at)
            self.table.scrollTo(self.model.index(at, 0))

    def take_focus(self) -> None:
        """Go to the rows by keyboard."""
        page = self.currentWidget()
        if page is not None and page is not self.none:
            page.setFocus()

    def fit_columns(self) -> None:
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

    def _row_moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.moved.emit()
