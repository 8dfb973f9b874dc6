"""A workspace: one folder with the library, templates, packs and what was built."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.resources import resource

LIBRARY = "library.xlsx"
WORKBOOKS = (".xlsx", ".xlsm")  # kinds that can be edited
LOCKED = ".locked"  # ending of a workspace that a password protects, in the place of its folder
FILES = "files"
SAMPLE_DAY = "2026-11-24"  # the day the sample's records are written for


@dataclass(frozen=True, slots=True)
class Workspace:
    """The places inside a workspace. Templates, recipes and frameworks it lacks come from the program."""

    folder: Path

    @property
    def library(self) -> Path:
        """The content library's workbook: in the folder, or beside it under the folder's own name.

        The program's own source folder keeps it under content_library.
        """
        here = self.folder / LIBRARY
        beside = (self.folder.parent / f"{self.folder.name}{kind}" for kind in WORKBOOKS if self.folder.name)
        places = (here, self.folder / "content_library" / LIBRARY, *beside)
        return next((place for place in places if place.is_file()), here)

    @property
    def templates(self) -> Path:
        """The user's templates, else those that came with the program."""
        own = self.folder / "templates"
        return own if own.is_dir() else resource("templates")

    @property
    def recipes(self) -> Path:
        """The recipes beside the templates in use, else those that came with the program."""
        own = self.templates / "recipes"
        return own if own.is_dir() else resource("templates") / "recipes"

    @property
    def frameworks(self) -> Path:
        """The folder that `packs.frameworks.load_frameworks` reads."""
        for own in (self.folder, self.folder / "content_library"):
            if (own / "frameworks").is_dir():
                return own
        return resource("content_library")

    @property
    def packs(self) -> Path:
        """Where the pack files are."""
        here = self.folder / "packs"
        samples = self.folder / "samples"
        return samples if samples.is_dir() and not here.is_dir() else here

    @property
    def out(self) -> Path:
        """Where built packs go."""
        return self.folder / "out"

    @property
    def files(self) -> Path:
        """Pictures and other files that packs and records name, each by its path from here. It may not be there yet."""
        return self.library.parent / FILES

    @property
    def buyer_files(self) -> Path:
        """The buyers' files that packs answer, as they came."""
        return self.folder / "buyer files"

    @property
    def buyers(self) -> Path:
        """Where it is kept what was corrected in the files of each buyer."""
        return self.folder / "buyers"

    @property
    def ledger(self) -> Path:
        """Where it is kept what went out in which pack."""
        return self.folder / "ledger"

    @property
    def history(self) -> Path:
        """Where it is kept how the library's texts became what they are."""
        return self.folder / "history"

    @property
    def told(self) -> Path:
        """Where it is kept what was found when each pack was built."""
        return self.folder / "findings"

    def pack_files(self) -> tuple[Path, ...]:
        """Every pack file, in alphabetical order."""
        return tuple(sorted(self.packs.rglob("*.pack.json"))) if self.packs.is_dir() else ()


class WorkspaceLockedError(AlongsideError):
    """The workspace is there, and a password protects it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("This workspace is locked by a password."),
            where=folder.name,
            remedy=_("Unlock it: alongside workspace unlock {name}.").format(name=locked_file(folder).name),
        )
        self.folder = folder


def locked_file(folder: Path) -> Path:
    """Where a workspace lies while a password protects it."""
    return folder.with_name(folder.name + LOCKED)


def workspace_of(workbook: Path) -> Workspace:
    """The workspace of a workbook: its folder, or for one of another name the folder of that name beside it.

    Raises AlongsideError where that folder is the workspace of another workbook.
    """
    if workbook.name == LIBRARY:
        folder = workbook.parent
        return Workspace(folder.parent if folder.name == "content_library" else folder)
    found = Workspace(workbook.with_suffix(""))
    if found.library != workbook and found.library.is_file():
        raise AlongsideError(
            _("The folder {folder} beside this workbook has a library of its own.").format(folder=found.folder.name),
            where=workbook.name,
            remedy=_("Give the workbook another name, or work in that folder."),
        )
    return found


def open_workspace(path: Path, *, above: int = 0) -> Workspace:
    """The workspace at a folder, or the one a pack or library belongs to. Raises AlongsideError.

    `above` is how many folders up from a folder may be looked at too, as for a folder of built documents.
    """
    if path.is_file() and path.suffix.lower() in WORKBOOKS and path.name != LIBRARY:
        return workspace_of(path)
    # A pack file lies in packs/, or one folder deeper, inside its workspace.
    candidates = (path, *path.parents[:above]) if path.is_dir() else (path.parent, *path.parent.parents[:2])
    for candidate in candidates:
        found = Workspace(candidate)
        if found.library.is_file():
            return found
    asked = path.with_name(path.name.removesuffix(LOCKED)) if path.is_file() else path
    if asked.name and not asked.exists() and locked_file(asked).is_file():
        raise WorkspaceLockedError(asked)
    raise AlongsideError(
        _("There is no content library here."),
        where=path.name,
        remedy=_("Choose a folder that holds {name}, or start from the sample workspace.").format(name=LIBRARY),
    )


def copy_sample(target: Path) -> Workspace:
    """Lay the sample workspace down at `target`, whole or not at all. Raises AlongsideError if something is there."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AlongsideError(
            _("The folder for the sample workspace is not empty."),
            where=target.name,
            remedy=_("Choose a new folder."),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".alongside-", dir=target.parent))
    try:
        content = resource("content_library")
        shutil.copy2(content / LIBRARY, draft / LIBRARY)
        shutil.copytree(content / "frameworks", draft / "frameworks")
        shutil.copy2(content / "references.csv", draft / "references.csv")
        shutil.copytree(content / FILES, draft / FILES, ignore=shutil.ignore_patterns(".*"))
        shutil.copytree(
            resource("templates"), draft / "templates", ignore=shutil.ignore_patterns("make", "__pycache__")
        )
        (draft / "packs").mkdir()
        for pack in sorted(resource("samples").rglob("*.pack.json")):
            shutil.copy2(pack, draft / "packs" / pack.name)
        (draft / "out").mkdir()
        if target.exists():
            target.rmdir()
        os.replace(draft, target)  # noqa: PTH105 - a folder, renamed whole
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Workspace(target)
