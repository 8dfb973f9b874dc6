"""A chart in a Word document: Word's own kind, drawn from a small workbook that holds the released numbers alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.packuri import PackURI
from docx.opc.part import Part

from alongside.i18n import _
from alongside.packs.chart import PlannedChart
from alongside.render.chart_numbers import columns_of, workbook
from alongside.render.chart_xml import chart_space, height_of

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
WIDTH = 162.0  # mm: the measure of the templates
_EMU = 36_000  # in a millimetre
_REFUSED = ("footnotes+xml", "endnotes+xml", "comments+xml")  # Word opens no document with a chart in these

_part: ContextVar[Callable[[], Any] | None] = ContextVar("part", default=None)


@contextmanager
def drawing_into(part: Callable[[], Any]) -> Iterator[None]:
    """Charts that are printed inside, in this thread, belong to that part of the package, asked for only by a chart."""
    token = _part.set(part)
    try:
        yield
    finally:
        _part.reset(token)


def part_being_filled(template: Any) -> Any:
    """python-docx's part in which a field is being printed; None outside a document."""
    filling = _part.get()
    return filling() if filling else getattr(template, "current_rendering_part", None)


class WordChart:
    """Printed by a template it becomes a chart, in the body, a table, a header or a footer; as docxtpl's InlineImage.

    `template` is needed only where docxtpl's own way of rendering is used. Sizes in millimetres; None: the measure, and
    as high as the chart needs.
    """

    def __init__(
        self, planned: PlannedChart, template: Any = None, *, width: float | None = None, height: float | None = None
    ) -> None:
        self._planned, self._template = planned, template
        self._width, self._height = width or WIDTH, height or height_of(planned)

    def __html__(self) -> str:
        part = part_being_filled(self._template)
        if part is None:
            raise ValueError(_("a chart can only be printed into a document"))
        if part.content_type.endswith(_REFUSED):
            raise ValueError(_("Word has no charts in notes and comments"))
        inline = _inline(self._planned, self._width, self._height, *_added(self._planned, part))
        return f'</w:t></w:r><w:r><w:drawing>{inline}</w:drawing></w:r><w:r><w:t xml:space="preserve">'

    __str__ = __html__


def _added(planned: PlannedChart, part: Part) -> tuple[str, int]:
    """Put the chart and its workbook into the package; the relation of the part to it and the chart's number."""
    package = part.package
    taken = {str(item.partname) for item in package.iter_parts()}
    number = next(at for at in range(1, len(taken) + 2) if f"/word/charts/chart{at}.xml" not in taken)
    name = next(
        path for at in range(1, len(taken) + 2) if (path := f"/word/embeddings/chart_numbers{at}.xlsx") not in taken
    )
    columns = columns_of(planned)
    numbers = Part(PackURI(name), WORKBOOK_TYPE, workbook(planned, columns), package)
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, b"", package)
    chart._blob = chart_space(planned, columns, chart.relate_to(numbers, f"{_OFFICE}/package"))
    return part.relate_to(chart, f"{_OFFICE}/chart"), number


def _inline(planned: PlannedChart, width: float, height: float, relation: str, number: int) -> str:
    # docxtpl gives the drawings of the body new numbers; those elsewhere keep one that nobody else has.
    return (
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{900_000 + number}" name={quoteattr(_("Chart {n}").format(n=number))} '
        f"descr={quoteattr(planned.alternative)}/><wp:cNvGraphicFramePr/>"
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" xmlns:r="{_OFFICE}" r:id={quoteattr(escape(relation))}/>'
        "</a:graphicData></a:graphic></wp:inline>"
    )
