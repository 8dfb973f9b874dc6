"""The Readiness place: framework items against evidence categories, for a service; a cell lists its evidence."""

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QSplitter, QWidget

from alongside.i18n import _, ngettext
from alongside.library.records import EVIDENCE_CATEGORIES
from alongside.packs.coverage import Grade, Line, coverage
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.simple_table import Cell, SimpleTable
from alongside.ui.widgets import Head, column, frame, icon_button, label
from alongside.ui.wording import CATEGORIES, title_of

REF = Qt.ItemDataRole.UserRole
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
    place_wanted = Signal(str)  # key of ui.places

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._lines: tuple[Line, ...] = ()
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
        }
        for key, verb in self.boards.items():
            verb.setProperty("place", key)
            verb.clicked.connect(self._board_wanted)
            self.head.line.addWidget(verb)
        outer.addWidget(self.head)
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
        inner.addWidget(self.title)
        inner.addWidget(self.note)
        inner.addWidget(self.refs, 1)
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
        self._lines = coverage(known.library, known.frameworks, framework_id, service, self._session.today)
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
        )
        rows = [self._row(at, line) for at, line in enumerate(self._lines)]
        self.table.show_rows(headings, rows, 1, (84, 0, 92, 64, 74, 86, 84, 84, 116))
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
        return cells

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
        self.note.setText("\n\n".join(part for part in (about, grade, line.item.note) if part))
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

    def _ref_chosen(self, item: QListWidgetItem) -> None:
        self.record_wanted.emit(str(item.data(REF)))
