"""Building, as it leaves the UI thread. Each piece imports what it needs when it runs: none of it delays the window."""
# ruff: noqa: PLC0415

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.ui.work import Outlook
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.bulk.tasks import Done
    from alongside.render.build import Built


@dataclass(frozen=True, slots=True)
class Maker:
    """A program that makes PDFs, by its key and its name in a sentence."""

    key: str
    name: str


EMBEDDED = Maker("embedded", _("the embedded converter"))  # known before anybody has looked


@dataclass(frozen=True, slots=True)
class Many:
    """What became of building for several services."""

    done: "tuple[Done, ...]"
    total: int
    stopped: bool


def makers(_job: JobControl) -> tuple[Maker, ...]:
    """The programs of this computer that make PDFs, the embedded one first."""
    from alongside.render.pdf_makers import makers_here

    return tuple(Maker(item.value, item.spoken) for item in makers_here())


def build(
    outlook: Outlook, workspace: Workspace, pack_file: Path, target: Path, *, final: bool, pdf: str, job: JobControl
) -> "Built":
    """Build a pack into the folder `target`. `pdf`: a Maker's key; empty: no PDFs. Raises AlongsideError, Cancelled."""
    from alongside.installation import installation
    from alongside.library.ledger.store import LedgerFile
    from alongside.packs.recipes import load_recipe
    from alongside.render.build import build_pack
    from alongside.render.manifest import Inputs, file_sha256, frameworks_sha256
    from alongside.render.pdf_makers import PdfMaker

    recipe = load_recipe(workspace.recipes, outlook.plan.recipe)
    return build_pack(
        outlook.plan,
        recipe,
        workspace.templates,
        target,
        final=final,
        pdf=bool(pdf),
        maker=PdfMaker(pdf or PdfMaker.EMBEDDED),
        job=job,
        inputs=Inputs(outlook.plan.library_digest, file_sha256(pack_file), frameworks_sha256(workspace.frameworks)),
        findings=outlook.findings,
        ledger=LedgerFile(workspace.ledger, installation()),
    )


def build_for_services(
    pack_file: Path, out: Path, services: Sequence[str], today: date, *, final: bool, pdf: str, job: JobControl
) -> Many:
    """Build a saved pack once for each service. One that fails stops no other; a stop keeps what was done by then."""
    from alongside.bulk.run import Stopped, run_tasks
    from alongside.bulk.tasks import tasks_for

    tasks = tasks_for((pack_file,), out, today, services={pack_file: services}, final=final, pdf=pdf)
    try:
        return Many(run_tasks(tasks, job), len(tasks), stopped=False)
    except Stopped as stop:
        return Many(stop.done, len(tasks), stopped=True)
