"""Answering a buyer's file, as it leaves the UI thread."""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import TYPE_CHECKING

from alongside.job_control import JobControl
from alongside.ui.work import Outlook, now
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.bulk.answering import Answered


def answer(
    outlook: Outlook,
    workspace: Workspace,
    pack_file: Path,
    source: Path | None,
    out: Path,
    *,
    final: bool,
    password: str | None,
    job: JobControl,
) -> "Answered":
    """Write the answers into a copy of the buyer's file, or as plain text where `source` is None.

    A password that is given says too that a copy without one will do. Raises AlongsideError, PasswordNeeded, Cancelled.
    """
    from alongside.bulk.answering import Wanted, answer_file, answer_portal
    from alongside.bulk.exporting import note_export
    from alongside.bulk.opened import OpenedPack
    from alongside.library.names.kept import open_register
    from alongside.packs.recipes import load_recipe

    recipe = load_recipe(workspace.recipes, outlook.plan.recipe)
    opened = OpenedPack(pack_file, workspace, outlook.pack, recipe, outlook.plan, outlook.findings)
    out.parent.mkdir(parents=True, exist_ok=True)
    if source is None:
        done = answer_portal(opened, out, final=final)
    else:
        wanted = Wanted(source, out, final, password, unprotected=password is not None)
        done = answer_file(opened, wanted, job, open_register())
    if done.path is not None:
        note_export(workspace, done.path, "answers", now(), final=done.final)
    return done
