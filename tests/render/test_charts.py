"""Charts in Word files: sound, drawn from released numbers alone, and nothing hidden in any byte of them."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from docxtpl import DocxTemplate
from lxml import etree
from openxml_audit import OpenXmlValidator

from alongside.errors import AlongsideError
from alongside.figures.disclosure import HIDDEN, Count, Threshold
from alongside.figures.figure import Sum
from alongside.figures.periods import Period
from alongside.figures.release import protect
from alongside.figures.table import Row, Table
from alongside.packs.chart import ChartKind, ChartMark, ChartSeries, PlannedChart, Step
from alongside.packs.charting import planned_charts
from alongside.packs.measures import planned_table
from alongside.packs.plan import PackPlan, PlannedBlock
from alongside.packs.recipes import load_recipe
from alongside.render.charts import WordChart
from alongside.render.document import render_document
from alongside.render.package import read_parts, tree_of
from alongside.render.pdf import to_pdf
from alongside.render.template import PackTemplate

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DAY = date(2026, 11, 24)
MONTHS = ("Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026", "Jul 2026")

RUN = PlannedChart(
    ref="events_run", kind=ChartKind.RUN, title="Events by month", unit="per 1,000 days of support",
    categories=MONTHS, series=(ChartSeries("Events", (11.1, 9.4, None, 8.1, 7.3, 6.7, 8.3, 6.7, 6.2)),),
    median=7.7, target=6.0, marks=(ChartMark(4, "alarms are counted"),), alternative="Run chart. Nov 2025: 11.1.",
    note="n = 70.",
)  # fmt: skip
PARTS = PlannedChart(
    ref="views", kind=ChartKind.STACKED_BAR, title="Views", unit="", categories=("Open",),
    series=(
        ChartSeries("Agreed & asked", (12.0,)), ChartSeries("Unclear", (None,)), ChartSeries("<Disagreed>", (17.0,)),
    ),
    alternative="Stacked bar. Agreed & asked: 12; <Disagreed>: 17.", note="",
)  # fmt: skip
BARS = replace(
    PARTS,
    ref="bars",
    categories=("All agree", "Papers differ: not shown"),
    series=(ChartSeries("Found", (29.0, None)),),
)
BULLET = PlannedChart(
    ref="bullet", kind=ChartKind.BULLET, title="In date", unit="%", categories=("Reviews (31 of 44)", "Training"),
    series=(ChartSeries("Share", (70.0, None)),), target=100.0, alternative="Bullet chart. Reviews: 70%.", note="",
)  # fmt: skip
WATERFALL = PlannedChart(
    ref="fall", kind=ChartKind.WATERFALL, title="Register", unit="", categories=("Eve", "Eased", "New", "Last day"),
    series=(ChartSeries("Number", (37.0, 17.0, 24.0, 44.0)),), alternative="Waterfall chart. Eve: 37.", note="",
    steps=(Step.TOTAL, Step.LESS, Step.MORE, Step.TOTAL),
)  # fmt: skip
KINDS = {"run": RUN, "parts": PARTS, "bars": BARS, "bullet": BULLET, "waterfall": WATERFALL}

Make = Callable[..., Path]
Fill = Callable[[Path, dict[str, object]], bytes]


@pytest.fixture(params=KINDS)
def planned(request: pytest.FixtureRequest) -> PlannedChart:
    return KINDS[request.param]


@pytest.fixture
def drawn(make: Make, fill: Fill) -> Callable[..., bytes]:
    def document(*charts: PlannedChart, **places: object) -> bytes:
        fields = [f"{{{{ charts[{at}] }}}}" for at in range(len(charts))]
        return fill(make(*fields, **places), {"charts": [WordChart(chart) for chart in charts]})

    return document


def contents(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file of a package, those of the packages inside it too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            yield name, content
            if content.startswith(b"PK"):
                yield from ((f"{name}/{inner}", inside) for inner, inside in contents(content))


def book_of(data: bytes, number: int = 1) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(read_parts(data, "x")[f"word/embeddings/chart_numbers{number}.xlsx"]))


def numbers_of(data: bytes) -> list[float]:
    sheet = book_of(data).active
    assert sheet is not None
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]


def cached(data: bytes) -> list[float]:
    tree = tree_of(read_parts(data, "x")["word/charts/chart1.xml"], "x")
    return [float(point.findtext(f"{C}v")) for cache in tree.iter(f"{C}numCache") for point in cache.iter(f"{C}pt")]


# --- what is in it ----------------------------------------------------------------------------------------------


def test_the_workbook_holds_the_released_numbers_and_nothing_else(drawn: Callable[..., bytes], planned: PlannedChart):
    held = sorted(numbers_of(drawn(planned)))
    released = [value for series in planned.series for value in series.values if value is not None]
    lines = [value for value in (planned.median, planned.target) if value is not None]
    extra = [value for value in lines for _category in planned.categories]
    extra += [value for mark in planned.marks if (value := planned.series[0].values[mark.at]) is not None]
    if planned.kind is ChartKind.WATERFALL:
        extra += [20.0, 20.0]  # the levels that the two steps stand on: sums of the released numbers
    assert held == sorted(released + extra)
    assert sorted(cached(drawn(planned))) == held


def test_the_workbook_has_one_sheet_and_names_nobody(drawn: Callable[..., bytes], planned: PlannedChart):
    data = drawn(planned)
    book = book_of(data)
    assert book.sheetnames == ["Sheet1"]
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == list(planned.categories)
    names = {name for name, _content in contents(data) if name.startswith("word/embeddings/chart_numbers1.xlsx/")}
    assert not [name for name in names if "docProps" in name]
    assert len(names) == 8


def test_what_is_hidden_is_in_no_byte_of_the_file(drawn: Callable[..., bytes]):
    """3 people are hidden, and so is the total of 8,022, which would give them away."""
    counts = {"yes_agreed": 7919, "yes_disagreed": 100, "tried_not_able": 3}
    made = [Count(f"view.{name}", n, n) for name, n in counts.items()]
    whole = Count("open", 8022, 8022)
    rows = [Row(count.name, (f"{count.n:,}",), (count,), count.name) for count in made]
    period = Period(date(2025, 11, 1), date(2026, 10, 31), DAY)
    table = Table(
        id="restrictions_by_view", title="Views", headings=("View", "Open"), source_sheet="restrictions", period=period,
        rows=(*rows, Row("Total", ("8,022",), (whole,), "total", total=True)), whole=whole,
        sums=(Sum("open", tuple(count.name for count in made)),),
    )  # fmt: skip
    released = planned_table(protect([table], [], Threshold()).tables[0])
    assert (released.rows[2][1], "8,022" in str(released)) == (HIDDEN, False)
    chart = planned_charts({}, {"restrictions_by_view": released})["restrictions_by_view_stacked"]
    data = drawn(chart)
    for name, content in contents(data):
        assert b"8022" not in content, name
        assert b"8,022" not in content, name
    assert sorted(numbers_of(data)) == sorted(cached(data)) == [100, 7919]
    assert "8022" not in re.sub(rf"{7919}|{100}", "", str(chart))


def test_the_alternative_text_is_the_charts_own(drawn: Callable[..., bytes], planned: PlannedChart):
    tree = tree_of(read_parts(drawn(planned), "x")["word/document.xml"], "x")
    assert [item.get("descr") for item in tree.iter(f"{WP}docPr")] == [planned.alternative]


def test_a_gap_is_a_gap(drawn: Callable[..., bytes]):
    tree = tree_of(read_parts(drawn(RUN), "x")["word/charts/chart1.xml"], "x")
    assert tree.find(f".//{C}dispBlanksAs").get("val") == "gap"
    first = tree.find(f".//{C}ser")
    assert [point.get("idx") for point in first.find(f"{C}val").iter(f"{C}pt")] == list("01345678")


def test_bars_begin_at_nought_and_colours_are_the_documents_own(drawn: Callable[..., bytes], planned: PlannedChart):
    content = read_parts(drawn(planned), "x")["word/charts/chart1.xml"]
    tree = tree_of(content, "x")
    assert {axis.find(f"{C}scaling/{C}min").get("val") for axis in tree.iter(f"{C}valAx")} == {"0"}
    assert b"srgbClr" not in content
    assert b'typeface="+mn-lt"' in content
    assert tree.find(f"{C}lang").get("val") == "en-GB"


# --- as a file --------------------------------------------------------------------------------------------------


def test_word_has_nothing_to_repair(drawn: Callable[..., bytes], tmp_path: Path):
    file = tmp_path / "charts.docx"
    file.write_bytes(drawn(*KINDS.values()))
    found = OpenXmlValidator().validate(file)
    assert found.is_valid, [error.description for error in found.errors]


def test_equal_charts_give_equal_bytes(drawn: Callable[..., bytes]):
    assert drawn(*KINDS.values()) == drawn(*KINDS.values())


def test_the_workbook_is_a_sound_excel_file(drawn: Callable[..., bytes], tmp_path: Path):
    file = tmp_path / "numbers.xlsx"
    file.write_bytes(read_parts(drawn(BULLET), "x")["word/embeddings/chart_numbers1.xlsx"])
    found = OpenXmlValidator().validate(file)
    assert found.is_valid, [error.description for error in found.errors]


def test_charts_stand_in_tables_headers_and_footers(make: Make, fill: Fill, tmp_path: Path):
    template = make("{{ a }}", table=[["x", "{{ a }}"]], header="{{ b }}", footer="{{ b }}")
    data = fill(template, {"a": WordChart(RUN), "b": WordChart(BARS, width=60, height=20)})
    parts = read_parts(data, "x")
    assert len([name for name in parts if name.startswith("word/charts/chart")]) == 4
    for part in ("header1", "footer1"):
        assert b"drawingml/2006/chart" in parts[f"word/{part}.xml"]
        assert b"/relationships/chart" in parts[f"word/_rels/{part}.xml.rels"]
    ids = [
        item.get("id")
        for name, content in parts.items()
        if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name)
        for item in tree_of(content, "x").iter(f"{WP}docPr")
    ]
    assert len(set(ids)) == len(ids) == 4
    file = tmp_path / "places.docx"
    file.write_bytes(data)
    assert OpenXmlValidator().validate(file).is_valid


@pytest.mark.parametrize("engine", [PackTemplate, DocxTemplate])
def test_a_chart_is_used_as_docxtpls_pictures_are(make: Make, engine: type, tmp_path: Path):
    template = engine(make("{{ chart }}"))
    template.render({"chart": WordChart(RUN, template)})
    template.save(tmp_path / "out.docx")
    assert "word/charts/chart1.xml" in read_parts((tmp_path / "out.docx").read_bytes(), "x")


def test_a_chart_outside_a_document_says_so():
    with pytest.raises(ValueError, match="into a document"):
        str(WordChart(RUN))


# --- drawn ------------------------------------------------------------------------------------------------------


def test_libreoffice_draws_every_kind(
    drawn: Callable[..., bytes], soffice: Callable[[Path], Path], tmp_path: Path, planned: PlannedChart
):
    file = tmp_path / "chart.docx"
    file.write_bytes(drawn(planned))
    text = pypdfium2.PdfDocument(soffice(file))[0].get_textpage().get_text_range()
    for value in (value for series in planned.series for value in series.values if value is not None):
        assert f"{value:g}" in text
    assert planned.categories[0].split()[0] in text or planned is PARTS


def test_the_embedded_converter_shows_each_chart_where_it_stands(make: Make, fill: Fill):
    fields = [line for at, name in enumerate(KINDS) for line in (f"Before {name}", f"{{{{ charts[{at}] }}}}")]
    data = fill(make(*fields, "The end"), {"charts": [WordChart(chart) for chart in KINDS.values()]})
    pages = pypdfium2.PdfDocument(to_pdf(data, title="x"))
    text = " ".join("\n".join(page.get_textpage().get_text_range() for page in pages).split())
    wanted = ["Before run", "11.1", "Median 7.7", "Before parts", "12", "17", "Before bars", "29", "Before bullet"]
    wanted += ["70%", "Before waterfall", "37", "−17", "+24", "44", "The end"]
    place = 0
    for piece in wanted:
        place = text.index(piece, place)
    assert etree.fromstring(read_parts(data, "x")["word/charts/chart1.xml"]) is not None  # Word's chart is still there


# --- in a pack --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("recipe", ["tender_response", "inspection_narrative"])
def test_a_block_is_a_numbered_captioned_chart(plans: dict[str, PackPlan], templates: Path, recipe: str):
    plan = plans[recipe]
    question = plan.questions[0]
    blocks = (*question.blocks, PlannedBlock("c1", "chart", (), plan.sources[0], chart=RUN))
    blocks += (PlannedBlock("c2", "chart", (), None, chart=BARS),)
    plan = replace(plan, questions=(replace(question, blocks=blocks), *plan.questions[1:]))
    made = load_recipe(templates / "recipes", recipe)
    data = render_document(plan, made, made.document(recipe), templates, final=True)
    shown = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    assert [text for text in shown if text.startswith("Figure ")] == [
        f"Figure : {RUN.title}1",
        f"Figure : {BARS.title}",
    ]
    assert RUN.note in shown
    assert len([name for name in read_parts(data, "x") if name.startswith("word/charts/chart")]) == 2


def test_a_chart_in_a_note_is_refused(make: Make, fill: Fill, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("alongside.render.charts._REFUSED", ("document.main+xml",))
    with pytest.raises(AlongsideError, match="no charts in notes"):
        fill(make("{{ chart }}"), {"chart": WordChart(RUN)})
