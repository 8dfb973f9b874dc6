"""The work of "Make this fit" that leaves the UI thread: suggestions for the questions meant, and the exact fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alongside.bulk.suggested import finder
from alongside.job_control import JobControl
from alongside.library.ledger.reading import all_uses, summaries
from alongside.library.ledger.store import read_ledger
from alongside.library.search import SearchIndex
from alongside.packs.fitting_pack import COUNTED, Proposal, propose
from alongside.packs.pack import Pack, Question
from alongside.packs.plan import PackPlan
from alongside.packs.suggesting import suggest
from alongside.ui.work import Knowledge
from alongside.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Ground:
    """What a fit is made from, beside the questions."""

    plan: PackPlan
    known: Knowledge
    index: SearchIndex
    workspace: Workspace
    today: date


def find_fit(pack: Pack, questions: Sequence[Question], ground: Ground, job: JobControl) -> Proposal:
    """What would fit these questions best. Raises AlongsideError where there is nothing to fit to, and Cancelled."""
    library, today = ground.known.library, ground.today
    ledger = read_ledger(ground.workspace.ledger).ledger
    before = {item.ref: item for item in summaries(all_uses(ledger, library.usage))}
    find = finder(ground.index)
    suggested = {}
    for question in questions:
        job.check()
        if question.limit.kind in COUNTED:
            suggested[question.id] = suggest(pack, question, library, find, today=today, before=before)
    return propose(pack, questions, ground.plan, library, suggested)
