"""What is kept beside a workbook, without what is to leave: its journal of edits, its dated copies, its history."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.checked_lines import from_line, sync_folder, to_line
from alongside.library.editing import disk, journal
from alongside.library.editing.disk import Backups, Held
from alongside.library.leaving.erased_workbook import Erased, Leaving, erased
from alongside.library.upkeep.versions import forget, read_versions
from alongside.library.workbook import rows_of


def erase_in_workbook(path: Path, leaving: Leaving) -> Erased:
    """Take it out of the workbook, its journal and its dated copies. Nothing waits: it is done now, or told why not.

    Raises AlongsideError where the workbook is open elsewhere or cannot be written; then nothing has changed.
    """
    path = disk.real(path)
    disk.check_there(path)
    with journal.locked(path):
        try:
            held = disk.owner(path)
            if held is not None:
                raise Held(held)
            disk.check_writable(path)
            found = disk.snapshot(path)
            result = erased(found.data, rows_of(found.data, path.name), leaving)
            _put(path, result.data)
        except Held as problem:
            raise AlongsideError(
                str(problem), where=path.name, remedy=_("Close it there, and erase again: nothing was changed.")
            ) from problem
        disk.sweep(path)
        _scrub_journal(path, leaving)
        for _when, copy in disk.backups(path, Backups()):
            _erase_in_copy(copy, leaving, result)
    return result


def _put(path: Path, data: bytes) -> None:
    draft = disk.draft_of(path, data)
    try:
        disk.put_in_place(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _erase_in_copy(copy: Path, leaving: Leaving, result: Erased) -> None:
    """A dated copy goes on without it; one that cannot be changed is deleted."""
    try:
        data = copy.read_bytes()
        new = erased(data, rows_of(data, copy.name), leaving)
        if new.data != data:
            stamp = copy.stat()
            _put(copy, new.data)
            with suppress(OSError):
                os.utime(copy, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    except (AlongsideError, Held, OSError):
        try:
            copy.unlink()
        except OSError:
            result.left.append(_("The backup {name} could not be changed or deleted.").format(name=copy.name))


def _scrub_journal(path: Path, leaving: Leaving) -> None:
    """Leave out every edit that holds any of it: one that waits is let go, one that was made cannot be undone."""
    place = journal.beside(path, journal.JOURNAL)
    try:
        raw = [line for line in place.read_bytes().split(b"\n") if line.strip()]
    except FileNotFoundError:
        return
    lines = [found for line in raw if (found := from_line(line)) is not None]  # a damaged line is no loss
    gone = {str(line["id"]) for line in lines if line.get("kind") == "edit" and _holds(line, leaving)}
    kept: list[Mapping[str, Any]] = []
    for line in lines:
        if line.get("kind") == "intent":
            undo = {
                name: changes for name, changes in dict(line.get("undo", {})).items()
                if name not in gone and not _holds(changes, leaving)
            }  # fmt: skip
            kept.append({**line, "undo": undo})
        elif (line.get("id") if line.get("kind") == "edit" else line.get("edit")) in gone or _holds(line, leaving):
            continue
        else:
            kept.append(line)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    draft.write_bytes(b"".join(map(to_line, kept)))
    draft.replace(place)
    sync_folder(place.parent)


def _holds(value: Any, leaving: Leaving) -> bool:
    """Whether anything inside is of one of the stories, or repeats it."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping):
            waiting += item.values()
        elif isinstance(item, list | tuple):
            waiting += item
        elif isinstance(item, str) and (item in leaving.refs or leaving.repeats(item)):
            return True
    return False


def erase_in_history(folder: Path, leaving: Leaving) -> tuple[str, ...]:
    """Take it out of the history: all of the stories, and of records that repeated them. Returns whose history went."""
    known = read_versions(folder).known.values()
    refs = {item.ref for item in known if item.ref in leaving.refs or leaving.repeats(*item.changed.values())}
    if refs:
        forget(folder, refs)
    return tuple(sorted(refs))
