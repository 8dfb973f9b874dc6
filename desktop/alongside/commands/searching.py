"""`library search`: the rows of a workbook that answer some words, and why."""

from argparse import Namespace
from datetime import date

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
from alongside.library.search.model import load_model, model_installed


def search(given: Namespace, today: date, job: JobControl) -> Outcome:
    """The records that match some words, best first. Finding nothing is an answer, not a failure."""
    if given.sheet is not None and given.sheet not in BY_SHEET:
        near = meant(given.sheet, BY_SHEET)
        raise AlongsideError(
            _("A library has no sheet “{name}” to search.").format(name=given.sheet),
            remedy=_("Did you mean “{name}”?").format(name=near)
            if near
            else _("It has {names}.").format(names=", ".join(BY_SHEET)),
        )
    words = " ".join(given.words)
    library = open_library(given.workbook, today, job)
    index = open_index(library, job=job)
    by = By(given.by) if given.by else By.BOTH if model_installed() else By.WORDS
    missing = _make_ready(index, library, job) if by is not By.WORDS else ()
    found = index.find(words, given.sheet, given.limit, by)
    notes = missing or found.notes
    lines = [*notes, *(line for hit in found.hits for line in _lines(hit))]
    if not found.hits:
        lines.append(_("Nothing found for “{words}”.").format(words=words))
    elif found.total > len(found.hits):
        more = found.total - len(found.hits)
        lines.append(ngettext("{n} more; --limit shows it.", "{n} more; --limit shows them.", more).format(n=more))
    return Outcome(
        DONE,
        lines,
        {
            "workbook": library.name,
            "words": words,
            "by": found.by,
            "notes": notes,
            "total": found.total,
            "hits": [_document(hit) for hit in found.hits],
        },
    )


def _make_ready(index: SearchIndex, library: Library, job: JobControl) -> tuple[str, ...]:
    """Read the library by meaning; a sentence where that is not possible."""
    try:
        add_meaning(index, library, load_model(), job=job)
    except AlongsideError as error:
        return (error.sentence(),)
    return ()


def _lines(hit: Hit) -> tuple[str, str]:
    withdrawn = _(" (withdrawn)") if hit.withdrawn else ""
    return (
        f"{hit.record.ref:<10} {title_of(hit.record)}{withdrawn}",
        f"           {hit.record.sheet}, row {hit.record.row}: {hit.why}",
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
