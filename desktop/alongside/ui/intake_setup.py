"""What a pack made of a buyer's document needs beside its questions: who asks, for which service, and rules on form."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSizePolicy, QWidget

from alongside.i18n import _
from alongside.packs.buyer_file import StatedRule
from alongside.packs.buyer_rules import FIELDS
from alongside.ui.intake_work import Opened, Wish
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, clear, column, frame, label, row, scrolled


class _RuleLine(QWidget):
    """One rule: whether it is taken, its value, and the buyer's sentence for it."""

    def __init__(self, look: Look, rule: StatedRule) -> None:
        super().__init__()
        self._rule = rule
        inner = column(self, space=2)
        line = row(space=8)
        name = FIELDS.get(rule.field, rule.field)
        self.taken = QCheckBox(name)
        self.taken.setAccessibleName(_("Follow this rule: {name}").format(name=name))
        self.value = QLineEdit(rule.value)
        self.value.setAccessibleName(name)
        line.addWidget(self.taken, 3)
        line.addWidget(self.value, 4)
        inner.addLayout(line)
        sentence = label(f"“{rule.sentence}”", "quiet", wrap=True)
        sentence.setContentsMargins(look.px(24), 0, 0, 0)
        inner.addWidget(sentence)

    def rule(self) -> StatedRule:
        """The rule as it stands now."""
        return replace(self._rule, value=self.value.text().strip(), taken=self.taken.isChecked())


class IntakeSetup(QWidget):
    """The side of the page that is about the pack as a whole."""

    buyer_changed = Signal(str)
    make_wanted = Signal()

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._lines: list[_RuleLine] = []
        self._buyer = ""
        page = QWidget()
        inner = column(page, margin=16, space=12)
        cover = frame("panel")
        inside = column(cover, margin=16, space=10)
        inside.addWidget(label(_("The pack"), "heading"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.buyer, self.title = QLineEdit(), QLineEdit()
        self.service, self.framework = QComboBox(), QComboBox()
        self.buyer.setPlaceholderText(_("Corrections are remembered by this name"))
        for words, field in (
            (_("Buyer"), self.buyer), (_("Title"), self.title), (_("Service"), self.service),
            (_("Framework"), self.framework),
        ):  # fmt: skip
            field.setAccessibleName(words)
            form.addRow(label(words, "quiet"), field)
        for box in (self.service, self.framework):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inside.addLayout(form)
        inner.addWidget(cover)
        rules = frame("panel")
        inside = column(rules, margin=16, space=12)
        line = row(space=8)
        line.addWidget(label(_("What it says of form"), "heading"), 1)
        self.all = button(_("Take all"), "link", _("Follow every rule on this list"))
        line.addWidget(self.all)
        inside.addLayout(line)
        self.about = label("", "quiet", wrap=True)
        inside.addWidget(self.about)
        self._rules = column(space=14)
        inside.addLayout(self._rules)
        inner.addWidget(rules)
        inner.addStretch(1)
        column(self, space=0).addWidget(scrolled(page))
        self.buyer.editingFinished.connect(self._buyer_typed)
        self.all.clicked.connect(self._take_all)

    def show_file(self, opened: Opened) -> None:
        """Fill in what the file says."""
        found, session = opened.found, self._session
        self._buyer = found.buyer
        self.buyer.setText(found.buyer)
        self.title.setText(found.title or opened.path.stem.replace("_", " ").replace("-", " "))
        self.title.setCursorPosition(0)
        self.service.clear()
        self.framework.clear()
        self.service.addItem(_("The whole provider"), "")
        if session.known is not None:
            for service in session.known.library.services:
                self.service.addItem(service.service_name, service.service_id)
            frameworks = session.known.frameworks
            for version in frameworks.versions:
                if version.status != "retired" and frameworks.items_of(version.framework_id):
                    self.framework.addItem(f"{version.name} ({version.status})", version.framework_id)
        self.show_rules(found.stated)

    def show_rules(self, rules: Sequence[StatedRule]) -> None:
        """The rules that the file states, each to be taken or not."""
        clear(self._rules)
        self._lines = [_RuleLine(self._look, rule) for rule in rules]
        for line in self._lines:
            self._rules.addWidget(line)
        self.all.setVisible(bool(rules))
        self.about.setText(
            _("Tick what is right. Each rule stands with the buyer’s own sentence; a value can be corrected.")
            if rules
            else _("The document says nothing of fonts, files, limits over all or deadlines.")
        )

    def wish(self, today: date, *, example: bool) -> Wish:
        """What the pack is to be."""
        service = str(self.service.currentData() or "")
        return Wish(
            buyer=self.buyer.text().strip(),
            title=self.title.text().strip(),
            services=(service,) if service else (),
            framework=str(self.framework.currentData() or ""),
            rules=tuple(line.rule() for line in self._lines),
            today=today,
            example=example,
        )

    @property
    def rule_lines(self) -> tuple[_RuleLine, ...]:
        return tuple(self._lines)

    def _buyer_typed(self) -> None:
        if self.buyer.text().strip() != self._buyer:
            self._buyer = self.buyer.text().strip()
            self.buyer_changed.emit(self._buyer)

    def _take_all(self) -> None:
        for line in self._lines:
            line.taken.setChecked(True)
