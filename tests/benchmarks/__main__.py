"""Runs every benchmark beside this file, one after another: `python3 tests/benchmarks [NAME ...]`.

A benchmark is a script that prints what it measured, as ratios, and exits 0. One that exits otherwise was too slow or
broken; the others still run.
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Return 0 if each benchmark did."""
    scripts = [path for path in sorted(HERE.glob("*.py")) if not path.stem.startswith("_")]
    failed = []
    for script in scripts:
        if names and script.stem not in names:
            continue
        print(f"--- {script.stem}", flush=True)
        begun = time.perf_counter()
        done = subprocess.run([sys.executable, str(script)], check=False)
        print(f"    ({time.perf_counter() - begun:.1f} s)", flush=True)
        if done.returncode:
            failed.append(script.stem)
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
