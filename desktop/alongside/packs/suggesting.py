"""What the library could answer a question with: ranked, each with its reasons; and which part nothing serves."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from alongside.i18n import _
from alongside.library.ledger.reading import ItemSummary
from alongside.library.library import Library
from alongside.library.records import Answer, Evidence, Metric, Record, Story
from alongside.library.search.facets import Freshness, freshness_of
from alongside.packs.asked_parts import Asks, Part, parts_of
from alongside.packs.consent import refusal
from alongside.packs.pack import Pack, Question

Find = Callable[[str, str, int], Sequence[tuple[Record, float]]]  # words, sheet, how many: the best first, with scores
SHEETS = ("answers", "evidence", "stories", "metrics")
LOOKED_AT = 25  # of each sheet
NEAREST = 5  # records of each sheet whose owners are asked to fill a gap
SERVES = 0.5  # share of a part's telling words that a record must hold
_YEAR = 366  # days
_PARTS, _FRESH, _BEFORE = 0.3, 0.1, 0.1  # beside relevance, which is 1 for the best of its sheet


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One record that could stand in the answer."""

    record: Record
    worth: float  # higher is better, within one question
    parts: tuple[str, ...]  # names of the parts that it serves
    recent: bool  # its review is not due; of a figure: its period ended within a year
    refused: str  # why it may not stand in this pack on this day; "": it may
    used_in: tuple[str, ...]  # numbers of this pack's questions in which it stands
    reasons: tuple[str, ...]  # sentences for the user


@dataclass(frozen=True, slots=True)
class Gap:
    """A part that nothing usable serves."""

    part: Part
    owners: tuple[str, ...]  # roles that keep the nearest records; the question's own first


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All there is to say of one question."""

    parts: tuple[Part, ...]
    found: tuple[Suggestion, ...]  # the best first; those that may not be used last
    gaps: tuple[Gap, ...]


def suggest(
    pack: Pack,
    question: Question,
    library: Library,
    find: Find,
    *,
    today: date,
    before: Mapping[str, ItemSummary] | None = None,
) -> Suggestions:
    """Rank what the library holds for one question. `before`: what the ledger says of each item, by its id."""
    parts = parts_of(question)
    asked = " ".join(item for item in (question.heading, question.text or question.guidance) if item)
    relevance: dict[str, tuple[Record, float]] = {}
    for words in dict.fromkeys((asked, *(part.text for part in parts))):
        for sheet in SHEETS:
            hits = find(words, sheet, LOOKED_AT)
            best = max((score for _record, score in hits), default=0.0)
            weight = 1.0 if words == asked else 0.5
            for record, score in hits:
                share = weight * score / best if best > 0 else 0.0
                if share > relevance.get(record.ref, (record, -1.0))[1]:
                    relevance[record.ref] = (record, share)
    used = uses_in(pack)
    told = before or {}
    found = [
        judged(
            record, share, parts, purpose=pack.kind.purpose, used=used.get(ref, ()), before=told.get(ref), today=today
        )
        for ref, (record, share) in relevance.items()
        if ref and record.status != "withdrawn" and library.get(ref) is record
    ]
    found.sort(key=lambda item: (bool(item.refused), -item.worth, item.record.ref))
    served = {name for item in found if not item.refused for name in item.parts}
    gaps = tuple(Gap(part, owners_for(question, part, find)) for part in parts if part.name not in served)
    return Suggestions(parts, tuple(found), gaps)


def uses_in(pack: Pack) -> dict[str, tuple[str, ...]]:
    """In which questions of the pack each item stands, by its id."""
    found: dict[str, dict[str, None]] = {}
    for question in pack.questions:
        for block in question.blocks:
            ref = getattr(block, "ref", "")
            if ref:
                found.setdefault(ref, {})[question.number] = None
    return {ref: tuple(numbers) for ref, numbers in found.items()}


def judged(
    record: Record,
    relevance: float,
    parts: Sequence[Part],
    *,
    purpose: str,
    used: tuple[str, ...],
    before: ItemSummary | None,
    today: date,
) -> Suggestion:
    """One record, with its reasons. `relevance` is what a search says of it, 1 for its best."""
    serves = tuple(part for part in parts if serves_part(record, part))
    fresh = freshness_of(record, today)
    refused = refusal(record, purpose, today) if isinstance(record, Story) else None
    worth = relevance + _PARTS * len(serves) / max(1, len(parts))
    worth += {Freshness.OVERDUE: -_FRESH, Freshness.FRESH: _FRESH}.get(fresh, 0.0) if fresh else 0.0
    worth += _BEFORE * before.best if before and before.best is not None else 0.0
    reasons = [
        _("Serves {name}: {text}").format(name=part.name, text=part.text) for part in serves
    ] or [_("Near to the question as a whole.")]  # fmt: skip
    reasons += _of_itself(record, fresh, refused.reason if refused else None)
    if before and before.best is not None:
        reasons.append(_("Scored {n:.0%} at best before.").format(n=before.best))
    if before and before.won:
        reasons.append(_("Stood in {n} won.").format(n=before.won))
    if used:
        reasons.append(_("In this pack already: {numbers}.").format(numbers=", ".join(used)))
    return Suggestion(
        record, round(worth, 4), tuple(part.name for part in serves), _recent(record, fresh, today),
        refused.reason if refused else "", used, tuple(reasons),
    )  # fmt: skip


def _recent(record: Record, fresh: Freshness | None, today: date) -> bool:
    if isinstance(record, Metric):
        return record.period_end is not None and (today - record.period_end).days <= _YEAR
    return fresh in {Freshness.FRESH, Freshness.DUE_SOON}


def _of_itself(record: Record, fresh: Freshness | None, refused: str | None) -> Iterable[str]:
    if refused:
        yield refused
    elif isinstance(record, Story):
        end = record.consent_expires_on
        yield (
            _("Permission covers this pack, until {day}.").format(day=f"{end:%d %B %Y}".lstrip("0"))
            if end
            else _("Permission covers this pack.")
        )
    if fresh is Freshness.OVERDUE:
        yield _("Out of date: have it looked at before it is used.")
    elif fresh is Freshness.FRESH:
        yield _("Up to date.")
    elif fresh is not None:
        yield _("To be looked at soon.")


def owners_for(question: Question, part: Part, find: Find) -> tuple[str, ...]:
    near = [record.owner_role for sheet in SHEETS for record, _score in find(part.text, sheet, NEAREST)]
    counted = sorted(dict.fromkeys(near), key=lambda role: -near.count(role))
    return tuple(dict.fromkeys(role for role in (question.owner_role, *counted) if role))[:3]


# --- what serves a part -------------------------------------------------------------------------------------------

_WORD = re.compile(r"[a-z]{4,}")
_SAYS_NOTHING = frozenset({
    "about", "also", "answer", "cover", "describe", "does", "each", "example", "examples", "explain", "figures",
    "from", "give", "have", "including", "into", "made", "make", "many", "more", "must", "need", "please", "same",
    "should", "show", "such", "tell", "than", "that", "their", "them", "then", "there", "these", "they", "this",
    "those", "through", "what", "when", "where", "which", "while", "whom", "whose", "will", "with", "words", "would",
    "your", "first", "take", "turn", "include",
})  # fmt: skip


def stems(text: str) -> frozenset[str]:
    """The telling words of a text, cut to what their forms share."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if word not in _SAYS_NOTHING)


def _stem(word: str) -> str:
    for end in ("ations", "ation", "ings", "ing", "ions", "ion", "ised", "ise", "ed", "es", "s", "e"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[: -len(end)]
    return word


def serves_part(record: Record, part: Part) -> bool:
    """Whether it says something to that part: by its words, and by being what is asked for."""
    if part.asks is Asks.EXAMPLE and isinstance(record, Metric):
        return False
    if part.asks is Asks.FIGURES and isinstance(record, Story):
        return False
    wanted = stems(part.text)
    if not wanted:
        return False
    has = stems(_said(record))
    return len(wanted & has) >= max(1, SERVES * len(wanted))


@lru_cache(maxsize=4096)
def _said(record: Record) -> str:
    if isinstance(record, Evidence):
        return " ".join((record.title, record.claim, record.snippet_250 or record.snippet_100, record.what_changed))
    if isinstance(record, Story):
        text = record.text_300 or record.text_150
        return " ".join((record.title, record.situation, record.action, record.outcome, text, " ".join(record.themes)))
    if isinstance(record, Answer):
        return " ".join((record.title, record.question, record.text))
    return " ".join((record.name, record.definition)) if isinstance(record, Metric) else ""
