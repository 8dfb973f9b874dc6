"""The Pack place: outline, composer, and beside them what to add, the pages, the findings, the source, the build."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QTabBar, QWidget

from alongside.findings import Finding, Level, tally
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.packs.pack import Block, Override, Pack, PictureBlock, changed
from alongside.ui import work
from alongside.ui.add_panel import AddPanel
from alongside.ui.ask import Ask
from alongside.ui.build_panel import BuildPanel
from alongside.ui.composer import Composer
from alongside.ui.findings_view import FindingsView
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.outline import Outline
from alongside.ui.pack_form import PackForm
from alongside.ui.preview import Preview
from alongside.ui.proof_view import ProofView
from alongside.ui.record_view import RecordView
from alongside.ui.session import Session
from alongside.ui.widgets import Empty, Head, button, chip, column, icon_button, restyle
from alongside.ui.wording import KINDS, deadline_text

ADD, PREVIEW, FINDINGS, SOURCE, PROOF, BUILD = "add", "preview", "findings", "source", "proof", "build"
TABS = {
    ADD: _("Add"), PREVIEW: _("Preview"), FINDINGS: _("Findings"), SOURCE: _("Source"), PROOF: _("Proof"),
    BUILD: _("Build"),
}  # fmt: skip


class PackPlace(QWidget):
    """One open pack."""

    left = Signal()  # back to all packs
    record_wanted = Signal(object)  # Finding that points into the library

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._look, self._session, self._ask = look, session, ask
        self.setAccessibleName(_("Pack"))
        outer = column(self, space=0)
        self.head = Head("")
        self.back = icon_button(look, "arrow-left", _("All packs"), "Esc")
        self.back.clicked.connect(self.left)
        self.head.line.insertWidget(0, self.back)
        self.blocks_chip = chip("", "block")
        look.dress(self.blocks_chip, "warning-octagon", "block", 14)
        self.blocks_chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.blocks_chip.clicked.connect(self._show_findings)
        self.head.line.addWidget(self.blocks_chip)
        self.build_button = button(_("Build"), "primary", _("Build the documents (Ctrl+B)"))
        look.dress(self.build_button, "export", "on_accent")
        self.build_button.clicked.connect(self.show_build)
        self.head.line.addWidget(self.build_button)
        outer.addWidget(self.head)
        self.outline = Outline(look, session)
        self.composer = Composer(look, session)
        self.form = PackForm(look, session)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.composer)
        self.middle.addWidget(self.form)
        self.middle.setMinimumWidth(min(440, look.px(380)))  # three panes fit 1,280 px at any text size
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(1)
        self.panes.addWidget(self.outline)
        self.panes.addWidget(self.middle)
        self.panes.addWidget(self._aside(ask))
        self.panes.setStretchFactor(1, 3)
        self.panes.setStretchFactor(2, 2)
        self.panes.setSizes([240, 690, 420])
        outer.addWidget(self.panes, 1)
        self.outline.chosen.connect(self._question_chosen)
        self.outline.question_added.connect(self._question_added)
        self.composer.block_entered.connect(self._block_entered)
        self.composer.source_wanted.connect(self._source_wanted)
        self.composer.add_wanted.connect(self.show_add)
        self.composer.picture_wanted.connect(self.add_picture)
        session.pack_opened.connect(self._pack_opened)
        session.pack_changed.connect(self._show_head)
        session.plan_changed.connect(self._plan_changed)
        session.library_changed.connect(self._show_source)
        if session.pack is not None:  # the place is made for the first pack that is opened
            self._pack_opened()

    def _aside(self, ask: Ask) -> QWidget:
        side = QFrame()
        side.setProperty("role", "aside")
        inner = column(side, space=0)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Beside the answer"))
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        for key, word in TABS.items():
            at = self.tabs.addTab(word)
            self.tabs.setTabData(at, key)
        line = column(space=0)
        line.setContentsMargins(16, 4, 8, 0)
        line.addWidget(self.tabs)
        inner.addLayout(line)
        self.add = AddPanel(self._look, self._session)
        self.preview = Preview(self._look, self._session)
        self.findings = FindingsView(self._look, can_set_aside=True)
        self.findings.set_aside.connect(self._set_aside)
        self.source = RecordView(self._look)
        self.no_source = Empty(
            self._look,
            "shield-check",
            _("No source in hand"),
            _("Choose a block that comes from the library, and its row stands here in full."),
        )
        self.proof = ProofView(self._look, self._session)
        self.build = BuildPanel(self._look, self._session, ask)
        self._source_stack = QStackedWidget()
        self._source_stack.addWidget(self.source)
        self._source_stack.addWidget(self.no_source)
        self._source_stack.setCurrentIndex(1)
        source = QWidget()
        box = column(source)
        box.setContentsMargins(16, 12, 8, 12)
        box.addWidget(self._source_stack)
        self.sides = QStackedWidget()
        for part in (self.add, self.preview, self.findings, source, self.proof, self.build):
            self.sides.addWidget(part)
        inner.addWidget(self.sides, 1)
        side.setMinimumWidth(min(400, self._look.px(300)))
        self.tabs.currentChanged.connect(self._side_chosen)
        self.proof.block_wanted.connect(self._show_claim)
        self.add.add_wanted.connect(self._add)
        self.findings.gone_to.connect(self.go_to)
        self.build.gone_to.connect(self.go_to)
        return side

    def add_picture(self) -> None:
        """Let the user choose a picture, copy it into the workspace, and put it into the answer."""
        workspace = self._session.workspace
        if workspace is None:
            return
        chosen = self._ask.file(_("Add a picture"), workspace.folder, _("Pictures (*.png *.jpg *.jpeg)"))
        if chosen is None:
            return
        folder, question_id = workspace.files, self.composer.question_id

        def copy(_control: JobControl) -> tuple[str, PictureBlock]:
            return question_id, work.copy_picture(chosen, folder)

        job = Job(_("Copying the picture"), copy)
        job.succeeded.connect(self._picture_copied)
        job.failed.connect(self._session.trouble)
        self._session.jobs.start(job)

    def _picture_copied(self, copied: tuple[str, PictureBlock]) -> None:
        question_id, block = copied
        if question_id != self.composer.question_id:
            self.show_question(question_id)
        self.composer.add_typed(block)

    # --- going places -------------------------------------------------------------------------------------------

    def show_tab(self, key: str) -> None:
        """Bring a tab of the right side to the front."""
        self.tabs.setCurrentIndex(list(TABS).index(key))

    def _side_chosen(self, at: int) -> None:
        self.sides.setCurrentIndex(at)
        if at == list(TABS).index(PROOF):
            self.proof.refresh()

    def _show_claim(self, question: str, block: str) -> None:
        self.show_question(question)
        self.composer.show_block(block)

    def show_add(self, kind: str) -> None:
        """Offer something to add."""
        self.show_tab(ADD)
        self.add.show_kind(kind)

    def show_build(self) -> None:
        self.show_tab(BUILD)
        self.build.refresh()

    def show_question(self, question_id: str) -> None:
        """Go to a question."""
        self.outline.choose(question_id)

    def go_to(self, finding: Finding) -> None:
        """Lead to what a finding is about: a block, a question, or else a row of the library."""
        where = finding.where
        pack = self._session.pack
        if where.question and pack is not None and any(item.id == where.question for item in pack.questions):
            self.show_question(where.question)
            if where.block:
                self.composer.show_block(where.block)
        elif where.ref or where.sheet:
            self.record_wanted.emit(finding)
        else:
            self.outline.choose("")

    # --- what is shown ------------------------------------------------------------------------------------------

    def _pack_opened(self) -> None:
        pack = self._session.pack
        self._source_stack.setCurrentIndex(1)
        if pack is None:
            return
        self._show_head()
        self.outline.refresh()
        self.show_tab(PREVIEW if any(item.blocks for item in pack.questions) else ADD)
        self.outline.choose(_first_to_do(pack))

    def _show_head(self) -> None:
        pack = self._session.pack
        if pack is None:
            return
        known = self._session.known
        names = {item.service_id: item.service_name for item in known.library.services} if known else {}
        services = ", ".join(names.get(item, item) for item in pack.service_ids)
        due = deadline_text(pack.brief.deadline_at, self._session.today)
        self.head.title.set_whole(pack.title)
        self.head.about.set_whole(
            "  ·  ".join(part for part in (KINDS[pack.kind], pack.brief.buyer or services, due) if part)
        )

    def _plan_changed(self) -> None:
        findings = self._session.findings
        self.findings.show_findings(findings)
        counted = tally(findings)
        blocks = counted[Level.BLOCK]
        at = list(TABS).index(FINDINGS)
        n = blocks + counted[Level.WARN]
        self.tabs.setTabText(at, f"{TABS[FINDINGS]} {n}" if n else TABS[FINDINGS])
        text = ngettext("{n} blocks a final pack", "{n} block a final pack", blocks).format(n=blocks)
        ready = _("Nothing blocks a final pack")
        self.blocks_chip.setText(text if blocks else ready)
        self.blocks_chip.setAccessibleName(self.blocks_chip.text())
        self._look.dress(
            self.blocks_chip, "warning-octagon" if blocks else "check-circle", "block" if blocks else "good", 14
        )
        restyle(self.blocks_chip, tone="block" if blocks else "good")

    def _question_chosen(self, question_id: str) -> None:
        if not question_id:
            self.middle.setCurrentWidget(self.form)
            return
        self.middle.setCurrentWidget(self.composer)
        self.composer.show_question(question_id)
        self.add.show_question(question_id)
        self.proof.show_question(question_id)
        pack = self._session.pack
        question = next((item for item in pack.questions if item.id == question_id), None) if pack else None
        if question is not None:
            self.preview.show_words(question.text or question.heading)

    def _question_added(self, _question_id: str) -> None:
        self.composer.edit_question()

    def _block_entered(self, _block_id: str) -> None:
        self._show_source()

    def _source_wanted(self, _block_id: str) -> None:
        self._show_source()
        self.show_tab(SOURCE)

    def _show_source(self) -> None:
        pack, known = self._session.pack, self._session.known
        if pack is None or known is None:
            return
        blocks = [block for item in pack.questions for block in item.blocks if block.id == self.composer.block_id]
        record = known.library.get(getattr(blocks[0], "ref", "")) if blocks else None
        if record is None:
            self._source_stack.setCurrentIndex(1)
            return
        self.source.show_record(
            record, self._session.findings_of(record), self._session.uses_of(record.ref), self._session.today
        )
        self._source_stack.setCurrentIndex(0)

    def _set_aside(self, finding: Finding) -> None:
        pack = self._session.pack
        if pack is None:
            return
        reason = self._ask.reason(
            _("Set aside with a reason"), f"{finding.message}\n\n{_('Why may this stand as it is?')}"
        )
        if reason is None:
            return
        override = Override(
            rule=finding.rule,
            reason=reason,
            by_role=pack.brief.prepared_by_role or _("writer"),
            on=self._session.today,
            question=finding.where.question or "",
            ref=finding.where.ref or "",
        )
        self._session.change(changed(pack, overrides=(*pack.overrides, override)), _("set a finding aside"))
        self._session.tell(_("Set aside; the reason is kept with the pack."), undo=True)

    def _show_findings(self) -> None:
        self.show_tab(FINDINGS)

    def _add(self, block: Block) -> None:
        if self.middle.currentWidget() is not self.composer:
            self._session.tell(_("Choose a question first: that is where it goes."))
            return
        self.composer.add(block)
        self.add.refresh()


def _first_to_do(pack: Pack) -> str:
    """The question to start at: the first with anything in it, else the first, else the pack itself."""
    begun = next((item.id for item in pack.questions if item.blocks), "")
    return begun or (pack.questions[0].id if pack.questions else "")
