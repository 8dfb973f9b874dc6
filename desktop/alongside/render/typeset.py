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

from alongside.packs.formatted import FormattedText, ListItem, Piece, Run, Runs, TextTable
from alongside.render.characters import clean
from alongside.render.column_widths import CELL_ROOM, column_widths
from alongside.render.formatmarks import MARK, OPEN, SHUT
from alongside.render.notes import Notes
from alongside.render.package import parser
from alongside.render.shapes import QUOTES, TABLES, Place, Shapes
from alongside.render.wordml import XML_SPACE, W

_EDGE = re.compile(
    f'<w:p(?: [^>]*?)?(/?)>|(</w:p>)|(<w:tc>|<w:tc )|(</w:tc>)|<w:tcW [^>]*?w:w="(\\d+)"|{OPEN}\\d*{SHUT}'
)
_ROOT = re.compile(r"<(w:[A-Za-z]+)\b[^>]*>")
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NUMBER = re.compile(r"[-+−]?[£]?\d[\d,.]*\s?%?|\W{0,3}")
_GAP = 120  # twentieths of a point below a table


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
    setter = _Setter(texts, links, shapes(), _page_width(xml), notes, xml)
    pieces, place = [], 0
    for span in _spans(xml):
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


@dataclass(slots=True)
class _Span:
    start: int
    end: int
    cell: int | None = None  # the width of the cell around, 0 where it is not known; None: there is none
    attribute: bool = False
    bare: bool = False  # a mark outside any paragraph


def _spans(xml: str) -> Iterator[_Span]:
    """The outermost paragraphs that hold a mark, and marks that stand in none."""
    depth, start, marked = 0, 0, False
    cells: list[int] = []
    for edge in _EDGE.finditer(xml):
        if edge.group().startswith(OPEN):
            in_tag = xml.rfind("<", 0, edge.start()) > xml.rfind(">", 0, edge.start())
            if depth == 0:
                yield _Span(edge.start(), edge.end(), attribute=in_tag, bare=not in_tag)
            marked = True
        elif edge[3]:
            cells.append(0)
        elif edge[4]:
            cells = cells[:-1]
        elif edge[5]:
            if cells and not cells[-1]:
                cells[-1] = int(edge[5])
        elif edge[2]:
            depth -= 1
            if depth == 0 and marked:
                yield _Span(start, edge.end(), cell=cells[-1] if cells else None)
                marked = False
        elif not edge[1]:
            if depth == 0:
                start, marked = edge.start(), OPEN in edge.group()
            depth += 1


def _page_width(xml: str) -> int:
    """Between the margins of the last section, in twentieths of a point."""
    section = xml[max(xml.rfind("<w:sectPr"), 0) :]
    page = re.search(r'<w:pgSz [^>]*?w:w="(\d{1,6})"', section)
    margin = re.search(r"<w:pgMar [^>]*>", section)
    sides = re.findall(r'w:(?:left|right)="(\d{1,6})"', margin.group()) if margin else []
    return max(1000, int(page[1]) - sum(map(int, sides))) if page else 9000


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
            element.insert(0, _run(None, element.text or ""))
            element.text = None
        else:
            element.text = self._replaced(element.text or "")

    def _after(self, element: etree._Element) -> None:
        parent, tail = element.getparent(), element.tail or ""
        element.tail = None
        if parent is not None and parent.tag in {f"{W}p", f"{W}hyperlink"}:
            element.addnext(_run(None, tail))
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
                rest = _text(after)
                text.addnext(rest)
                self._in_text(rest)
                _merge(text, rest)
            return
        text.text = (text.text or "")[: found.start()]
        rest = _split(run, text, after)
        self._put(self.texts[int(found[1])].pieces, run, rest)
        for further in list(rest.iterchildren(f"{W}t"))[:1]:
            self._in_text(further)

    def _put(self, pieces: Sequence[Piece], run: etree._Element, rest: etree._Element) -> None:
        """Print the pieces between the run and the rest of it."""
        host = next((item for item in run.iterancestors() if item.tag == f"{W}p"), None)
        look = run.find(f"{W}rPr")
        if len(pieces) == 1 and pieces[0].table is None:
            for made in self._runs(pieces[0].runs, look, linked=_may_link(run), may_note=_may_note(run)):
                rest.addprevious(made)
            if host is not None:
                self._shape(host, pieces[0])
            return
        if host is None or run.getparent() is not host:
            for number, piece in enumerate(pieces):  # inside a link or a field there is no room for paragraphs
                if number:
                    rest.addprevious(_run(look, "\n"))
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
            _drop(section)
        bare = _bare_copy(host)
        at, filled = host, bool(_shows(host))
        for number, piece in enumerate(pieces):
            if piece.table is not None:
                made = self._table(piece.table)
                at.addnext(made)
                if not filled:
                    _drop(at)
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
            if not any(_shows(element) for element in behind):
                _make_gap(after, self.shapes.style("Question Gap"))
        at.extend(behind)
        if section is not None:
            _properties(at).append(section)

    # --- paragraphs ---

    def _shape(self, host: etree._Element, piece: Piece) -> None:
        if piece.item is not None:
            self._list(host, piece.item)
        elif piece.quote:
            styles = [self.shapes.style(name) for name in QUOTES]
            known = [style for style in styles if style]
            if known and _style_of(host) not in known:
                _set_style(host, known[0])

    def _list(self, host: etree._Element, item: ListItem) -> None:
        style = self.shapes.list_style(item.level, numbered=item.number is not None)
        properties = _properties(host)
        for name in ("ind", "numPr"):
            for old in properties.findall(f"{W}{name}"):
                properties.remove(old)
        place = self.shapes.place_of(style)
        # In a cell, and beside a rule, the look of the text stays: only mark and indent are the list's.
        keeps = place is not None and (self.cell is not None or self.shapes.is_boxed(_style_of(host)))
        if not keeps:
            _set_style(host, style)
        number = self._list_of(item, place) if place is not None else ""
        if place is None or not (number or keeps):
            return
        holder = etree.Element(f"{W}numPr")
        etree.SubElement(holder, f"{W}ilvl").set(f"{W}val", str(place.level))
        etree.SubElement(holder, f"{W}numId").set(f"{W}val", number or place.number)
        _insert(properties, holder)
        if keeps:
            indent = etree.Element(f"{W}ind")
            left = self.shapes.indent(_style_of(host)) + self.shapes.STEP * item.level
            indent.set(f"{W}left", str(left))
            indent.set(f"{W}hanging", str(self.shapes.STEP))
            _insert(properties, indent)

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
        for content in (_mark("begin"), instruction, _mark("separate")):
            yield _run_of(made, content)
        yield made
        yield _run_of(made, _mark("end"))

    def _run(self, run: Run, look: etree._Element | None, *, linked: bool) -> etree._Element:
        made = _run(look, clean(run.text)[0])
        linked = linked and not run.link.startswith("#")
        if not (run.bold or run.italic or (run.link and linked)):
            return made
        properties = made.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            made.insert(0, properties)
        styled = properties.find(f"{W}rStyle") is not None
        if run.link and linked and not styled:
            _insert(properties, _valued("rStyle", self.shapes.link_style()))
            styled = True
        named = "" if styled or run.bold == run.italic else "Strong" if run.bold else "Emphasis"
        style = self.shapes.style(named, kind="character") if named else ""
        if style:
            _insert(properties, _valued("rStyle", style))
            return made
        for wanted, name in ((run.bold, "b"), (run.italic, "i")):
            if wanted:
                for old in properties.findall(f"{W}{name}"):
                    properties.remove(old)
                _insert(properties, etree.Element(f"{W}{name}"))
        return made

    # --- tables ---

    def _table(self, table: TextTable) -> etree._Element:
        total = max(1000, self.cell - CELL_ROOM) if self.cell else self.page_width
        lines = table.lines()
        widths = column_widths(lines, total)
        made = etree.Element(f"{W}tbl")
        properties = etree.SubElement(made, f"{W}tblPr")
        style = self.shapes.style(*TABLES, kind="table")
        if style:
            properties.append(_valued("tblStyle", style))
        etree.SubElement(properties, f"{W}tblW", {f"{W}w": str(sum(widths)), f"{W}type": "dxa"})
        if not style:
            properties.append(_borders())
        etree.SubElement(properties, f"{W}tblLayout", {f"{W}type": "fixed"})
        look = {"val": "0420", "firstRow": "1", "lastRow": "0", "firstColumn": "0", "lastColumn": "0", "noHBand": "1"}
        etree.SubElement(properties, f"{W}tblLook", {f"{W}{k}": v for k, v in {**look, "noVBand": "1"}.items()})
        grid = etree.SubElement(made, f"{W}tblGrid")
        for wide in widths:
            etree.SubElement(grid, f"{W}gridCol", {f"{W}w": str(wide)})
        numbers = [
            bool(at) and any(line[at] for line in lines[1:]) and all(_NUMBER.fullmatch(line[at]) for line in lines[1:])
            for at in range(len(widths))
        ]
        for at, row in enumerate((table.headings, *table.rows)):
            self._row(made, row, widths, numbers, heading=at == 0)
        return made

    def _row(
        self,
        table: etree._Element,
        row: Sequence[Runs],
        widths: Sequence[int],
        numbers: Sequence[bool],
        *,
        heading: bool,
    ) -> None:
        made = etree.SubElement(table, f"{W}tr")
        properties = etree.SubElement(made, f"{W}trPr")
        etree.SubElement(properties, f"{W}cantSplit")
        if heading:
            etree.SubElement(properties, f"{W}tblHeader")
        for runs, wide, is_number in zip(row, widths, numbers, strict=True):
            cell = etree.SubElement(made, f"{W}tc")
            size = etree.SubElement(etree.SubElement(cell, f"{W}tcPr"), f"{W}tcW")
            size.set(f"{W}w", str(wide))
            size.set(f"{W}type", "dxa")
            line = etree.SubElement(cell, f"{W}p")
            style = self.shapes.style(
                f"Table {'Number ' if is_number else ''}Heading"
                if heading
                else f"Table {'Number' if is_number else 'Text'}"
            )
            if style:
                _set_style(line, style)
            elif is_number:
                _properties(line).append(_valued("jc", "right"))
            shown = tuple(Run(run.text, True, run.italic, run.link) for run in runs) if heading and not style else runs
            line.extend(self._runs(shown, None, linked=True))


def _borders() -> etree._Element:
    made = etree.Element(f"{W}tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        etree.SubElement(
            made, f"{W}{side}", {f"{W}val": "single", f"{W}sz": "4", f"{W}space": "0", f"{W}color": "auto"}
        )
    return made


# --- small shapes -----------------------------------------------------------------------------------------------

_P_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_BREAKS = {"\n": "br", "\t": "tab"}
_R_ORDER = ("rStyle", "rFonts", "b", "bCs", "i", "iCs")
_SHOWING = frozenset(
    f"{W}{name}" for name in (
        "drawing", "pict", "object", "br", "tab", "sym", "fldChar", "instrText", "footnoteReference",
        "endnoteReference", "fldSimple", "ptab", "noBreakHyphen", "ruby", "commentReference",
    )
)  # fmt: skip


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _shows(element: etree._Element) -> bool:
    """Whether a reader sees anything of it."""
    if element.tag == f"{W}pPr":
        return False
    return any(
        item.text if item.tag == f"{W}t" else item.tag in _SHOWING for item in element.iter() if item.tag != f"{W}pPr"
    )


def _text(text: str) -> etree._Element:
    made = etree.Element(f"{W}t")
    made.text = text
    made.set(XML_SPACE, "preserve")
    return made


def _run(look: etree._Element | None, text: str) -> etree._Element:
    made = etree.Element(f"{W}r")
    if look is not None:
        made.append(copy.deepcopy(look))
    for piece in re.split(r"([\n\t])", text):
        if piece in _BREAKS:
            etree.SubElement(made, f"{W}{_BREAKS[piece]}")
        elif piece or not text:
            made.append(_text(piece))
    return made


def _split(run: etree._Element, text: etree._Element, after: str) -> etree._Element:
    """Part a run behind one of its texts; what stands behind, `after` first, goes into a run of its own."""
    rest = etree.Element(f"{W}r")
    look = run.find(f"{W}rPr")
    if look is not None:
        rest.append(copy.deepcopy(look))
    if after:
        rest.append(_text(after))
    for sibling in list(text.itersiblings()):
        rest.append(sibling)
    text.set(XML_SPACE, "preserve")
    run.addnext(rest)
    return rest


def _merge(text: etree._Element, rest: etree._Element) -> None:
    if text.getnext() is rest:
        text.text = (text.text or "") + (rest.text or "")
        _drop(rest)


def _may_link(run: etree._Element) -> bool:
    return not any(item.tag in {f"{W}hyperlink", f"{W}fldSimple"} for item in run.iterancestors())


def _mark(kind: str) -> etree._Element:
    made = etree.Element(f"{W}fldChar")
    made.set(f"{W}fldCharType", kind)
    return made


def _run_of(like: etree._Element, content: etree._Element) -> etree._Element:
    """A run in the look of another that holds just this."""
    made = etree.Element(f"{W}r")
    look = like.find(f"{W}rPr")
    if look is not None:
        made.append(copy.deepcopy(look))
    made.append(content)
    return made


def _may_note(run: etree._Element) -> bool:
    """Word has no notes in text boxes; a mark inside a link or a field would be lost with it."""
    return _may_link(run) and not any(item.tag == f"{W}txbxContent" for item in run.iterancestors())


def _valued(name: str, value: str) -> etree._Element:
    made = etree.Element(f"{W}{name}")
    made.set(f"{W}val", value)
    return made


def _properties(paragraph: etree._Element) -> etree._Element:
    found = paragraph.find(f"{W}pPr")
    if found is None:
        found = etree.Element(f"{W}pPr")
        paragraph.insert(0, found)
    return found


def _insert(properties: etree._Element, made: etree._Element) -> None:
    """Put a property where the schema wants it."""
    order = _P_ORDER if properties.tag == f"{W}pPr" else _R_ORDER
    before = order[: order.index(etree.QName(made).localname)]
    at = 0
    for number, child in enumerate(properties):
        if etree.QName(child).localname in before:
            at = number + 1
    properties.insert(at, made)


def _style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _set_style(paragraph: etree._Element, style: str) -> None:
    properties = _properties(paragraph)
    for old in properties.findall(f"{W}pStyle"):
        properties.remove(old)
    properties.insert(0, _valued("pStyle", style))


def _bare_copy(host: etree._Element) -> etree._Element:
    """A paragraph like the host, without what it holds and without a new page."""
    made = etree.Element(f"{W}p")
    properties = host.find(f"{W}pPr")
    if properties is not None:
        kept = copy.deepcopy(properties)
        for name in ("pageBreakBefore", "sectPr", "pPrChange", "framePr"):
            for old in kept.findall(f"{W}{name}"):
                kept.remove(old)
        made.append(kept)
    return made


def _make_gap(paragraph: etree._Element, style: str) -> None:
    for child in list(paragraph):
        paragraph.remove(child)
    if style:
        _set_style(paragraph, style)
        return
    spacing = etree.SubElement(_properties(paragraph), f"{W}spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", str(_GAP)), ("lineRule", "exact")):
        spacing.set(f"{W}{name}", value)
