"""What the Library place says of its workbook: what waits or clashes, what another program did, what was done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alongside.i18n import _, ngettext
from alongside.library.editing.takeback import described
from alongside.ui.library_edits import LibraryEdits
from alongside.ui.look import Look
from alongside.ui.widgets import Banner, column
from alongside.ui.wording import label_of


class PendingBanner(QWidget):
    """Up to three quiet lines. Each comes and goes by itself as things stand."""

    clashes_wanted = Signal()
    reload_wanted = Signal()

    def __init__(self, look: Look, edits: LibraryEdits) -> None:
        super().__init__()
        self._edits = edits
        self._done = ""  # the edit that the last line is about
        self._told: dict[str, tuple[str, ...]] = {}
        outer = column(self, space=6)
        outer.setContentsMargins(16, 8, 16, 8)
        self.waiting, self.newer, self.done = Banner(look), Banner(look), Banner(look)
        for part in (self.waiting, self.newer, self.done):
            part.acted.connect(self._acted)
            outer.addWidget(part)
        edits.standing_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say how things stand. What the user closed stays closed until something else is to be said."""
        standing = self._edits.standing
        if standing.clashes or standing.refused:
            n = len(standing.clashes) + len(standing.refused)
            said = ngettext(
                "{n} change is yours to decide: somebody else changed the same cell.",
                "{n} changes are yours to decide: somebody else changed the same cells.",
                n,
            )
            if not standing.clashes:
                said = ngettext("{n} change cannot be written.", "{n} changes cannot be written.", n)
            self._say(self.waiting, said.format(n=n), "warn", _("Show"), "clashes")
        elif standing.pending:
            n = len(standing.pending)
            why = standing.held or _("the workbook cannot be written just now.")
            said = ngettext("{n} change waits: {why}", "{n} changes wait: {why}", n).format(n=n, why=why)
            tail = _("It will be written by itself.") if n == 1 else _("They will be written by themselves.")
            self._say(self.waiting, f"{said} {tail}", "info", _("Try again"), "retry")
        else:
            self._hush(self.waiting)
        if standing.newer:
            said = _("The workbook was changed in another program since it was read.")
            self._say(self.newer, said, "info", _("Reload"), "reload")
        else:
            self._hush(self.newer)
        self.setVisible(any(not part.isHidden() for part in (self.waiting, self.newer, self.done)))

    def say_done(self, sentence: str, edit: str) -> None:
        """Say what an edit did, with one click to take it back."""
        self._done = edit
        self.done.say(sentence, "good", _("Undo"), "undo")
        self.show()

    def say_trouble(self, sentence: str) -> None:
        """Say why something was not done."""
        self.done.say(sentence, "block")
        self.show()

    def forget_done(self) -> None:
        """What was said of the last edit is no longer of interest."""
        self.done.hide()
        self.refresh()

    def what_undoes(self) -> str:
        """The edit that undo would take back, in a few words; "" where there is none."""
        entry = self._edits.standing.undo
        return described(entry.edit.changes, label_of) if entry else ""

    def _say(self, part: Banner, sentence: str, tone: str, action: str, key: str) -> None:
        said = (sentence, key)
        if self._told.get(key) != said:
            self._told[key] = said
            part.say(sentence, tone, action, key)

    def _hush(self, part: Banner) -> None:
        part.hide()
        keys = {"reload"} if part is self.newer else {"clashes", "retry"}
        for key in keys:
            self._told.pop(key, None)

    def _acted(self, key: str) -> None:
        self._told.pop(key, None)
        if key == "clashes":
            self.clashes_wanted.emit()
        elif key == "retry":
            self._edits.retry()
        elif key == "reload":
            self.reload_wanted.emit()
        elif key == "undo":
            self._edits.take_back(self._done)
        self.refresh()
