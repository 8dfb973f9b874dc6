"""What is chosen before a build: who makes the PDFs, and for which services, or which packs."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QSizePolicy, QWidget

from alongside.i18n import _
from alongside.ui.build_work import EMBEDDED, makers
from alongside.ui.count_work import Maker
from alongside.ui.jobs import Job
from alongside.ui.session import Session
from alongside.ui.widgets import button, clear, column, label, row

OTHERS = {"libreoffice": _("LibreOffice"), "word": _("Microsoft Word")}  # that a computer may have or not


class PdfChoice(QWidget):
    """Whether there are PDFs, and which program makes them. What this computer has is looked up when it is seen."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._looked = self._found = False
        inner = column(self, space=6)
        self.wanted = QCheckBox(_("PDF beside each Word file"))
        inner.addWidget(self.wanted)
        self._more = QWidget()
        more = column(self._more, space=4)
        more.setContentsMargins(26, 0, 0, 0)
        self.maker = QComboBox()
        self.maker.setAccessibleName(_("Program that makes the PDFs"))
        self.maker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.maker.setMinimumContentsLength(8)
        more.addWidget(self.maker)
        self.note = label("", "small", wrap=True)
        more.addWidget(self.note)
        inner.addWidget(self._more)
        self._offer((EMBEDDED,))
        self.wanted.toggled.connect(self._more.setVisible)
        self.maker.currentIndexChanged.connect(self._show_note)
        self._more.hide()

    @property
    def chosen(self) -> str:
        """The maker's key; empty: no PDFs."""
        return str(self.maker.currentData()) if self.wanted.isChecked() else ""

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if not self._looked:
            self._looked = True
            job = Job(_("Looking for programs that make PDFs"), makers, shown=False)
            job.succeeded.connect(self._made_known)
            job.failed.connect(self._session.trouble)
            self._session.jobs.start(job)

    def _made_known(self, found: Sequence[Maker]) -> None:
        self._found = True
        self._offer(found)

    def _offer(self, found: Sequence[Maker]) -> None:
        before = self.maker.currentData()
        self.maker.clear()
        for maker in found:
            self.maker.addItem(_("By {maker}").format(maker=maker.name), maker.key)
        for key, name in OTHERS.items():
            if self._found and self.maker.findData(key) < 0:
                self._show_missing(key, name)
        self.maker.setCurrentIndex(max(0, self.maker.findData(before)))
        self._show_note()

    def _show_missing(self, key: str, name: str) -> None:
        """Say that there is such a program, and why it cannot be chosen."""
        self.maker.addItem(_("By {maker}: not on this computer").format(maker=name), key)
        item = cast("QStandardItemModel", self.maker.model()).item(self.maker.count() - 1)
        item.setEnabled(False)
        if key == "word":
            item.setToolTip(_("Alongside asks Word on Windows, where Microsoft 365 or Office is installed."))
        else:
            item.setToolTip(_("LibreOffice is free; once it is installed it can be chosen here."))

    def _show_note(self, _index: int = 0) -> None:
        notes = {
            "embedded": _("Always there. Its page counts are an estimate: Word may break pages elsewhere."),
            "libreoffice": _("Fonts and pages as LibreOffice lays them out; Word may still differ in places."),
            "word": _("Pages exactly as in Word. Slower, and Word is started in the background."),
        }
        words = notes.get(str(self.maker.currentData()), "")
        self.note.setText(words)


class TickList(QFrame):
    """The services to build one pack for, or the packs to build, each with a box to tick."""

    changed = Signal()

    def __init__(self, title: str, tick_all: str, tick_none: str, each: str) -> None:
        """`each` names a box to those who cannot see it, with {name} in it."""
        super().__init__()
        self._each = each
        self.setProperty("role", "panel")
        inner = column(self, margin=12, space=6)
        head = row()
        head.addWidget(label(title, "strong"), 1)
        self.all, self.none = button(_("All"), "link"), button(_("None"), "link")
        self.all.setAccessibleName(tick_all)
        self.none.setAccessibleName(tick_none)
        head.addWidget(self.all)
        head.addWidget(self.none)
        inner.addLayout(head)
        self._list = column(space=6)
        inner.addLayout(self._list)
        self.boxes: dict[str, QCheckBox] = {}
        self.all.clicked.connect(self._tick_all)
        self.none.clicked.connect(self._tick_none)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show these, as key and name, all ticked; what was ticked of the same ones stays."""
        if list(self.boxes) == [key for key, _name in choices]:
            return
        clear(self._list)
        self.boxes = {}
        for key, name in choices:
            box = QCheckBox(name)
            box.setChecked(True)
            box.setToolTip(name)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the pane may be narrower
            box.setAccessibleName(self._each.format(name=name))
            box.toggled.connect(self.changed)
            self.boxes[key] = box
            self._list.addWidget(box)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of those ticked, in order."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def _tick_all(self) -> None:
        self._tick(True)

    def _tick_none(self) -> None:
        self._tick(False)

    def _tick(self, ticked: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(ticked)
