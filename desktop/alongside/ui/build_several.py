"""The panel that builds several packs at once, each into a folder of its own."""

from pathlib import Path

from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QFrame, QRadioButton

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.ui import build_work
from alongside.ui.build_choices import PdfChoice, TickList
from alongside.ui.build_run import BuildRun
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, column, label, row


class BuildSeveral(QFrame):
    """Which packs, draft or final, PDFs or none; then progress, and what became of each."""

    closed = Signal()
    folder_wanted = Signal(object)  # Path

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "panel")
        inner = column(self, margin=24, space=12)
        top = row()
        top.addWidget(label(_("Build several packs"), "heading"), 1)
        self.close_button = button(_("Close"), "quiet")
        top.addWidget(self.close_button)
        inner.addLayout(top)
        self.packs = TickList(_("Packs"), _("Tick all packs"), _("Tick no pack"), _("Build {name}"))
        inner.addWidget(self.packs)
        self.draft = QRadioButton(_("Drafts, with a watermark"))
        self.final = QRadioButton(_("Final, to send"))
        self.draft.setChecked(True)
        self.pdf = PdfChoice(session)
        for part in (self.draft, self.final, self.pdf):
            inner.addWidget(part)
        self.where = label("", "small", wrap=True)
        inner.addWidget(self.where)
        self.run = BuildRun(look, session)
        inner.addWidget(self.run)
        self.packs.changed.connect(self.refresh)
        self.draft.toggled.connect(self.refresh)
        self.run.wanted.connect(self.build)
        self.run.ended.connect(self.refresh)
        self.run.folder_wanted.connect(self.folder_wanted)
        self.close_button.clicked.connect(self.closed)
        self.hide()

    def offer(self) -> None:
        """Show the packs of the workspace that can be read."""
        self.packs.offer([(str(card.path), card.title) for card in self._session.cards if card.kind])
        self.refresh()
        self.show()

    def refresh(self, _checked: bool = False) -> None:
        """Say what would be built."""
        n = len(self.packs.chosen)
        words = (
            ngettext("Build {n} final pack", "Build {n} final packs", n)
            if self.final.isChecked()
            else ngettext("Build {n} draft", "Build {n} drafts", n)
        ).format(n=n)
        self.run.start.setText(words)
        self.run.start.setAccessibleName(words)
        self.run.start.setEnabled(bool(n) and self.run.job is None)
        workspace = self._session.workspace
        into = _("Each into its folder in {folder}; one that cannot be built stops no other.")
        self.where.setText(into.format(folder=QDir.toNativeSeparators(str(workspace.out))) if workspace else "")

    def build(self) -> None:
        """Build those ticked by processes of their own."""
        session, chosen = self._session, [Path(key) for key in self.packs.chosen]
        if session.workspace is None or not chosen or self.run.job is not None:
            return
        try:
            tasks = build_work.tasks_of(
                chosen, session.workspace, session.today, final=self.final.isChecked(), pdf=self.pdf.chosen
            )
        except AlongsideError as error:
            self.run.say(error.sentence(), "block")
            return
        titles = {str(card.path): card.title for card in session.cards}
        self.run.begin_many(
            _("Building several packs"), tasks, {task.name: titles.get(str(task.pack), task.name) for task in tasks}
        )
