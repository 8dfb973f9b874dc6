"""The list of contents, filled when a document is made: right in every program, and before Word refreshes it."""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from docx.document import Document as WordDocument
from lxml import etree

from alongside.render.wordml import XML_SPACE, W

_LEVELS = re.compile(r'\\o\s*"(\d)-(\d)"')
_STYLES = re.compile(r'\\t\s*"([^"]*)"')
ENTRY_STYLES = ("TOC1", "TOC2", "TOC3")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list. `number` may be empty."""

    number: str
    heading: str
    level: int  # from 0


def empty_contents(document: WordDocument) -> None:
    """Take out what a list of contents holds now.

    Word fills it from the template's own headings when a user saves the template; their tags must not be filled twice.
    """
    for field in _fields(document.element.body):
        _empty(field)


def without_contents(body: etree._Element) -> tuple["Field", ...]:
    """As `empty_contents`, with a mark in each list that `filled_contents` finds in the filled text."""
    made = []
    for number, field in enumerate(_fields(body)):
        _empty(field)
        first, last = field.paragraphs[0], field.paragraphs[-1]
        end = _end_of(last)
        if first is not last:
            first.extend([end, *end.itersiblings()])
            _drop(last)
        mark = etree.ProcessingInstruction("contents", str(number))
        end.addprevious(mark)
        made.append(Field(f"<?contents {number}?>", field.instruction))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Field:
    """A list of contents in a part's text."""

    mark: str
    instruction: str


def fill_contents(document: WordDocument, pages: Sequence[int | None] = ()) -> tuple[Entry, ...]:
    """Write the headings into each list of contents; `pages`, one for each heading, where they are known already."""
    listed: list[Entry] = []
    for field in _fields(document.element.body):
        entries = tuple(_entries(document, field.instruction))
        _write(field, entries, pages)
        listed += entries
    return tuple(listed)


@dataclass(frozen=True, slots=True)
class _Field:
    paragraphs: tuple[etree._Element, ...]  # from the one where it begins to the one where it ends
    instruction: str


def _fields(body: etree._Element) -> list[_Field]:
    found: list[_Field] = []
    paragraphs: list[etree._Element] = []
    instruction, depth = "", 0
    for paragraph in list(body.iter(f"{W}p")):
        for part in paragraph.iter(f"{W}fldChar", f"{W}instrText"):
            if part.tag == f"{W}instrText":
                instruction += (part.text or "") if depth == 1 else ""
            elif part.get(f"{W}fldCharType") == "begin":
                depth += 1
                instruction = "" if depth == 1 else instruction
            elif part.get(f"{W}fldCharType") == "end":
                depth -= 1
                if depth == 0 and instruction.strip().startswith("TOC"):
                    found.append(_Field((*paragraphs, paragraph), instruction))
                    paragraphs = []
        if depth and instruction.strip().startswith("TOC"):
            paragraphs.append(paragraph)
        elif not depth:
            paragraphs = []
    return found


def _empty(field: _Field) -> None:
    for paragraph in field.paragraphs[1:-1]:
        _drop(paragraph)
    first, last = field.paragraphs[0], field.paragraphs[-1]
    for run in _between(first, "separate", "end" if first is last else ""):
        _drop(run)
    if last is not first:
        for run in _between(last, "", "end"):
            _drop(run)


def _end_of(last: etree._Element) -> etree._Element:
    return next(run for run in last if any(m.get(f"{W}fldCharType") == "end" for m in run.iter(f"{W}fldChar")))


def _between(paragraph: etree._Element, start: str, end: str) -> Iterator[etree._Element]:
    """The children of a paragraph after the run with one end of a field and before the run with the other."""
    inside = not start
    for child in list(paragraph):
        kinds = [mark.get(f"{W}fldCharType") for mark in child.iter(f"{W}fldChar")]
        if end and end in kinds:
            return
        if inside and child.tag != f"{W}pPr":
            yield child
        if start and start in kinds:
            inside = True


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _write(field: _Field, entries: Sequence[Entry], pages: Sequence[int | None]) -> None:
    if not entries:
        return
    first, last = field.paragraphs[0], field.paragraphs[-1]
    end = _end_of(last)
    for paragraph in field.paragraphs[1:-1]:
        _drop(paragraph)
    for run in _between(first, "separate", "end" if first is last else ""):
        _drop(run)
    at = first
    for entry, page in zip(entries, said(pages, len(entries)), strict=False):
        if entry is entries[0]:
            for run in _runs(entry, page):
                if first is last:
                    end.addprevious(run)
                else:
                    first.append(run)
            continue
        line = etree.Element(f"{W}p")
        style = etree.SubElement(etree.SubElement(line, f"{W}pPr"), f"{W}pStyle")
        style.set(f"{W}val", ENTRY_STYLES[min(entry.level, len(ENTRY_STYLES) - 1)])
        line.extend(_runs(entry, page))
        at.addnext(line)
        at = line
    if first is last:
        at.append(end)
    elif last is not at:
        at.append(copy.copy(end))
        _drop(last)


def said(pages: Sequence[int | None], number: int) -> list[str]:
    """What stands behind each of that many entries: nothing where the page is not known."""
    known = ["" if page is None else str(page) for page in pages[:number]]
    return [*known, *[""] * (number - len(known))]


def _runs(entry: Entry, page: str) -> list[etree._Element]:
    texts = [*([entry.number, "\t"] if entry.number else []), entry.heading, *(["\t", page] if page else [])]
    runs = []
    for text in texts:
        run = etree.Element(f"{W}r")
        if text == "\t":
            etree.SubElement(run, f"{W}tab")
        else:
            etree.SubElement(run, f"{W}t").text = text
            run[0].set(XML_SPACE, "preserve")
        runs.append(run)
    return runs


def _entries(document: WordDocument, instruction: str) -> Iterator[Entry]:
    wanted = wanted_styles(document.styles.element, instruction)
    try:
        numbers = Numbers(document.part.numbering_part.element)
    except (KeyError, NotImplementedError):
        numbers = Numbers(None)
    for paragraph in document.element.body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val") if style is not None else ""
        number = numbers.next_of(name or "")
        if name in wanted:
            yield entry_of(_text(paragraph), number, wanted[name])


def entry_of(text: str, number: str, level: int) -> Entry:
    """The line for a heading with that text and, from its style, that number."""
    if number.endswith(" "):
        text, number = number + text, ""
    written, tab, heading = text.partition("\t")
    return Entry(written if tab else number, heading if tab else text, level)


def _text(paragraph: etree._Element) -> str:
    """The paragraph's text without raised numbers; a tab for a tab."""
    parts = []
    for item in paragraph.iter(f"{W}t", f"{W}tab"):
        if item.tag == f"{W}t":
            parts.append(item.text or "")
        elif (parent := item.getparent()) is not None and parent.tag == f"{W}r":
            parts.append("\t")
    return "".join(parts).strip()


def wanted_styles(styles: etree._Element, instruction: str) -> dict[str, int]:
    """The ids of the styles that the field asks for, with their levels."""
    by_name = {_value(style, "name").lower(): str(style.get(f"{W}styleId") or "") for style in styles.iter(f"{W}style")}
    wanted: dict[str, int] = {}
    levels = _LEVELS.search(instruction)
    if levels:
        for level in range(int(levels[1]), int(levels[2]) + 1):
            wanted[by_name.get(f"heading {level}", "")] = level - 1
    named = _STYLES.search(instruction)
    parts = re.split(r"[,;]", named[1]) if named else []
    for name, level_text in zip(parts[::2], parts[1::2], strict=False):
        wanted[by_name.get(name.strip().lower(), "")] = int(level_text) - 1
    wanted.pop("", None)
    return wanted


def _value(element: etree._Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val") or "")


class Numbers:
    """Counts headings whose style is linked to a list, as Word numbers them."""

    def __init__(self, numbering: etree._Element | None) -> None:
        self._levels: dict[str, tuple[str, int, str, str]] = {}  # style: list, level, form, text with what follows it
        self._counts: dict[tuple[str, int], count[int]] = {}
        self._last: dict[tuple[str, int], str] = {}
        for level in [] if numbering is None else numbering.iter(f"{W}lvl"):
            linked = level.find(f"{W}pStyle")
            if linked is not None:
                after = level.find(f"{W}suff")
                gap = " " if after is not None and after.get(f"{W}val") == "space" else ""
                around = level.getparent()
                self._levels[str(linked.get(f"{W}val"))] = (
                    str(around.get(f"{W}abstractNumId")) if around is not None else "",
                    int(level.get(f"{W}ilvl") or 0),
                    _value(level, "numFmt"),
                    _value(level, "lvlText") + gap,
                )

    @property
    def styles(self) -> frozenset[str]:
        """The ids of the styles that are counted."""
        return frozenset(self._levels)

    def next_of(self, style: str) -> str:
        """The number of the next paragraph in that style, ending in a space where Word sets no tab; may be empty."""
        if style not in self._levels:
            return ""
        which, level, form, text = self._levels[style]
        for deeper in [key for key in self._counts if key[0] == which and key[1] > level]:
            del self._counts[deeper]
        number = next(self._counts.setdefault((which, level), count(1)))
        self._last[which, level] = chr(64 + number) if form == "upperLetter" else str(number)
        return re.sub(r"%(\d)", lambda found: self._last.get((which, int(found[1]) - 1), ""), text)
