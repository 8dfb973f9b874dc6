"""The head of a question: what is asked, how long the answer may be and is, and where it stands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QSpinBox,
    QToolButton,
    QWidget,
)

from alongside.i18n import _, ngettext
from alongside.packs.counting import over
from alongside.packs.fitting_pack import COUNTED
from alongside.packs.pack import Limit, LimitKind, Question, changed
from alongside.packs.plan import PlannedQuestion
from alongside.ui.look import Look
from alongside.ui.widgets import STATUS_ICONS, Elided, button, chip, column, frame, icon_button, label, restyle, row
from alongside.ui.wording import LIMITS, STATUSES, counted_text

NEARLY = 0.95  # of a limit: the bar turns amber


class QuestionHead(QWidget):
    """Shows the question; the pencil opens the form that changes it."""

    edit_wanted = Signal()
    status_wanted = Signal(str)
    looked = Signal()  # at what the buyer changed
    fit_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        inner = column(self, space=8)
        top = row(space=8)
        self.facts = Elided("", "caps")
        top.addWidget(self.facts, 1)
        self._look = look
        self.status = chip("")
        self.status.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.status.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.status.setToolTip(_("Where this answer stands"))
        menu = QMenu(self.status)
        for key, word in STATUSES.items():
            menu.addAction(word).setData(key.value)
        menu.triggered.connect(self._status_chosen)
        self.status.setMenu(menu)
        top.addWidget(self.status)
        self.edit = icon_button(look, "pencil-simple", _("Change the question, its limit and its weight"))
        self.edit.clicked.connect(self.edit_wanted)
        top.addWidget(self.edit)
        inner.addLayout(top)
        self.heading = label("", "title", wrap=True)
        self.text = label("", "question", wrap=True)
        self.guidance = label("", "quiet", wrap=True)
        for part in (self.heading, self.text, self.guidance):
            inner.addWidget(part)
        self.reopened = frame("note", tone="warn")
        told = row(self.reopened, space=12)
        told.setContentsMargins(12, 6, 8, 6)
        mark = QLabel()
        look.dress(mark, "warning", "warn")
        told.addWidget(mark)
        self.why = label("", wrap=True)
        self.look_done = button(_("I have looked at it"), "link")
        self.look_done.clicked.connect(self.looked)
        told.addWidget(self.why, 1)
        told.addWidget(self.look_done)
        inner.addWidget(self.reopened)
        inner.addSpacing(4)
        line = row(space=12)
        self.counted = label("", "strong")
        self.left = label("", "quiet")
        line.addWidget(self.counted)
        line.addWidget(self.left, 1)
        self.fit = button(_("Make this fit …"), "link", _("Choose blocks and lengths that use the limit best"))
        self.fit.clicked.connect(self.fit_wanted)
        line.addWidget(self.fit)
        inner.addLayout(line)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Length against the limit"))
        inner.addWidget(self.bar)

    def show_question(self, question: Question, planned: PlannedQuestion | None) -> None:
        """Show a question and its length as last counted."""
        facts = [question.number]
        if question.weight is not None:
            words = _("{n:g} marks") if question.weight_unit == "marks" else _("weight {n:g} %")
            facts.append(words.format(n=question.weight))
        if question.limit.kind is not LimitKind.NONE:
            facts.append(_("limit {n:,} {unit}").format(n=question.limit.value, unit=LIMITS[question.limit.kind]))
        if question.owner_role:
            facts.append(question.owner_role)
        self.facts.set_whole("  ·  ".join(facts))
        self.heading.setText(question.heading)
        self.heading.setVisible(bool(question.heading))
        self.text.setText(question.text)
        self.text.setVisible(bool(question.text))
        self.guidance.setText(question.guidance)
        self.guidance.setVisible(bool(question.guidance))
        self.why.setText(question.reopened)
        self.reopened.setVisible(bool(question.reopened))
        self.status.setText(STATUSES[question.status])
        self.status.setAccessibleName(_("Status: {word}").format(word=STATUSES[question.status]))
        self._look.dress(self.status, *STATUS_ICONS[question.status], 14)
        self.fit.setVisible(question.limit.kind in COUNTED and question.limit.value > 0)
        if planned is not None:
            self._show_count(planned)

    def _status_chosen(self, action: QAction) -> None:
        self.status_wanted.emit(str(action.data()))

    def _show_count(self, planned: PlannedQuestion) -> None:
        limit = planned.limit
        counted = planned.counts.against(limit)
        self.counted.setText(counted_text(counted, planned.counts.words, limit))
        self.bar.setVisible(counted is not None)
        self.left.setText("")
        if counted is None:
            return
        beyond = over(planned.counts, limit)
        unit = LIMITS[limit.kind]
        self.left.setText(
            _("{n:,} over: struck through below").format(n=beyond)
            if beyond
            else ngettext("{n:,} left", "{n:,} left", limit.value - counted).format(n=limit.value - counted)
        )
        tone = "block" if beyond else "warn" if counted >= limit.value * NEARLY else "good"
        restyle(self.left, tone="block" if beyond else "")
        self.bar.setMaximum(max(1, limit.value))
        self.bar.setValue(min(counted, limit.value))
        if self.bar.property("tone") != tone:
            restyle(self.bar, tone=tone)
        self.bar.setAccessibleDescription(f"{self.counted.text()}, {unit}")


class QuestionForm(QFrame):
    """Changes a question as it is typed."""

    changed = Signal(object)  # Question
    done = Signal()
    remove_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self.setProperty("role", "panel")
        inner = column(self, margin=20, space=12)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        self.number, self.heading = QLineEdit(), QLineEdit()
        self.text, self.guidance = QPlainTextEdit(), QPlainTextEdit()
        self.limit, self.kind, self.weight = QSpinBox(), QComboBox(), QDoubleSpinBox()
        self.limit.setRange(0, 1_000_000)
        self.limit.setGroupSeparatorShown(True)
        self.weight.setRange(0, 100)
        self.weight.setDecimals(1)
        self.weight.setSuffix(" %")
        for kind, word in LIMITS.items():
            self.kind.addItem(word, kind.value)
        limits = QWidget()
        line = row(limits)
        line.addWidget(self.limit)
        line.addWidget(self.kind, 1)
        for words, name, field in (
            (_("Number"), _("Number"), self.number),
            (_("Heading"), _("Heading"), self.heading),
            (_("Question"), _("Question in full"), self.text),
            (_("Guidance"), _("The buyer’s guidance"), self.guidance),
            (_("Limit"), _("Limit"), limits),
            (_("Weight"), _("Weight in per cent"), self.weight),
        ):
            field.setAccessibleName(name)
            form.addRow(label(words, "quiet"), field)
        self.limit.setAccessibleName(_("Limit"))
        self.kind.setAccessibleName(_("What the limit counts"))
        for field in (self.text, self.guidance):
            field.setTabChangesFocus(True)
            field.setFixedHeight(84)
        inner.addLayout(form)
        foot = row()
        self.close_button = button(_("Done"), "primary")
        self.remove = button(_("Remove question"), "quiet")
        foot.addWidget(self.close_button)
        foot.addWidget(self.remove)
        foot.addStretch(1)
        inner.addLayout(foot)
        self.number.textEdited.connect(self._take)
        self.heading.textEdited.connect(self._take)
        self.text.textChanged.connect(self._take)
        self.guidance.textChanged.connect(self._take)
        self.limit.valueChanged.connect(self._take)
        self.kind.activated.connect(self._take)
        self.weight.valueChanged.connect(self._take)
        self.close_button.clicked.connect(self.done)
        self.remove.clicked.connect(self.remove_wanted)
        self.hide()

    def show_question(self, question: Question) -> None:
        """Fill the fields, unless they say so already."""
        if self._question is not None and self._taken(question) == question and self._question.id == question.id:
            self._question = question
            return
        self._question = None  # what the fields say meanwhile is no change
        self.number.setText(question.number)
        self.heading.setText(question.heading)
        self.text.setPlainText(question.text)
        self.guidance.setPlainText(question.guidance)
        self.limit.setValue(question.limit.value)
        self.kind.setCurrentIndex(self.kind.findData(question.limit.kind.value))
        self.weight.setMaximum(1_000 if question.weight_unit == "marks" else 100)
        self.weight.setSuffix(_(" marks") if question.weight_unit == "marks" else " %")
        self.weight.setValue(question.weight or 0)
        self._question = question

    def _taken(self, question: Question) -> Question:
        kind = LimitKind(str(self.kind.currentData() or LimitKind.NONE.value))
        value = self.limit.value()
        weight = self.weight.value()
        return changed(
            question,
            number=self.number.text(),
            heading=self.heading.text(),
            text=self.text.toPlainText(),
            guidance=self.guidance.toPlainText(),
            limit=Limit() if kind is LimitKind.NONE or not value else Limit(kind=kind, value=value),
            weight=weight if weight or question.weight is not None else None,
        )

    def _take(self, *_values: object) -> None:
        if self._question is None:
            return
        if self.limit.value() and self.kind.currentData() == LimitKind.NONE.value:
            self.kind.setCurrentIndex(self.kind.findData(LimitKind.WORDS.value))
        taken = self._taken(self._question)
        if taken != self._question:
            self._question = taken
            self.changed.emit(taken)
