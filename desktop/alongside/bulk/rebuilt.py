"""A built folder compared with what its sources give today: the same pack, library and templates, built in memory."""

from collections.abc import Mapping
from pathlib import Path

from alongside import __version__
from alongside.bulk.opened import library_of, open_pack
from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.packs.pack import load_pack
from alongside.render.build import recipe_sha256
from alongside.render.compare import differences
from alongside.render.document import rendered, wanted
from alongside.render.manifest import Manifest, file_sha256, frameworks_sha256
from alongside.workspace import Workspace, open_workspace


def compared(listed: Manifest, files: Mapping[str, bytes], pack: Path | None, job: JobControl) -> tuple[Finding, ...]:
    """What is different in the Word files, part by part; one Finding that says why where that cannot be told.

    `pack`: the pack's file, from `pack_of`. Raises Cancelled.
    """
    if pack is None:
        return (_not_rebuilt(_("the pack it was built from is not here")),)
    try:
        gone = _other_sources(listed, pack)
        if gone:
            return (_not_rebuilt(_("{what} is not as it was then").format(what=gone)),)
        service = listed.service_ids[0] if listed.service_ids else ""
        opened = open_pack(pack, listed.day, job, None, service)
        found: list[Finding] = []
        for document in opened.recipe.documents:
            if not wanted(opened.plan, document) or document.file not in files:
                continue  # a file that is missing is told by its digest
            job.check()
            again = rendered(opened.plan, opened.recipe, document, opened.workspace.templates, final=listed.final)
            found += differences(files[document.file], again.data, document.file)
    except AlongsideError as error:
        return (_not_rebuilt(error.what.rstrip(".")),)
    return tuple(found)


def pack_of(listed: Manifest, near: Path) -> Path | None:
    """The pack file with the recorded digest in the workspace around `near`; None if there is none."""
    try:
        workspace = open_workspace(near.resolve(), above=3)
    except AlongsideError:
        return None
    return next((path for path in _packs(workspace) if file_sha256(path) == listed.pack_sha256), None)


def _packs(workspace: Workspace) -> list[Path]:
    return [*workspace.pack_files(), *sorted(workspace.folder.glob("*.pack.json"))]


def _other_sources(listed: Manifest, pack: Path) -> str:
    """Which of the recorded sources has changed; empty: none."""
    workspace = open_workspace(pack)
    if listed.app_version != __version__:
        return _("Alongside")
    if file_sha256(pack) != listed.pack_sha256:
        return _("the pack")
    if file_sha256(library_of(load_pack(pack), pack)) != listed.library_sha256:
        return _("the library")
    if recipe_sha256(workspace.templates, listed.recipe) != listed.recipe_sha256:
        return _("the recipe")
    if listed.frameworks_sha256 and frameworks_sha256(workspace.frameworks) != listed.frameworks_sha256:
        return _("the framework")
    for name, digest in sorted(listed.templates.items()):
        path = workspace.templates / Path(name).name
        if not path.is_file() or file_sha256(path) != digest:
            return _("the template “{name}”").format(name=name)
    return ""


def _not_rebuilt(why: str) -> Finding:
    return finding(
        "output.not_rebuilt",
        Place(),
        _("The files were compared with their digests only: {why}.").format(why=why),
        _("Give the pack's file with --pack, with its library and templates as they were."),
    )
