"""Recipes: what a kind of pack is made of. One TOML file a kind, in `templates/recipes`."""

import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import msgspec

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.packs.pack import PackKind


@dataclass(frozen=True, slots=True)
class Word:
    """One word that a template may use: `name` as a path ("questions[].heading"), with an example value."""

    name: str
    help: str
    example: str


@dataclass(frozen=True, slots=True)
class Document:
    """One Word file of a pack. `words` names groups of the recipe's `words` that its template may use."""

    id: str
    title: str
    template: str  # file name in templates/
    file: str  # name of the file written, without a person's or service's name
    words: tuple[str, ...]
    only_if: str = ""  # "" always; "stories", "register", "letter" or "attachments": left out where the plan has none


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a narrative: what the writer is asked for, and what the program can offer there."""

    id: str
    number: str
    heading: str
    help: str
    figures: tuple[str, ...] = ()  # measure ids, such as K11
    tables: tuple[str, ...] = ()  # ids of packs.tables


@dataclass(frozen=True, slots=True)
class Recipe:
    """One kind of pack."""

    name: str  # the file's name without .toml
    kind: PackKind
    title: str
    help: str
    documents: tuple[Document, ...]
    words: dict[str, tuple[Word, ...]]  # groups of words
    sections: tuple[Section, ...] = ()
    controls: dict[str, str] = field(default_factory=dict)  # by a control's tag or title: the word that fills it

    def document(self, document_id: str) -> Document:
        """The document with that id. KeyError for an unknown one."""
        return {item.id: item for item in self.documents}[document_id]

    def words_of(self, document: Document) -> tuple[Word, ...]:
        """Every word the document's template may use."""
        return tuple(word for group in document.words for word in self.words[group])


def load_recipe(folder: Path, name: str) -> Recipe:
    """Read `folder`/`name`.toml. Raises AlongsideError that names the file and the place."""
    path = folder / f"{name}.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        recipe = msgspec.convert({**content, "name": name}, Recipe)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise AlongsideError(
            _("The recipe cannot be read ({reason}).").format(reason=error),
            where=path.name,
            remedy=_("Put back the recipe that came with Alongside."),
        ) from error
    unknown = [group for item in recipe.documents for group in item.words if group not in recipe.words]
    if unknown:
        raise AlongsideError(
            _("A document asks for the words “{group}”, which the recipe does not list.").format(group=unknown[0]),
            where=path.name,
            remedy=_("Put back the recipe that came with Alongside."),
        )
    _check_controls(recipe, path)
    return recipe


def _check_controls(recipe: Recipe, path: Path) -> None:
    """`word=text` is on where the word is that text."""
    known = sorted({word.name.removesuffix("[]") for group in recipe.words.values() for word in group})
    for name, word in recipe.controls.items():
        alone = word.partition("=")[0]
        if alone not in known:
            near = get_close_matches(alone, known, 1, 0.7)
            raise AlongsideError(
                _("The control “{name}” is to be filled with “{word}”, which is no word of this recipe.").format(
                    name=name, word=alone
                ),
                where=f"{path.name}, [controls]",
                remedy=_("Did you mean “{word}”?").format(word=near[0])
                if near
                else _("Choose a word from templates/README.md."),
            )


def recipe_names(folder: Path) -> tuple[str, ...]:
    """The recipes there are, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))
