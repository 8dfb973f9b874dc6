"""What the library records of people's involvement in the services of a pack: summed up, and nobody named."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from alongside.library.library import Library
from alongside.packs.traces import WHOLE_PROVIDER


@dataclass(frozen=True, slots=True)
class Involved:
    """Activities of the services and the period of a pack."""

    activities: int = 0
    paid: int = 0  # of them
    unpaid: int = 0  # recorded as such; the rest is not recorded
    unchanged: tuple[str, ...] = ()  # ids of those with people in them of which no change is recorded


def involved(library: Library, services: Collection[str], first: date | None, last: date | None) -> Involved:
    """Of these services and of the whole provider; no services: of all. Open ends of the period are open."""
    rows = [
        row
        for row in library.involvement
        if (not services or row.service_id in {*services, WHOLE_PROVIDER, ""})
        and row.status != "withdrawn"
        and not (row.date and ((first and row.date < first) or (last and row.date > last)))
    ]
    return Involved(
        len(rows),
        sum(row.paid == "Y" for row in rows),
        sum(row.paid == "N" for row in rows),
        tuple(row.ref for row in rows if not row.what_changed.strip() and row.n_people != 0),
    )
