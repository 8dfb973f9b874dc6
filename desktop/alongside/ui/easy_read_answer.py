"""The tab on which it is recorded what the person said to how their story is told."""

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QLineEdit, QWidget

from alongside.i18n import _
from alongside.library.records import FORMATS, Story
from alongside.ui.widgets import Segments, button, column, label
from alongside.ui.wording import value_text

ANSWERS = (("agree", _("Yes")), ("change", _("Change it")), ("no", _("No")))


class AnswerTab(QWidget):
    """Asks for the answer, its day, the formats and the supporter."""

    recorded = Signal(str, object, object, str)  # answer, date, formats, supporter

    def __init__(self) -> None:
        super().__init__()
        inner = column(self, margin=16, space=8)
        inner.addWidget(label(_("What the person said"), "heading", wrap=True))
        inner.addWidget(
            label(_("Go through the copy together. A “no” keeps the story out of every pack."), "quiet", wrap=True)
        )
        self.answer = Segments(_("Answer"), ANSWERS)
        self.answer.chosen.connect(self._chosen)
        self._said = ""
        inner.addWidget(self.answer)
        inner.addWidget(label(_("On"), "small"))
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setAccessibleName(_("The day they said it"))
        inner.addWidget(self.day)
        inner.addWidget(label(_("Shown as"), "small"))
        self.formats = {name: QCheckBox(value_text(name)) for name in FORMATS if name != "none"}
        for box in self.formats.values():
            inner.addWidget(box)
        inner.addWidget(label(_("Who helped them to answer, by role"), "small", wrap=True))
        self.supporter = QLineEdit()
        self.supporter.setAccessibleName(_("Who helped them to answer, by role"))
        inner.addWidget(self.supporter)
        self.record = button(_("Record the answer"), "primary")
        self.record.clicked.connect(self._record)
        inner.addWidget(self.record)
        self.said = label("", "small", wrap=True)
        inner.addWidget(self.said)
        inner.addStretch(1)

    def show_story(self, story: Story, today: QDate) -> None:
        """What is recorded already."""
        self._said = story.told_answer
        if self._said:
            self.answer.choose(self._said)
        on = story.told_on
        self.day.setMaximumDate(today)
        self.day.setDate(QDate(on.year, on.month, on.day) if on else today)
        for name, box in self.formats.items():
            box.setChecked(name in story.told_format if story.told_format else name == "easy_read")
        self.supporter.setText(story.told_supporter)
        self.record.setEnabled(bool(self._said))

    def _chosen(self, key: str) -> None:
        self._said = key
        self.record.setEnabled(True)

    def _record(self) -> None:
        chosen = tuple(name for name, box in self.formats.items() if box.isChecked())
        self.recorded.emit(self._said, self.day.date().toPython(), chosen, self.supporter.text())
