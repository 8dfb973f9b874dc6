"""`workspace lock` and `workspace unlock`: a workspace behind a password, and back."""

import sys
from argparse import Namespace
from datetime import date
from getpass import getpass

import msgspec

from alongside.bulk.exporting import note_export
from alongside.commands.outcome import BLOCKED, DONE, Outcome
from alongside.commands.passwords import password_in
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.cache_files import clear
from alongside.library.exports import read_exports
from alongside.library.workbook import read_rows
from alongside.locking.container import new_key
from alongside.locking.lock import check_lockable, folder_of, lock, rescue, unlock
from alongside.packs.impact import impact_assessment
from alongside.render.report_file import write_report
from alongside.settings import recovery_folder
from alongside.synced import synced_by
from alongside.temporary import OLD, clear_temporary
from alongside.workspace import LOCKED, locked_file, open_workspace


def lock_workspace(given: Namespace, _today: date, job: JobControl) -> Outcome:
    """One encrypted file in the place of the folder; exit code 1 where plain files are left."""
    folder = open_workspace(given.workspace.resolve()).folder
    check_lockable(folder)
    done = lock(folder, new_key(_password(given, twice=True)), job)
    clear()
    waiting = sorted(path.name for path in recovery_folder().glob("*")) if recovery_folder().is_dir() else []
    lines = [
        ngettext(
            "{n} file is locked in {name}, which was read back before the plain one was removed.",
            "{n} files are locked in {name}, which was read back before the plain ones were removed.",
            done.files,
        ).format(n=done.files, name=done.file.name),
        _("Without the password nobody can open it, we neither. What was deleted may still lie on the disk."),
    ]
    if done.kept is not None:
        lines.append(_("An earlier locked file was kept as {name}.").format(name=done.kept.name))
    if waiting:
        lines.append(_("Copies of packs that could not be saved are still in your user folder, not locked."))
    if done.left:
        lines += [_("These could not be removed and are not locked:"), *(f"    {name}" for name in done.left)]
    document = {
        "file": str(done.file), "files": done.files, "kept": str(done.kept or ""), "left": done.left,
        "recovery_copies": len(waiting),
    }  # fmt: skip
    return Outcome(BLOCKED if done.left else DONE, lines, document)


def unlock_workspace(given: Namespace, _today: date, job: JobControl) -> Outcome:
    """The folder back in its place, or the whole files of a damaged one in another."""
    folder = folder_of(given.workspace.resolve())
    file = locked_file(folder)
    if not file.is_file():
        raise AlongsideError(
            _("There is no locked workspace here."), where=given.workspace.name, remedy=_("Check its name.")
        )
    if given.rescue is not None:
        whole, lost = rescue(file, _password(given), given.rescue)
        lines = [_("{n} files are whole, {m} are lost.").format(n=len(whole), m=len(lost)), *(f"    {n}" for n in lost)]
        return Outcome(BLOCKED if lost else DONE, lines, {"whole": whole, "lost": lost})
    unlock(folder, _password(given), job)
    return Outcome(DONE, [_("{name} is unlocked.").format(name=folder.name)], {"folder": str(folder)})


def show_exports(given: Namespace, _today: date, _job: JobControl) -> Outcome:
    """What was exported, the last one first."""
    found, lost = read_exports(open_workspace(given.workspace.resolve()))
    lines = [
        f"{item.at:%Y-%m-%d %H:%M}  {item.kind:<8} {_('final') if item.final else '':<6} {item.name}  "
        f"{item.sha256[:16]}  {item.by}".rstrip()
        for item in found
    ]
    if lost:
        lines.append(ngettext("{n} line cannot be read.", "{n} lines cannot be read.", lost).format(n=lost))
    return Outcome(
        DONE, lines or [_("Nothing was exported yet.")], {"exports": msgspec.to_builtins(found), "unreadable": lost}
    )


def clear_leftovers(given: Namespace, _today: date, _job: JobControl) -> Outcome:
    """Temporary folders and drafts of runs that were ended from outside, a day old or more."""
    place = open_workspace(given.workspace.resolve()).folder if given.workspace is not None else None
    gone = clear_temporary(given.at.timestamp() - OLD, place)
    said = ngettext("{n} leftover was taken away.", "{n} leftovers were taken away.", gone).format(n=gone)
    return Outcome(DONE, [said if gone else _("Nothing was left behind.")], {"removed": gone})


def write_assessment(given: Namespace, today: date, job: JobControl) -> Outcome:
    """A half-filled data protection impact assessment, as Word."""
    place = open_workspace(given.workspace.resolve())
    earlier = any(place.folder.parent.glob(f"{place.folder.name}*{LOCKED}"))
    report = impact_assessment(
        read_rows(place.library, job), today, synced_by=synced_by(place.folder), locked_before=earlier
    )
    write_report(given.out, report, place)
    note_export(place, given.out, "report", given.at)
    said = _("Written to {name}. What only you can answer is marked; it is no legal advice.")
    return Outcome(DONE, [said.format(name=given.out.name)], {"out": str(given.out)})


def _password(given: Namespace, *, twice: bool = False) -> str:
    if given.password_file is not None:
        return password_in(given.password_file)
    if not sys.stdin.isatty():
        raise AlongsideError(_("Nobody is here to type a password."), remedy=_("Give it with --password-file FILE."))
    typed = getpass(_("Password of the workspace: "))
    if twice and getpass(_("The same again: ")) != typed:
        raise AlongsideError(_("The two passwords differ, so nothing was locked."), remedy=_("Try again."))
    return typed
