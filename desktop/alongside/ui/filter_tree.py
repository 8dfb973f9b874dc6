"""The filters: sheets, and under each noun its values with how many rows have them. Several may be chosen."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from alongside.i18n import _, ngettext
from alongside.library.search.facets import ITEMS, SHEET
from alongside.ui.look import Look

Index = QModelIndex | QPersistentModelIndex
NOUN = Qt.ItemDataRole.UserRole
VALUE = Qt.ItemDataRole.UserRole + 1
COUNT = Qt.ItemDataRole.UserRole + 2
KIND = Qt.ItemDataRole.UserRole + 3
GROUP, ONE, MORE, CHOOSER = "group", "value", "more", "chooser"
SCROLL_BAR = 14  # px, kept free whether it is there or not: its coming would change the heights of lines
SHOWN = 8  # values of a noun before "show all"
OPEN_AT_FIRST = frozenset({SHEET, "kind", "service_id"})


class _Painter(QStyledItemDelegate):
    """A caret and a name for a noun; a box, a name of as many lines as it needs and a count for a value."""

    def __init__(self, look: Look, tree: "FilterTree") -> None:
        super().__init__(tree)
        self._look, self._tree = look, tree

    def _font(self, index: Index) -> QFont:
        look = self._look
        if index.data(KIND) == GROUP:
            return look.font("small", QFont.Weight.DemiBold)
        if index.data(KIND) == MORE:
            return look.font("small")
        return look.font("body")

    def _text_left(self, index: Index) -> int:
        return self._look.px(26 if index.data(KIND) in {GROUP, MORE} else 30)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.data(KIND) == CHOOSER:
            return QSize(self._look.px(60), self._look.px(38))
        width = self._tree.width() - SCROLL_BAR - self._text_left(index) - self._count_width(index)
        metrics = QFontMetrics(self._font(index))
        wrapped = metrics.boundingRect(QRect(0, 0, max(60, width), 9_999), _WRAP, str(index.data()))
        pad = self._look.px(14 if index.data(KIND) == GROUP else 8)
        return QSize(self._look.px(60), wrapped.height() + pad)

    def _count_width(self, index: Index) -> int:
        return QFontMetrics(self._look.font("small")).horizontalAdvance(f"{index.data(COUNT) or 0:,}") + self._look.px(
            14
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        kind = index.data(KIND)
        if kind == CHOOSER:
            return
        look = self._look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(0, 1, -2, -1)
        chosen = self._tree.is_chosen(str(index.data(NOUN)), str(index.data(VALUE) or "")) and kind == ONE
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus) and self._tree.hasFocus()
        if option.state & QStyle.StateFlag.State_MouseOver or chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(box, 4, 4)
        if focused:
            painter.setPen(look.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        px = look.px(15)
        spot = QRectF(box.left() + look.px(6), box.center().y() - px / 2 + 1, px, px)
        if kind == GROUP:
            opened = self._tree.isExpanded(index)
            look.paint_icon(painter, spot, "caret-down" if opened else "caret-right", "quiet")
        elif kind == ONE:
            self._tick(painter, spot, index, chosen=chosen)
        painter.setFont(self._font(index))
        empty = kind == ONE and not index.data(COUNT) and not chosen
        tone = "accent" if kind == MORE else "quiet" if kind == GROUP or empty else "text"
        painter.setPen(look.colour(tone))
        text = box.adjusted(self._text_left(index), 0, -self._count_width(index) if kind == ONE else 0, 0)
        painter.drawText(text, _WRAP | int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
        if kind == ONE or (kind == GROUP and index.data(COUNT)):
            painter.setFont(look.font("small"))
            painter.setPen(look.colour("accent" if kind == GROUP else "quiet"))
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            count = f"{index.data(COUNT) or 0:,}"
            told = count if kind == ONE else _("{n} chosen").format(n=count)
            painter.drawText(box.adjusted(0, 0, -look.px(6), 0), int(side), told)
        painter.restore()

    def _tick(self, painter: QPainter, spot: QRectF, index: Index, *, chosen: bool) -> None:
        single = index.data(NOUN) == SHEET
        icons = ("check-circle-fill", "circle") if single else ("check-square-fill", "square")
        self._look.paint_icon(painter, spot, icons[0] if chosen else icons[1], "accent" if chosen else "edge")


_WRAP = int(Qt.TextFlag.TextWordWrap)


class FilterTree(QTreeWidget):
    """Space or Enter takes a value or lets it go; Left and Right close and open a noun."""

    changed = Signal()  # another choice
    framework_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.chosen: dict[str, tuple[str, ...]] = {}
        self._opened = set(OPEN_AT_FIRST)
        self._whole: set[str] = set()  # nouns of which all values are shown
        self._items: dict[str, dict[str, QTreeWidgetItem]] = {}
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._more: dict[str, QTreeWidgetItem] = {}
        self._frameworks: Sequence[tuple[str, str]] = ()
        self.framework = ""
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.setAccessibleName(_("Filters"))
        self.setItemDelegate(_Painter(look, self))
        self.itemClicked.connect(self._clicked)
        self.itemExpanded.connect(self._expanded)
        self.itemCollapsed.connect(self._collapsed)
        look.changed.connect(self.doItemsLayout)

    # --- what there is --------------------------------------------------------------------------------------------

    def offer(
        self,
        nouns: Sequence[tuple[str, str, Sequence[str]]],
        named: Callable[[str, str], str],
        frameworks: Sequence[tuple[str, str]],
    ) -> None:
        """Show these nouns, each with its label and its values in their order; `named` is what a value is called."""
        now = self.currentItem()
        before = (now.data(0, NOUN), now.data(0, VALUE)) if now is not None else None
        at = self.verticalScrollBar().value()
        self.clear()
        self._items, self._groups, self._more = {}, {}, {}
        self._frameworks = frameworks
        for noun, label, values in nouns:
            group = self._item(None, GROUP, noun, label)
            self._groups[noun] = group
            if noun == ITEMS and frameworks:
                self._choose_framework(group)
            self._items[noun] = {value: self._item(group, ONE, noun, named(noun, value), value) for value in values}
            if len(values) > SHOWN + 1:
                self._more[noun] = self._item(group, MORE, noun, "")
            group.setExpanded(noun in self._opened)
        if before is not None:
            kept = self._items.get(before[0], {}).get(before[1], self._groups.get(before[0]))
            if kept is not None:
                self.setCurrentItem(kept)
        self.verticalScrollBar().setValue(at)

    def _item(
        self, parent: QTreeWidgetItem | None, kind: str, noun: str, text: str, value: str = ""
    ) -> QTreeWidgetItem:
        made = QTreeWidgetItem([text])
        made.setData(0, KIND, kind)
        made.setData(0, NOUN, noun)
        made.setData(0, VALUE, value)
        made.setToolTip(0, text if len(text) > 24 else "")
        if parent is None:
            self.addTopLevelItem(made)
        else:
            parent.addChild(made)
        return made

    def _choose_framework(self, group: QTreeWidgetItem) -> None:
        holder = self._item(group, CHOOSER, ITEMS, "")
        holder.setFlags(Qt.ItemFlag.ItemIsEnabled)
        box = QComboBox()
        box.setAccessibleName(_("Framework whose items are shown"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        told = {}
        for key, name in self._frameworks:
            box.addItem(key, key)
            box.setItemData(box.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
            told[key] = name
        box.setCurrentIndex(max(0, box.findData(self.framework)))
        box.setToolTip(told.get(box.currentText(), ""))
        box.activated.connect(self._framework_picked)
        self.setItemWidget(holder, 0, box)

    def _framework_picked(self, at: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.framework_chosen.emit(str(box.itemData(at)))

    def show_counts(self, counts: Mapping[str, Mapping[str, int]], totals: Mapping[str, int]) -> None:
        """How many rows each value would leave. Nothing moves: what has none stays, quiet, where it was.

        `totals` is the number for a value that stands for all, by noun.
        """
        for noun, items in self._items.items():
            own = counts.get(noun, {})
            chosen = self.chosen.get(noun, ())
            for shown, (value, item) in enumerate(items.items()):
                n = own.get(value, 0) if value else totals.get(noun, 0)
                picked = value in chosen
                item.setData(0, COUNT, n)
                told = _("chosen") if self.is_chosen(noun, value) else _("not chosen")
                rows = ngettext("{n:,} row", "{n:,} rows", n).format(n=n)
                item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{item.text(0)}, {rows}, {told}")
                within = shown < SHOWN or noun in self._whole or noun not in self._more
                item.setHidden(not (within or picked))
            group = self._groups[noun]
            number = len(chosen) if noun != SHEET else 0
            group.setData(0, COUNT, number)
            kept = _("{n} chosen").format(n=number) if number else ""
            group.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{group.text(0)}, {kept}".rstrip(", "))
            more = self._more.get(noun)
            if more is not None:
                hidden = len(items) - SHOWN
                fewer = noun in self._whole
                more.setText(0, _("Show fewer") if fewer else _("Show {n} more").format(n=hidden))
        self.viewport().update()

    # --- what is chosen ---------------------------------------------------------------------------------------------

    def is_chosen(self, noun: str, value: str) -> bool:
        """Whether rows must have this value; of sheets "" is all."""
        chosen = self.chosen.get(noun, ())
        return value in chosen or (noun == SHEET and not value and not chosen)

    def choose(self, noun: str, value: str) -> None:
        """Take a value, or let it go; of sheets there is one at a time."""
        before = self.chosen.get(noun, ())
        if noun == SHEET:
            after: tuple[str, ...] = (value,) if value else ()
        else:
            after = tuple(item for item in before if item != value) if value in before else (*before, value)
        if after != before:
            self.chosen = {**self.chosen, noun: after}
            self.chosen = {key: values for key, values in self.chosen.items() if values}
            self.changed.emit()

    def item_of(self, noun: str, value: str = "") -> QTreeWidgetItem | None:
        """The line of a value, or of the noun itself."""
        return self._items.get(noun, {}).get(value) if value else self._groups.get(noun)

    # --- keys and clicks ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        above = item.parent() if item is not None else None
        if item is not None and event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._clicked(item)
        elif above is not None and event.key() == Qt.Key.Key_Left:
            self.setCurrentItem(above)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _clicked(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        kind, noun = item.data(0, KIND), str(item.data(0, NOUN))
        if kind == GROUP:
            item.setExpanded(not item.isExpanded())
        elif kind == MORE:
            self._whole ^= {noun}
            self.changed.emit()
        elif kind == ONE:
            self.choose(noun, str(item.data(0, VALUE)))

    def _expanded(self, item: QTreeWidgetItem) -> None:
        self._opened.add(str(item.data(0, NOUN)))

    def _collapsed(self, item: QTreeWidgetItem) -> None:
        self._opened.discard(str(item.data(0, NOUN)))
