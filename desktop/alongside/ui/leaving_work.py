"""What the page for taking a story back does off the UI thread."""

# ruff: noqa: PLC0415 - seldom needed, and the window opens sooner without

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.library.records import Story
from alongside.ui.work import now
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.leaving.erasing import Report
    from alongside.leaving.recall import Recall
    from alongside.leaving.withdrawing import Withdrawn


def look(workspace: Workspace, library: Library, story: Story) -> "Recall":
    """Where the story is and went. Raises AlongsideError."""
    from alongside.leaving.recall import recall_of
    from alongside.library.echoes import runs_of
    from alongside.library.ledger.store import read_ledger

    return recall_of(workspace, read_ledger(workspace.ledger).ledger, library, story.ref, [runs_of(story)])


def withdraw_now(
    workspace: Workspace, library: Library, ref: str, today: date, *, at: datetime, by: str
) -> "Withdrawn":  # fmt: skip
    """Withdraw it. Raises AlongsideError."""
    from alongside.leaving.withdrawing import withdraw

    return withdraw(workspace.library, workspace, library, ref, today, at=at, by=by)


def write_everything(workspace: Workspace, library: Library, code: str, today: date) -> tuple[Path, ...]:
    """Everything about the person's code, as Word and as Excel, in the folder of built packs. Raises AlongsideError."""
    from alongside.bulk.exporting import note_export
    from alongside.leaving.person import everything_about
    from alongside.render.report_file import write_report

    report = everything_about(code, workspace, library, today)
    workspace.out.mkdir(parents=True, exist_ok=True)
    plain = "".join(letter if letter.isalnum() else "-" for letter in code)
    paths = tuple(workspace.out / f"about-{plain}{suffix}" for suffix in (".docx", ".xlsx"))
    for path in paths:
        write_report(path, report, workspace)
        note_export(workspace, path, "person", now())
    return paths


def erase_now(
    workspace: Workspace, library: Library, story: Story, today: date, job: JobControl, *, person: bool, delete: bool
) -> "Report":
    """Erase the story, or all of its person. Raises AlongsideError and Cancelled."""
    from alongside.leaving.erasing import Desk, Elsewhere, erase
    from alongside.leaving.person import stories_of
    from alongside.library.cache_files import cache_folder
    from alongside.settings import recovery_folder

    whole = person and bool(story.person_ref)
    stories = stories_of(library, story.person_ref) if whole else (story,)
    elsewhere = Elsewhere(cache_folder(), recovery_folder())
    desk = Desk(workspace.library, workspace, library)
    return erase(desk, stories, today, elsewhere, job, person=story.person_ref if whole else "", delete=delete)


def recall_words(recall: "Recall") -> list[tuple[str, tuple[str, ...]]]:
    """Where a story is and went, as headings with lines."""
    given = tuple(
        _("{name}: {title}, {day}, {state}").format(
            name=item.name or _("not known"),
            title=item.title,
            day=f"{item.day:%d %B %Y}".lstrip("0"),
            state=_("final") if item.final else _("draft"),
        )
        for item in recall.recipients
    )
    return [
        (_("Given to, or built for"), given or (_("Nothing was built with it, as far as the ledger of use knows."),)),
        (_("Packs that use it"), tuple(path.name.removesuffix(".pack.json") for path in recall.packs) or (_("None"),)),
        (_("Built folders that have it"), tuple(path.name for path in recall.folders) or (_("None"),)),
    ]


def erased_words(report: "Report") -> list[tuple[str, tuple[str, ...]]]:
    """What was erased and what was not, as headings with lines."""
    clean = _("Nothing: every byte of the workspace, the caches and the recovery copies was looked through.")
    found = [
        (_("Records of which something was taken out"), report.records),
        (_("Records whose history was taken out"), report.history),
        (_("Packs of which something was taken out"), report.packs),
        (_("Deleted"), report.deleted),
        (_("Still there, for you to decide"), report.to_decide),
        (_("Still holding some of it"), tuple(report.left) or (clean,)),
    ]
    return [(heading, lines) for heading, lines in found if lines]
