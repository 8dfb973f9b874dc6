"""A pack file together with what it stands on: workspace, library, frameworks, recipe, and the plan of the day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path, PureWindowsPath

from alongside.checks.pack import check_pack
from alongside.errors import AlongsideError
from alongside.findings import Finding
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.library.workbook import read_library
from alongside.packs.frameworks import load_frameworks
from alongside.packs.pack import Pack, load_pack
from alongside.packs.plan import PackPlan
from alongside.packs.planning import plan_pack
from alongside.packs.recipes import Recipe, load_recipe
from alongside.workspace import Workspace, open_workspace


@dataclass(frozen=True, slots=True)
class OpenedPack:
    """All that checking and building need, as it stood when the pack was opened."""

    path: Path
    workspace: Workspace
    pack: Pack
    recipe: Recipe
    plan: PackPlan
    findings: tuple[Finding, ...]


def open_pack(path: Path, today: date, job: JobControl, libraries: dict[Path, Library] | None = None) -> OpenedPack:
    """Read a pack and plan it. `libraries` keeps what was read, for packs that share one. Raises AlongsideError."""
    pack = load_pack(path)
    source = library_of(pack, path)
    workspace = open_workspace(path)
    known = {} if libraries is None else libraries
    if source not in known:
        known[source] = read_library(source, today, job)
    plan = plan_pack(pack, known[source], load_frameworks(workspace.frameworks), today)
    return OpenedPack(path, workspace, pack, load_recipe(workspace.recipes, pack.recipe), plan, check_pack(plan, pack))


def library_of(pack: Pack, path: Path) -> Path:
    """The workbook that a pack draws on: beside the pack file, else in its workspace.

    A pack comes from anywhere, so an address outside its own folder tree is refused: opening a share of another
    machine would tell that machine who is here.
    """
    if Path(pack.library).is_absolute() or PureWindowsPath(pack.library).anchor:
        raise AlongsideError(
            _("This pack names its library by a whole path."),
            where=path.name,
            remedy=_("Put the library into the pack's workspace and name it by its file name."),
        )
    beside = path.parent / pack.library
    if beside.is_file():
        return beside.resolve()
    workspace = open_workspace(path)
    named = workspace.folder / pack.library
    return (named if named.is_file() else workspace.library).resolve()
