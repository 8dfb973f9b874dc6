"""`consistency` and `figures`: where sources differ, and what the numbers allow to say."""

from argparse import Namespace
from collections.abc import Mapping
from datetime import date

from alongside.commands.outcome import DONE, Outcome
from alongside.commands.readiness import known_service
from alongside.commands.upkeep import place_of, written_to
from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.library import Library
from alongside.library.workbook import read_library
from alongside.packs.consistency import board, board_report
from alongside.packs.measures import measured
from alongside.packs.plan import PlannedFigure, PlannedTable
from alongside.report import Report, ReportSection, ReportTable


def consistency(given: Namespace, today: date, job: JobControl) -> Outcome:
    """The consistency board: what the sources say of each person and topic, and what to do about it."""
    library = read_library(given.workbook, today, job)
    service = known_service(library, given.service or "")
    shown = board(library, today, (service,) if service else ())
    written = written_to(given.out, board_report(shown, library, service, today), place_of(given.workbook), given.at)
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
    service = known_service(library, given.service or "")
    if given.last < given.first:
        raise AlongsideError(
            _("The period ends before it starts."), remedy=_("--from is its first day, and --to its last.")
        )
    found, tables = measured(library, (service,) if service else (), given.first, given.last, today)
    report = figures_report(library, service, (given.first, given.last), today, (found, tables))
    written = written_to(given.out, report, place_of(given.workbook), given.at)
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
