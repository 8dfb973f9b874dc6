"""The library at a glance, under the packs: how much there is, what may be used, what to look at."""

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from alongside.findings import Level, tally
from alongside.i18n import _, ngettext
from alongside.ui.marks import mark_of
from alongside.ui.session import Session
from alongside.ui.widgets import button, column, label, row


class Glance(QFrame):
    """A few numbers, each leading to its rows."""

    sheet_wanted = Signal(str)  # a sheet, or "findings"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "panel")
        outer = column(self, margin=20, space=12)
        outer.addWidget(label(_("In the library"), "heading"))
        line = row(space=24)
        self._values: dict[str, QLabel] = {}
        self._notes: dict[str, QLabel] = {}
        for key, words in (
            ("evidence", _("Evidence")),
            ("stories", _("Stories")),
            ("answers", _("Reusable answers")),
            ("restrictions", _("Restrictions")),
            ("findings", _("To check")),
        ):
            part = QWidget()
            inner = column(part, space=0)
            self._values[key] = label("–", "number")
            link = button(words, "link")
            link.setProperty("sheet", key)
            link.setProperty("flush", "true")
            link.clicked.connect(self._clicked)
            self._notes[key] = label("", "small", wrap=True)
            inner.addWidget(self._values[key])
            inner.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            inner.addWidget(self._notes[key])
            inner.addStretch(1)
            line.addWidget(part, 1)
        outer.addLayout(line)
        self.refresh()

    def refresh(self) -> None:
        """Show the library as it was read."""
        known = self._session.known
        self.setVisible(known is not None)
        if known is None:
            return
        library, today = known.library, self._session.today
        counted = tally(library.findings)
        standing = Counter(mark_of(story, today).tone for story in library.stories)
        due = sum(1 for item in library.evidence if item.review_due and item.review_due < today)
        open_now = sum(1 for item in library.restrictions if item.ended_on is None or item.ended_on > today)
        texts = {
            "evidence": (len(library.evidence), _("{n} due for review").format(n=due)),
            "stories": (len(library.stories), _("{n} may not be used now").format(n=standing["block"])),
            "answers": (len(library.answers), ""),
            "restrictions": (
                len(library.restrictions),
                ngettext("{n} open today", "{n} open today", open_now).format(n=open_now),
            ),
            "findings": (
                counted[Level.BLOCK] + counted[Level.WARN],
                _("{n} of them would block").format(n=counted[Level.BLOCK]),
            ),
        }
        for key, (n, note) in texts.items():
            self._values[key].setText(f"{n:,}")
            self._notes[key].setText(note)

    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.sheet_wanted.emit(str(sender.property("sheet")))
