"""About this pack: what stands on the cover, who reads it, its services, framework, period and letter."""

from datetime import date

from PySide6.QtCore import QDate, QDateTime
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from alongside.i18n import _
from alongside.packs.pack import Pack, PackKind, References, changed
from alongside.ui.clarifications_view import ClarificationsView
from alongside.ui.flow import Flow
from alongside.ui.look import Look
from alongside.ui.panel_view import PanelView
from alongside.ui.session import Session
from alongside.ui.widgets import clear, column, frame, label, row, scrolled
from alongside.ui.wording import KINDS, REFERENCES
from alongside.ui.work import Knowledge

DEADLINE_FORMAT = "yyyy-MM-ddTHH:mm"


class PackForm(QWidget):
    """Changes the pack as its fields are changed."""

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._showing = False
        self.setAccessibleName(_("About this pack"))
        outer = column(self, space=0)
        page = QWidget()
        sides = row(page, space=0)
        sides.setContentsMargins(28, 20, 28, 32)
        body = QWidget()
        body.setMaximumWidth(look.px(740))
        sides.addStretch(1)
        sides.addWidget(body, 100)
        sides.addStretch(1)
        inner = column(body, space=16)
        self.kind = label("", "caps")
        inner.addWidget(self.kind)
        inner.addWidget(label(_("About this pack"), "title"))
        self.title, self.buyer, self.reference, self.lot = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.prepared = QLineEdit()
        self.has_deadline = QCheckBox(_("There is a deadline"))
        self.deadline = QDateTimeEdit()
        self.deadline.setCalendarPopup(True)
        self.deadline.setDisplayFormat("d MMM yyyy, HH:mm")
        self.total = QSpinBox()
        self.total.setRange(0, 1_000_000)
        self.total.setGroupSeparatorShown(True)
        self.total.setSpecialValueText(_("No limit on the whole"))
        self.total.setSuffix(_(" words"))
        self.framework = QComboBox()
        self.framework.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.framework.setMinimumContentsLength(16)
        self.framework.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.attach = QCheckBox(_("Attach the files that the records cite"))
        self.attach.setMinimumWidth(min(self.attach.sizeHint().width(), look.px(240)))
        self.attach.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.attach.setToolTip(_("Copied beside the documents as appendices, with a list"))
        self.references = QComboBox()
        self.references.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.references.setMinimumContentsLength(16)  # its words are longer than a narrow pane is wide
        self.references.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for references, said in REFERENCES.items():
            self.references.addItem(said, references)
        self.period_from, self.period_to = QDateEdit(), QDateEdit()
        for field in (self.period_from, self.period_to):
            field.setCalendarPopup(True)
            field.setDisplayFormat("d MMM yyyy")
        self.summary, self.letter = QPlainTextEdit(), QPlainTextEdit()
        for text, lines in ((self.summary, 84), (self.letter, 200)):
            text.setTabChangesFocus(True)
            text.setFixedHeight(look.px(lines))
        self.services = QWidget()
        self.services.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._service_column = column(self.services, space=6)
        self._service_boxes: list[QCheckBox] = []
        deadline, period = QWidget(), QWidget()
        flowing = Flow(deadline, space=8)
        for part in (self.has_deadline, self.deadline):
            flowing.addWidget(part)
        flowing = Flow(period, space=8)
        until = label(_("to"), "quiet")
        until.setMinimumHeight(self.period_from.sizeHint().height())
        for shown in (self.period_from, until, self.period_to):
            flowing.addWidget(shown)
        cover, scope, words = (frame("panel") for _number in range(3))
        self._buyer_label = label("", "quiet")
        for panel, title, fields in (
            (
                cover,
                _("Cover"),
                (
                    (label(_("Title"), "quiet"), self.title, _("Title")),
                    (self._buyer_label, self.buyer, _("Buyer")),
                    (label(_("Reference"), "quiet"), self.reference, _("Reference")),
                    (label(_("Lot"), "quiet"), self.lot, _("Lot")),
                    (label(_("Prepared by"), "quiet"), self.prepared, _("Prepared by, as a role")),
                    (label(_("Deadline"), "quiet"), deadline, _("Deadline")),
                    (label(_("Whole length"), "quiet"), self.total, _("Word limit on the whole response")),
                ),
            ),
            (
                scope,
                _("What it draws on"),
                (
                    (label(_("Services"), "quiet"), self.services, _("Services")),
                    (label(_("Framework"), "quiet"), self.framework, _("Framework")),
                    (label(_("Period"), "quiet"), period, _("Period")),
                    (label(_("Sources"), "quiet"), self.references, _("How sources are shown")),
                    (label(_("Files"), "quiet"), self.attach, _("Attach files")),
                ),
            ),
            (
                words,
                _("Words around the answers"),
                (
                    (label(_("Summary"), "quiet"), self.summary, _("Summary of the brief")),
                    (label(_("Covering letter"), "quiet"), self.letter, _("Covering letter")),
                ),
            ),
        ):
            inside = column(panel, margin=20, space=12)
            inside.addWidget(label(title, "heading"))
            form = QFormLayout()
            form.setHorizontalSpacing(16)
            form.setVerticalSpacing(10)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
            form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)  # at large text the pane is narrow
            for words_of, widget, name in fields:
                widget.setAccessibleName(name)
                words_of.setMinimumWidth(look.px(96))
                form.addRow(words_of, widget)
            inside.addLayout(form)
            inner.addWidget(panel)
        self.clarifications = ClarificationsView(look, session)
        inner.addWidget(self.clarifications)
        self.panel = PanelView(look, session)
        inner.addWidget(self.panel)
        inner.addStretch(1)
        outer.addWidget(scrolled(page))
        for edit in (self.title, self.buyer, self.reference, self.lot, self.prepared):
            edit.textEdited.connect(self._take)
        for plain in (self.summary, self.letter):
            plain.textChanged.connect(self._take)
        self.has_deadline.toggled.connect(self._take)
        self.deadline.dateTimeChanged.connect(self._take)
        self.total.valueChanged.connect(self._take)
        self.framework.activated.connect(self._take)
        self.references.activated.connect(self._take)
        self.attach.clicked.connect(self._take)
        self.period_from.dateChanged.connect(self._take)
        self.period_to.dateChanged.connect(self._take)
        session.pack_changed.connect(self.refresh)
        session.library_changed.connect(self.refresh)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def refresh(self) -> None:
        """Show the pack, without moving the cursor where the fields say so already."""
        pack, known = self._session.pack, self._session.known
        if pack is None or known is None or not self.isVisible():
            return
        self._showing = True
        self.clarifications.refresh()
        self._offer(known)
        tender = pack.kind is PackKind.TENDER
        self.kind.setText(KINDS[pack.kind])
        self._buyer_label.setText(_("Buyer") if tender else _("Reader"))
        for edit, text in (
            (self.title, pack.title),
            (self.buyer, pack.brief.buyer),
            (self.reference, pack.brief.reference),
            (self.lot, pack.brief.lot),
            (self.prepared, pack.brief.prepared_by_role),
        ):
            if edit.text() != text:
                edit.setText(text)
        for plain, text in ((self.summary, pack.brief.summary), (self.letter, pack.letter)):
            if plain.toPlainText() != text:
                plain.setPlainText(text)
        moment = QDateTime.fromString(pack.brief.deadline_at[:16], DEADLINE_FORMAT)
        self.has_deadline.setChecked(bool(pack.brief.deadline_at))
        self.deadline.setVisible(bool(pack.brief.deadline_at))
        if moment.isValid():
            self.deadline.setDateTime(moment)
        self.total.setValue(pack.rules.total_word_limit or 0)
        self.framework.setCurrentIndex(self.framework.findData(pack.framework_id))
        self.attach.setChecked(pack.rules.attach_files)
        self.references.setCurrentIndex(list(REFERENCES).index(pack.rules.references))
        for field, day in ((self.period_from, pack.period_from), (self.period_to, pack.period_to)):
            if day is not None:
                field.setDate(QDate(day.year, day.month, day.day))
        for box in self._service_boxes:
            box.setChecked(str(box.property("service")) in pack.service_ids)
        self._showing = False

    def _offer(self, known: Knowledge) -> None:
        library, frameworks = known.library, known.frameworks
        if [box.property("service") for box in self._service_boxes] != [item.service_id for item in library.services]:
            clear(self._service_column)
            self._service_boxes = []
            for service in library.services:
                box = QCheckBox(service.service_name)
                box.setProperty("service", service.service_id)
                box.setToolTip(service.service_name)
                box.setMinimumWidth(min(box.sizeHint().width(), self._look.px(240)))  # the pane may be narrower
                box.toggled.connect(self._take)
                self._service_column.addWidget(box)
                self._service_boxes.append(box)
        versions = [item for item in frameworks.versions if frameworks.items_of(item.framework_id)]
        if [self.framework.itemData(at) for at in range(self.framework.count())] != [
            item.framework_id for item in versions
        ]:
            self.framework.clear()
            for version in versions:
                self.framework.addItem(f"{version.name} ({version.status})", version.framework_id)

    def _take(self, *_values: object) -> None:
        pack = self._session.pack
        if self._showing or pack is None:
            return
        sender = self.sender()
        self._session.change(self._taken(pack), _("change the pack’s details"), f"about:{id(sender)}")

    def _taken(self, pack: Pack) -> Pack:
        deadline = ""
        if self.has_deadline.isChecked():
            moment = self.deadline.dateTime()
            if not pack.brief.deadline_at:
                day = self._session.today
                moment = QDateTime(QDate(day.year, day.month, day.day).addDays(28), moment.time())
            deadline = moment.toString(DEADLINE_FORMAT)
        brief = changed(
            pack.brief,
            buyer=self.buyer.text(),
            reference=self.reference.text(),
            lot=self.lot.text(),
            prepared_by_role=self.prepared.text(),
            summary=self.summary.toPlainText(),
            deadline_at=deadline,
        )
        return changed(
            pack,
            title=self.title.text().strip() or pack.title,
            brief=brief,
            rules=changed(
                pack.rules,
                total_word_limit=self.total.value() or None,
                references=References(self.references.currentData()),
                attach_files=self.attach.isChecked(),
            ),
            letter=self.letter.toPlainText(),
            framework_id=str(self.framework.currentData() or pack.framework_id),
            service_ids=tuple(str(box.property("service")) for box in self._service_boxes if box.isChecked()),
            period_from=_day(self.period_from) if pack.period_from or self.sender() is self.period_from else None,
            period_to=_day(self.period_to) if pack.period_to or self.sender() is self.period_to else None,
        )


def _day(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())
