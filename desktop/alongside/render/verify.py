"""Is a folder, or a zip of it, still what was built? Digests are worked out anew; nothing is unpacked to disk."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.render import manifest

FILE_LIMIT = 512 * 2**20  # bytes of one file
TOTAL_LIMIT = 2 * 2**30  # bytes of all files together
HELD_LIMIT = 256 * 2**20  # bytes of the files that are held in memory at once, to compare what is in them
ENTRY_LIMIT = 2_000
DIRECTORY_LIMIT = 2 * 2**20  # bytes of a zip's list of its files
CHUNK = 2**20
_END_REACH = 22 + 2**16 + 20  # bytes from the end in which a zip's last entry and its comment stand
# What systems and Word leave in a folder by themselves.
_CLUTTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def verify(folder_or_zip: Path) -> tuple[Finding, ...]:
    """Findings for each file that is missing, changed or was added since the build, the manifest too; none if all is
    as built.

    What this can prove about the manifest itself, `manifest` says. Raises AlongsideError where there is no readable
    manifest, or where a zip is broken or made to do harm.
    """
    if folder_or_zip.is_dir():
        return _compared(_manifest_in(folder_or_zip), dict(_digests_in(folder_or_zip)))
    try:
        with _opened(folder_or_zip) as archive:
            entries = _entries(archive, folder_or_zip.name)
            if manifest.NAME not in entries:
                raise _no_manifest(folder_or_zip.name)
            head = b"".join(_limited(archive, entries.pop(manifest.NAME), manifest.SIZE_LIMIT, folder_or_zip.name))
            digests, total = {}, 0
            for name, entry in entries.items():
                digest = hashlib.sha256()
                for piece in _limited(archive, entry, min(FILE_LIMIT, TOTAL_LIMIT - total), folder_or_zip.name):
                    digest.update(piece)
                    total += len(piece)
                digests[name] = digest.hexdigest()
    except FileNotFoundError as error:
        raise AlongsideError(
            _("There is nothing of that name."), where=folder_or_zip.name, remedy=_("Choose the folder that was built.")
        ) from error
    except (*_UNREADABLE, OSError) as error:
        raise AlongsideError(
            _("This is neither a built folder nor a zip of one that can be read ({reason}).").format(
                reason=str(error).rstrip(".")[:120]
            ),
            where=folder_or_zip.name,
            remedy=_("Choose the folder that was built, or copy the zip again."),
        ) from error
    return _compared(head, digests)


@dataclass(frozen=True, slots=True)
class Contents:
    """A built folder or zip, read."""

    listed: manifest.Manifest
    files: dict[str, bytes]  # those that the manifest lists and that fit into memory


def contents_of(folder_or_zip: Path) -> Contents:
    """The manifest and the files. Raises AlongsideError as `verify` does, which is to be asked first."""
    room = HELD_LIMIT
    files: dict[str, bytes] = {}
    if folder_or_zip.is_dir():
        listed = manifest.from_json(_manifest_in(folder_or_zip))
        for name in listed.outputs:
            path = folder_or_zip / name
            if not _leads_out(name) and path.is_file() and not path.is_symlink() and path.stat().st_size <= room:
                files[name] = path.read_bytes()
                room -= len(files[name])
        return Contents(listed, files)
    with _opened(folder_or_zip) as archive:
        entries = _entries(archive, folder_or_zip.name)
        head = _limited(archive, entries[manifest.NAME], manifest.SIZE_LIMIT, folder_or_zip.name)
        listed = manifest.from_json(b"".join(head))
        for name in listed.outputs:
            if name in entries and entries[name].file_size <= room:
                files[name] = b"".join(_limited(archive, entries[name], room, folder_or_zip.name))
                room -= len(files[name])
        return Contents(listed, files)


def _compared(head: bytes, digests: Mapping[str, str]) -> tuple[Finding, ...]:
    listed = manifest.from_json(head)
    found = list(_about_the_list(head, listed))
    for name, output in sorted(listed.outputs.items()):
        if name not in digests:
            found.append(
                finding(
                    "output.missing_file",
                    Place(template=name),
                    _("“{name}” was built and is missing.").format(name=name),
                    _("Build the pack again."),
                )
            )
        elif digests[name] != output.sha256:
            found.append(
                finding(
                    "output.changed_file",
                    Place(template=name),
                    _("“{name}” was changed after it was built.").format(name=name),
                    _("Make the change in the pack and build again, or send it as a document of your own."),
                )
            )
    found += [
        finding(
            "output.extra_file",
            Place(template=name),
            _("“{name}” was not built by Alongside.").format(name=name),
            _("Move it to another folder."),
        )
        for name in sorted(digests.keys() - listed.outputs.keys())
    ]
    return tuple(found)


def _about_the_list(head: bytes, listed: manifest.Manifest) -> Iterator[Finding]:
    place = Place(template=manifest.NAME)
    if not manifest.is_as_written(head):
        yield finding(
            "output.changed_list",
            place,
            _("“{name}” was changed after it was written, so what it says of the other files proves nothing.").format(
                name=manifest.NAME
            ),
            _("Go back to the folder as it was built, or build the pack again."),
        )
    elif not manifest.is_sealed(listed):
        yield finding(
            "output.unsealed_list",
            place,
            _("“{name}” is of an earlier Alongside and holds no digest of itself.").format(name=manifest.NAME),
            _("Build the pack again, so that a change in the list would be found too."),
        )


def _manifest_in(folder: Path) -> bytes:
    path = folder / manifest.NAME
    try:
        if path.stat().st_size > manifest.SIZE_LIMIT:
            raise _no_manifest(folder.name)
        return path.read_bytes()
    except OSError as error:
        raise _no_manifest(folder.name) from error


def _no_manifest(name: str) -> AlongsideError:
    return AlongsideError(
        _("There is no list of what was built ({file}) in it.").format(file=manifest.NAME),
        where=name,
        remedy=_("Choose the folder that was built, or build the pack again."),
    )


def _digests_in(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name == manifest.NAME or _is_clutter(name) or (path.is_dir() and not path.is_symlink()):
            continue
        # A link may lead anywhere: it is no file of ours, so it is named and not followed.
        yield name, "" if path.is_symlink() else manifest.file_sha256(path)


def _opened(path: Path) -> zipfile.ZipFile:
    """A zip whose list of files is of a size to be read. Raises ValueError and what zipfile raises."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_REACH))
        end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at >= 0 and len(end) >= at + 16:
        size = int.from_bytes(end[at + 12 : at + 16], "little")
        # Only a zip of more than 4 GB, or of more than 65,000 files, needs the longer form of this list.
        if size > DIRECTORY_LIMIT or end[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
            raise _too_large(path.name)
    return zipfile.ZipFile(path)


def _entries(archive: zipfile.ZipFile, where: str) -> dict[str, zipfile.ZipInfo]:
    """The files of the zip by name; the one folder that holds them all is left out of their names."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > ENTRY_LIMIT or sum(info.file_size for info in infos) > TOTAL_LIMIT:
        raise _too_large(where)
    names = [info.filename.replace("\\", "/") for info in infos]
    if any(_leads_out(name) for name in names):
        raise AlongsideError(
            _("This zip holds a file whose name leads out of its folder, as no pack of ours does, so it was not read."),
            where=where,
            remedy=_("Check where the file came from."),
        )
    if any(info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for info in infos):
        raise ValueError(_("it is packed in a way that Windows does not read"))
    heads = {name.partition("/")[0] for name in names}
    if manifest.NAME not in names and len(heads) == 1:
        names = [name.partition("/")[2] for name in names]
    if len({name.lower() for name in names}) < len(names):
        raise ValueError(_("it holds two files of the same name"))
    return {name: info for name, info in zip(names, infos, strict=True) if not _is_clutter(name)}


def _limited(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int, where: str) -> Iterator[bytes]:
    # The size that a zip declares may be a lie, so the bytes are counted as they come.
    size = 0
    stream: IO[bytes]
    with archive.open(info) as stream:
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > limit:
                raise _too_large(where)
            yield piece


def _too_large(where: str) -> AlongsideError:
    return AlongsideError(
        _("This zip unpacks to far more than a pack ever holds, so it was not read."),
        where=where,
        remedy=_("Check where the file came from."),
    )


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ":" in name or "\0" in name or ".." in name.split("/")


def _is_clutter(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return last in _CLUTTER or last.startswith("~$")
