"""The panel that starts a pack: kind, title, service and framework, and nothing more."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLineEdit

from alongside.i18n import _
from alongside.packs.recipes import load_recipe, recipe_names
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, column, label, row


class NewPack(QFrame):
    """What a new pack needs before work on it starts."""

    wanted = Signal(str, str, tuple, str)  # recipe, title, service ids, framework id
    closed = Signal()
    document_wanted = Signal()  # start from a buyer's document

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        inner = column(self, margin=24, space=12)
        inner.addWidget(label(_("New pack"), "heading"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.kind, self.title = QComboBox(), QLineEdit()
        self.service, self.framework = QComboBox(), QComboBox()
        self.title.setPlaceholderText(_("As it should stand on the cover"))
        for words, field in (
            (_("Kind"), self.kind),
            (_("Title"), self.title),
            (_("Service"), self.service),
            (_("Framework"), self.framework),
        ):
            field.setAccessibleName(words)
            field.setMinimumWidth(look.px(300))
            form.addRow(label(words, "quiet"), field)
        inner.addLayout(form)
        self.trouble = label("", wrap=True, tone="block")
        self.trouble.hide()
        inner.addWidget(self.trouble)
        foot = row()
        self.create_button = button(_("Create pack"), "primary")
        cancel = button(_("Cancel"), "quiet")
        foot.addWidget(self.create_button)
        foot.addWidget(cancel)
        foot.addStretch(1)
        self.document = button(_("Read a buyer’s document …"), "link", _("Its questions, limits and weights (Ctrl+D)"))
        foot.addWidget(self.document)
        inner.addLayout(foot)
        self.document.clicked.connect(self.document_wanted)
        self.create_button.clicked.connect(self._create)
        self.title.returnPressed.connect(self._create)
        cancel.clicked.connect(self.closed)
        self.hide()

    def offer(self, session: Session) -> None:
        """Fill the choices from what the workspace has."""
        workspace, known = session.workspace, session.known
        if workspace is None or known is None:
            return
        for box in (self.kind, self.service, self.framework):
            box.clear()
        for name in recipe_names(workspace.recipes):
            self.kind.addItem(load_recipe(workspace.recipes, name).title, name)
        self.service.addItem(_("The whole provider"), "")
        for service in known.library.services:
            self.service.addItem(service.service_name, service.service_id)
        if self.service.count() > 1:
            self.service.setCurrentIndex(1)
        for version in known.frameworks.versions:
            if version.status != "retired" and known.frameworks.items_of(version.framework_id):
                self.framework.addItem(f"{version.name} ({version.status})", version.framework_id)
        self.title.clear()
        self.trouble.hide()
        self.show()
        self.title.setFocus()

    def _create(self) -> None:
        title = self.title.text().strip()
        if not title:
            self.trouble.setText(_("Give the pack a title: it stands on the cover and names the file."))
            self.trouble.show()
            self.title.setFocus()
            return
        service = str(self.service.currentData() or "")
        self.wanted.emit(
            str(self.kind.currentData()), title, (service,) if service else (), str(self.framework.currentData() or "")
        )
