"""`library convert`: somebody's spreadsheet, or the answers of an old tender, into a library."""

from argparse import Namespace
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path

from alongside.commands.outcome import DONE, Outcome, code_for, finding_lines, findings_document
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.intake.answers import answers_map, read_answers
from alongside.job_control import JobControl
from alongside.library.editing.journal import State
from alongside.library.taking_in.arrival import arrive
from alongside.library.taking_in.map_file import read_map, save_map
from alongside.library.taking_in.mapping import SourceMap, TableMap, Treatment
from alongside.library.taking_in.person_codes import PersonCodes, read_codes
from alongside.library.taking_in.proposal import propose
from alongside.library.taking_in.report import Prepared, prepare, target_at
from alongside.library.taking_in.source import read_source
from alongside.library.taking_in.writing import write_into, write_new

WORD_FILES = frozenset({".docx", ".docm", ".dotx"})


def convert(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Propose a map, or take the source in by one. Raises AlongsideError where nothing could be written."""
    word = given.source.suffix.lower() in WORD_FILES
    if given.propose is not None:
        if word:
            raise AlongsideError(
                _("Answers out of a Word file need no map."), remedy=_("Take them in with --out WORKBOOK alone.")
            )
        return _propose(given, job)
    if given.out is None:
        raise AlongsideError(
            _("Where the records shall go was not said."), remedy=_("Name a workbook with --out, new or there already.")
        )
    if given.map is None and not word:
        raise AlongsideError(
            _("A spreadsheet is taken in by a map."),
            remedy=_("Make one with --propose MAP.toml, look through it, and use it with --map MAP.toml."),
        )
    if given.out.exists() and given.out.resolve() == given.source.resolve():
        raise AlongsideError(_("The source and the library are the same file."), where=given.out.name)
    target = target_at(given.out, job)
    if word:
        taken, mapping = read_answers(given.source).taken(), answers_map(given.source.name)
        prepared = Prepared(taken, arrive(taken, mapping, target, given.source.name, today), target)
    else:
        mapping = read_map(given.map)
        codes = _codes(mapping, given.person_codes)
        prepared = prepare(read_source(given.source, job), mapping, target, today, codes=codes, job=job)
    if not given.dry_run:
        _write(given, prepared, today, job)
    return _told(given, prepared, today)


def _propose(given: Namespace, job: JobControl) -> Outcome:
    source = read_source(given.source, job)
    if given.propose.exists() and not given.force:
        raise AlongsideError(
            _("There is a map of this name already, and it may hold your own changes."),
            where=given.propose.name,
            remedy=_("Choose another name, or add --force to replace it."),
        )
    services = target_at(given.out, job).services if given.out is not None else {}
    mapping = propose(source, services)
    if not mapping.tables:
        raise AlongsideError(_("No table was found in this file."), where=source.name)
    save_map(mapping, given.propose)
    lines = []
    for table in mapping.tables:
        placed = sum(column.treatment is Treatment.FIELD for column in table.columns)
        said = _("{sheet}: {goes} ({why}); {n} of {all} columns have a place.")
        goes = table.to or _("left out")
        lines.append(said.format(sheet=table.sheet, goes=goes, why=table.reason, n=placed, all=len(table.columns)))
        for column in table.columns if table.to else ():
            why = f" ({column.reason})" if column.reason else ""
            lines.append(f"    {column.source}: {column.to or column.treatment.value}{why}")
    lines += ["", _("Look through {name}, then use it with --map.").format(name=given.propose.name)]
    document = {"source": source.name, "map": given.propose.name, "tables": [_table(item) for item in mapping.tables]}
    return Outcome(DONE, lines, document)


def _table(table: TableMap) -> Mapping[str, object]:
    return {
        "sheet": table.sheet,
        "to": table.to,
        "reason": table.reason,
        "key": list(table.key),
        "set": dict(table.fixed),
        "columns": [
            {
                "from": column.source,
                "to": column.to or column.treatment.value,
                "sureness": column.sureness.value,
                "reason": column.reason,
            }
            for column in table.columns
        ],
    }


def _codes(mapping: SourceMap, path: Path | None) -> PersonCodes | None:
    wanted = any(
        column.treatment is Treatment.PERSON_CODES for table in mapping.tables if table.to for column in table.columns
    )
    if not wanted:
        return None
    if path is None:
        raise AlongsideError(
            _("The map makes person codes, and the list of who has which code needs a place outside the library."),
            remedy=_("Say where with --person-codes FILE.csv, in a folder that only you can read."),
        )
    return read_codes(path)


def _write(given: Namespace, prepared: Prepared, today: date, job: JobControl) -> None:
    """The list of codes first: a code in the library that no list explains would be of no use."""
    at = datetime.combine(today, time())
    if given.person_codes is not None and prepared.taken.codes.codes:
        given.person_codes.write_text(prepared.taken.codes.text(), encoding="utf-8", newline="")
    if not given.out.exists():
        write_new(given.out, prepared.arrival, at, job)
        return
    outcome = write_into(given.out, prepared.arrival, expect_digest=prepared.target.digest, at=at)
    if outcome is None or outcome.state is State.APPLIED:
        return
    reason = outcome.reason or " ".join(clash.sentence() for clash in outcome.clashes[:3])
    raise AlongsideError(
        _("The records are not in the workbook yet."),
        where=given.out.name,
        remedy=reason or _("Look at it in the window."),
    )


def _told(given: Namespace, prepared: Prepared, today: date) -> Outcome:
    arrival = prepared.arrival
    counts = {
        "new": arrival.new, "changed": arrival.changed, "unchanged": arrival.unchanged, "vanished": arrival.vanished,
    }  # fmt: skip
    head = ngettext("{source}: {n} row taken in", "{source}: {n} rows taken in", len(prepared.taken.rows)).format(
        source=given.source.name, n=len(prepared.taken.rows)
    )
    detail = _("{new} new, {changed} changed, {unchanged} unchanged, {vanished} no longer there.").format(**counts)
    lines = [f"{head}: {detail}"]
    if given.dry_run:
        lines.append(_("Nothing was written: this was a trial."))
    lines += ["", *finding_lines(prepared.findings)]
    by_sheet: dict[str, int] = {}
    for row in prepared.taken.rows:
        by_sheet[row.to] = by_sheet.get(row.to, 0) + 1
    document = {
        "source": given.source.name,
        "workbook": given.out.name,
        "today": today,
        "written": not given.dry_run,
        "rows": by_sheet,
        **counts,
        "emptied": arrival.emptied,
        **findings_document(prepared.findings),
    }
    return Outcome(code_for(prepared.findings), lines, document)
