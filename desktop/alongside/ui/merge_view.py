"""Two rows that say the same, side by side: which is kept, and field by field whose text."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.editing.changes import Value
from alongside.library.library import Library
from alongside.library.records import Record
from alongside.library.upkeep.difference import Part, difference
from alongside.library.upkeep.merging import Choice, differing, merge
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, clear, column, frame, label, marked_label, row, scrolled
from alongside.ui.wording import label_of, value_text


class MergeView(QWidget):
    """Nothing is written before "Make them one"; then one row is kept, and the other withdrawn."""

    left = Signal()
    decided = Signal(object, str)  # the changes, and what to say when they are made

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._library: Library | None = None
        self._kept: Record | None = None
        self._other: Record | None = None
        self._groups: list[tuple[Choice, QButtonGroup]] = []
        outer = column(self, margin=16, space=10)
        self.title = label("", "heading", wrap=True)
        self.about = label("", "quiet", wrap=True)
        outer.addWidget(self.title)
        outer.addWidget(self.about)
        body = QWidget()
        self._fields = column(body, space=12)
        outer.addWidget(scrolled(body), 1)
        self.swap = button(_("Keep the other instead"), "quiet")
        self.apply = button(_("Make them one"), "primary")
        self.cancel = button(_("Leave both"))
        self.swap.clicked.connect(self._swap)
        self.apply.clicked.connect(self._apply)
        self.cancel.clicked.connect(self.left)
        verbs = row()
        for verb in (self.apply, self.cancel):
            verbs.addWidget(verb)
        verbs.addStretch(1)
        outer.addWidget(self.swap)
        outer.addLayout(verbs)

    def show_pair(self, library: Library, kept: Record, other: Record) -> None:
        """Compare two rows of one sheet."""
        self._library, self._kept, self._other = library, kept, other
        self._groups = []
        clear(self._fields)
        self.title.setText(_("Keep {kept}, withdraw {other}").format(kept=kept.ref, other=other.ref))
        try:
            choices = differing(kept, other)
        except AlongsideError as error:
            self.about.setText(f"{error.what} {error.remedy}")
            self.apply.setEnabled(False)
            return
        self.apply.setEnabled(True)
        self.about.setText(
            _("They differ in the fields below. What names {other} elsewhere will name {kept}.").format(
                other=other.ref, kept=kept.ref
            )
            if choices
            else _("They differ in nothing but their ids.")
        )
        for choice in choices:
            self._fields.addWidget(self._field(choice))
        self._fields.addStretch(1)

    def _field(self, choice: Choice) -> QWidget:
        box = frame("card")
        inner = column(box, margin=12, space=6)
        inner.addWidget(label(label_of(choice.heading), "strong"))
        group = QButtonGroup(box)
        for number, (value, ref) in enumerate(((choice.kept, self._ref(True)), (choice.other, self._ref(False)))):
            pick = QRadioButton(ref)
            pick.setAccessibleName(f"{label_of(choice.heading)}: {ref}, {shown(value)}")
            pick.setChecked(number == (0 if shown(choice.kept) else 1))
            group.addButton(pick, number)
            inner.addWidget(pick)
            inner.addWidget(marked_label(self._marked(choice, number), "small"))
        self._groups.append((choice, group))
        return box

    def _ref(self, kept: bool) -> str:
        record = self._kept if kept else self._other
        return record.ref if record is not None else ""

    def _marked(self, choice: Choice, number: int) -> str:
        """The value, with what only it has underlined."""
        mine, theirs = shown(choice.kept), shown(choice.other)
        if not mine or not theirs:
            return escaped((mine, theirs)[number]) or _("(empty)")
        gone = Part.GONE if number == 0 else Part.NEW
        return "".join(
            f"<u>{escaped(piece.text)}</u>" if piece.part is gone else escaped(piece.text)
            for piece in difference(mine, theirs)
            if piece.part in {Part.SAME, gone}
        )

    def _swap(self) -> None:
        if self._library is not None and self._kept is not None and self._other is not None:
            self.show_pair(self._library, self._other, self._kept)

    @property
    def chosen(self) -> dict[str, Value]:
        """The fields in which the other row's value is taken."""
        return {choice.heading: choice.other for choice, group in self._groups if group.checkedId() == 1}

    def _apply(self) -> None:
        if self._library is None or self._kept is None or self._other is None:
            return
        changes = merge(self._library, self._kept, self._other, self.chosen, self._session.today)
        said = _("{kept} was kept, and {other} withdrawn.").format(kept=self._kept.ref, other=self._other.ref)
        self.decided.emit(changes, said)


def shown(value: Value) -> str:
    """A field's value as a reader sees it."""
    if isinstance(value, tuple):
        return "; ".join(value_text(item) for item in value)
    return "" if value is None else value_text(value)


def escaped(text: str) -> str:
    """Text for a label that shows marked words: what looks like markup is text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
