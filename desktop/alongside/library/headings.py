"""Which sheet and which column a user means, however they wrote its name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

LOOK_ALIKE_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"))
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_DROP_INVISIBLE = str.maketrans(dict.fromkeys(INVISIBLE))
_BETWEEN = re.compile(r"[\s_\-./]+")
FIRST_ROWS = 25  # among which the headings are looked for
LONGEST = 100  # characters of a heading; a longer cell is none
CLOSE_ENOUGH = 78.0  # percent alike; below this a suggestion is a guess


def key(name: object) -> str:
    """The name without case, spaces, dashes, underlines and marks: what two spellings of one heading share."""
    return _key(str(name))


@lru_cache(maxsize=4096)  # the same few hundred names are asked for many times over
def _key(name: str) -> str:
    plain = name.translate(_DROP_INVISIBLE).translate(LOOK_ALIKE_DASHES)
    return _BETWEEN.sub("_", plain.strip().strip("*: ").casefold()).strip("_")


def meant(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is most likely a slip of; None if nothing is close."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - needed for a slip only; costs a tenth of a start

    best = process.extractOne(
        key(name), {item: key(item) for item in known}, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH
    )
    return str(best[2]) if best else None


def match_sheets(names: Sequence[str], known: Iterable[str]) -> dict[str, str]:
    """For each known sheet that is there, its name as the workbook spells it; the first wins."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(key(name), name)
    return {sheet: by_key[key(sheet)] for sheet in known if key(sheet) in by_key}


def find_heading_row(rows: Sequence[Sequence[object]], known: Mapping[str, str]) -> int | None:
    """The index, among the first rows, of the one that holds most known headings (by `key`); None if none holds two."""
    best, best_score = None, 1
    for index, row in enumerate(rows[:FIRST_ROWS]):
        score = len({key(cell) for cell in row if type(cell) is str and len(cell) <= LONGEST} & known.keys())
        if score > best_score:
            best, best_score = index, score
        if score == len(known):
            break  # no later row can hold more
    return best
