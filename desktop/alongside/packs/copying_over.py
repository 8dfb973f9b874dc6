"""Copies records from one workbook into another: the rows by an edit in place, their files into its folder."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.editing.changes import AddRecord
from alongside.library.editing.journal import State
from alongside.library.editing.saving import Outcome, edit_workbook, history
from alongside.library.files.index import add_file, path_of
from alongside.library.library import Library
from alongside.library.records import Record
from alongside.packs.copying import Copy, copied
from alongside.workspace import FILES


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library and the workbook it was read from."""

    library: Library
    path: Path

    @property
    def files(self) -> Path:
        """The folder of the files that its records cite."""
        return self.path.parent / FILES


@dataclass(frozen=True, slots=True)
class CopiedOver:
    """What became of copying some records: all of them are in the other workbook, wait for it, or none is."""

    copies: tuple[Copy, ...]
    outcome: Outcome


def copy_over(
    records: Sequence[Record], source: Shelf, target: Shelf, today: date, *, uses: Collection[str] = (), at: datetime,
    by: str = "",
) -> CopiedOver:  # fmt: skip
    """Copy records, all of them or none. Raises AlongsideError for one that may not be copied.

    A file that the source does not have is left out, and that is said.
    """
    if source.path.resolve() == target.path.resolve():
        raise AlongsideError(
            _("The two libraries are one and the same."), where=target.library.name, remedy=_("Choose another one.")
        )
    waiting = [
        str(value)
        for entry in history(target.path).pending()
        for change in entry.edit.changes
        if isinstance(change, AddRecord)
        for value in list(change.filled.values())[:1]
    ]
    copies: list[Copy] = []
    for record in records:
        taken = [*waiting, *(copy.ref for copy in copies)]
        copies.append(copied(record, source.library, target.library, today, uses=uses, taken=taken))
    copies = [_with_files(copy, source, target, today) for copy in copies]
    outcome = edit_workbook(
        target.path, [copy.change for copy in copies], expect_digest=target.library.digest, at=at, by=by
    )
    if outcome.state is State.REFUSED:
        raise AlongsideError(outcome.reason, where=target.library.name)
    return CopiedOver(tuple(copies), outcome)


def _with_files(copy: Copy, source: Shelf, target: Shelf, today: date) -> Copy:
    """The files are there before the row that names them."""
    if not copy.files:
        return copy
    names, said = [], list(copy.said)
    for name in copy.files:
        path = path_of(name, source.files)
        if path is None or not path.is_file():
            said.append(_("The file “{name}” was not there to copy.").format(name=name))
            continue
        names.append(add_file(path, target.files, today))
    fields = tuple((heading, value) for heading, value in copy.change.fields if heading != "files")
    if names:
        fields = (*fields, ("files", tuple(names)))
    return replace(copy, change=replace(copy.change, fields=fields), files=tuple(names), said=tuple(said))
