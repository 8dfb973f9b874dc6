"""Takes a source in by its map: each row becomes the fields of a record, and every cell is accounted for."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from alongside.findings import Finding, Place, finding
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl, Progress
from alongside.library.cells import as_text
from alongside.library.columns import Column, Kind
from alongside.library.editing.changes import _NOT_IN_XML, LONGEST_TEXT, Value, empty
from alongside.library.headings import key
from alongside.library.records import COLUMNS
from alongside.library.scan import letters
from alongside.library.taking_in.days import read_clock
from alongside.library.taking_in.mapping import NOTES, ColumnMap, SourceMap, TableMap, Treatment
from alongside.library.taking_in.person_codes import PersonCodes
from alongside.library.taking_in.placing import Placed, Way, key_text, place, place_service, way_of
from alongside.library.taking_in.regions import Found, Row, Table, find_tables
from alongside.library.taking_in.source import Source
from alongside.library.taking_in.words import familiar

_STEP = 500  # rows between two reports
_NO_CODES = PersonCodes()
_LONGEST_NAME = 3  # letters; a shorter name is found in any text


@dataclass(frozen=True, slots=True)
class TakenRow:
    """One row of a source as it arrives in the library."""

    to: str  # our sheet
    sheet: str  # of the source
    row: int  # there
    fields: Mapping[str, Value]  # by our headings; without the notes
    notes: str  # what has no other place
    key: str  # the same from month to month
    content: str  # another as soon as a cell of the row is another
    blank: frozenset[str] = frozenset()  # our headings, and the notes, for which the source has a column and no value
    filled: frozenset[str] = frozenset()  # those for which it has one, wherever it found its place


@dataclass(frozen=True, slots=True)
class Taken:
    """A whole source as it arrives."""

    rows: tuple[TakenRow, ...]
    findings: tuple[Finding, ...]
    codes: PersonCodes = _NO_CODES  # those given, with a code for each new name
    left_out: int = 0  # tables that the map does not take in


@dataclass(slots=True)
class _Taking:
    file: str
    services: Mapping[str, str]
    codes: PersonCodes
    names: dict[str, str] = field(default_factory=dict)  # a name as compared -> as written, to look for in texts
    found: list[Finding] = field(default_factory=list)

    def note(
        self,
        rule: str,
        message: str,
        remedy: str = "",
        *,
        sheet: str,
        row: int | None = None,
        column: int | None = None,
        heading: str | None = None,
    ) -> None:
        cell = f"{letters(column)}{row}" if row and column else None
        place_ = Place(workbook=self.file, sheet=sheet, row=None if cell else row, column=heading, cell=cell)
        self.found.append(finding(rule, place_, message, remedy))


@dataclass(slots=True)
class _Doubts:
    """What is told once a column: how signs were read, and rows whose day could be another."""

    guesses: Counter[tuple[str, str]] = field(default_factory=Counter)
    days: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Column:
    at: int  # index among the table's
    heading: str
    told: ColumnMap
    ours: Column | None
    way: Way | None


def take(
    source: Source,
    mapping: SourceMap,
    *,
    services: Mapping[str, str] | None = None,
    codes: PersonCodes | None = None,
    job: JobControl | None = None,
) -> Taken:
    """Every row of every table that the map takes in. `services`: ids and names of the library's services.

    Raises nothing for what is wrong with a cell: that is a Finding, and the cell's text goes to the notes.
    """
    job = job or JobControl()
    taking = _Taking(source.name, services or {}, codes or _NO_CODES)
    found = [(sheet, find_tables(sheet, familiar)) for sheet in source.sheets]
    planned = [
        (table, mapping.for_table(table.sheet, table.headings)) for _sheet, item in found for table in item.tables
    ]
    taking.codes = taking.codes.with_names(
        value for table, told in planned if told and told.to for value in _coded(table, told)
    )
    for table, told in planned:
        if told is not None and told.to:
            _learn_names(taking, table, told)
    rows: list[TakenRow] = []
    left_out = 0
    total = sum(len(table.rows) for table, _told in planned)
    for table, told in planned:
        if told is None or not told.to:
            left_out += 1
            _note_left_out(taking, table, known=told is not None)
            continue
        rows += _rows(taking, table, told, job, (len(rows), total))
    for sheet, item in found:
        _note_loose(taking, sheet.name, item)
    _note_missing(taking, mapping, [told for _table, told in planned if told])
    return Taken(tuple(rows), tuple(taking.found), taking.codes, left_out)


# --- people's names ------------------------------------------------------------------------------------------------


def _coded(table: Table, told: TableMap) -> Iterator[object]:
    for at, heading in enumerate(table.headings):
        column = told.column(heading)
        if column is not None and column.treatment is Treatment.PERSON_CODES:
            yield from (row.values[at] for row in table.rows if row.values[at] != "")


def _learn_names(taking: _Taking, table: Table, told: TableMap) -> None:
    """The names of the columns that stay outside, so that texts can be searched for them."""
    for at, heading in enumerate(table.headings):
        column = told.column(heading)
        if column is None or column.treatment not in {Treatment.PERSON_CODES, Treatment.LEAVE_OUT}:
            continue
        if any(letter.isdigit() for row in table.rows[:20] for letter in as_text(row.values[at])):
            continue  # numbers, days of birth
        for row in table.rows:
            name = " ".join(as_text(row.values[at]).split())
            for part in (name, name.split(" ")[0].strip(",")):
                if len(part) > _LONGEST_NAME and part[:1].isupper() and len(part) < 40:
                    taking.names.setdefault(part.casefold(), part)


def _named_in(taking: _Taking, text: str) -> list[str]:
    if not taking.names:
        return []
    words = "".join(letter if letter.isalpha() or letter in "'’-" else " " for letter in text).split()
    plain = [word.casefold().removesuffix("'s").removesuffix("’s") for word in words]
    return list(dict.fromkeys(
        taking.names[word] for word, written in zip(plain, words, strict=True)
        if word in taking.names and written[:1].isupper()
    ))  # fmt: skip


# --- rows ----------------------------------------------------------------------------------------------------------


def _rows(taking: _Taking, table: Table, told: TableMap, job: JobControl, at: tuple[int, int]) -> Iterator[TakenRow]:
    columns = _columns(table, told)
    ours = {column.heading: column for column in COLUMNS[told.to]}
    _note_columns(taking, table, told, columns)
    keyed = [column.at for column in columns if key(column.heading) in {key(item) for item in told.key}]
    sources = {column.ours.heading for column in columns if column.ours} | {NOTES}
    seen: dict[str, int] = {}
    doubts = _Doubts()
    for number, row in enumerate(table.rows):
        if number % _STEP == 0:
            job.report(Progress(at[0] + number, at[1], _("Taking in {sheet}").format(sheet=table.sheet)))
        fields, notes = _fields(taking, table, row, columns, doubts)
        for heading, value in told.fixed:
            if value and heading in ours and empty(fields.get(heading)):
                made = place(value, way_of(ours[heading], ColumnMap(heading, Treatment.FIELD), [value]))
                fields[heading] = made.value if not empty(made.value) else value
        text = _mended(taking, "\n".join(notes), table, row, heading=NOTES)
        content = _digest(as_text(value) for value in row.values)
        own = _digest(key_text(row.values[item]) for item in keyed) if keyed else content
        count = seen[own] = seen.get(own, 0) + 1
        own = own if count == 1 else f"{own}-{count}"
        if fields or text:
            filled = _filled(row, columns, notes=bool(text))
            blank = frozenset(sources) - filled
            yield TakenRow(told.to, table.sheet, row.number, fields, text, own, content, blank, filled)
    for (heading, guess), n in doubts.guesses.items():
        said = ngettext("In {n} cell, {guess}.", "In {n} cells, {guess}.", n).format(n=n, guess=guess)
        taking.note(
            "taking_in.read_as", said, _("Look whether that is what was meant."), sheet=table.sheet, heading=heading
        )
    for heading, rows in doubts.days.items():
        _note_doubtful(taking, table, heading, rows)


def _filled(row: Row, columns: Sequence[_Column], *, notes: bool) -> frozenset[str]:
    held = {column.ours.heading for column in columns if column.ours and row.values[column.at] != ""}
    return frozenset(held | {NOTES} if notes else held)


def _note_doubtful(taking: _Taking, table: Table, heading: str, rows: Sequence[int]) -> None:
    some = ", ".join(map(str, rows[:8])) + (", ..." if len(rows) > 8 else "")
    said = ngettext(
        "{n} date could be read both ways, and nothing shows which is meant: read with the day first (row {rows}).",
        "{n} dates could be read both ways, and nothing shows which is meant: read with the day first (rows {rows}).",
        len(rows),
    ).format(n=len(rows), rows=some)
    remedy = _("Say under “order” whether day or month comes first.")
    taking.note("taking_in.date_order", said, remedy, sheet=table.sheet, heading=heading)


def _columns(table: Table, told: TableMap) -> list[_Column]:
    ours = {column.heading: column for column in COLUMNS[told.to]}
    found = []
    for at, heading in enumerate(table.headings):
        column = told.column(heading) or ColumnMap(heading, Treatment.NOTES)
        target = ours.get(column.to) if column.treatment is Treatment.FIELD else None
        cells = [row.values[at] for row in table.rows]
        found.append(_Column(at, heading, column, target, way_of(target, column, cells) if target else None))
    return found


def _fields(
    taking: _Taking,
    table: Table,
    row: Row,
    columns: Sequence[_Column],
    doubts: _Doubts,
) -> tuple[dict[str, Value], list[str]]:
    fields: dict[str, Value] = {}
    notes: list[str] = []
    for column in columns:
        value = row.values[column.at]
        if value == "" or column.told.treatment is Treatment.LEAVE_OUT:
            continue
        if column.told.treatment is Treatment.PERSON_CODES:
            fields[column.told.to or "person_ref"] = taking.codes.of(value)
            continue
        if column.ours is None or column.way is None:
            notes.append(_noted(column.heading, as_text(value)))
            continue
        made = _placed(taking, value, column, fields)
        where = {"sheet": table.sheet, "row": row.number, "column": table.columns[column.at], "heading": column.heading}
        if made.problem:
            taking.note("taking_in.not_placed", made.problem, _remedy(made), **where)  # type: ignore[arg-type]
        if made.left:
            notes.append(_noted(column.heading, made.left))
        if made.guessed:
            doubts.guesses[column.heading, made.guessed] += 1
        if made.doubtful:
            doubts.days.setdefault(column.heading, []).append(row.number)
        if empty(made.value):
            continue
        spot = {"heading": column.heading, "column": table.columns[column.at]}
        said = made.value
        if isinstance(said, str):
            said = _mended(taking, said, table, row, **spot)  # type: ignore[arg-type]
        elif isinstance(said, tuple):
            said = tuple(_mended(taking, part, table, row, **spot) for part in said)  # type: ignore[arg-type]
        _into(fields, notes, column, said, value)
    return fields, notes


def _placed(taking: _Taking, value: object, column: _Column, fields: Mapping[str, Value]) -> Placed:
    assert column.ours is not None
    assert column.way is not None
    clock = read_clock(value) if column.ours.kind is Kind.DATETIME else None
    before = fields.get(column.ours.heading)
    if clock is not None and isinstance(before, date):  # a time of day beside its day
        return Placed(datetime.combine(before, clock))
    if column.ours.heading == "service_id" and taking.services:
        return place_service(value, column.way, taking.services)
    return place(value, column.way)


def _into(fields: dict[str, Value], notes: list[str], column: _Column, value: Value, cell: object) -> None:
    """Put a value into its field; a second one for the same field goes beside the first, or to the notes."""
    assert column.ours is not None
    name = column.ours.heading
    before = fields.get(name)
    if empty(before) or isinstance(value, datetime):
        fields[name] = value
    elif before == value:
        return
    elif isinstance(before, tuple) and isinstance(value, tuple):
        fields[name] = tuple(dict.fromkeys((*before, *value)))
    elif column.ours.kind is Kind.PROSE and isinstance(before, str) and isinstance(value, str):
        fields[name] = f"{before}\n{value}"
    else:
        notes.append(_noted(column.heading, as_text(cell)))


def _noted(heading: str, text: str) -> str:
    return f"{heading}: {text}"


def _remedy(made: Placed) -> str:
    return " ".join(part for part in (_("Its text is kept in the notes."), made.remedy) if part)


def _mended(taking: _Taking, text: str, table: Table, row: Row, *, heading: str, column: int | None = None) -> str:
    """The text as a cell can keep it, and a Finding for a name in it."""
    where = {"sheet": table.sheet, "row": row.number, "column": column, "heading": heading}
    wrong = sorted({f"U+{ord(sign):04X}" for sign in _NOT_IN_XML.findall(text)})
    if wrong:
        text = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
        signs = ", ".join(wrong)
        taking.note(
            "taking_in.mended",
            _("Invisible signs that no workbook can keep ({signs}) were replaced.").format(signs=signs),
            _("Look at the text."), **where,  # type: ignore[arg-type]
        )  # fmt: skip
    names = _named_in(taking, text)
    if names:
        taking.note(
            "taking_in.name_in_text", _("The text names {names}.").format(names=", ".join(names[:3])),
            _("Write the person’s code or “the person” instead."), **where,  # type: ignore[arg-type]
        )  # fmt: skip
    return text


def in_cells(text: str) -> list[str]:
    """A text in pieces that a cell can keep; one piece where it fits."""
    pieces, start = [], 0
    if len(text) * 2 <= LONGEST_TEXT:
        return [text]
    while start < len(text):
        end, used = start, 0
        while end < len(text) and used + (2 if ord(text[end]) > 0xFFFF else 1) <= LONGEST_TEXT:
            used += 2 if ord(text[end]) > 0xFFFF else 1
            end += 1
        pieces.append(text[start:end])
        start = end
    return pieces or [text]


def _digest(texts: Iterator[str]) -> str:
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "replace")).hexdigest()[:12]


# --- what is said of whole tables and columns ----------------------------------------------------------------------


def _note_columns(taking: _Taking, table: Table, told: TableMap, columns: Sequence[_Column]) -> None:
    for column in columns:
        filled = sum(row.values[column.at] != "" for row in table.rows)
        if told.column(column.heading) is None and filled:
            taking.note(
                "taking_in.column_new",
                _("The map does not know this column; its {n:,} cells go to the notes.").format(n=filled),
                _("Add it to the map if it has a place."), sheet=table.sheet, heading=column.heading,
            )  # fmt: skip
        elif column.told.treatment is Treatment.LEAVE_OUT and filled:
            taking.note(
                "taking_in.left_out", _("{n:,} cells of this column are left out, as the map says.").format(n=filled),
                sheet=table.sheet, heading=column.heading,
            )  # fmt: skip
    there = {key(heading) for heading in table.headings}
    for item in told.columns:
        if key(item.source) not in there and item.treatment is Treatment.FIELD:
            taking.note(
                "taking_in.column_missing", _("This column of the map is not in the table."),
                _("If it was renamed, change the map."), sheet=table.sheet, heading=item.source,
            )  # fmt: skip


def _note_left_out(taking: _Taking, table: Table, *, known: bool) -> None:
    n = len(table.rows)
    rows = ngettext("{n:,} row", "{n:,} rows", n).format(n=n)
    if known:
        said = _("The table {place} ({rows}) is left out, as the map says.")
    else:
        said = _("The map knows no such table as {place} ({rows}), so it is left out.")
    remedy = _("Its headings are {headings}.").format(headings=", ".join(table.headings[:6]))
    taking.note("taking_in.table_left_out", said.format(place=table.place, rows=rows), remedy, sheet=table.sheet)


def _note_loose(taking: _Taking, sheet: str, found: Found) -> None:
    for item in found.loose:
        said = _("This is no record: {text}") if item.what == "text" else _("A total is not taken in: {text}")
        taking.note(
            "taking_in.loose_text", said.format(text=item.text), _("Keep it elsewhere if it matters."), sheet=sheet,
            row=item.row, column=item.column,
        )  # fmt: skip


def _note_missing(taking: _Taking, mapping: SourceMap, met: Sequence[TableMap]) -> None:
    for table in mapping.tables:
        if table.to and table not in met:
            taking.note(
                "taking_in.table_missing",
                _("The file has no table with the headings {some} ...").format(some=", ".join(table.headings[:4])),
                _("Check whether this is the right file for the map."), sheet=table.sheet,
            )  # fmt: skip
