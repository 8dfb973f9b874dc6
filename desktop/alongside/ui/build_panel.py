"""The Build tab: draft or final, PDFs, one folder or one for each service, what blocks, progress with stop, results."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QRadioButton, QWidget

from alongside.findings import blocking
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.packs.pack import SUFFIX
from alongside.ui import build_work, work
from alongside.ui.answer_panel import AnswerPanel
from alongside.ui.ask import Ask
from alongside.ui.build_choices import PdfChoice, TickList
from alongside.ui.build_run import BuildRun
from alongside.ui.findings_view import FindingList
from alongside.ui.jobs import Job
from alongside.ui.length_list import LengthList
from alongside.ui.look import Look
from alongside.ui.send_panel import SendPanel
from alongside.ui.session import Session
from alongside.ui.widgets import Segments, button, column, frame, label, row, scrolled
from alongside.ui.wording import pdf_words

if TYPE_CHECKING:
    from alongside.ui.build_work import Made

OWN, SEVERAL = "own", "several"
STOPS_PX = 360  # tallest list of what stands in the way


class BuildPanel(QWidget):
    """Builds the open pack into the workspace's folder `out`."""

    gone_to = Signal(object)  # Finding
    finished = Signal(bool)  # whether there is a folder

    def __init__(self, look: Look, session: Session, ask: Ask) -> None:
        super().__init__()
        self._session, self._ask = session, ask
        self._folder: Path | None = None
        self._made: Made | None = None
        body = QWidget()
        column(self).addWidget(scrolled(body))
        inner = column(body, margin=16, space=12)
        inner.addWidget(label(_("Build the documents"), "heading"))
        self.draft = QRadioButton(_("Draft, with a watermark"))
        self.final = QRadioButton(_("Final, to send"))
        self.draft.setChecked(True)
        self.pdf = PdfChoice(session)
        self.whom = Segments(_("Build for"), [(OWN, _("As the pack says")), (SEVERAL, _("Several services"))])
        self.whom.tip(SEVERAL, _("The same pack once for each service, each in a folder of its own"))
        self.whom.choose(OWN)
        self._several = False
        self.services = TickList(
            _("A folder for each"), _("Tick all services"), _("Tick no service"), _("Build for {name}")
        )
        self.services.hide()
        for part in (self.draft, self.final, self.pdf):
            inner.addWidget(part)
        inner.addWidget(label(_("For"), "caps"))
        inner.addWidget(self.whom)
        inner.addWidget(self.services)
        self.where = label("", "small", wrap=True)
        inner.addWidget(self.where)
        self.stops = frame("note", tone="block")
        inside = column(self.stops, margin=10, space=4)
        self.stops_words = label("", "strong", wrap=True, tone="block")
        inside.addWidget(self.stops_words)
        self.stops_list = FindingList(look, _("What blocks a final pack"))
        self.stops_list.gone_to.connect(self.gone_to)
        inside.addWidget(self.stops_list)
        inner.addWidget(self.stops)
        self.lengths = LengthList(session.counts)
        inner.addWidget(self.lengths)
        self.run = BuildRun(look, session)
        inner.addWidget(self.run)
        self.result = frame("note", tone="good")
        inside = column(self.result, margin=12, space=6)
        self.result_words = label("", "strong", wrap=True, tone="good")
        self.files = label("", "small", wrap=True)
        self.open = button(_("Open folder"))
        look.dress(self.open, "folder-open", "text")
        inside.addWidget(self.result_words)
        inside.addWidget(self.files)
        line = row()
        line.addWidget(self.open)
        line.addStretch(1)
        inside.addLayout(line)
        self.result.hide()
        inner.addWidget(self.result)
        self.back = AnswerPanel(look, session, ask, self.final.isChecked)
        self.back.gone_to.connect(self.gone_to)
        inner.addWidget(self.back)
        self.sending = SendPanel(look, session, ask)
        inner.addWidget(self.sending)
        self.sending.refresh()
        self._rest = QWidget()
        inner.addWidget(self._rest, 1)
        self.draft.toggled.connect(self.refresh)
        self.whom.chosen.connect(self._whom_chosen)
        self.services.changed.connect(self.refresh)
        self.run.wanted.connect(self.build)
        self.run.folder_wanted.connect(self._open_folder)
        self.run.ended.connect(self.refresh)
        self.run.finished.connect(self.finished)
        self.open.clicked.connect(self._open)
        session.plan_changed.connect(self.refresh)
        session.pack_opened.connect(self._pack_opened)
        session.counts.changed.connect(self._tell_files)

    def target(self) -> Path | None:
        """The folder the pack is built into."""
        if self._session.workspace is None or self._session.path is None:
            return None
        stem = self._session.path.name.removesuffix(SUFFIX)
        return self._session.workspace.out / (f"{stem}-final" if self.final.isChecked() else stem)

    def _folder_of_several(self) -> Path | None:
        workspace = self._session.workspace
        if workspace is None:
            return None
        return workspace.out / "final" if self.final.isChecked() else workspace.out

    def refresh(self, _checked: bool = False) -> None:
        """Say what would be built and what stands in the way."""
        final = self.final.isChecked()
        stops = blocking(self._session.findings)
        self._offer_services()
        self.services.setVisible(self._several)
        self.lengths.show_own(self._several)
        chosen = self.services.chosen
        self.run.start.setText(self._start_words(final, len(chosen)))
        self.run.start.setAccessibleName(self.run.start.text())
        shown = final and bool(stops) and not self._several  # each service is checked for itself
        self.stops.setVisible(shown)
        self.stops_words.setText(
            ngettext("{n} thing blocks a final pack:", "{n} things block a final pack:", len(stops)).format(
                n=len(stops)
            )
        )
        self.stops_list.findings.show_findings(stops)
        rows = sum(self.stops_list.sizeHintForRow(at) for at in range(len(stops)))
        self.stops_list.setFixedHeight(min(STOPS_PX, rows + 8))
        target = self.target() if not self._several else self._folder_of_several()
        self.where.setText(_("Into {folder}").format(folder=QDir.toNativeSeparators(str(target))) if target else "")
        ready = self._session.outlook is not None and self.run.job is None
        self.back.refresh()
        self.run.start.setEnabled(ready and (bool(chosen) if self._several else not (final and stops)))

    def _start_words(self, final: bool, n: int) -> str:
        if not self._several:
            return _("Build final") if final else _("Build draft")
        if final:
            return ngettext("Build final for {n} service", "Build final for {n} services", n).format(n=n)
        return ngettext("Build draft for {n} service", "Build draft for {n} services", n).format(n=n)

    def _offer_services(self) -> None:
        if not self._several or self._session.known is None:
            return
        from alongside.bulk.services import service_ids  # noqa: PLC0415 - not needed to start

        names = self._names()
        self.services.offer([(key, names.get(key, key)) for key in service_ids(self._session.known.library)])

    def _names(self) -> dict[str, str]:
        known = self._session.known
        return {item.service_id: item.service_name for item in known.library.services} if known else {}

    def _whom_chosen(self, key: str) -> None:
        self._several = key == SEVERAL
        self.refresh()

    def build(self) -> None:
        """Build on a thread of the pool."""
        if self._several:
            self._build_several()
        else:
            self._build_own()

    def _build_own(self) -> None:
        session, target = self._session, self.target()
        outlook, workspace, path = session.outlook, session.workspace, session.path
        if outlook is None or workspace is None or path is None or target is None or self.run.job is not None:
            return
        session.save()
        if session.unsaved:
            return  # what could not be saved cannot be built; the session has said so
        final, pdf = self.final.isChecked(), self.pdf.chosen

        def make(control: JobControl) -> "Made":
            target.parent.mkdir(parents=True, exist_ok=True)
            return build_work.build(session_pack, workspace, path, target, final=final, pdf=pdf, job=control)

        session_pack = outlook
        if session.pack is not None and outlook.pack != session.pack and session.known is not None:
            session_pack = work.look_out(session.pack, session.known, session.today)
        self.result.hide()
        self._made = None
        self.run.begin(Job(_("Building the pack"), make), self._built)

    def _build_several(self) -> None:
        session, services = self._session, self.services.chosen
        workspace, path, today = session.workspace, session.path, session.today
        if workspace is None or path is None or not services or self.run.job is not None:
            return
        session.save()
        if session.unsaved:
            return  # as above
        final, pdf = self.final.isChecked(), self.pdf.chosen
        tasks = build_work.tasks_of((path,), workspace, today, services=services, final=final, pdf=pdf)
        names = self._names()
        self.result.hide()
        self.run.begin_many(
            _("Building for several services"),
            tasks,
            {task.name: names.get(task.service, task.service) for task in tasks},
        )

    def _built(self, made: "Made") -> None:
        built = made.built
        self._folder, self._made = built.folder, made
        self.run.succeeded(True)
        self.run.say("")
        self.result_words.setText(_("The pack is in {folder}").format(folder=built.folder.name))
        if made.measured:
            self._session.counts.take(made.measured, made.plan)
        self._tell_files()
        self.result.show()

    def _tell_files(self) -> None:
        """The files, with the length of each document as far as it is known by now."""
        if self._made is None:
            return
        built = self._made.built
        lengths = {item.file: item.length for item in self._session.counts.measured}
        lengths |= {item.file: item.length for item in self._made.measured}
        both = {name for name in built.files if name.endswith(".docx") and f"{name[:-5]}.pdf" in built.files}
        lines = []
        for name in built.files:
            if name.endswith(".pdf") and f"{name[:-4]}.docx" in both:
                continue  # told with the Word file
            named = _("{name} and .pdf").format(name=name) if name in both else name
            lines.append(f"{named}: {lengths[name].text}" if name in lengths else named)
        if built.pdf is not None:
            lines.append(pdf_words(built.pdf, built.pages))
        self.files.setText("\n".join(lines))

    def _open(self) -> None:
        if self._folder is not None:
            self._ask.open(self._folder)

    def _open_folder(self, folder: Path) -> None:
        self._ask.open(folder)

    def _pack_opened(self) -> None:
        self.result.hide()
        self._made = None
        self.run.clear()
        self.back.pack_opened()
        self.refresh()
