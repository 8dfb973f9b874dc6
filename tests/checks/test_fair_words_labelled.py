"""How many unfair sentences of a labelled set are found, and how many fair look-alikes are disturbed."""

import re
from pathlib import Path

from alongside.checks.fair_words import FairHit, unfair_as_typed

SET = Path(__file__).parent / "fair_words" / "labelled.txt"
_MARKED = re.compile(r"\[(.+)\]")


def lines(mark: str) -> list[str]:
    found = (line for line in SET.read_text(encoding="utf-8").splitlines() if line.startswith(f"{mark} "))
    return [line[2:] for line in found]


def is_found(line: str) -> bool:
    """Whether a hit overlaps the words in brackets."""
    words = _MARKED.search(line)
    assert words is not None, line
    text, start = _MARKED.sub(r"\1", line), words.start()
    return any(hit.start < start + len(words[1]) and start < hit.end for hit in unfair_as_typed(text))


def missed() -> list[str]:
    return [line for line in lines("-") if not is_found(line)]


def disturbed() -> list[tuple[str, tuple[FairHit, ...]]]:
    return [(line, hits) for line in lines("+") if (hits := unfair_as_typed(line))]


def test_the_set_is_large_and_no_line_is_there_twice() -> None:
    every = lines("-") + lines("+")
    assert len(every) >= 120
    assert len(set(every)) == len(every)


def test_most_are_found_and_few_are_disturbed() -> None:
    assert len(missed()) <= 0.1 * len(lines("-")), missed()
    assert len(disturbed()) <= 0.1 * len(lines("+")), disturbed()
