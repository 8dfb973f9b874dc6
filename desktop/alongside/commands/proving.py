"""`pack trace`: what each claim of a pack rests on."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date

from alongside.bulk.opened import open_pack
from alongside.commands.outcome import DONE, Outcome
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
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
