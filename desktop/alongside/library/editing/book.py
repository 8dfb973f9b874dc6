"""A workbook opened for change: its parts as bytes, of which only the changed ones are packed anew."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.container import normal, relations
from alongside.library.editing.archive import Packed, pack, replaced
from alongside.library.editing.cell_values import cell
from alongside.library.editing.changes import Value, empty
from alongside.library.editing.growth import filter_name_growth, sheet_growth, table_growth
from alongside.library.editing.markup import Markup, check_well_formed, spliced, with_attribute
from alongside.library.editing.opened import OpenedBook
from alongside.library.editing.sheet_xml import LAST_COLUMN, LAST_ROW, Area, SheetXml, Splice
from alongside.library.editing.styles import DAY, GENERAL, MOMENT
from alongside.library.editing.tables import Table, refuse_beyond, refuse_heads, table_of

_NONE: Mapping[int, str] = {}
_MANY = 3  # new records, from which on one step for all of them is worth its while
_NEIGHBOURS = 200  # rows above and below in which a style is looked for


class EditableBook(OpenedBook):
    """Changes cells and adds rows. Raises AlongsideError where the file cannot be changed safely."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.empty_formulas: tuple[int, ...] = ()  # columns that the last new row ought to work out, and does not

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the parts that are no longer as they were."""
        return tuple(sorted(self._new))

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

    def _set_part(self, name: str, content: bytes) -> None:
        self._new[normal(name)] = content

    # --- changing ---

    def set_cells(self, name: str, row: int, values: Mapping[int, Value], raw: Mapping[int, str] = _NONE) -> None:
        """Write values into columns of a row, all in one step.

        Raises AlongsideError where a formula or merged cells are in the way; then nothing has changed.
        `raw` has the XML of cells that are put back as they were; it must stem from this very file, or from one that
        only Alongside has changed since, for it may name shared texts and styles by number.
        """
        self._write(name, [_RowChange(row, values, raw=raw)], more=[])

    def set_rows(
        self,
        name: str,
        rows: Mapping[int, Mapping[int, Value]],
        raw: Mapping[int, Mapping[int, str]],
    ) -> None:
        """The same for many rows in one step, which costs hardly more than one."""
        self._write(name, [_RowChange(row, values, raw=raw.get(row, _NONE)) for row, values in rows.items()], more=[])

    def let_grow(self, name: str, rows: Collection[int]) -> None:
        """Forget the heights that a program gave rows, so that each is as high as its text; those set by hand stay."""
        sheet = self.sheet(name)
        splices = [
            (tag.start, tag.end, with_attribute(tag.text, "ht", None))
            for number, tag in zip(sheet.numbers, sheet.rows, strict=True)
            if number in rows and tag.get("ht") is not None and tag.get("customHeight") not in {"1", "true"}
        ]
        if splices:
            part = self._sheet_part(name)
            self._set_part(part, spliced(sheet.markup.data, splices))
            del self._sheets[part]

    def add_row(self, name: str, values: Mapping[int, Value]) -> int:
        """Write a record into the row after the last used one, and let grow what reached to the last one.

        Returns the row. Raises AlongsideError where there is no room; then nothing has changed.
        """
        sheet, layout = self.sheet(name), self.layout(name)
        table = table_of(self, name, values)
        columns = range(table.place[1], table.place[3] + 1) if table else range(1, LAST_COLUMN + 1)
        worked_out = frozenset(table.formulas) if table else frozenset()
        last = max(sheet.last_used(columns, worked_out), layout.row)
        row = last + 1
        if row > LAST_ROW:
            raise AlongsideError(_("The sheet {sheet} is full.").format(sheet=name))
        if table is not None:
            refuse_beyond(table, row)
        growth, filtered = sheet_growth(sheet, from_row=last, to_row=row, heading_row=layout.row)
        like = last if last > layout.row else None
        looks: dict[int, Value] = dict(values)
        if like is not None and not sheet.cells(row):
            for item in sheet.cells(like):  # so that lines and shading go on across the whole row
                if item.column in layout.columns.values() and item.tag.number("s"):
                    looks.setdefault(item.column, None)
        formulas = _formulas(sheet, row, table, values) if table else {}
        wanted = {at: text for at, text in formulas.items() if text}
        self._write(name, [_RowChange(row, looks, like, formulas=wanted)], more=growth)
        self.empty_formulas = tuple(at for at, text in formulas.items() if not text)
        if filtered is not None:
            self._grow_filter_name(name, filtered, row)
        if table is not None and table.place[2] == last:
            self._set_part(table.part, table_growth(self.part(table.part), row))
        return row

    def add_rows(self, name: str, records: Sequence[Mapping[int, Value]]) -> tuple[list[int], list[tuple[int, ...]]]:
        """Write records into the rows after the last used one, in one step where no table of Excel is in the way.

        Returns their rows, and for each the columns that it ought to work out and does not.
        """
        if len(records) < _MANY or any(table_of(self, name, values) is not None for values in records):
            one_by_one = [(self.add_row(name, values), self.empty_formulas) for values in records]
            return [row for row, _empty in one_by_one], [columns for _row, columns in one_by_one]
        last = self.add_row(name, records[0])  # after this one there is a row that the others look like
        sheet, layout = self.sheet(name), self.layout(name)
        end = last + len(records) - 1
        if end > LAST_ROW:
            raise AlongsideError(_("The sheet {sheet} is full.").format(sheet=name))
        growth, filtered = sheet_growth(sheet, from_row=last, to_row=end, heading_row=layout.row)
        shown = [
            item.column for item in sheet.cells(last) if item.column in layout.columns.values() and item.tag.number("s")
        ]
        changes = []
        for row, values in enumerate(records[1:], start=last + 1):
            looks: dict[int, Value] = dict(values)
            if not sheet.cells(row):
                for column in shown:
                    looks.setdefault(column, None)
            changes.append(_RowChange(row, looks, last))
        self._write(name, changes, more=growth)
        if filtered is not None:
            self._grow_filter_name(name, filtered, end)
        return [last, *(change.row for change in changes)], [()] * len(records)

    def _write(self, name: str, changes: Sequence["_RowChange"], *, more: list[Splice]) -> None:
        sheet = self.sheet(name)
        styles = self._styles
        before = styles.data
        splices: list[Splice] = list(more)
        rows: list[int] = []
        columns: set[int] = set()
        for change in changes:
            wanted = self._wanted(name, sheet, change)
            if not wanted:
                continue
            makers = {column: self._maker(sheet, change, column, value) for column, value in wanted.items()}
            splices.append(sheet.row_splice(change.row, makers, change.like))
            rows.append(change.row)
            columns.update(wanted)
        if not rows:
            return
        wider = sheet.dimension_splice(max(rows), columns, min(rows))
        part = self._sheet_part(name)
        self._set_part(part, spliced(sheet.markup.data, [*splices, *([wider] if wider else [])]))
        del self._sheets[part]
        self._layouts.pop(name, None)
        if styles.data is not before and styles.data is not None and self._styles_part is not None:
            self._set_part(self._styles_part, styles.data)

    def _wanted(self, name: str, sheet: SheetXml, change: "_RowChange") -> dict[int, Value]:
        """The cells of a row that are written at all. Raises AlongsideError where one of them may not be."""
        row, values = change.row, change.values
        for column in values:
            if not empty(values[column]) or sheet.cell(row, column) is not None:
                sheet.refuse_if_bound(row, column)
        refuse_heads(self, name, row, values)
        wanted = {
            column: value
            for column, value in values.items()
            if change.like is not None or not empty(value) or sheet.cell(row, column) is not None
        }
        wanted.update(dict.fromkeys(change.formulas))
        return wanted

    def _maker(
        self, sheet: SheetXml, change: "_RowChange", column: int, value: Value
    ) -> Callable[[bytes, bytes], bytes]:
        if change.raw.get(column):
            return _Kept(change.raw[column].encode())
        style = self._style(sheet, change.row, column, value, change.like)
        if column in change.formulas:
            return _WorkedOut(sheet.markup, change.formulas[column].encode(), style)
        return _Maker(sheet.markup, value, style, self.from_1904)

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


@dataclass(frozen=True, slots=True)
class _RowChange:
    """What becomes of one row."""

    row: int
    values: Mapping[int, Value]
    like: int | None = None  # for a new row: the one whose looks it takes over
    raw: Mapping[int, str] = field(default_factory=dict)  # cells that are put back as they were
    formulas: Mapping[int, str] = field(default_factory=dict)  # cells that are worked out


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


@dataclass(frozen=True, slots=True)
class _WorkedOut:
    """Makes a cell with a formula and no result: whoever opens the workbook next works it out."""

    markup: Markup
    formula: bytes
    style: int | None

    def __call__(self, tag: bytes, rest: bytes) -> bytes:
        made = cell(tag, self.markup, 0, style=self.style, from_1904=False, rest=rest)
        p = self.markup.prefix
        return made.replace(b"<%sv>0</%sv>" % (p, p), b"<%sf>%s</%sf>" % (p, self.formula, p), 1)


def _formulas(sheet: SheetXml, row: int, table: Table, values: Mapping[int, Value]) -> dict[int, str]:
    """What each column of the table that is worked out, and not filled by hand, gets; "" where it must stay empty."""
    found = {}
    for column in table.formulas:
        there = sheet.cell(row, column)
        if empty(values.get(column)) and not (there is not None and there.formula):
            found[column] = table.safe_formula(column)
    return found


def _near(sheet: SheetXml, row: int, column: int) -> Iterator[int]:
    """The styles of the filled cells above and below, the nearest first."""
    numbers = [number for number in sheet.numbers if abs(number - row) <= _NEIGHBOURS and number != row]
    for number in sorted(numbers, key=lambda number: (abs(number - row), number > row)):
        found = sheet.cell(number, column)
        if found is not None and found.held and found.tag.number("s") is not None:
            yield found.tag.number("s") or 0
