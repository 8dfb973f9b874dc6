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
    words: dict[str, int] = {}
    lines = [(planned.unit, *(column.name for column in columns))]
    rows = [_row(1, [_text(at, 1, text, words) for at, text in enumerate(lines[0], start=1)])]
    for down, category in enumerate(planned.categories):
        cells = [_text(1, down + 2, category, words)]
        cells += [_cell(at, down + 2, column.values[down]) for at, column in enumerate(columns, start=2)]
        rows.append(_row(down + 2, cells))
    last = place(len(columns) + 1, len(planned.categories) + 1)
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/><cols><col min="1" max="1" width="44" '
        f'customWidth="1"/></cols><sheetData>{"".join(rows)}</sheetData></worksheet>'
    )
    strings = (
        f'<sst xmlns="{_MAIN}" count="{sum(row.count(_SHARED) for row in rows)}" uniqueCount="{len(words)}">'
        + "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in words)
        + "</sst>"
    )
    made = (*_STATIC, ("xl/sharedStrings.xml", strings), (f"xl/worksheets/{_FILE}", sheet))
    return pack_zip((name, (_HEAD + content).encode()) for name, content in made)


def _row(number: int, cells: Sequence[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def number_text(value: float) -> str:
    """A number as XML holds it: 8, 11.1."""
    return repr(round(value, 10)).removesuffix(".0")


def _text(column: int, row: int, text: str, words: dict[str, int]) -> str:
    """A cell that holds the number of its text in the list of texts, which it may make longer."""
    arrived = clean(text)[0]
    if not arrived:
        return ""
    return f'<c r="{place(column, row)}" {_SHARED}><v>{words.setdefault(arrived, len(words))}</v></c>'


def _cell(column: int, row: int, value: float | None) -> str:
    return "" if value is None else f'<c r="{place(column, row)}"><v>{number_text(value)}</v></c>'


_FILE = "sheet1.xml"
_RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships">'
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/{_FILE}" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/><Override '
    f'PartName="/xl/sharedStrings.xml" ContentType="{_KIND}.sharedStrings+xml"/><Override '
    'PartName="/xl/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/></Types>'
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
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId4" Type="{_OFFICE}/theme" Target="theme/theme1.xml"/></Relationships>'
)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles '
    'count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_COLOURS = ("000000", "FFFFFF", "404040", "E7E6E6", *("404040", "7F7F7F", "A6A6A6", "BFBFBF", "D9D9D9", "F2F2F2"))
_NAMES = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_FONT = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
_THEME = (  # Excel asks for one
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Plain"><a:themeElements>'
    '<a:clrScheme name="Plain">'
    + "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
        for name, value in zip(_NAMES, (*_COLOURS, "404040", "404040"), strict=True)
    )
    + f'</a:clrScheme><a:fontScheme name="Plain"><a:majorFont>{_FONT}</a:majorFont><a:minorFont>{_FONT}</a:minorFont>'
    f'</a:fontScheme><a:fmtScheme name="Plain"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>'
    + f'<a:ln w="6350">{_FILL}</a:ln>' * 3
    + "</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + f"</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
_SHARED = 't="s"'
_STATIC = (
    ("[Content_Types].xml", _TYPES),
    ("_rels/.rels", _ROOT),
    ("xl/workbook.xml", _BOOK),
    ("xl/_rels/workbook.xml.rels", _BOOK_RELATIONS),
    ("xl/styles.xml", _STYLES),
    ("xl/theme/theme1.xml", _THEME),
)
