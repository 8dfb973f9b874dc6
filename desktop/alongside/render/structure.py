"""What is known of a part before it is filled: is it sound XML, where do fields stand, do tables keep their grid?

Read once from the parsed template. Each branch and each loop that leaves open just the elements that it met open can be
left out or repeated without harm; so a template of such branches, filled with escaped text, is sound without a parser.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from jinja2 import nodes

_TAG = re.compile(r"<(/?)([^\s<>/?!]+)([^<>]*)>|<\?.*?\?>|<!--.*?-->|<", re.DOTALL)
_SPAN = re.compile(r'\bw:val="(\d+)"')
_RUN_PARENTS = frozenset({"w:p", "w:hyperlink"})
_PARAGRAPH_PARENTS = frozenset(
    {"w:tc", "w:body", "w:txbxContent", "w:hdr", "w:ftr", "w:footnote", "w:endnote", "w:comment"}
)
_PLAIN = frozenset({"a:t", "m:t", "w:delText", "wp:posOffset", "wp14:pctWidth", "wp14:pctHeight"})
_ROWS = frozenset({"w:tr", "w:tbl"})
_OF_TABLES = frozenset({"w:tbl", "w:gridCol", "w:tr", "w:tc", "w:gridSpan"})
_FIELD = frozenset({"w:instrText", "w:delInstrText"})


class Slot(StrEnum):
    """Where a printed field stands."""

    TEXT = "text"  # inside a run's text
    ATTRIBUTE = "attribute"
    FIELD = "field"  # inside a field code
    PLAIN = "plain"  # text of another element
    RUN = "run"  # straight in a paragraph, where Word would skip it
    PARAGRAPH = "paragraph"  # where a paragraph should be
    OTHER = "other"  # anywhere else


@dataclass(slots=True)
class Structure:
    """What the template of one part promises."""

    sound: bool = True  # filled with escaped text, it is well-formed
    marked: bool = False  # a text written in one of its fields would be read as markup
    settled: bool = True  # no table needs its grid refitted
    bare: bool = False  # it has text of its own outside any run
    spaced: bool = False  # it has white space of its own between elements
    broken: bool = False  # it has line ends or tabs of its own inside text
    slots: list[tuple[nodes.Output, int, Slot]] = field(default_factory=list)  # each printed field


class _Unsound(Exception):  # noqa: N818 - never leaves this module
    pass


@dataclass(slots=True)
class _Row:
    depth: int
    cells: int = 0
    columns: int = 0


@dataclass(slots=True)
class _Table:
    depth: int
    columns: int = 0
    rows: list[_Row] = field(default_factory=list)


def structure_of(tree: nodes.Template) -> Structure:
    """Read a parsed template. What cannot be shown is taken not to hold."""
    walk = _Walk()
    try:
        walk.through(tree.body)
        walk.found.sound = not walk.open and walk.pending is None
        walk.found.marked = any(_is_markup(item.value) for item in tree.find_all(nodes.Const))
    except _Unsound:
        walk.found.sound = walk.found.settled = False
    return walk.found


def _is_markup(value: object) -> bool:
    return isinstance(value, str) and re.search("[<&\0-\x08\x0b-\x1f]", value) is not None


class _Walk:
    def __init__(self) -> None:
        self.found = Structure()
        self.open: list[str] = []
        self.pending: str | None = None  # a tag that has begun
        self.depth = 0  # branches and loops around
        self.tables: list[_Table] = []
        self.rows: list[_Row] = []

    def through(self, body: Iterable[nodes.Node]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for number, child in enumerate(node.nodes):
                    if isinstance(child, nodes.TemplateData):
                        self.read(child.data)
                    else:
                        self.found.slots.append((node, number, self.slot()))
            elif isinstance(node, nodes.For):
                self.branch(node.body)
                self.branch(node.else_)
            elif isinstance(node, nodes.If):
                self.branch(node.body)
                for other in node.elif_:
                    self.branch(other.body)
                self.branch(node.else_)
            elif isinstance(node, nodes.With):
                self.through(node.body)
            elif not isinstance(node, nodes.Assign | nodes.ExprStmt):
                raise _Unsound

    def branch(self, body: list[nodes.Node]) -> None:
        if self.pending is not None:
            if any(_has_markup(node) for node in body):
                raise _Unsound
            before = self.pending
            self.through(body)
            if self.pending is None or self.pending.count('"') % 2 != before.count('"') % 2:
                raise _Unsound
            return
        before_open = list(self.open)
        self.depth += 1
        self.through(body)
        self.depth -= 1
        if self.open != before_open or self.pending is not None:
            raise _Unsound

    def slot(self) -> Slot:
        if self.pending is not None:
            if self.pending.count('"') % 2 == 0:
                raise _Unsound
            self.pending += "0"
            return Slot.ATTRIBUTE
        inner = self.open[-1] if self.open else ""
        if inner == "w:t":
            return Slot.TEXT if self.open[-2:-1] == ["w:r"] else Slot.PLAIN
        if inner in _FIELD:
            return Slot.FIELD
        if inner in _PLAIN:
            return Slot.PLAIN
        if inner in _RUN_PARENTS:
            return Slot.RUN
        return Slot.PARAGRAPH if inner in _PARAGRAPH_PARENTS else Slot.OTHER

    def read(self, data: str) -> None:
        place = 0
        if self.pending is not None:
            end = data.find(">")
            if end < 0:
                self.pending += data
                return
            self.tag(self.pending + data[: end + 1])
            self.pending, place = None, end + 1
        for tag in _TAG.finditer(data, place):
            if place != tag.start():
                self.text(data[place : tag.start()])
            place = tag.end()
            name = tag[2]
            if name:
                self.element(bool(tag[1]), name, tag[3])
            elif place - tag.start() == 1:  # a tag that goes on behind a field
                self.pending = data[tag.start() :]
                if "<" in self.pending[1:] or ">" in self.pending or self.pending.startswith(("<!", "<?")):
                    raise _Unsound
                return
        if place != len(data):
            self.text(data[place:])

    def tag(self, whole: str) -> None:
        tag = _TAG.fullmatch(whole)
        if tag is None or not tag[2]:
            raise _Unsound
        self.element(bool(tag[1]), tag[2], tag[3])

    def text(self, text: str) -> None:
        if not text:
            return
        inner = self.open[-1] if self.open else ""
        if inner == "w:t":
            self.found.broken = self.found.broken or "\t" in text or "\n" in text
        elif not text.strip():
            self.found.spaced = self.found.spaced or bool(text.replace("\n", "")) or inner not in {"", "w:body"}
        elif inner in _RUN_PARENTS or inner in _PARAGRAPH_PARENTS:
            self.found.bare = True

    def element(self, ends: bool, name: str, attributes: str) -> None:
        if ends:
            if not self.open or self.open.pop() != name:
                raise _Unsound
            if name in _ROWS:
                self.table_end(name)
        else:
            if name in _OF_TABLES:
                self.table_part(name, attributes)
            if not attributes.endswith("/"):
                self.open.append(name)
            elif name in _ROWS:
                self.table_end(name)

    # --- tables: what docxtpl's fix_tables would look at ---

    def table_part(self, name: str, attributes: str) -> None:
        if name == "w:tbl":
            self.tables.append(_Table(self.depth))
        elif name == "w:gridCol" and self.tables:
            self.tables[-1].columns += 1
            self.settled_if(self.tables[-1].depth == self.depth)
        elif name == "w:tr" and self.tables:
            self.rows.append(_Row(self.depth))
        elif name == "w:tc" and self.rows:
            self.rows[-1].cells += 1
            self.rows[-1].columns += 1
            self.settled_if(self.rows[-1].depth == self.depth and self.open[-1:] == ["w:tr"])
        elif name == "w:gridSpan" and self.rows:
            span = _SPAN.search(attributes)
            self.settled_if(span is not None and self.rows[-1].depth == self.depth)
            self.rows[-1].columns += int(span[1]) - 1 if span else 0

    def table_end(self, name: str) -> None:
        if name == "w:tr" and self.rows:
            row = self.rows.pop()
            self.settled_if(row.depth == self.depth)
            for table in self.tables:
                table.rows.append(row)
        elif name == "w:tbl" and self.tables:
            table = self.tables.pop()
            self.settled_if(
                table.depth == self.depth
                and all(row.cells <= table.columns and row.columns <= table.columns for row in table.rows)
                and any(row.depth == table.depth and row.columns == table.columns for row in table.rows)
            )

    def settled_if(self, holds: bool) -> None:
        self.found.settled = self.found.settled and holds


def _has_markup(node: nodes.Node) -> bool:
    return any("<" in data.data or ">" in data.data or '"' in data.data for data in node.find_all(nodes.TemplateData))
