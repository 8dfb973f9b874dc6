"""Puts one edit into an opened workbook, as long as every cell still holds what the writer saw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.cells import tidy_ref
from alongside.library.editing.book import EditableBook
from alongside.library.editing.changes import UNSEEN, AddRecord, SetField, Unseen, Value, empty, same, told
from alongside.library.headings import key

Touched = frozenset[tuple[str, int, str]]  # sheet, row, key of the heading
Headings = tuple[tuple[str, str], ...]  # sheet and heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A cell that somebody else changed too. Both values are kept; nobody has won."""

    sheet: str
    row: int  # 0 where the record is no longer there
    ref: str
    heading: str
    seen: Value | Unseen  # what it held when the writer read it
    mine: Value
    theirs: Value

    def sentence(self) -> str:
        """In words."""
        place = _("{ref}, {heading}").format(ref=self.ref or f"{self.sheet} {self.row}", heading=self.heading)
        if not self.row:
            return _("{place}: the record is no longer there; you wrote {mine}.").format(
                place=place, mine=told(self.mine)
            )
        return _("{place}: you wrote {mine}; meanwhile somebody else wrote {theirs}.").format(
            place=place, mine=told(self.mine), theirs=told(self.theirs)
        )


@dataclass(frozen=True, slots=True)
class Since:
    """What is known of the way from the workbook the writer read to the one of now."""

    ours: bool  # nobody but Alongside changed it, so that every row is where it was
    touched: Touched = frozenset()  # the cells that were changed on the way


@dataclass(frozen=True, slots=True)
class EmptyFormula:
    """A cell of a new row that its table works out in the rows above, by a formula that cannot be copied for sure."""

    sheet: str
    row: int
    column: int
    ref: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of an edit. Where there are clashes, nothing was written."""

    clashes: tuple[Clash, ...] = ()
    undo: tuple[SetField, ...] = ()
    empty: tuple[EmptyFormula, ...] = ()


@dataclass(frozen=True, slots=True)
class _Write:
    change: SetField
    row: int
    column: int
    was: Value
    was_raw: str
    raw: str  # what to put back as it is; "" where the value is to be written


def completed(
    book: EditableBook, changes: Iterable[SetField | AddRecord], headings: Headings = ()
) -> tuple[SetField | AddRecord, ...]:
    """The changes with what the writer saw and whose row it is, taken from the very workbook they read.

    `headings` are yet to be added, so that nothing stands under them.
    """
    found: list[SetField | AddRecord] = []
    for change in changes:
        if isinstance(change, SetField) and (change.sheet, change.heading) in headings:
            found.append(replace(change, ref=change.ref or book.ref(change.sheet, change.row), seen=None))
            continue
        if isinstance(change, SetField):
            there = book.ref(change.sheet, change.row)
            if change.ref and there and there != change.ref:
                rows = book.rows_of(change.sheet, change.ref)
                change = replace(change, row=rows[0]) if len(rows) == 1 else change  # noqa: PLW2901
            column = book.column(change.sheet, change.heading)
            seen = book.value(change.sheet, change.row, column)
            change = replace(change, ref=change.ref or there, seen=seen)  # noqa: PLW2901
        found.append(change)
    return tuple(found)


def apply(
    book: EditableBook,
    changes: Iterable[SetField | AddRecord],
    since: Since,
    headings: Headings = (),
    drops: Headings = (),
) -> Applied:
    """Write all of the changes, or none where one of them clashes.

    `headings` are added to their sheets first, where they are lacking; `drops` are taken out of theirs at the end,
    where nothing stands under them any more.
    Raises AlongsideError where a change cannot be written at all; then, too, nothing is.
    """
    before = book.state()
    try:
        for sheet in dict.fromkeys(sheet for sheet, _heading in headings):
            add_headings(book, sheet, [heading for name, heading in headings if name == sheet])
        done = _apply(book, tuple(changes), since)
        for sheet, heading in () if done.clashes else reversed(drops):
            _drop_heading(book, sheet, heading)
    except AlongsideError:
        book.restore(before)
        raise
    if done.clashes and headings:
        book.restore(before)
    return done


def add_headings(book: EditableBook, sheet: str, headings: Sequence[str]) -> None:
    """Write headings that a sheet lacks behind its last one. Raises AlongsideError where the sheet is not there."""
    layout = book.layout(sheet)
    wanted = [heading for heading in headings if key(heading) not in layout.columns]
    first = max(layout.columns.values(), default=0) + 1
    if wanted:
        book.set_cells(sheet, layout.row, dict(enumerate(wanted, start=first)))


def _drop_heading(book: EditableBook, sheet: str, heading: str) -> None:
    """Take a heading out of its sheet, unless somebody has put something under it."""
    layout = book.layout(sheet)
    column = layout.columns.get(key(heading))
    if column is None:
        return
    below = (row for row in book.sheet(sheet).numbers if row > layout.row)
    if all(empty(book.value(sheet, row, column)) for row in below):
        book.set_cells(sheet, layout.row, {column: None})


def _apply(book: EditableBook, changes: tuple[SetField | AddRecord, ...], since: Since) -> Applied:
    clashes: list[Clash] = []
    writes: dict[tuple[str, int, int], _Write] = {}
    adds: list[AddRecord] = []
    for change in changes:
        if isinstance(change, AddRecord):
            there, clashing = _already_there(book, change)
            clashes += clashing
            if not there and not clashing:
                adds.append(change)
            continue
        found = _located(book, change, since)
        if isinstance(found, Clash):
            clashes.append(found)
        elif found is not None:
            writes[change.sheet, found.row, found.column] = found
    if clashes:
        return Applied(tuple(clashes))
    by_row: dict[tuple[str, int], dict[int, Value]] = {}
    raw: dict[tuple[str, int], dict[int, str]] = {}
    for (sheet, row, column), write in writes.items():
        by_row.setdefault((sheet, row), {})[column] = write.change.value
        raw.setdefault((sheet, row), {})[column] = write.raw
    of_row: dict[tuple[str, int], list[_Write]] = {}
    for (sheet, row, _column), write in writes.items():
        of_row.setdefault((sheet, row), []).append(write)
    refs = {place: _ref_afterwards(book, place, of_row[place]) for place in by_row}
    undo = [_inverse(write, refs[write.change.sheet, write.row]) for write in writes.values()]
    for sheet in dict.fromkeys(sheet for sheet, _row in by_row):
        book.set_rows(
            sheet,
            {row: values for (name, row), values in by_row.items() if name == sheet},
            {row: kept for (name, row), kept in raw.items() if name == sheet},
        )
    left: list[EmptyFormula] = []
    for sheet in dict.fromkeys(add.sheet for add in adds):
        undo += _added(book, sheet, [add for add in adds if add.sheet == sheet], left)
    return Applied(undo=tuple(undo), empty=tuple(left))


def _located(book: EditableBook, change: SetField, since: Since) -> _Write | Clash | None:
    """Where the change goes; None where the cell says it already."""
    column = book.column(change.sheet, change.heading)
    stayed = since.ours and change.ref in {"", book.ref(change.sheet, change.row)}
    rows = [change.row] if stayed else book.rows_of(change.sheet, change.ref)
    if len(rows) > 1 and change.row in rows:
        rows = [change.row]  # the id is there twice, but this one stands where it stood
    if len(rows) != 1:
        return _clash(change, row=0, theirs=None)
    row = rows[0]
    if row <= book.layout(change.sheet).row:
        raise AlongsideError(
            _("Row {row} of the sheet {sheet} holds its headings, not a record.").format(row=row, sheet=change.sheet)
        )
    now = book.value(change.sheet, row, column)
    if _exactly(now, change.value):
        return None
    if isinstance(change.seen, Unseen):
        known = stayed and (change.sheet, row, key(change.heading)) not in since.touched
    else:
        known = same(change.sheet, change.heading, now, change.seen)
    if known:
        was_raw = book.raw(change.sheet, row, column)
        return _Write(change, row, column, now, was_raw, change.raw if stayed else "")
    if same(change.sheet, change.heading, now, change.value):
        return None
    return _clash(change, row=row, theirs=now)


def _clash(change: SetField, *, row: int, theirs: Value) -> Clash:
    return Clash(
        sheet=change.sheet, row=row, ref=change.ref, heading=change.heading, seen=change.seen, mine=change.value,
        theirs=theirs,
    )  # fmt: skip


def _exactly(one: Value, other: Value) -> bool:
    if isinstance(one, datetime) != isinstance(other, datetime):
        return same("", "", one, other)  # a moment at midnight is read back as a day
    if isinstance(one, bool) != isinstance(other, bool):
        return False
    return one == other or (empty(one) and empty(other))


def _ref_afterwards(book: EditableBook, place: tuple[str, int], writes: Iterable[_Write]) -> str:
    """The id by which the record of this sheet and row goes once all is written."""
    heading = book.id_heading(place[0])
    for write in writes:
        if (write.change.sheet, write.row) == place and heading and key(heading) == key(write.change.heading):
            return "" if empty(write.change.value) else tidy_ref(str(write.change.value))
    return book.ref(*place)


def _inverse(write: _Write, ref: str) -> SetField:
    """What takes the write back."""
    return replace(write.change, row=write.row, ref=ref, value=write.was, seen=write.change.value, raw=write.was_raw)


def _already_there(book: EditableBook, change: AddRecord) -> tuple[bool, list[Clash]]:
    """Whether a record of this id is there and says the same; where it says something else, what."""
    heading = book.id_heading(change.sheet)
    ref = _own_ref(book, change)
    if heading and not ref:
        raise AlongsideError(
            _("A new record on the sheet {sheet} needs an id.").format(sheet=change.sheet), where=heading
        )
    if not change.filled:
        raise AlongsideError(_("A new record needs at least one filled field."), where=change.sheet)
    rows = book.rows_of(change.sheet, ref)
    clashes = []
    for row in rows[:1]:
        for name, value in change.fields:
            now = book.value(change.sheet, row, book.column(change.sheet, name))
            if not _exactly(now, value) and not same(change.sheet, name, now, value):
                clashes.append(
                    Clash(sheet=change.sheet, row=row, ref=ref, heading=name, seen=UNSEEN, mine=value, theirs=now)
                )
    return bool(rows), clashes


def _own_ref(book: EditableBook, change: AddRecord) -> str:
    heading = book.id_heading(change.sheet)
    if not heading:
        return ""
    return next((tidy_ref(str(value)) for name, value in change.filled.items() if key(name) == key(heading)), "")


def _added(book: EditableBook, sheet: str, adds: Sequence[AddRecord], left: list[EmptyFormula]) -> list[SetField]:
    """Write new records of a sheet; their undoing empties their cells. What no table could work out goes to `left`."""
    records = [{book.column(sheet, name): value for name, value in add.filled.items()} for add in adds]
    undo: list[SetField] = []
    for add, row, unworked in zip(adds, *book.add_rows(sheet, records), strict=True):
        ref = _own_ref(book, add)
        left += [EmptyFormula(sheet, row, column, ref) for column in unworked]
        undo += [
            SetField(sheet=sheet, row=row, heading=name, value=None, ref=ref, seen=value)
            for name, value in add.filled.items()
        ]
    return undo
