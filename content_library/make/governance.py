"""All governance records of the invented provider: seeded, the same on each run, and true to its headline figures."""

from collections.abc import Sequence

from content_library.make.concerns import complaints, incidents, safeguarding
from content_library.make.doings import Sources, actions, involvement, training, with_actions
from content_library.make.events import events
from content_library.make.measures import evidence_map, metrics, people_counts, services, usage
from content_library.make.register import restrictions, triples
from content_library.make.reviews import reviews

from alongside.library.records import Evidence, Record, Story


def governance(evidence: Sequence[Evidence] = (), stories: Sequence[Story] = ()) -> dict[str, tuple[Record, ...]]:
    """Records by sheet. Evidence and stories are written elsewhere; audits, maps and past uses refer to them."""
    uses, concerns, grumbles = events(), safeguarding(), complaints()
    shared, compared, looked_at = involvement(), triples(), reviews()
    done = actions(Sources(uses, evidence, grumbles, concerns, shared, compared, looked_at))
    return {
        "services": services(),
        "restrictions": restrictions(),
        "rp_events": uses,
        "triples": compared,
        "safeguarding": with_actions(concerns, done),
        "incidents": incidents(),
        "complaints": grumbles,
        "training": training(),
        "reviews": looked_at,
        "involvement": shared,
        "metrics": metrics(),
        "actions": done,
        "evidence_map": evidence_map(evidence),
        "people_counts": people_counts(),
        "usage": usage(evidence, stories),
    }
