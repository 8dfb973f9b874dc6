"""Two small drawings: the way of one restriction, and how the whole register changed. Both can be read out."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alongside.i18n import _
from alongside.packs.chart import PlannedChart, Step
from alongside.packs.restrictive import Step as WayStep
from alongside.ui.look import Look
from alongside.ui.wording import day


class Way(QWidget):
    """Steps from top to bottom, in order of time: filled where reached, hollow where planned."""

    def __init__(self, look: Look, steps: Sequence[WayStep]) -> None:
        super().__init__()
        self._look, self._steps = look, tuple(steps)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look.px(28) * max(1, len(self._steps)))
        self.setAccessibleName(_("The way of this restriction") + ": " + "; ".join(map(step_words, self._steps)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("body"))
        height, x, radius = look.px(28), look.px(10), look.px(5)
        painter.setPen(QPen(look.colour("edge"), 2))
        painter.drawLine(x, height // 2, x, self.height() - height // 2)
        for at, step in enumerate(self._steps):
            middle = at * height + height // 2
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.setBrush(look.colour("surface" if step.ahead else "accent"))
            painter.drawEllipse(QRectF(x - radius, middle - radius, 2 * radius, 2 * radius))
            painter.setPen(look.colour("quiet" if step.ahead else "text"))
            room = QRectF(x + look.px(14), at * height, self.width() - x - look.px(14), height)
            text = painter.fontMetrics().elidedText(step_words(step), Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)


class Changes(QWidget):
    """A waterfall lying on its side: each line starts where the one before it ends. Hidden numbers are said."""

    def __init__(self, look: Look, chart: PlannedChart) -> None:
        super().__init__()
        self._look, self._chart = look, chart
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look.px(38) * len(chart.categories))
        self.setAccessibleName(chart.alternative)
        self.setToolTip(chart.alternative)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(240), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, chart = QPainter(self), self._look, self._chart
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("small"))
        values = chart.series[0].values
        bars = spans(values, chart.steps)
        most = max((end for _start, end in bars if end), default=1.0) or 1.0
        height, room = look.px(38), self.width() - look.px(44)
        for at, (name, value) in enumerate(zip(chart.categories, values, strict=True)):
            top = at * height
            painter.setPen(look.colour("quiet"))
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(QRectF(0, top, self.width(), height / 2), int(Qt.AlignmentFlag.AlignVCenter), text)
            if value is None:
                continue
            start, end = bars[at]
            tone = "accent" if not chart.steps or chart.steps[at] is Step.TOTAL else "edge"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(tone))
            left, width = start / most * room, max(2.0, (end - start) / most * room)
            painter.drawRoundedRect(QRectF(left, top + height / 2, width, height / 3), 3, 3)
            painter.setPen(look.colour("text"))
            beside = QRectF(left + width + look.px(6), top + height / 2 - look.px(3), look.px(40), height / 2)
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter), f"{value:,.0f}")


def step_words(step: WayStep) -> str:
    """A step in words, with its day."""
    on = day(step.on) if step.on is not None else _("no date")
    return f"{on}  {step.words}"


def spans(values: Sequence[float | None], steps: Sequence[Step]) -> list[tuple[float, float]]:
    """From where to where each bar goes; without steps each begins at nothing."""
    made, level = [], 0.0
    for at, value in enumerate(values):
        step = steps[at] if steps else Step.TOTAL
        size = value or 0.0
        if step is Step.TOTAL:
            made.append((0.0, size))
            level = size
        elif step is Step.LESS:
            made.append((level - size, level))
            level -= size
        else:
            made.append((level, level + size))
            level += size
    return made
