"""The Readiness place: framework items against evidence categories, for a service; a cell lists its evidence."""

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QSplitter, QWidget

from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.records import EVIDENCE_CATEGORIES
from alongside.library.triples import months_before
from alongside.packs.coverage import Coverage, Grade, Line
from alongside.packs.readiness import Moved, added, caveat, gap_actions, side_by_side, since
from alongside.packs.self_check import check_sentence, self_check, triangulated
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.simple_table import Cell, SimpleTable
from alongside.ui.widgets import Head, button, column, frame, icon_button, label, row, scrolled
from alongside.ui.wording import CATEGORIES, title_of, value_text
from alongside.ui.work import now

REF = Qt.ItemDataRole.UserRole
EVERY = "*"  # in the stead of a service: all of them side by side
SHORT = {
    "EXP": _("Experience"),
    "STAFF": _("Staff"),
    "PARTNER": _("Partners"),
    "OBS": _("Observed"),
    "PROC": _("Processes"),
    "OUT": _("Outcomes"),
}
# How a grade is shown: its word, the tone of the text and of what lies behind it.
GRADES = {
    Grade.STRONG: (_("Strong"), "good", "good_soft"),
    Grade.FAIR: (_("Fair"), "accent", "accent_soft"),
    Grade.WEAK: (_("Weak"), "warn", "warn_soft"),
    Grade.NONE: (_("Nothing yet"), "block", "block_soft"),
}


class ReadinessPlace(QWidget):
    """Where the gaps are."""

    record_wanted = Signal(str)  # ref
    file_made = Signal(Path)  # to be shown
    place_wanted = Signal(str)  # key of ui.places

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._lines: tuple[Line, ...] = ()
        self._moved: dict[str, Moved] = {}
        self._stale = True
        self.setAccessibleName(_("Readiness"))
        outer = column(self, space=0)
        self.head = Head(_("Readiness"))
        self.framework, self.service = QComboBox(), QComboBox()
        for box, name in ((self.framework, _("Framework")), (self.service, _("Service"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(20)
            box.activated.connect(self.refresh)
            self.head.line.addWidget(box)
        self.boards = {
            "consistency": icon_button(look, "scales", _("What the sources say")),
            "restrictions": icon_button(look, "hand-palm", _("Restrictions")),
        }
        for key, verb in self.boards.items():
            verb.setProperty("place", key)
            verb.clicked.connect(self._board_wanted)
            self.head.line.addWidget(verb)
        outer.addWidget(self.head)
        self.gaps = button(_("Gaps into actions"), "quiet", _("Write an action for each gap that has none yet"))
        self.walk = button(
            _("Walk-round sheet"), "quiet", _("What to hear and look for in the service, as a Word document")
        )
        self.change = label("", "quiet", wrap=True)
        self.gaps.clicked.connect(self._write_actions)
        self.walk.clicked.connect(self._make_sheet)
        line = row(margin=16)
        line.addWidget(self.change, 1)
        self.version = button(_("Another version"), "quiet", _("Tag the library for another version of its framework"))
        self.version.setProperty("place", "another version")
        self.version.clicked.connect(self._board_wanted)
        line.addWidget(self.version)
        line.addWidget(self.gaps)
        line.addWidget(self.walk)
        outer.addLayout(line)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        middle = QWidget()
        inner = column(middle, margin=16)
        self.table = SimpleTable(look, _("Framework items and evidence"))
        self.table.picked.connect(self._picked)
        inner.addWidget(self.table)
        panes.addWidget(middle)
        side = frame("aside")
        inner = column(side, margin=16, space=8)
        self.title = label("", "heading", wrap=True)
        self.note = label("", "quiet", wrap=True)
        self.refs = QListWidget()
        self.refs.setAccessibleName(_("Evidence that speaks to it"))
        self.refs.setWordWrap(True)
        self.refs.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.refs.itemActivated.connect(self._ref_chosen)
        self.refs.itemClicked.connect(self._ref_chosen)
        said = QWidget()
        lines = column(said, space=8)
        lines.addWidget(self.title)
        lines.addWidget(self.note)
        lines.addStretch(1)
        inner.addWidget(scrolled(said), 3)
        inner.addWidget(self.refs, 2)
        side.setMinimumWidth(look.px(260))
        panes.addWidget(side)
        panes.setStretchFactor(0, 1)
        panes.setSizes([960, 320])
        outer.addWidget(panes, 1)
        session.library_changed.connect(self._library_changed)
        look.changed.connect(self.refresh)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self._library_changed()

    def _library_changed(self) -> None:
        self._stale = not self.isVisible()
        known = self._session.known
        if self._stale or known is None:
            return
        before = self.framework.currentData(), self.service.currentData()
        self.framework.clear()
        self.service.clear()
        for version in known.frameworks.versions:
            if known.frameworks.items_of(version.framework_id):
                self.framework.addItem(f"{version.name} ({version.status})", version.framework_id)
        self.service.addItem(_("The whole provider"), "")
        for service in known.library.services:
            self.service.addItem(service.service_name, service.service_id)
        self.service.addItem(_("Services side by side"), EVERY)
        for box, data in zip((self.framework, self.service), before, strict=True):
            box.setCurrentIndex(max(0, box.findData(data)))
        self.refresh()

    def refresh(self, _index: int = 0) -> None:
        """Work the grid out again."""
        known = self._session.known
        if known is None or self._stale:
            return
        framework_id = str(self.framework.currentData() or "")
        service = str(self.service.currentData() or "")
        today = self._session.today
        covered = Coverage(known.library, known.frameworks, framework_id, today)
        self.gaps.setEnabled(service != EVERY)
        self.walk.setEnabled(service != EVERY)
        if service == EVERY:
            self._show_every(covered)
            return
        self._lines = covered.of(service)
        day = months_before(today, 1)
        found, earlier = since(known.library, known.frameworks, framework_id, service, (day, today))
        self._moved = {item.line.item.item_id: item for item in found if item.was is not item.line.grade}
        better = sum(item.better for item in self._moved.values())
        self.change.setText(
            _("Since last month {better} items are better borne out and {worse} less.").format(
                better=better, worse=len(self._moved) - better
            )
        )
        self.change.setToolTip(caveat(earlier, day))
        counts = Counter(line.grade for line in self._lines)
        self.head.about.set_whole(
            _("{strong} strong, {fair} fair, {weak} weak, {none} with nothing yet").format(
                strong=counts[Grade.STRONG], fair=counts[Grade.FAIR], weak=counts[Grade.WEAK], none=counts[Grade.NONE]
            )
        )
        headings = (
            _("Item"),
            _("Statement"),
            *(SHORT[name] for name in EVIDENCE_CATEGORIES),
            _("Together"),
            _("Month"),
        )
        rows = [self._row(at, line) for at, line in enumerate(self._lines)]
        self.table.show_rows(headings, rows, 1, (84, 0, 92, 64, 74, 86, 84, 84, 116, 64))
        if self._lines:
            self._picked("0|")

    def _row(self, at: int, line: Line) -> list[Cell]:
        item = line.item
        cells = [
            Cell(item.item_id, "quiet", key=f"{at}|"),
            Cell(
                item.title,
                strong=item.relevance == "3",
                tip=f"{item.key_question}: {item.title}. {item.note}",
                key=f"{at}|",
            ),
        ]
        for name in EVIDENCE_CATEGORIES:
            graded = line.cells[name]
            n = len(graded.proofs)
            word, tone, fill = GRADES[graded.grade]
            cells.append(
                Cell(
                    str(n) if n else "–",
                    tone if n else "quiet",
                    fill if n else "",
                    centre=True,
                    tip=f"{CATEGORIES[name]}: {n}. {word}. {graded.reason}" if n else f"{CATEGORIES[name]}: {n}",
                    key=f"{at}|{name}",
                )
            )
        word, tone, fill = GRADES[line.grade]
        if line.process_only:
            word = _("Process only")
        cells.append(Cell(word, tone, fill, centre=True, tip=line.reason, key=f"{at}|"))
        cells.append(self._change(at, self._moved.get(item.item_id)))
        return cells

    @staticmethod
    def _change(at: int, item: Moved | None) -> Cell:
        if item is None:
            return Cell("", key=f"{at}|", centre=True, tip=_("As last month"))
        tip = _("{was} a month ago").format(was=GRADES[item.was][0])
        return Cell("▲" if item.better else "▼", "good" if item.better else "warn", centre=True, tip=tip, key=f"{at}|")

    def _show_every(self, covered: Coverage) -> None:
        """All services side by side: each item's grade in each."""
        known = self._session.known
        if known is None:
            return
        beside = side_by_side(covered, known.library)
        names = {service.service_id: service.service_name for service in known.library.services}
        self._lines, self._moved = covered.of(""), {}
        self.change.setText(_("What belongs to the whole provider counts for each service."))
        self.change.setToolTip("")
        self.head.about.set_whole(ngettext("{n} service", "{n} services", len(beside)).format(n=len(beside)))
        rows = []
        for at, line in enumerate(self._lines):
            cells = [Cell(line.item.item_id, "quiet", key=f"{at}|"), Cell(line.item.title, key=f"{at}|")]
            for service, theirs in beside.items():
                word, tone, fill = GRADES[theirs[at].grade]
                tip = f"{names[service]}: {word}. {theirs[at].reason}"
                cells.append(Cell(word, tone, fill, centre=True, tip=tip, key=f"{at}|"))
            rows.append(cells)
        self.table.show_rows((_("Item"), _("Statement"), *beside), rows, 1, (84, 0, *(120 for _each in beside)))
        if self._lines:
            self._picked("0|")

    # --- what is made of it -------------------------------------------------------------------------------------

    def _write_actions(self) -> None:
        known = self._session.known
        if known is None:
            return
        service, today = str(self.service.currentData() or ""), self._session.today
        gaps = gap_actions(self._lines, known.library, service, today)
        if not gaps:
            self._session.tell(_("No gap is left without an open action."))
            return
        edits = self._session.edits
        edits.save(added(gaps, known.library, today, edits.waiting_ids()))
        self._session.tell(
            ngettext(
                "{n} action goes into the sheet actions.", "{n} actions go into the sheet actions.", len(gaps)
            ).format(n=len(gaps))
        )

    def _make_sheet(self) -> None:
        known, workspace = self._session.known, self._session.workspace
        if known is None or workspace is None:
            return
        service, today = str(self.service.currentData() or ""), self._session.today
        library, path = known.library, workspace.out / f"walk-round-{service or 'all'}.docx"

        at = now()

        def make(_control: JobControl) -> Path:
            from alongside.bulk.exporting import note_export  # noqa: PLC0415 - seldom asked for
            from alongside.packs.walk_round import walk_round  # noqa: PLC0415
            from alongside.render.report_file import write_report  # noqa: PLC0415

            path.parent.mkdir(parents=True, exist_ok=True)
            write_report(path, walk_round(library, service, today), workspace)
            note_export(workspace, path, "report", at)
            return path

        job = Job(_("Making the walk-round sheet"), make)
        job.succeeded.connect(self.file_made)
        job.failed.connect(self._session.trouble)
        self._session.jobs.start(job)

    def _picked(self, key: str) -> None:
        known = self._session.known
        at, _bar, category = key.partition("|")
        if known is None or not at.isdigit() or int(at) >= len(self._lines):
            return
        line = self._lines[int(at)]
        refs = line.refs[category] if category else tuple(proof.ref for proof in line.proofs)
        graded = line.cells[category] if category else line
        self.title.setText(f"{line.item.item_id}  {line.item.title}")
        said = CATEGORIES[category] + ". " if category else ""
        count = ngettext("{n} row speaks to it.", "{n} rows speak to it.", len(refs)).format(n=len(refs))
        grade = f"{GRADES[graded.grade][0]}: {graded.reason}"
        about = f"{line.item.key_question}. {said}{count}"
        more = () if category else self._more(line)
        self.note.setText("\n\n".join(part for part in (about, grade, *more, line.item.note) if part))
        self.refs.clear()
        for ref in refs:
            record = known.library.get(ref)
            row = QListWidgetItem(f"{ref}   {title_of(record) if record else ''}")
            row.setData(REF, ref)
            self.refs.addItem(row)

    def _board_wanted(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.place_wanted.emit(str(sender.property("place")))

    def _more(self, line: Line) -> tuple[str, ...]:
        """Whose voice, which claims stand alone, and the self-check."""
        known, today = self._session.known, self._session.today
        if known is None or not line.proofs:
            return ()
        said = [f"{value_text(voice) if voice else _('not recorded')} {n}" for voice, n in line.voices.items()]
        alone = [claim.ref for claim in triangulated(line, today) if not claim.holds]
        checked = self_check(line, known.frameworks, today)
        return (
            _("Whose voice: {voices}.").format(voices=", ".join(said)),
            _("Not borne out by another kind: {refs}.").format(refs=", ".join(alone)) if alone else "",
            check_sentence(checked) if checked else "",
        )

    def _ref_chosen(self, item: QListWidgetItem) -> None:
        self.record_wanted.emit(str(item.data(REF)))
