"""A workbook opened for change: its parts as bytes, of which only the changed ones are packed anew."""

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.cells import tidy_ref
from alongside.library.container import (
    PART_LIMIT,
    SMALL_PART_LIMIT,
    STRINGS_LIMIT,
    Container,
    normal,
    open_container,
    relations,
)
from alongside.library.editing.archive import Packed, pack, replaced
from alongside.library.editing.cell_values import cell, plain_text, value_of
from alongside.library.editing.changes import Value, empty
from alongside.library.editing.growth import filter_name_growth, sheet_growth, table_growth
from alongside.library.editing.markup import Markup, check_well_formed, spliced
from alongside.library.editing.sheet_xml import LAST_COLUMN, LAST_ROW, Area, Cell, SheetXml, Splice, area
from alongside.library.editing.styles import DAY, GENERAL, MOMENT, Styles
from alongside.library.headings import find_heading_row, key, match_sheets
from alongside.library.records import BY_SHEET, COLUMNS, PLAIN_SHEETS
from alongside.library.scan import letters

_NONE: Mapping[int, str] = {}
_NEIGHBOURS = 200  # rows above and below in which a style is looked for
_OLD_KINDS = {"xls": ".xls", "xlsb": ".xlsb", "ods": ".ods"}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the headings of a sheet are."""

    row: int  # as Excel numbers it
    columns: Mapping[str, int]  # heading, as `headings.key` makes it -> column from 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a sheet, as Insert > Table makes it."""

    part: str  # its number is that of the archive's list
    name: str
    place: Area
    totals: bool


class EditableBook:
    """The parts of one .xlsx or .xlsm file. Raises AlongsideError where the file cannot be changed safely."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.digest = hashlib.sha256(data).hexdigest()
        self._container = open_container(data)
        refuse_kind(self._container)
        archive = self._container.archive
        assert archive is not None  # an xlsx is a zip file
        self._numbers = {normal(item.filename): at for at, item in enumerate(archive.infolist())}
        if any(name.startswith("_xmlsignatures/") for name in self._numbers):
            raise AlongsideError(
                _("This workbook is signed, and any change would break the signature, so it is read but not changed."),
                remedy=_("Remove the signature in Excel, under File > Info, if you may."),
            )
        self._new: dict[str, bytes] = {}  # normal part name -> content
        self._sheets: dict[str, SheetXml] = {}
        self._layouts: dict[str, Layout] = {}

    # --- parts ---

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the parts that are no longer as they were."""
        return tuple(sorted(self._new))

    @property
    def from_1904(self) -> bool:
        """Whether it counts its days from 1904."""
        return self._container.dates_1904

    def packed(self) -> bytes:
        """The whole file with the changed parts in place."""
        parts: dict[int, Packed] = {}
        for name, content in self._new.items():
            check_well_formed(content)
            parts[self._numbers[name]] = pack(content)
        return replaced(self.data, parts)

    def state(self) -> dict[str, bytes]:
        """What has changed so far, to come back to."""
        return dict(self._new)

    def restore(self, state: Mapping[str, bytes]) -> None:
        """Go back to what `state` told."""
        self._new = dict(state)
        self._sheets.clear()
        self._layouts.clear()
        self.__dict__.pop("_styles", None)

    def part(self, name: str, limit: int = SMALL_PART_LIMIT) -> bytes:
        """A part as it is now."""
        found = self._new.get(normal(name))
        return b"".join(self._container.chunks(name, limit)) if found is None else found

    def _set_part(self, name: str, content: bytes) -> None:
        self._new[normal(name)] = content

    # --- sheets, headings, records ---

    @cached_property
    def names(self) -> Mapping[str, str]:
        """For each sheet of the contract, its name as the workbook spells it."""
        return match_sheets(list(self._container.sheets), [*COLUMNS, *PLAIN_SHEETS])

    def sheet(self, name: str) -> SheetXml:
        """A sheet by the library's name for it or by its own. Raises AlongsideError where it is not there."""
        part = self._sheet_part(name)
        if part not in self._sheets:
            self._sheets[part] = SheetXml(self.part(part, PART_LIMIT))
        return self._sheets[part]

    def _sheet_part(self, name: str) -> str:
        spelt = self.names.get(name, name)
        part = self._container.sheets.get(spelt)
        if part is None or not self._container.has(part):
            raise AlongsideError(
                _("The workbook has no sheet {sheet}.").format(sheet=name),
                remedy=_("Check whether it was renamed or deleted."),
            )
        return part

    def layout(self, name: str) -> Layout:
        """Where a sheet's headings are. Raises AlongsideError where none are found."""
        if name not in self._layouts:
            self._layouts[name] = self._found_layout(name)
        return self._layouts[name]

    def _found_layout(self, name: str) -> Layout:
        sheet = self.sheet(name)
        known = {key(column.heading): column.heading for column in COLUMNS.get(name, ())}
        grid = [[""] * 0 for _row in range(25)]
        first = [number for number in sheet.numbers if number <= 25]
        for number in first:
            grid[number - 1] = self._texts(sheet, number)
        at = find_heading_row(grid, known) if known else None
        if at is None:
            at = next((index for index, row in enumerate(grid) if sum(map(bool, row)) > 1), None)
        if at is None:
            raise AlongsideError(_("No headings were found on the sheet {sheet}.").format(sheet=name))
        columns: dict[str, int] = {}
        for place, text in enumerate(grid[at], start=1):
            if key(text):
                columns.setdefault(key(text), place)
        return Layout(at + 1, columns)

    def column(self, name: str, heading: str) -> int:
        """The column of a heading, from 1. Raises AlongsideError where the sheet has none."""
        found = self.layout(name).columns.get(key(heading))
        if found is None:
            raise AlongsideError(
                _("The sheet {sheet} has no column {heading}.").format(sheet=name, heading=heading),
                remedy=_("Add a column with this heading in Excel, and try again."),
            )
        return found

    def _texts(self, sheet: SheetXml, row: int) -> list[str]:
        cells = sheet.cells(row)
        texts = [""] * min(max((cell.column for cell in cells), default=0), 2_000)
        for item in cells:
            value = self._value(item) if item.column <= len(texts) else ""
            if isinstance(value, str):
                texts[item.column - 1] = value
        return texts

    def value(self, name: str, row: int, column: int) -> Value:
        """What a cell holds."""
        found = self.sheet(name).cell(row, column)
        return None if found is None else self._value(found)

    def raw(self, name: str, row: int, column: int) -> str:
        """A cell's own XML; "" where it is not written."""
        sheet = self.sheet(name)
        found = sheet.cell(row, column)
        if found is None or not sheet.markup.unicode:
            return ""
        return sheet.markup.data[found.tag.start : found.end].decode("utf-8", "replace")

    def _value(self, found: Cell) -> Value:
        return value_of(
            found.tag, found.inside, is_date=self._styles.is_date, shared=self._shared_text, from_1904=self.from_1904
        )

    def ref(self, name: str, row: int) -> str:
        """The id of the record in a row; "" where there is none."""
        column = self._id_column(name)
        value = None if column is None else self.value(name, row, column)
        return "" if value is None else tidy_ref(str(value))

    def rows_of(self, name: str, ref: str) -> list[int]:
        """The rows below the headings whose record has this id."""
        column = self._id_column(name)
        if column is None or not ref:
            return []
        below = self.layout(name).row
        wanted = tidy_ref(ref)
        return [
            row
            for row, found in self.sheet(name).column(column)
            if row > below and tidy_ref(str(self._value(found))) == wanted
        ]

    def id_heading(self, name: str) -> str | None:
        """The heading of the ids, for a sheet of the contract."""
        return BY_SHEET[name].id_field if name in BY_SHEET else None

    def _id_column(self, name: str) -> int | None:
        heading = self.id_heading(name)
        return self.layout(name).columns.get(key(heading)) if heading else None

    # --- changing ---

    def set_cells(self, name: str, row: int, values: Mapping[int, Value], raw: Mapping[int, str] = _NONE) -> None:
        """Write values into columns of a row, all in one step.

        Raises AlongsideError where a formula or merged cells are in the way; then nothing has changed.
        `raw` has the XML of cells that are put back as they were; it must stem from this very file, or from one that
        only Alongside has changed since, for it may name shared texts and styles by number.
        """
        self._write(name, row, values, None, more=[], raw=raw)

    def add_row(self, name: str, values: Mapping[int, Value]) -> int:
        """Write a record into the row after the last used one, and let grow what reached to the last one.

        Returns the row. Raises AlongsideError where there is no room; then nothing has changed.
        """
        sheet, layout = self.sheet(name), self.layout(name)
        table = self._table(name, layout, values)
        columns = range(table.place[1], table.place[3] + 1) if table else range(1, LAST_COLUMN + 1)
        last = max(sheet.last_used(columns), layout.row)
        row = last + 1
        if row > LAST_ROW:
            raise AlongsideError(_("The sheet {sheet} is full.").format(sheet=name))
        if table is not None:
            _refuse_beyond(table, row)
        growth, filtered = sheet_growth(sheet, from_row=last, to_row=row, heading_row=layout.row)
        like = last if last > layout.row else None
        looks: dict[int, Value] = dict(values)
        if like is not None and not sheet.cells(row):
            for item in sheet.cells(like):  # so that lines and shading go on across the whole row
                if item.column in layout.columns.values() and item.tag.number("s"):
                    looks.setdefault(item.column, None)
        self._write(name, row, looks, like, more=growth)
        if filtered is not None:
            self._grow_filter_name(name, filtered, row)
        if table is not None and table.place[2] == last:
            self._set_part(table.part, table_growth(self.part(table.part), row))
        return row

    def _write(
        self,
        name: str,
        row: int,
        values: Mapping[int, Value],
        like: int | None,
        *,
        more: list[Splice],
        raw: Mapping[int, str] = _NONE,
    ) -> None:
        sheet = self.sheet(name)
        for column in values:
            if not empty(values[column]) or sheet.cell(row, column) is not None:
                sheet.refuse_if_bound(row, column)
        self._refuse_table_heads(name, row, values)
        wanted = {
            column: value
            for column, value in values.items()
            if like is not None or not empty(value) or sheet.cell(row, column) is not None
        }
        if not wanted:
            return
        styles = self._styles
        before = styles.data
        makers: dict[int, Callable[[bytes, bytes], bytes]] = {}
        for column, value in wanted.items():
            if raw.get(column):
                makers[column] = _Kept(raw[column].encode())
                continue
            style = self._style(sheet, row, column, value, like)
            makers[column] = _Maker(sheet.markup, value, style, self.from_1904)
        splices = [sheet.row_splice(row, makers, like), *more]
        wider = sheet.dimension_splice(row, wanted)
        part = self._sheet_part(name)
        self._set_part(part, spliced(sheet.markup.data, [*splices, *([wider] if wider else [])]))
        del self._sheets[part]
        self._layouts.pop(name, None)
        if styles.data is not before and styles.data is not None and self._styles_part is not None:
            self._set_part(self._styles_part, styles.data)

    def _style(self, sheet: SheetXml, row: int, column: int, value: Value, like: int | None) -> int | None:
        """The cell's own style, else its neighbours': for a date one that shows dates, for a number one without."""
        there = sheet.cell(row, column)
        own = there.tag.number("s") if there is not None else None
        if own is None and like is not None:
            above = sheet.cell(like, column)
            own = above.tag.number("s") if above is not None else None
        if own is None:
            own = sheet.column_styles.get(column)
        if isinstance(value, bool) or not isinstance(value, int | float | date):
            return own
        dated = isinstance(value, date)
        if self._styles.is_date(own) == dated:
            return own
        for style in _near(sheet, row, column):
            if self._styles.is_date(style) == dated:
                return style
        wanted = (MOMENT if isinstance(value, datetime) else DAY) if dated else GENERAL
        return self._styles.like(own, wanted)

    def _refuse_table_heads(self, name: str, row: int, columns: Mapping[int, Value]) -> None:
        """Excel keeps the texts of a table's first and total rows twice, and repairs a file in which they differ."""
        for table in self._tables(name):
            top, left, bottom, right = table.place
            special = row == top or (table.totals and row == bottom)
            if special and any(left <= column <= right for column in columns):
                raise AlongsideError(
                    _("Row {row} holds the headings or totals of the table {table}, so it is not changed.").format(
                        row=row, table=table.name
                    ),
                    remedy=_("Change it in Excel, and read the workbook again."),
                )

    def _table(self, name: str, layout: Layout, values: Mapping[int, Value]) -> Table | None:
        for table in self._tables(name):
            top, left, _bottom, right = table.place
            if top == layout.row and any(left <= column <= right for column in values):
                outside = [letters(column) for column in values if not left <= column <= right]
                if outside:
                    raise AlongsideError(
                        _("The column {column} lies outside the table {table}.").format(
                            column=outside[0], table=table.name
                        ),
                        remedy=_("Drag the table's corner over all its columns in Excel, and try again."),
                    )
                return table
        return None

    def _tables(self, name: str) -> Iterator[Table]:
        for kind, _id, part in relations(self._container, self._sheet_part(name)):
            if not kind.endswith("/table") or not self._container.has(part):
                continue
            root = Markup(self.part(part)).root
            place = area(root.get("ref") or "")
            if place is not None:
                named = root.get("displayName") or root.get("name") or posixpath.basename(part)
                yield Table(part, named, place, bool(root.number("totalsRowCount")))

    def _grow_filter_name(self, name: str, was: Area, to_row: int) -> None:
        part = next(
            (part for kind, _id, part in relations(self._container, "") if kind.endswith("/officeDocument")), ""
        )
        spelt = self.names.get(name, name)
        index = [item.get("name") for item in Markup(self.part(part)).tags("sheet")].index(spelt)
        old = self.part(part)
        new = filter_name_growth(old, index, was, to_row)
        if new != old:
            self._set_part(part, new)

    # --- what the cells lean on ---

    @cached_property
    def _styles_part(self) -> str | None:
        part = "xl/styles.xml"
        main = next(
            (part for kind, _id, part in relations(self._container, "") if kind.endswith("/officeDocument")), ""
        )
        for kind, _id, target in relations(self._container, main):
            if kind.endswith("/styles"):
                part = target
        return part if self._container.has(part) else None

    @cached_property
    def _styles(self) -> Styles:
        return Styles(None if self._styles_part is None else self.part(self._styles_part))

    @cached_property
    def _strings(self) -> bytes:
        part = self._container.strings
        return b"" if part is None or not self._container.has(part) else self.part(part, STRINGS_LIMIT)

    @cached_property
    def _string_places(self) -> tuple[list[int], Iterator[int]]:
        pattern = re.compile(rb"<(?:[\w.-]+:)?si(?=[\s/>])")
        return [], (found.start() for found in pattern.finditer(self._strings))

    def _shared_text(self, number: int) -> str:
        places, coming = self._string_places
        while len(places) <= number + 1:
            place = next(coming, None)
            if place is None:
                places.append(len(self._strings))
                break
            places.append(place)
        if number + 1 >= len(places):
            return ""
        return plain_text(self._strings[places[number] : places[number + 1]])


@dataclass(frozen=True, slots=True)
class _Kept:
    """Puts a cell back as it was."""

    cell: bytes

    def __call__(self, _tag: bytes, _rest: bytes) -> bytes:
        return self.cell


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the cell of one value."""

    markup: Markup
    value: Value
    style: int | None
    from_1904: bool

    def __call__(self, tag: bytes, rest: bytes) -> bytes:
        return cell(tag, self.markup, self.value, style=self.style, from_1904=self.from_1904, rest=rest)


def refuse_kind(container: Container) -> None:
    """Raise AlongsideError for a kind of file that cannot be changed in place."""
    if container.kind in _OLD_KINDS:
        raise AlongsideError(
            _("Alongside reads {kind} workbooks but does not write into them.").format(kind=_OLD_KINDS[container.kind]),
            remedy=_("Save it as an .xlsx workbook, in Excel or LibreOffice, and open that one."),
        )


def _near(sheet: SheetXml, row: int, column: int) -> Iterator[int]:
    """The styles of the filled cells above and below, the nearest first."""
    numbers = [number for number in sheet.numbers if abs(number - row) <= _NEIGHBOURS and number != row]
    for number in sorted(numbers, key=lambda number: (abs(number - row), number > row)):
        found = sheet.cell(number, column)
        if found is not None and found.held and found.tag.number("s") is not None:
            yield found.tag.number("s") or 0


def _refuse_beyond(table: Table, row: int) -> None:
    """Raise AlongsideError where a new row cannot belong to the table."""
    _top, _left, bottom, _right = table.place
    if table.totals:
        raise AlongsideError(
            _("The table {table} ends with a row of totals, so a new row has no place below it.").format(
                table=table.name
            ),
            remedy=_("Switch the totals off in Excel, under Table Design > Total Row, and try again."),
        )
    if row > bottom + 1:
        raise AlongsideError(
            _("Something stands below the table {table}, so a new row has no place there.").format(table=table.name),
            remedy=_("Move it to another sheet or to the side in Excel, and try again."),
        )
