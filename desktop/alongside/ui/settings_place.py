"""The gear: theme, text size, and which workspace is open."""

from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from alongside.i18n import _, ngettext
from alongside.ui.ask import Ask
from alongside.ui.exports_panel import ExportsPanel
from alongside.ui.lock_panel import LockPanel
from alongside.ui.look import DARK, LIGHT, SYSTEM, Look
from alongside.ui.names_panel import NamesPanel
from alongside.ui.session import Session
from alongside.ui.theme import TEXT_SCALES
from alongside.ui.widgets import Head, Segments, button, column, frame, label, row, scrolled

BACKUP_CHOICES = (0, 5, 10, 30, 100)


class SettingsPlace(QWidget):
    """What is set for this computer."""

    look_wanted = Signal(str, int)  # theme, per cent
    workspace_wanted = Signal()
    folder_wanted = Signal()
    templates_wanted = Signal()
    keeping_wanted = Signal(bool)
    counting_wanted = Signal(bool)
    backups_wanted = Signal(int)  # how many to keep

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._look, self._session = look, session
        self.setAccessibleName(_("Settings"))
        outer = column(self, space=0)
        outer.addWidget(Head(_("Settings")))
        page = QWidget()
        sides = row(page, margin=24, space=0)
        body = QWidget()
        body.setMaximumWidth(look.px(640))
        sides.addWidget(body, 100)
        sides.addStretch(1)
        inner = column(body, space=16)
        self.theme = Segments(_("Theme"), [(SYSTEM, _("As the system")), (LIGHT, _("Light")), (DARK, _("Dark"))])
        self.scale = Segments(_("Text size"), [(str(percent), f"{percent} %") for percent in TEXT_SCALES])
        self.backups = Segments(_("Backups"), [(str(n), str(n) if n else _("None")) for n in BACKUP_CHOICES])
        for title, about, part in (
            (_("Theme"), _("Light, dark, or whichever the system uses."), self.theme),
            (_("Text size"), _("Everything in the window grows with it."), self.scale),
            (
                _("Backups"),
                _("How many dated copies of the workbook are kept, in the folder backups beside it, when you edit it."),
                self.backups,
            ),
        ):
            panel = frame("panel")
            inside = column(panel, margin=20, space=8)
            inside.addWidget(label(title, "heading"))
            inside.addWidget(label(about, "quiet", wrap=True))
            inside.addWidget(part)
            inner.addWidget(panel)
        panel = frame("panel")
        inside = column(panel, margin=20, space=8)
        inside.addWidget(label(_("Workspace"), "heading"))
        self.workspace = label("", "quiet", wrap=True)
        inside.addWidget(self.workspace)
        line = row()
        self.change = button(_("Open another workspace"))
        self.open = button(_("Open folder"), "quiet")
        line.addWidget(self.change)
        line.addWidget(self.open)
        line.addStretch(1)
        inside.addLayout(line)
        inner.addWidget(panel)
        panel = frame("panel")
        inside = column(panel, margin=20, space=8)
        inside.addWidget(label(_("Templates"), "heading"))
        inside.addWidget(
            label(
                _("The Word files that packs are printed with: what they need, and whether they are sound."),
                "quiet",
                wrap=True,
            )
        )
        line = row()
        self.templates = button(_("Look at the templates"))
        line.addWidget(self.templates)
        line.addStretch(1)
        inside.addLayout(line)
        inner.addWidget(panel)
        inner.addWidget(self._counting())
        inner.addWidget(self._keeping())
        self.lock_panel = LockPanel(session, "")
        inner.addWidget(self.lock_panel)
        self.exports = ExportsPanel(session, ask)
        inner.addWidget(self.exports)
        self.names = NamesPanel(session, ask)
        inner.addWidget(self.names)
        inner.addStretch(1)
        outer.addWidget(scrolled(page), 1)
        self.theme.chosen.connect(self._theme_chosen)
        self.scale.chosen.connect(self._scale_chosen)
        self.backups.chosen.connect(self._backups_chosen)
        self.change.clicked.connect(self.workspace_wanted)
        self.open.clicked.connect(self.folder_wanted)
        self.templates.clicked.connect(self.templates_wanted)
        session.workspace_changed.connect(self.refresh)
        look.changed.connect(self.refresh)
        self.refresh()

    def _counting(self) -> QWidget:
        panel = frame("panel")
        inside = column(panel, margin=20, space=8)
        inside.addWidget(label(_("Page counts"), "heading"))
        about = _(
            "Where LibreOffice or Word is on this computer it can count the pages of the open pack in the background, "
            "so that they are exact and no estimates."
        )
        inside.addWidget(label(about, "quiet", wrap=True))
        self.counting = QCheckBox(_("Count pages exactly"))
        inside.addWidget(self.counting)
        self.counting.clicked.connect(self.counting_wanted)
        return panel

    def show_counting(self, wanted: bool) -> None:
        """Show whether pages are counted in the background."""
        self.counting.setChecked(wanted)

    def _keeping(self) -> QWidget:
        panel = frame("panel")
        inside = column(panel, margin=20, space=8)
        inside.addWidget(label(_("Large libraries"), "heading"))
        about = _(
            "What was read of a library of 2,000 rows or more can be kept on this computer, readable by you alone, so "
            "that it opens at once the next time. Its words are in it."
        )
        inside.addWidget(label(about, "quiet", wrap=True))
        self.keeping = QCheckBox(_("Keep what was read"))
        inside.addWidget(self.keeping)
        line = row()
        self.clear = button(_("Take away what is kept"))
        line.addWidget(self.clear)
        line.addStretch(1)
        inside.addLayout(line)
        self.keeping.clicked.connect(self._keeping_chosen)
        self.clear.clicked.connect(self._clear)
        return panel

    def show_keeping(self, wanted: bool) -> None:
        """Show whether what is read is kept."""
        self.keeping.setChecked(wanted)

    def _keeping_chosen(self, wanted: bool) -> None:
        self.keeping_wanted.emit(wanted)
        if not wanted:
            self._clear()

    def _clear(self) -> None:
        from alongside.library.cache_files import clear  # noqa: PLC0415 - seldom asked for

        gone = clear()
        said = ngettext("{n} file was taken away.", "{n} files were taken away.", gone).format(n=gone)
        self._session.tell(said if gone else _("Nothing was kept of any library."))

    def refresh(self) -> None:
        """Show what is set."""
        self.theme.choose(self._look.name)
        self.scale.choose(str(self._look.percent))
        self.backups.choose(str(self._session.backups_kept))
        workspace = self._session.workspace
        self.workspace.setText(QDir.toNativeSeparators(str(workspace.folder)) if workspace else _("None is open."))

    def _theme_chosen(self, name: str) -> None:
        self.look_wanted.emit(name, self._look.percent)

    def _backups_chosen(self, key: str) -> None:
        self.backups_wanted.emit(int(key))

    def _scale_chosen(self, percent: str) -> None:
        self.look_wanted.emit(self._look.name, int(percent))
