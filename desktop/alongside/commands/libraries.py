"""`library check` and `library search`: what a workbook holds, and what is wrong with it."""

from argparse import Namespace
from collections import Counter
from datetime import date

from alongside.commands.outcome import DONE, Outcome, code_for, day_in_words, finding_lines, findings_document
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.headings import meant
from alongside.library.records import BY_SHEET, Record
from alongside.library.search import SearchIndex
from alongside.library.workbook import read_library

_TITLES = ("title", "service_name", "question", "name", "what", "activity", "topic", "theme", "course", "subtype")


def check(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Every Finding of a workbook; exit code 1 where one is at block level."""
    library = read_library(given.workbook, today, job)
    held = Counter({sheet: len(rows) for sheet, rows in library.records.items()})
    head = ngettext(
        "{name}: {n} record, looked at as on {day}.", "{name}: {n} records, looked at as on {day}.", held.total()
    )
    return Outcome(
        code_for(library.findings),
        [head.format(name=library.name, n=held.total(), day=day_in_words(today)), "", *finding_lines(library.findings)],
        {
            "workbook": library.name,
            "sha256": library.digest,
            "today": today,
            "records": dict(held),
            **findings_document(library.findings),
        },
    )


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
    library = read_library(given.workbook, today, job)
    hits = SearchIndex(library).search(words, given.sheet, given.limit)
    lines = []
    for hit in hits:
        withdrawn = _(" (withdrawn)") if hit.withdrawn else ""
        lines.append(f"{hit.record.ref:<10} {title_of(hit.record)}{withdrawn}")
        lines.append(f"           {hit.record.sheet}, row {hit.record.row}: {hit.why}")
    return Outcome(
        DONE,
        lines or [_("Nothing found for “{words}”.").format(words=words)],
        {
            "workbook": library.name,
            "words": words,
            "hits": [
                {
                    "ref": hit.record.ref,
                    "sheet": hit.record.sheet,
                    "row": hit.record.row,
                    "title": title_of(hit.record),
                    "why": hit.why,
                    "score": hit.score,
                    "withdrawn": hit.withdrawn,
                }
                for hit in hits
            ],
        },
    )


def title_of(record: Record) -> str:
    """What a record is called, as far as its sheet has a heading for that."""
    return next((str(text) for name in _TITLES if (text := getattr(record, name, ""))), "")
