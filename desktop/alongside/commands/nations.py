"""`library nations`: the law, rules and words that hold where the services are."""

from argparse import Namespace
from datetime import date

from alongside.commands.outcome import DONE, Outcome, finding_lines
from alongside.commands.readiness import known_service
from alongside.commands.upkeep import place_of, written_to
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.workbook import read_rows
from alongside.packs.frameworks import load_frameworks
from alongside.packs.nations import (
    NAMES,
    STATUSES,
    TOPICS,
    load_terms,
    nation_report,
    nations_of,
    references_of,
    terms_of,
    versions_of,
)


def nations(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Each nation's terms with how sure they are, its frameworks and references, and what must be confirmed."""
    library = read_rows(given.workbook, job)
    service = known_service(library, given.service or "")
    place = place_of(given.workbook)
    frameworks = load_frameworks(place.frameworks)
    terms, found = load_terms(place.frameworks)
    faults = (*frameworks.findings, *found)
    lines = finding_lines(faults) if faults else []
    document = []
    for nation in nations_of(library, service):
        mine = terms_of(terms, nation)
        lines.append(NAMES[nation])
        for term in mine:
            lines.append(f"  {TOPICS[term.topic]}: {term.term} ({STATUSES[term.status]})")
            if term.confirm:
                lines.append("    " + _("To be confirmed: {what}").format(what=term.confirm))
        law = references_of(frameworks, nation)
        judged = versions_of(frameworks, nation)
        lines.append("  " + _("Frameworks: {names}").format(names=", ".join(item.framework_id for item in judged)))
        lines.append("  " + _("References: {names}").format(names=", ".join(item.ref_id for item in law)))
        document.append(
            {
                "nation": nation,
                "terms": [
                    {"topic": term.topic, "term": term.term, "status": term.status, "confirm": term.confirm}
                    for term in mine
                ],
                "frameworks": [item.framework_id for item in judged],
                "references": [item.ref_id for item in law],
            }
        )
    lines += written_to(given.out, nation_report(library, frameworks, terms, service, today), place, given.at)
    return Outcome(DONE, lines or [_("No service says which nation it is in.")],
                   {"workbook": library.name, "service": service, "nations": document})  # fmt: skip
