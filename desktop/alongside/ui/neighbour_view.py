"""Would a neighbour know? A story's score with each sign and what helps, and a second person's word that they tried."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from alongside.checks.neighbour import Grade
from alongside.checks.recognised import of_story, stated_lower
from alongside.i18n import _
from alongside.library.editing.changes import SetField, Value
from alongside.library.records import Record, Story
from alongside.ui.session import Session
from alongside.ui.widgets import button, clear, column, label, scrolled

TONES = {Grade.LOW: "", Grade.MEDIUM: "warn", Grade.HIGH: "block"}


class NeighbourView(QWidget):
    """The story beside which it stands, scored by all of its texts."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._story: Story | None = None
        page = QWidget()
        inner = column(page, margin=8, space=12)
        self.grade = label("", "heading", wrap=True)
        self.stands = label("", wrap=True)
        inner.addWidget(self.grade)
        inner.addWidget(self.stands)
        self._signs = column(space=10)
        inner.addLayout(self._signs)
        inner.addWidget(label(_("A second person tries"), "heading"))
        inner.addWidget(
            label(
                _("Somebody who did not write it reads it as a neighbour would, and tries to find out who it is."),
                "quiet",
                wrap=True,
            )
        )
        self.role = QLineEdit()
        self.role.setPlaceholderText(_("Role of who tried, such as quality lead"))
        self.role.setAccessibleName(_("Role of who tried"))
        self.tried = QCheckBox(_("I tried, and could not"))
        self.keep = button(_("Enter it in the workbook"))
        for part in (self.role, self.tried, self.keep):
            inner.addWidget(part)
        inner.addStretch(1)
        column(self, space=0).addWidget(scrolled(page))
        self.role.textChanged.connect(self._ready)
        self.tried.toggled.connect(self._ready)
        self.keep.clicked.connect(self._keep)
        session.library_changed.connect(self._again)
        self._ready()

    def show_record(self, record: Record | None) -> None:
        """Score another story; anything else is not scored."""
        story = record if isinstance(record, Story) else None
        if story is None or self._story is None or story.ref != self._story.ref:
            self.role.clear()
            self.tried.setChecked(False)
        self._story = story
        clear(self._signs)
        known = self._session.known
        if story is None or known is None:
            return
        found = of_story(story, known.library, self._session.today)
        self.grade.setText(found.sentence())
        stands = {
            Grade.LOW: _("No second person has to look, though one may."),
            Grade.MEDIUM: _("It stays out of a final pack until a second person has tried to find out who it is."),
            Grade.HIGH: _("It stays out of a final pack."),
        }[found.grade]
        if found.tested:
            stands += " " + _("The {role} tried, after the last change.").format(role=found.tested_by)
        if stated_lower(found):
            stands += " " + _("The library states a lower risk.")
        self.stands.setText(stands)
        for sign in found.signs:
            self._signs.addWidget(label(sign.what, wrap=True, tone=TONES[found.grade]))
            self._signs.addWidget(label(sign.remedy, "small", wrap=True))

    def _again(self) -> None:
        known = self._session.known
        if self._story is not None and known is not None:
            self.show_record(known.library.get(self._story.ref))

    def _ready(self) -> None:
        self.keep.setEnabled(bool(self.role.text().strip()) and self.tried.isChecked())

    def _keep(self) -> None:
        story, known = self._story, self._session.known
        if story is None or known is None:
            return
        found = of_story(story, known.library, self._session.today)
        values: dict[str, tuple[Value, Value]] = {
            "anonymisation_checked_by": (self.role.text().strip(), story.anonymisation_checked_by),
            "anonymisation_checked_on": (self._session.today, story.anonymisation_checked_on),
            "reid_risk": (found.grade.value, story.reid_risk),
        }
        self._session.edits.save(
            [
                SetField(sheet=story.sheet, row=story.row, ref=story.ref, heading=heading, value=value, seen=seen)
                for heading, (value, seen) in values.items()
                if value != seen
            ]
        )
        self.tried.setChecked(False)
