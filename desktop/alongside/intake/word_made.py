"""Paragraphs, runs and tables of an answer in the look of the place it goes to. No style of ours comes in."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from alongside.intake.wordml import OFF, child_of, name_of, value_of
from alongside.packs.answered import item_mark, plain_line, shown
from alongside.packs.formatted import Piece, Run, Runs, TextTable

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STEP = 360  # twentieths of a point by which a level of a list is set in
_P_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct",
    "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing",
    "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
    "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_R_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss",
    "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz",
    "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
    "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
_NOT_COPIED = frozenset({"sectPr", "pPrChange", "framePr", "pageBreakBefore"})
_NOT_OF_WORDS = frozenset({"ins", "del", "moveFrom", "moveTo", "rPrChange", "vanish", "specVanish", "webHidden"})
_OF_ITS_TEXT = frozenset({"pStyle", "numPr", "outlineLvl", "keepNext", "pBdr", "shd", "tabs"})  # of a question's
_KEPT_OF_A_QUESTION = frozenset({"rFonts", "sz", "szCs", "lang"})


@dataclass(frozen=True, slots=True)
class House:
    """What the buyer's own file offers to lay an answer out with."""

    space: str  # the namespace of its elements
    bullet: str = ""  # a number of its own numbering whose first level is a bullet
    grid: str = ""  # the id of its table style with lines
    prompts: frozenset[str] = frozenset()  # ids of the styles in which prompts stand


@dataclass(frozen=True, slots=True)
class Look:
    """The properties that a paragraph and its words have in a place; None: none of their own."""

    house: House
    paragraph: etree._Element | None = None
    words: etree._Element | None = None


def look_of(paragraph: etree._Element, house: House) -> Look:
    """Of an empty place: as what is typed into it would look."""
    properties = child_of(paragraph, "pPr")
    mark = child_of(properties, "rPr")
    if mark is None:
        first = next((item for item in paragraph if name_of(item) == "r"), None)
        mark = child_of(first, "rPr")
    return Look(house, properties, _words_of(mark, house))


def look_below(paragraph: etree._Element, house: House) -> Look:
    """Of an answer below a question: font, size and where it stands; not that it is a heading, bold or numbered."""
    properties = child_of(paragraph, "pPr")
    made = None
    if properties is not None:
        made = deepcopy(properties)
        for item in list(made):
            if name_of(item) in _OF_ITS_TEXT | {"rPr"}:
                made.remove(item)
    first = next((item for item in paragraph.iter(_tag(house, "r"))), None)
    words = _words_of(child_of(first, "rPr"), house)
    if words is not None:
        for item in list(words):
            if name_of(item) not in _KEPT_OF_A_QUESTION:
                words.remove(item)
    return Look(house, made, words)


def _words_of(properties: etree._Element | None, house: House) -> etree._Element | None:
    if properties is None:
        return None
    made = deepcopy(properties)
    prompting = value_of(child_of(made, "rStyle")) in house.prompts
    for item in list(made):
        name = name_of(item)
        if name in _NOT_OF_WORDS or (prompting and name in {"rStyle", "color", "i", "iCs"}):
            made.remove(item)
    return made


# --- making ---------------------------------------------------------------------------------------------------------


def blocks_of(pieces: Sequence[Piece], look: Look) -> list[etree._Element]:
    """The pieces as paragraphs and tables."""
    return [_table(piece.table, look) if piece.table is not None else paragraph(piece, look) for piece in pieces]


def paragraph(piece: Piece, look: Look) -> etree._Element:
    """A paragraph of its own."""
    made = _new(look.house, "p")
    if look.paragraph is not None:
        properties = deepcopy(look.paragraph)
        for item in list(properties):
            if name_of(item) in _NOT_COPIED:
                properties.remove(item)
        _drop_changes(child_of(properties, "rPr"))
        made.append(properties)
    shape(made, piece, look)
    made.extend(runs_of(piece, look))
    return made


def empty_paragraph(look: Look) -> etree._Element:
    """One without words, which Word wants between tables and at the end of a cell."""
    return paragraph(Piece(), look)


def shape(element: etree._Element, piece: Piece, look: Look) -> None:
    """Make an item of a list, a quotation or right-to-left writing of a paragraph; nothing for plain text."""
    house = look.house
    if piece.item is not None:
        properties = _properties(element, house)
        inset = _STEP * piece.item.level
        if piece.item.number is None and house.bullet:
            number = _new(house, "numPr")
            number.append(_new(house, "ilvl", val="0"))
            number.append(_new(house, "numId", val=house.bullet))
            _put(properties, number, _P_ORDER)
        else:
            found = child_of(properties, "numPr")
            if found is not None:
                properties.remove(found)
        _put(properties, _new(house, "ind", left=str(inset), hanging=str(_STEP)), _P_ORDER)
    elif piece.quote:
        _put(_properties(element, house), _new(house, "ind", left=str(_STEP), right=str(_STEP)), _P_ORDER)
    if _is_right_to_left("".join(run.text for run in piece.runs)):
        properties = _properties(element, house)
        if child_of(properties, "bidi") is None:
            _put(properties, _new(house, "bidi"), _P_ORDER)


def runs_of(piece: Piece, look: Look) -> list[etree._Element]:
    """The words of one piece; those of an item behind its number or bullet, where the file's own do not serve."""
    made: list[etree._Element] = []
    if piece.item is not None and (piece.item.number is not None or not look.house.bullet):
        made.append(run(f"{item_mark(piece).strip()}\t", look))
    made += [
        run(shown(item), look, bold=item.bold, italic=item.italic) for item in piece.runs if item.text or item.link
    ]
    return made


def plain_runs(pieces: Iterable[Piece], look: Look) -> list[etree._Element]:
    """All pieces as one run of lines, for places that hold no paragraphs of their own.

    A line ends with a space: LibreOffice shows no line breaks in a control for plain text.
    """
    text = " \n".join(plain_line(piece) for piece in pieces)
    return [run(text, look)]


def run(text: str, look: Look, *, bold: bool = False, italic: bool = False) -> etree._Element:
    """Words of one look; a line end becomes a line break, a tab a tab."""
    house = look.house
    made = _new(house, "r")
    properties = deepcopy(look.words) if look.words is not None else _new(house, "rPr")
    for wanted, name in ((bold, "b"), (italic, "i")):
        if wanted and not _is_on(properties, name):
            _put(properties, _new(house, name), _R_ORDER)
            if child_of(properties, f"{name}Cs") is None and _is_right_to_left(text):
                _put(properties, _new(house, f"{name}Cs"), _R_ORDER)
    if _is_right_to_left(text) and child_of(properties, "rtl") is None:
        _put(properties, _new(house, "rtl"), _R_ORDER)
    if len(properties):
        made.append(properties)
    for at, line in enumerate(text.split("\n")):
        if at:
            made.append(_new(house, "br"))
        for within, words in enumerate(line.split("\t")):
            if within:
                made.append(_new(house, "tab"))
            if words:
                held = _new(house, "t")
                held.text = words
                held.set(_XML_SPACE, "preserve")
                made.append(held)
    return made


def _table(table: TextTable, look: Look) -> etree._Element:
    house = look.house
    made = _new(house, "tbl")
    properties = _new(house, "tblPr")
    if house.grid:
        properties.append(_new(house, "tblStyle", val=house.grid))
    properties.append(_new(house, "tblW", w="5000", type="pct"))
    if not house.grid:
        lines = _new(house, "tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            lines.append(_new(house, side, val="single", sz="4", space="0", color="auto"))
        properties.append(lines)
    made.append(properties)
    grid = _new(house, "tblGrid")
    columns = max(len(table.headings), 1)
    for _column in range(columns):
        grid.append(_new(house, "gridCol", w=str(9000 // columns)))
    made.append(grid)
    inside = Look(house, None, look.words)
    for at, row in enumerate((table.headings, *table.rows)):
        made.append(_row(row, inside, heading=at == 0))
    return made


def _row(cells: Sequence[Runs], look: Look, *, heading: bool) -> etree._Element:
    made = _new(look.house, "tr")
    if heading:
        properties = _new(look.house, "trPr")
        properties.append(_new(look.house, "tblHeader"))
        made.append(properties)
    for words in cells:
        cell = _new(look.house, "tc")
        said = tuple(Run(run.text, True, run.italic, run.link) for run in words) if heading else words
        cell.append(paragraph(Piece(said), look))
        made.append(cell)
    return made


# --- elements -------------------------------------------------------------------------------------------------------


def _tag(house: House, name: str) -> str:
    return f"{{{house.space}}}{name}"


def _new(house: House, name: str, **values: str) -> etree._Element:
    made = etree.Element(_tag(house, name), nsmap={"w": house.space})
    for key, value in values.items():
        made.set(_tag(house, key), value)
    return made


new_element = _new


def _properties(element: etree._Element, house: House) -> etree._Element:
    found = child_of(element, "pPr")
    if found is None:
        found = _new(house, "pPr")
        element.insert(0, found)
    return found


def _put(properties: etree._Element, item: etree._Element, order: Sequence[str]) -> None:
    """Put a property in its place among the others, instead of one of its name."""
    name = name_of(item)
    there = child_of(properties, name)
    if there is not None:
        properties.replace(there, item)
        return
    rank = order.index(name)
    for at, other in enumerate(properties):
        known = name_of(other)
        if known in order and order.index(known) > rank:
            properties.insert(at, item)
            return
    properties.append(item)


def _is_on(properties: etree._Element, name: str) -> bool:
    found = child_of(properties, name)
    return found is not None and (value_of(found) or "1").lower() not in OFF


def _drop_changes(properties: etree._Element | None) -> None:
    for item in list(properties) if properties is not None else ():
        if name_of(item) in {"ins", "del", "moveFrom", "moveTo", "rPrChange"}:
            properties.remove(item)  # type: ignore[union-attr]


def _is_right_to_left(text: str) -> bool:
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return False


def texts_in(element: etree._Element) -> Iterator[etree._Element]:
    """The elements that hold the words of an element."""
    return (item for item in element.iter() if name_of(item) == "t")
