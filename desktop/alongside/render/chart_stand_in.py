"""Charts for the embedded converter, which moves Word's own to where the first of them is, without their patterns.

In the copy that it is given each chart is a table: label, number and bar line by line, or a drawing of a line over its
numbers. The text stays text. The Word file itself keeps Word's chart.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.packuri import PackURI
from lxml import etree

from alongside.i18n import _
from alongside.render.package import CONTENT_TYPES, Parts, tree_of
from alongside.render.wordml import W

OURS = "chart_numbers"  # in the name of the workbook behind a chart of ours
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_NAMESPACES = (
    f'xmlns:w="{W[1:-1]}" xmlns:wp="{_WP[1:-1]}" xmlns:a="{_A[1:-1]}" xmlns:r="{_R[1:-1]}" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_BODY = "word/document.xml"
_LABEL, _NUMBER = 62, 14  # millimetres of the first two columns; the bars have a column a millimetre
_TWIPS = 56.7  # in a millimetre
_EMU = 36_000
_LINE = 45  # millimetres of a drawn line's height
_DARK, _MIDDLE, _PALE, _PAPER = 0, 1, 2, 3
_THEME = ("accent1", "accent2", "lt2", "lt1")
_USUAL = ("404040", "7F7F7F", "D9D9D9", "FFFFFF")  # where a document has no theme


@dataclass(frozen=True, slots=True)
class _Series:
    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class _Bar:
    """One line: its label, its number as printed, and stretches of the bar: share of the whole, colour (None: gap)."""

    label: str
    number: str
    stretches: tuple[tuple[float, int | None], ...]


def without_charts(parts: Parts) -> Parts:
    """The parts with a table for each chart of ours in the body; all else as it was."""
    charts = dict(_charts(parts)) if _BODY in parts else {}
    if not charts:
        return parts
    tree = tree_of(parts[_BODY], "")
    colours = _colours(parts)
    drawings: dict[str, bytes] = {}
    for mark in list(tree.iter(f"{_C}chart")):
        drawing, paragraph = _above(mark, f"{W}drawing"), _above(mark, f"{W}p")
        chart = charts.get(mark.get(f"{_R}id", ""))
        if chart is None or drawing is None or paragraph is None:
            continue
        extent = drawing.find(f".//{_WP}extent")
        size = (int(extent.get("cx")) / _EMU, int(extent.get("cy")) / _EMU) if extent is not None else (162.0, 60.0)
        table = _line_table(chart, size, colours, drawings) if chart.find(f".//{_C}lineChart") is not None else None
        made = etree.fromstring(table or _bar_table(chart, size, colours))
        paragraph.addprevious(made)
        drawing.getparent().remove(drawing)
        if paragraph.getparent().tag == f"{W}body" and not "".join(paragraph.itertext()).strip():
            paragraph.getparent().remove(paragraph)
    return {**parts, _BODY: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)} | (
        _with_drawings(parts, drawings) if drawings else {}
    )


def _above(element: Any, tag: str) -> Any | None:
    return next(element.iterancestors(tag), None)


def _charts(parts: Parts) -> Iterator[tuple[str, Any]]:
    """The charts of ours that the body points to, by relation."""
    for relation, target in _related(parts, _BODY):
        if target in parts and any(OURS in workbook for _id, workbook in _related(parts, target)):
            yield relation, tree_of(parts[target], "")


def _related(parts: Parts, part: str) -> Iterator[tuple[str, str]]:
    folder, _slash, name = part.rpartition("/")
    content = parts.get(f"{folder}/_rels/{name}.rels")
    for item in tree_of(content, "").iter(f"{_RELATION}Relationship") if content else ():
        if item.get("TargetMode") != "External":
            yield item.get("Id", ""), PackURI.from_rel_ref(f"/{folder}", item.get("Target", ""))[1:]


def _colours(parts: Parts) -> tuple[str, ...]:
    theme = parts.get("word/theme/theme1.xml")
    if theme is None:
        return _USUAL
    tree = tree_of(theme, "")
    found = []
    for name, usual in zip(_THEME, _USUAL, strict=True):
        colour = tree.find(f".//{_A}{name}/{_A}srgbClr")
        found.append(colour.get("val", usual) if colour is not None else usual)
    return tuple(found)


def _series(chart: Any) -> list[_Series]:
    found = []
    for item in chart.iter(f"{_C}ser"):
        cache = item.find(f"{_C}val/{_C}numRef/{_C}numCache")
        values: dict[int, float] = {
            int(point.get("idx")): float(point.findtext(f"{_C}v")) for point in cache.iter(f"{_C}pt")
        }
        size = int(cache.find(f"{_C}ptCount").get("val"))
        found.append(_Series(item.findtext(f"{_C}tx//{_C}v") or "", tuple(values.get(at) for at in range(size))))
    return found


def _categories(chart: Any) -> list[str]:
    cache = chart.find(f".//{_C}cat//{_C}strCache")
    texts = {int(point.get("idx")): point.findtext(f"{_C}v") or "" for point in cache.iter(f"{_C}pt")}
    return [texts.get(at, "") for at in range(int(cache.find(f"{_C}ptCount").get("val")))]


def _bars(chart: Any) -> list[_Bar]:
    series, categories = _series(chart), _categories(chart)
    stacked = chart.find(f".//{_C}grouping").get("val") == "stacked"
    if not stacked:
        return _plain_bars(chart, series, categories)
    sums = [sum(item.values[at] or 0.0 for item in series) for at in range(len(categories))]
    most = max(sums) or 1.0
    if len(categories) > 1:  # a waterfall: one series for what is below, the others for what is seen
        looks = (None, _DARK, _MIDDLE, _MIDDLE)
        bars = []
        for at, label in enumerate(categories):
            kind = next((kind for kind in (1, 2, 3) if series[kind].values[at] is not None), 0)
            value = series[kind].values[at] if kind else None
            sign = {2: "−", 3: "+"}.get(kind, "") if value else ""
            low = (series[0].values[at] or 0.0) / most
            bars.append(_Bar(label, sign + _text(value), ((low, None), ((value or 0.0) / most, looks[kind]))))
        return bars
    before, bars = 0.0, []
    for at, item in enumerate(series):
        value = item.values[0]
        look = (_DARK, _MIDDLE)[at % 2]
        bars.append(_Bar(item.name, _text(value), ((before / most, None), ((value or 0.0) / most, look))))
        before += value or 0.0
    return bars


def _plain_bars(chart: Any, series: Sequence[_Series], categories: Sequence[str]) -> list[_Bar]:
    top = chart.find(f".//{_C}valAx/{_C}scaling/{_C}max")
    values = series[-1].values
    most = float(top.get("val")) if top is not None else max((value or 0.0 for value in values), default=1.0) or 1.0
    sign = "%" if len(series) > 1 else ""
    bars = []
    for at, label in enumerate(categories):
        value = values[at]
        target = series[0].values[at] if len(series) > 1 else None
        rest = max(0.0, (target or 0.0) - (value or 0.0))
        number = _text(value) + (sign if value is not None else "")
        bars.append(_Bar(label, number, (((value or 0.0) / most, _DARK), (rest / most, _PALE))))
    if len(series) > 1 and series[0].values[0] is not None:
        bars.append(_Bar(f"{series[0].name} {_text(series[0].values[0])}{sign}", "", ()))
    return bars


def _text(value: float | None) -> str:
    return "*" if value is None else f"{value:,.1f}".removesuffix(".0")


# --- tables -----------------------------------------------------------------------------------------------------


def _bar_table(chart: Any, size: tuple[float, float], colours: Sequence[str]) -> str:
    bars = _bars(chart)
    units = max(10, int(size[0]) - _LABEL - _NUMBER)
    height = min(9.0, max(6.0, (size[1] - 2) / len(bars)))
    rows = []
    for bar in bars:
        cells = [_cell(bar.label, _LABEL, align="right"), _cell(f"{bar.number}\u2002", _NUMBER, align="right")]
        edge, done = 0.0, 0
        for share, look in bar.stretches:
            edge += share * units
            width = min(units, max(round(edge), done + 1 if share > 0 else 0)) - done
            if width > 0:
                done += width
                cells.append(_cell("", width, span=width, fill=colours[look] if look is not None else ""))
        if done < units:
            cells.append(_cell("", units - done, span=units - done))
        rows.append(_row(cells, height))
    return _table([_LABEL, _NUMBER, *([1] * units)], rows)


def _line_table(chart: Any, size: tuple[float, float], colours: Sequence[str], drawings: dict[str, bytes]) -> str:
    series, categories = _series(chart), _categories(chart)
    width = size[0] / len(categories)
    name = f"chart{len(drawings) + 1}.emf"
    drawings[name] = _drawn(series, size[0], colours)
    values = series[0].values
    rows = [
        _row([_picture_cell(name, size[0], len(categories))], _LINE + 1.0),
        _row([_cell(_text(value), width, align="center") for value in values], 4.6),
        _row([_cell(label.replace(" ", "\n", 1), width, align="center") for label in categories], 9.2),
    ]
    lines = [
        f"{item.name} {_text(next((value for value in item.values if value is not None), None))}"
        for item in series[1:]
        if len(set(item.values)) == 1
    ]
    marked = [
        _("{name}: {where}").format(name=item.name, where=categories[at])
        for item in series[1:]
        if len(set(item.values)) > 1
        for at, value in enumerate(item.values)
        if value is not None
    ]
    title = "".join(chart.find(f".//{_C}valAx/{_C}title").itertext()).strip() if lines or marked else ""
    said = ". ".join(part for part in (title[:1].upper() + title[1:], *lines, *marked) if part)
    if said:
        rows.append(_row([_cell(f"{said}.", size[0], span=len(categories))], 4.6))
    return _table([width] * len(categories), rows)


def _table(columns: Sequence[float], rows: Sequence[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{round(width * _TWIPS)}"/>' for width in columns)
    none = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
    return (
        f'<w:tbl {_NAMESPACES}><w:tblPr><w:tblW w:w="{round(sum(columns) * _TWIPS)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{none}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _row(cells: Sequence[str], height: float) -> str:
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{round(height * _TWIPS)}" w:hRule="exact"/></w:trPr>'
        f"{''.join(cells)}</w:tr>"
    )


def _cell(text: str, width: float, *, span: int = 1, fill: str = "", align: str = "left") -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    edges = "".join(f'<w:{side} w:val="single" w:sz="24" w:space="0" w:color="FFFFFF"/>' for side in ("top", "bottom"))
    shade = f'<w:tcBorders>{edges}</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    said = f'<w:r><w:rPr><w:sz w:val="17"/></w:rPr>{lines}</w:r>' if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * _TWIPS)}" w:type="dxa"/>{spans}{shade}<w:vAlign w:val="center"/>'
        '</w:tcPr><w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="220" w:lineRule="exact"/>'
        f'<w:jc w:val="{align}"/></w:pPr>{said}</w:p></w:tc>'
    )


def _picture_cell(name: str, width: float, span: int) -> str:
    extent = f'cx="{round(width * _EMU)}" cy="{_LINE * _EMU}"'
    picture = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {extent}/><wp:docPr id="1" name={quoteattr(name)}/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="1" name={quoteattr(name)}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{_relation(name)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * _TWIPS)}" w:type="dxa"/><w:gridSpan w:val="{span}"/></w:tcPr><w:p>'
        f'<w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r>'
        f"{picture}</w:r></w:p></w:tc>"
    )


def _relation(name: str) -> str:
    return "rIdStandIn" + "".join(letter for letter in name if letter.isdigit())


def _with_drawings(parts: Parts, drawings: Mapping[str, bytes]) -> Parts:
    relations = tree_of(parts["word/_rels/document.xml.rels"], "")
    for name in drawings:
        line = etree.SubElement(relations, f"{_RELATION}Relationship")
        line.set("Id", _relation(name))
        line.set("Type", _IMAGE)
        line.set("Target", f"media/{name}")
    kinds = tree_of(parts[CONTENT_TYPES], "")
    kind = etree.Element(f"{{{etree.QName(kinds).namespace}}}Default")
    kind.set("Extension", "emf")
    kind.set("ContentType", "image/x-emf")
    kinds.insert(0, kind)
    return {
        "word/_rels/document.xml.rels": etree.tostring(relations, xml_declaration=True, encoding="UTF-8"),
        CONTENT_TYPES: etree.tostring(kinds, xml_declaration=True, encoding="UTF-8"),
        **{f"word/media/{name}": content for name, content in drawings.items()},
    }


# --- a line, drawn in a metafile (MS-EMF): the one kind of drawing in lines that the converter takes ----------------


def _drawn(series: Sequence[_Series], width: float, colours: Sequence[str]) -> bytes:
    """Points, lines between them, the straight lines of median and target. Lengths in hundredths of a millimetre."""
    across, down = round(width * 100), _LINE * 100
    step = across / len(series[0].values)
    most = max(value for item in series for value in item.values if value is not None) * 1.12 or 1.0

    def at(place: int, value: float) -> tuple[int, int]:
        return round(step * (place + 0.5)), round(down * (1 - value / most))

    sheet = _Metafile()
    sheet.shape([(0, 0), (across, 0), (across, down), (0, down)], colours[_PAPER])
    sheet.line([(0, down - 6), (across, down - 6)], colours[_MIDDLE], 12)
    for number, item in enumerate(series[1:], start=1):
        if len(set(item.values)) == 1 and item.values[0] is not None:
            height = at(0, item.values[0])[1]
            gap = 300 if number == 1 else 150
            for left in range(0, across, gap):
                sheet.line([(left, height), (min(across, left + gap // 2), height)], colours[_DARK], 25)
        else:
            for place, value in enumerate(item.values):
                if value is not None:
                    x, y = at(place, value)
                    sheet.shape([(x, y - 190), (x + 190, y), (x, y + 190), (x - 190, y)], colours[_MIDDLE])
    run: list[tuple[int, int]] = []
    for place, value in enumerate((*series[0].values, None)):
        if value is not None:
            run.append(at(place, value))
            continue
        if len(run) > 1:
            sheet.line(run, colours[_DARK], 50)
        for x, y in run:
            sheet.shape([(x - 80, y - 80), (x + 80, y - 80), (x + 80, y + 80), (x - 80, y + 80)], colours[_DARK])
        run = []
    return sheet.made(across, down)


class _Metafile:
    """Straight lines and filled shapes."""

    def __init__(self) -> None:
        self._records: list[bytes] = []

    def line(self, points: Sequence[tuple[int, int]], colour: str, width: int) -> None:
        self._record(95, struct.pack("<IIIIIIIIII", 1, 0, 0, 0, 0, 0x10000, width, 0, _colour(colour), 0))
        self._record(37, struct.pack("<I", 1))
        self._points(87, points)
        self._record(40, struct.pack("<I", 1))

    def shape(self, points: Sequence[tuple[int, int]], colour: str) -> None:
        self._record(39, struct.pack("<IIII", 2, 0, _colour(colour), 0))
        self._record(37, struct.pack("<I", 2))
        self._record(37, struct.pack("<I", 0x80000008))  # no pen
        self._points(86, points)
        self._record(40, struct.pack("<I", 2))

    def made(self, width: int, height: int) -> bytes:
        self._record(14, struct.pack("<III", 0, 16, 20))
        body = b"".join(self._records)
        head = struct.pack(
            "<IIiiiiiiiiIIIIHHIIIiiii", 1, 88, 0, 0, width, height, 0, 0, width, height, 0x464D4520, 0x10000,
            88 + len(body), len(self._records) + 1, 3, 0, 0, 0, 0, width, height, width // 100, height // 100,
        )  # fmt: skip
        return head + body

    def _points(self, kind: int, points: Sequence[tuple[int, int]]) -> None:
        across, down = [x for x, _y in points], [y for _x, y in points]
        head = struct.pack("<iiiiI", min(across), min(down), max(across), max(down), len(points))
        self._record(kind, head + b"".join(struct.pack("<hh", x, y) for x, y in points))

    def _record(self, kind: int, body: bytes) -> None:
        self._records.append(struct.pack("<II", kind, len(body) + 8) + body)


def _colour(text: str) -> int:
    red, green, blue = (int(text[at : at + 2], 16) for at in (0, 2, 4))
    return red | green << 8 | blue << 16
