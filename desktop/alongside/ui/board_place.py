"""What a board of records shares: scope, lines, the chosen line beside them, and the page on paper."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from alongside.bulk.exporting import note_export
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.render.report_file import write_report
from alongside.report import Report
from alongside.ui.ask import Ask
from alongside.ui.flow import Flow
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.simple_table import SimpleTable
from alongside.ui.widgets import Head, button, clear, column, frame, label, scrolled
from alongside.ui.work import Knowledge, now

LEAST_PX = (360, 280)  # of the two panes, whatever the size of the text


class BoardPlace(QWidget):
    """The frame of such a place; what it shows is told by the class that fills it."""

    record_wanted = Signal(str)  # ref
    left = Signal()

    def __init__(self, look: Look, session: Session, ask: Ask, title: str, lines: str) -> None:
        super().__init__()
        self._look, self._session, self._ask = look, session, ask
        self._stale = True
        self._chosen = ""  # the record that is shown beside
        self.setAccessibleName(title)
        outer = column(self, space=0)
        self.head = Head(title)
        self.word, self.excel, self.back = button(_("Word")), button(_("Excel")), button(_("Back"), "quiet")
        self.word.setToolTip(_("Write this as a Word file"))
        self.excel.setToolTip(_("Write this as an Excel file"))
        self.back.setToolTip(_("Back to readiness"))
        for verb, icon in ((self.word, "file-text"), (self.excel, "table"), (self.back, "arrow-left")):
            look.dress(verb, icon)
            self.head.line.addWidget(verb)
        self.word.clicked.connect(self._write_word)
        self.excel.clicked.connect(self._write_excel)
        self.back.clicked.connect(self.left)
        outer.addWidget(self.head)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        middle = QWidget()
        self.middle: QVBoxLayout = column(middle, margin=16, space=10)
        filters = QWidget()
        self._filters = Flow(filters, space=8)
        self.middle.addWidget(filters)
        self.service = self.add_filter(_("Service"))
        self.empty = label("", "quiet", wrap=True)
        self.middle.addWidget(self.empty)
        self.table = SimpleTable(look, lines)
        self.table.picked.connect(self._picked)
        self.table.selectionModel().currentChanged.connect(self._current_changed)
        self.middle.addWidget(self.table, 1)
        middle.setMinimumWidth(LEAST_PX[0])
        panes.addWidget(middle)
        side = frame("aside")
        self._side = column(side)
        content = QWidget()
        self.detail: QVBoxLayout = column(content, margin=20, space=8)
        self._side.addWidget(scrolled(content), 1)
        side.setMinimumWidth(LEAST_PX[1])
        panes.addWidget(side)
        panes.setStretchFactor(0, 1)
        panes.setSizes([880, 400])
        outer.addWidget(panes, 1)
        session.library_changed.connect(self._library_changed)
        look.changed.connect(self.refresh)

    # --- to be filled -------------------------------------------------------------------------------------------

    def show_lines(self, known: Knowledge) -> None:
        """Show the lines of the chosen scope."""
        raise NotImplementedError

    def show_detail(self, ref: str) -> None:
        """Show one line beside the others."""
        raise NotImplementedError

    def report(self, library: Library) -> tuple[str, Report] | None:
        """The name of the file without its ending, and what it holds."""
        raise NotImplementedError

    # --- parts --------------------------------------------------------------------------------------------------

    def add_filter(self, name: str) -> QComboBox:
        """One more box above the lines."""
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(18)
        box.activated.connect(self.refresh)
        self._filters.addWidget(box)
        return box

    def say(self, heading: str, text: str, tone: str = "") -> None:
        """A heading with words below it, beside the lines."""
        if heading:
            self.detail.addWidget(label(heading, "caps"))
        self.detail.addWidget(label(text or _("Not recorded"), "", wrap=True, tone=tone))

    def offer_record(self, ref: str, words: str) -> QHBoxLayout:
        """A button that leads to a row of the library."""
        line = QHBoxLayout()
        made = button(words, "link")
        made.setProperty("ref", ref)
        made.clicked.connect(self._open_record)
        line.addWidget(made)
        line.addStretch(1)
        self.detail.addLayout(line)
        return line

    @property
    def scope(self) -> str:
        """The chosen service; empty: the whole provider."""
        return str(self.service.currentData() or "")

    # --- behind -------------------------------------------------------------------------------------------------

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self._library_changed()

    def _library_changed(self) -> None:
        known = self._session.known
        self._stale = not self.isVisible()
        if self._stale or known is None:
            return
        services = known.library.services
        names = [item.service_name for item in services]
        fill(
            self.service,
            [(_("The whole provider"), "")]
            + [
                (f"{item.service_name} ({item.service_id})" if names.count(item.service_name) > 1
                 else item.service_name, item.service_id)
                for item in services
            ],
        )  # fmt: skip
        self.refresh()

    def refresh(self, _index: int = 0) -> None:
        """Show everything again as the library has it."""
        known = self._session.known
        if known is not None and not self._stale:
            self.show_lines(known)
            self._show_detail(self._chosen)

    def _current_changed(self, now: object, _before: object) -> None:
        self.table._picked(now)  # type: ignore[arg-type]

    def _picked(self, key: str) -> None:
        if key != self._chosen:
            self._show_detail(key)

    def _show_detail(self, ref: str) -> None:
        self._chosen = ref
        clear(self.detail)
        self.show_detail(ref)
        self.detail.addStretch(1)

    def _open_record(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.record_wanted.emit(str(sender.property("ref")))

    def _write_word(self) -> None:
        self._write(".docx")

    def _write_excel(self) -> None:
        self._write(".xlsx")

    def _write(self, ending: str) -> None:
        workspace, known = self._session.workspace, self._session.known
        made = self.report(known.library) if known is not None else None
        if workspace is None or made is None:
            return
        name, report = made
        path = workspace.out / f"{name}-{self._session.today.isoformat()}{ending}"

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


def fill(box: QComboBox, choices: list[tuple[str, str]]) -> None:
    """Offer these words and keys, and keep what was chosen where it is still among them."""
    before = box.currentData()
    box.clear()
    for words, key in choices:
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(before)))
