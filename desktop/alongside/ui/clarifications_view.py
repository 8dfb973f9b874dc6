"""The log of clarifications of a tender: what was asked of the buyer, what came back, what it changes."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QFormLayout, QFrame, QLineEdit, QPlainTextEdit, QToolButton, QWidget

from alongside.i18n import _
from alongside.packs.buyer_file import Clarification
from alongside.packs.clarifying import log_clarification, remove_clarification
from alongside.packs.edit import new_id
from alongside.packs.pack import Pack, PackKind
from alongside.ui.flow import Flow
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, chip, clear, column, label, row
from alongside.ui.wording import day


class ClarificationsView(QFrame):
    """All entries; one of them open to be written."""

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._open = ""  # id of the entry that is being written; "": none
        self.setProperty("role", "panel")
        inner = column(self, margin=20, space=12)
        line = row(space=8)
        line.addWidget(label(_("Clarifications"), "heading"), 1)
        self.add = button(_("Add one"), "link", _("A question to the buyer, and later its answer"))
        line.addWidget(self.add)
        inner.addLayout(line)
        self.none = label(
            _("Nothing was asked of the buyer yet. An answer that changes a question opens that question again."),
            "quiet",
            wrap=True,
        )
        inner.addWidget(self.none)
        self._list = column(space=14)
        inner.addLayout(self._list)
        inner.addWidget(self._form())
        self.add.clicked.connect(self._add)
        session.pack_changed.connect(self.refresh)
        session.pack_opened.connect(self._close)

    def _form(self) -> QWidget:
        self.form = QWidget()
        inner = column(self.form, space=10)
        fields = QFormLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(8)
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.question, self.answer, self.effect = QPlainTextEdit(), QPlainTextEdit(), QLineEdit()
        self.asked_on, self.answered_on = QDateEdit(), QDateEdit()
        for text in (self.question, self.answer):
            text.setTabChangesFocus(True)
            text.setFixedHeight(self._look.px(72))
        for field in (self.asked_on, self.answered_on):
            field.setCalendarPopup(True)
            field.setDisplayFormat("d MMM yyyy")
        self.effect.setPlaceholderText(_("Such as: tables count as words"))
        for words, widget in (
            (_("Question"), self.question), (_("Asked on"), self.asked_on), (_("Answer"), self.answer),
            (_("Answered on"), self.answered_on), (_("What it changes"), self.effect),
        ):  # fmt: skip
            widget.setAccessibleName(words)
            fields.addRow(label(words, "quiet"), widget)
        inner.addLayout(fields)
        inner.addWidget(label(_("Questions of the pack that it touches"), "quiet"))
        held = QWidget()
        self._touched = Flow(held)
        self._chips: list[QToolButton] = []
        inner.addWidget(held)
        foot = row(space=8)
        self.save = button(_("Save in the log"), "primary")
        self.cancel = button(_("Cancel"), "quiet")
        foot.addWidget(self.save)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        inner.addLayout(foot)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self._close)
        self.form.hide()
        return self.form

    def refresh(self) -> None:
        """Show the open pack's entries."""
        pack = self._session.pack
        self.setVisible(pack is not None and pack.kind is PackKind.TENDER)
        clear(self._list)
        entries = pack.clarifications if pack is not None else ()
        self.none.setVisible(not entries and not self._open)
        if pack is None:
            return
        for entry in entries:
            self._list.addWidget(self._shown(pack, entry))

    def _shown(self, pack: Pack, entry: Clarification) -> QWidget:
        made = QWidget()
        inner = column(made, space=2)
        inner.addWidget(label(entry.question, "strong", wrap=True))
        when = [_("Asked {day}").format(day=day(entry.asked_on))] if entry.asked_on else []
        if entry.answer:
            when += [_("answered {day}").format(day=day(entry.answered_on))] if entry.answered_on else []
        else:
            when.append(_("no answer yet"))
        numbers = [item.number for item in pack.questions if item.id in entry.touches]
        if numbers:
            when.append(_("touches {numbers}").format(numbers=", ".join(numbers)))
        inner.addWidget(label("  ·  ".join(when), "small", wrap=True))
        if entry.answer:
            inner.addWidget(label(entry.answer, wrap=True))
        if entry.effect:
            inner.addWidget(label(_("Changes: {what}").format(what=entry.effect), "quiet", wrap=True))
        foot = row(space=12)
        for words, slot in ((_("Change"), self._change), (_("Remove"), self._remove)):
            link = button(words, "link")
            link.setProperty("entry", entry.id)
            link.setAccessibleName(f"{words}: {entry.question[:60]}")
            link.clicked.connect(slot)
            foot.addWidget(link)
        foot.addStretch(1)
        inner.addLayout(foot)
        return made

    def _add(self) -> None:
        today = self._session.today
        self._write(Clarification(id=new_id(), question="", asked_on=today))

    def _change(self) -> None:
        entry = self._sent()
        if entry is not None:
            self._write(entry)

    def _sent(self) -> Clarification | None:
        sender, pack = self.sender(), self._session.pack
        wanted = str(sender.property("entry")) if sender is not None else ""
        return next((item for item in pack.clarifications if item.id == wanted), None) if pack is not None else None

    def _write(self, entry: Clarification) -> None:
        pack = self._session.pack
        if pack is None:
            return
        self._open = entry.id
        self.question.setPlainText(entry.question)
        self.answer.setPlainText(entry.answer)
        self.effect.setText(entry.effect)
        today = self._session.today
        for field, on in ((self.asked_on, entry.asked_on or today), (self.answered_on, entry.answered_on or today)):
            field.setDate(QDate(on.year, on.month, on.day))
        clear(self._touched)
        self._chips = []
        for question in pack.questions:
            made = chip(question.number or question.heading[:20] or question.text[:20])
            made.setCheckable(True)
            made.setChecked(question.id in entry.touches)
            made.setToolTip(question.text)
            made.setProperty("question", question.id)
            self._touched.addWidget(made)
            self._chips.append(made)
        self.form.show()
        self.none.hide()
        self.question.setFocus()

    @property
    def chips(self) -> tuple[QToolButton, ...]:
        return tuple(self._chips)

    def _save(self) -> None:
        pack, question = self._session.pack, self.question.toPlainText().strip()
        if pack is None or not question:
            self.question.setFocus()
            return
        answer = self.answer.toPlainText().strip()
        entry = Clarification(
            id=self._open,
            question=question,
            asked_on=_date(self.asked_on),
            answer=answer,
            answered_on=_date(self.answered_on) if answer else None,
            effect=self.effect.text().strip(),
            touches=tuple(str(item.property("question")) for item in self._chips if item.isChecked()),
        )
        self._close()
        self._session.change(log_clarification(pack, entry), _("log a clarification"))

    def _remove(self) -> None:
        entry, pack = self._sent(), self._session.pack
        if entry is not None and pack is not None:
            self._session.change(remove_clarification(pack, entry.id), _("remove a clarification"))
            self._session.tell(_("The clarification is out of the log."), undo=True)

    def _close(self) -> None:
        self._open = ""
        self.form.hide()
        self.refresh()


def _date(field: QDateEdit) -> date:
    on = field.date()
    return date(on.year(), on.month(), on.day())
