"""How well the questions of buyers' files are read: precision and recall for each layout, and the time it takes.

    python tests/benchmarks/read_questions.py [-v]

Real question lists are laid out as forms in seven ways. Right is a question with the very words that were laid out
(paragraphs after its first may be read as its guidance), and a limit with its kind and value. At least 0.95 each.
Exit code 1 where a goal is missed; nothing is measured where the corpora are absent.
"""

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT)]

from tests.intake.forms import LAYOUTS, Score, known_of, score  # noqa: E402 - the path is set just above

from alongside.intake.reading import read_questions  # noqa: E402

GOAL = 0.95
QUESTIONS_A_PAGE = 5


def main() -> int:
    """Print a line for each layout; 1 where one is below the goal."""
    corpora = ROOT.parent / "shared" / "corpora" / "questions"
    if not corpora.is_dir():
        print("The corpora are not beside this repository: nothing is measured.")
        return 0
    verbose = "-v" in sys.argv[1:]
    missed = False
    print(f"{'layout':<15} {'questions':>9}  precision  recall   limits: precision  recall   ms a page")
    with tempfile.TemporaryDirectory() as folder:
        for layout, (ending, lay) in LAYOUTS.items():
            total, spent = Score(), 0.0
            for source in sorted(corpora.glob("*.json")):
                known = known_of(source)
                path = lay(known, Path(folder) / f"{source.stem}{ending}")
                begun = time.perf_counter()
                found = read_questions(path)
                spent += time.perf_counter() - begun
                one, wrong = score(known, found)
                total.add(one)
                if verbose:
                    print(f"  {source.stem}: {one.right} of {one.known}, {one.found} found")
                    print("".join(f"      {line}\n" for line in wrong[:8]), end="")
            ratios = total.ratios()
            missed = missed or min(ratios) < GOAL
            page = spent * 1000 / (total.known / QUESTIONS_A_PAGE)
            print(f"{layout:<15} {total.known:>9}  {ratios[0]:>9.3f}  {ratios[1]:>6.3f}   {ratios[2]:>17.3f}  "
                  f"{ratios[3]:>6.3f}   {page:>9.1f}", flush=True)  # fmt: skip
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
