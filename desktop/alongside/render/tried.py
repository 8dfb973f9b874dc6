"""Everything that is wrong with a template and its words, found by filling it as far as it goes. Nothing is written."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import SecurityError, UndefinedError

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.packs.recipes import Word
from alongside.render.blame import FAULTS, fault_of, line_of, missing_word
from alongside.render.environment import PackEnvironment, environment, tallied
from alongside.render.opened import Filled
from alongside.render.places import place_of
from alongside.render.running import bounded, run
from alongside.render.scopes import in_scopes
from alongside.render.template import PackTemplate

MOST = 50  # faults told of one part
SECONDS = 1.5  # of the processor, after which no further fault is looked for: each takes another filling
_RULES = {UndefinedError: "template.unknown_word", SecurityError: "template.not_allowed"}


def tried(path: Path, words: dict[str, Any]) -> tuple[Finding, ...]:
    """The faults of filling the template with these words, in the order of the document; none if it can be filled.

    All of them, but for a template so large that this would take too long: then the first of each part.
    """
    until = time.thread_time() + SECONDS
    template = PackTemplate(path)
    env = environment()
    found: list[Finding] = []
    for part, source in template.sources():
        if isinstance(source, AlongsideError):
            place = Place(template=template.name, part=part.label)
            found.append(finding("template.fault", place, source.what, source.remedy))
        else:
            found += _of_part(part, source, words, env, template.name, until=until)
    return tuple(dict.fromkeys(found))


def _of_part(
    part: Filled, source: str, words: dict[str, Any], env: PackEnvironment, name: str, *, until: float
) -> Sequence[Finding]:
    found: dict[Finding, None] = {}
    left_out: list[_LeftOut] = []
    for _again in range(MOST):
        try:
            with tallied():
                tree = env.parse(source)
                _leave_out(tree, left_out)
                bounded(run(env.compile(in_scopes(tree)), env, words))
        except FAULTS as error:
            line = line_of(error)
            word = missing_word(error) if isinstance(error, UndefinedError) else ""
            told = fault_of(error, source, name, words)
            where = Place(template=name, part=part.label)
            place = place_of(part.tree(), source, line, word, where)
            rule = next((rule for kind, rule in _RULES.items() if isinstance(error, kind)), "template.fault")
            found[finding(rule, place, told.what, told.remedy)] = None
            # Without a word it is not known which field of the line it was: most likely one that prints.
            further = _LeftOut(line or 0, word, whole=bool(word) or _LeftOut(line or 0, word, whole=False) in left_out)
            if line is None or further in left_out or time.thread_time() > until:
                break
            left_out.append(further)
        else:
            break
    return list(found)


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """Fields that are told already."""

    line: int
    word: str  # that they use; empty: not known
    whole: bool  # conditions and repetitions of the line as well


def _leave_out(tree: nodes.Template, left_out: Sequence[_LeftOut]) -> None:
    """Take out of the template what was told already, so that what is behind it is met."""
    for told in left_out:
        line, word = told.line, told.word
        for output in tree.find_all(nodes.Output):
            output.nodes = [
                child
                for child in output.nodes
                if isinstance(child, nodes.TemplateData) or child.lineno != line or not _speaks(child, word)
            ]
        if not told.whole:
            continue
        for branch in tree.find_all(nodes.If):
            if branch.test.lineno == line and _speaks(branch.test, word):
                branch.test = nodes.Const(True, lineno=line)
        for loop in tree.find_all(nodes.For):
            if loop.lineno == line and _speaks(loop.iter, word):
                loop.iter = nodes.List([], lineno=line)


def _speaks(node: nodes.Node, word: str) -> bool:
    """Whether an expression uses the word; any does where no word is known."""
    if not word:
        return True
    if isinstance(node, nodes.Name) and node.name == word:
        return True
    return (
        any(item.name == word for item in node.find_all(nodes.Name))
        or any(item.attr == word for item in node.find_all(nodes.Getattr))
        or (isinstance(node, nodes.Getattr) and node.attr == word)
        or any(item.value == word for item in node.find_all(nodes.Const))
    )


def examples(words: Sequence[Word]) -> dict[str, Any]:
    """A document's words with the examples of its recipe: one entry in each list."""
    made: dict[str, Any] = {}
    for word in words:
        at: Any = made
        steps = word.name.split(".")
        for number, step in enumerate(steps):
            name, last = step.removesuffix("[]"), number == len(steps) - 1
            if step.endswith("[]"):
                held = at.setdefault(name, [] if last else [{}])
                if last:
                    held.append(word.example)
                elif not held or not isinstance(held[0], dict):
                    held[:] = [{}]
                at = held[0]
            elif last:
                at.setdefault(name, word.example)
            else:
                at = at.setdefault(name, {})
                if not isinstance(at, dict):
                    break
    return made
