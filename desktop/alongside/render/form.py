"""The controls of a template filled from a pack's words: by the recipe's table, or where their tag is a word itself.

A check box is on where its word says yes or holds anything; written "word=text", where the word is that text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import process

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.packs.formatted import printed_texts
from alongside.render.controls import Control, Value, fill_controls, read_controls
from alongside.render.scan import shortened

_NEAR = 70  # of 100: how alike two names are, to be taken for a slip
_NO = frozenset({"no", "false", "off", "0"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A control and the word that fills it."""

    control: Control
    name: str  # its tag, else its title: what it is known by
    word: str  # "document.title", "document.status=Final"; empty: none fills it
    near: str = ""  # the word that its name may be a slip for

    @property
    def plain_word(self) -> str:
        """The word alone."""
        return self.word.partition("=")[0]


def single_words(names: Iterable[str]) -> tuple[str, ...]:
    """The words that a control can take: one value each, or a list of texts."""
    plain = {name.removesuffix("[]") for name in names}
    lists = {name.partition("[]")[0] for name in plain if "[]" in name}
    return tuple(sorted(name for name in plain if "[]" not in name and name not in lists))


def bound_controls(controls: Sequence[Control], words: Sequence[str], named: Mapping[str, str]) -> tuple[Bound, ...]:
    """Each control that has a name, with its word. `words`: those there are; `named`: the recipe's table."""
    by_table = {_plain(name): word for name, word in named.items() if word.partition("=")[0] in words}
    by_word = {_plain(word): word for word in words}
    return tuple(_bound(item, by_table, by_word) for item in controls if item.tag.strip() or item.title.strip())


def _bound(control: Control, by_table: Mapping[str, str], by_word: Mapping[str, str]) -> Bound:
    names = [name for name in (control.tag, control.title) if name.strip()]
    for name in names:
        alone, equals, wanted = name.partition("=")
        word = by_table.get(_plain(name)) or by_word.get(_plain(name))
        if word is None and equals and _plain(alone) in by_word:
            word = f"{by_word[_plain(alone)]}={wanted}"
        if word is not None:
            return Bound(control, name, word)
    near = None
    if "." in names[0] or "_" in names[0]:  # a word of the product; "Signature" is no slip for one
        near = process.extractOne(_plain(names[0]), sorted(by_word), score_cutoff=_NEAR)
    return Bound(control, names[0], "", by_word[near[0]] if near else "")


def filled(
    data: bytes,
    name: str,
    words: Mapping[str, object],
    named: Mapping[str, str],
    days: Mapping[str, date],
) -> tuple[bytes, tuple[Finding, ...]]:
    """The document with its controls filled, and what could not be. `days`: the words that are a day.

    Controls that no word fills stay as they are, for whoever gets the document.
    """
    values: dict[str | int, Value] = {}
    for item in bound_controls(read_controls(data, name), tuple(_paths(words)), named):
        value = _value(item, words, days) if item.word else None
        if value is not None:
            values[item.name] = value
    return fill_controls(data, name, values, follow_signs=True)


def control_findings(name: str, bound: Sequence[Bound]) -> tuple[Finding, ...]:
    """What there is to say of controls that no word fills."""
    found = []
    for item in bound:
        if item.word:
            continue
        where = Place(template=name, part=item.control.part)
        said = shortened(item.name)
        if item.near:
            found.append(
                finding(
                    "template.unknown_control",
                    where,
                    _("No word of this document is called “{name}”, so this control stays empty.").format(name=said),
                    _("Did you mean “{word}”?").format(word=item.near),
                )
            )
        else:
            found.append(
                finding(
                    "template.free_control",
                    where,
                    _("No word fills the control “{name}”: it is left for whoever gets the document.").format(
                        name=said
                    ),
                    _("To have it filled, tag it with a word in Word, or name it under [controls] in the recipe."),
                )
            )
    return tuple(dict.fromkeys(found))


def _value(item: Bound, words: Mapping[str, object], days: Mapping[str, date]) -> Value | None:
    path, equals, wanted = item.word.partition("=")
    if item.control.kind == "date" and path in days:
        return days[path]
    found: object = words
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, list | tuple) and all(isinstance(piece, str) for piece in found):
        text = "\n".join(line for piece in found for line in printed_texts(piece))
    elif isinstance(found, str):
        text = "\n".join(printed_texts(found))
    elif isinstance(found, bool):
        text = _("yes") if found else _("no")
    elif isinstance(found, int | float):
        text = f"{found:g}"
    else:
        return None
    if equals:
        same = _plain(text) == _plain(wanted)
        return same if item.control.kind == "check box" else (text if same else "")
    if item.control.kind == "check box":
        return found if isinstance(found, bool) else bool(text.strip()) and _plain(text) not in _NO
    return text


def _paths(words: Mapping[str, object], before: str = "") -> list[str]:
    """The names of all words that hold one value or a list of texts."""
    found: list[str] = []
    for step, value in words.items():
        path = f"{before}{step}"
        if isinstance(value, Mapping):
            found += _paths(value, f"{path}.")
        elif not isinstance(value, list | tuple) or all(isinstance(item, str) for item in value):
            found.append(path)
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
