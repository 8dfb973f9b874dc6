"""How well the search ranks, by words, by meaning and by both: nDCG@10 on two sets of questions with known answers.

    python tests/benchmarks/search_relevance.py [--weights]

The sets stand beside the repository; without them nothing is measured. Goal: a mean of .66 by both, and on neither set
less than the better of words and meaning alone. Exit code 1 where it is missed.
--weights shows other weights of meaning.
"""

import json
import math
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "desktop"))

from alongside.library.library import Library  # noqa: E402 - the path is set just above
from alongside.library.records import Answer  # noqa: E402
from alongside.library.search import By, SearchIndex  # noqa: E402
from alongside.library.search import index as searching  # noqa: E402
from alongside.library.search.model import load_model  # noqa: E402

SETS = ROOT.parent / "shared" / "corpora" / "text_real" / "ir"
NAMES = ("policy_questions", "nhs_manual")
AT = 10
GOAL = 0.66


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Questions:
    """One set: its documents as a library, its questions, and which documents answer them."""

    def __init__(self, folder: Path) -> None:
        documents = lines(folder / "corpus.jsonl")
        rows = tuple(
            Answer(row=at, answer_id=item["id"], title=item["title"], text=item["text"])
            for at, item in enumerate(documents, start=2)
        )
        self.index = SearchIndex(Library("set.xlsx", "0", {"answers": rows}))
        self.index.add_meaning(load_model())
        self.asked = {item["id"]: item["text"] for item in lines(folder / "queries.jsonl")}
        self.relevant: dict[str, dict[str, int]] = defaultdict(dict)
        for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            question, document, grade = line.split("\t")
            self.relevant[question][document] = int(grade)

    def ndcg(self, by: By) -> float:
        """The mean over all questions."""
        return sum(self._one(name, text, by) for name, text in self.asked.items()) / len(self.asked)

    def _one(self, name: str, text: str, by: By) -> float:
        relevant = self.relevant[name]
        found = [hit.record.ref for hit in self.index.find(text, limit=AT, by=by).hits]
        gained = sum((2 ** relevant.get(ref, 0) - 1) / math.log2(place + 2) for place, ref in enumerate(found))
        ideal = sorted(relevant.values(), reverse=True)[:AT]
        return gained / sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ideal))


def main(arguments: list[str]) -> int:
    if not SETS.is_dir():
        print("The sets of questions are not beside this repository.")
        return 0
    sets = {name: Questions(SETS / name) for name in NAMES}
    print("| set | words | meaning | both |\n|---|---|---|---|")
    both, kept = [], True
    for name, questions in sets.items():
        scores = [questions.ndcg(by) for by in (By.WORDS, By.MEANING, By.BOTH)]
        print(f"| {name} ({len(questions.asked)} questions) | " + " | ".join(f"{score:.3f}" for score in scores) + " |")
        both.append(scores[2])
        kept = kept and scores[2] >= max(scores[:2])
    mean = sum(both) / len(both)
    print(f"\nMean by both {mean:.3f}; goal {GOAL}. Below the better single on {'neither' if kept else 'one'}.")
    if "--weights" in arguments:
        weights(sets)
    return 0 if mean >= GOAL and kept else 1


def weights(sets: dict[str, Questions]) -> None:
    """Every weight on each set, and what the best of one set reaches on the other."""
    tried = [number / 20 for number in range(21)]
    table: dict[str, list[float]] = {name: [] for name in sets}
    usual = searching.MEANING_WEIGHT
    for weight in tried:
        searching.MEANING_WEIGHT = weight
        for name, questions in sets.items():
            table[name].append(questions.ndcg(By.BOTH))
    searching.MEANING_WEIGHT = usual
    print("\n| weight | " + " | ".join(sets) + " | mean |\n|---|" + "---|" * (len(sets) + 1))
    for at, weight in enumerate(tried):
        scores = [table[name][at] for name in sets]
        print(f"| {weight:.2f} | " + " | ".join(f"{score:.3f}" for score in scores) + f" | {sum(scores) / 2:.3f} |")
    for name in sets:
        best = max(range(len(tried)), key=lambda at: table[name][at])
        others = [f"{table[other][best]:.3f} on {other}" for other in sets if other != name]
        print(f"The best weight on {name}, {tried[best]:.2f}, reaches {', '.join(others)}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
