"""`pack trace`, `pack checklist` and `pack submit`: what a pack rests on, what it must keep to, what is sent."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date

from alongside.bulk.opened import open_pack
from alongside.bulk.submitting import Submission, submit
from alongside.commands.outcome import BLOCKED, DONE, Outcome, finding_lines, findings_document
from alongside.findings import blocking
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.packs.checklist import STATES, State
from alongside.packs.trace import SAID, trace, trace_report
from alongside.render.report_file import write_report


def show_trace(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Each claim with its row; what has none first. Written to --out where that is named."""
    opened = open_pack(given.pack, today, job)
    found = trace(opened.plan, opened.pack)
    lines = []
    for claim in (*found.to_mend, *(item for item in found.claims if item not in found.to_mend)):
        behind = f" ({claim.ref})" if claim.ref else ""
        lines += [f"{claim.number:<6} {SAID[claim.standing]}{behind}", f"       {' '.join(claim.sentence.split())}"]
        if claim.record:
            lines.append("       " + _("The record says: {text}").format(text=" ".join(claim.record.split())))
    n, total = len(found.to_mend), len(found.claims)
    lines.append(ngettext("{total} claim, {n} to look at.", "{total} claims, {n} to look at.", total).format(
        total=total, n=n
    ))  # fmt: skip
    if given.out is not None:
        write_report(given.out, trace_report(found, opened.plan), opened.workspace)
        lines.append(_("Written to {name}.").format(name=given.out.name))
    return Outcome(
        DONE, lines,
        {"pack": given.pack.name, "today": today, "to_mend": n, "claims": [asdict(item) for item in found.claims],
         "sources": [{"number": item.number, "ref": item.ref, "sheet": item.sheet, "row": item.row,
                      "title": item.title, "date": item.dated, "owner_role": item.owner_role,
                      "used_in": item.used_in} for item in found.sources]},
    )  # fmt: skip


def show_checklist(given: Namespace, today: date, job: JobControl) -> Outcome:
    """The final checklist, held to files that are built for it and not kept."""
    done = submit(open_pack(given.pack, today, job), None, job, ticked=given.ticked, also=given.also)
    return _told(done, given, _("{n} to settle before it is sent."))


def send(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Write all that is handed in; exit code 1 where something stands in the way, and then nothing is written."""
    done = submit(
        open_pack(given.pack, today, job), given.out, job, final=not given.draft, ticked=given.ticked, also=given.also
    )
    return _told(done, given, _("Nothing was written: {n} to settle first."))


def _told(done: Submission, given: Namespace, left: str) -> Outcome:
    lines = []
    for item in done.checks:
        wanted = f"{item.title}: {item.wanted}"
        lines.append(f"{STATES[item.state]:<13} {wanted}{f'  ({item.found})' if item.found else ''}")
        if item.may_be_ticked and item.state is not State.TICKED:
            lines.append("              " + _("--tick {field} once somebody has looked").format(field=item.field))
    stops = blocking(done.findings)
    if stops:
        lines += ["", *finding_lines(stops)]
    if done.path is not None:
        lines += ["", _("Written to {name}:").format(name=done.path.name), *(f"    {name}" for name in done.files)]
    elif done.stops:
        lines += ["", left.format(n=done.stops)]
    else:
        lines += ["", _("All is met.")]
    return Outcome(
        BLOCKED if done.stops else DONE, lines,
        {"pack": given.pack.name, "written": done.path is not None, "files": done.files, "stops": done.stops,
         "checks": [asdict(item) for item in done.checks], **findings_document(done.findings)},
    )  # fmt: skip
