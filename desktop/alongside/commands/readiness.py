"""`coverage`: what the evidence supports of a framework, how it moved, what to do, and a sheet to walk round with."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date

from alongside.commands.editing import written
from alongside.commands.outcome import DONE, Outcome, finding_lines
from alongside.commands.upkeep import place_of, written_to
from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.editing import saving
from alongside.library.editing.takeback import record_of
from alongside.library.library import Library
from alongside.library.records import EVIDENCE_CATEGORIES
from alongside.library.workbook import read_library
from alongside.packs.coverage import Coverage, Grade, Line
from alongside.packs.frameworks import Frameworks, load_frameworks
from alongside.packs.readiness import (
    Earlier,
    GapAction,
    Moved,
    added,
    caveat,
    gap_actions,
    side_by_side,
    since,
)
from alongside.packs.self_check import NOTICE, SelfCheck, check_sentence, listed, self_check, triangulated
from alongside.packs.walk_round import walk_round
from alongside.report import Report, ReportSection, ReportTable


def coverage(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Each framework item with its grade, the reason, and what is behind each kind of evidence."""
    library = read_library(given.workbook, today, job)
    place = place_of(given.workbook)
    frameworks = load_frameworks(place.frameworks)
    known_framework(frameworks, given.framework)
    service = known_service(library, given.service or "")
    _possible(given, today)
    covered = Coverage(library, frameworks, given.framework, today)
    lines = covered.of(service)
    report = coverage_report(lines, library, frameworks, given.framework, service=service, today=today)
    document = _document(lines, library, frameworks, given.framework, service=service, today=today)
    document["framework_findings"] = [f"{item.where.text()}: {item.message}" for item in frameworks.findings]
    said = finding_lines(frameworks.findings) if frameworks.findings else []
    said += [part for line in lines for part in _said(line, self_check(line, frameworks, today))]
    said.append(", ".join(f"{n} {grade}" for grade, n in _counts(lines).items()))
    sections: list[ReportSection] = []
    if given.since:
        found, earlier = since(library, frameworks, given.framework, service, (given.since, today))
        said += ["", *_moved_lines(found), caveat(earlier, given.since)]
        document["since"] = _moved_document(found, earlier, given.since)
        sections.append(_moved_section(found, earlier, given.since))
    if given.compare:
        beside = side_by_side(covered, library)
        section = _compared(beside)
        said += ["", *("  ".join(map(str, row)) for table in section.tables for row in (table.headings, *table.rows))]
        document["services"] = {
            name: {line.item.item_id: line.grade for line in theirs} for name, theirs in beside.items()
        }
        sections.append(section)
    code = DONE
    if given.actions:
        gaps = gap_actions(lines, library, service, today, owner=given.owner or "", due=given.due)
        said += ["", *(f"{item.due.isoformat()}  {item.owner_role}: {item.what}" for item in gaps)]
        said += [] if gaps else [_("No gap is left without an open action.")]
        document["actions"] = [
            {"item": item.item_id, "what": item.what, "service": item.service_id, "owner_role": item.owner_role,
             "due": item.due, "came_from_ref": item.came_from_ref}
            for item in gaps
        ]  # fmt: skip
        sections.append(_actions_section(gaps))
        if given.write and gaps:
            outcome = _write(given, library, gaps, today)
            said += ["", *outcome.lines]
            document["written"], code = outcome.document, outcome.code
        elif gaps:
            said += [_("Nothing is written: add --write for that.")]
    whole = Report(report.title, report.about, report.on, (*report.sections, *sections), report.example,
                   notes=report.notes)  # fmt: skip
    said += written_to(given.out, whole, place, given.at)
    said += written_to(given.walk_round, walk_round(library, service, today), place, given.at)
    return Outcome(code, said, document)


def _possible(given: Namespace, today: date) -> None:
    """Raises AlongsideError for a wish that cannot be met, before anything is written."""
    if given.write and not given.actions:
        raise AlongsideError(_("--write writes actions only."), remedy=_("Add --actions, or leave --write out."))
    if given.since and given.since >= today:
        raise AlongsideError(_("The earlier day is not before today."), remedy=_("Name a day before it with --since."))
    if given.walk_round and given.walk_round.suffix.lower() != ".docx":
        raise AlongsideError(
            _("The walk-round sheet is a Word document."),
            where=given.walk_round.name,
            remedy=_("Let its name end in .docx."),
        )


def _write(given: Namespace, library: Library, gaps: Sequence[GapAction], today: date) -> Outcome:
    waiting = [
        record_of(change)[1] for entry in saving.history(given.workbook).pending() for change in entry.edit.changes
    ]
    return written(given, library, added(gaps, library, today, waiting), [])


# --- told ------------------------------------------------------------------------------------------------------------


def _counts(lines: Sequence[Line]) -> dict[Grade, int]:
    return {grade: sum(1 for line in lines if line.grade is grade) for grade in Grade}


def _said(line: Line, checked: SelfCheck | None) -> list[str]:
    mark = f"  [{_('process only')}]" if line.process_only else ""
    said = [f"{line.grade:<7} {line.item.item_id:<10} {line.item.title}{mark}", f"        {line.reason}"]
    if checked is not None:
        said.append("        " + check_sentence(checked))
    return said


def _document(
    lines: Sequence[Line], library: Library, frameworks: Frameworks, framework: str, *, service: str, today: date
) -> dict[str, object]:
    items = []
    for line in lines:
        checked = self_check(line, frameworks, today)
        items.append(
            {
                "item": line.item.item_id, "title": line.item.title, "grade": line.grade, "reason": line.reason,
                "process_only": line.process_only,
                "voices": {voice or "not recorded": n for voice, n in line.voices.items()},
                "claims": [
                    {"ref": claim.ref, "holds": claim.holds, "borne_out_by": claim.borne_out_by, "lacks": claim.lacks}
                    for claim in triangulated(line, today)
                ],
                "self_check": None if checked is None else {
                    "level": checked.level, "next": checked.next_level, "needs": checked.needs, "notice": NOTICE,
                },
                "cells": {
                    name: {"grade": cell.grade, "reason": cell.reason, "refs": line.refs[name]}
                    for name, cell in line.cells.items()
                },
            }
        )  # fmt: skip
    return {
        "workbook": library.name, "framework": framework, "service": service, "today": today,
        "counts": _counts(lines), "items": items,
    }  # fmt: skip


def coverage_report(
    lines: Sequence[Line], library: Library, frameworks: Frameworks, framework: str, *, service: str, today: date
) -> Report:
    """The grid, the reason for each grade, and the self-check where there is a rubric."""
    names = {item.service_id: item.service_name for item in library.services}
    grid = tuple(
        (line.item.item_id, line.item.title, *(len(line.cells[name].proofs) or None for name in EVIDENCE_CATEGORIES),
         _("process only") if line.process_only else line.grade.value)
        for line in lines
    )  # fmt: skip
    reasons = tuple(
        (line.item.item_id, line.grade.value, line.reason, ", ".join(proof.ref for proof in line.proofs))
        for line in lines
    )
    checks = [(line, checked) for line in lines if (checked := self_check(line, frameworks, today))]
    rows = tuple(
        (line.item.item_id, checked.level or _("nothing to judge by"), checked.next_level, listed(checked.needs))
        for line, checked in checks
    )
    sections = [
        ReportSection(
            _("Items and kinds of evidence"),
            tables=(ReportTable((_("Item"), _("Statement"), *EVIDENCE_CATEGORIES, _("Grade")), grid),),
        ),
        ReportSection(
            _("Reasons"),
            tables=(ReportTable((_("Item"), _("Grade"), _("Why"), _("Behind it")), reasons),),
        ),
    ]
    if rows:
        headings = (_("Item"), _("Evidence supports"), _("Next"), _("Which would need"))
        sections.append(ReportSection(_("Self-check"), (NOTICE,), (ReportTable(headings, rows),)))
    return Report(
        title=_("What the evidence supports"),
        about=f"{names.get(service, _('The whole provider'))}, {framework}",
        on=today,
        sections=tuple(sections),
        example=library.is_example,
        notes=(
            _("Strong: not older than twelve months, two kinds of evidence or more of which one is people's experience "
              "or observation, a result and its source. Fair: recent and more than policy. A grade says what the "
              "records support; it foretells no rating."),
        ),
    )  # fmt: skip


# --- change, comparison, actions -------------------------------------------------------------------------------------


def _moved_lines(found: Sequence[Moved]) -> list[str]:
    return [
        f"{item.line.item.item_id:<10} {item.was} → {item.line.grade}"
        + (f"  +{', '.join(item.came)}" if item.came else "")
        + (f"  -{', '.join(item.went)}" if item.went else "")
        for item in found
    ] or [_("Nothing moved.")]


def _moved_document(found: Sequence[Moved], earlier: Earlier, day: date) -> dict[str, object]:
    return {
        "day": day,
        "items": [
            {"item": item.line.item.item_id, "was": item.was, "grade": item.line.grade, "came": item.came,
             "went": item.went}
            for item in found
        ],
        "left_out": earlier.left_out, "undated": earlier.undated, "changed_since": earlier.changed,
    }  # fmt: skip


def _moved_section(found: Sequence[Moved], earlier: Earlier, day: date) -> ReportSection:
    rows = tuple(
        (item.line.item.item_id, item.was.value, item.line.grade.value, ", ".join(item.came), ", ".join(item.went))
        for item in found
    )
    headings = (_("Item"), _("Was"), _("Is"), _("Came"), _("Went"))
    return ReportSection(
        _("Since {day}").format(day=day.isoformat()), (caveat(earlier, day),), (ReportTable(headings, rows),)
    )


def _compared(beside: Mapping[str, tuple[Line, ...]]) -> ReportSection:
    lines = tuple(beside.values())
    rows = tuple(
        (lines[0][at].item.item_id, *(theirs[at].grade.value for theirs in lines)) for at in range(len(lines[0]))
    ) if lines else ()  # fmt: skip
    return ReportSection(_("Services side by side"), tables=(ReportTable((_("Item"), *beside), rows),))


def _actions_section(gaps: Sequence[GapAction]) -> ReportSection:
    rows = tuple((item.what, item.owner_role, item.due, item.came_from_ref) for item in gaps)
    headings = (_("What"), _("Who"), _("By"), _("From"))
    return ReportSection(_("Gaps as actions"), tables=(ReportTable(headings, rows),))


def known_framework(frameworks: Frameworks, name: str) -> None:
    """Raises AlongsideError where there is none of that id."""
    if frameworks.version(name) is None:
        raise AlongsideError(
            _("There is no framework “{name}”.").format(name=name),
            remedy=_("There are {names}.").format(names=", ".join(v.framework_id for v in frameworks.versions)),
        )


def known_service(library: Library, name: str) -> str:
    """The service's id again. Raises AlongsideError where there is none of that id."""
    known = {service.service_id: service for service in library.services}
    if name and name not in known:
        raise AlongsideError(
            _("The library has no service “{name}”.").format(name=name),
            where=library.name,
            remedy=_("It has {names}.").format(names=", ".join(known)) if known else _("Fill in the sheet services."),
        )
    return name
