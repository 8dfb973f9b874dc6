"""`pack scan` and `names`: what in a file tells who somebody is, and the private list of who must not be named."""

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

from alongside.commands.outcome import DONE, Outcome, code_for, finding_lines, findings_document
from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl, Progress
from alongside.library.names.given import read_names
from alongside.library.names.kept import add_names, forget_names, open_register
from alongside.library.names.register import Register
from alongside.render.manifest import NAME as MANIFEST
from alongside.render.private import KINDS, looked_through


def scan(given: Namespace, _today: date, job: JobControl) -> Outcome:
    """All that tells who somebody is, in one file or every file of a folder; exit code 1 where something blocks."""
    return _told(given.path, open_register(), job, lambda _found: True)


def check(given: Namespace, _today: date, job: JobControl) -> Outcome:
    """Only the names of the list; exit code 1 where one is found."""
    names = open_register()
    if names is None:
        raise AlongsideError(
            _("There is no private list of names yet."), remedy=_("“alongside names add FILE” makes one.")
        )
    wanted = {"private.register_name", "private.not_looked_through"}
    return _told(given.path, names, job, lambda found: found.rule in wanted)


def add(given: Namespace, _today: date, _job: JobControl) -> Outcome:
    """Add names; the file itself is only read."""
    names = read_names(given.file)
    kept = add_names(names)
    said = ngettext(
        "{n} name was added; {all} are on the list.", "{n} names were added; {all} are on the list.", len(names)
    )
    lines = [
        said.format(n=len(names), all=kept.people),
        _("The list holds hashes alone. {file} still holds the names: keep it where it belongs, or delete it.").format(
            file=given.file.name
        ),
    ]
    return Outcome(DONE, lines, {"added": len(names), "people": kept.people})


def forget(_given: Namespace, _today: date, _job: JobControl) -> Outcome:
    """Take the list away."""
    gone = forget_names()
    said = _("The list and its key are gone.") if gone else _("There was no list of names.")
    return Outcome(DONE, [said], {"forgotten": gone})


def _told(path: Path, names: Register | None, job: JobControl, wanted: Callable[[Finding], bool]) -> Outcome:
    files = _files(path)
    found: list[Finding] = []
    for done, file in enumerate(files, start=1):
        job.check()
        found += [item for item in _looked(file, names) if wanted(item)]
        job.report(Progress(done, len(files), file.name))
    head = ngettext("{n} file looked through.", "{n} files looked through.", len(files)).format(n=len(files))
    lines = [head]
    if names is None:
        lines.append(_("There is no private list of names, so only the shapes of names were looked for."))
    return Outcome(
        code_for(found),
        [*lines, "", *finding_lines(found)],
        {"files": [file.name for file in files], "list": names is not None, **findings_document(found)},
    )


def _looked(file: Path, names: Register | None) -> tuple[Finding, ...]:
    try:
        return looked_through(file, file.name, names)
    except AlongsideError as error:
        told = _("It could not be looked through. {why}").format(why=error.what)
        return (finding("private.not_looked_through", Place(template=file.name), told, error.remedy),)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(
        item
        for item in (path.rglob("*") if path.is_dir() else ())
        if item.is_file() and item.name != MANIFEST and not item.name.startswith((".", "~$"))
    )
    if not found:
        raise AlongsideError(
            _("There is no file to look through."),
            where=path.name,
            remedy=_("Name a file, or a folder with files such as {kinds}.").format(kinds=", ".join(KINDS)),
        )
    return found
