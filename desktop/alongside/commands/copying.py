"""`library copy`: records of one library into another, with where they are from."""

from argparse import Namespace
from datetime import date
from getpass import getuser

from alongside.commands.outcome import BLOCKED, DONE, Outcome
from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.editing.journal import State
from alongside.library.workbook import read_library
from alongside.packs.copying_over import Shelf, copy_over


def copy(given: Namespace, today: date, job: JobControl) -> Outcome:
    """All the records, or none. Exit code 1 where the other workbook is open elsewhere and the copies wait for it."""
    source = Shelf(read_library(given.workbook, today, job), given.workbook)
    target = Shelf(read_library(given.into, today, job), given.into)
    records = []
    for ref in dict.fromkeys(given.refs):
        record = source.library.get(ref)
        if record is None:
            raise AlongsideError(
                _("The library has no record “{ref}”.").format(ref=ref),
                where=source.library.name,
                remedy=_("Look its id up with “alongside library search”."),
            )
        records.append(record)
    done = copy_over(records, source, target, today, uses=given.uses or (), at=given.at, by=_me())
    lines = []
    for record, made in zip(records, done.copies, strict=True):
        lines.append(_("{ref} is {new} in {name}.").format(ref=record.ref, new=made.ref, name=target.library.name))
        lines += [f"    {said}" for said in made.said]
    applied = done.outcome.state is State.APPLIED
    if not applied:
        lines.append(done.outcome.reason)
    return Outcome(
        DONE if applied else BLOCKED,
        lines,
        {
            "from": source.library.name,
            "into": target.library.name,
            "state": done.outcome.state.value,
            "copies": [
                {"ref": record.ref, "new": made.ref, "files": made.files, "said": made.said}
                for record, made in zip(records, done.copies, strict=True)
            ],
        },
    )


def _me() -> str:
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return ""
