"""What the ledger says of an item, of a pack, and of all: pure questions to frozen values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from alongside.library.ledger.entries import WHOLE, Asked, Build, Ledger, Outcome, Result
from alongside.library.records import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One item in one question of one pack, over all the times it was built."""

    ref: str
    sheet: str = ""
    through: str = ""  # the reusable answer that draws on it; "": it stands there itself
    version: str  # of the last time
    versions: int = 1  # how many different texts of it were used
    pack: str  # the pack's id
    title: str
    purpose: str
    audience: str
    question: Asked | None  # None: not known, as in a row of the sheet usage
    first: date | None
    last: date | None
    final: bool  # whether a final pack was built with it
    example: bool = False
    outcome: Outcome | None = None  # of the pack
    answer: Outcome | None = None  # of the question
    told: str = ""  # what a row of the sheet usage says came of it

    @property
    def result(self) -> Result:
        """Of the question if that is known, else of the pack."""
        own = self.answer.result if self.answer else Result.OPEN
        return own or (self.outcome.result if self.outcome else Result.OPEN)

    @property
    def scored(self) -> Outcome | None:
        """Where the score is from: the question's own, else the pack's; None if there is none."""
        return next((item for item in (self.answer, self.outcome) if item and item.score is not None), None)

    @property
    def words(self) -> str:
        """The assessor's, of the question if there are any, else of the pack."""
        return next((item.words for item in (self.answer, self.outcome) if item and item.words), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSummary:
    """How much an item was used."""

    ref: str
    sheet: str
    packs: int
    finals: int  # packs of which a final one was built
    won: int
    lost: int
    last: date | None
    best: float | None  # the best score as a share of the highest mark; None: no such score


@dataclass(slots=True)
class _Seen:
    asked: Asked
    builds: list[Build] = field(default_factory=list)
    versions: dict[str, None] = field(default_factory=dict)
    sheet: str = ""


def all_uses(ledger: Ledger, rows: Iterable[Usage] = ()) -> tuple[Use, ...]:
    """Every use, the latest first; `rows` are those that the workbook's sheet usage knows besides."""
    seen: dict[tuple[str, str, str, str], _Seen] = {}
    for build in sorted(ledger.builds.values(), key=lambda item: (item.day, item.final, item.id)):
        asked = {item.id: item for item in build.questions}
        for ref, through, sheet, version, questions in _items(build):
            for name in questions or (WHOLE,):
                known = seen.setdefault((ref, through, build.pack, name), _Seen(Asked(id=name, number="")))
                known.asked = asked.get(name, known.asked)
                known.builds.append(build)
                known.versions.pop(version, None)
                known.versions[version] = None
                known.sheet = sheet
    found = [_use(ref, through, known, ledger) for (ref, through, _pack, _name), known in seen.items()]
    found += map(_of_row, rows)
    return tuple(sorted(found, key=_latest_first))


def _latest_first(use: Use) -> tuple[int, str, str, str, str]:
    number = use.question.number if use.question else ""
    return -(use.last.toordinal() if use.last else 0), use.title, number, use.ref, use.through


def _items(build: Build) -> Iterator[tuple[str, str, str, str, tuple[str, ...]]]:
    for item in build.items:
        yield item.ref, "", item.sheet, item.version, item.questions
        for story in item.draws_on:
            yield story, item.ref, "stories", item.version, item.questions


def _use(ref: str, through: str, known: _Seen, ledger: Ledger) -> Use:
    last = known.builds[-1]
    return Use(
        ref=ref,
        sheet=known.sheet,
        through=through,
        version=list(known.versions)[-1],
        versions=len(known.versions),
        pack=last.pack,
        title=last.title,
        purpose=last.purpose,
        audience=last.audience,
        question=known.asked if known.asked.id else None,
        first=known.builds[0].day,
        last=last.day,
        final=any(build.final for build in known.builds),
        example=last.example,
        outcome=ledger.outcome(last.pack),
        answer=ledger.outcome(last.pack, known.asked.id) if known.asked.id else None,
    )


def _of_row(row: Usage) -> Use:
    return Use(
        ref=row.item_ref,
        version=row.item_version,
        pack=row.pack,
        title=row.pack,
        purpose=row.purpose,
        audience=row.audience,
        question=None,
        first=row.used_on,
        last=row.used_on,
        final=row.state == "final",
        told=row.outcome,
    )


def uses_of(ledger: Ledger, ref: str, rows: Iterable[Usage] = ()) -> tuple[Use, ...]:
    """Where one item went, the latest first."""
    return tuple(use for use in all_uses(ledger, rows) if use.ref == ref)


def by_ref(uses: Iterable[Use]) -> dict[str, tuple[Use, ...]]:
    """The uses of each item, in the order given."""
    found: dict[str, list[Use]] = {}
    for use in uses:
        found.setdefault(use.ref, []).append(use)
    return {ref: tuple(items) for ref, items in found.items()}


def uses_in(ledger: Ledger, pack: str) -> tuple[Use, ...]:
    """What went into one pack."""
    return tuple(use for use in all_uses(ledger) if use.pack == pack)


def summaries(uses: Iterable[Use]) -> tuple[ItemSummary, ...]:
    """Of each item that was used, the most used first."""
    found = [summary(ref, items) for ref, items in by_ref(uses).items()]
    return tuple(sorted(found, key=lambda item: (-item.packs, item.ref)))


def summary(ref: str, uses: Iterable[Use]) -> ItemSummary:
    """Of one item. A pack counts once, however many questions of it use the item."""
    items = list(uses)
    packs = {use.pack: use for use in items}
    finals = {use.pack for use in items if use.final}
    results = {use.pack: use.outcome.result for use in items if use.outcome}
    shares = [
        scored.score / scored.out_of
        for use in items
        if (scored := use.scored) and scored.score is not None and scored.out_of
    ]
    return ItemSummary(
        ref=ref,
        sheet=next((use.sheet for use in items if use.sheet), ""),
        packs=len(packs),
        finals=len(finals),
        won=sum(1 for result in results.values() if result is Result.WON),
        lost=sum(1 for result in results.values() if result is Result.LOST),
        last=max((use.last for use in items if use.last), default=None),
        best=max(shares, default=None),
    )


def told(ledger: Ledger, story: str) -> tuple[Build, ...]:
    """Every build that tells a story, by itself or in an answer: for a recall, the latest first."""
    found = [build for build in ledger.builds.values() if story in build.stories]
    return tuple(sorted(found, key=lambda item: (item.day, item.final, item.id), reverse=True))
