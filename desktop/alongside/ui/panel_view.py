"""People who draw on support have read the pack: who by role, how supported, what they changed, on which day."""

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QDateEdit, QFormLayout, QFrame, QLineEdit, QPlainTextEdit, QWidget

from alongside.i18n import _
from alongside.packs.pack import PanelReview, changed
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, chip, clear, column, label, row
from alongside.ui.wording import day


class PanelView(QFrame):
    """What the pack keeps of its readers' panels, and a form for one more."""

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "panel")
        inner = column(self, margin=20, space=12)
        line = row(space=8)
        line.addWidget(label(_("Read by the people it is about"), "heading"), 1)
        self.add = button(_("Enter a reading"), "link", _("Who read it, how they were supported, what they changed"))
        line.addWidget(self.add)
        inner.addLayout(line)
        self.none = label(
            _("No panel has read it yet. Ask people who draw on support to, in good time to change something."),
            "quiet",
            wrap=True,
        )
        inner.addWidget(self.none)
        self._list = column(space=10)
        inner.addLayout(self._list)
        self.form = QWidget()
        fields = QFormLayout(self.form)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.who, self.supported, self.changes, self.on = QLineEdit(), QLineEdit(), QPlainTextEdit(), QDateEdit()
        self.who.setPlaceholderText(_("Three tenants and a self-advocate; no names"))
        self.changes.setTabChangesFocus(True)
        self.changes.setFixedHeight(look.px(72))
        self.on.setCalendarPopup(True)
        self.on.setDisplayFormat("d MMM yyyy")
        for words, field in (
            (_("Who, by role"), self.who),
            (_("Supported by"), self.supported),
            (_("What they changed"), self.changes),
            (_("On"), self.on),
        ):
            field.setAccessibleName(words)
            fields.addRow(label(words, "quiet"), field)
        self.paid = QCheckBox(_("They were paid for their time"))
        self.keep = button(_("Keep it"), "primary")
        for last in (self.paid, self.keep):
            fields.addRow(last)
        self.form.hide()
        inner.addWidget(self.form)
        self.add.clicked.connect(self._open)
        self.keep.clicked.connect(self._keep)
        session.pack_changed.connect(self.refresh)
        session.pack_opened.connect(self.form.hide)
        self.refresh()

    def refresh(self) -> None:
        """Show the readings of the pack as it is now."""
        pack = self._session.pack
        panels = pack.panels if pack is not None else ()
        clear(self._list)
        for at, panel in enumerate(panels):
            line = row(space=8)
            told = [_("{who}, {day}").format(who=panel.who, day=day(panel.on))]
            if panel.supported:
                told.append(_("Supported by: {how}").format(how=panel.supported))
            told.append(_("Changed: {what}").format(what=panel.changed or _("nothing")))
            if panel.paid:
                told.append(_("They were paid."))
            line.addWidget(label("\n".join(told), wrap=True), 1)
            gone = chip(_("Take out"))
            gone.setAccessibleName(_("Take out the reading by {who}").format(who=panel.who))
            gone.setProperty("at", at)
            gone.clicked.connect(self._remove)
            line.addWidget(gone)
            self._list.addLayout(line)
        self.none.setVisible(not panels)

    def _open(self) -> None:
        today = self._session.today
        self.who.clear()
        self.supported.clear()
        self.changes.clear()
        self.paid.setChecked(False)
        self.on.setDate(QDate(today.year, today.month, today.day))
        self.form.show()
        self.who.setFocus()

    def _keep(self) -> None:
        pack, who, chosen = self._session.pack, self.who.text().strip(), self.on.date()
        if pack is None:
            return
        if not who:
            self.who.setFocus()
            self._session.tell(_("Say who read it, by role."))
            return
        review = PanelReview(
            who=who,
            on=self._session.today.replace(chosen.year(), chosen.month(), chosen.day()),
            supported=self.supported.text().strip(),
            changed=self.changes.toPlainText().strip(),
            paid=True if self.paid.isChecked() else None,
        )
        self.form.hide()
        self._session.change(changed(pack, panels=(*pack.panels, review)), _("enter a panel’s reading"))

    def _remove(self) -> None:
        pack, sender = self._session.pack, self.sender()
        if pack is not None and sender is not None:
            at = int(sender.property("at"))
            kept = tuple(item for place, item in enumerate(pack.panels) if place != at)
            self._session.change(changed(pack, panels=kept), _("take out a panel’s reading"))
            self._session.tell(_("The reading is taken out."), undo=True)
