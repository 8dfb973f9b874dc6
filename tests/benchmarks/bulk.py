"""Many packs: two worker processes against one, on the same tasks with the same executor.

    python tests/benchmarks/bulk.py [BUILDS] [ROUNDS]

One pack is built so many times, each into a folder of its own; each round has both, and the median of the rounds
counts. The processes are started and have built a pack each before the clock runs, as in a long run.
Goal: 1.7 times. Exit code 1 where it is missed.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from datetime import date
from pathlib import Path

from alongside.bulk.run import pool, run_tasks
from alongside.bulk.tasks import State, Task
from alongside.bulk.work import at_work
from alongside.job_control import JobControl
from alongside.workspace import SAMPLE_DAY, copy_sample

GOAL = 1.7
DAY = date.fromisoformat(SAMPLE_DAY)


def tasks(packs: Sequence[Path], out: Path, builds: int) -> list[Task]:
    """So many builds, the packs in turn."""
    return [Task(packs[number % len(packs)], out / f"{number:03}", DAY) for number in range(builds)]


def warmed(workers: int, packs: Sequence[Path], folder: Path) -> Executor:
    """A pool whose every process has read the library: each is given one task, at the same time."""
    executor = pool(workers)
    waiting = [
        executor.submit(at_work, task, str(folder), number)
        for number, task in enumerate(tasks(packs, folder / f"warm-{workers}", 4 * workers))
    ]
    for future in waiting:
        future.result()
    return executor


def timed(executor: Executor, packs: Sequence[Path], out: Path, builds: int) -> float:
    """Seconds for all of them."""
    begun = time.perf_counter()
    done = run_tasks(tasks(packs, out, builds), JobControl(), executor)
    seconds = time.perf_counter() - begun
    assert all(item.state is State.BUILT for item in done), [item.trouble for item in done if item.trouble]
    return seconds


def main() -> int:
    builds = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    took: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        packs = copy_sample(folder / "sample").pack_files()
        crews = {workers: warmed(workers, packs, folder) for workers in took}
        for number in range(rounds):
            for workers in sorted(took, reverse=bool(number % 2)):
                took[workers].append(timed(crews[workers], packs, folder / f"{number}-{workers}", builds))
        again = time.perf_counter()
        run_tasks(tasks(packs, folder / "0-2", builds), JobControl(), crews[2])
        unchanged = time.perf_counter() - again
        for crew in crews.values():
            crew.shutdown()
    one, two = (statistics.median(took[workers]) for workers in (1, 2))
    ratio = statistics.median(a / b for a, b in zip(took[1], took[2], strict=True))
    print(f"{builds} builds of {len(packs)} packs, {rounds} rounds, {os.cpu_count()} processors\n")
    print("| work | seconds | packs a second | ratio |")
    print("|---|---|---|---|")
    print(f"| one process | {one:.2f} | {builds / one:.1f} | 1.0 |")
    print(f"| two processes | {two:.2f} | {builds / two:.1f} | {ratio:.2f} |")
    print(f"| two processes, nothing changed | {unchanged:.2f} | {builds / unchanged:.1f} | {one / unchanged:.1f} |")
    if busy > 1:
        print(f"\nThe computer was busy (load {busy:.1f} before the start): the ratio says little.")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
