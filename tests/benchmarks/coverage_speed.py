"""Coverage of 50,000 evidence rows by 100 services: under a second, and growing with the rows.

Prints processor seconds, so that other programs count little, and the growth from 25,000 rows to 50,000.
"""

import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "desktop"))

from alongside.library.library import Library  # noqa: E402
from alongside.library.records import EVIDENCE_CATEGORIES, Evidence, Service  # noqa: E402
from alongside.packs.coverage import Coverage  # noqa: E402
from alongside.packs.frameworks import load_frameworks  # noqa: E402

TODAY = date(2026, 11, 24)
FRAMEWORK = "CQC-SAF-2023"
SERVICES = 100


def library_of(rows: int) -> Library:
    """Rows of two tags and one or two categories each, over the services, of the last three years."""
    chance = random.Random(7)
    items = [item.item_id for item in FRAMEWORKS.items_of(FRAMEWORK)]
    names = [f"S{n:03d}" for n in range(SERVICES)]
    evidence = tuple(
        Evidence(
            row=n + 2, evidence_id=f"EV-{n:05d}", title="A row", service_id=chance.choice(names), kind="audit",
            evidence_category=tuple(chance.sample(EVIDENCE_CATEGORIES, chance.randint(1, 2))),
            framework_items=tuple(chance.sample(items, 2)), source_doc="Audit", what_changed="Yes",
            period_end=TODAY - timedelta(days=chance.randrange(1_000)),
        )
        for n in range(rows)
    )  # fmt: skip
    services = tuple(Service(row=n + 2, service_id=name) for n, name in enumerate(names))
    return Library("l.xlsx", "0", {"services": services, "evidence": evidence})


def seconds(library: Library) -> float:
    """The least of three runs over all services, in processor seconds."""
    runs = []
    for _run in range(3):
        begun = time.process_time()
        covered = Coverage(library, FRAMEWORKS, FRAMEWORK, TODAY)
        for service in library.services:
            covered.of(service.service_id)
        runs.append(time.process_time() - begun)
    return min(runs)


FRAMEWORKS = load_frameworks(ROOT / "content_library")


def main() -> int:
    """Return 0 where both goals are met."""
    half, whole = (seconds(library_of(rows)) for rows in (25_000, 50_000))
    print(f"50,000 rows by {SERVICES} services: {whole:.2f} s (goal: under 1 s)")
    print(f"twice the rows take {whole / half:.2f} times as long (goal: under 2.5)")
    return 0 if whole < 1 and whole / half < 2.5 else 1


if __name__ == "__main__":
    sys.exit(main())
