"""`template check`: whether a template can be filled, and whether it speaks the words of its kind of pack."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from alongside.commands.outcome import Outcome, code_for, finding_lines, findings_document
from alongside.errors import AlongsideError
from alongside.findings import Finding, blocking
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.packs.recipes import Recipe, Word, load_recipe, recipe_names
from alongside.render import report_words
from alongside.render.check import NO_CONTROLS, check_template
from alongside.render.needs import needs, needs_lines
from alongside.render.tried import examples, tried
from alongside.resources import resource


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words that a template may use. `whole`: they are those of one document, so one left out is worth saying."""

    recipe: str
    offered: tuple[Word, ...]
    whole: bool
    controls: Mapping[str, str]  # the words that fill controls, by tag or title

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word.name for word in self.offered)


def check(given: Namespace, today: date, _job: JobControl) -> Outcome:
    """Every Finding of a template; exit code 1 where one is at block level."""
    path: Path = given.template
    spoken = _vocabularies(path, given.recipe)
    found = _found(path, spoken)
    kinds = [item.recipe for item in spoken]
    if kinds:
        head = _("{name}, as a template of {kinds}:").format(name=path.name, kinds=", ".join(kinds))
    else:
        head = _("{name}, checked without the words of a recipe; --recipe names one:").format(name=path.name)
    offered = [word for vocabulary in spoken for word in vocabulary.offered]
    controls = {name: word for vocabulary in spoken for name, word in vocabulary.controls.items()}
    needed = needs(path, offered if spoken else None, controls)
    return Outcome(
        code_for(found),
        [head, "", *finding_lines(found), "", *needs_lines(needed)],
        {
            "template": path.name,
            "today": today,
            "recipes": kinds,
            "needs": [asdict(need) for need in needed],
            **findings_document(found),
        },
    )


def _found(path: Path, spoken: Sequence[_Vocabulary]) -> tuple[Finding, ...]:
    if not spoken:
        return check_template(path, None)
    found: dict[Finding, None] = {}  # in order, each once: recipes share most words
    for vocabulary in spoken:
        for item in check_template(path, vocabulary.words, vocabulary.controls):
            if vocabulary.whole or item.rule != "template.unused_word":
                found[item] = None
    if not blocking(found):  # what only shows when it is filled
        for vocabulary in spoken:
            found |= dict.fromkeys(tried(path, examples(vocabulary.offered)))
    return tuple(found)


def _vocabularies(path: Path, name: str | None) -> list[_Vocabulary]:
    """That of the recipe asked for; else those of all recipes that name this template; none is possible."""
    beside = path.parent / "recipes"
    folder = beside if beside.is_dir() else resource("templates") / "recipes"
    recipes = recipe_names(folder)
    known = tuple(dict.fromkeys((*recipes, report_words.NAME)))
    if name is not None and name not in known:
        raise AlongsideError(
            _("There is no recipe “{name}”.").format(name=name),
            remedy=_("Choose one of {names}.").format(names=", ".join(known)),
        )
    found = []
    for recipe in (load_recipe(folder, item) for item in recipes if name in {None, item}):
        own = [document for document in recipe.documents if document.template == path.name]
        if own:
            words = tuple(dict.fromkeys(word for document in own for word in recipe.words_of(document)))
            found.append(_Vocabulary(recipe.name, words, whole=True, controls=recipe.controls))
        elif name is not None:
            found.append(_Vocabulary(recipe.name, _all_words(recipe), whole=False, controls=recipe.controls))
    if not found and (name == report_words.NAME or (name is None and path.name == report_words.TEMPLATE)):
        found.append(_Vocabulary(report_words.NAME, report_words.WORDS, whole=True, controls=NO_CONTROLS))
    return found


def _all_words(recipe: Recipe) -> tuple[Word, ...]:
    return tuple(dict.fromkeys(word for document in recipe.documents for word in recipe.words_of(document)))
