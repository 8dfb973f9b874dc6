"""A chart in a Word document: Word's own kind, drawn from a small workbook that holds the released numbers alone."""

from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from alongside.i18n import _
from alongside.packs.chart import PlannedChart
from alongside.render.chart_numbers import columns_of, workbook
from alongside.render.chart_xml import chart_space, height_of
from alongside.render.drawn import part_being_filled

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
WIDTH = 162.0  # mm: the measure of the templates
_EMU = 36_000  # in a millimetre
_REFUSED = ("footnotes+xml", "endnotes+xml", "comments+xml")  # Word opens no document with a chart in these


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
        columns = columns_of(self._planned)
        relation, number = part.add_chart(
            lambda to_workbook: chart_space(self._planned, columns, to_workbook), _workbook(self._planned)
        )
        inline = _inline(self._planned, self._width, self._height, relation, number)
        return f'</w:t></w:r><w:r><w:drawing>{inline}</w:drawing></w:r><w:r><w:t xml:space="preserve">'

    __str__ = __html__


@lru_cache(maxsize=64)  # a preview draws the same charts after each edit
def _workbook(planned: PlannedChart) -> bytes:
    return workbook(planned, columns_of(planned))


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
