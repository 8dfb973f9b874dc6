"""Do risk assessment, care plan and the person say the same? (domain 3.8, settled by figures.md K30)"""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from alongside.library.records import Triple

ALIGNED = "aligned"
PAPER_GAP = "paper_gap"
PRACTICE_GAP = "practice_gap"
VOICE_MISSING = "voice_missing"
VOICE_STALE = "voice_stale"
UNRESOLVED = "voice_disagrees_unresolved"
EXPLAINED = "voice_disagrees_explained"
DATE_GAP = "date_gap"
COPY_TEXT = "copy_text"
SLIP = "pronoun_or_name_slip"
RESULTS = (
    ALIGNED, PAPER_GAP, PRACTICE_GAP, VOICE_MISSING, VOICE_STALE, UNRESOLVED, EXPLAINED, DATE_GAP, COPY_TEXT, SLIP,
)  # fmt: skip

VOICE_MONTHS = 6  # calendar months a person's view is fresh
DATE_GAP_DAYS = 60
COPIED_WORDS = 12
_TEXTS = ("ra_says", "cp_says", "person_says", "staff_practice_observed", "family_or_advocate_says")
_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def results(triple: Triple, today: date, copied: frozenset[str] = frozenset()) -> frozenset[str]:
    """What the comparison shows; `aligned` alone where all three agree and nothing is missing.

    `copied` are the ids of triples that share text with another person's (see `copied_text`). A row whose levels are
    not both known can be neither aligned nor a gap on paper: the set is then empty if nothing else is found.
    """
    found = {name for name, holds in _held(triple, today) if holds}
    if triple.triple_id in copied:
        found.add(COPY_TEXT)
    levels = (triple.ra_restriction_level, triple.cp_restriction_level)
    if not found and None not in levels:
        found.add(ALIGNED)
    return frozenset(found)


def aligned_or_explained(found: frozenset[str]) -> bool:
    """Whether a set of results counts in the numerator of K30: no result, or only an explained disagreement."""
    return found <= {ALIGNED, EXPLAINED}


def all_results(triples: Sequence[Triple], today: date) -> dict[str, frozenset[str]]:
    """The results of each triple by id, with copied text and other people's codes looked for across the whole sheet."""
    copied, slips = copied_text(triples), other_codes(triples)
    return {
        triple.triple_id: results(triple, today, copied)
        - (frozenset({ALIGNED}) if triple.triple_id in slips else set())
        | (frozenset({SLIP}) if triple.triple_id in slips else frozenset())
        for triple in triples
    }


def latest(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """The newest comparison of each person and topic; older ones are history."""
    newest: dict[tuple[str, str], Triple] = {}
    for triple in triples:
        kept = newest.get((triple.person_ref, triple.topic))
        if kept is None or (compared_on(triple) or date.min) >= (compared_on(kept) or date.min):
            newest[triple.person_ref, triple.topic] = triple
    return tuple(newest.values())


def compared_on(triple: Triple) -> date | None:
    """The day the three were compared; where it is not stated, the later of the two papers' dates."""
    if triple.reviewed_on:
        return triple.reviewed_on
    return max((day for day in (triple.ra_date, triple.cp_date) if day), default=None)


def copied_text(triples: Iterable[Triple]) -> frozenset[str]:
    """The ids of triples in which twelve or more words in a row also stand in another person's."""
    people: dict[int, set[str]] = defaultdict(set)
    runs: dict[str, set[int]] = {}
    for triple in triples:
        own = {run for text in _texts(triple) for run in _runs(text)}
        runs[triple.triple_id] = own
        for run in own:
            people[run].add(triple.person_ref)
    return frozenset(ref for ref, own in runs.items() if any(len(people[run]) > 1 for run in own))


def copies(triples: Iterable[Triple]) -> dict[str, dict[str, str]]:
    """For each triple with copied text (see `copied_text`), the triples it shares it with and the words shared."""
    holders: dict[int, dict[str, tuple[Triple, str]]] = defaultdict(dict)
    for triple in triples:
        for text in _texts(triple):
            words = _WORD.findall(text)
            for start in range(len(words) - COPIED_WORDS + 1):
                run = words[start : start + COPIED_WORDS]
                holders[_run(run)].setdefault(triple.triple_id, (triple, " ".join(run)))
    found: dict[str, dict[str, str]] = {}
    for held in holders.values():
        if len(held) > 1:
            for ref, (triple, _said) in held.items():
                for other, (another, said) in held.items():
                    if triple.person_ref != another.person_ref:
                        found.setdefault(ref, {}).setdefault(other, said)
    return found


def other_codes(triples: Sequence[Triple]) -> frozenset[str]:
    """The ids of triples whose texts hold another person's code."""
    codes = {triple.person_ref for triple in triples if len(triple.person_ref) >= 3}
    if not codes:
        return frozenset()
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(codes, key=len, reverse=True))) + r")(?!\w)")
    return frozenset(
        triple.triple_id
        for triple in triples
        if any(code != triple.person_ref for text in _texts(triple) for code in pattern.findall(text))
    )


def _held(triple: Triple, today: date) -> Iterator[tuple[str, bool]]:
    ra, cp, seen = triple.ra_restriction_level, triple.cp_restriction_level, triple.obs_level
    disagrees = triple.person_view == "disagrees"
    explained = bool(triple.difference_explained or triple.resolution)
    yield PAPER_GAP, ra is not None and cp is not None and ra != cp
    yield PRACTICE_GAP, seen is not None and any(level not in (None, seen) for level in (ra, cp))
    yield VOICE_MISSING, not triple.person_says
    yield VOICE_STALE, bool(triple.person_says) and _stale(triple, today)
    yield UNRESOLVED, disagrees and not explained
    yield EXPLAINED, disagrees and explained
    yield (
        DATE_GAP,
        bool(triple.ra_date and triple.cp_date and abs((triple.ra_date - triple.cp_date).days) > DATE_GAP_DAYS),
    )
    yield SLIP, _pronoun_slip(triple.ra_says, triple.cp_says)


def _stale(triple: Triple, today: date) -> bool:
    """Older than six calendar months, or than the last risk assessment; without a date it cannot be shown fresh."""
    said = triple.person_said_on
    return said is None or said < months_before(today, VOICE_MONTHS) or bool(triple.ra_date and said < triple.ra_date)


def _pronoun_slip(ra: str, cp: str) -> bool:
    """One paper speaks only of "he", the other only of "she": one of them was copied."""
    sides = [(bool(_HE.search(text)), bool(_SHE.search(text))) for text in (ra, cp)]
    return sides in ([(True, False), (False, True)], [(False, True), (True, False)])


def _texts(triple: Triple) -> Iterator[str]:
    for name in _TEXTS:
        text = getattr(triple, name)
        if text:
            yield text


def _runs(text: str) -> Iterator[int]:
    words = _WORD.findall(text.lower())
    for start in range(len(words) - COPIED_WORDS + 1):
        yield _run(words[start : start + COPIED_WORDS])


def _run(words: Sequence[str]) -> int:
    return hash(tuple(word.lower() for word in words))


@lru_cache(maxsize=4096)  # asked of every row
def months_before(day: date, months: int) -> date:
    """The same day of the month, that many calendar months earlier; the month's last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
