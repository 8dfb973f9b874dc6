"""`questions answer`: a pack's answers into the buyer's own file, or as plain text for a portal."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from alongside.bulk.answering import Answered, Wanted, answer_file, answer_portal
from alongside.bulk.exporting import note_export
from alongside.bulk.opened import open_pack
from alongside.commands.outcome import Outcome, code_for, finding_lines, findings_document
from alongside.commands.passwords import with_password
from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.intake.asked import FileKind
from alongside.job_control import JobControl
from alongside.library.names.kept import open_register
from alongside.packs.pack import Pack, load_pack
from alongside.workspace import open_workspace


def answer(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Write the answers; exit code 1 where something blocks, and then nothing final; 2 where nothing can be written."""
    if given.portal:
        opened = open_pack(given.pack, today, job)
        done = answer_portal(opened, given.out, final=given.final)
    else:
        source = given.source or _source_of(load_pack(given.pack), given)
        opened = open_pack(given.pack, today, job)
        names = open_register()
        done = with_password(
            given,
            lambda password: answer_file(
                opened, Wanted(source, given.out, given.final, password, given.unprotected), job, names
            ),
        )
    if done.path is not None:
        note_export(opened.workspace, done.path, "answers", given.at, final=done.final)
    return Outcome(code_for(done.findings), list(_lines(done)), _document(done))


def _source_of(pack: Pack, given: Namespace) -> Any:
    if pack.source is None:
        raise AlongsideError(
            _("This pack was not read from a buyer's file."),
            where=given.pack.name,
            remedy=_("Name the file with --source, or write plain text with --portal."),
        )
    return open_workspace(given.pack).folder / pack.source.file


def _lines(done: Answered) -> Iterator[str]:
    if done.path is None:
        yield _("Nothing was written: see what blocks it below.")
    else:
        state = _("final") if done.final else _("draft")
        said = _("{path} ({state}): {n} of {total} questions answered.")
        yield said.format(path=done.path, state=state, n=done.written, total=done.asked)
        if done.kind is FileKind.PDF:
            yield _("The buyer's file is a PDF, which has no places to fill: this is a Word document of our own.")
    yield ""
    yield from finding_lines(done.findings)


def _document(done: Answered) -> Mapping[str, Any]:
    return {
        "file": str(done.path) if done.path is not None else None,
        "kind": done.kind if done.kind is not None else "text",
        "final": done.final and done.path is not None,
        "questions": done.asked,
        "answers": done.written,
        **findings_document(done.findings),
    }
