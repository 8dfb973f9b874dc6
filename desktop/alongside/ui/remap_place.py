"""Another version of the framework: what each tag of the library becomes, and what a person must decide."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QTreeWidget, QTreeWidgetItem, QWidget

from alongside.i18n import _, ngettext
from alongside.packs.remapping import Remap, remap, ways
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import Head, button, column, label, row

WAY = Qt.ItemDataRole.UserRole  # (old item, new item) of a line to decide


class RemapPlace(QWidget):
    """Adds tags, and takes none away."""

    left = Signal()

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._plan: Remap | None = None
        self.setAccessibleName(_("Another version of the framework"))
        outer = column(self, space=0)
        self.head = Head(_("Another version"))
        self.old, self.new = QComboBox(), QComboBox()
        for box, name in ((self.old, _("From")), (self.new, _("To"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(18)
            box.activated.connect(self.refresh)
            self.head.line.addWidget(box)
        outer.addWidget(self.head)
        page = QWidget()
        inner = column(page, margin=16)
        self.about = label("", "quiet", wrap=True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(_("What becomes of each tag"))
        self.tree.setHeaderLabels([_("Tag"), _("Becomes"), _("Rows"), _("Note")])
        self.tree.setProperty("role", "plan")
        self.tree.setRootIsDecorated(False)
        self.tree.itemChanged.connect(self._decided)
        line = row()
        self.back = button(_("Back"), "quiet")
        self.write = button(_("Tag the library"), "primary")
        line.addWidget(self.back)
        line.addStretch(1)
        line.addWidget(self.write)
        inner.addWidget(self.about)
        inner.addWidget(self.tree, 1)
        inner.addLayout(line)
        outer.addWidget(page, 1)
        self.back.clicked.connect(self.left)
        self.write.clicked.connect(self._write)
        session.library_changed.connect(self._library_changed)
        self._library_changed()

    def _library_changed(self) -> None:
        known = self._session.known
        if known is None:
            return
        before = self.old.currentData(), self.new.currentData()
        for box, data in zip((self.old, self.new), before, strict=True):
            box.clear()
            for version in known.frameworks.versions:
                if known.frameworks.items_of(version.framework_id):
                    box.addItem(f"{version.name} ({version.status})", version.framework_id)
            box.setCurrentIndex(max(0, box.findData(data)))
        if before[1] is None and self.new.count() > 1:
            self.new.setCurrentIndex(1)
        self.refresh()

    def refresh(self, _index: int = 0) -> None:
        """Plan it again, nothing decided."""
        known = self._session.known
        if known is None:
            return
        old, new = str(self.old.currentData()), str(self.new.currentData())
        self._plan = remap(known.library, known.frameworks, old, new)
        self.tree.blockSignals(True)
        self.tree.clear()
        for item in self._plan.items:
            rows = str(len(item.refs))
            if item.carried or item.stays:
                becomes = ", ".join(item.carried) or _("Stays: nothing takes it over")
                self.tree.addTopLevelItem(QTreeWidgetItem([item.item_id, becomes, rows, ""]))
            for way in item.open:
                line = QTreeWidgetItem([item.item_id, way.to_item, rows, _("Decide. {note}").format(note=way.note)])
                line.setData(0, WAY, (item.item_id, way.to_item))
                line.setCheckState(1, Qt.CheckState.Unchecked)
                line.setToolTip(3, way.note)
                self.tree.addTopLevelItem(line)
        self.tree.blockSignals(False)
        for at, wide in enumerate((96, 260, 64)):
            self.tree.setColumnWidth(at, self._look.px(wide))
        self._tell(any(ways(known.frameworks, old, new).values()))

    def _decided(self, _item: QTreeWidgetItem, _column: int) -> None:
        known = self._session.known
        if known is None or self._plan is None:
            return
        taken: dict[str, tuple[str, ...]] = {}
        for at in range(self.tree.topLevelItemCount()):
            line = self.tree.topLevelItem(at)
            way = line.data(0, WAY) if line is not None else None
            if line is not None and way and line.checkState(1) is Qt.CheckState.Checked:
                taken[way[0]] = (*taken.get(way[0], ()), way[1])
        self._plan = remap(known.library, known.frameworks, self._plan.from_id, self._plan.to_id, taken)
        self._tell(True)

    def _tell(self, way: bool) -> None:
        plan = self._plan
        if plan is None:
            return
        n, left = len(plan.rows), len(plan.decisions)
        said = ngettext("{n} row gets a tag more; every tag that is there stays.",
                        "{n} rows get a tag more; every tag that is there stays.", n).format(n=n)  # fmt: skip
        if left:
            said += " " + ngettext("{n} tag waits for your decision.", "{n} tags wait for your decision.", left).format(
                n=left
            )
        self.about.setText(said if way else _("The crosswalk has no way between these two."))
        self.write.setEnabled(bool(plan.changes))

    def _write(self) -> None:
        if self._plan is not None and self._plan.changes:
            self._session.edits.save(self._plan.changes)
            self._session.tell(_("The library is being tagged. Undo takes all of it back."))
