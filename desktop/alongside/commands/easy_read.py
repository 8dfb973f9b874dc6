"""`easy-read make`, `check` and `answer`: a person's own copy of their story, and what they said to it."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from alongside.checks.easy_profiles import PROFILES
from alongside.checks.easy_read import check_copy
from alongside.commands.editing import written
from alongside.commands.outcome import BLOCKED, DONE, Outcome, code_for, finding_lines, findings_document
from alongside.commands.upkeep import place_of
from alongside.errors import AlongsideError
from alongside.findings import blocking
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.leaving.withdrawing import story_of
from alongside.library.editing.draft import missing_columns
from alongside.library.workbook import read_rows
from alongside.packs.easy_read import (
    SUFFIX,
    EasyRead,
    ProfileName,
    bank,
    copy_path,
    load_copy,
    save_copy,
    write_whole,
)
from alongside.packs.easy_read_draft import draft
from alongside.packs.easy_read_edit import set_fields
from alongside.packs.told import answered
from alongside.render.easy_read import easy_read_document
from alongside.render.easy_read_check import check_file
from alongside.render.pdf import page_count, to_pdf


def make(given: Namespace, today: date, job: JobControl) -> Outcome:
    """The Word document of a story's copy: of the one kept in the workspace, else of a first draft, then kept."""
    if given.out.suffix.lower() != ".docx":
        raise AlongsideError(
            _("An Easy Read copy is a Word document."), where=given.out.name, remedy=_("Let its name end in .docx.")
        )
    library = read_rows(given.workbook, job)
    story = story_of(library, given.story)
    if story.withdrawn_on is not None or story.status == "withdrawn":
        raise AlongsideError(
            _("{ref} was withdrawn: no more copies of it are made.").format(ref=story.ref), where=library.name
        )
    folder = place_of(given.workbook).folder
    path = copy_path(folder, story.ref)
    kept = path.is_file() and not given.again
    if kept:
        copy = load_copy(path)
    else:
        copy = draft(story, library.about.get("provider", ""), today, example=library.is_example)
        save_copy(copy, path)
    pictures = {name: file.read_bytes() for name, file in bank(folder).items()}
    found = check_copy(copy, frozenset(pictures))
    final = given.final and not blocking(found)
    write_whole(given.out, easy_read_document(copy, today, pictures=pictures, final=final))
    lines = [
        _("Written: {name}, as a {state}.").format(
            name=given.out.name, state=_("final copy") if final else _("first copy, marked so")
        ),
        _("Made from {path}.").format(path=path) if kept else _("Drafted, to be edited: {path}.").format(path=path),
        "",
        *finding_lines(found),
    ]
    document = {"story": story.ref, "file": given.out.name, "final": final, "kept": kept, **findings_document(found)}
    return Outcome(BLOCKED if given.final and not final else DONE, lines, document)


def check(given: Namespace, _today: date, _job: JobControl) -> Outcome:
    """Everything against ER01 to ER20 in a copy (.easyread.json), or in a finished Word file (ER10 to ER16)."""
    path: Path = given.file
    profile = ProfileName(given.profile) if given.profile else None
    if path.name.endswith(SUFFIX):
        copy: EasyRead = load_copy(path)
        if profile is not None:
            copy = set_fields(copy, profile=profile)
        found = check_copy(copy, frozenset(bank(path.parent.parent)))
    else:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise AlongsideError(
                _("The file cannot be opened: {reason}.").format(reason=error.strerror or error), where=path.name
            ) from error
        rules = PROFILES[profile or ProfileName.STRICT]
        found = check_file(data, path.name, rules, page_count(to_pdf(data, title=path.name)))
    return Outcome(code_for(found), finding_lines(found), {"file": path.name, **findings_document(found)})


def answer(given: Namespace, today: date, job: JobControl) -> Outcome:
    """What the person said, written into the story's row."""
    library = read_rows(given.workbook, job)
    story = story_of(library, given.story)
    changes = answered(
        story, given.said, given.on or today, formats=tuple(given.format), supporter=given.supporter, today=today,
        missing=missing_columns(library, story.sheet),
    )  # fmt: skip
    if not changes:
        return Outcome(DONE, [_("{ref} says so already.").format(ref=story.ref)], {"ref": story.ref, "changed": False})
    return written(given, library, changes, [])
