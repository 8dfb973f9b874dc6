"""How fast a large evidence sheet becomes checked records, against openpyxl merely reading its cells.

Run as a script: `python tests/benchmarks/read_library.py [ROWS]`. Prints ratios; asserts nothing, for clocks differ.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook, load_workbook

from alongside.library.records import COLUMNS, Evidence
from alongside.library.search import SearchIndex
from alongside.library.workbook import read_library

TODAY = date(2026, 11, 1)
TEXT = (
    "people panel review door kitchen choice risk plan person staff change month talk visit night easy read picture "
    "meeting group agreed asked tried wrote lessened safe free told quarter record question answer morning trust time"
)
WORDS = TEXT.split(" ")


def prose(source: random.Random, count: int) -> str:
    """So many words, different in every row, as real text is."""
    return " ".join(source.choices(WORDS, k=count)).capitalize() + "."


def row(source: random.Random, number: int) -> dict[str, object]:
    """One evidence row with 27 filled fields."""
    end = TODAY - timedelta(days=source.randrange(30, 400))
    return {
        "evidence_id": f"EV-{number:06}", "service_id": source.choice(("OAK", "MAR", "ALL")),
        "title": prose(source, 6)[:120], "kind": source.choice(("audit", "survey", "policy", "debrief")),
        "evidence_category": source.choice(("EXP; PROC", "STAFF", "OUT; OBS")), "claim": prose(source, 12)[:300],
        "snippet_100": prose(source, 100), "snippet_250": prose(source, 60) if number % 3 == 0 else None,
        "metric_ref": None, "period_start": end - timedelta(days=90), "period_end": end,
        "sample_size": source.randrange(5, 40), "population_size": source.randrange(40, 90),
        "method": prose(source, 8), "involvement_level": source.randrange(1, 8),
        "who_involved": source.choice(("people_supported; staff", "family")), "accessible_format": "easy_read; symbols",
        "what_changed": prose(source, 15), "limitations": prose(source, 10), "framework_items": "SAF-S4; SAF-C3; D-S2",
        "regs": "REG-9; REG-13", "review_due": TODAY + timedelta(days=source.randrange(1, 300)),
        "created_on": end, "updated_on": end + timedelta(days=10), "owner_role": "registered manager",
        "source_doc": prose(source, 4), "source_date": end, "confidentiality": "commercial", "status": "approved",
    }  # fmt: skip


def make(path: Path, rows: int) -> None:
    """The workbook to be read."""
    source = random.Random(7)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("services")
    sheet.append(["service_id", "service_name", "nation", "service_type", "people_supported"])
    sheet.append(["OAK", "Oak", "ENG", "supported_living", 12])
    sheet.append(["MAR", "Mar", "ENG", "nursing_home", 40])
    sheet = book.create_sheet("evidence")
    headings = [column.heading for column in COLUMNS[Evidence.sheet]]
    sheet.append(headings)
    for number in range(rows):
        values = row(source, number)
        sheet.append([values.get(heading) for heading in headings])
    book.save(path)


def only_cells(path: Path) -> int:
    """What openpyxl does at its fastest, and nothing more."""
    book = load_workbook(path, read_only=True)
    return sum(1 for values in book["evidence"].iter_rows(values_only=True) for value in values if value is not None)


def timed(work: Callable[[], object]) -> float:
    """Seconds of this process; on a busy machine the clock on the wall measures the neighbours."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.xlsx"
        make(path, rows)
        library = read_library(path, TODAY)
        ours = min(timed(lambda: read_library(path, TODAY)) for _ in range(2))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        theirs = timed(lambda: only_cells(path))
        index = timed(lambda: SearchIndex(library))
        size = path.stat().st_size / 2**20
    print(f"{rows:,} rows of evidence, {size:.0f} MiB, {len(library.findings):,} findings, peak {peak:.0f} MiB\n")
    print("| work | seconds | ratio |")
    print("|---|---|---|")
    print(f"| openpyxl, read only, cells alone | {theirs:.2f} | 1.0 |")
    print(f"| Alongside, checked records | {ours:.2f} | {theirs / ours:.1f} times faster |")
    print(f"| Alongside, search index on top | {index:.2f} | |")


if __name__ == "__main__":
    main()
