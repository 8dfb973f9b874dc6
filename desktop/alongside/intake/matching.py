"""Finds the questions of a pack in what a buyer's file asks."""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from alongside.intake.asked import Asked
from alongside.packs.pack import Question

_TELLING = 25  # characters from which on words are no chance
_ALIKE = 90  # per cent, of two wordings of one question


def matched(questions: Sequence[Question], asked: Sequence[Asked]) -> Mapping[str, Asked]:
    """What the file asks, by the pack's id of a question: told by the file's own id, else number and words, else words.

    Each question of the file is given once.
    """
    by_id = {item.id: item for item in asked}
    found = {item.id: by_id[item.asked_id] for item in questions if item.asked_id in by_id}
    taken = {item.id for item in found.values()}
    for question in questions:
        if question.id in found:
            continue
        left = [item for item in asked if item.id not in taken]
        best = _best(question, left)
        if best is not None:
            found[question.id] = best
            taken.add(best.id)
    return found


def _best(question: Question, asked: Sequence[Asked]) -> Asked | None:
    text = _folded(question.text or question.heading)
    same = [item for item in asked if _number(item.number) and _number(item.number) == _number(question.number)]
    for item in same:
        if not text or fuzz.token_set_ratio(text, _folded(item.text)) >= _ALIKE:
            return item
    if not text:
        return None
    scored = [(_likeness(text, _folded(item.text)), -at, item) for at, item in enumerate(asked)]
    best = max(scored, default=None, key=lambda entry: entry[:2])
    return best[2] if best is not None and best[0] >= _ALIKE else None


def _likeness(one: str, other: str) -> float:
    """Per cent; a limit or a weight may stand behind the words of the same question."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _TELLING and longer.startswith(shorter):
        return 99.0
    return fuzz.ratio(one, other)


def _number(text: str) -> str:
    return re.sub(r"^0+(?=\d)", "", re.sub(r"^q(?:uestion)?\.?|[\s().:]", "", text.casefold()))


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())
