"""Looking at what is sent, as it leaves the UI thread."""
# ruff: noqa: PLC0415

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.job_control import JobControl
from alongside.ui.work import Outlook
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.bulk.submitting import Submission


def submission(
    outlook: Outlook, workspace: Workspace, pack_file: Path, out: Path | None, *, ticked: Sequence[str], job: JobControl
) -> "Submission":
    """Hold the finished files to the buyer's rules; write them to `out` where nothing stands in the way."""
    from alongside.bulk.opened import OpenedPack
    from alongside.bulk.submitting import submit
    from alongside.packs.recipes import load_recipe

    recipe = load_recipe(workspace.recipes, outlook.plan.recipe)
    opened = OpenedPack(pack_file, workspace, outlook.pack, recipe, outlook.plan, outlook.findings)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
    return submit(opened, out, job, ticked=ticked)
