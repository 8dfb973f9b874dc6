"""One document of a pack: a template filled from a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.findings import Finding
from alongside.i18n import ngettext
from alongside.packs.plan import PackPlan
from alongside.packs.recipes import Document, Recipe
from alongside.render.compiled import Kept, digest
from alongside.render.contents import Entry
from alongside.render.context import REGISTER_TABLES, context
from alongside.render.files import plain_name
from alongside.render.form import filled
from alongside.render.page_numbers import pages_of, unnumbered
from alongside.render.pdf import to_pdf
from alongside.render.scan import leftover_marks, strings_in
from alongside.render.template import PackTemplate
from alongside.render.tried import tried

MOST_LISTED = 10  # faults in one message; `template check` lists them all
_numbered: Kept[tuple[int | None, ...]] = Kept(64, 64)  # the pages of a document's headings, by its content


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished Word file and what was met on the way."""

    data: bytes
    findings: tuple[Finding, ...]  # text that did not arrive as it was


def render_document(
    plan: PackPlan, recipe: Recipe, document: Document, templates: Path, *, final: bool, numbered: bool = True
) -> bytes:
    """The document's Word file. Raises AlongsideError where the template cannot be filled.

    `numbered`: say in its list of contents on which page each heading is, which takes a whole laying out; without it
    only where the very same document was laid out before.
    """
    return rendered(plan, recipe, document, templates, final=final, numbered=numbered).data


def rendered(
    plan: PackPlan, recipe: Recipe, document: Document, templates: Path, *, final: bool, numbered: bool = True
) -> Rendered:
    """As `render_document`, with the Findings of looking for every text in what came out."""
    words = context(plan, document, final=final)
    template, met = _filled(plan, recipe, document, templates, words)

    def saved() -> tuple[bytes, tuple[Finding, ...]]:
        return _with_controls(template, plan, recipe, words)

    data, left = saved()
    if template.contents:
        pages = _pages(template.contents, data, titled(plan, document), look=numbered)
        if pages:
            template.number_contents(pages)
            data, left = saved()
        if numbered:
            left = (*left, *unnumbered(template.contents, pages, document.file))
    return Rendered(data, (*met, *left, *leftover_marks(data, document.file, strings_in(words))))


@dataclass(frozen=True, slots=True)
class Draft:
    """A Word file to be looked at while it is being written."""

    data: bytes
    contents: tuple[Entry, ...]  # the lines of its list of contents
    pages: tuple[int | None, ...]  # the pages written into that list; empty where it has none


def drafted(
    plan: PackPlan, recipe: Recipe, document: Document, templates: Path, pages: Sequence[int | None] = ()
) -> Draft:
    """The draft for a preview, which nobody sends: it is not searched for what was lost.

    `pages` stand in its list of contents if there is one for each of its lines. Raises AlongsideError.
    """
    words = context(plan, document, final=False)
    template, _met = _filled(plan, recipe, document, templates, words, searched=False)
    fitting = tuple(pages) if template.contents and len(pages) == len(template.contents) else ()
    if fitting:
        template.number_contents(fitting)
    return Draft(_with_controls(template, plan, recipe, words)[0], template.contents, fitting)


def _filled(
    plan: PackPlan,
    recipe: Recipe,
    document: Document,
    templates: Path,
    words: dict[str, object],
    *,
    searched: bool = True,
) -> tuple[PackTemplate, tuple[Finding, ...]]:
    path = templates / plain_name(document.template)
    template = PackTemplate(path)
    try:
        met = template.fill(words, searched=searched)
    except AlongsideError as error:
        raise _with_the_rest(error, path, words) from error
    template.describe(title=titled(plan, document), subject=recipe.title, day=plan.day)
    return template, met


def _with_the_rest(error: AlongsideError, path: Path, words: dict[str, object]) -> AlongsideError:
    """The fault that stopped the filling, with all others that would stop it next."""
    try:
        further = [found for found in tried(path, words) if found.message != error.what]
    except AlongsideError:
        return error
    if not further:
        return error
    n = len(further)
    more = ngettext("There is {n} more fault:", "There are {n} more faults:", n).format(n=n)
    listed = [f"{found.where.text()}: {found.message} {found.remedy}" for found in further[:MOST_LISTED]]
    return AlongsideError("\n".join([error.what, more, *listed]), where=error.where, remedy=error.remedy)


def _pages(entries: Sequence[Entry], data: bytes, title: str, *, look: bool) -> tuple[int | None, ...]:
    key = digest(data)
    found = _numbered.get(key)
    if found is not None or not look:
        return found or ()
    try:
        return _numbered.put(key, pages_of(entries, to_pdf(data, title=title)), 1)
    except AlongsideError:
        return ()  # contents without page numbers, until Word refreshes them, are better than no document


def _with_controls(
    template: PackTemplate, plan: PackPlan, recipe: Recipe, words: dict[str, object]
) -> tuple[bytes, tuple[Finding, ...]]:
    """The finished file with its check boxes and other controls filled, and which could not be."""
    data = _saved(template)
    if not template.holds_controls:
        return data, ()
    return filled(data, template.name, words, recipe.controls, {"document.day": plan.day})


def _saved(template: PackTemplate) -> bytes:
    stream = BytesIO()
    template.save(stream)
    return stream.getvalue()


def titled(plan: PackPlan, document: Document) -> str:
    """What a document is called in its properties and in its PDF's."""
    return f"{document.title}: {plan.title}"


def wanted(plan: PackPlan, document: Document) -> bool:
    """Whether the plan holds anything for the document."""
    return {
        "attachments": bool(plan.attachments),
        "stories": bool(plan.stories),
        "register": _has_register(plan),
        "letter": bool(plan.letter),
    }.get(document.only_if, True)


def _has_register(plan: PackPlan) -> bool:
    return any(table in plan.tables and plan.tables[table].rows for table in REGISTER_TABLES)
