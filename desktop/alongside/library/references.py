"""Do ids name one row, and do references name a row at all?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter

from alongside.i18n import _
from alongside.library.columns import MANY, Column, Kind
from alongside.library.headings import meant
from alongside.library.notes import Notes
from alongside.library.records import COLUMNS, Record

ALL_SERVICES = "ALL"
ANY_SHEET = {("actions", "came_from_ref"), ("usage", "item_ref")}  # fields that may name a row of any sheet


def check(records: Mapping[str, Sequence[Record]], notes: Notes) -> None:
    """Note each id that is missing, doubled or shared between sheets, and each reference to a row that is not there."""
    ids: dict[str, set[str]] = {}
    owners: dict[str, str] = {}
    for sheet, rows in records.items():
        ids[sheet] = _check_ids(sheet, rows, owners, notes)
    for sheet, rows in records.items():
        for column in COLUMNS[sheet]:
            if (sheet, column.heading) in ANY_SHEET:
                _check_references(sheet, rows, column, owners.keys(), notes)
            elif column.refers_to in ids and column.kind is not Kind.ID:
                allowed = ids[column.refers_to] | ({ALL_SERVICES} if column.refers_to == "services" else set())
                _check_references(sheet, rows, column, allowed, notes)


def check_record(record: Record, ids_of: Callable[[str], set[str]], notes: Notes) -> None:
    """Note each reference of one record to a row that is not there. `ids_of` gives a sheet's ids; of "*", all."""
    for column in COLUMNS[record.sheet]:
        if (record.sheet, column.heading) in ANY_SHEET:
            _check_references(record.sheet, [record], column, ids_of("*"), notes)
        elif column.refers_to is not None and column.kind is not Kind.ID:
            allowed = ids_of(column.refers_to) | ({ALL_SERVICES} if column.refers_to == "services" else set())
            _check_references(record.sheet, [record], column, allowed, notes)


def _check_ids(sheet: str, rows: Sequence[Record], owners: dict[str, str], notes: Notes) -> set[str]:
    if not rows:
        return set()
    heading = type(rows[0]).id_field
    refs = list(map(attrgetter(heading), rows))
    different = set(refs)
    if len(different) == len(refs) and "" not in different and owners.keys().isdisjoint(different):
        owners.update(dict.fromkeys(refs, sheet))
        return different
    first: dict[str, int] = {}
    for record in rows:
        ref = record.ref
        if not ref:
            notes.add(
                "id.missing",
                _("This row has no {heading}, so nothing can point to it.").format(heading=heading),
                _("Give it an id of its own."),
                sheet=sheet, row=record.row, column=heading,
            )  # fmt: skip
        elif ref in first:
            notes.add(
                "id.duplicate",
                _("The id {ref} is used twice, in rows {first} and {row}; only the first is found by it.").format(
                    ref=ref, first=first[ref], row=record.row
                ),
                _("Give one of the two another id."),
                sheet=sheet, row=record.row, column=heading, ref=ref,
            )  # fmt: skip
        else:
            first[ref] = record.row
            if owners.setdefault(ref, sheet) != sheet:
                notes.add(
                    "id.shared",
                    _("The id {ref} is also used on the sheet {other}; only that row is found by it.").format(
                        ref=ref, other=owners[ref]
                    ),
                    _("Give one of the two another id; a few letters in front, such as EV- or ST-, keep sheets apart."),
                    sheet=sheet, row=record.row, column=heading, ref=ref,
                )  # fmt: skip
    return set(first)


def _check_references(sheet: str, rows: Sequence[Record], column: Column, known: Iterable[str], notes: Notes) -> None:
    heading, known = column.heading, set(known)
    if column.kind not in MANY and {getattr(record, heading) for record in rows} <= known | {""}:
        return
    for record in rows:
        value = getattr(record, heading)
        if not value or value in known:
            continue
        for ref in value if isinstance(value, tuple) else (value,):
            if ref not in known:
                guess = None if notes.full("ref.dangling", sheet, heading) else _guess(ref, known)
                remedy = (
                    _("Did you mean {guess}?").format(guess=guess) if guess else _("Add that row, or empty this cell.")
                )
                notes.add(
                    "ref.dangling",
                    _("{heading} names {ref}, and no row has that id.").format(heading=heading, ref=ref[:60]),
                    remedy,
                    sheet=sheet, row=record.row, column=heading, ref=record.ref,
                )  # fmt: skip


def _guess(ref: str, known: set[str]) -> str | None:
    """The id meant; of several as close the first of the alphabet, whatever order the set has today."""
    same = [item for item in known if item.casefold() == ref.casefold()]
    return min(same) if same else meant(ref, sorted(known)) if len(known) < 5_000 else None
