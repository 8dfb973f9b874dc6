"""A person takes their story back: unusable at once, what follows from it listed and drafted."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.installation import installation
from alongside.leaving.letters import papers, write_papers
from alongside.leaving.recall import Recall, recall_of
from alongside.library.echoes import runs_of
from alongside.library.editing.changes import SetField, Value
from alongside.library.editing.draft import missing_columns
from alongside.library.editing.saving import Outcome, edit_workbook
from alongside.library.leaving.tombstones import tombstone_of
from alongside.library.ledger.store import LedgerFile, read_ledger
from alongside.library.library import Library
from alongside.library.records import Story
from alongside.render.report_words import TEMPLATE
from alongside.resources import resource
from alongside.workspace import Workspace

FOLDER = "withdrawn"  # in the folder of built packs


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What came of it."""

    ref: str
    outcome: Outcome  # of the edit; where it waits, the story is unusable all the same
    recall: Recall
    papers: tuple[Path, ...]


def story_of(library: Library, ref: str) -> Story:
    """The story with this id. Raises AlongsideError."""
    record = library.get(ref)
    if not isinstance(record, Story):
        raise AlongsideError(
            _("There is no story {ref}.").format(ref=ref),
            where=library.name,
            remedy=_("Look at its id on the sheet stories; only a story can be withdrawn by its person."),
        )
    return record


def withdrawal(story: Story, library: Library, today: date) -> tuple[SetField, ...]:
    """The changes of its row."""
    done = _("Permission taken back on {day}; recall listed and letters drafted.").format(day=f"{today:%d %B %Y}")
    actions = f"{story.withdrawal_actions} {done}".strip()
    values: dict[str, Value] = {"withdrawn_on": story.withdrawn_on or today, "status": "withdrawn",
                                "withdrawal_actions": actions, "updated_on": today}  # fmt: skip
    missing = missing_columns(library, story.sheet)
    return tuple(
        SetField(sheet=story.sheet, row=story.row, ref=story.ref, heading=heading, value=value)
        for heading, value in values.items()
        if heading not in missing and getattr(story, heading) != value
    )


def withdraw(
    workbook: Path, workspace: Workspace, library: Library, ref: str, today: date, *, at: datetime, by: str = "",
    out: Path | None = None,
) -> Withdrawn:  # fmt: skip
    """Do all of it. The tombstone comes first: whatever else fails, the story can be used no more.

    `library` is as the workbook has it. Raises AlongsideError.
    """
    story = story_of(library, ref)
    known = read_ledger(workspace.ledger).ledger
    LedgerFile(workspace.ledger, installation()).record_tombstones([tombstone_of(story, today, erased=False)])
    outcome = edit_workbook(workbook, withdrawal(story, library, today), expect_digest=library.digest, at=at, by=by)
    recall = recall_of(workspace, known, library, ref, [runs_of(story)])
    made = papers(ref, library.about.get("provider", ""), recall, today, example=library.is_example)
    folder = out or workspace.out / f"{FOLDER}-{ref}"
    own = (workspace.templates / TEMPLATE).is_file()
    written = write_papers(made, folder, workspace.templates if own else resource("templates"))
    return Withdrawn(ref, outcome, recall, written)
