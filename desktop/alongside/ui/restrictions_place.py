"""The register of restrictions in the window: what to act on now on top, then what is due or missing."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from alongside.figures.labels import in_words
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.packs.charting import planned_chart
from alongside.packs.plan import PlannedTable
from alongside.packs.restrictive import ACT_NOW, Entry, Register, register, said
from alongside.packs.restrictive_report import (
    affected,
    alarm_words,
    life_measures,
    life_value,
    restrictions_report,
    whole,
)
from alongside.report import Report
from alongside.ui.ask import Ask
from alongside.ui.board_place import BoardPlace, fill
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.simple_table import Cell
from alongside.ui.way import Changes, Way
from alongside.ui.widgets import column, frame, label
from alongside.ui.wording import day
from alongside.ui.work import Knowledge

REF = Qt.ItemDataRole.UserRole
NARROW = (84, 190, 190, 110, 0)
WATERFALL = "restriction_changes_waterfall"


class RestrictionsPlace(BoardPlace):
    """No filter takes a line out of what must be acted on: those of other services stand there too."""

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        self.register: Register | None = None
        self._entries: dict[str, Entry] = {}
        self._tables: dict[str, Mapping[str, PlannedTable]] = {}  # by scope, as long as the library stays
        self._running = False
        super().__init__(look, session, ask, _("Restrictions"), _("The register"))
        self.state = self.add_filter(_("State"))
        fill(
            self.state,
            [(_("Open and ended"), ""), (_("Open"), "open"), (_("Overdue or without footing"), "due"),
             (_("Something missing"), "missing"), (_("Blanket rules"), "blanket")],
        )  # fmt: skip
        self.safety = frame("note", tone="block")
        inside = column(self.safety, margin=12, space=6)
        self.act = label("", "strong", wrap=True, tone="block")
        self.alarms = QListWidget()
        self.alarms.setAccessibleName(_("Act now: records to raise"))
        self.alarms.setWordWrap(True)
        self.alarms.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.alarms.itemActivated.connect(self._alarm_chosen)
        self.alarms.itemClicked.connect(self._alarm_chosen)
        inside.addWidget(self.act)
        inside.addWidget(self.alarms)
        self.middle.insertWidget(0, self.safety)
        session.library_changed.connect(self._forget)

    def show_lines(self, known: Knowledge) -> None:
        shown = register(known.library, self._session.today, (self.scope,) if self.scope else ())
        self.register = shown
        self._show_alarms(shown)
        state = str(self.state.currentData() or "")
        entries = shown.narrowed(state)
        self._entries = {entry.ref: entry for entry in entries}
        self.head.about.set_whole(
            _("{open} open, {due} overdue or without footing, {missing} with something missing").format(
                open=len(shown.standing), due=shown.due, missing=shown.missing
            )
        )
        self.empty.setText(
            _("Nothing of the register is in this state.")
            if shown.entries
            else _("The register is empty here. Fill in the sheet restrictions: one row for each restriction.")
        )
        self.empty.setVisible(not entries)
        headings = (_("Record"), _("Restriction"), _("Authority"), _("Next review"), _("What is due or missing"))
        self.table.show_rows(headings, [_row(entry) for entry in entries], 4, NARROW)
        if self._chosen not in self._entries:
            self._chosen = entries[0].ref if entries else ""
        self._measure(known)

    def _show_alarms(self, shown: Register) -> None:
        n = len(shown.alarms)
        self.safety.setVisible(bool(n))
        count = ngettext("{n} record looks", "{n} records look", n).format(n=n)
        self.act.setText(
            _("Act now. {count} like unlawful or unreported restraint. {act}").format(count=count, act=ACT_NOW)
        )
        self.alarms.clear()
        for alarm in shown.alarms:
            elsewhere = "" if alarm.here else _(" (another service: {service})").format(service=alarm.record.service_id)
            row = QListWidgetItem(alarm_words(alarm) + elsewhere)
            row.setData(REF, alarm.ref)
            self.alarms.addItem(row)
        self.alarms.setFixedHeight(self._look.px(36 * min(max(n, 1), 3) + 8))

    def _alarm_chosen(self, item: QListWidgetItem) -> None:
        ref = str(item.data(REF))
        if ref in self._entries:
            self._show_detail(ref)
        else:
            self.record_wanted.emit(ref)

    def show_detail(self, ref: str) -> None:
        entry = self._entries.get(ref)
        if entry is not None:
            self._show_entry(entry)
        self._show_whole()

    def _show_entry(self, entry: Entry) -> None:
        item = entry.item
        self.detail.addWidget(label(f"{entry.name}, {entry.ref}", "heading", wrap=True))
        for need in entry.needs:
            self.detail.addWidget(label(need.words, "reading", wrap=True, tone="block" if need.due else "warn"))
            if need.remedy:
                self.detail.addWidget(label(need.remedy, "small", wrap=True))
        self.detail.addWidget(label(_("Its way, as far as the register holds it"), "caps"))
        self.detail.addWidget(Way(self._look, entry.steps))
        self.say(_("What happens"), item.description)
        self.say(_("Authority"), entry.authority)
        self.say(_("Tried first"), said(item.alternatives_tried))
        self.say(_("The person's view"), said(item.person_view))
        self.say(_("Who was consulted"), entry.consulted)
        self.say(_("Advocate"), entry.advocate)
        self.say(_("Plan to reduce it"), said(item.reduction_plan))
        if item.scope == "blanket":
            self.say(_("Why for everybody"), said(item.blanket_justification))
            self.say(_("People it binds without need"), affected(entry))
        self.offer_record(entry.ref, _("Open the record"))

    def _show_whole(self) -> None:
        known, tables = self._session.known, self._tables.get(self.scope)
        if known is None or tables is None:
            return
        self.detail.addWidget(label(_("The whole register in a year"), "heading", wrap=True))
        chart = planned_chart(WATERFALL, {}, tables)
        if chart is not None:
            self.detail.addWidget(Changes(self._look, chart))
            self.detail.addWidget(label(chart.note, "small", wrap=True))
        else:
            self.detail.addWidget(
                label(
                    _("There are too few restrictions to show how they changed without pointing at somebody."),
                    "small",
                    wrap=True,
                )
            )
        life = life_measures(known.library, self._session.today, (self.scope,) if self.scope else ())
        words = "\n".join(f"{item.name}: {life_value(item)}" for item in life[:3])
        self.say(_("How life is meanwhile"), words or _("The sheet metrics holds no measure of quality of life."))

    def _measure(self, known: Knowledge) -> None:
        """Work out what may be shown of the whole, on a thread of the pool."""
        scope, today = self.scope, self._session.today
        if scope in self._tables or self._running:
            return
        self._running = True

        def measure(_control: JobControl) -> tuple[str, Library, Mapping[str, PlannedTable]]:
            return scope, known.library, whole(known.library, today, (scope,) if scope else ())

        job = Job(_("Working out how the register changed"), measure, shown=False)
        job.succeeded.connect(self._measured)
        job.failed.connect(self._session.trouble)
        job.ended.connect(self._ended)
        self._session.jobs.start(job)

    def _measured(self, found: tuple[str, Library, Mapping[str, PlannedTable]]) -> None:
        scope, library, tables = found
        if self._session.known is not None and self._session.known.library is library:
            self._tables[scope] = tables
            if scope == self.scope:
                self._show_detail(self._chosen)

    def _ended(self) -> None:
        self._running = False
        if self._session.known is not None and self.isVisible() and self.scope not in self._tables:
            self._measure(self._session.known)

    def _forget(self) -> None:
        self._tables.clear()
        if not self._stale and self._session.known is not None:
            self._measure(self._session.known)

    def report(self, library: Library) -> tuple[str, Report] | None:
        if self.register is None:
            return None
        name = "-".join(part for part in ("restrictions", self.scope) if part)
        return name, restrictions_report(self.register, library, self.scope, self._session.today)


def _row(entry: Entry) -> list[Cell]:
    first = entry.needs[0] if entry.needs else None
    words = first.words if first else _("In order") if entry.open else _("Ended")
    more = len(entry.needs) - 1
    if more > 0:
        words += " " + _("and {n} more").format(n=more)
    tone = ("block" if first.due else "warn") if first else "good" if entry.open else "quiet"
    due = entry.next_review
    return [
        Cell(entry.ref, "quiet", key=entry.ref),
        Cell(entry.name, strong=bool(entry.needs), key=entry.ref),
        Cell(in_words(entry.item.authority), key=entry.ref, tip=entry.authority),
        Cell(day(due) if due else _("no date"), key=entry.ref),
        Cell(words, tone, key=entry.ref, tip=" ".join(need.words for need in entry.needs) or words),
    ]
