"""How fast a large library opens, against openpyxl merely reading its cells, and what it takes of memory.

    python tests/benchmarks/read_library.py

50,000 rows of evidence with 20 filled fields. First opening: reading, validating, making ready to search by words; at
least three times faster than the cells alone. Next opening of the unchanged workbook, to the same end: a tenth of that.
Ten times the rows: at most eleven times as long. Each is measured in a process of its own, in seconds of the processor.
Exit code 1 where a goal is missed.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "desktop"))

from _data import ROWS, TODAY, large_library  # noqa: E402 - the path is set just above
from openpyxl import load_workbook  # noqa: E402

from alongside.library.kept import keep, open_rows  # noqa: E402
from alongside.library.library import Library  # noqa: E402
from alongside.library.search import SearchIndex  # noqa: E402
from alongside.library.search.cache import keep_index, open_index  # noqa: E402
from alongside.library.workbook import check_records, with_any_day  # noqa: E402

FEW, MANY = 20_000, 200_000
FASTER, SHARE, LINEAR = 3.0, 1 / 10, 11.0


def cells(path: Path, _folder: Path) -> dict[str, float]:
    """What openpyxl does at its fastest, and nothing more."""
    begun = time.process_time()
    book = load_workbook(path, read_only=True)
    filled = sum(1 for row in book["evidence"].iter_rows(values_only=True) for value in row if value is not None)
    return {"all": time.process_time() - begun, "cells": filled}


def opened(path: Path, folder: Path) -> dict[str, float]:
    """From a file's name to a library that is checked and can be searched; what was made is kept for the next time."""
    taken: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> object:
        begun = time.process_time()
        done = work()
        taken[name] = time.process_time() - begun
        return done

    rows = timed("read", lambda: open_rows(path, folder=folder))
    assert isinstance(rows, Library)
    library = timed("check", lambda: check_records(rows, TODAY))
    assert isinstance(library, Library)
    index = timed("index", lambda: open_index(library, folder, keep=False))
    assert isinstance(index, SearchIndex)
    found = timed("search", lambda: index.find("people kitchen", limit=50).total)
    assert found
    taken["all"] = sum(taken.values())
    taken["findings"] = len(library.findings)
    taken["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if rows.any_day is None:
        timed("keep", lambda: keep(with_any_day(rows), folder))
        timed("keep index", lambda: keep_index(index, library, folder))
    return taken


def measured(what: str, rows: int, folder: str) -> dict[str, float]:
    """One of the two above in a process of its own."""
    command = [sys.executable, __file__, what, str(large_library(rows)), folder]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> int:
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        theirs = measured("cells", ROWS, folder)
        first = measured("opened", ROWS, folder)
        following = min((measured("opened", ROWS, folder) for _ in range(2)), key=lambda item: item["all"])
    with tempfile.TemporaryDirectory() as folder:
        few = measured("opened", FEW, folder)
        many = measured("opened", MANY, folder)
    size, faster = large_library().stat().st_size / 2**20, theirs["all"] / first["all"]
    print(f"{ROWS:,} rows of evidence, {theirs['cells']:,} filled cells, {size:.0f} MiB\n")
    print("| work | seconds | |\n|---|---|---|")
    print(f"| openpyxl, read only, cells alone | {theirs['all']:.2f} | |")
    print(f"| first opening | {first['all']:.2f} | {faster:.1f} times faster, goal {FASTER:.0f} |")
    for part in ("read", "check", "index"):
        print(f"| of which {part} | {first[part]:.2f} | |")
    print(f"| kept for the next, behind the window | {first['keep'] + first['keep index']:.2f} | |")
    share = following["all"] / first["all"]
    print(f"| next opening | {following['all']:.2f} | 1/{1 / share:.1f} of the first, goal 1/{1 / SHARE:.0f} |")
    print("\n| rows | seconds | peak MiB |\n|---|---|---|")
    for rows, item in ((FEW, few), (ROWS, first), (MANY, many)):
        print(f"| {rows:,} | {item['all']:.2f} | {item['peak']:.0f} |")
    longer, larger = many["all"] / few["all"], many["peak"] / few["peak"]
    print(f"\n10 times the rows: {longer:.1f} times as long, goal {LINEAR:.0f}; {larger:.1f} times the memory")
    missed += ["first opening"] if faster < FASTER else []
    missed += ["next opening"] if share > SHARE else []
    missed += ["ten times the rows"] if max(longer, larger) > LINEAR else []
    if missed:
        print(f"Missed: {', '.join(missed)}.")
    return 1 if missed else 0


if __name__ == "__main__":
    if len(sys.argv) == 4:
        work = {"cells": cells, "opened": opened}[sys.argv[1]]
        print(json.dumps(work(Path(sys.argv[2]), Path(sys.argv[3]))))
        sys.exit(0)
    sys.exit(main())
