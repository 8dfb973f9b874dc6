"""What taking a source in changes in a library: new records, changed ones, and those that the source no longer has."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.cells import as_text, tidy_ref
from alongside.library.editing.changes import AddRecord, Change, SetField, Value, empty, same, told
from alongside.library.records import BY_SHEET, COLUMNS
from alongside.library.taking_in.mapping import NOTES, TAKEN_FROM, SourceMap
from alongside.library.taking_in.taking import Taken, TakenRow, in_cells
from alongside.library.taking_in.target import Origin, Target, TargetRow, TargetSheet, content_of

PREFIXES = {
    "services": "SV", "evidence": "EV", "stories": "ST", "answers": "AN", "restrictions": "RS", "rp_events": "RE",
    "triples": "TR", "safeguarding": "SG", "incidents": "IN", "complaints": "CO", "training": "TN", "reviews": "RV",
    "involvement": "IV", "metrics": "M", "actions": "AC", "evidence_map": "EM", "people_counts": "PC", "usage": "US",
}  # fmt: skip
_NONE = TargetSheet(())


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is to be done to the library, and what there is to say of it."""

    changes: tuple[Change, ...]
    extra: Mapping[str, tuple[str, ...]]  # sheet -> headings that it needs and does not have
    findings: tuple[Finding, ...]
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    emptied: int = 0  # cells that are empty in the source now and filled in the library
    refs: tuple[str, ...] = ()  # of what is new, for the window to go to


@dataclass(slots=True)
class _Arriving:
    """One sheet of the library while rows come to it."""

    sheet: str
    there: TargetSheet
    by_key: dict[str, TargetRow]
    refs: set[str]
    numbers: "count[int]"
    width: int
    needs: dict[str, None] = field(default_factory=dict)

    def next_ref(self) -> str:
        return next(ref for n in self.numbers if (ref := f"{PREFIXES[self.sheet]}-{n:0{self.width}}") not in self.refs)


def arrive(taken: Taken, mapping: SourceMap, target: Target, file: str, today: date) -> Arrival:
    """Compare what was taken with what the library holds. The same file twice changes nothing."""
    sheets: dict[str, _Arriving] = {}
    changes: list[Change] = []
    found: list[Finding] = []
    new: list[str] = []
    changed = unchanged = emptied = 0
    met: set[tuple[str, str]] = set()
    for row in taken.rows:
        if row.to not in sheets:
            sheets[row.to] = _arriving(row.to, target.sheets.get(row.to, _NONE), mapping.name)
        arriving = sheets[row.to]
        origin = Origin(mapping.name, row.key, content_of(row.content, row.filled))
        met.add((row.to, row.key))
        before = arriving.by_key.get(row.key)
        if before is None:
            ref = _ref_for(row, arriving, file, found)
            changes.append(_added(row, arriving, ref, origin, file=file, today=today))
            new.append(ref)
        elif before.origin is not None and before.origin.digest == row.content:
            unchanged += 1
        else:
            cleared = _emptied(row, before)
            emptied += len(cleared)
            if cleared:
                found.append(_told_emptied(row, before, cleared, file, clear=mapping.clear_emptied))
            updates = _updates(row, arriving, before, origin, today, cleared=cleared if mapping.clear_emptied else ())
            told_of = [item for item in updates if item.heading not in {TAKEN_FROM, "updated_on"}]
            changes += updates
            if told_of:
                changed += 1
                found.append(_changed(row, before, told_of, file))
            else:
                unchanged += 1
    gone = list(_vanished(mapping, target, met))
    found += [_gone(sheet, row, file) for sheet, row in gone]
    extra = {sheet: tuple(item.needs) for sheet, item in sheets.items() if item.needs}
    return Arrival(tuple(changes), extra, tuple(found), len(new), changed, unchanged, len(gone), emptied, tuple(new))


def _arriving(sheet: str, there: TargetSheet, name: str) -> _Arriving:
    by_key = {row.origin.key: row for row in there.rows if row.origin is not None and row.origin.name == name}
    refs = {row.ref for row in there.rows if row.ref}
    pattern = re.compile(rf"{PREFIXES[sheet]}-(\d+)")
    numbers = [found[1] for ref in refs if (found := pattern.fullmatch(ref))]
    first = max(map(int, numbers), default=0) + 1
    return _Arriving(sheet, there, by_key, refs, count(first), max(map(len, numbers), default=3))


def _ref_for(row: TakenRow, arriving: _Arriving, file: str, found: list[Finding]) -> str:
    """The record's id: its own where that is still free, else one that is."""
    own = tidy_ref(as_text(row.fields.get(BY_SHEET[row.to].id_field) or ""))
    ref = own or arriving.next_ref()
    if ref in arriving.refs:
        ref = next(f"{own}-{n}" for n in count(2) if f"{own}-{n}" not in arriving.refs)
        found.append(
            finding(
                "taking_in.id_taken",
                Place(workbook=file, sheet=row.sheet, row=row.row, ref=ref),
                _("The id {own} is there already, so this row has the id {ref}.").format(own=own, ref=ref),
                _("If both are the same record, put them together."),
            )
        )
    arriving.refs.add(ref)
    return ref


def _added(row: TakenRow, arriving: _Arriving, ref: str, origin: Origin, *, file: str, today: date) -> AddRecord:
    id_field = BY_SHEET[row.to].id_field
    fields: dict[str, Value] = {id_field: ref}
    fields |= {heading: value for heading, value in row.fields.items() if heading != id_field}
    fields.setdefault("source_doc", file)
    fields.setdefault("created_on", today)
    fields |= _own_columns(row.notes, fields, row.to)
    fields[TAKEN_FROM] = origin.text()
    _need(arriving, fields)
    return AddRecord(sheet=row.to, fields=tuple(fields.items()))


def _need(arriving: _Arriving, fields: Mapping[str, Value]) -> None:
    for heading in fields:
        if not arriving.there.has(heading):
            arriving.needs.setdefault(heading)


def _own_columns(notes: str, fields: dict[str, Value], sheet: str) -> dict[str, Value]:
    """The columns for notes; what is too long for its own cell goes on there too."""
    texts = [notes] if notes else []
    for heading, value in list(fields.items()):
        pieces = in_cells(as_text(storable_text(value))) if isinstance(value, str | tuple) else [""]
        if len(pieces) > 1:
            fields[heading] = pieces[0]
            texts.append(f"{heading} (2): " + "".join(pieces[1:]))
    found: dict[str, Value] = {}
    if texts:
        for number, piece in enumerate(in_cells("\n".join(texts)), start=1):
            found[NOTES if number == 1 else f"{NOTES} {number}"] = piece
    return found


def storable_text(value: Value) -> str:
    """A text or list as one cell has it."""
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _emptied(row: TakenRow, before: TargetRow) -> tuple[str, ...]:
    """The fields that the source filled once and does not any more, where the library still says something."""
    known = before.origin
    if known is None:
        return ()
    id_field = BY_SHEET[row.to].id_field
    return tuple(
        heading for heading in before.values
        if heading in row.blank and heading != id_field and heading not in row.fields and known.filled(heading)
    )  # fmt: skip


def _told_emptied(row: TakenRow, before: TargetRow, headings: Sequence[str], file: str, *, clear: bool) -> Finding:
    parts = "; ".join(f"{heading}: {told(_value(before.values[heading]))}" for heading in headings)
    said = (
        _("{ref}: emptied in the file, and here too. It said {parts}.")
        if clear
        else _("{ref}: emptied in the file, and kept here. It says {parts}.")
    )
    return finding(
        "taking_in.emptied",
        Place(workbook=file, sheet=row.sheet, row=row.row, ref=before.ref),
        said.format(ref=before.ref, parts=parts),
        _("Undo takes it back.")
        if clear
        else _("Empty it in the library, or let what is emptied there be emptied here."),
    )


def _updates(
    row: TakenRow, arriving: _Arriving, before: TargetRow, origin: Origin, today: date, *, cleared: Sequence[str]
) -> list[SetField]:
    wanted: dict[str, Value] = {
        heading: value for heading, value in row.fields.items() if heading != BY_SHEET[row.to].id_field
    }
    wanted |= _own_columns(row.notes, wanted, row.to)
    found = []
    for heading, value in wanted.items():
        if empty(value):
            continue
        now = before.values.get(heading)
        if now is None or not same(row.to, heading, _value(now), value):
            found.append(_set(row.to, before, heading, value, now))
    found += [_set(row.to, before, heading, None, before.values[heading]) for heading in cleared]
    if found:
        found.append(_set(row.to, before, "updated_on", today, before.values.get("updated_on")))
    found.append(_set(row.to, before, TAKEN_FROM, origin.text(), before.values.get(TAKEN_FROM)))
    _need(arriving, {item.heading: item.value for item in found})
    return found


def _set(sheet: str, before: TargetRow, heading: str, value: Value, now: object) -> SetField:
    return SetField(sheet=sheet, row=before.row, heading=heading, value=value, ref=before.ref, seen=_value(now))


def _value(now: object) -> Value:
    if now is None or isinstance(now, str | int | float | bool | date):
        return now
    return as_text(now)


def _changed(row: TakenRow, before: TargetRow, updates: Sequence[SetField], file: str) -> Finding:
    parts = [
        _("{heading}: {old} became {new}").format(heading=item.heading, old=told(item.seen), new=told(item.value))
        for item in updates
    ]
    return finding(
        "taking_in.changed",
        Place(workbook=file, sheet=row.sheet, row=row.row, ref=before.ref),
        _("{ref} has changed. {what}.").format(ref=before.ref, what="; ".join(parts)),
        _("Undo takes it back."),
    )


def _vanished(mapping: SourceMap, target: Target, met: set[tuple[str, str]]) -> list[tuple[str, TargetRow]]:
    used = {table.to for table in mapping.tables if table.to}
    return [
        (sheet, row)
        for sheet in COLUMNS
        if sheet in used and sheet in target.sheets
        for row in target.sheets[sheet].rows
        if row.origin is not None and row.origin.name == mapping.name and (sheet, row.origin.key) not in met
    ]


def _gone(sheet: str, row: TargetRow, file: str) -> Finding:
    return finding(
        "taking_in.vanished",
        Place(workbook=file, sheet=sheet, row=row.row, ref=row.ref),
        _("{ref} came from an earlier file and is no longer in this one; it is kept.").format(ref=row.ref),
        _("Withdraw it in the library if it is over."),
    )
