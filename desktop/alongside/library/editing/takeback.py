"""Which edits of a journal can be undone and redone, and what each is in a few words."""

from collections.abc import Callable, Iterable

from alongside.i18n import _, ngettext
from alongside.library.editing.changes import AddRecord, SetField
from alongside.library.editing.journal import Entry, Journal, State
from alongside.library.headings import key
from alongside.library.records import BY_SHEET

_LOST = {State.REFUSED, State.SETTLED}


def undoable(journal: Journal, by: str | None = None) -> Entry | None:
    """The last edit that can be taken back; with `by`, the last of that person."""
    return next((entry for entry in _newest(journal, by) if not _depth(journal, entry) % 2), None)


def redoable(journal: Journal, by: str | None = None) -> Entry | None:
    """The last undoing that can be taken back, unless something was changed after it."""
    for entry in _newest(journal, by):
        if _depth(journal, entry) % 2:
            return entry
        if not entry.edit.undoes:
            return None
    return None


def _newest(journal: Journal, by: str | None) -> Iterable[Entry]:
    entries = journal.entries
    taken_back = {item.edit.undoes for item in entries.values() if item.state not in _LOST}
    for name in reversed(entries):
        entry = entries[name]
        mine = by is None or entry.edit.by == by
        if mine and entry.state is State.APPLIED and entry.undo and name not in taken_back:
            yield entry


def _depth(journal: Journal, entry: Entry) -> int:
    """0 for an edit, 1 for its undoing, 2 for the redoing, and so on."""
    depth, name = 0, entry.edit.undoes
    while name in journal.entries:
        depth, name = depth + 1, journal.entries[name].edit.undoes
    return depth


def record_of(change: SetField | AddRecord) -> tuple[str, str]:
    """The sheet and the id of the record that a change is about."""
    if isinstance(change, SetField):
        return change.sheet, change.ref
    heading = BY_SHEET[change.sheet].id_field if change.sheet in BY_SHEET else ""
    return change.sheet, next((str(value) for name, value in change.filled.items() if key(name) == key(heading)), "")


def places_of(entry: Entry) -> frozenset[tuple[str, str]]:
    """The sheet and id of each record that an edit is about."""
    return frozenset(map(record_of, entry.edit.changes))


def described(changes: Iterable[SetField | AddRecord], label: Callable[[str], str] = str) -> str:
    """An edit in a few words: "EV-014: title, claim". `label` gives a heading's name on screen."""
    found: dict[str, list[str]] = {}
    for change in changes:
        sheet, ref = record_of(change)
        if isinstance(change, SetField):
            place = ref or _("{sheet}, row {row}").format(sheet=sheet, row=change.row)
            found.setdefault(place, []).append(label(change.heading))
        else:
            found.setdefault(_("new record {ref}").format(ref=ref or sheet), [])
    return "; ".join(_of_one(place, headings) for place, headings in found.items())


def _of_one(place: str, headings: list[str]) -> str:
    if len(headings) > 3:
        more = ngettext("{n} field", "{n} fields", len(headings)).format(n=len(headings))
        return f"{place}: {more}"
    return f"{place}: {', '.join(headings)}" if headings else place
