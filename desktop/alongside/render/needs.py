"""What does a template need? Its fields and lists in plain words, with the help of the recipe where it is known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process

from alongside.i18n import _
from alongside.packs.recipes import Word
from alongside.render.check import NO_CONTROLS, controls_in, words_used
from alongside.render.form import bound_controls, single_words

_BY_HAND = _("A control that no word fills, left for whoever gets the document.")
_NEAR = 70  # of 100: how alike two words are, to be taken for a slip


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that has to be there to fill the template."""

    word: str  # "questions[].heading"
    is_list: bool
    help: str  # from the recipe; empty: it says nothing of it
    example: str
    known: bool | None  # whether the recipe offers it; None: there is no recipe to ask
    near: str = ""  # the word of the recipe that it may be a slip for

    @property
    def inside(self) -> str:
        """The list that it is a part of: "questions"; empty: none."""
        return self.word.rpartition("[].")[0]

    @property
    def spoken(self) -> str:
        """As a person says it: "heading", "title of the document"."""
        own = self.word.rpartition("[].")[2].removesuffix("[]")
        steps = [step.replace("_", " ") for step in own.split(".")]
        return (
            steps[0]
            if len(steps) == 1
            else _("{part} of the {whole}").format(part=steps[-1], whole=" ".join(steps[:-1]))
        )


def needs(
    path: Path, words: Sequence[Word] | None = None, controls: Mapping[str, str] = NO_CONTROLS
) -> tuple[Need, ...]:
    """Each field, list and control that the template uses, by name. `words`: what its recipe offers; None: there is
    none. `controls`: the recipe's table of the words that fill controls.

    Raises AlongsideError for a file that is no sound Word document.
    """
    used = words_used(path)
    offered = {word.name: word for word in words or ()}
    lists = {name[: at.start()] for name in (*used, *offered) for at in re.finditer(r"\[\]", name)}
    made = [_need(name, lists, offered, compared=words is not None) for name in used]
    bound = bound_controls(controls_in(path), single_words(offered), controls)
    names = dict.fromkeys(item.plain_word for item in bound if item.plain_word and item.plain_word not in used)
    made += [_need(name, lists, offered, compared=words is not None) for name in names]
    for item in bound:
        if not item.word and item.name not in {need.word for need in made}:
            known = False if item.near else None
            made.append(Need(item.name, is_list=False, help=_BY_HAND, example="", known=known, near=item.near))
    return tuple(made)


def _need(name: str, lists: set[str], offered: dict[str, Word], *, compared: bool) -> Need:
    word = offered.get(name) or offered.get(f"{name}[]")
    is_list = name in lists or name.endswith("[]")
    known = word is not None or any(each.startswith((f"{name}.", f"{name}[]")) for each in offered)
    near = process.extractOne(name, sorted(offered), score_cutoff=_NEAR) if compared and not known else None
    return Need(
        word=name,
        is_list=is_list,
        help=word.help if word else "",
        example=word.example if word else "",
        known=known if compared else None,
        near=near[0] if near else "",
    )


def needs_lines(found: Sequence[Need]) -> list[str]:
    """The needs for a person: single fields first, then each list with what every entry of it needs."""
    if not found:
        return [_("This template has no fields: it is printed as it is.")]
    lines = [_("To be filled, this template needs:")]
    lines += [_line(need, "  ") for need in found if not need.inside and not need.is_list]
    lists = dict.fromkeys(
        [need.word.removesuffix("[]") for need in found if need.is_list] + [n.inside for n in found if n.inside]
    )
    for name in sorted(lists):
        own = next((need for need in found if need.word.removesuffix("[]") == name), None)
        said = f": {own.help}" if own is not None and own.help else ""
        lines.append(_("  a list of {name}{said}").format(name=_list_name(name), said=said))
        lines += [_line(need, "      ") for need in found if need.inside == name and not need.is_list]
    return lines


def _list_name(name: str) -> str:
    steps = [step.replace("_", " ").replace(".", " ") for step in name.split("[].")]
    return (
        steps[0]
        if len(steps) == 1
        else _("{part} for each of the {whole}").format(part=steps[-1], whole=" ".join(steps[:-1]))
    )


def _line(need: Need, indent: str) -> str:
    said = f": {need.help}" if need.help else ""
    example = _(" (such as “{example}”)").format(example=need.example) if need.example else ""
    if need.known is False:
        said = _(": not offered; did you mean “{near}”?").format(near=need.near) if need.near else _(": not offered")
    return f"{indent}{need.spoken}{said}{example}"
