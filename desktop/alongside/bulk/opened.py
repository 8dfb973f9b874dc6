"""A pack file together with what it stands on: workspace, library, frameworks, recipe, and the plan of the day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path, PureWindowsPath

from alongside.bulk.services import of_other_services, require_service
from alongside.checks.fair_words import read_house
from alongside.checks.pack import check_pack
from alongside.errors import AlongsideError
from alongside.findings import Finding
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.leaving.tombstones import without_left
from alongside.library.ledger.store import read_ledger
from alongside.library.library import Library
from alongside.library.workbook import read_library
from alongside.packs.attachments import read_attachments
from alongside.packs.frameworks import load_frameworks
from alongside.packs.pack import Pack, changed, load_pack
from alongside.packs.pictures import read_pictures
from alongside.packs.plan import PackPlan
from alongside.packs.planning import plan_pack
from alongside.packs.recipes import Recipe, load_recipe
from alongside.render.manifest import file_sha256
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


Libraries = dict[tuple[str, date], Library]  # by the digest of the workbook and the day it is looked at


def open_pack(
    path: Path, today: date, job: JobControl, libraries: Libraries | None = None, service: str = ""
) -> OpenedPack:
    """Read a pack and plan it, for `service` instead of its own services where one is named.

    `libraries` keeps what was read, for packs that share one. Raises AlongsideError.
    """
    pack = load_pack(path)
    workspace = open_workspace(path)
    kept: Libraries = {} if libraries is None else libraries
    source = library_of(pack, path)
    stones = tuple(read_ledger(workspace.ledger).ledger.tombstones.values())
    library = without_left(read_once(source, today, job, kept), stones)
    # A second workbook gives no way round a permission that the workspace's own library governs.
    own = workspace.library.resolve()
    also = (without_left(read_once(own, today, job, kept), stones),) if own != source else ()
    if service:
        require_service(library, service)
        pack = changed(pack, service_ids=(service,))
    plan = plan_pack(
        pack,
        library,
        load_frameworks(workspace.frameworks),
        today,
        read_pictures(pack, workspace.files),
        files=read_attachments(pack, library, workspace.files),
        also=also,
    )
    found = check_pack(plan, pack, read_house(workspace.folder))
    if service:
        found = (*found, *of_other_services(plan, pack, library, service))
    return OpenedPack(path, workspace, pack, load_recipe(workspace.recipes, pack.recipe), plan, found)


def read_once(source: Path, today: date, job: JobControl, libraries: Libraries) -> Library:
    """The library of a workbook, read anew only where the file has changed. Raises AlongsideError."""
    key = (file_sha256(source), today)
    if key not in libraries:
        read = read_library(source, today, job)
        libraries[read.digest, today] = read
        return read
    return libraries[key]


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
