"""The main window: the rail, the place in use, the status line, menus and the palette."""

# ruff: noqa: PLC0415

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QMainWindow, QMenu, QStackedWidget, QToolButton, QWidget

from alongside.errors import AlongsideError
from alongside.findings import Finding
from alongside.i18n import _
from alongside.settings import Settings
from alongside.ui.ask import Ask
from alongside.ui.look import DARK, LIGHT, SYSTEM, Look
from alongside.ui.places import (
    BRING_IN,
    EASY_READ,
    HEALTH,
    INTAKE,
    LIBRARY,
    ON_RAIL,
    PACK,
    PACKS,
    PLACES,
    SETTINGS,
    TEMPLATES,
    VERIFY,
    make,
)
from alongside.ui.session import Session
from alongside.ui.status_line import StatusLine
from alongside.ui.theme import TEXT_SCALES
from alongside.ui.widgets import Banner, Head, button, column, row
from alongside.workspace import WorkspaceLockedError, open_workspace

if TYPE_CHECKING:
    from alongside.ui.intake_place import IntakePlace
    from alongside.ui.locking_desk import LockingDesk
    from alongside.ui.pack_place import PackPlace
    from alongside.ui.packs_place import PacksPlace
    from alongside.ui.palette import Choice, Palette
    from alongside.ui.record_pane import RecordPane


class MainWindow(QMainWindow):
    """Leads from place to place. Places that are not seen at once are made when they are first gone to."""

    settings_changed = Signal(object)  # Settings
    first_painted = Signal()  # the library is read and the window has been painted with it

    def __init__(self, look: Look, session: Session, ask: Ask, settings: Settings) -> None:
        super().__init__()
        self.look, self.session, self.ask, self.settings = look, session, ask, settings
        session.backups_kept = settings.backups
        session.other_libraries = settings.libraries
        session.others_changed.connect(self._keep_others)
        session.counts.want_exact(settings.count_pages)
        self._painted = False
        self._warned = False  # that something typed is not saved
        self._pages: dict[str, QWidget] = {}
        self.setWindowTitle("Alongside")
        self.setMinimumSize(900, 600)
        self.resize(1440, 900)
        self.setAcceptDrops(True)
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
        self._lock_desk: LockingDesk | None = None
        self._menus()
        session.pack_opened.connect(self._pack_opened)
        session.pack_changed.connect(self.show_undo)
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
        self.look.dress(mark, "users-three", "accent", 26)
        mark.setAccessibleName("Alongside")
        inner.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addSpacing(12)
        self.rail_buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(rail)
        for key, place in ON_RAIL.items():
            if key == SETTINGS:
                inner.addStretch(1)
            made = QToolButton()
            made.setProperty("role", "rail")
            made.setProperty("place", key)
            made.setText(place.word)
            made.setAccessibleName(place.word)
            made.setToolTip(f"{place.word} ({place.keys})")
            made.setCheckable(True)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.look.dress(made, place.icon, "quiet", 22)
            made.clicked.connect(self._rail_clicked)
            group.addButton(made)
            self.rail_buttons[key] = made
            inner.addWidget(made)
        self._rail_frame = rail
        self._size_rail()
        self.look.changed.connect(self._size_rail)
        return rail

    def _size_rail(self) -> None:
        for made in self.rail_buttons.values():
            made.setFixedWidth(self.look.px(74))

    def _add_page(self, key: str, page: QWidget) -> None:
        self._pages[key] = page
        self.stack.addWidget(page)
        head = page.findChild(Head)
        if head is not None and key != SETTINGS:
            search = button(_("Search or go to …"), "search", _("Reach questions, items, places and actions (Ctrl+K)"))
            search.setText(_("Go to …   Ctrl+K"))
            search.setMinimumWidth(self.look.px(150))
            self.look.dress(search, "magnifying-glass", "quiet", 16)
            search.clicked.connect(self.open_palette)
            at = 2 if key in {PACK, BRING_IN, INTAKE} else 1
            head.line.insertWidget(at, search)

    def _page(self, key: str) -> QWidget:
        if key not in self._pages:
            self._add_page(key, make(key, self))
        return self._pages[key]

    @property
    def library(self) -> QWidget:
        """The Library place."""
        return self._page(LIBRARY)

    @property
    def packs(self) -> "PacksPlace":
        """The place of all packs."""
        return cast("PacksPlace", self._page(PACKS))

    @property
    def pack(self) -> QWidget:
        """The Pack place."""
        return self._page(PACK)

    # --- menus --------------------------------------------------------------------------------------------------

    def _menus(self) -> None:
        bar = self.menuBar()
        file = bar.addMenu(_("&File"))
        self._act(file, _("&New pack"), "Ctrl+N", self._new_pack)
        self._act(file, _("Read a buyer’s &document …"), "Ctrl+D", self._read_document)
        self._act(file, _("&Open workspace …"), "Ctrl+O", self.choose_workspace)
        self._act(file, _("Bring &in a spreadsheet …"), "Ctrl+I", self._bring_in)
        self._act(file, _("&Read the library again"), "F5", self.session.read_library)
        file.addSeparator()
        self._save = self._act(file, _("&Save now"), "Ctrl+S", self._save_here)
        self._build = self._act(file, _("&Build …"), "Ctrl+B", self._show_build)
        self._act(file, _("Build se&veral packs …"), "", self._build_several)
        self._act(file, _("Ve&rify a built pack …"), "", self.go_verify)
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
        for key, place in PLACES.items():
            if place.keys:
                self._act(go, place.word, place.keys, self._go_chosen).setData(key)
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
        self.show_undo()

    def _act(self, menu: QMenu, words: str, keys: str, slot: Callable[..., object]) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        menu.addAction(action)
        return action

    def _choices(self, menu: QMenu, words: dict[str, str], theme: bool) -> None:
        group = QActionGroup(menu)
        now = self.look.name if theme else str(self.look.percent)
        for key, word in words.items():
            action = QAction(word, group)
            action.setCheckable(True)
            action.setChecked(key == now)
            action.setData(key)
            menu.addAction(action)
        group.triggered.connect(self._theme_chosen if theme else self._scale_chosen)

    def _theme_chosen(self, action: QAction) -> None:
        self.use_look(str(action.data()), self.look.percent)

    def _scale_chosen(self, action: QAction) -> None:
        self.use_look(self.look.name, int(action.data()))

    def use_look(self, name: str, percent: int) -> None:
        """Change the theme and the size of the text, and keep both."""
        self.look.use(name, percent)
        self._set(theme=name, text_percent=percent)

    def use_keeping(self, wanted: bool) -> None:
        """Keep what was read of libraries, or not."""
        self.settings = replace(self.settings, keep_library=wanted)
        self._set()

    def use_counting(self, wanted: bool) -> None:
        """Let LibreOffice or Word count pages in the background, or not."""
        self.session.counts.want_exact(wanted)
        self.settings = replace(self.settings, count_pages=wanted)
        self._set()

    def keep_backups(self, number: int) -> None:
        """Keep so many backups of a workbook."""
        self.session.backups_kept = number
        if self.session.edits_in_use is not None:
            self.session.edits_in_use.keep = number
        self._set()

    def _keep_others(self) -> None:
        self.settings = replace(self.settings, libraries=self.session.other_libraries)
        self._set()

    def _set(self, *, theme: str = "", text_percent: int = 0, workspace: str = "") -> None:
        self.settings = replace(
            self.settings,
            theme=theme or self.settings.theme,
            text_percent=text_percent or self.settings.text_percent,
            workspace=workspace or self.settings.workspace,
            backups=self.session.backups_kept,
        )
        self.settings_changed.emit(self.settings)

    def show_undo(self) -> None:
        """Enable and name what can be done where the user is."""
        history = self.session.history
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
        intake = self._intake_place()
        if intake is not None:
            past, undone = intake.steps.past, intake.steps.undone
            self._undo.setEnabled(bool(past))
            self._redo.setEnabled(bool(undone))
            self._undo.setText(_("&Undo: {what}").format(what=past[-1].what) if past else _("&Undo"))
            self._redo.setText(_("&Redo: {what}").format(what=undone[-1].what) if undone else _("&Redo"))

    def _record_pane(self) -> "RecordPane | None":
        """The Library place's record, where that place is in use."""
        page = self._pages.get(LIBRARY)
        if page is None or self.stack.currentWidget() is not page:
            return None
        from alongside.ui.library_place import LibraryPlace

        return page.pane if isinstance(page, LibraryPlace) else None

    def _save_here(self) -> None:
        pane = self._record_pane()
        (pane or self.session).save()

    def _undo_here(self) -> None:
        pane = self._record_pane()
        (pane.edits if pane is not None else self._intake_place() or self.session).undo()

    def _redo_here(self) -> None:
        pane = self._record_pane()
        (pane.edits if pane is not None else self._intake_place() or self.session).redo()

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
        page = self._page(PACK if key == PACKS and self.session.pack is not None else key)
        self.stack.setCurrentWidget(page)
        self.rail_buttons[PLACES[key].under or key].setChecked(True)
        self.show_undo()

    def bring_in(self, path: Path | None) -> None:
        """Go to the page for bringing in a spreadsheet, with a file where one is given."""
        from alongside.ui.bring_in import BringInPlace

        self.go(BRING_IN)
        page = self._page(BRING_IN)
        if path is not None and isinstance(page, BringInPlace):
            page.open_file(path)

    def show_easy_read(self, ref: str) -> None:
        """Go to the Easy Read copy of a story."""
        from alongside.ui.easy_read_place import EasyReadPlace

        self.go(EASY_READ)
        page = self._page(EASY_READ)
        if isinstance(page, EasyReadPlace):
            page.show_story(ref)

    def read_document(self, path: Path | None) -> None:
        """Go to the page for a buyer's document, with a file where one is given; else ask for one."""
        self.go(INTAKE)
        place = self._intake_place()
        if place is None:
            return
        if path is not None:
            place.open_file(path)
        elif place.opened is None:
            place.choose_file()

    def _read_document(self) -> None:
        self.read_document(None)

    def leave_intake(self) -> None:
        """Back to the open pack, or to all packs."""
        self.go(PACKS)

    def _intake_place(self) -> "IntakePlace | None":
        page = self._pages.get(INTAKE)
        if page is None or self.stack.currentWidget() is not page:
            return None
        from alongside.ui.intake_place import IntakePlace

        return page if isinstance(page, IntakePlace) else None

    def _bring_in(self) -> None:
        self.bring_in(None)

    def leave_pack(self) -> None:
        """Back to all packs; what was changed is saved."""
        self.session.close_pack()
        self.go(PACKS)

    def show_ref(self, ref: str) -> None:
        """Show a row of the library."""
        from alongside.ui.library_place import LibraryPlace

        self.go(LIBRARY)
        place = self._page(LIBRARY)
        if isinstance(place, LibraryPlace):
            place.show_ref(ref)

    def show_sheet(self, sheet: str) -> None:
        """Show a sheet of the library, or its findings."""
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

            self._palette = Palette(self.look, self._body, self.session, self.show_ref)
        return self._palette

    @property
    def lock_desk(self) -> "LockingDesk":
        """What locks and unlocks; made when it is first asked for."""
        if self._lock_desk is None:
            from alongside.ui.locking_desk import LockingDesk

            self._lock_desk = LockingDesk(self.look, self.session, self.stack)
            self._lock_desk.locked.connect(self._show_locked)
            self._lock_desk.unlocked.connect(self._show_unlocked)
            self._lock_desk.other_wanted.connect(self.choose_workspace)
            self._lock_desk.idle_lock_wanted.connect(self._lock_idle)
            self._lock_desk.lock_after(self.settings.lock_after)
        return self._lock_desk

    def lock_workspace(self, password: str) -> None:
        """Put the workspace behind a password."""
        if self._may_lose_edits():
            self.lock_desk.lock(password)

    def _lock_idle(self) -> None:
        if self._may_lose_edits():
            self.lock_desk.lock_again()

    def use_lock_after(self, minutes: int) -> None:
        """Lock after so many minutes without use; 0: never."""
        self.settings = replace(self.settings, lock_after=minutes)
        self.lock_desk.lock_after(minutes)
        self._set()

    def _show_locked(self) -> None:
        self._rail_frame.setEnabled(False)
        self.menuBar().setEnabled(False)

    def _show_unlocked(self) -> None:
        self._rail_frame.setEnabled(True)
        self.menuBar().setEnabled(True)
        self.go(PACKS)

    def use_account(self, account: str) -> None:
        """Keep whom the log of exports names."""
        self.settings = replace(self.settings, account=account)
        self._set()

    def choose_workspace(self) -> None:
        """Open another workspace."""
        now = self.session.workspace
        folder = self.ask.folder(_("Open a workspace"), now.folder if now else Path.home())
        if folder is None:
            return
        try:
            workspace = open_workspace(folder)
        except WorkspaceLockedError as error:
            self.session.close_workspace()
            self.lock_desk.show(error.folder)
            return
        except AlongsideError as error:
            self._trouble(error)
            return
        if self._lock_desk is not None and self._lock_desk.holds:
            self._lock_desk.leave()
        self.session.open_workspace(workspace)
        self.go(PACKS)

    def _reachable(self) -> "list[Choice]":
        from alongside.ui.palette import Choice

        session = self.session
        found: list[Choice] = []
        pack = session.pack
        if pack is not None:
            for question in pack.questions:
                words = f"{question.number}  {question.heading or question.text[:90]}"
                found.append(Choice(words, _("Question"), "text-align-left", self._show_question, question.id))
        found += [Choice(place.word, _("Place"), place.icon, self.go, key) for key, place in PLACES.items()]
        for action in self._in_pack if pack is not None else ():
            found.append(Choice(action.text().replace("&", ""), _("Action"), "lightning", action.trigger))
        found.append(Choice(_("New pack"), _("Action"), "plus", self._new_pack))
        found.append(Choice(_("Read a buyer’s document"), _("Action"), "file-text", self._read_document))
        found.append(Choice(_("Build several packs"), _("Action"), "files", self._build_several))
        found += self._of_the_record()
        found += [
            Choice(card.title, _("Pack"), "files", self._open_card, card.path) for card in session.cards if card.kind
        ]
        return found

    def _of_the_record(self) -> "list[Choice]":
        """What a story's person may ask for, where one is shown."""
        from alongside.ui.palette import Choice

        pane = self._record_pane()
        offered = pane.leaving_offered if pane is not None else {}
        return [
            Choice(words, _("Action"), "user", pane.show_leaving, mode)
            for mode, words in offered.items()
            if pane is not None
        ]

    def _rail_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            key = str(sender.property("place"))
            if key == PACKS and self.stack.currentWidget() is self._pages.get(PACK):
                self.leave_pack()
            self.go(key)

    def _go_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.go(str(action.data()))

    def go_library(self) -> None:
        """Go to the Library place."""
        self.go(LIBRARY)

    def go_templates(self) -> None:
        """Go to the templates."""
        self.go(TEMPLATES)

    def go_health(self) -> None:
        """Go to the health of the library."""
        self.go(HEALTH)

    def go_verify(self) -> None:
        """Go to the page that verifies a built pack."""
        self.go(VERIFY)

    def _build_several(self) -> None:
        if self.session.pack is not None:
            self.session.close_pack()
        self.go(PACKS)
        self.packs.start_several()

    def _new_pack(self) -> None:
        if self.session.pack is not None:
            self.session.close_pack()
        self.go(PACKS)
        self.packs.start_new()

    def _open_card(self, path: Path) -> None:
        self.session.open_pack(path)

    def open_workspace_folder(self) -> None:
        """Open the workspace's folder."""
        if self.session.workspace is not None:
            self.ask.open(self.session.workspace.folder)

    def _pack_place(self) -> "PackPlace | None":
        from alongside.ui.pack_place import PackPlace

        page = self._pages.get(PACK)
        return page if isinstance(page, PackPlace) and self.session.pack is not None else None

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

    def show_finding(self, finding: Finding) -> None:
        """Show the row of the library that a finding is about."""
        from alongside.ui.library_place import LibraryPlace

        record = self.session.record_of(finding)
        self.go(LIBRARY)
        place = self._page(LIBRARY)
        if record is not None and isinstance(place, LibraryPlace):
            place.show_record(record)

    # --- what the session tells ---------------------------------------------------------------------------------

    def _pack_opened(self) -> None:
        pack = self.session.pack
        self.show_undo()
        if pack is None:
            self.setWindowTitle("Alongside")
            if self.rail_buttons[PACKS].isChecked():
                self.go(PACKS)
            return
        self._page(PACK)
        self.setWindowTitle(f"{pack.title} – Alongside")
        self.go(PACKS)

    def _workspace_changed(self) -> None:
        workspace = self.session.workspace
        if workspace is not None:
            self._set(workspace=str(workspace.folder))
            self._warn_of_syncing(workspace.folder)

    def _warn_of_syncing(self, folder: Path) -> None:
        from alongside.synced import synced_by

        service = synced_by(folder)
        if service and str(folder) not in self.settings.synced:
            said = _("This workspace lies in a folder of {service}, which copies it to other computers.")
            self.banner.say(said.format(service=service), "warn", _("That is agreed"), "synced")

    def _keep_synced(self) -> None:
        workspace = self.session.workspace
        if workspace is not None:
            self.settings = replace(self.settings, synced=(*self.settings.synced, str(workspace.folder)))
            self._set()

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
        verbs = {"undo": self.session.undo, "recover": self.session.recover, "recover-not": self.session.forget_copy,
                 "synced": self._keep_synced}  # fmt: skip
        if key in verbs:
            verbs[key]()

    # --- events -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted and self.session.known is not None:
            self._painted = True
            self.first_painted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A buyer's document may be dropped anywhere that takes no files of its own."""
        from alongside.ui.intake_place import dropped

        if dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from alongside.ui.intake_place import dropped

        path = dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.read_document(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._palette is not None:
            self._palette.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.close_pack()
        if self.session.unsaved and self.session.pack is not None:
            event.ignore()
            return
        self.session.searches.stop()
        if not self._may_lose_edits():
            event.ignore()
            return
        self.session.jobs.stop()
        if self.session.edits_in_use is not None:
            self.session.edits_in_use.stop()
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
