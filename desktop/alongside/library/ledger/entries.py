"""What the ledger holds, as frozen values, and how two ledgers become one.

A build's id is the digest of what it says, an outcome's is drawn: so the ledgers of two machines are merged by taking
everything of both, in any order and as often as one likes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.i18n import _

WHOLE = ""  # in place of a question's id: the whole pack


class Result(StrEnum):
    """What came of a pack or an answer."""

    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"  # we, or the buyer, took it back
    OPEN = ""  # not known yet


class _Value(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Unknown fields are from a newer version, and are left out."""


class Asked(_Value, frozen=True, kw_only=True):
    """A question or section of a pack."""

    id: str  # of the question in its pack
    number: str  # as printed
    heading: str = ""


class ItemUse(_Value, frozen=True, kw_only=True):
    """A library item in a pack."""

    ref: str
    sheet: str
    version: str  # a short digest of its texts as they were
    questions: tuple[str, ...] = ()  # ids of the pack's questions
    draws_on: tuple[str, ...] = ()  # stories behind a reusable answer: told with it


class ReleasedFigure(_Value, frozen=True, kw_only=True):
    """One figure as it was printed, or could be read in the documents."""

    id: str
    period: str
    value: str
    parts: str = ""
    hidden: bool = False
    questions: tuple[str, ...] = ()  # where a writer placed it; (): it stands in a list of figures


class ReleasedTable(_Value, frozen=True, kw_only=True):
    """One table or chart as it was printed."""

    id: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    chart: bool = False


class Released(_Value, frozen=True, kw_only=True):
    """All numbers that left with a build: kept once for the many builds that share them."""

    services: tuple[str, ...] = ()  # the scope; (): the whole provider
    period_from: date | None = None
    period_to: date | None = None
    figures: tuple[ReleasedFigure, ...] = ()
    tables: tuple[ReleasedTable, ...] = ()

    @property
    def id(self) -> str:
        """The digest of what it says."""
        return _digest(self)


class Build(_Value, frozen=True, kw_only=True):
    """One pack as it was built on one day."""

    pack: str  # the pack's id
    title: str
    kind: str
    purpose: str  # a word of `consent_scope`
    audience: str
    day: date
    final: bool
    example: bool = False
    services: tuple[str, ...] = ()
    framework: str = ""
    pack_sha256: str = ""
    library_sha256: str = ""
    questions: tuple[Asked, ...] = ()
    items: tuple[ItemUse, ...] = ()
    released: str = ""  # the id of what was released
    outputs: tuple[tuple[str, str], ...] = ()  # file name and SHA-256, sorted; of all times it was made

    @property
    def id(self) -> str:
        """The digest of what it says. Files may differ in their bytes although the same was built."""
        return _digest(msgspec.structs.replace(self, outputs=()))

    @property
    def stories(self) -> tuple[str, ...]:
        """Every story that is told in it, by itself or in an answer that draws on it."""
        own = [item.ref for item in self.items if item.sheet == "stories"]
        return tuple(dict.fromkeys([*own, *(ref for item in self.items for ref in item.draws_on)]))


class Outcome(_Value, frozen=True, kw_only=True):
    """What came of a pack or of one question, as somebody entered it. A later entry takes the place of an earlier."""

    id: str  # drawn; no other has it
    pack: str
    question: str = WHOLE
    revision: int = 1  # one more than the highest that whoever entered it had seen
    at: datetime
    result: Result = Result.OPEN
    score: float | None = None
    out_of: float | None = None
    words: str = ""  # the assessor's

    @property
    def empty(self) -> bool:
        """Whether it only takes an earlier entry away."""
        return self.result is Result.OPEN and self.score is None and not self.words


class Tombstone(_Value, frozen=True, kw_only=True):
    """All that is kept of a story that left: by it a copy that turns up again is known, and nothing can be read."""

    key: str  # drawn; 32 hex digits
    ref: str  # the story's id, hashed with the key
    texts: tuple[str, ...] = ()  # each of its texts, hashed with the key
    on: date
    erased: bool = False  # else the permission was withdrawn and the row is still there

    @property
    def id(self) -> str:
        """The digest of what it says."""
        return _digest(self)


def _digest(value: Struct) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:32]


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Ledger:
    """All that is known of where the library's items went, each entry by its id."""

    builds: Mapping[str, Build] = field(default_factory=_nothing)
    released: Mapping[str, Released] = field(default_factory=_nothing)
    outcomes: Mapping[str, Outcome] = field(default_factory=_nothing)
    tombstones: Mapping[str, Tombstone] = field(default_factory=_nothing)

    @cached_property
    def _last(self) -> Mapping[tuple[str, str], Outcome]:
        found: dict[tuple[str, str], Outcome] = {}
        for item in sorted(self.outcomes.values(), key=_standing):
            found[item.pack, item.question] = item
        return found

    def outcome(self, pack: str, question: str = WHOLE) -> Outcome | None:
        """What stands for a pack or a question now; None where nothing was entered, or it was taken back."""
        last = self._last.get((pack, question))
        return None if last is None or last.empty else last

    def revision(self, pack: str, question: str = WHOLE) -> int:
        """The highest revision of a pack's or question's outcome; 0 where there is none."""
        last = self._last.get((pack, question))
        return last.revision if last is not None else 0


def _standing(item: Outcome) -> tuple[int, str, str]:
    return item.revision, item.at.isoformat(), item.id


def merged(ledgers: Iterable[Ledger]) -> Ledger:
    """One ledger of all. The order does not matter, nor that an entry comes twice."""
    builds: dict[str, Build] = {}
    released: dict[str, Released] = {}
    outcomes: dict[str, Outcome] = {}
    tombstones: dict[str, Tombstone] = {}
    for ledger in ledgers:
        tombstones.update(ledger.tombstones)
        for name, build in ledger.builds.items():
            builds[name] = with_outputs(build, builds[name].outputs) if name in builds else build
        released.update(ledger.released)
        for name, outcome in ledger.outcomes.items():
            # An id is drawn once. Should two entries share one, as no program makes them, the same one stands anyway.
            known = outcomes.get(name)
            outcomes[name] = outcome if known is None else max(known, outcome, key=msgspec.json.encode)
    return Ledger(builds, released, outcomes, tombstones)


def with_outputs(build: Build, outputs: Iterable[tuple[str, str]]) -> Build:
    """The build with more files that were made of it."""
    return msgspec.structs.replace(build, outputs=tuple(sorted({*build.outputs, *outputs})))


def check_outcome(outcome: Outcome) -> None:
    """Raise AlongsideError for a score that cannot be."""
    score, out_of = outcome.score, outcome.out_of
    if out_of is not None and score is None:
        raise AlongsideError(_("There is a highest mark and no score."), remedy=_("Say the score too."))
    if score is not None and not 0 <= score <= (out_of if out_of is not None else 1e6):
        raise AlongsideError(
            _("A score lies between 0 and the highest mark."), remedy=_("Look at the score and the highest mark again.")
        )
    if out_of is not None and not 0 < out_of <= 1e6:
        raise AlongsideError(_("The highest mark is above 0."), remedy=_("Leave it out if it is not known."))
