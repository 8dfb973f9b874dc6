"""How many pages and words each document of the open pack has: an estimate soon, exact ones when nobody types."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.ui import count_work
from alongside.ui.count_work import Maker, Measured
from alongside.ui.jobs import Job, Jobs
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.packs.plan import PackPlan
    from alongside.render.layout_process import LayoutProcess

ESTIMATE_AFTER_MS = 400
EXACT_AFTER_MS = 4_000  # without an edit: LibreOffice takes the processor for some seconds
Key = tuple[str, str]  # digests of the pack and of its library


class PageCounts(QObject):
    """Counts for one open pack. What an edit makes outdated is stopped, LibreOffice with it; nothing waits for it."""

    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._plan: PackPlan | None = None  # as last planned
        self._workspace: Workspace | None = None
        self._edited = False  # since it was planned
        self.maker: Maker | None = None  # who counts exactly; None: nobody, or nobody has looked yet
        self.trouble = ""  # why there is no count
        self._exact_wanted = self._estimate_wanted = self._looked = False
        self._gave_up = ""  # why it is not tried again to count exactly
        self._measured: tuple[Measured, ...] = ()
        self._key: Key | None = None  # of what was measured
        self._counting: Job | None = None  # exactly
        self._estimating: Job | None = None
        self._by: LayoutProcess | None = None
        self._soon = self._timer(ESTIMATE_AFTER_MS, self._estimate)
        self._later = self._timer(EXACT_AFTER_MS, self._count)

    def _timer(self, after: int, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(then)
        return timer

    # --- what is known ------------------------------------------------------------------------------------------

    @property
    def up_to_date(self) -> bool:
        """Whether what is known was counted on the pack as it is."""
        return self._key is not None and self._key == self._key_now()

    @property
    def exact(self) -> bool:
        """Whether the pages are those of LibreOffice or Word, of the pack as it is."""
        return self.up_to_date and bool(self._measured) and not any(item.length.estimate for item in self._measured)

    @property
    def counting(self) -> bool:
        """Whether pages are being counted exactly, or soon will be."""
        return self._counting is not None or self._later.isActive()

    @property
    def measured(self) -> tuple[Measured, ...]:
        """Each document with its length: after an edit the last ones known, as an estimate."""
        if self.up_to_date:
            return self._measured
        return tuple(replace(item, length=replace(item.length, estimate=True)) for item in self._measured)

    def of_document(self, document: str) -> Measured | None:
        """That of one document, by its id in the recipe."""
        return next((item for item in self.measured if item.id == document), None)

    def of_file(self, file: str) -> Measured | None:
        """That of one document, by its file."""
        return next((item for item in self.measured if item.file == file), None)

    def pages_text(self, of: tuple[Measured, ...] | None = None) -> str:
        """ "31 pages (LibreOffice)" or "about 31 pages"; of all documents, or of these; empty: not known."""
        documents = self.measured if of is None else of
        if not documents:
            return ""
        n = sum(item.length.pages for item in documents)
        said = ngettext("{n:,} page", "{n:,} pages", n).format(n=n)
        if any(item.length.estimate for item in documents):
            return _("about {pages}").format(pages=said)
        return _("{pages} ({maker})").format(pages=said, maker=self._laid_out_by(documents))

    def says(self) -> str:
        """Who laid the pages out, and what is still going on, in a sentence."""
        if self.trouble and not self.up_to_date:
            return self.trouble
        if not self._measured:
            return _("Counting the pages …")
        if self.exact:
            return _("Laid out by {maker}.").format(maker=self._laid_out_by(self._measured))
        now = _("Estimated by the embedded converter.") if self.up_to_date else _("As counted before the last change.")
        if self.counting and self.maker is not None:
            more = _("{maker} is counting them …").format(maker=self.maker.name)
        elif self._gave_up:
            more = self._gave_up
        elif not self._exact_wanted:
            more = _("Exact counts are turned off in Settings.")
        elif self.maker is None:
            more = _("With LibreOffice or Word on this computer they would be exact.")
        else:
            more = ""
        return f"{now} {more}".strip()

    def _laid_out_by(self, documents: tuple[Measured, ...]) -> str:
        from alongside.render.pdf_makers import PdfMaker  # noqa: PLC0415 - the window opens sooner

        return PdfMaker(documents[0].length.maker).spoken

    # --- what is wanted -----------------------------------------------------------------------------------------

    def want_exact(self, wanted: bool) -> None:
        """Count in the background by LibreOffice or Word where they are, or leave it."""
        self._exact_wanted, self._gave_up, self.trouble = wanted, "", ""
        if wanted:
            self._ask()
        else:
            self._stop_counting()
        self.changed.emit()

    def want_estimate(self, wanted: bool) -> None:
        """Estimate soon after each change: somebody looks at the counts."""
        self._estimate_wanted = wanted
        if wanted:
            self._ask()

    def take(self, measured: tuple[Measured, ...], plan: "PackPlan") -> None:
        """What a build has counted, which is as good as what was counted in the background."""
        if self.exact and any(item.length.estimate for item in measured):
            return  # better is known
        self._measured, self._key, self.trouble = measured, _key(plan), ""
        if self.exact:
            self._stop_counting()
        self.changed.emit()

    # --- counting -----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Another pack is open, or none."""
        self._stop_counting()
        if self._estimating is not None:
            self._estimating.cancel()
        self._soon.stop()
        if self._by is not None:
            self._by.close()
        self._plan = self._workspace = self._key = None
        self._measured, self.trouble, self._gave_up = (), "", ""
        self.changed.emit()

    def edited(self) -> None:
        """The pack is another one now, and will be planned soon."""
        self._edited = True
        if self._counting is not None:
            self._stop_counting()
        if self._measured:
            self.changed.emit()

    def planned(self, plan: "PackPlan", workspace: Workspace, *, current: bool) -> None:
        """The pack was planned; `current`: as it is now."""
        self._plan, self._workspace, self._edited = plan, workspace, not current
        self._ask()

    def _key_now(self) -> Key | None:
        return _key(self._plan) if self._plan is not None and not self._edited else None

    def _ask(self) -> None:
        if self._plan is None:
            return
        if self._estimate_wanted and not self.up_to_date:
            self._soon.start()
        if self._exact_wanted and not self._gave_up and not self.exact:
            self._later.start()
        self.changed.emit()

    def _stop_counting(self) -> None:
        self._later.stop()
        if self._counting is not None:
            self._counting.cancel()

    def _estimate(self) -> None:
        plan, workspace = self._plan, self._workspace
        if plan is None or workspace is None or self.up_to_date:
            return
        if self._estimating is not None:
            self._soon.start()
            return
        if self._by is None:
            from alongside.render.layout_process import LayoutProcess  # noqa: PLC0415 - the window opens sooner

            self._by = LayoutProcess()
        by = self._by

        def measure(control: JobControl) -> tuple[Key, tuple[Measured, ...]]:
            return _key(plan), count_work.estimate(plan, workspace, by, control)

        self._estimating = Job(_("Estimating the pages"), measure, shown=False)
        self._estimating.succeeded.connect(self._estimated)
        self._estimating.failed.connect(self._failed)
        self._estimating.ended.connect(self._estimate_ended)
        self._jobs.start(self._estimating)

    def _estimated(self, result: tuple[Key, tuple[Measured, ...]]) -> None:
        key, measured = result
        if key == self._key_now() and not self.exact:
            self._key, self._measured, self.trouble = key, measured, ""
            self.changed.emit()

    def _estimate_ended(self) -> None:
        self._estimating = None

    def _count(self) -> None:
        plan, workspace = self._plan, self._workspace
        if plan is None or workspace is None or not self._exact_wanted or self.exact:
            return
        if self._counting is not None:  # it was told to stop and has not yet
            self._later.start()
            return
        if not self._looked:
            self._look()
            return
        if self.maker is None:
            self._estimate()  # better than nothing
            self.changed.emit()
            return
        maker = self.maker.key

        def count(control: JobControl) -> tuple[Key, tuple[Measured, ...]]:
            return _key(plan), count_work.exact(plan, workspace, maker, control)

        self._counting = Job(_("Counting the pages"), count, shown=False)
        self._counting.succeeded.connect(self._counted)
        self._counting.failed.connect(self._not_counted)
        self._counting.ended.connect(self._count_ended)
        self._jobs.start(self._counting)
        self.changed.emit()

    def _look(self) -> None:
        job = Job(_("Looking for programs that count pages"), count_work.exact_maker, shown=False)
        job.succeeded.connect(self._found)
        job.failed.connect(self._not_counted)
        self._jobs.start(job)

    def _found(self, maker: Maker | None) -> None:
        self._looked, self.maker = True, maker
        self._count()

    def _counted(self, result: tuple[Key, tuple[Measured, ...]]) -> None:
        key, measured = result
        if key == self._key_now():
            self._key, self._measured, self.trouble = key, measured, ""

    def _not_counted(self, error: Exception) -> None:
        """Once is enough: what failed would fail after each edit. Another pack, or Settings, begins again."""
        self._gave_up = _sentence(error)
        self._estimate()
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.trouble = _sentence(error)
        self.changed.emit()

    def _count_ended(self) -> None:
        self._counting = None
        self.changed.emit()


def _sentence(error: Exception) -> str:
    return error.sentence() if isinstance(error, AlongsideError) else str(error)


def _key(plan: "PackPlan") -> Key:
    return plan.pack_digest, plan.library_digest
