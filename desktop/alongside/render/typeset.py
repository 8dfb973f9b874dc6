"""Formatted text into a filled part: a mark that was printed in its place becomes runs, list items, tables.

The part is text here, not a tree: only the paragraphs that hold a mark are parsed, however long the document is.
"""

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import escape

from lxml import etree

from alongside.packs.formatted import FormattedText, ListItem, Piece, Run, Runs
from alongside.render.characters import clean
from alongside.render.column_widths import CELL_ROOM
from alongside.render.formatmarks import MARK, OPEN
from alongside.render.notes import Notes
from alongside.render.package import parser
from alongside.render.paragraph_parts import (
    bare_copy,
    drop,
    field_mark,
    insert_property,
    make_gap,
    may_link,
    may_note,
    merge,
    properties_of,
    run_element,
    run_like,
    set_style,
    shows,
    split_run,
    style_of,
    text_element,
    valued,
)
from alongside.render.shapes import QUOTES, Place, Shapes
from alongside.render.spans import page_width, spans
from alongside.render.text_tables import table_of
from alongside.render.wordml import XML_SPACE, W

_ROOT = re.compile(r"<(w:[A-Za-z]+)\b[^>]*>")
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(slots=True)
class Links:
    """The addresses that a part points to, each with the id of its relation. `taken`: the ids there are already."""

    taken: frozenset[str] = frozenset()
    made: dict[str, str] = field(default_factory=dict)  # address: id

    def id_of(self, address: str) -> str:
        """The id of the relation that leads there, made where there is none yet."""
        if address not in self.made:
            free = (f"rIdLink{number}" for number in count(len(self.made) + 1))
            self.made[address] = next(item for item in free if item not in self.taken)
        return self.made[address]


def typeset(
    xml: str,
    root: str,
    texts: Sequence[FormattedText],
    links: Links,
    shapes: Callable[[], Shapes],
    *,
    notes: Notes | None = None,
) -> str:
    """The part with each mark replaced by the text of that number. What it needs is noted in `links` and `shapes`.

    `root`: text in which the part's root element, with its namespaces, stands first: the part or what opens it.
    `notes` None: the part can hold none.
    """
    if OPEN not in xml:
        return xml
    if not texts:
        return MARK.sub(OPEN, xml)
    opening = _ROOT.search(root)
    setter = _Setter(texts, links, shapes(), page_width(xml), notes, xml)
    pieces, place = [], 0
    for span in spans(xml):
        pieces.append(xml[place : span.start])
        inside = xml[span.start : span.end]
        if span.attribute or opening is None:
            pieces.append(MARK.sub(lambda found: _as_text(found, texts), inside))
        else:
            if span.bare:
                inside = f"<w:p><w:r><w:t>{inside}</w:t></w:r></w:p>"
            setter.cell = span.cell
            pieces.append(setter.paragraph(opening, inside))
        place = span.end
    pieces.append(xml[place:])
    return "".join(pieces)


def _as_text(found: "re.Match[str]", texts: Sequence[FormattedText]) -> str:
    return escape(clean(str(texts[int(found[1])]))[0], {'"': "&quot;"}) if found[1] else OPEN


@dataclass
class _Setter:
    texts: Sequence[FormattedText]
    links: Links
    shapes: Shapes
    page_width: int
    notes: Notes | None
    whole: str  # the part, in which a bookmark may be
    cell: int | None = None
    lists: dict[int, tuple[str, int]] = field(default_factory=dict)  # level: id of its list, last number

    def paragraph(self, root: "re.Match[str]", inside: str) -> str:
        """One paragraph of the part with the marks inside it replaced; may be several afterwards, or a table."""
        opening = root.group().removesuffix("/>").removesuffix(">") + ">"
        try:
            tree = etree.fromstring(f"{opening}{inside}</{root[1]}>".encode(), parser())
        except etree.XMLSyntaxError:
            return MARK.sub(
                lambda found: _as_text(found, self.texts), inside
            )  # whoever reads the part says what is wrong
        for element in list(tree.iter()):
            self._in_attributes(element)
            if OPEN in (element.text or "") and element.tag != f"{W}t":
                self._beside(element)
            if OPEN in (element.tail or ""):
                self._after(element)
        for text in list(tree.iter(f"{W}t")):
            self._in_text(text)
        whole = etree.tostring(tree, encoding="unicode")
        return whole[whole.index(">") + 1 : whole.rindex("</")]

    def _in_attributes(self, element: etree._Element) -> None:
        for name, value in element.attrib.items():
            if OPEN in value:
                element.set(name, self._replaced(str(value)))

    def _replaced(self, text: str) -> str:
        return MARK.sub(lambda found: clean(str(self.texts[int(found[1])]))[0] if found[1] else OPEN, text)

    def _beside(self, element: etree._Element) -> None:
        """A mark straight in a paragraph, as `{{r word }}` leaves it, gets a run; in a field code it becomes text."""
        if element.tag in {f"{W}p", f"{W}hyperlink"}:
            element.insert(0, run_element(None, element.text or ""))
            element.text = None
        else:
            element.text = self._replaced(element.text or "")

    def _after(self, element: etree._Element) -> None:
        parent, tail = element.getparent(), element.tail or ""
        element.tail = None
        if parent is not None and parent.tag in {f"{W}p", f"{W}hyperlink"}:
            element.addnext(run_element(None, tail))
        else:
            element.tail = self._replaced(tail)

    def _in_text(self, text: etree._Element) -> None:
        found = MARK.search(text.text or "")
        if found is None:
            return
        run = text.getparent()
        if run is None or run.tag != f"{W}r":
            text.text = self._replaced(text.text or "")
            return
        after = (text.text or "")[found.end() :]
        if not found[1]:
            text.text = f"{(text.text or '')[: found.start()]}{OPEN}"
            if after:
                rest = text_element(after)
                text.addnext(rest)
                self._in_text(rest)
                merge(text, rest)
            return
        text.text = (text.text or "")[: found.start()]
        rest = split_run(run, text, after)
        self._put(self.texts[int(found[1])].pieces, run, rest)
        for further in list(rest.iterchildren(f"{W}t"))[:1]:
            self._in_text(further)

    def _put(self, pieces: Sequence[Piece], run: etree._Element, rest: etree._Element) -> None:
        """Print the pieces between the run and the rest of it."""
        host = next((item for item in run.iterancestors() if item.tag == f"{W}p"), None)
        look = run.find(f"{W}rPr")
        if len(pieces) == 1 and pieces[0].table is None:
            for made in self._runs(pieces[0].runs, look, linked=may_link(run), may_note=may_note(run)):
                rest.addprevious(made)
            if host is not None:
                self._shape(host, pieces[0])
            return
        if host is None or run.getparent() is not host:
            for number, piece in enumerate(pieces):  # inside a link or a field there is no room for paragraphs
                if number:
                    rest.addprevious(run_element(look, "\n"))
                for made in self._runs(piece.runs or (Run(piece.text),), look, linked=False):
                    rest.addprevious(made)
            return
        self._spread(pieces, host, rest, look)

    def _spread(
        self,
        pieces: Sequence[Piece],
        host: etree._Element,
        rest: etree._Element,
        look: etree._Element | None,
    ) -> None:
        """Several pieces: the host takes the first, what stood behind the mark comes behind the last."""
        behind = [rest, *rest.itersiblings()]
        for element in behind:
            host.remove(element)
        section = host.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            drop(section)
        bare = bare_copy(host)
        at, filled = host, bool(shows(host))
        for number, piece in enumerate(pieces):
            if piece.table is not None:
                total = max(1000, self.cell - CELL_ROOM) if self.cell else self.page_width
                made = table_of(piece.table, total, self.shapes, lambda runs: self._runs(runs, None, linked=True))
                at.addnext(made)
                if not filled:
                    drop(at)
                at, filled = made, True
                continue
            goes_on = number == 0 and piece.item is None and not piece.quote  # behind the words before the mark
            if filled and not goes_on:
                made = copy.deepcopy(bare)
                at.addnext(made)
                at = made
            at.extend(self._runs(piece.runs, look, linked=True))
            self._shape(at, piece)
            filled = True
        if at.tag == f"{W}tbl":
            after = copy.deepcopy(bare)
            at.addnext(after)
            at = after
            if not any(shows(element) for element in behind):
                make_gap(after, self.shapes.style("Question Gap"))
        at.extend(behind)
        if section is not None:
            properties_of(at).append(section)

    # --- paragraphs ---

    def _shape(self, host: etree._Element, piece: Piece) -> None:
        if piece.item is not None:
            self._list(host, piece.item)
        elif piece.quote:
            styles = [self.shapes.style(name) for name in QUOTES]
            known = [style for style in styles if style]
            if known and style_of(host) not in known:
                set_style(host, known[0])

    def _list(self, host: etree._Element, item: ListItem) -> None:
        style = self.shapes.list_style(item.level, numbered=item.number is not None)
        properties = properties_of(host)
        for name in ("ind", "numPr"):
            for old in properties.findall(f"{W}{name}"):
                properties.remove(old)
        place = self.shapes.place_of(style)
        # In a cell, and beside a rule, the look of the text stays: only mark and indent are the list's.
        keeps = place is not None and (self.cell is not None or self.shapes.is_boxed(style_of(host)))
        if not keeps:
            set_style(host, style)
        number = self._list_of(item, place) if place is not None else ""
        if place is None or not (number or keeps):
            return
        holder = etree.Element(f"{W}numPr")
        etree.SubElement(holder, f"{W}ilvl").set(f"{W}val", str(place.level))
        etree.SubElement(holder, f"{W}numId").set(f"{W}val", number or place.number)
        insert_property(properties, holder)
        if keeps:
            indent = etree.Element(f"{W}ind")
            left = self.shapes.indent(style_of(host)) + self.shapes.STEP * item.level
            indent.set(f"{W}left", str(left))
            indent.set(f"{W}hanging", str(self.shapes.STEP))
            insert_property(properties, indent)

    def _list_of(self, item: ListItem, place: Place) -> str:
        """The list of a number: the one it goes on in, else a new one that begins with it. A bullet: ""."""
        for deeper in [level for level in self.lists if level > item.level]:
            del self.lists[deeper]
        if item.number is None:
            return ""
        before = self.lists.get(item.level)
        goes_on = before is not None and item.number == before[1] + 1
        number = (
            before[0] if before is not None and goes_on else self.shapes.new_list(place.look, place.level, item.number)
        )
        self.lists[item.level] = (number, item.number)
        return number

    # --- runs ---

    def _runs(
        self, runs: Runs, look: etree._Element | None, *, linked: bool, may_note: bool = False
    ) -> Iterator[etree._Element]:
        holder: etree._Element | None = None
        link = ""
        for run in runs:
            if run.note is not None and self.notes is not None and may_note:
                if holder is not None:
                    yield holder
                holder = None
                yield from self.notes.reference(run.note, look)
                continue
            made = self._run(run, look, linked=linked)
            if run.link.startswith("#"):
                if holder is not None:
                    yield holder
                holder = None
                yield from self._reference(run, made, linked=linked)
                continue
            if not (run.link and linked):
                if holder is not None:
                    yield holder
                holder, link = None, ""
                yield made
                continue
            if holder is None or link != run.link:
                if holder is not None:
                    yield holder
                holder, link = etree.Element(f"{W}hyperlink", {f"{_R}id": self.links.id_of(run.link)}), run.link
            holder.append(made)
        if holder is not None:
            yield holder

    def _reference(self, run: Run, made: etree._Element, *, linked: bool) -> Iterator[etree._Element]:
        """Word's own reference to a caption, which shows its number until Word works it out again."""
        if not linked or f'w:name="{run.link[1:]}"' not in self.whole:
            yield made  # a template whose captions have no bookmarks: Word would print an error
            return
        instruction = etree.Element(f"{W}instrText")
        instruction.text = f" REF {run.link[1:]} \\h "
        instruction.set(XML_SPACE, "preserve")
        for content in (field_mark("begin"), instruction, field_mark("separate")):
            yield run_like(made, content)
        yield made
        yield run_like(made, field_mark("end"))

    def _run(self, run: Run, look: etree._Element | None, *, linked: bool) -> etree._Element:
        made = run_element(look, clean(run.text)[0])
        linked = linked and not run.link.startswith("#")
        if not (run.bold or run.italic or (run.link and linked)):
            return made
        properties = made.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            made.insert(0, properties)
        styled = properties.find(f"{W}rStyle") is not None
        if run.link and linked and not styled:
            insert_property(properties, valued("rStyle", self.shapes.link_style()))
            styled = True
        named = "" if styled or run.bold == run.italic else "Strong" if run.bold else "Emphasis"
        style = self.shapes.style(named, kind="character") if named else ""
        if style:
            insert_property(properties, valued("rStyle", style))
            return made
        for wanted, name in ((run.bold, "b"), (run.italic, "i")):
            if wanted:
                for old in properties.findall(f"{W}{name}"):
                    properties.remove(old)
                insert_property(properties, etree.Element(f"{W}{name}"))
        return made
