"""Prints the recall and the false alarms of the rules for fair words on the labelled set beside their tests."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "desktop")]

from tests.checks.test_fair_words_labelled import disturbed, lines, missed  # noqa: E402 - the paths come first


def main() -> int:
    """Print; always 0, for what is too little is held by the test."""
    unfair, fair = lines("-"), lines("+")
    lost, alarms = missed(), disturbed()
    print(f"recall        {len(unfair) - len(lost)} of {len(unfair)}  {1 - len(lost) / len(unfair):.3f}")
    print(f"false alarms  {len(alarms)} of {len(fair)}  {len(alarms) / len(fair):.1%}")
    for line in lost:
        print(f"    missed: {line}")
    for line, hits in alarms:
        print(f"    alarm: {line} ({', '.join(hit.rule.id for hit in hits)})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
