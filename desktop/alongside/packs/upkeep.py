"""A library's health in its workspace: with what its packs used, and the framework they answer to."""

from collections import Counter
from datetime import date, timedelta

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.ledger.reading import Use, all_uses, summaries
from alongside.library.ledger.store import read_ledger
from alongside.library.library import Library
from alongside.library.search.model import load_model, model_installed
from alongside.library.upkeep.duplicates import near_duplicates
from alongside.library.upkeep.health import Health, library_health
from alongside.packs.frameworks import Frameworks
from alongside.workspace import Workspace

YEAR = timedelta(days=365)


def health_of(
    library: Library, frameworks: Frameworks, place: Workspace, today: date, *, framework: str, job: JobControl
) -> Health:
    """The page; without a framework no items are covered. Raises AlongsideError for an unknown one, and Cancelled."""
    if framework and frameworks.version(framework) is None:
        raise AlongsideError(
            _("There is no framework “{name}”.").format(name=framework),
            remedy=_("There are {names}.").format(names=", ".join(v.framework_id for v in frameworks.versions)),
        )
    uses = all_uses(read_ledger(place.ledger).ledger, library.usage)
    job.check()
    model = load_model() if model_installed() else None
    return library_health(
        library,
        today,
        uses=summaries(uses),
        recent=recent_packs(uses, today),
        framework=[(item.item_id, item.title) for item in frameworks.items_of(framework)],
        duplicates=near_duplicates(tuple(library), model, job),
    )


def recent_packs(uses: tuple[Use, ...], today: date) -> Counter[str]:
    """In how many packs of the last year each item was."""
    packs = {(use.ref, use.pack) for use in uses if use.last is not None and use.last >= today - YEAR}
    return Counter(ref for ref, _pack in packs)
