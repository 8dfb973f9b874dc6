"""One task, done: where it runs, and among how many, it does not know."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from alongside.bulk.channel import Channel
from alongside.bulk.opened import Libraries, OpenedPack, open_pack
from alongside.bulk.resume import unchanged
from alongside.bulk.summary import summary_of
from alongside.bulk.tasks import Done, State, Task
from alongside.bulk.told import Told, keep, recall
from alongside.errors import AlongsideError
from alongside.fault_log import places_of
from alongside.findings import Finding, blocking, tally
from alongside.i18n import _
from alongside.installation import installation
from alongside.job_control import Cancelled, JobControl
from alongside.library.leaving.tombstones import is_of
from alongside.library.ledger.store import LedgerFile, read_ledger
from alongside.library.library import Library
from alongside.library.names.kept import open_register
from alongside.packs.attachments import files_digest
from alongside.render.build import build_pack
from alongside.render.manifest import Inputs, Manifest, file_sha256, frameworks_sha256
from alongside.render.pdf_makers import PdfMaker
from alongside.render.private import looked_through
from alongside.workspace import open_workspace

KEPT = 2  # libraries that a process holds; a large one has 100 MB


class _Recent(OrderedDict[tuple[str, date], Library]):
    """The last few libraries."""

    def __setitem__(self, key: tuple[str, date], library: Library) -> None:
        super().__setitem__(key, library)
        while len(self) > KEPT:
            self.popitem(last=False)


_libraries: Libraries = _Recent()  # of this process, so that it reads each once and not for every task


def at_work(task: Task, channel: str, number: int) -> Done:
    """Do a task in a process of its own: progress goes to the channel's folder, and the wish to stop comes from there.

    Whatever goes wrong is in what it hands back; only Cancelled is raised.
    """
    control = Channel(Path(channel)).control(number)
    return guarded(task, control)


def guarded(task: Task, job: JobControl) -> Done:
    """As `perform`, with every trouble told in what it hands back, so that it stops no other task."""
    try:
        job.check()
        return perform(task, job)
    except Cancelled:
        raise
    except AlongsideError as error:
        return Done(task, State.FAILED, trouble=error.sentence())
    except OSError as error:  # a full disk, a folder that may not be written
        named = f" ({Path(str(error.filename)).name})" if error.filename else ""
        why = f"{error.strerror or error}{named}"
        return Done(task, State.FAILED, trouble=_("The computer refuses: {why}.").format(why=why))
    except Exception as error:  # noqa: BLE001 - one bad pack never stops the rest; the fault is logged by who asked
        told = _("This is a fault in Alongside ({kind}).").format(kind=type(error).__name__)
        return Done(task, State.FAILED, trouble=told, fault=tuple(places_of(error)))


def perform(task: Task, job: JobControl) -> Done:
    """Build, unless what is there already is what would be built. Raises Cancelled and AlongsideError."""
    listed = unchanged(task)
    if listed is not None and not _names_someone(task, listed) and not _taken_back(task, listed):
        told = recall(task.target, open_workspace(task.pack).told)
        if told is not None:
            return _as_before(task, listed, told)
    return build(task, open_pack(task.pack, task.day, job, _libraries, task.service), job)


def build(task: Task, opened: OpenedPack, job: JobControl, *, noted: bool = True) -> Done:
    """Build a pack that is open, unless it is to be final and something blocks it.

    `noted`: in the ledger of use and among what was found; what is built to be looked at and not kept is in neither.
    """
    title, summary = opened.plan.title, summary_of(opened.plan, task.pack.name, task.day)
    if task.final and blocking(opened.findings):
        return Done(
            task, State.BLOCKED, title, findings=opened.findings, counts=_counts(opened.findings), summary=summary
        )
    built = build_pack(
        opened.plan,
        opened.recipe,
        opened.workspace.templates,
        task.target,
        final=task.final,
        pdf=bool(task.pdf),
        maker=PdfMaker(task.pdf or PdfMaker.EMBEDDED),
        job=job,
        inputs=Inputs(
            opened.plan.library_digest,
            file_sha256(opened.path),
            frameworks_sha256(opened.workspace.frameworks),
            (task.service,) if task.service else (),
            files_digest(opened.pack, opened.workspace.files),
        ),
        findings=opened.findings,
        files=opened.workspace.files,
        ledger=LedgerFile(opened.workspace.ledger, installation()) if noted else None,
        names=open_register(),
    )
    if noted:
        keep(Told(files=built.files, findings=built.findings, summary=summary), built.folder, opened.workspace.told)
    return Done(
        task, State.BUILT, title, built.files, built.findings, _counts(built.findings), summary, built.pdf, built.pages
    )


def _names_someone(task: Task, listed: Manifest) -> bool:
    """Whether somebody stands in what is there who came onto the private list after it was built."""
    names = open_register()
    return names is not None and any(
        found.rule == "private.register_name"
        for name in listed.outputs
        for found in looked_through(task.target / name, name, names)
    )


def _taken_back(task: Task, listed: Manifest) -> bool:
    """Whether it tells a story that was taken back after it was built, be it that the workbook does not say so yet."""
    stones = read_ledger(open_workspace(task.pack).ledger).ledger.tombstones.values()
    return any(is_of(stone, item.ref) for stone in stones for item in listed.items)


def _as_before(task: Task, listed: Manifest, told: Told) -> Done:
    pages = {name: output.pages for name, output in listed.outputs.items() if output.pages is not None}
    pages = {name: pages[name] for name in told.files if name in pages}
    title, counts = str(told.summary.get("title", "")), _counts(told.findings)
    return Done(task, State.UNCHANGED, title, told.files, told.findings, counts, told.summary, listed.pdf, pages)


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    return {level.value: number for level, number in tally(findings).items()}
