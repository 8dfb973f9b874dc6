"""`coverage`, `consistency` and `figures`: what the evidence supports, where sources differ, what numbers allow."""

from argparse import Namespace
from collections.abc import Mapping
from datetime import date

from alongside.commands.outcome import DONE, Outcome
from alongside.commands.upkeep import place_of, written_to
from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.library.records import EVIDENCE_CATEGORIES
from alongside.library.workbook import read_library
from alongside.packs.consistency import board, board_report
from alongside.packs.coverage import Coverage, Grade, Line
from alongside.packs.frameworks import Frameworks, load_frameworks
from alongside.packs.measures import measured
from alongside.packs.plan import PlannedFigure, PlannedTable
from alongside.report import Report, ReportSection, ReportTable


def coverage(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Each framework item with its grade, the reason, and what is behind each kind of evidence."""
    library = read_library(given.workbook, today, job)
    place = place_of(given.workbook)
    frameworks = load_frameworks(place.frameworks)
    _known_framework(frameworks, given.framework)
    service = _known_service(library, given.service or "")
    lines = Coverage(library, frameworks, given.framework, today).of(service)
    report = coverage_report(lines, library, given.framework, service, today)
    written = written_to(given.out, report, place)
    words = [f"{line.grade:<7} {line.item.item_id:<10} {line.item.title}\n        {line.reason}" for line in lines]
    counts = {grade: sum(1 for line in lines if line.grade is grade) for grade in Grade}
    total = ", ".join(f"{n} {grade}" for grade, n in counts.items())
    document = {
        "workbook": library.name,
        "framework": given.framework,
        "service": service,
        "today": today,
        "counts": counts,
        "items": [
            {
                "item": line.item.item_id, "title": line.item.title, "grade": line.grade, "reason": line.reason,
                "process_only": line.process_only,
                "cells": {
                    name: {"grade": cell.grade, "reason": cell.reason, "refs": line.refs[name]}
                    for name, cell in line.cells.items()
                },
            }
            for line in lines
        ],
    }  # fmt: skip
    return Outcome(DONE, [*(part for word in words for part in word.split("\n")), total, *written], document)


def coverage_report(lines: tuple[Line, ...], library: Library, framework: str, service: str, today: date) -> Report:
    """The grid, and the reason for each grade."""
    names = {item.service_id: item.service_name for item in library.services}
    grid = tuple(
        (line.item.item_id, line.item.title, *(len(line.cells[name].proofs) or None for name in EVIDENCE_CATEGORIES),
         line.grade.value)
        for line in lines
    )  # fmt: skip
    reasons = tuple(
        (line.item.item_id, line.grade.value, line.reason, ", ".join(proof.ref for proof in line.proofs))
        for line in lines
    )
    return Report(
        title=_("What the evidence supports"),
        about=f"{names.get(service, _('The whole provider'))}, {framework}",
        on=today,
        sections=(
            ReportSection(
                _("Items and kinds of evidence"),
                tables=(ReportTable((_("Item"), _("Statement"), *EVIDENCE_CATEGORIES, _("Grade")), grid),),
            ),
            ReportSection(
                _("Reasons"),
                tables=(ReportTable((_("Item"), _("Grade"), _("Why"), _("Behind it")), reasons),),
            ),
        ),
        example=library.is_example,
        notes=(
            _("Strong: not older than twelve months, two kinds of evidence or more of which one is people's experience "
              "or observation, a result and its source. Fair: recent and more than policy. A grade says what the "
              "records support; it foretells no rating."),
        ),
    )  # fmt: skip


def consistency(given: Namespace, today: date, job: JobControl) -> Outcome:
    """The consistency board: what the sources say of each person and topic, and what to do about it."""
    library = read_library(given.workbook, today, job)
    service = _known_service(library, given.service or "")
    shown = board(library, today, (service,) if service else ())
    written = written_to(given.out, board_report(shown, library, service, today), place_of(given.workbook))
    lines = [
        f"{line.ref:<8} {line.topic:<24} "
        + "  ".join(leg.dots for leg in (line.risk, line.plan, line.practice))
        + "".join(f"\n         {result.words} {result.remedy}".rstrip() for result in line.results)
        for line in shown.lines
        if not line.settled
    ]
    total = _("{settled} of {total} agree, or the difference is explained.").format(
        settled=shown.settled, total=len(shown.lines)
    )
    document = {
        "workbook": library.name,
        "service": service,
        "today": today,
        "counts": shown.counts,
        "unknown": shown.unknown,
        "settled": shown.settled,
        "lines": [
            {
                "ref": line.ref, "row": line.row, "topic": line.topic, "service": line.service_id,
                "levels": {
                    "risk_assessment": line.risk.level, "care_plan": line.plan.level, "practice": line.practice.level,
                },
                "person_view": line.person.view, "settled": line.settled,
                "results": [
                    {"result": item.key, "words": item.words, "remedy": item.remedy, "others": item.others}
                    for item in line.results
                ],
            }
            for line in shown.lines
        ],
    }  # fmt: skip
    return Outcome(DONE, [*(part for line in lines for part in line.split("\n")), total, *written], document)


def figures(given: Namespace, today: date, job: JobControl) -> Outcome:
    """The figures and tables of a service and period as they may be printed. What is hidden is hidden here too."""
    library = read_library(given.workbook, today, job)
    service = _known_service(library, given.service or "")
    if given.last < given.first:
        raise AlongsideError(
            _("The period ends before it starts."), remedy=_("--from is its first day, and --to its last.")
        )
    found, tables = measured(library, (service,) if service else (), given.first, given.last, today)
    report = figures_report(library, service, (given.first, given.last), today, (found, tables))
    written = written_to(given.out, report, place_of(given.workbook))
    document = {
        "workbook": library.name,
        "service": service,
        "from": given.first,
        "to": given.last,
        "today": today,
        "figures": [
            {
                "id": item.ref, "name": item.name, "value": item.value, "parts": item.parts, "period": item.period,
                "source": item.source, "definition": item.definition, "sentence": item.sentence, "hidden": item.hidden,
            }
            for item in found.values()
        ],
        "tables": [
            {"id": key, "title": table.title, "headings": table.headings, "rows": table.rows, "note": table.note}
            for key, table in tables.items()
        ],
    }  # fmt: skip
    lines = [f"{item.ref}  {item.sentence}" for item in found.values()]
    return Outcome(DONE, [*lines, *written], document)


def figures_report(
    library: Library,
    service: str,
    period: tuple[date, date],
    today: date,
    measures: tuple[Mapping[str, PlannedFigure], Mapping[str, PlannedTable]],
) -> Report:
    """All figures in one table, then each table as released."""
    found, tables = measures
    headings = (
        _("Id"), _("Figure"), _("Value"), _("Worked out from"), _("Period"), _("Source"), _("Definition"),
    )  # fmt: skip
    rows = tuple((f.ref, f.name, f.value, f.parts, f.period, f.source, f.definition) for f in found.values())
    return Report(
        title=_("Figures"),
        about=f"{service or _('The whole provider')}, {period[0].isoformat()} – {period[1].isoformat()}",
        on=today,
        sections=(
            ReportSection(_("Figures"), tables=(ReportTable(headings, rows),)),
            *(
                ReportSection(table.title, tables=(ReportTable(table.headings, table.rows, table.note),))
                if table.rows
                else ReportSection(table.title, (table.note,))
                for table in tables.values()
            ),
        ),
        example=library.is_example,
        notes=(_("A count so small that it could point to a person is hidden, and what would give it away too."),),
    )


def _known_framework(frameworks: Frameworks, name: str) -> None:
    if frameworks.version(name) is None:
        raise AlongsideError(
            _("There is no framework “{name}”.").format(name=name),
            remedy=_("There are {names}.").format(names=", ".join(v.framework_id for v in frameworks.versions)),
        )


def _known_service(library: Library, name: str) -> str:
    known = {service.service_id: service for service in library.services}
    if name and name not in known:
        raise AlongsideError(
            _("The library has no service “{name}”.").format(name=name),
            where=library.name,
            remedy=_("It has {names}.").format(names=", ".join(known)) if known else _("Fill in the sheet services."),
        )
    return name
