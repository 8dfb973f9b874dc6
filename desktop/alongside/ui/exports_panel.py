"""The part of Settings that shows what was exported, and writes a half-filled impact assessment."""
# ruff: noqa: PLC0415 - seldom asked for

from pathlib import Path

from PySide6.QtWidgets import QFrame

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.ui.ask import Ask
from alongside.ui.jobs import Job
from alongside.ui.session import Session
from alongside.ui.widgets import button, column, label, row
from alongside.ui.work import now

SHOWN = 10  # exports; all of them stand in the command's list


class ExportsPanel(QFrame):
    """Reads the log when it is shown."""

    def __init__(self, session: Session, ask: Ask) -> None:
        super().__init__()
        self._session, self._ask = session, ask
        self.setProperty("role", "panel")
        inside = column(self, margin=20, space=8)
        inside.addWidget(label(_("What was exported"), "heading"))
        about = _(
            "Each finished build, report, answered file and person export is noted in the workspace, with day, role "
            "and hash. The last ones:"
        )
        inside.addWidget(label(about, "quiet", wrap=True))
        self.list = label("", wrap=True)
        self.list.setAccessibleName(_("The last exports"))
        inside.addWidget(self.list)
        line = row()
        self.again = button(_("Look again"), "quiet")
        self.assess = button(_("Impact assessment, half filled"))
        line.addWidget(self.assess)
        line.addWidget(self.again)
        line.addStretch(1)
        inside.addLayout(line)
        self.again.clicked.connect(self.refresh)
        self.assess.clicked.connect(self._assess)
        session.workspace_changed.connect(self.refresh)
        session.library_changed.connect(self._may_assess)
        self.refresh()

    def refresh(self) -> None:
        """Show the last exports."""
        from alongside.library.exports import read_exports

        workspace = self._session.workspace
        self._may_assess()
        try:
            found, lost = read_exports(workspace) if workspace is not None else ((), 0)
        except OSError as error:
            self.list.setText(str(error.strerror))
            return
        kinds = {"pack": _("pack"), "answers": _("answers"), "report": _("report"), "person": _("person's records")}
        lines = []
        for item in found[:SHOWN]:
            words = [f"{item.at:%d.%m.%Y %H:%M}", kinds.get(item.kind, item.kind), item.name, item.by, item.sha256[:12]]
            words.insert(2, _("final") if item.final else "")
            lines.append(" · ".join(word for word in words if word))
        if lost:
            lines.append(ngettext("{n} line cannot be read.", "{n} lines cannot be read.", lost).format(n=lost))
        self.list.setText("\n".join(lines) if lines else _("Nothing was exported yet."))

    def _may_assess(self) -> None:
        self.assess.setEnabled(self._session.known is not None)

    def _assess(self) -> None:
        workspace, known, today = self._session.workspace, self._session.known, self._session.today
        if workspace is None or known is None:
            return
        path = workspace.out / f"impact-assessment-{today.isoformat()}.docx"

        def write(_control: JobControl) -> Path:
            from alongside.bulk.exporting import note_export
            from alongside.packs.impact import impact_assessment
            from alongside.render.report_file import write_report
            from alongside.synced import synced_by
            from alongside.workspace import LOCKED

            earlier = any(workspace.folder.parent.glob(f"{workspace.folder.name}*{LOCKED}"))
            report = impact_assessment(
                known.library, today, synced_by=synced_by(workspace.folder), locked_before=earlier
            )
            workspace.out.mkdir(parents=True, exist_ok=True)
            if path.exists():
                raise AlongsideError(
                    _("Today's impact assessment is there already."),
                    where=path.name,
                    remedy=_("Go on in it, or give it another name first."),
                )
            write_report(path, report, workspace)
            note_export(workspace, path, "report", now())
            return path

        job = Job(_("Writing the impact assessment"), write)
        job.succeeded.connect(self._written)
        job.failed.connect(self._session.trouble)
        self._session.jobs.start(job)

    def _written(self, path: Path) -> None:
        self._session.tell(_("The impact assessment is in the workspace's folder “out”. It is no legal advice."))
        self.refresh()
        self._ask.open(path)
