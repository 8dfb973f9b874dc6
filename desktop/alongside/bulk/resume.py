"""Whether a folder already holds what a task would build: the same inputs by digest, and every file as it was written.

The two sides are compared, never a time of day: a folder that was copied or unpacked counts as well.
"""

from alongside import __version__
from alongside.bulk.opened import library_of
from alongside.bulk.tasks import Task
from alongside.errors import AlongsideError
from alongside.packs.attachments import files_digest
from alongside.packs.pack import SCHEMA_VERSION as PACK_SCHEMA
from alongside.packs.pack import load_pack
from alongside.packs.pictures import known_digests, read_pictures
from alongside.render import manifest
from alongside.render.build import recipe_sha256
from alongside.render.manifest import Manifest, PdfBy, file_sha256, frameworks_sha256
from alongside.render.pdf_makers import PdfMaker, embedded_version
from alongside.render.verify import verify
from alongside.workspace import open_workspace


def unchanged(task: Task) -> Manifest | None:
    """The manifest of what is there, if building would give the same again; else None. Raises nothing."""
    try:
        path = task.target / manifest.NAME
        if not path.is_file() or path.stat().st_size > manifest.SIZE_LIMIT:
            return None
        listed = manifest.from_json(path.read_bytes())
        if _same_wish(listed, task) and _same_inputs(listed, task) and _as_written(task):
            return listed
    except (AlongsideError, OSError):
        pass  # whatever is wrong, building says it
    return None


def _same_wish(listed: Manifest, task: Task) -> bool:
    return (
        listed.schema == manifest.SCHEMA_VERSION
        and listed.app_version == __version__
        and listed.pack_schema == PACK_SCHEMA
        and listed.day == task.day
        and listed.final == task.final
        and listed.service_ids == ((task.service,) if task.service else ())
        and _same_maker(listed.pdf, task.pdf)
    )


def _same_maker(made: PdfBy | None, wanted: str) -> bool:
    if made is None or not wanted:
        return made is None and not wanted
    # To learn the version of another maker it would have to be started.
    return made.maker == wanted and (wanted != PdfMaker.EMBEDDED or made.version == embedded_version())


def _same_inputs(listed: Manifest, task: Task) -> bool:
    workspace = open_workspace(task.pack)
    pack = load_pack(task.pack)
    return (
        listed.pack_sha256 == file_sha256(task.pack)
        and listed.library_sha256 == file_sha256(library_of(pack, task.pack))
        and listed.recipe_sha256 == recipe_sha256(workspace.templates, listed.recipe)
        and listed.frameworks_sha256 == frameworks_sha256(workspace.frameworks)
        and listed.files_sha256 == files_digest(pack, workspace.files)
        and listed.pictures == known_digests(read_pictures(pack, workspace.files))
        and all(file_sha256(workspace.templates / name) == digest for name, digest in listed.templates.items())
    )


def _as_written(task: Task) -> bool:
    """A file that somebody put beside is no reason to build again, which would take it away."""
    return all(item.rule == "output.extra_file" for item in verify(task.target))
