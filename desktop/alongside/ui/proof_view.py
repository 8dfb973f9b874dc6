"""The Proof tab: each claim of an answer with what is behind it; what has nothing comes first."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from alongside.i18n import _, ngettext
from alongside.packs.trace import SAID, TO_MEND, Claim, Standing, Trace, trace
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import Segments, column, label

HERE, ALL = "here", "all"
_ICONS = {
    Standing.ROW: ("check-circle", "good"), Standing.RECORDS: ("chart-bar", "good"),
    Standing.SAME: ("check-circle", "good"), Standing.DIFFERS: ("warning", "warn"), Standing.NONE: ("warning", "warn"),
}  # fmt: skip
_CLAIM = Qt.ItemDataRole.UserRole + 1


class ProofView(QWidget):
    """Worked out when it is looked at: a pack is traced within a second, and not at every keystroke."""

    block_wanted = Signal(str, str)  # question, block

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._question, self._scope, self._stale = "", HERE, True
        self._trace = Trace((), ())
        inner = column(self, margin=16, space=10)
        inner.addWidget(label(_("What each claim rests on"), "heading"))
        self.scope = Segments(_("Claims"), [(HERE, _("This answer")), (ALL, _("The whole pack"))])
        self.scope.choose(HERE)
        self.scope.chosen.connect(self._scope_chosen)
        inner.addWidget(self.scope)
        self.words = label("", wrap=True)
        inner.addWidget(self.words)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Claims and what is behind them"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        inner.addWidget(self.list, 1)
        session.plan_changed.connect(self._changed)

    def show_question(self, question: str) -> None:
        """Show the claims of this answer."""
        self._question = question
        self.refresh()

    def refresh(self) -> None:
        """Work it out again where that is needed, and show it."""
        if not self.isVisible():
            return
        outlook = self._session.outlook
        if self._stale and outlook is not None:
            self._trace, self._stale = trace(outlook.plan, outlook.pack), False
        everywhere = self._scope == ALL or not self._question
        claims = self._trace.claims if everywhere else self._trace.of(self._question)
        mend = [item for item in claims if item.standing in TO_MEND]
        self.list.clear()
        for claim in (*mend, *(item for item in claims if item.standing not in TO_MEND)):
            self.list.addItem(self._item(claim, everywhere))
        self.words.setText(self._sentence(len(claims), len(mend)))

    def _sentence(self, total: int, mend: int) -> str:
        if not total:
            return _("Nothing here states a figure, a period or a practice by name.")
        if not mend:
            return _("All {n} claims have something behind them.").format(n=total)
        told = ngettext("{n} of {total} claims to look at.", "{n} of {total} claims to look at.", mend)
        return told.format(n=mend, total=total)

    def _item(self, claim: Claim, numbered: bool) -> QListWidgetItem:
        behind = " · ".join(part for part in (SAID[claim.standing], claim.ref, claim.title) if part)
        record = _("The record says: {text}").format(text=claim.record) if claim.record else ""
        number = f"{claim.number}  " if numbered else ""
        item = QListWidgetItem("\n".join(part for part in (f"{number}{behind}", claim.sentence, record) if part))
        icon, tone = _ICONS[claim.standing]
        item.setIcon(self._look.icon(icon, tone))
        item.setData(_CLAIM, claim)
        return item

    def _go(self, item: QListWidgetItem) -> None:
        claim: Claim = item.data(_CLAIM)
        self.block_wanted.emit(claim.question, claim.block)

    def _scope_chosen(self, key: str) -> None:
        self._scope = key
        self.refresh()

    def _changed(self) -> None:
        self._stale = True
        self.refresh()
