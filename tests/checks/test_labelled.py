"""How many of the people in a labelled set are found, and how many of its look-alikes are taken for one.

The set was written by hand, in the prose of tender answers, stories and governance notes. A line with `words` has in
`text` what the rule must find ("|" parts several); a look-alike has what resembles it, and nothing is to be found. All
names, numbers and addresses are made up; telephones and e-mail are of the ranges kept for examples.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest

from alongside.checks.identifiers import identifiers_in

SET = Path(__file__).parent / "identifiers" / "labelled.csv"
RECALL, FALSE_ALARMS = 0.98, 0.05


def rows(which: str) -> list[dict[str, str]]:
    with SET.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["set"] == which]


def people() -> list[tuple[str, str, str]]:
    """Rule, words and text of each person to be found."""
    return [(row["rule"], words, row["text"]) for row in rows("person") for words in row["words"].split(" | ")]


def is_found(rule: str, words: str, text: str) -> bool:
    """Whether that rule found something in those very words."""
    start = text.index(words)
    return any(
        hit.rule == f"private.{rule}" and hit.start < start + len(words) and start < hit.start + len(hit.found)
        for hit in identifiers_in(text)
    )


def test_the_set_is_large_and_no_line_is_there_twice() -> None:
    texts = [row["text"] for which in ("person", "look-alike") for row in rows(which)]
    assert len(people()) >= 300
    assert len(rows("look-alike")) >= 300
    assert len(set(texts)) == len(texts)
    assert all(words in text for _rule, words, text in people())


def test_recall_and_false_alarms(capsys: pytest.CaptureFixture[str]) -> None:
    there = Counter(rule for rule, _words, _text in people())
    missed = [item for item in people() if not is_found(*item)]
    alarms = [(row["rule"], row["text"], [hit.found for hit in identifiers_in(row["text"])])
              for row in rows("look-alike")]  # fmt: skip
    false = [item for item in alarms if item[2]]
    alike, wrong = Counter(item[0] for item in alarms), Counter(item[0] for item in false)
    lost = Counter(item[0] for item in missed)
    recall, rate = 1 - len(missed) / there.total(), len(false) / len(alarms)
    lines = [f"{'rule':<16}{'found':>12}{'recall':>9}{'false alarms':>16}"]
    for rule in sorted(there | alike):
        found, most = there[rule] - lost[rule], there[rule]
        share = f"{found / most:.3f}" if most else "-"
        lines.append(f"{rule:<16}{found:>6} of {most:<3}{share:>8}{wrong[rule]:>10} of {alike[rule]}")
    found = there.total() - len(missed)
    lines.append(
        f"{'all':<16}{found:>6} of {there.total()}{recall:>8.3f}{len(false):>10} of {len(alarms)} ({rate:.1%})"
    )
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert recall >= RECALL, missed
    assert rate <= FALSE_ALARMS, false
