"""`pack redline`: what changed between two versions of a pack, two builds, or two versions of a buyer's document."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from alongside.bulk.opened import open_pack
from alongside.commands.outcome import DONE, Outcome
from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.upkeep.difference import in_words
from alongside.packs.redline import Version, in_a_sentence, redline, version_of
from alongside.render.files import write_whole
from alongside.render.manifest import NAME
from alongside.render.redline_file import read_version, redline_document
from alongside.render.report_words import TEMPLATE
from alongside.resources import resource
from alongside.workspace import Workspace, open_workspace

_RESPONSES = ("tender_response.docx", "inspection_narrative.docx")


def show_redline(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Tell it in words; with --out also as a Word document with tracked changes."""
    if given.out is not None and given.out.suffix.lower() != ".docx":
        raise AlongsideError(
            _("A redline is a Word document."), where=given.out.name, remedy=_("Let its name end in .docx.")
        )
    before, example = _read(given.before, today, job)
    after, also = _read(given.after, today, job)
    found = redline(before, after)
    lines = []
    for item in found:
        if item.differs:
            lines += [item.heading, *(f"  {fact}" for fact in item.facts)]
            lines += [f"  {in_words(line)}" for line in item.lines if any(piece.part != "same" for piece in line)]
    lines.append(in_a_sentence(found))
    if given.out is not None:
        data = redline_document(
            found, (before.name, after.name), today, _templates(given.after), example=example or also
        )
        write_whole(given.out, data)
        lines.append(_("Written to {name}.").format(name=given.out.name))
    return Outcome(
        DONE, lines,
        {"before": before.name, "after": after.name, "parts": [
            {"heading": item.heading, "what": item.what, "differs": item.differs, "facts": item.facts,
             "words_new": item.words_new, "words_gone": item.words_gone,
             "lines": [[(piece.part, piece.text) for piece in line] for line in item.lines]}
            for item in found
        ]},
    )  # fmt: skip


def _read(path: Path, today: date, job: JobControl) -> tuple[Version, bool]:
    """One side, and whether it is made of sample data: a pack, a Word document, or a built folder's main document."""
    if path.is_dir() and (path / NAME).is_file():
        found = next((path / name for name in _RESPONSES if (path / name).is_file()), None)
        if found is not None:
            return read_version(found), False
    if path.suffix.lower() in {".docx", ".docm"} and path.is_file():
        return read_version(path), False
    opened = open_pack(path, today, job)
    return version_of(opened.plan, path.name), opened.plan.example


def _templates(near: Path) -> Path:
    try:
        place: Workspace = open_workspace(near)
    except AlongsideError:
        return resource("templates")
    return place.templates if (place.templates / TEMPLATE).is_file() else resource("templates")
