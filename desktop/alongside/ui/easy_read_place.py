"""The page for a person's own copy: ideas with pictures on the left; checks, pages and the answer on the right."""

import importlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QDate, QIODevice, Qt, QTimer, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSplitter, QStackedWidget, QWidget

from alongside.checks.easy_read import check_copy
from alongside.errors import AlongsideError
from alongside.findings import Finding, blocking
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.editing.draft import missing_columns
from alongside.library.records import Story
from alongside.packs.easy_read import EasyRead, Idea, Term, Tested, bank, copy_path, load_copy, save_copy
from alongside.packs.easy_read_draft import draft
from alongside.packs.easy_read_edit import add_idea, move_idea, remove_idea, set_fields, set_idea, set_tested, set_words
from alongside.packs.edit import new_id
from alongside.packs.told import answered
from alongside.ui import easy_read_work as work
from alongside.ui.ask import Ask
from alongside.ui.easy_read_answer import AnswerTab
from alongside.ui.easy_read_card import IdeaCard
from alongside.ui.findings_view import FindingsView
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import Head, Segments, button, clear, column, icon_button, label, scrolled

CHECKS, PAGES, ANSWER = "checks", "pages", "answer"
CHECK_AFTER_MS = 250
FIRST = (
    ("title", _("Title")),
    ("about", _("What it is about")),
    ("made_by", _("Who it is from")),
    ("ask", _("Who to ask, and how")),
    ("supporter", _("Whether a supporter can help")),
)


class EasyReadPlace(QWidget):
    """Edits the copy of one story; every change is saved, and can be undone."""

    left = Signal()

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._look, self._session, self._ask = look, session, ask
        self._story: Story | None = None
        self.copy: EasyRead | None = None
        self._undone: list[EasyRead] = []
        self._before: list[EasyRead] = []
        self._typing = ""  # the idea whose words are being typed: one step of undo
        self._speech: Any = None
        self._buffer: QBuffer | None = None
        self.found: tuple[Finding, ...] = ()
        self.cards: dict[str, IdeaCard] = {}
        self.setAccessibleName(_("Easy Read copy"))
        outer = column(self, space=0)
        self.head = Head(_("Easy Read copy"))
        self.back = icon_button(look, "arrow-left", _("Back to the library"))
        self.undo_button = icon_button(look, "arrow-u-up-left", _("Undo"), "Ctrl+Z")
        self.redo_button = icon_button(look, "arrow-u-up-right", _("Redo"), "Ctrl+Y")
        self.aloud = button(_("Read aloud"), "quiet")
        look.dress(self.aloud, "speaker-high")
        self.build_button = button(_("Make the Word document"), "primary")
        for part, slot in (
            (self.back, self.left.emit), (self.undo_button, self.undo), (self.redo_button, self.redo),
            (self.aloud, self.read_aloud), (self.build_button, self.build),
        ):  # fmt: skip
            part.clicked.connect(slot)
            self.head.line.addWidget(part)
        outer.addWidget(self.head)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        inside = QWidget()
        self._list = column(inside, margin=20, space=12)
        self._area = scrolled(inside)
        panes.addWidget(self._area)
        panes.addWidget(self._side())
        panes.setStretchFactor(0, 3)
        panes.setStretchFactor(1, 2)
        panes.setSizes([700, 440])
        outer.addWidget(panes, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER_MS)
        self._timer.timeout.connect(self._settle)
        session.edits.saved.connect(self._answer_saved)

    def _side(self) -> QWidget:
        side = QWidget()
        inner = column(side, margin=8, space=6)
        self.tabs = Segments(_("Show"), ((CHECKS, _("Checks")), (PAGES, _("Pages")), (ANSWER, _("Answer"))))
        self.tabs.choose(CHECKS)
        self.tabs.chosen.connect(self.show_tab)
        inner.addWidget(self.tabs)
        self.said = label("", "small", wrap=True)
        inner.addWidget(self.said)
        self._stack = QStackedWidget()
        self.findings = FindingsView(self._look)
        self.findings.gone_to.connect(self._go_to)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setAccessibleName(_("Pages as they will be printed"))
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.answer = AnswerTab()
        self.answer.recorded.connect(self.record_answer)
        for part in (self.findings, self.view, scrolled(self.answer)):
            self._stack.addWidget(part)
        inner.addWidget(self._stack, 1)
        return side

    @property
    def _folder(self) -> Path | None:
        return self._session.workspace.folder if self._session.workspace else None

    # --- what is shown ------------------------------------------------------------------------------------------

    def show_story(self, ref: str) -> None:
        """The kept copy of a story, or a first draft of it."""
        known, folder = self._session.known, self._folder
        story = known.library.get(ref) if known else None
        if known is None or folder is None or not isinstance(story, Story):
            return
        self._story = story
        path = copy_path(folder, ref)
        try:
            if path.is_file():
                self.copy = load_copy(path)
            else:
                library = known.library
                provider = library.about.get("provider", "")
                self.copy = draft(story, provider, self._session.today, example=library.is_example)
        except AlongsideError as error:
            self._session.trouble.emit(error)
            return
        self._before, self._undone, self._typing = [], [], ""
        today = self._session.today
        self.answer.show_story(story, QDate(today.year, today.month, today.day))
        self.answer.said.clear()
        self.said.clear()
        self._show_copy()
        self._settle()

    def _show_copy(self) -> None:
        copy, folder = self.copy, self._folder
        if copy is None or folder is None:
            return
        self.head.about.set_whole(f"{copy.story}: {copy.title}")
        clear(self._list)
        self._list.addWidget(label(_("First page"), "heading"))
        self.first: dict[str, QLineEdit] = {}
        for name, words in FIRST:
            field = QLineEdit(getattr(copy, name))
            field.setAccessibleName(words)
            field.setPlaceholderText(words)
            field.setToolTip(words)
            field.editingFinished.connect(self._first_changed)
            self.first[name] = field
            self._list.addWidget(field)
        own = bank(folder)
        self.cards = {}
        for idea in copy.ideas:
            card = IdeaCard(self._look, idea, own)
            card.changed.connect(self._idea_changed)
            card.moved.connect(self._moved)
            card.removed.connect(self._removed)
            card.added.connect(self._added)
            card.spoken.connect(self.speak)
            self.cards[idea.id] = card
            self._list.addWidget(card)
        self._list.addWidget(label(_("Checked with people with a learning disability"), "heading", wrap=True))
        self._list.insertWidget(self._list.count() - 1, label(_("Word list"), "heading"))
        self.meanings = QPlainTextEdit("\n".join(f"{item.word} = {item.meaning}" for item in copy.words))
        self.meanings.setPlaceholderText(_("One word a line: panel = a group that looks at rules"))
        self.meanings.setAccessibleName(_("Word list: a word, an equals sign, what it means; one a line"))
        self.meanings.setTabChangesFocus(True)
        self.meanings.setFixedHeight(self.meanings.fontMetrics().lineSpacing() * 4 + self._look.px(18))
        self.meanings.textChanged.connect(self._words_changed)
        self._list.insertWidget(self._list.count() - 1, self.meanings)
        self.allowed = QLineEdit(", ".join(copy.allowed))
        self.allowed.setPlaceholderText(_("Words the person uses, which need no explaining"))
        self.allowed.setAccessibleName(self.allowed.placeholderText())
        self.allowed.editingFinished.connect(self._allowed_changed)
        self._list.insertWidget(self._list.count() - 1, self.allowed)
        self.who, self.what = QLineEdit(copy.tested.who), QLineEdit(copy.tested.what_changed)
        for field, words in ((self.who, _("Who, by role or group")), (self.what, _("What changed because of them"))):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            field.editingFinished.connect(self._tested_changed)
            self._list.addWidget(field)
        self.suit = QCheckBox(_("The pictures suit adults"))
        self.suit.setChecked(copy.pictures_suit)
        self.suit.toggled.connect(self._suit_changed)
        self._list.addWidget(self.suit)
        self._list.addStretch(1)
        self._show_undo()

    def _show_undo(self) -> None:
        self.undo_button.setEnabled(bool(self._before))
        self.redo_button.setEnabled(bool(self._undone))

    def show_tab(self, key: str) -> None:
        """Checks, pages or the answer."""
        self.tabs.choose(key)
        self._stack.setCurrentIndex((CHECKS, PAGES, ANSWER).index(key))
        if key == PAGES:
            self._lay_out()

    def _go_to(self, finding: Finding) -> None:
        card = self.cards.get(finding.where.block or "")
        if card is not None:
            self._area.ensureWidgetVisible(card)
            card.words.setFocus()

    # --- changes ------------------------------------------------------------------------------------------------

    def change(self, copy: EasyRead, *, typing: str = "", again: bool = True) -> None:
        """Take a changed copy; undo leads back to the one before. `typing`: steps of the same word are one."""
        if self.copy is None or copy == self.copy:
            return
        if not typing or typing != self._typing:
            self._before.append(self.copy)
        self._typing = typing
        self._undone.clear()
        self.copy = copy
        if again:
            self._show_copy()
        self._show_undo()
        self._timer.start()

    def undo(self) -> None:
        """Take the last change back."""
        self._step(self._before, self._undone)

    def redo(self) -> None:
        """Make the change again that was taken back."""
        self._step(self._undone, self._before)

    def _step(self, here: list[EasyRead], there: list[EasyRead]) -> None:
        if here and self.copy is not None:
            there.append(self.copy)
            self.copy, self._typing = here.pop(), ""
            self._show_copy()
            self._timer.start()

    def _idea_changed(self, idea_id: str, fields: dict[str, Any]) -> None:
        if self.copy is not None:
            self.change(set_idea(self.copy, idea_id, **fields), typing=f"{idea_id} {min(fields)}", again=False)

    def _moved(self, idea_id: str, by: int) -> None:
        if self.copy is not None:
            self.change(move_idea(self.copy, idea_id, by))

    def _removed(self, idea_id: str) -> None:
        if self.copy is not None:
            self.change(remove_idea(self.copy, idea_id))

    def _added(self, after: str) -> None:
        if self.copy is not None:
            idea = Idea(id=new_id())
            self.change(add_idea(self.copy, idea, after))
            self.cards[idea.id].words.setFocus()

    def _first_changed(self) -> None:
        if self.copy is not None:
            said = {name: field.text().strip() for name, field in self.first.items()}
            self.change(set_fields(self.copy, **said), typing="first", again=False)

    def _tested_changed(self) -> None:
        if self.copy is not None:
            who, what = self.who.text().strip(), self.what.text().strip()
            on = self.copy.tested.on or self._session.today
            tested = Tested(who=who, on=on if who or what else None, what_changed=what)
            self.change(set_tested(self.copy, tested), typing="tested", again=False)

    def _words_changed(self) -> None:
        if self.copy is not None:
            lines = [line.partition("=") for line in self.meanings.toPlainText().splitlines() if line.strip()]
            terms = tuple(Term(word=word.strip(), meaning=said.strip()) for word, _sign, said in lines if word.strip())
            self.change(set_words(self.copy, terms), typing="words", again=False)

    def _allowed_changed(self) -> None:
        if self.copy is not None:
            words = tuple(word.strip() for word in self.allowed.text().split(",") if word.strip())
            self.change(set_fields(self.copy, allowed=words), again=False)

    def _suit_changed(self, suit: bool) -> None:
        if self.copy is not None:
            self.change(set_fields(self.copy, pictures_suit=suit), again=False)

    def _settle(self) -> None:
        """Check, save, and lay out again where the pages are looked at."""
        copy, folder = self.copy, self._folder
        if copy is None or folder is None:
            return
        self.found = check_copy(copy, frozenset(bank(folder)))
        self.findings.show_findings(self.found)
        for idea_id, card in self.cards.items():
            card.show_findings([item for item in self.found if item.where.block == idea_id])
        if self._before or copy_path(folder, copy.story).is_file():
            try:
                save_copy(set_fields(copy, updated_on=self._session.today), copy_path(folder, copy.story))
            except AlongsideError as error:
                self._session.trouble.emit(error)
        if self._stack.currentIndex() == 1:
            self._lay_out()

    # --- pages and building -------------------------------------------------------------------------------------

    def _start(self, name: str, does: Callable[[JobControl], object], then: Callable[..., None]) -> None:
        job = Job(name, does)
        job.succeeded.connect(then)
        job.failed.connect(self._failed)
        self._session.jobs.start(job)

    def _lay_out(self) -> None:
        copy, folder, today = self.copy, self._folder, self._session.today
        if copy is not None and folder is not None:
            self._start(_("Laying out the pages"), lambda _control: work.pages_of(copy, folder, today), self._laid)

    def _laid(self, pdf: bytes) -> None:
        buffer = QBuffer(self)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.close()
        self.document.load(buffer)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = buffer

    def build(self) -> None:
        """Write the Word document: final where nothing blocks it, else marked as a first copy."""
        copy, workspace, today = self.copy, self._session.workspace, self._session.today
        if copy is not None and workspace is not None:
            self._settle()
            final = not blocking(self.found)
            self._start(
                _("Writing the Easy Read copy"),
                lambda _control: work.build(copy, workspace.folder, workspace.out, today, final=final),
                self._built,
            )

    def _built(self, path: Path) -> None:
        words = _("Written: {name}.") if not blocking(self.found) else _("Written, marked as a first copy: {name}.")
        self.said.setText(words.format(name=path.name))
        self._ask.open(path.parent)

    def _failed(self, error: Exception) -> None:
        self._session.trouble.emit(error)

    # --- reading aloud ------------------------------------------------------------------------------------------

    def read_aloud(self) -> None:
        """All of it, by the voice of the system."""
        if self.copy is not None:
            first = [self.copy.title, *(text for text, _picture in self.copy.first_lines)]
            self.speak("\n".join([*first, *(idea.text for idea in self.copy.ideas)]))

    def speak(self, words: str) -> None:
        """Say these words; where there is no voice, tell that there is none. A second time stops it."""
        if self._speech is None:
            try:
                module = importlib.import_module("PySide6.QtTextToSpeech")
            except ImportError:
                self.said.setText(_("This installation cannot read aloud: the part of Qt for it is not there."))
                return
            engines = [name for name in module.QTextToSpeech.availableEngines() if name != "mock"]
            if not engines:
                self.said.setText(_("This computer has no voice that Alongside can use."))
                return
            self._speech = module.QTextToSpeech(engines[0], self)
        if self._speech.state().name == "Speaking":
            self._speech.stop()
        elif self._speech.state().name == "Error":
            self.said.setText(
                _("The voice of this computer does not answer: {why}").format(why=self._speech.errorString())
            )
        else:
            self._speech.say(words)

    # --- the answer ---------------------------------------------------------------------------------------------

    def record_answer(self, answer: str, on: date, formats: tuple[str, ...], supporter: str) -> None:
        """Write what the person said into the story's row; undo of the library takes it back."""
        known = self._session.known
        story = known.library.get(self._story.ref) if known and self._story else None
        if known is None or not isinstance(story, Story):
            return
        try:
            changes = answered(
                story, answer, on, formats=formats, supporter=supporter, today=self._session.today,
                missing=missing_columns(known.library, story.sheet),
            )  # fmt: skip
        except AlongsideError as error:
            self.answer.said.setText(error.sentence())
            return
        if changes:
            self.answer.said.setText(_("Recording …"))
            self._session.edits.save(changes)

    def _answer_saved(self, _outcome: object) -> None:
        if self.answer.said.text() == _("Recording …"):
            self.answer.said.setText(_("Recorded in the library. Undo there takes it back."))
