"""Takes in what came of a pack or one of its answers: won or lost, the score, the assessor's words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLineEdit, QPlainTextEdit

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.ledger.entries import WHOLE, Outcome, Result, check_outcome
from alongside.packs.pack import Pack
from alongside.ui.ledger_desk import Entered, LedgerDesk, entered_of
from alongside.ui.look import Look
from alongside.ui.widgets import Segments, button, column, label, restyle, row

_CHOICES = ((Result.OPEN, _("Not known")), (Result.WON, _("Won")), (Result.LOST, _("Lost")),
            (Result.WITHDRAWN, _("Withdrawn")))  # fmt: skip


class OutcomePanel(QFrame):
    """What is entered goes into the ledger; each save can be taken back."""

    closed = Signal()

    def __init__(self, look: Look, desk: LedgerDesk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self._pack: Pack | None = None
        self._saving = self._undoing = False
        self.setProperty("role", "panel")
        self.setAccessibleName(_("What came of it"))
        inner = column(self, margin=24, space=12)
        self.title = label("", "heading", wrap=True)
        inner.addWidget(self.title)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.about = QComboBox()
        self.result = Segments(_("Result"), [(key.value or "open", word) for key, word in _CHOICES])
        self.score, self.out_of = QLineEdit(), QLineEdit()
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setPlaceholderText(_("As the assessor wrote them"))
        self.words.setFixedHeight(look.px(84))
        marks = row(space=8)
        for field, name in ((self.score, _("Score")), (self.out_of, _("Highest mark"))):
            field.setAccessibleName(name)
            field.setFixedWidth(look.px(80))
            field.textEdited.connect(self._typed)
        marks.addWidget(self.score)
        marks.addWidget(label(_("of"), "quiet"))
        marks.addWidget(self.out_of)
        marks.addStretch(1)
        self.about.setAccessibleName(_("About"))
        self.about.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.about.setMinimumContentsLength(20)
        self.words.setAccessibleName(_("Assessor's words"))
        form.addRow(label(_("About"), "quiet"), self.about)
        form.addRow(label(_("Result"), "quiet"), self.result)
        form.addRow(label(_("Score"), "quiet"), marks)
        form.addRow(label(_("Assessor's words"), "quiet"), self.words)
        inner.addLayout(form)
        self.said = label("", "small", wrap=True)
        inner.addWidget(self.said)
        foot = row()
        self.keep = button(_("Save"), "primary")
        self.undo = button(_("Undo"), "quiet", _("Take back what was saved last"))
        self.close_button = button(_("Close"), "quiet")
        for part in (self.keep, self.undo, self.close_button):
            foot.addWidget(part)
        foot.addStretch(1)
        inner.addLayout(foot)
        self._result = Result.OPEN
        self.result.chosen.connect(self._chosen)
        self.about.currentIndexChanged.connect(self._fill)
        self.keep.clicked.connect(self.save)
        self.undo.clicked.connect(self.take_back)
        self.close_button.clicked.connect(self.closed)
        desk.changed.connect(self._recorded)
        self.hide()

    def open_for(self, pack: Pack) -> None:
        """Show what is on record of a pack."""
        self._pack = pack
        self.title.setText(_("What came of “{title}”").format(title=pack.title))
        self.about.blockSignals(True)
        self.about.clear()
        self.about.addItem(_("The whole pack"), WHOLE)
        for item in pack.questions:
            self.about.addItem(f"{item.number}  {item.heading or item.text}"[:90], item.id)
        self.about.blockSignals(False)
        self._desk.refresh()
        self._fill()
        self.show()
        self.about.setFocus()

    @property
    def _question(self) -> str:
        return str(self.about.currentData() or WHOLE)

    def _fill(self, _index: int = 0) -> None:
        if self._pack is None:
            return
        found = entered_of(self._desk.ledger.outcome(self._pack.id, self._question))
        self._result = found.result
        self.result.choose(found.result.value or "open")
        self.score.setText("" if found.score is None else f"{found.score:g}")
        self.out_of.setText("" if found.out_of is None else f"{found.out_of:g}")
        self.words.setPlainText(found.words)
        self._say(self._times(), "")
        self.undo.setVisible(self._desk.can_undo)

    def _times(self) -> str:
        builds = [item for item in self._desk.ledger.builds.values() if self._pack and item.pack == self._pack.id]
        if not builds:
            return _("This pack was not built yet. What you enter is kept all the same.")
        last = max(builds, key=lambda item: item.day)
        return _("Last built on {day}, {state}.").format(
            day=f"{last.day:%d %B %Y}".lstrip("0"), state=_("final") if last.final else _("as a draft")
        )

    def _chosen(self, key: str) -> None:
        self._result = Result.OPEN if key == "open" else Result(key)

    def _typed(self, _text: str) -> None:
        self._say(self._times(), "")

    def save(self) -> None:
        """Enter what is in the fields."""
        if self._pack is None:
            return
        try:
            entered = self._entered()
            check_outcome(
                Outcome(id="", pack=self._pack.id, at=self._desk.now(), score=entered.score, out_of=entered.out_of)
            )
        except AlongsideError as error:
            self._say(error.sentence(), "block")
            self.score.setFocus()
            return
        self._saving = entered != entered_of(self._desk.ledger.outcome(self._pack.id, self._question))
        self._desk.enter(self._pack.id, self._question, entered)
        if not self._saving:
            self._say(_("That is on record already."), "")

    def take_back(self) -> None:
        """What was on record before the last save stands again."""
        self._undoing = self._desk.can_undo
        self._desk.undo()

    def _entered(self) -> Entered:
        return Entered(
            self._result, _number(self.score.text()), _number(self.out_of.text()), self.words.toPlainText().strip()
        )

    def _recorded(self) -> None:
        if not self.isVisible():
            return
        saved, undone = self._saving, self._undoing
        self._saving = self._undoing = False
        if saved or undone or not self._changed_here():
            self._fill()
        if saved or undone:
            self._say(_("Saved in the ledger of use.") if saved else _("Taken back."), "good")

    def _changed_here(self) -> bool:
        texts: Sequence[str] = (self.score.text(), self.out_of.text(), self.words.toPlainText())
        return any(text.strip() for text in texts) or self._result is not Result.OPEN

    def _say(self, words: str, tone: str) -> None:
        self.said.setText(words)
        restyle(self.said, tone=tone)


def _number(text: str) -> float | None:
    text = text.strip().replace(",", ".")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise AlongsideError(_("“{text}” is no mark.").format(text=text), remedy=_("Write it like 8 or 7.5.")) from None
