"""`library search`: the rows of a workbook that answer some words, and why."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from alongside.commands.libraries import title_of
from alongside.commands.outcome import DONE, Outcome
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.headings import meant
from alongside.library.kept import open_library
from alongside.library.library import Library
from alongside.library.records import BY_SHEET
from alongside.library.search import By, Hit, SearchIndex
from alongside.library.search.cache import add_meaning, open_index
from alongside.library.search.facets import FACETS, NOUNS, OF_SHEET, SHEET, Facets
from alongside.library.search.mistakes import mistakes
from alongside.library.search.model import load_model, model_installed
from alongside.library.search.saved import SavedSearch, saved_searches
from alongside.packs.carried import carried_to
from alongside.packs.frameworks import load_frameworks
from alongside.workspace import Workspace, open_workspace

SHORT = {
    "service": "service_id",
    "category": "evidence_category",
    "level": "involvement_level",
    "item": "framework_items",
    "owner": "owner_role",
}  # as the query language has them


def search(given: Namespace, today: date, job: JobControl) -> Outcome:
    """The records that match some words and filters, best first. Finding nothing is an answer, not a failure."""
    if given.sheet is not None and given.sheet not in BY_SHEET:
        near = meant(given.sheet, BY_SHEET)
        raise AlongsideError(
            _("A library has no sheet “{name}” to search.").format(name=given.sheet),
            remedy=_("Did you mean “{name}”?").format(name=near)
            if near
            else _("It has {names}.").format(names=", ".join(BY_SHEET)),
        )
    ask = _asked(given)
    library = open_library(given.workbook, today, job)
    index = open_index(library, job=job)
    by = By(given.by) if given.by else ask.by if model_installed() else By.WORDS
    missing = _make_ready(index, library, job) if by is not By.WORDS and ask.query else ()
    facets = Facets(index.records, today)
    carried = _carried(given.workbook, ask.framework, facets) if ask.framework else None
    chosen = {SHEET: (ask.sheet,), **ask.filters} if ask.sheet else dict(ask.filters)
    among = facets.mask(chosen, carried)
    found = index.find(ask.query, None, given.limit, by, among)
    matches = found.matches
    if matches is None:  # no words: all rows that the filters leave, in their order
        matches = facets.mask({})
        found = index.rows(among, given.limit)
    notes = (*(missing or found.notes), *mistakes(ask.query, index))
    lines = [*notes, *(line for hit in found.hits for line in _lines(hit, told=bool(ask.query)))]
    if not found.hits:
        lines.append(_("Nothing found for “{words}”.").format(words=ask.query or ask.name))
    elif found.total > len(found.hits):
        more = found.total - len(found.hits)
        lines.append(ngettext("{n} more; --limit shows it.", "{n} more; --limit shows them.", more).format(n=more))
    document: dict[str, object] = {
        "workbook": library.name,
        "words": ask.query,
        "by": found.by,
        "notes": notes,
        "total": found.total,
        "hits": [_document(hit) for hit in found.hits],
    }
    if given.facets:
        nouns = (SHEET, *FACETS, *OF_SHEET.get(ask.sheet, ()))
        counts = facets.counted(matches, chosen, nouns, carried)
        filled = {noun: {value: n for value, n in values.items() if n} for noun, values in counts.items()}
        document["facets"] = {noun: values for noun, values in filled.items() if values}
        lines += ["", *(_facet_line(noun, values) for noun, values in filled.items() if values)]
    return Outcome(DONE, lines, document)


def _asked(given: Namespace) -> SavedSearch:
    """The search that is asked for: a saved one, with what is typed beside it. Raises AlongsideError."""
    filters = _filters(given.filter)
    words = " ".join(given.words)
    if given.saved is None:
        if not words and not filters and not given.facets:
            raise AlongsideError(
                _("There is nothing to search for."), remedy=_("Give some words, --filter, --facets or --saved NAME.")
            )
        return SavedSearch(
            name="", query=words, sheet=given.sheet or "", filters=filters, framework=given.framework or ""
        )
    searches = saved_searches(_workspace(given.workbook))
    kept = next((search for search in searches if search.name.casefold() == given.saved.casefold()), None)
    if kept is None:
        names = ", ".join(f"“{search.name}”" for search in searches)
        raise AlongsideError(
            _("There is no saved search “{name}” in this workspace.").format(name=given.saved),
            remedy=_("It has {names}.").format(names=names) if names else _("Save one in the window first."),
        )
    return msgspec.structs.replace(
        kept,
        query=f"{kept.query} {words}".strip(),
        sheet=given.sheet or kept.sheet,
        filters={**kept.filters, **filters},
        framework=given.framework or kept.framework,
    )


def _filters(typed: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """`kind=audit` and the like; several values of one noun are either of them. Raises AlongsideError."""
    found: dict[str, tuple[str, ...]] = {}
    for one in typed:
        noun, is_one, value = one.partition("=")
        noun = SHORT.get(noun, noun)
        if not is_one or noun not in NOUNS or not value:
            raise AlongsideError(
                _("“{typed}” is no filter.").format(typed=one),
                remedy=_("Write NAME=VALUE; the names are {names}.").format(names=", ".join(sorted(NOUNS))),
            )
        found[noun] = (*found.get(noun, ()), *value.split(","))
    return found


def _workspace(workbook: Path) -> Path:
    """The folder that keeps the searches of a workbook."""
    try:
        return open_workspace(workbook).folder
    except AlongsideError:
        return workbook.parent


def _carried(workbook: Path, framework: str, facets: Facets) -> dict[str, tuple[str, ...]]:
    """What tags speak to in a framework. Raises AlongsideError for one that is not there."""
    frameworks = load_frameworks(Workspace(_workspace(workbook)).frameworks)
    if frameworks.version(framework) is None:
        names = ", ".join(item.framework_id for item in frameworks.versions)
        raise AlongsideError(
            _("There is no framework “{name}”.").format(name=framework),
            remedy=_("There are {names}.").format(names=names),
        )
    return carried_to(framework, facets, frameworks)


def _facet_line(noun: str, values: Mapping[str, int]) -> str:
    ordered = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
    return f"{noun}: " + ", ".join(f"{value} {n:,}" for value, n in ordered)


def _make_ready(index: SearchIndex, library: Library, job: JobControl) -> tuple[str, ...]:
    """Read the library by meaning; a sentence where that is not possible."""
    try:
        add_meaning(index, library, load_model(), job=job)
    except AlongsideError as error:
        return (error.sentence(),)
    return ()


def _lines(hit: Hit, *, told: bool) -> tuple[str, str]:
    """A hit in two lines; the reason only where there were words to find it by."""
    withdrawn = _(" (withdrawn)") if hit.withdrawn else ""
    return (
        f"{hit.record.ref:<10} {title_of(hit.record)}{withdrawn}",
        f"           {hit.record.sheet}, row {hit.record.row}" + (f": {hit.why}" if told else ""),
    )


def _document(hit: Hit) -> dict[str, object]:
    reason = hit.reason
    return {
        "ref": hit.record.ref,
        "sheet": hit.record.sheet,
        "row": hit.record.row,
        "title": title_of(hit.record),
        "why": hit.why,
        "reason": {
            "field": reason.field,
            "excerpt": reason.excerpt,
            "because": reason.because,
            "by_meaning": reason.by_meaning,
        },
        "score": hit.score,
        "withdrawn": hit.withdrawn,
    }
