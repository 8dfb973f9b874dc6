"""Building, as it leaves the UI thread. Each piece imports what it needs when it runs: none of it delays the window."""
# ruff: noqa: PLC0415

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.ui.count_work import Maker, Measured, measured_of
from alongside.ui.work import Outlook, now
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.bulk.rebuilt import Looked
    from alongside.bulk.run import Watch
    from alongside.bulk.tasks import Done, Task
    from alongside.packs.plan import PackPlan
    from alongside.render.build import Built


MOST_WORKERS = 4  # processes; each holds a library, and a large one has 100 MB


EMBEDDED = Maker("embedded", _("the embedded converter"))  # known before anybody has looked


@dataclass(frozen=True, slots=True)
class Many:
    """What became of building several packs, or one for several services."""

    done: "tuple[Done, ...]"
    total: int
    stopped: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A folder that was built, and how long its documents are where their PDFs tell."""

    built: "Built"
    measured: tuple[Measured, ...]
    plan: "PackPlan"


def makers(_job: JobControl) -> tuple[Maker, ...]:
    """The programs of this computer that make PDFs, the embedded one first."""
    from alongside.render.pdf_makers import makers_here

    return tuple(Maker(item.value, item.spoken) for item in makers_here())


def build(
    outlook: Outlook, workspace: Workspace, pack_file: Path, target: Path, *, final: bool, pdf: str, job: JobControl
) -> Made:
    """Build a pack into the folder `target`. `pdf`: a Maker's key; empty: no PDFs. Raises AlongsideError, Cancelled."""
    from alongside.bulk.exporting import note_export
    from alongside.bulk.summary import summary_of
    from alongside.bulk.told import Told, keep
    from alongside.installation import installation
    from alongside.library.ledger.store import LedgerFile
    from alongside.library.names.kept import open_register
    from alongside.packs.attachments import files_digest
    from alongside.packs.recipes import load_recipe
    from alongside.render.build import build_pack
    from alongside.render.lengths import lengths_of_files
    from alongside.render.manifest import Inputs, file_sha256, frameworks_sha256
    from alongside.render.pdf_makers import PdfMaker

    recipe = load_recipe(workspace.recipes, outlook.plan.recipe)
    built = build_pack(
        outlook.plan,
        recipe,
        workspace.templates,
        target,
        final=final,
        pdf=bool(pdf),
        maker=PdfMaker(pdf or PdfMaker.EMBEDDED),
        job=job,
        inputs=Inputs(
            outlook.plan.library_digest,
            file_sha256(pack_file),
            frameworks_sha256(workspace.frameworks),
            files_sha256=files_digest(outlook.pack, workspace.files),
        ),
        findings=outlook.findings,
        files=workspace.files,
        ledger=LedgerFile(workspace.ledger, installation()),
        names=open_register(),
    )
    note_export(workspace, built.folder, "pack", now(), final=final)
    summary = summary_of(outlook.plan, pack_file.name, outlook.plan.day)
    keep(Told(files=built.files, findings=built.findings, summary=summary), built.folder, workspace.told)
    measured: tuple[Measured, ...] = ()
    if built.pdf is not None:
        lengths = lengths_of_files(built.folder, built.files, built.pages, PdfMaker(built.pdf.maker))
        measured = measured_of(recipe, lengths)
    return Made(built, measured, outlook.plan)


def tasks_of(
    packs: Sequence[Path], workspace: Workspace, today: date, *, services: Sequence[str] = (), final: bool, pdf: str
) -> "tuple[Task, ...]":
    """A task for each saved pack, or for each of the services, into the folders that the window builds into.

    Raises AlongsideError where two would go into one folder.
    """
    from alongside.bulk.tasks import tasks_for

    wanted = dict.fromkeys(packs, services) if services else {}
    out = workspace.out / "final" if final and services else workspace.out
    tasks = tasks_for(packs, out, today, services=wanted, final=final, pdf=pdf)
    if final and not services:  # where a pack goes that is built alone
        return tuple(replace(task, target=task.target.with_name(f"{task.name}-final")) for task in tasks)
    return tasks


def build_many(tasks: "Sequence[Task]", job: JobControl, watch: "Watch") -> Many:
    """Build them by processes of their own. One that fails stops no other; a stop keeps what was done by then."""
    from alongside.bulk.exporting import note_packs
    from alongside.bulk.run import Stopped, run_many

    try:
        for folder in {task.target.parent for task in tasks}:
            folder.mkdir(parents=True, exist_ok=True)
        done = run_many(tasks, job, max(2, min(MOST_WORKERS, os.cpu_count() or 1)), watch)
        note_packs(done, now())
        return Many(done, len(tasks), stopped=False)
    except Stopped as stop:
        note_packs(stop.done, now())
        return Many(stop.done, len(tasks), stopped=True)


def look_at(path: Path, job: JobControl) -> "Looked":
    """Verify a built folder or a zip of it. Raises AlongsideError and Cancelled."""
    from alongside.bulk.rebuilt import look_at as verify

    return verify(path, None, job)
