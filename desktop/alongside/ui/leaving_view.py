"""A story's person takes it back, asks for all that is kept, or has it erased: what will happen, then that it did."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.records import Story
from alongside.ui import leaving_work as work
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, clear, column, frame, label, row, scrolled
from alongside.ui.work import now

if TYPE_CHECKING:
    from alongside.leaving.erasing import Report
    from alongside.leaving.recall import Recall
    from alongside.leaving.withdrawing import Withdrawn

WITHDRAW, PERSON, ERASE = "withdraw", "person", "erase"
_ABOUT = {
    WITHDRAW: _(
        "The story can be used no more, from this moment. It is written into the workbook; where that is open "
        "elsewhere it waits, and the story is unusable all the same. A letter to everybody who was given it and an "
        "Easy Read note to the person are drafted for you to read, complete and send."
    ),
    PERSON: _(
        "Every record that names the person's code, the packs and built folders with their stories, and who was "
        "given them, written as Word and as Excel. Check that it says nothing of anybody else before you hand it over."
    ),
    ERASE: _(
        "The text leaves the workbook, its backups, the history, the journal of edits, the packs, the recovery copies "
        "and the caches. It cannot be undone, also not from a backup. A tombstone of hashes stays, so that an old copy "
        "of the workbook cannot bring it back. Afterwards every byte is looked through, and what is left is told."
    ),
}


class LeavingView(QWidget):
    """Shows first what will happen; nothing happens before the button that says so is pressed."""

    left = Signal()
    folder_wanted = Signal(object)  # Path

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._story: Story | None = None
        self._mode = WITHDRAW
        self._folder: Path | None = None
        outer = column(self, space=8)
        head = row(space=8)
        self.title = label("", "heading", wrap=True)
        head.addWidget(self.title, 1)
        self.back = button(_("Back"), "quiet")
        self.back.clicked.connect(self.left)
        head.addWidget(self.back)
        outer.addLayout(head)
        body = QWidget()
        inside = column(body, space=10)
        inside.setContentsMargins(0, 4, 12, 12)
        self.about = label("", "", wrap=True)
        inside.addWidget(self.about)
        self.honest = frame("note", tone="warn")
        self.honest_words = label("", "small", wrap=True)
        column(self.honest, margin=10).addWidget(self.honest_words)
        inside.addWidget(self.honest)
        self._lists = column(space=10)
        inside.addLayout(self._lists)
        inside.addWidget(self._choices())
        inside.addStretch(1)
        outer.addWidget(scrolled(body), 1)
        verbs = row(space=8)
        self.apply = button(_("Go on"), "primary")
        self.apply.clicked.connect(self._apply)
        self.open = button(_("Show the folder"))
        self.open.clicked.connect(self._open)
        verbs.addWidget(self.apply)
        verbs.addWidget(self.open)
        verbs.addStretch(1)
        outer.addLayout(verbs)

    def _choices(self) -> QWidget:
        self.choices = QWidget()
        inside = column(self.choices, space=6)
        self.whole = QCheckBox(_("All of the person"))  # a box does not wrap: short, with its tip
        self.whole.setToolTip(_("Every record that names the person's code, not this story alone"))
        self.delete = QCheckBox(_("Built folders and files too"))
        self.delete.setToolTip(_("Delete the built folders and attached files that have it; else they are only told"))
        self.typed = QLineEdit()
        self.typed.setAccessibleName(_("The story's id, to confirm"))
        self.ask = label("", "small", wrap=True)
        for part in (self.whole, self.delete, self.ask, self.typed):
            inside.addWidget(part)
        self.typed.textChanged.connect(self._show_verbs)
        return self.choices

    def show_story(self, story: Story, mode: str) -> None:
        """Say what will happen to a story, or for its person."""
        self._story, self._mode, self._folder = story, mode, None
        titles = {
            WITHDRAW: _("Withdraw {ref}").format(ref=story.ref),
            PERSON: _("Everything about {code}").format(code=story.person_ref),
            ERASE: _("Erase {ref}").format(ref=story.ref),
        }
        verbs = {WITHDRAW: _("Withdraw now"), PERSON: _("Write it down"), ERASE: _("Erase for good")}
        self.title.setText(titles[mode])
        self.about.setText(_ABOUT[mode])
        self.apply.setText(verbs[mode])
        self.apply.setAccessibleName(verbs[mode])
        self.apply.show()
        self.honest.setVisible(mode != PERSON)
        self.honest_words.setText(
            _(
                "What was submitted cannot be called back: it lies with others, and a public body may have to keep or "
                "publish it. From today it is used nowhere new."
            )
        )
        self.choices.setVisible(mode == ERASE)
        self.whole.setChecked(False)
        self.whole.setVisible(bool(story.person_ref))
        self.delete.setChecked(False)
        self.typed.clear()
        self.ask.setText(_("Type {ref} to confirm.").format(ref=story.ref))
        self.open.hide()
        clear(self._lists)
        self._show_verbs()
        if mode != PERSON:
            self._lists.addWidget(label(_("Looking where it went …"), "quiet"))
            self._start(_("Looking where the story went"), self._looking(story), self._looked)

    def _show_verbs(self) -> None:
        sure = self._story is not None and self.typed.text().strip().casefold() == self._story.ref.casefold()
        self.apply.setEnabled(self._mode != ERASE or sure)

    # --- work ---------------------------------------------------------------------------------------------------

    def _start(self, name: str, does: Callable[[JobControl], object] | None, then: Callable[..., None]) -> None:
        if does is None:
            return
        job = Job(name, does)
        job.succeeded.connect(then)
        job.failed.connect(self._failed)
        self._session.jobs.start(job)

    def _looking(self, story: Story) -> Callable[[JobControl], object] | None:
        workspace, known = self._session.workspace, self._session.known
        if workspace is None or known is None:
            return None
        return lambda _control: (story.ref, work.look(workspace, known.library, story))

    def _looked(self, found: "tuple[str, Recall]") -> None:
        ref, recall = found
        if self._story is not None and ref == self._story.ref and self.apply.isVisibleTo(self):
            self._show_lists(work.recall_words(recall))

    def _apply(self) -> None:
        story, session = self._story, self._session
        workspace, known = session.workspace, session.known
        if story is None or workspace is None or known is None:
            return
        self.apply.setEnabled(False)
        self.back.setEnabled(False)
        library, today = known.library, session.today
        if self._mode == WITHDRAW:
            at, by = now(), session.edits.by
            self._start(
                _("Withdrawing the story"),
                lambda _control: work.withdraw_now(workspace, library, story.ref, today, at=at, by=by),
                self._withdrawn,
            )
        elif self._mode == PERSON:
            self._start(
                _("Writing down everything about a person"),
                lambda _control: work.write_everything(workspace, library, story.person_ref, today),
                self._written,
            )
        else:
            session.close_pack()  # what it holds of the story must not be saved again
            person, delete = self.whole.isChecked(), self.delete.isChecked()
            self._start(
                _("Erasing"),
                lambda control: work.erase_now(workspace, library, story, today, control, person=person, delete=delete),
                self._erased,
            )

    def _done(self, title: str, said: str, lists: Sequence[tuple[str, tuple[str, ...]]], folder: Path | None) -> None:
        self.title.setText(title)
        self.about.setText(said)
        self._show_lists(lists)
        self.choices.hide()
        self.apply.hide()
        self.back.setEnabled(True)
        self._folder = folder
        self.open.setVisible(folder is not None)
        self.back.setFocus()

    def _withdrawn(self, done: "Withdrawn") -> None:
        said = _("The story can be used no more.")
        if done.outcome.reason:
            said = f"{said} {done.outcome.reason}"
        papers = (_("Drafted, to be read before they are sent"), tuple(path.name for path in done.papers))
        title = _("{ref} is withdrawn").format(ref=done.ref)
        self._done(title, said, [papers, *work.recall_words(done.recall)], done.papers[0].parent)
        self._session.read_changed()

    def _written(self, paths: tuple[Path, ...]) -> None:
        said = _("It holds all there is to know of one person: keep it as you would their file, and delete it after.")
        self._done(_("Written"), said, [(_("Files"), tuple(path.name for path in paths))], paths[0].parent)

    def _erased(self, report: "Report") -> None:
        title = _("Erased, and nothing is left") if not report.left else _("Erased, but for what is told below")
        self._done(title, _("What was there cannot be brought back."), work.erased_words(report), None)
        self._session.read_changed()

    def _failed(self, error: Exception) -> None:
        self.back.setEnabled(True)
        self._show_verbs()
        self._session.trouble.emit(error)

    def _open(self) -> None:
        if self._folder is not None:
            self.folder_wanted.emit(self._folder)

    def _show_lists(self, lists: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        clear(self._lists)
        for heading, lines in lists:
            part = QWidget()
            inside = column(part, space=2)
            inside.addWidget(label(heading, "strong", wrap=True))
            for line in lines:
                inside.addWidget(label(line, "small", wrap=True))
            self._lists.addWidget(part)
