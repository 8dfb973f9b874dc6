"""How long it takes to save one edited cell of a large sheet, against openpyxl loading and saving the workbook.

Run as a script: `python tests/benchmarks/edit_workbook.py [ROWS]`. Prints the ratio; asserts nothing.
"""

import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook
from read_library import make

from alongside.library.editing.changes import SetField, record_added
from alongside.library.editing.saving import edit_workbook


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of this process; on a busy machine the wall measures the neighbours too."""
    wall, own = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - own


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    at = datetime(2026, 11, 1, 9)  # noqa: DTZ001 - as a clock on the wall
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.xlsx"
        make(path, rows)
        size = path.stat().st_size

        def edit(change: object) -> None:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            done = edit_workbook(path, [change], expect_digest=digest, at=at)  # type: ignore[list-item]
            assert done.state == "applied", done

        middle = SetField(sheet="evidence", row=rows // 2, heading="title", value="An edited title")
        ours = timed(lambda: edit(middle))
        again = timed(lambda: edit(SetField(sheet="evidence", row=rows, heading="title", value="Another")))
        added = timed(lambda: edit(record_added("evidence", {"evidence_id": "EV-NEW", "title": "A new one"})))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

        def theirs_too() -> None:
            book = load_workbook(path)
            book["evidence"].cell(rows // 2, 3).value = "Theirs"
            book.save(path)

        theirs = timed(theirs_too)
        shared = timed(lambda: edit(middle))  # openpyxl has put the texts into one table, as Excel does
    print(
        f"{rows} rows, {size / 2**20:.1f} MiB: one edited cell saved in {ours[0]:.2f} s ({ours[1]:.2f} s of processor)"
    )
    print(f"  the next {again[0]:.2f} s, a new record {added[0]:.2f} s; memory at its highest {peak:.0f} MiB")
    print(f"  with a table of shared texts {shared[0]:.2f} s")
    print(f"  openpyxl load and save: {theirs[0]:.2f} s ({theirs[1]:.2f} s of processor)")
    print(f"  {theirs[1] / ours[1]:.1f}x faster by processor, {theirs[0] / ours[0]:.1f}x by the clock (goal: 5x)")


if __name__ == "__main__":
    main()
