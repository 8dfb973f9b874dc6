"""`pack fit`: which blocks, at which lengths, fit a question's limit or the whole pack's; written where asked."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date

from alongside.bulk.opened import open_pack
from alongside.bulk.suggested import question_named, suggester
from alongside.commands.outcome import DONE, Outcome
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.packs.fitting_pack import COUNTED, propose
from alongside.packs.pack import changed, save_pack


def fit(given: Namespace, today: date, job: JobControl) -> Outcome:
    """What would be kept, shortened, left out and brought in, and why; the pack is changed by --write alone."""
    pack, library, suggest = suggester(given.pack, today, job)
    asked = (question_named(pack, given.question, given.pack),) if given.question else pack.questions
    plan = open_pack(given.pack, today, job).plan
    suggested = {item.id: suggest(item) for item in asked if item.limit.kind in COUNTED}
    found = propose(pack, asked, plan, library, suggested)
    lines = [f"{line.number:<6} {line.sentence}" for line in found.lines]
    lines += ["", *found.said]
    if given.write:
        save_pack(changed(found.pack, updated_on=today), given.pack)
        lines.append(_("Written to {name}.").format(name=given.pack.name))
    return Outcome(
        DONE, lines,
        {
            "pack": given.pack.name, "today": today, "written": bool(given.write), "exact": found.fit.exact,
            "blocks": [asdict(line) for line in found.lines], "said": found.said,
        },
    )  # fmt: skip
