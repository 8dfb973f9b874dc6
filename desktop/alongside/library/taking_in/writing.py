"""Writes what has arrived: into a workbook of its own, or into one that is there, which otherwise stays as it is."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl, Progress
from alongside.library.editing import disk, journal
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

    The columns it lacks are added to it first. All can be undone as one edit, except that those columns stay.
    Raises AlongsideError where the changes can never be made.
    """
    if not arrival.changes:
        return None
    digest = _with_columns(path, arrival.extra, expect_digest, at) if arrival.extra else expect_digest
    return edit_workbook(path, arrival.changes, expect_digest=digest, at=at, by=by)


def _with_columns(path: Path, extra: Mapping[str, Sequence[str]], expect: str, at: datetime) -> str:
    """Write the headings that are missing, and return the workbook's digest. Raises AlongsideError where it is open."""
    path = disk.real(path)
    disk.check_there(path)
    with journal.locked(path):
        try:
            held = disk.owner(path)
            if held is not None:
                raise Held(held)
            disk.check_writable(path)
            found = disk.snapshot(path)
            book = EditableBook(found.data)
            if book.digest != expect:
                raise Held(_("The workbook has changed since it was read."))
            for sheet, headings in extra.items():
                add_headings(book, sheet, headings)
            if not book.changed:
                return expect
            packed = book.packed()
            disk.keep_backup(path, found.data, at, _BACKUPS, ours=False)
            draft = disk.draft_of(path, packed)
            try:
                if not disk.unchanged(path, found):
                    raise Held(_("The workbook has changed since it was read."))
                disk.put_in_place(draft, path)
            finally:
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
        except Held as problem:
            raise AlongsideError(
                _("Nothing was taken in: {why}").format(why=str(problem)),
                where=path.name,
                remedy=_("Close it there, and try again."),
            ) from problem
        return EditableBook(packed).digest


def add_headings(book: EditableBook, sheet: str, headings: Sequence[str]) -> None:
    """Write headings behind the last one of a sheet. Raises AlongsideError where the sheet is not there."""
    layout = book.layout(sheet)
    first = max(layout.columns.values(), default=0) + 1
    book.set_cells(sheet, layout.row, dict(enumerate(headings, start=first)))


def _cover(path: Path, at: datetime) -> Cover:
    sheets = tuple((f"sheet {kind.sheet}", (kind.__doc__ or "").splitlines()[0]) for kind in RECORD_TYPES)
    return Cover(title=path.stem, made=at, about=(("title", path.stem), *sheets))
