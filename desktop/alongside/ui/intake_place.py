"""The page for a buyer's document: its pages beside the questions read from it, corrected in place, then a pack."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QWidget

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.intake import corrected
from alongside.intake.asked import FileKind
from alongside.intake.compared import compare, take_over
from alongside.intake.corrected import Corrected, Steps, doubts, questions
from alongside.intake.locked import PasswordNeeded
from alongside.job_control import JobControl
from alongside.packs.pack import Pack
from alongside.ui import intake_work as work
from alongside.ui.ask import Ask
from alongside.ui.intake_changes import IntakeChanges
from alongside.ui.intake_editor import IntakeEditor
from alongside.ui.intake_list import IntakeList
from alongside.ui.intake_lock import IntakeLock
from alongside.ui.intake_pages import IntakePages
from alongside.ui.intake_setup import IntakeSetup
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import Banner, Elided, Empty, Head, button, column, frame, icon_button, scrolled

NAMES = " ".join(f"*{kind}" for kind in work.KINDS)
QUESTIONS, SETUP, CHANGES = range(3)
EMPTY, LOCKED, PANES = range(3)


class IntakePlace(QWidget):
    """Nothing is written until the pack is made or the changes are taken over."""

    left = Signal()
    undo_changed = Signal()

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._look, self._session, self._ask = look, session, ask
        self.opened: work.Opened | None = None
        self.entries: Corrected = ()
        self._steps = Steps()
        self._path: Path | None = None  # being opened
        self._wish = 0  # a file opened later makes an earlier one's answer void
        self.setAccessibleName(_("A buyer’s document"))
        self.setAcceptDrops(True)
        outer = column(self, space=0)
        outer.addWidget(self._top())
        self.banner = Banner(look)
        self.banner.acted.connect(self._banner_acted)
        held = column()
        held.setContentsMargins(24, 8, 24, 0)
        held.addWidget(self.banner)
        outer.addLayout(held)
        self.stack = QStackedWidget()
        self.empty = Empty(
            look, "file-text", _("Read a buyer’s document"),
            _("Choose the file in which the buyer asks, or drop it here: Word, Excel or PDF. Its questions, limits and "
              "weights are read; you see them beside its pages and correct them before a pack is made."),
            _("Choose a file …"),
        )  # fmt: skip
        self.empty.acted.connect(self.choose_file)
        self.stack.addWidget(self.empty)
        self.lock = IntakeLock(look)
        self.lock.given.connect(self._unlock)
        self.stack.addWidget(self.lock)
        self.stack.addWidget(self._panes())
        outer.addWidget(self.stack, 1)
        session.workspace_changed.connect(self.forget)
        session.pack_opened.connect(self._show_way)
        self._show_way()

    # --- parts --------------------------------------------------------------------------------------------------

    def _top(self) -> QWidget:
        self.head = Head(_("A buyer’s document"))
        self.back = button(_("Packs"), "quiet", _("Back to the packs"))
        self._look.dress(self.back, "arrow-left")
        self.head.line.insertWidget(0, self.back)
        self.undo_button = icon_button(self._look, "arrow-counter-clockwise", _("Undo"))
        self.choose = button(_("Choose a file …"))
        self._look.dress(self.choose, "folder-open", "text")
        self.make = button(_("Make the pack"), "primary")
        for part in (self.undo_button, self.choose, self.make):
            self.head.line.addWidget(part)
        self.back.clicked.connect(self.left)
        self.undo_button.clicked.connect(self.undo)
        self.choose.clicked.connect(self.choose_file)
        self.make.clicked.connect(self._make)
        return self.head

    def _panes(self) -> QWidget:
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        self.pages = IntakePages(self._look)
        panes.addWidget(self.pages)
        side = frame("aside")
        inner = column(side, space=0)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("What was read"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for word in (_("Questions"), _("Pack and rules"), _("Changes")):
            self.tabs.addTab(word)
        line = column(space=0)
        line.setContentsMargins(16, 4, 8, 0)
        line.addWidget(self.tabs)
        inner.addLayout(line)
        read = QSplitter(Qt.Orientation.Vertical)
        read.setChildrenCollapsible(False)
        read.setHandleWidth(1)
        self.list = IntakeList(self._look)
        self.editor = IntakeEditor(self._look)
        held = QWidget()
        box = column(held, space=0)
        box.setContentsMargins(8, 4, 8, 0)
        self.told = Elided("", "small")
        box.addWidget(self.told)
        box.addWidget(self.list, 1)
        below = QWidget()
        box = column(below)
        box.setContentsMargins(12, 8, 12, 12)
        box.addWidget(self.editor)
        read.addWidget(held)
        self.list.setMinimumHeight(self._look.px(160))
        below.setMinimumWidth(1)
        read.addWidget(scrolled(below))
        read.setStretchFactor(0, 1)
        read.setStretchFactor(1, 0)
        read.setSizes([self._look.px(300), self._look.px(430)])
        self.setup = IntakeSetup(self._look, self._session)
        self.changes = IntakeChanges(self._look)
        self.sides = QStackedWidget()
        for part in (read, self.setup, self.changes):
            self.sides.addWidget(part)
        inner.addWidget(self.sides, 1)
        panes.addWidget(side)
        panes.setStretchFactor(0, 5)
        panes.setStretchFactor(1, 4)
        panes.setSizes([720, 560])
        self.tabs.currentChanged.connect(self._tab)
        self.list.chosen.connect(self._chosen)
        self.editor.changed.connect(self._edit)
        self.editor.merge_wanted.connect(self._merge)
        self.editor.split_wanted.connect(self._split)
        self.editor.out_wanted.connect(self._leave_out)
        self.editor.as_read_wanted.connect(self._as_read)
        self.setup.buyer_changed.connect(self._buyer_changed)
        self.changes.take_wanted.connect(self._take_over)
        return panes

    # --- opening ------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for the buyer's file."""
        workspace = self._session.workspace
        start = workspace.folder if workspace is not None else Path.home()
        path = self._ask.file(_("The buyer’s document"), start, f"{_('Word, Excel and PDF')} ({NAMES})")
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path, password: str | None = None) -> None:
        """Read a file; what is shown stays until it is here."""
        workspace = self._session.workspace
        if workspace is None:
            return
        self._path = path
        self._wish += 1
        wish, buyers = self._wish, workspace.buyers

        def read(control: JobControl) -> tuple[int, work.Opened]:
            return wish, work.open_file(path, buyers, password, control)

        self.banner.hide()
        job = Job(_("Reading {name}").format(name=path.name), read)
        job.succeeded.connect(self._read)
        job.failed.connect(self._not_read)
        self._session.jobs.start(job)

    def _read(self, result: tuple[int, work.Opened]) -> None:
        wish, opened = result
        if wish != self._wish:
            return
        self.opened, self.entries = opened, opened.entries
        self._steps = Steps()
        self.head.about.set_whole(opened.path.name)
        if not opened.found.questions:
            finding = opened.found.findings[0]
            self.empty.title.setText(_("This document asks nothing"))
            self.empty.sentence.setText(f"{opened.path.name}: {finding.message} {finding.remedy}")
            self.stack.setCurrentIndex(EMPTY)
            self.opened = None
            self._show_way()
            return
        self.stack.setCurrentIndex(PANES)
        self.pages.show_file(opened)
        self.setup.show_file(opened)
        self.tabs.setCurrentIndex(CHANGES if self._older() is not None else QUESTIONS)
        self._tell_remembered()
        self._show_way()
        self._show_entries(choose=(self.entries[0].id,))
        self.list.setFocus()

    def _not_read(self, error: Exception) -> None:
        if isinstance(error, PasswordNeeded):
            self.stack.setCurrentIndex(LOCKED)
            self.lock.ask(error.sentence())
        elif isinstance(error, AlongsideError):
            self.banner.say(error.sentence(), "block")
        else:
            self._session.trouble.emit(error)

    def _unlock(self, password: str) -> None:
        if self._path is not None:
            self.open_file(self._path, password)

    def forget(self) -> None:
        """Let go of the file."""
        self._wish += 1
        self.opened, self.entries = None, ()
        self._steps = Steps()
        self.stack.setCurrentIndex(EMPTY)
        self.banner.hide()
        self.pages.show_file(None)
        self._show_way()

    def _older(self) -> Pack | None:
        """The open pack, where it answers a buyer's file."""
        pack = self._session.pack
        return pack if pack is not None and pack.source is not None else None

    def _show_way(self) -> None:
        older = self._older()
        self.tabs.setTabVisible(CHANGES, older is not None)
        if older is None and self.tabs.currentIndex() == CHANGES:
            self.tabs.setCurrentIndex(QUESTIONS)
        self.make.setEnabled(self.opened is not None)
        self.make.setText(_("Make a new pack") if older is not None else _("Make the pack"))
        self._show_undo()

    # --- correcting ---------------------------------------------------------------------------------------------

    def _change(self, entries: Corrected, what: str, choose: tuple[str, ...] = (), key: str = "") -> None:
        if entries == self.entries:
            return
        self._steps = self._steps.done(self.entries, what, key)
        self.entries = entries
        self._show_entries(choose)

    def _try(self, change: Callable[[], Corrected], what: str, choose: tuple[str, ...] = ()) -> None:
        try:
            self._change(change(), what, choose)
        except AlongsideError as error:
            self.banner.say(error.sentence(), "warn")

    def _edit(self, entry_id: str, fields: dict[str, object]) -> None:
        key = f"{entry_id}:{','.join(sorted(fields))}"
        try:
            self._change(corrected.change(self.entries, entry_id, **fields), _("correct a question"), key=key)
        except AlongsideError as error:
            self.banner.say(error.sentence(), "warn")

    def _merge(self) -> None:
        ids = self.list.ids
        self._try(lambda: corrected.merge(self.entries, ids), _("merge questions"), ids[:1])

    def _split(self, entry_id: str, at: int) -> None:
        self._try(lambda: corrected.split(self.entries, entry_id, at), _("split a question"), (entry_id,))

    def _leave_out(self, out: bool) -> None:
        ids = self.list.ids
        change = corrected.leave_out if out else corrected.put_back
        self._try(lambda: change(self.entries, ids), _("leave out") if out else _("put back"))

    def _as_read(self, entry_id: str) -> None:
        self._try(lambda: corrected.as_read(self.entries, entry_id), _("take what was read"))

    @property
    def steps(self) -> Steps:
        """What can be undone and redone."""
        return self._steps

    def undo(self) -> None:
        """Take the last correction back."""
        self._steps, self.entries = self._steps.undo(self.entries)
        self._show_entries()

    def redo(self) -> None:
        """Make it again."""
        self._steps, self.entries = self._steps.redo(self.entries)
        self._show_entries()

    def _show_undo(self) -> None:
        self.undo_button.setEnabled(bool(self._steps.past))
        self.undo_changed.emit()

    def _writable(self) -> bool:
        return self.opened is not None and self.opened.found.kind is not FileKind.PDF

    def _show_entries(self, choose: tuple[str, ...] = ()) -> None:
        writable = self._writable()
        self.list.show_entries(self.entries, writable=writable, choose=choose)
        asked = questions(self.entries)
        doubtful = sum(1 for entry in self.entries if doubts(entry, self.entries, writable=writable))
        n = len(asked)
        said = [ngettext("{n} question", "{n} questions", n).format(n=n)]
        if doubtful:
            said.append(ngettext("{n} to check", "{n} to check", doubtful).format(n=doubtful))
        weighed = [item.weight for item in asked if item.weight is not None and item.weight_unit == "%"]
        if weighed:
            said.append(_("weights add to {n:g} %").format(n=sum(weighed)))
        self.told.set_whole("  ·  ".join(said))
        older = self._older()
        if older is not None and self.opened is not None:
            self.changes.show_changes(older.title, compare(older, asked, self.opened.found.stated))
        self._show_undo()

    def _chosen(self) -> None:
        ids = self.list.ids
        entry = next((item for item in self.entries if ids and item.id == ids[0]), None)
        line = next((item for item in self.list.lines if entry is not None and item.id == entry.id), None)
        self.editor.show_entry(entry, line.why if line is not None else (), len(ids))
        self.pages.show_place(entry.read[0] if entry is not None else None)

    def _tab(self, at: int) -> None:
        self.sides.setCurrentIndex(at)

    # --- the buyer ----------------------------------------------------------------------------------------------

    def _tell_remembered(self) -> None:
        n = self.opened.remembered if self.opened is not None else 0
        if n:
            told = ngettext(
                "{n} correction of an earlier document of this buyer was made again.",
                "{n} corrections of earlier documents of this buyer were made again.",
                n,
            )
            self.banner.say(told.format(n=n), "info", _("Leave all as read"), "as_read")

    def _buyer_changed(self, buyer: str) -> None:
        workspace, opened = self._session.workspace, self.opened
        if workspace is None or opened is None or self._steps.past:
            return  # what was corrected by hand stays
        try:
            self.opened = work.of_buyer(opened, workspace.buyers, buyer)
        except AlongsideError as error:
            self.banner.say(error.sentence(), "warn")
            return
        self.entries = self.opened.entries
        self._tell_remembered()
        self._show_entries()

    def _banner_acted(self, key: str) -> None:
        if key == "as_read" and self.opened is not None:
            self._change(work.as_read(self.opened), _("leave all as read"))

    # --- the pack -----------------------------------------------------------------------------------------------

    def _make(self) -> None:
        session, opened = self._session, self.opened
        if session.workspace is None or session.known is None or opened is None:
            return
        wish = self.setup.wish(session.today, example=session.known.library.is_example)
        if not wish.title or not questions(self.entries):
            self.tabs.setCurrentIndex(SETUP)
            self.banner.say(
                _("Give the pack a title.") if not wish.title else _("No question is left to make a pack of."), "warn"
            )
            return
        try:
            pack = work.make_pack(opened, self.entries, wish, session.workspace)
        except AlongsideError as error:
            self.tabs.setCurrentIndex(SETUP)
            self.banner.say(error.sentence(), "block")
            return
        session.close_pack()
        if session.create_pack(pack):
            n = len(pack.questions)
            session.tell(ngettext("{n} question is in the pack.", "{n} questions are in the pack.", n).format(n=n))
            self.forget()

    def _take_over(self) -> None:
        session, opened, older = self._session, self.opened, self._older()
        if session.workspace is None or opened is None or older is None:
            return
        try:
            source = work.keep_source(opened, session.workspace, session.today)
            made = take_over(older, self.changes.chosen, questions(self.entries), source)
            work.remember(opened, self.entries, session.workspace, older.brief.buyer)
        except AlongsideError as error:
            self.banner.say(error.sentence(), "block")
            return
        session.change(made, _("take over the buyer’s changes"))
        session.tell(_("The buyer’s changes are in the pack."), undo=True)
        self.forget()
        self.left.emit()

    # --- events -------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)


def dropped(event: QDropEvent) -> Path | None:
    """The file that is dropped, where it is one that a buyer may ask in."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() in work.KINDS:
            return path
    return None
