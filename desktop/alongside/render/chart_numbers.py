"""The small workbook behind a chart: one sheet with the numbers that the chart draws, and nothing else at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

from alongside.i18n import _
from alongside.packs.chart import ChartKind, PlannedChart, Step
from alongside.render.characters import clean
from alongside.render.package import pack_zip

SHEET = "Sheet1"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HIDDEN_MARK = " *"


class Role(StrEnum):
    """What a column of the workbook is drawn as."""

    VALUES = "values"
    MEDIAN = "median"
    TARGET = "target"
    MARK = "mark"  # the points from which something was recorded differently
    FLOOR = "floor"  # of a waterfall's bars: not drawn
    TOTAL = "total"
    LESS = "less"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: one series of the chart."""

    role: Role
    name: str
    values: tuple[float | None, ...]


def columns_of(planned: PlannedChart) -> tuple[Column, ...]:
    """The columns after the first, which holds the categories."""
    if planned.kind is ChartKind.WATERFALL:
        return _waterfall(planned)
    several = len(planned.series) > 1
    values = tuple(
        Column(
            Role.VALUES,
            series.name + (HIDDEN_MARK if several and all(value is None for value in series.values) else ""),
            series.values,
        )
        for series in planned.series
    )
    size = len(planned.categories)
    lines = []
    if planned.median is not None:
        lines.append(Column(Role.MEDIAN, _("Median"), (planned.median,) * size))
    if planned.target is not None:
        lines.append(Column(Role.TARGET, _("Target"), (planned.target,) * size))
    marked = {mark.at for mark in planned.marks}
    if marked:
        points = tuple(value if at in marked else None for at, value in enumerate(planned.series[0].values))
        lines.append(Column(Role.MARK, _("Recording changed"), points))
    return (*values, *lines)


def _waterfall(planned: PlannedChart) -> tuple[Column, ...]:
    level = 0.0
    floors: list[float | None] = []
    bars: dict[Step, list[float | None]] = {step: [] for step in Step}
    for value, step in zip(planned.series[0].values, planned.steps, strict=True):
        size = value or 0.0
        level = size if step is Step.TOTAL else level - size if step is Step.LESS else level + size
        floors.append(None if step is Step.TOTAL else level if step is Step.LESS else level - size)
        for kind, cells in bars.items():
            cells.append(value if kind is step else None)
    return (
        Column(Role.FLOOR, _("Level below"), tuple(floors)),
        Column(Role.TOTAL, _("Total"), tuple(bars[Step.TOTAL])),
        Column(Role.LESS, _("Fewer"), tuple(bars[Step.LESS])),
        Column(Role.MORE, _("More"), tuple(bars[Step.MORE])),
    )


def place(column: int, row: int) -> str:
    """A cell's name: the first column and row are 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def workbook(planned: PlannedChart, columns: Sequence[Column]) -> bytes:
    """The .xlsx file. The same chart gives the same bytes; it names neither a person nor a program."""
    head = [_text(1, 1, planned.unit), *(_text(at, 1, column.name) for at, column in enumerate(columns, start=2))]
    rows = [f'<row r="1">{"".join(head)}</row>']
    for down, category in enumerate(planned.categories):
        cells = [_text(1, down + 2, category)]
        cells += [_cell(at, down + 2, column.values[down]) for at, column in enumerate(columns, start=2)]
        rows.append(f'<row r="{down + 2}">{"".join(cells)}</row>')
    last = place(len(columns) + 1, len(planned.categories) + 1)
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/><cols><col min="1" max="1" width="44" '
        f"customWidth='1'/></cols><sheetData>{''.join(rows)}</sheetData></worksheet>"
    )
    return pack_zip(
        (name, (_HEAD + content).encode()) for name, content in (*_STATIC, (f"xl/worksheets/{_FILE}", sheet))
    )


def number_text(value: float) -> str:
    """A number as XML holds it: 8, 11.1."""
    return repr(round(value, 10)).removesuffix(".0")


def _text(column: int, row: int, text: str) -> str:
    arrived = clean(text)[0]
    if not arrived:
        return ""
    return f'<c r="{place(column, row)}" t="inlineStr"><is><t xml:space="preserve">{escape(arrived)}</t></is></c>'


def _cell(column: int, row: int, value: float | None) -> str:
    return "" if value is None else f'<c r="{place(column, row)}"><v>{number_text(value)}</v></c>'


_FILE = "sheet1.xml"
_RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships">'
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/{_FILE}" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
)
_ROOT = (
    f'{_RELATIONS}<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name={quoteattr(SHEET)} sheetId="1" '
    'r:id="rId1"/></sheets></workbook>'
)
_BOOK_RELATIONS = (
    f'{_RELATIONS}<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/{_FILE}"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
_STATIC = (
    ("[Content_Types].xml", _TYPES),
    ("_rels/.rels", _ROOT),
    ("xl/workbook.xml", _BOOK),
    ("xl/_rels/workbook.xml.rels", _BOOK_RELATIONS),
    ("xl/styles.xml", _STYLES),
)
