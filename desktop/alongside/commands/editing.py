"""`library edit`, `add`, `retire`, `pending` and `undo`: single records, changed in the workbook itself."""

import contextlib
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from getpass import getuser
from pathlib import Path
from typing import Any

from alongside.commands.outcome import BLOCKED, DONE, REFUSED, Outcome, finding_lines, findings_document
from alongside.commands.upkeep import keep, place_of
from alongside.errors import AlongsideError
from alongside.findings import Finding
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.columns import Column
from alongside.library.editing import saving
from alongside.library.editing.changes import Change, RetireRecord, SetField, Value, record_added
from alongside.library.editing.draft import STOPS, Checker, field_read, next_id, record_of, with_changes
from alongside.library.editing.journal import Entry, State
from alongside.library.editing.patched import patched
from alongside.library.editing.takeback import described, undoable
from alongside.library.editing.takeback import record_of as row_of
from alongside.library.headings import key, meant
from alongside.library.library import Library
from alongside.library.records import BY_SHEET, COLUMNS, Record
from alongside.library.workbook import read_rows


def edit(given: Namespace, today: date, job: JobControl) -> Outcome:
    """New values for fields of one record. Exit code 1 where the change waits or clashes."""
    library = read_rows(given.workbook, job)
    record = _record(library, given.ref)
    values, found = _values(record.sheet, given.fields, record.row, record.ref)
    changes = [
        SetField(
            sheet=record.sheet, row=record.row, ref=record.ref, heading=heading, value=value,
            seen=getattr(record, heading),
        )
        for heading, value in values.items()
    ]  # fmt: skip
    found += Checker(library, today).findings(with_changes(record, changes), was=record.ref)
    return written(given, library, changes, found)


def add(given: Namespace, today: date, job: JobControl) -> Outcome:
    """A new record; without an id in its fields it gets the next free one."""
    library = read_rows(given.workbook, job)
    sheet = _sheet(given.sheet)
    values, found = _values(sheet, given.fields, 0, "")
    heading = BY_SHEET[sheet].id_field
    if heading not in values:
        waiting = [
            row_of(change)[1] for entry in saving.history(given.workbook).pending() for change in entry.edit.changes
        ]
        values = {heading: next_id(library, sheet, waiting), **values}
    record = record_of(sheet, _read(sheet, values))
    found += Checker(library, today).findings(record)
    return written(given, library, [record_added(sheet, values)], found, ref=str(values[heading]))


def retire(given: Namespace, _today: date, job: JobControl) -> Outcome:
    """A record that stays in the workbook and is no longer used."""
    library = read_rows(given.workbook, job)
    record = _record(library, given.ref)
    change = RetireRecord(sheet=record.sheet, row=record.row, ref=record.ref, seen=record.status)
    return written(given, library, [change], [])


def pending(given: Namespace, _today: date, _job: JobControl) -> Outcome:
    """What waits or clashes: listed, tried again, let go, or settled."""
    path: Path = given.workbook
    if not path.is_file():
        raise AlongsideError(
            _("There is no such file."), where=path.name, remedy=_("Check the name, or choose another file.")
        )
    done: list[str] = []
    if given.apply:
        tried = saving.apply_pending(path, at=given.at, although_open=given.although_open)
        written = sum(1 for item in tried if item.state is State.APPLIED)
        done.append(ngettext("{n} change written.", "{n} changes written.", written).format(n=written))
    for name, mine in ((given.discard, False), (given.mine, True), (given.theirs, False)):
        if name == ALL and name != given.discard:
            done += _settle_all(path, mine=mine, given=given)
        elif name:
            found = _settle(path, _entry(path, name), mine=mine, let_go=name == given.discard, given=given)
            done.append(found)
    left = [entry for entry in saving.history(path).entries.values() if entry.state in _OPEN]
    lines = [*done, *(line for entry in left for line in _lines(entry))]
    if not left:
        lines.append(_("Nothing waits for {name}.").format(name=path.name))
    return Outcome(
        BLOCKED if left else DONE, lines, {"workbook": path.name, "changes": [_document(entry) for entry in left]}
    )


def undo(given: Namespace, _today: date, job: JobControl) -> Outcome:
    """Take back the last change that was written, or the one named."""
    path: Path = given.workbook
    known = saving.history(path)
    entry = _entry(path, given.change) if given.change else undoable(known)
    if entry is None:
        raise AlongsideError(
            _("There is nothing to undo: Alongside has written no change that was not taken back."), where=path.name
        )
    refs = _refs(entry.edit.changes)
    _note(path, read_rows(path, job), given.at, only=refs)
    outcome = saving.undo(path, entry.edit.id, at=given.at, by=_me())
    if outcome.state is State.APPLIED:
        _note(path, read_rows(path, job), given.at, _me(), refs)
    return _report(path, outcome, _("Undone: {what}.").format(what=described(entry.edit.changes)), ())


ALL = "all"
_OPEN = (State.PENDING, State.CONFLICT, State.REFUSED)


# --- what was typed ----------------------------------------------------------------------------------------------


def _record(library: Library, ref: str) -> Record:
    record = library.get(ref)
    if record is None:
        near = meant(ref, [item.ref for item in library])
        raise AlongsideError(
            _("No record has the id {ref}.").format(ref=ref),
            where=library.name,
            remedy=_("Did you mean {name}?").format(name=near) if near else "",
        )
    return record


def _sheet(name: str) -> str:
    found = next((sheet for sheet in BY_SHEET if key(sheet) == key(name)), None)
    if found is None:
        near = meant(name, BY_SHEET)
        raise AlongsideError(
            _("A library has no sheet “{name}”.").format(name=name),
            remedy=_("Did you mean “{name}”?").format(name=near)
            if near
            else _("It has {names}.").format(names=", ".join(BY_SHEET)),
        )
    return found


def _values(sheet: str, fields: Sequence[str], row: int, ref: str) -> tuple[dict[str, Value], list[Finding]]:
    """What was typed as FIELD=VALUE, as the cells are to keep it. Raises AlongsideError for what would be lost."""
    columns = {key(column.heading): column for column in COLUMNS[sheet]}
    values: dict[str, Value] = {}
    found: list[Finding] = []
    for field in fields:
        name, sign, text = field.partition("=")
        column = columns.get(key(name)) if sign else None
        if column is None:
            raise AlongsideError(
                _("“{field}” cannot be understood; write it as heading=value.").format(field=field[:60])
                if not sign
                else _("The sheet {sheet} has no heading {name}.").format(sheet=sheet, name=name),
                remedy=_near(name, columns),
            )
        value, said = field_read(sheet, column, text, row=row, ref=ref)
        stop = next((item for item in said if item.rule in STOPS), None)
        if stop is not None:
            raise AlongsideError(stop.message, where=column.heading, remedy=stop.remedy)
        values[column.heading] = value
        found += said
    return values, found


def _near(name: str, columns: Mapping[str, Column]) -> str:
    near = meant(name, [column.heading for column in columns.values()])
    return _("Did you mean {name}?").format(name=near) if near else ""


def _read(sheet: str, values: Mapping[str, Value]) -> dict[str, Any]:
    columns = {column.heading: column for column in COLUMNS[sheet]}
    return {heading: field_read(sheet, columns[heading], value)[0] for heading, value in values.items()}


def _entry(path: Path, name: str) -> Entry:
    entries = saving.history(path).entries
    found = [entry for known, entry in entries.items() if known.startswith(name)]
    if len(found) != 1:
        raise AlongsideError(
            _("There is no change “{name}”.").format(name=name),
            where=path.name,
            remedy=_("“library pending” lists those that wait."),
        )
    return found[0]


# --- what became of it -------------------------------------------------------------------------------------------


def _me() -> str:
    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""


def written(
    given: Namespace, library: Library, changes: Sequence[Change], found: Sequence[Finding], ref: str = ""
) -> Outcome:
    stop = next((item for item in found if item.rule in STOPS), None)
    if stop is not None:
        raise AlongsideError(stop.message, where=library.name, remedy=stop.remedy)
    refs = _refs(changes)
    _note(given.workbook, library, given.at, only=refs)
    outcome = saving.edit_workbook(
        given.workbook, changes, expect_digest=library.digest, at=given.at, by=_me(), although_open=given.although_open
    )
    entry = saving.history(given.workbook).entries[outcome.edit]
    if outcome.state is State.APPLIED:
        after = patched(library, entry.edit.changes, outcome.digest)
        _note(given.workbook, after or read_rows(given.workbook, JobControl()), given.at, _me(), refs)
    what = described(entry.edit.changes)
    return _report(given.workbook, outcome, _("Written: {what}.").format(what=what), [*found, *outcome.findings], ref)


def _refs(changes: Sequence[Change]) -> frozenset[str]:
    """The ids that an edit is about, a new one that it gives included."""
    given = {
        str(change.value)
        for change in changes
        if isinstance(change, SetField)
        and change.sheet in BY_SHEET
        and change.heading == BY_SHEET[change.sheet].id_field
    }
    told = {change.ref if isinstance(change, RetireRecord) else row_of(change)[1] for change in changes}
    return frozenset(told | given) - {""}


def _note(path: Path, library: Library, at: datetime, by: str = "", only: frozenset[str] | None = None) -> None:
    """Who changed what, for the history. Where that cannot be kept the edit stands all the same."""
    with contextlib.suppress(AlongsideError):
        keep(library, place_of(path).history, at, by, only)


def _report(path: Path, outcome: saving.Outcome, written: str, found: Sequence[Finding], ref: str = "") -> Outcome:
    applied = outcome.state is State.APPLIED
    lines = [written] if applied else _lines(saving.history(path).entries[outcome.edit], outcome.reason)
    if found:
        lines += ["", *finding_lines(found)]
    document = {
        "workbook": path.name, "change": outcome.edit, "state": outcome.state.value, "reason": outcome.reason,
        **({"ref": ref} if ref else {}),
        "clashes": [clash.sentence() for clash in outcome.clashes], **findings_document(found),
    }  # fmt: skip
    code = DONE if applied else REFUSED if outcome.state is State.REFUSED else BLOCKED
    return Outcome(code, lines, document)


def _settle(path: Path, entry: Entry, *, mine: bool, let_go: bool, given: Namespace) -> str:
    if let_go and entry.state is State.PENDING:
        saving.discard(path, entry.edit.id)
        return _("Let go: {what}.").format(what=described(entry.edit.changes))
    saving.resolve(path, entry.edit.id, mine=mine, at=given.at, by=_me())
    said = _("Yours written: {what}.") if mine else _("Left as it is: {what}.")
    return said.format(what=described(entry.edit.changes))


def _settle_all(path: Path, *, mine: bool, given: Namespace) -> list[str]:
    outcomes = saving.resolve_all(path, mine=mine, at=given.at, by=_me())
    if not outcomes:
        raise AlongsideError(_("There is no conflict to settle."), where=path.name)
    settled = sum(outcome.state in {State.APPLIED, State.SETTLED} for outcome in outcomes)
    said = (
        ngettext("Yours written: {n} change.", "Yours written: {n} changes.", settled)
        if mine
        else ngettext("Left as it is: {n} change.", "Left as they are: {n} changes.", settled)
    )
    return [said.format(n=settled), *(outcome.reason for outcome in outcomes if outcome.reason)]


def _lines(entry: Entry, reason: str = "") -> list[str]:
    words = {State.PENDING: _("waits"), State.CONFLICT: _("clashes"), State.REFUSED: _("cannot be written")}
    lines = [f"{entry.edit.id[:8]}  {words[entry.state]:<8} {described(entry.edit.changes)}"]
    said = [clash.sentence() for clash in entry.clashes] or [reason or entry.reason]
    return [*lines, *(f"          {text}" for text in said if text)]


def _document(entry: Entry) -> dict[str, object]:
    return {
        "change": entry.edit.id, "state": entry.state.value, "at": entry.edit.at.isoformat(),
        "what": described(entry.edit.changes), "reason": entry.reason,
        "clashes": [clash.sentence() for clash in entry.clashes],
    }  # fmt: skip
