"""A redline as a Word document with tracked changes, and the text of a Word document as one side of a redline."""

import copy
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from lxml import etree

from alongside.i18n import _
from alongside.library.upkeep.difference import Part
from alongside.packs.redline import Changed, Line, Passage, Version, in_a_sentence
from alongside.render.package import pack_parts, read_parts, tree_of
from alongside.render.report_document import report_document
from alongside.render.wordml import XML_SPACE, W, texts
from alongside.report import Report, ReportSection

AUTHOR = "Alongside"
_BODY = "word/document.xml"
# Signs of the private-use area: they stand for nothing in print, and go through a template as text does.
_OPEN = {Part.GONE: "\ue0f0", Part.NEW: "\ue0f1"}
_CLOSE = "\ue0f2"
_MARKS = dict.fromkeys(map(ord, (*_OPEN.values(), _CLOSE)))
_STRETCH = re.compile(f"([{''.join(_OPEN.values())}])([^{_CLOSE}]*){_CLOSE}")
_FIRST_ID = 900_000
_ELEMENTS = {_OPEN[Part.GONE]: "del", _OPEN[Part.NEW]: "ins"}


def read_version(path: Path) -> Version:
    """A Word document's paragraphs, those in tables too, as one part. Raises AlongsideError."""
    parts = read_parts(path.read_bytes(), path.name)
    tree = tree_of(parts[_BODY], path.name)
    lines = [text.strip() for text in texts(tree, seen=True) if text.strip()]
    return Version(path.name, (Passage("", path.name, (), tuple(lines)),))


def redline_document(
    found: Sequence[Changed], names: tuple[str, str], day: date, templates: Path, *, example: bool = False
) -> bytes:
    """What changed, with the words that are gone and new as tracked changes: Word can list, accept and reject them."""
    quiet = [item.heading for item in found if not item.differs]
    sections = [
        ReportSection(item.heading.translate(_MARKS), (*_said(item), *map(_with_marks, item.lines)))
        for item in found if item.differs
    ]  # fmt: skip
    if quiet:
        sections.append(ReportSection(_("Unchanged"), tuple(text.translate(_MARKS) for text in quiet)))
    report = Report(
        title=_("What changed"), about=_("From {before} to {after}").format(before=names[0], after=names[1]), on=day,
        sections=(ReportSection(_("In short"), (in_a_sentence(found),)), *sections), example=example,
        status=_("Redline"),
    )  # fmt: skip
    parts = dict(read_parts(report_document(report, templates), "report"))
    tree = tree_of(parts[_BODY], "report")
    _track(tree, day)
    parts[_BODY] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack_parts(parts)


def _said(item: Changed) -> Iterator[str]:
    if item.what is Part.NEW:
        yield _("This part is new.")
    elif item.what is Part.GONE:
        yield _("This part was taken out.")
    yield from (fact.translate(_MARKS) for fact in item.facts)


def _with_marks(line: Line) -> str:
    return "".join(
        f"{_OPEN[piece.part]}{text}{_CLOSE}" if piece.part in _OPEN else text
        for piece in line
        for text in [piece.text.translate(_MARKS)]
    )


def _track(tree: etree._Element, day: date) -> None:
    """Turn marked stretches into tracked changes."""
    number = _FIRST_ID
    for run in [run for run in tree.iter(f"{W}r") if any(_CLOSE in (item.text or "") for item in run.iter(f"{W}t"))]:
        text = "".join(item.text or "" for item in run.iter(f"{W}t"))
        look, place, made = run.find(f"{W}rPr"), 0, []
        for match in _STRETCH.finditer(text):
            if match.start() > place:
                made.append(_run(look, text[place : match.start()], "t"))
            kind = _ELEMENTS[match[1]]
            change = etree.Element(
                f"{W}{kind}",
                {f"{W}id": str(number), f"{W}author": AUTHOR, f"{W}date": f"{day.isoformat()}T00:00:00Z"},
            )
            change.append(_run(look, match[2], "delText" if kind == "del" else "t"))
            made.append(change)
            place, number = match.end(), number + 1
        if place < len(text):
            made.append(_run(look, text[place:], "t"))
        parent = run.getparent()
        if parent is not None:
            at = parent.index(run)
            parent[at : at + 1] = made


def _run(look: etree._Element | None, text: str, name: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    if look is not None:
        run.append(copy.deepcopy(look))
    held = etree.SubElement(run, f"{W}{name}")
    held.set(XML_SPACE, "preserve")
    held.text = text
    return run
