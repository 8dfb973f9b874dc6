"""How fast the search answers each keystroke in a large library, and how fast its index opens.

    python tests/benchmarks/search_speed.py [ROWS]

The rows (50,000) are evidence with 20 filled fields, in the words of the starter library as often as they come there.
Goals: by words 16 ms in the median and 50 ms at worst, by meaning too 80 ms; the next opening a tenth of the first.
Exit code 1 where one is missed. Times are those of the processor, each text asked once, in the order it is typed.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "desktop"))

import numpy as np  # noqa: E402 - the path is set just above

from alongside.library.library import Library  # noqa: E402
from alongside.library.records import EVIDENCE_KINDS, Evidence, Record, Service, text_fields  # noqa: E402
from alongside.library.search import By, SearchIndex  # noqa: E402
from alongside.library.search.cache import open_index  # noqa: E402
from alongside.library.search.model import load_model  # noqa: E402
from alongside.library.search.postings import text_of  # noqa: E402
from alongside.library.workbook import read_library  # noqa: E402

TODAY = date(2026, 11, 1)
TYPED = (
    "restraint reduction plan",
    "kitchen door locked at night",
    '"least restrictive" option',
    "service:oak kind:audit safeguarding",
    "people supported co-production",
    "people and the review of their plan",
    "restrcitive practise debreif",
    "level:>=5 after:2025 what changed",
    "How do you make sure that people share in decisions about risk and restriction?",
    "owner:manager item:SAF-S4 -kind:policy choice",
)
GOALS = {By.WORDS: (16.0, 50.0), By.BOTH: (80.0, 80.0)}  # milliseconds: median, worst


def words_of_the_starter() -> list[str]:
    library = read_library(ROOT / "content_library" / "library.xlsx", TODAY)
    return [word for record in library for value in text_fields(record).values() for word in text_of(value).split()]


def made_up(rows: int) -> Library:
    """The library to search."""
    source = random.Random(7)
    known = words_of_the_starter()

    def prose(count: int) -> str:
        return " ".join(source.choices(known, k=count)) + "."

    evidence: list[Record] = []
    for number in range(rows):
        end = TODAY - timedelta(days=source.randrange(30, 900))
        item = Evidence(
            row=number + 2, evidence_id=f"EV-{number:06}", service_id=source.choice(("OAK", "MAR", "ALL")),
            title=prose(6)[:120], kind=source.choice(EVIDENCE_KINDS), evidence_category=("EXP", "PROC"),
            claim=prose(12), snippet_100=prose(100), snippet_250=prose(50), period_end=end, method=prose(8),
            sample_size=source.randrange(5, 40), involvement_level=source.randrange(1, 8),
            who_involved=("people_supported", "staff"), what_changed=prose(15), limitations=prose(10),
            framework_items=(f"SAF-S{source.randrange(1, 9)}",), review_due=end + timedelta(days=365),
            updated_on=end, owner_role="registered manager", source_doc=prose(4), status="approved",
        )  # fmt: skip
        evidence.append(item)
    services = tuple(
        Service(row=at, service_id=name, service_name=f"{name.title()} House", nation="ENG", service_type="care_home")
        for at, name in enumerate(("OAK", "MAR"), start=2)
    )
    return Library("library.xlsx", "5" * 64, {"services": services, "evidence": tuple(evidence)})


def timed(work: Callable[[], object]) -> float:
    """Seconds of this thread; on a busy machine the clock on the wall measures the neighbours."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


def keystrokes() -> list[str]:
    return [text[:end] for text in TYPED for end in range(1, len(text) + 1)]


def answer(index: SearchIndex, text: str, by: By) -> float:
    """Milliseconds to 50 results, by words with the reasons of the 20 on the screen."""

    def work() -> None:
        for hit in index.find(text, limit=50, by=by).hits[:20]:
            _ = hit.why if by is By.WORDS else hit.score

    return timed(work) * 1_000


def pasted(index: SearchIndex, library: Library, by: By) -> list[float]:
    """Each whole text in an index that remembers nothing."""
    taken = []
    for text in TYPED:
        fresh = SearchIndex(library, index.postings)
        if index.meaning is not None and index.model is not None:
            fresh.add_meaning(index.model, meaning=index.meaning)
        taken.append(answer(fresh, text, by))
    return taken


def main(arguments: list[str]) -> int:
    rows = int(arguments[0]) if arguments else 50_000
    library = made_up(rows)
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        first = timed(lambda: open_index(library, Path(folder)))
        later = min(timed(lambda: open_index(library, Path(folder))) for _ in range(3))
        index = open_index(library, Path(folder))
        model = load_model()
        reading = timed(lambda: index.add_meaning(model))
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20
    print(f"{rows:,} rows, {len(index.postings.words):,} different words, {len(index.postings.positions):,} in all")
    print(
        f"index by words made in {first:.2f} s, opened again in {later:.2f} s (1/{first / later:.0f}), {size:.0f} MiB"
    )
    print(f"index by meaning: {len(index.meaning.vectors):,} passages read in {reading:.1f} s in the background")
    if later > first / 10:
        missed.append("next opening")
    print("\n| by | | texts | p50 ms | p99 ms | worst ms | goal |\n|---|---|---|---|---|---|---|")
    for by, (median, worst) in GOALS.items():
        typed = [answer(index, text, by) for text in keystrokes()]
        for how, taken in (("each keystroke", typed), ("pasted at once", pasted(index, library, by))):
            p50, p99 = np.percentile(taken, [50, 99])
            figures = f"{p50:.1f} | {p99:.1f} | {max(taken):.1f} | {median:.0f}, {worst:.0f}"
            print(f"| {by} | {how} | {len(taken)} | {figures} |")
            if p50 > median or max(taken) > worst:
                missed.append(f"by {by}, {how}")
    print(f"\npeak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    if missed:
        print(f"Missed: {', '.join(missed)}.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
