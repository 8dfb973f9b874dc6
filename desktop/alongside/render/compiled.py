"""Templates read and compiled once in a process, kept by their content; safe to use from several threads."""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from types import CodeType
from typing import Any, Generic, TypeVar

from jinja2 import Environment, nodes

from alongside.render.environment import PackEnvironment, places
from alongside.render.scopes import in_scopes
from alongside.render.strings import joined_lines
from alongside.render.structure import Slot, Structure, structure_of

ENTRIES = 256  # parts of templates; the product's own are 30
SIZE = 64 * 2**20  # characters of all of them together, as their sources count

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The values used last, by key, up to a number and a size."""

    def __init__(self, entries: int, size: int) -> None:
        self._entries, self._size = entries, size
        self._held: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._total = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> Value:
        """Keep it, and give back what is kept: that of another thread, where it was sooner."""
        with self._lock:
            if key in self._held:
                return self._held[key][0]
            self._held[key] = (value, size)
            self._total += size
            while len(self._held) > self._entries or (self._total > self._size and len(self._held) > 1):
                _old, (_value, gone) = self._held.popitem(last=False)
                self._total -= gone
            return value

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._total = 0


@dataclass(frozen=True, slots=True)
class Compiled:
    """One part of a template, ready to be filled in any environment with the same settings."""

    code: CodeType
    structure: Structure
    placed: bool  # each field already prints what its place needs, so that what is printed is sound
    own: frozenset[int]  # ids of the template's own pieces, which live as long as the code


_compiled: Kept[Compiled] = Kept(ENTRIES, SIZE)


def forget() -> None:
    """Drop all that is kept; for measuring what a first use costs."""
    _compiled.clear()


def compiled(source: str, env: Environment) -> Compiled:
    """The source as code. Raises what Jinja raises for a template that is not written correctly."""
    settings = _settings(env)
    key = (digest(source), settings)
    found = _compiled.get(key) if settings is not None else None
    if found is None:
        found = _compile(source, env)
        if settings is not None:
            found = _compiled.put(key, found, len(source) + 1_000)
    return found


def digest(text: str | bytes) -> bytes:
    """Of a content, to find it by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text).digest()


def _compile(source: str, env: Environment) -> Compiled:
    tree = env.parse(source)
    structure = structure_of(tree)
    placed = isinstance(env, PackEnvironment) and _can_be_placed(structure)
    if placed:
        for output, number, slot in structure.slots:
            output.nodes[number] = places(output.nodes[number], slot)
        for data in tree.find_all(nodes.TemplateData):
            data.data = joined_lines(data.data)
        code = env.overlay(autoescape=False, finalize=None).compile(in_scopes(tree))
    else:
        code = env.compile(in_scopes(tree))
    structure.slots.clear()  # they would keep the whole tree alive
    root = next(item for item in code.co_consts if isinstance(item, CodeType) and item.co_name == "root")
    own = frozenset(id(item) for item in root.co_consts if isinstance(item, str))
    return Compiled(code, structure, placed, own)


def _can_be_placed(structure: Structure) -> bool:
    return (
        structure.sound
        and not structure.bare
        and not structure.broken
        and all(slot is not Slot.OTHER for _output, _number, slot in structure.slots)
    )


def _settings(env: Environment) -> Hashable | None:
    """All of an environment that the code depends on; None where that cannot be compared."""
    settings: tuple[Any, ...] = (
        type(env), env.block_start_string, env.block_end_string, env.variable_start_string, env.variable_end_string,
        env.comment_start_string, env.comment_end_string, env.line_statement_prefix, env.line_comment_prefix,
        env.trim_blocks, env.lstrip_blocks, env.newline_sequence, env.keep_trailing_newline, env.optimized,
        env.finalize, env.autoescape, env.is_async, env.code_generator_class, tuple(sorted(env.extensions)),
        frozenset(env.filters.items()), frozenset(env.tests.items()),
    )  # fmt: skip
    try:
        hash(settings)
    except TypeError:
        return None
    return settings


def numbered(xml: str) -> str:
    """One paragraph a line, so that a fault's line tells its paragraph."""
    return xml.replace("<w:p>", "\n<w:p>").replace("<w:p ", "\n<w:p ")
