"""Law, rules and words by nation (domain section 8): which hold for a service, and what a professional must confirm.

The table is `frameworks/nations.csv`; a workspace's own rows replace ours. Pure, but for reading the table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.records import NATIONS
from alongside.packs.frameworks import Frameworks, FrameworkVersion, Reference, read_table
from alongside.report import Report, ReportSection, ReportTable
from alongside.resources import resource

TABLE = "frameworks/nations.csv"
NAMES = {"ENG": "England", "WAL": "Wales", "SCO": "Scotland", "NIR": "Northern Ireland"}  # as the tables write them
EVERYWHERE = frozenset({"UK", "International"})
TOPICS = {
    "regulator": _("Regulator"),
    "ratings": _("Ratings"),
    "capacity_law": _("Capacity law"),
    "deprivation_of_liberty": _("Deprivation of liberty"),
    "safeguarding_law": _("Adult safeguarding law"),
    "restraint_policy": _("Restraint policy"),
    "words_for_people": _("Words for people and plans"),
    "procurement": _("Procurement"),
}
STATUSES = {"checked": _("checked"), "second_hand": _("second-hand"), "memory": _("from memory")}


@dataclass(frozen=True, slots=True)
class Term:
    """What one nation has for one topic."""

    nation: str
    topic: str
    term: str
    status: str  # checked, second_hand or memory
    checked_on: str
    confirm: str  # what a professional must confirm; empty: nothing in particular


def load_terms(folder: Path) -> tuple[tuple[Term, ...], tuple[Finding, ...]]:
    """The terms, and the rows of the workspace's table that cannot be used. Raises AlongsideError for a broken file."""
    rows = {(term.nation, term.topic): term for _at, term in read_table(resource("content_library") / TABLE, Term)}
    found = []
    own = folder / TABLE
    if own.is_file():
        for at, term in read_table(own, Term):
            if term.nation in NATIONS and term.topic in TOPICS and term.status in STATUSES and term.term:
                rows[term.nation, term.topic] = term
            else:
                where = Place(workbook=own.name, row=at)
                message = _("The nation, topic or status is none that is known, or the term is empty.")
                found.append(finding("framework.row", where, message, _("Correct the row; until then ours holds.")))
    return tuple(rows.values()), tuple(found)


def terms_of(terms: Iterable[Term], nation: str) -> tuple[Term, ...]:
    """The terms of a nation, in the order of the topics."""
    order = list(TOPICS)
    return tuple(sorted((term for term in terms if term.nation == nation), key=lambda term: order.index(term.topic)))


def holds_in(written: str, nation: str) -> bool:
    """Whether something said to hold in "England;Wales" holds in this nation. UK and international hold everywhere."""
    names = {name.strip() for name in written.split(";")}
    return bool(names & EVERYWHERE) or NAMES.get(nation, "") in names


def references_of(frameworks: Frameworks, nation: str) -> tuple[Reference, ...]:
    """The law and guidance that may be quoted for a service of this nation."""
    return tuple(item for item in frameworks.references if holds_in(item.nation, nation))


def versions_of(frameworks: Frameworks, nation: str) -> tuple[FrameworkVersion, ...]:
    """The frameworks a service of this nation is judged by, retired ones aside."""
    return tuple(item for item in frameworks.versions if holds_in(item.nation, nation) and item.status != "retired")


def nations_of(library: Library, service_id: str = "") -> tuple[str, ...]:
    """The nations of a service, or of all, each once, in the order of the rows."""
    services = (item for item in library.services if not service_id or item.service_id == service_id)
    return tuple(dict.fromkeys(item.nation for item in services if item.nation in NAMES))


def another_nation(version: FrameworkVersion | None, services: Iterable[tuple[str, str]]) -> str:
    """In a sentence, that a framework is of another nation than a service (id and nation); empty: it is not."""
    if version is None:
        return ""
    foreign = [(ref, nation) for ref, nation in services if nation in NAMES and not holds_in(version.nation, nation)]
    if not foreign:
        return ""
    return _("The framework {framework} is for {nation}, and {service} is in {other}.").format(
        framework=version.framework_id, nation=version.nation, service=foreign[0][0], other=NAMES[foreign[0][1]]
    )


def nation_report(
    library: Library, frameworks: Frameworks, terms: Iterable[Term], service_id: str, today: date
) -> Report:
    """Terms, frameworks and references of each nation of a scope, with what must be confirmed."""
    every = tuple(terms)
    sections = []
    for nation in nations_of(library, service_id):
        mine = terms_of(every, nation)
        words = tuple((TOPICS[item.topic], item.term, STATUSES[item.status], item.confirm) for item in mine)
        law = tuple(
            (item.ref_id, item.short_title, item.status.replace("_", " "), item.status_checked_on)
            for item in references_of(frameworks, nation)
        )
        judged = tuple((item.framework_id, item.name, item.status) for item in versions_of(frameworks, nation))
        sections.append(
            ReportSection(
                NAMES[nation],
                tables=(
                    ReportTable((_("Topic"), _("Here"), _("How sure"), _("A professional confirms")), words),
                    ReportTable((_("Framework"), _("Name"), _("Status")), judged),
                    ReportTable((_("Reference"), _("Title"), _("Status"), _("Checked")), law),
                ),
            )
        )
    return Report(
        title=_("Law, rules and words by nation"),
        about=service_id or _("The whole provider"),
        on=today,
        sections=tuple(sections),
        example=library.is_example,
        notes=(_("No legal advice. What is second-hand or from memory must be confirmed before it is printed."),),
    )
