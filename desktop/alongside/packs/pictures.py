"""The pictures of a pack: copied into the workspace's folder, and read from there once for each content."""

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from threading import Lock

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.packs.edit import new_id
from alongside.packs.pack import Pack, PictureBlock
from alongside.packs.picture import FoundPicture
from alongside.packs.picture_file import read_picture, whole

KEPT = 12  # pictures that a process holds; a large one has 40 MB
_NAMED = 60  # letters of a file's name


_kept: dict[tuple[str, int, int], FoundPicture] = {}
_lock = Lock()


def read_pictures(pack: Pack, folder: Path) -> dict[str, FoundPicture]:
    """Every picture that the pack names, by the name it uses. Raises nothing."""
    named = (block.file for question in pack.questions for block in question.blocks if isinstance(block, PictureBlock))
    return {file: _read(file, folder) for file in dict.fromkeys(named)}


def add_picture(source: Path, folder: Path) -> PictureBlock:
    """A block for a picture, which is copied into `folder` without what the camera wrote beside it.

    Raises AlongsideError for a file that is no sound picture, or where it cannot be copied.
    """
    try:
        picture = read_picture(whole(source), source.name)
        folder.mkdir(parents=True, exist_ok=True)
        name = _placed(picture.data, _plain(source), folder)
    except OSError as error:
        raise AlongsideError(
            _("The picture cannot be copied: {reason}.").format(reason=error.strerror or error),
            where=source.name,
            remedy=_("Check that it is there, that you may read it, and that the disk has room."),
        ) from error
    return PictureBlock(id=new_id(), file=name, sha256=hashlib.sha256(picture.data).hexdigest())


def _plain(source: Path) -> str:
    """A name that any disk takes, and that may stand in an address."""
    stem = re.sub(r"[^\w-]+", "-", source.stem).strip("-_")[:_NAMED] or "picture"
    return f"{stem}{source.suffix.lower()}"


def _placed(data: bytes, name: str, folder: Path) -> str:
    """The name under which the folder holds this content, written there if it was not."""
    stem, dot, suffix = name.rpartition(".")
    number = 1
    while (folder / name).exists():
        if (folder / name).is_file() and (folder / name).read_bytes() == data:
            return name
        number += 1
        name = f"{stem}-{number}{dot}{suffix}"
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).replace(folder / name)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return name


def _read(file: str, folder: Path) -> FoundPicture:
    """A pack comes from anywhere: a name that leads out of the folder is not followed."""
    name = PurePosixPath(file).name
    try:
        path = (folder / file).resolve()
        if PureWindowsPath(file).anchor or "\\" in file or not path.is_relative_to(folder.resolve()):
            return FoundPicture(
                None,
                trouble=_("The picture “{name}” is outside the workspace’s folder “files”.").format(name=name),
                remedy=_("Take it out, and add it again from where it is."),
                is_there=False,
            )
        looked = path.stat()
        key = (str(path), looked.st_mtime_ns, looked.st_size)
        with _lock:
            known = _kept.get(key)
        if known is None:
            known = _looked_at(path, name)
            with _lock:
                _kept[key] = known
                while len(_kept) > KEPT:
                    del _kept[next(iter(_kept))]
        return known
    except (OSError, ValueError):
        return FoundPicture(
            None,
            trouble=_("The picture “{name}” is not in the workspace’s folder “files”.").format(name=name),
            remedy=_("Put it back there, or take the block out and add the picture again."),
            is_there=False,
        )


def _looked_at(path: Path, name: str) -> FoundPicture:
    digest = ""
    try:
        data = whole(path)
        digest = hashlib.sha256(data).hexdigest()
        return FoundPicture(read_picture(data, name), digest)
    except AlongsideError as error:
        return FoundPicture(None, digest, _("“{name}”: {what}").format(name=name, what=error.what), error.remedy)


def known_digests(found: Mapping[str, FoundPicture]) -> tuple[str, ...]:
    """The digests of the files, in alphabetical order, for comparing one build with another."""
    return tuple(sorted({item.sha256 for item in found.values() if item.sha256}))
