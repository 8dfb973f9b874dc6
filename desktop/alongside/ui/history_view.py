"""How a record's texts became what they are: each version with who and when, and the words that changed marked."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.records import Record
from alongside.library.upkeep.difference import Part, difference
from alongside.library.upkeep.versions import Version, Versions, read_versions
from alongside.packs.measures import shown_day
from alongside.ui import work
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.merge_view import escaped
from alongside.ui.session import Session
from alongside.ui.widgets import clear, column, frame, label, marked_label, scrolled
from alongside.ui.wording import label_of

AROUND = 80  # characters of unchanged text shown beside a change


class HistoryView(QWidget):
    """The newest version first. Notes what is new before it tells, so that a change made in Excel is there too."""

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._record: Record | None = None
        self._running = self._again = False
        self.setAccessibleName(_("History"))
        outer = column(self)
        body = QWidget()
        self._list: QVBoxLayout = column(body, space=10)
        self._list.setContentsMargins(0, 4, 8, 16)
        outer.addWidget(scrolled(body))
        look.changed.connect(self.refresh)
        session.library_changed.connect(self.refresh)

    def show_record(self, record: Record | None) -> None:
        """Show another row's history."""
        if record is not self._record:
            self._record = record
            self.refresh()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def refresh(self) -> None:
        """Read what is known, on a thread of the pool."""
        known, workspace = self._session.known, self._session.workspace
        if not self.isVisible() or self._record is None or known is None or workspace is None:
            return
        if self._running:
            self._again = True
            return
        self._running = True
        library, at, by = known.library, work.now(), self._session.changed_by

        def read(_control: JobControl) -> Versions:
            work.keep_history(library, workspace, at, by)
            return read_versions(workspace.history)

        job = Job(_("Reading the history"), read, shown=False)
        job.succeeded.connect(self._read)
        job.failed.connect(self._failed)
        job.ended.connect(self._ended)
        self._session.jobs.start(job)

    def _ended(self) -> None:
        self._running = False
        if self._again:
            self._again = False
            self.refresh()

    def _failed(self, error: Exception) -> None:
        clear(self._list)
        self._list.addWidget(label(str(error), "quiet", wrap=True, tone="warn"))
        self._list.addStretch(1)

    def _read(self, versions: Versions) -> None:
        clear(self._list)
        if self._record is None:
            return
        texts: dict[str, str] = {}
        cards = []
        for number, version in enumerate(versions.of(self._record.ref)):
            cards.append(self._card(version, dict(texts), first=number == 0))
            texts.update(version.changed)
        for card in reversed(cards):
            self._list.addWidget(card)
        self._list.addStretch(1)

    def _card(self, version: Version, before: dict[str, str], *, first: bool) -> QWidget:
        card = frame("card")
        inner = column(card, margin=12, space=6)
        at = version.at
        inner.addWidget(label(f"{shown_day(at.date())}, {at:%H:%M}", "strong"))
        who = version.by or _("found in the workbook")
        said = _("first known") if first else _("the row was taken out") if version.gone else _("changed")
        inner.addWidget(label(f"{said}, {who}", "small", wrap=True))
        for heading, text in version.changed.items() if not first else ():
            inner.addWidget(label(label_of(heading), "caps"))
            inner.addWidget(marked_label(marked(before.get(heading, ""), text), "reading"))
        return card


def marked(before: str, after: str) -> str:
    """Rich text: what went is struck through, what came is underlined, long unchanged stretches are shortened."""
    pieces = difference(before, after)
    shown = []
    for number, piece in enumerate(pieces):
        if piece.part is Part.SAME:
            shown.append(escaped(_shortened(piece.text, first=number == 0, last=number == len(pieces) - 1)))
        else:
            tag = "s" if piece.part is Part.GONE else "u"
            shown.append(f"<{tag}>{escaped(piece.text)}</{tag}>")
    return "".join(shown)


def _shortened(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * AROUND:
        return text
    left = "" if first else text[:AROUND]
    right = "" if last else text[-AROUND:]
    return f"{left} … {right}"
