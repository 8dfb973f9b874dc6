"""The papers of a withdrawal: a letter to everybody who was given the story, and a note to the person in Easy Read."""

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from lxml import etree

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.leaving.recall import Recall, Recipient
from alongside.render.package import pack_parts, read_parts, tree_of
from alongside.render.report_document import report_document
from alongside.render.wordml import W
from alongside.report import Report, ReportSection, ReportTable

LARGE = 32  # half points: 16 pt, above the 14 pt that Easy Read asks for
NOT_UNSENT = _(
    "What was submitted cannot be called back: it lies with others, and a public body may have to keep or publish it. "
    "From today it is used nowhere new."
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A draft to be looked at, completed and sent by a person."""

    name: str  # of its file
    report: Report
    easy_read: bool = False


def papers(ref: str, provider: str, recall: Recall, on: date, *, example: bool) -> tuple[Paper, ...]:
    """A letter for each recipient of a final pack, the note to the person, and the list of what was recalled.

    No paper tells the story, its title or the person's name or code.
    """
    finals = [item for item in recall.recipients if item.final]
    found = [
        Paper(f"letter-{number:02d}-{_plain(item.name)}.docx", _letter(item, provider, on, example=example))
        for number, item in enumerate(finals, start=1)
    ]
    found.append(Paper("note-to-the-person-easy-read.docx", _note(provider, finals, on, example=example), True))
    found.append(Paper("what-was-recalled.docx", recall_report(ref, recall, on, example=example)))
    return tuple(found)


def write_papers(made: tuple[Paper, ...], folder: Path, templates: Path) -> tuple[Path, ...]:
    """Write them into a folder, which is made. Raises AlongsideError where the disk refuses."""
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for paper in made:
            data = report_document(paper.report, templates)
            path = folder / paper.name
            path.write_bytes(_enlarged(data) if paper.easy_read else data)
            paths.append(path)
    except OSError as error:
        raise AlongsideError(
            _("The letters cannot be written: {why}.").format(why=error.strerror or error),
            where=folder.name,
            remedy=_("Check that you may write there; the withdrawal itself stands."),
        ) from error
    return tuple(paths)


def recall_report(ref: str, recall: Recall, on: date, *, example: bool) -> Report:
    """Where the story is and went, as a page to keep."""
    went = ReportTable(
        (_("Given to"), _("Pack"), _("Last built"), _("As")),
        tuple(
            (item.name or _("not known"), item.title, item.day, _("final") if item.final else _("draft"))
            for item in recall.recipients
        ),
    )
    sections = [
        ReportSection(
            _("Who was given it, or may have been"),
            (NOT_UNSENT,),
            (went,) if recall.recipients else (),
            _("Nothing was built with it, as far as this computer's ledger knows."),
        ),
        ReportSection(
            _("Packs that use it"),
            tuple(path.name for path in recall.packs),
            empty=_("No pack of this workspace uses it."),
        ),
        ReportSection(
            _("Folders of built documents that have it"),
            tuple(folder.name for folder in recall.folders),
            empty=_("There are none in this workspace."),
        ),
    ]
    notes = (_("Copies that somebody e-mailed, printed or uploaded are not known here: ask whoever handled the pack."),)
    about = _("{ref}, withdrawn on {day}").format(ref=ref, day=_day(on))
    return Report(_("Where the story went"), about, on, tuple(sections), example, _("Internal"), notes)


def _letter(to: Recipient, provider: str, on: date, *, example: bool) -> Report:
    us = provider or _("We")
    said = (
        _("To: {name}").format(name=to.name or _("[name of the recipient]")),
        _("Dear colleague,"),
        _("“{title}”, which we prepared on {day}, holds an account by a person who receives support from us.").format(
            title=to.title, day=_day(to.day)
        ),
        _(
            "On {day} this person took back the permission for their account to be used. They may do so at any time "
            "and need give no reason, and we respect it."
        ).format(day=_day(on)),
        _("We ask you to:"),
        _("• stop reading out, quoting, copying or passing on the account;"),
        _("• take it out of any copy that you still work with, and tell us if you passed it on, and to whom;"),
        _("• keep only what the law or your own records schedule obliges you to keep, and tell us if that is so."),
        _(
            "We know that a submission which you hold cannot be undone from our side, and that it may fall under "
            "duties of disclosure. If it is to be published or disclosed, please redact the account first and tell us."
        ),
        _("Nothing else in the submission depends on it. If you wish, we send a version without it."),
        _("Please answer by [date] to [role and contact]."),
        _("Yours faithfully,"),
        _("[name and role], {us}").format(us=us),
    )
    title = _("A request about one account in our submission")
    return Report(title, _("Draft letter of {day}").format(day=_day(on)), on, (ReportSection(_("Letter"), said),),
                  example, _("Draft: to be read and signed by a person"))  # fmt: skip


def _note(provider: str, finals: list[Recipient], on: date, *, example: bool) -> Report:
    names = list(dict.fromkeys(item.name or _("somebody we still have to find out") for item in finals))
    who = provider or _("us")
    went = (
        (_("Your story was given to:"), *(f"• {name}" for name in names),
         _("We cannot take it back from them."), _("We ask them to stop using it."))
        if names
        else (_("We did not send your story to anyone."),)
    )  # fmt: skip
    sections = (
        ReportSection(_("You said stop"), (
            _("You told us: do not use my story."), _("You can always say that."), _("You do not have to say why."),
            _("Nothing about your support will change."),
        )),
        ReportSection(_("What we did"), (
            _("We stopped on {day}.").format(day=_day(on)), _("We do not use your story any more."),
        )),
        ReportSection(_("Who has your story"), tuple(went)),
        ReportSection(_("What you can ask for"), (
            _("You can ask us to delete your story."), _("You can ask to see what we keep about you."),
            _("Someone you trust can help you."), _("You can also change your mind again."),
        )),
        ReportSection(_("Who to ask"), (
            _("Ask: [name, with a photo]"), _("Phone: [number]"), _("This note was made by {who}.").format(who=who),
        )),
    )  # fmt: skip
    return Report(_("About your story"), _("An Easy Read note"), on, sections, example,
                  _("Draft: go through it together with the person"))  # fmt: skip


def _enlarged(data: bytes) -> bytes:
    """The document with no letter smaller than Easy Read asks for."""
    parts = dict(read_parts(data, "note.docx"))
    for name in ("word/styles.xml", "word/document.xml"):
        tree = tree_of(parts[name], name)
        for size in tree.iter(f"{W}sz", f"{W}szCs"):
            if int(size.get(f"{W}val", "0")) < LARGE:
                size.set(f"{W}val", str(LARGE))
        for spacing in tree.iter(f"{W}spacing"):
            if spacing.get(f"{W}line") is not None:  # set for smaller letters, which would run into each other
                spacing.set(f"{W}line", "300")
                spacing.set(f"{W}lineRule", "auto")
        parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    stream = BytesIO(pack_parts(parts))
    return stream.getvalue()


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "recipient"


def _day(day: date) -> str:
    return f"{day:%d %B %Y}".lstrip("0")
