"""Under a block: its words that put a person down, hide who decides or claim too much, each with why and a way out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from alongside.checks.fair_words import FairHit
from alongside.i18n import _, ngettext
from alongside.ui.look import Look
from alongside.ui.widgets import button, chip, clear, column, frame, label, row

MOST = 8  # rows; whoever has more begins with these


class FairRow(QWidget):
    """One place: what stands there, why not, and what may be done."""

    replace_wanted = Signal(int)
    leave_wanted = Signal(int, str)

    def __init__(self, at: int, hit: FairHit) -> None:
        super().__init__()
        self._at = at
        inner = column(self, space=4)
        inner.addWidget(label(_("“{found}”. {why}").format(found=hit.found, why=hit.rule.why), wrap=True))
        if hit.rule.better:
            inner.addWidget(label(hit.rule.better, "small", wrap=True))
        line = row(space=8)
        self.replace = button(_("Write “{words}”").format(words=hit.instead), tip=_("Can be undone"))
        self.replace.setVisible(bool(hit.instead))
        self.replace.clicked.connect(self._replace)
        self.leave = button(_("Leave it …"), tip=_("Leave “{found}” as it is, with a reason").format(found=hit.found))
        self.leave.clicked.connect(self._ask)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Leave it, because …"))
        self.reason.setAccessibleName(_("Why “{found}” may stand; Enter keeps it").format(found=hit.found))
        self.reason.returnPressed.connect(self._leave)
        self.reason.hide()
        line.addWidget(self.replace)
        line.addWidget(self.leave)
        line.addWidget(self.reason, 1)
        line.addStretch(0)
        inner.addLayout(line)

    def _replace(self) -> None:
        self.replace_wanted.emit(self._at)

    def _ask(self) -> None:
        self.leave.hide()
        self.reason.show()
        self.reason.setFocus()

    def _leave(self) -> None:
        if self.reason.text().strip():
            self.leave_wanted.emit(self._at, self.reason.text().strip())


class FairList(QWidget):
    """Closed it is one line with a count; open it lists each place. Emits the place in the hits as last shown."""

    replace_wanted = Signal(int)
    leave_wanted = Signal(int, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._shown: tuple[tuple[str, str], ...] = ()
        inner = column(self, space=6)
        top = row(space=0)
        self.count = chip("", "warn")
        self.count.setAccessibleName(_("Words to look at"))
        self.count.setCheckable(True)
        self.count.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        look.dress(self.count, "warning", "warn", 14)
        self.count.toggled.connect(self._toggle)
        top.addWidget(self.count)
        top.addStretch(1)
        inner.addLayout(top)
        self._box = frame("note")
        self._lines = column(self._box, margin=10, space=10)
        self._box.hide()
        inner.addWidget(self._box)
        self.rows: list[FairRow] = []
        self.hide()

    def show_hits(self, hits: Sequence[FairHit]) -> None:
        """Show these; what is open stays open, and a reason half typed stays where nothing changed."""
        shown = tuple((hit.rule.id, hit.found) for hit in hits)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._lines)
        self.rows = []
        for at, hit in enumerate(hits[:MOST]):
            made = FairRow(at, hit)
            made.replace_wanted.connect(self.replace_wanted)
            made.leave_wanted.connect(self.leave_wanted)
            self.rows.append(made)
            self._lines.addWidget(made)
        if len(hits) > MOST:
            self._lines.addWidget(label(_("And {n} more.").format(n=len(hits) - MOST), "small"))
        n = len(hits)
        said = ngettext("{n} word to look at", "{n} words to look at", n).format(n=n)
        self.count.setText(said)
        self.count.setAccessibleName(said)
        self.count.setToolTip("\n".join(dict.fromkeys(f"“{hit.found}”: {hit.rule.why}" for hit in hits[:MOST])))
        self.setVisible(n > 0)

    def _toggle(self, opened: bool) -> None:
        self._box.setVisible(opened)
