"""The consistency board in the window: what the sources say of each person and topic, and its explanation."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from alongside.errors import AlongsideError
from alongside.figures.labels import in_words
from alongside.i18n import _
from alongside.library.editing.journal import State
from alongside.library.editing.saving import Outcome
from alongside.library.library import Library
from alongside.library.records import Triple
from alongside.packs.consistency import GOOD, Board, Line, board, board_report, explained, narrowed
from alongside.report import Report
from alongside.ui.ask import Ask
from alongside.ui.board_place import BoardPlace, fill
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.simple_table import Cell
from alongside.ui.widgets import button, label
from alongside.ui.wording import day
from alongside.ui.work import Knowledge

NARROW = (84, 150, 124, 92, 92, 110, 0)


class ConsistencyPlace(BoardPlace):
    """Risk assessment, care plan, practice and the person side by side, the most urgent first."""

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        self.board: Board | None = None
        self._lines: dict[str, Line] = {}
        super().__init__(look, session, ask, _("What the sources say"), _("Comparisons"))
        self.topic, self.result = self.add_filter(_("Topic")), self.add_filter(_("Result"))
        self.why, self.agreed = QPlainTextEdit(), QPlainTextEdit()
        self.said = label("", "small", wrap=True, tone="block")

    def show_lines(self, known: Knowledge) -> None:
        shown = board(known.library, self._session.today, (self.scope,) if self.scope else ())
        self.board = shown
        topics = sorted({line.topic for line in shown.lines})
        fill(self.topic, [(_("All topics"), ""), *((topic, topic) for topic in topics)])
        fill(
            self.result,
            [(_("All results"), "")]
            + [(f"{in_words(key)} ({n})", key) for key, n in shown.counts.items() if n],
        )  # fmt: skip
        lines = narrowed(shown, str(self.topic.currentData() or ""), str(self.result.currentData() or ""))
        self._lines = {line.ref: line for line in lines}
        self.head.about.set_whole(
            _("{settled} of {total} agree, or the difference is explained").format(
                settled=shown.settled, total=len(shown.lines)
            )
        )
        self.empty.setText(
            _("No comparison is both of this topic and this result. Choose all of one of them.")
            if shown.lines
            else _("There is no comparison here yet. Fill in the sheet triples: one row for a person and a topic.")
        )
        self.empty.setVisible(not lines)
        headings = (
            _("Record"), _("Topic"), _("Risk assessment"), _("Care plan"), _("Practice"), _("The person"),
            _("What is found"),
        )  # fmt: skip
        self.table.show_rows(headings, [_row(line) for line in lines], 6, NARROW)
        if self._chosen not in self._lines:
            self._chosen = lines[0].ref if lines else ""

    def show_detail(self, ref: str) -> None:
        line = self._lines.get(ref)
        if line is None:
            self.detail.addWidget(label(_("Choose a line to read what each source says."), "quiet", wrap=True))
            return
        self.detail.addWidget(label(f"{line.topic}, {line.ref}", "heading", wrap=True))
        for result in line.results:
            good = result.key in GOOD
            self.detail.addWidget(label(result.words, "reading", wrap=True, tone="good" if good else "block"))
            if result.remedy:
                self.detail.addWidget(label(result.remedy, "small", wrap=True))
            for other in result.others:
                self.offer_record(other, _("Look at {ref}, which has the same words").format(ref=other))
        if not line.results:
            self.detail.addWidget(label(_("Not known: a level is missing."), "reading", wrap=True))
        for doubt in line.doubts:
            self.detail.addWidget(label(doubt, "small", wrap=True, tone="warn"))
        for leg in (*line.legs, line.family):
            if leg is line.family and not leg.says:
                continue
            facts = [leg.name, day(leg.on) if leg.on else _("no date"), leg.view or leg.dots]
            self.say("  ·  ".join(facts), leg.says)
        if line.explained:
            self.say(_("Why they differ"), line.explained)
        if line.resolution:
            self.say(
                _("What was agreed") + (f"  ·  {day(line.resolved_on)}" if line.resolved_on else ""), line.resolution
            )
        self.offer_record(line.ref, _("Open the record"))
        self._offer_explaining(line)

    def _offer_explaining(self, line: Line) -> None:
        self.why, self.agreed = QPlainTextEdit(line.explained), QPlainTextEdit(line.resolution)
        self.said = label("", "small", wrap=True, tone="block")
        for words, field in ((_("Why they differ"), self.why), (_("What was agreed"), self.agreed)):
            self.detail.addWidget(label(words, "caps"))
            field.setAccessibleName(words)
            field.setTabChangesFocus(True)
            field.setFixedHeight(self._look.px(72))
            self.detail.addWidget(field)
        self.save = button(_("Write it down"), "primary", _("Writes the explanation into the workbook, dated today"))
        self.save.clicked.connect(self._save)
        self.detail.addWidget(self.said)
        self.detail.addWidget(self.save)

    def _save(self) -> None:
        known, line = self._session.known, self._lines.get(self._chosen)
        item = known.library.record_at("triples", line.ref) if known is not None and line is not None else None
        if not isinstance(item, Triple):
            return
        try:
            changes = explained(item, self.why.toPlainText(), self.agreed.toPlainText(), self._session.today)
        except AlongsideError as error:
            self.said.setText(error.sentence())
            return
        edits = self._session.edits
        self.save.setEnabled(False)
        edits.saved.connect(self._saved, Qt.ConnectionType.SingleShotConnection)
        edits.refused.connect(self._refused, Qt.ConnectionType.SingleShotConnection)
        edits.save(changes)

    def _saved(self, outcome: Outcome) -> None:
        self._session.edits.refused.disconnect(self._refused)
        self._session.tell(
            _("The explanation is in the workbook. Undo is in the Library.")
            if outcome.state is State.APPLIED
            else outcome.reason or _("The change waits; the Library shows it.")
        )
        self.refresh()

    def _refused(self, error: AlongsideError) -> None:
        self._session.edits.saved.disconnect(self._saved)
        self.save.setEnabled(True)
        self.said.setText(error.sentence())

    def report(self, library: Library) -> tuple[str, Report] | None:
        if self.board is None:
            return None
        name = "-".join(part for part in ("what-the-sources-say", self.scope) if part)
        return name, board_report(self.board, library, self.scope, self._session.today)


def _row(line: Line) -> list[Cell]:
    tone, fill_, words = "block", "", "; ".join(in_words(result.key) for result in line.results)
    if not line.results:
        tone, words = "warn", _("Not known: a level is missing")
    elif line.settled:
        tone = "good"
    cells = [Cell(line.ref, "quiet", key=line.ref), Cell(line.topic, strong=not line.settled, key=line.ref)]
    for leg in (line.risk, line.plan, line.practice):
        on = day(leg.on) if leg.on else _("no date")
        cells.append(
            Cell(leg.dots, key=line.ref, tip=f"{leg.name}: {leg.level_words}, {on}. {leg.says}")
        )  # fmt: skip
    cells.append(Cell(line.person.view or "–", key=line.ref, tip=line.person.says or _("Not recorded")))
    cells.append(Cell(words, tone, fill_, key=line.ref, tip=" ".join(result.words for result in line.results)))
    return cells
