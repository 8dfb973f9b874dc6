"""Did all of it arrive? What went into a document is looked for in what came out."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.packs.formatted import note_texts, printed_texts
from alongside.packs.plan import PackPlan
from alongside.render.characters import clean
from alongside.render.package import Parts, is_xml, read_parts, tree_of
from alongside.render.wordml import texts

MARKS = ("{{", "{%")
_SHOWN = 60  # characters of a text that a message quotes


def not_arrived(printed: Sequence[str], tree: etree._Element) -> tuple[str, ...]:
    """Which of the printed texts are nowhere in the part.

    `printed` is in the order of printing, which is the order of the part, so that one walk finds nearly all.
    """
    lost = _absent("\n".join(texts(tree)), (text for text in printed if text.strip()))
    if lost:  # the instruction of a field may stand in the midst of a text
        lost = _absent("\n".join(texts(tree, seen=True)), lost)
    if not lost:
        return ()
    attributes = "\n".join(str(value) for element in tree.iter() for value in element.attrib.values())
    return tuple(text for text in lost if text not in attributes)


def _absent(whole: str, wanted: Iterable[str]) -> list[str]:
    """The texts that are nowhere in the whole; quick where they come in its order."""
    lost: list[str] = []
    place = 0
    for text in wanted:
        found = whole.find(text, place)
        if found >= 0:
            place = found + len(text)
        elif text not in whole:
            lost.append(text)
    return lost


def lost_text(text: str, place: Place) -> Finding:
    """The Finding for a text that did not arrive."""
    return finding(
        "output.lost_text",
        place,
        _("This text is missing from the document: “{text}”.").format(text=shortened(text)),
        _("Restore the template that came with Alongside, or put the field into a paragraph of its own."),
    )


def leftover_marks(docx: bytes, name: str, said: Iterable[str]) -> tuple[Finding, ...]:
    """Template marks that were printed as they stand. A mark in a text of the library or the writer is just text."""
    known = sorted((normal(text) for text in said if any(mark in text for mark in MARKS)), key=len, reverse=True)
    found = []
    for part, content in sorted(read_parts(docx, name).items()):
        if not _may_hold_text(part) or not re.search(rb"\{(?:<[^>]*>)*[{%]", content):
            continue
        for text in texts(tree_of(content, name)):
            rest = normal(text)
            for piece in known:
                rest = rest.replace(piece, " ")
            if any(mark in rest for mark in MARKS):
                found.append(
                    finding(
                        "output.leftover_mark",
                        Place(template=name, part=label(part)),
                        _("A field of the template was printed and not filled: “{text}”.").format(text=shortened(text)),
                        _("Move the field into the body, a header, a footer or a note: Alongside fills those."),
                    )
                )
    return tuple(found)


def lost_from_plan(plan: PackPlan, documents: Iterable[bytes], *, letter: bool) -> tuple[Finding, ...]:
    """Every paragraph and table cell of the plan that stands in none of the documents. `letter`: one is a letter."""
    whole = "\n".join(normal(text) for docx in documents for text in seen_texts_of(docx))
    said = {normal(text): (text, place) for text, place in reversed(list(_said(plan, letter=letter)))}
    return tuple(lost_text(*said[text]) for text in _absent(whole, reversed(said)))


def seen_texts_of(docx: bytes) -> Iterator[str]:
    """What a reader sees of each paragraph of a document's body, headers, footers and notes."""
    for part, content in sorted(read_parts(docx, "").items()):
        if _may_hold_text(part):
            yield from texts(tree_of(content, ""), seen=True)


def strings_in(value: object) -> Iterator[str]:
    """Every text inside a template's words, however deep, that of notes too."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield from printed_texts(item)
            yield from note_texts(item)
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)


def normal(text: str) -> str:
    """A text for comparing: as Word holds it, with each stretch of white space as one space."""
    return " ".join(clean(text)[0].split())


def shortened(text: str) -> str:
    """A text as a message quotes it."""
    line = normal(text)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def label(part: str) -> str:
    """A part in words: "word/header2.xml" is "header 2"."""
    match = re.fullmatch(r"word/([a-z]+)(\d*)\.xml", part)
    if match is None:
        return part
    kind = {"document": _("body")}.get(match.group(1), match.group(1))
    return f"{kind} {match.group(2)}".strip()


def parts_with_text(parts: Parts) -> Iterator[tuple[str, bytes]]:
    """The parts that a reader sees, by name."""
    return ((part, parts[part]) for part in sorted(parts) if _may_hold_text(part))


def _may_hold_text(part: str) -> bool:
    return is_xml(part) and bool(re.fullmatch(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml", part))


def _said(plan: PackPlan, *, letter: bool) -> Iterator[tuple[str, Place]]:
    for question in plan.questions:
        for block in question.blocks:
            if block.withheld:
                continue
            place = Place(
                question=question.id,
                number=question.number,
                block=block.id,
                ref=block.source.ref if block.source else None,
            )
            said = [text for paragraph in block.paragraphs for text in printed_texts(paragraph.text)]
            if block.chart is not None:
                said += [block.chart.title, block.chart.note]
            if block.picture is not None:
                said.append(block.picture.caption)
            if block.table is not None:
                said += [*block.table.headings, *(cell for row in block.table.rows for cell in row), block.table.note]
            yield from ((text, place) for text in said if text.strip())
    if letter:
        said = [text for paragraph in plan.letter for text in printed_texts(paragraph)]
        yield from ((text, Place(part=_("letter"))) for text in said if text.strip())
