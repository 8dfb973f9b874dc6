"""Two rows made one: the writer chooses field by field, the other is retired, and what named it names the one kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.editing.changes import RetireRecord, SetField, Value
from alongside.library.library import Library
from alongside.library.records import COLUMNS, Record, Story
from alongside.library.references import ANY_SHEET

KEPT_APART = frozenset({"service_id", "created_on", "updated_on", "status"})
CONSENT = ("consent_", "withdrawn_on", "withdrawal_", "lawful_basis", "art9_", "capacity_", "person_ref")


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which two rows differ."""

    heading: str
    kept: Value
    other: Value


def differing(kept: Record, other: Record) -> tuple[Choice, ...]:
    """Where the two say different things, as the sheet has it. Consent is never mixed: it belongs to one story."""
    if type(kept) is not type(other) or kept.ref == other.ref:
        raise AlongsideError(
            _("Only two different rows of one sheet can be made one."), remedy=_("Choose two rows of the same sheet.")
        )
    if isinstance(kept, Story) and isinstance(other, Story) and kept.person_ref != other.person_ref:
        raise AlongsideError(
            _("{one} and {other} are the stories of two people.").format(one=kept.ref, other=other.ref),
            remedy=_("Keep both. Each person's permission holds for their own words alone."),
        )
    found = []
    for column in COLUMNS[kept.sheet]:
        heading = column.heading
        if heading == kept.id_field or heading in KEPT_APART or heading.startswith(CONSENT):
            continue
        mine, theirs = getattr(kept, heading), getattr(other, heading)
        if mine != theirs:
            found.append(Choice(heading, mine, theirs))
    return tuple(found)


def merge(
    library: Library, kept: Record, other: Record, chosen: Mapping[str, Value], today: date
) -> tuple[SetField | RetireRecord, ...]:
    """The changes: chosen fields into the kept row, the other retired, references led to the kept one.

    `chosen` gives a value for each field that should not stay as the kept row has it. Raises AlongsideError for a field
    that is not among those that may be chosen.
    """
    may = {choice.heading for choice in differing(kept, other)}
    unknown = set(chosen) - may
    if unknown:
        raise AlongsideError(
            _("{heading} cannot be chosen when two rows become one.").format(heading=", ".join(sorted(unknown))),
            remedy=_("Change it in the row that is kept."),
        )
    values = {heading: value for heading, value in chosen.items() if value != getattr(kept, heading)}
    set_fields = [_set(kept, heading, value) for heading, value in values.items()]
    if kept.updated_on != today:
        set_fields.append(_set(kept, "updated_on", today))
    retired = RetireRecord(sheet=other.sheet, row=other.row, ref=other.ref, seen=other.status)
    return (*set_fields, *_led_on(library, other.ref, kept.ref, kept.sheet), retired)


def _led_on(library: Library, old: str, new: str, sheet: str) -> Iterator[SetField]:
    """Each cell that names the old row gets the new id in its place; a list that has it already loses the old one."""
    for record in library:
        for column in COLUMNS[record.sheet]:
            heading = column.heading
            names = column.refers_to == sheet or (record.sheet, heading) in ANY_SHEET
            # `usage` tells what happened: what was used then is what was used.
            if not names or record.sheet == "usage" or heading == record.id_field:
                continue
            value = getattr(record, heading)
            if value == old:
                yield _set(record, heading, new)
            elif isinstance(value, tuple) and old in value:
                yield _set(record, heading, tuple(dict.fromkeys(new if ref == old else ref for ref in value)))


def _set(record: Record, heading: str, value: Value) -> SetField:
    return SetField(
        sheet=record.sheet, row=record.row, heading=heading, value=value, ref=record.ref, seen=getattr(record, heading)
    )
