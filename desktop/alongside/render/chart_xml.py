"""The chart part of a Word document, in DrawingML: colours and font of the document's theme, fit to print in grey."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from alongside.packs.chart import ChartKind, PlannedChart
from alongside.render.characters import clean
from alongside.render.chart_numbers import SHEET, Column, Role, number_text, place

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SIZE = 900  # hundredths of a point
_BAR, _THICK = 159.0, 16.0  # millimetres of a bar of parts at the measure of the page
_LETTER = 1.75  # of one letter, on average
_LEAST = 6.0  # of a part that has room for its number
_NOT_INVERTED = '<c:invertIfNegative val="0"/>'

_RATE, _COUNT, _PERCENT = "#,##0.0", "#,##0", '0"%"'
_FEWER, _MORE = '"−"#,##0;"−"#,##0;0', '"+"#,##0;"+"#,##0;0'
_ANY = "General"
_NO_MARKER = '<c:marker><c:symbol val="none"/></c:marker>'


def height_of(planned: PlannedChart) -> float:
    """Millimetres that the chart needs at the measure of the page."""
    rows = len(planned.categories)
    match planned.kind:
        case ChartKind.RUN:
            return 70.0
        case ChartKind.STACKED_BAR if len(planned.series) > 1:
            return _THICK + 2 + 6.5 * _legend_rows(planned)
        case ChartKind.BULLET:
            return 8.0 + 13.0 * rows
        case _:
            return 6.0 + 8.0 * rows


def chart_space(planned: PlannedChart, columns: Sequence[Column], relation: str) -> bytes:
    """The part, which names its workbook by that relation."""
    draw = {
        ChartKind.RUN: _run,
        ChartKind.STACKED_BAR: _stacked if len(planned.series) > 1 else _bars,
        ChartKind.BULLET: _bullet,
        ChartKind.WATERFALL: _waterfall,
    }[planned.kind]
    plot, legend = draw(planned, columns)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main" xmlns:r="{_OFFICE}">'
        '<c:date1904 val="0"/><c:lang val="en-GB"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{plot}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_words()}"
        f'<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


# --- the four kinds ---------------------------------------------------------------------------------------------


def _run(planned: PlannedChart, columns: Sequence[Column]) -> tuple[str, str]:
    last = len(planned.categories) - 1
    shown = []
    for at, column in enumerate(columns):
        match column.role:
            case Role.VALUES:
                look = (
                    _line("accent1", 22_225, "solid")
                    + _marker("circle", 6, _solid("accent1"))
                    + _points(planned, column)
                )
            case Role.MEDIAN:
                look = _line("tx1", 15_875, "dash") + _NO_MARKER + _one_label(last, "r", form=_RATE)
            case Role.TARGET:
                look = _line("accent2", 15_875, "sysDot") + _NO_MARKER + _one_label(0, "b", form=_ANY)
            case _:
                look = _UNSEEN + _marker("diamond", 13, "<a:noFill/>") + _named_labels("r")
        shown.append(_series(planned, at, column, at + 2, look, after='<c:smooth val="0"/>'))
    lines = (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{"".join(shown)}<c:marker val="1"/>'
        f"{_AXES}</c:lineChart>"
    )
    axes = _category_axis("b", order="minMax") + _value_axis("l", title=planned.unit, lines=True, form=_ANY)
    return _layout(0.09, 0.06, 0.78, 0.74) + lines + axes, ""


def _stacked(planned: PlannedChart, columns: Sequence[Column]) -> tuple[str, str]:
    whole = sum(column.values[0] or 0.0 for column in columns)
    named = _named_inside(planned)
    series = []
    for at, column in enumerate(columns):
        fill, text, plate = _FILLS[sum(1 for item in columns[:at] if item.values[0] is not None) % len(_FILLS)]
        wide = (column.values[0] or 0.0) * _BAR >= whole * _LEAST
        label = _labels(_COUNT, "ctr", colour=text, plate=plate, named=named) if wide else _no_labels()
        look = _UNSEEN if column.values[0] is None else _filled(fill)
        series.append(_series(planned, at, column, at + 2, look + _NOT_INVERTED + label))
    bars = _bar_chart("stacked", "".join(series), gap=15, overlap=True)
    axes = _category_axis("l", shown=False) + _value_axis("b", shown=False, most=whole or None)
    height = height_of(planned)
    legend = "" if named else f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_words()}</c:legend>'
    return _layout(0.01, 0.04, 0.98, (_THICK - 1) / height) + bars + axes, legend


def _named_inside(planned: PlannedChart) -> bool:
    """Whether every part is wide enough for its name: then the names stand there and no legend is needed."""
    whole = sum(series.values[0] or 0.0 for series in planned.series)
    return whole > 0 and all(
        (series.values[0] or 0.0) / whole * _BAR >= len(series.name) * _LETTER + 4 for series in planned.series
    )


def _legend_rows(planned: PlannedChart) -> int:
    rows, left = 0, 0.0
    for width in (len(item.name) * _LETTER + 12 for item in planned.series):
        if width > left:
            rows, left = rows + 1, _BAR
        left -= width
    return 0 if _named_inside(planned) else rows


def _bars(planned: PlannedChart, columns: Sequence[Column]) -> tuple[str, str]:
    look = _filled(_solid("accent1")) + _NOT_INVERTED + _labels(_COUNT, "outEnd")
    bars = _bar_chart("clustered", _series(planned, 0, columns[0], 2, look), gap=45)
    return _layout(0.44, 0.02, 0.5, 0.96) + bars + _category_axis("l") + _value_axis("b", shown=False), ""


def _bullet(planned: PlannedChart, columns: Sequence[Column]) -> tuple[str, str]:
    """Pale to the target and, over it, dark to the value."""
    values, target = columns
    most = max(100.0, planned.target or 0.0, *(value or 0.0 for value in values.values))
    pale = f"<c:spPr>{_PALE}{_edge('accent2')}</c:spPr>{_NOT_INVERTED}"
    behind = _series(planned, 0, target, 3, pale + _one_label(0, "outEnd", form=_PERCENT))
    dark = _filled(_solid("accent1")) + _NOT_INVERTED + _labels(_PERCENT, "inBase", colour="bg1")
    front = _series(planned, 1, values, 2, dark)
    bars = _bar_chart("clustered", behind + front, gap=45, overlap=True)
    axes = _category_axis("l") + _value_axis("b", shown=False, most=most)
    return _layout(0.44, 0.02, 0.42, 0.96) + bars + axes, ""


def _waterfall(planned: PlannedChart, columns: Sequence[Column]) -> tuple[str, str]:
    fills = {Role.TOTAL: _solid("accent1"), Role.LESS: _pattern("wdDnDiag"), Role.MORE: _PALE}
    forms = {Role.TOTAL: _COUNT, Role.LESS: _FEWER, Role.MORE: _MORE}
    series = []
    for at, column in enumerate(columns):
        if column.role is Role.FLOOR:
            look = _UNSEEN + _NOT_INVERTED + _no_labels()
        else:
            dark = column.role is Role.TOTAL
            label = _labels(forms[column.role], "ctr", colour="bg1" if dark else "tx1", plate=column.role is Role.LESS)
            look = _filled(fills[column.role]) + _NOT_INVERTED + label
        series.append(_series(planned, at, column, at + 2, look))
    bars = _bar_chart("stacked", "".join(series), gap=35, overlap=True)
    return _layout(0.36, 0.02, 0.62, 0.96) + bars + _category_axis("l") + _value_axis("b", shown=False), ""


# --- pieces -----------------------------------------------------------------------------------------------------


def _series(planned: PlannedChart, at: int, column: Column, sheet: int, look: str, *, after: str = "") -> str:
    """One series. Its numbers stand beside the place in the workbook, so that no program needs to open that.

    `at`: its place in the chart; `sheet`: the number of its column in the workbook.
    """
    last = len(planned.categories) + 1
    categories = "".join(
        f'<c:pt idx="{index}"><c:v>{_escaped(text)}</c:v></c:pt>' for index, text in enumerate(planned.categories)
    )
    values = "".join(
        f'<c:pt idx="{index}"><c:v>{number_text(value)}</c:v></c:pt>'
        for index, value in enumerate(column.values)
        if value is not None
    )
    size = f'<c:ptCount val="{len(planned.categories)}"/>'
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>{_area(sheet, 1, 1)}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{_escaped(column.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"{look}<c:cat><c:strRef><c:f>{_area(1, 2, last)}</c:f><c:strCache>{size}{categories}</c:strCache></c:strRef>"
        f"</c:cat><c:val><c:numRef><c:f>{_area(sheet, 2, last)}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f"{size}{values}</c:numCache></c:numRef></c:val>{after}</c:ser>"
    )


def _area(column: int, first: int, last: int) -> str:
    name = place(column, first)
    letters = name.rstrip("0123456789")
    start = f"{SHEET}!${letters}${first}"
    return start if first == last else f"{start}:${letters}${last}"


def _escaped(text: str) -> str:
    return escape(clean(text)[0])


def _bar_chart(grouping: str, series: str, *, gap: int, overlap: bool = False) -> str:
    over = '<c:overlap val="100"/>' if overlap else ""
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{gap}"/>{over}{_AXES}</c:barChart>'
    )


def _category_axis(side: str, *, shown: bool = True, order: str = "maxMin") -> str:
    return (
        f'<c:catAx><c:axId val="101"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="{int(not shown)}"/><c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_edge("accent2")}'
        f'</c:spPr>{_words()}<c:crossAx val="102"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="50"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(
    side: str, *, shown: bool = True, title: str = "", lines: bool = False, form: str = "General",
    most: float | None = None,
) -> str:  # fmt: skip
    top = f'<c:max val="{number_text(most)}"/>' if most else ""
    grid = f"<c:majorGridlines><c:spPr>{_edge('accent4')}</c:spPr></c:majorGridlines>" if lines else ""
    words = (
        f'<c:title><c:tx><c:rich><a:bodyPr rot="-5400000" vert="horz"/><a:lstStyle/><a:p><a:pPr>{_run_look("defRPr")}'
        f'</a:pPr><a:r>{_run_look("rPr")}<a:t>{_escaped(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/>'
        "</c:title>"
        if title
        else ""
    )
    return (
        f'<c:valAx><c:axId val="102"/><c:scaling><c:orientation val="minMax"/>{top}<c:min val="0"/></c:scaling>'
        f'<c:delete val="{int(not shown)}"/><c:axPos val="{side}"/>{grid}{words}<c:numFmt formatCode="{escape(form)}" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_words()}<c:crossAx val="101"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _layout(left: float, top: float, width: float, height: float) -> str:
    """Where the bars and points themselves stand, as shares of the whole."""
    sizes = "".join(
        f'<c:{name} val="{value:.4f}"/>' for name, value in (("x", left), ("y", top), ("w", width), ("h", height))
    )
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{sizes}</c:manualLayout></c:layout>"
    )


def _run_look(tag: str, colour: str = "tx1") -> str:
    language = ' lang="en-GB"' if tag == "rPr" else ""
    return (
        f'<a:{tag}{language} sz="{_SIZE}" b="0">{_solid(colour)}<a:latin typeface="+mn-lt"/>'
        f'<a:cs typeface="+mn-lt"/></a:{tag}>'
    )


def _words(colour: str = "tx1", *, wrap: bool = True) -> str:
    """How text looks: the document's own body font. Without `wrap` on one line: LibreOffice would break words."""
    kept = "" if wrap else ' wrap="none"'
    return (
        f"<c:txPr><a:bodyPr{kept}/><a:lstStyle/><a:p><a:pPr>{_run_look('defRPr', colour)}</a:pPr>"
        '<a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def _shows(*, value: bool = True, name: bool = False) -> str:
    between = "<c:separator>\n</c:separator>" if value and name else ""
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/><c:showCatName val="0"/>'
        f'<c:showSerName val="{int(name)}"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>{between}'
    )


def _labels(form: str, where: str, *, colour: str = "tx1", plate: bool = False, named: bool = False) -> str:
    """Numbers at the points or bars; `plate`: on a ground of the page's colour, over a pattern."""
    ground = f"<c:spPr>{_solid('bg1')}<a:ln><a:noFill/></a:ln></c:spPr>" if plate else ""
    return (
        f'<c:dLbls><c:numFmt formatCode="{escape(form, _QUOTE)}" sourceLinked="0"/>{ground}{_words(colour, wrap=False)}'
        f'<c:dLblPos val="{where}"/>{_shows(name=named)}</c:dLbls>'
    )


def _points(planned: PlannedChart, column: Column) -> str:
    """The numbers of a line: above it, and below where it runs below its median."""
    form = f'<c:numFmt formatCode="{escape(_RATE, _QUOTE)}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
    line = planned.median
    below = "".join(
        f'<c:dLbl><c:idx val="{at}"/>{form}{_words(wrap=False)}<c:dLblPos val="b"/>{_shows()}</c:dLbl>'
        for at, value in enumerate(column.values)
        if line is not None and value is not None and value < line
    )
    return f'<c:dLbls>{below}{form}{_words(wrap=False)}<c:dLblPos val="t"/>{_shows()}</c:dLbls>'


def _named_labels(where: str) -> str:
    return f'<c:dLbls>{_words(wrap=False)}<c:dLblPos val="{where}"/>{_shows(value=False, name=True)}</c:dLbls>'


def _no_labels() -> str:
    return f"<c:dLbls>{_shows(value=False)}</c:dLbls>"


def _one_label(at: int, where: str, *, form: str) -> str:
    """The name and the number of a line at one of its points."""
    return (
        f'<c:dLbls><c:dLbl><c:idx val="{at}"/><c:numFmt formatCode="{escape(form, _QUOTE)}" sourceLinked="0"/><c:spPr>'
        f'<a:noFill/></c:spPr>{_words(wrap=False)}<c:dLblPos val="{where}"/>'
        f"{_shows(name=True).replace(_BREAK, _SPACE)}</c:dLbl>"
        f"{_shows(value=False)}</c:dLbls>"
    )


def _marker(symbol: str, size: int, fill: str) -> str:
    look = f"<c:spPr>{fill}{_edge('accent1')}</c:spPr>"
    return f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/>{look}</c:marker>'


def _line(colour: str, width: int, dash: str) -> str:
    return f'<c:spPr><a:ln w="{width}" cap="rnd">{_solid(colour)}<a:prstDash val="{dash}"/><a:round/></a:ln></c:spPr>'


def _edge(colour: str) -> str:
    return f'<a:ln w="9525">{_solid(colour)}</a:ln>'


def _filled(fill: str) -> str:
    return f"<c:spPr>{fill}{_edge('accent1')}</c:spPr>"


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


def _pattern(name: str) -> str:
    return (
        f'<a:pattFill prst="{name}"><a:fgClr><a:schemeClr val="accent1"/></a:fgClr><a:bgClr><a:schemeClr val="bg1"/>'
        "</a:bgClr></a:pattFill>"
    )


_AXES = '<c:axId val="101"/><c:axId val="102"/>'
_QUOTE = {'"': "&quot;"}
_BREAK, _SPACE = "<c:separator>\n</c:separator>", "<c:separator> </c:separator>"
_UNSEEN = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
_PALE = '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'
_FILLS = (  # of the parts of a bar, the colour of the words on it, whether they need a ground of their own
    (_solid("accent1"), "bg1", False),
    (_PALE, "tx1", False),
    (_pattern("wdUpDiag"), "tx1", True),
    (_solid("accent2"), "bg1", False),
    (_pattern("wdDnDiag"), "tx1", True),
    (_pattern("dkHorz"), "tx1", True),
    (_solid("bg1"), "tx1", False),
    (_pattern("smGrid"), "tx1", True),
)
