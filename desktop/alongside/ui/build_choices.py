"""What is chosen before a build: who makes the PDFs, and for which services; and what became of each service."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLabel, QSizePolicy, QWidget

from alongside.i18n import _, ngettext
from alongside.ui.build_work import EMBEDDED, Maker, makers
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, clear, column, frame, label, row
from alongside.ui.wording import pdf_words

if TYPE_CHECKING:
    from alongside.bulk.tasks import Done

# icon, tone and word of each end of a task
STATES = {
    "built": ("check-circle", "good", _("Built")),
    "unchanged": ("equals", "quiet", _("Unchanged")),
    "blocked": ("warning-octagon", "block", _("Blocked")),
    "failed": ("warning-octagon", "block", _("Not built")),
}


class PdfChoice(QWidget):
    """Whether there are PDFs, and which program makes them. What this computer has is looked up when it is seen."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._looked = False
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
            job.succeeded.connect(self._offer)
            job.failed.connect(self._session.trouble)
            self._session.jobs.start(job)

    def _offer(self, found: Sequence[Maker]) -> None:
        before = self.maker.currentData()
        self.maker.clear()
        for maker in found:
            self.maker.addItem(_("By {maker}").format(maker=maker.name), maker.key)
        self.maker.setCurrentIndex(max(0, self.maker.findData(before)))
        self.maker.setEnabled(len(found) > 1)
        self._show_note()

    def _show_note(self, _index: int = 0) -> None:
        notes = {
            "embedded": _("Always there. Its page counts are an estimate: Word may break pages elsewhere."),
            "libreoffice": _("Fonts and pages as LibreOffice lays them out; Word may still differ in places."),
            "word": _("Pages exactly as in Word. Slower, and Word is started in the background."),
        }
        words = notes.get(str(self.maker.currentData()), "")
        if self.maker.count() == 1:
            words += " " + _("LibreOffice or Word can be chosen where they are installed.")
        self.note.setText(words)


class ServiceChoice(QFrame):
    """The services to build one pack for, each with a box to tick."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        inner = column(self, margin=12, space=6)
        head = row()
        head.addWidget(label(_("A folder for each"), "strong"), 1)
        self.all, self.none = button(_("All"), "link"), button(_("None"), "link")
        self.all.setAccessibleName(_("Tick all services"))
        self.none.setAccessibleName(_("Tick no service"))
        head.addWidget(self.all)
        head.addWidget(self.none)
        inner.addLayout(head)
        self._list = column(space=6)
        inner.addLayout(self._list)
        self.boxes: dict[str, QCheckBox] = {}
        self.all.clicked.connect(self._tick_all)
        self.none.clicked.connect(self._tick_none)

    def offer(self, services: Sequence[tuple[str, str]]) -> None:
        """Show these, as id and name, all ticked; what was ticked of the same ones stays."""
        if list(self.boxes) == [key for key, _name in services]:
            return
        clear(self._list)
        self.boxes = {}
        for key, name in services:
            box = QCheckBox(name)
            box.setChecked(True)
            box.setToolTip(name)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the pane may be narrower
            box.setAccessibleName(_("Build for {service}").format(service=name))
            box.toggled.connect(self.changed)
            self.boxes[key] = box
            self._list.addWidget(box)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of those ticked, in order."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def _tick_all(self) -> None:
        self._tick(True)

    def _tick_none(self) -> None:
        self._tick(False)

    def _tick(self, ticked: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(ticked)


class Results(QWidget):
    """What became of the pack for each service, with a way into each folder."""

    folder_wanted = Signal(object)  # Path

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows = column(self, space=8)

    def show_done(self, done: Sequence["Done"], names: dict[str, str]) -> None:
        """Show these and let go of those before; `names` of services by id."""
        clear(self._rows)
        for item in done:
            self._rows.addWidget(self._row(item, names.get(item.task.service, item.task.service)))

    def _row(self, item: "Done", name: str) -> QWidget:
        icon, tone, word = STATES[item.state.value]
        made = frame("note")
        inner = row(made, space=10)
        inner.setContentsMargins(12, 8, 8, 8)
        mark = QLabel()
        self._look.dress(mark, icon, tone)
        inner.addWidget(mark)
        words = column(space=2)
        words.addWidget(label(name, "strong", wrap=True))
        about = " · ".join((word, *_about(item)))
        words.addWidget(label(about, "small", wrap=True, tone=tone if tone == "block" else ""))
        inner.addLayout(words, 1)
        if item.files:
            opener = _Opener(item.task.target, _("Open the folder of {service}").format(service=name))
            opener.wanted.connect(self.folder_wanted)
            self._look.dress(opener.button, "folder-open", "accent")
            inner.addWidget(opener)
        made.setAccessibleName(f"{name}: {about}")
        return made


class _Opener(QWidget):
    """A button that knows its folder."""

    wanted = Signal(object)

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__()
        self._folder = folder
        self.button = button(_("Open"), "link", name)
        self.button.setAccessibleName(name)
        column(self).addWidget(self.button)
        self.button.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self.wanted.emit(self._folder)


def _about(item: "Done") -> list[str]:
    if item.trouble:
        return [item.trouble]
    said = []
    if item.blocks and not item.files:
        stops = ngettext("{n} finding blocks a final pack", "{n} findings block a final pack", item.blocks)
        said.append(stops.format(n=item.blocks))
        said += [found.message for found in item.findings if found.level.value == "block"][:2]
        return said
    count = len(item.files) - 1  # the manifest is no document
    said.append(ngettext("{n} file", "{n} files", count).format(n=count))
    if item.pdf is not None:
        said.append(pdf_words(item.pdf, item.pages))
    if item.blocks:
        said.append(ngettext("{n} blocks a final pack", "{n} block a final pack", item.blocks).format(n=item.blocks))
    if check := item.counts.get("warn", 0):
        said.append(_("{n} to check").format(n=check))
    return said


def tally_words(done: Sequence["Done"]) -> str:
    """How many of each end: "2 built, 1 not built."."""
    counts = {key: sum(1 for item in done if item.state.value == key) for key in STATES}
    return ", ".join(f"{n} {STATES[key][2].lower()}" for key, n in counts.items() if n) + "."
