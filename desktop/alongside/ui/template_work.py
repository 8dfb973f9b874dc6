"""What the Templates place asks of a template, off the UI thread. Imports stand where they are used, as in work.py."""
# ruff: noqa: PLC0415

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, blocking
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.packs.pack import Pack, load_pack
from alongside.packs.recipes import Document, Recipe, Word, load_recipe, recipe_names
from alongside.render import report_words
from alongside.ui.work import Knowledge, look_out
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.render.needs import Need

_QUOTED = re.compile(r"“(.+?)”")
_SINGULARS = {"letter": "text", "summary": "table"}  # as the templates that came with the program call them
_CONDITIONS = frozenset({"True", "False"})


@dataclass(frozen=True, slots=True)
class Template:
    """One template file of the workspace."""

    name: str  # file name
    title: str  # of the document it makes; the file's own name where no recipe uses it
    kinds: tuple[str, ...]  # titles of the recipes that use it, or what else does; empty: nothing does


@dataclass(frozen=True, slots=True)
class Field:
    """One word that a template may use, and what to paste into Word for it."""

    word: Word
    tag: str  # "{{ question.heading }}"; a condition has three lines
    whole: str  # with the repetitions around it, a paragraph a line; the tag alone where it needs none


@dataclass(frozen=True, slots=True)
class Report:
    """All that is known of a template without filling it for a pack."""

    template: Template
    findings: tuple[Finding, ...]
    around: dict[Finding, str]  # the paragraph at fault, as it stands in the template
    needs: "tuple[Need, ...]"
    fields: tuple[Field, ...]
    packs: tuple[tuple[str, Path], ...]  # title and file of each pack it can be tried with
    trouble: str = ""  # why the file could not be looked at


def templates_of(workspace: Workspace) -> tuple[Template, ...]:
    """Every template of the workspace, those that a recipe uses first. Raises AlongsideError."""
    recipes = _recipes(workspace)
    found = []
    for path in sorted(workspace.templates.glob("*.docx")):
        if path.name.startswith("~$"):  # Word's note that it has a file open
            continue
        used = [(recipe, document) for recipe in recipes for document in _own(recipe, path.name)]
        title = used[0][1].title if used else path.stem.replace("_", " ").capitalize()
        kinds = tuple(dict.fromkeys(recipe.title for recipe, _document in used))
        if not kinds and path.name == report_words.TEMPLATE:
            kinds = (report_words.TITLE,)
        found.append(Template(path.name, title, kinds))
    return tuple(sorted(found, key=lambda item: (not item.kinds, item.title)))


def inspect(workspace: Workspace, template: Template, job: JobControl) -> Report:
    """Check a template as the command line does, and say what it needs and what it may use."""
    from alongside.render.check import check_template
    from alongside.render.needs import needs
    from alongside.render.tried import examples, tried

    path = workspace.templates / template.name
    spoken = _spoken(workspace, template.name)
    offered = tuple(dict.fromkeys(word for each in spoken for word in each.words))
    packs = _packs(workspace, {each.recipe for each in spoken})
    fields = tuple(field_of(word) for word in {word.name: word for word in reversed(offered)}.values())[::-1]
    found: dict[Finding, None] = {}
    try:
        if not spoken:
            found |= dict.fromkeys(check_template(path, None))
        for each in spoken:
            job.check()
            found |= dict.fromkeys(check_template(path, frozenset(word.name for word in each.words), each.controls))
        if not blocking(found):
            for each in spoken:
                job.check()
                found |= dict.fromkeys(tried(path, examples(each.words)))
        controls = {name: word for each in spoken for name, word in each.controls.items()}
        needed = needs(path, offered if spoken else None, controls)
    except AlongsideError as error:
        return Report(template, tuple(found), {}, (), fields, packs, error.sentence())
    except OSError as error:
        return Report(template, (), {}, (), fields, packs, str(error.strerror or error))
    return Report(template, tuple(found), _around(path, found), needed, fields, packs)


def field_of(word: Word) -> Field:
    """What to paste into Word to use a word; a word of a list stands inside a repetition for each list."""
    base, loops = "", list[tuple[str, str]]()
    for step in word.name.split("."):
        name = step.removesuffix("[]")
        base = f"{base}.{name}" if base else name
        if step.endswith("[]"):
            loops.append((_singular(name), base))
            base = loops[-1][0]
    inner = [f"{{%p if {base} %}}", "…", "{%p endif %}"] if word.example in _CONDITIONS else [f"{{{{ {base} }}}}"]
    opening = [f"{{%p for {each} in {of} %}}" for each, of in loops]
    closing = ["{%p endfor %}"] * len(loops)
    return Field(word, "\n".join(inner), "\n".join([*opening, *inner, *closing]))


def _singular(name: str) -> str:
    if name in _SINGULARS:
        return _SINGULARS[name]
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") else f"each_{name}"


def as_written(workspace: Workspace, name: str, _job: JobControl) -> bytes:
    """The pages of a template as it stands in Word, its fields unfilled. Raises AlongsideError."""
    from alongside.render.package import read_parts
    from alongside.render.pdf import to_pdf

    data = (workspace.templates / name).read_bytes()
    read_parts(data, name)  # refuses what was made to do harm
    return to_pdf(data, title=name)


def filled(workspace: Workspace, known: Knowledge, name: str, pack: Pack, *, today: date, job: JobControl) -> bytes:
    """The pages of a template filled from a pack. Raises AlongsideError."""
    from alongside.render.document import render_document
    from alongside.render.pdf import to_pdf

    recipe = load_recipe(workspace.recipes, pack.recipe)
    document = _own(recipe, name)[0]
    plan = look_out(pack, known, today).plan
    job.check()
    word = render_document(plan, recipe, document, workspace.templates, final=False, numbered=False)
    job.check()
    return to_pdf(word, title=document.title)


def filled_with_examples(workspace: Workspace, name: str, fields: Sequence[Field], job: JobControl) -> bytes:
    """The pages of a template filled with the example of each word. Raises AlongsideError."""
    from alongside.render import form
    from alongside.render.pdf import to_pdf
    from alongside.render.template import PackTemplate
    from alongside.render.tried import examples

    template = PackTemplate(workspace.templates / name)
    words = examples([field.word for field in fields])
    template.fill(words)
    stream = BytesIO()
    template.save(stream)
    data = stream.getvalue()
    if template.holds_controls:
        used = [recipe for recipe in _recipes(workspace) if _words(recipe, name)]
        data, _left = form.filled(data, name, words, {k: v for item in used for k, v in item.controls.items()}, {})
    job.check()
    return to_pdf(data, title=name)


def quoted(sentence: str) -> str:
    """The text of a template that a sentence quotes; empty where it quotes none."""
    match = _QUOTED.search(sentence)
    return match.group(1).rstrip("…") if match else ""


def shown_at(text: str, finding: Finding) -> str:
    """What to look for on a page: what the Finding quotes where the paragraph has it, else the paragraph."""
    asked = quoted(finding.message)
    return next((wanted for wanted in _wordings(asked) if wanted in text), text)


def place_words(where: Place) -> str:
    """Where in a template, for somebody who has it open in Word."""
    parts = [where.part or ""]
    if where.cell:
        parts.append(where.cell)
    elif where.paragraph:
        parts.append(_("paragraph {n}").format(n=where.paragraph))
    return ", ".join(part for part in parts if part)


def _around(path: Path, found: Iterable[Finding]) -> dict[Finding, str]:
    """For each Finding, the paragraph of the template that holds what it quotes."""
    from alongside.render.package import read_parts, tree_of
    from alongside.render.scan import label, parts_with_text
    from alongside.render.wordml import texts

    lines: dict[str, list[str]] = {}
    for part, content in parts_with_text(read_parts(path.read_bytes(), path.name)):
        lines[label(part)] = list(texts(tree_of(content, path.name)))
    made = {}
    for item in found:
        asked = quoted(item.message)
        if item.rule == "template.unused_word" or not asked:
            continue
        in_part = lines.get(item.where.part or "", [line for each in lines.values() for line in each])
        near = next((line for wanted in _wordings(asked) for line in in_part if wanted in line), "")
        if near:
            made[item] = near.strip()
    return made


def _wordings(asked: str) -> list[str]:
    """A quotation, then what stands in the template for a word of a list: its last part."""
    return [asked, f".{asked.rpartition('.')[2]}"] if "[]" in asked else [asked]


def _recipes(workspace: Workspace) -> list[Recipe]:
    return [load_recipe(workspace.recipes, name) for name in recipe_names(workspace.recipes)]


def _own(recipe: Recipe, name: str) -> list[Document]:
    return [document for document in recipe.documents if document.template == name]


def _words(recipe: Recipe, name: str) -> tuple[Word, ...]:
    return tuple(dict.fromkeys(word for document in _own(recipe, name) for word in recipe.words_of(document)))


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The words of one kind of pack, or of reports."""

    recipe: str  # its name; empty: no pack uses the template
    words: tuple[Word, ...]
    controls: Mapping[str, str]


def _spoken(workspace: Workspace, name: str) -> list[_Spoken]:
    """What each recipe that uses the template offers it; the words of a report for that of reports."""
    told = [(recipe, _words(recipe, name)) for recipe in _recipes(workspace)]
    found = [_Spoken(recipe.name, words, recipe.controls) for recipe, words in told if words]
    if not found and name == report_words.TEMPLATE:
        found.append(_Spoken("", report_words.WORDS, {}))
    return found


def _packs(workspace: Workspace, recipes: set[str]) -> tuple[tuple[str, Path], ...]:
    found = []
    for path in workspace.pack_files():
        try:
            pack = load_pack(path)
        except AlongsideError:
            continue  # the Packs place says what is wrong with it
        if pack.recipe in recipes:
            found.append((pack.title, path))
    return tuple(found)
