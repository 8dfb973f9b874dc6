"""The main window: the rail, the place in use, the status line, menus and the palette."""

# ruff: noqa: PLC0415

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QMainWindow, QMenu, QStackedWidget, QToolButton, QWidget

from alongside.errors import AlongsideError
from alongside.findings import Finding
from alongside.i18n import _
from alongside.settings import Settings
from alongside.ui.ask import Ask
from alongside.ui.look import DARK, LIGHT, SYSTEM, Look
from alongside.ui.packs_place import PacksPlace
from alongside.ui.session import Session
from alongside.ui.status_line import StatusLine
from alongside.ui.theme import TEXT_SCALES
from alongside.ui.widgets import Banner, Head, button, column, row
from alongside.workspace import open_workspace

if TYPE_CHECKING:
    from alongside.ui.pack_place import PackPlace
    from alongside.ui.palette import Choice, Palette
    from alongside.ui.record_pane import RecordPane

PACKS, LIBRARY, READINESS, FIGURES, SETTINGS = "packs", "library", "readiness", "figures", "settings"
VERIFY = "verify"  # as TEMPLATES
HEALTH = "health"  # as TEMPLATES; the Library place and the menu lead there
BRING_IN = "bring in"  # as TEMPLATES; the Library place and the menu lead there
TEMPLATES = "templates"  # gone to from the menu, the palette and Settings; seldom enough to need no place on the rail
UNDER = {TEMPLATES: SETTINGS, VERIFY: PACKS, BRING_IN: LIBRARY, HEALTH: LIBRARY}  # the place on the rail that is lit
PLACES = {
    PACKS: (_("Packs"), "files", "Ctrl+1"),
    LIBRARY: (_("Library"), "books", "Ctrl+2"),
    READINESS: (_("Readiness"), "grid-four", "Ctrl+3"),
    FIGURES: (_("Figures"), "chart-line-up", "Ctrl+4"),
    SETTINGS: (_("Settings"), "gear-six", "Ctrl+,"),
}


class MainWindow(QMainWindow):
    """Leads from place to place. Places that are not seen at once are made when they are first gone to."""

    settings_changed = Signal(object)  # Settings
    first_painted = Signal()  # the library is read and the window has been painted with it

    def __init__(self, look: Look, session: Session, ask: Ask, settings: Settings) -> None:
        super().__init__()
        self._look, self._session, self._ask, self._settings = look, session, ask, settings
        session.backups_kept = settings.backups
        self._painted = False
        self._warned = False  # that something typed is not saved
        self._pages: dict[str, QWidget] = {}
        self.setWindowTitle("Alongside")
        self.setMinimumSize(900, 600)
        self.resize(1440, 900)
        body = QWidget()
        body.setProperty("role", "canvas")
        across = row(body, space=0)
        across.addWidget(self._rail())
        right = column(space=0)
        across.addLayout(right, 1)
        self.banner = Banner(look)
        self.banner.acted.connect(self._banner_acted)
        above = column(space=0)
        above.setContentsMargins(16, 0, 16, 0)
        above.addWidget(self.banner)
        self.stack = QStackedWidget()
        right.addWidget(self.stack, 1)
        right.addLayout(above)
        self.status = StatusLine(look, session)
        right.addWidget(self.status)
        self.setCentralWidget(body)
        self._palette: Palette | None = None
        self._body = body
        self._menus()
        self.packs = PacksPlace(look, session)
        self.packs.sheet_wanted.connect(self._show_sheet)
        self.packs.verify_wanted.connect(self._go_verify)
        self.packs.folder_wanted.connect(self._open_folder)
        self._add_page(PACKS, self.packs)
        session.pack_opened.connect(self._pack_opened)
        session.pack_changed.connect(self._show_undo)
        session.trouble.connect(self._trouble)
        session.notice.connect(self._notice)
        session.recoverable.connect(self._recoverable)
        session.workspace_changed.connect(self._workspace_changed)
        session.library_changed.connect(self._library_changed)
        self.go(PACKS)

    # --- parts --------------------------------------------------------------------------------------------------

    def _rail(self) -> QWidget:
        rail = QFrame()
        rail.setProperty("role", "rail")
        inner = column(rail, space=4)
        inner.setContentsMargins(8, 12, 8, 12)
        mark = QLabel()
        self._look.dress(mark, "users-three", "accent", 26)
        mark.setAccessibleName("Alongside")
        inner.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addSpacing(12)
        self.rail_buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(rail)
        for key, (word, icon, keys) in PLACES.items():
            if key == SETTINGS:
                inner.addStretch(1)
            made = QToolButton()
            made.setProperty("role", "rail")
            made.setProperty("place", key)
            made.setText(word)
            made.setAccessibleName(word)
            made.setToolTip(f"{word} ({keys})")
            made.setCheckable(True)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._look.dress(made, icon, "quiet", 22)
            made.clicked.connect(self._rail_clicked)
            group.addButton(made)
            self.rail_buttons[key] = made
            inner.addWidget(made)
        self._rail_frame = rail
        self._size_rail()
        self._look.changed.connect(self._size_rail)
        return rail

    def _size_rail(self) -> None:
        for made in self.rail_buttons.values():
            made.setFixedWidth(self._look.px(74))

    def _add_page(self, key: str, page: QWidget) -> None:
        self._pages[key] = page
        self.stack.addWidget(page)
        head = page.findChild(Head)
        if head is not None and key != SETTINGS:
            search = button(_("Search or go to …"), "search", _("Reach questions, items, places and actions (Ctrl+K)"))
            search.setText(_("Go to …   Ctrl+K"))
            search.setMinimumWidth(self._look.px(150))
            self._look.dress(search, "magnifying-glass", "quiet", 16)
            search.clicked.connect(self.open_palette)
            at = 2 if key in {"pack", BRING_IN} else 1
            head.line.insertWidget(at, search)

    def _page(self, key: str) -> QWidget:
        if key not in self._pages:
            self._add_page(key, self._make_page(key))
        return self._pages[key]

    def _make_page(self, key: str) -> QWidget:
        """Places beyond the first are imported when they are gone to: the window opens sooner."""
        if key == LIBRARY:
            from alongside.ui.library_place import LibraryPlace

            library = LibraryPlace(self._look, self._session)
            library.pane.state_changed.connect(self._show_undo)
            library.pane.edits.standing_changed.connect(self._show_undo)
            library.bring_in_wanted.connect(self.bring_in)
            library.health_wanted.connect(self._go_health)
            return library
        if key == READINESS:
            from alongside.ui.readiness_place import ReadinessPlace

            readiness = ReadinessPlace(self._look, self._session)
            readiness.record_wanted.connect(self.show_ref)
            return readiness
        if key == FIGURES:
            from alongside.ui.figures_place import FiguresPlace

            return FiguresPlace(self._look, self._session)
        if key == SETTINGS:
            from alongside.ui.settings_place import SettingsPlace

            settings = SettingsPlace(self._look, self._session, self._ask)
            settings.look_wanted.connect(self._use_look)
            settings.workspace_wanted.connect(self.choose_workspace)
            settings.folder_wanted.connect(self._open_workspace_folder)
            settings.templates_wanted.connect(self._go_templates)
            settings.show_keeping(self._settings.keep_library)
            settings.keeping_wanted.connect(self._use_keeping)
            settings.backups_wanted.connect(self._keep_backups)
            return settings
        if key == TEMPLATES:
            from alongside.ui.templates_place import TemplatesPlace

            return TemplatesPlace(self._look, self._session, self._ask)
        if key == HEALTH:
            from alongside.ui.health_place import HealthPlace

            health = HealthPlace(self._look, self._session, self._ask)
            health.record_wanted.connect(self.show_ref)
            health.left.connect(self._go_library)
            return health
        if key == BRING_IN:
            from alongside.ui.bring_in import BringInPlace

            bringing = BringInPlace(self._look, self._session, self._ask)
            bringing.left.connect(self._go_library)
            bringing.done.connect(self._show_sheet)
            return bringing
        if key == VERIFY:
            from alongside.ui.verify_place import VerifyPlace

            return VerifyPlace(self._look, self._session, self._ask)
        from alongside.ui.pack_place import PackPlace

        place = PackPlace(self._look, self._session, self._ask)
        place.left.connect(self.leave_pack)
        place.record_wanted.connect(self._show_finding)
        return place

    @property
    def library(self) -> QWidget:
        """The Library place."""
        return self._page(LIBRARY)

    @property
    def pack(self) -> QWidget:
        """The Pack place."""
        return self._page("pack")

    # --- menus --------------------------------------------------------------------------------------------------

    def _menus(self) -> None:
        bar = self.menuBar()
        file = bar.addMenu(_("&File"))
        self._act(file, _("&New pack"), "Ctrl+N", self._new_pack)
        self._act(file, _("&Open workspace …"), "Ctrl+O", self.choose_workspace)
        self._act(file, _("Bring &in a spreadsheet …"), "Ctrl+I", self._bring_in)
        self._act(file, _("&Read the library again"), "F5", self._session.read_library)
        file.addSeparator()
        self._save = self._act(file, _("&Save now"), "Ctrl+S", self._save_here)
        self._build = self._act(file, _("&Build …"), "Ctrl+B", self._show_build)
        self._act(file, _("Build se&veral packs …"), "", self._build_several)
        self._act(file, _("Ve&rify a built pack …"), "", self._go_verify)
        self._close_pack = self._act(file, _("&Close pack"), "Ctrl+W", self.leave_pack)
        file.addSeparator()
        self._act(file, _("&Quit"), "Ctrl+Q", self.close)
        edit = bar.addMenu(_("&Edit"))
        self._undo = self._act(edit, _("&Undo"), "Ctrl+Z", self._undo_here)
        self._redo = self._act(edit, _("&Redo"), "Ctrl+Y", self._redo_here)
        self._redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        edit.addSeparator()
        self._up = self._act(edit, _("Move block &up"), "Alt+Up", self._move_up)
        self._down = self._act(edit, _("Move block &down"), "Alt+Down", self._move_down)
        edit.addSeparator()
        self._add_record = self._act(edit, _("New &record"), "Ctrl+Shift+N", self._add_here)
        self._edit_record = self._act(edit, _("&Edit the record"), "F2", self._edit_here)
        edit.addSeparator()
        self._find = self._act(edit, _("&Add from the library"), "Ctrl+L", self._add_evidence)
        go = bar.addMenu(_("&Go"))
        self._act(go, _("Go to &anything …"), "Ctrl+K", self.open_palette)
        go.addSeparator()
        for (word, _icon, keys), slot in zip(
            PLACES.values(),
            (self._go_packs, self._go_library, self._go_readiness, self._go_figures, self._go_settings),
            strict=True,
        ):
            self._act(go, word, keys, slot)
        self._act(go, _("&Templates"), "Ctrl+5", self._go_templates)
        self._act(go, _("Library &health"), "Ctrl+6", self._go_health)
        go.addSeparator()
        self._next = self._act(go, _("&Next question"), "Ctrl+PgDown", self._next_question)
        self._last = self._act(go, _("&Previous question"), "Ctrl+PgUp", self._previous_question)
        view = bar.addMenu(_("&View"))
        self._choices(view.addMenu(_("&Theme")), {SYSTEM: _("As the system"), LIGHT: _("Light"), DARK: _("Dark")}, True)
        self._choices(view.addMenu(_("Te&xt size")), {str(n): f"{n} %" for n in TEXT_SCALES}, False)
        self._in_pack = (
            self._save, self._build, self._close_pack, self._undo, self._redo, self._up, self._down, self._find,
            self._next, self._last,
        )  # fmt: skip
        self._show_undo()

    def _act(self, menu: QMenu, words: str, keys: str, slot: Callable[..., object]) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        menu.addAction(action)
        return action

    def _choices(self, menu: QMenu, words: dict[str, str], theme: bool) -> None:
        group = QActionGroup(menu)
        now = self._look.name if theme else str(self._look.percent)
        for key, word in words.items():
            action = QAction(word, group)
            action.setCheckable(True)
            action.setChecked(key == now)
            action.setData(key)
            menu.addAction(action)
        group.triggered.connect(self._theme_chosen if theme else self._scale_chosen)

    def _theme_chosen(self, action: QAction) -> None:
        self._use_look(str(action.data()), self._look.percent)

    def _scale_chosen(self, action: QAction) -> None:
        self._use_look(self._look.name, int(action.data()))

    def _use_look(self, name: str, percent: int) -> None:
        self._look.use(name, percent)
        self._set(theme=name, text_percent=percent)

    def _use_keeping(self, wanted: bool) -> None:
        self._settings = replace(self._settings, keep_library=wanted)
        self._set()

    def _keep_backups(self, number: int) -> None:
        self._session.backups_kept = number
        if self._session.edits_in_use is not None:
            self._session.edits_in_use.keep = number
        self._set()

    def _set(self, *, theme: str = "", text_percent: int = 0, workspace: str = "") -> None:
        self._settings = replace(
            self._settings,
            theme=theme or self._settings.theme,
            text_percent=text_percent or self._settings.text_percent,
            workspace=workspace or self._settings.workspace,
            backups=self._session.backups_kept,
        )
        self.settings_changed.emit(self._settings)

    def _show_undo(self) -> None:
        history = self._session.history
        for action in self._in_pack:
            action.setEnabled(history is not None)
        undoes = history.undoes if history else ""
        redoes = history.redoes if history else ""
        self._undo.setText(_("&Undo: {what}").format(what=undoes) if undoes else _("&Undo"))
        self._redo.setText(_("&Redo: {what}").format(what=redoes) if redoes else _("&Redo"))
        pane = self._record_pane()
        self._add_record.setEnabled(pane is not None)
        self._edit_record.setEnabled(pane is not None and pane.record is not None)
        if pane is not None:
            standing = pane.edits.standing
            self._save.setEnabled(pane.editing)
            self._undo.setEnabled(standing.undo is not None)
            self._redo.setEnabled(standing.redo is not None)
            what = pane.banner.what_undoes()
            self._undo.setText(_("&Undo: {what}").format(what=what) if what else _("&Undo"))
            self._redo.setText(_("&Redo"))

    def _record_pane(self) -> "RecordPane | None":
        """The Library place's record, where that place is in use."""
        page = self._pages.get(LIBRARY)
        if page is None or self.stack.currentWidget() is not page:
            return None
        from alongside.ui.library_place import LibraryPlace

        return page.pane if isinstance(page, LibraryPlace) else None

    def _save_here(self) -> None:
        pane = self._record_pane()
        (pane or self._session).save()

    def _undo_here(self) -> None:
        pane = self._record_pane()
        (pane.edits if pane is not None else self._session).undo()

    def _redo_here(self) -> None:
        pane = self._record_pane()
        (pane.edits if pane is not None else self._session).redo()

    def _add_here(self) -> None:
        from alongside.ui.library_place import LibraryPlace

        page = self._pages.get(LIBRARY)
        if isinstance(page, LibraryPlace):
            page.add_record()

    def _edit_here(self) -> None:
        pane = self._record_pane()
        if pane is not None:
            pane.edit()

    # --- going places -------------------------------------------------------------------------------------------

    def go(self, key: str) -> None:
        """Go to a place."""
        page = self._page("pack" if key == PACKS and self._session.pack is not None else key)
        self.stack.setCurrentWidget(page)
        self.rail_buttons[UNDER.get(key, key)].setChecked(True)
        self._show_undo()

    def bring_in(self, path: Path | None) -> None:
        """Go to the page for bringing in a spreadsheet, with a file where one is given."""
        from alongside.ui.bring_in import BringInPlace

        self.go(BRING_IN)
        page = self._page(BRING_IN)
        if path is not None and isinstance(page, BringInPlace):
            page.open_file(path)

    def _bring_in(self) -> None:
        self.bring_in(None)

    def leave_pack(self) -> None:
        """Back to all packs; what was changed is saved."""
        self._session.close_pack()
        self.go(PACKS)

    def show_ref(self, ref: str) -> None:
        """Show a row of the library."""
        from alongside.ui.library_place import LibraryPlace

        self.go(LIBRARY)
        place = self._page(LIBRARY)
        if isinstance(place, LibraryPlace):
            place.show_ref(ref)

    def _show_sheet(self, sheet: str) -> None:
        from alongside.ui.library_place import LibraryPlace

        self.go(LIBRARY)
        place = self._page(LIBRARY)
        if isinstance(place, LibraryPlace):
            if sheet == "findings":
                place.show_findings(True)
            else:
                place.show_sheet(sheet)

    def open_palette(self) -> None:
        """Offer everything that can be reached."""
        self.palette_view.open(self._reachable())

    @property
    def palette_view(self) -> "Palette":
        """The palette; made when it is first asked for."""
        if self._palette is None:
            from alongside.ui.palette import Palette

            self._palette = Palette(self._look, self._body, self._session, self.show_ref)
        return self._palette

    def choose_workspace(self) -> None:
        """Open another workspace."""
        now = self._session.workspace
        folder = self._ask.folder(_("Open a workspace"), now.folder if now else Path.home())
        if folder is None:
            return
        try:
            workspace = open_workspace(folder)
        except AlongsideError as error:
            self._trouble(error)
            return
        self._session.open_workspace(workspace)
        self.go(PACKS)

    def _reachable(self) -> "list[Choice]":
        from alongside.ui.palette import Choice

        session = self._session
        found: list[Choice] = []
        pack = session.pack
        if pack is not None:
            for question in pack.questions:
                words = f"{question.number}  {question.heading or question.text[:90]}"
                found.append(Choice(words, _("Question"), "text-align-left", self._show_question, question.id))
        found += [Choice(word, _("Place"), icon, self.go, key) for key, (word, icon, _keys) in PLACES.items()]
        found.append(Choice(_("Templates"), _("Place"), "file-text", self.go, TEMPLATES))
        found.append(Choice(_("Bring in a spreadsheet"), _("Place"), "download-simple", self.go, BRING_IN))
        for action in self._in_pack if pack is not None else ():
            found.append(Choice(action.text().replace("&", ""), _("Action"), "lightning", action.trigger))
        found.append(Choice(_("New pack"), _("Action"), "plus", self._new_pack))
        found.append(Choice(_("Build several packs"), _("Action"), "files", self._build_several))
        found.append(Choice(_("Verify a built pack"), _("Action"), "shield-check", self._go_verify))
        found += [
            Choice(card.title, _("Pack"), "files", self._open_card, card.path) for card in session.cards if card.kind
        ]
        return found

    def _rail_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            key = str(sender.property("place"))
            if key == PACKS and self.stack.currentWidget() is self._pages.get("pack"):
                self.leave_pack()
            self.go(key)

    def _go_packs(self) -> None:
        self.go(PACKS)

    def _go_library(self) -> None:
        self.go(LIBRARY)

    def _go_readiness(self) -> None:
        self.go(READINESS)

    def _go_figures(self) -> None:
        self.go(FIGURES)

    def _go_settings(self) -> None:
        self.go(SETTINGS)

    def _go_templates(self) -> None:
        self.go(TEMPLATES)

    def _go_health(self) -> None:
        self.go(HEALTH)

    def _go_verify(self) -> None:
        self.go(VERIFY)

    def _build_several(self) -> None:
        if self._session.pack is not None:
            self._session.close_pack()
        self.go(PACKS)
        self.packs.start_several()

    def _open_folder(self, folder: Path) -> None:
        self._ask.open(folder)

    def _new_pack(self) -> None:
        if self._session.pack is not None:
            self._session.close_pack()
        self.go(PACKS)
        self.packs.start_new()

    def _open_card(self, path: Path) -> None:
        self._session.open_pack(path)

    def _open_workspace_folder(self) -> None:
        if self._session.workspace is not None:
            self._ask.open(self._session.workspace.folder)

    def _pack_place(self) -> "PackPlace | None":
        from alongside.ui.pack_place import PackPlace

        page = self._pages.get("pack")
        return page if isinstance(page, PackPlace) and self._session.pack is not None else None

    def _show_question(self, question_id: str) -> None:
        place = self._pack_place()
        if place is not None:
            self.go(PACKS)
            place.show_question(question_id)

    def _show_build(self) -> None:
        place = self._pack_place()
        if place is not None:
            self.go(PACKS)
            place.show_build()

    def _add_evidence(self) -> None:
        place = self._pack_place()
        if place is not None:
            self.go(PACKS)
            place.show_add("suggested")

    def _move_up(self) -> None:
        place = self._pack_place()
        if place is not None:
            place.composer.move_current(-1)

    def _move_down(self) -> None:
        place = self._pack_place()
        if place is not None:
            place.composer.move_current(1)

    def _next_question(self) -> None:
        place = self._pack_place()
        if place is not None:
            place.outline.step(1)

    def _previous_question(self) -> None:
        place = self._pack_place()
        if place is not None:
            place.outline.step(-1)

    def _show_finding(self, finding: Finding) -> None:
        from alongside.ui.library_place import LibraryPlace

        record = self._session.record_of(finding)
        self.go(LIBRARY)
        place = self._page(LIBRARY)
        if record is not None and isinstance(place, LibraryPlace):
            place.show_record(record)

    # --- what the session tells ---------------------------------------------------------------------------------

    def _pack_opened(self) -> None:
        pack = self._session.pack
        self._show_undo()
        if pack is None:
            self.setWindowTitle("Alongside")
            if self.rail_buttons[PACKS].isChecked():
                self.go(PACKS)
            return
        self._page("pack")
        self.setWindowTitle(f"{pack.title} – Alongside")
        self.go(PACKS)

    def _workspace_changed(self) -> None:
        workspace = self._session.workspace
        if workspace is not None:
            self._set(workspace=str(workspace.folder))

    def _library_changed(self) -> None:
        self.update()

    def _trouble(self, error: Exception) -> None:
        if isinstance(error, AlongsideError):
            self.banner.say(error.sentence(), "block")
            return
        from alongside.fault_log import keep_fault

        log = keep_fault(error, datetime.now())  # noqa: DTZ005 - the clock on the user's wall
        where = _("What happened is noted in {file}.").format(file=log) if log else ""
        sentence = _("Something went wrong inside Alongside ({kind}); your work is kept.")
        self.banner.say(f"{sentence.format(kind=type(error).__name__)} {where}", "block")

    def _notice(self, sentence: str, undo: bool) -> None:
        self.banner.say(sentence, "info", _("Undo") if undo else "", "undo")

    def _recoverable(self) -> None:
        self.banner.say(
            _("Alongside was closed before it could save this pack. A later copy was kept."),
            "warn",
            _("Use the later copy"),
            "recover",
            _("Keep what is saved"),
        )

    def _banner_acted(self, key: str) -> None:
        verbs = {"undo": self._session.undo, "recover": self._session.recover, "recover-not": self._session.forget_copy}
        if key in verbs:
            verbs[key]()

    # --- events -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted and self._session.known is not None:
            self._painted = True
            self.first_painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._palette is not None:
            self._palette.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._session.close_pack()
        if self._session.unsaved and self._session.pack is not None:
            event.ignore()
            return
        self._session.searches.stop()
        if not self._may_lose_edits():
            event.ignore()
            return
        self._session.jobs.stop()
        if self._session.edits_in_use is not None:
            self._session.edits_in_use.stop()
        super().closeEvent(event)

    def _may_lose_edits(self) -> bool:
        """Whether there is nothing typed into a record and not saved; the second wish to close is taken at its word."""
        from alongside.ui.library_place import LibraryPlace

        page = self._pages.get(LIBRARY)
        if not isinstance(page, LibraryPlace) or not page.pane.unfinished or self._warned:
            return True
        self._warned = True
        self.go(LIBRARY)
        named = ", ".join(ref or _("the new record") for ref in page.pane.unfinished)
        self.banner.say(_("Not saved yet: {named}. Close once more to leave without it.").format(named=named), "warn")
        return False

    def sizeHint(self) -> QSize:
        return QSize(1440, 900)
