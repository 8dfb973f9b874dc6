"""The language that templates are written in: Jinja, kept so small that a stranger's template can do no harm."""

import functools
import html
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, StrictUndefined, Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.filters import FILTERS as ALL_FILTERS
from jinja2.filters import sync_do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS as ALL_TESTS
from jinja2.utils import pass_eval_context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from alongside.i18n import _
from alongside.packs.formatted import FormattedText, printed_texts
from alongside.render.characters import clean
from alongside.render.formatmarks import guarded, mark
from alongside.render.structure import Slot

# House limits. 12,000 table rows of ten cells take 130,000 turns; a 300-page document holds a million characters.
TURNS = 1_000_000  # turns of all loops together
PRINTED = 20_000_000  # characters printed by all fields together
PIECE = 1_000_000  # characters of one value that a template puts together
SEQUENCE = 200_000  # entries of one list that a template puts together
BITS = 256  # of a whole number that a template works out
SOURCE = 48_000_000  # characters of one finished part
SECONDS = 30.0  # of the processor, for one part; the longest real one takes 4
LOOK = 64  # turns between two looks at the clock

FILTERS = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "int", "items", "last", "length",
    "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "string",
    "title", "trim", "unique", "upper",
)  # fmt: skip
TESTS = (
    "boolean", "defined", "divisibleby", "eq", "equalto", "even", "false", "ge", "gt", "in", "integer", "le", "lower",
    "lt", "mapping", "ne", "none", "number", "odd", "sameas", "sequence", "string", "true", "undefined", "upper", "==",
    "!=", "<", "<=", ">", ">=",
)  # fmt: skip
# Those that walk through all of what they are given.
_WALKING = (
    "capitalize", "count", "dictsort", "items", "last", "length", "list", "lower", "map", "max", "min", "reject",
    "rejectattr", "reverse", "select", "selectattr", "sort", "string", "title", "trim", "unique", "upper",
)  # fmt: skip
# Methods of plain values that a template may call; each gives back no more than it was given.
METHODS = frozenset(
    {(str, name) for name in ("capitalize", "endswith", "lower", "lstrip", "rstrip", "split", "splitlines")}
    | {(str, name) for name in ("startswith", "strip", "title", "upper")}
    | {(dict, name) for name in ("get", "items", "keys", "values")}
    | {(list, name) for name in ("count", "index")}
)
_OF_DICTS = frozenset(dir(dict))
# What a template may be made of. Macros, includes, blocks and switches of escaping are left out.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.With, nodes.Assign, nodes.Name,
    nodes.Const, nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair, nodes.CondExpr, nodes.Filter, nodes.Test,
    nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos, nodes.Concat,
    nodes.Call, nodes.Keyword,
)  # fmt: skip


class TooMuch(SecurityError):  # noqa: N818 - reads as a sentence where it is raised
    """The template ran past a limit."""


@dataclass(slots=True)
class Tally:
    """What one rendering did so far: its bounds, and the text it printed, in order."""

    turns: int = 0
    characters: int = 0
    printed: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)  # values that held a character that XML cannot hold
    brought: bool = False  # an object printed XML of its own
    formatted: list[FormattedText] = field(default_factory=list)  # for render.typeset, by the number of their marks
    until: float = field(default_factory=lambda: time.thread_time() + SECONDS)

    def turn(self, count: int = 1) -> None:
        before = self.turns // LOOK
        self.turns += count
        if self.turns > TURNS:
            raise TooMuch(_("it repeats itself more than {limit:,} times").format(limit=TURNS))
        if self.turns // LOOK > before and time.thread_time() > self.until:
            raise TooMuch(_("it takes longer than anybody waits"))

    def print(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > PRINTED:
            raise _too_long()
        self.printed.append(text)


_current: ContextVar[Tally | None] = ContextVar("tally", default=None)


@contextmanager
def tallied() -> Iterator[Tally]:
    """Count what is rendered inside, in this thread."""
    tally = Tally()
    token = _current.set(tally)
    try:
        yield tally
    finally:
        _current.reset(token)


class PlainEnvironment(Environment):
    """Jinja's own default, with keys of dicts found sooner: what docxtpl uses for who gives no environment."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja: an attribute, else a key."""
        if type(obj) is dict and attribute in obj and attribute not in _OF_DICTS:
            return obj[attribute]
        return super().getattr(obj, attribute)


class PackEnvironment(ImmutableSandboxedEnvironment):
    """Sandboxed, autoescaped, strict and bounded. Made by `environment()`."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _refuse_strangers(tree)
        return _Bounds().visit(tree).set_environment(self)  # type: ignore[no-any-return]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a dict, at once where it cannot be anything else."""
        if type(obj) is dict and attribute in obj and attribute not in _OF_DICTS:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_callable(self, obj: Any) -> bool:
        if isinstance(obj, Undefined):
            return True  # calling it says which name is unknown
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, LoopContext):
            return getattr(obj, "__name__", "") in {"cycle", "changed"}
        held = str if type(owner) is FormattedText else type(owner)
        return any(held is kind and getattr(obj, "__name__", "") == name for kind, name in METHODS)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return super().call_binop(context, operator, left, right)  # which says what is missing
        if _is_number(left) and _is_number(right) and operator != "**":
            if any(isinstance(side, int) and side.bit_length() > BITS for side in (left, right)):
                raise TooMuch(_("it works out a number of more than {limit} digits").format(limit=77))
            return super().call_binop(context, operator, left, right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            _bound(len(left) + len(right))
            return left + right
        if operator == "+" and isinstance(left, list) and isinstance(right, list):
            if len(left) + len(right) > SEQUENCE:
                raise TooMuch(_("it makes a list of more than {limit:,} entries").format(limit=SEQUENCE))
            return left + right
        raise SecurityError(_("“{operator}” is for numbers").format(operator=operator))


class _Unknown(StrictUndefined):
    """An unknown name raises wherever it is used, in a condition too."""


def environment() -> PackEnvironment:
    """The product's own environment: what every template of a pack is rendered with."""
    made = PackEnvironment(
        autoescape=True, undefined=_Unknown, finalize=_finalize, keep_trailing_newline=True, auto_reload=False
    )
    made.globals.clear()
    made.filters = dict(_FILTERS)
    made.filters["join"] = _join
    made.filters["_bounded"] = _turns
    made.filters["_joined"] = _concatenate
    made.filters |= _PLACED
    made.tests = {name: ALL_TESTS[name] for name in TESTS}
    return made


# --- what the environment is made of ----------------------------------------------------------------------------


def _finalize(value: Any) -> Any:
    """Whatever a field prints passes here: None prints nothing, and no character is lost unseen."""
    if value is None:
        return ""
    if isinstance(value, Undefined):
        return value  # which says itself that it is unknown
    if _brings_xml(value):
        tally = _current.get()
        if tally is not None:
            tally.brought = True
        return value
    if isinstance(value, FormattedText):
        return _set_later(value)
    text = value if isinstance(value, str) else str(value)
    arrived, changed = clean(text)
    tally = _current.get()
    if tally is not None:
        plain = html.unescape(arrived) if isinstance(text, Markup) else arrived
        tally.print(plain)
        if changed:
            tally.replaced.append(plain)
    arrived = guarded(arrived)
    return Markup(arrived) if isinstance(text, Markup) else arrived  # noqa: S704 - it was escaped before


def _set_later(value: FormattedText) -> str:
    """A mark in place of a formatted text; `render.typeset` puts the text there when the part is filled."""
    tally = _current.get()
    if tally is None:
        return str(value)
    for text in printed_texts(value):
        arrived, changed = clean(text)
        tally.print(arrived)
        if changed:
            tally.replaced.append(arrived)
    tally.formatted.append(value)
    return mark(len(tally.formatted) - 1)


def _brings_xml(value: Any) -> bool:
    """Whether the value is one of docxtpl's own objects or its like."""
    return not isinstance(value, str) and hasattr(value, "__html__")


def places(node: nodes.Expr, slot: Slot) -> nodes.Expr:
    """The expression, printing what its place in the part needs."""
    return nodes.Filter(node, f"_{slot}", [], [], None, None, lineno=node.lineno)


def _printed(value: Any) -> str:
    """A value as escaped text; empty for an object, whose XML is printed as it is."""
    if value is None:
        return ""
    if type(value) is str:
        text = value
    elif isinstance(value, Undefined):
        return str(value)  # raises, saying which
    else:
        text = str(value)
    arrived, changed = clean(text)
    is_markup = isinstance(value, Markup)
    tally = _current.get()
    if tally is not None:
        plain = html.unescape(arrived) if is_markup else arrived
        tally.print(plain)
        if changed:
            tally.replaced.append(plain)
    arrived = guarded(arrived)
    return str.__str__(arrived) if is_markup else html.escape(arrived, quote=False)


def _object(value: Any) -> str | None:
    """The XML of an object that brings some."""
    if type(value) is str or not _brings_xml(value):
        return None
    tally = _current.get()
    if tally is not None:
        tally.brought = True
    return str(value.__html__())


def _in_plain(value: Any) -> str:
    brought = _object(value)
    return _printed(value) if brought is None else brought


def _in_text(value: Any) -> str:
    """Line ends and tabs as Word writes them, inside their run."""
    if isinstance(value, FormattedText):
        return _set_later(value)
    text = _in_plain(value)
    if ("\n" in text or "\t" in text) and (type(value) is str or not _brings_xml(value)):
        text = text.replace("\n", f"</w:t><w:br/>{_TEXT}").replace("\t", f"</w:t><w:tab/>{_TEXT}")
    return text


def _in_attribute(value: Any) -> str:
    return _in_plain(value).replace('"', "&#34;").replace("\n", "&#10;").replace("\t", "&#9;")


def _in_field(value: Any) -> str:
    """A value in a field code may not end its argument and add another: it would be run by Word."""
    return re.sub(r'["\\\s]+|&#34;|&quot;', " ", _printed("" if _object(value) is not None else value))


def _as_run(value: Any) -> str:
    """A run of its own for text that would stand in none: Word would skip it."""
    if _brings_xml(value):
        return _in_plain(value)
    text = _in_text(value)
    return f"<w:r>{_TEXT}{text}</w:t></w:r>" if text.strip() else ""


def _as_paragraph(value: Any) -> str:
    if _brings_xml(value):
        return _in_plain(value)
    run = _as_run(value)
    return f"<w:p>{run}</w:p>" if run else ""


_TEXT = '<w:t xml:space="preserve">'
_PLACED: dict[str, Callable[..., Any]] = {
    f"_{Slot.TEXT}": _in_text, f"_{Slot.ATTRIBUTE}": _in_attribute, f"_{Slot.FIELD}": _in_field,
    f"_{Slot.PLAIN}": _in_plain, f"_{Slot.RUN}": _as_run, f"_{Slot.PARAGRAPH}": _as_paragraph,
}  # fmt: skip


def _counted(each: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that walks a list, with its steps counted as turns."""

    @functools.wraps(each)
    def counting(*given: Any, **named: Any) -> Any:
        tally = _current.get()
        if tally is not None:
            for value in given:
                if isinstance(value, str | list | tuple | dict):
                    tally.turn(len(value) // 16)
        return each(*given, **named)

    return counting


def _turns(values: Iterable[Any]) -> Iterator[Any]:
    if isinstance(values, Undefined):
        yield from values  # raises, saying which
    tally = _current.get()
    for value in values:
        if tally is not None:
            tally.turn()
        yield value


@pass_eval_context
def _concatenate(context: EvalContext, values: list[Any]) -> str:
    pieces = [value if hasattr(value, "__html__") else str(value) for value in values]
    _bound(sum(len(piece) for piece in pieces if isinstance(piece, str)))
    if any(hasattr(piece, "__html__") for piece in pieces):
        return Markup("").join(pieces)
    return "".join(pieces)


@pass_eval_context
def _join(context: EvalContext, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
    pieces = list(value)
    between = d if isinstance(d, str) else str(d)
    if attribute is None:
        _bound(sum(len(piece) for piece in pieces if isinstance(piece, str)) + len(between) * len(pieces))
    else:
        _bound(len(between) * len(pieces))
    return sync_do_join(context, pieces, between, attribute)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _bound(length: int) -> None:
    if length > PIECE:
        raise _too_long()


def _too_long() -> TooMuch:
    return TooMuch(_("it makes more text than a document ever holds"))


def _refuse_strangers(tree: nodes.Template) -> None:
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        what = _stranger(node)
        if what:
            raise TemplateSyntaxError(
                _("“{what}” is not part of what a template may use").format(what=what),
                node.lineno or 1,  # some nodes know no line
            )
        waiting.extend(node.iter_child_nodes())


def _stranger(node: nodes.Node) -> str:
    """What about the node is not allowed; empty if all is."""
    if not isinstance(node, _ALLOWED):
        return "autoescape" if isinstance(node, nodes.Scope) else type(node).__name__.lower()
    if isinstance(node, nodes.Filter | nodes.Test) and node.name.startswith("_"):
        return node.name
    if isinstance(node, nodes.For) and node.recursive:
        return "recursive"
    if isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Getattr):
        return f"{getattr(node.node, 'name', '')}()"
    name = node.attr if isinstance(node, nodes.Getattr) else getattr(getattr(node, "arg", None), "value", "")
    return name if isinstance(name, str) and name.startswith("_") else ""


class _Bounds(NodeTransformer):
    """Put a counter into each loop, and a bound on each `~`."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - named after the node
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, "_bounded", [], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - named after the node
        self.generic_visit(node)
        pieces = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(pieces, "_joined", [], [], None, None, lineno=node.lineno)


_FILTERS = {name: _counted(ALL_FILTERS[name]) if name in _WALKING else ALL_FILTERS[name] for name in FILTERS}
