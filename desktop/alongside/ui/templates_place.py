"""The Templates place: what each template needs, what is wrong with it, what it may use, and the pages it makes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QSplitter, QStackedWidget, QTabBar, QWidget

from alongside.errors import AlongsideError
from alongside.findings import Finding, Level, blocking, tally
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.packs.pack import load_pack
from alongside.ui import template_work
from alongside.ui.ask import Ask
from alongside.ui.findings_view import FindingsView
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.pages import Pages
from alongside.ui.session import Session
from alongside.ui.template_fields import FieldPicker
from alongside.ui.template_needs import NeedsView
from alongside.ui.template_work import Report, Template
from alongside.ui.widgets import Head, Segments, button, column, frame, label, restyle, row

NEEDS, FINDINGS, FIELDS = "needs", "findings", "fields"
TABS = {NEEDS: _("What it needs"), FINDINGS: _("Findings"), FIELDS: _("Insert field")}
FILLED, WRITTEN = "filled", "written"


class TemplatesPlace(QWidget):
    """Templates of the workspace. Reads files only while it is seen, on a thread of the pool; the newest wish wins."""

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._look, self._session, self._ask = look, session, ask
        self._templates: tuple[Template, ...] = ()
        self.report: Report | None = None
        self._mark = ""  # words to turn to once there are pages
        self._wish = 0  # counts up with each wish for pages; an answer to an older one is dropped
        self._looked = 0
        self.setAccessibleName(_("Templates"))
        outer = column(self, space=0)
        self.head = Head(_("Templates"))
        self.again = button(_("Check again"), "", _("Read the template again after saving it in Word"))
        look.dress(self.again, "arrow-clockwise", "text")
        self.open = button(_("Open in Word"), "primary")
        look.dress(self.open, "file-text", "on_accent")
        self.head.line.addWidget(self.again)
        self.head.line.addWidget(self.open)
        outer.addWidget(self.head)
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(1)
        self.panes.addWidget(self._side())
        self.panes.addWidget(self._middle())
        self.panes.addWidget(self._aside())
        self.panes.setStretchFactor(1, 3)
        self.panes.setStretchFactor(2, 3)
        self.panes.setSizes([230, 560, 560])
        outer.addWidget(self.panes, 1)
        self.again.clicked.connect(self.check)
        self.open.clicked.connect(self._open)
        self.list.currentRowChanged.connect(self._chosen)
        self.findings.gone_to.connect(self._go_to)
        self.how.chosen.connect(self._how_chosen)
        self.data.activated.connect(self.lay_out)
        session.workspace_changed.connect(self.refresh)
        session.library_changed.connect(self._library_changed)

    # --- parts --------------------------------------------------------------------------------------------------

    def _side(self) -> QWidget:
        side = frame("side")
        inner = column(side, space=4)
        inner.setContentsMargins(12, 12, 8, 12)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Templates of this workspace"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner.addWidget(self.list, 1)
        self.where = label("", "small", wrap=True)
        inner.addWidget(self.where)
        side.setMinimumWidth(min(220, self._look.px(180)))
        return side

    def _middle(self) -> QWidget:
        middle = QWidget()
        inner = column(middle, space=0)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("About the template"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for key, word in TABS.items():
            self.tabs.setTabData(self.tabs.addTab(word), key)
        line = column()
        line.setContentsMargins(16, 4, 8, 0)
        line.addWidget(self.tabs)
        inner.addLayout(line)
        self.needs = NeedsView(self._look)
        self.findings = FindingsView(
            self._look, content=_("The template can be filled, and every word in it is one that its document offers.")
        )
        self.fields = FieldPicker(self._look)
        found = QWidget()
        box = column(found, space=0)
        box.addWidget(self.findings, 1)
        self.around = frame("note")
        inside = column(self.around, margin=12, space=2)
        self.around_where = label("", "caps", wrap=True)
        self.around_text = label("", "reading", wrap=True)
        self.around_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(self.around_where)
        inside.addWidget(self.around_text)
        below = column()
        below.setContentsMargins(16, 0, 16, 12)
        below.addWidget(self.around)
        box.addLayout(below)
        self.around.hide()
        self.parts = QStackedWidget()
        for part in (self.needs, found, self.fields):
            self.parts.addWidget(part)
        self.tabs.currentChanged.connect(self.parts.setCurrentIndex)
        inner.addWidget(self.parts, 1)
        middle.setMinimumWidth(min(400, self._look.px(340)))
        return middle

    def _aside(self) -> QWidget:
        side = frame("aside")
        inner = column(side, space=0)
        bar = column(space=6)
        bar.setContentsMargins(16, 8, 12, 8)
        self.how = Segments(_("Pages"), [(FILLED, _("Filled")), (WRITTEN, _("As in Word"))])
        self.how.tip(WRITTEN, _("The template with its fields as they are written"))
        self.how.choose(FILLED)
        self._written = self._asked_written = False  # what is shown; what the user asked for
        bar.addWidget(self.how)
        self.data = QComboBox()
        self.data.setAccessibleName(_("Try it with"))
        self.data.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.data.setMinimumContentsLength(8)
        bar.addWidget(self.data)
        inner.addLayout(bar)
        self.fault = frame("note", tone="block")
        inside = column(self.fault, margin=12)
        self.fault_words = label("", wrap=True, tone="block")
        inside.addWidget(self.fault_words)
        above = column()
        above.setContentsMargins(16, 0, 16, 8)
        above.addWidget(self.fault)
        inner.addLayout(above)
        self.fault.hide()
        self.pages = Pages(self._look, _("Pages of the template"))
        inner.addWidget(self.pages, 1)
        self.said = label("", "small", wrap=True)
        foot = row()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.addWidget(self.said, 1)
        inner.addLayout(foot)
        side.setMinimumWidth(min(380, self._look.px(300)))
        return side

    # --- which template -----------------------------------------------------------------------------------------

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def refresh(self) -> None:
        """List the workspace's templates (again) and keep the one in hand."""
        workspace = self._session.workspace
        if workspace is None or not self.isVisible():
            return
        try:
            found = template_work.templates_of(workspace)
        except AlongsideError as error:
            self._session.trouble.emit(error)
            return
        n = len(found)
        self.head.about.set_whole(ngettext("{n} template", "{n} templates", n).format(n=n))
        own = (workspace.folder / "templates").is_dir()
        self.where.setText(
            _("In the folder “templates” of this workspace.") if own else _("As they came with Alongside.")
        )
        if found == self._templates and self.report is not None:
            return
        before = self.template.name if self.template else ""
        self._templates = found
        self.list.blockSignals(True)
        self.list.clear()
        for item in found:
            made = QListWidgetItem(self._look.icon("file-text", "quiet"), item.title)
            kinds = ", ".join(item.kinds) or _("no recipe uses it")
            made.setToolTip(f"{item.name}\n{kinds}")
            made.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.title}, {item.name}, {kinds}")
            self.list.addItem(made)
        names = [item.name for item in found]
        self.list.setCurrentRow(names.index(before) if before in names else 0)
        self.list.blockSignals(False)
        self.check()

    @property
    def template(self) -> Template | None:
        """The one in hand."""
        at = self.list.currentRow()
        return self._templates[at] if 0 <= at < len(self._templates) else None

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(list(TABS).index(key))

    def _chosen(self, _row: int) -> None:
        self.pages.show_pdf(b"")  # those of another template would be taken for its own
        self.check()

    def check(self) -> None:
        """Read the template in hand again, all of it."""
        workspace, template = self._session.workspace, self.template
        if workspace is None or template is None:
            return
        self._looked += 1
        number = self._looked
        self._mark = ""
        self.said.setText(_("Checking …"))

        def look(control: JobControl) -> tuple[int, Report]:
            return number, template_work.inspect(workspace, template, control)

        job = Job(_("Checking the template"), look, shown=False)
        job.succeeded.connect(self._checked)
        job.failed.connect(self._session.trouble)
        self._session.jobs.start(job)

    def _checked(self, answer: tuple[int, Report]) -> None:
        number, report = answer
        if number != self._looked:
            return
        self.report = report
        kinds = ", ".join(report.template.kinds) or _("no recipe uses it")
        self.head.title.set_whole(report.template.title)
        self.head.about.set_whole(f"{report.template.name}  ·  {kinds}")
        self.needs.show_needs(report.needs, report.trouble)
        self.findings.show_findings(report.findings)
        counted = tally(report.findings)
        n = counted[Level.BLOCK] + counted[Level.WARN]
        self.tabs.setTabText(list(TABS).index(FINDINGS), f"{TABS[FINDINGS]} {n}" if n else TABS[FINDINGS])
        self.around.hide()
        self.fields.show_fields(report.fields)
        self._offer_data(report)
        icon, tone = (
            ("warning-octagon", "block") if counted[Level.BLOCK] or report.trouble else ("check-circle", "good")
        )
        item = self.list.currentItem()
        if item is not None:
            item.setIcon(self._look.icon(icon, tone))
        if n:
            self.show_tab(FINDINGS)
        at_fault = next((item for item in blocking(report.findings) if item in report.around), None)
        if at_fault is not None:
            self._go_to(at_fault)
            return
        self._show_written(self._asked_written)
        self.lay_out()

    def _show_written(self, written: bool) -> None:
        self._written = written
        self.how.choose(WRITTEN if written else FILLED)

    def _offer_data(self, report: Report) -> None:
        before = self.data.currentData()
        self.data.clear()
        open_pack = self._session.path
        for title, path in sorted(report.packs, key=lambda item: item[1] != open_pack):
            self.data.addItem(title, path)
        if report.fields:
            self.data.addItem(_("Sample data: the example of each field"), "")
        self.data.setCurrentIndex(max(0, self.data.findData(before)))

    # --- its pages ----------------------------------------------------------------------------------------------

    def _how_chosen(self, key: str) -> None:
        self._written = self._asked_written = key == WRITTEN
        self._mark = ""
        self.lay_out()

    def lay_out(self, _index: int = 0) -> None:
        """Lay the pages out: filled, or as they are written."""
        report = self.report
        if report is None or report.trouble:
            self._show_fault(report.trouble if report else "")
            self.pages.show_pdf(b"")
            self.said.clear()
            return
        self.fault.hide()
        self.data.setEnabled(not self._written)
        if self._written:
            self._run(self._as_written(report))
        elif self.data.count():
            make = self._as_filled(report)
            if make is not None:
                self._run(make)
        else:
            self._write_instead(_("No recipe uses this template, so there is nothing to fill it from."))

    def _as_written(self, report: Report) -> Callable[[JobControl], bytes]:
        workspace, name = self._session.workspace, report.template.name
        assert workspace is not None

        def make(control: JobControl) -> bytes:
            return template_work.as_written(workspace, name, control)

        return make

    def _as_filled(self, report: Report) -> Callable[[JobControl], bytes] | None:
        session, name, fields = self._session, report.template.name, report.fields
        workspace, known, today = session.workspace, session.known, session.today
        path = self.data.currentData()
        if workspace is None:
            return None
        if not isinstance(path, Path):

            def with_examples(control: JobControl) -> bytes:
                return template_work.filled_with_examples(workspace, name, fields, control)

            return with_examples
        if known is None:
            self.said.setText(_("The library is being read …"))
            return None
        in_hand = session.pack if path == session.path else None

        def with_pack(control: JobControl) -> bytes:
            return template_work.filled(workspace, known, name, in_hand or load_pack(path), today=today, job=control)

        return with_pack

    def _run(self, make: Callable[[JobControl], bytes]) -> None:
        self._wish += 1
        wish = self._wish
        self.said.setText(_("Laying out …"))

        def lay(control: JobControl) -> tuple[int, bytes, AlongsideError | None]:
            try:
                return wish, make(control), None
            except AlongsideError as error:
                return wish, b"", error

        job = Job(_("Laying out the template"), lay, shown=False)
        job.succeeded.connect(self._laid)
        job.failed.connect(self._session.trouble)
        self._session.jobs.start(job)

    def _laid(self, answer: tuple[int, bytes, AlongsideError | None]) -> None:
        wish, pdf, error = answer
        if wish != self._wish:
            return
        if error is not None and not self._written:
            self._mark = template_work.quoted(error.sentence())
            self._write_instead(error.sentence())
            return
        if error is not None:
            self._show_fault(error.sentence())
        self.pages.show_pdf(pdf)
        n = self.pages.pages.pageCount()
        told = ngettext("{n} page by the embedded converter", "{n} pages by the embedded converter", n).format(n=n)
        if self._mark and not self.pages.mark(self._mark):
            told += ". " + _("The place is not on these pages; it may be in a part that is not printed.")
        self.said.setText(told if n else "")

    def _write_instead(self, why: str) -> None:
        """Where it cannot be filled, show what is written, at the fault."""
        self._show_written(True)
        self.lay_out()
        self._show_fault(why)

    def _show_fault(self, sentence: str) -> None:
        self.fault_words.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _go_to(self, finding: Finding) -> None:
        """Show the text around what a finding is about, here and on the page."""
        report = self.report
        if report is None:
            return
        text = report.around.get(finding, "")
        self.around_where.setText(template_work.place_words(finding.where) or _("The text around it"))
        self.around_text.setText(text)
        restyle(self.around, tone=finding.level.value if finding.level is not Level.INFO else "")
        self.around.setVisible(bool(text))
        if text:
            self._mark = template_work.shown_at(text, finding)
            self._show_written(True)
            self.lay_out()

    def _library_changed(self) -> None:
        if self.isVisible() and self.report is not None and not self._written and not self.pages.pages.pageCount():
            self.lay_out()

    def _open(self) -> None:
        workspace, template = self._session.workspace, self.template
        if workspace is not None and template is not None:
            self._ask.open(workspace.templates / template.name)

    def names(self) -> Sequence[str]:
        """File names of those listed."""
        return [item.name for item in self._templates]
