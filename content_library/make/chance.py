"""Seeded choice for the starter library: the same rows on each run, and small groups spread over people."""

import random
import tomllib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
WORDS = Path(__file__).parent / "words"
TODAY = date(2026, 11, 24)  # the sample day
FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
YEAR_1 = (FIRST, date(2025, 10, 31))
YEAR_2 = (date(2025, 11, 1), LAST)
PEOPLE = {"OAK": 24, "MAR": 40, "LAR": 14}
LEAD = {"OAK": "PBS practitioner", "MAR": "clinical lead nurse", "LAR": "recovery lead"}


def words(name: str) -> dict[str, Any]:
    """The hand-written phrases of one file."""
    return tomllib.loads((WORDS / f"{name}.toml").read_text("utf-8"))


def rng(name: str) -> random.Random:
    """A stream of its own for each sheet, so that a change in one leaves the others as they were."""
    return random.Random(f"alongside starter library, {name}")


def person(service: str, number: int | str) -> str:
    """The code of one invented person."""
    return f"P-{service}-{int(number):02d}"


def spread(items: Iterable[T], count: int, who: Callable[[T], str], chance: random.Random) -> list[T]:
    """Choose `count` items over as many different people as there are: six records of one person are not six people."""
    waiting = list(items)
    chance.shuffle(waiting)
    seen: dict[str, int] = {}
    chosen: list[T] = []
    while len(chosen) < count:
        best = min(range(len(waiting)), key=lambda at: seen.get(who(waiting[at]), 0))
        item = waiting.pop(best)
        seen[who(item)] = seen.get(who(item), 0) + 1
        chosen.append(item)
    return chosen


def day_between(first: date, last: date, chance: random.Random) -> date:
    """Any day of the period, both ends included."""
    return first + timedelta(days=chance.randint(0, (last - first).days))


def turns(options: Sequence[T], chance: random.Random) -> Callable[[], T]:
    """Deal the options like cards: none comes again before all have come."""
    hand: list[T] = []

    def deal() -> T:
        if not hand:
            hand.extend(options)
            chance.shuffle(hand)
        return hand.pop()

    return deal


def kept(
    owner: str, document: str, day: date, confidentiality: str = "restricted", status: str = "approved"
) -> dict[str, Any]:
    """The seven fields every row has beside its own."""
    return {
        "created_on": min(day + timedelta(days=1), TODAY),
        "updated_on": min(day + timedelta(days=9), TODAY),
        "owner_role": owner,
        "source_doc": document,
        "source_date": day,
        "confidentiality": confidentiality,
        "status": status,
    }
