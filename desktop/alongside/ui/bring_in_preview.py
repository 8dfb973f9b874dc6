"""The first rows of a table as they would arrive in the library."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from alongside.i18n import _, ngettext
from alongside.library.columns import Kind
from alongside.library.records import Record, columns_of
from alongside.library.taking_in.taking import TakenRow
from alongside.ui.look import Look
from alongside.ui.simple_table import Cell, SimpleTable
from alongside.ui.widgets import column, label
from alongside.ui.wording import label_of, value_text

SHOWN = 25  # rows
_LONG_PX, _SHORT_PX = 220, 124


class ArrivalPreview(QWidget):
    """How many rows would arrive, and the first of them."""

    clear_chosen = Signal(bool)  # whether what was emptied in the source is to be emptied here

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        inner = column(self, space=8)
        inner.setContentsMargins(16, 16, 16, 12)
        inner.addWidget(label(_("As it would arrive"), "caps"))
        self.counts = label("", "quiet", wrap=True)
        inner.addWidget(self.counts)
        self.emptied = QCheckBox()
        self.emptied.setToolTip(_("Else the library keeps what those cells said"))
        self.emptied.clicked.connect(self.clear_chosen)
        self.emptied.hide()
        inner.addWidget(self.emptied)
        self.table = SimpleTable(look, _("The first rows as they would arrive"))
        self.nothing = label("", "quiet", wrap=True)
        held = QWidget()
        box = column(held)
        box.addWidget(self.nothing)
        box.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(held)
        inner.addWidget(self._stack, 1)

    def show_counts(self, counts: Mapping[str, int], more: str) -> None:
        """Say how many rows are new and how many are known."""
        said = {
            "new": _("{n:,} new"), "changed": _("{n:,} changed"), "unchanged": _("{n:,} there already"),
            "vanished": _("{n:,} no longer in the file"),
        }  # fmt: skip
        parts = [said[name].format(n=n) for name, n in counts.items() if n]
        self.counts.setText(" · ".join([*parts, *([more] if more else [])]) or _("No rows"))

    def show_emptied(self, cells: int, *, clear: bool) -> None:
        """Offer to empty in the library too what was emptied in the file."""
        said = ngettext(
            "{n:,} cell was emptied in the file: empty it here too",
            "{n:,} cells were emptied in the file: empty them here too", cells,
        ).format(n=cells)  # fmt: skip
        self.emptied.setText(said)
        self.emptied.setAccessibleName(said)
        self.emptied.setChecked(clear)
        self.emptied.setVisible(cells > 0 or clear)

    def show_nothing(self, sentence: str) -> None:
        """Say why there are no rows."""
        self.nothing.setText(sentence)
        self._stack.setCurrentIndex(1)

    def show_rows(self, kind: type[Record], rows: Sequence[TakenRow]) -> None:
        """Show the fields that the first rows fill, in the order of the sheet; the notes last."""
        shown = rows[:SHOWN]
        used = [item for item in columns_of(kind) if any(item.heading in row.fields for row in shown)]
        notes = any(row.notes for row in shown)
        headings = [label_of(item.heading) for item in used] + ([_("Notes")] if notes else [])
        if not headings:
            self.show_nothing(_("No column has a place yet, so nothing would arrive."))
            return
        long = {Kind.PROSE, Kind.WORDS}
        widths = [_LONG_PX if item.kind in long or item.heading == "title" else _SHORT_PX for item in used]
        widths += [_LONG_PX] if notes else []
        cells = [
            [_cell(value_text(row.fields.get(item.heading))) for item in used]
            + ([_cell(row.notes, tone="quiet")] if notes else [])
            for row in shown
        ]
        self.table.show_rows(headings, cells, widths.index(max(widths)), widths)
        self._stack.setCurrentIndex(0)


def _cell(text: str, tone: str = "text") -> Cell:
    return Cell(" ".join(text.split()), tone=tone, tip=text)
