"""Make this fit: what would stay, change its length, come in or be left out, and why, before anything changes."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.packs.edit import question_of
from alongside.packs.fitting_pack import Proposal
from alongside.packs.pack import Pack
from alongside.ui.flow import Flow
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, clear, column, label


class FitPanel(QFrame):
    """Works out a fit for one question or the whole pack, shows it, and takes it over as one step to be undone."""

    taken = Signal()

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._question_id = ""
        self._base: Pack | None = None  # what the proposal was made of
        self._proposal: Proposal | None = None
        self._asked = 0
        self.setProperty("role", "panel")
        self.setAccessibleName(_("Make this fit"))
        inner = column(self, margin=16, space=8)
        self.title = label("", "heading", wrap=True)
        inner.addWidget(self.title)
        self.said = label("", "quiet", wrap=True)
        inner.addWidget(self.said)
        body = QWidget()
        self._lines = column(body, space=4)
        inner.addWidget(body)
        foot = QWidget()
        line = Flow(foot, space=8)
        self.take = button(_("Take this over"), "primary")
        self.whole = button(_("Fit the whole pack"))
        self.leave = button(_("Leave it as it is"), "quiet")
        for part in (self.take, self.whole, self.leave):
            line.addWidget(part)
        inner.addWidget(foot)
        self.take.clicked.connect(self._take)
        self.whole.clicked.connect(self._fit_whole)
        self.leave.clicked.connect(self.hide)
        session.pack_changed.connect(self._pack_changed)
        self.hide()

    def open_for(self, question_id: str) -> None:
        """Look for the best fit of one question; "" of all."""
        session = self._session
        pack, outlook, known = session.pack, session.outlook, session.known
        index, workspace = session.index, session.workspace
        self._question_id, self._base, self._proposal = question_id, pack, None
        clear(self._lines)
        self.take.setEnabled(False)
        self.whole.setVisible(bool(question_id))
        self.title.setText(_("Make this fit") if question_id else _("Fit the whole pack"))
        self.show()
        if pack is None or outlook is None or known is None or index is None or workspace is None:
            self.said.setText(_("The library is still being read. Try again in a moment."))
            return
        one = question_of(pack, question_id) if question_id else None
        questions = (one,) if one is not None else pack.questions
        self.said.setText(_("Looking for what fits best …"))
        self._asked += 1
        from alongside.ui.fit_work import Ground, find_fit  # noqa: PLC0415 - the solver is loaded when first wanted

        ground = Ground(outlook.plan, known, index, workspace, session.today)
        job = Job(_("Looking for what fits best"), lambda control: find_fit(pack, questions, ground, control))
        job.succeeded.connect(partial(self._found, self._asked))
        job.failed.connect(partial(self._failed, self._asked))
        session.jobs.start(job)

    def _found(self, asked: int, proposal: Proposal) -> None:
        if asked != self._asked or not self.isVisible():
            return
        if self._session.pack is not self._base:
            self.said.setText(_("The pack was changed meanwhile. Ask again."))
            return
        self._proposal = proposal
        several = not self._question_id
        for line in proposal.lines:
            words = f"{line.number}  {line.sentence}" if several else line.sentence
            shown = label(words, "" if line.before != line.after else "quiet", wrap=True)
            self._lines.addWidget(shown)
        self.said.setText("\n".join(proposal.said))
        self.take.setEnabled(any(line.before != line.after for line in proposal.lines))
        if not self.take.isEnabled():
            self.said.setText("\n".join((*proposal.said, _("It is as it would be best: nothing changes."))))

    def _failed(self, asked: int, error: Exception) -> None:
        if asked != self._asked:
            return
        if isinstance(error, AlongsideError):
            self.said.setText(error.sentence())
        else:
            self.hide()
            self._session.trouble.emit(error)

    def _take(self) -> None:
        if self._proposal is None or self._session.pack is not self._base:
            return
        pack = self._proposal.pack
        self.hide()
        self._session.change(pack, _("make it fit"))
        self._session.tell(_("Made to fit."), undo=True)
        self.taken.emit()

    def _fit_whole(self) -> None:
        self.open_for("")

    def _pack_changed(self) -> None:
        if self.isVisible() and self._session.pack is not self._base:
            self.hide()
