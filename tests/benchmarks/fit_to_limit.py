"""How much more the exact fit gets into a limit than the simple way, and how long it takes for 60 blocks and a pack.

Run as a script: `python tests/benchmarks/fit_to_limit.py`. Prints the ratios; asserts nothing.
"""

import random
import time
from statistics import median

from alongside.packs.fitting import Candidate, Fit, Wanted, best_fit, greedy_fit

PARTS = ("a", "b", "c")
LENGTHS = {"100": 100, "250": 250, "500": 500}


def blocks(question: str, items: int, rng: random.Random) -> list[Candidate]:
    """Items at three lengths each; more words are worth more, and less a word."""
    found = []
    for item in range(items):
        worth, parts = rng.uniform(1, 10), frozenset(rng.sample(PARTS, rng.randint(1, 2)))
        recent, voice = rng.random() < 0.6, rng.random() < 0.25
        for length, words in LENGTHS.items():
            found.append(
                Candidate(
                    question=question, item=f"EV-{item}", length=length, words=round(words * rng.uniform(0.8, 1.2)),
                    value=worth * words**0.5, parts=parts, recent=recent, voice=voice,
                    story=f"ST-{item}" if voice else "",
                )
            )  # fmt: skip
    return found


def lacks(fit: Fit) -> int:
    """What a marker would miss: parts, proof, voices."""
    return len(fit.unserved) + len(fit.unproved) + len(fit.voiceless)


def compared(name: str, questions: int, times: int) -> None:
    gains, seconds, simple_seconds, more, fewer, proved = [], [], [], 0, 0, 0
    for seed in range(times):
        rng = random.Random(seed)
        wanted = [Wanted(question=f"Q{n}", limit=rng.choice((500, 750, 1_000)), parts=PARTS) for n in range(questions)]
        candidates = [item for ask in wanted for item in blocks(ask.question, 20, rng)]
        total = sum(ask.limit for ask in wanted) * 4 // 5 if questions > 1 else None
        begun = time.perf_counter()
        simple = greedy_fit(wanted, candidates, total=total)
        middle = time.perf_counter()
        best = best_fit(wanted, candidates, total=total, seconds=20)
        seconds.append(time.perf_counter() - middle)
        simple_seconds.append(middle - begun)
        gains.append(best.value / simple.value)
        fewer += lacks(simple) - lacks(best)
        more += lacks(best) < lacks(simple)
        proved += best.exact
    print(
        f"{name:<34}{median(gains):>8.3f}{max(gains):>8.3f}{fewer / times:>12.2f}{more:>6} of {times:<4}"
        f"{median(seconds) * 1000:>8.0f}{max(seconds) * 1000:>8.0f}{median(simple_seconds) * 1000:>8.1f}{proved:>6}"
    )


def main() -> None:
    print("exact against simple                 value   most   lacks less   in packs     ms   worst  simple proved")
    compared("one question, 60 blocks", 1, 30)
    compared("12 questions, 720 blocks, a total", 12, 8)


if __name__ == "__main__":
    main()
