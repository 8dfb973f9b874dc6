"""`story withdraw`, `story erase`, `person export` and `person erase`: what a person may ask for."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import Any

from alongside.bulk.exporting import note_export
from alongside.commands.editing import _me as me
from alongside.commands.outcome import BLOCKED, DONE, REFUSED, Outcome
from alongside.commands.upkeep import place_of
from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.leaving.erasing import Desk, Elsewhere, Report, erase
from alongside.leaving.letters import NOT_UNSENT
from alongside.leaving.person import everything_about, records_of, stories_of
from alongside.leaving.recall import Recall
from alongside.leaving.withdrawing import story_of, withdraw
from alongside.library.cache_files import cache_folder
from alongside.library.editing.journal import State
from alongside.library.library import Library
from alongside.library.records import Story
from alongside.library.workbook import read_rows
from alongside.render.report_file import write_report
from alongside.settings import recovery_folder


def withdraw_story(given: Namespace, today: date, job: JobControl) -> Outcome:
    """A story out of use at once; exit code 1 where the workbook could not be written yet."""
    library = read_rows(given.workbook, job)
    done = withdraw(
        given.workbook, place_of(given.workbook), library, given.ref, today, at=given.at, by=me(), out=given.out
    )
    applied = done.outcome.state is State.APPLIED
    lines = [
        _("{ref} is withdrawn and can be used no more.").format(ref=done.ref),
        *([] if applied else [done.outcome.reason]),
        "",
        *recall_lines(done.recall),
        "",
        _("Drafted, to be read before they are sent:"),
        *(f"    {path}" for path in done.papers),
    ]
    document = {
        "ref": done.ref, "state": done.outcome.state.value, "reason": done.outcome.reason,
        **recall_document(done.recall), "papers": [str(path) for path in done.papers],
    }  # fmt: skip
    code = DONE if applied else REFUSED if done.outcome.state is State.REFUSED else BLOCKED
    return Outcome(code, lines, document)


def erase_story(given: Namespace, today: date, job: JobControl) -> Outcome:
    """A story out of everything; exit code 1 where something of it is left."""
    library = read_rows(given.workbook, job)
    return _erased(given, library, [story_of(library, given.ref)], today, job)


def erase_person(given: Namespace, today: date, job: JobControl) -> Outcome:
    """All of a person out of everything; exit code 1 where something is left."""
    library = read_rows(given.workbook, job)
    records_of(library, given.code)
    return _erased(given, library, stories_of(library, given.code), today, job, person=given.code.strip())


def export_person(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Everything about a person's code, as Excel or Word."""
    library = read_rows(given.workbook, job)
    place = place_of(given.workbook)
    report = everything_about(given.code, place, library, today)
    write_report(given.out, report, place)
    note_export(place, given.out, "person", given.at)
    refs = [record.ref or f"{record.sheet} {record.row}" for record in records_of(library, given.code)]
    lines = [
        _("{n} records name {code}.").format(n=len(refs), code=given.code),
        _("Written to {name}.").format(name=given.out.name),
    ]
    return Outcome(DONE, lines, {"code": given.code, "records": refs, "out": str(given.out)})


def _erased(
    given: Namespace, library: Library, stories: Sequence[Story], today: date, job: JobControl, *, person: str = ""
) -> Outcome:
    if not given.yes:
        raise AlongsideError(
            _("Erasing cannot be undone, also not from a backup."),
            where=library.name,
            remedy=_("Type the command again with --yes; “person export” first keeps a copy for the person."),
        )
    desk = Desk(given.workbook, place_of(given.workbook), library)
    elsewhere = Elsewhere(cache_folder(), recovery_folder())
    done = erase(desk, stories, today, elsewhere, job, person=person, delete=given.delete)
    return Outcome(BLOCKED if done.left else DONE, erased_lines(done), erased_document(done))


def recall_lines(recall: Recall) -> list[str]:
    """Where a story is and went, in words."""
    lines = [NOT_UNSENT, ""]
    lines += [_("Given to, or built for:")] if recall.recipients else [_("Nothing was built with it.")]
    for item in recall.recipients:
        state = _("final") if item.final else _("draft")
        day = f"{item.day:%d %B %Y}".lstrip("0")
        lines.append(f"    {item.name or _('not known')}: {item.title}, {day}, {state}")
    if recall.packs:
        lines += [_("Packs that use it:"), *(f"    {path.name}" for path in recall.packs)]
    if recall.folders:
        lines += [_("Built folders that have it:"), *(f"    {path}" for path in recall.folders)]
    return lines


def recall_document(recall: Recall) -> dict[str, Any]:
    """The same for a program."""
    return {
        "recipients": [
            {"name": item.name, "title": item.title, "pack": item.pack, "day": item.day, "final": item.final}
            for item in recall.recipients
        ],
        "packs": [path.name for path in recall.packs],
        "folders": [str(path) for path in recall.folders],
        "can_be_called_back": False,
    }


def erased_lines(done: Report) -> list[str]:
    """What was erased and what was not, in words."""
    lines = [_("Erased. What was there cannot be brought back; a tombstone keeps old copies from being used.")]
    for heading, names in (
        (_("Records of which something was taken out:"), done.records),
        (_("Records whose history was taken out:"), done.history),
        (_("Packs of which something was taken out:"), done.packs),
        (_("Deleted:"), done.deleted),
        (_("Still there, for you to decide (again with --delete):"), done.to_decide),
        (_("Still holding some of it:"), tuple(done.left)),
    ):
        if names:
            lines += ["", heading, *(f"    {name}" for name in names)]
    if not done.left:
        lines += ["", _("Every byte of the workspace, the caches and the recovery copies was looked through: "
                        "nothing is left.")]  # fmt: skip
    for recall in done.recall:
        lines += ["", *recall_lines(recall)]
    return lines


def erased_document(done: Report) -> dict[str, Any]:
    """The same for a program."""
    return {
        "records": done.records, "history": done.history, "packs": done.packs, "deleted": done.deleted,
        "to_decide": done.to_decide, "left": done.left, "recall": [recall_document(item) for item in done.recall],
    }  # fmt: skip
