"""Is a template sound, and does it speak the words of its document? Everything at once, each with its place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docxtpl_lint import Issue, lint
from rapidfuzz import process

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.render.compiled import Kept, digest
from alongside.render.controls import Control, read_controls
from alongside.render.environment import environment
from alongside.render.form import bound_controls, control_findings, single_words
from alongside.render.marks import marks_of
from alongside.render.neutral import neutralised
from alongside.render.opened import Unusual, opened
from alongside.render.package import FILE_LIMIT, Parts, pack_parts, read_parts, tree_of
from alongside.render.scan import label, parts_with_text, shortened
from alongside.render.slim import LONG, slimmed
from alongside.render.template import PackTemplate
from alongside.render.wordml import texts

_variables: Kept[tuple[str, ...]] = Kept(16, 16)  # by content: looking twice takes seconds in a long template
NO_CONTROLS: Mapping[str, str] = MappingProxyType({})
_ELSEWHERE = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")
_CHART = re.compile(r"\{\{[^{}]*\bchart\.drawing\b[^{}]*\}\}")
_NEAR = 70  # of 100: how alike two words are, to be taken for a slip


@dataclass(frozen=True, slots=True)
class _Kind:
    """How an answer of docxtpl-lint is told."""

    rule: str
    message: str  # {text} is the field as it stands in the template
    remedy: str


_KINDS = {
    "DTL001": _Kind("template.fault", _("The field “{text}” begins and does not end."), _("Add its closing marks.")),
    "DTL002": _Kind(
        "template.doubtful",
        _("The field “{text}” runs over several paragraphs, which become one."),
        _("Write the field into one paragraph."),
    ),
    "DTL003": _Kind(
        "template.fault",
        _("Deleted text that is still tracked holds the field “{text}”, and would be filled unseen."),
        _("Accept or reject all tracked changes in Word, then save."),
    ),
    "DTL101": _Kind("template.fault", _("“{text}” is opened and never closed."), _("Add the field that closes it.")),
    "DTL102": _Kind(
        "template.fault", _("“{text}” closes something that was never opened."), _("Take it out, or open it.")
    ),
    "DTL103": _Kind(
        "template.fault", _("The field “{text}” is not written correctly."), _("Correct the field in Word.")
    ),
    "DTL104": _Kind(
        "template.fault",
        _("The field “{text}” uses something after “|” that does not exist."),
        _("Take out what follows the upright line."),
    ),
    "DTL105": _Kind(
        "template.fault",
        _("The field “{text}” asks for a condition that does not exist."),
        _("Correct what follows “is”."),
    ),
    "DTL106": _Kind(
        "template.fault",
        _("“{text}” uses a word of a repetition after the repetition has ended."),
        _("Move it in front of the field that ends the repetition."),
    ),
    "DTL201": _Kind(
        "template.fault",
        _("The field “{text}” holds a per cent sign or a brace, which this kind of field cannot."),
        _("Reword the condition without it."),
    ),
    "DTL202": _Kind(
        "template.fault",
        _("The field “{text}” has a space too many behind its opening marks."),
        _("Close the gap between the marks and the letters."),
    ),
    "DTL203": _Kind(
        "template.fault", _("“{text}” is for table rows or cells and stands in no table."), _("Move it into the table.")
    ),
    "DTL204": _Kind(
        "template.loses_text",
        _("“{text}” closes a field of another kind, so rows or paragraphs would be lost."),
        _("Give both fields the same letters behind their opening marks."),
    ),
    "DTL205": _Kind(
        "template.loses_text",
        _("“{text}” closes a repetition that was opened in another table, so rows would be lost."),
        _("Put both fields into rows of the same table."),
    ),
    "DTL206": _Kind(
        "template.fault",
        _("“{text}” stands in the same row as the field it closes."),
        _("Give each of the two a row of its own, above and below the row to repeat."),
    ),
    "DTL207": _Kind(
        "template.loses_text",
        _("“{text}” closes a repetition of cells that was opened in another row."),
        _("Put both fields into the same row."),
    ),
    "DTL208": _Kind(
        "template.fault", _("“{text}” is for table cells and stands in no table."), _("Move it into the cell.")
    ),
    "DTL209": _Kind(
        "template.loses_text",
        _("Text beside “{text}” would be lost, because the field takes the whole place it stands in."),
        _("Move the text into a paragraph, row or cell of its own."),
    ),
    "DTL210": _Kind(
        "template.fault",
        _("“{text}” stands in the same paragraph as the field it closes."),
        _("Give each of the two a paragraph of its own."),
    ),
    "DTL305": _Kind(
        "template.fault",
        _("“{text}” repeats something that is no list."),
        _("Repeat a word that is marked with [] in templates/README.md."),
    ),
}
_TORN = frozenset({"DTL101", "DTL102"})  # in such a part nobody can tell which field stands in which repetition
_BY_SCOPE = frozenset({"DTL106", "DTL304", "DTL305"})  # what is told by the repetition that a field stands in
_OTHER = _Kind("template.fault", _("The field “{text}” is not written correctly."), _("Correct the field in Word."))


def check_template(
    path: Path, words: frozenset[str] | None, controls: Mapping[str, str] = NO_CONTROLS
) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful in a template. `words`: those its document offers ("questions[].text");
    None: any. `controls`: the recipe's table of the words that fill controls.

    Raises AlongsideError for a file that is no Word document, is broken, or was made to do harm.
    """
    name = path.name
    data = _read(path)
    parts = read_parts(data, name)
    found = list(_made_harmless(data, parts, name))
    unclosed = _unclosed(parts, name)
    if unclosed:
        return (*found, *unclosed)  # nothing behind an open field can be told for certain
    result = lint(
        _for_linting(data, parts, name),
        schema=_schema(words) if words is not None else None,
        jinja_env=environment(),
        autoescape=True,
        ignore=("DTL005",),
    )
    _variables.put(digest(data), tuple(result.variables), 1)
    torn = {issue.location.part for issue in result.issues if issue.rule in _TORN}
    found += [
        _told(issue, name, words)
        for issue in result.issues
        if not (issue.rule in _BY_SCOPE and issue.location.part in torn)
    ]
    if not any(item.rule == "template.fault" for item in found):
        found += _not_allowed(path, name)
    if words is not None:
        bound = bound_controls(read_controls(data, name), single_words(words), controls)
        found += control_findings(name, bound)
        found += () if torn else _unused(words, (*result.variables, *(item.plain_word for item in bound)), name)
    found += _charts_elsewhere(parts, name)
    return tuple(found)


def _made_harmless(data: bytes, parts: Parts, name: str) -> tuple[Finding, ...]:
    """What is taken out of the template when it is filled, from opening it as for filling, which is kept."""
    try:
        return tuple(
            replace(told, where=replace(told.where, template=name)) for told in opened(data, name, strict=True).found
        )
    except Unusual:
        return neutralised(parts, name)[1]


def _for_linting(data: bytes, parts: Parts, name: str) -> bytes:
    """The template, or where it is long what the linter needs of it."""
    long = [part for part, content in parts_with_text(parts) if len(content) > LONG]
    if not long:
        return data
    return pack_parts({**parts, **{part: slimmed(tree_of(parts[part], name)) for part in long}}, packed=False)


def _charts_elsewhere(parts: Parts, name: str) -> Iterator[Finding]:
    """Charts outside the body and its tables."""
    for part, content in sorted(parts.items()):
        kind = _ELSEWHERE.fullmatch(part)
        if kind is None or b"drawing" not in content:
            continue
        for number, text in enumerate(texts(tree_of(content, name)), start=1):
            field = _CHART.search(text)
            if field is None:
                continue
            place = Place(template=name, part=label(part), paragraph=number)
            if kind[1] in {"header", "footer"}:
                rule = "template.chart_in_header"
                message = _("“{text}” prints a chart into a header or a footer, where not every program shows one.")
            else:
                rule, message = "template.no_charts_here", _("“{text}” prints a chart into a note or a comment.")
            yield finding(rule, place, message.format(text=shortened(field[0])), _("Move it into the body or a table."))


def words_used(path: Path) -> tuple[str, ...]:
    """The words that a template uses ("questions[].text"), by name. Raises AlongsideError as `check_template` does."""
    data = _read(path)
    found = _variables.get(digest(data))
    if found is None:
        parts = read_parts(data, path.name)
        result = lint(_for_linting(data, parts, path.name), jinja_env=environment(), autoescape=True)
        found = _variables.put(digest(data), tuple(result.variables), 1)
    return tuple(sorted({name.replace("[*]", "[]") for name in found}))


def controls_in(path: Path) -> tuple[Control, ...]:
    """The controls that a template has. Raises AlongsideError as `check_template` does."""
    return read_controls(_read(path), path.name)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_LIMIT:
            with path.open("rb") as file:
                return file.read(FILE_LIMIT + 1)  # read_parts says what is wrong with it
        return path.read_bytes()
    except OSError as error:
        raise AlongsideError(
            _("The template cannot be opened: {reason}.").format(reason=error.strerror or error),
            where=path.name,
            remedy=_("Check that it is there and that you may read it."),
        ) from error


def _unclosed(parts: Parts, name: str) -> list[Finding]:
    found = []
    for part, content in parts_with_text(parts):
        lines = list(texts(tree_of(content, name)))
        marks = marks_of(lines)
        if marks.too_many(len(lines)):
            raise AlongsideError(
                _("The template has more fields than Alongside can check."),
                where=f"{name}, {label(part)}",
                remedy=_("Use a repetition instead of repeating fields."),
            )
        if marks.unclosed is not None:
            kind = _KINDS["DTL001"]
            place = Place(template=name, part=label(part), paragraph=marks.unclosed)
            found.append(finding(kind.rule, place, kind.message.format(text=shortened(marks.around)), kind.remedy))
    return found


def _told(issue: Issue, name: str, words: frozenset[str] | None) -> Finding:
    where = issue.location
    cell = where.cells[-1] if where.cells else None
    place = Place(
        template=name,
        part=re.sub(r"(?<=[a-z])(?=\d)", " ", where.part),
        paragraph=where.paragraph or None,
        cell=_("table {table}, row {row}, cell {cell}").format(table=cell.table, row=cell.row, cell=cell.col)
        if cell
        else None,
    )
    if issue.rule == "DTL304":
        word = str(issue.params.get("path", issue.snippet)).replace("[*]", "[]")
        return finding(
            "template.unknown_word",
            place,
            _("This document offers no word “{word}”.").format(word=word),
            _did_you_mean(word, words or frozenset()),
        )
    kind = _KINDS.get(issue.rule, _OTHER)
    text = issue.snippet or str(issue.params.get("raw") or issue.params.get("kw") or issue.params.get("msg") or "")
    return finding(kind.rule, place, kind.message.format(text=shortened(text)), kind.remedy)


def _not_allowed(path: Path, name: str) -> Iterator[Finding]:
    """What docxtpl would take and the product's environment does not."""
    for part, why, around in PackTemplate(path).faults():
        near = _(" near “{around}”").format(around=shortened(around)) if around else ""
        yield finding(
            "template.not_allowed",
            Place(template=name, part=part),
            _("The template uses something that Alongside does not run{near}: {why}.").format(
                near=near, why=why.rstrip(".")
            ),
            _("Use only fields, conditions and repetitions."),
        )


def _schema(words: Iterable[str]) -> dict[str, Any]:
    """The words as the JSON Schema that docxtpl-lint compares with."""
    root: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
    for word in sorted(words):
        node = root
        for step in word.split("."):
            node.setdefault("type", "object")
            node.setdefault("additionalProperties", False)
            node = node.setdefault("properties", {}).setdefault(step.removesuffix("[]"), {})
            if step.endswith("[]"):
                node["type"] = "array"
                node = node.setdefault("items", {})
    return root


def _unused(words: frozenset[str], used: Sequence[str], name: str) -> Iterator[Finding]:
    for word in sorted(words - set(used)):
        yield finding(
            "template.unused_word",
            Place(template=name),
            _("The template leaves out “{word}”.").format(word=word),
            _("If it should be shown, add a field for it."),
        )


def _did_you_mean(word: str, words: frozenset[str]) -> str:
    near = process.extractOne(word, sorted(words), score_cutoff=_NEAR)
    if near is not None:
        return _("Did you mean “{word}”?").format(word=near[0])
    return _("Choose a word from templates/README.md.")
