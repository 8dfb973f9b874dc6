"""`library check`: what a workbook holds, and what is wrong with it. `library clear-cache`: nothing of it is kept."""

from argparse import Namespace
from collections import Counter
from datetime import date

from alongside.commands.outcome import DONE, Outcome, code_for, day_in_words, finding_lines, findings_document
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.cache_files import clear
from alongside.library.files.cited import check_files
from alongside.library.kept import open_library
from alongside.library.records import Record
from alongside.workspace import FILES

_TITLES = ("title", "service_name", "question", "name", "what", "activity", "topic", "theme", "course", "subtype")


def check(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Every Finding of a workbook; exit code 1 where one is at block level."""
    library = open_library(given.workbook, today, job)
    findings = (*library.findings, *check_files(library, given.workbook.parent / FILES, today))
    held = Counter({sheet: len(rows) for sheet, rows in library.records.items()})
    head = ngettext(
        "{name}: {n} record, looked at as on {day}.", "{name}: {n} records, looked at as on {day}.", held.total()
    )
    return Outcome(
        code_for(findings),
        [head.format(name=library.name, n=held.total(), day=day_in_words(today)), "", *finding_lines(findings)],
        {
            "workbook": library.name,
            "sha256": library.digest,
            "today": today,
            "records": dict(held),
            **findings_document(findings),
        },
    )


def clear_cache(_given: Namespace, _today: date, _job: JobControl) -> Outcome:
    """Take away what is kept in the user's cache folder of every workbook."""
    gone = clear()
    said = ngettext("{n} file was taken away.", "{n} files were taken away.", gone).format(n=gone)
    return Outcome(DONE, [said if gone else _("Nothing was kept of any library.")], {"files": gone})


def title_of(record: Record) -> str:
    """What a record is called, as far as its sheet has a heading for that."""
    return next((str(text) for name in _TITLES if (text := getattr(record, name, ""))), "")
