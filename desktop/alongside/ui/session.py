"""What changes while the window is open: the workspace, what it knows, the open pack and its history."""

import contextlib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from alongside.ahead import ReadAhead
from alongside.errors import AlongsideError
from alongside.findings import Finding, blocking
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.library.records import Record
from alongside.packs.pack import SUFFIX, Pack, changed, load_pack, save_pack
from alongside.settings import BACKUPS_KEPT
from alongside.ui import work
from alongside.ui.finder import make_facets
from alongside.ui.history import History, Step
from alongside.ui.jobs import Job, Jobs
from alongside.ui.page_counts import PageCounts
from alongside.ui.work import Card, Knowledge, Outlook
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.library.search import Found, SearchIndex
    from alongside.library.search.facets import Facets
    from alongside.ui.library_edits import LibraryEdits

SAVE_AFTER_MS = 1_000
RECOVER_AFTER_MS = 250
PLAN_AFTER_MS = 150
AFTER_PAINT_MS = 30  # the frame that shows the library comes first
MEANING_AFTER_MS = 500  # what the user does first needs the processor more
FOUND = 500  # rows that a search shows at most


class Session(QObject):
    """Holds what the views show. Views call its verbs; it tells them by signals, always on the UI thread."""

    workspace_changed = Signal()
    others_changed = Signal()  # which other libraries were looked at
    library_changed = Signal()  # read, or read again
    index_ready = Signal()  # words can be searched
    facets_ready = Signal()  # rows can be filtered
    meaning_ready = Signal()  # meaning can be searched too, or it is known why not
    cards_changed = Signal()
    pack_opened = Signal()  # another pack, or none
    pack_changed = Signal()  # another value of the open pack
    plan_changed = Signal()
    saved = Signal()
    trouble = Signal(object)  # Exception: something the user should read
    notice = Signal(str, bool)  # a sentence, and whether undo takes it back
    recoverable = Signal()  # a later copy of the pack just opened was found

    def __init__(self, jobs: Jobs, today: date, recovery: Path, ahead: ReadAhead | None = None) -> None:
        super().__init__()
        self._ahead = ahead  # a reading of the first library that was begun before the window
        self.jobs, self.today = jobs, today
        self.workspace: Workspace | None = None
        self.known: Knowledge | None = None
        self.base: Knowledge | None = None  # as it was read, before the rules were held against it
        self.index: SearchIndex | None = None
        self.facets: Facets | None = None
        self.searches = Jobs(1)  # what is typed waits for nothing else
        self.meaning_says = ""  # why meaning cannot be searched (yet); "" where it can
        self._meaning_job: Job | None = None
        self.reading = False  # whether the library is being read
        self.changed_by = ""  # who last changed the library here; "": it is as the workbook has it
        self._changing_by = ""
        self.cards: tuple[Card, ...] = ()
        self.path: Path | None = None
        self.history: History | None = None
        self.outlook: Outlook | None = None
        self.saved_at: datetime | None = None
        self.unsaved = False
        self.recovered: Pack | None = None
        self._recovery = recovery
        self._edits: LibraryEdits | None = None
        self.backups_kept = BACKUPS_KEPT
        self.other_libraries: tuple[str, ...] = ()  # paths of those that were looked at, the last one first
        self._planning = self._plan_again = False
        self.counts = PageCounts(jobs, self)
        self.pack_opened.connect(self.counts.begin)
        self.pack_changed.connect(self.counts.edited)
        self.plan_changed.connect(self._tell_counts)
        self._open_next: Path | None = None
        self._save_timer = self._timer(SAVE_AFTER_MS, self.save)
        self._recover_timer = self._timer(RECOVER_AFTER_MS, self._keep_copy)
        self._plan_timer = self._timer(PLAN_AFTER_MS, self._plan)
        self._after_timer = self._timer(AFTER_PAINT_MS, self._after_library)  # timers of its own end with it
        self._meaning_timer = self._timer(MEANING_AFTER_MS, self._read_by_meaning)

    def _timer(self, after: int, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(then)
        return timer

    @property
    def edits(self) -> "LibraryEdits":
        """Edits of the library; made when they are first asked for."""
        if self._edits is None:
            from alongside.ui.library_edits import LibraryEdits  # noqa: PLC0415 - the window opens sooner

            self._edits = LibraryEdits(self)
            self._edits.keep = self.backups_kept
        return self._edits

    @property
    def edits_in_use(self) -> "LibraryEdits | None":
        """The same, if anybody has asked for them yet."""
        return self._edits

    # --- the workspace ------------------------------------------------------------------------------------------

    def open_workspace(self, workspace: Workspace, pack: Path | None = None) -> None:
        """Show a workspace; `pack` is opened once the library is read."""
        self.close_pack()
        self._stop_meaning()
        self.workspace, self.known, self.base, self.index, self.cards = workspace, None, None, None, ()
        self.facets = None
        self._open_next = pack
        self.workspace_changed.emit()
        self.read_library()

    def close_workspace(self) -> None:
        """Let go of the workspace: what was changed is saved, and nothing of it is shown or read any more."""
        self.close_pack()
        self._stop_meaning()
        for timer in (self._after_timer, self._meaning_timer, self._plan_timer):
            timer.stop()
        self.workspace, self.known, self.base, self.index, self.facets, self.cards = None, None, None, None, None, ()
        self.workspace_changed.emit()
        self.library_changed.emit()
        self.cards_changed.emit()

    def read_library(self) -> None:
        """Read the library (again); what is shown stays until the new one is here."""
        workspace = self.workspace
        if workspace is None or self.reading:
            return
        self.reading = True
        ahead, self._ahead = self._ahead, None
        job = Job(_("Reading the library"), lambda control: work.read_knowledge(workspace, control, ahead))
        job.succeeded.connect(self._library_read)
        job.failed.connect(self._library_failed)
        self.jobs.start(job)
        if not self.cards:
            self.read_cards()

    def read_changed(self) -> None:
        """Read the library again after an edit of our own that could not be taken over as it is."""
        self._changing_by = self.edits.by
        self.read_library()

    def _library_read(self, known: Knowledge) -> None:
        self.reading = False
        if self.workspace is None:
            return  # it was locked meanwhile
        self.changed_by, self._changing_by = self._changing_by, ""
        self.known, self.base, self.index, self.facets = known, known, None, None
        self._stop_meaning()
        self.library_changed.emit()
        self._after_timer.start()

    def _after_library(self) -> None:
        """What the window can be shown without."""
        if self.known is None:
            return
        known, library, today = self.known, self.known.library, self.today
        if known is self.base:
            check = Job(
                _("Checking the library"), lambda control: work.check_knowledge(known, today, control), shown=False
            )
            check.succeeded.connect(self._library_checked)
            check.failed.connect(self.trouble)
            self.jobs.start(check)
        job = Job(
            _("Making the library searchable"),
            lambda control: (library, work.make_index(library, control)),
            shown=False,
        )
        job.succeeded.connect(self._indexed)
        job.failed.connect(self.trouble)
        self.jobs.start(job)
        self.read_cards()
        if self._open_next is not None:
            path, self._open_next = self._open_next, None
            self.open_pack(path)
        self._plan()

    def take_library(self, base: Knowledge, checked: Knowledge) -> None:
        """Go on with a library that an edit of our own has changed: nothing needs to be read again."""
        self.known, self.base, self.index, self.facets = checked, base, None, None
        self._stop_meaning()
        self.changed_by = self.edits.by
        self.library_changed.emit()
        self._keep_history()
        self._after_timer.start()

    def _library_checked(self, checked: Knowledge) -> None:
        """The same rows, now with what the rules of the domain find in them."""
        if self.known is not None and self.known.library.digest == checked.library.digest:
            self.known = checked
            self.library_changed.emit()
            self._keep_library()
            self._keep_history()

    def _keep_history(self) -> None:
        """Note how the texts stand now. Where that fails, the history itself tells when it is looked at."""
        known, workspace = self.known, self.workspace
        if known is None or workspace is None:
            return
        library, at, by = known.library, work.now(), self.changed_by
        self.jobs.start(
            Job(_("Noting what changed"), lambda _control: work.keep_history(library, workspace, at, by), shown=False)
        )

    def _keep_library(self) -> None:
        base, known = self.base, self.known
        if base is None or known is None or base.library.any_day is not None:
            return  # it was opened from what is kept
        job = Job(
            _("Keeping the library"),
            lambda control: work.keep_library(base.library, known.library, control),
            shown=False,
        )
        job.failed.connect(self.trouble)
        self.jobs.start(job)

    def _indexed(self, made: "tuple[Library, SearchIndex]") -> None:
        of, index = made
        if self.known is None or self.known.library.digest != of.digest:
            return  # the library was edited meanwhile; its own index is on the way
        self.index = index
        self.index_ready.emit()
        records, today = index.records, self.today
        job = Job(_("Counting what to filter by"), lambda _control: make_facets(records, today), shown=False)
        job.succeeded.connect(self._counted)
        job.failed.connect(self.trouble)
        self.jobs.start(job)
        self._meaning_timer.start()

    def _counted(self, facets: "Facets") -> None:
        if self.index is not None and facets.records is self.index.records:  # else of a library no longer shown
            self.facets = facets
            self.facets_ready.emit()

    def _read_by_meaning(self) -> None:
        """The second index fills behind the window; until it is there, searches go by words."""
        index, known = self.index, self.known
        if index is None or known is None or index.has_meaning or self._meaning_job is not None:
            return
        job = Job(
            _("Making the library searchable by meaning"),
            lambda control: work.add_meaning(index, known.library, control),
            shown=False,
        )
        self._meaning_job = job
        job.succeeded.connect(self._meaning_read)
        job.failed.connect(self._meaning_read)
        self.jobs.start(job)

    def _meaning_read(self, error: Exception | None) -> None:
        if self.sender() is not self._meaning_job:
            return  # of a library that is no longer shown
        self._meaning_job = None
        self.meaning_says = "" if error is None else _sentence(error)
        self.meaning_ready.emit()

    def _stop_meaning(self) -> None:
        if self._meaning_job is not None:
            self._meaning_job.cancel()
            self._meaning_job = None
        self.meaning_says = _("Meaning cannot be searched yet: the library is still being read by meaning.")

    def find(self, words: str, sheet: str = "", limit: int = FOUND, by: str = "words") -> "Found":
        """What answers the words on a sheet ("": on all), best first, each hit with its reason and the words marked.

        `by` is "words", "meaning" or "both"; what the search went by at last, and why, the answer says. Where no words
        are asked for there are no hits, and all rows are its `records`.
        """
        from alongside.library.search import By, Found  # noqa: PLC0415 - nothing is sought before the window shows

        library = self.known.library if self.known else None
        if library is None:
            return Found((), By.WORDS)
        if words.strip() and self.index is not None:
            found = self.index.find(words, sheet or None, limit, By(by))
            return replace(found, notes=(self.meaning_says,)) if found.notes and self.meaning_says else found
        rows = tuple(library.records.get(sheet, ())) if sheet else tuple(library)
        return Found((), By.WORDS, total=len(rows), _records=lambda: rows)

    def rows(self, words: str, sheet: str = "", limit: int = FOUND) -> tuple[Record, ...]:
        """The rows of a sheet ("": of all) that have the words, best first; all rows where no words are asked for."""
        found = self.find(words, sheet, limit)
        return tuple(hit.record for hit in found.hits) if words.strip() and self.index is not None else found.records

    def findings_of(self, record: Record) -> tuple[Finding, ...]:
        """What reading the library found wrong with a row."""
        found = self.known.library.findings if self.known else ()
        return tuple(item for item in found if item.where.sheet == record.sheet and item.where.row == record.row)

    def record_of(self, finding: Finding) -> Record | None:
        """The row of the library that a finding is about."""
        if self.known is None:
            return None
        where, library = finding.where, self.known.library
        named = library.get(where.ref) if where.ref else None
        if named is not None or not where.sheet:
            return named
        return next((item for item in library.records.get(where.sheet, ()) if item.row == where.row), None)

    def uses_of(self, ref: str) -> tuple[str, ...]:
        """Where the workspace's packs use a row, in words."""
        found = []
        for card in self.cards:
            numbers = [number for used, number in card.uses if used == ref]
            if numbers:
                found.append(f"{card.title}: {', '.join(numbers)}")
        return tuple(found)

    def _library_failed(self, error: Exception) -> None:
        self.reading = False
        self.trouble.emit(error)
        self.library_changed.emit()

    def read_cards(self) -> None:
        """Look at the workspace's packs (again)."""
        workspace = self.workspace
        if workspace is None:
            return
        files, known, today = workspace.pack_files(), self.known, self.today
        job = Job(
            _("Checking the packs"),
            lambda control: work.read_cards(files, known, today, control),
            shown=known is not None,
        )
        job.succeeded.connect(self._cards_read)
        job.failed.connect(self.trouble)
        self.jobs.start(job)

    def _cards_read(self, cards: tuple[Card, ...]) -> None:
        counted = {card.path: card.blocking for card in self.cards if card.blocking is not None}
        if any(card.blocking is None and card.path in counted for card in cards):
            return  # the quick look came after the thorough one
        self.cards = cards
        self.cards_changed.emit()

    # --- the open pack ------------------------------------------------------------------------------------------

    @property
    def pack(self) -> Pack | None:
        """The open pack as it is now."""
        return self.history.pack if self.history else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say of the open pack."""
        return self.outlook.findings if self.outlook else ()

    @property
    def blocking_count(self) -> int:
        return len(blocking(self.findings))

    def open_pack(self, path: Path) -> bool:
        """Open a pack file. False, with `trouble`, where it cannot be read."""
        self.close_pack()
        try:
            pack = load_pack(path)
        except AlongsideError as error:
            self.trouble.emit(error)
            return False
        self.path, self.history, self.outlook = path, History(Step(pack)), None
        self.saved_at, self.unsaved = None, False
        self.recovered = self._copy_of(pack)
        self.pack_opened.emit()
        self.pack_changed.emit()
        self._plan()
        self.jobs.start(Job(_("Getting ready to lay out"), work.warm_up, shown=False))
        if self.recovered is not None:
            self.recoverable.emit()
        return True

    def create_pack(self, pack: Pack) -> bool:
        """Save a new pack into the workspace and open it."""
        if self.workspace is None:
            return False
        stem = "".join(letter if letter.isalnum() else "-" for letter in pack.title.lower()).strip("-") or "pack"
        while "--" in stem:
            stem = stem.replace("--", "-")
        path = self.workspace.packs / f"{stem[:60]}{SUFFIX}"
        number = 2
        while path.exists():
            path = path.with_name(f"{stem[:60]}-{number}{SUFFIX}")
            number += 1
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            save_pack(pack, path)
        except OSError as error:
            self.trouble.emit(_not_saved(path, error))
            return False
        self.read_cards()
        return self.open_pack(path)

    def close_pack(self) -> None:
        """Save the open pack and let go of it."""
        if self.history is None:
            return
        if self.unsaved:
            self.save()
        for timer in (self._save_timer, self._recover_timer, self._plan_timer):
            timer.stop()
        self.path = self.history = self.outlook = self.recovered = None
        self.pack_opened.emit()
        self.read_cards()

    def change(self, pack: Pack, what: str, key: str = "") -> None:
        """The pack is another value now. `what` says in a few words what was done; `key` joins typing into one undo."""
        if self.history is None:
            return
        before = self.history
        self.history = before.changed(changed(pack, updated_on=self.today), what, key)
        if self.history is not before:
            self._changed()

    def tell(self, sentence: str, *, undo: bool = False) -> None:
        """Say in passing what was done."""
        self.notice.emit(sentence, undo)

    def undo(self) -> None:
        if self.history is not None and self.history.past:
            self.history = self.history.undo()
            self._changed()

    def redo(self) -> None:
        if self.history is not None and self.history.undone:
            self.history = self.history.redo()
            self._changed()

    def _changed(self) -> None:
        self.unsaved = True
        self.pack_changed.emit()
        self._save_timer.start()
        self._recover_timer.start()
        self._plan_timer.start()

    def save(self) -> None:
        """Write the pack now. Where that fails the copy for recovery stays."""
        if self.history is None or self.path is None:
            return
        self._save_timer.stop()
        try:
            save_pack(self.history.pack, self.path)
        except OSError as error:
            self._keep_copy()
            self.trouble.emit(_not_saved(self.path, error))
            return
        self._recover_timer.stop()
        self._copy_path(self.history.pack).unlink(missing_ok=True)
        self.unsaved, self.saved_at = False, datetime.now()  # noqa: DTZ005 - the clock on the user's wall
        self.saved.emit()

    # --- recovery -----------------------------------------------------------------------------------------------

    def _copy_path(self, pack: Pack) -> Path:
        return self._recovery / f"{pack.id}{SUFFIX}"

    def _keep_copy(self) -> None:
        if self.history is None:
            return
        with contextlib.suppress(OSError):  # the second net: the first is the file itself
            self._recovery.mkdir(parents=True, exist_ok=True)
            save_pack(self.history.pack, self._copy_path(self.history.pack))

    def _copy_of(self, pack: Pack) -> Pack | None:
        path = self._copy_path(pack)
        if not path.is_file():
            return None
        try:
            copy = load_pack(path)
        except AlongsideError:
            return None
        return copy if copy != pack else None

    def recover(self) -> None:
        """Go on from the later copy; undo goes back to the file."""
        if self.recovered is not None:
            pack, self.recovered = self.recovered, None
            self.change(pack, _("restore the later copy"))

    def forget_copy(self) -> None:
        """Keep the file and drop the later copy."""
        if self.recovered is not None:
            self._copy_path(self.recovered).unlink(missing_ok=True)
            self.recovered = None

    # --- the plan -----------------------------------------------------------------------------------------------

    def _plan(self) -> None:
        """Plan and check off the UI thread; the newest pack wins."""
        pack, known, today = self.pack, self.known, self.today
        if pack is None or known is None:
            return
        if self._planning:
            self._plan_again = True
            return
        self._planning = True

        def look(_control: JobControl) -> Outlook:
            return work.look_out(pack, known, today)

        job = Job(_("Checking the pack"), look, shown=False)
        job.succeeded.connect(self._planned)
        job.failed.connect(self.trouble)
        job.ended.connect(self._plan_ended)
        self.jobs.start(job)

    def _planned(self, outlook: Outlook) -> None:
        if self.pack is not None and outlook.pack.id == self.pack.id:
            self.outlook = outlook
            self.plan_changed.emit()

    def _tell_counts(self) -> None:
        if self.outlook is not None and self.workspace is not None:
            self.counts.planned(self.outlook.plan, self.workspace, current=self.outlook.pack == self.pack)

    def _plan_ended(self) -> None:
        self._planning = False
        if self._plan_again:
            self._plan_again = False
            self._plan()


def _sentence(error: Exception) -> str:
    return error.sentence() if isinstance(error, AlongsideError) else str(error)


def _not_saved(path: Path, error: OSError) -> AlongsideError:
    return AlongsideError(
        _("The pack could not be saved: {reason}.").format(reason=error.strerror or error),
        where=path.name,
        remedy=_("Your changes are kept. Check that the folder is there and may be written to, then save again."),
    )
