"""Searches off the UI thread, one at a time; of those asked for meanwhile the newest alone is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.ui.jobs import Job, Jobs

if TYPE_CHECKING:
    from alongside.library.records import Record
    from alongside.library.search import Found, SearchIndex
    from alongside.library.search.facets import Carried, Chosen, Facets

FEW_ROWS = 5_000  # searched and counted at once; with more the window goes on meanwhile
AHEAD = 12  # hits whose reasons are worked out before they are seen


@dataclass(frozen=True)
class Answer:
    """What a search brought, and what there is to filter it by."""

    found: "Found"
    counts: Mapping[str, Mapping[str, int]]
    slips: tuple[str, ...] = ()  # what in the query says something else than it seems to


@dataclass(frozen=True)
class Ask:
    """One search as the window asks it."""

    words: str
    by: str
    limit: int
    chosen: "Chosen"
    nouns: tuple[str, ...]
    carried: "Carried | None" = None


def answer(index: "SearchIndex", facets: "Facets | None", ask: Ask) -> Answer:
    """Search, count and look at the query; safe on any thread."""
    from alongside.library.search import By  # noqa: PLC0415 - nothing is sought before the window shows
    from alongside.library.search.mistakes import mistakes  # noqa: PLC0415

    among = facets.mask(ask.chosen, ask.carried) if facets is not None else None
    found = index.find(ask.words, None, ask.limit, By(ask.by), among)
    counts: Mapping[str, Mapping[str, int]] = {}
    if facets is not None and found.matches is not None:
        counts = facets.counted(found.matches, ask.chosen, ask.nouns, ask.carried)
    for hit in found.hits[:AHEAD]:
        _known = hit.reason
    return Answer(found, counts, mistakes(ask.words, index))


def make_facets(records: "Sequence[Record]", today: date) -> "Facets":
    """Make ready to filter."""
    from alongside.library.search.facets import Facets  # noqa: PLC0415 - nothing is filtered before the window shows

    facets = Facets(records, today)
    facets.prepare()
    return facets


class Finder(QObject):
    """Does one piece of searching after another on a thread of its own."""

    found = Signal(object)  # what the newest piece gave
    failed = Signal(object)  # Exception

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._next: Callable[[], object] | None = None
        self._busy = False
        self._number = 0

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._busy

    def ask(self, work: Callable[[], object]) -> None:
        """Do this next, in place of whatever waits."""
        self._next = work
        if not self._busy:
            self._begin()

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._next = None
        self._number += 1

    def _begin(self) -> None:
        work, self._next = self._next, None
        if work is None:
            return
        self._busy = True
        self._number += 1
        job = Job(_("Searching"), _Piece(work), shown=False)
        job.setProperty("number", self._number)
        job.succeeded.connect(self._done)
        job.failed.connect(self.failed)
        job.ended.connect(self._ended)
        self._jobs.start(job)

    def _done(self, result: object) -> None:
        sender = self.sender()
        if self._next is None and sender is not None and sender.property("number") == self._number:
            self.found.emit(result)

    def _ended(self) -> None:
        self._busy = False
        self._begin()


class _Piece:
    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work

    def __call__(self, _control: JobControl) -> object:
        return self._work()
