"""The Figures place: every measure of a service and period with n, and in words where something is held back."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QSplitter, QWidget

from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.packs.plan import PlannedFigure
from alongside.ui import work
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.simple_table import Cell, SimpleTable
from alongside.ui.widgets import Head, column, frame, label


class FiguresPlace(QWidget):
    """Figures as they would be printed: released, never the true numbers behind a small count."""

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._session = session
        self._figures: tuple[PlannedFigure, ...] = ()
        self._stale = True
        self._running = self._again = False
        self.setAccessibleName(_("Figures"))
        outer = column(self, space=0)
        self.head = Head(_("Figures"))
        self.service = QComboBox()
        self.service.setAccessibleName(_("Service"))
        self.service.activated.connect(self.refresh)
        self.first, self.last = QDateEdit(), QDateEdit()
        after = session.today.replace(day=1)
        for field, day, name in (
            (self.first, after.replace(year=after.year - 1), _("First day of the period")),
            (self.last, after - timedelta(days=1), _("Last day of the period")),
        ):
            field.setCalendarPopup(True)
            field.setDisplayFormat("d MMM yyyy")
            field.setAccessibleName(name)
            field.setDate(QDate(day.year, day.month, day.day))
            field.dateChanged.connect(self.refresh)
        for part in (self.service, self.first, label(_("to"), "quiet"), self.last):
            self.head.line.addWidget(part)
        outer.addWidget(self.head)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        middle = QWidget()
        inner = column(middle, margin=16, space=8)
        self.table = SimpleTable(look, _("Figures"))
        self.table.picked.connect(self._picked)
        inner.addWidget(self.table)
        panes.addWidget(middle)
        side = frame("aside")
        inner = column(side, margin=20, space=10)
        self.name = label("", "heading", wrap=True)
        self.value = label("", "number", wrap=True)
        self.sentence = label("", "reading", wrap=True)
        self.definition = label("", "quiet", wrap=True)
        for part in (self.name, self.value, self.sentence, self.definition):
            inner.addWidget(part)
        inner.addStretch(1)
        side.setMinimumWidth(look.px(260))
        panes.addWidget(side)
        panes.setStretchFactor(0, 1)
        panes.setSizes([980, 300])
        outer.addWidget(panes, 1)
        session.library_changed.connect(self._library_changed)
        look.changed.connect(self._show)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self._library_changed()

    def _library_changed(self) -> None:
        self._stale = not self.isVisible()
        known = self._session.known
        if self._stale or known is None:
            return
        before = self.service.currentData()
        self.service.clear()
        self.service.addItem(_("The whole provider"), "")
        for service in known.library.services:
            self.service.addItem(service.service_name, service.service_id)
        self.service.setCurrentIndex(max(0, self.service.findData(before)))
        self.refresh()

    def refresh(self, _value: object = None) -> None:
        """Work the figures out again, on a thread of the pool."""
        known = self._session.known
        if known is None or self._stale:
            return
        if self._running:
            self._again = True
            return
        self._running = True
        service, first, last = str(self.service.currentData() or ""), _day(self.first), _day(self.last)
        today = self._session.today

        def measure(control: JobControl) -> tuple[PlannedFigure, ...]:
            return work.measure(known, (service,) if service else (), (first, last), today, control)

        job = Job(_("Working out the figures"), measure, shown=False)
        job.succeeded.connect(self._measured)
        job.failed.connect(self._session.trouble)
        job.ended.connect(self._ended)
        self._session.jobs.start(job)

    def _measured(self, figures: tuple[PlannedFigure, ...]) -> None:
        self._figures = figures
        self._show()

    def _ended(self) -> None:
        self._running = False
        if self._again:
            self._again = False
            self.refresh()

    def _show(self) -> None:
        figures = self._figures
        hidden = sum(1 for figure in figures if figure.hidden)
        self.head.about.set_whole(
            ngettext("{n} figure", "{n} figures", len(figures)).format(n=len(figures))
            + (_(", {n} held back because few people are behind them").format(n=hidden) if hidden else "")
        )
        headings = (_("ID"), _("Figure"), _("Value"), _("From"), _("Period"), _("Source"))
        rows = [
            [
                Cell(figure.ref, "quiet", key=str(at)),
                Cell(figure.name, key=str(at), tip=figure.sentence),
                Cell(
                    _("Held back") if figure.hidden else figure.value,
                    "warn" if figure.hidden else "text",
                    strong=True,
                    key=str(at),
                ),
                Cell(_("too few people") if figure.hidden else figure.parts, "quiet", key=str(at)),
                Cell(figure.period, "quiet", key=str(at)),
                Cell(figure.source, "quiet", key=str(at)),
            ]
            for at, figure in enumerate(figures)
        ]
        self.table.show_rows(headings, rows, 1, (92, 0, 170, 130, 250, 110))
        if rows:
            self._picked("0")

    def _picked(self, key: str) -> None:
        if not key.isdigit() or int(key) >= len(self._figures):
            return
        figure = self._figures[int(key)]
        self.name.setText(figure.name)
        self.value.setText(_("Held back") if figure.hidden else figure.value)
        self.sentence.setText(figure.sentence)
        self.definition.setText(figure.definition)


def _day(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())
