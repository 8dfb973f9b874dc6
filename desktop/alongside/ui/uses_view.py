"""Where one item of the library went: each pack and question, when, as draft or final, and what came of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from alongside.i18n import _, ngettext
from alongside.library.ledger.entries import Outcome, Result
from alongside.library.ledger.reading import Use, summary
from alongside.packs.measures import shown_day
from alongside.ui.ledger_desk import LedgerDesk
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import clear, column, frame, label, row, scrolled

RESULTS = {  # icon, tone, words
    Result.WON: ("trophy", "good", _("Won")),
    Result.LOST: ("x-circle", "quiet", _("Lost")),
    Result.WITHDRAWN: ("arrow-u-up-left", "quiet", _("Withdrawn")),
}
PURPOSES = {"tender": _("tender"), "inspection": _("inspection")}


def score_text(outcome: Outcome) -> str:
    """ "8 of 10"; "8" where the highest mark is not known."""
    score = f"{outcome.score:g}" if outcome.score is not None else ""
    return _("{score} of {out_of}").format(score=score, out_of=f"{outcome.out_of:g}") if outcome.out_of else score


class UsesView(QWidget):
    """Everything the ledger and the packs of the workspace say of one item."""

    def __init__(self, look: Look, session: Session, desk: LedgerDesk) -> None:
        super().__init__()
        self._look, self._session, self._desk = look, session, desk
        self._ref = ""
        self.setAccessibleName(_("Where it went"))
        outer = column(self)
        body = QWidget()
        self._list: QVBoxLayout = column(body, space=10)
        self._list.setContentsMargins(0, 4, 8, 16)
        outer.addWidget(scrolled(body))
        desk.changed.connect(self._show)
        session.cards_changed.connect(self._show)
        look.changed.connect(self._show)

    def show_ref(self, ref: str) -> None:
        """Show another item; "" is none."""
        if ref != self._ref:
            self._ref = ref
            self._show()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._desk.refresh()
        self._show()

    def _show(self) -> None:
        if not self.isVisible():
            return
        clear(self._list)
        if not self._ref:
            return
        uses = self._desk.uses_of(self._ref)
        planned = self._session.uses_of(self._ref)
        for finding in self._desk.read.findings:
            self._list.addWidget(label(f"{finding.message} {finding.remedy}", "small", wrap=True, tone="warn"))
        if uses:
            self._list.addWidget(label(_in_short(self._ref, uses), "heading", wrap=True))
        else:
            self._list.addWidget(label(_("Not in any pack that was built yet"), "heading", wrap=True))
            hint = _("Each pack you build is noted here, with what came of it once you enter that in Packs.")
            self._list.addWidget(label(hint, "quiet", wrap=True))
        if planned:
            self._list.addWidget(label(_("Being written now"), "caps"))
            for words in planned:
                self._list.addWidget(label(words, "quiet", wrap=True))
        if uses:
            self._list.addWidget(label(_("Built"), "caps"))
            for use in uses:
                self._list.addWidget(UseCard(self._look, use))
        self._list.addStretch(1)


def _in_short(ref: str, uses: Sequence[Use]) -> str:
    found = summary(ref, uses)
    parts = [ngettext("In {n} pack", "In {n} packs", found.packs).format(n=found.packs)]
    if found.finals:
        parts.append(_("{n} final").format(n=found.finals))
    if found.won:
        parts.append(_("won {n}").format(n=found.won))
    if found.lost:
        parts.append(_("lost {n}").format(n=found.lost))
    if found.best is not None:
        parts.append(_("best score {share:.0%}").format(share=found.best))
    return ", ".join(parts)


class UseCard(QFrame):
    """One use."""

    def __init__(self, look: Look, use: Use) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        inner = column(self, margin=12, space=3)
        place = f"{use.question.number}  {use.question.heading}".strip() if use.question else ""
        state = _("Final") if use.final else _("Draft")
        day = shown_day(use.last) if use.last else _("day not known")
        head = row(space=8)
        head.addWidget(label(use.title, wrap=True), 1)
        if use.result:
            icon, tone, words = RESULTS[use.result]
            mark = QLabel()
            look.dress(mark, icon, tone, 16)
            head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            head.addWidget(label(words, "small", tone="good" if tone == "good" else ""), 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(head)
        facts = [state, day, place, use.audience, PURPOSES.get(use.purpose, use.purpose.replace("_", " "))]
        if use.example:
            facts.append(_("sample data"))
        line = "  ·  ".join(part for part in facts if part)
        inner.addWidget(label(line, "small", wrap=True))
        said = [line, use.title]
        if use.through:
            inner.addWidget(self._small(_("In the answer {ref}, which draws on it").format(ref=use.through)))
        if use.versions > 1:
            inner.addWidget(self._small(_("Its text changed between builds")))
        scored = use.scored
        if scored is not None:
            of = _("Score of the answer: {score}") if use.answer is scored else _("Score of the pack: {score}")
            told = of.format(score=score_text(scored))
            inner.addWidget(label(told, wrap=True))
            said.append(told)
        words = use.words or use.told
        if words:
            quoted = frame("quote") if use.words else None
            text = label(f"“{words}”" if use.words else words, "quiet", wrap=True)
            if quoted is not None:
                box = column(quoted)
                box.setContentsMargins(8, 2, 0, 2)
                box.addWidget(text)
                inner.addWidget(quoted)
            else:
                inner.addWidget(text)
            said.append(words)
        self.setAccessibleName(", ".join(said))

    @staticmethod
    def _small(text: str) -> QLabel:
        return label(text, "small", wrap=True)
