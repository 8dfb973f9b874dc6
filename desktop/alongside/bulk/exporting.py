"""Notes what was finished in the log of exports, as whoever the user says they are."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from alongside.bulk.tasks import Done, State
from alongside.installation import installation
from alongside.library.exports import export_of, note
from alongside.settings import load_settings, settings_file
from alongside.workspace import Workspace, open_workspace


def note_export(workspace: Workspace, path: Path, kind: str, at: datetime, *, final: bool = False) -> None:
    """Note one file or folder. Raises AlongsideError."""
    account = load_settings(settings_file()).account
    note(workspace, installation(), [export_of(path, kind, at, account, final=final)])


def note_packs(done: Sequence[Done], at: datetime) -> None:
    """Note each pack that was built; what is unchanged since was noted before. Raises AlongsideError."""
    account = load_settings(settings_file()).account
    for item in done:
        if item.state is State.BUILT:
            made = export_of(item.task.target, "pack", at, account, final=item.task.final)
            note(open_workspace(item.task.pack), installation(), [made])
