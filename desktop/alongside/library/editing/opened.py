"""A workbook opened to be looked at cell by cell: its parts as bytes, its headings, what each cell holds."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
from alongside.library.editing.cell_values import plain_text, value_of
from alongside.library.editing.changes import Value
from alongside.library.editing.sheet_xml import Cell, SheetXml
from alongside.library.editing.styles import Styles
from alongside.library.headings import find_heading_row, key, match_sheets
from alongside.library.records import BY_SHEET, COLUMNS, PLAIN_SHEETS

_OLD_KINDS = {"xls": ".xls", "xlsb": ".xlsb", "ods": ".ods"}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the headings of a sheet are."""

    row: int  # as Excel numbers it
    columns: Mapping[str, int]  # heading, as `headings.key` makes it -> column from 1


class OpenedBook:
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
        self._refs: dict[str, tuple[SheetXml, dict[str, list[int]]]] = {}  # of a sheet as it is: id -> its rows

    # --- parts ---

    @property
    def from_1904(self) -> bool:
        """Whether it counts its days from 1904."""
        return self._container.dates_1904

    def part(self, name: str, limit: int = SMALL_PART_LIMIT) -> bytes:
        """A part as it is now."""
        found = self._new.get(normal(name))
        return b"".join(self._container.chunks(name, limit)) if found is None else found

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

    def related(self, name: str, kind: str) -> list[str]:
        """The parts that belong to a sheet and whose kind ends so, such as "/table"."""
        found = relations(self._container, self._sheet_part(name))
        return [part for this, _id, part in found if this.endswith(kind) and self._container.has(part)]

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
        sheet = self.sheet(name)
        known = self._refs.get(name)
        if known is None or known[0] is not sheet:
            below = self.layout(name).row
            rows: dict[str, list[int]] = {}
            for row, found in sheet.column(column):
                if row > below:
                    rows.setdefault(tidy_ref(str(self._value(found))), []).append(row)
            known = self._refs[name] = (sheet, rows)
        return list(known[1].get(tidy_ref(ref), ()))

    def id_heading(self, name: str) -> str | None:
        """The heading of the ids, for a sheet of the contract."""
        return BY_SHEET[name].id_field if name in BY_SHEET else None

    def _id_column(self, name: str) -> int | None:
        heading = self.id_heading(name)
        return self.layout(name).columns.get(key(heading)) if heading else None

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


def refuse_kind(container: Container) -> None:
    """Raise AlongsideError for a kind of file that cannot be changed in place."""
    if container.kind in _OLD_KINDS:
        raise AlongsideError(
            _("Alongside reads {kind} workbooks but does not write into them.").format(kind=_OLD_KINDS[container.kind]),
            remedy=_("Save it as an .xlsx workbook, in Excel or LibreOffice, and open that one."),
        )
