"""`pack picture` and `pack references`: what a writer changes in a pack without the window."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from alongside.commands.outcome import DONE, Outcome
from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.packs.edit import add_block
from alongside.packs.pack import Pack, PictureWidth, Question, References, changed, load_pack, save_pack
from alongside.packs.pictures import add_picture
from alongside.workspace import open_workspace


def picture(given: Namespace, today: date, _job: JobControl) -> Outcome:
    """Copy a picture into the workspace and put it at the end of an answer."""
    path: Path = given.pack
    pack = load_pack(path)
    question = _question(pack, given.question, path)
    block = add_picture(given.picture, open_workspace(path).files)
    block = changed(block, caption=given.caption, alternative=given.alternative, width=PictureWidth(given.width))
    save_pack(changed(add_block(pack, question.id, block), updated_on=today), path)
    lines = [
        _("{name}: “{file}” stands at the end of {number}.").format(
            name=path.name, file=block.file, number=question.number
        )
    ]
    if not block.alternative.strip():
        lines.append(_("It has no alternative text: --alternative says what it shows, for people who cannot see it."))
    return Outcome(
        DONE, lines, {"pack": path.name, "question": question.number, "file": block.file, "sha256": block.sha256}
    )


def references(given: Namespace, today: date, _job: JobControl) -> Outcome:
    """Say how the documents of a pack show their sources."""
    path: Path = given.pack
    pack = load_pack(path)
    wanted = References(given.shown)
    if pack.rules.references is not wanted:
        save_pack(changed(pack, rules=changed(pack.rules, references=wanted), updated_on=today), path)
    said = {
        References.INDEX: _("numbers that lead to a list of the evidence"),
        References.BRACKETS: _("numbers in brackets, which lead to a list of the evidence"),
        References.FOOTNOTES: _("footnotes"),
        References.ENDNOTES: _("endnotes"),
    }[wanted]
    return Outcome(
        DONE,
        [_("{name}: sources are shown as {said}.").format(name=path.name, said=said)],
        {"pack": path.name, "references": wanted.value},
    )


def _question(pack: Pack, number: str, path: Path) -> Question:
    found = next((item for item in pack.questions if number.casefold() in {item.number.casefold(), item.id}), None)
    if found is None:
        known = ", ".join(item.number for item in pack.questions) or _("none")
        raise AlongsideError(
            _("The pack has no question “{number}”.").format(number=number),
            where=path.name,
            remedy=_("Choose one of these: {known}.").format(known=known),
        )
    return found
