"""Writes what has arrived: into a workbook of its own, or into one that is there, which otherwise stays as it is."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl, Progress
from alongside.library.editing import disk
from alongside.library.editing.applying import Since, apply
from alongside.library.editing.book import EditableBook
from alongside.library.editing.changes import plainer
from alongside.library.editing.disk import Backups, Held
from alongside.library.editing.saving import Outcome, edit_workbook
from alongside.library.new_workbook import Cover, library_workbook
from alongside.library.records import RECORD_TYPES
from alongside.library.taking_in.arrival import Arrival

_AT_ONCE = 200  # changes between two looks at whether to stop
_BACKUPS = Backups()


def write_new(path: Path, arrival: Arrival, at: datetime, job: JobControl | None = None) -> None:
    """A new library with these records, whole or not at all. Raises AlongsideError where it cannot be written."""
    job = job or JobControl()
    book = EditableBook(library_workbook({}, _cover(path, at), arrival.extra))
    changes = plainer(arrival.changes)
    for start in range(0, len(changes), _AT_ONCE):
        job.report(Progress(start, len(changes), _("Writing {name}").format(name=path.name)))
        apply(book, changes[start : start + _AT_ONCE], Since(True, frozenset()))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = disk.draft_of(path, book.packed() if book.changed else book.data)
        try:
            disk.put_in_place(draft, path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    except (Held, OSError) as error:
        raise AlongsideError(str(error), where=path.name, remedy=_("Choose another name or folder.")) from error


def write_into(path: Path, arrival: Arrival, *, expect_digest: str, at: datetime, by: str = "") -> Outcome | None:
    """Add and change the records in the workbook; None where there is nothing to write.

    The columns it lacks are added with them, as one edit: an undoing takes all of it out again.
    Raises AlongsideError where the changes can never be made.
    """
    if not arrival.changes:
        return None
    headings = tuple((sheet, heading) for sheet, wanted in arrival.extra.items() for heading in wanted)
    return edit_workbook(path, arrival.changes, expect_digest=expect_digest, at=at, by=by, headings=headings)


def _cover(path: Path, at: datetime) -> Cover:
    sheets = tuple((f"sheet {kind.sheet}", (kind.__doc__ or "").splitlines()[0]) for kind in RECORD_TYPES)
    return Cover(title=path.stem, made=at, about=(("title", path.stem), *sheets))
